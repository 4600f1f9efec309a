"""Claims about what answers held before: kept by every save, found again in order, put back as it was."""

import ast
import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from commands import answer, fresh, iama, refused
from gits import Git, repository
from sitting import sit

import iama as package
from iama.files import history
from iama.files.history import History
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Assessment, Row
from iama.model.earlier import Earlier
from iama.model.questionnaire import Kind, Questionnaire

TREE = SHIPPED.resolve_questionnaire("iama-2.0")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one empty dossier, and a state folder of its own."""
    monkeypatch.setenv("IAMA_STATE", str(tmp_path / "state"))
    return fresh(tmp_path)


def states(base: Path, question: str = "problem") -> list[tuple[int, str]]:
    """Return the number and the words of every state, newest first."""
    told = iama(base, "history", "abc", "--lang", "en", "--json", question)
    return [(state["number"], " / ".join(state["lines"])) for state in told.json["states"]]


def kept(base: Path) -> Path:
    (path,) = (base.parent / "state").glob("abc-*/history.jsonl")
    return path


def test_every_state_is_known_newest_first_and_one_is_put_back_as_it_was(base: Path) -> None:
    for words in ("one", "two", "three"):
        iama(base, "set", "abc", "--by", "lawyer", "problem", words)
    before = answer(base, "problem")
    assert states(base) == [
        (place, f"{word} / Answered by: Lawyer") for place, word in enumerate(("three", "two", "one"))
    ]
    assert iama(base, "history", "abc", "problem", "--show", "2").out.startswith("one\n")
    assert iama(base, "set", "abc", "--restore", "2", "problem").code == 0
    name = iama(base, "history", "abc", "--json", "problem").json["states"][1]["name"]
    assert answer(base, "problem").value == "one"
    assert iama(base, "set", "abc", "--restore", name, "problem").code == 0
    assert answer(base, "problem") == before


def test_an_answer_that_was_taken_away_is_put_back(base: Path) -> None:
    iama(base, "set", "abc", "problem", "one")
    iama(base, "set", "abc", "--clear", "problem")
    assert states(base) == [(1, "one")]
    iama(base, "set", "abc", "--restore", answer_day(base), "problem")
    assert answer(base, "problem").value == "one"


def answer_day(base: Path) -> str:
    return str(iama(base, "history", "abc", "--json", "problem").json["states"][0]["at"])[:10]


def test_what_is_no_state_is_refused_with_those_that_are(base: Path) -> None:
    iama(base, "set", "abc", "problem", "one")
    assert "there is no version `7`; known are 0" in refused(base, "set", "abc", "--restore", "7", "problem")
    assert "--restore says everything" in refused(base, "set", "abc", "--restore", "0", "problem", "x")


def test_imports_and_responses_go_the_same_way(base: Path) -> None:
    iama(base, "set", "abc", "--answers", "-", stdin="problem: {value: one}\n")
    iama(base, "set", "abc", "--answers", "-", stdin="problem: {value: two}\n")
    assert states(base) == [(0, "two"), (1, "one")]


def test_every_save_of_a_command_names_the_history() -> None:
    calls = [
        node
        for path in (Path(package.__file__).parent / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "update_assessments"
    ]
    assert len(calls) > 5
    assert [ast.unparse(call) for call in calls if "history" not in ast.unparse(call)] == []


def test_a_decision_or_a_wish_takes_it_away(base: Path) -> None:
    iama(base, "set", "abc", "problem", "one")
    iama(base, "set", "abc", "goal", "two")
    assert "1 earlier answers" in iama(base, "history", "abc", "--clear", "goal").out
    assert kept(base).read_bytes().count(b"\n") == 1
    iama(base, "history", "abc", "--clear")
    assert not list((base.parent / "state").glob("abc-*/history.jsonl"))


def test_what_was_changed_before_the_day_of_a_decision_goes(tmp_path: Path) -> None:
    for day in ("2026-11-29", "2026-11-30"):
        texts = [Assessment("iama-2.0", "nl", {("goal", None): Answer(f"{day} {number}")}) for number in (1, 2)]
        History(tmp_path / "own", f"{day}T12:00:00Z").keep(*texts)
    one = History(tmp_path / "own", "")
    assert one.clear_before("2026-11-30") == 1
    assert [change.at for change in one.changes()] == ["2026-11-30T12:00:00Z"]
    assert one.clear_before("2026-12-01") == 1 and not one.path.exists()


@posix
def test_it_is_for_the_user_alone_and_no_other_file_is_taken_for_it(base: Path) -> None:
    iama(base, "set", "abc", "problem", "one")
    path = kept(base)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not [file for file in base.rglob("*") if "history" in file.name]
    (base.parent / "elsewhere").write_text("")
    path.unlink()
    path.symlink_to(base.parent / "elsewhere")
    told = iama(base, "set", "abc", "problem", "two")
    assert told.code == 0 and "earlier answers are not kept" in told.err
    assert (base.parent / "elsewhere").read_text() == "" and answer(base, "problem").value == "two"


def test_without_a_place_for_it_a_save_goes_on(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IAMA_STATE", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert iama(base, "set", "abc", "problem", "one").err == ""
    assert "nowhere: there is no folder for it" in iama(base, "history", "abc").out


def test_a_line_that_a_kill_cut_off_hides_no_other(base: Path) -> None:
    iama(base, "set", "abc", "problem", "one")
    iama(base, "set", "abc", "problem", "two")
    kept(base).write_bytes(kept(base).read_bytes() + b'{"at":"2026-')
    iama(base, "set", "abc", "goal", "x")
    assert states(base) == [(0, "two"), (1, "one")]


def test_the_older_half_goes_when_it_grows_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LARGEST", 2000)
    one = History(tmp_path / "own", "2026-11-30T12:00:00Z")
    texts = [Assessment("iama-2.0", "nl", {("goal", None): Answer(f"words {number}")}) for number in range(40)]
    for before, after in pairwise(texts):
        one.keep(before, after)
    assert one.path.stat().st_size <= 2000
    assert "words 38" in one.changes()[-1].was


# what git knows


@pytest.fixture
def committed(base: Path) -> Path:
    """The workspace in git, with two states of an answer committed and a third one not."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    git = repository(base)
    for words in ("first", "second"):
        iama(base, "set", "abc", "problem", words)
        git("add", "-A")
        git("commit", "-qm", words)
    iama(base, "set", "abc", "problem", "third")
    return base


def test_states_in_git_are_found_once_and_say_who_committed_them(committed: Path) -> None:
    assert [words for _, words in states(committed)] == ["third", "second", "first"]
    iama(committed, "history", "abc", "--clear")
    assert [words for _, words in states(committed)] == ["third", "second", "first"]
    assert "a@b.nl (git " in iama(committed, "history", "abc", "problem").out
    iama(committed, "set", "abc", "--restore", "2", "problem")
    assert answer(committed, "problem").value == "first"


@posix
def test_a_hostile_repository_starts_no_program(committed: Path) -> None:
    (script := committed / "evil.sh").write_text(f"#!/bin/sh\ntouch {committed}/started\n")
    script.chmod(0o700)
    git = Git(committed)
    blob = git("rev-parse", "HEAD:assessments/abc/iama-2.0.yaml")
    for key in ("gpg.program", "core.fsmonitor", "core.sshCommand", "remote.origin.uploadpack", "diff.external"):
        git("config", key, str(script))
    for key, value in {
        "log.showSignature": "true",
        "remote.origin.url": str(committed),
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
    }.items():
        git("config", key, value)
    (committed / ".git/objects" / blob[:2] / blob[2:]).unlink()  # git would fetch what is missing
    assert "third" in [words for _, words in states(committed)]
    assert not (committed / "started").exists()


# in the interview

THEN = Earlier("abcdef01", "2026-11-29T09:05", Answer("before", by=("lawyer",), date="2026-11-20", stamp="old"))


def test_a_state_is_put_back_as_it_was_after_it_was_shown(small: Questionnaire) -> None:
    one = sit(small, ["/go goal", "/restore", "abcdef01", "yes"], "goal: {value: now}", states=[THEN])
    assert one.answer("goal") == THEN.answer
    assert "before\nAnswered by: lawyer" in one.asker.said
    labels = [pick.label for picks in one.asker.offered for pick in picks]
    assert any(label.startswith("29 November 2026, 09:05 · ") and label.endswith("before") for label in labels)


def test_a_state_that_is_not_wanted_changes_nothing(small: Questionnaire) -> None:
    one = sit(small, ["/go goal", "/restore", "abcdef01", ""], "goal: {value: now}", states=[THEN])
    assert one.answer("goal").value == "now"
    one = sit(small, ["/go goal", "/restore"], "goal: {value: now}")
    assert "No earlier version of this answer is known." in one.asker.said


ROWS = """
others: {value: [{id: aaaaaa, name: Supplier}]}
method: {each: {aaaaaa: {value: By hand}}}
"""


@pytest.mark.parametrize("said", ["yes", "no"])
def test_taking_a_row_away_says_what_goes_with_it_and_asks(small: Questionnaire, said: str) -> None:
    one = sit(small, ["/go others", "aaaaaa", "remove", said], ROWS)
    assert "Then these answers no longer count either: 2.1 (Supplier)." in one.told
    assert one.answer("others").rows == (() if said == "yes" else (Row("aaaaaa", {"name": "Supplier"}),))
    assert one.answer("method", "aaaaaa").value == "By hand"


def test_a_row_that_a_command_takes_away_says_what_goes_with_it(base: Path) -> None:
    iama(base, "set", "abc", "other-algorithms", "name=Brieven lezen")
    (row,) = answer(base, "other-algorithms").rows
    question = next(
        one.id for one in TREE.questions.values() if one.repeat == "other-algorithms" and one.kind is Kind.TEXT
    )
    iama(base, "set", "--for", row.id, "abc", question, "By hand")
    told = iama(base, "set", "--row", row.id, "--clear", "abc", "other-algorithms").out
    assert f"these answers no longer count now: {question}[{row.id}]" in told
    iama(base, "set", "--restore", "1", "abc", "other-algorithms")
    assert answer(base, "other-algorithms").rows == (row,)


def test_clearing_an_answer_says_what_goes_with_it_and_asks(small: Questionnaire) -> None:
    answers = "rights: {value: [privacy]}\nimportance: {each: {privacy: {value: core}}}"
    one = sit(small, ["/go rights", "/clear", "no"], answers)
    assert "Then these answers no longer count either: 4.1 (privacy)." in one.told
    assert one.answer("rights").value == ("privacy",)
