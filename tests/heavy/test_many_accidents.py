"""Ninety answers at the speed of a person, with an accident at each: at the end not one word is missing."""

import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from commands import fresh
from ptys import CTRL_C, CTRL_S, ENTER, Missing, Pty
from scale import scaled

from iama.files.shipped import SHIPPED
from iama.model.questionnaire import Kind

BACK, HELP, MENU = "\x02", "\x1bOP", "\x07"
TEXTS = [
    question.id
    for question in SHIPPED.resolve_questionnaire("iama-2.0").questions.values()
    if question.kind is Kind.TEXT and not question.conditions and not question.repeat
]
FIELD = "nieuwe regel)"


class Typist:
    """Somebody who types words that are all different, and to whom everything happens."""

    def __init__(self, base: Path, random: Random) -> None:
        self.base = base
        self.random = random
        self.words: list[str] = []
        self.one = self.start()

    def start(self) -> Pty:
        command = f"{sys.executable} -m iama answer abc -q iama-2.0 & echo $! > pid; fg"
        one = Pty(self.base, "/bin/sh", "-mc", command)
        one.wait("/ = menu)")
        one.quiet()
        return one

    def go(self, question: str) -> None:
        """Go to a question from any prompt: by the menu, for the field may hold text."""
        for patience in (5.0, 5.0, 60.0):  # a control key that comes before the prompt is dropped: then once more
            self.one.press(MENU)
            with suppress(Missing):
                self.one.wait("Wat willen jullie doen", patience)
                break
        self.one.quiet()
        self.one.press(f"/ga {question}{ENTER}")
        self.one.wait(FIELD)
        self.one.quiet()

    def type(self, count: int = 3) -> None:
        for _ in range(count):
            self.words.append(f"woord{len(self.words)}q")
            self.one.press_slowly(f"{self.words[-1]} ", self.random.uniform(0.03, 0.2) / 4)

    def again(self) -> None:
        """Start the next sitting, with the drafts of the last."""
        kept = self.one.kept
        self.one = self.start()
        assert self.one.kept == kept

    # accidents

    def nothing(self) -> None: ...

    def help_and_strange_keys(self) -> None:
        self.one.press(HELP)
        self.one.quiet()
        self.one.press("\x11\x12\x1b\x18\x1d\x00")

    def paste_of_word(self) -> None:
        self.words.append(f"plak{len(self.words)}q")
        self.one.press(f"\x1b[200~\uf0b7\t{self.words[-1]}\x0b\u200b\x1b[201~")
        self.one.quiet()

    def stop_and_go_on(self) -> None:
        self.one.press(CTRL_C)
        self.one.wait("nog niet bewaard")
        self.one.quiet()
        self.one.press(ENTER)
        self.one.quiet()

    def back(self) -> None:
        self.one.press(BACK)
        self.one.quiet()

    def hang_up(self) -> None:
        self.one.quiet(0.7)
        self.one.hang_up()
        self.again()

    def kill(self) -> None:
        self.one.quiet(0.7)
        os.kill(int((self.base / "pid").read_text(encoding="utf-8")), 9)
        self.one.end()
        self.one.close()
        self.again()

    def stop_as_draft(self) -> None:
        self.one.press(CTRL_C)
        self.one.wait("nog niet bewaard")
        self.one.quiet()
        self.one.press(f"als concept{ENTER}")
        self.one.end()
        self.one.close()
        self.again()

    def type_ahead(self) -> None:
        self.one.press(CTRL_S)
        self.type(1)


ACCIDENTS: tuple[Callable[[Typist], None], ...] = (
    Typist.nothing,
    Typist.help_and_strange_keys,
    Typist.paste_of_word,
    Typist.stop_and_go_on,
    Typist.back,
    Typist.hang_up,
    Typist.kill,
    Typist.stop_as_draft,
    Typist.type_ahead,
)


def test_ninety_answers_with_every_accident_lose_no_word(tmp_path: Path, counted: Callable[..., None]) -> None:
    one = Typist(fresh(tmp_path), random := Random())
    count = scaled(90)
    for number in range(count):
        one.go(TEXTS[number % len(TEXTS)])
        one.type()
        random.choice(ACCIDENTS)(one)
        one.one.quiet()
        one.one.press(CTRL_S)
        one.one.quiet()
    files = [*(one.base / "assessments" / "abc").glob("*.yaml"), *one.one.kept.rglob("*")]
    found = set(re.findall(r"(?:woord|plak)\d+q", "".join(path.read_text("utf-8") for path in files if path.is_file())))
    one.one.close()
    lost = [word for word in one.words if word not in found]
    counted(answers=count, words=len(one.words), lost=len(lost))
    assert lost == []
