"""What an import of official texts does, as text and as JSON data."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten, wrap
from typing import Any

from iama.assess.official_import import Change, Line, Told
from iama.model.officialtext import BESIDE, INSTEAD, OfficialText
from iama.model.text import escape_controls
from iama.terminal.migration import wrap_around_commands
from iama.words import text

_MOST = 12  # pieces of one sort on a screen; JSON has all
_INSET = "    "
_WHOLE = (Change.CHANGED, Change.GONE)  # both texts are shown


def import_document(
    official: OfficialText, lines: Sequence[Line], told: Sequence[Told], language: str, saved: str
) -> dict[str, Any]:
    """Return what an import does as JSON data; `saved` is where it was kept, and empty for a preview."""
    return {
        "iama_wording": 1,
        "questionnaire": official.questionnaire,
        "language": language,
        "text_language": official.language,
        "source": official.source,
        "licence": official.licence,
        "file": official.file,
        "sha256": official.sha256,
        "show": INSTEAD if official.instead else BESIDE,
        "saved": saved or None,
        "texts": [
            {
                "question": line.question.id,
                "number": line.question.number,
                "change": line.change.value,
                "text": line.words or None,
                "before": line.before or None,
            }
            for line in lines
        ],
        "told": [{"sort": one.sort, "pieces": list(one.pieces)} for one in told],
    }


def import_text(document: Mapping[str, Any], width: int) -> str:
    """Return what an import does as text: every text, what changed in full, and what was not taken."""
    language = document["language"]
    title = "wording-saved" if document["saved"] else "wording-title"
    places = {name: document[name] for name in ("questionnaire", "file", "source", "saved")}
    lines = wrap(text(title, language, **places, count=sum(1 for one in document["texts"] if one["text"])), width)
    for change in Change:
        own = [one for one in document["texts"] if one["change"] == change]
        if not own:
            continue
        lines += ["", text(f"wording-{change}", language, count=len(own))]
        for one in own if change is not Change.SAME else ():
            lines += _text_lines(one, change, language, width)
    for told in document["told"]:
        lines += ["", *_told_lines(told, language, width)]
    if not document["saved"]:
        lines += ["", *wrap_around_commands(text("wording-not-saved", language), width)]
    return escape_controls("\n".join(lines))


def _text_lines(one: Mapping[str, Any], change: Change, language: str, width: int) -> Iterator[str]:
    name = one["number"] or one["question"]
    if change not in _WHOLE:
        yield shorten(f"{name} {one['text']}", width, initial_indent="  ", placeholder="…")
        return
    yield f"  {name}"
    for key, words in (("wording-before", one["before"]), ("wording-after", one["text"])):
        if words:
            yield from wrap(f"{text(key, language)}: {words}", width, initial_indent=_INSET, subsequent_indent=_INSET)


def _told_lines(told: Mapping[str, Any], language: str, width: int) -> Iterator[str]:
    pieces = told["pieces"]
    yield from wrap(text(f"wording-told-{told['sort']}", language, count=len(pieces)), width)
    if all(len(piece) < len("4.actiepunten.tekst = 4.1.1.1") for piece in pieces):
        yield from wrap(", ".join(pieces), width, initial_indent=_INSET, subsequent_indent=_INSET)
        return
    yield from (_INSET + shorten(piece, width - len(_INSET), placeholder="…") for piece in pieces[:_MOST])
    if len(pieces) > _MOST:
        yield _INSET + text("wording-told-more", language, count=len(pieces) - _MOST)
