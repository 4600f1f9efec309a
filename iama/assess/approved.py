"""What the answers said about Article 27(1) when the FRIA was approved, to tell later which element changed."""

from collections.abc import Iterator, Mapping, Sequence

from iama.assess.adoption import Entries, source_ref
from iama.assess.outcome import Entry, Status
from iama.assess.world import World
from iama.model.approval import Approval
from iama.model.canonical import canonical_digest
from iama.model.conditions import Ref, Value, unique
from iama.model.dossier import OPEN

LETTERS = "abcdef"  # of Article 27(1)
FRIA = "fria"
NO_APPROVAL = Ref(FRIA, "approval")


def latest(approvals: Sequence[Approval], questionnaire: str) -> Approval | None:
    """Return the last decision about an assessment (`fria-1.0`), or None."""
    return next((one for one in reversed(approvals) if one.questionnaire == questionnaire), None)


def letter_digests(questionnaire: str, entries: Entries) -> Mapping[str, str]:
    """Return a digest per letter of Article 27(1) of what the FRIA says about it; none for another assessment."""
    if questionnaire != FRIA:
        return {}
    serving = {letter: _serving(letter, entries) for letter in LETTERS}
    return {
        letter: canonical_digest([_answer_content(one, entries) for one in asked])
        for letter, asked in serving.items()
        if asked
    }


def changed_letters(world: World) -> Value:
    """The letters of Article 27(1) whose answers differ from the approved FRIA, or none; unknown until approved."""
    tree = world.questionnaires.get(FRIA)
    approval = latest(world.dossier.approvals, tree.ref) if tree else None
    if approval is None or not approval.decision.goes_on:
        return Value(None, (NO_APPROVAL,))
    now = letter_digests(FRIA, world.entries)
    refs = tuple(entry.ref for letter in LETTERS for entry in _serving(letter, world.entries))
    hidden = frozenset(letter for letter in now if _is_letter_withheld(letter, world.entries))
    changed = [x for x in LETTERS if now.get(x) != approval.letters.get(x) and x not in hidden]
    if changed or not hidden:
        return Value(tuple(changed) or ("none",), unique(refs), unsure=hidden)
    return Value((), unique(refs), unsure=hidden | {"none"})


def _serving(letter: str, entries: Entries) -> list[Entry]:
    """Return the entries of the FRIA that serve a letter, in its order."""
    asked = (entries[ref] for ref in entries if ref.questionnaire == FRIA)
    return [one for one in asked if f"27(1)({letter})" in one.question.covers and one.status is not Status.SKIPPED]


def _answer_content(entry: Entry, entries: Entries) -> list[object]:
    """Return what an answer says, its adopted answers included; who said it and when is left out."""
    answer = entry.answer if entry.status.applies else OPEN
    rows = [
        {name: text for name, text in {**row.cells, "id": row.id}.items() if name != "person"} for row in answer.rows
    ]
    sources = [entries.get(source_ref(one.source)) for one in answer.adopts]
    adopted = [[*one.answer.value_words(), *_cells(one)] if one and one.status.applies else [] for one in sources]
    return [
        str(entry.ref),
        entry.status.value,
        rows or list(answer.value_words()),
        list(answer.unsure),
        answer.reason,
        adopted,
    ]


def _cells(entry: Entry) -> Iterator[str]:
    return (f"{name}={text}" for row in entry.answer.rows for name, text in row.cells.items() if name != "person")


def _is_letter_withheld(letter: str, entries: Entries) -> bool:
    return any(
        one is not None and one.status is Status.WITHHELD
        for entry in _serving(letter, entries)
        for one in (entry, *(entries.get(source_ref(adopted.source)) for adopted in entry.answer.adopts))
    )
