"""Claims about carrying an assessment into the next version of its questionnaire."""

from given import AS_OF, NO_LAW, evaluated, given, tree

from iama.assess.evaluation import evaluate
from iama.audit.migration import Migration, Result, adopting, carry_withheld_rows, migrate_answers, unconfirmed_entries
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Dossier, Row
from iama.model.succession import How, Step, Succession

OLD = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: why, number: "1.2", kind: text}
    - {id: best, number: "1.3", kind: text}
    - {id: data, number: "2.1", kind: text}
    - {id: kind, number: "2.2", kind: choice, options: [rules, learning]}
    - {id: archive, number: "2.3", kind: text}
    - {id: serious, number: "3.1", kind: text}
    - {id: people, number: "3.2", kind: rows, columns: {name!: text}}
    - {id: far, number: "3.3", kind: text, when: kind = learning}
    """,
    version="1.0",
)
NEW = tree(
    """
    - {id: rights, kind: choices, options: [privacy, equality, none]}
    - {id: aim, number: "1.2", kind: text, official: true}
    - {id: choice, number: "1.3", kind: text, official: true}
    - {id: source, number: "1.1", kind: text, official: true}
    - {id: quality, number: "2.1", kind: text, official: true}
    - {id: kind, number: "2.2", kind: choice, options: [rules, learning, both], official: true}
    - {id: weight, number: "3.1", kind: text, repeat: rights, official: true}
    - {id: people, number: "3.2", kind: rows, columns: {name!: text, role: text}, official: true}
    - {id: reach, number: "3.3", kind: text, official: true}
    - {id: exit, number: "4.1", kind: text, official: true}
    - {id: fate, number: "4.2", kind: yes-no, official: true}
    """
)
TABLE = Succession(
    "iama-1.0",
    "iama-2.0",
    (
        Step("goal", ("aim",), How.SAME),
        Step("why", ("choice",), How.MERGED, {"nl": "Nu één", "en": "One now"}),
        Step("best", ("choice",), How.MERGED, {"nl": "Nu één", "en": "One now"}),
        Step("data", ("source", "quality", "fate"), How.SPLIT),
        Step("kind", ("kind",), How.REWORDED),
        Step("archive", (), How.DROPPED),
        Step("serious", ("weight",), How.REWORDED),
        Step("people", ("people",), How.SAME),
        Step("far", ("reach",), How.SAME),
        Step(None, ("exit",), How.NEW),
    ),
)


def moved(answers: str, there: str = "") -> Migration:
    """Return what carrying `answers` into a 2.0 that holds `there` comes to."""
    outcome = evaluated((OLD, answers))
    return migrate_answers(OLD, outcome.tree_entries("iama"), NEW, given(NEW, there), TABLE)


def results(found: Migration) -> dict[str, str]:
    return {f"{line.target[0]}[{line.target[1]}]" if line.target and line.target[1] else line.target[0] if line.target
            else line.sources[0]: f"{line.how} {line.result}" for line in found.lines}  # fmt: skip


def test_an_answer_goes_where_the_table_says_and_not_to_its_number() -> None:
    found = moved("goal: {value: Less fraud, note: N, by: [lawyer], date: 2021-09-01}").assessment
    assert found.answer_to("aim") == Answer(
        value="Less fraud",
        note="N",
        by=("lawyer",),
        date="2021-09-01",
        carried={"from": "iama-1.0/1.1"},
        stamp=NEW.questions["aim"].stamp,
    )
    assert found.answer_to("source").empty  # which is 1.1 now


def test_the_answer_to_a_question_that_was_split_is_offered_at_each_successor() -> None:
    found = moved("data: {value: Files}")
    assert [found.assessment.answer_to(id_).value for id_ in ("source", "quality")] == ["Files", "Files"]
    assert results(found)["quality"] == "split carried"


def test_answers_to_merged_questions_are_joined_under_their_old_numbers() -> None:
    found = moved(
        """
        why: {value: Cheap, by: [lawyer], sources: [{title: Study}], note: A, date: 2021-09-01}
        best: {value: It fits, by: [ethicist], dissent: [{by: lawyer, text: 'No'}], note: B, date: 2021-10-01}
        """
    ).assessment.answer_to("choice")
    assert found.value == "**iama-1.0, 1.2**\n\nCheap\n\n**iama-1.0, 1.3**\n\nIt fits"
    assert found.carried == {"from": "iama-1.0/1.2, iama-1.0/1.3"}
    assert (found.by, found.note, found.date) == (("lawyer", "ethicist"), "A\n\nB", "2021-10-01")
    assert [one.text for one in found.dissent] == ["No"] and [one.title for one in found.sources] == ["Study"]


def test_of_merged_questions_the_only_answer_stands_without_a_heading() -> None:
    found = moved("best: {value: It fits}")
    assert found.assessment.answer_to("choice").value == "It fits"
    assert results(found)["choice"] == "merged carried"


def test_what_is_still_being_found_out_is_told_beside_the_words_that_it_is_joined_with() -> None:
    found = moved(
        """
        why: {status: unknown, follow: {by: Jan, due: 2027-01-31}, note: Asked twice}
        best: {value: It fits}
        """
    ).assessment.answer_to("choice")
    told = "Nog onbekend: Jan, uiterlijk 31 januari 2027"
    assert found.value == f"**iama-1.0, 1.2**\n\n{told}\n\n**iama-1.0, 1.3**\n\nIt fits"
    assert (found.status, found.note) == (None, "Asked twice")
    assert found.carried == {"from": "iama-1.0/1.2, iama-1.0/1.3"}


def test_answers_that_nobody_knows_yet_are_unknown_when_they_are_joined() -> None:
    found = moved("why: {status: ask-supplier}\nbest: {status: unknown, follow: {by: Jan}}").assessment.answer_to(
        "choice"
    )
    assert found.value is None and found.follow is not None
    assert (found.status, found.follow.by) == ("unknown", "Jan")
    assert found.note == ("**iama-1.0, 1.2**\n\nGevraagd aan de leverancier\n\n**iama-1.0, 1.3**\n\nNog onbekend: Jan")
    assert moved("why: {status: unknown}\nbest: {status: unknown}").assessment.answer_to("choice").note == ""


def test_what_does_not_apply_says_so_when_it_is_joined() -> None:
    found = moved("why: {status: not-applicable, reason: One model}\nbest: {value: It fits}")
    said = "**iama-1.0, 1.2**\n\nNiet van toepassing: One model\n\n**iama-1.0, 1.3**\n\nIt fits"
    assert found.assessment.answer_to("choice").value == said


def test_what_is_unknown_in_part_is_not_called_inapplicable() -> None:
    found = moved("why: {status: not-applicable, reason: One model}\nbest: {status: unknown}").assessment
    assert (
        found.answer_to("choice").status == "unknown"
        and "Niet van toepassing: One model" in found.answer_to("choice").note
    )
    none = moved("why: {status: not-applicable, reason: One model}\nbest: {note: Later}").assessment.answer_to("choice")
    assert (none.status, none.reason, none.note) == ("not-applicable", "One model", "Later")


def test_a_note_without_an_answer_goes_along_with_the_answer_beside_it() -> None:
    found = moved("why: {note: Later}\nbest: {value: It fits}").assessment.answer_to("choice")
    assert (found.value, found.note) == ("It fits", "Later")


def test_a_reason_is_carried_with_its_status() -> None:
    found = moved("goal: {status: not-applicable, reason: None here}").assessment.answer_to("aim")
    assert (found.status, found.reason) == ("not-applicable", "None here")


def test_a_value_goes_along_when_the_new_question_can_hold_it() -> None:
    found = moved("kind: {value: learning}\npeople: {value: [{id: rowaaa, name: Group}]}").assessment
    assert found.answer_to("kind").value == "learning"
    assert found.answer_to("people").rows == (Row("rowaaa", {"name": "Group"}),)


def test_what_is_asked_in_another_way_now_is_named_and_left_open() -> None:
    found = moved("data: {value: Files}")
    assert results(found)["fate"] == "split by-hand"
    assert found.assessment.answer_to("fate").empty


def test_an_answer_that_stands_there_is_never_overwritten() -> None:
    found = moved("goal: {value: Old}", "aim: {value: Ours}")
    assert found.assessment.answer_to("aim").value == "Ours"
    assert results(found)["aim"] == "same kept"


def test_carrying_twice_changes_nothing() -> None:
    once = moved("goal: {value: Old}\nwhy: {value: Cheap}\nbest: {value: It fits}")
    entries = evaluated((OLD, "goal: {value: Old}\nwhy: {value: Cheap}\nbest: {value: It fits}")).tree_entries("iama")
    again = migrate_answers(OLD, entries, NEW, once.assessment, TABLE)
    assert again.assessment == once.assessment
    assert (
        again.counts_by_result["carried"] == 0
        and again.counts_by_result["kept"] == once.counts_by_result["carried"] == 2
    )


def test_what_is_asked_per_right_waits_until_the_rights_are_ticked() -> None:
    assert results(moved("serious: {value: Heavy}"))["weight"] == "reworded waiting"
    found = moved("serious: {value: Heavy}", "rights: {value: [privacy, equality]}")
    assert [found.assessment.answer_to("weight", key).value for key in ("privacy", "equality")] == ["Heavy", "Heavy"]
    assert results(found)["weight[equality]"] == "reworded carried"


def test_a_hidden_answer_is_not_carried() -> None:
    assert results(moved("kind: {value: rules}\nfar: {value: Hidden}"))["reach"] == "same empty"


def test_every_question_of_the_table_is_told_once_and_counted() -> None:
    found = moved("goal: {value: Less fraud}")
    assert results(found) == {
        "aim": "same carried",
        "choice": "merged empty",
        "source": "split empty",
        "quality": "split empty",
        "kind": "reworded empty",
        "weight": "reworded empty",
        "people": "same empty",
        "reach": "same empty",
        "exit": "new open",
        "fate": "split empty",
        "archive": "dropped dropped",
    }
    assert found.counts_by_result == {
        "carried": 1, "kept": 0, "by-hand": 0, "waiting": 0, "empty": 8, "dropped": 1, "open": 1,
    }  # fmt: skip
    assert found.lines[1].note["en"] == "One now"


def test_a_role_that_the_new_version_does_not_know_becomes_a_note() -> None:
    old, new = SHIPPED.resolve_questionnaire("iama-1.0"), SHIPPED.resolve_questionnaire("iama-2.0")
    answers = "goal: {value: X, by: [requester, lawyer], dissent: [{by: requester, text: Too wide}]}"
    table = SHIPPED.succession(old.ref, new.ref)
    assert table is not None
    entries = evaluated((old, answers)).tree_entries("iama")
    found = migrate_answers(old, entries, new, given(new), table).assessment.answer_to("goal")
    assert (found.by, found.dissent, found.note) == (("lawyer",), (), "Behoeftesteller: Too wide")


def test_a_carried_answer_counts_and_waits_to_be_confirmed() -> None:
    found = moved("goal: {value: Less fraud}\ndata: {value: Files}").assessment
    found = found.with_answer("source", None, found.answer_to("source").with_confirmation("2026-11-23"))
    outcome = evaluate(Dossier("test", {NEW.ref: found}), [NEW], NO_LAW, AS_OF)
    assert [str(entry.ref) for entry in unconfirmed_entries(outcome)] == ["aim", "quality"]
    entry = outcome.find_entry("iama", "aim")
    assert entry and entry.status == "answered"
    assert found.answer_to("source").carried == {"from": "iama-1.0/2.1", "confirmed": "2026-11-23"}


def test_what_was_withheld_is_withheld_where_it_goes() -> None:
    follow_up = SHIPPED.resolve_questionnaire("follow-up")
    kept = given(
        follow_up,
        """
        withheld:
          value:
            - {id: rowaaa, assessment: iama-1.0, question: data, ground: woo-5.1.2.d, reason: R, by: lawyer}
            - {id: rowbbb, assessment: fria-1.0, question: data, ground: woo-5.1.2.d}
        """,
    )
    ids = iter(["rowccc", "rowddd", "roweee"])
    found = carry_withheld_rows(
        kept, moved("data: {value: Secret}\ngoal: {value: X}"), follow_up, "iama-1.0", lambda: next(ids)
    )
    cells = [row.cells for row in found.answer_to("withheld").rows[2:]]
    assert [(one["assessment"], one["question"], one["ground"], one["reason"], one["by"]) for one in cells] == [
        ("iama-2.0", "source", "woo-5.1.2.d", "R", "lawyer"),
        ("iama-2.0", "quality", "woo-5.1.2.d", "R", "lawyer"),
    ]
    again = carry_withheld_rows(found, moved("data: {value: Secret}"), follow_up, "iama-1.0", lambda: next(ids))
    assert again == found


def test_a_whole_assessment_that_was_withheld_stays_so_in_the_next_version() -> None:
    follow_up = SHIPPED.resolve_questionnaire("follow-up")
    kept = given(follow_up, "withheld: {value: [{id: rowaaa, assessment: iama-1.0, ground: woo-5.1.2.d}]}")
    found = carry_withheld_rows(kept, moved("goal: {value: X}"), follow_up, "iama-1.0", lambda: "rowccc")
    assert [row.cells["assessment"] for row in found.answer_to("withheld").rows] == ["iama-1.0", "iama-2.0"]


def test_answers_that_adopt_from_the_older_version_are_named() -> None:
    fria = tree("[{id: purpose, kind: text}, {id: people, kind: text}]", id_="fria", version="1.0")
    answers = "purpose: {adopts: [{from: iama-1.0/goal, seen: x}]}\npeople: {adopts: [{from: iama-2.0/aim, seen: x}]}"
    dossier = Dossier("test", {fria.ref: given(fria, answers)})
    assert adopting(dossier, "iama-1.0") == ("fria-1.0/purpose",)


def test_the_words_of_a_result_are_those_of_the_json() -> None:
    assert [str(result) for result in Result] == "carried kept by-hand waiting empty dropped open".split()
