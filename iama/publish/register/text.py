"""Answers to one paragraph that fits a field of the register: sentences, and where to cut."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from iama.model.conditions import Ref
from iama.model.struct import replace

_END = re.compile(r"[.!?…][\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9À-ÖØ-Þ])")
# a full stop behind these ends no sentence; neither does one behind single letters, as in "B.V."
_SHORT = frozenset(
    "art artt bijv blz bv ca circa dhr dr drs e.d enz evt fig incl ing ir jl lid max mevr min mr mw nl nr nrs o.a prof"
    " resp st t.a.v vgl zgn d.w.z e.g i.e no vs".split()
)
_LETTERS = re.compile(r"(?:\w\.)*\w")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ENDED = re.compile(r".*[.!?…:;]|", re.DOTALL)


class Piece(Struct, frozen=True):
    """What one answer brings to a field; `lead` is the question before it, `name` what people call the answer."""

    text: str
    lead: str = ""
    ref: Ref | None = None
    name: str = ""


class Fitted(Struct, frozen=True):
    """A paragraph that fits, the length of the whole, and the pieces that are not in it, or only in part."""

    text: str
    whole: int
    left_out: tuple[Piece, ...] = ()
    broken: bool = False  # not even the first sentence fitted


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    parts, start = [], 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _is_abbreviation(text[start : end.start()]):
            continue
        parts.append(text[start : end.end()].strip())
        start = end.end()
    return [*parts, text[start:].strip()] if text[start:].strip() else parts


def _is_abbreviation(before: str) -> bool:
    word = before.rpartition(" ")[2].strip("\"'‘“([").lower()
    return word in _SHORT or (_LETTERS.fullmatch(word) is not None and not word.isdecimal())


def literal(text: str) -> str:
    """Return text in which the register finds no tag and no entity to take out."""
    return _ENTITY.sub("& ", _TAG.sub("< ", text))


def fit_paragraph(pieces: Sequence[Piece], aim: int) -> Fitted:
    """Return the pieces as one paragraph of at most `aim` characters, cut at the end of a sentence.

    Within a piece no sign is added; a full stop stands between two where the first does not end a sentence. Only when
    the first sentence is too long by itself, it is broken off at a word, which `broken` tells.
    """
    pieces = [*map(_ended, pieces[:-1]), *pieces[-1:]]
    units = [(piece, unit) for piece in pieces for unit in _units(piece)]
    whole = " ".join(unit for _, unit in units)
    if len(whole) <= aim:
        return Fitted(whole, len(whole))
    count, length = 0, -1
    for _, unit in units:
        if (length := length + 1 + len(unit)) > aim:
            break
        count += 1
    left_out = tuple(dict.fromkeys(piece for piece, _ in units[count:]))
    if not count:
        return Fitted(_break_at_word(units[0][1], aim), len(whole), left_out, broken=True)
    return Fitted(" ".join(unit for _, unit in units[:count]), len(whole), left_out)


def _ended(piece: Piece) -> Piece:
    """Return a piece that something can follow."""
    ended = _ENDED.fullmatch(piece.text.rstrip("\"'’”)]"))
    return piece if ended else replace(piece, text=f"{piece.text}.")


def _units(piece: Piece) -> Iterator[str]:
    """Yield the sentences of a piece; its lead never stands without the first of them."""
    first, *others = sentences(piece.text) or [""]
    yield f"{piece.lead} {first}".strip()
    yield from others


def _break_at_word(sentence: str, aim: int) -> str:
    room = sentence[:aim]  # the sign for what is left out takes one place
    return (room[: room.rfind(" ")] if " " in room else room[: aim - 1]).rstrip(" ,;:") + "…"
