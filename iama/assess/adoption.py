"""Answers that serve in another assessment too: where they come from, whether they still do, what they say.

An adopting answer is answered only while every source is; it is stale when a source says something else
than when it was adopted. Cycles serve nobody.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.conditions import Ref
from iama.model.dossier import Adopted, Answer
from iama.model.problems import UsageError
from iama.model.questionnaire import Question, Questionnaire, plain_id

Entries = Mapping[Ref, Entry]


def source_ref(source: str) -> Ref:
    """Return the place that `iama-2.0/goal` or `iama-2.0/importance[equality-law]` names."""
    tree, _, rest = source.partition("/")
    question, _, key = rest.partition("[")
    return Ref(plain_id(tree), question, key.rstrip("]") or None)


def adopt_answer(outcome: Outcome, source: tuple[Questionnaire, Question, str | None]) -> Adopted:
    """Return the adoption of an answer as it stands now; raises UsageError while there is none to adopt."""
    tree, question, instance = source
    entry = outcome.find_entry(tree.id, question.id, instance)
    if entry is None or entry.status is not Status.ANSWERED:
        raise UsageError("adopt-unanswered", question=f"{tree.ref}/{question.id}")
    key = f"[{instance}]" if instance else ""
    return Adopted(f"{tree.ref}/{question.id}{key}", content_digest(entry.answer))


def adoptable_answers(outcome: Outcome, entry: Entry) -> tuple[Adopted, ...]:
    """Return the answers of other assessments that could serve here, as they stand now.

    What this answer can serve can serve here too, unless it leads back to this answer.
    """
    answers = []
    for ref in (*map(source_ref, entry.question.reuse), *_reusing_questions(outcome, entry)):
        tree, source = outcome.questionnaires.get(ref.questionnaire), outcome.entries.get(ref)
        if tree is None or source is None or source.status is not Status.ANSWERED:
            continue
        if not leads_back(ref, entry.ref, outcome.entries):
            answers.append(adopt_answer(outcome, (tree, source.question, ref.instance)))
    return tuple(answers)


def _reusing_questions(outcome: Outcome, entry: Entry) -> Iterator[Ref]:
    """Yield the questions of other assessments that name this one among what can serve them."""
    name = f"{entry.ref.questionnaire}/{entry.question.id}"
    for tree in outcome.questionnaires.values() if entry.ref.instance is None else ():
        yield from (Ref(tree.id, question.id) for question in tree.questions.values() if name in question.reuse)


def content_digest(answer: Answer) -> str:
    """Return a short digest of what an answer says: its value and its rows, nothing beside it."""
    value = [[row.id, dict(row.cells)] for row in answer.rows] or answer.value
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


class Source(Struct, frozen=True):
    """One adopted answer as it stands now; `entry` is None when there is no such answer."""

    adopted: Adopted
    ref: Ref
    entry: Entry | None
    stale: bool


def adopted_sources(entry: Entry, entries: Entries) -> tuple[Source, ...]:
    """Return what an answer adopts, in order."""
    sources = []
    for adopted in entry.answer.adopts:
        ref = source_ref(adopted.source)
        source = entries.get(ref)
        stale = source is not None and source.status.applies and content_digest(source.answer) != adopted.seen
        sources.append(Source(adopted, ref, source, stale))
    return tuple(sources)


def unserved_answers(entries: Entries) -> frozenset[Ref]:
    """Return what counts as answered and adopts an answer that is not answered, or that leads back to itself."""
    adopting = (entry.ref for entry in entries.values() if entry.answer.adopts and entry.status is Status.ANSWERED)
    return frozenset(ref for ref in adopting if not _serves(ref, entries, ()))


def has_answered_sources(answer: Answer, entries: Entries) -> bool:
    """Return whether every source of an answer is answered, of those that are among the entries yet."""
    sources = (entries.get(source_ref(adopted.source)) for adopted in answer.adopts)
    return all(entry is None or entry.status is Status.ANSWERED for entry in sources)


def _serves(ref: Ref, entries: Entries, above: tuple[Ref, ...]) -> bool:
    entry = entries.get(ref)
    if entry is None or entry.status is not Status.ANSWERED or ref in above:
        return False
    return all(_serves(source_ref(adopted.source), entries, (*above, ref)) for adopted in entry.answer.adopts)


def cycles(entries: Entries) -> Iterator[Ref]:
    """Yield the adopting answers that lead back to themselves."""
    for ref, entry in entries.items():
        if entry.answer.adopts and _leads_to(ref, ref, entries, frozenset()):
            yield ref


def leads_back(source: Ref, ref: Ref, entries: Entries) -> bool:
    """Return whether an answer that adopted `source` would rest on itself."""
    return source == ref or _leads_to(source, ref, entries, frozenset())


def _leads_to(start: Ref, goal: Ref, entries: Entries, trail: frozenset[Ref]) -> bool:
    entry = entries.get(start)
    if entry is None or start in trail:
        return False
    nexts = [source_ref(adopted.source) for adopted in entry.answer.adopts]
    return goal in nexts or any(_leads_to(ref, goal, entries, trail | {start}) for ref in nexts)
