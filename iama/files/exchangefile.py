"""Text of `exchange/invulhulpen.yaml` and `exchange/task-registry.yaml` to the forms that they describe."""

from collections.abc import Mapping

from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.cards import CardFormat, Fact
from iama.model.exchange import Form

FORMAT = "iama-exchange/1"
CARDS = "iama-cards/1"
_TOP = ("format", "urn", "schema", "questionnaire", "lists", "values")


def read_form(path: str, text: str) -> Form:
    """Return how a web form keeps an assessment; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP)
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    lists = reader.as_map(fields["lists"]).entries if "lists" in fields else {}
    values: dict[str, dict[str, str]] = {}
    for node in reader.items(fields.get("values")):
        record = reader.fields(node, ("questions", "codes"))
        codes = reader.as_map(record["codes"]).entries if "codes" in record else {}
        ours = {theirs: reader.scalar_text(code) for theirs, code in codes.items()}
        values |= dict.fromkeys(reader.item_texts(record.get("questions")), ours)
    urn, schema, questionnaire = (reader.scalar_text(fields.get(name)) for name in _TOP[1:4])
    reader.finish()
    return Form(urn, schema, questionnaire, {id_: reader.scalar_text(one) for id_, one in lists.items()}, values)


def read_card_format(path: str, text: str) -> CardFormat:
    """Return how the cards of the task registry keep things; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    names = ("urn", "schema", "questionnaire")
    fields = reader.fields(reader.root(text), ("format", *names, "misprints", "facts", "words"))
    if "format" in fields:
        reader.one_of(fields["format"], (CARDS,), "invalid-value")
    words = {number: frozenset(given.split()) for number, given in _texts(reader, fields.get("words")).items()}
    facts = tuple(_fact(reader, node) for node in reader.items(fields.get("facts")))
    urn, schema, questionnaire = (reader.scalar_text(fields.get(name)) for name in names)
    reader.finish()
    return CardFormat(urn, schema, questionnaire, _texts(reader, fields.get("misprints")), words, facts)


def _fact(reader: Reader, node: Node) -> Fact:
    record = reader.fields(node, ("key", "question"), ("read", "write", "only-read"))
    key, question = (reader.scalar_text(record.get(name)) for name in ("key", "question"))
    read, write = (_texts(reader, record.get(name)) for name in ("read", "write"))
    return Fact(key, question, read, write, reader.truth(record.get("only-read"), default=False))


def _texts(reader: Reader, node: Node | None) -> Mapping[str, str]:
    """Return a map of texts; an empty one where it is not there."""
    return {key: reader.scalar_text(one) for key, one in reader.as_map(node).entries.items()} if node else {}
