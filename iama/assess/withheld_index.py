"""Which answers a dossier withholds, and on which legal grounds: those of the rows, and those of what rests on them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from iama.assess.outcome import Outcome, State, Status
from iama.assess.world import matrix_refs
from iama.model.conditions import Ref
from iama.model.dossier import ROW_ID, Dossier, Row
from iama.model.instrument import BEFORE
from iama.model.law import Law
from iama.model.problems import UsageError
from iama.model.questionnaire import AROUND, Kind, Questionnaire, plain_id

WITHHELD = Ref("follow-up", "withheld")


class Cause(Struct, frozen=True):
    """Why something is withheld: ids of legal facts, none while no ground was named; `indirect` through another."""

    grounds: tuple[str, ...] = ()
    indirect: bool = False


class Withheld(Struct, frozen=True):
    """What the rows of `follow-up/withheld` keep from the public, each with its ground."""

    answers: Mapping[Ref, str]  # without an instance: every instance
    assessments: Mapping[str, Cause]  # by questionnaire

    def covers(self, ref: Ref) -> bool:
        """Whether a row withholds this answer; the rows themselves never."""
        return ref != WITHHELD and self.ground(ref) is not None

    def ground(self, ref: Ref) -> str | None:
        """Return the ground of the row that withholds this answer, or None."""
        for place in (ref, ref._replace(instance=None)):
            if place in self.answers:
                return self.answers[place]
        whole = self.assessments.get(ref.questionnaire)
        return None if whole is None else "".join(whole.grounds)


def find_withheld(dossier: Dossier, trees: Mapping[str, Questionnaire]) -> Withheld:
    """Return what a dossier withholds; raises UsageError for a row that names no question, which keeps nothing back."""
    answers: dict[Ref, str] = {}
    assessments: dict[str, Cause] = {}
    for row in withholding_rows(dossier):
        ground = row.cells.get("ground", "").strip()
        if _of_another_version(row, dossier, trees) or (ref := withheld_ref(row, trees)) is None:
            continue  # an instrument that the dossier does not hold, or a question of a version that does not count
        if ref.question:
            answers[ref] = ground
        else:
            assessments[ref.questionnaire] = Cause((ground,) if ground else ())
    return Withheld(answers, assessments)


def withholding_rows(dossier: Dossier) -> tuple[Row, ...]:
    """Return the rows of `follow-up/withheld`."""
    assessments = (
        assessment
        for assessment in dossier.assessments.values()
        if plain_id(assessment.questionnaire) == WITHHELD.questionnaire
    )
    return next((assessment.answer_to(WITHHELD.question).rows for assessment in assessments), ())


def withheld_ref(row: Row, trees: Mapping[str, Questionnaire]) -> Ref | None:
    """Return what a row withholds, without a question the whole assessment; None when its instrument is not there.

    The version does not matter: what is withheld in one version stays so in the next. Raises UsageError.
    """
    name, question, key = (row.cells.get(column, "").strip() for column in ("assessment", "question", "key"))
    tree = trees.get(plain_id(name))
    if tree is None and plain_id(name) in (*AROUND, *BEFORE):
        return None
    if tree is None or (question and question not in tree.questions) or not _is_valid_key(tree, question, key):
        raise UsageError("withhold-row-of-nothing", row=row.id)
    return Ref(tree.id, question, key or None)


def _of_another_version(row: Row, dossier: Dossier, trees: Mapping[str, Questionnaire]) -> bool:
    """Return whether a row is about a question that only another version in the dossier asks."""
    name, question = (row.cells.get(column, "").strip() for column in ("assessment", "question"))
    tree = trees.get(plain_id(name))
    strange = tree is not None and tree.ref != name and bool(question) and question not in tree.questions
    return strange and name in dossier.assessments


def _is_valid_key(tree: Questionnaire, question: str, key: str) -> bool:
    """Return whether a key can stand with a question: only where it repeats, and only a value of its driver."""
    if not key:
        return True
    driver = tree.questions.get(tree.questions[question].repeat or "") if question else None
    return driver is not None and (
        ROW_ID.fullmatch(key) is not None if driver.kind is Kind.ROWS else key in driver.values
    )


def causes(
    outcome: Outcome, withheld: Withheld, sources: Mapping[Ref, tuple[Ref, ...]], law: Law
) -> Mapping[Ref, Cause]:
    """Return why each answer of the public outcome is withheld; `sources` are those of answers that adopt."""
    behind_flags = [ref for verdict in outcome.verdicts if verdict.state is State.WITHHELD for ref in verdict.missing]
    by_ref: dict[Ref, Cause] = {}

    def grounds(ref: Ref, above: tuple[Ref, ...]) -> tuple[str, ...]:
        if ref in by_ref:
            return by_ref[ref].grounds
        if (own := withheld.ground(ref)) is not None:
            return _known_grounds([own], law)
        entry = outcome.entries[ref]
        tree = outcome.questionnaires[ref.questionnaire]
        refs = sources.get(ref) or (*entry.ruling.missing, *matrix_refs(tree, entry.question, ref.instance))
        below = [
            other for other in refs or behind_flags if outcome.has_withheld([other]) and other not in (*above, ref)
        ]
        return _known_grounds((ground for other in below for ground in grounds(other, (*above, ref))), law)

    for ref, entry in outcome.entries.items():
        if entry.status is Status.WITHHELD:
            by_ref[ref] = Cause(grounds(ref, ()), indirect=withheld.ground(ref) is None)
    return by_ref


def _known_grounds(ids: Iterable[str], law: Law) -> tuple[str, ...]:
    """Return the ids that are grounds, each once: any other word of a row is not for the public."""
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ in law.facts and law.facts[id_].is_ground))
