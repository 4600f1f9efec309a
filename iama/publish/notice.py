"""A short notice for decision letters and the website, in plain words: an algorithm was used, how, and what you can do.

Built from structured facts and public fields only: no note, no hidden answer and no text of an assessment gets in.
"""

from collections.abc import Iterator, Mapping

from iama.model.questionnaire import Words
from iama.publish.explaining import (
    ACCESS,
    ARTICLE_86,
    AUTOMATED,
    HOME,
    REASONS,
    article_86_from,
    explains_automated,
    takes_decisions,
)
from iama.publish.wording import Wording

_TEXTS: Mapping[str, Words] = {
    "title": {"nl": "Wij gebruiken een algoritme", "en": "We use an algorithm"},
    "title-development": {"nl": "Wij willen een algoritme gebruiken", "en": "We want to use an algorithm"},
    "title-retired": {"nl": "Wij gebruikten een algoritme", "en": "We used an algorithm"},
    "used": {
        "nl": "{organisation} gebruikt hierbij een {kind}: {name}.",
        "en": "{organisation} uses {kind} for this: {name}.",
    },
    "development": {
        "nl": "Wij gebruiken het nog niet. Wat hieronder staat, geldt zodra wij het gebruiken.",
        "en": "We do not use it yet. What is said below holds as soon as we use it.",
    },
    "retired": {
        "nl": "Wij gebruiken het niet meer. Wat hieronder staat, gold toen wij het gebruikten.",
        "en": "We no longer use it. What is said below held when we used it.",
    },
    "used-development": {
        "nl": "{organisation} wil hierbij een {kind} gebruiken: {name}.",
        "en": "{organisation} wants to use {kind} for this: {name}.",
    },
    "used-retired": {
        "nl": "{organisation} gebruikte hierbij een {kind}: {name}.",
        "en": "{organisation} used {kind} for this: {name}.",
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
        "Daarin moet ook staan waarom wij zo besluiten. Staat het er niet in? Dan kunt u ons ernaar vragen ({law}). "
        "Bent u niet tevreden over hoe wij met u omgaan? Dan kunt u een klacht indienen.",
        "en": "Do you disagree with a decision? Then you can object. "
        "The letter with the decision says how, and until when. "
        "It must also say why we decide so. Does it not? Then you can ask us for the reasons ({law}). "
        "Are you not satisfied with how we treat you? Then you can file a complaint.",
    },
    "complaint": {
        "nl": "Bent u niet tevreden? Dan kunt u bij ons een klacht indienen.",
        "en": "Are you not satisfied? Then you can file a complaint with us.",
    },
    "access": {
        "nl": "U kunt ons vragen welke gegevens wij over u gebruiken, en waarvoor ({law}).",
        "en": "You can ask us which data about you we use, and what for ({law}).",
    },
    "access-open": {
        "nl": "Gebruiken wij gegevens over u? Dan kunt u ons vragen welke, en waarvoor ({law}).",
        "en": "Do we use data about you? Then you can ask us which, and what for ({law}).",
    },
    "access-refused": {
        "nl": "Bij politie en justitie mogen wij dat soms weigeren.",
        "en": "In police and justice matters we may sometimes refuse.",
    },
    "automated": {
        "nl": "Neemt het systeem een besluit zonder medewerker, en heeft dat grote gevolgen voor u? "
        "Dan kunt u ons ook vragen hoe het systeem tot dat besluit kwam ({law}).",
        "en": "Does the system take a decision without a member of staff, with serious consequences for you? "
        "Then you can also ask us how the system came to that decision ({law}).",
    },
    "explanation": {
        "nl": "Heeft een besluit grote gevolgen voor u? Dan kunt u ons ook vragen om uit te leggen welke rol "
        "het systeem had en waarop het besluit rust ({law}).",
        "en": "Does a decision have serious consequences for you? Then you can also ask us to explain what role "
        "the system had and what the decision rests on ({law}).",
    },
    "explanation-from": {
        "nl": "Gebruiken wij het systeem op {day} nog? Dan krijgt u er een recht bij. Vanaf die dag kunt u ons bij een "
        "besluit met grote gevolgen ook vragen om uit te leggen welke rol het systeem had ({law}).",
        "en": "Do we still use the system on {day}? Then you get one more right. From that day you can also ask us, "
        "for a decision with serious consequences, to explain what role the system had ({law}).",
    },
    "slot": {"nl": "[nog invullen: {what}]", "en": "[still to fill in: {what}]"},
    "what-phase": {"nl": "of wij het systeem al gebruiken", "en": "whether we use the system already"},
    "what-privacy": {"nl": "welke privacywet geldt", "en": "which privacy law applies"},
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
_OTHER_TIMES = ("development", "retired")


def notice(wording: Wording) -> str:
    """Return the notice as plain text: a heading and one paragraph."""
    words = " ".join(" ".join(_sentences(wording)).split())
    return f"{_say(wording, _by_phase('title', _phase(wording)))}\n\n{words}\n"


def _sentences(wording: Wording) -> Iterator[str]:
    yield from _use(wording)
    effect = wording.value(HOME, "effect")
    yield _say(wording, effect) if effect else _slot(wording, "role")
    yield _data(wording)
    link = wording.plain("follow-up", "register-url") or wording.plain(HOME, "website") or _slot(wording, "link")
    yield _say(wording, "register").format(link=link)
    yield _say(wording, "contact").format(contact=wording.plain(HOME, "contact") or _slot(wording, "contact"))
    yield _objection(wording)
    yield from _access(wording)
    yield from _explanation(wording)


def _use(wording: Wording) -> Iterator[str]:
    """Yield who uses what, and whether that is still to come or over."""
    phase = _phase(wording)
    organisation = wording.plain(HOME, "organisation") or _slot(wording, "organisation")
    kind = _say(wording, "ai" if wording.value(HOME, "ai-system") == "yes" else "algorithm")
    name = wording.plain(HOME, "name") or wording.dossier.id
    if not phase:
        yield _slot(wording, "phase")
    yield _say(wording, _by_phase("used", phase)).format(organisation=organisation, kind=kind, name=name)
    if phase in _OTHER_TIMES:
        yield _say(wording, phase)


def _phase(wording: Wording) -> str:
    return "".join(wording.outcome.facts["current-phase"].words or ())


def _by_phase(key: str, phase: str) -> str:
    return f"{key}-{phase}" if phase in _OTHER_TIMES else key


def _data(wording: Wording) -> str:
    personal = wording.value(HOME, "personal-data")
    if personal == "no":
        return _say(wording, "no-personal")
    entry = wording.found(HOME, "data-kinds")
    if personal != "yes" or entry is None:
        return _slot(wording, "data")
    kinds = [wording.said(_DATA[word]) for word in entry.answer.words() if word in _DATA]
    return _say(wording, "data").format(data=", ".join(kinds)) if kinds else _say(wording, "personal")


def _objection(wording: Wording) -> str:
    decides = takes_decisions(wording)
    if decides is None:
        return _slot(wording, "objection")
    return _say(wording, "objection" if decides else "complaint").format(law=_cited(wording, REASONS))


def _access(wording: Wording) -> Iterator[str]:
    """Yield what people may ask about their data, by the privacy rules that apply; in doubt as a condition."""
    personal, regime = wording.value(HOME, "personal-data"), wording.value(HOME, "regime")
    if personal == "no":
        return
    law = _cited(wording, *ACCESS[regime]) if regime else _slot(wording, "privacy")
    yield _say(wording, "access" if personal else "access-open").format(law=law)
    if regime in ("law-enforcement", "mixed"):
        yield _say(wording, "access-refused")
    if explains_automated(wording):
        yield _say(wording, "automated").format(law=_cited(wording, AUTOMATED) if regime else law)


def _explanation(wording: Wording) -> Iterator[str]:
    """Yield the sentence about Article 86, when it applies or may; what would begin after the end is not promised."""
    law, starts = _cited(wording, ARTICLE_86), article_86_from(wording)
    if starts is None:
        yield _slot(wording, "explanation").format(law=law)
    elif starts > wording.outcome.as_of.isoformat():
        if _phase(wording) != "retired":
            yield _say(wording, "explanation-from").format(law=law, day=wording.day(starts))
    elif starts:
        yield _say(wording, "explanation").format(law=law)


def _cited(wording: Wording, *facts: str) -> str:
    return "; ".join(wording.law.cite(fact, wording.language) for fact in facts)


def _slot(wording: Wording, what: str) -> str:
    return _say(wording, "slot").format(what=_say(wording, f"what-{what}"))


def _say(wording: Wording, key: str) -> str:
    return wording.said(_TEXTS[key])
