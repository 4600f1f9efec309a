"""Two branches of a dossier, merged by real git with `iama merge` as driver."""

import sys
from pathlib import Path

import pytest
from commands import iama
from gits import Git, repository

from iama.files.dossierfile import read_assessment
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer

FILE = "assessments/hulp/iama-2.0.yaml"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Return git in a repository with a new dossier, where the driver may be switched on by an attribute."""
    found = repository(tmp_path)
    monkeypatch.setenv("IAMA_LANG", "en")
    iama(tmp_path, "new", "hulp", "--lang", "nl")
    found("config", "merge.iama.driver", f"{sys.executable} -m iama merge %O %A %B %P")
    found("add", "--all")
    found("commit", "--quiet", "-m", "start")
    return found


def branched(git: Git, mine: list[list[str]], yours: list[list[str]]) -> None:
    """Record answers on two branches; the second is left checked out as `main`."""
    for branch, commands in (("other", yours), ("main", mine)):
        git("checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        for words in commands:
            assert iama(git.folder, *words).code == 0
        git("commit", "--quiet", "--all", "-m", branch)


def driven(git: Git) -> None:
    with (git.folder / ".gitattributes").open("a", encoding="utf-8") as file:
        file.write("assessments/** merge=iama\n")
    git("commit", "--quiet", "--all", "-m", "driver")


def saved(git: Git, question: str) -> Answer:
    assessment, findings = read_assessment(FILE, (git.folder / FILE).read_bytes(), SHIPPED.find_questionnaire)
    assert assessment is not None and findings == ()
    return assessment.answer_to(question)


def test_the_driver_merges_a_note_and_a_value_of_one_question(git: Git) -> None:
    iama(git.folder, "set", "hulp", "goal", "Help")
    driven(git)
    branched(git, [["set", "--note", "Mine", "hulp", "goal", "Help"]], [["set", "hulp", "goal", "Help people"]])
    git("merge", "--quiet", "--no-edit", "other")
    assert (saved(git, "goal").note, saved(git, "goal").value) == ("Mine", "Help people")


def test_the_driver_names_the_question_that_both_changed_and_keeps_both_texts(git: Git) -> None:
    driven(git)
    branched(git, [["set", "hulp", "goal", "Mine"]], [["set", "hulp", "goal", "Yours"]])
    said = git("merge", "--no-edit", "other", fails=True)
    assert f"{FILE}: both sides changed 1.1.2; keep one side, and remove the markers" in said
    text = (git.folder / FILE).read_text(encoding="utf-8")
    assert "value: Mine" in text and "value: Yours" in text and text.count("<<<<<<< ours") == 1


def test_an_unfinished_merge_names_the_question(git: Git) -> None:
    branched(git, [["set", "hulp", "goal", "Mine"]], [["set", "hulp", "goal", "Yours"]])
    git("merge", "--no-edit", "other", fails=True)
    told = iama(git.folder, "status", "hulp")
    assert told.code == 3
    assert "[conflict-markers]" in told.err and "`goal` (1.1.2)" in told.err


def test_a_file_that_is_no_assessment_is_merged_line_by_line(git: Git) -> None:
    driven(git)
    people = git.folder / "assessments/hulp/people.yaml"
    for branch, name in (("other", "b"), ("main", "a")):
        git("checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        people.write_text(f"format: iama-people/1\npeople:\n  {name}: {{name: Jan}}\n", encoding="utf-8")
        git("commit", "--quiet", "--all", "-m", branch)
    assert "merged line by line" in git("merge", "--no-edit", "other", fails=True)
    assert people.read_text(encoding="utf-8").count("<<<<<<<") == 1


def test_the_driver_merges_in_a_linked_worktree(git: Git, tmp_path_factory: pytest.TempPathFactory) -> None:
    driven(git)
    people = "assessments/hulp/people.yaml"
    for branch, first, last in (("other", "b", "c"), ("main", "d", "e")):
        git("checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        text = "format: iama-people/1\npeople:\n" + "".join(f"  {one}: {{name: Jan}}\n" for one in (first, last))
        (git.folder / people).write_text(text, encoding="utf-8")
        git("commit", "--quiet", "--all", "-m", branch)
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "--quiet", "-b", "third", str(linked), "main")
    said = Git(linked)("merge", "--no-edit", "other", fails=True)
    assert f"{people}: merged line by line; keep one side between the markers" in said
    text = (linked / people).read_text(encoding="utf-8")
    assert text.count("<<<<<<<") == 1 and all(f"  {one}: {{name: Jan}}" in text for one in "bcde")
