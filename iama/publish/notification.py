"""Drafts for the authorities: the notification of Article 27(3), and the summaries for the EU database.

Official templates are not published yet, so both keep a place for them. Only answers that count get in, without notes.
"""

from collections.abc import Iterable, Iterator

from iama.assess.adoption import adopted_sources
from iama.assess.approved import LETTERS
from iama.assess.outcome import Entry, Status
from iama.model.questionnaire import Kind
from iama.publish import markup
from iama.publish.scope import decision_paragraph
from iama.publish.wording import Wording
from iama.words import pick_translation

_FRIA, _HOME = "fria", "algorithm"
_WHO = ("organisation", "contact", "name", "system-version", "provider-name", "annex-iii", "first-use")


def notification(wording: Wording, authority: str) -> str:
    """Return the draft notification as Markdown; `authority` is the addressee, empty while it is not known."""
    return _join_blocks(_notification(wording, authority))


def eu_summary(wording: Wording) -> str:
    """Return points 4 and 5 of Annex VIII, Section C, as Markdown."""
    return _join_blocks(_eu_summary(wording))


def _join_blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _notification(wording: Wording, authority: str) -> Iterator[str]:
    def draft_text(key: str, **values: object) -> str:
        return _notification_text(wording, key, **values)

    def cite(id_: str) -> str:
        return wording.law.cite(id_, wording.language)

    today = wording.written_day(wording.outcome.as_of.isoformat())
    yield f"# {draft_text('title')}"
    yield f"{draft_text('to')}: {markup.escape_markdown(authority) or draft_text('no-authority')}"
    yield f"{draft_text('basis')}: {cite('ai-act-27-3')}. {draft_text('date')} {today}."
    yield draft_text("template", law=cite("ai-act-27-5"))
    yield from _blocks_under_heading(draft_text("scope"), [_scope(wording)])
    yield from _blocks_under_heading(draft_text("who"), ["\n".join(_fact_bullet(wording, id_) for id_ in _WHO)])
    yield from _blocks_under_heading(draft_text("summary"), _fria_answers(wording, ("notification-summary",)))
    yield f"## {draft_text('elements')}"
    for letter in LETTERS:
        yield f"### ({letter}) {pick_translation(wording.law.facts[f'ai-act-27-1-{letter}'].title, wording.language)}"
        own = (entry for entry in wording.outcome.tree_entries(_FRIA) if f"27(1)({letter})" in entry.question.covers)
        for entry in own:
            yield from _question_and_answer(wording, entry)
    yield from _blocks_under_heading(draft_text("dpia"), _fria_answers(wording, ("dpia-reference", "dpia-parts")))
    yield from _blocks_under_heading(draft_text("conclusion"), _fria_answers(wording, ("conclusion", "conclusion-why")))


def _eu_summary(wording: Wording) -> Iterator[str]:
    def draft_text(key: str, **values: object) -> str:
        return _notification_text(wording, key, **values)

    yield f"# {draft_text('eu-title')}"
    yield f"{draft_text('basis')}: {wording.law.cite('ai-act-annex-viii-c', wording.language)}."
    yield "\n".join(_fact_bullet(wording, id_) for id_ in ("organisation", "name"))
    if wording.chosen_word(_HOME, "law-enforcement-use") == "yes":
        yield draft_text("eu-closed", law=wording.law.cite("ai-act-49-4", wording.language))
        return
    yield from _blocks_under_heading(draft_text("eu-4"), _fria_answers(wording, ("eu-summary-fria",)))
    yield from _blocks_under_heading(draft_text("eu-5"), _fria_answers(wording, ("eu-summary-dpia",)))


def _scope(wording: Wording) -> str:
    told = decision_paragraph(wording.outcome, wording.law, wording.language, ours=True)
    return told or _notification_text(wording, "scope-open")


def _blocks_under_heading(title: str, blocks: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    yield from blocks


def _fria_answers(wording: Wording, questions: Iterable[str]) -> Iterator[str]:
    for id_ in questions:
        entry = wording.outcome.find_entry(_FRIA, id_)
        yield _answer_in_markdown(wording, entry) if entry else _notification_text(wording, "none")


def _fact_bullet(wording: Wording, question: str) -> str:
    tree = wording.outcome.questionnaires[_HOME]
    entry = wording.outcome.find_entry(_HOME, question)
    told = (
        "; ".join(wording.answer_labels(entry))
        if entry and entry.status is Status.ANSWERED
        else wording.answer_or_status(entry)
    )
    return f"* {wording.localised_text(tree.questions[question].text)} {_one_line(told)}"


def _question_and_answer(wording: Wording, entry: Entry) -> Iterator[str]:
    """Yield a question with its answer; nothing for one that does not apply, or may stay open and does."""
    if entry.question.kind is Kind.NOTICE or entry.status is Status.SKIPPED:
        return
    if entry.status is Status.OPEN and not entry.question.required:
        return
    yield f"**{wording.localised_text(entry.question.text)}**"
    yield _answer_in_markdown(wording, entry)


def _answer_in_markdown(wording: Wording, entry: Entry) -> str:
    if entry.status is Status.SKIPPED:
        return _notification_text(wording, "none")
    if entry.status is Status.NOT_APPLICABLE:
        return f"{wording.text(f'status-{entry.status}')}: {_one_line(entry.answer.reason)}"
    if entry.status is not Status.ANSWERED:
        return _notification_text(wording, "open", status=wording.text(f"status-{entry.status}"))
    return "\n\n".join(_answer_blocks(wording, entry))


def _answer_blocks(wording: Wording, entry: Entry) -> Iterator[str]:
    """Yield what an answer says: its own words, its rows, and the answers that it adopts, in full."""
    if entry.answer.rows:
        yield "\n".join(_row_bullets(wording, entry))
    elif entry.question.kind is Kind.TEXT and isinstance(entry.answer.value, str):
        yield markup.markdown(entry.answer.value)
    elif entry.answer.value is not None:
        yield _one_line("; ".join(wording.answer_labels(entry)))
    for source in adopted_sources(entry, wording.outcome.entries):
        if source.stale:
            yield _notification_text(wording, "changed")
        if source.entry and source.entry.status is Status.ANSWERED:
            yield from _answer_blocks(wording, source.entry)


def _row_bullets(wording: Wording, entry: Entry) -> Iterator[str]:
    for row in entry.answer.rows:
        filled = [column for column in entry.question.columns if row.cells.get(column.id) and column.id != "person"]
        labels = (wording.localised_text(column.label).rstrip("?") for column in filled)
        words = (_one_line(wording.word_label(column, row.cells[column.id])) for column in filled)
        cells = map(": ".join, zip(labels, words, strict=True))
        yield f"* {'; '.join(cells)}"


def _one_line(words: str) -> str:
    """Return words of a dossier for the middle of a line, in which nothing has a meaning for Markdown."""
    return markup.escape_markdown(" ".join(words.split()))


def _notification_text(wording: Wording, key: str, **values: object) -> str:
    return wording.text(f"notification-{key}", **values)
