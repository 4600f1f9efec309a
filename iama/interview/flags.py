"""The list of flags in an interview: which there are, which want a response, and choosing one to answer."""

from collections.abc import Sequence

from iama.assess.responses import last_response
from iama.interview.asking import Command, Order, Pick, Screen
from iama.interview.messages import FlagText
from iama.interview.responding import LEAVING, Target, respond
from iama.interview.sitting import Sitting
from iama.words import text

_PRESSING = ("blocks", "now", "later")
_ANNEX = "annex"
_MAY_BLOCK = "possible-chapter"
_WAITING = (_MAY_BLOCK, "undecided")
_DONE = "done"
_TALL = 18  # lines that a list may take


def pressing_flags(sitting: Sitting) -> list[FlagText]:
    """Return the flags that want a response now: none was given, or the answers changed since.

    Those of an annex want one while the annex itself is asked.
    """
    pressing = []
    for flag in sitting.desk.flags(sitting.outcome):
        own = flag.place == _ANNEX and flag.verdict.questionnaire == sitting.tree.id
        if flag.place in _PRESSING or own:
            response = last_response(flag.verdict, sitting.outcome)
            if response is None or response.stale:
                pressing.append(flag)
    return pressing


def answer_flags(sitting: Sitting, words: str = "", *, travel: bool = True) -> Target:
    """Let the team look at flags and answer them until it is done; `words` look for some of them.

    Returns where the team wants to go instead; without `travel` no question can be gone to.
    """
    while matching := _matching_flags(sitting.desk.flags(sitting.outcome), words):
        chosen = matching[0] if words and len(matching) == 1 else _pick_flag(sitting, matching)
        if not isinstance(chosen, FlagText):
            return chosen
        if (target := respond(sitting, chosen, travel=travel)) is not None:
            return target
        words = ""
    sitting.say_text("no-flags")
    return None


def _matching_flags(flags: Sequence[FlagText], words: str) -> list[FlagText]:
    """Return the flags that words mean, those that wait for answers behind those that can be decided on."""
    sought = words.lower().split()
    found = (
        flag for flag in flags if all(word in f"{flag.title} {flag.verdict.trigger.id}".lower() for word in sought)
    )
    return sorted(found, key=lambda flag: flag.place in _WAITING)


def _pick_flag(sitting: Sitting, flags: Sequence[FlagText]) -> FlagText | Order | None:
    language = sitting.language
    places = [flag.place for flag in flags]
    counts = text(
        "flags-counts",
        language,
        blocking=places.count("blocks"),
        possible=places.count(_MAY_BLOCK),
        unanswered=len(pressing_flags(sitting)),
    )
    sitting.asker.show_screen(Screen(text("flags", language), "", "", counts, prompt=_TALL))
    done = Pick(_DONE, text("flags-done", language))
    picks = [
        Pick(str(number), flag.title, f"{text(f'flags-{flag.place}', language)} ({places.count(flag.place)})")
        for number, flag in enumerate(flags)
    ]
    while isinstance(chosen := sitting.asker.pick_one(text("which-flag", language), [done, *picks], _DONE), Order):
        if chosen.command in LEAVING:
            return chosen
        if chosen.command in (Command.BACK, Command.LATER):
            return None
        sitting.say_text("flag-commands")
    return flags[int(chosen)] if chosen.isdecimal() else None
