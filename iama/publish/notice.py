"""A short notice for decision letters and the website, in plain words: an algorithm was used, how, and what you can do.

Built from structured facts and public fields only: no note, no hidden answer and no text of an assessment gets in.
"""

from collections.abc import Iterator, Mapping

from iama.model.questionnaire import Words
from iama.publish.wording import Wording

_HOME = "algorithm"
_TEXTS: Mapping[str, Words] = {
    "title": {"nl": "Wij gebruiken een algoritme", "en": "We use an algorithm"},
    "used": {
        "nl": "{organisation} gebruikt hierbij een {kind}: {name}.",
        "en": "{organisation} uses {kind} for this: {name}.",
    },
    "ai": {"nl": "AI-systeem", "en": "an AI system"},
    "algorithm": {"nl": "algoritme", "en": "an algorithm"},
    "automated-decision": {
        "nl": "Het systeem neemt het besluit. Een medewerker kijkt daar vooraf niet naar.",
        "en": "The system takes the decision. No member of staff looks at it beforehand.",
    },
    "decision-support": {
        "nl": "Een medewerker neemt het besluit. De uitkomst van het systeem helpt daarbij.",
        "en": "A member of staff takes the decision. The outcome of the system helps with that.",
    },
    "selection": {
        "nl": "Het systeem helpt kiezen wie of wat wij bekijken. Daarna doet een medewerker zelf onderzoek.",
        "en": "The system helps to choose whom or what we look at. After that, a member of staff looks into it.",
    },
    "information": {
        "nl": "Het systeem geeft alleen informatie. Het beslist niets over u.",
        "en": "The system only gives information. It decides nothing about you.",
    },
    "no-personal": {
        "nl": "Het systeem gebruikt geen persoonsgegevens.",
        "en": "The system uses no personal data.",
    },
    "personal": {"nl": "Het systeem gebruikt persoonsgegevens.", "en": "The system uses personal data."},
    "data": {
        "nl": "Het systeem gebruikt persoonsgegevens, waaronder: {data}.",
        "en": "The system uses personal data, among which: {data}.",
    },
    "register": {"nl": "U leest er meer over op {link}.", "en": "You can read more about it at {link}."},
    "contact": {
        "nl": "Hebt u vragen of wilt u een medewerker spreken? Neem contact op: {contact}.",
        "en": "Do you have questions, or do you want to talk to a member of staff? Contact us: {contact}.",
    },
    "objection": {
        "nl": "Bent u het niet eens met een besluit? Dan kunt u bezwaar maken. "
        "Hoe en tot wanneer dat kan, staat in de brief met het besluit. "
        "Bent u niet tevreden over hoe wij met u omgaan? Dan kunt u een klacht indienen.",
        "en": "Do you disagree with a decision? Then you can object. "
        "The letter with the decision says how, and until when. "
        "Are you not satisfied with how we treat you? Then you can file a complaint.",
    },
    "complaint": {
        "nl": "Bent u niet tevreden? Dan kunt u bij ons een klacht indienen.",
        "en": "Are you not satisfied? Then you can file a complaint with us.",
    },
    "explanation": {
        "nl": "Heeft een besluit grote gevolgen voor u? Dan kunt u ons vragen om uit te leggen welke rol "
        "het systeem had en waarop het besluit rust ({law}).",
        "en": "Does a decision have serious consequences for you? Then you can ask us to explain what role "
        "the system had and what the decision rests on ({law}).",
    },
    "explanation-from": {
        "nl": "Heeft een besluit grote gevolgen voor u? Dan kunt u ons vanaf {day} vragen om uit te leggen welke rol "
        "het systeem had en waarop het besluit rust ({law}).",
        "en": "Does a decision have serious consequences for you? Then from {day} you can ask us to explain what role "
        "the system had and what the decision rests on ({law}).",
    },
    "slot": {"nl": "[nog invullen: {what}]", "en": "[still to fill in: {what}]"},
    "what-organisation": {"nl": "organisatie", "en": "organisation"},
    "what-role": {"nl": "welke rol het systeem heeft", "en": "what role the system has"},
    "what-data": {"nl": "welke gegevens het systeem gebruikt", "en": "which data the system uses"},
    "what-link": {"nl": "het adres in het Algoritmeregister", "en": "the address in the Algorithm Register"},
    "what-contact": {"nl": "contact met een medewerker", "en": "contact with a member of staff"},
    "what-objection": {
        "nl": "of mensen bezwaar kunnen maken of een klacht kunnen indienen",
        "en": "whether people can object or complain",
    },
    "what-explanation": {
        "nl": "of mensen uitleg kunnen vragen ({law})",
        "en": "whether people can ask for an explanation ({law})",
    },
}
# as short as a letter needs; the words of the tick-list are for the team
_DATA: Mapping[str, Words] = {
    "special-category": {"nl": "gevoelige gegevens, zoals over gezondheid", "en": "sensitive data, such as on health"},
    "criminal": {"nl": "gegevens over strafbare feiten", "en": "data about criminal offences"},
    "bsn": {"nl": "uw burgerservicenummer", "en": "your citizen service number"},
    "financial": {"nl": "gegevens over geld", "en": "data about money"},
    "children": {"nl": "gegevens over kinderen", "en": "data about children"},
    "location": {"nl": "waar u bent of bent geweest", "en": "where you are or have been"},
    "nationality-origin": {"nl": "nationaliteit of herkomst", "en": "nationality or origin"},
    "postcode": {"nl": "uw adres, postcode of wijk", "en": "your address, postcode or neighbourhood"},
}
_DECIDING = ("automated-decision", "decision-support", "selection")
_NATIONAL = "2"  # the point of Annex III that Article 86 leaves out


def notice(wording: Wording) -> str:
    """Return the notice as plain text: a heading and one paragraph."""
    words = " ".join(" ".join(_sentences(wording)).split())
    return f"{_say(wording, 'title')}\n\n{words}\n"


def _sentences(wording: Wording) -> Iterator[str]:
    plain, value = wording.plain, wording.value
    organisation = plain(_HOME, "organisation") or _slot(wording, "organisation")
    kind = _say(wording, "ai" if value(_HOME, "ai-system") == "yes" else "algorithm")
    name = plain(_HOME, "name") or wording.dossier.id
    yield _say(wording, "used").format(organisation=organisation, kind=kind, name=name)
    effect = value(_HOME, "effect")
    yield _say(wording, effect) if effect else _slot(wording, "role")
    yield _data(wording)
    link = plain("follow-up", "register-url") or plain(_HOME, "website") or _slot(wording, "link")
    yield _say(wording, "register").format(link=link)
    yield _say(wording, "contact").format(contact=plain(_HOME, "contact") or _slot(wording, "contact"))
    yield _objection(wording)
    yield from _explanation(wording)


def _data(wording: Wording) -> str:
    personal = wording.value(_HOME, "personal-data")
    if personal == "no":
        return _say(wording, "no-personal")
    entry = wording.found(_HOME, "data-kinds")
    if personal != "yes" or entry is None:
        return _slot(wording, "data")
    kinds = [wording.said(_DATA[word]) for word in entry.answer.words() if word in _DATA]
    return _say(wording, "data").format(data=", ".join(kinds)) if kinds else _say(wording, "personal")


def _objection(wording: Wording) -> str:
    effect, category = wording.value(_HOME, "legal-effect"), wording.value(_HOME, "deployer-category")
    if not effect or not category:
        return _slot(wording, "objection")
    public = effect == "yes" and category == "public-authority"
    return _say(wording, "objection" if public else "complaint")


def _explanation(wording: Wording) -> Iterator[str]:
    """Yield the sentence about Article 86, when it applies or may: high-risk by Annex III but point 2, deciding."""
    law = wording.law.cite("ai-act-86", wording.language)
    facts = wording.outcome.facts
    risk, starts = facts["high-risk-ai"].words, facts["applies-from"].words
    points = wording.found(_HOME, "annex-iii")
    listed = points and any(word not in (_NATIONAL, *points.question.exclusive) for word in points.answer.words())
    effect = wording.value(_HOME, "effect")
    if risk == ("no",) or starts == () or (points and not listed) or (effect and effect not in _DECIDING):
        return
    if risk is None or starts is None or not points or not effect:
        yield _slot(wording, "explanation").format(law=law)
    elif starts[0] > wording.outcome.as_of.isoformat():
        yield _say(wording, "explanation-from").format(law=law, day=wording.day(starts[0]))
    else:
        yield _say(wording, "explanation").format(law=law)


def _slot(wording: Wording, what: str) -> str:
    return _say(wording, "slot").format(what=_say(wording, f"what-{what}"))


def _say(wording: Wording, key: str) -> str:
    return wording.said(_TEXTS[key])
