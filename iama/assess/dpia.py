"""A DPIA that is there already: what the facts say of it, and a chapter of it as the source of an answer."""

import re
from collections.abc import Mapping

from iama.assess.outcome import Outcome
from iama.model.conditions import Ref
from iama.model.crosswalk import MODELS, Chapter, Crosswalk, Element
from iama.model.dossier import Source
from iama.model.questionnaire import ALGORITHM
from iama.words import pick_translation, text

DOCUMENT = Ref(ALGORITHM, "dpia-document")
WORD = "dpia"  # begins what is typed for a chapter: `dpia 5`
_VERSION = re.compile(r"(v|versie|version)[. ]*\d", re.IGNORECASE)


def known_document(outcome: Outcome) -> Mapping[str, str] | None:
    """Return what the facts say of the DPIA that there is: title, model, version, date, path; None when nothing."""
    entry = outcome.entries.get(DOCUMENT)
    rows = entry.answer.rows if entry else ()
    return rows[-1].cells if rows else None


def meant_chapter(words: str) -> str | None:
    """Return the chapter that is meant by `dpia 5`, which may be empty; None for another document, as `DPIA v1.2`."""
    first, _, rest = words.strip().partition(" ")
    chapter = rest.strip().rstrip(".")
    return chapter if first.lower() == WORD and not _VERSION.match(chapter) else None


def chapter_called(crosswalk: Crosswalk, chapter: Chapter, document: Mapping[str, str], language: str) -> str:
    """Return how a chapter is called in a DPIA: its number, or its title where the model is not known."""
    if (model := document.get("model", "")) in MODELS:
        return crosswalk.number(chapter.id, model)
    return pick_translation(chapter.title, language)


def lacks_chapter(crosswalk: Crosswalk, document: Mapping[str, str], chapter: str) -> bool:
    """Return whether the model that a DPIA follows has no chapter of this number."""
    model = document.get("model", "")
    return model in MODELS and crosswalk.chapter(chapter, model) is None


def element_chapters(crosswalk: Crosswalk, element: Element, document: Mapping[str, str], language: str) -> str:
    """Return the chapters from which a FRIA may take an element, by title and, where the model is known, by number."""
    known = document.get("model", "") in MODELS
    return ", ".join(
        f"{chapter_called(crosswalk, chapter, document, language)} " * known + pick_translation(chapter.title, language)
        for chapter in crosswalk.chapters
        if chapter.id in element.chapters
    )


def chapter_source(crosswalk: Crosswalk, document: Mapping[str, str], chapter: str, language: str) -> Source:
    """Return a chapter of a DPIA as a source, by its number and title; without a digest."""
    known = crosswalk.chapter(chapter, document.get("model", ""))
    name = f"{chapter} {pick_translation(known.title, language)}" if known else chapter
    title = text("dpia-source", language, document=document["title"], chapter=name)
    return Source(title, document.get("path", ""), document.get("version", ""), document.get("date", ""))
