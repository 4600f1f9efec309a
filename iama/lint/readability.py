"""How easily a Dutch text reads, by the formula of Flesch and Douma.

Source: W.H. Douma, De leesbaarheid van landbouwbladen (1960): 206.84 - 0.93 × words per sentence - 77 × syllables per
word. Of 100 a child reads it, of 0 hardly anybody; help aims at 60. A figure is a hint: it knows no meaning.
"""

import re
from collections.abc import Mapping

from iama.model.questionnaire import Questionnaire

_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
# the vowels of one syllable: long ones and pairs before single ones
_SYLLABLE = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyà-ÿ]", re.IGNORECASE)


def reading_ease(words: str) -> int:
    """Return how easily a Dutch text reads; 100 for one without words."""
    found = _WORD.findall(words)
    if not found:
        return 100
    sentences = len(_SENTENCE.findall(words)) or 1
    syllables = sum(len(_SYLLABLE.findall(word)) or 1 for word in found)
    return round(206.84 - 0.93 * len(found) / sentences - 77 * syllables / len(found))


def help_ease(tree: Questionnaire) -> Mapping[str, int]:
    """Return how easily the Dutch help of every question reads, by its id, the hardest first."""
    ease = {id_: reading_ease(asked.help["nl"]) for id_, asked in tree.questions.items() if asked.help.get("nl")}
    return dict(sorted(ease.items(), key=lambda one: one[1]))
