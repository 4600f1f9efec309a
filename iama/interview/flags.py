"""The list of flags in an interview: which there are, which want a response, and choosing one to answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iama.assess.outcome import State
from iama.assess.responses import last_response
from iama.interview.asking import Command, Order, Pick, Screen
from iama.interview.raised import Told
from iama.interview.responding import LEAVING, Went, respond
from iama.words import text

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_PRESSING = ("blocks", "now", "later")
_DONE = "done"
_TALL = 18  # lines that a list may take


def pressing_flags(interview: "Interview") -> list[Told]:
    """Return the flags that want a response now: none was given, or the answers changed since.

    What is undecided wants answers to its questions first.
    """
    outcome = interview.outcome
    raised = [told for told in interview.desk.flags(outcome) if told.verdict.state is not State.UNDECIDED]
    found = [told for told in raised if told.place in _PRESSING]
    return [told for told in found if (given := last_response(told.verdict, outcome)) is None or given.stale]


def answer_flags(interview: "Interview", words: str = "", *, travel: bool = True) -> Went:
    """Let the team look at flags and answer them until it is done; `words` look for some of them.

    Returns where the team wants to go instead; without `travel` no question can be gone to.
    """
    while known := _matching_flags(interview.desk.flags(interview.outcome), words):
        chosen = known[0] if words and len(known) == 1 else _pick_flag(interview, known)
        if not isinstance(chosen, Told):
            return chosen
        if (went := respond(interview, chosen, travel=travel)) is not None:
            return went
        words = ""
    interview.say_text("no-flags")
    return None


def _matching_flags(flags: Sequence[Told], words: str) -> list[Told]:
    sought = words.lower().split()
    return [told for told in flags if all(word in f"{told.title} {told.verdict.trigger.id}".lower() for word in sought)]


def _pick_flag(interview: "Interview", known: Sequence[Told]) -> Told | Order | None:
    language = interview.language
    counts = f"{text('flags-without-response', language)}: {len(pressing_flags(interview))}"
    interview.asker.show_screen(Screen(text("flags", language), "", "", counts, prompt=_TALL))
    done = Pick(_DONE, text("flags-done", language))
    picks = [
        Pick(str(place), _flag_label(told, language), text(f"flags-{told.place}", language))
        for place, told in enumerate(known)
    ]
    while isinstance(given := interview.asker.pick_one(text("which-flag", language), [done, *picks], _DONE), Order):
        if given.command in LEAVING:
            return given
        if given.command in (Command.BACK, Command.LATER):
            return None
        interview.say_text("flag-commands")
    return known[int(given)] if given.isdecimal() else None


def _flag_label(told: Told, language: str) -> str:
    open_ = told.verdict.state is State.UNDECIDED and told.place != "undecided"  # where the heading does not say it
    return f"{told.title} ({text('verdict-undecided', language)})" if open_ else told.title
