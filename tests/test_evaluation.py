"""Answers to statuses: what is asked, hidden, waiting or derived, and that nothing hidden ever counts."""

from random import Random

import pytest
from given import AS_OF, evaluated, given, legal, statuses, tree
from hypothesis import given as drawn
from hypothesis import strategies as st
from strategies import random_answers

from iama.assess.evaluation import evaluate, rank
from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.world import status_of
from iama.model.conditions import Ref, Ruling
from iama.model.dossier import Answer, Assessment, Dossier, State
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire


def entry(outcome: Outcome, question: str, instance: str | None = None, *, of: str = "iama") -> Entry:
    found = outcome.find_entry(of, question, instance)
    assert found is not None
    return found


def refs(*names: str, of: str = "iama") -> tuple[Ref, ...]:
    return tuple(Ref(of, *name.rstrip("]").split("[")) for name in names)


class TestStatuses:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("", "open"),
            ("rights: {value: [privacy]}", "answered"),
            ("rights: {value: []}", "answered"),
            ("rights: {status: unknown}", "unknown"),
            ("rights: {value: [privacy], unsure: [speech]}", "unknown"),
            ("rights: {unsure: [speech]}", "unknown"),
            ("rights: {status: ask-supplier}", "ask-supplier"),
            ("rights: {status: not-applicable, reason: x}", "not-applicable"),
            ("rights: {note: still thinking}", "open"),
        ],
    )
    def test_an_answer_gives_its_question_a_status(self, small: Questionnaire, answer: str, expected: str) -> None:
        assert entry(evaluated((small, answer)), "rights").status == expected

    def test_every_status_says_whether_it_is_settled_and_applies(self) -> None:
        assert {one for one in Status if one.is_settled} == {Status.ANSWERED, Status.NOT_APPLICABLE, Status.SKIPPED}
        assert {one for one in Status if not one.applies} == {Status.SKIPPED, Status.WAITING}

    def test_a_status_is_read_off_an_answer(self) -> None:
        assert [status_of(Answer(status=state)) for state in State] == [
            *("unknown", "ask-supplier", "not-applicable", "withheld")
        ]
        assert (status_of(Answer()), status_of(Answer("x"))) == ("open", "answered")


SHOWN_BY = tree(
    """
    - {id: ai, kind: yes-no}
    - {id: class, kind: choice, options: [high, low], when: ai = yes}
    - {id: area, kind: text, when: class = high}
    - {id: detail, kind: text, when: area answered}
    - {id: other, kind: text, when: class != high}
    - {id: unless, kind: text, when: not class = high}
    """
)


class TestHiding:
    def test_a_question_whose_condition_is_unknown_waits_for_the_answer_that_is_missing(self) -> None:
        outcome = evaluated((SHOWN_BY, ""))
        assert statuses(outcome) == {"ai": "open"} | dict.fromkeys(
            ("class", "area", "detail", "other", "unless"), "waiting"
        )
        assert entry(outcome, "detail").ruling == Ruling(None, missing=refs("ai"))

    def test_a_whole_branch_is_skipped_when_its_root_is(self) -> None:
        outcome = evaluated((SHOWN_BY, "ai: {value: no}"))
        assert statuses(outcome) == {
            "ai": "answered",
            "class": "skipped",
            "area": "skipped",
            "detail": "skipped",
            "other": "skipped",  # on nothing every test is no
            "unless": "open",
        }
        assert entry(outcome, "class").ruling == Ruling(False, because=refs("ai"))

    def test_a_hidden_answer_is_kept_and_never_counts(self) -> None:
        answers = "class: {value: high}\narea: {value: x}\ndetail: {value: y}"
        outcome = evaluated((SHOWN_BY, f"ai: {{value: no}}\n{answers}"))
        assert [entry(outcome, name).status for name in ("class", "area", "detail")] == [Status.SKIPPED] * 3
        assert [entry(outcome, name).hidden for name in ("ai", "class", "area", "unless")] == [False, True, True, False]
        assert entry(outcome, "area").answer.value == "x"

    def test_a_hidden_answer_comes_back_with_its_root(self) -> None:
        answers = "class: {value: high}\narea: {value: x}\ndetail: {value: y}"
        outcome = evaluated((SHOWN_BY, f"ai: {{value: yes}}\n{answers}"))
        assert [entry(outcome, name).status for name in ("class", "area", "detail")] == [Status.ANSWERED] * 3

    def test_a_waiting_answer_does_not_count_either(self) -> None:
        outcome = evaluated((SHOWN_BY, "class: {value: high}\narea: {value: x}"))
        assert [entry(outcome, name).status for name in ("class", "area", "detail")] == [Status.WAITING] * 3
        assert entry(outcome, "area").hidden

    @pytest.mark.parametrize(
        ("state", "expected"), [("unknown", "waiting"), ("ask-supplier", "waiting"), ("not-applicable", "skipped")]
    )
    def test_unknown_is_never_no(self, state: str, expected: str) -> None:
        assert statuses(evaluated((SHOWN_BY, f"ai: {{status: {state}}}")))["class"] == expected

    def test_hiding_a_part_or_a_section_hides_everything_in_it(self) -> None:
        first = tree("- {id: ai-system, kind: yes-no}", id_="algorithm", version="1.0")
        for above in ({"part": "algorithm.ai-system = yes"}, {"section": "algorithm.ai-system = yes"}):
            second = tree("- {id: a, kind: text}\n- {id: b, kind: text, when: a answered}", **above)
            hidden = statuses(evaluated((first, "ai-system: {value: no}"), (second, "a: {value: x}\nb: {value: x}")))
            assert (hidden["a"], hidden["b"]) == ("skipped", "skipped")

    def test_an_option_that_the_team_is_unsure_about_leaves_only_its_own_questions_waiting(self) -> None:
        asked = tree(
            """
            - {id: x, kind: choices, options: [a, b, c]}
            - {id: if-a, kind: text, when: x = a}
            - {id: if-b, kind: text, when: x = b}
            - {id: if-c, kind: text, when: x = c}
            """
        )
        found = statuses(evaluated((asked, "x: {value: [a], unsure: [b]}")))
        assert (found["if-a"], found["if-b"], found["if-c"]) == ("open", "waiting", "skipped")

    @pytest.mark.parametrize("id_", ["rights", "actions"])
    def test_an_empty_list_is_an_answer_with_nothing(self, id_: str) -> None:
        asked = tree(
            f"""
            - {{id: rights, kind: choices, options: [privacy, speech]}}
            - {{id: actions, kind: rows, columns: {{action: text}}}}
            - {{id: none-given, kind: text, when: "count {id_} = 0"}}
            - {{id: some-given, kind: text, when: {id_} answered}}
            - {{id: differs, kind: text, when: {id_} != privacy}}
            """
        )
        found = statuses(evaluated((asked, f"{id_}: {{value: []}}")))
        assert (found["none-given"], found["some-given"], found["differs"]) == ("open", "skipped", "skipped")


class TestRepeats:
    PER_RIGHT = tree(
        """
        - {id: rights, kind: choices, options: [privacy, speech, none]}
        - {id: importance, kind: choice, options: [core, edge], repeat: rights}
        - {id: reason, kind: text, repeat: rights, when: importance = core}
        - {id: named, kind: text, repeat: rights, when: key = privacy}
        - {id: any-core, kind: text, when: any rights (importance = core)}
        - {id: every-core, kind: text, when: every rights (importance = core)}
        """
    )

    def test_a_question_per_value_is_one_waiting_entry_until_the_values_are_there(self) -> None:
        outcome = evaluated((self.PER_RIGHT, ""))
        assert statuses(outcome) == {"rights": "open"} | dict.fromkeys(
            ("importance", "reason", "named", "any-core", "every-core"), "waiting"
        )
        assert entry(outcome, "importance").ruling.missing == refs("rights")

    @pytest.mark.parametrize("rights", ["{value: [none]}", "{value: []}", "{status: not-applicable}"])
    def test_over_nothing_there_is_nothing_to_ask(self, rights: str) -> None:
        found = statuses(evaluated((self.PER_RIGHT, f"rights: {rights}")))
        assert {found[name] for name in found if name != "rights"} == {"skipped"}

    def test_every_value_has_its_own_instance(self) -> None:
        answers = "rights: {value: [privacy, speech]}\nimportance: {each: {privacy: {value: core}}}"
        outcome = evaluated((self.PER_RIGHT, answers))
        assert statuses(outcome) == {
            "rights": "answered",
            "importance[privacy]": "answered",
            "importance[speech]": "open",
            "reason[privacy]": "open",
            "reason[speech]": "waiting",
            "named[privacy]": "open",
            "named[speech]": "skipped",
            "any-core": "open",
            "every-core": "waiting",
        }
        assert [one.ref.instance for one in outcome.instance_entries("iama", "reason")] == ["privacy", "speech"]
        assert entry(outcome, "every-core").ruling.missing == refs("importance[speech]")
        assert entry(outcome, "any-core").ruling.because == refs("rights", "importance[privacy]")

    def test_a_left_over_instance_is_skipped_kept_and_counts_nowhere(self) -> None:
        answers = "rights: {value: [speech]}\nimportance: {each: {privacy: {value: core}, speech: {value: edge}}}"
        outcome = evaluated((self.PER_RIGHT, answers))
        left = entry(outcome, "importance", "privacy")
        assert (left.status, left.hidden, left.answer.value) == (Status.SKIPPED, True, "core")
        assert left.ruling == Ruling(False, because=refs("rights"))
        assert statuses(outcome)["any-core"] == "skipped"

    def test_a_left_over_instance_waits_while_its_value_may_still_come(self) -> None:
        answers = "importance: {each: {privacy: {value: core}}}"
        for rights in ("", "rights: {status: unknown}\n", "rights: {unsure: [privacy]}\n"):
            outcome = evaluated((self.PER_RIGHT, rights + answers))
            assert entry(outcome, "importance", "privacy").status is Status.WAITING

    def test_an_unsure_value_has_no_instance_and_keeps_ranges_open(self) -> None:
        answers = "rights: {value: [speech], unsure: [privacy]}\nimportance: {each: {speech: {value: edge}}}"
        found = statuses(evaluated((self.PER_RIGHT, answers)))
        assert "importance[privacy]" not in found
        assert (found["any-core"], found["every-core"]) == ("waiting", "skipped")

    PER_ROW = tree(
        """
        - {id: others, kind: rows, columns: {name!: text, owner: text, level: [high, low]}}
        - {id: method, kind: text, repeat: others}
        - {id: owned, kind: text, when: any others (owner answered)}
        - {id: high, kind: text, when: every others (level = high)}
        - {id: not-low, kind: text, when: any others (level != low)}
        """
    )

    def test_over_rows_there_is_the_answer_itself_and_one_per_row(self) -> None:
        for answers, expected in (
            ("", ["method"]),
            ("others: {value: []}", ["method"]),
            ("others: {value: [{id: aaaaaa, name: x}]}", ["method", "method[aaaaaa]"]),
        ):
            outcome = evaluated((self.PER_ROW, answers))
            assert [str(one.ref) for one in outcome.instance_entries("iama", "method")] == expected
            assert all(one.status is Status.OPEN for one in outcome.instance_entries("iama", "method"))

    def test_an_answer_to_a_row_that_is_gone_is_skipped(self) -> None:
        answers = "others: {value: [{id: aaaaaa, name: x}]}\nmethod: {each: {bbbbbb: {value: y}}}"
        assert statuses(evaluated((self.PER_ROW, answers)))["method[bbbbbb]"] == "skipped"

    @pytest.mark.parametrize(
        ("row", "owned", "high", "not_low"),
        [
            ("{id: aaaaaa, name: x}", "skipped", "skipped", "skipped"),  # an empty column is nothing
            ("{id: aaaaaa, name: x, owner: y}", "open", "skipped", "skipped"),
            ("{id: aaaaaa, name: x, level: high}", "skipped", "open", "open"),
            ("{id: aaaaaa, name: x, level: low}", "skipped", "skipped", "skipped"),
        ],
    )
    def test_in_a_saved_row_answered_is_yes_or_no(self, row: str, owned: str, high: str, not_low: str) -> None:
        found = statuses(evaluated((self.PER_ROW, f"others: {{value: [{row}]}}")))
        assert (found["owned"], found["high"], found["not-low"]) == (owned, high, not_low)

    def test_inside_a_range_over_rows_a_name_is_a_column_an_instance_or_a_question_around_it(self) -> None:
        asked = tree(
            """
            - {id: limit, kind: yes-no}
            - {id: others, kind: rows, columns: {name!: text, since: date, size: number}}
            - {id: method, kind: text, repeat: others}
            - {id: early, kind: text, when: any others (since < 2026-01-01)}
            - {id: large, kind: text, when: any others (size > 9)}
            - {id: told, kind: text, when: any others (method answered)}
            - {id: limited, kind: text, when: any others (limit = yes and key = bbbbbb)}
            """
        )
        rows = "{id: aaaaaa, name: x, since: 2025-12-31, size: 10}, {id: bbbbbb, name: y, since: 2026-01-01, size: 9}"
        answers = f"limit: {{value: yes}}\nothers: {{value: [{rows}]}}\n"
        open_ = evaluated((asked, answers))
        assert [statuses(open_)[name] for name in ("early", "large", "told", "limited")] == [
            *("open", "open", "waiting", "open"),
        ]
        assert entry(open_, "told").ruling.missing == refs("method[aaaaaa]", "method[bbbbbb]")
        told = evaluated((asked, answers + "method: {each: {bbbbbb: {value: x}}}"))
        assert entry(told, "told").ruling.because == refs("others", "method[bbbbbb]")
        other = evaluated((asked, answers.replace("aaaaaa", "cccccc").replace("2025-12-31", "2026-01-02")))
        assert statuses(other)["early"] == "skipped"


class TestMatrix:
    SERIOUS = tree(
        """
        - {id: rights, kind: choices, options: [privacy, speech]}
        - {id: importance, kind: choice, options: [core, edge], repeat: rights}
        - {id: extent, kind: choice, options: [far, near], repeat: rights, when: importance answered}
        - id: seriousness
          kind: choice
          options: [serious, light]
          repeat: rights
          matrix: {rows: importance, columns: extent, cells: {core: {far: serious, near: light}, edge: {far: light}}}
        - {id: fires, kind: text, when: any rights (seriousness = serious)}
        """
    )

    def outcome(self, more: str) -> Outcome:
        return evaluated((self.SERIOUS, f"rights: {{value: [privacy]}}\n{more}"))

    def test_a_value_follows_from_two_answers_and_counts(self) -> None:
        found = self.outcome("importance: {each: {privacy: {value: core}}}\nextent: {each: {privacy: {value: far}}}")
        derived = entry(found, "seriousness", "privacy")
        assert (derived.status, derived.answer.value, derived.derived) == (Status.ANSWERED, "serious", True)
        assert statuses(found)["fires"] == "open"

    def test_the_team_may_overrule_it(self) -> None:
        both = "importance: {each: {privacy: {value: core}}}\nextent: {each: {privacy: {value: far}}}"
        found = self.outcome(both + "\nseriousness: {each: {privacy: {value: light, overruled: Beperkt}}}")
        own = entry(found, "seriousness", "privacy")
        assert (own.answer.value, own.answer.overruled, own.derived) == ("light", "Beperkt", False)
        assert statuses(found)["fires"] == "skipped"

    def test_not_knowing_stands_above_what_would_follow(self) -> None:
        both = "importance: {each: {privacy: {value: core}}}\nextent: {each: {privacy: {value: far}}}"
        found = self.outcome(both + "\nseriousness: {each: {privacy: {status: unknown}}}")
        assert entry(found, "seriousness", "privacy").status is Status.UNKNOWN

    @pytest.mark.parametrize(
        "more",
        [
            "",
            "importance: {each: {privacy: {value: core}}}",
            "importance: {each: {privacy: {value: edge}}}\nextent: {each: {privacy: {value: near}}}",  # an empty cell
            "extent: {each: {privacy: {value: far}}}",  # waiting: it does not count
            "importance: {each: {privacy: {status: unknown}}}\nextent: {each: {privacy: {value: far}}}",
        ],
    )
    def test_without_both_answers_or_a_cell_nothing_follows(self, more: str) -> None:
        assert entry(self.outcome(more), "seriousness", "privacy").status is Status.OPEN

    def test_a_note_stays_with_a_value_that_follows(self) -> None:
        both = "importance: {each: {privacy: {value: core}}}\nextent: {each: {privacy: {value: far}}}"
        found = self.outcome(both + "\nseriousness: {each: {privacy: {note: Zwaar}}}")
        derived = entry(found, "seriousness", "privacy")
        assert (derived.answer.value, derived.answer.note, derived.derived) == ("serious", "Zwaar", True)


class TestDossiers:
    FACTS = tree("- {id: ai-system, kind: yes-no}\n- {id: start, kind: date}", id_="algorithm", version="1.0")
    IAMA = tree(
        """
        - {id: if-ai, kind: text, when: algorithm.ai-system = yes}
        - {id: if-fria, kind: text, when: fria.goal answered}
        """
    )
    FRIA = tree(
        "- {id: goal, kind: text}\n- {id: if-iama, kind: text, when: iama.if-ai answered}", id_="fria", version="1.0"
    )

    def test_a_condition_looks_back_at_another_assessment(self) -> None:
        found = statuses(evaluated((self.FACTS, "ai-system: {value: no}"), (self.IAMA, "")))
        assert found["if-ai"] == "skipped"

    def test_an_absent_assessment_is_unknown_and_never_no(self) -> None:
        found = evaluate(Dossier("x", {"iama-2.0": given(self.IAMA)}), [self.FACTS, self.IAMA], Law(), AS_OF)
        waiting = entry(found, "if-ai")
        assert waiting.status is Status.WAITING
        assert waiting.ruling.missing == refs("ai-system", of="algorithm")
        assert list(found.tree_entries("algorithm")) == []

    def test_order_is_that_of_the_instruments_and_not_of_the_caller(self) -> None:
        trees = [self.FRIA, self.IAMA, self.FACTS]
        answers = ((self.FRIA, ""), (self.IAMA, "if-ai: {value: x}"), (self.FACTS, "ai-system: {value: yes}"))
        outcome = evaluated(*answers)
        assert list(outcome.questionnaires) == ["algorithm", "iama", "fria"]
        assert statuses(outcome)["if-iama"] == "open"
        assert sorted(map(rank, trees)) == [0, 1, 2]

    def test_a_question_that_stands_later_is_unknown(self) -> None:
        found = statuses(evaluated((self.IAMA, ""), (self.FRIA, "goal: {value: x}")))
        assert found["if-fria"] == "waiting"

    def test_the_newest_version_in_the_dossier_is_meant_and_not_the_newest_there_is(self) -> None:
        old = tree("- {id: goal, kind: text}", version="1.0")
        new = tree("- {id: goal, kind: text}", version="2.0")
        fria = tree("- {id: then, kind: text, when: iama.goal answered}", id_="fria", version="1.0")
        dossier = Dossier("x", {"iama-1.0": given(old, "goal: {value: x}"), "fria-1.0": given(fria)})
        assert statuses(evaluate(dossier, [new, old, fria], Law(), AS_OF)) == {"goal": "answered", "then": "open"}

    def test_the_day_and_the_law_are_arguments(self) -> None:
        asked = tree(
            """
            - {id: start, kind: date}
            - {id: begun, kind: text, when: start <= as-of}
            - {id: legacy, kind: text, when: start < law.annex-iii-date}
            """
        )
        found = statuses(evaluated((asked, "start: {value: 2026-11-24}"), law=legal(annex_iii_date="2027-12-02")))
        assert (found["begun"], found["legacy"]) == ("skipped", "open")

    def test_an_outcome_of_nothing_is_empty(self) -> None:
        outcome = evaluate(Dossier("x"), [], Law(), AS_OF)
        assert (outcome.entries, outcome.find_entry("iama", "goal"), outcome.instance_entries("iama", "goal")) == (
            {},
            None,
            (),
        )


@drawn(st.integers(0, 2**32))
def test_evaluating_twice_gives_the_same_and_covers_every_question(seed: int) -> None:
    asked = TestMatrix.SERIOUS
    dossier = Dossier("x", {asked.ref: Assessment(asked.ref, "nl", random_answers(asked, Random(seed)))})
    one, other = (evaluate(dossier, [asked], Law(), AS_OF) for _ in range(2))
    assert one.entries == other.entries
    assert {ref.question for ref in one.entries} == set(asked.questions)
    assert {(ref.question, ref.instance) for ref in one.entries} >= set(dossier.assessments[asked.ref].answers)


@drawn(st.integers(0, 2**32), st.integers(0, 2**32))
def test_one_more_answer_never_turns_a_decided_question_undecided_or_around(seed: int, more: int) -> None:
    known = random_answers(SHOWN_BY, Random(seed))
    added = {slot: answer for slot, answer in random_answers(SHOWN_BY, Random(more)).items() if slot not in known}
    before, after = (
        evaluate(Dossier("x", {"iama-2.0": Assessment("iama-2.0", "nl", answers)}), [SHOWN_BY], Law(), AS_OF)
        for answers in (known, known | added)
    )
    for ref, old in before.entries.items():
        if old.ruling.truth is not None:
            assert after.entries[ref].ruling.truth is old.ruling.truth
