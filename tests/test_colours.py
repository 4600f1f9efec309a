"""Claims about colour: it paints words that are there anyway, and only on a terminal that takes it."""

import re
import sys
from pathlib import Path

import pytest
from commands import ID, demo, iama
from ptys import Pty

from iama.terminal.screen import print_text

CODES = re.compile(r"\x1b\[[0-9;]*m")
PROGRAM = (sys.executable, "-m", "iama")
RED, BLOCKING, MAGENTA, BOLD, GREEN = "1;31", "1;7;31", "1;35", "1", "1;32"


def painted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, language: str = "en"
) -> str:
    """Return a text as a terminal with colour gets it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_text(words, language, {"Serious": 3, "Light": 1})
    out = capsys.readouterr().out
    assert CODES.sub("", out) == words + "\n"  # colour changes no letter
    return out


@pytest.mark.parametrize(
    ("line", "word", "style"),
    [
        ("  Blocker: this blocks  [a]", "Blocker", BLOCKING),
        ("  · 2 August 2030: Must: a duty [b]", "Must", RED),
        ("  · Warning: mind this [c]", "Warning", MAGENTA),
        ("Flags: must 2 · attention 11", "attention", BOLD),
        ("abc  Name  A: high  iama-2.0 40%  blocker 1 · must 2", "blocker", BLOCKING),
        ("  Blocks: this blocks", "Blocks", BLOCKING),
        ("  Good administration  Core  Far-reaching  Serious", "Serious", RED),
        ("  Private life         Edge  Limited       Light", "Light", GREEN),
    ],
)
def test_a_severity_and_a_seriousness_are_coloured_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, word: str, style: str
) -> None:
    assert f"\x1b[{style}m{word}\x1b[0m" in painted(monkeypatch, capsys, line)


@pytest.mark.parametrize(
    "line", ["  1.1.1      Must 5 people check this? · Lawyer", "      The lawyer must: check", "Serious words"]
)
def test_the_same_words_in_a_sentence_keep_their_colour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert painted(monkeypatch, capsys, line) == f"{line}\n"


@pytest.mark.parametrize("command", ["flags", "status"])
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_colour_unless_it_takes_none(
    tmp_path: Path, command: str, env: dict[str, str], coloured: bool
) -> None:
    base = demo(tmp_path)
    with Pty(base, *PROGRAM, command, ID, env=env) as terminal:
        assert terminal.end() == 0
        assert ("\x1b[" in terminal.raw) is coloured
        assert "Waarschuwing" in terminal.text or "waarschuwing" in terminal.text


@pytest.mark.parametrize("command", ["flags", "status"])
def test_a_pipe_gets_no_colour(tmp_path: Path, command: str) -> None:
    assert "\x1b" not in iama(demo(tmp_path), command, ID, env={"TERM": "xterm-256color"}).out
