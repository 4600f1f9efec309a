"""Letters to the authorities: the notification of Article 27(3), and the registration of use in the EU database.

Only answers that count get in, without notes and in the words of a letter, not those of a question.
"""

from collections.abc import Iterable, Iterator

from iama.assess.adoption import adopted_sources
from iama.assess.approved import LETTERS
from iama.assess.outcome import Entry, Status
from iama.model.markdown import escape_markdown, one_line_markdown
from iama.model.questionnaire import Kind
from iama.publish import markup
from iama.publish.draft import Draft
from iama.publish.explaining import annex_iii_points, decision_subjects, is_refused, registers_use
from iama.publish.scope import decision_paragraph
from iama.publish.wording import Wording

_FRIA, _HOME = "fria", "algorithm"
_FACTS = {"system-version": "version", "provider-name": "provider", "first-use": "first-use"}


def notification(wording: Wording, authority: str) -> str:
    """Return the notification as Markdown; `authority` is the addressee, empty while it is not known."""
    draft = Draft("notification-", wording)
    return _join_blocks([*_notification(draft, authority), *_open_places(draft)])


def eu_summary(wording: Wording) -> str:
    """Return what Annex VIII, Section C, asks of a deployer, as Markdown."""
    draft = Draft("notification-", wording)
    return _join_blocks([*_eu_summary(draft), *_open_places(draft)])


def _join_blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _open_places(draft: Draft) -> Iterator[str]:
    if draft.slots:
        yield "---"
        yield f"**{draft.wording.text('draft-open')}**"
        yield draft.slot_list("*")


def _notification(draft: Draft, authority: str) -> Iterator[str]:
    wording, law = draft.wording, draft.cite_facts("ai-act-27-3")
    name, ending = _fact(draft, "name", "name-slot"), _by_duty(draft)
    yield f"# {draft.letter_text('title')}"
    yield "\n".join(
        f"* {draft.letter_text(label)}: {words}"
        for label, words in (
            ("to", one_line_markdown(authority) or draft.slot(draft.letter_text("no-authority"))),
            ("from", _sender(draft)),
            ("date", wording.written_day(wording.outcome.as_of.isoformat())),
            ("about", draft.letter_text(f"subject{ending}", law=law, name=name)),
        )
    )
    if wording.outcome.facts["prohibition"].words in (("in-force",), ("disputed",)):
        yield draft.slot(draft.letter_text("prohibited", law=draft.cite_facts("ai-act-5")))
    yield draft.letter_text("salutation")
    yield draft.letter_text(f"intro{ending}", law=law, name=name)
    if is_refused(wording.dossier):
        yield wording.text("verdict-no-go")
    yield draft.letter_text("template", law=draft.cite_facts("ai-act-27-5"))
    yield f"## {draft.letter_text('scope')}"
    yield _scope(draft)
    yield f"## {draft.letter_text('who')}"
    yield "\n".join(_system(draft))
    yield from _section(draft, "summary", ("notification-summary",))
    yield f"## {draft.letter_text('elements')}"
    for letter in LETTERS:
        yield f"### ({letter}) {draft.letter_text(f'letter-{letter}')}"
        for entry in wording.outcome.tree_entries(_FRIA):
            if f"27(1)({letter})" in entry.question.covers:
                yield from _labelled_answer(draft, entry)
    yield from _section(draft, "dpia", ("dpia-reference", "dpia-parts"))
    yield from _section(draft, "conclusion", ("conclusion", "conclusion-why"))
    yield draft.letter_text("greeting")
    yield "  \n".join((draft.slot(draft.letter_text("signer")), _fact(draft, "organisation", "organisation")))


def _by_duty(draft: Draft) -> str:
    """Return how the texts end that differ for who need not notify today, and does so of its own accord."""
    return "-voluntary" if draft.wording.outcome.facts["fria-required"].words in (("no",), ("later",)) else ""


def _eu_summary(draft: Draft) -> Iterator[str]:
    """Yield the points of Annex VIII, Section C: the last two not for law enforcement, none where no duty is."""
    wording, duty = draft.wording, registers_use(draft.wording)
    yield f"# {draft.letter_text('eu-title')}"
    yield draft.letter_text(
        "eu-intro", name=_fact(draft, "name", "name-slot"), law=draft.cite_facts("ai-act-annex-viii-c")
    )
    if wording.outcome.facts["prohibition"].words == ("in-force",):
        yield draft.letter_text("eu-prohibited", law=draft.cite_facts("ai-act-5"))
        return
    if duty is False:
        yield draft.letter_text("eu-not-asked", law=draft.cite_facts("ai-act-49-3"))
    yield from _other_registrations(draft)
    if duty is False:
        return
    if duty is None:
        yield draft.slot(draft.letter_text("eu-open", law=draft.cite_facts("ai-act-49-3")))
    for day in wording.outcome.facts["registers-from"].words or ():
        if day > wording.outcome.as_of.isoformat():
            yield draft.letter_text("eu-from", day=wording.written_day(day), law=draft.cite_facts("ai-act-49-3"))
    closed = wording.chosen_word(_HOME, "law-enforcement-use") == "yes"
    if closed:
        yield draft.letter_text("eu-closed", law=draft.cite_facts("ai-act-49-4"))
    yield from (f"## {draft.letter_text('eu-1')}", _sender(draft))
    yield from (f"## {draft.letter_text('eu-2')}", draft.slot(draft.letter_text("eu-submitter")))
    yield f"## {draft.letter_text('eu-3')}"
    yield draft.slot(draft.letter_text("eu-url", name=_fact(draft, "name", "name-slot")))
    if not closed:
        yield from (f"## {draft.letter_text('eu-4')}", *_letter_answers(draft, ("eu-summary-fria",)))
        yield f"## {draft.letter_text('eu-5')}"
        without = wording.chosen_word(_HOME, "personal-data") == "no"
        yield from [draft.letter_text("eu-no-data")] if without else _letter_answers(draft, ("eu-summary-dpia",))


def _other_registrations(draft: Draft) -> Iterator[str]:
    """Yield which registration is not that of the use: of the system by its provider, of a claim, or a national one."""
    facts, points = draft.wording.outcome.facts, annex_iii_points(draft.wording)
    if not facts["high-risk-from"].words:
        return
    if "2" in points:
        yield draft.letter_text("eu-national", law=draft.cite_facts("ai-act-49-5"))
    if draft.wording.chosen_word(_HOME, "derogation") == "yes":
        yield draft.letter_text("eu-derogation", law=draft.cite_facts("ai-act-49-2"))
    elif facts["acts-as-provider"].words == ("yes",) and set(points) - {"2"}:
        yield draft.letter_text("eu-provider", law=draft.cite_facts("ai-act-49"))


def _sender(draft: Draft) -> str:
    organisation = _fact(draft, "organisation", "organisation")
    return ", ".join((organisation, draft.slot(draft.letter_text("address")), _fact(draft, "contact", "contact-slot")))


def _system(draft: Draft) -> Iterator[str]:
    """Yield what system it is, of whom, and who uses it for what, as a list."""
    yield f"* {draft.letter_text('name')}: {_fact(draft, 'name', 'name-slot')}"
    yield f"* {draft.letter_text('deployer')}: {_fact(draft, 'organisation', 'organisation')}"
    for question, label in _FACTS.items():
        yield f"* {draft.letter_text(label)}: {_fact(draft, question, f'{label}-slot')}"
    yield f"* {draft.letter_text('annex-iii')}: {_annex_iii(draft)}"


def _annex_iii(draft: Draft) -> str:
    if not (points := annex_iii_points(draft.wording)):
        return draft.slot(draft.letter_text("annex-iii-slot"))
    subjects = draft.join_words(decision_subjects(draft.wording))
    return draft.letter_text("annex-iii-point", points=draft.join_words(points), subjects=subjects)


def _scope(draft: Draft) -> str:
    wording = draft.wording
    paragraph = decision_paragraph(wording.outcome, wording.law, wording.language, ours=True)
    return paragraph or draft.slot(draft.letter_text("scope-open", law=draft.cite_facts("ai-act-27")))


def _section(draft: Draft, title: str, questions: Iterable[str]) -> Iterator[str]:
    """Yield a heading and the answers under it; nothing where none of the questions applies."""
    if answers := list(_letter_answers(draft, questions)):
        yield f"## {draft.letter_text(title)}"
        yield from answers


def _letter_answers(draft: Draft, questions: Iterable[str]) -> Iterator[str]:
    for id_ in questions:
        entry = draft.wording.outcome.find_entry(_FRIA, id_)
        if entry and _is_said(entry):
            yield from _answer_blocks(draft, entry)


def _is_said(entry: Entry) -> bool:
    """Return whether a letter tells of a question: not when it does not apply, or may stay open and does."""
    if entry.question.kind is Kind.NOTICE or entry.status is Status.SKIPPED:
        return False
    return entry.question.required or entry.status is not Status.OPEN


def _labelled_answer(draft: Draft, entry: Entry) -> Iterator[str]:
    if _is_said(entry):
        yield f"**{_entry_label(draft, entry)}**"
        yield from _answer_blocks(draft, entry)


def _entry_label(draft: Draft, entry: Entry) -> str:
    return draft.label(f"ask-{entry.question.id}", entry.question.text)


def _fact(draft: Draft, question: str, slot: str) -> str:
    """Return a fact of the algorithm on one line, or a place to fill it in."""
    return _plain_line(draft.wording.plain_answer(_HOME, question)) or draft.slot(draft.letter_text(slot))


def _answer_blocks(draft: Draft, entry: Entry) -> Iterator[str]:
    """Yield what an answer says: its own words, its rows, and the answers that it adopts, in full."""
    if entry.status is Status.NOT_APPLICABLE:
        yield draft.letter_text("not-applicable", reason=_plain_line(entry.answer.reason))
        return
    if entry.status is not Status.ANSWERED:
        yield draft.slot(_entry_label(draft, entry))
        return
    if entry.answer.rows:
        yield "\n".join(_row_bullets(draft, entry))
    elif entry.question.kind is Kind.TEXT and isinstance(entry.answer.value, str):
        yield markup.markdown(entry.answer.value)
    elif entry.question.kind is Kind.CHOICES:
        yield "\n".join(f"* {_plain_line(label)}" for label in draft.wording.answer_labels(entry))
    elif entry.answer.value is not None:
        yield _plain_line("; ".join(draft.wording.answer_labels(entry)))
    for source in adopted_sources(entry, draft.wording.outcome.entries):
        if source.stale:
            yield draft.slot(draft.letter_text("changed"))
        if source.entry and source.entry.status is Status.ANSWERED:
            yield f"*{draft.letter_text('adopted', place=_place_in_form(draft, source.entry))}*"
            yield from _answer_blocks(draft, source.entry)


def _place_in_form(draft: Draft, entry: Entry) -> str:
    """Return where an answer was given: by the number of an official question, else by its assessment."""
    tree = draft.wording.outcome.questionnaires[entry.ref.questionnaire]
    number = entry.question.number
    return f"{tree.id.upper()} {tree.version}, {number}" if number else draft.wording.localised_text(tree.title)


def _row_bullets(draft: Draft, entry: Entry) -> Iterator[str]:
    """Yield each row as a point with its first cell, and the other cells below it."""
    for row in entry.answer.rows:
        columns = [column for column in entry.question.columns if row.cells.get(column.id) and column.is_public]
        for number, column in enumerate(columns):
            words = _plain_line(draft.wording.word_label(column, row.cells[column.id]))
            yield f"  * {draft.label(f'cell-{column.id}', column.label)}: {words}" if number else f"* {words}"


def _plain_line(words: str) -> str:
    """Return words of a dossier for the middle of a line, in which nothing has a meaning for Markdown."""
    return escape_markdown(" ".join(words.split()))
