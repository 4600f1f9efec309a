"""The ways in which people write dates, numbers, choices and roles, to the one way in which a dossier keeps them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from iama.model.days import months_later
from iama.model.questionnaire import Column, Kind, Question
from iama.words import FULL, Named, Words, pick_translation
from iama.words.written import months, written_date, written_number

_DAY_FIRST = re.compile(r"(\d{1,2})(?:e|st|nd|rd|th)?[-/. ]+(\d{1,2}|[a-z]+)\.?,?[-/. ]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NO_YEAR = re.compile(r"(?:\d{1,2}(?:e|st|nd|rd|th)? [a-z]+|\d{1,2}[-/]\d{1,2}|[a-z]+ \d{1,2}(?:st|nd|rd|th)?)\.?")
_MONTH_END = re.compile(r"(?:eind|einde|end|end of) ([a-z]+)(?: (\d{4}))?")
_TOMORROW = ("morgen", "tomorrow")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_WEEKDAY = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\.?,? "
)
_THOUSANDS = {"nl": re.compile(r"(?<=\d)[. ](?=\d{3}(?:\D|$))"), "en": re.compile(r"(?<=\d)[, ](?=\d{3}(?:\D|$))")}
_MARCH = {"mrt": 3}  # the one Dutch abbreviation that is not the start of the name


def typed_value(field: Question | Column, given: str, language: str | None = None, today: str = "") -> str:
    """Return what people type for a date, a choice ("niet-zelflerend") or a number ("1.250", "0,5") in one form.

    A number is read by the signs of the language; without one as it stands. A date without a year needs `today`. What
    is not understood comes back as it was typed.
    """
    match field.kind:
        case Kind.DATE:
            return typed_day(given, today)
        case Kind.NUMBER:
            return _number(" ".join(given.split()), language) if language else given
        case Kind.CHOICE | Kind.CHOICES | Kind.YES_NO:
            return _match_id(given, {option.value: option.label for option in field.options})
        case _:
            return given


def written_value(field: Question | Column, word: str, language: str) -> str:
    """Return one value as a reader sees it, and as `typed_value` understands it again."""
    match field.kind:
        case Kind.DATE:
            return written_date(word, language)
        case Kind.NUMBER:
            return written_number(word, language)
        case _:
            labels = (pick_translation(option.label, language) for option in field.options if option.value == word)
            return next(labels, word)


def typed_day(given: str, today: str = "") -> str:
    """Return a date ("1 maart 2027", "1-3-2027") as 2027-03-01; days come before months. Else what was typed.

    Seen from `today`, a date without a year ("1 maart", "eind mei") is the next one, and "morgen" is understood too.
    """
    word = " ".join(given.split())
    return _date(word.lower()) or (today and _coming_day(word.lower(), date.fromisoformat(today))) or word


def _coming_day(word: str, today: date) -> str:
    """Return the day that a word means from today on; empty when that is none."""
    if word in _TOMORROW:
        return (today + timedelta(days=1)).isoformat()
    if match := _MONTH_END.fullmatch(word):
        return _month_end(_month(match[1]), match[2], today)
    if not _NO_YEAR.fullmatch(word := _WEEKDAY.sub("", word)):
        return ""
    sign = next((sign for sign in "-/" if sign in word), " ")
    days = (_date(f"{word.rstrip('.')}{sign}{year}") for year in (today.year, today.year + 1))
    return next((day for day in days if day >= today.isoformat()), "")


def _month_end(month: int, year: str | None, today: date) -> str:
    """Return the last day of a month: of this year, or of the next when that month is over."""
    if not month:
        return ""
    first = date(int(year) if year else today.year + (month < today.month), month, 1)
    return (months_later(first, 1) - timedelta(days=1)).isoformat()


def named_role(roles: Mapping[str, Words], role: str) -> Named | str:
    """Return a role by its title, for a message; an id that nobody knows as it is."""
    return Named(roles[role]) if role in roles else role


def typed_role(roles: Mapping[str, Words], given: str) -> str:
    """Return the id of the role that people name by its id or its title ("jurist"); else what was typed."""
    return _match_id(given, roles)


def _match_id(given: str, known: Mapping[str, Words]) -> str:
    """Return the one id that is written so, or of which a title is or begins so in any language; else `given`."""
    if given in known or not (wanted := _fold_words(given)):
        return given
    names = {id_: [_fold_words(name) for name in (id_, *titles.values())] for id_, titles in known.items()}
    exact = [id_ for id_, plain in names.items() if wanted in plain]
    beginning = [id_ for id_, plain in names.items() if any(f"{name} ".startswith(f"{wanted} ") for name in plain)]
    ids = exact or beginning
    return ids[0] if len(ids) == 1 else given


def _fold_words(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _date(word: str) -> str:
    word = _WEEKDAY.sub("", word)
    if match := _YEAR_FIRST.fullmatch(word):
        return _iso(match[1], int(match[2]), match[3])
    if match := _DAY_FIRST.fullmatch(word):
        return _iso(match[3] if len(match[3]) == len("2027") else f"20{match[3]}", _month(match[2]), match[1])
    if match := _MONTH_FIRST.fullmatch(word):
        return _iso(match[3], _month(match[1]), match[2])
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
    numbers = [place % 12 + 1 for place, name in enumerate(names) if len(word) > 2 and name.startswith(word)]
    return numbers[0] if len(set(numbers)) == 1 else 0


def _number(word: str, language: str) -> str:
    """Return a number with a point for the decimals; in English too a lone comma before them is understood."""
    bare = word.removeprefix("€").strip()
    if not re.match(r"-?0[.,]", bare):  # 0.125 holds no thousands
        bare = _THOUSANDS[language].sub("", bare)
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
