"""Whether a text says again what another one says, in spite of case, line ends, bullets and a few changed words.

Runs of six words (shingles) find what was copied; sentences are also compared by the words that carry meaning, in any
order, within a stretch of text that is not much longer. What questions and pages say themselves is no repetition.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from msgspec import Struct

from iama.model.text import without_invisible
from iama.publish.disguises import readings, squeezed

RUN = 6  # words in a row that are no coincidence
SURE, LIKE = 0.75, 0.55  # of the words that carry meaning
FEW = 4  # such words: with fewer, a sentence is looked for as a whole
_LETTERS = 20  # in a row, however they are spaced, that are no coincidence
_NAME_LETTERS = 7  # of a name that nobody else uses
_STRETCH = 1.6  # how much longer the same may be said
_BROKEN = re.compile(r"(?<=[a-zà-ÿ])[-\u2010\u00ad][ \t]*\n\s*(?=[a-zà-ÿ])")  # a word on two lines
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"[.!?;:…]+[\"'’”)\]]*\s+|\n")
_NAME = re.compile(r"(?<=[\w,;)] )[A-Z][\w-]{3,}")
_SHORT = frozenset(
    "aan als alle bij dan dat de deze die dit door een elk en er geen haar heb heeft het hier hij hoe hun iets ik in is"
    " ja je jullie kan kunnen maar meer men met moet moeten na naar nee niet nog nu of om omdat ons onze ook op over te"
    " tot uit van veel via voor waar wat we wel welke werd wie wij wordt worden zal ze zich zij zijn zo zodat zou"
    " zonder"
    " a an and are as at be by can do for from has have if in is it its may must no not of on or our so than that the"
    " their them then there they this to was we were what when which who will with you".split()
)


class Likeness(IntEnum):
    """How sure it is that one text says again what another one says."""

    NONE = 0
    LIKE = 1  # a person has to look
    SURE = 2


class Passage(Struct, frozen=True):
    """One sentence or line of a text that may not be told, as words."""

    words: tuple[str, ...]
    whole: bool = True  # not a part of a longer text
    name: bool = False  # one word with a capital

    @property
    def telling(self) -> frozenset[str]:
        """The words that carry meaning."""
        return frozenset(word for word in self.words if word not in _SHORT and (len(word) > 2 or word.isdecimal()))


class Heard(Struct, frozen=True):
    """A text in which passages are looked for: its words in order, each once, its runs, and its letters in order."""

    words: tuple[str, ...]
    known: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    names: frozenset[str]  # words with a capital inside a sentence
    letters: str = ""


class Spoken(Struct, frozen=True):
    """What texts of ours say: their words and their runs, of which nobody can tell who repeats whom."""

    words: frozenset[str] = frozenset()
    runs: frozenset[tuple[str, ...]] = frozenset()


def spoken_in(texts: Iterable[str]) -> Spoken:
    """Return what texts say."""
    split = [words_of(text) for text in texts]
    runs = frozenset(run for words in split for run in _runs(words))
    return Spoken(frozenset(word for words in split for word in words), runs)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, accents and layout; a number is a word."""
    plain = unicodedata.normalize("NFKD", _BROKEN.sub("", without_invisible(text)).casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("_", " ")
    return tuple(word.replace(",", ".") for word in _WORD.findall(plain))


def passages(text: str) -> Iterator[Passage]:
    """Yield the sentences and lines of a text that say something, and the text as a whole, for a line may break one."""
    whole = words_of(text)
    yield from [Passage(whole, name=len(whole) == 1 and text.strip()[:1].isupper())] if whole else []
    for words in dict.fromkeys(map(words_of, _SENTENCE.split(text))):
        if words and words != whole:
            yield Passage(words, whole=False)


def heard(text: str) -> Heard:
    """Return a text in which passages are looked for."""
    words = words_of(text)
    return Heard(words, frozenset(words), frozenset(_runs(words)), frozenset(names_in(text)), squeezed(text))


def heard_in_every_way(text: str) -> list[Heard]:
    """Return a text, and what else it can be read as, in which passages are looked for."""
    return [heard(reading) for reading in readings(text)]


def passages_in_every_way(text: str) -> list[Passage]:
    """Return the passages of a text, and those of what else it can be read as."""
    return [*dict.fromkeys(passage for reading in readings(text) for passage in passages(reading))]


def names_in(text: str) -> Iterator[str]:
    """Yield the words with a capital inside a sentence, without case."""
    return (word for name in _NAME.findall(" ".join(text.split())) for word in words_of(name)[:1])


def is_spelled_in(name: str, ways: Iterable[str]) -> bool:
    """Whether the letters of a name, long enough to be no coincidence, stand in a row within some words of a text."""
    return len(name) >= _NAME_LETTERS and any(name in squeezed(way) for way in ways)


def likeness(passage: Passage, other: Heard, ours: Spoken) -> Likeness:
    """Return how sure it is that another text says a passage again."""
    runs = frozenset(_runs(passage.words))
    if runs and runs <= ours.runs:
        return Likeness.NONE
    if copies(passage, other, ours):
        return Likeness.SURE
    telling, stretch = passage.telling, round(len(passage.words) * _STRETCH) + 2
    if len(telling) < FEW:
        return _as_a_whole(passage, other, ours)
    marks = frozenset(word for word in telling if _is_mark(word))
    if len(telling & other.known) < LIKE * len(telling) and not (len(marks) > 1 and marks <= other.known):
        return Likeness.NONE
    share = _densest(telling, other.words, stretch) / len(telling)
    marked = len(marks) > 1 and _densest(marks, other.words, stretch) == len(marks)  # as in another language
    return Likeness.SURE if share >= SURE else Likeness.LIKE if share >= LIKE or marked else Likeness.NONE


def copies(passage: Passage, other: Heard, ours: Spoken) -> bool:
    """Whether a run of a passage stands in another text as well, or all its letters in a row, and is not ours."""
    if not (frozenset(_runs(passage.words)) & other.runs) <= ours.runs:
        return True
    letters = squeezed("".join(passage.words))
    return (
        len(passage.words) > 2 and len(letters) >= _LETTERS and letters in other.letters and _is_strange(passage, ours)
    )


def _is_strange(passage: Passage, ours: Spoken) -> bool:
    """Whether a passage says what no text of ours says: a run, or, where it is too short for one, a word."""
    runs = frozenset(_runs(passage.words))
    return not runs <= ours.runs if runs else not passage.telling <= ours.words


def _as_a_whole(passage: Passage, other: Heard, ours: Spoken) -> Likeness:
    """Return how sure a few words are: several that mean something, or one that is nobody else's."""
    telling = passage.telling
    size, words = len(passage.words), other.words
    if not telling or not telling <= other.known:
        return Likeness.NONE
    if not any(words[at : at + size] == passage.words for at in range(len(words) - size + 1)):
        return Likeness.NONE
    if size == 1 and passage.words[0].replace(".", "").isdecimal():
        return Likeness.LIKE if len(passage.words[0].replace(".", "")) > 2 else Likeness.NONE
    strange = telling - ours.words
    if size == 1:
        alone = passage.name and bool(strange) and (words == passage.words or passage.words[0] in other.names)
        return Likeness.SURE if alone else Likeness.NONE
    if strange and (passage.whole or len(telling) > 2):
        return Likeness.SURE
    return Likeness.LIKE if strange or len(telling) > 2 else Likeness.NONE


def _is_mark(word: str) -> bool:
    """Whether a word is a figure or a code, which says the same in every language; a year is too common."""
    year = len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20")
    return len(word) > 2 and any(map(str.isdecimal, word)) and not year


def _densest(wanted: frozenset[str], words: Sequence[str], size: int) -> int:
    """Return how many different words of `wanted` stand within `size` words in a row, at most."""
    held: Counter[str] = Counter()
    most = 0
    for number, word in enumerate(words):
        if word in wanted:
            held[word] += 1
            most = max(most, len(held))
        if number >= size and (gone := words[number - size]) in wanted:
            held[gone] -= 1
            if not held[gone]:
                del held[gone]
    return most


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
