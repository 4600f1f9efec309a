"""A rule about people: their names stand in `people.yaml` alone, where they can be erased."""

from collections.abc import Iterator

from iama.assess.outcome import Status
from iama.audit.doubt import ENTRIES
from iama.gate.codes import WARNING
from iama.gate.judged_dossier import Seen, Subject
from iama.gate.rules.completeness import question_words
from iama.model.dossier import Answer
from iama.model.people import CODE_COLUMN, WHO_COLUMNS, has_any_name, is_code

CODES = {"name-outside-people": WARNING}


def name_outside_people(subject: Subject) -> Iterator[Seen]:
    """A name stands in the place of the code of a person or of a role; which name is not told."""
    for tree in subject.recorded.held_trees:
        for entry in subject.recorded.tree_entries(tree.id):
            shown = subject.outcome.entries.get(entry.ref)
            if shown is None or shown.status is Status.WITHHELD:
                continue
            for detail in _misplaced(entry.given_answer, subject):
                about = question_words(subject, entry)
                _, question, key = entry.ref
                yield Seen("name-outside-people", "", subject.ref(entry), question, key, detail=detail, about=about)
    for approval in subject.approvals:
        if approval.person and not is_code(approval.person, subject.dossier.people):
            about = {"number": str(approval.number)}
            detail = str(approval.number)
            yield Seen("name-outside-people", "decision", detail=detail, about=about, file=ENTRIES)


def _misplaced(answer: Answer, subject: Subject) -> Iterator[str]:
    """Yield where in an answer a name stands: the row and its column, or who finds out."""
    people = subject.dossier.people
    for row in answer.rows:
        for column, word in row.cells.items():
            named = column in WHO_COLUMNS and has_any_name(word, people.values())
            if named or (column == CODE_COLUMN and not is_code(word, people)):
                yield f"{row.id} {column}"
    if answer.follow and has_any_name(answer.follow.by, people.values()):
        yield "follow"


RULES = (name_outside_people,)
