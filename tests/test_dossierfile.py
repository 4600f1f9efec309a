"""Text of a dossier file to answers: what each key means, and every mistake at its place."""

from pathlib import Path

import pytest
from given import given, tree, written

from iama import words
from iama.files.dossierfile import read_assessment, read_people, slot_places
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.model.dossier import RECORDED, Adopted, Answer, Dissent, Follow, Row, Source, State
from iama.model.problems import Finding, Place
from iama.model.questionnaire import Questionnaire

CASES = Path(__file__).parent / "cases"
HEAD = 4  # lines above the answers


def mistakes(questionnaire: Questionnaire, answers: str) -> list[str]:
    """Return the findings, with the line counted from the first answer."""
    _, findings = read_assessment("f.yaml", written(questionnaire, answers), {questionnaire.ref: questionnaire}.get)
    return [f"{one.place.line - HEAD}:{one.place.column} {one.message} [{one.code}]" for one in findings]


def test_a_finding_is_said_in_dutch_with_what_to_do(small: Questionnaire) -> None:
    text = written(small, "gaol: {value: x}\nactions: {value: [{id: A}]}")
    _, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
    assert [finding.text_in("nl") for finding in findings] == [
        f"f.yaml:5:3: error: {small.ref} heeft geen vraag `gaol` [unknown-question]\n    bedoel je `goal`?",
        "f.yaml:6:26: error: `A` kan een rij niet aanduiden [invalid-value]\n"
        "    geef haar een `id` van zes kleine letters; `iama set` maakt er een voor je",
    ]


def test_a_file_without_a_mistake_asks_for_no_text(small: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def catalogue(language: str) -> dict[str, str]:
        asked.append(language)
        return {}

    monkeypatch.setattr(words, "catalogue", catalogue)
    assert mistakes(small, "goal: {value: x}\nactions: {value: [{id: abcdef, status: open, action: Train}]}") == []
    assert asked == []


class TestAnswers:
    @pytest.mark.parametrize(
        "answers", ["", "goal:", "goal:\n  value:", "goal: {}", "importance:\n  each:\n    privacy:"]
    )
    def test_an_empty_value_is_an_open_answer(self, small: Questionnaire, answers: str) -> None:
        assert given(small, answers).answers == {}

    @pytest.mark.parametrize("text", ["no", "~", "null", "1.10", "010", "12:30", "2026-01-01", "true"])
    def test_anything_else_is_text_as_written(self, small: Questionnaire, text: str) -> None:
        assert given(small, f"goal: {{value: {text}}}").answer_to("goal").value == text

    def test_a_value_has_the_shape_of_its_kind(self, small: Questionnaire) -> None:
        assessment = given(
            small,
            """
            prohibited: {value: no}
            rights: {value: [speech, privacy]}
            start: {value: 2026-11-23}
            people: {value: 0.5}
            actions: {value: [{id: abcdef, status: open, action: Train}]}
            """,
        )
        assert assessment.answer_to("prohibited").value == "no"
        assert assessment.answer_to("rights").value == ("privacy", "speech")
        assert (assessment.answer_to("start").value, assessment.answer_to("people").value) == ("2026-11-23", "0.5")
        assert assessment.answer_to("actions").rows == (Row("abcdef", {"action": "Train", "status": "open"}),)
        assert assessment.answer_to("actions").value_words() == ("abcdef",)

    @pytest.mark.parametrize("id_", ["rights", "actions"])
    def test_an_empty_list_is_an_answer_with_nothing(self, small: Questionnaire, id_: str) -> None:
        assert given(small, f"{id_}: {{value: []}}").answer_to(id_) == Answer(value=())

    def test_every_key_of_an_answer_is_read(self, small: Questionnaire) -> None:
        answer = given(
            small,
            """
            goal:
              value: Doel
              note: "Een  "
              note-internal: Twee
              dissent: [{by: ethicist, text: Nee}]
              by: [project-leader, lawyer]
              date: 2026-10-14
              sources: [{title: DPIA, path: dpia.pdf, version: "2", date: 2026-01-01, sha256: 5f1c}]
              adopts: [{from: fria-1.0/goal, seen: 5f1c}]
              carried: {from: iama-1.0/goal, confirmed: 2026-10-15}
              overruled: Anders
              stamp: 5f1c09aa
            """,
        ).answer_to("goal")
        assert answer == Answer(
            value="Doel",
            note="Een",
            note_internal="Twee",
            dissent=(Dissent("ethicist", "Nee"),),
            by=("project-leader", "lawyer"),
            date="2026-10-14",
            sources=(Source("DPIA", "dpia.pdf", "2", "2026-01-01", "5f1c"),),
            adopts=(Adopted("fria-1.0/goal", "5f1c"),),
            carried={"from": "iama-1.0/goal", "confirmed": "2026-10-15"},
            overruled="Anders",
            stamp="5f1c09aa",
        )

    @pytest.mark.parametrize("state", RECORDED)
    def test_a_status_stands_where_there_is_no_value(self, small: Questionnaire, state: State) -> None:
        follow = "follow: {by: lawyer, due: 2027-01-01}"
        answer = given(small, f"goal: {{status: {state}, reason: Nog niet, {follow}}}").answer_to("goal")
        assert answer == Answer(status=state, reason="Nog niet", follow=Follow("lawyer", "2027-01-01"))

    def test_options_may_be_unsure_beside_those_that_are_ticked(self, small: Questionnaire) -> None:
        assert given(small, "rights: {value: [speech], unsure: [privacy]}").answer_to("rights") == Answer(
            value=("speech",), unsure=("privacy",)
        )

    def test_a_repeated_question_has_an_answer_per_value_and_per_row_one_more(self, small: Questionnaire) -> None:
        assessment = given(
            small,
            """
            importance: {each: {privacy: {value: core}, speech: {value: edge}}}
            method: {value: Regels, each: {abcdef: {value: Netwerk}}}
            """,
        )
        assert assessment.answered_instances("importance") == ("privacy", "speech")
        assert assessment.answer_to("importance", "speech").value == "edge"
        assert (assessment.answer_to("method").value, assessment.answer_to("method", "abcdef").value) == (
            "Regels",
            "Netwerk",
        )

    def test_an_assessment_can_be_read_without_its_language_or_answers(self, small: Questionnaire) -> None:
        text = f"format: iama/1\nquestionnaire: {small.ref}\n"
        assessment, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
        assert assessment is not None and assessment.answers == {}
        assert [str(finding.message) for finding in findings] == ["`language` is missing", "`answers` is missing"]


class TestMistakes:
    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ("gaol: {value: x}", "1:3 iama-2.0 has no question `gaol` [unknown-question]"),
            ("notice: {value: x}", "1:3 iama-2.0 has no question `notice` [unknown-question]"),
            ("goal: x", "1:9 expected keys with values, found text [invalid-value]"),
            ("goal: {vlaue: x}", "1:10 unknown key `vlaue` [unknown-key]"),
            ("goal: {each: {privacy: {value: x}}}", "1:10 unknown key `each` [unknown-key]"),
            ("goal: {value: [x]}", "1:17 expected text, found a list [invalid-value]"),
            ("prohibited: {value: {a: b}}", "1:23 expected text, found keys with values [invalid-value]"),
            ("prohibited: {value: ja}", "1:23 the value is none of the options [invalid-value]"),
            ("rights: {value: privacy}", "1:19 expected a list [invalid-value]"),
            (
                "rights: {value: [none, privacy]}",
                "1:19 an option that stands alone stands beside others [invalid-value]",
            ),
            ("rights: {unsure: [x]}", "1:20 the value is none of the options [invalid-value]"),
            (
                "rights: {value: [speech], unsure: [speech]}",
                "1:37 an option is ticked and unsure at once [invalid-value]",
            ),
            (
                "regime: {unsure: [gdpr]}",
                "1:20 only a tick-list has options to be unsure about [invalid-value]",
            ),
            ("start: {value: soon}", "1:18 the value is not a date [invalid-value]"),
            ("people: {value: many}", "1:19 the value is not a number [invalid-value]"),
            ("actions: {value: x}", "1:20 expected a list, found text [invalid-value]"),
            ("actions: {value: [x]}", "1:21 expected keys with values, found text [invalid-value]"),
            ("actions: {value: [{action: x}]}", "1:21 `id` is missing [missing-key]"),
            ("actions: {value: [{id: x, action: y}]}", "1:26 `x` cannot be the id of a row [invalid-value]"),
            ("actions: {value: [{id: abcdef}]}", "1:21 column `action` is empty in row `abcdef` [invalid-value]"),
            ("actions: {value: [{id: abcdef, action: x, y: z}]}", "1:45 unknown key `y` [unknown-key]"),
            ("goal: {value: x, status: unknown}", "1:28 a value and a status cannot stand together [invalid-value]"),
            ("goal: {status: later}", "1:18 `later` is not possible here [invalid-value]"),
            ("goal: {value: x, by: [boss]}", "1:25 `boss` is not possible here [invalid-value]"),
            ("goal: {value: x, date: soon}", "1:26 the value is not a date [invalid-value]"),
            ("goal: {follow: {due: 2027-01-01}}", "1:18 `by` is missing [missing-key]"),
            ("goal: {follow: {by: ' '}}", "1:23 `by` is empty [invalid-value]"),
            ("goal: {dissent: [{by: boss, text: x}]}", "1:25 `boss` is not possible here [invalid-value]"),
            ("goal: {dissent: [{by: lawyer, text: }]}", "1:39 `text` is empty [invalid-value]"),
            ("goal: {sources: [{path: x}]}", "1:20 `title` is missing [missing-key]"),
            ("goal: {sources: [{title: }]}", "1:28 `title` is empty [invalid-value]"),
            ("goal: {adopts: [{from: x}]}", "1:19 `seen` is missing [missing-key]"),
            ("goal: {carried: {since: x}}", "1:20 unknown key `since` [unknown-key]"),
            ('goal: {stamp: "a\\0"}', "1:17 character U+0000 on line 1 is not allowed in text [invalid-value]"),
            ("importance: {value: core}", "1:15 `importance` is asked per value of `rights` [invalid-value]"),
            ("importance: {each: {pivacy: {value: core}}}", "1:31 `pivacy` is no value of `rights` [invalid-value]"),
            ("importance: {each: {privacy: core}}", "1:32 expected keys with values, found text [invalid-value]"),
            ("method: {each: {x: {value: y}}}", "1:22 `x` is no value of `others` [invalid-value]"),
        ],
    )
    def test_a_mistake_is_one_finding_at_its_place(self, small: Questionnaire, answers: str, expected: str) -> None:
        assert mistakes(small, answers) == [expected]

    def test_all_mistakes_come_at_once_in_the_order_of_the_file(self, small: Questionnaire) -> None:
        found = mistakes(
            small,
            """
            people: {value: many, by: [boss]}
            gaol: {value: x}
            actions:
              value:
                - {id: abcdef, action: x, due: soon, status: opne, y: z}
                - {id: abcdef, action: x}
            goal: {value: x, vlaue: y}
            """,
        )
        assert [line.split(" ")[0] for line in found] == ["1:19", "1:30", "2:3", "5:38", "5:52", "5:58", "6:14", "7:20"]

    @pytest.mark.parametrize(
        ("answers", "hint"),
        [
            ("gaol: {value: x}", "did you mean `goal`?"),
            ("goal: {vlaue: x}", "did you mean `value`?"),
            ("prohibited: {value: yse}", "did you mean `yes`?"),
            ("goal: {status: unkown}", "did you mean `unknown`?"),
            ("importance: {each: {pivacy: {value: core}}}", "did you mean `privacy`?"),
            ("rights: {value: privacy}", "write it in brackets: [a, b]"),
            ("goal: {by: [lawer]}", "did you mean `lawyer`?"),
        ],
    )
    def test_a_hint_says_what_to_write(self, small: Questionnaire, answers: str, hint: str) -> None:
        _, findings = read_assessment("f.yaml", written(small, answers), {small.ref: small}.get)
        assert [str(finding.hint) for finding in findings] == [hint]

    def test_a_mistake_in_one_answer_leaves_the_others(self, small: Questionnaire) -> None:
        text = written(small, "goal: {value: x}\nprohibited: {value: ja}\nrights: {value: [x]}")
        assessment, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
        assert assessment is not None and len(findings) == 2
        assert assessment.answer_to("goal").value == "x"
        assert (assessment.answer_to("prohibited").value, assessment.answer_to("rights").value) == (None, None)

    @pytest.mark.parametrize(
        ("format_", "hint"),
        [
            ("iama/2", "this file needs a newer version of iama, which reads `iama/2`"),
            ("iama", "write `iama/1`"),
            ("iama-questionnaire/1", "write `iama/1`"),
        ],
    )
    def test_another_format_is_refused_with_what_it_takes(self, small: Questionnaire, format_: str, hint: str) -> None:
        text = written(small, "").replace("iama/1", format_)
        _, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
        assert [(finding.place.line, str(finding.hint)) for finding in findings] == [(1, hint)]

    def test_findings_come_in_the_same_order_every_time(self, small: Questionnaire) -> None:
        text = written(small, "goal: {" + ", ".join(f"{name}: x" for name in "zyxwvut") + "}")
        _, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
        assert [str(finding.message)[-2] for finding in findings] == list("zyxwvut")

    def test_no_finding_quotes_an_answer(self, small: Questionnaire) -> None:
        secret = "canary"
        text = written(
            small,
            f"""
            prohibited: {{value: {secret}}}
            rights: {{value: {secret}}}
            start: {{value: {secret}}}
            people: {{value: {secret}}}
            actions: {{value: [{{id: abcdef, action: {secret}, due: {secret}, status: {secret}}}]}}
            goal: {{value: "{secret} \\e"}}
            """,
        )
        _, findings = read_assessment("f.yaml", text, {small.ref: small}.get)
        assert len(findings) == 7
        assert secret not in "\n".join(map(str, findings))


class TestCases:
    """A folder per finding code, or per set of codes with a plus: a new file there is a new test."""

    @staticmethod
    def read(path: Path) -> tuple[Finding, ...]:
        return read_assessment(path.name, path.read_bytes(), SHIPPED.find_questionnaire)[1]

    @pytest.mark.parametrize("path", sorted(CASES.glob("bad/*/*")), ids=lambda path: f"{path.parent.name}/{path.stem}")
    def test_a_bad_case_yields_exactly_what_its_folder_names(self, path: Path) -> None:
        findings = self.read(path)
        assert {finding.code for finding in findings} == set(path.parent.name.split("+"))
        assert all(finding.place.line and finding.place.column for finding in findings)

    @pytest.mark.parametrize("path", sorted(CASES.glob("good/*.yaml")), ids=lambda path: path.stem)
    def test_a_good_case_has_no_finding_and_survives_a_save(self, path: Path) -> None:
        assessment, findings = read_assessment(path.name, path.read_bytes(), SHIPPED.find_questionnaire)
        assert assessment is not None and findings == ()
        again = write_assessment(assessment, SHIPPED.resolve_questionnaire(assessment.questionnaire))
        assert read_assessment(path.name, again, SHIPPED.find_questionnaire) == (assessment, ())

    def test_every_code_of_reading_has_its_cases(self) -> None:
        assert {path.name for path in CASES.glob("bad/*")} >= {
            *("unreadable-file", "unsafe-yaml", "duplicate-key", "unknown-key", "unknown-question"),
            *("invalid-value", "missing-key", "conflict-markers"),
        }


class TestPeople:
    def test_people_have_names(self) -> None:
        text = "format: iama-people/1\npeople:\n  a.jansen: {name: Ans Jansen}\n  b: {name: }\n"
        assert read_people("people.yaml", text) == ({"a.jansen": "Ans Jansen", "b": ""}, ())

    def test_nobody_is_fine(self) -> None:
        assert read_people("people.yaml", "format: iama-people/1\npeople:\n") == ({}, ())

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("format: iama/1\n", "1:9 invalid-value"),
            ("format: iama-people/1\npeople: {A B: {name: x}}", "2:15 invalid-value"),
            ("format: iama-people/1\npeople: {a: {naam: x, name: y}}", "2:14 unknown-key"),
            ('format: iama-people/1\npeople: {a: {name: "\\e[2J"}}', "2:20 invalid-value"),
            ("people:\n", "1:1 missing-key"),
        ],
    )
    def test_a_mistake_is_found_at_its_place(self, text: str, expected: str) -> None:
        _, (finding,) = read_people("people.yaml", text)
        assert f"{finding.place.line}:{finding.place.column} {finding.code}" == expected


def test_every_answer_knows_where_it_stands(small: Questionnaire) -> None:
    text = written(small, "goal:\n  value: x\nimportance:\n  each:\n    privacy:\n      value: core\n")
    places = slot_places("f.yaml", text)
    assert places["goal", None] == Place("f.yaml", 6, 5)
    assert places["importance", "privacy"] == Place("f.yaml", 10, 9)


def test_a_questionnaire_of_another_version_is_not_found() -> None:
    old = tree("- {id: goal, kind: text}", version="1.0")
    assessment, (finding,) = read_assessment("f.yaml", written(old, ""), lambda _: None)
    assert assessment is None
    assert (finding.code, str(finding.message)) == ("invalid-value", "there is no questionnaire `iama-1.0`")
