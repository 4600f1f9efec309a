"""Thousands of merges by git itself, of answers of every kind to every shipped questionnaire."""

import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from scale import scaled
from strategies import random_answers

from iama.files import shipped
from iama.files.dossierfile import read_assessment
from iama.files.layout import write_assessment
from iama.model.dossier import Answer, Assessment, Slot


@pytest.mark.parametrize("ref", shipped.refs())
def test_answers_to_different_questions_never_conflict(ref: str, tmp_path: Path) -> None:
    tree = shipped.resolve(ref)
    for seed in range(scaled(3_000) // len(shipped.refs())):
        random = Random(seed)
        base = _some(ref, random)
        mine, yours = _some(ref, random), _some(ref, random)
        taken = {id_ for id_, _ in mine}
        yours = {slot: answer for slot, answer in yours.items() if slot[0] not in taken}
        sides = (base | mine, base, base | yours)
        for name, answers in zip(("ours", "base", "theirs"), sides, strict=True):
            text = write_assessment(Assessment(ref, "nl", answers), tree)
            (tmp_path / name).write_bytes(text.encode())
        command = ["git", "merge-file", "--stdout", "ours", "base", "theirs"]
        merged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).stdout
        expected = Assessment(ref, "nl", base | mine | yours)
        assert read_assessment("merged", merged, shipped.find) == (expected, ()), f"seed {seed}"


def _some(ref: str, random: Random) -> dict[Slot, Answer]:
    """Return answers with the roles and stamps that a team gives, several times over."""
    tree = shipped.resolve(ref)
    found: dict[Slot, Answer] = {}
    for _ in range(random.randint(1, 8)):
        found |= random_answers(tree, random)
    return {slot: replace(answer, stamp=tree.questions[slot[0]].stamp) for slot, answer in found.items()}
