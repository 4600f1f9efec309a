"""A short notice for decision letters and the website, in plain words: an algorithm was used, how, and what you can do.

Built from structured facts and public fields only: no note, no hidden answer and no text of an assessment gets in.
"""

from collections.abc import Iterator

from iama.publish.explaining import (
    ACCESS,
    ARTICLE_86,
    AUTOMATED,
    HOME,
    REASONS,
    article_86_from,
    explains_automated,
    takes_decisions,
)
from iama.publish.wording import Wording

_DATA = ("special-category", "criminal", "bsn", "financial", "children", "location", "nationality-origin", "postcode")
_OTHER_TIMES = ("development", "retired")


def notice(wording: Wording) -> str:
    """Return the notice as plain text: a heading and one paragraph."""
    words = " ".join(" ".join(_sentences(wording)).split())
    return f"{_notice_text(wording, _by_phase('title', _phase_or_empty(wording)))}\n\n{words}\n"


def _sentences(wording: Wording) -> Iterator[str]:
    yield from _use(wording)
    effect = wording.chosen_word(HOME, "effect")
    yield _notice_text(wording, effect) if effect else _slot(wording, "role")
    yield _data(wording)
    link = (
        wording.plain_answer("follow-up", "register-url")
        or wording.plain_answer(HOME, "website")
        or _slot(wording, "link")
    )
    yield _notice_text(wording, "register", link=link)
    yield _notice_text(wording, "contact", contact=wording.plain_answer(HOME, "contact") or _slot(wording, "contact"))
    yield _objection(wording)
    yield from _access(wording)
    yield from _explanation(wording)


def _use(wording: Wording) -> Iterator[str]:
    """Yield who uses what, and whether that is still to come or over."""
    phase = _phase_or_empty(wording)
    organisation = wording.plain_answer(HOME, "organisation") or _slot(wording, "organisation")
    kind = _notice_text(wording, "ai" if wording.chosen_word(HOME, "ai-system") == "yes" else "algorithm")
    name = wording.plain_answer(HOME, "name") or wording.dossier.id
    if not phase:
        yield _slot(wording, "phase")
    yield _notice_text(wording, _by_phase("used", phase), organisation=organisation, kind=kind, name=name)
    if phase in _OTHER_TIMES:
        yield _notice_text(wording, phase)


def _phase_or_empty(wording: Wording) -> str:
    return "".join(wording.outcome.facts["current-phase"].words or ())


def _by_phase(key: str, phase: str) -> str:
    return f"{key}-{phase}" if phase in _OTHER_TIMES else key


def _data(wording: Wording) -> str:
    personal = wording.chosen_word(HOME, "personal-data")
    if personal == "no":
        return _notice_text(wording, "no-personal")
    entry = wording.answered_entry(HOME, "data-kinds")
    if personal != "yes" or entry is None:
        return _slot(wording, "data")
    kinds = [_notice_text(wording, f"data-{word}") for word in entry.answer.value_words() if word in _DATA]
    return _notice_text(wording, "data", data=", ".join(kinds)) if kinds else _notice_text(wording, "personal")


def _objection(wording: Wording) -> str:
    decides = takes_decisions(wording)
    if decides is None:
        return _slot(wording, "objection")
    return _notice_text(wording, "objection" if decides else "complaint", law=_cite_facts(wording, REASONS))


def _access(wording: Wording) -> Iterator[str]:
    """Yield what people may ask about their data, by the privacy rules that apply; in doubt as a condition."""
    personal, regime = wording.chosen_word(HOME, "personal-data"), wording.chosen_word(HOME, "regime")
    if personal == "no":
        return
    law = _cite_facts(wording, *ACCESS[regime]) if regime else _slot(wording, "privacy")
    yield _notice_text(wording, "access" if personal else "access-open", law=law)
    if regime in ("law-enforcement", "mixed"):
        yield _notice_text(wording, "access-refused")
    if explains_automated(wording):
        yield _notice_text(wording, "automated", law=_cite_facts(wording, AUTOMATED) if regime else law)


def _explanation(wording: Wording) -> Iterator[str]:
    """Yield the sentence about Article 86, when it applies or may; what would begin after the end is not promised."""
    law, starts = _cite_facts(wording, ARTICLE_86), article_86_from(wording)
    if starts is None:
        yield _slot(wording, "explanation", law=law)
    elif starts > wording.outcome.as_of.isoformat():
        if _phase_or_empty(wording) != "retired":
            yield _notice_text(wording, "explanation-from", law=law, day=wording.written_day(starts))
    elif starts:
        yield _notice_text(wording, "explanation", law=law)


def _cite_facts(wording: Wording, *facts: str) -> str:
    return "; ".join(wording.law.cite(fact, wording.language) for fact in facts)


def _slot(wording: Wording, what: str, **values: object) -> str:
    return _notice_text(wording, "slot", what=_notice_text(wording, f"what-{what}", **values))


def _notice_text(wording: Wording, key: str, **values: object) -> str:
    return wording.text(f"notice-{key}", **values)
