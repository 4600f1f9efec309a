"""An answer as it once stood: to be looked up, and put back."""

from msgspec import Struct

from iama.model.dossier import Answer


class Earlier(Struct, frozen=True):
    """One state of an answer. `name` follows from what it holds; `at` is when it came to stand, UTC, or only the day.

    What git knows has the commit and its author.
    """

    name: str
    at: str
    answer: Answer
    commit: str = ""
    author: str = ""
