"""Our questions beside what the official ones ask, as text."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from iama.model.text import escape_controls
from iama.words import text

Values = Mapping[str, Any]
_WIDTH = 100
_INDENT = " " * 11


def fidelity_text(document: Values, language: str) -> str:
    """Return `iama questionnaire show --fidelity`, question by question."""
    lines = [
        f"{document['title'][language]} ({document['ref']})",
        text("fidelity-read", language, **document["official"]),
        f"{text('fidelity-explanation', language)}: {document['explanation']}",
        *wrap(document["ours"][language], _WIDTH),
    ]
    for one in document["inputs"]:
        lines += ["", *_input_lines(one, language)]
    return escape_controls("\n".join(lines))


def _input_lines(one: Values, language: str) -> Iterator[str]:
    label = one["number"] or one["id"]
    yield from _wrap_indented(f"{label:<10} {one['text'][language]}")
    norm = ", ".join(_norm(norm, language) for norm in one["norm"])
    about, parties = (", ".join(words[language] for words in one[key]) for key in ("about", "parties"))
    marks = one["article_27"]
    yield from _inset_lines("fidelity-norm", language, norm=norm)
    yield from _inset_lines("fidelity-scope", language, about=about, parties=parties, phase=one["phase"][language])
    if marks["ours"]:
        key = "fidelity-mark-official" if marks["official"] else "fidelity-mark-ours"
        yield from _inset_lines(key, language, letters=", ".join(marks["ours"]))
    if one["ours"]:
        yield from _inset_lines("fidelity-ours", language, what=one["ours"][language])
    if one["explanation"]:
        yield f"{_INDENT}{text('fidelity-explanation', language)}: {one['explanation']}"


def _norm(norm: Values, language: str) -> str:
    """Return a word of the norm, with the words that say it in our text where those are others."""
    forms = [form for form in norm[language] if form != norm["official"]]
    return f"{norm['official']} ({' / '.join(forms)})" if forms else norm["official"]


def _inset_lines(key: str, language: str, **places: str) -> list[str]:
    return _wrap_indented(f"{_INDENT}{text(key, language, **places)}")


def _wrap_indented(line: str) -> list[str]:
    return wrap(line, _WIDTH, subsequent_indent=_INDENT + "  ", break_long_words=False, break_on_hyphens=False)
