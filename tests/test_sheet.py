"""Claims about the page of what is open, and about what nobody knows yet as an action point."""

from pathlib import Path

import pytest
from commands import answer, demo, fresh, iama, refused
from editions import REPORTS, Page
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


def made(answers: str = STANDING, language: str = "en") -> View:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, answers)})
    return sheet(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, language)


def printed(view: View, to: str) -> str:
    return render(view, to, REPORTS, page="sheet")


def test_the_sheet_of_a_dossier_holds_all_that_is_open_and_how_far_it_is() -> None:
    found = made()
    assert [one["text"] for one in found["questions"]] == ["What for?", "self?", "optional?", "weight? (privacy)"]
    assert found["progress"] == [{"title": "iama", "done": "1/4 of the required questions settled"}]


@pytest.mark.parametrize("to", ["md", "html"])
def test_a_page_without_questions_says_so(to: str) -> None:
    settled = "goal: {value: x}\nself: {value: yes}\nrights: {value: [none]}"
    assert "Er zijn geen vragen." in printed(made(settled, "nl"), to)


def test_a_page_asks_nothing_of_the_network() -> None:
    page = Page(printed(made(), "html"))
    assert "What for?" in page.text and "asked of the supplier · lawyer · by 1 March 2027" in page.text
    assert page.all("script") == page.all("link") == page.all("img") == []
    assert any(value and value.startswith("default-src 'none'") for value in page.values("content"))
    assert page.levels == [1, 2, 2, 2, 2]


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


def test_status_prints_a_page_of_what_is_open(example: Path) -> None:
    told = iama(example, "status", "herzicht", "--to", "md")
    assert told.code == 0 and told.out.startswith("# Open vragen\n")
    html = iama(example, "status", "herzicht", "--to", "html", "--lang", "en")
    assert html.out.startswith("<!doctype html>") and "Open questions" in html.out


def test_a_page_of_one_role_is_a_sheet(example: Path) -> None:
    told = refused(example, "status", "herzicht", "--role", "leverancier", "--to", "html")
    assert "iama sheet herzicht --role supplier" in told


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
