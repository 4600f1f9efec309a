"""Text of `dpia.yaml` to the crosswalk: which chapter of a DPIA serves which question."""

from iama.files.calendarfile import filled_words
from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.crosswalk import WAYS, Chapter, Crosswalk, Element, Service
from iama.model.law import Law

FORMAT = "iama-crosswalk/1"
_LETTERS = tuple("abcdef")  # elements of Article 27(1)
_TOP = ("format", "revision", "earlier", "chapters", "serves", "elements")


def read_crosswalk(path: str, text: str) -> Crosswalk:
    """Return the crosswalk in `text`; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP[:-1], _TOP[-1:])
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    earlier = reader.as_map(fields["earlier"]).entries if "earlier" in fields else {}
    chapters = tuple(_chapter(reader, node) for node in reader.items(fields.get("chapters")))
    ids = [chapter.id for chapter in chapters]
    services = [_service(reader, node, ids) for node in reader.items(fields.get("serves"))]
    elements = [_element(reader, node, ids) for node in reader.items(fields.get("elements"))]
    reader.finish()
    return Crosswalk(
        chapters,
        {service.question: service for service in services},
        {chapter: reader.scalar_text(number) for chapter, number in earlier.items()},
        {element.letter: element for element in elements},
    )


def _chapter(reader: Reader, node: Node) -> Chapter:
    fields = reader.fields(node, ("id", "title"))
    return Chapter(reader.scalar_text(fields.get("id")), filled_words(reader, fields.get("title"), Law()))


def _service(reader: Reader, node: Node, chapters: list[str]) -> Service:
    fields = reader.fields(node, ("question", "chapters", "way"), ("add",))
    return Service(
        question=reader.scalar_text(fields.get("question")),
        chapters=tuple(reader.one_of(one, chapters, "invalid-value") for one in reader.items(fields.get("chapters"))),
        way=reader.one_of(fields["way"], WAYS, "invalid-value") if "way" in fields else "",
        add=filled_words(reader, fields.get("add"), Law()),
    )


def _element(reader: Reader, node: Node, chapters: list[str]) -> Element:
    fields = reader.fields(node, ("letter", "chapters", "add"), ("provider",))
    return Element(
        letter=reader.one_of(fields["letter"], _LETTERS, "invalid-value") if "letter" in fields else "",
        chapters=tuple(reader.one_of(one, chapters, "invalid-value") for one in reader.items(fields.get("chapters"))),
        add=filled_words(reader, fields.get("add"), Law()),
        provider=filled_words(reader, fields.get("provider"), Law()),
    )
