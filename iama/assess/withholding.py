"""What stays out of the public edition: a dossier that never held it, judged again.

A withheld answer is unknown, so whatever is decided without it is decided whatever it says (Kleene), and
whatever needs it is withheld too. Everything public is a function of the public dossier alone.
Source: Open Government Act (Woo), Articles 5.1 and 5.2; policy of the Algorithm Register.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from iama.assess import attendance
from iama.assess.adoption import adopted_sources
from iama.assess.evaluation import evaluate
from iama.assess.joined import ACTIONS, CONDITIONS
from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.public_responses import public_follow_up, public_summary, withhold_flags
from iama.assess.withheld_index import Cause, Withheld, causes, find_withheld
from iama.model.approval import Approval
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dossier, Row, Slot, Source, State, Value
from iama.model.law import Law
from iama.model.questionnaire import FOLLOW_UP, Kind, Questionnaire, plain_id
from iama.model.struct import replace

NOT_KNOWN = Answer(status=State.WITHHELD)
_WITHHELD_ROW = ("assessment", "question", "key", "ground")  # of a row in follow-up/withheld, what is public


class Public(Struct, frozen=True):
    """A dossier without what is withheld, judged; why each answer is, and which assessments are as a whole."""

    dossier: Dossier
    outcome: Outcome
    causes: Mapping[Ref, Cause]
    stubs: Mapping[str, Cause]  # by questionnaire (`iama`)


def public_dossier(dossier: Dossier, trees: Iterable[Questionnaire], law: Law, as_of: date) -> Dossier:
    """Return the dossier as the public may have it; raises UsageError when a row of withheld names no question."""
    return judge_public(dossier, trees, law, as_of).dossier


def judge_public(dossier: Dossier, trees: Iterable[Questionnaire], law: Law, as_of: date) -> Public:
    """Return the dossier as the public may have it, judged; raises UsageError as `public_dossier` does.

    It holds no withheld or hidden answer, no note marked internal, no name or id of a person and no path of a
    file. An answer that adopts a withheld one is withheld too, and so is a flag of which the response is.
    """
    trees = list(trees)
    before = evaluate(dossier, trees, law, as_of)
    withheld = find_withheld(dossier, before.questionnaires)
    draft = _strip_withheld(dossier, before.questionnaires.values(), withheld)
    sources: dict[Ref, tuple[Ref, ...]] = {}
    while more := _adopting(outcome := evaluate(draft, trees, law, as_of)):
        sources |= more
        draft = _without(draft, outcome.questionnaires, more)
    draft = _applying(draft, outcome)
    while True:
        outcome = withhold_flags(evaluate(draft, trees, law, as_of))
        next_ = public_summary(public_follow_up(draft, outcome, before, law), outcome, before, dossier, law)
        if next_ == draft:
            break
        draft = next_
    return Public(draft, outcome, causes(outcome, withheld, sources, law), withheld.assessments)


def _strip_withheld(dossier: Dossier, trees: Iterable[Questionnaire], withheld: Withheld) -> Dossier:
    """Return the dossier with withheld answers unknown, and without what is never public."""
    by_ref = {tree.ref: tree for tree in trees}
    held_assessments = {ref: assessment for ref, assessment in dossier.assessments.items() if ref in by_ref}
    assessments = {
        ref: _public_assessment(assessment, by_ref[ref], withheld) for ref, assessment in held_assessments.items()
    }
    return Dossier(
        dossier.id,
        assessments,
        approvals=tuple(_public_decision(approval, withheld) for approval in dossier.approvals),
        earlier=dossier.earlier if _are_public(withheld) else (),
        elsewhere=dossier.elsewhere,
    )


def _are_public(withheld: Withheld, questionnaire: str = FOLLOW_UP) -> bool:
    """Return whether the public may see the conditions of a decision about a questionnaire (id)."""
    return questionnaire not in withheld.assessments and not withheld.covers(Ref(FOLLOW_UP, ACTIONS))


def _public_decision(approval: Approval, withheld: Withheld) -> Approval:
    conditions = approval.conditions if _are_public(withheld, plain_id(approval.questionnaire)) else ()
    return replace(approval.draft(), number=approval.number, person="", text="", conditions=conditions, previous="")


def _public_assessment(assessment: Assessment, tree: Questionnaire, withheld: Withheld) -> Assessment:
    answers = {slot: answer for slot, answer in assessment.answers.items() if not withheld.covers(Ref(tree.id, *slot))}
    shown = {slot: answer for slot, answer in answers.items() if not tree.questions[slot[0]].is_internal}
    public_ = {slot: _public_answer(tree, slot, answer) for slot, answer in shown.items()}
    unknown = dict.fromkeys(_withheld_slots(tree, answers, withheld), NOT_KNOWN)
    return replace(assessment, answers={**public_, **unknown})


def _withheld_slots(tree: Questionnaire, answers: Mapping[Slot, Answer], withheld: Withheld) -> Iterator[Slot]:
    """Yield every place that a withheld answer may have, whether the dossier holds one there or not."""
    for question in tree.questions.values():
        driver = tree.questions.get(question.repeat or "")
        if question.kind is Kind.NOTICE:
            continue
        rows = answers.get((driver.id, None), NOT_KNOWN).rows if driver else ()
        keys = [None, *(driver.values if driver else ()), *(row.id for row in rows)]
        yield from ((question.id, key) for key in keys if withheld.covers(Ref(tree.id, question.id, key)))


def _public_answer(tree: Questionnaire, slot: Slot, answer: Answer) -> Answer:
    return replace(
        answer,
        value=_value_without_people(tree, slot, answer),
        note_internal="",
        sources=tuple(_source_without_path(source) for source in answer.sources),
    )


def _source_without_path(source: Source) -> Source:
    return source if source.path.startswith("https://") else replace(source, path="", sha256="")


def _value_without_people(tree: Questionnaire, slot: Slot, answer: Answer) -> Value | None:
    """Return a value without people: each becomes a number, so that how many there are stays known.

    Of who was at a meeting it says so once, without days and times, and nothing of an entry that was wrong.
    """
    if not answer.rows:
        return answer.value
    if (tree.id, slot[0]) == (FOLLOW_UP, "withheld"):
        return tuple(_ground_only(row) for row in answer.rows)
    if (tree.id, slot[0]) == (FOLLOW_UP, CONDITIONS):
        return tuple(_linked_only(row) for row in answer.rows)
    question = tree.questions[slot[0]]
    internal = {column.id for column in question.columns if column.internal}
    return _rows_without_people(attendance.correct_rows(question, answer), internal) or None


def _rows_without_people(rows: Iterable[Row], internal: Collection[str]) -> tuple[Row, ...]:
    """Return rows without internal columns and with a number per person; those that become the same stand once."""
    numbers: dict[str, str] = {}
    kept: dict[object, Row] = {}
    for row in rows:
        cells = {name: text for name, text in row.cells.items() if name not in internal}
        if person := cells.get("person"):
            cells["person"] = numbers.setdefault(person, str(len(numbers) + 1))
        kept.setdefault(frozenset(cells.items()) if internal else row.id, replace(row, cells=cells))
    return tuple(kept.values())


def _ground_only(row: Row) -> Row:
    """Return what is withheld and on which ground; of the balancing, only that there is one."""
    cells = {name: row.cells[name] for name in _WITHHELD_ROW if name in row.cells}
    return Row(row.id, {**cells, "reason": "…"} if row.cells.get("reason", "").strip() else cells)


def _linked_only(row: Row) -> Row:
    """Return how a condition stands, with a link to the evidence, and without the path of a file."""
    is_link = row.cells.get("source", "").startswith("https://")
    return Row(row.id, {name: text for name, text in row.cells.items() if is_link or name not in ("source", "sha256")})


def _adopting(outcome: Outcome) -> dict[Ref, tuple[Ref, ...]]:
    """Return the answers that adopt a withheld one and are not withheld yet, with what they adopt."""
    sources: dict[Ref, tuple[Ref, ...]] = {}
    for ref, entry in outcome.entries.items():
        if entry.status.applies and entry.status is not Status.WITHHELD:
            refs = [source.ref for source in adopted_sources(entry, outcome.entries) if _is_withheld(source.entry)]
            if refs:
                sources[ref] = tuple(refs)
    return sources


def _is_withheld(entry: Entry | None) -> bool:
    return entry is not None and entry.status is Status.WITHHELD


def _without(dossier: Dossier, trees: Mapping[str, Questionnaire], refs: Iterable[Ref]) -> Dossier:
    for ref in refs:
        assessment = dossier.assessments[trees[ref.questionnaire].ref]
        dossier = dossier.with_assessment(assessment.with_answer(ref.question, ref.instance, NOT_KNOWN))
    return dossier


def _applying(dossier: Dossier, outcome: Outcome) -> Dossier:
    """Return the dossier without the answers to questions that do not apply, or may not."""
    for tree in outcome.questionnaires.values():
        if assessment := dossier.assessments.get(tree.ref):
            answers = {entry.ref[1:]: entry.given_answer for entry in outcome.tree_entries(tree.id) if _stays(entry)}
            dossier = dossier.with_assessment(replace(assessment, answers=answers))
    return dossier


def _stays(entry: Entry) -> bool:
    if entry.status is Status.WITHHELD:  # through another answer: what stands beside the value goes too
        return entry.answer.status is State.WITHHELD and entry.ruling.truth is True
    return entry.status.applies and not entry.given_answer.empty
