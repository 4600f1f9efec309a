"""Which chapter of a DPIA serves which question, and which element of Article 27(1), as data."""

from collections.abc import Mapping

from msgspec import Struct, field

from iama.words import Words

WAYS = ("whole", "part", "lens")  # it can stand as the answer, it begins it, it sees the subject through privacy only
NEWEST, EARLIER = MODELS = ("3", "2")  # models of a DPIA whose chapters are known


class Chapter(Struct, frozen=True):
    """One chapter, by its number in the newest model."""

    id: str
    title: Words


class Service(Struct, frozen=True):
    """What a DPIA says for one question, such as `iama/goal`, and what the team adds to it."""

    question: str
    chapters: tuple[str, ...]
    way: str
    add: Words


class Element(Struct, frozen=True):
    """What a FRIA may take from a DPIA for a letter of Article 27(1), and what that DPIA must take from the provider.

    Source: Regulation (EU) 2024/1689, Articles 27(4) and 26(9); which chapters, is ours.
    """

    letter: str
    chapters: tuple[str, ...]
    add: Words
    provider: Words  # nothing where the provider has nothing to say for it


class Crosswalk(Struct, frozen=True):
    """Every chapter and what it serves; `earlier` has the numbers that chapters had in the models before."""

    chapters: tuple[Chapter, ...] = field(default_factory=tuple)
    services: Mapping[str, Service] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)  # by letter

    def chapter(self, number: str, model: str) -> Chapter | None:
        """Return the chapter that has this number in a model; None where that is not known."""
        if model not in MODELS:
            return None
        return next((chapter for chapter in self.chapters if self.number(chapter.id, model) == number), None)

    def number(self, chapter: str, model: str) -> str:
        """Return the number that a chapter of the newest model has in another."""
        return self.earlier.get(chapter, chapter) if model == EARLIER else chapter
