"""`iama register --compare`: what a downloaded file of the Algorithm Register says now, field by field beside ours."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.cli.registerdesk import Desk
    from iama.publish.register.comparison import Compared

_IDS = ("lars", "lars code", "source id", "id")


def compare(desk: "Desk", file: Path, *, json: bool) -> None:
    """Print how our entry differs from the one in `file`: any form that a list of algorithms may have, or JSON.

    Raises UsageError when the file does not hold the algorithm, or no field of the register.
    """
    from iama.publish.register.comparison import compare_entry
    from iama.terminal import output

    document = desk.document()
    fields: Sequence[Mapping[str, Any]] = document["fields"]
    published = _published(file, fields, _register_number(desk))
    compared = list(compare_entry(fields, published))
    if json:
        listed = [
            {**{key: getattr(one, key) for key in one.__struct_fields__}, "state": one.state.value} for one in compared
        ]
        head = {"iama_register_comparison": 1, "algorithm": document["algorithm"], "file": file.name}
        typer.echo(output.json_text({**head, "fields": listed}))
        return
    typer.echo("\n".join(_comparison_lines(compared, file.name, str(document["language"]))))


def _register_number(desk: "Desk") -> str:
    """Return the number of the algorithm in the register; empty while it has none."""
    entry = desk.reading.outcome.find_entry("follow-up", "register-id")
    return "".join(entry.answer.value_words()) if entry and entry.status.value == "answered" else ""


def _published(file: Path, fields: Sequence[Mapping[str, Any]], number: str) -> Mapping[str, str]:
    """Return the row of the algorithm in a file, by the key of the field."""
    from iama.files.store import read_bytes
    from iama.gate.list_tables import tables_in
    from iama.gate.list_words import fold
    from iama.model.limits import INVENTORY_BYTES

    named = {
        fold(name): one["key"] for one in fields for name in (one["key"], one["label"], one["schema"] or "") if name
    }
    own = next(str(one["value"]) for one in fields if one["key"] == "name")
    rows = []
    content = read_bytes(file, INVENTORY_BYTES)
    if content.lstrip()[:1] == b"{" and b'"algorithms"' not in content:
        content = b"[" + content + b"]"  # one entry, as the register hands it out
    for table in tables_in(str(file), content):
        keys = [named.get(fold(label)) for label in table.labels]
        ids = [place for place, label in enumerate(table.labels) if fold(label) in map(fold, _IDS)]
        if not any(keys):
            continue
        for row in table.rows:
            cells = {key: cell for key, cell in zip(keys, row.cells, strict=False) if key}
            numbers = {row.cells[place].strip() for place in ids if place < len(row.cells)}
            rows.append((cells, numbers))
    if not rows:
        raise UsageError("register-compare-no-fields", path=file)
    found = [cells for cells, numbers in rows if number and number in numbers]
    found = found or [cells for cells, _ in rows if fold(cells.get("name", "")) == fold(own)]
    found = found or [cells for cells, _ in rows if len(rows) == 1]
    if len(found) != 1:
        raise UsageError("register-compare-several" if found else "register-compare-none", path=file, name=own)
    return found[0]


def _comparison_lines(compared: "Sequence[Compared]", file: str, language: str) -> Iterator[str]:
    from iama.model.text import escape_controls
    from iama.publish.register.comparison import State
    from iama.terminal.output import wrap_indented
    from iama.words import text

    same = [one for one in compared if one.state is State.SAME]
    yield escape_controls(text("register-compared", language, file=file, count=len(compared), same=len(same)))
    for one in compared:
        if one.state is State.SAME:
            continue
        yield from ("", f"{one.label}: {text(f'register-{one.state.value}', language)}")
        for key, words in (("register-ours", one.ours), ("register-theirs", one.theirs)):
            if words:
                yield from wrap_indented(f"{text(key, language)}: {escape_controls(words)}", 2)
