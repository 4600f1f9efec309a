"""A scan for personal data in what is about to be published: which question, and what kind, never the text.

It finds what has a form: names that stand in `people.yaml`, names behind a title or initials, mail addresses, phone
numbers, addresses, days of birth, plates, and numbers that pass their own check (BSN, IBAN). It is a help to a careful
reader, not a replacement.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from iama.assess.outcome import Outcome
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.people import has_any_name
from iama.publish.personforms import (
    has_address,
    has_birth,
    has_bsn,
    has_iban,
    has_phone,
    has_plate,
    mails_in,
    plain_signs,
)
from iama.publish.register.rules import is_personal_mail
from iama.publish.said import Part, Said, said_at
from iama.publish.titled import has_titled_name

CONTACT = Ref("algorithm", "contact")  # where an address and a number of the organisation belong
_DIGIT = re.compile(r"\d")


class Sort(StrEnum):
    """What kind of personal data a text seems to hold."""

    NAME = "name"
    TITLED = "titled"
    MAIL = "mail"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"
    ADDRESS = "address"
    BIRTH = "birth"
    PLATE = "plate"


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
    text = plain_signs(text)
    if has_any_name(text, people):
        yield Sort.NAME
    if has_titled_name(text):
        yield Sort.TITLED
    if any(is_personal_mail(mail) or not contact for mail in mails_in(text)):
        yield Sort.MAIL
    if not _DIGIT.search(text):  # most texts
        return
    for sort, is_there, is_for_contact in _WITH_DIGITS:
        if not (contact and is_for_contact) and is_there(text):
            yield sort


_WITH_DIGITS = (  # whether an organisation may have one, as its contact
    (Sort.PHONE, has_phone, True),
    (Sort.BSN, has_bsn, False),
    (Sort.IBAN, has_iban, False),
    (Sort.ADDRESS, has_address, True),
    (Sort.BIRTH, has_birth, False),
    (Sort.PLATE, has_plate, False),
)
