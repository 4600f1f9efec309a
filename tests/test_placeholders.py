"""Law as data: a legal date or threshold stands in `law.yaml` alone, and every text follows it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from editions import demo
from flagged import with_answers
from given import legal, tree

import iama
from iama.assess.evaluation import evaluate
from iama.files.calendarfile import read_calendar
from iama.files.definition import read_questionnaire
from iama.files.lawfile import read_law
from iama.files.shipped import SHIPPED, law_to_json, shipped_folder, tree_to_json
from iama.lint.lint import lint
from iama.model.dossier import Dossier
from iama.model.law import Fact, Law
from iama.model.placeholders import fill_in_facts
from iama.model.questionnaire import Questionnaire
from iama.publish.calendar import calendar_document
from iama.publish.flags import flags_document
from iama.publish.scope import scope_document
from iama.publish.wording import View, Wording
from iama.words import LANGUAGES
from iama.words.written import written_date

TODAY = date(2026, 11, 23)
OLD, NEW = "2027-12-02", "2028-06-01"
FOLDER = shipped_folder("questionnaires")


def facts(**numbers: str) -> Law:
    """Return one legal date, and facts that each hold a number; an empty one holds nothing."""
    start = legal(start="2027-03-01").facts["start"]
    words = {"nl": "AVG, artikel 35", "en": "GDPR, Article 35"}
    held = {id_: Fact(id_, words, words, "OJ", "2026-11-23", "high", number=number) for id_, number in numbers.items()}
    return Law({"start": start, **held})


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("x {law.start} y", "x 1 maart 2027 y", "x 1 March 2027 y"),
        ("{law.few} of {law.many}", "vijf of 10.000", "five of 10,000"),
        ("{law.twelve}/{law.thirteen}", "twaalf/13", "twelve/13"),
        ("{law.dpia}", "AVG, artikel 35", "GDPR, Article 35"),
        ("{law.strat} {start} {law.}", "{law.strat} {start} {law.}", "{law.strat} {start} {law.}"),
    ],
)
def test_a_placeholder_stands_for_what_its_fact_holds(text: str, dutch: str, english: str) -> None:
    law = facts(few="5", many="10000", twelve="12", thirteen="13", dpia="")
    assert [fill_in_facts(text, law, language) for language in LANGUAGES] == [dutch, english]


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def law_with(day: str) -> Law:
    """Return the shipped law with another date for Annex III: one line of the file."""
    text = read("law.yaml")
    assert text.count(f"    date: {OLD}\n") == 1
    return read_law("law.yaml", text.replace(f"    date: {OLD}\n", f"    date: {day}\n"))


def trees(law: Law) -> dict[str, Questionnaire]:
    found = (read_questionnaire(f"{ref}.yaml", read(f"{ref}.yaml"), law) for ref in SHIPPED.refs)
    return {one.id: one for one in found}


def documents(dossier: Dossier, day: str, language: str) -> dict[str, View]:
    """Return what a dossier comes to when the rules of Annex III apply from `day`."""
    law = law_with(day)
    outcome = evaluate(dossier, trees(law).values(), law, TODAY)
    wording = Wording(outcome, dossier, law, language, tuple(outcome.questionnaires.values()))
    return {
        "scope": scope_document(outcome, dossier, law, language),
        "flags": flags_document(wording, dossier),
        "calendar": calendar_document(wording, read_calendar("calendar.yaml", read("calendar.yaml"), law)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_date_is_a_change_of_one_line(language: str) -> None:
    later = with_answers(demo(language)[1], {"algorithm.placed-on-market": "2029-01-01"})
    old, new = (documents(later, day, language) for day in (OLD, NEW))
    for name in ("scope", "flags", "calendar"):
        before, after = str(old[name]), str(new[name])
        assert OLD in before or written_date(OLD, language) in before, name
        assert before.replace(OLD, NEW).replace(written_date(OLD, language), written_date(NEW, language)) == after, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_follow_a_new_date_and_their_stamps_do_not(language: str) -> None:
    old, new = (trees(law_with(day))["algorithm"].questions for day in (OLD, NEW))
    asked = old["design-change"].text[language], new["design-change"].text[language]
    assert (written_date(OLD, language) in asked[0], written_date(NEW, language) in asked[1]) == (True, True)
    assert {id_: one.stamp for id_, one in old.items()} == {id_: one.stamp for id_, one in new.items()}


def test_the_digest_of_a_tree_is_that_of_what_it_asks() -> None:
    old, new = (trees(law_with(day))["algorithm"] for day in (OLD, NEW))
    assert old.digest != new.digest
    assert old.digest == trees(law_with(OLD))["algorithm"].digest


@pytest.mark.parametrize(("day", "decision"), [(OLD, "voluntary"), ("2027-02-01", "required-from")])
def test_the_decision_follows_a_new_date(day: str, decision: str) -> None:
    assert documents(demo("nl")[1], day, "nl")["scope"]["outcome"] == decision  # of a system in use from 1 March 2027


# nothing legal is hard-coded


def spelled() -> re.Pattern[str]:
    """Match every date of `law.yaml`, in digits or in words."""
    days = {fact.date for fact in SHIPPED.law.facts.values() if fact.date}
    words = {written_date(day, language) for day in days for language in LANGUAGES}
    return re.compile(r"(?<!\d)(?:" + "|".join(sorted(days | words)) + ")")


def code_and_templates() -> Iterator[Path]:
    package = Path(iama.__file__).parent
    yield from (path for path in package.rglob("*.py"))
    yield from (path for path in shipped_folder("reports").rglob("*") if path.is_file())


def test_no_legal_date_stands_in_code_or_a_template() -> None:
    dates, files = spelled(), list(code_and_templates())
    assert len(files) > 100
    assert [(path.name, found) for path in files if (found := dates.findall(path.read_text(encoding="utf-8")))] == []


def test_the_calendar_spells_no_legal_date() -> None:
    assert spelled().findall(read("calendar.yaml")) == []


def test_nothing_that_is_shipped_still_holds_a_placeholder() -> None:
    compiled = [
        law_to_json(SHIPPED.law),
        *(tree_to_json(SHIPPED.resolve_questionnaire(ref)) for ref in SHIPPED.refs),
    ]
    assert [text for text in compiled if "{law." in text] == []
    assert "{law." in read("law.yaml") and "{law." in read("iama-2.0.yaml")


# lint


def hints(help_: str) -> list[str]:
    asked = tree(f"[{{id: a, kind: yes-no, help: {{nl: '{help_}', en: Choose}}}}]")
    return [f"{one.level} {one.code}: {one.hint}" for one in lint(asked, {}, facts(five="5"))]


def test_an_unknown_placeholder_has_a_finding_with_a_suggestion() -> None:
    assert hints("Vanaf {law.strat}.") == ["error unknown-law: did you mean `law.start`?"]
    assert hints("Vanaf {start}.") == ["error unknown-law: did you mean `law.start`?"]
    assert hints("Vanaf {law.start}, {law.five} keer.") == []


def test_a_spelled_legal_date_has_a_finding_that_names_the_fact() -> None:
    warning = "warning spelled-date: write `{law.start}` if you mean that one"
    assert hints("Vanaf 1 maart 2027.") == [warning]
    assert hints("Vanaf 1 March 2027, dus niet vóór 1 maart 2027.") == [warning]
    assert hints("Vanaf 11 maart 2027 of 1 maart 2028.") == []
