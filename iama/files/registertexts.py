"""The final texts for the Algorithm Register: the text of `register.yaml` in a dossier to values and back."""

from collections.abc import Iterator, Mapping

from iama.files.dossierfile import check_format
from iama.files.layout import prose_lines, record_lines
from iama.files.nodes import Node, Scalar
from iama.files.reader import Reader
from iama.model.problems import Finding
from iama.model.register import FinalText
from iama.model.values import InvalidValue, keepable_text

NAME = "register.yaml"
FORMAT = "iama-register-texts/1"
Texts = Mapping[str, FinalText]


def read_final_texts(path: str, text: str | bytes) -> tuple[Texts, tuple[Finding, ...]]:
    """Return the final texts by field of the register, with every finding."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format",), ("fields",))
    check_format(reader, fields.get("format"), FORMAT)
    nodes = _nodes(reader, fields.get("fields"))
    return {key: _final_text(reader, node) for key, node in nodes.items()}, reader.sorted_findings


def _nodes(reader: Reader, node: Node | None) -> Mapping[str, Node]:
    if node is None or (isinstance(node, Scalar) and node.null):
        return {}
    return reader.as_map(node).entries


def _final_text(reader: Reader, node: Node) -> FinalText:
    fields = reader.fields(node, ("text",), ("date", "from"))
    answers = [reader.fields(item, ("answer", "seen")) for item in reader.items(fields.get("from"))]
    return FinalText(
        _kept_text(reader, fields.get("text")),
        reader.scalar_text(fields.get("date")),
        {reader.scalar_text(one.get("answer")): reader.scalar_text(one.get("seen")) for one in answers},
    )


def _kept_text(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    try:
        return keepable_text(reader.scalar_text(node))
    except InvalidValue as error:
        reader.add(node.place, "invalid-value", error.phrase)
        return ""


def write_final_texts(texts: Texts) -> str:
    """Return the file of final texts, in the order that they have."""
    lines = [f"format: {FORMAT}", "fields:"]
    for key, one in texts.items():
        lines += [f"  {key}:", *_final_lines(one)]
    return "\n".join(lines) + "\n"


def _final_lines(one: FinalText) -> Iterator[str]:
    yield from prose_lines(4, "text", one.text)
    yield from prose_lines(4, "date", one.date)
    yield from record_lines(4, "from", [{"answer": name, "seen": digest} for name, digest in one.seen.items()])
