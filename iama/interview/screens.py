"""What stands on the screen beside a question, in words; short enough for 80 by 24."""

from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from iama.assess import adoption
from iama.assess.outcome import Entry, Status
from iama.interview import messages
from iama.interview.asking import Command, Screen
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Row, Source
from iama.model.questionnaire import Column, Kind, Part, Question, Section
from iama.words import pick_translation, text
from iama.words.written import written_date, written_number

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_EXCERPT = 200
_TALL, _LONG_LIST = 13, 16  # lines: the most that a prompt takes from the screen at first


def question_screen(interview: "Interview", entry: Entry) -> Screen:
    """Return everything to show beside one question."""
    tree, language, question = interview.tree, interview.language, entry.question
    part, section = part_and_section(interview, question)
    group = next((group for group in section.groups if group.id == question.group), None)
    return Screen(
        where=where(part, section, language),
        progress=progress_and_time(interview),
        number=question.number or "",
        text=pick_translation(question.text, language),
        mark=mark(interview, entry),
        group=f"{group.number or ''} {pick_translation(group.text, language)}".strip() if group else "",
        help=pick_translation(question.help, language),
        law=", ".join(interview.law.cite(id_, language) for id_ in question.law),
        table=", ".join(pick_translation(tree.roles[role], language) for role in question.roles if role in tree.roles),
        builds_on=tuple(builds_on(interview, entry)),
        current="\n".join(words_of_value(interview, entry)),
        remarks=tuple(remarks(interview, entry)),
        loud=question.kind is Kind.NOTICE and bool(question.conditions),
        prompt=prompt_lines(interview, entry),
    )


def prompt_lines(interview: "Interview", entry: Entry) -> int:
    """Return how many lines the prompt of a question needs; a long list can be scrolled."""
    question = entry.question
    if question.kind is Kind.NOTICE:
        return 3
    if question.kind is Kind.ROWS:
        return min(_TALL, len(entry.answer.rows) + 6)
    if not question.options:
        return 6
    labels = [wrap(pick_translation(option.label, interview.language), 72) for option in question.options]
    longest = max(len(lines) for lines in labels)  # the pointed one is spelled out below the list
    groups = len({option.group for option in question.options if option.group})
    return min(_TALL if len(labels) < _TALL else _LONG_LIST, len(labels) + groups + 4 + (longest if longest > 1 else 0))


def part_and_section(interview: "Interview", question: Question) -> tuple[Part, Section]:
    part = next(part for part in interview.tree.parts if part.id == question.part)
    return part, next(section for section in part.sections if section.id == question.section)


def where(part: Part, section: Section, language: str) -> str:
    """Return "Deel 1 Waarom? · 1.2 Publieke waarden"."""
    of_part = f"{text('part', language)} {part.number} {pick_translation(part.title, language)}" if part.number else ""
    of_section = f"{section.number or ''} {pick_translation(section.title, language)}".strip()
    return " · ".join(name for name in (of_part or pick_translation(part.title, language), of_section) if name)


def progress_and_time(interview: "Interview") -> str:
    """Return how many required questions of this walk are settled, and the minutes used."""
    required = [e for e in interview.entries_to_visit() if e.question.required and e.question.kind is not Kind.NOTICE]
    settled = sum(entry.status.is_settled for entry in required)
    minutes = int(interview.desk.clock() - interview.started) // 60
    return f"{settled}/{len(required)} · {minutes // 60}:{minutes % 60:02d}"


def mark(interview: "Interview", entry: Entry) -> str:
    """Return which right or algorithm the question is about, and whether it is a companion of ours."""
    names = [messages.instance_name(interview, entry.ref)] if entry.ref.instance else []
    if not entry.question.official and interview.tree.has_companions and entry.question.kind is not Kind.NOTICE:
        names.append(text("companion", interview.language).lower())
    if not entry.question.required and entry.question.kind is not Kind.NOTICE:
        names.append(text("optional", interview.language))
    return " · ".join(names)


def builds_on(interview: "Interview", entry: Entry) -> list[tuple[str, str]]:
    """Return the earlier questions that the instrument shows here, with the start of their answers."""
    found = []
    for name in entry.question.shows:
        earlier = interview.outcome.entries.get(Ref(interview.tree.id, name))
        if earlier is not None and earlier.status.applies:
            label = messages.entry_label(interview, earlier)
            words = " ".join(words_of_value(interview, earlier)) or text(f"status-{earlier.status}", interview.language)
            found.append((label, shorten(words, _EXCERPT, placeholder="…")))
    return found + offers(interview, entry)


def offers(interview: "Interview", entry: Entry) -> list[tuple[str, str]]:
    """Return the answers of other assessments that can be taken over here, while none has been."""
    if entry.answer.adopts:
        return []
    found = []
    for one in adoption.adoptable_answers(interview.outcome, entry):
        source = interview.outcome.entries[adoption.source_ref(one.source)]
        words = str(source.answer.value) if source.question.kind is Kind.TEXT else f"{len(source.answer.rows)} ×"
        questionnaire, number = one.source.partition("/")[0], source.question.number or source.question.id
        label = f"{questionnaire} {number} (/{adopt_command_name(interview)})"
        found.append((label, shorten(words, _EXCERPT, placeholder="…")))
    return found


def adopt_command_name(interview: "Interview") -> str:
    return Command.ADOPT.name_in(interview.language)


def words_of_value(interview: "Interview", entry: Entry) -> list[str]:
    """Return the answer as lines for a reader; none while there is no value."""
    answer, question = entry.answer, entry.question
    taken = [f"{text('adopted-from', interview.language)} {one.source}" for one in answer.adopts]
    if question.kind is Kind.TEXT:
        return taken + (str(answer.value).split("\n") if answer.value else [])
    if question.kind is Kind.ROWS:
        return taken + [row_line(question, row, interview.language) for row in answer.rows]
    lines = [shown_word(question, word, interview.language) for word in answer.value_words()]
    unsure = [
        f"{question.option_label(word, interview.language)} ({text('unsure', interview.language)})"
        for word in answer.unsure
    ]
    derived = [text("derived", interview.language)] if entry.derived else []
    return ["; ".join((*lines, *unsure))] * bool(lines or unsure) + derived


def shown_word(field: Question | Column, word: str, language: str) -> str:
    """Return one value as a reader sees it."""
    if field.kind is Kind.DATE:
        return written_date(word, language)
    if field.kind is Kind.NUMBER:
        return written_number(word, language)
    return next((pick_translation(option.label, language) for option in field.options if option.value == word), word)


def row_line(question: Question, row: Row, language: str) -> str:
    """Return a row on one line: its filled columns, the first bare and the others named."""
    cells = [(column, row.cells[column.id]) for column in question.columns if column.id in row.cells]
    named = [
        f"{pick_translation(column.label, language)}: {shown_word(column, cell, language)}"
        for column, cell in cells[1:]
    ]
    return " · ".join([shown_word(cells[0][0], cells[0][1], language), *named]) if cells else row.id


def action_point(question: Question, row: Row, language: str) -> tuple[str, str]:
    """Return an action point as what is to be done, and who does it by when."""
    shown = {
        column.id: shown_word(column, row.cells[column.id], language)
        for column in question.columns
        if column.id in row.cells
    }
    what, *_ = [*shown.values(), row.id]
    before = text("blocking", language).lower() if row.cells.get("blocking") == "yes" else ""
    return what, " · ".join(filter(None, (shown.get("owner"), shown.get("due"), before)))


def remarks(interview: "Interview", entry: Entry) -> list[str]:
    """Return what stands beside the answer: status, note, dissent, sources."""
    answer, language = entry.answer, interview.language
    lines = []
    if entry.status in (Status.UNKNOWN, Status.ASK_SUPPLIER, Status.NOT_APPLICABLE):
        due = written_date(answer.follow.due, language) if answer.follow and answer.follow.due else ""
        details = [answer.reason, follower(interview, answer), due]
        lines.append(
            ": ".join(filter(None, [text(f"status-{entry.status}", language), ", ".join(filter(None, details))]))
        )
    if answer.note:
        lines.append(f"{text('note', language)}: {answer.note}")
    roles = interview.tree.roles
    for one in answer.dissent:
        by = pick_translation(roles[one.by], language) if one.by in roles else one.by
        lines.append(f"{text('dissent', language)} ({by}): {one.text}")
    lines += [f"{text('source', language)}: {source_line(source, language)}" for source in answer.sources]
    if answer.needs_confirmation:
        words = [text(f"carried-{word}", language) for word in ("to-confirm", "enter")]
        lines.append(f"{text('carried-over', language)} {answer.carried.get('from', '')}: {'; '.join(words)}")
    if answer.overruled:
        lines.append(f"{text('overruled', language)}: {answer.overruled}")
    if answer.by:
        names = ", ".join(pick_translation(roles[role], language) if role in roles else role for role in answer.by)
        lines.append(f"{text('answered-by', language)}: {names}")
    return lines


def follower(interview: "Interview", answer: Answer) -> str:
    """Return who finds out, with a role by its name."""
    by = answer.follow.by if answer.follow else ""
    return pick_translation(interview.tree.roles[by], interview.language) if by in interview.tree.roles else by


def source_line(source: Source, language: str) -> str:
    """Return a source on one line: title, version, date and the start of the digest of its file."""
    digest = f"sha256 {source.sha256[:12]}" if source.sha256 else ""
    day = written_date(source.date, language) if source.date else ""
    return ", ".join(filter(None, [source.title, source.version, day, source.path, digest]))


def typed_texts(answer: Answer) -> list[str]:
    """Return every text of an answer that a person typed, so that it can be kept elsewhere."""
    value = answer.value
    texts = [value] if isinstance(value, str) else [cell for row in answer.rows for cell in row.cells.values()]
    others = [answer.reason, answer.note, answer.overruled, *(one.text for one in answer.dissent)]
    others += [one.title for one in answer.sources] + ([answer.follow.by] if answer.follow else [])
    return [one for one in (*texts, *others) if one]


def full_help(interview: "Interview", entry: Entry) -> str:
    """Return all help for a question: the text, the introduction of its section, and the law in plain words."""
    question, language = entry.question, interview.language
    _, section = part_and_section(interview, question)
    facts = [interview.law.facts[id_] for id_ in question.law if id_ in interview.law.facts]
    laws = [f"{pick_translation(fact.cite, language)}: {pick_translation(fact.title, language)}" for fact in facts]
    return "\n\n".join(
        filter(
            None,
            [pick_translation(question.help, language), pick_translation(section.intro, language), "\n".join(laws)],
        )
    )


def conflict(interview: "Interview", entry: Entry, mine: Answer, theirs: Answer) -> str:
    """Return both answers, one under the other."""
    language = interview.language
    return "\n".join(
        (
            text("conflict", language, question=messages.entry_label(interview, entry)),
            f"{text('conflict-theirs', language)}:",
            *_indented_answer(interview, entry, theirs),
            f"{text('conflict-mine', language)}:",
            *_indented_answer(interview, entry, mine),
        )
    )


def _indented_answer(interview: "Interview", entry: Entry, answer: Answer) -> list[str]:
    shown = Entry(entry.ref, entry.question, entry.status, answer)
    return [f"    {line}" for line in words_of_value(interview, shown) or typed_texts(answer) or ["—"]]
