"""Claims about where dossiers are looked for, and about configuration with a mistake."""

import sys
from pathlib import Path

import pytest
from commands import put

from iama.files.config import Workspace, configured_workspace, find_workspace, locate
from iama.model.problems import UsageError

DOSSIER = "format: iama/1\nquestionnaire: algorithm-1.0\nlanguage: nl\nanswers:\n"


def dossier(root: Path, id_: str) -> Path:
    return put(root, f"{id_}/algorithm.yaml", DOSSIER).parent


def below(base: Path, name: str = "deep/deeper") -> Path:
    (folder := base / name).mkdir(parents=True)
    return folder


def test_the_nearest_configuration_above_counts(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", 'root = "far"\n')
    put(tmp_path, "deep/iama.toml", 'root = "near"\nlanguage = "en"\n')
    assert find_workspace(below(tmp_path)) == Workspace(tmp_path / "deep", tmp_path / "deep" / "near", "en")


def test_without_keys_dossiers_stand_in_assessments_in_dutch(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "")
    assert find_workspace(tmp_path) == Workspace(tmp_path, tmp_path / "assessments", "nl")


def test_pyproject_counts_only_with_a_table_of_ours(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[tool.iama]\nroot = "ours"\n')
    put(tmp_path, "deep/pyproject.toml", "[tool.other]\nx = 1\n")
    assert find_workspace(below(tmp_path)) == Workspace(tmp_path, tmp_path / "ours")


def test_an_empty_table_in_pyproject_is_configuration(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", "[tool.iama]\n")
    assert configured_workspace(tmp_path) == Workspace(tmp_path, tmp_path / "assessments")


def test_iama_toml_goes_before_pyproject_in_the_same_folder(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[tool.iama]\nroot = "b"\n')
    put(tmp_path, "iama.toml", 'root = "a"\n')
    assert find_workspace(tmp_path) == Workspace(tmp_path, tmp_path / "a")


@pytest.mark.parametrize("git", ["repository/.git/HEAD", "repository/.git"])  # a work tree has a file there
def test_the_search_stops_at_the_top_of_the_git_repository(tmp_path: Path, git: str) -> None:
    put(tmp_path, "iama.toml", "")
    put(tmp_path, git, "")
    assert find_workspace(below(tmp_path / "repository")) is None


def test_configuration_at_the_git_top_itself_counts(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, "iama.toml", "")
    assert find_workspace(below(tmp_path)) == Workspace(tmp_path, tmp_path / "assessments")


def test_a_folder_assessments_will_do_but_is_no_configuration(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    below(tmp_path, "assessments")
    assert find_workspace(tmp_path) == Workspace(tmp_path, tmp_path / "assessments")
    assert configured_workspace(tmp_path) is None
    assert find_workspace(below(tmp_path, "elsewhere")) is None


def test_the_market_surveillance_authority_is_what_the_configuration_says(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", 'market-surveillance-authority = "Autoriteit X (fictief)"\n')
    found = find_workspace(tmp_path)
    assert found and found.authority == "Autoriteit X (fictief)"


def test_the_option_root_wins_and_keeps_the_language(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", 'language = "en"\n')
    assert find_workspace(tmp_path, Path("other")) == Workspace(tmp_path, Path("other"), "en")


def test_the_option_root_needs_no_configuration(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    assert find_workspace(tmp_path, Path("other")) == Workspace(tmp_path, Path("other"))


def test_the_root_of_configuration_is_relative_to_its_file(tmp_path: Path) -> None:
    put(tmp_path, "a/b/iama.toml", 'root = "../dossiers"\n')
    found = find_workspace(tmp_path / "a" / "b")
    assert found and found.root.resolve() == tmp_path / "a" / "dossiers"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("iama.toml", 'rot = "x"', "unknown key `rot`; did you mean `root`?"),
        ("iama.toml", 'colour = "x"', "unknown key `colour`; known: root, language"),
        ("iama.toml", "root = 3", "`root` must be text in quotes"),
        ("iama.toml", 'language = ["nl"]', "`language` must be text in quotes"),
        ("iama.toml", 'language = "fr"', '`language` is "nl" or "en"'),
        ("iama.toml", 'root = "a\\u0000b"', "`root` holds a character that cannot stand in a path"),
        ("iama.toml", "root = ", "cannot be read"),
        ("iama.toml", "a = " + "[" * 3000, "cannot be read"),
        ("pyproject.toml", "[tool.iama]\nlanguages = 'nl'", "unknown key `languages`; did you mean `language`?"),
        ("pyproject.toml", "[tool]\niama = 3", "`tool.iama` must be a table"),
        ("pyproject.toml", "[tool", "cannot be read"),
    ],
)
def test_a_mistake_in_configuration_is_named_with_its_file(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = put(tmp_path, name, text)
    with pytest.raises(UsageError) as caught:
        find_workspace(tmp_path)
    assert str(caught.value).startswith(f"{path}: ") and message in str(caught.value)


def test_configuration_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", 'root = "é"'.encode("latin-1"))
    with pytest.raises(UsageError, match="cannot be read"):
        find_workspace(tmp_path)


def test_configuration_of_windows_notepad_is_read(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", b'\xef\xbb\xbflanguage = "en"\r\n')
    assert find_workspace(tmp_path) == Workspace(tmp_path, tmp_path / "assessments", "en")


def test_a_tool_key_that_is_no_table_is_the_business_of_others(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, "pyproject.toml", "tool = 3\n")
    assert find_workspace(tmp_path) is None


def test_an_id_is_looked_up_under_the_root_from_any_folder_below(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "")
    folder = dossier(tmp_path / "assessments", "abc")
    assert locate("abc", below(tmp_path)) == (Workspace(tmp_path, tmp_path / "assessments"), folder)


def test_a_path_to_a_dossier_finds_its_configuration_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "project/iama.toml", 'language = "en"\n')
    folder = dossier(tmp_path / "project" / "elsewhere", "abc")
    monkeypatch.chdir(tmp_path)
    for path in ("project/elsewhere/abc", "./project/elsewhere/abc/", str(folder)):
        found, located = locate(path, tmp_path)
        assert (found.base, found.root, found.language) == (tmp_path / "project", folder.parent, "en")
        assert located == folder


def test_a_path_to_a_dossier_needs_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dossier(tmp_path, "abc")
    put(tmp_path, ".git/HEAD", "")
    monkeypatch.chdir(folder)
    assert locate(".", folder) == (Workspace(folder, tmp_path), folder)


def test_a_relative_path_is_not_taken_for_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "iama.toml", "")
    dossier(tmp_path / "assessments", "abc")
    here = dossier(tmp_path, "abc")
    monkeypatch.chdir(tmp_path)
    assert locate("./abc", tmp_path)[1] == here


@pytest.mark.parametrize("path", ["./abc", "../abc", "/abc", "..", "abc/", "abc/../abc"])
def test_a_path_that_is_no_dossier_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError, match=r"is not a dossier: it has no algorithm\.yaml"):
        locate(path, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_to_itself_is_no_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="is not a dossier"):
        locate("./loop", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_to_a_dossier_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dossier(tmp_path, "abc")
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    assert locate("./link", tmp_path)[1] == folder


def test_a_misspelt_id_gets_a_suggestion_else_a_list(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "")
    dossier(tmp_path / "assessments", "herzicht")
    dossier(tmp_path / "assessments", "parkeren")
    with pytest.raises(UsageError, match="did you mean `herzicht`"):
        locate("herzigt", tmp_path)
    with pytest.raises(UsageError, match="use one of: herzicht, parkeren"):
        locate("xyz", tmp_path)


def test_where_nothing_is_configured_the_message_says_how_to_start(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    with pytest.raises(UsageError, match="start with `iama new ID`"):
        locate("abc", tmp_path)
    put(tmp_path, "iama.toml", "")
    with pytest.raises(UsageError, match="make it with `iama new`"):
        locate("abc", tmp_path)


@pytest.mark.parametrize(
    "id_", ["Abc", "a_b", "-a", "a-", "", "con", "lpt1", "a" * 65, "é", "a b", "a.b", "a\n", "\x1b[1m"]
)
def test_an_odd_id_is_refused(tmp_path: Path, id_: str) -> None:
    put(tmp_path, "iama.toml", "")
    with pytest.raises(UsageError, match="cannot name an algorithm"):
        locate(id_, tmp_path)


def test_a_variable_names_the_configuration_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "here/iama.toml", 'root = "mine"\n')
    named = put(tmp_path, "settings/other.toml", 'root = "theirs"\n')
    monkeypatch.setenv("IAMA_CONFIG", str(named))
    found = find_workspace(tmp_path / "here")
    assert found and (found.file, found.root) == (named, tmp_path / "settings/theirs")
    monkeypatch.setenv("IAMA_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="IAMA_CONFIG: there is no file"):
        find_workspace(tmp_path / "here")
