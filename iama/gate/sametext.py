"""Texts that stand word for word in several dossiers: counted in memory, never kept and never told.

Only what the public may read is compared.
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from msgspec import Struct

from iama.assess.thoroughness import comparable_texts
from iama.files.dossierfolder import read_folder
from iama.gate.check import judge_dossier
from iama.gate.config import Config
from iama.model.library import Library

Marks = frozenset[bytes]
_MOST_NAMED = 10  # dossiers beside one


class SameText(Struct, frozen=True):
    """How many texts of a dossier stand in others too, of how many, and in which; `more` are not named."""

    id: str
    source: str
    texts: int
    of: int
    with_: tuple[str, ...]
    more: int = 0


def text_marks(folder: str, files: Mapping[str, bytes], as_of: date, library: Library) -> Marks:
    """Return a mark for every text of a dossier that says something, as the public may read it."""
    dossier, _ = read_folder(folder, files, library)
    subject = judge_dossier(folder, files, dossier, as_of=as_of, config=Config(), library=library)
    texts = () if subject.unclear else comparable_texts(subject.outcome)
    return frozenset(sha256(text.encode(errors="surrogatepass")).digest() for text in texts)


def same_texts(marks: Mapping[tuple[str, str], Marks], least: int) -> Iterator[SameText]:
    """Yield the dossiers, by id and source, of which at least so many texts stand in others too."""
    holders: dict[Hashable, list[tuple[str, str]]] = {}
    for key, own in marks.items():
        for mark in own:
            holders.setdefault(mark, []).append(key)
    for key, own in marks.items():
        shared = [holders[mark] for mark in own if len(holders[mark]) > 1]
        if shared and len(shared) >= least:
            others = sorted({other for keys in shared for other in keys if other != key})
            named = tuple(id_ for id_, _ in others[:_MOST_NAMED])
            yield SameText(*key, len(shared), len(own), named, len(others) - len(named))
