"""Forms of personal data: phone and account numbers, addresses, days of birth, plates, disguised mail addresses.

Each function says whether a plain text (`plain_signs`) seems to hold one. A form is a reason to look, no proof; where a
form alone is common in texts of an authority (a file number, a year), a word beside it has to say what it is.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from iama.model.people import MAIL
from iama.model.text import without_invisible

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_GAP = r"[ ./_()-]{0,3}"
_DATE_FIRST = r"(?!\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d)"
_PHONE = re.compile(
    rf"(?<![\w+.,])(?<!\d-){_DATE_FIRST}(?:(?:\+|00)[ ]?31{_GAP}(?:0\)?{_GAP})?|\(?0[ ]?)"
    rf"[1-9](?:{_GAP}\d){{8}}(?!\w|-\d)"
    rf"|(?<![\w+])(?:\+|00(?=\d{{1,3}}[ -]))(?!31)[1-9]\d{{0,2}}(?:{_GAP}\d){{7,12}}(?!\w)"
)
# both look behind after their first sign: that one can be searched for fast
_NINE_DIGITS = re.compile(r"\d(?<![\w.,-].)(?:[ .-]?\d){8}(?![\w-]|[.,]\d)")
_SAID_BSN = re.compile(
    r"(?i:\bbsn\b|\bburgerservicenummer|\bsofi(?:-?nummer)?\b)[^\w\n]{0,4}(?:(?:nummer|nr|is)[^\w\n]{1,3})?"
    r"(\d(?:[ ._/-]{0,2}\d){7,8})(?!\d)"
)
_IBAN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2} ?\d\d(?:[ .-]{0,2}[A-Za-z\d]){11,}")
_IBAN_SIGNS = {  # how long one is, by country (ISO 13616)
    code[:2]: int(code[2:])
    for code in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18"
        " FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20"
        " LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31"
        " SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 MA28"
    ).split()
}
_NUMBER = (
    r"(?!(?:19|20)\d\d(?!\w))\d{1,4}(?: ?[a-zA-Z](?!\w)|-[\w]{1,4})?(?![\w]|[.,]\d| ?(?:%|km|keer|meter|metres|maal))"
)
_STREETS = "straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|dreef|plantsoen"
_POSTCODE = r"(?!(?:19|20)\d\d (?:AI|AP|BV|CE|EU|FG|GB|KB|MB|NL|NV|VN)\b)[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?!\w)"
_SMALL_POSTCODE = (
    r"[1-9]\d{3} ?(?!(?:en|of|in|op|te|er|is|al|om|de|we|ze|je|ik|zo|nu|to|or|at|by|on|as|if|an|be|km|mb|gb|kg|cm|mm|ml"
    r"|nr|pm|am|bv|nv|eu)\b)[a-z]{2}\b"
)
_HOUSE = r"(?:[ ,;-]|en )*(?:(?:huis)?(?:nummer|nr)\b[.:]? ?)?"
_ADDRESS = re.compile(
    rf"(?<!\w)(?:{_POSTCODE}|{_SMALL_POSTCODE}){_HOUSE}{_NUMBER}"
    rf"|(?<![\w.,-])\d{{1,4}}[a-zA-Z]?(?:-\w{{1,4}})?,? {_POSTCODE}"
    rf"|(?<!\w)[A-ZÀ-Þ][\w'’-]{{2,}}(?:{_STREETS})[ ]{_NUMBER}"
    rf"|(?<!\w)(?!(?:De|Het|Een|The|Zie|See|Op|In|Aan|Via)\b)[A-ZÀ-Þ][\w'’-]+ (?:{_STREETS.title()})[ ]{_NUMBER}"
    rf"|(?<!\w)(?:{_STREETS.title()}) (?:van|der|ten) (?:de[rn]? |het )?[A-ZÀ-Þ][\w'’-]+[ ]{_NUMBER}"
    r"|(?<![\w.,-])\d{1,4} [A-Z][\w'’-]+ (?:Street|Road|Avenue|Lane|Drive)(?!\w)"
)
_MONTHS = (
    "(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|sept|okt|oct|nov|dec|januari|februari|maart|april|juni|juli|augustus"
    "|september|oktober|november|december|january|february|march|june|july|august|october)[.]?"
)
_DAY = (
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d|(?:19|20)\d\d[-/.]\d\d[-/.]\d\d"
    rf"|\d{{1,2}}(?:e|ste|de|th|st|nd|rd)? (?:of )?{_MONTHS} (?:19|20)\d\d"
    rf"|{_MONTHS} \d{{1,2}}(?:th|st|nd|rd)?,? (?:19|20)\d\d)"
)
_BORN = r"(?:geboren|geboorte(?:datum|dag)|geb[.]?(?:[ ]?datum)?|born|dates? of birth|birth ?date|dob|d[.]o[.]b[.]?)"
_BIRTH = re.compile(
    rf"(?i)\b{_BORN}(?!\w)(?:(?!\b(?:na|voor|v[oó][oó]r|tussen|vanaf|sinds|tot|before|after|between|until|since)\b)[^.;\n])"
    rf"{{0,30}}?(?<!\d){_DAY}(?!\d)|\bop {_DAY} geboren\b|(?<!\d){_DAY}[ ]?\((?:{_BORN})\)"
)
_C = "[BDFGHJKLMNPRSTVWXZ]"  # letters of plates since 1978
_PLATE = re.compile(
    rf"(?<![\w-])(?:{_C}{{2}}-\d\d-{_C}{{2}}|{_C}{{2}}-{_C}{{2}}-\d\d|\d\d-{_C}{{2}}-{_C}{{2}}|\d\d-{_C}{{2}}-\d\d"
    rf"|\d\d-{_C}{{3}}-\d|\d-{_C}{{3}}-\d\d|{_C}{{2}}-\d{{3}}-{_C}|{_C}-\d{{3}}-{_C}{{2}}|{_C}{{3}}-\d\d-{_C}"
    rf"|{_C}-\d\d-{_C}{{3}}|\d-{_C}{{2}}-\d{{3}}|\d{{3}}-{_C}{{2}}-\d)(?![\w-])"
)
_SAID_PLATE = re.compile(
    r"(?i:\bkenteken(?:plaat|nummer)?|\blicen[cs]e plates?|\bnumber plates?|\bregistration(?: number| plate)?)"
    r"[^\w\n]{1,3}(?:(?:is|nr[.]?) )?(?=[A-Za-z -]*\d)(?=[\d -]*[A-Za-z])"
    r"(?:[A-Z\d](?:[ -]?[A-Z\d]){4,6}|[a-z\d]{1,3}-[a-z\d]{2,3}-[a-z\d]{1,3}|[a-z]{1,3}\d{2,3}[a-z]{1,3})(?!\w)"
)
_AT = (
    r"(?:[ ]?[\[({<_-][ ]?(?:at|apenstaart(?:je)?|@)[ ]?[\])}>_-][ ]?|[ ]apenstaart(?:je)?[ ]|\"?[ ]?@[ ]?"
    r"|[ ]?[(\[{]a[)\]}][ ]?)"
)
_DOT = r"(?:[ ]?[\[({][ ]?(?:dot|punt|[.])[ ]?[\])}][ ]?|[ ](?:dot|punt|[.])[ ]|[-_](?:dot|punt)[-_]|[.])"
_SPOKEN_DOT = r"(?:[ ]?[\[({][ ]?(?:dot|punt)[ ]?[\])}][ ]?|[ ](?:dot|punt)[ ]|[-_](?:dot|punt)[-_])"
_HOST = rf"[\w-]*[^\W_](?:{_DOT}[\w-]+)*?"
_DISGUISED = re.compile(
    rf"(?i)(?<![\w.])([\w.+%-]*\w){_AT}({_HOST}{_DOT}[a-z]{{2,}})\b"
    rf"|(?<![\w.])(\w+[._\d][\w.]*)[ ]at[ ]({_HOST}{_DOT}[a-z]{{2,}})\b"
    rf"|(?<![\w.])(\w[\w.]*)[ ]at[ ]([\w-]+{_SPOKEN_DOT}[a-z]{{2,}})\b"
)
_ANY_AT = re.compile(r"(?i)@|\bat\b|_at_|apenstaart|\(a\)")


def plain_signs(text: str) -> str:
    """Return a text with plain blanks, dashes, digits and letters, and with what is coded for HTML or an address."""
    if "&" in text:
        text = html.unescape(text)
    if "%" in text:
        text = unquote(text)
    return text if text.isascii() else _DASHES.sub("-", unicodedata.normalize("NFKC", without_invisible(text)))


def mails_in(text: str) -> Iterator[str]:
    """Yield the mail addresses in a text, also those that are written for people and not for programs."""
    if not _ANY_AT.search(text):
        return
    yield from MAIL.findall(text)
    for found in _DISGUISED.findall(text):
        local, host = next((one, other) for one, other in zip(found[::2], found[1::2], strict=True) if one)
        yield f"{local}@{re.sub(_SPOKEN_DOT, '.', host).replace(' ', '')}"


def has_phone(text: str) -> bool:
    """Whether a text seems to hold a phone number, of the Netherlands or with the code of a country."""
    return _PHONE.search(text) is not None


def has_address(text: str) -> bool:
    """Whether a text seems to hold a house: a street or a postcode with a number."""
    return _ADDRESS.search(text) is not None


def has_birth(text: str) -> bool:
    """Whether a text seems to say on which day somebody was born."""
    return _BIRTH.search(text) is not None


def has_plate(text: str) -> bool:
    """Whether a text seems to hold a Dutch plate of a car, or says that it does."""
    return _PLATE.search(text) is not None or _SAID_PLATE.search(text) is not None


def has_bsn(text: str) -> bool:
    """Whether a text holds nine digits, or eight with the word, that pass the eleven test of a service number."""
    return any(map(_passes_eleven, (*_NINE_DIGITS.findall(text), *_SAID_BSN.findall(text))))


def has_iban(text: str) -> bool:
    """Whether a text holds an account number that passes its check digits (ISO 13616)."""
    return any(map(_is_iban, _IBAN.findall(text)))


def _passes_eleven(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdecimal()]
    digits = [0] * (9 - len(digits)) + digits
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and total % 11 == 0


def _is_iban(found: str) -> bool:
    signs = "".join(sign for sign in found.upper() if sign.isalnum())
    size = _IBAN_SIGNS.get(signs[:2], 0)
    if not size or len(signs) < size:
        return False
    turned = signs[4:size] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
