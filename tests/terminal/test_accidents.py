"""Claims about accidents at the keyboard, on a real terminal with a shell around it: no typed word is lost."""

import os
import re
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from commands import answer, fresh
from ptys import CTRL_C, CTRL_S, ENTER, Pty

CTRL_Q, CTRL_R, CTRL_Z = "\x11", "\x12", "\x1a"
WORD = "\x1b[200~Uit Word:\r\uf0b7\tEen\x0bregel\ro\tonder\u200b\r“Twee” \U0001f468\u200d\U0001f469\x1b[201~"
CLEAN = "Uit Word:\n- Een\nregel\n- onder\n“Twee” \U0001f468\u200d\U0001f469"
KEYS = "/ = menu)"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, of which the notices were read."""
    return fresh(tmp_path)


def in_shell(base: Path, *options: str) -> Pty:
    """Return a terminal with a shell in which `iama answer` runs, and that says afterwards that it still listens."""
    command = f"{sys.executable} -m iama answer abc {' '.join(options)}; echo gereed; read word; echo gehoord: $word"
    return Pty(base, "/bin/sh", "-c", command)


def test_what_is_typed_while_an_answer_is_saved_stands_in_the_next_field(base: Path) -> None:
    with in_shell(base, "-q", "iama-2.0", "--part", "1") as one:
        one.wait(KEYS)
        one.press(f"Het probleem{CTRL_S}")
        one.press_slowly("Het doel", 0.03)
        one.wait("1.1.2")
        one.quiet()
        one.press(f" is helder{CTRL_S}")
        one.wait("1.2.1")
    found = answer(base, "problem").value, answer(base, "goal").value
    assert found == ("Het probleem", "Het doel is helder") and one.files == []


def test_a_paste_from_word_is_cleaned_and_saved(base: Path) -> None:
    with in_shell(base, "-q", "iama-2.0", "--part", "1") as one:
        one.wait(KEYS)
        one.press(WORD)
        one.wait("Twee")
        one.press(CTRL_S)
        one.wait("1.1.2")
        assert "Opgeschoond bij het invoeren" in re.sub(r"\s+", " ", one.text)
    assert answer(base, "problem").value == CLEAN


def test_no_key_freezes_the_terminal_or_opens_a_search_at_any_prompt(base: Path) -> None:
    with in_shell(base, "-q", "iama-2.0") as one:
        one.wait(KEYS)
        for question in ("problem", "prohibited", "rights", "actions-why"):  # a text, a list, a tick list, rows
            one.press(f"/ga {question}{ENTER}")
            one.quiet()
            one.press(CTRL_Z + CTRL_Q + CTRL_R + CTRL_Z)
            one.quiet()
        one.press("/")
        one.quiet()
        one.press(CTRL_R + CTRL_S + CTRL_Q)  # a slash alone is the menu
        one.quiet()
        one.press(CTRL_C)
        one.wait("gereed")
        one.press(f"{CTRL_S}{CTRL_Q}hallo{ENTER}")
        one.wait("gehoord: hallo")
    assert "i-search" not in one.text and "Traceback" not in one.text


def test_ctrl_c_over_text_copies_asks_and_loses_nothing(base: Path) -> None:
    with in_shell(base, "-q", "iama-2.0", "--part", "1") as one:
        one.wait(KEYS)
        one.press("Een half antwoord")
        one.wait("antwoord")
        one.press("\x1b[1;2D\x1b[1;2D" + CTRL_C)  # two letters are selected: it copies
        one.quiet()
        one.press(f"\x1b[F{CTRL_C}")
        one.wait("nog niet bewaard")
        one.press(ENTER)  # go on typing
        one.quiet()
        one.press(f" af{CTRL_S}")
        one.wait("1.1.2")
    assert answer(base, "problem").value == "Een half antwoord af"
