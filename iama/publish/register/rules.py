"""What can be wrong with a value for the register: rules on links, mail addresses, names and sentences."""

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from iama.model.conditions import Ref
from iama.model.people import MAIL
from iama.publish.register.text import sentences

TOOI = Ref("algorithm", "organisation-tooi")
WEB_ADDRESSES = (Ref("follow-up", "public-url"), Ref("follow-up", "register-url"))
LONG_SENTENCE = 25
LINK_LIMIT = 500
_SIGNS = re.compile(r"[A-Za-z0-9\-+&@#/%?=~_|!:,.;]*")
_LAST = re.compile(r"[A-Za-z0-9/\-_=&#%+@~|]")
_HOST = re.compile(r"https://[^/?#]+\.[^/?#]+")
# first.last@, or an initial and a surname; a word for a desk makes it a general address
_PERSONAL = re.compile(r"[a-z]{2,}\.(?:[a-z]+\.)*[a-z]{2,}|[a-z](?:\.[a-z])*\.[a-z.]*[a-z]{2,}", re.IGNORECASE)
_DESK = re.compile(
    r"algorit|contact|info|privacy|team|loket|afdeling|gemeente|post|klant|service|data|meld|woo|pers|redactie"
    r"|communicatie|beheer|zaken|domein|register|help|digita|balie|secretariaat|ondersteuning|\bfg\b|\bai\b|\bict\b"
)
_TOOI = re.compile(r"https://identifier\.overheid\.nl/tooi/id/[a-z_]+/[a-z]{2,}[0-9]+")


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # the register refuses or breaks it, or it may not be published
    WARNING = "warning"
    NOTE = "note"


_NOTES = frozenset(("hard", "long-sentences", "no-tooi", "withheld"))
_ERRORS = frozenset(
    "bad-contact bad-tooi html link-end link-https link-long link-sign link-title link-user link-www-inside"
    " missing-required name text-long text-name text-withheld todo undecided".split()
)


class Problem(Struct, frozen=True):
    """Something to mend before publication; `about` fills in the text of its code."""

    code: str
    about: tuple[tuple[str, str], ...] = ()  # the name of each place, and what stands there

    @property
    def severity(self) -> Severity:
        if self.code in _ERRORS:
            return Severity.ERROR
        return Severity.NOTE if self.code in _NOTES else Severity.WARNING


def link_problems(link: str) -> Iterator[Problem]:
    """Yield what the site of the register would do to a link; it finds links in shown text."""
    if not _HOST.match(link):
        yield Problem("link-https")
        return
    host, slash, rest = link.removeprefix("https://").partition("/")
    if len(link) > LINK_LIMIT:
        yield Problem("link-long", (("limit", str(LINK_LIMIT)),))
    if not _SIGNS.fullmatch(link):
        yield Problem("link-sign")
    elif not _LAST.fullmatch(link[-1]):
        yield Problem("link-end")
    if "@" in host:
        yield Problem("link-user")
    elif ":" in host:
        yield Problem("link-port")
    if host.startswith("www."):
        yield Problem("link-www")
    if "www" in (host.removeprefix("www.") + slash + rest).lower():
        yield Problem("link-www-inside")


def contact_problems(contact: str) -> Iterator[Problem]:
    """Yield what is wrong with where people are sent with questions."""
    if contact.startswith("https://"):
        yield from link_problems(contact)
    elif not MAIL.fullmatch(contact):
        yield Problem("bad-contact")
    elif is_personal_mail(contact):
        yield Problem("personal-mail")


def text_problems(text: str) -> Iterator[Problem]:
    """Yield hints on a text for everyone: long sentences, and mail addresses."""
    long = sum(len(sentence.split()) >= LONG_SENTENCE for sentence in sentences(text))
    if long:
        yield Problem("long-sentences", (("sentences", str(long)),))
    mails = MAIL.findall(text)
    if any(is_personal_mail(mail) for mail in mails):
        yield Problem("personal-mail")
    elif mails:
        yield Problem("mail-in-text")


def tooi_problems(tooi: str) -> Iterator[Problem]:
    """Yield what is wrong with the code of an organisation; whether it exists is not looked up."""
    if not tooi:
        yield Problem("no-tooi")
    elif not _TOOI.fullmatch(tooi):
        yield Problem("bad-tooi")


def is_personal_mail(mail: str) -> bool:
    """Whether a mail address looks like that of a person: a guess, on the safe side."""
    local = mail.partition("@")[0]
    return _PERSONAL.fullmatch(local) is not None and not _DESK.search(local.lower())
