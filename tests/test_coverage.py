"""Claims about what serves Article 27(1), and about how many screens and minutes a meeting takes."""

from typing import Any

import pytest
from given import AS_OF, NO_LAW, given, tree

from iama.assess.approved import LETTERS
from iama.assess.evaluation import evaluate
from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.publish.coverage import dossier_coverage, tree_coverage

Json = dict[str, Any]
SERVING = tree(
    """
    - {id: goal, number: "1.1", kind: text, covers: ["27(1)(a)"], audit: [ethics]}
    - {id: self, kind: yes-no}
    - {id: rules, kind: text, covers: ["27(1)(a)", "27(1)(d)"], when: self = no, audit: [ethics]}
    - {id: extra, kind: text, required: "false", covers: ["27(1)(b)"], audit: [privacy]}
    - {id: told, kind: notice, covers: ["27(1)(c)"]}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: harm, number: "4.3", kind: text, repeat: rights, covers: ["27(1)(d)"]}
    """
)


def served(answers: str, law: Law = NO_LAW) -> Json:
    dossier = Dossier("abc", {SERVING.ref: given(SERVING, answers)})
    return dossier_coverage(evaluate(dossier, [SERVING], law, AS_OF), dossier, law, "nl")


def letter(answers: str, wanted: str) -> Json:
    return next(one for one in served(answers)["letters"] if one["letter"] == wanted)


def questions(found: Json, key: str = "served_by") -> list[str]:
    return [one["question"] if isinstance(one, dict) else one for one in found[key]]


def test_the_version_key_comes_first_and_the_fixed_keys_are_there() -> None:
    document = served("goal: {value: x}")
    assert next(iter(document.items())) == ("iama_coverage", 1)
    assert [one["letter"] for one in document["letters"]] == list(LETTERS) == ["a", "b", "c", "d", "e", "f"]
    for one in document["letters"]:
        assert {"letter", "served_by", "missing", "complete"} <= set(one)
    assert (
        letter("goal: {value: x}", "a")["served_by"][0].items()
        >= {
            "ref": "iama-2.0",
            "question": "goal",
            "status": "answered",
        }.items()
    )
    assert {"theme", "served_by"} <= set(document["audit"][0])


@pytest.mark.parametrize(
    ("answer", "serves", "missing"),
    [
        ("{value: x}", True, False),
        ("{status: not-applicable, reason: x}", True, False),
        ("{status: unknown}", False, True),
        ("{status: ask-supplier}", False, True),
        ("{note: x}", False, True),
    ],
)
def test_an_answer_serves_and_what_is_not_settled_is_missing(answer: str, serves: bool, missing: bool) -> None:
    found = letter(f"self: {{value: yes}}\ngoal: {answer}", "a")
    assert ("goal" in questions(found), "goal" in questions(found, "missing")) == (serves, missing)
    assert found["complete"] is serves


def test_a_question_that_waits_for_another_answer_is_not_called_missing() -> None:
    found = letter("goal: {value: x}", "a")
    assert (questions(found, "missing"), questions(found, "waiting_questions")) == ([], ["rules"])
    assert not found["complete"]


def test_what_the_official_instrument_marks_is_told_from_what_we_do() -> None:
    dossier = Dossier("abc", {SERVING.ref: given(SERVING, "self: {value: no}\ngoal: {value: x}")})
    outcome = evaluate(dossier, [SERVING], NO_LAW, AS_OF)
    found = dossier_coverage(outcome, dossier, NO_LAW, "nl", {"iama-2.0/goal"})["letters"][0]
    assert [one["official"] for one in (*found["served_by"], *found["missing_questions"])] == [True, False]
    assert tree_coverage(SERVING, {"goal"})["official_marks"] == ["goal"]


def test_a_hidden_answer_serves_nothing_and_is_not_missing() -> None:
    document = served("self: {value: yes}\ngoal: {value: x}\nrules: {value: An earlier draft}")
    assert "rules" not in str(document)
    assert document["letters"][0]["complete"]


def test_an_optional_question_serves_but_is_never_missing() -> None:
    assert letter("", "b") | {"title": ""} == {
        "letter": "b",
        "title": "",
        "served_by": [],
        "missing": [],
        "missing_questions": [],
        "waiting_questions": [],
        "withheld_questions": [],
        "complete": False,
        "dpia": [],
    }
    assert letter("extra: {value: x}", "b")["complete"]


def test_a_letter_that_nothing_serves_is_not_complete() -> None:
    assert not letter("", "e")["complete"]
    assert not letter("", "c")["complete"]  # a notice asks nothing


def test_a_question_per_right_serves_per_right() -> None:
    found = letter(
        "self: {value: yes}\nrights: {value: [privacy, equality]}\nharm: {each: {equality: {value: x}}}", "d"
    )
    assert (questions(found), questions(found, "missing")) == (["harm[equality]"], ["harm[privacy]"])


def test_yardsticks_of_auditors_list_answered_questions_only() -> None:
    document = served("self: {value: no}\ngoal: {value: x}\nrules: {status: unknown}")
    assert [(one["theme"], questions(one)) for one in document["audit"]] == [("ethics", ["goal"])]


def test_the_titles_of_the_letters_are_those_of_the_law() -> None:
    titles = [one["title"] for one in served("", SHIPPED.law)["letters"]]
    assert len(set(titles)) == len(LETTERS) and all(titles)


def screens(questions: str) -> dict[int | str, int]:
    return {one["meeting"]: one["companion_screens"] for one in tree_coverage(tree(questions))["meetings"]}


def test_a_required_companion_in_a_meeting_is_a_screen() -> None:
    assert screens("[{id: a, kind: yes-no}, {id: b, kind: yes-no}, {id: c, kind: text, meeting: 2}]") == {
        1: 2,
        2: 1,
        3: 0,
        "homework": 0,
    }


@pytest.mark.parametrize(
    "question",
    [
        "{id: a, kind: yes-no, official: true}",
        '{id: a, kind: yes-no, required: "false"}',
        "{id: a, kind: yes-no, meeting: homework}",
        "{id: a, kind: notice}",
    ],
)
def test_official_optional_and_homework_questions_are_no_screens(question: str) -> None:
    assert sum(screens(f"[{question}]").values()) == 0


def test_the_set_per_right_counts_as_one_screen() -> None:
    found = screens(
        """
        - {id: rights, kind: choices, options: [a, b], official: true}
        - {id: one, kind: text, repeat: rights}
        - {id: two, kind: text, repeat: rights}
        """
    )
    assert found[1] == 1


def test_questions_per_algorithm_in_the_chain_count_each() -> None:
    found = screens(
        """
        - {id: others, kind: rows, columns: {name: text}, required: "false"}
        - {id: one, kind: yes-no, repeat: others}
        - {id: two, kind: yes-no, repeat: others}
        """
    )
    assert found[1] == 2


def test_two_minutes_are_counted_for_every_official_input_and_screen() -> None:
    found = tree_coverage(tree("[{id: a, kind: text, official: true}, {id: b, kind: yes-no}]"))
    assert found["meetings"][0] | {"companions": []} == {
        "meeting": 1,
        "official_inputs": 1,
        "companion_screens": 1,
        "companions": [],
        "minutes": 4,
    }


def test_a_tree_tells_what_serves_each_letter_field_and_theme() -> None:
    found = tree_coverage(SERVING)
    assert next(iter(found.items())) == ("iama_questionnaire_coverage", 1)
    assert found["letters"] | {} == {
        "a": ["goal", "rules"],
        "b": ["extra"],
        "c": [],
        "d": ["rules", "harm"],
        "e": [],
        "f": [],
    }
    assert found["audit"] == {"ethics": ["goal", "rules"], "privacy": ["extra"]}
    assert found["register"] == {}


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_no_meeting_has_more_than_five_companion_screens(ref: str) -> None:
    for meeting in tree_coverage(SHIPPED.resolve_questionnaire(ref))["meetings"]:
        assert meeting["companion_screens"] <= 5, meeting


def test_every_letter_is_served_by_iama_and_every_meeting_fits_in_its_hours() -> None:
    found = tree_coverage(SHIPPED.resolve_questionnaire("iama-2.0"))
    assert found["official_inputs"] == 87
    assert all(found["letters"].values())
    hours = {one["meeting"]: one["minutes"] / 60 for one in found["meetings"]}
    assert hours[1] <= 2 and hours[2] <= 2 and hours[3] <= 1  # IAMA 2.0, introduction
    assert sum(one["official_inputs"] for one in found["meetings"]) == 87
