"""Which questions an interview visits, in which order, and how to find one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from iama.assess.outcome import Entry, Outcome
from iama.interview import answer_text
from iama.model.conditions import Ref
from iama.model.questionnaire import Kind, Questionnaire
from iama.words import pick_translation

_AROUND = 100  # characters of an answer on both sides of what was looked for


class Choice(Struct, frozen=True):
    """Which questions are wanted; None is all."""

    part: str | None = None  # id or number
    role: str | None = None
    meeting: str | None = None
    open_only: bool = False
    among: Callable[[Outcome], Collection[Ref]] | None = None  # which it is about, by the answers so far


def chosen_entries(outcome: Outcome, tree: Questionnaire, choice: Choice) -> tuple[Entry, ...]:
    """Return the entries to visit: those that apply and fit the choice, in the order of the instrument."""
    among = choice.among(outcome) if choice.among else outcome.entries
    return tuple(
        entry
        for entry in outcome.tree_entries(tree.id)
        if entry.status.applies and entry.ref in among and _fits_choice(tree, entry, choice)
    )


def entries_not_asked(outcome: Outcome, tree: Questionnaire) -> tuple[Entry, ...]:
    """Return the entries that are not asked, or not yet."""
    return tuple(entry for entry in outcome.tree_entries(tree.id) if not entry.status.applies)


def _fits_choice(tree: Questionnaire, entry: Entry, choice: Choice) -> bool:
    question = entry.question
    part = tree.part_of(question)
    return (
        (choice.part is None or choice.part in (part.id, part.number))
        and (choice.role is None or choice.role in question.roles)
        and (choice.meeting is None or choice.meeting == question.meeting)
        and not (choice.open_only and not has_work_left(entry))
    )


def has_work_left(entry: Entry) -> bool:
    """Return whether something remains to be done for a question, if only to confirm what came along."""
    return not entry.status.is_settled or entry.came_along


def is_open(entry: Entry) -> bool:
    """Return whether a question still asks for an answer from the team itself, or for its word that one holds."""
    return entry.wants_answer


def needs_finding_out(entry: Entry) -> bool:
    """Return whether somebody has to find out the answer: then it is an action point."""
    return entry.is_with_others


def needed(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that have to be settled before an assessment is complete."""
    return [entry for entry in entries if entry.question.required and entry.question.kind is not Kind.NOTICE]


def next_entry(
    entries: Sequence[Entry], after: Ref | None, passed: Collection[Ref], order: Iterable[Ref] = ()
) -> Entry | None:
    """Return the first open entry behind `after`, else the first open one at all; notices are met on the way.

    `passed` holds what was left for later and the notices that were read. `order` is that of the instrument: `after`
    need not be among the entries, for somebody may have gone to any question.
    """
    places = {ref: place for place, ref in enumerate(order or [entry.ref for entry in entries])}
    here = places.get(after, -1) if after else -1
    behind = [entry for entry in entries if places.get(entry.ref, 0) > here]
    for entry in (*behind, *entries):
        notice = entry.question.kind is Kind.NOTICE and entry in behind
        if entry.ref not in passed and (is_open(entry) or notice):
            return entry
    return None


def find_entries(entries: Sequence[Entry], tree: Questionnaire, words: str, language: str) -> list[Entry]:
    """Return the entries that `words` mean: an exact number or id first, else every word found in text or help."""
    name = words.strip().rstrip(".").lower()
    if not name:
        return []
    exact = [entry for entry in entries if name in ((entry.question.number or "").lower(), entry.question.id)]
    if exact:
        return exact
    begins = [entry for entry in entries if (entry.question.number or "").lower().startswith(f"{name}.")]
    if begins and name[:1].isdigit():
        return begins
    sought = name.split()
    return [entry for entry in entries if all(word in _haystack(entry, tree, language) for word in sought)]


def _haystack(entry: Entry, tree: Questionnaire, language: str) -> str:
    question = entry.question
    section = tree.section_of(question)
    labels = (pick_translation(option.label, language) for option in question.options)
    texts = (
        question.id,
        pick_translation(question.text, language),
        pick_translation(question.help, language),
        pick_translation(section.title, language),
        answer_text.all_words(entry, language),
    )
    return " ".join((*texts, *labels)).lower()


def found_in_answer(entry: Entry, words: str, language: str) -> str:
    """Return what stands around the first of the words that were looked for in an answer; empty when none does."""
    said = answer_text.all_words(entry, language)
    places = (said.lower().find(word) for word in words.lower().split())
    if (place := next((place for place in places if place >= 0), -1)) < 0:
        return ""
    start, end = max(0, place - _AROUND), place + _AROUND
    return f"{'…' * bool(start)}{said[start:end].strip()}{'…' * (end < len(said))}"


def part_entries(outcome: Outcome, tree: Questionnaire, name: str) -> tuple[Entry, ...]:
    """Return the questions that are asked in a part, by its id or number, or in a section by its number."""
    word = name.strip().rstrip(".")
    asked = [entry for entry in chosen_entries(outcome, tree, Choice()) if entry.question.kind is not Kind.NOTICE]
    parts = [part.id for part in tree.parts if word in (part.id, part.number)]
    sections = [section.id for section in tree.sections if word == section.number]
    return tuple(entry for entry in asked if entry.question.part in parts or entry.question.section in sections)


def part_names(tree: Questionnaire) -> list[str]:
    """Return how the parts can be named."""
    return [part.number or part.id for part in tree.parts]


def by_section(tree: Questionnaire, entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Yield the entries per section of the tree, sections without entries left out."""
    for section in tree.sections:
        if own := [entry for entry in entries if entry.question.section == section.id]:
            yield section.id, own
