"""What a YAML file may hold: scalars, lists and maps that know their place, and how much of them."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from iama.model.problems import Place

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_NODES = 100_000
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines


class Scalar(NamedTuple):
    """Text as written; `plain` tells an empty value from the empty text `''`.

    Nodes are tuples, because a file has thousands and a dataclass takes three times as long to make.
    """

    text: str
    place: Place
    plain: bool = True

    @property
    def null(self) -> bool:
        return self.plain and not self.text


class Sequence(NamedTuple):
    items: tuple["Node", ...]
    place: Place


class Map(NamedTuple):
    entries: Mapping[str, "Node"]
    keys: Mapping[str, Place]
    place: Place


Node = Scalar | Sequence | Map


def lines(text: str) -> list[str]:
    """Return the lines of `text` as YAML counts them, without their ends."""
    return _LINE_END.split(text)
