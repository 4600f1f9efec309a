"""Claims about what stands beside a question, and that every screen of every shipped tree fits 80 by 24."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from given import AS_OF, tree
from sitting import Scripted, table

import iama
from iama.assess.evaluation import evaluate
from iama.assess.outcome import Entry, Outcome, Status
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.interview import answer_text, messages, screens
from iama.interview.asking import Earlier, Screen
from iama.interview.desk import Desk, Saved
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dissent, Dossier, Follow, Source, State
from iama.model.facilitation import Facilitation
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.terminal.screen import HEIGHT, Line, lines_of
from iama.words import LANGUAGES, pick_translation

REFS = ("algorithm-1.0", "iama-2.0", "follow-up-1.0")
LONG = "Een lang antwoord met veel woorden, zoals teams die schrijven. " * 12


def interview(outcome: Outcome, questionnaire: Questionnaire, language: str) -> Sitting:
    saved = Saved(outcome)
    desk = Desk(
        save=lambda *_: saved,
        rescue=str,
        row_id=str,
        today=AS_OF.isoformat(),
        clock=lambda: 0.0,
        digest=str,
        flags=lambda _: (),
        respond=lambda *_: saved,
        earlier=lambda _: (),
        foresee=lambda *_: outcome,
        people=dict,
        add_person=str,
        park=lambda _: saved,
        facilitation=Facilitation,
    )
    return Sitting(questionnaire, outcome, SHIPPED.law, language, Scripted([]), desk)


@cache
def demo(language: str) -> Outcome:
    dossier = read_dossier(Path(iama.__file__).parent / "demo" / language)
    return evaluate(dossier, [SHIPPED.resolve_questionnaire(ref) for ref in dossier.assessments], SHIPPED.law, AS_OF)


def everything(questionnaire: Questionnaire) -> Iterator[Entry]:
    """Yield an entry of every question, as if it applied."""
    for question in questionnaire.questions.values():
        yield Entry(Ref(questionnaire.id, question.id), question, Status.OPEN)


def fits(lines: list[Line], screen: Screen) -> None:
    """Fail unless the lines and the prompt fit a terminal of 80 by 24."""
    assert len(lines) + screen.prompt <= HEIGHT, (screen.number, screen.text, len(lines), screen.prompt)
    assert screen.prompt >= 3
    for line in lines:
        assert len(line.text) <= 80, line


def shown_with_everything(one: Sitting, entry: Entry) -> Screen:
    """Return the screen of an answered question with remarks and news, the fullest there can be."""
    question = entry.question
    value = LONG if question.kind is Kind.TEXT else question.values if question.kind is Kind.CHOICES else None
    dissent = (Dissent("lawyer", LONG),)
    answer = Answer(value, note=LONG, dissent=dissent, sources=(Source(LONG),), by=("lawyer", "ethicist"))
    return replace(screens.question_screen(one, replace(entry, answer=answer)), flags=(LONG, LONG))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ref", REFS)
def test_every_question_fits_80_by_24_with_its_prompt(ref: str, language: str) -> None:
    asked = SHIPPED.resolve_questionnaire(ref)
    one = interview(
        evaluate(Dossier("x", {ref: Assessment(ref, language)}), [asked], SHIPPED.law, AS_OF), asked, language
    )
    for entry in everything(asked):
        screen = screens.question_screen(one, entry)
        fits(lines_of(screen, language), screen)
        full = shown_with_everything(one, entry)
        fits(lines_of(full, language), full)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ref", REFS)
def test_no_question_loses_a_word_of_its_own_text(ref: str, language: str) -> None:
    asked = SHIPPED.resolve_questionnaire(ref)
    one = interview(
        evaluate(Dossier("x", {ref: Assessment(ref, language)}), [asked], SHIPPED.law, AS_OF), asked, language
    )
    for entry in everything(asked):
        lines = lines_of(shown_with_everything(one, entry), language)
        words = " ".join(" ".join(line.text for line in lines).split())
        assert " ".join(pick_translation(entry.question.text, language).split()) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_worked_example_fits(language: str) -> None:
    outcome = demo(language)
    for asked in outcome.questionnaires.values():
        one = interview(outcome, asked, language)
        for entry in outcome.tree_entries(asked.id):
            screen = screens.question_screen(one, entry)
            fits(lines_of(screen, language), screen)


def test_the_least_of_the_help_stays_and_says_where_the_rest_is() -> None:
    lines = lines_of(
        Screen("Part", "0/1", "1.1", "Why?", help=LONG, law=LONG, flags=(LONG,) * 3, prompt=13, current=LONG), "nl"
    )
    help_ = [line.text for line in lines if line.role == "help"]
    assert len(help_) == 2 and help_[-1].endswith("… (/hulp = alles)")


def test_a_terminal_that_can_be_read_back_cuts_nothing_off() -> None:
    full = Screen("Part", "0/1", "1.1", "Why?", help=LONG, law=LONG, builds_on=(Earlier("1", LONG),), current=LONG)
    words = " ".join(" ".join(line.text for line in lines_of(full, "nl", 80, 10_000)).split())
    assert words.count(LONG.strip()) == 4


def test_control_characters_reach_no_screen() -> None:
    lines = lines_of(Screen("a\x1b[2J", "0/1", "1.1", "b\x1b]0;x\x07", help="c\x9b", current="d\u202e"), "nl")
    assert all(sign.isprintable() for line in lines for sign in line.text)


# what stands there

ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text, official: "true"}
    - {id: self, kind: yes-no, beside: goal, required: "false"}
    - {id: long, kind: text, text: {nl: Een vraag zonder nummer, en: A question without a number of its own at all}}
    - {id: wanted, number: "1.3", kind: text, shows: [goal, long], roles: [lawyer], help: {nl: Hulp, en: Help}}
    - {id: rights, kind: choices, options: [privacy, equality]}
    - {id: weight, number: "4.1", kind: number, repeat: rights}
    - {id: actions, kind: rows, columns: {what!: text, due: date}}
    """
)


def screen_of(question: str, answers: str = "", instance: str | None = None) -> Screen:
    one = table(ASKED, [], answers)
    return screens.question_screen(one.interview, one.interview.outcome.entries[Ref("iama", question, instance)])


def test_a_question_says_where_it_stands_how_far_the_team_is_and_who_should_be_there() -> None:
    found = screen_of("wanted", "goal: {value: x}")
    assert (found.where, found.progress, found.number, found.table) == (
        "Part · Section",
        "1/5 · 0:00 · ± 8 min left",
        "1.3",
        "lawyer",
    )


def test_the_time_used_is_counted_from_the_start() -> None:
    one = table(ASKED, [])
    one.interview.desk = replace(one.interview.desk, clock=lambda: 3720.0)
    assert screens.progress_and_time(one.interview) == "0/5 · 1:02 · ± 10 min left"


def test_earlier_answers_are_shown_by_number_or_by_how_the_question_begins() -> None:
    found = screen_of("wanted", "goal: {value: The aim}")
    assert found.builds_on == (
        Earlier("1.1", "The aim", "1.1"),
        Earlier("‘A question without a number of its…’", "open"),
    )


def test_a_companion_and_an_optional_question_are_marked() -> None:
    assert screen_of("goal").mark == ""
    assert screen_of("self").mark == "companion question · optional"


def test_a_question_about_a_right_says_which() -> None:
    found = screen_of("weight", "rights: {value: [privacy]}", "privacy")
    assert found.mark.startswith("privacy")


def test_the_answer_is_shown_in_words() -> None:
    answers = "rights: {value: [privacy], unsure: [equality]}\nweight: {each: {privacy: {value: '1250.5'}}}"
    assert screen_of("rights", answers).current == "privacy; equality (we do not know yet)"
    assert screen_of("weight", answers, "privacy").current == "1,250.5"
    rows = "actions: {value: [{id: aaaaaa, what: Test, due: 2027-03-01}]}"
    assert screen_of("actions", rows).current == "Test · due: 1 March 2027"


def test_everything_beside_an_answer_is_shown() -> None:
    found = screen_of(
        "goal",
        """
        goal:
          value: x
          note: Doubt
          dissent: [{by: lawyer, text: Not so}]
          by: [ethicist]
          sources: [{title: DPIA, path: dpia.pdf, version: '1.2', date: 2026-10-01, sha256: 5f1c0912345678}]
        """,
    )
    assert found.remarks == (
        "Consideration: Doubt",
        "Dissent (lawyer): Not so",
        "Source: DPIA, 1.2, 1 October 2026, dpia.pdf, sha256 5f1c09123456",
        "Answered by: ethicist",
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("status: unknown, follow: {by: lawyer, due: 2027-03-01}", "not known yet: lawyer, 1 March 2027"),
        ("status: ask-supplier", "asked of the supplier"),
        ("status: not-applicable, reason: No people", "not applicable: No people"),
    ],
)
def test_what_stands_in_place_of_an_answer_is_shown(answer: str, expected: str) -> None:
    assert screen_of("goal", f"goal: {{{answer}}}").remarks == (expected,)


def test_every_text_that_a_person_typed_can_be_kept_elsewhere() -> None:
    answer = Answer(
        "value", note="note", dissent=(Dissent("lawyer", "dissent"),), sources=(Source("title"),), overruled="why"
    )
    assert set(answer_text.typed_texts(answer)) == {"value", "note", "dissent", "title", "why"}
    unknown = Answer(status=State.UNKNOWN, reason="reason", follow=Follow("somebody"))
    assert answer_text.typed_texts(unknown) == ["reason", "somebody"]


def test_a_question_without_a_number_is_never_called_by_its_whole_text() -> None:
    for ref in REFS:
        asked = SHIPPED.resolve_questionnaire(ref)
        one = interview(evaluate(Dossier("x", {ref: Assessment(ref, "nl")}), [asked], SHIPPED.law, AS_OF), asked, "nl")
        for entry in everything(asked):
            if not entry.question.number:
                assert pick_translation(entry.question.text, "nl") not in one.label_entry(entry)


@pytest.mark.parametrize(
    ("error", "nl"),
    [
        (InvalidValue("value-date"), "Dit is geen datum die bestaat; schrijf 2027-03-01 of 1 maart 2027."),
        (
            InvalidValue("value-many", chosen=4, limit=3),
            "Er zijn er 4 gekozen, en 3 is het meeste; houd de belangrijkste.",
        ),
        (InvalidValue("value-twice"), "Dezelfde waarde staat er twee keer."),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_the_language_of_the_interview(error: InvalidValue, nl: str) -> None:
    assert messages.problem(error, "nl") == nl
