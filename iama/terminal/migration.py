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
_ONE_BY_ONE = ("carried", "kept", "by-hand", "waiting", "dropped")  # the others on one line


def migration_text(document: Values, width: int = 100) -> str:
    """Return the report of `iama migrate`, no line of it longer than `width` but for a long command."""
    language, old_ref, new_ref = document["language"], document["from"], document["to"]
    lines = wrap_around_commands(
        text("migration", language, algorithm=document["algorithm"], old=old_ref, new=new_ref), width
    )
    for result, title in _titles(document):
        if questions := [question for question in document["questions"] if question["result"] == result]:
            lines += ["", *wrap_around_commands(f"{title} ({len(questions)})", width)]
            if result in _ONE_BY_ONE:
                lines += (
                    part for question in questions for part in _describe_moved_question(question, language, width)
                )
            else:
                lines += wrap_around_commands(_target_names(questions), width)
    if document["adopting"]:
        lines += ["", *wrap_around_commands(text("migration-adopting", language, old=old_ref), width)]
        lines += [f"  {ref}" for ref in document["adopting"]]
    ending = "migration-next" if document["saved"] else "migration-dry-run"
    lines += [
        "",
        *wrap_around_commands(text(ending, language, old=old_ref, algorithm=document["algorithm"], new=new_ref), width),
    ]
    return escape_controls("\n".join(lines))


def wrap_around_commands(line: str, width: int, indent: int = 2) -> list[str]:
    """Return a line that fits, what goes on `indent` blanks in; a command stays in one piece, to be copied."""
    whole = _COMMAND.sub(lambda command: command[0].replace(" ", _JOINT), line)
    lead, width = " " * indent, max(width, 2 * _COLUMNS)
    lines = wrap(whole, width, subsequent_indent=lead, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_JOINT, " ") for line in lines]


def _titles(document: Values) -> Iterator[tuple[str, str]]:
    """Yield every result, in the order in which it is told, with its heading."""
    language, old_ref, new_ref = document["language"], document["from"], document["to"]
    yield "carried", text("carried-open", language)
    yield "kept", text("migration-kept", language)
    yield "by-hand", text("migration-by-hand", language)
    yield "waiting", text("migration-waiting", language)
    yield "dropped", text("migration-dropped", language, old=old_ref)
    yield "open", text("migration-open", language, new=new_ref)
    yield "empty", text("migration-empty", language)


def _describe_moved_question(question: Values, language: str, width: int) -> list[str]:
    """Return what came of one question; what goes on stands below that."""
    origin = ", ".join(source["number"] or source["id"] for source in question["from"])
    note = f" — {question['note']}" if question["note"] else ""
    if question["to"] is None:
        return wrap_around_commands(f"  {origin}{note}", width, 4)
    how = text(f"migration-how-{question['how']}", language)
    came = f"{text('migration-from', language)} {origin}" if origin else ""
    return wrap_around_commands(
        f"  {_target_name(question['to']):<10} {how:<15} {came}".rstrip() + note, width, _COLUMNS
    )


def _target_names(questions: Sequence[Values]) -> str:
    return "  " + ", ".join(_target_name(question["to"]) for question in questions)


def _target_name(target: Values) -> str:
    instance = f"[{target['instance']}]" if target["instance"] else ""
    return f"{target['number'] or target['id']}{instance}"
