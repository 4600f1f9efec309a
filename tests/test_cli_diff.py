"""`iama diff` compares what stands on the disk, in git, and in another dossier."""

from pathlib import Path

import pytest
from commands import iama
from gits import Git, repository


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Return git in a repository with one dossier, changed since its only commit."""
    git = repository(tmp_path)
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
    assert "Antwoord: Eerst → Later" in iama(git.folder, "diff", "hulp@HEAD").out


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
