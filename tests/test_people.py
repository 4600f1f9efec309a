"""Claims about people: codes in every file, names in `people.yaml` alone."""

from pathlib import Path

import pytest
from commands import answer, fresh, iama, put, refused
from gated import HOME, in_use, report
from given import AS_OF, NO_LAW, given, tree

from iama.assess.withholding import public_dossier
from iama.files.peoplefile import add_person, people_in
from iama.model.dossier import Answer, Dossier, Follow, Row
from iama.model.people import is_code, next_code, refuse_names
from iama.model.problems import CannotSave
from iama.model.values import InvalidValue

PEOPLE = {"p1": "Ans Jansen", "jur": "Bo Smit", "smit": "Bo Smit", "gone": ""}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("p1", True), ("p12", True), ("jur", True), ("gone", True), ("smit", False), ("p0", False), ("P1", False)),
        *(("Ans", False), ("Ans Jansen", False), ("jansen", False), ("p1 p2", False), ("", False)),
    ],
)
def test_a_code_has_a_form_or_is_known_and_is_no_part_of_a_name(word: str, expected: bool) -> None:
    assert is_code(word, PEOPLE) is expected


def test_the_next_code_was_never_used() -> None:
    assert (next_code([]), next_code(["p2", "p10", "jur", "p"])) == ("p1", "p11")


@pytest.mark.parametrize(
    "after",
    [
        Answer(value=(Row("aaaaaa", {"person": "Ans Jansen"}),)),
        Answer(value=(Row("aaaaaa", {"owner": "mevrouw Jansen"}),)),
        Answer(value=(Row("aaaaaa", {"by": "ans jansen"}),)),
        Answer(follow=Follow("A. Jansen")),
    ],
)
def test_a_name_is_refused_wherever_a_code_or_a_role_belongs_and_what_stood_there_may_stay(after: Answer) -> None:
    with pytest.raises(InvalidValue) as error:
        refuse_names(Answer(), after, PEOPLE)
    assert "ansen" not in error.value.text_and_hint("en")
    refuse_names(after, after, PEOPLE)


class TestTheFile:
    def test_a_new_name_gets_a_code_that_no_row_and_no_erased_person_ever_had(self, base: Path) -> None:
        folder = base / "assessments/abc"
        iama(base, "set", "abc", "attendance", "meeting=1", "role=lawyer", "person=p4")
        assert [add_person(folder, name) for name in ("Ans", "Bo", "Ans")] == ["p5", "p6", "p5"]
        put(base, "assessments/abc/people.yaml", "format: iama-people/1\npeople:\n")
        iama(base, "set", "abc", "attendance", "meeting=1", "role=user", "person=p6")
        assert add_person(folder, "Chris") == "p7" and people_in(folder) == {"p7": "Chris"}

    def test_comments_by_hand_are_never_dropped(self, base: Path) -> None:
        path = put(base, "assessments/abc/people.yaml", "format: iama-people/1\npeople:  # ours\n")
        with pytest.raises(CannotSave):
            add_person(path.parent, "Ans")
        assert "# ours" in path.read_text()

    def test_a_file_that_cannot_be_read_names_nobody(self, base: Path) -> None:
        path = put(base, "assessments/abc/people.yaml", "people: [")
        assert people_in(path.parent) == {} and people_in(base) == {}


class TestSet:
    @pytest.mark.parametrize("word", ["Ans Jansen", "ans", "p1 p2"])
    def test_a_name_in_the_place_of_a_code_is_refused_and_not_repeated(self, base: Path, word: str) -> None:
        told = refused(base, "set", "abc", "attendance", "meeting=1", "role=lawyer", f"person={word}")
        assert "this is not the code of a person" in told and word not in told

    def test_many_answers_are_looked_at_in_the_same_way(self, base: Path) -> None:
        put(base, "many.yaml", "goal: x\nattendance:\n  value: [{meeting: 1, role: lawyer, person: Ans}]")
        assert "not the code of a person" in refused(base, "set", "abc", "--answers", "many.yaml")

    def test_a_name_of_people_is_refused_as_who_finds_out_or_does_something(self, base: Path) -> None:
        put(base, "assessments/abc/people.yaml", "format: iama-people/1\npeople: {p1: {name: Ans Jansen}}\n")
        told = refused(base, "set", "--unknown", "--follow-by", "Ans Jansen", "abc", "goal")
        assert "this holds a name of people.yaml" in told and "Jansen" not in told
        told = refused(base, "set", "abc", "actions-why", "text=Do it", "owner=Ans Jansen")
        assert "this holds a name of people.yaml" in told
        iama(base, "set", "abc", "actions-why", "text=Do it", "owner=lawyer")
        assert answer(base, "actions-why").rows[0].cells["owner"] == "lawyer"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return fresh(tmp_path)


def test_day_times_and_wrong_entries_are_in_no_public_dossier() -> None:
    asked = tree(
        """
        - {id: attendance, kind: rows, required: "false", columns:
           {meeting!: ["1"], role!: [lawyer, ethicist], person: text, day*: date, left-at*: text, corrected*: date}}
        """
    )
    day = AS_OF.isoformat()
    rows = f"""attendance:
  value:
    - {{id: aaaaaa, meeting: 1, role: lawyer, person: p7, day: 2026-11-02, left-at: '10:00'}}
    - {{id: bbbbbb, meeting: 1, role: lawyer, person: p7, day: {day}}}
    - {{id: cccccc, meeting: 1, role: ethicist, person: p9, day: {day}, corrected: {day}}}
"""
    dossier = Dossier("test", {asked.ref: given(asked, rows)})
    (row,) = public_dossier(dossier, [asked], NO_LAW, AS_OF).assessments[asked.ref].answer_to("attendance").rows
    assert row == Row("aaaaaa", {"meeting": "1", "role": "lawyer", "person": "1"})


def test_the_gate_finds_names_in_files_made_by_hand_and_tells_none() -> None:
    row = Row("abcdef", {"meeting": "1", "role": "lawyer", "person": "Ans Jansen"})
    dossier = in_use()
    iama_2 = dossier.assessments["iama-2.0"].with_answer("attendance", None, Answer(value=(row,)))
    findings = report(dossier.with_assessment(iama_2)).findings
    found = [one for one in findings if one.code == "name-outside-people"]
    assert [(one.question, one.path) for one in found] == [("attendance", f"{HOME}/iama-2.0.yaml")]
    assert "Jansen" not in str(found)
