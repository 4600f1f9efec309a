"""What a state of a web form brings and what that form cannot hold, as text and as JSON data."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten, wrap
from typing import Any

from iama.assess.form_import import Imported, Line, Result
from iama.model.exchange import FormState, Shown
from iama.model.text import escape_controls
from iama.terminal.migration import wrap_around_commands
from iama.words import Phrase, text
from iama.words.written import written_date

Values = Mapping[str, Any]
_ORDER = (Result.CONFLICT, Result.LEFT, Result.NOTE, Result.CHANGED, Result.NEW, Result.OURS, Result.SAME)
_SILENT = (Result.SAME, Result.OURS)  # told by number alone
_LEAST = 20  # characters of an answer in a list
_WHOLE = (Result.CONFLICT, Result.LEFT, Result.NOTE)  # nothing of it may be overlooked


def import_document(
    algorithm: str, file: str, state: FormState, found: Imported, language: str, *, saved: bool, beside: bool
) -> dict[str, Any]:
    """Return what a state brings as JSON data: every place of it, and all that was mended."""
    return {
        "iama_import": 1,
        "algorithm": algorithm,
        "file": file,
        "form_saved": state.saved,
        "language": language,
        "saved": saved,
        "sidecar": beside,
        "beside": found.beside,
        "places": [_place(line) for line in found.lines],
        "told": [phrase.text_in(language) for phrase in found.told],
    }


def _place(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "question": line.question.id if line.question else None,
        "result": line.result.value,
        "date": line.day,
        "theirs": _plain(line.theirs),
        "ours": _plain(line.ours),
    }


def _plain(value: Shown) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def import_text(document: Values, width: int) -> str:
    """Return what a state brings as text, what needs a choice first."""
    language = document["language"]
    day = written_date(document["form_saved"], language) if document["form_saved"] else text("import-no-day", language)
    title = "import-brought" if document["saved"] else "import-title"
    lines = wrap(text(title, language, algorithm=document["algorithm"], file=document["file"], day=day), width)
    if document["sidecar"]:
        lines += wrap(text("import-beside", language, count=document["beside"]), width)
    for result in _ORDER:
        places = [place for place in document["places"] if place["result"] == result]
        if places:
            lines += ["", *wrap(text(f"import-{result}", language, count=len(places)), width)]
            lines += _describe(result, places, language, width)
    if document["told"]:
        lines += ["", text("import-mended", language)]
        lines += [part for told in document["told"] for part in wrap(f"- {told}", width, subsequent_indent="  ")]
    conflicts = any(place["result"] == Result.CONFLICT for place in document["places"])
    ending = "import-saved" if document["saved"] else "import-choose" if conflicts else "import-preview"
    lines += ["", *wrap_around_commands(text(ending, language), width, 0)]
    return escape_controls("\n".join(lines))


def _describe(result: Result, places: Sequence[Values], language: str, width: int) -> Iterator[str]:
    if result in _SILENT:
        yield from wrap(", ".join(place["id"] for place in places), width, initial_indent="  ", subsequent_indent="  ")
        return
    widest = max(len(place["id"]) for place in places)
    for place in places:
        day = f"  {written_date(place['date'], language)}" if place["date"] else ""
        if result not in _WHOLE:
            room = max(width - widest - len(day) - len("    "), _LEAST)
            yield f"  {place['id']:<{widest}}  {shorten(_flat(place['theirs']), room, placeholder='…')}{day}"
            continue
        yield f"  {place['id']}{day}"
        if result is Result.CONFLICT:
            yield from _quoted(text("import-here", language), place["ours"], width)
        yield from _quoted(text("import-there", language), place["theirs"], width)


def _flat(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _quoted(who: str, value: str | Sequence[str], width: int) -> Iterator[str]:
    words = value if isinstance(value, str) else "\n".join(f"- {one}" for one in value)
    yield f"    {who}"
    for line in words.split("\n"):
        yield from wrap(line, max(width, 20), initial_indent="      ", subsequent_indent="      ") or [""]


def losses_text(lost: Sequence[Phrase], language: str, width: int, beside: str) -> str:
    """Return what a form cannot hold, and where all of it is kept."""
    lines = [text("export-lost" if lost else "export-nothing-lost", language)]
    lines += [
        part
        for phrase in lost
        for part in wrap(f"- {phrase.text_in(language)}", width, subsequent_indent="  ", break_on_hyphens=False)
    ]
    ending = text("export-beside", language, name=beside) if beside else text("export-not-beside", language)
    lines += wrap(ending, width) if lost or beside else []
    return escape_controls("\n".join(lines))
