"""Signs that a dossier was filled in without much thought: counts over its answers, never what one of them says.

No sign proves anything, and each may have a good reason. They are for whoever decides, and stand on no public page.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from iama.assess.outcome import Entry, Outcome, State, Status
from iama.assess.responses import Decision, Response, last_response
from iama.assess.withheld_index import find_withheld
from iama.model.dossier import Dossier
from iama.model.questionnaire import AROUND, Kind

THRESHOLDS: Mapping[str, int] = {  # from how much on a sign is told: a share in percent, or a number
    "thin-answers": 25,  # percent of the texts
    "same-text": 3,  # answers with one text
    "all-flags-accepted": 5,  # flags
    "decided-alone": 90,  # percent of the answers
    "not-applicable-in-bulk": 30,  # percent of the questions that were answered
    "withheld-in-bulk": 50,  # percent of the questions that were answered
}
_FEW = 10  # answers say something of a team
_WORDS, _LETTERS = 3, 15  # a text with less says little
_SAID = (Status.ANSWERED, Status.NOT_APPLICABLE, Status.UNKNOWN, Status.ASK_SUPPLIER, Status.WITHHELD)


class Sign(Struct, frozen=True):
    """One sign: so many of so many; `role` is who decided alone."""

    code: str
    count: int
    of: int
    role: str = ""


def find_signs(
    outcome: Outcome, dossier: Dossier, deciders: Mapping[str, str], thresholds: Mapping[str, int] = THRESHOLDS
) -> tuple[Sign, ...]:
    """Return the signs that `outcome` shows; of what is withheld in it, none rests on a text.

    `deciders` names the role that decides, or decided, by the instrument that it is about.
    """
    entries = _said_entries(outcome)
    limits = {**THRESHOLDS, **thresholds}
    found = (
        *_text_signs(_own_texts(entries, outcome), limits),
        *_flag_signs(outcome, limits),
        *_alone_signs(entries, deciders, limits),
        *_bulk_signs(entries, outcome, dossier, limits),
    )
    return tuple(found)


def comparable_texts(outcome: Outcome) -> frozenset[str]:
    """Return the texts of a team that say something, each as its words alone: two of a kind were copied."""
    plain = map(_plain_words, _own_texts(_said_entries(outcome), outcome))
    return frozenset(" ".join(words) for words in plain if not _says_little(words))


def _said_entries(outcome: Outcome) -> list[Entry]:
    return [
        entry
        for entry in outcome.entries.values()
        if entry.ref.questionnaire not in AROUND and entry.status in _SAID and entry.question.kind is not Kind.NOTICE
    ]


def _own_texts(entries: Sequence[Entry], outcome: Outcome) -> list[str]:
    """Return what the team wrote itself: answers of text, and why it decided about flags."""
    written = [
        entry.answer.value
        for entry in entries
        if entry.status is Status.ANSWERED and entry.question.kind is Kind.TEXT and not entry.answer.adopts
    ]
    texts = [value for value in written if isinstance(value, str)]
    return texts + [response.text for response in _responses(outcome) if response.text]


def _responses(outcome: Outcome) -> Iterator[Response]:
    fired = (verdict for verdict in outcome.verdicts if verdict.state is State.FIRED)
    return (response for verdict in fired if (response := last_response(verdict, outcome)))


def _text_signs(texts: Collection[str], limits: Mapping[str, int]) -> Iterator[Sign]:
    plain = [*map(_plain_words, texts)]
    thin = sum(map(_says_little, plain))
    if len(plain) >= _FEW and thin and _reaches(thin, len(plain), limits["thin-answers"]):
        yield Sign("thin-answers", thin, len(plain))
    times = Counter(map(tuple, plain))
    same = sum(count for count in times.values() if count >= max(limits["same-text"], 2))
    if same:
        yield Sign("same-text", same, len(plain))


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _says_little(words: Sequence[str]) -> bool:
    return len(words) < _WORDS or len("".join(words)) < _LETTERS


def _flag_signs(outcome: Outcome, limits: Mapping[str, int]) -> Iterator[Sign]:
    responses = list(_responses(outcome))
    accepted = sum(response.decision is Decision.ACCEPT for response in responses)
    if accepted == len(responses) >= max(limits["all-flags-accepted"], 1):
        yield Sign("all-flags-accepted", accepted, len(responses))


def _alone_signs(entries: Sequence[Entry], deciders: Mapping[str, str], limits: Mapping[str, int]) -> Iterator[Sign]:
    for instrument, role in deciders.items():
        given = [entry.answer.by for entry in entries if entry.ref.questionnaire == instrument and entry.answer.by]
        alone = sum(by == (role,) for by in given)
        if len(given) >= _FEW and alone and _reaches(alone, len(given), limits["decided-alone"]):
            yield Sign("decided-alone", alone, len(given), role)


def _bulk_signs(
    entries: Sequence[Entry], outcome: Outcome, dossier: Dossier, limits: Mapping[str, int]
) -> Iterator[Sign]:
    withheld = find_withheld(dossier, outcome.questionnaires)
    counts = {
        "not-applicable-in-bulk": sum(entry.status is Status.NOT_APPLICABLE for entry in entries),
        "withheld-in-bulk": sum(entry.status is Status.WITHHELD or withheld.covers(entry.ref) for entry in entries),
    }
    for code, count in counts.items():
        if len(entries) >= _FEW and count and _reaches(count, len(entries), limits[code]):
            yield Sign(code, count, len(entries))


def _reaches(part: int, whole: int, percent: int) -> bool:
    return 100 * part >= percent * whole
