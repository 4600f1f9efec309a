"""The ways in which people write dates and numbers, to the one way in which a dossier keeps them."""

import re

from iama.model.questionnaire import Column, Kind, Question
from iama.words import FULL
from iama.words.written import months

_DAY_FIRST = re.compile(r"(\d{1,2})(?:e|st|nd|rd|th)?[-/. ]+(\d{1,2}|[a-z]+)\.?,?[-/. ]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_WEEKDAY = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\.?,? "
)
_THOUSANDS = {"nl": re.compile(r"(?<=\d)[. ](?=\d{3}(?:\D|$))"), "en": re.compile(r"(?<=\d)[, ](?=\d{3}(?:\D|$))")}
_MARCH = {"mrt": 3}  # the one Dutch abbreviation that is not the start of the name


def typed(field: Question | Column, given: str, language: str) -> str:
    """Return what people type for a date ("1 maart 2027", "1-3-2027") or number ("1.250", "0,5") in one form.

    Days come before months. What is not understood comes back as it was typed.
    """
    word = " ".join(given.split())
    if field.kind is Kind.DATE:
        return _date(word.lower()) or word
    return _number(word, language) if field.kind is Kind.NUMBER else given


def _date(word: str) -> str:
    word = _WEEKDAY.sub("", word)
    if found := _YEAR_FIRST.fullmatch(word):
        return _iso(found[1], int(found[2]), found[3])
    if found := _DAY_FIRST.fullmatch(word):
        return _iso(found[3] if len(found[3]) == len("2027") else f"20{found[3]}", _month(found[2]), found[1])
    if found := _MONTH_FIRST.fullmatch(word):
        return _iso(found[3], _month(found[1]), found[2])
    return ""


def _iso(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02d}-{int(day):02d}" if month else ""


def _month(word: str) -> int:
    """Return the number of a month written in either language, in full or by its first letters; 0 for none."""
    if word.isdecimal():
        return int(word)
    if word in _MARCH:
        return _MARCH[word]
    names = [name.lower() for language in FULL for name in months(language)]
    found = [place % 12 + 1 for place, name in enumerate(names) if len(word) > 2 and name.startswith(word)]
    return found[0] if len(set(found)) == 1 else 0


def _number(word: str, language: str) -> str:
    """Return a number with a point for the decimals; in English too a lone comma before them is understood."""
    bare = word.removeprefix("€").strip()
    if not re.match(r"-?0[.,]", bare):  # 0.125 holds no thousands
        bare = _THOUSANDS[language].sub("", bare)
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
