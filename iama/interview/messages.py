"""What the interview tells after an answer: which questions appeared or dropped out, who else changed what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iama.assess.changes import Effects
from iama.assess.outcome import Entry, Verdict
from iama.interview.asking import Command
from iama.model.conditions import Ref
from iama.model.questionnaire import Kind, Question
from iama.model.values import InvalidValue
from iama.words import capital, pick_translation, text

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_WORDS = 7  # of a question without a number, by which people know it again


def problem(error: InvalidValue, language: str) -> str:
    """Return what is wrong with a value and what to do, as a sentence in the language of the interview."""
    return f"{capital(error.text_and_hint(language)).rstrip('.')}."


def entry_label(interview: "Interview", entry: Entry) -> str:
    """Return how people call a question: its number, what it stands beside, or its id; with the instance."""
    name = _question_name(interview, entry.question)
    return f"{name} ({instance_name(interview, entry.ref)})" if entry.ref.instance else name


def instance_name(interview: "Interview", ref: Ref) -> str:
    """Return the label of a right, or the name of a row, that an instance is about."""
    question = interview.tree.questions[ref.question]
    driver = interview.tree.questions[question.repeat or ref.question]
    key = ref.instance or ""
    if driver.kind is Kind.CHOICES:
        return driver.option_label(key, interview.language)
    around = interview.outcome.entries.get(Ref(interview.tree.id, driver.id))
    rows = around.answer.rows if around else ()
    return next((next(iter(row.cells.values()), key) for row in rows if row.id == key), key)


def _question_name(interview: "Interview", question: Question) -> str:
    """Return a number; for a question without one the place it stands at, or how it begins: never the whole text."""
    if question.number:
        return question.number
    beside = interview.tree.questions.get(question.beside or "")
    if beside and beside.number:
        return f"{text('beside', interview.language)} {beside.number}"
    words = pick_translation(question.text, interview.language).split()
    return f"‘{' '.join(words[: min(_WORDS, len(words) - 1)])}…’"


def effect_messages(interview: "Interview", found: Effects) -> list[str]:
    """Return one line for what appeared, what dropped out and what is kept, and the flags that moved."""
    language = interview.language
    lines = []
    kept = [entry for entry in found.dropped if not entry.given_answer.empty]
    for key, entries in (("now-asked", found.appeared), ("no-longer-asked", found.dropped), ("answers-kept", kept)):
        if names := _question_names(interview, entries):
            lines.append(text(key, language, questions=names))
    hint = f" ({text('flag-how', language, command=Command.FLAG.name_in(language))})"
    for place, one in enumerate(found.fired):
        lines.append(f"{text('flag-fired', language)}{hint if place == 0 else ''} · {verdict_headline(one, language)}")
    lines += [f"{text('flag-cleared', language)} · {verdict_headline(one, language)}" for one in found.cleared]
    return lines


def verdict_headline(verdict: Verdict, language: str) -> str:
    """Return how heavy a flag is and what it says."""
    return f"{text(f'severity-{verdict.severity}', language)}: {pick_translation(verdict.trigger.title, language)}"


def _question_names(interview: "Interview", entries: Sequence[Entry]) -> str:
    names = dict.fromkeys(_question_name(interview, e.question) for e in entries if e.question.kind is not Kind.NOTICE)
    return ", ".join(names)


def not_asked(interview: "Interview", entry: Entry) -> str:
    """Return why a question is not asked: the earlier answers that decide so, or that it waits for."""
    known = interview.outcome.entries
    refs = dict.fromkeys(entry.ruling.because or entry.ruling.missing)
    names = [entry_label(interview, known[ref]) if ref in known else str(ref) for ref in refs]
    key = "not-asked" if entry.ruling.because else "not-asked-yet"
    line = text(key, interview.language, question=entry_label(interview, entry), because=", ".join(names) or "—")
    return f"{line} {text('kept-answer-there', interview.language)}" if entry.hidden else line
