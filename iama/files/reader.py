"""Reads the nodes of a file by the shape that each must have, and gathers every mistake at its place."""

from collections.abc import Collection, Iterable, KeysView, Mapping
from functools import lru_cache

from msgspec import Struct, field

from iama.files.canonicalfile import parse_own_layout
from iama.files.nodes import Map, Node, Scalar, Sequence
from iama.files.plainnodes import CompiledText, nodes_from_json
from iama.model.problems import Finding, Level, Place, UnusableFile, misspelling_hint
from iama.model.text import escape_controls
from iama.words import Phrase, hint_of

_MAX_HINTS = 100  # each costs a millisecond, and a hostile file may misspell a hundred thousand words
_MAX_DIGITS = 18
_SHAPES: Mapping[type[Node], str] = {Scalar: "file-shape-text", Sequence: "file-shape-list", Map: "file-shape-keys"}


class Reader(Struct):
    """Reads nodes by expected shape and collects every finding on the way, in place of stopping at the first."""

    path: str
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        place: Place,
        code: str,
        message: Phrase | str,
        hint: Phrase | str | None = None,
        level: Level = Level.ERROR,
    ) -> None:
        """Note a finding; control characters and line ends in names from the file become visible.

        Without a `hint` it is that of the message, where the catalogues have one.
        """
        if hint is None:
            hint = (hint_of(message) if isinstance(message, Phrase) else None) or ""
        self.findings.append(Finding(place, code, _one_line_words(message), _one_line_words(hint), level))

    @property
    def sorted_findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the file."""
        return tuple(sorted(self.findings, key=lambda finding: finding.place))

    def finish(self) -> None:
        """Raise UnusableFile when an error was found."""
        if any(finding.level is Level.ERROR for finding in self.findings):
            raise UnusableFile(self.findings)

    def root(self, text: str | bytes) -> Map:
        """Return the map at the top of the file; an empty one, with a finding, when there is none."""
        if isinstance(text, CompiledText):
            return nodes_from_json(self.path, text)
        return parse_own_layout(self.path, text) or self._compose_root(text)

    def _compose_root(self, text: str | bytes) -> Map:
        from iama.files.yamlfile import compose

        node = compose(self.path, text, self.add)
        return Map({}, {}, Place(self.path, 1, 1)) if node is None else self.as_map(node)

    def as_map(self, node: Node) -> Map:
        if isinstance(node, Map):
            return node
        self._add_shape_finding(node, Map)
        return Map({}, {}, node.place)

    def fields(self, node: Node, required: Iterable[str] = (), optional: Iterable[str] = ()) -> Mapping[str, Node]:
        """Return the entries of a map; missing and unknown keys become findings, unknown ones are left out."""
        required, optional = tuple(required), tuple(optional)
        known = _known_keys(required, optional)
        record = self.as_map(node)
        if record is node and record.entries.keys() <= known and all(map(record.entries.__contains__, required)):
            return record.entries  # nothing to remark, as with nearly every map of nearly every file
        for key in record.entries:
            if key not in known:
                hint = self.spelling_hint(key, known, "file-known-keys")
                self.add(Place(*record.keys[key]), "unknown-key", Phrase("file-unknown-key", key=key), hint)
        if record is node:
            for key in required:
                if key not in record.entries:
                    self.add(node.place, "missing-key", Phrase("file-missing-key", key=key))
        return {key: value for key, value in record.entries.items() if key in known}

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """Return the items of a list; none for an absent or empty value."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return ()
        if isinstance(node, Sequence):
            return node.items
        self._add_shape_finding(node, Sequence)
        return ()

    def scalar_text(self, node: Node | None) -> str:
        """Return the text of a scalar; empty for an absent one."""
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text
        self._add_shape_finding(node, Scalar)
        return ""

    def item_texts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.scalar_text(item) for item in self.items(node))

    def whole_number(self, node: Node | None, default: int) -> int:
        """Return a whole number."""
        if node is None:
            return default
        text = self.scalar_text(node)
        if text.isdecimal() and len(text) <= _MAX_DIGITS:
            return int(text)
        self.add(node.place, "invalid-value", Phrase("file-no-whole-number", word=text[:60]))
        return default

    def truth(self, node: Node | None, default: bool) -> bool:
        """Return whether a scalar says `true` or `yes`."""
        if node is None:
            return default
        word = self.one_of(node, ("true", "false", "yes", "no"), "invalid-value")
        return word in ("true", "yes")

    def one_of(self, node: Node, known: Collection[str], code: str) -> str:
        """Return the word of a scalar that must be one of `known`; the first of those when it is not."""
        word = self.scalar_text(node)
        if word in known:
            return word
        hint = self.spelling_hint(word, known, "file-use-one-of")
        self.add(node.place, code, Phrase("file-not-possible", word=word[:60]), hint)
        return next(iter(known))

    def spelling_hint(self, word: str, known: Iterable[str], lead: str = "") -> Phrase | str:
        """Return "did you mean `x`?" for a likely misspelling, else the text `lead` with every word that is known."""
        if len(self.findings) >= _MAX_HINTS:
            return ""
        return misspelling_hint(word, known) or (Phrase(lead, words=list(known)) if lead else "")

    def _add_shape_finding(self, node: Node, wanted: type[Node]) -> None:
        shapes = Phrase(_SHAPES[wanted]), Phrase(_SHAPES[type(node)])
        self.add(node.place, "invalid-value", Phrase("file-expected", wanted=shapes[0], found=shapes[1]))


@lru_cache(maxsize=100)
def _known_keys(required: tuple[str, ...], optional: tuple[str, ...]) -> KeysView[str]:
    return dict.fromkeys((*required, *optional)).keys()


def comments_in(text: str) -> Mapping[int, str]:
    """Return the comments in a file in which we write none, by line number; the text must be readable."""
    if "#" not in text:
        return {}
    from iama.files.yamlfile import comments

    return comments(text)


def _one_line_words(words: Phrase | str) -> Phrase | str:
    return words.with_each(_on_one_line) if isinstance(words, Phrase) else _on_one_line(words)


def _on_one_line(text: str) -> str:
    return escape_controls(text).replace("\n", "\\n")
