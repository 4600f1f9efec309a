"""What a YAML file may hold: scalars, lists and maps that know their place, and how much of them."""

import re
from collections.abc import Mapping

from msgspec import Struct

from iama.model.problems import Place

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines

Where = tuple[str, int, int]  # path, line and column of a `Place`


class Scalar(Struct, frozen=True, gc=False):
    """Text as written; `plain` tells an empty value from the empty text `''`.

    A file has thousands of nodes, so they hold `where` they stand as a bare tuple, of which a `Place` is made when
    somebody asks.
    """

    text: str
    where: Where
    plain: bool = True

    @property
    def place(self) -> Place:
        return Place(*self.where)

    @property
    def null(self) -> bool:
        return self.plain and not self.text


class Sequence(Struct, frozen=True, gc=False):
    items: tuple["Node", ...]
    where: Where

    @property
    def place(self) -> Place:
        return Place(*self.where)


class Map(Struct, frozen=True, gc=False):
    entries: Mapping[str, "Node"]
    keys: Mapping[str, Where]
    where: Where

    @property
    def place(self) -> Place:
        return Place(*self.where)


Node = Scalar | Sequence | Map


def yaml_lines(text: str) -> list[str]:
    """Return the lines of `text` as YAML counts them, without their ends."""
    return _LINE_END.split(text)
