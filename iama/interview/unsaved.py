"""What is typed for the question at hand and is not saved yet: on a shelf meanwhile, and offered when asked again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from msgspec import Struct, field


class Left(Protocol):
    """What was left at a place: the words of each field, and when they were typed (local time)."""

    @property
    def fields(self) -> Mapping[str, str]: ...

    @property
    def at(self) -> str: ...


class Shelf(Protocol):
    """Where drafts stay while and after a sitting."""

    def find(self, place: str) -> Left | None:
        """Return what was typed for a place and not saved, unless another sitting is at it."""

    def keep(self, place: str, fields: Mapping[str, str]) -> None:
        """Put what was typed for a place on the shelf within half a second; without words it is taken away."""

    def flush(self) -> bool:
        """Put everything on the shelf now, and return whether it stands there."""


class InMemory:
    """A shelf that lasts as long as the program."""

    def __init__(self) -> None:
        self.drafts: dict[str, Mapping[str, str]] = {}

    def find(self, place: str) -> Left | None:
        return Found(self.drafts[place]) if place in self.drafts else None

    def keep(self, place: str, fields: Mapping[str, str]) -> None:
        self.drafts = {**self.drafts, place: fields}
        if not fields:
            del self.drafts[place]

    def flush(self) -> bool:
        return True


class Found(Struct, frozen=True):
    """What a shelf had."""

    fields: Mapping[str, str]
    at: str = ""


class Unsaved(Struct):
    """The words of every field of the question at hand, as they were typed; fields go by a name."""

    shelf: Shelf = field(default_factory=InMemory)
    place: str = ""
    about: str = ""  # the place as people call it
    words: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)  # what stood in a field when it was first asked
    at: str = ""  # when what was found was typed
    now: str = ""  # the field that is being typed in
    last: str = ""  # the field that was asked last

    def begin(self, place: str) -> str:
        """Turn to a place, with what was left there; return when that was typed, empty when nothing was."""
        self.now, self.saved, self.at = "", {}, ""
        if place != self.place:
            left = self.shelf.find(place)
            self.place, self.words, self.at = place, dict(left.fields) if left else {}, left.at if left else ""
        return self.at

    def enter(self, name: str, current: str) -> str:
        """Turn to a field, and return the words that it begins with in place of what stands there."""
        self.now = self.last = name
        self.saved.setdefault(name, current)
        return self.words.get(name, "")

    def type(self, words: str) -> bool:
        """Hear what stands in the field, while it is typed; return whether it is kept: there must be a field."""
        if self.now and words != self.words.get(self.now, ""):
            self.hold(self.now, words)
        return bool(self.now)

    def hold(self, name: str, words: str) -> None:
        """Hold the words of a field; those that stood there need no holding."""
        if words.strip() and words.strip() != self.saved.get(name, "").strip():
            self.words[name] = words
        else:
            self.words.pop(name, None)
        if self.place:
            self.shelf.keep(self.place, dict(self.words))

    def leave(self) -> None:
        """Leave the field; its words stay until they are saved."""
        self.now = ""

    def clear(self) -> None:
        """Let go of the fields that were asked: they are saved, or somebody chose to be without them."""
        self.now = ""
        self.words = {name: words for name, words in self.words.items() if name not in self.saved}
        self.shelf.keep(self.place, dict(self.words))
        self.shelf.flush()

    @contextmanager
    def aside(self, place: str, about: str) -> Iterator[None]:
        """Type at another place for a while, and come back to the field as it was."""
        before = {name: getattr(self, name) for name in self.__struct_fields__}
        self.begin(place)
        self.about = about
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)

    def text(self) -> str:
        """Return what was typed in the fields that were asked, and is not saved."""
        return "\n\n".join(words.strip() for name, words in self.words.items() if name in self.saved)
