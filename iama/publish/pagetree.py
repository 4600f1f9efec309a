"""A page of HTML read back as a tree: elements, words, and where each link leads."""

from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from msgspec import Struct, field

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}  # with their level on paper, where the title is no heading
_VOID = {"br", "img", "meta", "link", "input", "hr", "wbr"}
_UNSEEN_TAGS = {"head", "style", "script", "title", "template"}
_UNSEEN_CLASSES = {"unseen", "skip"}


class Node(Struct):
    """An element of a page, or with an empty `tag` the words in `text`."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    text: str = ""
    label: str = ""  # the id by which links reach it

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def is_seen(self) -> bool:
        return self.tag not in _UNSEEN_TAGS and not _UNSEEN_CLASSES & set(self.classes)

    @property
    def is_drawing(self) -> bool:
        """Whether it is a drawing that says something, not a sign beside words that say the same."""
        return self.tag == "svg" and "aria-hidden" not in self.attributes

    def nodes(self) -> "Iterator[Node]":
        """Yield this node and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.nodes()

    def find(self, wanted: "Callable[[Node], bool]") -> "Node":
        """Return the first node in it that is wanted, else an empty one."""
        return next((node for node in self.nodes() if wanted(node)), Node())

    def words(self) -> str:
        """Return its words on one line, without what no reader sees."""
        return " ".join("".join(_each_text(self)).split())


def read_page(document: str) -> Node:
    """Return the tree of a page that our templates made."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return reader.root


def reached_labels(root: Node) -> Mapping[str, str]:
    """Return for every id the label that a link to it leads to, and write that label on the node that carries it.

    A label stands at the first heading, words or drawing of what has the id; one of them can be what several ids mean.
    """
    labels = _Labels()
    labels.visit(root)
    return labels.reached


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("html")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if tag == "html":
            self.root.attributes |= node.attributes
            return
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened = [node.tag for node in self.open]
        if tag in opened[1:]:
            del self.open[len(opened) - 1 - opened[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node(text=data))


class _Labels:
    def __init__(self) -> None:
        self.reached: dict[str, str] = {}
        self.pending: list[str] = []

    def visit(self, node: Node) -> None:
        if not node.is_seen:
            return
        whole = node.tag in HEADINGS or node.is_drawing
        self._await(node)
        if whole:
            for one in node.nodes():
                self._await(one)
        if self.pending and (whole or node.text.strip()):
            node.label = self.pending[0]
            self.reached.update(dict.fromkeys(self.pending, node.label))
            self.pending.clear()
        for child in () if whole else node.children:
            self.visit(child)

    def _await(self, node: Node) -> None:
        if node.id and node.id not in self.reached and node.id not in self.pending:
            self.pending.append(node.id)


def _each_text(node: Node) -> Iterator[str]:
    if node.is_seen:
        yield node.text
        for child in node.children:
            yield from _each_text(child)
