"""A language more is a catalogue and a column in the trees: what they lack is said in another, and marked."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import iama
from iama.files.shipped import shipped_folder
from iama.words import catalogue

TITLE = re.compile(r"^(title:\n  nl: .*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with a tenth of the texts in a third language, and the title of one tree."""
    base = tmp_path_factory.mktemp("third")
    shutil.copytree(Path(iama.__file__).parent, base / "iama", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("questionnaires", "reports"):
        shutil.copytree(shipped_folder(folder), base / folder)
    tenth = [key for number, key in enumerate(sorted(catalogue("nl"))) if number % 10 == 0 or key == "help-commands"]
    texts = {key: found for key in tenth if isinstance(found := catalogue("nl")[key], str)}
    lines = (f'"{key}": |-\n  FRYSK {words.replace(chr(10), chr(10) + "  ")}\n' for key, words in texts.items())
    (base / "iama/words/fy.yaml").write_text("".join(lines), encoding="utf-8")
    tree = base / "questionnaires/iama-2.0.yaml"
    text, times = TITLE.subn(r"\1\n  fy: FRYSK TITEL", tree.read_text(encoding="utf-8"))
    assert times == 1
    tree.write_text(text, encoding="utf-8")
    return base


def told(checkout: Path, folder: Path, *words: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(checkout), "IAMA_LANG": "fy"}
    command = [sys.executable, "-m", "iama", *words]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    return ran.stdout


def test_a_third_language_is_used_where_it_has_words_and_marked_where_not(checkout: Path, tmp_path: Path) -> None:
    assert re.search(r"(?m)^FRYSK .*:$", told(checkout, tmp_path, "--help"))
    assert "[nl] " in told(checkout, tmp_path, "new", "proef", "--lang", "fy")
    assert "language: fy" in (tmp_path / "assessments/proef/iama-2.0.yaml").read_text(encoding="utf-8")
    for command in ("status", "flags"):
        assert "[nl] " in told(checkout, tmp_path, command, "proef")
    page = told(checkout, tmp_path, "report", "--as-of", "2027-01-01", "--to", "md", "-o", "-", "proef")
    assert all(words in page for words in ("[nl] ", "FRYSK TITEL", "januari"))
