"""Persons: their names stand in `people.yaml` alone; everything else holds a role, or a code such as `p1`.

So a name can be erased at any time without a change in any answer.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from iama.model.dossier import Answer, Dossier
from iama.model.values import InvalidValue

CODE_COLUMN = "person"
WHO_COLUMNS = ("owner", "by")  # who does or decided something: a role or a function
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}+@[\w-]++(?:\.[\w-]++)+")
_CODE = re.compile(r"p([1-9][0-9]{0,5})")
_PART = re.compile(r"\w{3,}")  # of a name; shorter ones are initials and particles


def is_code(word: str, people: Mapping[str, str]) -> bool:
    """Return whether a word is the code of a person: `p1`, or what `people` (name by code) has, unless it is a name."""
    if _CODE.fullmatch(word):
        return True
    parts = _PART.findall(people.get(word, "").casefold())
    return word in people and not any(part in word.casefold() for part in parts)


def next_code(used: Iterable[str]) -> str:
    """Return a code that no one has or had: one more than the highest of `used`."""
    numbers = [int(match[1]) for code in used if (match := _CODE.fullmatch(code))]
    return f"p{max(numbers, default=0) + 1}"


def used_codes(dossier: Dossier) -> list[str]:
    """Return the codes that a dossier names anywhere, of people whose name is erased too."""
    answers = (answer for assessment in dossier.assessments.values() for answer in assessment.answers.values())
    rows = (row.cells.get(CODE_COLUMN, "") for answer in answers for row in answer.rows)
    used = (*dossier.people, *rows, *(approval.person for approval in dossier.approvals))
    return [code for code in dict.fromkeys(used) if code]


def refuse_names(before: Answer, after: Answer, people: Mapping[str, str]) -> None:
    """Raise InvalidValue when a change of an answer puts a name in the place of a code or of a role.

    What stood there before may stay. A code is known by its form, a name in the place of a role by `people`.
    """
    old = {row.id: row.cells for row in before.rows}
    for row in after.rows:
        for column, word in row.cells.items():
            if word != old.get(row.id, {}).get(column):
                refuse_name(column, word, people)
    if after.follow and after.follow != before.follow:
        refuse_name("by", after.follow.by, people)


def refuse_name(column: str, word: str, people: Mapping[str, str]) -> None:
    """Raise InvalidValue when a column asks for a code or a role and `word` is a name; no message quotes it."""
    if column == CODE_COLUMN and word and not is_code(word, people):
        raise InvalidValue("value-no-code")
    if column in WHO_COLUMNS and has_any_name(word, people.values()):
        raise InvalidValue("value-name")


def has_any_name(text: str, people: Iterable[str]) -> bool:
    """Whether a text holds the full name or the last name of one of `people`, a mail address included.

    A last name counts with its capital, for many are common words too; in a mail address in any case.
    """
    folded_text = _fold_case(text)
    return any(_has_name(text, *forms) for forms in map(_name_forms, people) if forms[0] and forms[2] in folded_text)


@lru_cache(maxsize=1_000)
def _name_forms(name: str) -> tuple[str, str, str]:
    """Return a name, its last name, and that folded: every folded text that holds one of them holds that."""
    name = " ".join(name.split())
    last = name.partition(",")[0] if "," in name else name.rpartition(" ")[2]
    return name, last, _fold_case(last)


def _fold_case(text: str) -> str:
    """Return text without case, as a regular expression that ignores it: `İ` and `ı` are an `i` too."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def _has_name(text: str, name: str, last: str, folded_last: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
        return True
    spellings = "|".join(re.escape(spelling) for spelling in (last, last.upper()))
    if last[:1].isupper() and re.search(rf"(?<!\w)(?:{spellings})(?:['’]?s)?(?!\w)", text):
        return True
    locals_ = (_fold_case(mail.partition("@")[0]) for mail in MAIL.findall(text))
    return any(folded_last in re.split(r"[._+-]", local) for local in locals_)
