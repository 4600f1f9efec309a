"""YAML text to nodes that know their place; the one owner of PyYAML.

A strict, small YAML: maps, lists and scalars as written. No anchors, aliases, tags, duplicate keys or
second document; at most 5 MB, 64 levels and 100,000 values. Every mistake becomes a finding with line and column.
Files of others may repeat what they named (`aliases`): that is the same node again, never a copy.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Never

import yaml

from iama.files.nodes import Map, Node, Scalar, Sequence, yaml_lines
from iama.model.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from iama.model.problems import Level, Place
from iama.model.text import invisible_signs
from iama.words import Phrase

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?\r?$", re.MULTILINE)  # our own lines are indented
_MOST_CONFLICTS = 10  # told in one file; a stranger must not keep the reader busy
_MOST_INVISIBLE = 10
_TOO_DEEP = Phrase("file-deep", limit=MAX_DEPTH)
AddFinding = Callable[..., None]  # place, code, what is wrong; and a level that is no error
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The text cannot be read any further; a finding has been added."""


def compose(path: str, content: str | bytes, add: AddFinding, *, aliases: bool = False) -> Node | None:
    """Return the node at the top of the file `path`; None when it cannot be read. `add` notes every finding."""
    try:
        return _Composer(path, _acceptable(path, content, add), add, aliases=aliases).compose_document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        add(_place_of_error(path, error), *_mistake(error))
        return None


def _place_of_error(path: str, error: yaml.MarkedYAMLError) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)


def _mistake(error: yaml.MarkedYAMLError) -> tuple[str, Phrase]:
    # libyaml reads ahead: since 0.2.6 it may come upon its own limit of 1000 levels before we come upon ours
    if "nesting depth" in (error.problem or ""):
        return "unsafe-yaml", _TOO_DEEP
    return "unreadable-file", Phrase("file-no-yaml", reason=error.problem or error.context)


def _acceptable(path: str, content: str | bytes, add: AddFinding) -> str:
    """Return the text that may be parsed; raises _Stop with a finding when there is none."""
    if len(content) > MAX_BYTES:
        size = Phrase("file-large", size=len(content), limit=MAX_BYTES)
        add(Place(path), "unsafe-yaml", size)
        raise _Stop
    text = content if isinstance(content, str) else _decode_utf8(path, content, add)
    if odd := _UNPRINTABLE.search(text):
        place = _place_at_offset(path, text, odd.start())
        add(place, "unreadable-file", Phrase("file-character", character=f"U+{ord(odd[0]):04X}"))
        raise _Stop
    marks = list(_CONFLICT.finditer(text))
    line, end = 1, 0
    for mark in [mark for mark in marks if mark[0].startswith("<")][:_MOST_CONFLICTS] or marks[:1]:
        line, end = line + len(yaml_lines(text[end : mark.start()])) - 1, mark.start()
        place = Place(path, line, 1)
        add(place, "conflict-markers", Phrase("file-conflict"))
    if marks:
        raise _Stop
    return text


def _decode_utf8(path: str, content: bytes, add: AddFinding) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_at_offset(path, content[: error.start].decode("utf-8-sig"), error.start)
        add(place, "unreadable-file", Phrase("file-no-utf8"))
        raise _Stop from error


def _place_at_offset(path: str, text: str, offset: int) -> Place:
    *before, last = yaml_lines(text[:offset])
    return Place(path, len(before) + 1, len(last) + 1)


class _Composer:
    """Builds nodes from parser events, one at a time: PyYAML's own composer would recurse in C on hostile depth."""

    def __init__(self, path: str, text: str, add: AddFinding, *, aliases: bool) -> None:
        self._path = path
        self._add = add
        self._named: dict[str, Node] | None = {} if aliases else None
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._nodes = 0
        self._invisible = 0

    def compose_document(self) -> Node | None:
        self._next_event()  # the start of the stream
        if isinstance(self._next_event(), yaml.StreamEndEvent):
            self._add(Place(self._path, 1, 1), "unreadable-file", Phrase("file-empty"))
            return None
        node = self._node(self._next_event(), 1)
        self._next_event()
        if not isinstance(after := self._next_event(), yaml.StreamEndEvent):
            self._refuse_event(after, Phrase("file-second-document"))
        return node

    def _next_event(self) -> Any:
        return next(self._events)

    def _event_place(self, event: Any) -> Place:
        return Place(self._path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_event(self, event: Any, message: Phrase) -> Never:
        self._add(self._event_place(event), "unsafe-yaml", message)
        raise _Stop

    def _node(self, event: Any, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse_event(event, Phrase("file-many-values", limit=MAX_NODES))
        if depth > MAX_DEPTH:
            self._refuse_event(event, _TOO_DEEP)
        if isinstance(event, yaml.AliasEvent):
            if not self._named or event.anchor not in self._named:  # one within itself has no end
                self._refuse_event(event, Phrase("file-alias"))
            return self._named[event.anchor]
        if event.anchor is not None and self._named is None:
            self._refuse_event(event, Phrase("file-anchor"))
        if event.tag is not None:
            self._refuse_event(event, Phrase("file-tag"))
        node = self._content(event, depth)
        if event.anchor is not None and self._named is not None:
            self._named[event.anchor] = node
        return node

    def _content(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._item_nodes(depth)), self._event_place(event))
        return self._compose_map(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        place = self._event_place(event)
        if self._invisible < _MOST_INVISIBLE and (sign := next(invisible_signs(event.value), "")):
            self._invisible += 1
            message = Phrase("file-invisible", character=f"U+{ord(sign):04X}")
            self._add(place, "invisible-text", message, level=Level.WARNING)
        return Scalar(event.value, place, not event.style)

    def _item_nodes(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next_event(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _compose_map(self, start: Any, depth: int) -> Map:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := self._next_event(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next_event(), depth + 1)
            if not isinstance(key, Scalar):
                self._add(key.place, "invalid-value", Phrase("file-key-no-word"))
            elif key.text in entries:
                first = keys[key.text].line
                message = Phrase("file-key-twice", key=key.text, line=first)
                self._add(key.place, "duplicate-key", message)
            else:
                entries[key.text], keys[key.text] = value, key.place
        return Map(entries, keys, self._event_place(start))


def comments(text: str) -> dict[int, str]:
    """Return the comments in `text` by line number, counted from 1; `#` inside a value is no comment.

    The text must be readable: `Reader.root` was run on it without a finding.
    """
    inside: set[int] = set()  # lines on which a value goes on to the next line
    after: dict[int, int] = {}  # where the last value on a line ends
    for event in yaml.parse(text, Loader=_LOADER):
        if not isinstance(event, yaml.ScalarEvent):
            continue
        start, end = _marks(event)
        if event.style in ("|", ">"):
            inside.update(range(start.line + 1, end.line + (end.column > 0)))
            after[start.line] = start.column + 1
        else:
            inside.update(range(start.line, end.line))
            after[end.line] = max(after.get(end.line, 0), end.column)
    comments = {}
    for number, line in enumerate(yaml_lines(text)):
        rest = line[after.get(number, 0) :]
        if number not in inside and "#" in rest:
            comments[number + 1] = rest[rest.index("#") :].strip()
    return comments


def _marks(event: Any) -> tuple[Any, Any]:
    return event.start_mark, event.end_mark
