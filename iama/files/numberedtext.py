"""Lines of a document with numbered questions to passages: a number that begins a paragraph, and its words.

A paragraph ends at an empty line, or where another number begins. In a table the number stands in the first cell, its
words in the same or the next one. What has no number is kept apart, so that it can be told.
"""

import re
from collections.abc import Iterator, Sequence

from iama.model.limits import OFFICIAL_PASSAGES
from iama.model.officialtext import OfficialFile, Passage
from iama.model.problems import UsageError

_NUMBER = re.compile(
    r"(?:(?i:vraag|question)\s{1,3})?(\d{1,2}[A-Z]?(?:\.(?:\d{1,2}[A-Z]?|[A-Z](?![A-Za-z])))+)"
    r"(?!\.?[0-9A-Za-z])[\s.:)\-–]*(.*)",
    re.DOTALL,
)
_LEAD = re.compile(r"^[\s#>*_|•\-]+|\\(?=[.\-*_])")
_MARKS = re.compile(r"\*\*|__|<br ?/?>")
_RULE = re.compile(r"[\s|:\-=_*#]*")


def read_lines(path: str, lines: Sequence[str]) -> OfficialFile:
    """Return the passages in lines; raises UsageError where none begins with a number."""
    found = list(_passages(lines))
    passages = tuple(one for one in found if isinstance(one, Passage))
    if not passages:
        raise UsageError("wording-no-numbers", path=path)
    if len(passages) > OFFICIAL_PASSAGES:
        raise UsageError("wording-many", path=path, limit=OFFICIAL_PASSAGES)
    return OfficialFile(passages, loose=tuple(one for one in found if isinstance(one, str)))


def _passages(lines: Sequence[str]) -> Iterator[Passage | str]:
    number, held = "", list[str]()
    for line in (*lines, ""):
        cells = [_plain_line(cell) for cell in line.strip().strip("|").split("|")]
        begun = _NUMBER.fullmatch(cells[0])
        if begun is None and not _RULE.fullmatch(line) and (number or held):
            held += filter(None, cells)  # the paragraph goes on
            continue
        if begun is None and (number and not held):
            continue  # a number that stands alone: its words come below
        if number or held:
            yield from _ended(number, held)
        number, held = "", []
        if begun:
            rest = list(filter(None, [begun[2].strip(), *cells[1:]]))
            number, held = begun[1], rest[:1]
            if rest[1:]:  # a row of a table is whole
                yield from _ended(number, held)
                yield from rest[1:]
                number, held = "", []
        elif not _RULE.fullmatch(line):
            held = list(filter(None, cells))
    if number or held:
        yield from _ended(number, held)


def _ended(number: str, held: Sequence[str]) -> Iterator[Passage | str]:
    words = " ".join(held)
    yield Passage(number, words) if number else words


def _plain_line(cell: str) -> str:
    """Return a cell or a line without the marks of Markdown around it, on one line."""
    return " ".join(_MARKS.sub(" ", _LEAD.sub("", cell.strip())).replace("\N{SOFT HYPHEN}", "").split())
