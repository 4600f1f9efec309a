"""Claims about what a question builds on, and about reading whole answers."""

from pathlib import Path

import pytest
from given import AS_OF, given, tree
from sitting import Scripted, sit, table
from test_screens import demo, interview

from iama.assess.evaluation import evaluate
from iama.cli.desk import desk
from iama.files.shipped import SHIPPED
from iama.interview import earlier, screens
from iama.interview.asking import Earlier, Screen
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.struct import replace
from iama.terminal.screen import lines_of

LONG = "A long answer with many words, as teams write them. " * 20
ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: kind, kind: choice, beside: goal, options: [small, large]}
    - {id: rights, number: "4.1", kind: choices, options: [privacy, equality]}
    - {id: weight, number: "4.2", kind: text, repeat: rights}
    - {id: sum, number: "4.3", kind: text, repeat: rights, shows: [weight, goal]}
    - {id: total, number: "5.1", kind: text, shows: [weight]}
    """
)
ANSWERS = """
goal: {value: The aim, note: Doubt}
rights: {value: [privacy, equality]}
weight: {each: {privacy: {value: Heavy}, equality: {value: Light}}}
"""


def built_on(question: str, instance: str | None = None, answers: str = ANSWERS) -> list[tuple[str, str]]:
    one = table(ASKED, [], answers)
    entry = one.interview.outcome.entries[Ref("iama", question, instance)]
    return [(found.label, found.words) for found in earlier.builds_on(one.interview, entry)]


def test_a_companion_shows_the_answer_that_it_stands_beside_once_there_is_one() -> None:
    assert built_on("kind") == [("1.1", "The aim")]
    assert built_on("kind", answers="") == []


def test_what_is_asked_per_right_shows_that_right_only() -> None:
    assert built_on("sum", "privacy") == [("4.2 (privacy)", "Heavy"), ("1.1", "The aim")]


def test_what_is_asked_once_shows_every_right() -> None:
    assert built_on("total") == [("4.2 (privacy)", "Heavy"), ("4.2 (equality)", "Light")]


FACTS = tree(
    "- {id: persons, kind: number, text: {nl: 'Hoeveel mensen per jaar?', en: 'How many people a year?'}}",
    id_="algorithm",
)
LATER = tree("- {id: frequency, kind: text, shows: [algorithm.persons, iama.goal]}", id_="fria", version="1.0")


def of_three() -> Sitting:
    """Return a sitting over the last of three assessments of one dossier."""
    trees = [FACTS, ASKED, LATER]
    held = {
        FACTS.ref: given(FACTS, "persons: {value: '1200'}"),
        ASKED.ref: given(ASKED, ANSWERS),
        LATER.ref: given(LATER, ""),
    }
    return interview(evaluate(Dossier("x", held), trees, Law(), AS_OF), LATER, "en")


def test_answers_of_another_assessment_are_shown() -> None:
    one = of_three()
    entry = one.outcome.entries[Ref("fria", "frequency")]
    assert [(found.label, found.words) for found in earlier.builds_on(one, entry)] == [
        ("‘How many people a…’", "1,200"),
        ("IAMA 1.1", "The aim"),
    ]


@pytest.mark.parametrize(
    ("language", "begins"), [("nl", "De FRIA van artikel 27 is nu"), ("en", "The FRIA of Article 27 is")]
)
def test_the_lawyer_sees_the_outcome_that_is_asked_about(language: str, begins: str) -> None:
    outcome, fria = demo(language), SHIPPED.resolve_questionnaire("fria-1.0")
    one = interview(outcome, fria, language)
    one.desk = replace(one.desk, fact=desk(Path(), fria, Dossier("x"), SHIPPED, language, str).fact)
    shown = screens.question_screen(one, outcome.entries[Ref("fria", "scope-confirmed")])
    assert shown.builds_on[0].words.startswith(begins)
    assert begins in " ".join(" ".join(line.text for line in lines_of(shown, language)).split())


# on the screen


def lines(*found: Earlier, height: int = 24) -> list[str]:
    screen = Screen("Part", "0/1", "1.1", "Why?", help="Help. " * 60, builds_on=found, prompt=6)
    return [line.text for line in lines_of(screen, "en", 80, height) if line.role == "builds"]


def test_what_fits_is_shown_whole_and_help_gives_way() -> None:
    shown = lines(Earlier("1.1", LONG[:600], "1.1"))
    assert len(shown) > 6 and LONG[:600].split() == " ".join(shown).split()[3:]


def test_what_does_not_fit_begins_and_says_what_to_type_for_the_rest() -> None:
    *_, last = lines(Earlier("1.1", LONG, "1.1"))
    assert last.endswith("… (/read 1.1 = all)")
    *_, last = lines(Earlier("‘How many…’", LONG))
    assert last.endswith("… (/read = all)")


def test_a_short_answer_leaves_its_room_to_a_long_one() -> None:
    shown = lines(Earlier("1.1", "Short", "1.1"), Earlier("1.2", LONG, "1.2"))
    assert shown[:2] == ["Builds on:", "  1.1: Short"] and len(shown) > 8


def test_of_more_answers_than_lines_the_rest_is_counted() -> None:
    shown = lines(*(Earlier(str(number), LONG, str(number)) for number in range(30)))
    assert shown[-1].startswith("… and ") and shown[-1].endswith("more answers (/read = all)")


def test_in_the_plain_mode_too_a_long_answer_only_begins() -> None:
    assert lines(Earlier("1.1", LONG * 3, "1.1"), height=10_000)[-1].endswith("… (/read 1.1 = all)")


# reading


def read(*replies: str, answers: str = ANSWERS) -> Scripted:
    return sit(ASKED, replies, answers).asker


def test_reading_shows_all_that_a_question_builds_on_and_its_own_answer_and_asks_it_again() -> None:
    found = read("/go 1.1", "/read", "/stop").read
    assert found == ["1.1  goal?\nThe aim\nConsideration: Doubt"]
    assert read("/go kind", "/read", "small", "/stop").read == ["1.1\nThe aim"]


def test_reading_takes_a_number_an_id_or_words() -> None:
    for words in ("4.2", "weight"):
        assert "4.2 (privacy)  weight?\nHeavy" in read(f"/read {words}", "/stop").read[0]
    assert "The aim" in read("/read aim", "/stop").read[0]


@pytest.mark.parametrize("words", ["IAMA 1.1", "iama.goal", "goal", "1.1."])
def test_an_answer_of_another_assessment_is_read_by_the_name_it_is_shown_with(words: str) -> None:
    one = of_three()
    earlier.read_answers(one, one.outcome.entries[Ref("fria", "frequency")], words)
    assert isinstance(one.asker, Scripted) and one.asker.read == ["IAMA 1.1  goal?\nThe aim\nConsideration: Doubt"]


def test_what_is_not_there_to_read_is_told() -> None:
    assert "No question found." in read("/read 9.9", "/stop").said
    assert "There is no answer to read here yet." in read("/read", "/stop", answers="").said


def test_reading_works_in_the_middle_of_something_else() -> None:
    one = sit(ASKED, ["/note", "/read 4.2", "A note", "/stop"], ANSWERS)
    assert one.asker.read and one.answer("kind").note == "A note"
