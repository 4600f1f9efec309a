"""Words that say what somebody means to do about a question: no answer, but a state that an answer can have."""

import unicodedata
from functools import cache

from iama.model.dossier import State
from iama.words import LANGUAGES, signs

_STATES = (State.NOT_APPLICABLE, State.ASK_SUPPLIER, State.UNKNOWN)


def intended_state(words: str) -> State | None:
    """Return the state that is meant by words such as "n.v.t." or "ask the supplier"; None for an answer.

    Capitals, blanks and punctuation make no difference; nothing but punctuation means that nobody knows yet.
    """
    if not words.strip():
        return None
    return _intentions().get(_folded(words))


@cache
def _intentions() -> dict[str, State]:
    said = {"": State.UNKNOWN}
    for state in _STATES:
        for language in LANGUAGES:
            said |= {_folded(words): state for words in signs(f"intends-{state}", language).split(",")}
    return said


def _folded(words: str) -> str:
    return "".join(sign for sign in words.casefold() if unicodedata.category(sign)[0] not in "PZC")
