"""A text to send or to publish, which remembers the places in it that a person has still to fill in."""

from collections.abc import Iterable, Mapping

from iama.publish.wording import Wording
from iama.words import FULL, catalogue


class Draft:
    """Says the texts of one kind of letter, whose keys have one beginning."""

    def __init__(self, beginning: str, wording: Wording) -> None:
        self.beginning = beginning
        self.wording = wording
        self.slots: dict[str, None] = {}  # what is still to fill in, in the order of the letter

    def letter_text(self, key: str, **values: object) -> str:
        return self.wording.text(self.beginning + key, **values)

    def label(self, key: str, question: Mapping[str, str]) -> str:
        """Return what a letter calls an answer; of a `question` that is not ours, its own text."""
        known = self.beginning + key in catalogue(FULL[0])
        return self.letter_text(key) if known else self.wording.localised_text(question)

    def cite_facts(self, *facts: str) -> str:
        return "; ".join(self.wording.citations(facts))

    def slot(self, what: str) -> str:
        """Return a place to fill in; `what` are the words for it."""
        self.slots[what] = None
        return self.wording.text("draft-slot", what=what)

    def slot_list(self, bullet: str) -> str:
        """Return every place to fill in, for the end of the letter; empty when there is none."""
        return "\n".join(f"{bullet} {what}" for what in self.slots)

    def join_words(self, words: Iterable[str]) -> str:
        """Return words as a sentence names them: with commas, and `and` before the last."""
        *before, last = words
        return self.wording.text("draft-and", first=", ".join(before), last=last) if before else last
