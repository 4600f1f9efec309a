"""A DPIA that is there already: which chapter serves a question, and that chapter as the source of an answer."""

from collections.abc import Iterator, Mapping

from iama.assess import answer_input
from iama.assess import dpia as dpias
from iama.assess.outcome import Entry
from iama.interview.asking import Command, Order, Pick
from iama.interview.sitting import Sitting
from iama.model.dossier import Source
from iama.model.questionnaire import Kind
from iama.model.struct import replace
from iama.words import pick_translation, text

_PARTS = "fria/dpia-parts"


def chapters_for(sitting: Sitting, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the chapters of the DPIA in which a question is answered or begun, and what to add to them.

    Where the FRIA asks which parts of the DPIA it takes over, yield those per element.
    """
    if _place_of_question(entry) == _PARTS:
        yield from _elements(sitting)
    document, service = dpias.known_document(sitting.outcome), sitting.crosswalk.services.get(_place_of_question(entry))
    if document is None or service is None or _is_cited(entry, document):
        return
    language = sitting.language
    served = (chapter for chapter in sitting.crosswalk.chapters if chapter.id in service.chapters)
    numbers = [dpias.chapter_called(sitting.crosswalk, chapter, document, language) for chapter in served]
    command = f"/{Command.SOURCE.name_in(language)} {dpias.WORD} {numbers[0]}"
    key = f"dpia-{service.way}-adding" if service.add else f"dpia-{service.way}"
    label = text("dpia-chapters", language, chapters=", ".join(numbers), command=command)
    yield label, text(key, language, add=pick_translation(service.add, language))


def _elements(sitting: Sitting) -> Iterator[tuple[str, str]]:
    """Yield per element of Article 27(1) the chapters that it may come from, and what to add to them."""
    document, crosswalk, language = dpias.known_document(sitting.outcome) or {}, sitting.crosswalk, sitting.language
    for letter, element in crosswalk.elements.items():
        chapters = dpias.element_chapters(crosswalk, element, document, language) or text("dpia-nothing", language)
        add = pick_translation(element.add, language)
        yield f"({letter})", text("dpia-element-brief", language, chapters=chapters, add=add)


def _place_of_question(entry: Entry) -> str:
    return f"{entry.ref.questionnaire}/{entry.question.id}"


def _is_cited(entry: Entry, document: Mapping[str, str]) -> bool:
    """Return whether an answer names this DPIA as its source already."""
    return any(source.title.startswith(document["title"]) for source in entry.answer.sources)


def chapter_source(sitting: Sitting, words: str) -> Source | None:
    """Return a chapter of the DPIA as a source; None when the team thought better of it.

    `words` is what stood behind the command: the number or name of the chapter. Which DPIA it is, is asked once.
    """
    document = dpias.known_document(sitting.outcome) or _ask_document(sitting)
    if document is None:
        return None
    chapter = words or _ask_dpia_line(sitting, "dpia-which-chapter")
    if not chapter:
        return None
    if dpias.lacks_chapter(sitting.crosswalk, document, chapter):
        sitting.say_text("dpia-unknown-chapter", chapter=chapter)
    source = dpias.chapter_source(sitting.crosswalk, document, chapter, sitting.language)
    return replace(source, sha256=sitting.desk.digest(source.path) if source.path else "")


def asks_for_documents(sitting: Sitting) -> bool:
    """Return whether the facts of this dossier have a place for the DPIA that there is."""
    entry = sitting.outcome.entries.get(dpias.DOCUMENT)
    return entry is not None and entry.question.kind is Kind.ROWS


def _ask_document(sitting: Sitting) -> Mapping[str, str] | None:
    """Ask which DPIA there is, and keep it among the facts; None when the team thought better of it."""
    if not asks_for_documents(sitting):
        sitting.say_text("dpia-no-facts")
        return None
    entry = sitting.outcome.entries[dpias.DOCUMENT]
    if not (title := _ask_dpia_line(sitting, "dpia-title")):
        return None
    model = next(column for column in entry.question.columns if column.id == "model")
    picks = [Pick(option.value, pick_translation(option.label, sitting.language)) for option in model.options]
    chosen = sitting.asker.pick_one(text("dpia-model", sitting.language), picks)
    if isinstance(chosen, Order):
        return None
    cells = {"title": title, "model": chosen, "version": _ask_dpia_line(sitting, "source-version")}
    cells["path"] = _ask_dpia_line(sitting, "source-path")
    kept = {name: word for name, word in cells.items() if word}
    answer = answer_input.with_row(entry.given_answer, entry.question, sitting.desk.row_id(), kept)
    return kept if sitting.save_answer(entry, answer) else None


def _ask_dpia_line(sitting: Sitting, key: str) -> str:
    line = sitting.ask_and_hold_detail(text(key, sitting.language))
    return "" if isinstance(line, Order) else line.strip()
