"""What a team says when it withholds an answer: checked against the legal grounds, and recorded as a row."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from iama.assess.answer_input import MakeId, fresh_row_id, refuse_unknown_role, with_row, without_row
from iama.assess.withheld_index import WITHHELD
from iama.model.dossier import Assessment
from iama.model.law import Fact, Law
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import Questionnaire, plain_id
from iama.words import Phrase, pick_translation, text


class Place(Struct, frozen=True):
    """What is withheld: a question of an assessment (`iama-2.0`), one instance of it, or without question all of it."""

    assessment: str
    question: str = ""
    key: str = ""

    @property
    def whatever_version(self) -> tuple[str, str, str]:
        """What is withheld in one version of an assessment stays so in the next."""
        return plain_id(self.assessment), self.question, self.key

    def text_in(self, language: str) -> str:
        """Return what is withheld, in the language of the user."""
        question = self.question or text("withhold-all", language)
        return f"{self.assessment}/{question}" + (f"[{self.key}]" if self.key else "")

    def __str__(self) -> str:
        return self.text_in("en")


class _Cited(NamedTuple):
    """A legal fact, as texts cite it."""

    fact: Fact

    def text_in(self, language: str) -> str:
        return pick_translation(self.fact.cite, language)


class _Grounds(NamedTuple):
    """The legal grounds with their titles, one a line."""

    facts: Sequence[Fact]

    def text_in(self, language: str) -> str:
        return "\n".join(f"  {fact.id:<25} {pick_translation(fact.title, language)}" for fact in self.facts)


def refuse_unkeepable(place: Place, follow_up: Questionnaire) -> None:
    """Raise UsageError for what cannot be withheld: the list of what is withheld, and with it the whole follow-up."""
    if place.assessment == follow_up.ref and place.question in ("", WITHHELD.question):
        raise UsageError("withhold-never")


def checked_ground(law: Law, ground: str, reason: str) -> Fact:
    """Return the legal ground when it may be used like this; raises UsageError with what would do.

    Source: Woo 5.1(1) (absolute), 5.1(2) and (5) and 5.2 (relative, or treated so: they need a balancing).
    """
    facts = {fact.id: fact for fact in law.grounds}
    if ground not in facts:
        if not ground:
            raise UsageError("withhold-which-ground", grounds=_Grounds(law.grounds))
        hint = choices_hint(ground, facts, Phrase("withhold-grounds"))
        raise UsageError("withhold-no-ground", ground=ground, hint=hint, grounds=_Grounds(law.grounds))
    fact = facts[ground]
    if fact.relative and not reason.strip():
        raise UsageError("withhold-relative", cite=_Cited(fact))
    return fact


def checked_role(follow_up: Questionnaire, by: str) -> str:
    """Return the role that decides; raises UsageError for anything else, a name included."""
    if not by:
        raise UsageError("withhold-which-role", hint=Phrase("one-of", words=[*follow_up.roles]))
    refuse_unknown_role(by, follow_up.roles)
    return by


def withhold_place(
    assessment: Assessment, follow_up: Questionnaire, place: Place, cells: Mapping[str, str], make_id: MakeId
) -> Assessment:
    """Return the follow-up that withholds `place`; what it said of that before is replaced. Raises InvalidValue."""
    question, answer = follow_up.questions[WITHHELD.question], assessment.answer_to(WITHHELD.question)
    for id_ in _row_ids_about(assessment, place):
        answer = without_row(answer, id_)
    place_cells = {"assessment": place.assessment, "question": place.question, "key": place.key}
    row = with_row(answer, question, fresh_row_id(assessment, make_id), {**place_cells, **cells})
    return assessment.with_answer(question.id, None, row)


def release_place(assessment: Assessment, place: Place) -> Assessment:
    """Return the follow-up that withholds `place` no more; raises UsageError when it did not."""
    answer, row_ids = assessment.answer_to(WITHHELD.question), _row_ids_about(assessment, place)
    if not row_ids:
        places = [_place_in_cells(row.cells) for row in answer.rows]
        raise UsageError("withhold-not-withheld", place=place, places=places or Phrase("withhold-none"))
    for id_ in row_ids:
        answer = without_row(answer, id_)
    return assessment.with_answer(WITHHELD.question, None, answer)


def _row_ids_about(assessment: Assessment, place: Place) -> list[str]:
    rows = assessment.answer_to(WITHHELD.question).rows
    return [row.id for row in rows if _place_in_cells(row.cells).whatever_version == place.whatever_version]


def _place_in_cells(cells: Mapping[str, str]) -> Place:
    return Place(cells.get("assessment", ""), cells.get("question", ""), cells.get("key", ""))
