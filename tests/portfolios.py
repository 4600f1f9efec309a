"""Dossiers in many states as the overview shows them, for tests of its text, its pages and its counts."""

from editions import REPORTS
from flagged import TODAY, Given, empty, example, judged, with_answers

from iama.model.approval import Approval, Decision
from iama.model.dossier import Dossier
from iama.model.struct import replace
from iama.publish.portfolio import overview, portfolio
from iama.publish.report import render
from iama.publish.view import View


def decided(day: str, decision: Decision = Decision.GO, ref: str = "iama-2.0") -> Approval:
    """Return a decision about an assessment."""
    return Approval(1, ref, decision, "responsible", day, day, day)


def example_with(*approvals: Approval, id_: str = "herzicht", **answers: str) -> Dossier:
    """Return the worked example with these decisions; `follow_up__phase` names an answer."""
    given: Given = {name.replace("__", ".").replace("_", "-"): value for name, value in answers.items()}
    return replace(with_answers(example(), given), id=id_, approvals=approvals)


def line(dossier: Dossier, language: str = "en") -> View:
    """Return a dossier as the overview tells it."""
    return overview(judged(dossier), dossier, language)


def estate(language: str = "en", edition: str = "internal") -> View:
    """Return an overview with every kind of line that it can hold."""
    dossiers = (
        replace(empty(), id="new"),
        example_with(decided("2025-10-02"), id_="approved", follow_up__last_review="2025-10-01"),
        example_with(decided("2026-11-20", Decision.NO_GO), id_="refused", follow_up__phase="in-use"),
        example_with(decided("2026-11-20", ref="fria-1.0"), id_="retired", follow_up__phase="retired"),
    )
    lines = [line(dossier, language) for dossier in dossiers]
    stub = {**lines[1]["assessments"][0], "withheld": True, "progress": None}
    lines[1] = {**lines[1], "assessments": [stub, *lines[1]["assessments"][1:]]}
    return portfolio(lines, TODAY, language, unreadable=["broken"], edition=edition, organisation="Gemeente Waterhoven")


def estate_page(to: str = "html", language: str = "en", edition: str = "internal") -> str:
    """Return that overview as a document."""
    return render(estate(language, edition), to, REPORTS, page="portfolio")
