"""Claims about `iama demo`, `new` and `status`, and about what no message may say."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import answer, contents, demo, fresh, iama, put, refused, run
from disasters import Dying, Killed

from iama.assess.outcome import Status
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.model.dossier import Dossier
from iama.model.questionnaire import Column, Kind, Question

Json = dict[str, Any]
CANARY = "kanarie-geheim"
GIT_ATTRIBUTES = (
    "assessments/** text eol=lf\nassessments/**/*.gz binary\nassessments/**/*.tsr binary\n"  # a page is packed
)
MADE = {".gitattributes", ".gitignore", "iama.toml"}
DOSSIER = {"algorithm.yaml", "follow-up.yaml", "iama-2.0.yaml", "people.yaml"}
REFS = ["algorithm-1.0", "iama-2.0", "fria-1.0", "follow-up-1.0"]  # of the worked example, in order
ODD_IDS = [
    *("Abc", "a_b", "-a", "a-", "", " ", ".", "..", "a/b", "../abc", "/abc", "a\\b", "a.yaml", "~", "*", "é"),
    *("con", "nul", "aux", "prn", "com1", "lpt9", "a" * 65, "a\nb", "\x1b[31mred", "\u202eabc", "\ud800"),
]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and links as on POSIX")


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("dossiers"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it, at the top of a git repository."""
    (tmp_path / ".git").mkdir()
    (folder := tmp_path / "empty").mkdir()
    return folder


# --- demo


@pytest.mark.parametrize("language", ["nl", "en"])
def test_demo_writes_a_workspace_with_a_dossier_and_its_reports_and_says_where_to_look(
    empty: Path, language: str
) -> None:
    told = iama(empty, "demo", "--lang", language, "x")
    assert (told.code, told.err) == (0, "")
    names = {path.relative_to(empty / "x").as_posix() for path in contents(empty / "x")}
    reports = {"iama-herzicht-internal.html", "iama-herzicht-internal.md"}
    decided = {
        name for name in names if name.startswith(("assessments/herzicht/approved/", "assessments/.iama/objects/"))
    }
    assert len(decided) == 1 + 3 + 5  # a snapshot, pages, and what it rests on
    written = {*DOSSIER, "fria-1.0.yaml", "approvals.yaml"}
    assert names - decided == MADE | reports | {f"assessments/herzicht/{name}" for name in written}
    for name in (*reports, "assessments/herzicht", "iama flags herzicht"):
        assert name.replace("/", os.sep) in told.out
    assert f'lang="{language}"' in (empty / "x" / "iama-herzicht-internal.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_command_that_demo_names_works_in_its_folder(empty: Path, language: str) -> None:
    said = iama(empty, "demo", "--lang", language, "x").out
    lines = [line.strip() for line in said.splitlines() if line.strip().startswith("iama ")]
    commands = [line.partition("  ")[0].split()[1:] for line in lines]  # what it does stands behind it
    assert len(commands) >= 3
    assert [iama(empty / "x", *words).code for words in commands] == [0] * len(commands)


def test_demo_names_its_folder_itself_when_nobody_does(empty: Path) -> None:
    assert iama(empty, "demo").code == 0
    assert (empty / "iama-demo" / "iama.toml").is_file()


def test_demo_takes_an_empty_folder_that_is_there(empty: Path) -> None:
    assert iama(empty, "demo", ".").code == 0
    assert (empty / "iama.toml").is_file()


def test_demo_leaves_a_folder_that_holds_anything_alone(empty: Path) -> None:
    put(empty, "x/.hidden", "mine")
    assert "x is not empty" in refused(empty, "demo", "x")
    put(empty, "file", "mine")
    assert "file is not empty" in refused(empty, "demo", "file")
    assert "file" in refused(empty, "demo", "file/below", code=3)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_is_complete_and_of_category_a(tmp_path: Path, language: str) -> None:
    base = demo(tmp_path, language)
    document = iama(base, "status", "--json", "herzicht").json
    assert (document["category"], document["language"]) == ("a", language)
    questions = [one for assessment in document["assessments"] for one in assessment["questions"]]
    unsettled = [one["id"] for one in questions if one["required"] and not Status(one["status"]).is_settled]
    assert unsettled == []
    assert {one["progress"]["percent"] for one in document["assessments"]} == {100}


def test_both_languages_of_the_example_say_the_same(tmp_path: Path) -> None:
    dutch, english = (demo(tmp_path / language, language) for language in ("nl", "en"))
    one, two = (read_dossier(base / "assessments" / "herzicht") for base in (dutch, english))
    assert structure(one) == structure(two)


def structure(dossier: Dossier) -> dict[str, Any]:
    """Return all that does not depend on the language: which answers there are, and those that are no text."""
    found: dict[str, Any] = {}
    for ref, assessment in dossier.assessments.items():
        for (id_, instance), held in assessment.answers.items():
            text = SHIPPED.resolve_questionnaire(ref).questions[id_].kind is Kind.TEXT
            beside = (held.status, held.unsure, held.by, held.date, len(held.dissent), len(held.sources))
            found[f"{ref}/{id_}/{instance}"] = (bool(held.value) if text else held.value_words(), beside)
    return found


# --- new


def test_new_makes_a_workspace_and_a_dossier_and_says_so(empty: Path) -> None:
    told = iama(empty, "new", "abc")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(
        "No iama.toml here or above, so this folder is now a workspace: "
        "iama.toml, assessments/, .gitattributes, .gitignore\n"
    )
    names = {path.relative_to(empty).as_posix() for path in contents(empty)}
    assert names == MADE | {f"assessments/abc/{name}" for name in DOSSIER}
    assert all(f"made {Path('assessments', 'abc', name)}\n" in told.out for name in DOSSIER)
    assert (empty / "iama.toml").read_text().endswith('root = "assessments"\nlanguage = "nl"\n')
    assert (empty / ".gitattributes").read_text() == GIT_ATTRIBUTES
    assert (empty / ".gitignore").read_text().splitlines()[:3] == [".iama.lock", ".iama-save-*", ".iama-journal"]


def test_a_new_dossier_holds_the_whole_skeleton_with_the_official_numbers(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    text = (base / "assessments" / "abc" / "iama-2.0.yaml").read_text()
    asked = [q for q in SHIPPED.resolve_questionnaire("iama-2.0").questions.values() if q.kind is not Kind.NOTICE]
    assert [text.index(f"\n  {question.id}:\n") for question in asked] == sorted(
        text.index(f"\n  {question.id}:\n") for question in asked
    )
    assert all(f"\n  # {question.number}\n  {question.id}:\n" in text for question in asked if question.number)


def test_a_new_dossier_is_open_everywhere(tmp_path: Path) -> None:
    document = iama(fresh(tmp_path), "status", "--json", "abc").json
    questions = [one for assessment in document["assessments"] for one in assessment["questions"]]
    assert {one["status"] for one in questions} == {"open", "waiting"}
    assert document["category"] is None


def test_a_second_dossier_joins_the_workspace_from_any_folder_below(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    (base / "docs").mkdir()
    told = iama(base / "docs", "new", "def")
    assert "workspace" not in told.out
    assert (base / "assessments" / "def" / "iama-2.0.yaml").is_file()


def test_new_finishes_one_that_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = fresh(tmp_path)
    with monkeypatch.context() as patch:
        dying = Dying(2, only={"replace"}).watch(patch)  # the journal stands, and no file does
        with pytest.raises(Killed):
            run(base, "new", "def")
    dying.bury()
    assert [path.name for path in (base / "assessments" / "def").glob("*.yaml")] == []
    told = iama(base, "new", "def")
    assert all(f"made {Path('assessments', 'def', name)}\n" in told.out for name in DOSSIER)
    assert "holds all of iama-2.0 already" in refused(base, "new", "def")


def test_new_keeps_the_lines_and_line_ends_of_git_files_that_are_there(empty: Path) -> None:
    put(empty, ".gitignore", b"\xffmine\r\n.iama.lock\r\nlast")
    put(empty, ".gitattributes", "assessments/** text eol=lf\n")
    told = iama(empty, "new", "abc")
    lines = (empty / ".gitignore").read_bytes().split(b"\r\n")
    assert lines[:4] == [b"\xffmine", b".iama.lock", b"last", b".iama-save-*"]
    assert lines.count(b".iama.lock") == 1 and not any(b"\n" in line for line in lines)
    assert (empty / ".gitattributes").read_text() == GIT_ATTRIBUTES
    assert "workspace: iama.toml, assessments/, .gitattributes, .gitignore\n" in told.out


def test_a_folder_assessments_without_configuration_gets_its_configuration(empty: Path) -> None:
    (empty / "assessments").mkdir()
    told = iama(empty, "new", "abc")
    assert "workspace: iama.toml, .gitattributes, .gitignore\n" in told.out
    assert (empty / "iama.toml").is_file()


def test_new_never_overwrites(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    iama(base, "set", "abc", "goal", "Mine")
    assert "holds all of iama-2.0 already" in refused(base, "new", "abc")
    (base / "assessments" / "abc" / "people.yaml").unlink()
    told = iama(base, "new", "abc")
    assert [line for line in told.out.splitlines() if line.startswith("made ")] == [
        f"made {Path('assessments', 'abc', 'people.yaml')}"
    ]
    assert answer(base, "goal").value == "Mine"


def test_new_tells_git_in_an_older_workspace_what_it_must_not_keep(empty: Path) -> None:
    put(empty, "iama.toml", 'root = "toetsen"\n')
    put(empty, ".gitignore", ".iama.lock\n.iama-save-*\n")
    assert "added to .gitattributes, .gitignore what git must know" in iama(empty, "new", "abc").out
    assert (empty / ".gitattributes").read_text() == GIT_ATTRIBUTES.replace("assessments", "toetsen")
    assert "added" not in iama(empty, "new", "def").out


def test_git_never_stages_an_internal_report_or_what_a_save_leaves(empty: Path) -> None:
    assert iama(empty, "new", "abc").code == 0
    for words in (["report", "abc"], ["report", "--to", "md", "abc"], ["set", "abc", "goal", "x"]):
        assert iama(empty, *words).code == 0
    for name in ("agenda-abc-1-2026-11-23.md", "iama-abc-kept-x1.txt", "iama-abc-internal-approval-1.html"):
        put(empty, name, "for inside use")
    for name in (".iama-journal", ".iama-save-00"):
        put(empty, f"assessments/abc/{name}", "cut off")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=empty, check=True)
    staged = subprocess.run(["git", "diff", "--cached", "--name-only"], cwd=empty, check=True, capture_output=True)
    assert set(staged.stdout.decode().split()) == MADE | {f"assessments/abc/{name}" for name in DOSSIER}


def test_new_may_hold_another_questionnaire_in_another_language_under_another_root(empty: Path) -> None:
    told = iama(empty, "new", "--root", "elsewhere", "--lang", "en", "-q", "algorithm", "abc")
    assert told.code == 0 and "workspace" not in told.out
    folder = empty / "elsewhere" / "abc"
    assert {path.name for path in contents(folder)} == DOSSIER - {"iama-2.0.yaml"}
    assert "language: en\n" in (folder / "algorithm.yaml").read_text()
    assert not (empty / "iama.toml").exists()


def test_the_language_of_new_becomes_that_of_a_new_workspace_and_else_follows_it(empty: Path) -> None:
    iama(empty, "new", "--lang", "en", "abc")
    assert 'language = "en"' in (empty / "iama.toml").read_text()
    iama(empty, "new", "def")
    assert "language: en\n" in (empty / "assessments" / "def" / "iama-2.0.yaml").read_text()


@pytest.mark.parametrize("id_", ODD_IDS)
def test_new_refuses_an_odd_id_before_it_makes_anything(empty: Path, id_: str) -> None:
    said = refused(empty, "new", "--", id_)
    assert "cannot name an algorithm; use lower-case letters, digits and hyphens" in said
    assert not any(sign in said for sign in "\x1b\u202e")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new", "-q", "iama-9", "abc"], "there is no questionnaire `iama-9`"),
        (["new", "--lang", "fr", "abc"], "fr"),
        (["new"], "ALGORITHM is missing; see `iama new --help`"),
    ],
)
def test_new_refuses_what_does_not_exist(empty: Path, words: list[str], message: str) -> None:
    assert message in refused(empty, *words)


def test_new_says_what_stands_in_its_way(empty: Path) -> None:
    put(empty, "assessments", "a file")
    assert f"{empty / 'assessments'}: " in refused(empty, "new", "abc", code=3)
    (empty / "assessments").unlink()
    put(empty, "iama.toml", "")
    put(empty, "assessments/abc", "a file")
    assert "abc" in refused(empty, "new", "abc", code=3)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    folder = base / "assessments" / "abc"
    folder.chmod(0o555)
    try:
        assert "ermission denied" in refused(base, "set", "abc", "goal", "x", code=3)
        assert iama(base, "status", "abc").code == 0
    finally:
        folder.chmod(0o755)


# --- status


def test_status_has_the_shape_of_the_contract(herzicht: Path) -> None:
    document = iama(herzicht, "status", "herzicht", "--json").json
    assert next(iter(document.items())) == ("iama_status", 1)
    assert document["algorithm"] == "herzicht"
    assert [one["ref"] for one in document["assessments"]] == REFS
    for assessment in document["assessments"]:
        assert {"ref", "language", "counts", "parts", "questions"} <= set(assessment)
        assert set(assessment["counts"]) <= {word.value for word in Status}
        assert all({"id", "counts"} <= set(part) for part in assessment["parts"])
        for one in assessment["questions"]:
            assert {"id", "number", "instance", "status", "required", "roles"} <= set(one)


def test_status_names_every_question_once_per_instance(herzicht: Path) -> None:
    document = iama(herzicht, "status", "herzicht", "--json").json
    named = [(one["id"], one["instance"]) for one in document["assessments"][1]["questions"]]
    assert len(named) == len(set(named))
    asked = [q.id for q in SHIPPED.resolve_questionnaire("iama-2.0").questions.values() if q.kind is not Kind.NOTICE]
    assert list(dict.fromkeys(id_ for id_, _ in named)) == asked
    rights = ["data-protection", "socio-economic", "indirect-distinction", "good-administration"]
    assert [key for id_, key in named if id_ == "importance-text"] == rights


def test_status_names_the_hidden_answer_and_does_not_count_it(herzicht: Path) -> None:
    document = iama(herzicht, "status", "herzicht", "--json").json
    hidden = [one for assessment in document["assessments"] for one in assessment["questions"] if one["hidden"]]
    assert [(one["id"], one["status"], one["because"]) for one in hidden] == [("rules-origin", "skipped", ["type"])]
    text = iama(herzicht, "status", "herzicht").out
    assert text.index("Bewaard, maar telt niet mee") < text.index("2.2A.1")


def test_clearing_the_hidden_answer_changes_no_count(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = iama(base, "status", "herzicht", "--json").json
    assert iama(base, "set", "--clear", "herzicht", "rules-origin").code == 0
    after = iama(base, "status", "herzicht", "--json").json
    for one, other in zip(before["assessments"], after["assessments"], strict=True):
        assert (one["counts"], one["progress"], one["parts"]) == (other["counts"], other["progress"], other["parts"])


def test_status_follows_the_language_else_that_of_the_dossier(herzicht: Path) -> None:
    assert "Nog te doen" in iama(herzicht, "status", "herzicht").out
    assert "To do" in iama(herzicht, "status", "--lang", "en", "herzicht").out


def test_status_for_one_role(herzicht: Path) -> None:
    document = iama(herzicht, "status", "--role", "lawyer", "--json", "herzicht").json
    roles = [one["roles"] for assessment in document["assessments"] for one in assessment["questions"]]
    assert roles and all("lawyer" in one for one in roles)
    supplier = iama(herzicht, "status", "--role", "supplier", "herzicht").out
    assert "gevraagd aan de leverancier" in supplier
    assert "did you mean `lawyer`?" in refused(herzicht, "status", "--role", "lawyr", "herzicht")
    assert "--role needs an ALGORITHM" in refused(herzicht, "status", "--role", "lawyer")


def test_the_portfolio_names_every_dossier(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "new", "abc")
    document = iama(base, "status", "--json", "--as-of", "2026-11-23").json
    assert list(document.items())[:2] == [("iama_portfolio", 1), ("as_of", "2026-11-23")]
    assert [(one["id"], one["category"], one["phase"]) for one in document["algorithms"]] == [
        ("abc", None, None),
        ("herzicht", "a", "development"),
    ]
    said = iama(base, "status").out
    assert "\nabc " in said and "\nherzicht   A    ontwikkeling  100% " in said


def test_the_portfolio_of_another_root(tmp_path: Path, herzicht: Path) -> None:
    assert "\nherzicht " in iama(tmp_path, "status", "--root", herzicht / "assessments").out
    assert "\nherzicht " in iama(herzicht / "assessments", "status", "--root", ".").out


@pytest.mark.parametrize(("to", "start"), [("html", "<!doctype html>"), ("md", "# Overview of human-rights")])
def test_the_portfolio_as_a_page_is_the_same_every_time(herzicht: Path, to: str, start: str) -> None:
    page = iama(herzicht, "status", "--to", to, "--lang", "en", "--as-of", "2026-11-23")
    assert (page.code, page.err) == (0, "") and page.out.startswith(start)
    assert iama(herzicht, "status", "--to", to, "--lang", "en", "--as-of", "2026-11-23") == page


def test_a_dossier_that_cannot_be_read_is_named_and_does_not_spoil_the_portfolio(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "new", "broken")
    put(base, "assessments/broken/iama-2.0.yaml", "answers: [")
    told = iama(base, "status", "--json")
    assert told.code == 3
    assert [one["id"] for one in told.json["algorithms"]] == ["herzicht"]
    assert told.json["unreadable"] == ["broken"]
    assert "iama-2.0.yaml:" in told.err and "herzicht" not in told.err


def test_the_public_portfolio_holds_no_dossier_of_which_it_is_unclear_what_is_withheld(tmp_path: Path) -> None:
    base = demo(tmp_path)
    follow_up = base / "assessments/herzicht" / "follow-up.yaml"
    row = "withheld:\n    value:\n      - {id: abcdef, assessment: iama-2.0, question: nope, ground: woo-5.1.2.d}"
    text = follow_up.read_text(encoding="utf-8")
    follow_up.write_text(text.replace("withheld:\n    value:", row), encoding="utf-8")
    told = iama(base, "status", "--json", "--edition", "public")
    assert (told.code, told.json["algorithms"], told.json["unreadable"]) == (3, [], ["herzicht"])
    assert told.err.startswith("iama: herzicht: ")
    assert iama(base, "status").code == 0


def test_the_public_portfolio_calls_a_dossier_by_its_id_when_its_name_is_withheld(tmp_path: Path) -> None:
    base = demo(tmp_path)
    ground = ("--ground", "woo-5.1.2.d", "--reason", "inspection", "--by", "lawyer")
    assert iama(base, "withhold", *ground, "-q", "algorithm", "herzicht", "name").code == 0
    (one,) = iama(base, "status", "--json", "--edition", "public").json["algorithms"]
    assert one["name"] == "herzicht"
    assert "heronderzoek" not in iama(base, "status", "--to", "html", "--edition", "public").out


def test_the_portfolio_takes_the_age_that_the_gate_is_told(tmp_path: Path) -> None:
    base = demo(tmp_path)
    approve = ("--decision", "go", "--role", "responsible", "--text", "x", "-q", "iama")
    assert iama(base, "approve", *approve, "herzicht").code == 0
    due = [reviews(base)]
    put(base, "iama.toml", "[check]\nmax-age-months = 6\n")
    assert reviews(base) < due[0]


def reviews(base: Path) -> str:
    (one,) = iama(base, "status", "--json").json["algorithms"]
    return next(str(due["date"]) for due in one["due"] if due["kind"] == "review")


@pytest.mark.parametrize("configured", [True, False])
def test_without_dossiers_status_says_how_to_start(empty: Path, configured: bool) -> None:
    if configured:
        put(empty, "iama.toml", "")
    assert "start with `iama new ID`" in refused(empty, "status")


@pytest.mark.parametrize("id_", ["nope", "../herzicht", "assessments", ".", "/", *ODD_IDS])
def test_status_of_what_is_no_dossier_is_refused(herzicht: Path, id_: str) -> None:
    said = refused(herzicht, "status", "--", id_)
    assert said.startswith("iama: ") and "\x1b" not in said and "\u202e" not in said


def test_a_path_longer_than_any_file_system_takes_is_refused(herzicht: Path) -> None:
    assert "iama: " in refused(herzicht, "status", "./" + "a" * 5000, code=3)
    assert "iama: " in refused(herzicht, "status", "--root", "a" * 5000, "herzicht", code=3)


def test_a_mistake_in_configuration_is_wrong_use(empty: Path) -> None:
    path = put(empty, "iama.toml", 'rot = "x"\n')
    assert refused(empty, "status") == f"iama: {path}: unknown key `rot`; did you mean `root`?\n"
    assert refused(empty, "new", "abc") == f"iama: {path}: unknown key `rot`; did you mean `root`?\n"


@POSIX
def test_a_folder_name_with_escape_codes_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    (base / "assessments" / "abc").rename(base / "assessments" / "a\x1b[31m\x9bb")
    for words in (["status"], ["status", "--json"], ["status", "nope"], ["status", "assessments/a\x1b[31m\x9bb"],
                  ["set", "assessments/a\x1b[31m\x9bb", "goal", "x"], ["report", "assessments/a\x1b[31m\x9bb"],
                  ["coverage", "assessments/a\x1b[31m\x9bb"]):  # fmt: skip
        told = iama(base, *words)
        assert not set("\x1b\x9b") & set(told.out + told.err), words
        assert "\\u001b[31m\\u009bb" in told.out + told.err, words


HOSTILE = [
    b"",
    b"\x00",
    b"\xff\xfe\xfd",
    b"answers: &a [*a]",
    b"format: !!python/object/apply:os.system ['false']",
    b"[" * 100_000,
    b"a: b\n---\nc: d",
    b"<<<<<<< ours\na: b\n=======\n>>>>>>> theirs\n",
    b"format: iama/2\nquestionnaire: iama-2.0\nlanguage: nl\nanswers:\n",
    b"format: iama/1\nquestionnaire: iama-2.0\nlanguage: fr\nanswers: 3\n",
    b"format: iama/1\nquestionnaire: algorithm-1.0\nlanguage: nl\nanswers:\n",
    b"format: iama/1\nquestionnaire: ../../x\nlanguage: nl\nanswers:\n",
    b'format: iama/1\nquestionnaire: iama-2.0\nlanguage: nl\nanswers: {goal: {value: "a\\e[31mb"}}\n',
    b"a: " + b"x" * 5_000_001,
]


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:20]))
@pytest.mark.parametrize("words", [["status", "abc"], ["set", "abc", "goal", "x"]], ids=" ".join)
def test_a_hostile_file_is_refused_with_its_place(tmp_path: Path, content: bytes, words: list[str]) -> None:
    base = fresh(tmp_path)
    path = put(base, "assessments/abc/iama-2.0.yaml", content)
    said = refused(base, *words, code=3)
    assert said.startswith(f"{path}:") and ": error: " in said
    assert "\x1b" not in said and "\x00" not in said


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:20]))
def test_a_hostile_file_is_named_beside_the_portfolio(tmp_path: Path, content: bytes) -> None:
    base = fresh(tmp_path)
    path = put(base, "assessments/abc/iama-2.0.yaml", content)
    told = iama(base, "status")
    assert told.code == 3 and told.out.endswith("Niet te lezen: abc\n")
    assert told.err.startswith(f"{path}:") and "\x1b" not in told.err and "\x00" not in told.err


@POSIX
def test_links_and_odd_files_in_a_dossier_give_a_message(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    path = base / "assessments" / "abc" / "iama-2.0.yaml"
    path.unlink()
    path.symlink_to("/etc/passwd")
    said = refused(base, "status", "abc", code=3)
    assert "[unreadable-file]" in said or "[unknown-key]" in said or "[invalid-value]" in said
    assert "root:" not in said
    path.unlink()
    path.symlink_to(path.name)  # a link to itself
    assert "[unreadable-file]" in refused(base, "status", "abc", code=3)
    path.unlink()
    path.mkdir()
    assert "[unreadable-file]" in refused(base, "status", "abc", code=3)


# --- nothing that people answered leaks into messages


def filled(question: Question) -> Iterator[Column]:
    """Yield the columns that hold the canary: texts and choices, but for persons and what may stay empty inside."""
    for column in question.columns:
        written = column.kind in (Kind.TEXT, Kind.CHOICE) and column.id != "person"
        needed = column.required and column.kind in (Kind.YES_NO, Kind.NUMBER)
        if (written and (column.required or not column.internal)) or needed:
            yield column


def sign_in(column: Column) -> str:
    """Return what a cell of a row says: the canary, where a column is free."""
    if column.kind in (Kind.YES_NO, Kind.NUMBER):
        return "no" if column.kind is Kind.YES_NO else "1"
    return column.options[0].value if column.options else f"{CANARY}-r"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier in which every free text, note, dissent, source, reason and row holds the canary."""
    base = fresh(tmp_path_factory.mktemp("canary"), "-q", "iama", "-q", "fria", "-q", "huderia", "-q", "iama-1.0")
    given: Json = {}
    for ref in SHIPPED.refs:
        for question in SHIPPED.resolve_questionnaire(ref).questions.values():
            beside = {"note": f"{CANARY} n", "note-internal": f"{CANARY} i", "sources": [{"title": f"{CANARY} s"}]}
            if question.kind is Kind.TEXT and question.id != "name":
                told = {"value": f"{CANARY} v", "dissent": [{"by": "lawyer", "text": f"{CANARY} d"}], **beside}
                chosen = question.repeat == "affected-rights"
                given[f"{ref}/{question.id}"] = {"each": {"life": told}} if chosen else told
            if question.kind is Kind.ROWS:
                cells = {column.id: sign_in(column) for column in filled(question)}
                given[f"{ref}/{question.id}"] = {"value": [cells], **beside}
    given |= {
        "affected-rights": ["life"],
        "settled": {"each": {"life": "no"}},
        "prohibited": "no",
        "type": "self-learning",
    }
    given |= {"statutory-task": {"status": "not-applicable", "reason": CANARY}}
    put(base, "answers.json", json.dumps(given))
    told_ = iama(base, "set", "--answers", "answers.json", "abc")
    assert told_.code == 0 and CANARY not in told_.out + told_.err
    return base


@pytest.mark.parametrize(
    "words",
    [
        ["status"], ["status", "--json"], ["status", "abc"], ["status", "abc", "--json"],
        ["status", "--role", "lawyer", "abc"], ["coverage", "abc"], ["coverage", "abc", "--json"],
        ["set", "abc", "goal", CANARY], ["new", "abc"],
        ["set", "abc", "prohibited", CANARY], ["report", "abc"], ["report", "--as-of", "x", "abc"], ["status", "ab"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_people_answered_is_in_no_message_and_no_status(spoken: Path, words: list[str]) -> None:
    assert CANARY in (spoken / "assessments" / "abc" / "iama-2.0.yaml").read_text()
    told = iama(spoken, *words)
    assert CANARY not in told.out + told.err
