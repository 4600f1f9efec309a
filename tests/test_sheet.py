"""Claims about the sheet to print or send, and about what nobody knows yet as an action point."""

import re
from pathlib import Path

import pytest
from commands import answer, demo, fresh, iama, refused
from editions import REPORTS, Page
from fidelity import FORGE
from given import AS_OF, NO_LAW, given, tree

from iama.assess.evaluation import evaluate
from iama.model.dossier import Dossier
from iama.publish.actions import action_points
from iama.publish.report import render
from iama.publish.sheet import sheet
from iama.publish.status import dossier_status
from iama.publish.view import View

ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text, text: {nl: 'Waarvoor?', en: 'What for?'}, help: {nl: Hulp, en: Help}}
    - {id: self, number: "1.2", kind: yes-no, roles: [lawyer]}
    - {id: optional, kind: text, required: "false"}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: weight, number: "4.1", kind: text, repeat: rights}
    - {id: told, kind: notice}
    """
)
STANDING = """
goal: {status: ask-supplier, follow: {by: lawyer, due: 2027-03-01}}
rights: {value: [privacy]}
optional: {status: unknown}
"""


def made(answers: str = STANDING, role: str | None = None, language: str = "en") -> View:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, answers)})
    return sheet(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, language, role)


def printed(view: View, to: str) -> str:
    return render(view, to, REPORTS, page="sheet")


def test_the_sheet_for_the_supplier_holds_what_was_asked_of_the_supplier() -> None:
    found = made(role="supplier")
    assert [list(question.values()) for question in found["questions"]] == [
        ["1.1", "What for?", "Help", "asked of the supplier · lawyer · by 1 March 2027", [], False]
    ]
    assert (found["title"], found["to_fill_in"], found["progress"]) == ("Questions for the supplier", True, [])


@pytest.mark.parametrize("to", ["md", "html"])
def test_the_sheet_for_the_supplier_says_who_asks_where_to_reply_and_what_can_be_chosen(
    tmp_path: Path, to: str
) -> None:
    base = fresh(tmp_path)
    said = shown(iama(base, "status", "abc", "--role", "supplier", "--to", to).out, to)
    assert "Van: [nog invullen: uw organisatie]" in said and "Antwoord naar: [nog invullen:" in said
    assert (
        iama(base, "set", "abc", "organisation", "Gemeente_A").code
        == iama(base, "set", "abc", "contact", "a@b.nl").code
    )
    said = shown(iama(base, "status", "abc", "--role", "supplier", "--to", to).out, to)

    assert "Van: Gemeente_A" in said and "Antwoord naar: a@b.nl" in said
    assert re.search(r" 4\. Is het generatieve AI.* Kies er één\. (\[ \] )?Ja (\[ \] )?Nee ", said)


def shown(page: str, to: str) -> str:
    """Return the words of a sheet, with single blanks."""
    words = Page(FORGE.render(page) if to == "md" else page).text
    return re.sub(r"\b(Van|Antwoord naar):? ", r"\1: ", words)


def test_the_sheet_of_a_role_holds_its_open_questions() -> None:
    assert [question["number"] for question in made(role="lawyer")["questions"]] == ["1.2"]


def test_the_sheet_of_a_dossier_holds_all_that_is_open_and_how_far_it_is() -> None:
    found = made()
    assert [one["text"] for one in found["questions"]] == ["What for?", "self?", "optional?", "weight? (privacy)"]
    assert found["progress"] == [{"title": "iama", "done": "1/4 of the required questions settled"}]


@pytest.mark.parametrize("to", ["md", "html"])
def test_a_sheet_without_questions_says_so(to: str) -> None:
    assert "Er zijn geen vragen." in printed(made("", role="supplier", language="nl"), to)


def test_a_page_has_room_to_write_and_asks_nothing_of_the_network() -> None:
    page = Page(printed(made(role="supplier"), "html"))
    assert "What for?" in page.text and "Write your answer here:" in page.text
    assert page.all("script") == page.all("link") == page.all("img") == []
    assert any(value and value.startswith("default-src 'none'") for value in page.values("content"))
    assert page.levels == [1, 2]


@pytest.mark.parametrize("to", ["md", "html"])
def test_a_sheet_holds_no_answer(to: str) -> None:
    assert "Geheim" not in printed(made("goal: {value: Geheim, note: Geheim}"), to)


@pytest.mark.parametrize("to", ["md", "html"])
def test_what_a_person_typed_is_no_markup(to: str) -> None:
    assert "<script>" not in printed(
        made("goal: {status: unknown, follow: {by: '<script>x</script> [a](http://b)'}}"), to
    )


def test_what_nobody_knows_yet_is_an_action_point_with_who_and_when() -> None:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, STANDING)})
    outcome = evaluate(dossier, [ASKED], NO_LAW, AS_OF)
    goal, optional = action_points(outcome, dossier, "en")
    assert (goal["text"], goal["owner"], goal["due"], goal["status"]) == (
        "To find out: 1.1 What for?",
        "lawyer",
        "2027-03-01",
        "asked of the supplier",
    )
    assert (goal["done"], goal["overdue"], optional["owner"], optional["due"]) == (False, False, "", "")
    listed = dossier_status(outcome, dossier, "en")["actions"]
    assert [(one["id"], one["owner"]) for one in listed] == [("goal", "lawyer"), ("optional", "")]
    assert all("text" not in one for one in listed)


def test_what_should_have_been_found_out_by_now_is_late() -> None:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, STANDING.replace("2027-03-01", "2026-11-01"))})
    late = action_points(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, "en")[0]
    assert late["overdue"]


# the command


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("sheet"))


def test_status_prints_the_sheet_of_the_supplier(example: Path) -> None:
    told = iama(example, "status", "herzicht", "--role", "supplier", "--to", "md")
    assert told.code == 0 and told.out.startswith("# Vragen aan de leverancier\n")
    html = iama(example, "status", "herzicht", "--role", "supplier", "--to", "html", "--lang", "en")
    assert html.out.startswith("<!doctype html>") and "Questions for the supplier" in html.out


def test_everything_beside_an_answer_is_visible_in_status_and_report(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    (base / "dpia.pdf").write_bytes(b"x")
    beside = ("--note", "Een overweging", "--source", "DPIA v1.2", "--dissent", "ethicist:Niet zo", "--by", "lawyer")
    given: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        (beside, ("goal", "Doel")),
        (("--unknown", "--follow-by", "Jurist", "--due", "2027-03-01"), ("problem",)),
        (("--ask-supplier",), ("type-explanation",)),
        (("--not-applicable", "Er zijn er geen"), ("statutory-task",)),
    )
    for options, rest in given:
        assert iama(base, "set", *options, "abc", *rest).code == 0, options
    assert answer(base, "goal").by == ("lawyer",)
    status = iama(base, "status", "abc").out
    for seen in (
        "overweging · afwijkende mening (1) · bronnen (1)",
        "uiterlijk 1 maart 2027",
        "gevraagd aan de leverancier",
    ):
        assert seen in status
    report = iama(base, "report", "abc", "--to", "md", "-o", "-").out
    for seen in (
        "Een overweging",
        "Niet zo",
        "DPIA v1",
        "Jurist",
        "1 maart 2027",
        "Er zijn er geen",
        "Uitzoeken: 1.1.1",
    ):
        assert seen in report


def test_two_formats_at_once_are_refused(example: Path) -> None:
    assert "keep one of them" in refused(example, "status", "--json", "--to", "md", "herzicht")
