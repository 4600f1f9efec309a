"""`iama explain` as text: one code in full, or every code in a line."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

from iama.gate.explaining import EXPLAINED, FAMILIES, Explanation
from iama.model.marked import wrap_marked
from iama.model.text import escape_controls
from iama.words import text

_WIDTH, _INSET = 79, "  "
_COLUMN = max(map(len, EXPLAINED))


def explanation_text(one: Explanation, language: str) -> str:
    """Return what a code means, why, what to do and how to let it stand."""
    lines = [f"{one.code}: {one.weight}" if one.weight else one.code, ""]
    lines += _wrap_line(one.what)
    for head, words in (("why", (one.why, one.law)), ("mend", (one.mend,))):
        lines += ["", text(f"explain-head-{head}", language)]
        lines += [line for paragraph in words if paragraph for line in _wrap_line(paragraph, _INSET)]
    lines += ["", text("explain-head-waive", language)]
    lines += [line for words in one.waive for line in _wrap_line(words, _INSET) or [""]]
    return escape_controls("\n".join([*lines, *(("", one.address) if one.address else ())]))


def codes_text(every: Sequence[Explanation], language: str) -> str:
    """Return every code by family, each with how its meaning begins."""
    meanings = {one.code: one.what for one in every}
    lines = [line for family in FAMILIES for line in (*_family_lines(family, meanings, language), "")]
    return escape_controls("\n".join([*lines, text("explain-all", language)]))


def _family_lines(family: str, meanings: Mapping[str, str], language: str) -> Iterator[str]:
    yield text(f"explain-family-{family}", language)
    for code in FAMILIES[family]:
        begins = shorten(meanings[code], _WIDTH - _COLUMN - len(_INSET) - 1, placeholder="…")
        yield f"{_INSET}{code:<{_COLUMN}} {begins}"


def _wrap_line(words: str, inset: str = "") -> list[str]:
    return wrap_marked(words, _WIDTH, inset, inset)
