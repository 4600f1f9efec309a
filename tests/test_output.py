"""Claims about what a terminal shows: aligned, in one language, and never a control character."""

import json
from typing import Any

import pytest
from given import AS_OF, NO_LAW, given, tree

from iama.assess.evaluation import evaluate
from iama.model.dossier import Dossier
from iama.model.problems import Finding, Level, Place
from iama.publish.coverage import dossier_coverage, tree_coverage
from iama.publish.status import dossier_status
from iama.publish.tree import tree_document
from iama.terminal.output import (
    coverage_text,
    json_text,
    lint_json,
    lint_text,
    table,
    tree_coverage_text,
    tree_text,
)
from iama.terminal.status import status_text
from iama.words import LANGUAGES

Json = dict[str, Any]
ESCAPES = "\x1b[31mred\x07\x9b2J\u202e\x7f"
ASKED = tree(
    """
    - {id: goal, number: "1.1", kind: text, roles: [project-leader, lawyer]}
    - {id: self, kind: yes-no}
    - {id: rules, kind: text, when: self = no}
    - {id: extra, kind: text, required: "false"}
    - {id: rights, kind: choices, options: [privacy, equality, none], official: true}
    - {id: harm, number: "4.3", kind: text, repeat: rights, covers: ["27(1)(d)"]}
    """
)


def stood(answers: str, language: str = "nl") -> Json:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, answers)})
    return dossier_status(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, language)


def covered(answers: str) -> str:
    dossier = Dossier("abc", {ASKED.ref: given(ASKED, answers)})
    return coverage_text(dossier_coverage(evaluate(dossier, [ASKED], NO_LAW, AS_OF), dossier, NO_LAW, "nl"), "nl")


def controls(text: str) -> list[str]:
    """Return the characters that can command a terminal or reverse what a reader sees."""
    return [sign for sign in text if not sign.isprintable() and sign not in "\n\t"]


def test_json_is_indented_ends_where_it_ends_and_keeps_its_letters() -> None:
    assert json_text({"b": "é…", "a": [1]}) == '{\n  "b": "é…",\n  "a": [\n    1\n  ]\n}'


def test_json_holds_no_control_characters_and_means_the_same() -> None:
    said = json_text({"name": ESCAPES})
    assert controls(said) == []
    assert json.loads(said) == {"name": ESCAPES}


def test_a_status_names_what_is_still_to_do_and_for_whom() -> None:
    lines = status_text(stood("self: {value: no}\nrights: {status: unknown}")).split("\n")
    todo = lines[lines.index("Nog te doen (4)") + 1 :]
    assert [line.split()[0] for line in todo] == ["1.1", "rules", "rights", "4.3"]
    assert todo[0].endswith("goal? · project-leader")
    assert "nog onbekend" in todo[2] and "wacht op een eerder antwoord" in todo[3]


def test_an_optional_open_question_is_not_to_do_but_an_unknown_one_is() -> None:
    assert "extra" not in status_text(stood(""))
    assert "extra" in status_text(stood("extra: {status: unknown}"))


def test_a_hidden_answer_is_named_under_its_own_heading() -> None:
    said = status_text(stood("self: {value: yes}\nrules: {value: An earlier draft}", "en"))
    assert "Kept, but does not count\n  rules" in said
    assert "An earlier draft" not in said


def test_a_status_with_nothing_to_do_says_nothing_of_it() -> None:
    answers = "goal: {value: x}\nself: {value: yes}\nrights: {value: [none]}"
    assert "to do" not in status_text(stood(answers, "en")).lower()


@pytest.mark.parametrize(("percent", "filled"), [(0, 0), (4, 0), (5, 1), (50, 10), (99, 19), (100, 20)])
def test_a_bar_is_whole_only_when_all_is_done(percent: int, filled: int) -> None:
    document = stood("")
    document["assessments"][0]["parts"][0]["progress"]["percent"] = percent
    assert f"  {'█' * filled}{'░' * (20 - filled)}  " in status_text(document)


@pytest.mark.parametrize(("width", "longest"), [(0, 90), (1, 90), (80, 80), (100, 100), (400, 400)])
def test_a_long_question_is_cut_to_the_width_of_the_terminal(width: int, longest: int) -> None:
    document = stood("")
    for question in document["assessments"][0]["questions"]:
        question["text"] = "word " * 200
    todo = [line for line in status_text(document, width=width).split("\n") if "word" in line]
    assert len(todo) == 5
    assert all(len(line) <= longest and "…" in line for line in todo)


def test_the_key_of_a_right_stands_behind_its_question() -> None:
    said = status_text(stood("rights: {value: [privacy, equality]}"))
    assert "harm? [privacy]" in said and "harm? [equality]" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_is_said_in_one_language(language: str) -> None:
    other = {"nl": "required questions settled", "en": "verplichte vragen"}[language]
    assert other not in status_text(stood("", language))


def test_a_status_never_holds_control_characters() -> None:
    document = stood("")
    document["name"] = document["algorithm"] = ESCAPES
    document["assessments"][0]["title"] = ESCAPES
    document["assessments"][0]["questions"][0]["text"] = ESCAPES
    assert controls(status_text(document)) == []


def test_a_name_of_several_lines_stays_on_one() -> None:
    document = stood("") | {"name": "A\n\nB"}
    assert status_text(document).startswith("A B (abc)\n")


def test_a_table_is_aligned_and_has_no_trailing_blanks() -> None:
    assert table([["a", "b"], ["long", ""], ["c", "d"]]) == "a     b\nlong\nc     d"
    assert table([]) == ""


def test_coverage_shows_a_sign_per_letter_and_what_is_missing() -> None:
    said = covered("rights: {value: [privacy, equality]}\nharm: {each: {privacy: {value: x}}}")
    served, missing = (line for line in said.split("\n") if "4.3" in line)
    assert served.split() == ["4.3[privacy]", "harm?"]
    assert missing.split() == ["Ontbreekt:", "4.3[equality]", "harm?"]
    assert said.count("· (") == 6


def test_coverage_of_a_complete_letter_is_ticked() -> None:
    assert "✓ (d)" in covered("rights: {value: [privacy]}\nharm: {each: {privacy: {value: x}}}")


def test_findings_of_lint_are_lines_and_none_is_said() -> None:
    finding = Finding(Place("a.yaml", 3, 5), "unknown-question", "no `x`" + ESCAPES, "use `y`")
    said = lint_text("a.yaml", [finding], "en")
    assert said.startswith("a.yaml:3:5: error: no `x`") and said.endswith("[unknown-question]\n    use `y`")
    assert controls(said) == []
    assert lint_text("a.yaml", [], "en") == "a.yaml: no findings"


def test_findings_of_lint_as_json_keep_level_and_place() -> None:
    finding = Finding(Place("a.yaml", 3, 5), "unused", "x", level=Level.NOTE)
    document = json.loads(lint_json([finding]))
    assert next(iter(document.items())) == ("iama_lint", 1)
    assert document["findings"] == [
        {"code": "unused", "severity": "note", "message": "x", "hint": "", "path": "a.yaml", "line": 3, "column": 5}
    ]
    assert json.loads(lint_json([])) == {"iama_lint": 1, "findings": []}


def test_a_tree_shows_numbers_marks_companions_and_says_when() -> None:
    lines = tree_text(tree_document(ASKED), "en").split("\n")
    assert lines[0] == "iama (iama-2.0, revision 1)"
    assert "  1.1        + goal? (text)" in lines
    assert "  rules      + rules? (text)   [self = no]" in lines
    assert "  rights     rights? (choices)" in lines


def test_the_coverage_of_a_tree_lists_meetings_letters_and_themes() -> None:
    said = tree_coverage_text(tree_coverage(ASKED), "en")
    assert said.startswith("iama-2.0: 1 official inputs, 5 companions\n")
    assert "27(1)(d)  harm" in said
    assert "meeting   official inputs  companion screens  minutes" in said
