"""Which rights to see, to understand and to object people have, by what the answers say: for all that speaks to them.

What binds today comes first: reasons (Awb), access and automated decisions (GDPR). Article 86 of the AI Act comes on
top, from the day on which it binds this system. What no answer says is never said as a fact.
"""

from iama.model.approval import Decision
from iama.model.dossier import Dossier
from iama.model.questionnaire import plain_id
from iama.publish.wording import Wording

HOME = "algorithm"
REASONS = "awb-reasons"
ACCESS = {
    "gdpr": ("gdpr-15",),
    "law-enforcement": ("wpg", "wjsg"),
    "mixed": ("gdpr-15", "wpg", "wjsg"),
}
AUTOMATED, ARTICLE_86 = "gdpr-15-1-h", "ai-act-86"
SAFEGUARDS, SAFEGUARDS_POLICE = "gdpr-22-3", "led-11"
DECIDING = ("automated-decision", "decision-support", "selection")
_AWB = "awb-decisions"  # ticked by the lawyer: the outcome is used in decisions under the Awb
_LISTED = "annex-iii"  # high-risk by a point of Annex III, but for point 2, which Article 86 leaves out
_SERIOUS = "legal-effect"  # legal or similarly serious effects
_PUBLIC = ("public-authority", "public-law-body")
_POLICE = "law-enforcement"
_ONE_SUBJECT = "67"  # areas of Annex III whose points are about the same


def is_authority(wording: Wording) -> bool | None:
    """Return whether a public authority uses the system; None while that is not known."""
    category = wording.chosen_word(HOME, "deployer-category")
    return category == _PUBLIC[0] if category else None


def may_be_in_register(wording: Wording) -> bool:
    """Return whether the Algorithm Register may hold it: not of a private body, nor what the register leaves out."""
    category, tier = wording.chosen_word(HOME, "deployer-category"), wording.outcome.facts["category"].words
    situation = wording.answered_entry("follow-up", "situation")
    exempt = situation and "register-exempt" in situation.answer.value_words()
    return category in ("", *_PUBLIC) and tier != ("c",) and not exempt


def registers_use(wording: Wording) -> bool | None:
    """Return whether the organisation registers its use in the EU database (Article 49(3), (4)); None while open."""
    facts = wording.outcome.facts
    registers, starts = facts["registers-use"].words, facts["registers-from"].words
    if registers == ("no",) or starts == ():
        return False
    return True if registers and starts else None


def annex_iii_points(wording: Wording) -> tuple[str, ...]:
    """Return the points of Annex III that were ticked."""
    entry = wording.answered_entry(HOME, "annex-iii")
    return tuple(word for word in entry.answer.value_words() if word not in entry.question.exclusive) if entry else ()


def decision_subjects(wording: Wording) -> list[str]:
    """Return what kind of decisions a use of Annex III is about (recital 93), each kind once."""
    points = annex_iii_points(wording)
    areas = dict.fromkeys(point[0] if point[0] in _ONE_SUBJECT else point for point in points)
    return [wording.text(f"notice-about-{area}") for area in areas]


def takes_decisions(wording: Wording) -> bool | None:
    """Return whether people get a decision in the sense of the Awb (besluit); None while that is not known.

    Detecting and prosecuting criminal offences is outside its chapters on decisions (Awb 1:6), unless a lawyer says so.
    """
    facts = wording.answered_entry("iama", "law-facts")
    serious, authority = wording.chosen_word(HOME, _SERIOUS), is_authority(wording)
    if serious == "no":
        return False
    if facts and _AWB not in facts.answer.unsure:
        return _AWB in facts.answer.value_words()
    regime = wording.chosen_word(HOME, "regime")
    if authority and regime in (_POLICE, "mixed"):
        return False if regime == _POLICE else None
    return authority if serious else None


def decides_alone(wording: Wording) -> bool | None:
    """Return whether a decision with serious effects rests on the system alone (GDPR 22(1)); None while that is open.

    It may, when staff nearly always follow the outcome (CJEU C-634/21).
    """
    effect, serious = wording.chosen_word(HOME, "effect"), wording.chosen_word(HOME, _SERIOUS)
    personal, oversight = wording.chosen_word(HOME, "personal-data"), wording.answered_entry("iama", "oversight-facts")
    if "no" in (serious, personal) or effect == "information":
        return False
    if effect in DECIDING[1:]:
        return None if oversight and "formal-only" in oversight.answer.value_words() else False
    return bool(effect and serious and personal) or None


def explains_automated(wording: Wording) -> bool | None:
    """Return whether people may ask how an automated decision came about (GDPR 15(1)(h)); None while that is open."""
    return False if wording.chosen_word(HOME, "regime") == _POLICE else decides_alone(wording)


def article_86_from(wording: Wording) -> str | None:
    """Return the day from which Article 86 binds the organisation; empty when it never does, None while it is open."""
    listed, starts = wording.outcome.facts["annex-iii-class"], wording.outcome.facts["applies-from"].words
    held, may = _LISTED in (listed.words or ()), listed.words is None or _LISTED in listed.unsure
    effect = wording.chosen_word(HOME, "effect")
    free = starts == () or not (held or may) or (effect and effect not in DECIDING)
    if free or wording.chosen_word(HOME, _SERIOUS) == "no":
        return ""
    return starts[0] if held and starts and effect else None


def article_86_binds(wording: Wording) -> bool | None:
    """Return whether people may ask today for the explanation of Article 86; None while that is open."""
    today, starts = wording.outcome.as_of.isoformat(), article_86_from(wording)
    if starts is None:  # no system is bound before the rules of Annex III apply
        return None if today >= wording.law.facts["annex-iii-date"].date else False
    return bool(starts) and starts <= today


def is_refused(dossier: Dossier) -> bool:
    """Whether the last decision about one of the assessments of a dossier is that the algorithm may not be used."""
    last = {plain_id(approval.questionnaire): approval.decision for approval in dossier.approvals}
    return Decision.NO_GO in last.values()
