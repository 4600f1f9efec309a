"""Claims about the order of questions and about finding one."""

import pytest
from given import evaluated, tree

from iama.assess.outcome import Entry
from iama.interview.path import (
    Choice,
    by_section,
    chosen_entries,
    entries_not_asked,
    find_entries,
    found_in_answer,
    is_open,
    needs_finding_out,
    next_entry,
    part_entries,
)

ASKED = tree(
    """
    - {id: welcome, kind: notice}
    - {id: goal, number: "1.1", kind: text, roles: [project-leader], text: {nl: Het doel, en: What is the goal}}
    - {id: self, number: "1.2", kind: yes-no, roles: [lawyer]}
    - {id: rules, number: "1.2.1", kind: text, when: self = no, help: {nl: Toezicht, en: Supervision}}
    - {id: data, number: "2.1", kind: text, when: self = yes, meeting: "2"}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: weight, number: "4.1", kind: text, repeat: rights}
    """
)


def entries(answers: str = "", choice: Choice | None = None) -> tuple[Entry, ...]:
    return chosen_entries(evaluated((ASKED, answers)), ASKED, choice or Choice())


def names(found: object) -> list[str]:
    assert isinstance(found, list | tuple)
    return [str(entry.ref) for entry in found]


def test_only_questions_that_apply_are_visited_in_the_order_of_the_instrument() -> None:
    assert names(entries()) == ["welcome", "goal", "self", "rights"]
    assert names(entries("self: {value: no}")) == ["welcome", "goal", "self", "rules", "rights"]


def test_a_question_per_right_is_visited_once_per_right() -> None:
    assert names(entries("rights: {value: [privacy, equality]}"))[-2:] == ["weight[privacy]", "weight[equality]"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(role="lawyer"), ["self"]),
        (Choice(meeting="2"), ["data"]),
        (Choice(open_only=True), ["welcome", "goal", "data", "rights"]),
        (Choice(part="part"), ["welcome", "goal", "self", "data", "rights"]),
    ],
)
def test_a_choice_leaves_the_rest_out(choice: Choice, expected: list[str]) -> None:
    assert names(entries("self: {value: yes}", choice)) == expected


def test_the_next_question_is_the_first_open_one_behind_this_one_then_the_first_at_all() -> None:
    found = entries("self: {value: no}")
    assert next_entry(found, found[1].ref, ()) == found[3]
    assert next_entry(found, found[4].ref, {found[0].ref}) == found[1]


def test_a_notice_is_met_once_and_on_the_way_only() -> None:
    found = entries()
    assert next_entry(found, None, ()) == found[0]
    assert next_entry(found, found[1].ref, {found[2].ref, found[3].ref}) == found[1]


def test_what_was_left_for_later_is_not_asked_again() -> None:
    found = entries()
    assert next_entry(found, None, {entry.ref for entry in found}) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1.2", ["self"]),
        ("1.2.", ["self"]),
        ("goal", ["goal"]),
        ("1", ["goal", "self", "rules"]),
        ("WHAT goal", ["goal"]),
        ("supervision", ["rules"]),
        ("privacy", ["rights"]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_a_question_is_found_by_number_by_id_and_by_words(words: str, expected: list[str]) -> None:
    assert names(find_entries(entries("self: {value: no}"), ASKED, words, "en")) == expected


def test_a_search_reads_answers_rows_and_what_stands_beside_them() -> None:
    found = entries("goal: {value: 'Fewer long waits for youth care', note: A worry}\nself: {value: yes}")
    assert names(find_entries(found, ASKED, "youth care", "en")) == ["goal"]
    assert names(find_entries(found, ASKED, "worry", "en")) == ["goal"]
    assert found_in_answer(found[1], "care", "en") == "Fewer long waits for youth care · A worry"
    assert found_in_answer(found[1], "goal", "en") == ""


def test_a_long_answer_tells_what_stands_around_the_words_that_were_found() -> None:
    (found,) = [
        entry for entry in entries(f"goal: {{value: '{'a ' * 200}needle{' b' * 200}'}}") if entry.ref.question == "goal"
    ]
    around = found_in_answer(found, "needle", "en")
    assert around.startswith("…a ") and "needle" in around and around.endswith(" b…") and len(around) < 210


def test_a_part_is_named_by_id_and_holds_no_notice() -> None:
    assert names([*part_entries(evaluated((ASKED, "")), ASKED, "part")]) == ["goal", "self", "rights"]
    assert part_entries(evaluated((ASKED, "")), ASKED, "9") == ()


def test_from_a_question_that_is_not_among_them_one_goes_on_behind_it() -> None:
    left = entries("self: {value: no}", Choice(open_only=True))
    order = [entry.ref for entry in entries("self: {value: no}")]
    here = next(ref for ref in order if ref.question == "self")
    found = next_entry(left, here, (), order)
    assert found is not None and found.question.id == "rules"


def test_a_search_reads_the_language_of_the_interview() -> None:
    found = entries("self: {value: no}")
    assert names(find_entries(found, ASKED, "toezicht", "nl")) == ["rules"]
    assert find_entries(found, ASKED, "toezicht", "en") == []


def test_what_is_not_asked_can_be_found_too() -> None:
    assert names(entries_not_asked(evaluated((ASKED, "self: {value: no}")), ASKED)) == ["data", "weight"]


def test_only_a_question_for_the_team_itself_is_open() -> None:
    found = {str(entry.ref): entry for entry in entries("goal: {status: unknown}\nself: {status: ask-supplier}")}
    assert [name for name, entry in found.items() if is_open(entry)] == ["rights"]
    assert [name for name, entry in found.items() if needs_finding_out(entry)] == ["goal", "self"]


def test_sections_without_entries_are_left_out() -> None:
    assert [(section, len(own)) for section, own in by_section(ASKED, entries())] == [("section", 4)]
    assert list(by_section(ASKED, [])) == []
