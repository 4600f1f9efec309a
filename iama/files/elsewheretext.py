"""Assessments that were done elsewhere: the text of `elsewhere.yaml` in a dossier to values and back."""

import re
from collections.abc import Iterable

from iama.files.dossierfile import check_format
from iama.files.layout import record_lines
from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.elsewhere import FILE, Elsewhere
from iama.model.problems import Finding
from iama.model.values import InvalidValue, iso_day, keepable_text
from iama.words import Phrase

NAME = FILE
FORMAT = "iama-elsewhere/1"
_DAYS = ("decided", "recorded", "review")
_MUST = ("instrument", "decided", "body", "file", "sha256", "recorded", "review")
_REF = re.compile(r"[a-z][a-z0-9-]*-[0-9.]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
WEB = re.compile(r"https://\S+")


def read_elsewhere(path: str, text: str | bytes) -> tuple[tuple[Elsewhere, ...], tuple[Finding, ...]]:
    """Return what was done elsewhere, with every finding."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "assessments"))
    check_format(reader, fields.get("format"), FORMAT)
    records = [_record_of_node(reader, node) for node in reader.items(fields.get("assessments"))]
    return tuple(one for one in records if one), reader.sorted_findings


def _record_of_node(reader: Reader, node: Node) -> Elsewhere | None:
    before = len(reader.findings)
    fields = reader.fields(node, _MUST, ("public-url",))
    texts = {name: _text_of_key(reader, name, one) for name, one in fields.items()}
    if len(reader.findings) > before:
        return None
    return Elsewhere(**{name.replace("-", "_"): text for name, text in texts.items()})


def _text_of_key(reader: Reader, name: str, node: Node) -> str:
    """Return the text of a key; one that is empty or has another form becomes a finding."""
    word = reader.scalar_text(node)
    form = {"instrument": _REF, "sha256": _DIGEST, "public-url": WEB}.get(name)
    try:
        kept = iso_day(word) if name in _DAYS else keepable_text(word)
    except InvalidValue as error:
        reader.add(node.place, "invalid-value", error.phrase)
        return ""
    if not kept or (form and not form.fullmatch(kept)):
        reader.add(node.place, "invalid-value", Phrase("file-not-possible", word=word[:60]))
    return kept


def write_elsewhere(records: Iterable[Elsewhere]) -> str:
    """Return the file of what was done elsewhere."""
    texts = (
        {name: getattr(one, name) for name in _MUST} | ({"public-url": one.public_url} if one.public_url else {})
        for one in records
    )
    return "\n".join([f"format: {FORMAT}", *record_lines(0, "assessments", texts)]) + "\n"
