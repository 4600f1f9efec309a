"""Text of `law.yaml` to `Law`."""

import hashlib
from datetime import date

from iama.files.yamlfile import Node, Reader, Scalar
from iama.model.law import Fact, Law
from iama.model.questionnaire import LANGUAGES, Words

FORMAT = "iama-law/1"
_REQUIRED = ("cite", "title", "source", "verified", "certainty")
_OPTIONAL = ("url", "date", "number", "relative", "note")


def read_law(path: str, text: str) -> Law:
    """Return the legal facts in `text`; raises UnusableFile with every mistake."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "revision", "facts"))
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    facts = reader.map(fields["facts"]).entries if "facts" in fields else {}
    law = Law({id_: _fact(reader, id_, node) for id_, node in facts.items()}, hashlib.sha256(text.encode()).hexdigest())
    reader.finish()
    return law


def _fact(reader: Reader, id_: str, node: Node) -> Fact:
    fields = reader.fields(node, _REQUIRED, _OPTIONAL)
    certainty = fields.get("certainty", Scalar("low", node.place))
    return Fact(
        id=id_,
        cite=_words(reader, fields.get("cite")),
        title=_words(reader, fields.get("title")),
        source=reader.text(fields.get("source")),
        verified=_day(reader, fields.get("verified")),
        certainty=reader.one_of(certainty, ("high", "medium", "low"), "invalid-value"),
        url=reader.text(fields.get("url")),
        date=_day(reader, fields.get("date")),
        number=str(reader.whole(fields["number"], 0)) if "number" in fields else "",
        relative=reader.truth(fields["relative"], default=False) if "relative" in fields else None,
        note=_words(reader, fields.get("note")),
    )


def _words(reader: Reader, node: Node | None) -> Words:
    if node is None:
        return {}
    return {name: reader.text(value).strip() for name, value in reader.fields(node, LANGUAGES).items()}


def _day(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    try:
        return date.fromisoformat(reader.text(node)).isoformat()
    except ValueError:
        reader.add(node.place, "invalid-value", f"`{reader.text(node)}` is not a date", "write it as 2027-12-02")
        return ""
