"""The decisions of a dossier: `approvals.yaml` to values and back, and the folder with what they bind."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from iama.files.dossierfile import check_format
from iama.files.layout import prose_lines, record_lines
from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.model import values
from iama.model.approval import Approval, Condition, Decision, Pages, Program
from iama.model.entries import approval_record
from iama.model.forms import is_digest
from iama.model.problems import CannotSave, CannotUse, Finding
from iama.words import LANGUAGES, Phrase

NAME = "approvals.yaml"
FOLDER = "approved"
FORMAT = "iama-approvals/2"
_FIRST = "iama-approvals/1"
_REQUIRED = ("number", "questionnaire", "decision", "role", "as-of", "snapshot")
_OPTIONAL = ("person", "text", "conditions", "letters", "previous", "signer", "signature")
_REQUIRED_1 = (*_REQUIRED, "date", "contract", "public")
_REQUIRED_2 = (*_REQUIRED, "decided-on", "recorded-on", "pages", "program")
_OPTIONAL_2 = (*_OPTIONAL, "body", "reference", "public-reason")
_LITTER = ("thumbs.db", "desktop.ini", ".ds_store", "__macosx")
_HEAD = re.compile(r"^format: .*$", re.MULTILINE)


def read_approvals(path: str, text: str | bytes) -> tuple[tuple[Approval, ...], tuple[Finding, ...]]:
    """Return the decisions in order, with every finding. Texts stand as written: a change of any of them is seen."""
    reader = Reader(path)
    root = reader.root(text)
    if reader.findings and not root.entries:
        return (), reader.sorted_findings
    fields = reader.fields(root, ("format", "approvals"))
    first = check_format(reader, fields.get("format"), FORMAT, _FIRST) == _FIRST
    approvals = tuple(_any_approval(reader, node, first=first) for node in reader.items(fields.get("approvals")))
    return approvals, reader.sorted_findings


def _is_first(node: Node) -> bool:
    """Whether an entry has format 1: those stand as they were made, before later ones."""
    return isinstance(node, Map) and "contract" in node.entries


def _any_approval(reader: Reader, node: Node, *, first: bool) -> Approval:
    if isinstance(node, Map) and "merged" in node.entries:
        return _merged_approval(reader, node)
    return _first_approval(reader, node) if first or _is_first(node) else _approval(reader, node)


def _merged_approval(reader: Reader, node: Node) -> Approval:
    """Return an entry that was taken over from another branch: that one, at its place in this chain."""
    fields = reader.fields(node, ("number", "merged"), ("previous",))
    taken = _any_approval(reader, fields["merged"], first=False)
    return taken.merged_as(reader.whole_number(fields.get("number"), 0), _valid_digest(reader, fields.get("previous")))


def _approval(reader: Reader, node: Node) -> Approval:
    fields = reader.fields(node, _REQUIRED_2, _OPTIONAL_2)
    return Approval(
        number=reader.whole_number(fields.get("number"), 0),
        questionnaire=reader.scalar_text(fields.get("questionnaire")),
        decision=_read_decision(reader, fields.get("decision")),
        role=_measured_text(reader, fields.get("role")),
        person=_measured_text(reader, fields.get("person")),
        body=_measured_text(reader, fields.get("body")),
        reference=_measured_text(reader, fields.get("reference")),
        decided_on=_valid_day(reader, fields.get("decided-on")),
        recorded_on=_valid_day(reader, fields.get("recorded-on")),
        as_of=_valid_day(reader, fields.get("as-of")),
        text=_measured_text(reader, fields.get("text")),
        public_reason=_measured_text(reader, fields.get("public-reason")),
        conditions=tuple(_approval_condition(reader, item) for item in reader.items(fields.get("conditions"))),
        letters=_digests(reader, fields.get("letters")),
        snapshot=_valid_digest(reader, fields.get("snapshot")),
        pages=_pages(reader, fields.get("pages")),
        program=_program(reader, fields.get("program")),
        previous=_valid_digest(reader, fields.get("previous")),
        signer=_measured_text(reader, fields.get("signer")),
        signature=_measured_text(reader, fields.get("signature")),
    )


def _first_approval(reader: Reader, node: Node) -> Approval:
    fields = reader.fields(node, _REQUIRED_1, _OPTIONAL)
    day = _valid_day(reader, fields.get("date"))
    return Approval(
        number=reader.whole_number(fields.get("number"), 0),
        questionnaire=reader.scalar_text(fields.get("questionnaire")),
        decision=_read_decision(reader, fields.get("decision")),
        role=_measured_text(reader, fields.get("role")),
        person=_measured_text(reader, fields.get("person")),
        decided_on=day,
        recorded_on=day,
        as_of=_valid_day(reader, fields.get("as-of")),
        text=_measured_text(reader, fields.get("text")),
        conditions=tuple(_first_condition(reader, item) for item in reader.items(fields.get("conditions"))),
        letters=_digests(reader, fields.get("letters")),
        snapshot=_valid_digest(reader, fields.get("snapshot")),
        previous=_valid_digest(reader, fields.get("previous")),
        signer=_measured_text(reader, fields.get("signer")),
        signature=_measured_text(reader, fields.get("signature")),
        contract=reader.whole_number(fields.get("contract"), 0) or 1,
        public=_valid_digest(reader, fields.get("public")),
    )


def _read_decision(reader: Reader, node: Node | None) -> Decision:
    return Decision(reader.one_of(node, list(Decision), "invalid-value")) if node else Decision.NO_GO


def _approval_condition(reader: Reader, node: Node) -> Condition:
    fields = reader.fields(node, ("id", "text"), ("owner", "due", "blocking"))
    return Condition(
        id=_measured_text(reader, fields.get("id")),
        text=_measured_text(reader, fields.get("text")),
        owner=_measured_text(reader, fields.get("owner")),
        due=_valid_day(reader, fields.get("due")),
        blocking=reader.truth(fields.get("blocking"), default=False),
    )


def _first_condition(reader: Reader, node: Node) -> Condition:
    fields = reader.fields(node, ("text", "action"), ("owner", "due"))
    return Condition(
        id=_measured_text(reader, fields.get("action")),
        text=_measured_text(reader, fields.get("text")),
        owner=_measured_text(reader, fields.get("owner")),
        due=_valid_day(reader, fields.get("due")),
    )


def _pages(reader: Reader, node: Node | None) -> Mapping[str, Pages]:
    pages = {}
    for language, digests in reader.fields(node, (), LANGUAGES).items() if node else ():
        fields = reader.fields(digests, ("public", "internal", "view"))
        pages[language] = Pages(
            public=_valid_digest(reader, fields.get("public")),
            internal=_valid_digest(reader, fields.get("internal")),
            view=_valid_digest(reader, fields.get("view")),
        )
    return pages


def _program(reader: Reader, node: Node | None) -> Program | None:
    if node is None:
        return None
    fields = reader.fields(node, ("version", "code"))
    return Program(
        version=_measured_text(reader, fields.get("version")), code=_valid_digest(reader, fields.get("code"))
    )


def _valid_day(reader: Reader, node: Node | None) -> str:
    return _valid_text(reader, node, values.iso_day)


def _measured_text(reader: Reader, node: Node | None) -> str:
    return _valid_text(reader, node, values.check_length)


def _valid_text(reader: Reader, node: Node | None, check: Callable[[str], str]) -> str:
    if node is None:
        return ""
    try:
        return check(reader.scalar_text(node))
    except values.InvalidValue as error:
        reader.add(node.place, "invalid-value", error.phrase)
        return ""


def _digests(reader: Reader, node: Node | None) -> Mapping[str, str]:
    return (
        {}
        if node is None
        else {letter: _valid_digest(reader, digest) for letter, digest in reader.as_map(node).entries.items()}
    )


def _valid_digest(reader: Reader, node: Node | None) -> str:
    digest = reader.scalar_text(node)
    if isinstance(node, Scalar) and not is_digest(digest):
        reader.add(node.place, "invalid-value", Phrase("file-no-digest"))
    return digest


def with_entry(path: Path, before: str, entry: Approval) -> str:
    """Return the file of the decisions with one more; what stood there keeps its bytes, but for the head line.

    Raises CannotSave when it would not be read back so.
    """
    known, findings = read_approvals(str(path), before) if before else ((), ())
    head = _HEAD.sub(f"format: {FORMAT}", before, count=1) if known else f"format: {FORMAT}\napprovals:"
    text = head.rstrip("\n") + "\n" + entry_text(entry)
    again, more = read_approvals(str(path), text.encode(errors="surrogatepass"))
    if findings or more or again != (*known, entry):
        raise CannotSave("save-decision-lost", path=path)
    return text


def entry_text(approval: Approval) -> str:
    """Return the lines of one decision in the file, in its own format."""
    first, *more = _entry_lines(approval)
    return "\n".join([f"  - {first.lstrip()}", *more]) + "\n"


def _entry_lines(approval: Approval) -> Iterator[str]:
    """Yield the keys of an entry in the order of its record; what is empty is not written."""
    signature = "" if approval.merged else approval.signature
    for name, value in {**approval_record(approval), "signature": signature}.items():
        yield from _key_lines(4, name, value)


def _key_lines(indent: int, name: str, value: object) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, list):
        yield from record_lines(indent, name, value)
    elif isinstance(value, Mapping):
        yield f"{pad}{name}:"
        for key, inner in value.items():
            yield from _key_lines(indent + 2, key, inner)
    elif is_digest(str(value)):
        yield f'{pad}{name}: "{value}"'
    else:
        yield from prose_lines(indent, name, str(value))


def snapshot_names(folder: Path) -> tuple[str, ...]:
    """Return the names of what stands in the folder of what was approved, in alphabetical order.

    Hidden files, such as those of a save that a power cut stopped, and what systems leave are left out. Raises
    OSError when it is no folder of the dossier itself: a link to a folder elsewhere goes along with no copy.
    """
    approved = folder / FOLDER
    if not os.path.lexists(approved):
        return ()
    if approved.is_symlink() or not approved.is_dir():
        raise CannotUse("file-approved-link")
    with os.scandir(approved) as entries:
        return tuple(
            sorted(entry.name for entry in entries if not entry.name.startswith(".") and not is_litter(entry.name))
        )


def is_litter(name: str) -> bool:
    """Return whether a file, or the folder that it stands in, is one that a system leaves wherever somebody looked."""
    parts = name.casefold().split("/")
    return any(part in _LITTER or part.startswith("._") for part in parts)
