"""What the interview says of questions, of flags and of a change: plain words, made of plain values."""

from collections.abc import Iterator

from msgspec import Struct

from iama.assess.changes import Effects
from iama.assess.outcome import Entry, Outcome, State, Verdict
from iama.assess.responses import is_blocker
from iama.interview.asking import Command, Screen
from iama.model.conditions import Ref
from iama.model.marked import join_marked, severity_headline
from iama.model.questionnaire import Kind, Part, Question, Questionnaire, Section
from iama.model.values import InvalidValue
from iama.words import capital, pick_translation, text

_WORDS = 7  # of a question without a number, by which people know it again


class FlagText(Struct, frozen=True):
    """A flag in the words of the flags page, with the heading that it stands under there."""

    verdict: Verdict
    place: str
    title: str  # the severity in front
    advice: str
    body: tuple[str, ...]  # law, date, reasons, response


def problem(error: InvalidValue, language: str) -> str:
    """Return what is wrong with a value and what to do, as a sentence in the language of the interview."""
    return f"{capital(error.text_and_hint(language)).rstrip('.')}."


def entry_label(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return how people call a question: its number, what it stands beside, or its id; with the instance."""
    name = _question_name(tree, entry.question, language)
    return f"{name} ({instance_name(outcome, tree, entry.ref, language)})" if entry.ref.instance else name


def instance_name(outcome: Outcome, tree: Questionnaire, ref: Ref, language: str) -> str:
    """Return the label of a right, or the name of a row, that an instance is about."""
    question = tree.questions[ref.question]
    driver = tree.questions[question.repeat or ref.question]
    key = ref.instance or ""
    if driver.kind is Kind.CHOICES:
        return driver.option_label(key, language)
    around = outcome.entries.get(Ref(tree.id, driver.id))
    rows = around.answer.rows if around else ()
    return next((next(iter(row.cells.values()), key) for row in rows if row.id == key), key)


def _question_name(tree: Questionnaire, question: Question, language: str) -> str:
    """Return a number; for a question without one the place it stands at, or how it begins: never the whole text."""
    if question.number:
        return question.number
    beside = tree.questions.get(question.beside or "")
    if beside and beside.number:
        return f"{text('beside', language)} {beside.number}"
    words = pick_translation(question.text, language).split()
    return f"‘{' '.join(words[: min(_WORDS, len(words) - 1)])}…’"


def list_place(tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return where a list stands: the part of the assessment, or its own question in another one."""
    if entry.ref.questionnaire != tree.id:
        return pick_translation(entry.question.text, language)
    return part_name(tree.part_of(entry.question), language)


def where(tree: Questionnaire, question: Question, language: str) -> str:
    """Return "Deel 1 Waarom? · 1.2 Publieke waarden"."""
    section = section_name(tree.section_of(question), language)
    return " · ".join(filter(None, (part_name(tree.part_of(question), language), section)))


def section_name(section: Section, language: str) -> str:
    return f"{section.number or ''} {pick_translation(section.title, language)}".strip()


def part_name(part: Part, language: str) -> str:
    """Return "Deel 1 Waarom?"."""
    title = pick_translation(part.title, language)
    return f"{text('part', language)} {part.number} {title}" if part.number else title


def effect_messages(tree: Questionnaire, effects: Effects, language: str) -> Iterator[str]:
    """Yield one line for what appeared, what dropped out and what is kept, and the flags that moved."""
    for key, entries in (
        ("now-asked", effects.appeared),
        ("no-longer-asked", effects.dropped),
        ("answers-kept", effects.answered_and_dropped),
    ):
        questions = (entry.question for entry in entries if entry.question.kind is not Kind.NOTICE)
        if names := dict.fromkeys(_question_name(tree, question, language) for question in questions):
            yield text(key, language, questions=", ".join(names))
    hint = f" ({text('flag-how', language, command=Command.FLAG.name_in(language))})"
    for place, verdict in enumerate(effects.fired):
        lead = f"{text('flag-fired', language)}{hint if place == 0 else ''}"
        yield join_marked([lead, _verdict_headline(verdict, language)], " · ")
    for verdict in effects.cleared:
        yield join_marked([text("flag-cleared", language), _verdict_headline(verdict, language)], " · ")


def _verdict_headline(verdict: Verdict, language: str) -> str:
    return severity_headline(verdict.severity, pick_translation(verdict.trigger.title, language), language)


def not_asked(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return why a question is not asked: the earlier answers that decide so, or that it waits for."""
    refs = dict.fromkeys(entry.ruling.because or entry.ruling.missing)
    names = [
        entry_label(outcome, tree, outcome.entries[ref], language) if ref in outcome.entries else str(ref)
        for ref in refs
    ]
    key = "not-asked" if entry.ruling.because else "not-asked-yet"
    label = entry_label(outcome, tree, entry, language)
    line = text(key, language, question=label, because=", ".join(names) or "—")
    return f"{line} {text('kept-answer-there', language)}" if entry.hidden else line


def flag_screen(flag: FlagText, official: str, prompt: int, language: str) -> Screen:
    """Return everything that a flag says, the official measures beside it, and what would resolve it.

    `prompt` is the lines that the choice takes.
    """
    return Screen(
        where=text("flags", language),
        progress="",
        number="",
        text=flag.title,
        help=flag.advice,
        body=(*flag.body, official, way_to_resolve(flag.verdict, language)),
        prompt=prompt,
    )


def way_to_resolve(verdict: Verdict, language: str) -> str:
    """Return what would settle a flag, as `iama.assess.responses.resolved` decides it."""
    if verdict.state is State.UNDECIDED:
        return text("resolves-undecided", language)
    weight = "blocker" if is_blocker(verdict) else "flag"
    hard = "" if verdict.trigger.acceptable else "-hard"
    return text(f"resolves-{weight}{hard}", language)
