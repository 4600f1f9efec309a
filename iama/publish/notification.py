"""Drafts for the authorities: the notification of Article 27(3), and the summaries for the EU database.

Official templates are not published yet, so both keep a place for them. Only answers that count get in, without notes.
"""

from collections.abc import Iterable, Iterator

from iama.assess.adoption import sources
from iama.assess.approved import LETTERS
from iama.assess.outcome import Entry, Status
from iama.model.questionnaire import Kind
from iama.publish import markup
from iama.publish.scope import paragraph
from iama.publish.wording import Wording
from iama.words import said

_FRIA, _HOME = "fria", "algorithm"
_WHO = ("organisation", "contact", "name", "system-version", "provider-name", "annex-iii", "first-use")


def notification(wording: Wording, authority: str) -> str:
    """Return the draft notification as Markdown; `authority` is the addressee, empty while it is not known."""
    return _document(_notification(wording, authority))


def eu_summary(wording: Wording) -> str:
    """Return points 4 and 5 of Annex VIII, Section C, as Markdown."""
    return _document(_eu_summary(wording))


def _document(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _notification(wording: Wording, authority: str) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return _say(wording, key, **values)

    def cite(id_: str) -> str:
        return wording.law.cite(id_, wording.language)

    yield f"# {say('title')}"
    yield f"{say('to')}: {markup.escaped(authority) or say('no-authority')}"
    yield f"{say('basis')}: {cite('ai-act-27-3')}. {say('date')} {wording.day(wording.outcome.as_of.isoformat())}."
    yield say("template", law=cite("ai-act-27-5"))
    yield from _section(say("scope"), [_scope(wording)])
    yield from _section(say("who"), ["\n".join(_line(wording, id_) for id_ in _WHO)])
    yield from _section(say("summary"), _answers(wording, ("notification-summary",)))
    yield f"## {say('elements')}"
    for letter in LETTERS:
        yield f"### ({letter}) {said(wording.law.facts[f'ai-act-27-1-{letter}'].title, wording.language)}"
        own = (entry for entry in wording.outcome.of(_FRIA) if f"27(1)({letter})" in entry.question.covers)
        for entry in own:
            yield from _asked(wording, entry)
    yield from _section(say("dpia"), _answers(wording, ("dpia-reference", "dpia-parts")))
    yield from _section(say("conclusion"), _answers(wording, ("conclusion", "conclusion-why")))


def _eu_summary(wording: Wording) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return _say(wording, key, **values)

    yield f"# {say('eu-title')}"
    yield f"{say('basis')}: {wording.law.cite('ai-act-annex-viii-c', wording.language)}."
    yield "\n".join(_line(wording, id_) for id_ in ("organisation", "name"))
    if wording.value(_HOME, "law-enforcement-use") == "yes":
        yield say("eu-closed", law=wording.law.cite("ai-act-49-4", wording.language))
        return
    yield from _section(say("eu-4"), _answers(wording, ("eu-summary-fria",)))
    yield from _section(say("eu-5"), _answers(wording, ("eu-summary-dpia",)))


def _scope(wording: Wording) -> str:
    told = paragraph(wording.outcome, wording.law, wording.language, ours=True)
    return told or _say(wording, "scope-open")


def _section(title: str, blocks: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    yield from blocks


def _answers(wording: Wording, questions: Iterable[str]) -> Iterator[str]:
    for id_ in questions:
        entry = wording.outcome.entry(_FRIA, id_)
        yield _answer(wording, entry) if entry else _say(wording, "none")


def _line(wording: Wording, question: str) -> str:
    tree = wording.outcome.questionnaires[_HOME]
    entry = wording.outcome.entry(_HOME, question)
    told = "; ".join(wording.labels(entry)) if entry and entry.status is Status.ANSWERED else wording.known(entry)
    return f"* {wording.said(tree.questions[question].text)} {_one_line(told)}"


def _asked(wording: Wording, entry: Entry) -> Iterator[str]:
    """Yield a question with its answer; nothing for one that does not apply, or may stay open and does."""
    if entry.question.kind is Kind.NOTICE or entry.status is Status.SKIPPED:
        return
    if entry.status is Status.OPEN and not entry.question.required:
        return
    yield f"**{wording.said(entry.question.text)}**"
    yield _answer(wording, entry)


def _answer(wording: Wording, entry: Entry) -> str:
    if entry.status is Status.SKIPPED:
        return _say(wording, "none")
    if entry.status is Status.NOT_APPLICABLE:
        return f"{wording.text(f'status-{entry.status}')}: {_one_line(entry.answer.reason)}"
    if entry.status is not Status.ANSWERED:
        return _say(wording, "open", status=wording.text(f"status-{entry.status}"))
    return "\n\n".join(_told(wording, entry))


def _told(wording: Wording, entry: Entry) -> Iterator[str]:
    """Yield what an answer says: its own words, its rows, and the answers that it adopts, in full."""
    if entry.answer.rows:
        yield "\n".join(_rows(wording, entry))
    elif entry.question.kind is Kind.TEXT and isinstance(entry.answer.value, str):
        yield markup.markdown(entry.answer.value)
    elif entry.answer.value is not None:
        yield _one_line("; ".join(wording.labels(entry)))
    for source in sources(entry, wording.outcome.entries):
        if source.stale:
            yield _say(wording, "changed")
        if source.entry and source.entry.status is Status.ANSWERED:
            yield from _told(wording, source.entry)


def _rows(wording: Wording, entry: Entry) -> Iterator[str]:
    for row in entry.answer.rows:
        cells = (
            f"{wording.said(column.label).rstrip('?')}: {_one_line(wording.label(column, row.cells[column.id]))}"
            for column in entry.question.columns
            if row.cells.get(column.id) and column.id != "person"
        )
        yield f"* {'; '.join(cells)}"


def _one_line(words: str) -> str:
    """Return words of a dossier for the middle of a line, in which nothing has a meaning for Markdown."""
    return markup.escaped(" ".join(words.split()))


def _say(wording: Wording, key: str, **values: object) -> str:
    return wording.text(f"notification-{key}", **values)
