"""Claims about question trees and legal facts in their compiled form, and about finding what is shipped."""

import json
from pathlib import Path

import pytest
from given import legal, tree
from msgspec.structs import asdict

from iama.files.definition import read_questionnaire
from iama.files.lawfile import read_law
from iama.files.shipped import (
    SHIPPED,
    LibraryFolder,
    kader_from_json,
    kader_to_json,
    law_from_json,
    law_to_json,
    shipped_folder,
    tree_from_json,
    tree_to_json,
)
from iama.model.problems import Place, UsageError
from iama.model.questionnaire import NOWHERE, Part, Questionnaire, Trigger
from iama.model.struct import replace

FOLDER = shipped_folder("questionnaires")


def placeless(questionnaire: Questionnaire) -> dict[str, object]:
    """Return all that a tree holds but the places in its file."""
    parts = tuple(nowhere(part) for part in questionnaire.parts)
    triggers = tuple(replace(trigger, place=NOWHERE) for trigger in questionnaire.triggers)
    found = replace(questionnaire, parts=parts, triggers=triggers, place=NOWHERE)
    return asdict(found)


def nowhere(part: Part) -> Part:
    sections = (
        replace(section, questions=tuple(replace(question, place=NOWHERE) for question in section.questions))
        for section in part.sections
    )
    return replace(part, sections=tuple(sections))


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_a_compiled_tree_is_the_tree_of_the_yaml(ref: str) -> None:
    path = FOLDER / f"{ref}.yaml"
    read = read_questionnaire(path.name, path.read_text(encoding="utf-8"))
    again = tree_from_json(tree_to_json(read))
    assert placeless(again) == placeless(read)
    assert [q.stamp for q in again.questions.values()] == [q.stamp for q in read.questions.values()]
    assert (again.ref, again.digest) == (ref, read.digest)


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_compiling_twice_gives_the_same_bytes(ref: str) -> None:
    once = tree_to_json(SHIPPED.resolve_questionnaire(ref))
    assert tree_to_json(tree_from_json(once)) == once


def test_every_kind_of_question_and_trigger_survives(small: Questionnaire) -> None:
    full = tree(
        """
        - {id: importance, kind: choice, options: [core, edge], when: "count actions > 1 or as-of > law.start"}
        - {id: extent, kind: choice, options: [wide, small]}
        - id: risk
          kind: choice
          options: [high, low]
          matrix: {rows: importance, columns: extent, cells: {core: {wide: high}, edge: {small: low}}}
        - {id: actions, kind: rows, columns: {text!: text, status: [open, done]}}
        """,
        triggers="""
        - id: one
          when: any actions (status = open)
          severity: [{when: risk = high, value: must}, {value: warning}]
          from: [{when: risk = low, date: "2027-12-02"}, {date: law.start}]
          basis: [ai-act-5]
        """,
        part="not (risk = low)",
    )
    for questionnaire in (small, full):
        assert placeless(tree_from_json(tree_to_json(questionnaire))) == placeless(questionnaire)


def test_a_role_may_be_called_as_a_field_that_is_left_out(small: Questionnaire) -> None:
    named = replace(small, roles={"place": {"nl": "Plaats", "en": "Place"}, "condition": {"nl": "x", "en": "x"}})
    assert tree_from_json(tree_to_json(named)).roles == named.roles


def test_a_compiled_tree_names_no_file(small: Questionnaire) -> None:
    moved = replace(small, place=Place("/home/somebody/tree.yaml", 1, 1))
    assert "somebody" not in tree_to_json(moved)
    assert "iama-2.0.yaml" not in tree_to_json(moved)


def test_trigger_conditions_are_made_again(small: Questionnaire) -> None:
    one = tree("[{id: a, kind: yes-no}]", triggers="[{id: t, when: a = yes}]")
    triggers: tuple[Trigger, ...] = tree_from_json(tree_to_json(one)).triggers
    assert triggers[0].condition == one.triggers[0].condition


def test_compiled_legal_facts_are_those_of_the_yaml() -> None:
    path = FOLDER / "law.yaml"
    read = read_law(path.name, path.read_text(encoding="utf-8"))
    assert law_from_json(law_to_json(read)) == read == SHIPPED.law
    assert json.loads(law_to_json(read))["digest"] == read.digest


def test_compiled_official_measures_are_those_of_the_yaml() -> None:
    assert kader_from_json(kader_to_json(SHIPPED.kader).encode()) == SHIPPED.kader


def test_a_fact_with_only_a_date_survives() -> None:
    law = legal(start="2027-12-02")
    assert law_from_json(law_to_json(law)) == law


def test_a_compiled_folder_goes_before_the_yaml(tmp_path: Path) -> None:
    small = tree("[{id: only, kind: text}]")
    (tmp_path / "iama-2.0.yaml").write_text("not read")
    (tmp_path / "compiled").mkdir()
    (tmp_path / "compiled" / "iama-2.0.json").write_text(tree_to_json(small), encoding="utf-8")
    (tmp_path / "compiled" / "law.json").write_text(law_to_json(legal(start="2027-12-02")), encoding="utf-8")
    library = LibraryFolder(tmp_path)
    assert library.refs == ("iama-2.0",)
    assert list(library.resolve_questionnaire("iama").questions) == ["only"]
    assert library.find_questionnaire("iama-2.0") is library.resolve_questionnaire("iama")
    assert list(library.law.facts) == ["start"]


def test_the_shipped_questionnaires_are_in_order_and_belong_to_their_names() -> None:
    assert SHIPPED.refs == tuple(sorted(SHIPPED.refs))
    assert {"algorithm-1.0", "follow-up-1.0", "iama-2.0"} <= set(SHIPPED.refs)
    assert [SHIPPED.resolve_questionnaire(ref).ref for ref in SHIPPED.refs] == list(SHIPPED.refs)


def test_an_id_alone_means_its_newest_version() -> None:
    assert SHIPPED.resolve_questionnaire("iama").ref == SHIPPED.usual_questionnaire.ref == "iama-2.0"
    assert SHIPPED.article_27_questionnaire == "fria-1.0"
    assert SHIPPED.resolve_questionnaire("follow-up").ref == "follow-up-1.0"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("iama-3.0", "did you mean `iama-2.0`?"), ("xyzzy", "use one of: algorithm-1.0"), ("", "use one of")],
)
def test_an_unknown_questionnaire_is_refused_with_a_hint(name: str, hint: str) -> None:
    assert SHIPPED.find_questionnaire(name) is None
    with pytest.raises(UsageError) as caught:
        SHIPPED.resolve_questionnaire(name)
    assert hint in str(caught.value)


def test_a_name_cannot_reach_out_of_the_folder() -> None:
    assert SHIPPED.find_questionnaire("../questionnaires/iama-2.0") is None


def test_templates_and_questionnaires_are_found() -> None:
    assert (shipped_folder("reports") / "report.html.j2").is_file()
    assert (shipped_folder("questionnaires") / "law.yaml").is_file()
