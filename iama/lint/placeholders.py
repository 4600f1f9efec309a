"""Texts of a question tree leave legal dates and thresholds to `law.yaml`, by naming facts that are there."""

import re
from collections.abc import Iterator

from iama.lint.declared import texts_of
from iama.lint.inspected_tree import Subject
from iama.model.law import Law
from iama.model.placeholders import IN_BRACES, fact_of
from iama.model.problems import Finding, Level, finding_of, misspelling_hint
from iama.words import LANGUAGES, Phrase
from iama.words.written import written_date


def placeholders(subject: Subject) -> Iterator[Finding]:
    """What stands in braces names a legal fact."""
    known = [f"law.{id_}" for id_ in subject.law.facts]
    for place, what, words in texts_of(subject.tree):
        for name in dict.fromkeys(name for text in words.values() for name in IN_BRACES.findall(text)):
            if fact_of(name, subject.law) is None:
                hint = misspelling_hint(name, known) or Phrase("tree-write-law", example="{law.<id>}")
                yield Finding(place, "unknown-law", Phrase("tree-names", what=what, name=name), hint)


def spelled_dates(subject: Subject) -> Iterator[Finding]:
    """A legal date is named, so that a change of law is a change of `law.yaml`."""
    if not (spelled := _facts_by_spelling(subject.law)):
        return
    dates = re.compile(r"(?<!\d)(?:" + "|".join(spelled) + r")\b", re.IGNORECASE)
    for place, what, words in texts_of(subject.tree):
        for id_ in dict.fromkeys(spelled[date.lower()] for text in words.values() for date in dates.findall(text)):
            message = Phrase("tree-spells", what=what, fact=f"{{law.{id_}}}")
            yield finding_of(place, "spelled-date", message, Level.WARNING)


def _facts_by_spelling(law: Law) -> dict[str, str]:
    """Return the first fact of every date, by how people write that date."""
    spelled: dict[str, str] = {}
    for fact in law.facts.values():
        for language in LANGUAGES if fact.date else ():
            spelled.setdefault(written_date(fact.date, language).lower(), fact.id)
    return spelled
