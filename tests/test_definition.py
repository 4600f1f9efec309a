"""Text of a question tree to values: every mistake in its form, at its place, all at once."""

from textwrap import dedent

import pytest
from given import tree

from iama.files.definition import read_questionnaire
from iama.files.shipped import SHIPPED, shipped_folder
from iama.model.conditions import AllOf, Answered, Compare, Term, Type
from iama.model.problems import Place, UnusableFile
from iama.model.questionnaire import Case, Kind, Question, Questionnaire, both
from iama.words import pick_translation

HEAD = """\
format: iama-questionnaire/1
id: test
version: "1.0"
title: {nl: Proef, en: Test}
roles: {lawyer: {nl: Jurist, en: Lawyer}}
lists:
  levels:
    - {value: high, label: {nl: Hoog, en: High}}
    - {value: low, label: {nl: Laag, en: Low}}
  nothing:
    - {value: none, label: {nl: Niets, en: None}, exclusive: true}
columns:
  people:
    - {id: name, kind: text, label: {nl: Naam, en: Name}, required: true}
parts:
  - id: part
    title: {nl: Deel, en: Part}
    sections:
      - id: section
        title: {nl: Stuk, en: Section}
        meeting: 1
        groups: [{id: pair, number: "1.1", text: {nl: Samen, en: Together}}]
        questions:
"""
FIRST = HEAD.count("\n") + 1  # the line of the first question


def read(questions: str, *, head: str = HEAD, after: str = "") -> Questionnaire:
    return read_questionnaire("test.yaml", head + "".join(f"          {line}\n" for line in lines(questions)) + after)


def lines(text: str) -> list[str]:
    return dedent(text).strip("\n").split("\n")


def asked(question: str) -> Question:
    """Return the one question that is spelled."""
    (found,) = read(question).questions.values()
    return found


def mistakes(questions: str, *, head: str = HEAD, after: str = "") -> list[str]:
    """Return the findings, with the line counted from the first question."""
    with pytest.raises(UnusableFile) as caught:
        read(questions, head=head, after=after)
    return [
        f"{finding.place.line - FIRST + 1}:{finding.place.column} {finding.message} [{finding.code}]"
        for finding in caught.value.findings
    ]


class TestQuestions:
    def test_a_question_stands_in_its_part_section_and_meeting(self) -> None:
        question = asked("- {id: goal, kind: text, text: {nl: Doel?, en: Goal?}}")
        assert (question.part, question.section, question.meeting) == ("part", "section", "1")
        assert (question.required, question.official, question.wording) == (True, False, 1)
        assert question.place == Place("test.yaml", FIRST, 13)

    def test_every_key_of_a_question_is_read(self) -> None:
        question = asked(
            """
            - id: goal
              number: "1.1.2"
              official: true
              group: pair
              kind: choices
              required: false
              help: {nl: Uitleg, en: Help}
              wording: 2
              when: other answered
              repeat: rights
              beside: main
              options: [levels, nothing]
              max: 2
              text: {nl: " Doel? ", en: Goal?}
              shows: [problem]
              covers: ["27(1)(a)"]
              register: [goal]
              roles: [lawyer]
              meeting: homework
              phase: [design]
              law: [ai-act-5]
              audit: [ar-governance]
            """
        )
        assert (question.number, question.official, question.group, question.required) == ("1.1.2", True, "pair", False)
        assert (question.text, question.help) == ({"nl": "Doel?", "en": "Goal?"}, {"nl": "Uitleg", "en": "Help"})
        assert (question.wording, question.max, question.meeting) == (2, 2, "homework")
        assert (question.when, question.condition) == ("other answered", Answered(Term("other")))
        assert (question.repeat, question.beside) == ("rights", "main")
        assert (question.values, question.exclusive) == (("high", "low", "none"), frozenset({"none"}))
        assert (question.shows, question.covers, question.register) == (("problem",), ("27(1)(a)",), ("goal",))
        assert (question.roles, question.phase, question.law) == (("lawyer",), ("design",), ("ai-act-5",))
        assert question.audit == ("ar-governance",)

    def test_a_yes_no_question_has_the_options_yes_and_no_in_that_order(self) -> None:
        question = asked("- {id: sure, kind: yes-no, text: {nl: Zeker?, en: Sure?}}")
        assert question.values == ("yes", "no")
        assert (question.option_label("yes", "nl"), question.option_label("maybe", "nl")) == ("Ja", "maybe")

    def test_a_notice_asks_nothing_and_requires_nothing(self) -> None:
        assert asked("- {id: stop, kind: notice, text: {nl: Stop, en: Stop}}").required is False

    def test_columns_are_named_or_written_out(self) -> None:
        named = asked("- {id: a, kind: rows, columns: people, text: {nl: a, en: a}}")
        written = asked(
            "- {id: a, kind: rows, columns: [{id: name, kind: text, label: {nl: Naam, en: Name}, required: true}], "
            "text: {nl: a, en: a}}"
        )
        assert named.columns == written.columns
        assert (named.columns[0].id, named.columns[0].kind, named.columns[0].required) == ("name", Kind.TEXT, True)

    def test_a_matrix_derives_a_value_per_row_and_column(self) -> None:
        question = asked(
            """
            - id: seriousness
              kind: choice
              options: levels
              text: {nl: Ernst, en: Seriousness}
              matrix: {rows: importance, columns: extent, cells: {core: {far: high}, edge: {far: low}}}
            """
        )
        assert question.matrix is not None
        assert (question.matrix.rows, question.matrix.columns) == ("importance", "extent")
        assert question.matrix.cells == {"core": {"far": "high"}, "edge": {"far": "low"}}

    @pytest.mark.parametrize(
        ("kind", "type_"),
        [
            ("text", Type.TEXT),
            ("yes-no", Type.WORD),
            ("date", Type.DATE),
            ("number", Type.NUMBER),
            ("notice", Type.WORD),
        ],
    )
    def test_a_kind_says_how_its_answers_compare(self, kind: str, type_: Type) -> None:
        assert asked(f"- {{id: a, kind: {kind}, text: {{nl: a, en: a}}}}").kind.comparison_type is type_

    def test_the_condition_of_a_part_and_a_section_is_part_of_every_question_in_them(self) -> None:
        found = tree("- {id: a, kind: text, when: z = 3}\n- {id: b, kind: text}", part="x = 1", section="y = 2")
        part, section, own = (Compare(Term(name), "=", (str(value),), (4,)) for value, name in enumerate("xyz", 1))
        assert found.questions["b"].condition == AllOf((part, section))
        assert found.questions["a"].condition == AllOf((part, section, own))
        assert found.questions["a"].when == "z = 3"

    def test_no_condition_is_no_condition(self) -> None:
        assert both(None, None) is None
        assert both(None, Answered(Term("a"))) == Answered(Term("a"))


class TestStamps:
    ASKED = "- {id: a, kind: choice, options: levels, text: {nl: a, en: a}}"

    @pytest.mark.parametrize(
        "changed",
        [
            "- {id: a, kind: choice, options: levels, text: {nl: a, en: a}, wording: 2}",
            "- {id: a, kind: choices, options: levels, text: {nl: a, en: a}}",
            "- {id: a, kind: choice, options: [levels, nothing], text: {nl: a, en: a}}",
            "- {id: b, kind: choice, options: levels, text: {nl: a, en: a}}",
        ],
    )
    def test_a_stamp_moves_when_what_is_asked_does(self, changed: str) -> None:
        assert asked(changed).stamp != asked(self.ASKED).stamp

    @pytest.mark.parametrize(
        "changed",
        [
            "- {id: a, kind: choice, options: levels, text: {nl: mooier, en: nicer}}",
            "- {id: a, kind: choice, options: levels, text: {nl: a, en: a}, help: {nl: b, en: b}}",
            '- {id: a, kind: choice, options: levels, text: {nl: a, en: a}, number: "9"}',
            "- {id: a, kind: choice, options: levels, text: {nl: a, en: a}, law: [ai-act-5]}",
        ],
    )
    def test_a_stamp_stays_when_only_its_dress_changes(self, changed: str) -> None:
        assert asked(changed).stamp == asked(self.ASKED).stamp

    def test_columns_are_part_of_the_stamp(self) -> None:
        columns = ("{x: text}", "{x: text, y: text}", "{x: number}", "{x: [a, b]}", "{x: [a, b, c]}")
        stamps = {tree(f"- {{id: a, kind: rows, columns: {one}}}").questions["a"].stamp for one in columns}
        assert [len(stamp) for stamp in stamps] == [8] * 5


class TestTriggers:
    AFTER = """\
triggers:
  - id: first
    severity: must
    when: goal answered
    from: law.ai-act-27
    basis: [ai-act-27]
    title: {nl: Een, en: One}
    advice: {nl: Doe, en: Do}
  - id: second
    severity: [{when: goal answered, value: blocker}, {value: attention}]
    when: "goal answered"
    from: [{when: goal answered, date: 2026-08-02}, {date: law.later}]
    repeat: goal
    acceptable: false
    basis: []
    title: {nl: Twee, en: Two}
    advice: {nl: Doe, en: Do}
"""
    GOAL = "- {id: goal, kind: text, text: {nl: Doel, en: Goal}}"

    def test_a_trigger_has_one_severity_and_date_or_the_first_case_that_holds(self) -> None:
        first, second = read(self.GOAL, after=self.AFTER).triggers
        answered = Answered(Term("goal"))
        assert (first.severities, first.froms) == ((Case("must"),), (Case("law.ai-act-27"),))
        assert second.severities == (Case("blocker", "goal answered", answered), Case("attention"))
        assert second.froms == (Case("2026-08-02", "goal answered", answered), Case("law.later"))
        assert (first.acceptable, second.acceptable, second.repeat) == (True, False, "goal")

    def test_a_severity_is_one_of_four_words(self) -> None:
        assert mistakes(self.GOAL, after=self.AFTER.replace("severity: must", "severity: mustt")) == [
            "4:15 `mustt` is not possible here [invalid-value]"
        ]

    def test_a_trigger_without_a_condition_is_refused(self) -> None:
        after = self.AFTER.replace('    when: "goal answered"\n', "")
        assert mistakes(self.GOAL, after=after) == ["10:5 `when` is missing [missing-key]"]


class TestMistakes:
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("- {id: a, text: {nl: a, en: a}}", "1:13 `kind` is missing [missing-key]"),
            ("- {id: a, kind: text}", "1:13 `text` is missing [missing-key]"),
            ("- {id: a, kind: tekst, text: {nl: a, en: a}}", "1:27 `tekst` is not possible here [invalid-value]"),
            ("- {id: a, kind: text, text: {nl: a}}", "1:39 `en` is missing [missing-key]"),
            ("- {id: a, kind: text, text: {nl: a, en: a, fr: a}}", "1:54 unknown key `fr` [unknown-key]"),
            ("- {id: a, kind: text, txet: x, text: {nl: a, en: a}}", "1:33 unknown key `txet` [unknown-key]"),
            ("- {id: a, kind: text, text: a}", "1:39 expected keys with values, found text [invalid-value]"),
            ("- a", "1:13 expected keys with values, found text [invalid-value]"),
            (
                "- {id: a, kind: choice, text: {nl: a, en: a}}",
                "1:13 `options` is missing [missing-key]",
            ),
            (
                "- {id: a, kind: text, options: levels, text: {nl: a, en: a}}",
                "1:42 a text question has no options [invalid-value]",
            ),
            (
                "- {id: a, kind: choice, options: levles, text: {nl: a, en: a}}",
                "1:44 `levles` is not possible here [invalid-value]",
            ),
            (
                "- {id: a, kind: choice, options: [nothing, nothing], text: {nl: a, en: a}}",
                "1:44 option `none` stands here twice [duplicate-key]",
            ),
            (
                "- {id: a, kind: choice, options: [{value: unknown, label: {nl: a, en: a}}], text: {nl: a, en: a}}",
                "1:45 no option may be called `unknown`: it is a status [invalid-value]",
            ),
            ("- {id: a, kind: rows, text: {nl: a, en: a}}", "1:13 `columns` is missing [missing-key]"),
            (
                "- {id: a, kind: text, columns: people, text: {nl: a, en: a}}",
                "1:42 a text question has no columns [invalid-value]",
            ),
            (
                "- {id: a, kind: rows, columns: poeple, text: {nl: a, en: a}}",
                "1:42 `poeple` is not possible here [invalid-value]",
            ),
            (
                "- {id: a, kind: rows, columns: [{id: b, kind: rows, label: {nl: a, en: a}}], text: {nl: a, en: a}}",
                "1:57 `rows` is not possible here [invalid-value]",
            ),
            (
                "- {id: a, kind: text, group: pari, text: {nl: a, en: a}}",
                "1:40 the section has no group `pari` [invalid-value]",
            ),
            (
                "- {id: a, kind: text, meeting: 4, text: {nl: a, en: a}}",
                "1:42 `4` is not possible here [invalid-value]",
            ),
            (
                "- {id: a, kind: text, required: maybe, text: {nl: a, en: a}}",
                "1:43 `maybe` is not possible here [invalid-value]",
            ),
            (
                "- {id: a, kind: text, wording: two, text: {nl: a, en: a}}",
                "1:42 `two` is not a whole number [invalid-value]",
            ),
            (
                "- {id: a, kind: text, when: b = , text: {nl: a, en: a}}",
                "1:42 expected an answer, found the end [invalid-condition]",
            ),
            (
                '- {id: a, kind: text, when: "b == c", text: {nl: a, en: a}}',
                "1:43 expected an answer, found `=` [invalid-condition]",
            ),
            (
                "- {id: a, kind: text, roles: lawyer, text: {nl: a, en: a}}",
                "1:40 expected a list, found text [invalid-value]",
            ),
        ],
    )
    def test_a_mistake_is_one_finding_at_its_place(self, question: str, expected: str) -> None:
        assert mistakes(question) == [expected]

    def test_ids_are_unique_among_questions_and_triggers(self) -> None:
        questions = "- {id: first, kind: text, text: {nl: a, en: a}}\n" * 2
        found = mistakes(questions, after=TestTriggers.AFTER)
        assert found == [
            f"2:13 id `first` is used twice; the first is on line {FIRST} [duplicate-key]",
            f"4:5 id `first` is used twice; the first is on line {FIRST + 1} [duplicate-key]",
        ]

    def test_all_mistakes_come_at_once_in_the_order_of_the_file(self) -> None:
        found = mistakes(
            """
            - {id: a, kind: tekst, text: {nl: a, en: a}}
            - {id: b, kind: text, when: "x =", text: {nl: a}}
            - {id: c, kidn: text, text: {nl: a, en: a}}
            """
        )
        assert [line.partition(" ")[0] for line in found] == ["1:27", "2:43", "2:52", "3:13", "3:21"]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("iama-questionnaire/1", "iama-questionnaire/2", "invalid-value"),
            ('version: "1.0"\n', "", "missing-key"),
            ("meeting: 1", "meeting: 9", "invalid-value"),
            ("lists:", "list:", "unknown-key"),
            ("exclusive: true", "exclusive: maybe", "invalid-value"),
        ],
    )
    def test_mistakes_around_the_questions_are_found_too(self, old: str, new: str, code: str) -> None:
        with pytest.raises(UnusableFile) as caught:
            read("- {id: a, kind: text, text: {nl: a, en: a}}", head=HEAD.replace(old, new))
        assert [finding.code for finding in caught.value.findings] == [code]


def test_a_tree_knows_its_questions_numbers_and_name(small: Questionnaire) -> None:
    assert small.ref == "iama-2.0"
    assert list(small.questions)[:3] == ["goal", "prohibited", "rights"]
    assert small.numbers["4.1"] == "importance"
    assert [section.id for section in small.sections] == ["section"]


def test_the_digest_is_of_the_text_as_it_stands() -> None:
    one = read(TestTriggers.GOAL)
    other = read(TestTriggers.GOAL.replace("Doel", "Doelen"))
    assert one.digest.startswith("sha256:")
    assert (one.digest == read(TestTriggers.GOAL).digest, one.digest == other.digest) == (True, False)


def test_a_text_is_said_in_the_language_asked_or_marked_in_the_first_there_is() -> None:
    assert (
        pick_translation({"nl": "Ja", "en": "Yes"}, "en"),
        pick_translation({"nl": "Ja"}, "en"),
        pick_translation({}, "en"),
    ) == ("Yes", "[nl] Ja", "")


def test_every_shipped_tree_reads_without_a_finding() -> None:
    paths = [shipped_folder("questionnaires") / f"{ref}.yaml" for ref in SHIPPED.refs]
    trees = [read_questionnaire(path.name, path.read_text(encoding="utf-8")) for path in paths]
    assert [f"{one.ref}.yaml" for one in trees] == [path.name for path in paths]
    assert len(paths) >= 3
