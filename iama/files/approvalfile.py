"""The decisions of a dossier: `approvals.yaml` to values and back, and the folder with what they bind."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from iama.files.dossierfile import check_format
from iama.files.layout import prose_lines, record_lines
from iama.files.nodes import Node, Scalar
from iama.files.reader import Reader
from iama.model import values
from iama.model.approval import Approval, Condition, Decision
from iama.model.forms import is_digest
from iama.model.problems import Finding

NAME = "approvals.yaml"
FOLDER = "approved"
FORMAT = "iama-approvals/1"
_REQUIRED = ("number", "questionnaire", "decision", "role", "date", "as-of", "contract", "snapshot", "public")
_OPTIONAL = ("person", "text", "conditions", "letters", "previous", "signer", "signature")
_DIGESTS = ("snapshot", "public", "previous")
_TEXTS = ("role", "person", "text", "signer", "signature")


def read_approvals(path: str, text: str | bytes) -> tuple[tuple[Approval, ...], tuple[Finding, ...]]:
    """Return the decisions in order, with every finding. Texts stand as written: a change of any of them is seen."""
    reader = Reader(path)
    root = reader.root(text)
    if reader.findings and not root.entries:
        return (), reader.found
    fields = reader.fields(root, ("format", "approvals"))
    check_format(reader, fields.get("format"), FORMAT)
    found = tuple(_approval(reader, node) for node in reader.items(fields.get("approvals")))
    return found, reader.found


def _approval(reader: Reader, node: Node) -> Approval:
    fields = reader.fields(node, _REQUIRED, _OPTIONAL)
    decision = reader.one_of(fields["decision"], list(Decision), "invalid-value") if "decision" in fields else "no-go"
    return Approval(
        number=reader.whole(fields.get("number"), 0),
        questionnaire=reader.text(fields.get("questionnaire")),
        decision=Decision(decision),
        date=_day(reader, fields.get("date")),
        as_of=_day(reader, fields.get("as-of")),
        contract=reader.whole(fields.get("contract"), 0),
        conditions=tuple(_condition(reader, item) for item in reader.items(fields.get("conditions"))),
        letters=_letters(reader, fields.get("letters")),
        **{name: _digest(reader, fields.get(name)) for name in _DIGESTS},
        **{name: _text(reader, fields.get(name)) for name in _TEXTS},
    )


def _day(reader: Reader, node: Node | None) -> str:
    return _checked(reader, node, values.day)


def _text(reader: Reader, node: Node | None) -> str:
    return _checked(reader, node, values.measured)


def _checked(reader: Reader, node: Node | None, check: Callable[[str], str]) -> str:
    if node is None:
        return ""
    try:
        return check(reader.text(node))
    except values.InvalidValue as error:
        reader.add(node.place, "invalid-value", str(error), error.hint)
        return ""


def _condition(reader: Reader, node: Node) -> Condition:
    fields = reader.fields(node, ("text", "action"), ("owner", "due"))
    due = _day(reader, fields.get("due"))
    return Condition(due=due, **{name: _text(reader, fields.get(name)) for name in ("text", "action", "owner")})


def _letters(reader: Reader, node: Node | None) -> Mapping[str, str]:
    return {} if node is None else {letter: _digest(reader, one) for letter, one in reader.map(node).entries.items()}


def _digest(reader: Reader, node: Node | None) -> str:
    digest = reader.text(node)
    if isinstance(node, Scalar) and not is_digest(digest):
        reader.add(node.place, "invalid-value", "the value is not a digest", "restore the file as it was from git")
    return digest


def write_approvals(approvals: Sequence[Approval]) -> str:
    """Return the file of the decisions."""
    return "\n".join([f"format: {FORMAT}", "approvals:", *(line for one in approvals for line in _entry(one))]) + "\n"


def _entry(approval: Approval) -> Iterator[str]:
    found = [*_keys(approval)]
    yield f"  - {found[0].lstrip()}"
    yield from found[1:]


def _keys(approval: Approval) -> Iterator[str]:
    """Yield the keys of an entry in the order of its record; what is empty is not written."""
    for name, value in {**approval.record(), "signature": approval.signature}.items():
        if name == "conditions":
            yield from record_lines(4, name, value)
        elif name == "letters":
            yield f"    {name}:"
            yield from (f'      {letter}: "{digest}"' for letter, digest in value.items())
        elif name in _DIGESTS:
            yield f'    {name}: "{value}"'
        else:
            yield from prose_lines(4, name, str(value))


def snapshot_names(folder: Path) -> tuple[str, ...]:
    """Return the names of what stands in the folder of what was approved, in alphabetical order.

    Hidden files, such as those of a save that a power cut stopped, are left out. Raises OSError when it is no folder
    of the dossier itself: a link to a folder elsewhere goes along with no copy of the dossier.
    """
    approved = folder / FOLDER
    if not os.path.lexists(approved):
        return ()
    if approved.is_symlink() or not approved.is_dir():
        raise OSError("it must be a folder of the dossier itself, and no link")
    with os.scandir(approved) as entries:
        return tuple(sorted(entry.name for entry in entries if not entry.name.startswith(".")))
