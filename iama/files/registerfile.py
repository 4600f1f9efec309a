"""Text of `register-1.0.yaml`, the mapping from answers to the fields of a register, to `Register`."""

from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.model.register import Feed, Field, ImpactTest, Kind, Register
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-register/1"
_TOP = ("format", "standard", "revision", "title", "fields")
_TOP_OPTIONAL = ("source", "tests", "withheld", "disputed", "found", "address")
_FIELD = ("key", "label", "kind")
_FIELD_OPTIONAL = (
    *("schema", "limit", "aim", "html", "plain", "required", "shown", "most", "value", "from", "also"),
    *("asks", "example"),
)
_TOLD = ("says", "begun", "undecided", "changed")  # what the explanation says of a test, by how far it has come
_SOURCE = ("title", "url", "verified")


def read_register(path: str, text: str) -> Register:
    """Return the standard in `text`; raises UnusableFile with every mistake."""
    reader = Reader(path)
    top = reader.fields(reader.root(text), _TOP, _TOP_OPTIONAL)
    if "format" in top:
        reader.one_of(top["format"], (FORMAT,), "invalid-value")
    register = Register(
        standard=reader.scalar_text(top.get("standard")),
        revision=reader.whole_number(top.get("revision"), 0),
        title=_words_or_one_text(reader, top.get("title")),
        fields=tuple(_register_field(reader, node) for node in reader.items(top.get("fields"))),
        tests=tuple(_test(reader, node) for node in reader.items(top.get("tests"))),
        withheld=_words_or_one_text(reader, top.get("withheld")),
        disputed=_words_or_one_text(reader, top.get("disputed")),
        found=_words_or_one_text(reader, top.get("found")),
        address=_words_or_one_text(reader, top.get("address")),
        source={name: reader.scalar_text(node) for name, node in _source_nodes(reader, top.get("source")).items()},
    )
    _unique(reader, top.get("fields"))
    reader.finish()
    return register


def _source_nodes(reader: Reader, node: Node | None) -> dict[str, Node]:
    return dict(reader.fields(node, _SOURCE)) if node else {}


def _register_field(reader: Reader, node: Node) -> Field:
    fields = reader.fields(node, _FIELD, _FIELD_OPTIONAL)
    kind = reader.one_of(fields["kind"], tuple(Kind), "invalid-value") if "kind" in fields else Kind.NONE
    limit, aim = _optional_size(reader, fields.get("limit")), _optional_size(reader, fields.get("aim"))
    if aim is not None and (limit is None or aim > limit):
        reader.add(fields["aim"].place, "invalid-value", Phrase("file-aim"))
    return Field(
        key=reader.scalar_text(fields.get("key")),
        label=reader.scalar_text(fields.get("label")),
        kind=Kind(kind),
        schema=reader.scalar_text(fields.get("schema")),
        limit=limit,
        aim=aim if aim is not None else limit,
        html=reader.truth(fields.get("html"), default=False),
        plain=reader.truth(fields.get("plain"), default=False),
        asks=_words_or_one_text(reader, fields.get("asks")),
        example=reader.scalar_text(fields.get("example")).strip(),
        required=reader.truth(fields.get("required"), default=False),
        shown=reader.truth(fields.get("shown"), default=False),
        most=_optional_size(reader, fields.get("most")),
        value=reader.scalar_text(fields.get("value")),
        feeds=tuple(_feed(reader, item) for item in reader.items(fields.get("from"))),
        also=tuple(_answer_source(reader, item) for item in reader.items(fields.get("also"))),
    )


def _optional_size(reader: Reader, node: Node | None) -> int | None:
    return reader.whole_number(node, 0) if node else None


def _feed(reader: Reader, node: Node) -> Feed:
    """Read a source: `iama/goal`, or a map with `source`, and `lead` or `values`."""
    if isinstance(node, Scalar):
        return Feed(_answer_source(reader, node))
    fields = reader.fields(node, ("source",), ("lead", "values"))
    values = reader.as_map(fields["values"]).entries if "values" in fields else {}
    return Feed(
        source=_answer_source(reader, fields["source"]) if "source" in fields else "",
        lead=_words_or_one_text(reader, fields.get("lead")),
        values={word: _words_or_one_text(reader, text) for word, text in values.items()},
    )


def _answer_source(reader: Reader, node: Node) -> str:
    source = reader.scalar_text(node)
    questionnaire, slash, question = source.partition("/")
    if not (questionnaire and slash and question):
        reader.add(node.place, "invalid-value", Phrase("file-no-answer", source=source))
    return source


def _test(reader: Reader, node: Node) -> ImpactTest:
    fields = reader.fields(node, ("title",), ("assessment", "done", "link", "reviewed", "kept", *_TOLD))
    return ImpactTest(
        title=reader.scalar_text(fields.get("title")),
        assessment=reader.scalar_text(fields.get("assessment")),
        done=_feed(reader, fields["done"]) if "done" in fields else None,
        link=_feed(reader, fields["link"]) if "link" in fields else None,
        told={name: _words_or_one_text(reader, fields.get(name)) for name in _TOLD},
        reviewed=_words_or_one_text(reader, fields.get("reviewed")),
        kept=_words_or_one_text(reader, fields.get("kept")),
    )


def _words_or_one_text(reader: Reader, node: Node | None) -> Words:
    """Return a text in both languages, or one text that is the same in each."""
    if node is None:
        return {}
    if isinstance(node, Map):
        return {name: reader.scalar_text(value).strip() for name, value in reader.fields(node, FULL, LANGUAGES).items()}
    return dict.fromkeys(LANGUAGES, reader.scalar_text(node).strip())


def _unique(reader: Reader, fields: Node | None) -> None:
    """Every field has a key of its own."""
    first: dict[str, int] = {}
    for node in reader.items(fields):
        key = node.entries.get("key") if isinstance(node, Map) else None
        if not isinstance(key, Scalar):
            continue
        if key.text in first:
            message = Phrase("file-key-twice", key=key.text, line=first[key.text])
            reader.add(key.place, "duplicate-key", message)
        first.setdefault(key.text, key.place.line)
