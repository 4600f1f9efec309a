"""Text of which some words are marked with what they are, a severity or a level; a terminal in colour shows that."""

from collections.abc import Iterable
from textwrap import wrap

from iama.model.text import escape_controls
from iama.words import text

Mark = tuple[int, int, str]  # where the words begin and end, and what they are


class MarkedText(str):
    """Text fit for a terminal, with its marks. Whatever is made of it in another way than below has none."""

    marks: tuple[Mark, ...]

    def __new__(cls, words: str, marks: Iterable[Mark] = ()) -> "MarkedText":
        made = super().__new__(cls, escape_controls(words))
        made.marks = tuple(marks)
        return made


def marks_of(words: str) -> tuple[Mark, ...]:
    return words.marks if isinstance(words, MarkedText) else ()


def mark_words(words: str, name: str) -> MarkedText:
    """Return words that are marked as a whole."""
    return MarkedText(words, [(0, len(escape_controls(words)), name)])


def join_marked(fragments: Iterable[str], between: str = "") -> MarkedText:
    """Return fragments as one text, their marks where they then stand."""
    joined: list[str] = []
    marks: list[Mark] = []
    length = 0
    for fragment in fragments:
        start = length + len(between) * bool(joined)
        marks += ((start + begin, start + end, name) for begin, end, name in marks_of(fragment))
        joined.append(escape_controls(fragment))
        length = start + len(joined[-1])
    return MarkedText(between.join(joined), marks)


def mark_part(words: str, part: str) -> MarkedText:
    """Return words in which `part` stands, with the marks of that part."""
    start = words.find(part)
    return MarkedText(words, [(start + begin, start + end, name) for begin, end, name in marks_of(part)])


def wrap_marked(words: str, width: int, first: str = "", others: str = "", *, break_long: bool = True) -> list[str]:
    """Return words as lines that fit, the first behind `first` and the others behind `others`."""
    words = MarkedText(words, marks_of(words))
    lines = wrap(
        words,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_on_hyphens=False,
        break_long_words=break_long,
    )
    if not words.marks:
        return lines
    marked: list[str] = []
    end = 0
    for line in lines:
        indent = others if marked else first
        part = line[len(indent) :]
        start = max(words.find(part, end), end)
        end = start + len(part)
        within = [(max(a, start), min(b, end), name) for a, b, name in words.marks]
        shift = len(indent) - start
        marked.append(MarkedText(line, [(a + shift, b + shift, name) for a, b, name in within if a < b]))
    return marked


def severity_headline(severity: str, title: str, language: str) -> MarkedText:
    """Return how heavy a flag is and what it says."""
    return join_marked([mark_words(text(f"severity-{severity}", language), severity), f": {title}"])
