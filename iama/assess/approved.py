"""What the answers said about Article 27(1) when the FRIA was approved, to tell later which element changed."""

from collections.abc import Iterator, Mapping, Sequence

from iama.assess.adoption import Entries, source_ref
from iama.assess.outcome import Entry, Status
from iama.assess.world import World
from iama.model.approval import Approval
from iama.model.canonical import canonical_digest
from iama.model.conditions import Ref, Value, unique
from iama.model.dossier import OPEN, Row
from iama.model.instrument import ARTICLE_27
from iama.model.questionnaire import Questionnaire

LETTERS = "abcdef"  # of Article 27(1)
NO_ASSESSMENT, NO_APPROVAL = Ref(ARTICLE_27, "assessment"), Ref(ARTICLE_27, "approval")  # where an answer would stand


def latest(approvals: Sequence[Approval], questionnaire: str) -> Approval | None:
    """Return the last decision about an assessment (`fria-1.0`), or None."""
    return next((approval for approval in reversed(approvals) if approval.questionnaire == questionnaire), None)


def letter_digests(tree: Questionnaire, entries: Entries) -> Mapping[str, str]:
    """Return a digest per letter of Article 27(1) of what the FRIA says about it; none for another assessment."""
    if not tree.answers_article_27:
        return {}
    serving = {letter: _serving(letter, tree, entries) for letter in LETTERS}
    return {
        letter: canonical_digest([_answer_content(entry, entries) for entry in letter_entries])
        for letter, letter_entries in serving.items()
        if letter_entries
    }


def changed_letters(world: World) -> Value:
    """The letters of Article 27(1) whose answers differ from the approved FRIA, or none; unknown until approved."""
    tree = next((tree for tree in world.held_trees if tree.answers_article_27), None)
    approval = latest(world.dossier.approvals, tree.ref) if tree else None
    if tree is None or approval is None or not approval.decision.goes_on:
        return Value(None, (NO_APPROVAL,))
    now = letter_digests(tree, world.entries)
    refs = tuple(entry.ref for letter in LETTERS for entry in _serving(letter, tree, world.entries))
    hidden = frozenset(letter for letter in now if _is_letter_withheld(letter, tree, world.entries))
    letters = [x for x in LETTERS if now.get(x) != approval.letters.get(x) and x not in hidden]
    if letters or not hidden:
        return Value(tuple(letters) or ("none",), unique(refs), unsure=hidden)
    return Value((), unique(refs), unsure=hidden | {"none"})


def _serving(letter: str, tree: Questionnaire, entries: Entries) -> list[Entry]:
    """Return the entries of the FRIA that serve a letter, in its order."""
    tree_entries = (entries[ref] for ref in entries if ref.questionnaire == tree.id)
    return [
        entry
        for entry in tree_entries
        if f"27(1)({letter})" in entry.question.covers and entry.status is not Status.SKIPPED
    ]


def _answer_content(entry: Entry, entries: Entries) -> list[object]:
    """Return what an answer says, its adopted answers included; who said it and when is left out."""
    answer = entry.answer if entry.status.applies else OPEN
    rows = [{"id": row.id, **_public_cells(entry, row)} for row in answer.rows]
    sources = [entries.get(source_ref(adopted.source)) for adopted in answer.adopts]
    adopted_words = [
        [*source.answer.value_words(), *_public_cell_lines(source)] if source and source.status.applies else []
        for source in sources
    ]
    return [
        str(entry.ref),
        entry.status.value,
        rows or list(answer.value_words()),
        list(answer.unsure),
        answer.reason,
        adopted_words,
    ]


def _public_cell_lines(entry: Entry) -> Iterator[str]:
    return (f"{name}={text}" for row in entry.answer.rows for name, text in _public_cells(entry, row).items())


def _public_cells(entry: Entry, row: Row) -> dict[str, str]:
    left_out = {column.id for column in entry.question.columns if not column.is_public}
    return {name: text for name, text in row.cells.items() if name not in left_out}


def _is_letter_withheld(letter: str, tree: Questionnaire, entries: Entries) -> bool:
    return any(
        source is not None and source.status is Status.WITHHELD
        for entry in _serving(letter, tree, entries)
        for source in (entry, *(entries.get(source_ref(adopted.source)) for adopted in entry.answer.adopts))
    )
