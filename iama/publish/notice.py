"""A short notice for decision letters and the website, in plain words: an algorithm was used, how, and what you can do.

Built from structured facts and public fields only: no note, no hidden answer and no text of an assessment gets in.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from iama.publish import markup
from iama.publish.draft import Draft
from iama.publish.explaining import (
    ACCESS,
    ARTICLE_86,
    AUTOMATED,
    DECIDING,
    HOME,
    REASONS,
    SAFEGUARDS,
    SAFEGUARDS_POLICE,
    article_86_binds,
    decides_alone,
    decision_subjects,
    explains_automated,
    is_refused,
    may_be_in_register,
    takes_decisions,
)
from iama.publish.wording import Wording

_LONG_WORD = re.compile(r"<[^>]*>|[^\s<>]{20,}")
_BREAKABLE = re.compile(r"(?:[/.@_?=-]|&amp;)+(?=[^\s<])")
_SPECIAL = "special-category"
_DATA = (_SPECIAL, "criminal", "bsn", "financial", "children", "location", "nationality-origin", "postcode")
_REFUSED = ("refused", "refused-in-use")  # in place of a phase: what a decision says that may not be used
_OTHER_TIMES = ("development", "retired", *_REFUSED)
_PROMISES = (  # what an organisation ticked about those whom the system selects or scores
    ("iama", "how-facts", "random-sample"),
    ("iama", "how-facts", "explainable"),
    ("iama", "monitoring-facts", "people-route"),
    ("fria", "measures-true", "repair-route"),
)


def notice(wording: Wording) -> str:
    """Return the notice as plain text: a heading, short paragraphs, and what is still to fill in."""
    draft = Draft("notice-", wording)
    parts = [part(draft) for part in (_prohibition_slot, _use, _data, _decisions, _promises, _contact)]
    paragraphs = [" ".join(" ".join(sentences).split()) for sentences in parts]
    title = draft.letter_text(_by_phase("title", _phase_or_refusal(wording)))
    open_ = f"{wording.text('draft-open')}\n{draft.slot_list('-')}" if draft.slots else ""
    return "\n\n".join(block for block in (title, *paragraphs, open_) if block) + "\n"


def notice_html(wording: Wording) -> str:
    """Return the notice as HTML for a website: its heading, paragraphs and links, and where a line may end."""
    title, _, rest = notice(wording).partition("\n\n")
    page = str(Markup("<h2>{}</h2>\n{}").format(title, markup.html(rest)))
    return _LONG_WORD.sub(_with_breaks, page)


def _with_breaks(match: re.Match[str]) -> str:
    """Return a word in which a line may end behind the signs of an address: the website has no style of ours."""
    return match[0] if match[0].startswith("<") else _BREAKABLE.sub(r"\g<0><wbr>", match[0])


def _prohibition_slot(draft: Draft) -> Iterator[str]:
    """Yield, where the use is prohibited, that no notice makes it lawful: that has to be settled first."""
    if draft.wording.outcome.facts["prohibition"].words in (("in-force",), ("disputed",)):
        yield _slot_to_fill(draft, "prohibited", law=draft.cite_facts("ai-act-5"))


def _use(draft: Draft) -> Iterator[str]:
    """Yield who uses what and for what, whether that is still to come or over, and which part it plays."""
    wording, phase = draft.wording, _phase_or_refusal(draft.wording)
    organisation = wording.plain_answer(HOME, "organisation") or _slot_to_fill(draft, "organisation")
    kind = draft.letter_text("ai" if wording.chosen_word(HOME, "ai-system") == "yes" else "algorithm")
    name = wording.plain_answer(HOME, "name") or wording.dossier.id
    if not phase:
        yield _slot_to_fill(draft, "phase")
    yield draft.letter_text(_by_phase("used", phase), organisation=organisation, kind=kind, name=name)
    if phase in _OTHER_TIMES:
        yield draft.letter_text(phase)
    yield _purpose(draft)
    if subjects := decision_subjects(wording):
        yield draft.letter_text("about", subjects=draft.join_words(subjects))
    effect = wording.chosen_word(HOME, "effect")
    yield draft.letter_text(effect) if effect else _slot_to_fill(draft, "role")
    yield _profile(draft)


def _phase_or_refusal(wording: Wording) -> str:
    """Return the phase, or that it was decided not to use what is not out of use; empty for an unknown phase."""
    phase = "".join(wording.outcome.facts["current-phase"].words or ())
    if phase == "retired" or not is_refused(wording.dossier):
        return phase
    return _REFUSED[phase == "in-use"]


def _by_phase(key: str, phase: str) -> str:
    return f"{key}-{phase}" if phase in _OTHER_TIMES else key


def _purpose(draft: Draft) -> str:
    """Return what the system is for, as the organisation publishes it; a place to fill in for another language."""
    wording = draft.wording
    description = wording.plain_answer(HOME, "description")
    if description and wording.assessment_language(HOME) == wording.language:
        return markup.plain_paragraph(description)
    return _slot_to_fill(draft, "purpose")


def _profile(draft: Draft) -> str:
    profiling = draft.wording.chosen_word(HOME, "profiling")
    if draft.wording.chosen_word(HOME, "personal-data") == "no" or profiling == "no":
        return draft.letter_text("no-profile")
    return draft.letter_text("profile") if profiling else _slot_to_fill(draft, "profile")


def _data(draft: Draft) -> Iterator[str]:
    """Yield which personal data are used, and what people may ask about theirs."""
    personal = draft.wording.chosen_word(HOME, "personal-data")
    if personal == "no":
        yield draft.letter_text("no-personal")
        return
    yield draft.letter_text("data", data=_data_kinds(draft)) if personal else _slot_to_fill(draft, "data")
    yield from _access(draft)


def _data_kinds(draft: Draft) -> str:
    """Return every kind that was ticked, and a place for those that no question asks about."""
    entry = draft.wording.answered_entry(HOME, "data-kinds")
    words = [word for word in entry.answer.value_words() if word in _DATA] if entry else []
    if not words:
        return _slot_to_fill(draft, "kinds")
    return "; ".join([*(_data_kind(draft, word) for word in words), _slot_to_fill(draft, "other-data")])


def _data_kind(draft: Draft, word: str) -> str:
    return _slot_to_fill(draft, word) if word == _SPECIAL else draft.letter_text(f"data-{word}")


def _decisions(draft: Draft) -> Iterator[str]:
    """Yield what people may do about a decision, by the law that applies; in doubt as a condition."""
    decides, explains = takes_decisions(draft.wording), article_86_binds(draft.wording)
    if decides:
        yield draft.letter_text("objection", law=draft.cite_facts(REASONS))
    elif decides is None:
        yield _slot_to_fill(draft, "objection")
    yield from _automated_decision(draft)
    if explains:
        yield draft.letter_text("explanation", law=draft.cite_facts(ARTICLE_86))
    elif explains is None:
        yield _slot_to_fill(draft, "explanation", law=draft.cite_facts(ARTICLE_86))


def _automated_decision(draft: Draft) -> Iterator[str]:
    """Yield what people may ask about a decision that no member of staff takes."""
    alone, regime = decides_alone(draft.wording), draft.wording.chosen_word(HOME, "regime")
    if alone is False:
        return
    if alone is None:
        yield draft.letter_text("if-automated")
    if explains_automated(draft.wording) is False:
        yield draft.letter_text("human-look", law=draft.cite_facts(SAFEGUARDS_POLICE))
        return
    unknown = "" if regime else _slot_to_fill(draft, "privacy")
    yield draft.letter_text("automated", law=unknown or draft.cite_facts(AUTOMATED))
    yield draft.letter_text("safeguards", law=unknown or draft.cite_facts(SAFEGUARDS))


def _access(draft: Draft) -> Iterator[str]:
    """Yield what people may ask about their data, by the privacy rules that apply."""
    personal, regime = draft.wording.chosen_word(HOME, "personal-data"), draft.wording.chosen_word(HOME, "regime")
    law = draft.cite_facts(*ACCESS[regime]) if regime else _slot_to_fill(draft, "privacy")
    yield draft.letter_text("access" if personal else "access-open", law=law)
    if regime in ("law-enforcement", "mixed"):
        yield draft.letter_text("access-refused")


def _promises(draft: Draft) -> Iterator[str]:
    """Yield what the organisation arranged for those whom it selects or scores, and that everybody may complain.

    Who gets no decision has no other way to hear why: there something must be said.
    """
    wording = draft.wording
    if wording.chosen_word(HOME, "effect") in DECIDING[1:]:
        promises = [
            word for questionnaire, question, word in _PROMISES if _is_ticked(wording, questionnaire, question, word)
        ]
        yield from (draft.letter_text(f"promise-{word}") for word in promises)
        if not promises and not takes_decisions(wording):
            yield _slot_to_fill(draft, "promise")
    yield draft.letter_text("complaint")


def _is_ticked(wording: Wording, questionnaire: str, question: str, word: str) -> bool:
    entry = wording.answered_entry(questionnaire, question)
    return entry is not None and word in entry.answer.value_words()


def _contact(draft: Draft) -> Iterator[str]:
    """Yield where to read more and whom to ask; the Algorithm Register only where the algorithm may be in it."""
    wording = draft.wording
    entry, page = wording.plain_answer("follow-up", "register-url"), wording.plain_answer(HOME, "website")
    if entry:
        yield draft.letter_text("register", link=entry)
    if page:
        yield draft.letter_text("website", link=page)
    if not (entry or page) and may_be_in_register(wording):
        yield draft.letter_text("website", link=_slot_to_fill(draft, "link"))
    yield draft.letter_text("contact", contact=wording.plain_answer(HOME, "contact") or _slot_to_fill(draft, "contact"))


def _slot_to_fill(draft: Draft, what: str, **values: object) -> str:
    return draft.slot(draft.letter_text(f"what-{what}", **values))
