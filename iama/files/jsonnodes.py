"""JSON text to nodes that know their place, read as JSON: `"\\ud83d\\ude00"` is one sign, and a key stands once."""

import json
import re

from iama.files.nodes import Map, Node, Scalar, Sequence, Where
from iama.files.reader import Reader
from iama.model.limits import MAX_DEPTH, MAX_NODES
from iama.model.problems import Level, Place, reason_of
from iama.model.strangejson import StrangeJson, parse_strange_json
from iama.model.text import invisible_signs
from iama.words import Phrase

_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_TWICE = "json-twice"  # told by us, with its place
_MOST_INVISIBLE = 10


class _Stop(Exception):
    """The text cannot be read any further; a finding has been added."""


def is_json(path: str, content: bytes) -> bool:
    """Whether a file is JSON: by its name, or because all of it reads as such; `{goal: x}` is YAML."""
    if path.lower().endswith(".json"):
        return True
    plain = content.removeprefix(_BOM)
    try:
        return plain.lstrip().startswith(b"{") and isinstance(parse_strange_json(plain), dict)
    except StrangeJson:
        return True  # for `json_root` to refuse
    except ValueError:
        return False


def json_root(reader: Reader, content: bytes) -> Map:
    """Return the map at the top of JSON; an empty one, with a finding, when it cannot be read."""
    nothing = Map({}, {}, (reader.path, 1, 1))
    plain = content.removeprefix(_BOM)
    try:
        parse_strange_json(plain)
    except StrangeJson as error:
        if error.phrase.key != _TWICE:
            reader.add(Place(reader.path), "unsafe-yaml", Phrase("file-bad-json", reason=reason_of(error)))
            return nothing
    except UnicodeDecodeError:
        reader.add(Place(reader.path), "unreadable-file", Phrase("file-no-utf8"))
        return nothing
    except json.JSONDecodeError as error:
        place = Place(reader.path, error.lineno, error.colno)
        reader.add(place, "unreadable-file", Phrase("file-no-json", reason=error.msg))
        return nothing
    try:
        return reader.as_map(_Composer(reader, plain.decode()).node(1))
    except _Stop:
        return nothing


class _Composer:
    """Builds nodes from the words of text that is known to be JSON."""

    def __init__(self, reader: Reader, text: str) -> None:
        self._reader = reader
        self._text = text
        self._tokens = _TOKEN.finditer(text)
        self._line, self._line_start, self._seen = 1, 0, 0
        self._nodes = self._invisible = 0

    def node(self, depth: int) -> Node:
        """Return the next value."""
        word, where = self._next_token()
        return self._node_of(word, where, depth)

    def _next_token(self) -> tuple[str, Where]:
        match = next(self._tokens)
        start = match.start()
        if lines := self._text.count("\n", self._seen, start):
            self._line += lines
            self._line_start = self._text.rindex("\n", self._seen, start) + 1
        self._seen = start
        return match[0], (self._reader.path, self._line, start - self._line_start + 1)

    def _node_of(self, word: str, where: Where, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            message = (
                Phrase("file-deep", limit=MAX_DEPTH)
                if depth > MAX_DEPTH
                else Phrase("file-many-values", limit=MAX_NODES)
            )
            self._reader.add(Place(*where), "unsafe-yaml", message)
            raise _Stop
        if word == "{":
            return self._map(where, depth)
        if word == "[":
            return Sequence(tuple(self._item_nodes(depth)), where)
        return self._scalar(word, where)

    def _item_nodes(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while (found := self._next_token())[0] != "]":
            if found[0] != ",":
                items.append(self._node_of(*found, depth + 1))
        return items

    def _map(self, where: Where, depth: int) -> Map:
        entries: dict[str, Node] = {}
        keys: dict[str, Where] = {}
        while (found := self._next_token())[0] != "}":
            if found[0] == ",":
                continue
            key = str(json.loads(found[0]))
            self._next_token()  # the colon
            value = self.node(depth + 1)
            if key in entries:
                message = Phrase("file-key-twice", key=key, line=keys[key][1])
                self._reader.add(Place(*found[1]), "duplicate-key", message)
            else:
                entries[key], keys[key] = value, found[1]
        return Map(entries, keys, where)

    def _scalar(self, word: str, where: Where) -> Scalar:
        if not word.startswith('"'):
            return Scalar("" if word == "null" else word, where)
        text = str(json.loads(word))
        if self._invisible < _MOST_INVISIBLE and (sign := next(invisible_signs(text), "")):
            self._invisible += 1
            message = Phrase("file-invisible", character=f"U+{ord(sign):04X}")
            self._reader.add(Place(*where), "invisible-text", message, level=Level.WARNING)
        return Scalar(text, where, plain=False)
