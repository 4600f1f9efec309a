"""`iama diff` compares what stands on the disk, in git, and in another dossier."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import iama
from gits import Git, repository


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Return git in a repository with one dossier, changed since its only commit."""
    git = repository(tmp_path)
    monkeypatch.setenv("IAMA_LANG", "en")
    iama(tmp_path, "new", "hulp", "--lang", "nl")
    iama(tmp_path, "set", "hulp", "goal", "Eerst")
    git("add", "--all")
    git("commit", "--quiet", "-m", "start")
    iama(tmp_path, "set", "hulp", "goal", "Later")
    return git


def test_a_revision_of_git_and_the_disk(git: Git) -> None:
    told = iama(git.folder, "diff", "hulp@HEAD", "hulp", "--json")
    assert told.json["iama_diff"] == 1
    assert [
        (one["question"], one["fields"][0]["before"], one["fields"][0]["after"]) for one in told.json["answers"]
    ] == [("goal", "Eerst", "Later")]
    assert iama(git.folder, "diff", "hulp@HEAD").out == iama(git.folder, "diff", "hulp@HEAD", "hulp").out
    assert "Answer: Eerst → Later" in iama(git.folder, "diff", "hulp@HEAD").out


def test_the_exit_code_tells_on_request_whether_anything_differs(git: Git) -> None:
    assert iama(git.folder, "diff", "hulp@HEAD").code == 0
    assert iama(git.folder, "diff", "--exit-code", "hulp@HEAD").code == 1
    iama(git.folder, "set", "hulp", "goal", "Eerst")
    assert iama(git.folder, "diff", "--exit-code", "hulp@HEAD", "--json").code == 0


def test_two_dossiers(git: Git) -> None:
    iama(git.folder, "new", "ander", "--lang", "nl")
    told = iama(git.folder, "diff", "ander", "hulp", "--lang", "en")
    assert told.code == 0 and "Answer: — → Later" in told.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["hulp"], "compare hulp with what?"),
        (["hulp@nonsense"], "git knows no dossier at `nonsense`"),
        (["hulp@--output=x"], "`--output=x` is no revision of git"),
        (["nobody@HEAD"], "there is no dossier `nobody`"),
    ],
)
def test_a_state_that_is_not_there_is_told(git: Git, words: list[str], message: str) -> None:
    told = iama(git.folder, "diff", *words)
    assert (told.code, told.out) == (2, "") and message in told.err


def test_a_dossier_that_was_not_there_yet_is_told(git: Git) -> None:
    iama(git.folder, "new", "nieuw", "--lang", "nl")
    assert "has no dossier at `HEAD`" in iama(git.folder, "diff", "nieuw@HEAD").err


@pytest.fixture
def other(git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return another repository, without a dossier."""
    folder = tmp_path_factory.mktemp("other")
    other = repository(folder)
    (folder / "x").touch()
    other("add", "--all")
    other("commit", "--quiet", "-m", "other")
    return folder


def test_in_a_hook_of_a_linked_worktree_the_dossier_is_found(
    git: Git, tmp_path_factory: pytest.TempPathFactory
) -> None:
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "--quiet", str(linked))
    hook = git.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n'{sys.executable}' -m iama diff hulp@HEAD >told 2>&1\n", encoding="utf-8")
    hook.chmod(0o755)
    iama(linked, "set", "hulp", "goal", "In the tree")
    Git(linked)("commit", "--quiet", "--all", "-m", "change")
    assert "Answer: Eerst → In the tree" in (linked / "told").read_text(encoding="utf-8")


SETTINGS: Mapping[str, Mapping[str, str]] = {
    "another repository": {
        "GIT_DIR": "{other}/.git",
        "GIT_WORK_TREE": "{other}",
        "GIT_INDEX_FILE": "{other}/.git/index",
    },
    "other objects": {"GIT_OBJECT_DIRECTORY": "{other}/.git/objects", "GIT_COMMON_DIR": "{other}/.git"},
    "settings of one command": {"GIT_CONFIG_PARAMETERS": "'core.worktree'='{other}' 'core.bare'='true'"},
    "counted settings": {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "{other}"},
    "paths by pattern": {"GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"},
    "traces": {"GIT_TRACE": "1", "GIT_TRACE2": "1"},
    "colours, pagers and other ways to show": {
        "GIT_CONFIG_GLOBAL": "{other}/config",
        "GIT_PAGER": "false",
        "PAGER": "false",
    },
    "another language": {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_of_git_changes_what_stood_there(
    git: Git, other: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (other / "config").write_text(
        "[color]\nui = always\n[core]\npager = false\nquotepath = true\nattributesFile = "
        f'{other}/attributes\n[diff]\nexternal = false\n[diff "upper"]\ntextconv = tr a-z A-Z <\n'
    )
    (other / "attributes").write_text("*.yaml diff=upper\n")
    expected = iama(git.folder, "diff", "hulp@HEAD").out
    for key, value in SETTINGS[name].items():
        monkeypatch.setenv(key, value.format(other=other))
    assert iama(git.folder, "diff", "hulp@HEAD").out == expected
    told = iama(git.folder, "diff", "hulp@nonsense")
    assert told.err.endswith(": fatal: Not a valid object name nonsense^{commit}\n")


@pytest.mark.parametrize("way", ["commit", "file", "graft"])
def test_a_replaced_object_does_not_rewrite_the_past(git: Git, way: str) -> None:
    """`git replace` and grafts show another commit or file in the place of the kept one, without a change to it."""
    first = git("rev-parse", "HEAD")
    iama(git.folder, "set", "hulp", "goal", "Later")
    git("commit", "--quiet", "--all", "-m", "later")
    expected = iama(git.folder, "diff", "hulp@HEAD~1").out
    assert "Later" in expected
    if way == "graft":
        (git.folder / ".git/info/grafts").write_text(git("rev-parse", "HEAD"))
    else:
        path = ":assessments/hulp/iama-2.0.yaml" if way == "file" else ""
        git("replace", f"{first}{path}", f"HEAD{path}")
    assert iama(git.folder, "diff", "hulp@HEAD~1").out == expected


@pytest.mark.skipif(os.name == "nt", reason="the address of a folder as on POSIX")
def test_what_a_shallow_clone_lacks_is_told_with_how_to_get_it(
    git: Git, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git("commit", "--quiet", "--all", "-m", "later")
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git("clone", "--quiet", "--depth", "1", f"file://{git.folder}", str(clone))
    assert iama(clone, "diff", "hulp@HEAD").code == 0
    told = iama(clone, "diff", "hulp@HEAD~1")
    assert (told.code, told.out) == (2, "")
    assert all(one in told.err for one in ("`fetch-depth: 0`", '`GIT_DEPTH: "0"`', "`git fetch --unshallow`"))
    assert "unshallow" not in iama(git.folder, "diff", "hulp@HEAD~9").err
