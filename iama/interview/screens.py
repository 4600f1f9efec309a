"""What stands on the screen beside a question, in words; short enough for 80 by 24."""

from textwrap import wrap

from iama.assess.meetings import minutes_left, share_of
from iama.assess.outcome import Entry
from iama.interview import answer_text, earlier, facilitating, measures, messages, path
from iama.interview.asking import Screen
from iama.interview.sitting import Sitting
from iama.model.officialtext import asked_and_beside
from iama.model.questionnaire import Kind, Question
from iama.words import pick_translation, text

_TALL, _LONG_LIST = 13, 16  # lines: the most that a prompt takes from the screen at first


def question_screen(sitting: Sitting, entry: Entry) -> Screen:
    """Return everything to show beside one question."""
    tree, language, question = sitting.tree, sitting.language, entry.question
    section = tree.section_of(question)
    group = next((group for group in section.groups if group.id == question.group), None)
    asked, official = asked_and_beside(sitting.official, question, language)
    return Screen(
        where=messages.where(tree, question, language),
        progress=progress_and_time(sitting),
        number=question.number or "",
        text=asked,
        mark=mark(sitting, entry),
        group=f"{group.number or ''} {pick_translation(group.text, language)}".strip() if group else "",
        help="\n\n".join(filter(None, [official, pick_translation(question.help, language)])),
        law=", ".join(sitting.law.cite(id_, language) for id_ in question.law),
        table=table_line(sitting, question),
        builds_on=tuple(earlier.builds_on(sitting, entry)),
        current="\n".join(answer_text.value_lines(entry, language)),
        field=entry.answer.value if question.kind is Kind.TEXT and isinstance(entry.answer.value, str) else "",
        remarks=tuple(answer_text.lines_beside(sitting.tree, entry, sitting.language)),
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
        return min(_TALL, len(entry.answer.rows) + 7)
    if not question.options:
        text_lines = len(wrap(str(entry.answer.value or ""), 76)) if question.kind is Kind.TEXT else 0
        return min(_TALL, max(6, text_lines + 5))
    labels = [wrap(pick_translation(option.label, sitting.language), 72) for option in question.options]
    longest = max(len(lines) for lines in labels)  # the pointed one is spelled out below the list
    groups = len({option.group for option in question.options if option.group})
    return min(_TALL if len(labels) < _TALL else _LONG_LIST, len(labels) + groups + 4 + (longest if longest > 1 else 0))


def work_left(sitting: Sitting) -> list[Entry]:
    """Return the required questions of this sitting of which something remains to be done."""
    return [entry for entry in path.needed(sitting.entries_in_plan()) if path.has_work_left(entry)]


def progress_and_time(sitting: Sitting) -> str:
    """Return how many required questions of this sitting are settled, the time used, and the minutes left."""
    count, left = len(path.needed(sitting.entries_in_plan())), work_left(sitting)
    minutes = share_of(sitting.minutes, len(left), count) if sitting.minutes else minutes_left(sitting.tree, left)
    used = int(sitting.desk.clock() - sitting.started) // 60
    told = f"{count - len(left)}/{count} · {used // 60}:{used % 60:02d}"
    rest = text("minutes-left", sitting.language, minutes=minutes) if left else ""
    return " · ".join(filter(None, [told, rest, facilitating.pace(sitting)]))


def mark(sitting: Sitting, entry: Entry) -> str:
    """Return which right or algorithm the question is about, and whether it is a companion of ours."""
    names = []
    if entry.ref.instance:
        names.append(messages.instance_name(sitting.outcome, sitting.tree, entry.ref, sitting.language))
    if not entry.question.official and sitting.tree.has_companions and entry.question.kind is not Kind.NOTICE:
        names.append(text("companion", sitting.language).lower())
    if sitting.tree.organisation and entry.question.kind is not Kind.NOTICE:
        names.append(text("additional-of", sitting.language, organisation=sitting.tree.organisation))
    if not entry.question.required and entry.question.kind is not Kind.NOTICE:
        names.append(text("optional", sitting.language))
    return " · ".join(names)


def full_help(sitting: Sitting, entry: Entry) -> str:
    """Return all help for a question: official text, ours, that of its section, the law in plain words, measures."""
    question, language = entry.question, sitting.language
    section = sitting.tree.section_of(question)
    facts = [sitting.law.facts[id_] for id_ in question.law if id_ in sitting.law.facts]
    laws = [f"{pick_translation(fact.cite, language)}: {pick_translation(fact.title, language)}" for fact in facts]
    return "\n\n".join(
        filter(
            None,
            [
                asked_and_beside(sitting.official, question, language)[1],
                pick_translation(question.help, language),
                pick_translation(section.intro, language),
                "\n".join(laws),
                measures.help_text(sitting, entry),
            ],
        )
    )
