"""The ministry's own text of an official list, as a team took it from the ministry's file: shown beside ours.

It changes no question: no stamp, digest or condition knows it.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from iama.model.questionnaire import Question
from iama.words import pick_translation, text

FOLDER = "wording"  # beside the configuration of a project
BESIDE, INSTEAD = "beside", "instead"


class OfficialText(Struct, frozen=True):
    """What the official list asks, by our question, and where that was taken from.

    The first line of a text is the question, the lines below it explain.
    """

    questionnaire: str  # its reference
    language: str
    source: str  # as people know it
    file: str
    sha256: str
    taken: str  # the day
    texts: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    instead: bool = False  # whether it takes the place of our text

    def placed(self, question: str, language: str) -> tuple[str, str]:
        """Return what stands in place of the text of a question on a page in a language, and what beside it.

        Either may be empty. A text in another language never takes the place of ours.
        """
        words = self.texts.get(question, "")
        if not self.instead or language != self.language:
            return "", words
        asked, _, explained = words.partition("\n")
        return asked, explained.strip()


def asked_and_beside(official: OfficialText | None, question: Question, language: str) -> tuple[str, str]:
    """Return how a question is asked, and the line that has or marks its official text, if there is one."""
    ours = pick_translation(question.text, language)
    if official is None or question.id not in official.texts:
        return ours, ""
    asked, beside = official.placed(question.id, language)
    mark = text("official-wording-of", language, source=official.source)
    return asked or ours, ": ".join(filter(None, [mark, " ".join(beside.split())]))


class Passage(Struct, frozen=True):
    """A piece of an official file: its number, its words, and the words of the heading with a number above it."""

    number: str
    words: str
    heading: bool = False
    above: tuple[str, str] = ("", "")


class OfficialFile(Struct, frozen=True):
    """What was read of an official file; `questionnaire` and `title` are empty where it does not say."""

    passages: tuple[Passage, ...]
    questionnaire: str = ""
    title: str = ""
    language: str = ""
    loose: tuple[str, ...] = ()  # without a number
