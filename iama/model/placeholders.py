"""Texts that leave a legal date or threshold to `law.yaml`: `{law.<id>}` stands for what that fact holds."""

import re

from iama.model.law import Fact, Law
from iama.words import signs
from iama.words.written import written_date, written_number

IN_BRACES = re.compile(r"\{([^{}]*)\}")
_PREFIX = "law."


def fact_of(name: str, law: Law) -> Fact | None:
    """Return the fact that `law.<id>` names; None when it names none."""
    return law.facts.get(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None


def fill_in_facts(text: str, law: Law, language: str) -> str:
    """Return `text` with every legal fact that it names written out; what names none stays as it is."""
    if "{law." not in text:
        return text

    def fill_in_match(match: re.Match[str]) -> str:
        fact = fact_of(match[1], law)
        return _fact_text(fact, language) if fact else match[0]

    return IN_BRACES.sub(fill_in_match, text)


def _fact_text(fact: Fact, language: str) -> str:
    """Return a number (up to twelve as a word), else a date in words, else how texts cite the fact."""
    if fact.number:
        counts = signs("counts", language).split()
        small = 1 <= int(fact.number) <= len(counts)
        return counts[int(fact.number) - 1] if small else written_number(fact.number, language)
    return written_date(fact.date, language) if fact.date else fact.cite[language]
