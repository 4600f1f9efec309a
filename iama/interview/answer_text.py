"""An answer in the words of a reader: its value, its rows, its sources, and everything that a person typed."""

from iama.assess.outcome import Entry, Status
from iama.model.dossier import Answer, Row, Source
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.spelling import written_value
from iama.model.struct import replace
from iama.words import pick_translation, text
from iama.words.written import written_date


def value_lines(entry: Entry, language: str) -> list[str]:
    """Return the answer as lines for a reader; none while there is no value."""
    answer, question = entry.answer, entry.question
    taken = [f"{text('adopted-from', language)} {adopted.source}" for adopted in answer.adopts]
    if question.kind is Kind.TEXT:
        return taken + (str(answer.value).split("\n") if answer.value else [])
    if question.kind is Kind.ROWS:
        return taken + [row_line(question, row, language) for row in answer.rows]
    values = [written_value(question, word, language) for word in answer.value_words()]
    unsure = [f"{question.option_label(word, language)} ({text('unsure', language)})" for word in answer.unsure]
    derived = [text("derived", language)] if entry.derived else []
    return ["; ".join((*values, *unsure))] * bool(values or unsure) + derived


def row_line(question: Question, row: Row, language: str) -> str:
    """Return a row on one line: its filled columns, the first bare and the others named."""
    cells = [(column, row.cells[column.id]) for column in question.columns if column.id in row.cells]
    named = [
        f"{pick_translation(column.label, language)}: {written_value(column, cell, language)}"
        for column, cell in cells[1:]
    ]
    return " · ".join([written_value(cells[0][0], cells[0][1], language), *named]) if cells else row.id


def action_point(question: Question, row: Row, language: str) -> tuple[str, str]:
    """Return an action point as what is to be done, and who does it by when."""
    shown = {
        column.id: written_value(column, row.cells[column.id], language)
        for column in question.columns
        if column.id in row.cells
    }
    what, *_ = [*shown.values(), row.id]
    before = text("blocking", language).lower() if row.cells.get("blocking") == "yes" else ""
    return what, " · ".join(filter(None, (shown.get("owner"), shown.get("due"), before)))


def follower(tree: Questionnaire, answer: Answer, language: str) -> str:
    """Return who finds out, with a role by its name."""
    return role_name(tree, answer.follow.by, language) if answer.follow else ""


def lines_beside(tree: Questionnaire, entry: Entry, language: str) -> list[str]:
    """Return what stands beside an answer: status, note, dissent, sources, who gave it."""
    answer = entry.answer
    lines = [_status_line(tree, entry, language)]
    if answer.note:
        lines.append(f"{text('note', language)}: {answer.note}")
    for dissent in answer.dissent:
        lines.append(f"{text('dissent', language)} ({role_name(tree, dissent.by, language)}): {dissent.text}")
    lines += [f"{text('source', language)}: {source_line(source, language)}" for source in answer.sources]
    if answer.needs_confirmation:
        words = [text(f"carried-{word}", language) for word in ("to-confirm", "enter")]
        lines.append(f"{text('carried-over', language)} {answer.carried.get('from', '')}: {'; '.join(words)}")
    if answer.overruled:
        lines.append(f"{text('overruled', language)}: {answer.overruled}")
    if answer.by:
        names = ", ".join(role_name(tree, role, language) for role in answer.by)
        lines.append(f"{text('answered-by', language)}: {names}")
    return [line for line in lines if line]


def _status_line(tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return why a question has no answer, who finds out and by when; empty for one that has one, or none yet."""
    if entry.status not in (Status.UNKNOWN, Status.ASK_SUPPLIER, Status.NOT_APPLICABLE):
        return ""
    follow = entry.answer.follow
    due = written_date(follow.due, language) if follow and follow.due else ""
    details = ", ".join(filter(None, [entry.answer.reason, follower(tree, entry.answer, language), due]))
    return ": ".join(filter(None, [text(f"status-{entry.status}", language), details]))


def role_name(tree: Questionnaire, role: str, language: str) -> str:
    """Return a role in words; what is none as it stands."""
    return pick_translation(tree.roles[role], language) if role in tree.roles else role


def source_line(source: Source, language: str) -> str:
    """Return a source on one line: title, version, date and the start of the digest of its file."""
    digest = f"sha256 {source.sha256[:12]}" if source.sha256 else ""
    day = written_date(source.date, language) if source.date else ""
    return ", ".join(filter(None, [source.title, source.version, day, source.path, digest]))


def typed_texts(answer: Answer) -> list[str]:
    """Return every text of an answer that a person typed, so that it can be kept elsewhere."""
    value = answer.value
    texts = [value] if isinstance(value, str) else [cell for row in answer.rows for cell in row.cells.values()]
    texts += [answer.reason, answer.note, answer.overruled, *(dissent.text for dissent in answer.dissent)]
    texts += [source.title for source in answer.sources] + ([answer.follow.by] if answer.follow else [])
    return [words for words in texts if words]


def all_words(entry: Entry, language: str) -> str:
    """Return all that a team said in an answer and beside it on one line, options by their labels."""
    beside = typed_texts(replace(entry.answer, value=None))
    return " ".join(" · ".join((*value_lines(entry, language), *beside)).split())


def both_answers(entry: Entry, label: str, mine: Answer, theirs: Answer, language: str) -> str:
    """Return the answer of the team under the one that a colleague saved meanwhile."""
    return "\n".join(
        (
            text("conflict", language, question=label),
            f"{text('conflict-theirs', language)}:",
            *_indented_answer(entry, theirs, language),
            f"{text('conflict-mine', language)}:",
            *_indented_answer(entry, mine, language),
        )
    )


def _indented_answer(entry: Entry, answer: Answer, language: str) -> list[str]:
    shown = Entry(entry.ref, entry.question, entry.status, answer)
    return [f"    {line}" for line in value_lines(shown, language) or typed_texts(answer) or ["—"]]
