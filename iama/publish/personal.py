"""A scan for personal data in what is about to be published: which question, and what kind, never the text.

It finds what has a form: names that stand in `people.yaml`, names behind a title or initials, mail addresses, Dutch
phone numbers, and numbers that pass their own check (BSN, IBAN). It is a help to a careful reader, not a replacement.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from iama.assess.outcome import Outcome
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.people import MAIL, has_any_name
from iama.publish.register.rules import is_personal_mail
from iama.publish.said import Part, Said, said_at
from iama.publish.titled import has_titled_name

CONTACT = Ref("algorithm", "contact")  # where an address and a number of the organisation belong
_PHONE = re.compile(r"(?<![\w+])(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|\(?0)[1-9](?:[ -]?\)?[ -]?\d){8}(?!\w)")
_DIGIT = re.compile(r"\d")
# both look behind after their first sign: that one can be searched for fast
_NINE_DIGITS = re.compile(r"\d(?<![\w.,-].)(?:[ .-]?\d){8}(?![\w-]|[.,]\d)")
_IBAN = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")


class Sort(StrEnum):
    """What kind of personal data a text seems to hold."""

    NAME = "name"
    TITLED = "titled"
    MAIL = "mail"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"


class Personal(Struct, frozen=True):
    """One kind of personal data in a part of the answer to one question."""

    ref: Ref
    sort: Sort
    part: Part = Part.ANSWER


def personal_data(outcome: Outcome, dossier: Dossier, people: Iterable[str]) -> tuple[Personal, ...]:
    """Return what the texts of a public dossier seem to hold, in the order of the questions.

    `people` are the names to look for: those of the whole dossier, since a public one holds none.
    """
    names = tuple(people)
    hits: list[Personal] = []
    for tree in outcome.questionnaires.values():
        assessment = dossier.assessments.get(tree.ref)
        answers = assessment.answers.items() if assessment else ()
        for slot, answer in answers:
            for one in said_at(Ref(tree.id, *slot), tree.questions[slot[0]], answer):
                hits += personal_in(one, names)
    return tuple(dict.fromkeys(hits))


def personal_in(said: Said, people: Iterable[str]) -> Iterator[Personal]:
    """Yield what one text of an answer seems to hold."""
    if said.ref is not None:
        for sort in _each_sort(said.text, people, contact=said.ref == CONTACT):
            yield Personal(said.ref, sort, said.part)


def personal_data_sorts(text: str, people: Iterable[str], *, contact: bool = False) -> tuple[Sort, ...]:
    """Return which kinds of personal data a text seems to hold; `contact` expects an address of the organisation."""
    return tuple(_each_sort(text, people, contact=contact))


def _each_sort(text: str, people: Iterable[str], *, contact: bool) -> Iterator[Sort]:
    if has_any_name(text, people):
        yield Sort.NAME
    if has_titled_name(text):
        yield Sort.TITLED
    if "@" in text and any(is_personal_mail(mail) or not contact for mail in MAIL.findall(text)):
        yield Sort.MAIL
    if not _DIGIT.search(text):  # most texts
        return
    if not contact and _PHONE.search(text):
        yield Sort.PHONE
    if any(_is_bsn(number) for number in _NINE_DIGITS.findall(text)):
        yield Sort.BSN
    if any(_is_iban(number) for number in _IBAN.findall(text)):
        yield Sort.IBAN


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())


def _is_bsn(number: str) -> bool:
    """Return whether nine digits pass the eleven test of a citizen service number."""
    digits = [int(digit) for digit in _digits(number)]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and total % 11 == 0


def _is_iban(number: str) -> bool:
    """Return whether an account number passes its check digits (ISO 13616)."""
    signs = _digits(number)
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
