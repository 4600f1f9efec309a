"""Text of `algoritmekader.yaml` to the Algoritmekader: its requirements, its measures, and where they belong."""

from collections.abc import Collection, Mapping

from iama.files.calendarfile import filled_words, read_condition
from iama.files.nodes import Map, Node
from iama.files.reader import Reader
from iama.model.kader import Kader, Link, Measure, Requirement, Source
from iama.model.law import Law

FORMAT = "iama-kader/1"
_LISTS = ("requirements", "measures")
_BY_TREE = ("questions", "flags", "parts")
_TOP = ("format", "revision", "source", *_LISTS, "binds", "outside", *_BY_TREE, "duties")


def read_kader(path: str, text: str) -> Kader:
    """Return the Algoritmekader in `text`; raises UnusableFile with every mistake, such as a code that it has not."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP)
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    source = reader.fields(fields["source"], Source.__struct_fields__) if "source" in fields else {}
    measures = {
        code: _measure(reader, code, node) for code, node in _entries_of_map(reader, fields.get("measures")).items()
    }
    requirements = _requirements(reader, fields)
    links = _Links(reader, requirements, measures)
    kader = Kader(
        source=Source(**{name: reader.scalar_text(node) for name, node in source.items()}),
        requirements=requirements,
        measures=measures,
        duties=links.read(fields.get("duties")),
        **{kind: links.read_by_tree(fields.get(kind)) for kind in _BY_TREE},
    )
    reader.finish()
    return kader


def _entries_of_map(reader: Reader, node: Node | None) -> Mapping[str, Node]:
    return reader.as_map(node).entries if node else {}


def _measure(reader: Reader, code: str, node: Node) -> Measure:
    fields = reader.fields(node, ("title", "page"), ("controls",))
    title, page = filled_words(reader, fields.get("title"), Law()), reader.scalar_text(fields.get("page"))
    return Measure(code, title, page, reader.item_texts(fields.get("controls")))


def _requirements(reader: Reader, fields: Mapping[str, Node]) -> dict[str, Requirement]:
    """Return every requirement with whom it binds."""
    nodes = _entries_of_map(reader, fields.get("requirements"))
    conditions: dict[str, str] = {}
    for group in reader.items(fields.get("binds")):
        keys = reader.fields(group, ("when", "requirements"))
        read_condition(reader, keys.get("when"))  # a mistake in it is told here
        when = reader.scalar_text(keys.get("when"))
        conditions |= dict.fromkeys(_codes(reader, keys.get("requirements"), nodes), when)
    outside = _codes(reader, fields.get("outside"), nodes)
    return {
        code: _requirement(reader, code, node, conditions.get(code, ""), outside=code in outside)
        for code, node in nodes.items()
    }


def _requirement(reader: Reader, code: str, node: Node, when: str, *, outside: bool) -> Requirement:
    fields = reader.fields(node, ("title", "page"))
    title, page = filled_words(reader, fields.get("title"), Law()), reader.scalar_text(fields.get("page"))
    return Requirement(code, title, page, when, outside)


def _codes(reader: Reader, node: Node | None, known: Collection[str]) -> tuple[str, ...]:
    return tuple(reader.one_of(item, list(known), "invalid-value") for item in reader.items(node))


class _Links:
    """Reads links, whose codes must be those of the framework."""

    def __init__(self, reader: Reader, requirements: Collection[str], measures: Collection[str]) -> None:
        self.reader = reader
        self.requirements = requirements
        self.measures = measures

    def read_by_tree(self, node: Node | None) -> dict[str, Link]:
        """Return the links below each reference, as `iama-2.0/goal`."""
        trees = _entries_of_map(self.reader, node)
        return {f"{ref}/{id_}": link for ref, below in trees.items() for id_, link in self.read(below).items()}

    def read(self, node: Node | None) -> dict[str, Link]:
        nodes = _entries_of_map(self.reader, node)
        return {id_: self._link_of_node(one, nodes) for id_, one in nodes.items()}

    def _link_of_node(self, node: Node, around: Mapping[str, Node]) -> Link:
        if isinstance(node, Map) and "as" in node.entries:
            other = self.reader.one_of(self.reader.fields(node, ("as",))["as"], list(around), "invalid-value")
            return self._link_of_node(around[other], {}) if other in around else Link()
        fields = self.reader.fields(node, (), (*_LISTS, "why"))
        requirements = _codes(self.reader, fields.get("requirements"), self.requirements)
        measures = _codes(self.reader, fields.get("measures"), self.measures)
        why = {
            code: filled_words(self.reader, words, Law())
            for code, words in _entries_of_map(self.reader, fields.get("why")).items()
        }
        return Link(requirements, measures, why)
