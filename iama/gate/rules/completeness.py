"""Rules about what is not there: assessments that are needed, answers that are open or not known yet."""

from collections.abc import Iterator
from datetime import date

from iama.assess.outcome import Entry, Status
from iama.gate.codes import NOTE_BEFORE, WARNING, Code
from iama.gate.finding import Cause
from iama.gate.judged_dossier import Seen, Subject
from iama.model.elsewhere import done_elsewhere
from iama.model.problems import Level
from iama.model.questionnaire import Kind
from iama.words import pick_translation

CODES = {
    "missing-assessment": Code(Level.ERROR, Level.NOTE, high_risk_too=True),
    "unanswered": NOTE_BEFORE,
    "unknown-open": WARNING,
}
_ABOUT_PEOPLE = ("automated-decision", "decision-support", "selection")
_TEXT = 90  # characters of a question in a message


def missing_assessment(subject: Subject) -> Iterator[Seen]:
    """An assessment that category, configuration or Article 27 of the AI Act asks for is not in the dossier."""
    if "algorithm.yaml" not in subject.files:
        yield Seen("missing-assessment", "facts", detail="algorithm", firm=True)
    for instrument in subject.wanted_instruments:
        if instrument in subject.assessments or any(name.startswith(f"{instrument}-") for name in subject.files):
            continue  # of a file that cannot be read, its own findings tell
        if done_elsewhere(subject.dossier.elsewhere, instrument):
            continue  # which `done-elsewhere` tells
        about = {"instrument": subject.newest.get(instrument, instrument)}
        if subject.is_required(instrument):
            firm = subject.effective_category == "a"
            yield Seen("missing-assessment", detail=instrument, about=about, firm=firm)
        elif subject.is_advised(instrument):
            about["law"] = subject.law.cite("motion-835", subject.config.language)
            variant = "motion" if subject.answer_as_word("algorithm", "effect") in _ABOUT_PEOPLE else "policy"
            yield Seen("missing-assessment", variant, detail=instrument, about=about, firm=True, mild=True)
        elif instrument in subject.asked_by_law and (day := _required_from(subject)) and subject.ahead(day):
            about["date"] = day.isoformat()
            yield Seen("missing-assessment", "early", detail=instrument, about=about, cause=Cause.DATE, early=True)


def _required_from(subject: Subject) -> date | None:
    """Return the day from which Article 27 asks a FRIA, when that is later."""
    day = subject.fact_as_word("fria-from") if subject.fact_as_word("fria-required") == "later" else None
    return date.fromisoformat(day) if day else None


def unanswered_questions(subject: Subject) -> Iterator[Seen]:
    """A required question of an assessment in the dossier has no answer."""
    for entry in subject.outcome.entries.values():
        if not entry.question.required or entry.question.kind is Kind.NOTICE:
            continue
        if entry.status is Status.OPEN:
            yield _seen_question(subject, entry, "unanswered")
        elif entry.status is Status.WAITING and (missing := _awaited_questions(subject, entry)):
            yield _seen_question(subject, entry, "unanswered", "waiting", missing=missing)


def _awaited_questions(subject: Subject, entry: Entry) -> str:
    """Return the optional questions that an entry waits for, when no other finding asks for them."""
    waited = [subject.outcome.entries.get(ref) for ref in entry.ruling.missing]
    if not waited or any(
        entry is None or entry.question.required or entry.status is not Status.OPEN for entry in waited
    ):
        return ""
    return ", ".join(question_label(subject, entry) for entry in waited if entry)


def unknown_open(subject: Subject) -> Iterator[Seen]:
    """The team or the supplier still has to find an answer out."""
    for entry in subject.outcome.entries.values():
        if entry.status not in (Status.UNKNOWN, Status.ASK_SUPPLIER):
            continue
        due = entry.answer.follow.due if entry.answer.follow else ""
        if due and date.fromisoformat(due) < subject.as_of:
            yield _seen_question(subject, entry, "unknown-open", "due", date=due)
        else:
            yield _seen_question(subject, entry, "unknown-open")


def _seen_question(subject: Subject, entry: Entry, code: str, variant: str = "", **about: str) -> Seen:
    ref = subject.ref(entry)
    return Seen(
        code, variant, ref, entry.ref.question, entry.ref.instance, about=question_words(subject, entry) | about
    )


def question_words(subject: Subject, entry: Entry) -> dict[str, str]:
    """Return the words about a question that texts use: what it asks, not what was said."""
    return {"label": question_label(subject, entry), "question": entry.question.id}


def question_label(subject: Subject, entry: Entry) -> str:
    """Return a question by its number, what it is about and what it asks, in the language of the findings."""
    number = f"{entry.question.number} " if entry.question.number else ""
    text = " ".join(pick_translation(entry.question.text, subject.config.language).split())
    cut = text if len(text) <= _TEXT else text[: _TEXT - 1].rstrip() + "…"
    about = f" [{entry.ref.instance}]" if entry.ref.instance else ""
    return f"{number}“{cut}”{about}"


RULES = (missing_assessment, unanswered_questions, unknown_open)
