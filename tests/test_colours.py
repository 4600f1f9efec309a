"""Claims about colour: it paints words that are there anyway, and only on a terminal that takes it."""

import re
import sys
from pathlib import Path
from textwrap import wrap

import pytest
from commands import ID, demo, iama
from ptys import Pty
from rich.cells import cell_len

from iama.interview.asking import Screen
from iama.model.marked import join_marked, mark_part, mark_words, marks_of, severity_headline, wrap_marked
from iama.terminal.screen import print_screen, print_text
from iama.terminal.status import rights_lines
from iama.words import text

CODES = re.compile(r"\x1b\[[0-9;]*m")
PROGRAM = (sys.executable, "-m", "iama")
RED, BLOCKING, MAGENTA, BOLD, GREEN = "1;31", "1;7;31", "1;35", "1", "1;32"


def painted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str) -> str:
    """Return a text as a terminal with colour gets it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_text(words)
    out = capsys.readouterr().out
    assert CODES.sub("", out) == words + "\n"  # colour changes no letter
    return out


def rights(*seriousness: tuple[str, int]) -> list[dict[str, object]]:
    """Return rows of the table of rights; the first has a wide name, in which a control character hid."""
    names = ["個人情報\x1b[2J", "Private life"]
    same = {"importance": "Core", "extent": "Large"}
    return [
        {"name": name, **same, "seriousness": word, "level": level}
        for name, (word, level) in zip(names, seriousness, strict=True)
    ]


def test_severity_and_seriousness_are_coloured_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for severity, style in (("blocker", BLOCKING), ("must", RED), ("warning", MAGENTA), ("attention", BOLD)):
        line = join_marked(["  · 2 August 2030: ", severity_headline(severity, "Must: this", "en"), " [a]"])
        name = text(f"severity-{severity}", "en")
        assert f"2030: \x1b[{style}m{name}\x1b[0m: Must: this [a]" in painted(monkeypatch, capsys, line)
    lines = rights_lines(rights(("Serious", 3), ("Light", 1)), "en")
    assert cell_len(lines[1].removesuffix("Serious")) == cell_len(lines[2].removesuffix("Light"))
    table = painted(monkeypatch, capsys, join_marked(lines, "\n"))
    assert f"Core        Large   \x1b[{RED}mSerious\x1b[0m" in table
    assert f"Core        Large   \x1b[{GREEN}mLight\x1b[0m" in table


@pytest.mark.parametrize("width", range(12, 60, 4))
def test_a_mark_stays_with_its_word_where_a_line_is_broken(width: int) -> None:
    words = join_marked(["  A flag \x07 of old · ", mark_words("very heavy", "must"), ": and what it says, very heavy"])
    lines = wrap_marked(words, width, "", "    ")
    marked = [line[begin:end] for line in lines for begin, end, _ in marks_of(line)]
    assert " ".join(marked) == "very heavy"
    assert [str(line) for line in lines] == wrap(words, width, subsequent_indent="    ", break_on_hyphens=False)


@pytest.mark.parametrize("command", ["flags", "status"])
def test_colour_changes_no_letter_of_a_result(tmp_path: Path, command: str) -> None:
    base = demo(tmp_path)
    plain, coloured = (iama(base, command, ID, env={"FORCE_COLOR": force, "TERM": "xterm"}).out for force in ("", "1"))
    assert CODES.sub("", coloured) == plain
    assert f"\x1b[{MAGENTA}m{'Waarschuwing' if command == 'flags' else 'waarschuwing'}\x1b[0m" in coloured


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


def test_the_severity_in_a_screen_and_in_the_news_above_it_is_a_coloured_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    flag = severity_headline("must", "a duty", "en")
    news = mark_part(f"Recorded · {flag}", flag)
    print_screen(Screen("Flags", "", "", flag, flags=(news, "Saved, but:\nMust: a sentence")), "en")
    out = capsys.readouterr().out
    assert f"\x1b[{RED}mMust\x1b[0m\x1b[1m: a duty" in out
    assert f"» Recorded · \x1b[{RED}mMust\x1b[0m: a duty\n» Saved, but:\n» Must: a sentence\n" in out
