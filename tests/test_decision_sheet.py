"""The two pages that a board decides on."""

import re
from pathlib import Path

import pytest
from commands import demo, fresh, iama, refused
from fidelity import rendered_signs, visible
from wordfiles import opened, said_in

from iama.publish.pagetree import read_page
from iama.words import text


def test_two_pages_hold_question_options_blockers_dissent_conditions_and_risks(tmp_path: Path) -> None:
    base = demo(tmp_path)
    told = iama(base, "report", "herzicht", "--layer", "decision", "-o", "-")
    assert told.code == 0 and len(told.out.split()) < 900  # two pages
    page = told.out.split("\n## ")
    assert [one.partition("\n")[0] for one in page[1:]] == [
        *("Vraag", "Opties", "Wat in de weg staat", "Wat is gevonden en wat gebeurt eraan", "Wie het anders ziet"),
        *("Voorwaarden", "Restrisico's"),
    ]
    assert "Mag Selectie heronderzoek bijstand (Herzicht) in gebruik worden genomen?" in page[1]
    assert "Afgewezen risico: R4" in page[3] and "niets bekend" not in page[3].casefold()
    assert "cliëntenraad" in page[5] and "Exportblokkade testen | CISO" in page[6] and "| Afgewezen |" in page[7]


def test_an_open_question_stands_in_the_way_of_going_on_only(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    told = iama(base, "report", "abc", "--layer", "decision", "-o", "-", "--lang", "en").out
    assert told.count("not yet: ") == 2 and "| **Not approved** (`no-go`) |" in told
    assert "open question: " in told


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_form_of_it_says_the_same(tmp_path: Path, language: str) -> None:
    base = demo(tmp_path)
    for to in ("md", "html", "docx"):
        iama(base, "report", "herzicht", "--layer", "decision", "--lang", language, "-o", f"x.{to}")
    asked = text("sheet-decision-question", language)
    written = rendered_signs((base / "x.md").read_text(encoding="utf-8")).partition(asked)[2]
    numbers = re.compile(r"\d\.(?=[A-Z])")  # of the conditions, which readers count themselves
    for said in (
        read_page((base / "x.html").read_text(encoding="utf-8")).words(),
        "".join(said_in(opened((base / "x.docx").read_bytes()))),
    ):
        assert numbers.sub("", asked + written) in numbers.sub("", visible(said))


@pytest.mark.parametrize("words", [("--to", "json"), ("--edition", "public"), ("--as-approved",)])
def test_it_is_of_today_and_for_inside(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "--layer decision is" in refused(demo(tmp_path), "report", "herzicht", "--layer", "decision", *words)
