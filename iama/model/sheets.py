"""A sheet with questions for one role: what was sent, and what comes back of it. Knows no file format."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Self

from msgspec import Struct, field

from iama.model.struct import replace

LETTERS = "bcdfghjkmnpqrstvwxz"  # of a code: no vowels, so that it is never a word
CODE_LENGTH = 4
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212]")
_CODE = re.compile(rf"([{LETTERS}]{{{CODE_LENGTH}}})\s*-\s*(\d{{1,3}})(?:\.(\d{{1,3}}))?", re.IGNORECASE)
_BOOKMARK = re.compile(rf"iama_([{LETTERS}]{{{CODE_LENGTH}}})_(\d{{1,3}})(?:_(\d{{1,3}}))?", re.IGNORECASE)
_MARK = 8  # hexadecimal digits


class FieldCode(Struct, frozen=True):
    """Which field of which sheet: a question by its number, and of a list the row as it was sent; 0 for no row."""

    sheet: str
    number: int
    row: int = 0

    @property
    def shown(self) -> str:
        """The code as it stands in a sheet, such as `kmwz-07` or `kmwz-07.2`."""
        return f"{self.sheet}-{self.number:02d}" + (f".{self.row}" if self.row else "")

    @property
    def bookmark(self) -> str:
        """The code as the name of a bookmark."""
        return f"iama_{self.sheet}_{self.number:02d}" + (f"_{self.row}" if self.row else "")


def code_in(words: str) -> tuple[FieldCode | None, str]:
    """Return the code that stands in `words`, and the words without it; capitals and kinds of dashes do not matter."""
    match = _CODE.search(_DASHES.sub("-", words))
    if match is None:
        return None, words
    return _code(match), (words[: match.start()] + words[match.end() :]).strip()


def code_of_bookmark(name: str) -> FieldCode | None:
    """Return the code that a bookmark has for its name."""
    match = _BOOKMARK.fullmatch(name)
    return _code(match) if match else None


def _code(match: re.Match[str]) -> FieldCode:
    return FieldCode(match[1].lower(), int(match[2]), int(match[3] or 0))


class SentQuestion(Struct, frozen=True):
    """One question as it was sent: where its answer stands, the question as asked then, and the answer of then.

    Of a list, `sent` has a line for every row, and `rows` their ids.
    """

    place: str
    stamp: str
    sent: str = ""
    rows: tuple[str, ...] = ()


class Sheet(Struct, frozen=True):
    """One sheet that was sent. `own` has a mark of each of its own paragraphs; what has none, somebody wrote."""

    code: str
    role: str
    language: str
    sent_on: str
    file: str
    digest: str
    questions: tuple[SentQuestion, ...]
    outside: bool = False
    due: str = ""
    back_on: str = ""
    back: str = ""  # the digest of the file that came back last
    cancelled_on: str = ""
    own: tuple[str, ...] = ()

    @property
    def is_out(self) -> bool:
        """Whether it is still to come back."""
        return not (self.back_on or self.cancelled_on)


class Field(Struct, frozen=True):
    """What stands in one field of a sheet that came back: one text, or the cells of a row.

    `added` is a row that somebody put below one of ours, and that has no code.
    """

    code: FieldCode
    cells: tuple[str, ...]
    comments: tuple[str, ...] = ()
    added: bool = False

    @property
    def text(self) -> str:
        """Everything in it, as one text."""
        return "\n\n".join(filter(None, self.cells))


class Loose(Struct, frozen=True):
    """Words that stand in no field; `near` is the code of the field above them."""

    text: str
    near: str = ""


class Filled(Struct, frozen=True):
    """A sheet as a file has it."""

    fields: tuple[Field, ...] = ()
    loose: tuple[Loose, ...] = ()
    images: int = 0

    @property
    def sheet(self) -> str:
        """The code of the sheet that most fields are of; empty when there is none."""
        codes = [one.code.sheet for one in self.fields]
        return max(codes, key=codes.count, default="")

    def written_outside(self, sheet: Sheet) -> list[Loose]:
        """Return what somebody wrote outside the fields, or in fields of another sheet."""
        foreign = [Loose(one.text, one.code.shown) for one in self.fields if one.code.sheet != sheet.code]
        return [*foreign, *(one for one in self.loose if paragraph_mark(one.text) not in sheet.own)]


def paragraph_mark(text: str) -> str:
    """Return by what a paragraph is known again, whatever a program did to its blanks."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:_MARK]


def folded(text: str) -> str:
    """Return words as they are compared: without what a word processor does to blanks, dashes and quotes."""
    plain = _DASHES.sub("-", text).translate(_QUOTES)
    return " ".join(plain.split())


_QUOTES = str.maketrans("‘’‚“”„\u00a0", "'''\"\"\" ")


class Sheets(Struct, frozen=True):
    """Every sheet of a dossier, by its code."""

    by_code: Mapping[str, Sheet] = field(default_factory=dict)

    def with_sheet(self, sheet: Sheet) -> Self:
        """Return these sheets with one added or changed."""
        return replace(self, by_code={**self.by_code, sheet.code: sheet})


def fresh_code(taken: Iterable[str], choose: Callable[[str], str]) -> str:
    """Return a code that no sheet has; `choose` picks a letter."""
    known = set(taken)
    while (code := "".join(choose(LETTERS) for _ in range(CODE_LENGTH))) in known:
        pass
    return code
