"""Whether the use is a prohibited practice (AI Act 5): what the lawyer ticked, what is in force, what is disputed."""

from enum import StrEnum

from msgspec import Struct

from iama.assess.outcome import RAISED
from iama.assess.parties import is_outside_ai_act
from iama.assess.responses import is_disputed
from iama.assess.transition import day_of
from iama.assess.verdicts import judge
from iama.assess.world import World
from iama.model.conditions import Ref

_FLAGS = ("banned-practice", "prohibited-use")  # triggers about a practice that is prohibited, in any assessment


class Ban(StrEnum):
    """What Article 5 says of the use; the same words in code, conditions and docs."""

    IN_FORCE = "in-force"
    DISPUTED = "disputed"  # in force, and a lawyer disputes it
    LATER = "later"  # a practice of which the prohibition starts on a later day
    OPEN = "open"  # not gone through yet, or in doubt
    NONE = "none"


class Prohibition(Struct, frozen=True):
    """What Article 5 says of the use, by which letters, and which answers say so."""

    ban: Ban
    letters: tuple[str, ...] = ()  # that were ticked
    in_force: tuple[str, ...] = ()
    because: tuple[Ref, ...] = ()
    withheld: tuple[Ref, ...] = ()  # answers that come before all else, and that the public may not have

    @property
    def stops(self) -> bool:
        """Whether no other rule about the use matters any more."""
        return self.ban is Ban.IN_FORCE


def prohibition(world: World) -> Prohibition:
    """Return what Article 5 says of the use, on the day of `world`."""
    outside = is_outside_ai_act(world)
    if outside.truth:
        return Prohibition(Ban.NONE, because=outside.because)
    if withheld := _withheld_answers(world):
        return Prohibition(Ban.OPEN, withheld=withheld)
    letters, because = _ticked_letters(world)
    in_force = tuple(letter for letter in letters if day_of(world, f"ai-act-5-{letter}") <= world.as_of)
    ban_refs = _answers_saying(world, "prohibited", "yes")
    if outside.truth is None and (letters or ban_refs):
        return Prohibition(Ban.OPEN, withheld=outside.missing)
    if in_force or (ban_refs and not letters):
        ban = Ban.DISPUTED if _is_disputed(world) else Ban.IN_FORCE
        return Prohibition(ban, letters, in_force, because if in_force else ban_refs)
    if letters:
        return Prohibition(Ban.LATER, letters, because=because)
    clear_refs = _answers_saying(world, "prohibited", "no") or _answers_saying(world, "practice", "none")
    return Prohibition(Ban.NONE if clear_refs else Ban.OPEN, because=clear_refs)


def _answers_saying(world: World, topic: str, word: str) -> tuple[Ref, ...]:
    """Return the answers on a topic that say a word."""
    return tuple(ref for value in world.topic_values(topic) if word in (value.words or ()) for ref in value.refs)


def _ticked_letters(world: World) -> tuple[tuple[str, ...], tuple[Ref, ...]]:
    """Return the letters of Article 5(1) that the lawyer ticked, in the IAMA or in the FRIA, and where."""
    for value in world.topic_values("practice"):
        if value.words:
            return tuple(word for word in value.words if f"ai-act-5-{word}" in world.law.facts), value.refs
    return (), ()


def _withheld_answers(world: World) -> tuple[Ref, ...]:
    """Return the withheld answers about Article 5 that would come before all else, or nothing."""
    for value in world.topic_values("practice"):
        if value.words:
            break
        if world.has_withheld(value.refs):
            return value.refs
    open_values = [value for value in world.topic_values("prohibited") if value.words is None]
    open_ = tuple(ref for value in open_values for ref in value.refs)
    return open_ if world.has_withheld(open_) and not _ticked_letters(world)[0] else ()


def _is_disputed(world: World) -> bool:
    """Return whether a lawyer's reasoned dispute stands against every flag about a prohibited practice."""
    raised = [
        verdict
        for tree in world.held_trees
        for trigger in tree.triggers
        if trigger.id in _FLAGS and (verdict := judge(world, tree, trigger, None)).state in RAISED
    ]
    return bool(raised) and all(is_disputed(verdict, world) for verdict in raised)
