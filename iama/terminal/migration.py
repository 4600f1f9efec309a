"""What a migration did, as text."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from iama.model.text import shown
from iama.model.words import text

Values = Mapping[str, Any]
_COLUMNS = 13  # before what came of a question
_TOLD = ("carried", "kept", "by-hand", "waiting", "dropped")  # question by question; the others on one line


def migration_text(document: Values, width: int = 100) -> str:
    """Return the report of `iama migrate`, no line of it longer than `width`."""
    language, old, new = document["language"], document["from"], document["to"]
    lines = [text("migration", language).format(document["algorithm"], old, new)]
    for result, title in _titles(document):
        if found := [one for one in document["questions"] if one["result"] == result]:
            lines += ["", f"{title} ({len(found)})"]
            lines += [_line(one, language) for one in found] if result in _TOLD else [_listed(found)]
    if document["adopting"]:
        lines += ["", text("migration-adopting", language).format(old)]
        lines += [f"  {one}" for one in document["adopting"]]
    if document["saved"]:
        lines += ["", text("migration-next", language).format(old, document["algorithm"], new)]
    else:
        lines += ["", text("migration-dry-run", language)]
    return shown("\n".join(part for line in lines for part in _wrapped(line, width)))


def _wrapped(line: str, width: int) -> list[str]:
    """Return a line that fits; what goes on stands below what came of the question."""
    lead = " " * (_COLUMNS if len(line) > _COLUMNS and line.startswith("  ") else 2)
    return wrap(line, max(width, 2 * _COLUMNS), subsequent_indent=lead, break_on_hyphens=False) or [""]


def _titles(document: Values) -> Iterator[tuple[str, str]]:
    """Yield every result, in the order in which it is told, with its heading."""
    language, old, new = document["language"], document["from"], document["to"]
    yield "carried", text("carried-open", language)
    yield "kept", text("migration-kept", language)
    yield "by-hand", text("migration-by-hand", language)
    yield "waiting", text("migration-waiting", language)
    yield "dropped", text("migration-dropped", language).format(old)
    yield "open", text("migration-open", language).format(new)
    yield "empty", text("migration-empty", language)


def _line(one: Values, language: str) -> str:
    origin = ", ".join(source["number"] or source["id"] for source in one["from"])
    note = f" — {one['note']}" if one["note"] else ""
    if one["to"] is None:
        return f"  {origin}{note}"
    how = text(f"migration-how-{one['how']}", language)
    came = f"{text('migration-from', language)} {origin}" if origin else ""
    return f"  {_name(one['to']):<10} {how:<15} {came}".rstrip() + note


def _listed(found: Sequence[Values]) -> str:
    return "  " + ", ".join(_name(one["to"]) for one in found)


def _name(target: Values) -> str:
    instance = f"[{target['instance']}]" if target["instance"] else ""
    return f"{target['number'] or target['id']}{instance}"
