"""What an approval covers: all of one assessment, the facts, and what it rests on in others; never the follow-up."""

from decisions import FRIA, IAMA, TREES, small
from given import AS_OF, NO_LAW, evaluated, tree

from iama.assess.evaluation import evaluate
from iama.audit.cover import Cover, cover
from iama.model.dossier import OPEN, Dossier
from iama.model.questionnaire import Questionnaire


def covered(asked: Questionnaire, dossier: Dossier) -> Cover:
    return cover(asked, dossier, evaluate(dossier, TREES, NO_LAW, AS_OF), NO_LAW)


def test_the_assessment_and_the_facts_of_the_algorithm_are_covered_whole() -> None:
    assert covered(IAMA, small()).whole == ("algorithm-1.0", "iama-2.0")


def test_an_adopted_answer_is_covered_with_what_decides_whether_it_counts() -> None:
    # `why` adopts `process`, which is asked when `prohibited` is no
    assert covered(FRIA, small()).answers == {"iama-2.0": (("process", None), ("prohibited", None))}


def test_an_answer_that_a_trigger_reads_is_covered() -> None:
    assert covered(IAMA, small()).answers == {"fria-1.0": (("harm", None),)}


def test_where_nothing_is_answered_elsewhere_nothing_is_covered() -> None:
    dossier = small()
    open_ = dossier.with_assessment(dossier.assessments["fria-1.0"].with_answer("harm", None, OPEN))
    assert covered(IAMA, open_).answers == {}


def test_what_a_derived_fact_reads_is_covered() -> None:
    asked = tree(
        "- {id: advice, kind: yes-no}",
        triggers="- {id: none, when: advice = yes and not count action-points >= 1}",
    )
    columns = "{text!: text, status: [open, done], blocking: yes-no}"
    lists = tree(f"- {{id: actions-fria, kind: rows, columns: {columns}}}\n- {{id: why, kind: text}}", id_="fria")
    rows = "actions-fria: {value: [{id: rowaaa, text: Ask}]}\nwhy: {value: So}"
    outcome = evaluated((asked, "advice: {value: 'yes'}"), (lists, rows))
    assert cover(asked, Dossier(""), outcome, NO_LAW).answers == {lists.ref: (("actions-fria", None),)}
