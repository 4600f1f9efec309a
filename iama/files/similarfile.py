"""Text of `exchange/similar.yaml`: which answers can serve whoever uses the same product."""

from collections.abc import Mapping

from iama.files.reader import Reader

FORMAT = "iama-similar/1"


def read_generic(path: str, text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the questions about the product itself, by questionnaire (ref); raises UnusableFile."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "generic"))
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    entries = reader.as_map(fields["generic"]).entries if "generic" in fields else {}
    generic = {ref: reader.item_texts(node) for ref, node in entries.items()}
    reader.finish()
    return generic
