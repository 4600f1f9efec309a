"""Claims about `calendar.yaml`: its form, and that the shipped one names only what exists."""

import pytest
from given import NO_LAW

from iama.assess.facts import FACTS
from iama.files.calendarfile import read_calendar
from iama.files.shipped import SHIPPED
from iama.lint.misreadings import Clause, misreadings
from iama.lint.names import View
from iama.model.calendar import Duty
from iama.model.conditions import Type
from iama.model.problems import UnusableFile

ONE = """format: iama-calendar/1
revision: 1
who:
  deployer: {nl: wij, en: we}
duties:
  - id: log
    when: ai-system = yes
    who: [deployer]
    from: applies-from
    by: first-use
    moment: {nl: altijd, en: always}
    text: {nl: Bewaar logboeken., en: Keep logs.}
    flags: [keep-logs]
    law: [ai-act-26-6]
    certainty: high
"""
DUTIES = SHIPPED.duties.duties


def mistakes(text: str) -> list[str]:
    with pytest.raises(UnusableFile) as caught:
        read_calendar("calendar.yaml", text, NO_LAW)
    return [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in caught.value.findings]


def test_a_duty_is_read_with_everything_it_says() -> None:
    (duty,) = read_calendar("calendar.yaml", ONE, NO_LAW).duties
    assert (duty.id, duty.who, duty.start, duty.by, duty.flags) == (
        "log",
        ("deployer",),
        "applies-from",
        "first-use",
        ("keep-logs",),
    )
    assert (duty.text["en"], duty.law, duty.certainty) == ("Keep logs.", ("ai-act-26-6",), "high")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("iama-calendar/1", "iama-calendar/2", "1:9 invalid-value"),
        ("[deployer]", "[provider]", "8:11 invalid-value"),
        ("ai-system = yes", "ai-system =", "7:11 invalid-condition"),
        ("    certainty: high\n", "", "6:5 missing-key"),
        ("    by:", "    before:", "10:5 unknown-key"),
        ("certainty: high", "certainty: sure", "15:16 invalid-value"),
    ],
)
def test_a_mistake_is_found_at_its_place(old: str, new: str, mistake: str) -> None:
    assert mistake in mistakes(ONE.replace(old, new))


def test_the_calendar_is_no_questionnaire() -> None:
    assert "calendar" not in " ".join(SHIPPED.refs)


def test_ids_are_unique_and_every_text_is_there_in_both_languages() -> None:
    assert len({duty.id for duty in DUTIES}) == len(DUTIES) >= 40
    for duty in DUTIES:
        assert all(words[language] for words in (duty.text, duty.moment) for language in ("nl", "en")), duty.id


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.id)
def test_a_duty_names_only_law_questions_and_flags_that_exist(duty: Duty) -> None:
    law = SHIPPED.law.facts
    trees = {tree.id: tree for tree in map(SHIPPED.resolve_questionnaire, SHIPPED.refs)}
    triggers = {trigger.id for tree in trees.values() for trigger in tree.triggers}
    start = duty.start.removeprefix("law.")
    assert [id_ for id_ in duty.law if id_ not in law] == []
    dates = {name for name, fact in FACTS.items() if fact.type is Type.DATE}
    assert duty.start in ("", *dates) or law[start].date
    assert not duty.by or trees["algorithm"].questions[duty.by].kind == "date"
    assert set(duty.flags) <= triggers
    assert "{" not in " ".join((*duty.text.values(), *duty.moment.values()))
    clause = Clause(trees["algorithm"].triggers[0], duty.condition, View(trees, FACTS, "algorithm"))
    assert list(misreadings(clause, SHIPPED.law)) == []
