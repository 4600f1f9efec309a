"""Which question an answer of an assessment card is about: by its urn, else by its text, else somebody must say so."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.model.cards import CardAnswer, CardFormat, Fingerprint, fingerprint
from iama.model.dossier import Source
from iama.model.exchange import FormAnswer, FormState, Told, Unmatched
from iama.model.questionnaire import Questionnaire
from iama.model.spelling import typed_role

SURE = 97  # how near a text must be, out of a hundred
MARGIN = 5  # how much nearer than the next
_LEAST = 5  # words that a text must share with the official one, where it is not the same
_NEAREST = 3  # that are shown
NONE = "none"  # instead of a number: the answer is about no question of this instrument


class Match(Struct, frozen=True):
    """The question that a text is about, empty when that is not sure, and the nearest with how near."""

    number: str
    nearest: tuple[tuple[str, int], ...]
    worded: bool = True  # whether it stands there in words that we know


class Matcher:
    """Knows the words of every official question, and our own text of it."""

    def __init__(self, known: CardFormat, tree: Questionnaire) -> None:
        self._official = known.words
        self._same: dict[Fingerprint, set[str]] = {}
        for number, words in known.words.items():
            self._same.setdefault(words, set()).add(number)
        for question in tree.questions.values():
            for text in question.text.values() if question.number else ():
                self._same.setdefault(fingerprint(text), set()).add(question.number or "")

    def match(self, words: Fingerprint) -> Match:
        """Return which question a text asks: the one with the same words, or one that is far nearer than any other."""
        ranked = sorted(((_nearness(words, theirs), number) for number, theirs in self._official.items()), reverse=True)
        nearest = tuple((number, near) for near, number in ranked[:_NEAREST] if near)
        if same := self._same.get(words):
            return Match(min(same) if len(same) == 1 else "", nearest)
        (best, number), (next_best, _) = ranked[:2]
        sure = best >= SURE and best - next_best >= MARGIN and len(words & self._official[number]) >= _LEAST
        return Match(number if sure else "", nearest, worded=False)


def _nearness(words: Fingerprint, official: Fingerprint) -> int:
    """Return how near two sets of words are: 100 when one holds the other, else by what each has alone."""
    shared = len(words & official)
    if not shared:
        return 0
    least = min(shared + len(words), shared + len(official), len(words) + len(official))
    return 200 * shared // least


def card_state(
    answers: tuple[CardAnswer, ...],
    known: CardFormat,
    tree: Questionnaire,
    chosen: Mapping[int, str],
    by: tuple[str, ...],
    saved: str,
    source: Source,
) -> FormState:
    """Return the answers of a card at our questions; `chosen` says of a place which number it is, or NONE."""
    matcher, told = Matcher(known, tree), Told()
    found: list[FormAnswer] = []
    unmatched: list[Unmatched] = []
    seen: dict[str, int] = {}
    for one in answers:
        match = _match(one, matcher, chosen)
        if not match.number:
            unmatched.append(Unmatched(f"#{one.place}", "\n".join(_answer_parts(one, whole=True)), match.nearest))
            continue
        if match.number == NONE:
            found.append(FormAnswer(f"#{one.place}", 0, "\n".join(_answer_parts(one, whole=True)), one.day))
            continue
        if not match.worded:
            told.tell("import-told-near", match.number)
        index = seen.get(match.number, 0)
        seen[match.number] = index + 1
        roles = tuple(role for given in one.roles if (role := typed_role(tree.roles, given)) in tree.roles)
        value = "\n".join(_answer_parts(one, whole=False)) if index else one.answer
        note = "" if index else one.remarks
        found.append(FormAnswer(match.number, index, value, one.day, note, by or tuple(dict.fromkeys(roles))))
    return FormState(saved, tuple(found), tuple(told.phrases()), tuple(unmatched), source)


def _answer_parts(one: CardAnswer, *, whole: bool) -> Iterator[str]:
    """Yield what an answer holds: its question too, when that is not certain."""
    yield from filter(None, (one.question if whole else "", one.answer, one.remarks))


def _match(one: CardAnswer, matcher: Matcher, chosen: Mapping[int, str]) -> Match:
    """Return what somebody chose, else what the urn says where the text does not say otherwise, else by the text."""
    if one.place in chosen:
        return Match(chosen[one.place], ())
    by_text = matcher.match(fingerprint(one.question))
    if not one.number:
        return by_text
    if by_text.number in ("", one.number):
        return Match(one.number, ())
    return Match("", ((one.number, 0), *by_text.nearest[:1]))
