"""What another release of the Algoritmekader changes for us, held against the release that our links were made with.

A code alone says little: releases before ours gave codes to other subjects. Title and file are compared as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.model.kader import Kader, Link, Measure, Page, Requirement


class Kind(StrEnum):
    """What became of a code."""

    GONE = "gone"
    SUBJECT = "subject"  # title and file are others: perhaps another subject under the same code
    TITLE = "title"
    PAGE = "page"  # its address changed, and the old one is not found
    CONTROLS = "controls"
    NEW = "new"


class Change(Struct, frozen=True):
    """One change: what stands in ours, what in the other release, and how many of our links name the code."""

    kind: Kind
    code: str
    ours: str
    theirs: str
    links: int


def release_changes(kader: Kader, pages: Iterable[Page]) -> tuple[Change, ...]:
    """Return what differs between the pages of a release and ours, by code; nothing when all is the same."""
    theirs = {page.code: page for page in pages}
    ours: dict[str, Measure | Requirement] = {**kader.measures, **kader.requirements}
    found = [change for code, piece in ours.items() for change in _changes_of(kader, piece, theirs.get(code))]
    new = [Change(Kind.NEW, code, "", page.title, 0) for code, page in theirs.items() if code not in ours]
    return (*found, *new)


def _changes_of(kader: Kader, piece: Measure | Requirement, page: Page | None) -> Iterator[Change]:
    links, title = _count_links(kader, piece.code), piece.title["nl"]
    if page is None:
        yield Change(Kind.GONE, piece.code, title, "", links)
        return
    other_title, other_page = page.title != title, page.page != piece.page
    if other_title and other_page:
        yield Change(Kind.SUBJECT, piece.code, f"{title} ({piece.page})", f"{page.title} ({page.page})", links)
    elif other_title:
        yield Change(Kind.TITLE, piece.code, title, page.title, links)
    elif other_page:
        yield Change(Kind.PAGE, piece.code, piece.page, page.page, links)
    if isinstance(piece, Measure) and sorted(piece.controls) != sorted(page.controls):
        yield Change(Kind.CONTROLS, piece.code, ", ".join(piece.controls), ", ".join(page.controls), links)


def _count_links(kader: Kader, code: str) -> int:
    """Return how many questions, parts, flags and duties a code stands beside."""
    kinds: tuple[Mapping[str, Link], ...] = (kader.questions, kader.parts, kader.flags, kader.duties)
    return sum(code in (*link.measures, *link.requirements) for links in kinds for link in links.values())
