"""Text of `exchange/invulhulpen.yaml` to the form that it describes."""

from iama.files.reader import Reader
from iama.model.exchange import Form

FORMAT = "iama-exchange/1"
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
