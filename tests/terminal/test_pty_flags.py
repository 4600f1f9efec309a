"""Claims about answering flags on a real terminal: with keys, in the plain mode, stopped half-way, at the end."""

import os
import re
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from commands import answer, fresh, iama
from ptys import CTRL_C, CTRL_S, ENTER, Pty, interview

PRACTICE = "Blokkade: Dit is een verboden AI-praktijk"
PART = ("-q", "iama-2.0", "--part", "1")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one dossier, about a prohibited practice."""
    base = fresh(tmp_path)
    assert iama(base, "set", "abc", "prohibited", "yes").code == 0
    return base


def responses(base: Path) -> list[tuple[str, ...]]:
    names = ("trigger", "decision", "text", "by")
    rows = answer(base, "responses", ref="follow-up-1.0").rows
    return [tuple(row.cells.get(name, "") for name in names) for row in rows]


def shown(one: Pty, words: str) -> None:
    one.wait(words)
    one.quiet(0.2)


def test_a_flag_is_answered_with_keys_and_the_question_comes_back(base: Path) -> None:
    with interview(base, *PART) as one:
        shown(one, "/ = menu")
        one.press(f"/signaal{ENTER}")
        shown(one, "Welk signaal?")
        one.press(f"verboden{ENTER}")
        shown(one, "Nu niet")
        assert re.sub(r"\s+", " ", one.text).count(PRACTICE) >= 2  # in the list, and on its own page
        one.press(f"Wij zijn{ENTER}")
        shown(one, "Waarom klopt dit signaal hier niet?")
        one.press(f"Het is een steekproef.{ENTER}Zie de notitie.{CTRL_S}")
        shown(one, "Welke rol neemt dit besluit?")
        one.press(f"Jurist{ENTER}")
        shown(one, "Welk signaal?")
        expected = ("iama/banned-practice", "dispute", "Het is een steekproef.\nZie de notitie.", "lawyer")
        assert responses(base) == [expected]
        one.press(f"Klaar{ENTER}")
        shown(one, "1.1.1  Welk probleem")


def test_a_flag_is_answered_in_the_plain_mode_without_an_escape(base: Path) -> None:
    with interview(base, *PART, "--plain") as one:
        one.prompt()
        for keys, asked in (
            ("/signaal banned", "Wat besluiten jullie? Typ een nummer: "),
            ("1", "> "),
            ("We stoppen ermee.", "> "),
            (".", "Welke rol neemt dit besluit? Typ een nummer: "),
            ("projectleider", "Welk actiepunt hoort bij deze maatregel? Typ een nummer [1]: "),
            ("", "Wie zorgt ervoor? (rol of functie, geen naam): "),
            ("Projectleider", "Wanneer is het af? (een datum, zoals 1 maart 2027): "),
            ("1 maart 2027", "Welk signaal? Typ een nummer [1]: "),
        ):
            told = one.type_line(keys)
            assert told.endswith(asked), told
        assert "Vastgelegd, nog niet afgehandeld · " in told
    assert responses(base) == [("iama/banned-practice", "mitigate", "We stoppen ermee.", "project-leader")]
    (row,) = answer(base, "actions", ref="follow-up-1.0").rows
    assert (row.cells["text"], row.cells["owner"], row.cells["due"]) == (
        "We stoppen ermee.",
        "Projectleider",
        "2027-03-01",
    )
    assert "\x1b" not in one.raw


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
def test_ctrl_c_in_the_middle_of_a_response_keeps_the_text(base: Path, mode: tuple[str, ...]) -> None:
    with interview(base, *PART, *mode) as one:
        shown(one, "menu")
        one.press(f"/signaal banned{ENTER}{ENTER if mode else ''}")
        shown(one, "Nu niet")
        one.press(f"Wij zijn{ENTER}")
        shown(one, "Waarom klopt dit signaal hier niet?")
        one.press(f"De reden.{ENTER}" if mode else "De reden.")
        shown(one, "De reden.")
        one.press(CTRL_C)
        shown(one, "nog niet bewaard")
        one.press(f"3{ENTER}" if mode else f"als concept{ENTER}")
        assert one.end() == 130
    assert one.drafts == ["De reden."] and responses(base) == []


def test_a_new_flag_says_how_to_answer_it(base: Path) -> None:
    with interview(base, *PART, "--plain") as one:
        one.prompt()
        for keys in ("/ga 1.3.1", "nee", "/ga 1.3.1", "ja"):
            told = one.type_line(keys)
        assert f"Nieuw signaal (/signaal om te antwoorden) · {PRACTICE}" in re.sub(r"\s+", " ", told)


def test_a_meeting_closes_with_the_flags_that_want_a_response(base: Path) -> None:
    with interview(base, "--meeting", "1", "--plain") as one:
        one.prompt()
        for keys in ("1 3", "", "", "/stop"):
            told = one.type_line(keys)
        assert f"Signalen zonder besluit (2)\n  {PRACTICE}" in told
        one.press(f"ja{ENTER}")
        assert PRACTICE in re.sub(r"\s+", " ", one.prompt())
        one.press(f"{ENTER}")
        assert "Deze samenvatting bewaren als agenda?" in one.prompt()
