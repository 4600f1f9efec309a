"""Claims about the JSON of `iama status`: what is counted, for whom, and what is hidden."""

import json
from typing import Any

import pytest
from given import AS_OF, NO_LAW, given, tree

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Status
from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier
from iama.model.questionnaire import Kind, Questionnaire
from iama.publish.portfolio import overview
from iama.publish.status import algorithm_name, dossier_language, dossier_status, publication_category

Json = dict[str, Any]
ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text, roles: [project-leader, lawyer]}
    - {id: self, kind: yes-no}
    - {id: rules, number: "1.2", kind: text, when: self = no, roles: [lawyer]}
    - {id: data, kind: text, when: self = yes}
    - {id: extra, kind: text, required: "false"}
    - {id: told, kind: notice}
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: weight, kind: text, repeat: rights}
    """
)


def stood(answers: str, *, language: str | None = None, role: str | None = None) -> Json:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, answers)})
    return dossier_status(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, language, role)


def assessment(answers: str, role: str | None = None) -> Json:
    (found,) = stood(answers, role=role)["assessments"]
    assert isinstance(found, dict)
    return found


def by_id(answers: str) -> dict[tuple[str, str | None], Json]:
    return {(one["id"], one["instance"]): one for one in assessment(answers)["questions"]}


def test_the_version_key_comes_first_and_the_fixed_keys_are_there() -> None:
    document = stood("")
    assert next(iter(document.items())) == ("iama_status", 1)
    assert {"algorithm", "assessments"} <= set(document)
    one = document["assessments"][0]
    assert {"ref", "language", "counts", "parts", "questions"} <= set(one)
    assert {"id", "counts"} <= set(one["parts"][0])
    for question in one["questions"]:
        assert {"id", "number", "instance", "status", "required", "roles"} <= set(question)


def test_the_document_is_plain_json() -> None:
    document = stood("goal: {value: x}\nrights: {value: [privacy]}")
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("goal: {value: x}", "answered"),
        ("goal: {value: }", "open"),
        ("goal: {note: only a note}", "open"),
        ("goal: {status: unknown}", "unknown"),
        ("goal: {status: ask-supplier}", "ask-supplier"),
        ("goal: {status: not-applicable, reason: x}", "not-applicable"),
    ],
)
def test_a_question_has_the_status_of_its_answer(answer: str, status: str) -> None:
    assert by_id(answer)["goal", None]["status"] == status


def test_a_question_waits_for_the_answer_that_its_condition_reads() -> None:
    found = by_id("")
    assert found["rules", None]["status"] == found["data", None]["status"] == "waiting"


def test_a_question_whose_condition_is_false_is_skipped() -> None:
    found = by_id("self: {value: yes}")
    assert (found["rules", None]["status"], found["data", None]["status"]) == ("skipped", "open")


def test_a_hidden_answer_is_skipped_named_and_says_why() -> None:
    found = by_id("self: {value: yes}\nrules: {value: An earlier draft}")["rules", None]
    assert (found["status"], found["hidden"], found["because"]) == ("skipped", True, ["self"])


def test_a_skipped_question_without_an_answer_is_not_hidden() -> None:
    found = by_id("self: {value: yes}")["rules", None]
    assert (found["status"], found["hidden"], found["because"]) == ("skipped", False, [])


def test_a_hidden_answer_counts_only_as_skipped() -> None:
    bare = assessment("self: {value: yes}")
    kept = assessment("self: {value: yes}\nrules: {value: An earlier draft}")
    assert (kept["counts"], kept["progress"], kept["parts"]) == (bare["counts"], bare["progress"], bare["parts"])


def test_a_per_right_question_is_one_waiting_entry_until_the_rights_are_known() -> None:
    assert [key for key in by_id("") if key[0] == "weight"] == [("weight", None)]
    assert by_id("")["weight", None]["status"] == "waiting"


def test_a_per_right_question_has_one_entry_per_right() -> None:
    found = by_id("rights: {value: [privacy, equality]}\nweight: {each: {equality: {value: x}}}")
    assert {key[1]: one["status"] for key, one in found.items() if key[0] == "weight"} == {
        "privacy": "open",
        "equality": "answered",
    }


def test_counts_add_up_to_the_questions_and_parts_to_their_assessment() -> None:
    found = assessment("goal: {value: x}\nself: {value: no}\nrights: {value: [none]}")
    assert found["counts"] == {"answered": 3, "open": 2, "skipped": 2}
    assert sum(found["counts"].values()) == len(found["questions"])
    assert found["parts"][0]["counts"] == found["counts"]


def test_progress_counts_required_questions_that_may_apply() -> None:
    assert assessment("goal: {value: x}\nself: {value: no}\nrights: {value: [none]}")["progress"] == {
        "settled": 3,
        "required": 4,  # extra is optional, data and weight do not apply
        "withheld": 0,
        "percent": 75,
    }


def test_progress_is_whole_only_when_everything_is_settled() -> None:
    almost = "goal: {value: x}\nself: {value: no}\nrights: {value: [none]}\nrules: {status: unknown}"
    assert assessment(almost)["progress"]["percent"] < 100
    done = almost.replace("{status: unknown}", "{status: not-applicable, reason: x}")
    assert assessment(done)["progress"] == {"settled": 4, "required": 4, "withheld": 0, "percent": 100}


def test_notices_are_no_questions() -> None:
    assert "told" not in {one["id"] for one in assessment("")["questions"]}


def test_a_role_sees_its_own_questions_only() -> None:
    assert [one["id"] for one in assessment("", role="lawyer")["questions"]] == ["goal", "rules"]
    assert assessment("", role="lawyer")["counts"] == {"open": 1, "waiting": 1}
    assert assessment("", role="ethicist")["questions"] == []


def test_the_supplier_sees_what_was_asked_of_the_supplier() -> None:
    found = assessment("extra: {status: ask-supplier}", role="supplier")
    assert [one["id"] for one in found["questions"]] == ["extra"]


def test_texts_follow_the_chosen_language_else_that_of_the_dossier() -> None:
    iama = SHIPPED.resolve_questionnaire("iama-2.0")
    dossier = Dossier("abc", {iama.ref: given(iama, "")})
    outcome = evaluate(dossier, [iama], NO_LAW, AS_OF)
    goal = iama.questions["goal"].text
    for language, expected in ((None, "nl"), ("nl", "nl"), ("en", "en")):
        document = dossier_status(outcome, dossier, language)
        found = {one["id"]: one["text"] for one in document["assessments"][0]["questions"]}
        assert (document["language"], found["goal"]) == (expected, goal[expected])
        assert document["assessments"][0]["language"] == "nl"


def test_the_status_of_everything_is_one_of_the_known_words() -> None:
    iama = SHIPPED.resolve_questionnaire("iama-2.0")
    dossier = Dossier("abc", {iama.ref: given(iama, "")})
    document = dossier_status(evaluate(dossier, [iama], NO_LAW, AS_OF), dossier, None)
    questions = document["assessments"][0]["questions"]
    assert {one["status"] for one in questions} <= {word.value for word in Status}
    asked = [q.id for q in iama.questions.values() if q.kind is not Kind.NOTICE]
    assert [one["id"] for one in questions] == asked


def with_facts(answers: str) -> tuple[Json, Json]:
    """Return the status, and the line in the overview, of a dossier that holds these facts of the algorithm."""
    facts = SHIPPED.resolve_questionnaire("algorithm-1.0")
    dossier = Dossier("abc", {facts.ref: given(facts, answers)})
    outcome = evaluate(dossier, [facts], SHIPPED.law, AS_OF)
    return dossier_status(outcome, dossier, None), overview(outcome, dossier, "nl")


EFFECTS = "legal-effect: {value: no}\nclassifies: {value: no}\nown-policy: {value: no}\nai-system: {value: no}\n"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("", None),
        (EFFECTS, "c"),
        (EFFECTS.replace("classifies: {value: no}", "classifies: {value: yes}"), "b"),
        (EFFECTS.replace("legal-effect: {value: no}", "legal-effect: {status: unknown}"), None),
        (EFFECTS.replace("ai-system: {value: no}", "ai-system: {value: yes}\nannex-i: {value: yes}"), "a"),
        (
            EFFECTS.replace("ai-system: {value: no}", "ai-system: {value: yes}")
            + "annex-i: {value: no}\nannex-iii: {value: [5a]}\nderogation: {value: no}\n",
            "a",
        ),
        (
            EFFECTS.replace("ai-system: {value: no}", "ai-system: {value: yes}")
            + "annex-i: {value: no}\nannex-iii: {value: [none]}\n",
            "c",
        ),
    ],
)
def test_the_category_follows_from_the_facts_or_is_undecided(answers: str, expected: str | None) -> None:
    status, line = with_facts(answers)
    assert status["category"] == line["category"] == expected


def test_without_a_name_a_dossier_is_called_by_its_id(small: Questionnaire) -> None:
    dossier = Dossier("abc", {small.ref: given(small, "")})
    outcome = evaluate(dossier, [small], NO_LAW, AS_OF)
    assert (algorithm_name(outcome, dossier), publication_category(outcome)) == ("abc", None)


def test_the_language_of_a_dossier_is_that_of_its_first_assessment() -> None:
    assert dossier_language(Dossier("abc")) == "nl"
    english = given(ASKED, "")
    assert dossier_language(Dossier("abc", {"x": type(english)(english.questionnaire, "en")})) == "en"
