"""The worked example, and small dossiers, as what a report shows; with readers for what was rendered."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from given import given, tree

import iama
from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.files.shipped import SHIPPED, shipped_folder
from iama.files.store import read_dossier
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.publish.contents import contents
from iama.publish.edition import edition
from iama.publish.kader import with_page_measures
from iama.publish.meetingminutes import meeting_minutes
from iama.publish.meetingsheet import meeting_sheet
from iama.publish.report import render
from iama.publish.view import View, view
from iama.publish.wording import Wording
from iama.words.written import written_date

AS_OF = date(2026, 11, 23)
REPORTS = shipped_folder("reports")


@cache
def demo(language: str) -> tuple[Outcome, Dossier]:
    """Return the worked example in one language, and what it amounts to."""
    dossier = replace(read_dossier(Path(iama.__file__).parent / "demo" / language), id="herzicht")
    return evaluate(dossier, shipped_trees(), SHIPPED.law, AS_OF), dossier


def shipped_trees() -> list[Questionnaire]:
    """Return every question tree that comes with the package."""
    return [tree for ref in SHIPPED.refs if (tree := SHIPPED.find_questionnaire(ref))]


def demo_view(language: str, page: str | None = None) -> View:
    """Return the worked example as a view; `page` is the language of the report when it is another."""
    outcome, dossier = demo(language)
    return view(outcome, dossier, SHIPPED.law, language=page or language)


@cache
def demo_document(language: str, to: str, page: str | None = None) -> str:
    """Return the worked example as a document."""
    return render(with_page_measures(demo_view(language, page), SHIPPED.kader), to, REPORTS)


@cache
def demo_public(language: str, to: str) -> str:
    """Return the public edition of the worked example as a document."""
    trees, law = shipped_trees(), SHIPPED.law
    page = with_page_measures(
        edition(demo(language)[1], trees, law, AS_OF, language=language, public=True), SHIPPED.kader
    )
    return render(page, to, REPORTS, glossary=SHIPPED.glossary)


@cache
def demo_meeting(*, minutes: bool = False) -> str:
    """Return the sheet, or the minutes, of the second meeting of the worked example."""
    outcome, dossier = demo("nl")
    tree = outcome.questionnaires["iama"]
    wording = Wording(outcome, dossier, SHIPPED.law, "nl", outcome.held_trees)
    if minutes:
        return render(meeting_minutes(wording, tree, "2"), "html", REPORTS, page="minutes")
    sheet = meeting_sheet(wording, tree, SHIPPED.facilitation(tree.ref), "2", 120)
    return render(sheet, "html", REPORTS, page="meeting")


def small_view(*answered: tuple[Questionnaire, str], language: str = "en", only: Iterable[str] = ()) -> View:
    """Return the view of a dossier that holds these questionnaires with these answers."""
    dossier = Dossier("small", {tree.ref: given(tree, answers) for tree, answers in answered}, {"p1": "Ada Example"})
    outcome = evaluate(dossier, [tree for tree, _ in answered], Law(), AS_OF)
    return view(outcome, dossier, Law(), language=language, only=tuple(only))


def small_document(to: str, *answered: tuple[Questionnaire, str]) -> str:
    """Return the document of a dossier that holds these questionnaires with these answers."""
    return render(small_view(*answered), to, REPORTS)


def questions(edition: View) -> Iterator[View]:
    """Yield every question with its answer, of every instance, in order."""
    for assessment in (*edition["assessments"], *edition["facts"]):
        for part in assessment["parts"]:
            for section in part["sections"]:
                for block in section["blocks"]:
                    for group in block["groups"]:
                        yield from group["questions"]


def texts(value: object) -> Iterator[str]:
    """Yield every text in a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


class Page(HTMLParser):
    """What a test wants to know of an HTML page: its tags, its words, its headings."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """Every word of the page, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute, in order."""
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def levels(self) -> list[int]:
        """The rank of every heading, in order."""
        return [int(tag[1]) for tag, _ in self.tags if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]


# `seen` is that of other answers: the first response is out of date
RESPONDED = """
responses:
  value:
    - {id: rspaaa, trigger: iama/duty, decision: mitigate, text: We test, by: lawyer, action: rowbbb, seen: x}
    - {id: rspbbb, trigger: iama/dated, decision: accept, text: So be it, by: responsible, date: 2026-11-20, seen: x}
"""


def everything(to: str = "html") -> str:
    """Return a short page that holds every kind of block that a report can hold."""
    return render(everything_view(), to, REPORTS)


def everything_view() -> View:
    """Return the view of a dossier that needs every kind of block of the internal edition."""
    asked = tree(
        """
        - {id: welcome, kind: notice}
        - {id: prohibited, kind: yes-no}
        - {id: stop, number: "1.3.3", kind: notice, when: prohibited = yes}
        - {id: goal, number: "1.1", kind: text, official: true}
        - {id: open, number: "1.2", kind: text, official: true}
        - {id: wanted, number: "1.3", kind: text, official: true, shows: [goal]}
        - {id: supplier, kind: text}
        - {id: none, kind: text}
        - {id: gone, number: "1.4", kind: text, when: prohibited = no}
        - {id: later, kind: text, when: supplier answered}
        - {id: affected-rights, kind: choices, options: [privacy, equality, none]}
        - {id: importance, kind: choice, options: [core, edge], repeat: affected-rights}
        - {id: extent, kind: choice, options: [far, limited], repeat: affected-rights}
        - id: seriousness
          kind: choice
          options: [serious, medium, light]
          repeat: affected-rights
          matrix:
            {rows: importance, columns: extent, cells: {core: {far: serious, limited: medium}, edge: {far: light}}}
        - id: actions-why
          kind: rows
          columns: {text!: text, owner: text, due: date, status: [open, done], blocking: yes-no}
        - {id: advice-choice, kind: choice, options: [deploy, conditions, no]}
        """,
        triggers="""
        - {id: stopped, when: prohibited = yes, severity: blocker}
        - {id: duty, when: prohibited = yes, severity: must}
        - {id: said, when: affected-rights = privacy, severity: warning}
        - {id: read, when: affected-rights = privacy, severity: attention}
        - {id: dated, when: prohibited = yes, severity: must, from: 2027-12-02}
        - {id: waits, when: wanted answered, severity: must, from: 2027-12-02}
        """,
    )
    answers = """
    prohibited: {value: 'yes'}
    goal:
      value: "One.\\n\\n- two\\n- [three](https://waterhoven.example)"
      note: A note
      note-internal: Between us
      dissent: [{by: ethicist, text: Not so}]
      by: [lawyer]
      date: 2026-10-14
      sources: [{title: DPIA, path: dpia.pdf, version: '1.2', date: 2026-10-01, sha256: 5f1c09}]
    wanted: {status: unknown, reason: Not yet, follow: {by: lawyer, due: 2027-01-31}}
    supplier: {status: ask-supplier, follow: {by: lawyer}}
    none: {status: not-applicable, reason: There is none}
    gone: {value: Kept}
    affected-rights: {value: [privacy, equality]}
    importance: {each: {privacy: {value: core}, equality: {value: edge}}}
    extent: {each: {privacy: {value: far}, equality: {value: far}}}
    seriousness: {each: {equality: {value: medium, overruled: They depend on it}}}
    actions-why:
      value:
        - {id: rowaaa, text: Late, owner: lawyer, due: 2026-11-01, status: open, blocking: 'yes'}
        - {id: rowbbb, text: Done, due: 2026-11-01, status: done}
    advice-choice: {value: deploy}
    """
    return small_view((asked, answers), (SHIPPED.resolve_questionnaire("follow-up-1.0"), RESPONDED))


def everything_public() -> View:
    """Return a view with every block of the public edition; what is withheld in it was never there."""
    shown = everything_view()
    ground = {"ground": "Woo 5.1.2.d", "title": "Inspection by authorities", "indirect": False}
    for place, question in enumerate(questions(shown)):
        if place % 3 == 2 and question["kind"] != "notice":
            question["answer"] |= {"status": "withheld", "withheld": {**ground, "indirect": place % 2 == 0}}
    stub = {**shown["assessments"][0], "id": "fria", "title": "FRIA", "withheld": ground, "parts": []}
    line = {"anchor": "iama-goal", "number": "1.1", "text": "Goal?", "about": "privacy", **ground}
    flag = {"id": "kept-back", "anchor": "flag-kept-back"}
    prose = {"text": "Call 14 030", "withheld": False, "language": "nl", "anchor": "iama-goal"}
    page = {
        **shown,
        "edition": "public",
        "verdict": {**shown["verdict"], **TOLD},
        "findings": {**shown["findings"], **FOUND},
        "hidden": [],
        "assessments": [*shown["assessments"], stub],
        "approval": APPROVED,
        "withheld": [line],
        "translated": False,
        "withheld_actions": [{"anchor": "iama-actions-why", "number": None, "name": "Which action points?"}],
        "counts": {**shown["counts"], "withheld": 1},
        "flags": {**shown["flags"], "withheld": [flag]},
        "timeline": LINE,
        "fria": [
            {
                "letter": "a",
                "title": "Processes",
                "complete": False,
                "served": [{"anchor": "iama-goal", "number": "1.1", "name": "1.1"}],
                "missing": [{"anchor": "", "number": None, "name": "Which?"}],
                "withheld": [{"anchor": "iama-open", "number": "1.2", "name": "1.2"}],
            }
        ],
        "complaint": {
            "answers": [prose],
            "contact": {**prose, "link": ""},
            "asked": True,
            "ways": [{"text": "You may object.", "law": "Awb 7:1"}],
        },
        "digest": "0" * 64,
    }
    return {**page, "contents": contents(page)}


APPROVED = {
    "number": 1,
    "questionnaire": "IAMA 2.0",
    "decision": "conditions",
    "decision_text": "Go, with conditions",
    "line": "1 conditions 2026-11-20",
    "body": "The executive",
    "reference": "Z-1",
    "public_reason": "Only as a trial.",
    "role": "Commissioner",
    "date": "2026-11-20",
    "date_text": "20 November 2026",
    "text": "After *reading* all of it.",
    "notes": ["Since then, two answers have changed."],
    "title": "Impact assessment",
    "language": "nl",
    "conditions": ["Test it", "Tell people"],
}
_SAID = {"language": "nl", "response_language": "nl", "due": "", "due_text": "", "response": "", "stale": False}
TOLD = {
    "effect": {"text": "It chooses whom we visit.", "language": "nl", "stale": True},
    "findings": [
        {**_SAID, "text": "It errs.", "anchor": "flag-duty", "response": "We test.", "stale": True},
        {**_SAID, "text": "It is new.", "anchor": "", "due": "2027-01-31", "due_text": "31 January 2027"},
    ],
    "left_out": [{"text": "A duty", "language": "en", "anchor": "flag-dated"}],
    "bars": [
        {"text": "Use may not start yet: 0 of 2 conditions are met.", "anchor": ""},
        {"text": "1 finding must still be resolved.", "anchor": "flags"},
    ],
    "conditions": [
        {
            "due": "2027-01-31",
            "due_text": "31 January 2027",
            "conditions": [{"id": "condaa", "text": "Test it", "language": "nl"}],
        },
        {"due": "", "due_text": "", "conditions": [{"id": "condbb", "text": "Tell people", "language": "nl"}]},
    ],
}
FOUND = {
    "prose": {
        **{topic: {"text": "One.\n\n- two", "language": "nl", "withheld": False} for topic in ("goal", "errors")},
        **{topic: {"text": "", "language": "nl", "withheld": True} for topic in ("working", "oversight")},
    },
    "risks": [
        {
            **{"id": "riskaa", "risk": "It errs", "level": "Medium", "measure": "Test", "owner": "Lawyer"},
            **{"decision": "Accepted", "by": "Alderman", "until": "31 January 2027", "until_day": "2027-01-31"},
            "language": "nl",
        }
    ],
    "conditions": [{"id": "condcc", "text": "Train staff", "language": "nl", "state": "Done"}],
}
LINE = [
    {
        "number": number,
        "date": day,
        "date_text": written_date(day, "en"),
        "law": law,
        "lines": [{"date": day, "text": "It happens", "anchor": "iama-goal", "law": law}],
    }
    for number, (day, law) in enumerate([("2026-01-31", False), ("2026-02-01", False), ("2029-08-02", True)], 1)
]
