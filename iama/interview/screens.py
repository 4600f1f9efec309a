"""What stands on the screen beside a question, in words; short enough for 80 by 24."""

from textwrap import shorten, wrap

from iama.assess import adoption
from iama.assess.outcome import Entry, Status
from iama.interview import answer_text, messages
from iama.interview.asking import Command, Screen
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.questionnaire import Kind, Part, Question, Section
from iama.words import pick_translation, text
from iama.words.written import written_date

_EXCERPT = 200
_TALL, _LONG_LIST = 13, 16  # lines: the most that a prompt takes from the screen at first


def question_screen(sitting: Sitting, entry: Entry) -> Screen:
    """Return everything to show beside one question."""
    language, question = sitting.language, entry.question
    part, section = part_and_section(sitting, question)
    group = next((group for group in section.groups if group.id == question.group), None)
    return Screen(
        where=where(part, section, language),
        progress=progress_and_time(sitting),
        number=question.number or "",
        text=pick_translation(question.text, language),
        mark=mark(sitting, entry),
        group=f"{group.number or ''} {pick_translation(group.text, language)}".strip() if group else "",
        help=pick_translation(question.help, language),
        law=", ".join(sitting.law.cite(id_, language) for id_ in question.law),
        table=table_line(sitting, question),
        builds_on=tuple(builds_on(sitting, entry)),
        current="\n".join(answer_text.value_lines(entry, language)),
        remarks=tuple(remarks(sitting, entry)),
        loud=question.kind is Kind.NOTICE and bool(question.conditions),
        prompt=prompt_lines(sitting, entry),
    )


def table_line(sitting: Sitting, question: Question) -> str:
    """Return the roles that a question concerns; during a meeting those who are not there stand apart."""
    roles = [role for role in question.roles if role in sitting.tree.roles]
    away = [role for role in roles if role not in sitting.present] if sitting.stays else []
    if not away:
        return sitting.role_names(roles)
    if away == roles:
        return f"{sitting.role_names(roles)} ({text('none-present', sitting.language)})"
    here = sitting.role_names([role for role in roles if role not in away])
    return f"{here}; {text('not-present', sitting.language)}: {sitting.role_names(away)}"


def prompt_lines(sitting: Sitting, entry: Entry) -> int:
    """Return how many lines the prompt of a question needs; a long list can be scrolled."""
    question = entry.question
    if question.kind is Kind.NOTICE:
        return 3
    if question.kind is Kind.ROWS:
        return min(_TALL, len(entry.answer.rows) + 6)
    if not question.options:
        return 6
    labels = [wrap(pick_translation(option.label, sitting.language), 72) for option in question.options]
    longest = max(len(lines) for lines in labels)  # the pointed one is spelled out below the list
    groups = len({option.group for option in question.options if option.group})
    return min(_TALL if len(labels) < _TALL else _LONG_LIST, len(labels) + groups + 4 + (longest if longest > 1 else 0))


def part_and_section(sitting: Sitting, question: Question) -> tuple[Part, Section]:
    part = next(part for part in sitting.tree.parts if part.id == question.part)
    return part, next(section for section in part.sections if section.id == question.section)


def where(part: Part, section: Section, language: str) -> str:
    """Return "Deel 1 Waarom? · 1.2 Publieke waarden"."""
    of_part = f"{text('part', language)} {part.number} {pick_translation(part.title, language)}" if part.number else ""
    of_section = f"{section.number or ''} {pick_translation(section.title, language)}".strip()
    return " · ".join(name for name in (of_part or pick_translation(part.title, language), of_section) if name)


def progress_and_time(sitting: Sitting) -> str:
    """Return how many required questions of this walk are settled, and the minutes used."""
    required = [
        entry
        for entry in sitting.entries_to_visit()
        if entry.question.required and entry.question.kind is not Kind.NOTICE
    ]
    settled = sum(entry.status.is_settled for entry in required)
    minutes = int(sitting.desk.clock() - sitting.started) // 60
    return f"{settled}/{len(required)} · {minutes // 60}:{minutes % 60:02d}"


def mark(sitting: Sitting, entry: Entry) -> str:
    """Return which right or algorithm the question is about, and whether it is a companion of ours."""
    names = []
    if entry.ref.instance:
        names.append(messages.instance_name(sitting.outcome, sitting.tree, entry.ref, sitting.language))
    if not entry.question.official and sitting.tree.has_companions and entry.question.kind is not Kind.NOTICE:
        names.append(text("companion", sitting.language).lower())
    if not entry.question.required and entry.question.kind is not Kind.NOTICE:
        names.append(text("optional", sitting.language))
    return " · ".join(names)


def builds_on(sitting: Sitting, entry: Entry) -> list[tuple[str, str]]:
    """Return the earlier questions that the instrument shows here, with the start of their answers."""
    shown = []
    for name in entry.question.shows:
        earlier = sitting.outcome.entries.get(Ref(sitting.tree.id, name))
        if earlier is not None and earlier.status.applies:
            label = sitting.label_entry(earlier)
            words = " ".join(answer_text.value_lines(earlier, sitting.language))
            words = words or text(f"status-{earlier.status}", sitting.language)
            shown.append((label, shorten(words, _EXCERPT, placeholder="…")))
    return shown + offers(sitting, entry)


def offers(sitting: Sitting, entry: Entry) -> list[tuple[str, str]]:
    """Return the answers of other assessments that can be taken over here, while none has been."""
    if entry.answer.adopts:
        return []
    command = Command.ADOPT.name_in(sitting.language)
    offered = []
    for adopted in adoption.adoptable_answers(sitting.outcome, entry):
        source = sitting.outcome.entries[adoption.source_ref(adopted.source)]
        words = str(source.answer.value) if source.question.kind is Kind.TEXT else f"{len(source.answer.rows)} ×"
        questionnaire, number = adopted.source.partition("/")[0], source.question.number or source.question.id
        offered.append((f"{questionnaire} {number} (/{command})", shorten(words, _EXCERPT, placeholder="…")))
    return offered


def remarks(sitting: Sitting, entry: Entry) -> list[str]:
    """Return what stands beside the answer: status, note, dissent, sources."""
    answer, language = entry.answer, sitting.language
    lines = []
    if entry.status in (Status.UNKNOWN, Status.ASK_SUPPLIER, Status.NOT_APPLICABLE):
        due = written_date(answer.follow.due, language) if answer.follow and answer.follow.due else ""
        details = [answer.reason, answer_text.follower(sitting.tree, answer, language), due]
        lines.append(
            ": ".join(filter(None, [text(f"status-{entry.status}", language), ", ".join(filter(None, details))]))
        )
    if answer.note:
        lines.append(f"{text('note', language)}: {answer.note}")
    roles = sitting.tree.roles
    for dissent in answer.dissent:
        by = pick_translation(roles[dissent.by], language) if dissent.by in roles else dissent.by
        lines.append(f"{text('dissent', language)} ({by}): {dissent.text}")
    lines += [f"{text('source', language)}: {answer_text.source_line(source, language)}" for source in answer.sources]
    if answer.needs_confirmation:
        words = [text(f"carried-{word}", language) for word in ("to-confirm", "enter")]
        lines.append(f"{text('carried-over', language)} {answer.carried.get('from', '')}: {'; '.join(words)}")
    if answer.overruled:
        lines.append(f"{text('overruled', language)}: {answer.overruled}")
    if answer.by:
        names = ", ".join(pick_translation(roles[role], language) if role in roles else role for role in answer.by)
        lines.append(f"{text('answered-by', language)}: {names}")
    return lines


def full_help(sitting: Sitting, entry: Entry) -> str:
    """Return all help for a question: the text, the introduction of its section, and the law in plain words."""
    question, language = entry.question, sitting.language
    _, section = part_and_section(sitting, question)
    facts = [sitting.law.facts[id_] for id_ in question.law if id_ in sitting.law.facts]
    laws = [f"{pick_translation(fact.cite, language)}: {pick_translation(fact.title, language)}" for fact in facts]
    return "\n\n".join(
        filter(
            None,
            [pick_translation(question.help, language), pick_translation(section.intro, language), "\n".join(laws)],
        )
    )
