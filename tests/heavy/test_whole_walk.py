"""A whole IAMA from nothing to finished in the plain mode: some 150 prompts."""

import os
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from commands import fresh
from walks import check_answers, check_transcript, walk


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    base = fresh(tmp_path_factory.mktemp("walk"))
    return base, *walk(base, "iama")


def test_a_whole_iama_is_walked_to_its_end_in_the_plain_mode(walked: tuple[Path, str, str], tmp_path: Path) -> None:
    check_answers(walked[0], fresh(tmp_path), "iama")


def test_the_transcript_holds_no_escape_and_every_question_once(walked: tuple[Path, str, str]) -> None:
    check_transcript(*walked[1:], "iama")
