"""Two answers to one question: lets the team choose which one stands; there is no way around it."""

from collections.abc import Mapping

from iama.interview.asking import Asker, Pick
from iama.words import text

MINE, THEIRS = "mine", "theirs"
_OF_COLLEAGUE = {MINE: "keep-mine", THEIRS: "keep-theirs"}


def chooses_own(asker: Asker, language: str, labels: Mapping[str, str] = _OF_COLLEAGUE) -> bool:
    """Ask whether the team's own words stand; `labels` has the text of either choice."""
    prompt = text("choose-one", language)
    picks = [Pick(whose, text(key, language)) for whose, key in labels.items()]
    while (chosen := asker.pick_one(prompt, picks)) not in labels:
        asker.show_message(text("choose-first", language))
    return chosen == MINE
