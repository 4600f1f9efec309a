"""A flag as an interview shows it: in words, with what would settle it and the questions behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iama.assess.outcome import State, Verdict
from iama.assess.responses import is_blocker
from iama.interview import messages
from iama.interview.asking import Screen
from iama.model.conditions import Ref
from iama.words import text

if TYPE_CHECKING:
    from iama.interview.interview import Interview


@dataclass(frozen=True, slots=True)
class Told:
    """A flag in the words of the flags page, with the heading that it stands under there."""

    verdict: Verdict
    place: str
    title: str  # the severity in front
    advice: str
    body: tuple[str, ...]  # law, date, reasons, response


def flag_screen(interview: "Interview", told: Told, prompt: int) -> Screen:
    """Return everything that a flag says, and what would resolve it; `prompt` is the lines that the choice takes."""
    language = interview.language
    return Screen(
        where=text("flags", language),
        progress="",
        number="",
        text=told.title,
        help=told.advice,
        body=(*told.body, way_to_resolve(told.verdict, language)),
        prompt=prompt,
    )


def way_to_resolve(verdict: Verdict, language: str) -> str:
    """Return what would settle a flag, as `iama.assess.responses.resolved` decides it."""
    if verdict.state is State.UNDECIDED:
        return text("resolves-undecided", language)
    weight = "blocker" if is_blocker(verdict) else "flag"
    hard = "" if verdict.trigger.acceptable else "-hard"
    return text(f"resolves-{weight}{hard}", language)


def questions_behind(interview: "Interview", verdict: Verdict) -> Iterator[tuple[Ref, str]]:
    """Yield the questions of this assessment that decide a flag or that it rests on, with their names."""
    for ref in dict.fromkeys((*verdict.missing, *verdict.because)):
        entry = interview.outcome.entries.get(ref)
        if entry and entry.status.applies and ref.questionnaire == interview.tree.id:
            yield ref, messages.entry_label(interview, entry)
