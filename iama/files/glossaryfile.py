"""Text of `glossary.yaml` to terms in plain language."""

from collections.abc import Mapping

from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.glossary import Glossary, Term
from iama.words import FULL, LANGUAGES

FORMAT = "iama-glossary/1"
_SPOKEN = ("term", "means")
_SPOKEN_OPTIONAL = ("also", "not")


def read_glossary(path: str, text: str) -> Glossary:
    """Return the glossary in `text`; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "terms"))
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    terms = tuple(_term(reader, node) for node in reader.items(fields.get("terms")))
    reader.finish()
    return Glossary(terms)


def _term(reader: Reader, node: Node) -> Term:
    fields = reader.fields(node, ("id", *FULL), ("from", "at", *LANGUAGES))
    spoken = {language: _spoken(reader, fields[language]) for language in LANGUAGES if language in fields}
    source = reader.fields(fields["from"], FULL, LANGUAGES) if "from" in fields else {}
    return Term(
        id=reader.scalar_text(fields.get("id")),
        name={language: reader.scalar_text(one.get("term")) for language, one in spoken.items()},
        means={language: reader.scalar_text(one.get("means")) for language, one in spoken.items()},
        also={language: reader.item_texts(one.get("also")) for language, one in spoken.items()},
        avoided={language: reader.item_texts(one.get("not")) for language, one in spoken.items()},
        source={language: reader.scalar_text(one) for language, one in source.items()},
        at=reader.item_texts(fields.get("at")),
    )


def _spoken(reader: Reader, node: Node) -> Mapping[str, Node]:
    return reader.fields(node, _SPOKEN, _SPOKEN_OPTIONAL)
