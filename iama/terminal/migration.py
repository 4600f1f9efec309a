"""What a migration did, as text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from iama.model.text import escape_controls
from iama.words import text

Values = Mapping[str, Any]
_COLUMNS = 13  # before what came of a question
_COMMAND = re.compile(r"`[^`]*`")
_JOINT = "\N{NO-BREAK SPACE}"  # where no line ends
_TOLD = ("carried", "kept", "by-hand", "waiting", "dropped")  # question by question; the others on one line


def migration_text(document: Values, width: int = 100) -> str:
    """Return the report of `iama migrate`, no line of it longer than `width` but for a long command."""
    language, old, new = document["language"], document["from"], document["to"]
    lines = _wrap_around_commands(text("migration", language, algorithm=document["algorithm"], old=old, new=new), width)
    for result, title in _titles(document):
        if found := [one for one in document["questions"] if one["result"] == result]:
            lines += ["", *_wrap_around_commands(f"{title} ({len(found)})", width)]
            told = (part for one in found for part in _describe_moved_question(one, language, width))
            lines += told if result in _TOLD else _wrap_around_commands(_target_names(found), width)
    if document["adopting"]:
        lines += ["", *_wrap_around_commands(text("migration-adopting", language, old=old), width)]
        lines += [f"  {one}" for one in document["adopting"]]
    ending = "migration-next" if document["saved"] else "migration-dry-run"
    lines += [
        "",
        *_wrap_around_commands(text(ending, language, old=old, algorithm=document["algorithm"], new=new), width),
    ]
    return escape_controls("\n".join(lines))


def _wrap_around_commands(line: str, width: int, indent: int = 2) -> list[str]:
    """Return a line that fits, what goes on `indent` blanks in; a command stays in one piece, to be copied."""
    whole = _COMMAND.sub(lambda found: found[0].replace(" ", _JOINT), line)
    lead, width = " " * indent, max(width, 2 * _COLUMNS)
    lines = wrap(whole, width, subsequent_indent=lead, break_long_words=False, break_on_hyphens=False)
    return [one.replace(_JOINT, " ") for one in lines]


def _titles(document: Values) -> Iterator[tuple[str, str]]:
    """Yield every result, in the order in which it is told, with its heading."""
    language, old, new = document["language"], document["from"], document["to"]
    yield "carried", text("carried-open", language)
    yield "kept", text("migration-kept", language)
    yield "by-hand", text("migration-by-hand", language)
    yield "waiting", text("migration-waiting", language)
    yield "dropped", text("migration-dropped", language, old=old)
    yield "open", text("migration-open", language, new=new)
    yield "empty", text("migration-empty", language)


def _describe_moved_question(one: Values, language: str, width: int) -> list[str]:
    """Return what came of one question; what goes on stands below that."""
    origin = ", ".join(source["number"] or source["id"] for source in one["from"])
    note = f" — {one['note']}" if one["note"] else ""
    if one["to"] is None:
        return _wrap_around_commands(f"  {origin}{note}", width, 4)
    how = text(f"migration-how-{one['how']}", language)
    came = f"{text('migration-from', language)} {origin}" if origin else ""
    return _wrap_around_commands(f"  {_target_name(one['to']):<10} {how:<15} {came}".rstrip() + note, width, _COLUMNS)


def _target_names(found: Sequence[Values]) -> str:
    return "  " + ", ".join(_target_name(one["to"]) for one in found)


def _target_name(target: Values) -> str:
    instance = f"[{target['instance']}]" if target["instance"] else ""
    return f"{target['number'] or target['id']}{instance}"
