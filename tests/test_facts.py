"""Derived facts: what each says, what it rests on, and that it stays unknown while an answer could change it."""

from datetime import date

import pytest
from given import AS_OF, evaluated, tree

from iama.assess.facts import FACTS
from iama.files.shipped import SHIPPED
from iama.model.conditions import Ref, Type, Value

ALGORITHM = SHIPPED.resolve_questionnaire("algorithm-1.0")
FOLLOW_UP = SHIPPED.resolve_questionnaire("follow-up-1.0")

NOT_IMPACTFUL = "legal-effect: {value: no}\nclassifies: {value: no}\nown-policy: {value: no}\n"
NO_AI = "ai-system: {value: no}\n"
AI = "ai-system: {value: yes}\npersonal-data: {value: yes}\n"
ANNEX_III = AI + "annex-i: {value: no}\nannex-iii: {value: [5a]}\n"


def category(answers: str) -> Value:
    return evaluated((ALGORITHM, answers)).facts["category"]


def refs(*names: str) -> tuple[Ref, ...]:
    return tuple(Ref("algorithm", name) for name in names)


class TestCategory:
    """Publication category of the Algorithm Register: A high-risk AI system, B impactful algorithm, C other."""

    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            (AI + "annex-i: {value: yes}", "a"),  # AI Act art. 6(1)
            (ANNEX_III + "derogation: {value: no}", "a"),  # AI Act art. 6(2)
            # AI Act art. 6(3), last subparagraph: profiling of persons is always high-risk
            (ANNEX_III + "derogation: {value: yes}\nprofiling: {value: yes}", "a"),
        ],
    )
    def test_a_high_risk_ai_system_is_category_a(self, answers: str, expected: str) -> None:
        assert category(answers).words == (expected,)

    @pytest.mark.parametrize("reason", ["legal-effect", "classifies", "own-policy"])
    def test_an_impactful_algorithm_is_category_b(self, reason: str) -> None:
        answers = NOT_IMPACTFUL.replace(f"{reason}: {{value: no}}", f"{reason}: {{value: yes}}")
        weighs = () if reason == "own-policy" else ("effect",)
        assert category(NO_AI + answers) == Value(("b",), refs(reason, *weighs))

    def test_what_makes_no_difference_to_the_outcome_is_not_impactful_and_is_it_while_that_is_not_known(self) -> None:
        benefits = NO_AI + "legal-effect: {value: yes}\nclassifies: {value: no}\nown-policy: {value: no}\n"
        spelling = benefits + "effect: {value: information}\n"
        assert category(spelling) == Value(("b",), refs("legal-effect", "effect-on-outcome"))
        assert category(spelling + "effect-on-outcome: {value: yes}\n").words == ("b",)
        assert category(spelling + "effect-on-outcome: {value: no}\n").words == ("c",)
        assert category(benefits + "effect: {value: selection}\n").words == ("b",)

    def test_an_ai_system_outside_the_annexes_is_judged_as_any_algorithm(self) -> None:
        answers = AI + "annex-i: {value: no}\nannex-iii: {value: [none]}\n"
        assert category(answers + NOT_IMPACTFUL).words == ("c",)
        # AI Act art. 6(3): a narrow procedural task, without profiling
        narrow = ANNEX_III + "derogation: {value: yes}\nprofiling: {value: no}\n"
        assert category(narrow + NOT_IMPACTFUL).words == ("c",)

    def test_anything_else_is_category_c_and_rests_on_all_answers(self) -> None:
        found = category(NO_AI + NOT_IMPACTFUL)
        assert found.words == ("c",)
        assert set(found.refs) >= set(refs("legal-effect", "classifies", "own-policy"))

    @pytest.mark.parametrize(
        ("answers", "missing"),
        [
            ("", "ai-system"),
            (AI + "annex-iii: {value: [none]}\n" + NOT_IMPACTFUL, "annex-i"),
            (ANNEX_III, "derogation"),
            (AI + "annex-i: {value: no}\nannex-iii: {status: unknown}\n" + NOT_IMPACTFUL, "annex-iii"),
            (NO_AI + NOT_IMPACTFUL.replace("own-policy: {value: no}", ""), "own-policy"),
            (NO_AI + NOT_IMPACTFUL.replace("own-policy: {value: no}", "own-policy: {status: unknown}"), "own-policy"),
        ],
    )
    def test_while_an_answer_could_change_it_the_category_is_unknown_and_names_that_answer(
        self, answers: str, missing: str
    ) -> None:
        found = category(answers)
        assert found.words is None
        assert Ref("algorithm", missing) in found.refs

    def test_without_the_facts_of_the_algorithm_the_category_is_unknown(self) -> None:
        assert evaluated((FOLLOW_UP, "")).facts["category"].words is None


class TestTeam:
    IAMA = tree(
        """
        - {id: attendance, kind: rows, columns: {role: [lawyer, ethicist], person: text}}
        - {id: x, kind: text, when: team-roles = ethicist}
        """
    )

    def test_the_roles_at_the_table_are_those_of_any_meeting_once(self) -> None:
        rows = "[{id: aaaaaa, role: lawyer}, {id: bbbbbb, role: ethicist}, {id: cccccc, role: lawyer}]"
        outcome = evaluated((self.IAMA, f"attendance: {{value: {rows}}}"))
        assert outcome.facts["team-roles"] == Value(("lawyer", "ethicist"), (Ref("iama", "attendance"),))
        assert outcome.entries[Ref("iama", "x")].status == "open"

    def test_until_somebody_is_noted_the_team_is_unknown(self) -> None:
        outcome = evaluated((self.IAMA, ""))
        assert outcome.facts["team-roles"] == Value(None, (Ref("iama", "attendance"),))
        assert outcome.facts["team-size"].words is None
        assert outcome.entries[Ref("iama", "x")].status == "waiting"

    @pytest.mark.parametrize(
        ("first", "second", "size"),
        [
            ("role: lawyer", "role: ethicist", "2"),
            ("role: lawyer, person: ans", "role: lawyer, person: bob", "2"),
            ("role: lawyer, person: ans", "role: ethicist, person: ans", "1"),  # one person with two roles
            ("role: lawyer", "role: facilitator", "1"),
            ("role: lawyer", "role: lawyer, person: ans", "1"),  # on another day somebody said who that is
            ("role: lawyer, corrected: 2026-11-02", "role: ethicist", "1"),
        ],
    )
    def test_the_size_of_the_team_counts_people_and_not_the_facilitator(
        self, first: str, second: str, size: str
    ) -> None:
        columns = "{role: [lawyer, ethicist, facilitator], person: text, corrected*: date}"
        iama = tree(f"- {{id: attendance, kind: rows, columns: {columns}}}")
        rows = f"[{{id: aaaaaa, {first}}}, {{id: bbbbbb, {second}}}]"
        assert evaluated((iama, f"attendance: {{value: {rows}}}")).facts["team-size"].words == (size,)


class TestActions:
    COLUMNS = "{action!: text, status: [open, doing, done], blocking: yes-no}"
    IAMA = tree(f"- {{id: more, kind: yes-no}}\n- {{id: actions, kind: rows, when: more = yes, columns: {COLUMNS}}}")
    FRIA = tree(f"- {{id: actions, kind: rows, columns: {COLUMNS}}}", id_="fria", version="1.0")
    GIVEN = "{id: aaaaaa, action: x, status: done}, {id: bbbbbb, action: y, status: doing}, {id: cccccc, action: z}"
    ROWS = f"actions: {{value: [{GIVEN}]}}"

    def test_action_points_of_any_assessment_are_open_until_done(self) -> None:
        other = "actions: {value: [{id: dddddd, action: x}]}"
        found = evaluated((self.IAMA, f"more: {{value: yes}}\n{self.ROWS}"), (self.FRIA, other)).facts["open-actions"]
        assert found == Value(("bbbbbb", "cccccc", "dddddd"), (Ref("iama", "actions"), Ref("fria", "actions")))

    def test_action_points_that_are_hidden_do_not_count(self) -> None:
        found = evaluated((self.IAMA, f"more: {{value: no}}\n{self.ROWS}")).facts["open-actions"]
        assert found.words == ()

    def test_the_follow_up_says_which_are_done_or_dropped_and_its_last_word_counts(self) -> None:
        progress = """
            progress:
              value:
                - {id: xxxxxx, action: bbbbbb, status: dropped}
                - {id: yyyyyy, action: cccccc, status: done}
                - {id: zzzzzz, action: cccccc, status: doing}
            """
        found = evaluated((self.IAMA, f"more: {{value: yes}}\n{self.ROWS}"), (FOLLOW_UP, progress)).facts
        assert found["open-actions"].words == ("cccccc",)
        assert found["action-points"].words == ("aaaaaa", "bbbbbb", "cccccc")

    def test_while_no_list_has_an_action_point_and_one_is_open_nothing_is_known(self) -> None:
        for names in ("open-actions", "action-points", "incomplete-actions"):
            assert evaluated((self.IAMA, "more: {value: yes}")).facts[names].words is None
            assert evaluated((self.IAMA, "more: {value: yes}\nactions: {value: []}")).facts[names].words == ()

    def test_an_action_point_without_owner_or_date_is_incomplete(self) -> None:
        iama = tree("- {id: actions, kind: rows, columns: {action!: text, owner: text, due: date, blocking: yes-no}}")
        complete = "{id: cccccc, action: x, owner: y, due: 2027-01-01}"
        rows = f"{{id: aaaaaa, action: x}}, {{id: bbbbbb, action: x, owner: y}}, {complete}"
        found = evaluated((iama, f"actions: {{value: [{rows}]}}")).facts["incomplete-actions"]
        assert found.words == ("aaaaaa", "bbbbbb")


class TestReview:
    @pytest.mark.parametrize(("day", "expected"), [("2026-11-23", "0"), ("2025-11-23", "365"), ("2026-11-30", "-7")])
    def test_days_are_counted_from_the_last_review_to_the_day_of_evaluation(self, day: str, expected: str) -> None:
        found = evaluated((FOLLOW_UP, f"last-review: {{value: {day}}}"), as_of=AS_OF).facts["days-since-review"]
        assert found == Value((expected,), (Ref("follow-up", "last-review"),), Type.NUMBER)

    def test_a_leap_day_counts(self) -> None:
        outcome = evaluated((FOLLOW_UP, "last-review: {value: 2028-02-28}"), as_of=date(2028, 3, 1))
        assert outcome.facts["days-since-review"].words == ("2",)

    @pytest.mark.parametrize(
        ("day", "expected"), [("2026-11-23", "0"), ("2026-10-24", "0"), ("2026-10-23", "1"), ("2024-11-23", "24")]
    )
    def test_months_are_whole_ones(self, day: str, expected: str) -> None:
        found = evaluated((FOLLOW_UP, f"last-review: {{value: {day}}}"), as_of=AS_OF).facts["months-since-review"]
        assert found.words == (expected,)

    @pytest.mark.parametrize("answer", ["", "last-review: {status: unknown}"])
    def test_without_a_review_the_number_is_unknown(self, answer: str) -> None:
        found = evaluated((FOLLOW_UP, answer)).facts["days-since-review"]
        assert (found.words, found.type) == (None, Type.NUMBER)


class TestPhase:
    @pytest.mark.parametrize(
        ("phase", "first_use", "expected"),
        [
            ("", "", None),
            ("", "first-use: {value: 2026-11-24}", "development"),
            ("", "first-use: {value: 2026-11-23}", "in-use"),  # counts as in use from the first day on
            ("phase: {value: retired}", "first-use: {value: 2020-01-01}", "retired"),
        ],
    )
    def test_a_phase_is_as_answered_or_as_first_use_says(
        self, phase: str, first_use: str, expected: str | None
    ) -> None:
        found = evaluated((ALGORITHM, first_use), (FOLLOW_UP, phase), as_of=AS_OF).facts["current-phase"]
        assert found.words == ((expected,) if expected else None)


def test_the_letters_that_a_fria_lacks_are_those_of_its_open_required_questions() -> None:
    fria = tree(
        """
        - {id: process, kind: text, covers: ["27(1)(a)"]}
        - {id: period, kind: text, covers: ["27(1)(b)"]}
        - {id: extra, kind: text, covers: ["27(1)(c)"], required: "false"}
        """,
        id_="fria",
        version="1.0",
    )
    found = [
        evaluated((fria, answers)).facts["fria-missing"].words
        for answers in ("", "process: {value: x}", "process: {value: x}\nperiod: {status: not-applicable}")
    ]
    assert found == [("a", "b"), ("b",), ("none",)]
    assert evaluated((FOLLOW_UP, "")).facts["fria-missing"].words == tuple("abcdef")  # without a FRIA


def test_every_fact_is_documented_typed_and_part_of_every_outcome() -> None:
    assert all(fact.doc and isinstance(fact.type, Type) for fact in FACTS.values())
    assert set(evaluated((FOLLOW_UP, "")).facts) == set(FACTS)
