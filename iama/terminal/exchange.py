"""What a state of a web form brings and what that form cannot hold, as text and as JSON data."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten, wrap
from typing import Any

from iama.assess.form_import import Imported, Line, Result
from iama.model.exchange import Origin, Shown
from iama.model.text import escape_controls
from iama.terminal.migration import wrap_around_commands
from iama.words import Phrase, text
from iama.words.written import written_date

Values = Mapping[str, Any]
_ORDER = (
    Result.UNMATCHED,
    Result.CONFLICT,
    Result.LEFT,
    Result.NOTE,
    Result.CHANGED,
    Result.NEW,
    Result.PROPOSED,
    Result.REMARK,
    Result.OURS,
    Result.SAME,
)
_SILENT = (Result.SAME, Result.OURS)  # told by number alone
_LEAST = 20  # characters of an answer in a list
_WHOLE = (Result.UNMATCHED, Result.CONFLICT, Result.LEFT, Result.NOTE)  # nothing of it may be overlooked


def import_document(
    algorithm: str, file: str, origin: Origin, found: Mapping[str, Imported], language: str, *, saved: bool
) -> dict[str, Any]:
    """Return what a file brings as JSON data: every place of it by assessment (ref), and all that was mended."""
    told = (*origin.told, *(phrase for one in found.values() for phrase in one.told))
    return {
        "iama_import": 1,
        "algorithm": algorithm,
        "file": file,
        "kind": origin.kind,
        "form_saved": origin.saved,
        "language": language,
        "saved": saved,
        "sidecar": origin.beside,
        "beside": sum(one.beside for one in found.values()),
        "places": [_line_record(ref, line) for ref, one in found.items() for line in one.lines],
        "told": [phrase.text_in(language) for phrase in told],
    }


def _line_record(ref: str, line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "questionnaire": ref,
        "question": line.question.id if line.question else None,
        "result": line.result.value,
        "date": line.day,
        "theirs": _shown_value(line.theirs),
        "ours": _shown_value(line.ours),
    }


def _shown_value(value: Shown) -> str | list[str]:
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
    for ending in _endings(document):
        lines += ["", *wrap_around_commands(text(ending, language), width, 0)]
    return escape_controls("\n".join(lines))


def _endings(document: Values) -> Iterator[str]:
    """Yield what there is to do next."""
    results = {place["result"] for place in document["places"]}
    if document["saved"]:
        yield "import-saved"
        return
    if Result.UNMATCHED in results:
        yield "import-match"
    if Result.CONFLICT in results:
        yield "import-choose"
    if not results & {Result.UNMATCHED, Result.CONFLICT}:
        yield "import-preview"


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
        nearest = f"  {_flat(place['ours'])}" if result is Result.UNMATCHED else ""
        yield f"  {place['id']}{day}{nearest}"
        if result is Result.CONFLICT:
            yield from _text_lines(text("import-here", language), place["ours"], width)
        yield from _text_lines(text("import-there", language), place["theirs"], width)


def _flat(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _text_lines(who: str, value: str | Sequence[str], width: int) -> Iterator[str]:
    words = value if isinstance(value, str) else "\n".join(f"- {one}" for one in value)
    yield f"    {who}"
    for line in words.split("\n"):
        yield from wrap(line, max(width, 20), initial_indent="      ", subsequent_indent="      ") or [""]


def losses_text(lost: Sequence[Phrase], kept: Sequence[Phrase], language: str, width: int, beside: str) -> str:
    """Return what has no place in a file: what of it stands in another beside it, and what the dossier alone holds."""
    if not lost and not kept:
        return text("export-nothing-lost", language)
    lines = [text("export-lost", language)]
    lines += _listed(lost, language, width)
    if lost and beside:
        lines += wrap(text("export-beside", language, name=beside), width)
        lines += [text("export-kept", language), *_listed(kept, language, width)] if kept else []
    else:
        lines += [*_listed(kept, language, width), *wrap(text("export-not-beside", language), width)]
    return escape_controls("\n".join(lines))


def _listed(phrases: Sequence[Phrase], language: str, width: int) -> list[str]:
    given = (phrase.text_in(language) for phrase in phrases)
    return [
        part for words in given for part in wrap(f"- {words}", width, subsequent_indent="  ", break_on_hyphens=False)
    ]
