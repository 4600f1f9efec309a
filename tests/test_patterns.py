"""Fact patterns, worked out from the law: scope, flags, calendar and letters say of every duty what the law says."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from article_27 import BASE as MUNICIPALITY
from duties import DUTIES
from flagged import TREES, found, judged, with_answers

from iama.assess.outcome import RAISED, Outcome, State
from iama.assess.scope import decide_outcome
from iama.files.shipped import SHIPPED
from iama.model.dossier import Assessment, Dossier
from iama.model.questionnaire import Kind
from iama.publish.calendar import calendar_document
from iama.publish.explaining import article_86_from, registers_use
from iama.publish.notice import notice
from iama.publish.notification import eu_summary
from iama.publish.wording import Wording

Pattern = Mapping[str, Any]

CASES = Path(__file__).parent / "cases" / "patterns"
PATTERNS: Sequence[Pattern] = [
    pattern
    for path in sorted(CASES.glob("*.yaml"))
    for pattern in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]
DAY = "2028-06-01"
BASE = {
    **MUNICIPALITY,
    "effect": "decision-support",
    "legal-effect": "yes",
    "workers-subject": "no",
    "generative": "no",
    "regime": "gdpr",
    "provider-registered": "yes",
    "real-time-identification": "no",
    "law-enforcement-kinds": ("none",),
}


class Told(NamedTuple):
    """What the outputs say of one pattern."""

    outcome: Outcome
    wording: Wording
    entries: Mapping[str, tuple[str, str | None]]  # group and date in the calendar, by duty or flag

    def flag(self, ids: Sequence[str]) -> str:
        """Return what flags say of a duty: no, unknown, now, or the day from which it binds."""
        verdicts = [verdict for id_ in ids for verdict in found(self.outcome, id_)]
        raised = [verdict for verdict in verdicts if verdict.state in RAISED]
        if raised:
            return raised[0].binds if raised[0].state is State.UPCOMING else "now"
        return "unknown" if any(verdict.state is State.UNDECIDED for verdict in verdicts) else "no"


def told(pattern: Pattern) -> Told:
    refs = [TREES[id_].ref for id_ in ("algorithm", "fria", "follow-up")]
    facts = {**BASE, **pattern.get("facts", {})}
    named = {f"algorithm.{name}": value for name, value in facts.items() if name not in pattern.get("open", ())}
    named |= {f"fria.{name}": value for name, value in {"banned-practice": ["none"], **pattern.get("fria", {})}.items()}
    named |= {"follow-up.phase": pattern["phase"]} if "phase" in pattern else {}
    dossier = Dossier("abc", {ref: Assessment(ref, "en") for ref in refs})
    dossier = with_answers(dossier, {name: value for name, value in named.items() if value is not None})
    outcome = judged(dossier, date.fromisoformat(pattern.get("on", DAY)))
    wording = Wording(outcome, dossier, SHIPPED.law, "en", tuple(TREES.values()))
    calendar = calendar_document(wording, SHIPPED.duties)
    groups = ("dated", "standing", "undecided")
    return Told(
        outcome, wording, {entry["id"]: (group, entry["date"]) for group in groups for entry in calendar[group]}
    )


def expected(pattern: Pattern) -> dict[str, str]:
    """Return what the law says of every duty: no, unknown, now, or a day."""
    says = dict.fromkeys(DUTIES, "no")
    says |= dict.fromkeys(pattern.get("now", ()), "now")
    says |= dict.fromkeys(pattern.get("unknown", ()), "unknown")
    says |= {name: day for day, names in pattern.get("from", {}).items() for name in names}
    assert says.keys() == DUTIES.keys(), says.keys() - DUTIES.keys()
    return says


def by_title(pattern: Pattern) -> str:
    return str(pattern["what"])


every_pattern = pytest.mark.parametrize("pattern", PATTERNS, ids=by_title)


def test_every_pattern_says_what_law_it_rests_on_and_why() -> None:
    assert len(PATTERNS) == len({pattern["what"] for pattern in PATTERNS}) > 60
    assert all(pattern["law"] and pattern["why"] and pattern["scope"] for pattern in PATTERNS)
    kinds = {question.id: question.kind for question in TREES["algorithm"].questions.values()}
    several = [(name, value) for pattern in PATTERNS for name, value in pattern.get("facts", {}).items()]
    assert all(isinstance(value, list) is (kinds[name] is Kind.CHOICES) for name, value in several)


@every_pattern
def test_scope_says_what_the_law_says(pattern: Pattern) -> None:
    assert decide_outcome(told(pattern).outcome, SHIPPED.law).verdict.value == pattern["scope"]


@every_pattern
def test_flags_say_of_every_duty_what_the_law_says(pattern: Pattern) -> None:
    said = told(pattern)
    wanted = {name: says for name, says in expected(pattern).items() if DUTIES[name].flags}
    assert {name: said.flag(DUTIES[name].flags) for name in wanted} == wanted


@every_pattern
def test_the_calendar_says_of_every_duty_what_the_law_says(pattern: Pattern) -> None:
    said, today = told(pattern), pattern.get("on", DAY)
    for name, says in expected(pattern).items():
        duty = DUTIES[name]
        entries = {id_: said.entries[id_] for id_ in (*duty.duties, *duty.flags) if id_ in said.entries}
        if says == "no":
            assert not {*entries} & {*duty.duties}, (name, entries)
        elif says == "unknown":
            assert {group for group, _ in entries.values()} <= {"undecided"}, (name, entries)
        elif duty.duties:
            assert entries and {group for group, _ in entries.values()} <= {"dated", "standing"}, (name, entries)
            days = [day for _, day in entries.values()]
            assert all(day and day >= says > today for day in days) if says != "now" else True, (name, entries)


@every_pattern
def test_letters_say_of_registration_and_explanation_what_the_law_says(pattern: Pattern) -> None:
    wording, says = told(pattern).wording, expected(pattern)
    known: Mapping[str, bool | None] = {"no": False, "unknown": None}
    assert registers_use(wording) is known.get(says["register"], True)
    letter = eu_summary(wording)
    assert ("\n## 1." in letter) is (says["register"] != "no")
    assert ("\n## 4." in letter) is (says["register"] != "no" and says["closed"] == "no")
    assert ("Article 49(5)" in letter) is ("2" in pattern.get("facts", {}).get("annex-iii", ()))
    assert ("Article 86" in notice(wording)) is (says["explain"] in ("now", "unknown"))
    assert (article_86_from(wording) == "") is (says["explain"] == "no")
    assert ("while it is prohibited" in notice(wording)) is (says["stop"] == "now")
