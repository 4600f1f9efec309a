"""Thousands of merges as `git merge` does them, of answers of every kind to every shipped questionnaire."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from gits import Git, repository
from scale import scaled
from strategies import random_answers

from iama.files.dossierfile import read_assessment
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Assessment, Slot
from iama.model.struct import replace


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return repository(tmp_path)


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_answers_to_different_questions_never_conflict(ref: str, git: Git, counted: Callable[..., None]) -> None:
    tree = SHIPPED.resolve_questionnaire(ref)

    def committed(answers: dict[Slot, Answer], *parents: str) -> str:
        blob = git("hash-object", "-w", "--stdin", given=write_assessment(Assessment(ref, "nl", answers), tree))
        folder = git("mktree", given=f"100644 blob {blob}\tanswers.yaml\n")
        return git("commit-tree", folder, "-m", "answers", *(word for one in parents for word in ("-p", one)))

    merges, conflicts = scaled(3_000) // len(SHIPPED.refs), []
    for seed in range(merges):
        random = Random(seed)
        old, mine, yours = (some(ref, random) for _ in range(3))
        taken = {id_ for id_, _ in mine}
        yours = {slot: answer for slot, answer in yours.items() if slot[0] not in taken}
        base = committed(old)
        merged = git(
            "merge-tree", "--write-tree", committed(old | mine, base), committed(old | yours, base), fails=None
        )
        text = git("cat-file", "blob", f"{merged.splitlines()[0]}:answers.yaml")
        expected = Assessment(ref, "nl", old | mine | yours)
        if read_assessment("merged", text, SHIPPED.find_questionnaire) != (expected, ()):
            conflicts.append(f"seed {seed}")
    counted(merges=merges, conflicts=len(conflicts))
    assert conflicts == []


def some(ref: str, random: Random) -> dict[Slot, Answer]:
    """Return answers as a team gives them in a meeting, each with its stamp."""
    tree = SHIPPED.resolve_questionnaire(ref)
    found: dict[Slot, Answer] = {}
    for _ in range(random.randint(1, 8)):
        found |= random_answers(tree, random)
    return {slot: replace(answer, stamp=tree.questions[slot[0]].stamp) for slot, answer in found.items()}
