"""Claims about questions of an organisation that stand beside official ones: where they stand, and where else."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import demo, fresh, iama
from ptys import ENTER, Pty, interview
from test_housepacks import ANSWERS, OWN, PACK, REF, TREE, library, pin

from iama.model.problems import UnusablePack

HOST, GUEST, NEXT = "iama-end-responsible", "x-voorbeeld-beleid-stop", "iama-exit"
ANCHOR = re.compile(r'id="([a-z0-9-]+)"')


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, with all answers to the questions of a town."""
    base = demo(tmp_path_factory.mktemp("placement"))
    shutil.copytree(PACK, base / "house")
    pin(base)
    assert iama(base, "new", "herzicht", *OWN).code == 0
    assert iama(base, "set", "herzicht", "--answers", "-", stdin=ANSWERS).code == 0
    return base


def anchors(base: Path, *options: str) -> list[str]:
    told = iama(base, "report", "herzicht", "-o", "-", *options)
    assert told.code == 0, told
    return [name for name in ANCHOR.findall(told.out) if name in (HOST, GUEST, NEXT)]


@pytest.mark.parametrize("to", ["md", "html"])
@pytest.mark.parametrize("which", ["internal", "public"])
def test_it_stands_behind_the_question_that_it_names_and_nowhere_else(base: Path, which: str, to: str) -> None:
    assert anchors(base, "--edition", which, "--to", to) == [HOST, GUEST, NEXT]


def test_it_stands_in_its_own_chapter_where_the_other_is_not(base: Path) -> None:
    assert anchors(base, *OWN, "--to", "md") == [GUEST]


def test_who_answered_a_section_is_who_answered_its_own_questions(base: Path) -> None:
    told = iama(base, "report", "herzicht", "--to", "json", "-o", "-")
    sections = [section for tree in told.json["assessments"] for part in tree["parts"] for section in part["sections"]]
    (held,) = [one for one in sections if one["id"] == "iama-section-responsibilities"]
    asked = [question for block in held["blocks"] for group in block["groups"] for question in group["questions"]]
    guest = next(question for question in asked if question["anchor"] == GUEST)
    assert guest["organisation"] == "gemeente Voorbeeld" and guest["answer"]["date"] > held["last"]


def test_it_is_asked_behind_the_other_in_a_sheet(base: Path) -> None:
    text = (base / "house" / TREE).read_text(encoding="utf-8")
    for role in ("project-leader", "alderman"):
        copy = shutil.copytree(base, base.parent / role)
        marked = text.replace(
            "beside: iama/end-responsible", f"beside: iama/end-responsible\n            roles: [{role}]"
        )
        (copy / "house" / TREE).write_text(marked, encoding="utf-8")
        told = iama(
            pin(copy), "sheet", "herzicht", "--role", role, "--part", "1", "--to", "md", "--lang", "nl", "-o", "-"
        )
        asked = re.findall(r"^### \d+\. (.*)$", told.out, re.MULTILINE)
        assert "Wie zet het stil?" in asked, asked  # of part 1 too, where the role is asked nothing else
        assert "Aanvullende vraag van gemeente Voorbeeld" in told.out
        if role == "project-leader":
            before = asked[asked.index("Wie zet het stil?") - 1]
            assert before == "Wie is eindverantwoordelijk voor het algoritme? (1.4.2)"


def test_the_line_above_its_answer_is_ours(base: Path) -> None:
    path = base / "assessments/herzicht" / TREE
    assert "# with iama/end-responsible\n" in path.read_text(encoding="utf-8")
    assert iama(base, "set", "herzicht", *OWN, "stop", "De teamleider").code == 0  # a comment of others is told first


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("iama/end-responsible", "iama/nowhere"),
        ("iama/end-responsible", "iama"),
        ("iama/end-responsible", "fria/goal"),
        ("iama/end-responsible", "follow-up/phase"),
        ("iama/end-responsible", "x-voorbeeld-beleid/portfolio"),
        ("repeat: values", "repeat: values\n            beside: iama/goal"),
    ],
)
def test_it_stands_beside_one_official_question_that_is_there(base: Path, tmp_path: Path, was: str, now: str) -> None:
    copy = shutil.copytree(base, tmp_path / "base")
    text = (copy / "house" / TREE).read_text(encoding="utf-8")
    (copy / "house" / TREE).write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(UnusablePack):
        library(pin(copy)).resolve_questionnaire(REF)
    assert iama(copy, "questionnaire", "lint", f"house/{TREE}").code == 1


def lines(one: Pty, *typed: str) -> None:
    for line in typed:
        one.press(f"{line}{ENTER}")
        one.quiet()


def command(one: Pty, words: str) -> None:
    one.press(f"{words}{ENTER}")
    one.wait("is een opdracht")
    one.press(ENTER)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Path, Pty]]:
    """The interview at the question of a town, behind the one that it stands beside."""
    base = fresh(tmp_path)
    shutil.copytree(PACK, base / "house")
    assert iama(pin(base), "new", "abc", *OWN).code == 0
    with interview(base, "-q", "iama-2.0", "--part", "1", "--plain", "--lang", "nl") as one:
        one.wait("Sluit af")
        command(one, "/ga 1.4.2")
        one.wait("Wie is eindverantwoordelijk")
        one.wait("Sluit af")
        lines(one, "Het hoofd", ".")
        one.wait("Wie zet het stil?")
        one.wait("Aanvullende vraag van gemeente Voorbeeld")
        one.wait("Bouwt voort op IAMA 1.4.2: Het hoofd")
        one.wait("Sluit af")
        yield base, one


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_the_interview_asks_it_behind_the_other_and_goes_on(asked: tuple[Path, Pty]) -> None:
    base, one = asked
    lines(one, "De teamleider", ".")
    one.wait("1.4.3")
    one.wait("Sluit af")
    command(one, "/stop")
    one.wait("Gestopt")
    one.end()
    assert "De teamleider" in (base / "assessments/abc" / TREE).read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_who_goes_back_there_comes_to_the_other_and_is_asked_again(asked: tuple[Path, Pty]) -> None:
    _, one = asked
    command(one, "/terug")
    one.wait("Wie is eindverantwoordelijk")
    one.wait("Typ een nummer")
    one.quiet()
    lines(one, "3")
    one.wait("Wie zet het stil?")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_who_stops_there_stops(asked: tuple[Path, Pty]) -> None:
    _, one = asked
    command(one, "/stop")
    one.wait("Gestopt")
    one.end()
