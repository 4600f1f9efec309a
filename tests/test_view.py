"""The edition as plain values: what it holds, counts and leaves out."""

import json
from typing import Any

import pytest
from editions import demo, demo_view, questions, small_document, small_view, texts
from given import tree

from iama.assess.outcome import Status
from iama.publish.view import View

RIGHTS = tree(
    """
    - {id: type, number: "2.1", kind: choice, options: [learning, rules], official: true}
    - {id: origin, number: "2.2A.1", kind: text, when: type = rules, official: true}
    - {id: affected-rights, kind: choices, options: [privacy, equality, none]}
    - {id: settled, kind: yes-no, repeat: affected-rights}
    - {id: importance, kind: choice, options: [core, edge], repeat: affected-rights, when: settled = no}
    - {id: extent, kind: choice, options: [far, limited], repeat: affected-rights, when: settled = no}
    - {id: seriousness, kind: choice, options: [serious, medium, light], repeat: affected-rights, when: settled = no}
    - {id: verdict, kind: choice, options: [fair, unfair], repeat: affected-rights, when: settled = no}
    - {id: later, number: "5", kind: text, shows: [type, origin]}
    """
)
ACTIONS = "{text!: text, owner: text, due: date, status: [open, done], blocking: yes-no}"
TODO = tree(f"- {{id: actions-why, kind: rows, required: false, columns: {ACTIONS}}}")
FOLLOW_UP = tree(
    """
    - id: progress
      kind: rows
      required: false
      columns: {action!: text, status: [doing, done, dropped], date: date}
    """,
    id_="follow-up",
    version="1.0",
)


def asked(edition: View, id_: str) -> list[View]:
    return [question for question in questions(edition) if question["id"] == id_]


def test_the_view_is_plain_json_with_its_version_first() -> None:
    edition = demo_view("nl")

    assert json.loads(json.dumps(edition)) == edition
    assert next(iter(edition.items())) == ("iama_report", 1)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_that_applies_is_shown_once_per_instance(language: str) -> None:
    outcome, _ = demo(language)
    applying = [str(ref) for ref, entry in outcome.entries.items() if entry.status is not Status.SKIPPED]

    shown = [question["answer"]["anchor"] for question in questions(demo_view(language))]

    assert len(shown) == len(set(shown)) == len(applying)


def test_a_hidden_answer_stands_in_the_appendix_and_nowhere_else() -> None:
    secret = "the rules came from a note"
    edition = small_view((RIGHTS, f"type: {{value: learning}}\norigin: {{value: {secret}, note: {secret}}}"))
    [kept] = edition.pop("hidden")

    assert kept["answer"]["text"] == kept["answer"]["note"] == secret
    assert [(one["number"], one["answer"]) for one in kept["because"]] == [("2.1", "learning")]
    assert not [text for text in texts(edition) if secret in text]


def test_a_waiting_answer_is_kept_out_as_well() -> None:
    edition = small_view((RIGHTS, "origin: {value: secret text}"))
    [kept] = edition.pop("hidden")

    assert kept["because"] == [{"anchor": "iama-type", "number": "2.1", "name": "2.1", "answer": ""}]
    assert "secret text" not in list(texts(edition))
    assert asked(edition, "origin")[0]["answer"]["waits_for"][0]["number"] == "2.1"


def test_a_right_that_a_law_settles_does_not_show_the_seriousness_that_was_kept() -> None:
    answers = """
    affected-rights: {value: [privacy]}
    settled: {each: {privacy: {value: 'yes'}}}
    seriousness: {each: {privacy: {value: serious}}}
    """
    [line] = small_view((RIGHTS, answers))["rights"]["lines"]

    assert (line["level"], line["seriousness"]) == (0, "does not apply")


def test_a_reference_to_a_hidden_question_has_no_link() -> None:
    edition = small_view((RIGHTS, "type: {value: learning}"))

    shows = asked(edition, "later")[0]["shows"]

    assert [(one["number"], one["anchor"]) for one in shows] == [("2.1", "iama-type"), ("2.2A.1", "")]


def test_questions_that_repeat_together_stand_together_per_right() -> None:
    answers = "affected-rights: {value: [privacy, equality]}\nsettled: {each: {privacy: {value: 'no'}}}"
    edition = small_view((RIGHTS, answers))
    blocks = edition["assessments"][0]["parts"][0]["sections"][0]["blocks"]
    about = {block["about"]: [q["id"] for g in block["groups"] for q in g["questions"]] for block in blocks}

    assert about["privacy"] == ["settled", "importance", "extent", "seriousness", "verdict"]
    assert about["equality"][0] == "settled"


def test_the_highest_seriousness_is_that_of_the_most_serious_right() -> None:
    answers = """
    affected-rights: {value: [privacy, equality]}
    settled: {each: {privacy: {value: 'no'}, equality: {value: 'no'}}}
    seriousness: {each: {privacy: {value: light}, equality: {value: serious}}}
    """
    rights = small_view((RIGHTS, answers))["rights"]

    assert (rights["known"], rights["highest"], rights["highest_text"]) == (True, 3, "serious")


@pytest.mark.parametrize(("answers", "known"), [("", False), ("affected-rights: {value: [none]}", True)])
def test_no_affected_rights_is_something_else_than_not_answered(answers: str, known: bool) -> None:
    rights = small_view((RIGHTS, answers))["rights"]

    assert (rights["known"], rights["lines"]) == (known, [])


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        ("[]", ("open", False, True)),
        ("[{id: rowaaa, action: actone, status: doing, date: 2026-11-01}]", ("doing", False, True)),
        ("[{id: rowaaa, action: actone, status: done, date: 2026-11-01}]", ("done", True, False)),
        ("[{id: rowaaa, action: actone, status: dropped, date: 2026-11-01}]", ("dropped", True, False)),
        (
            "[{id: rowaaa, action: actone, status: done, date: 2026-11-02},"
            " {id: rowbbb, action: actone, status: doing, date: 2026-11-01}]",
            ("done", True, False),
        ),
        ("[{id: rowaaa, action: another, status: done, date: 2026-11-01}]", ("open", False, True)),
    ],
)
def test_an_action_point_stands_as_the_follow_up_says_last(progress: str, expected: tuple[Any, ...]) -> None:
    todo = "actions-why: {value: [{id: actone, text: Test it, due: 2026-11-22, status: open, blocking: 'yes'}]}"
    edition = small_view((TODO, todo), (FOLLOW_UP, f"progress: {{value: {progress}}}" if progress != "[]" else ""))

    [action] = edition["actions"]

    assert (action["status"], action["done"], action["overdue"]) == expected
    assert edition["counts"]["blocking"] == (0 if expected[1] else 1)


@pytest.mark.parametrize(("due", "overdue"), [("2026-11-22", True), ("2026-11-23", False)])
def test_an_action_point_is_overdue_the_day_after_its_date(due: str, overdue: bool) -> None:
    edition = small_view((TODO, f"actions-why: {{value: [{{id: actone, text: Test it, due: {due}}}]}}"))

    assert edition["actions"][0]["overdue"] is overdue


def test_counts_tell_open_unknown_and_optional_questions_apart() -> None:
    three = tree(
        """
        - {id: one, kind: text}
        - {id: two, kind: text}
        - {id: three, kind: text, required: false}
        - {id: four, kind: text}
        """
    )
    edition = small_view(
        (three, "two: {status: unknown, follow: {by: lawyer, due: 2027-01-31}}\nfour: {value: yes it is}")
    )

    assert {name: edition["counts"][name] for name in ("open", "optional", "unknown")} == {
        "open": 1,
        "optional": 1,
        "unknown": 1,
    }
    assert [(line["id"], line["needed"], line["follow"]) for line in edition["unanswered"]] == [
        ("one", True, ""),
        ("two", True, "lawyer"),
        ("three", False, ""),
    ]


def test_a_notice_that_an_answer_calls_up_is_loud_and_stands_first() -> None:
    stop = tree(
        """
        - {id: welcome, kind: notice}
        - {id: prohibited, kind: yes-no}
        - {id: stop, number: "1.3.3", kind: notice, when: prohibited = yes, text: {nl: Stop hier., en: Stop here.}}
        """
    )

    assert small_view((stop, "prohibited: {value: 'no'}"))["alerts"] == []
    assert [a["text"] for a in small_view((stop, "prohibited: {value: 'yes'}"))["alerts"]] == ["Stop here."]


def test_people_appear_by_name_and_their_column_says_so() -> None:
    table = tree("- {id: attendance, kind: rows, columns: {role: [lawyer], person: text}}")
    edition = small_view((table, "attendance: {value: [{id: rowaaa, role: lawyer, person: p1}]}"))

    shown = asked(edition, "attendance")[0]["answer"]["table"]

    assert shown["columns"][1] == "Person"
    assert [cell["text"] for cell in shown["rows"][0]] == ["lawyer", "Ada Example"]


def test_free_text_carries_the_language_of_the_team_and_labels_that_of_the_page() -> None:
    table = tree("- {id: goal, kind: text}\n- {id: what, kind: rows, columns: {owner: text, due: date}}")
    answers = "goal: {value: Doel}\nwhat: {value: [{id: rowaaa, owner: jurist, due: 2027-01-31}]}"
    edition = small_view((table, answers), language="en")
    [owner, due] = asked(edition, "what")[0]["answer"]["table"]["rows"][0]

    assert asked(edition, "goal")[0]["answer"]["language"] == owner["language"] == "nl"
    assert due == {"text": "31 January 2027", "language": "en", "date": "2027-01-31"}


def test_only_leaves_out_other_assessments_with_their_actions_and_hidden_answers() -> None:
    other = tree("- {id: class, kind: text}", id_="fria", version="1.0")
    answers = "type: {value: learning}\norigin: {value: kept}"

    edition = small_view((RIGHTS, answers), (other, ""), only=["fria"])

    assert [assessment["id"] for assessment in edition["assessments"]] == ["fria"]
    assert edition["hidden"] == [] and edition["rights"]["lines"] == []
    assert edition["provenance"]["command"].startswith("iama report small -q fria-1.0 ")


SCENARIOS = tree(
    """
    - id: scenarios
      kind: rows
      columns: {right!: [privacy, equality], what: text}
    """,
    id_="fria",
    version="1.0",
)
NAMED = (
    "scenarios: {value: [{id: rowaaa, right: equality}, {id: rowbbb, right: privacy}, {id: rowccc, right: equality}]}"
)


def test_a_fria_alone_names_the_rights_of_its_scenarios() -> None:
    rights = small_view((SCENARIOS, NAMED))["rights"]

    assert (rights["known"], [line["name"] for line in rights["lines"]]) == (True, ["equality", "privacy"])
    assert {line["anchor"] for line in rights["lines"]} == {"fria-scenarios"}
    assert small_view((SCENARIOS, ""))["rights"]["known"] is False


def test_the_rights_of_an_iama_are_weighed_there_and_not_taken_from_scenarios() -> None:
    answered = (RIGHTS, "affected-rights: {value: [privacy]}")

    assert [line["id"] for line in small_view(answered, (SCENARIOS, NAMED))["rights"]["lines"]] == ["privacy"]


@pytest.mark.parametrize(
    ("to", "said"), [("html", '<a href="#fria-scenarios">equality</a>'), ("md", "- [equality](#fria-scenarios)")]
)
def test_the_page_of_a_fria_alone_lists_its_rights(to: str, said: str) -> None:
    page = small_document(to, (SCENARIOS, NAMED))

    assert said in page
    assert "has not been answered yet" not in page


def test_provenance_names_every_questionnaire_and_the_law_with_their_digests() -> None:
    provenance = demo_view("nl")["provenance"]
    digests = [tree["digest"] for tree in provenance["questionnaires"]] + [provenance["law"]]

    assert [tree["ref"] for tree in provenance["questionnaires"]] == [
        "iama-2.0",
        "fria-1.0",
        "algorithm-1.0",
        "follow-up-1.0",
    ]
    assert all(len(digest) == len("sha256:") + 64 for digest in digests)
    assert provenance["command"] == "iama report herzicht --lang nl --as-of 2026-11-23"
