"""Which rights to see, to understand and to object people have, by what the answers say: for all that speaks to them.

What binds today comes first: reasons (Awb), access and automated decisions (GDPR). Article 86 of the AI Act comes on
top, from the day on which it binds this system. What no answer says is never said as a fact.
"""

from iama.publish.wording import Wording

HOME = "algorithm"
REASONS = "awb-reasons"
ACCESS = {
    "gdpr": ("gdpr-15",),
    "law-enforcement": ("wpg", "wjsg"),
    "mixed": ("gdpr-15", "wpg", "wjsg"),
}
AUTOMATED, ARTICLE_86 = "gdpr-15-1-h", "ai-act-86"
DECIDING = ("automated-decision", "decision-support", "selection")
_AWB = "awb-decisions"  # ticked by the lawyer: the outcome is used in decisions under the Awb
_LISTED = "annex-iii"  # high-risk by a point of Annex III, but for point 2, which Article 86 leaves out
_SERIOUS = "legal-effect"  # legal or similarly serious effects


def takes_decisions(wording: Wording) -> bool | None:
    """Return whether people get a decision in the sense of the Awb (besluit); None while that is not known."""
    facts = wording.answered_entry("iama", "law-facts")
    serious, category = wording.chosen_word(HOME, _SERIOUS), wording.chosen_word(HOME, "deployer-category")
    if serious == "no":
        return False
    if facts and _AWB not in facts.answer.unsure:
        return _AWB in facts.answer.value_words()
    return category == "public-authority" if serious and category else None


def explains_automated(wording: Wording) -> bool:
    """Return whether Article 15(1)(h) of the GDPR applies or may: personal data, and no member of staff who decides."""
    may = wording.chosen_word(HOME, "effect") in ("", DECIDING[0]) and wording.chosen_word(HOME, _SERIOUS) != "no"
    personal, regime = wording.chosen_word(HOME, "personal-data"), wording.chosen_word(HOME, "regime")
    return may and personal != "no" and regime != "law-enforcement"


def article_86_from(wording: Wording) -> str | None:
    """Return the day from which Article 86 binds the organisation; empty when it never does, None while it is open."""
    listed, starts = wording.outcome.facts["annex-iii-class"], wording.outcome.facts["applies-from"].words
    held, may = _LISTED in (listed.words or ()), listed.words is None or _LISTED in listed.unsure
    effect = wording.chosen_word(HOME, "effect")
    free = starts == () or not (held or may) or (effect and effect not in DECIDING)
    if free or wording.chosen_word(HOME, _SERIOUS) == "no":
        return ""
    return starts[0] if held and starts and effect else None
