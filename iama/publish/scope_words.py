"""The decision about Article 27 in words, Dutch and English; every article and date comes from the legal facts."""

from collections.abc import Iterator, Mapping

from iama.assess.scope import Decision, Moment, Reason, Verdict
from iama.model.conditions import Ref
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire, Words, said
from iama.model.words import written_date

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.REQUIRED_NOW: {
        "nl": "De toets van artikel 27 is nu verplicht.",
        "en": "The assessment of Article 27 is compulsory now.",
    },
    Verdict.REQUIRED_FROM: {
        "nl": "De toets van artikel 27 is verplicht vanaf {day}.",
        "en": "The assessment of Article 27 is compulsory from {day}.",
    },
    Verdict.VOLUNTARY: {
        "nl": "De toets van artikel 27 is nu niet verplicht; jullie mogen hem vrijwillig doen.",
        "en": "The assessment of Article 27 is not compulsory now; you may do it voluntarily.",
    },
    Verdict.NOT_REQUIRED: {
        "nl": "De toets van artikel 27 is niet verplicht.",
        "en": "The assessment of Article 27 is not compulsory.",
    },
    Verdict.PROHIBITED: {
        "nl": "Dit gebruik is verboden. Een toets verandert dat niet.",
        "en": "This use is prohibited. An assessment does not change that.",
    },
    Verdict.UNDECIDED: {
        "nl": "Of de toets van artikel 27 verplicht is, staat nog open. Beantwoord eerst: {missing}.",
        "en": "Whether the assessment of Article 27 is compulsory is still open. First answer: {missing}.",
    },
}

AT_FIRST_USE: Mapping[bool, Words] = {
    True: {"nl": "Bij het eerste gebruik is de toets verplicht.", "en": "At first use the assessment is compulsory."},
    False: {
        "nl": "Bij het eerste gebruik is de toets niet verplicht.",
        "en": "At first use the assessment is not compulsory.",
    },
}

EVENTS: Mapping[str, Words] = {
    "first-use": {
        "nl": "De toets moet klaar zijn vóór het eerste gebruik{on}",
        "en": "The assessment must be ready before first use{on}",
    },
    "design-change": {
        "nl": "Verplicht bij een belangrijke wijziging van het ontwerp op of na {day}",
        "en": "Compulsory on a significant change in the design on or after {day}",
    },
    "use-goes-on": {
        "nl": "Verplicht uiterlijk op {day}, als het gebruik dan doorgaat",
        "en": "Compulsory by {day} at the latest, if use goes on then",
    },
}

REASONS: Mapping[str, Words] = {
    "no-ai-system": {"nl": "Het is geen AI-systeem.", "en": "It is not an AI system."},
    "excluded-defence": {
        "nl": "Het wordt uitsluitend voor militaire doelen of defensie gebruikt.",
        "en": "It is used exclusively for military or defence purposes.",
    },
    "excluded-national-security": {
        "nl": "Het wordt uitsluitend voor de nationale veiligheid gebruikt.",
        "en": "It is used exclusively for national security.",
    },
    "excluded-third-country": {
        "nl": "Een overheid buiten de Unie of een internationale organisatie gebruikt het in samenwerking met de Unie.",
        "en": "An authority outside the Union or an international organisation uses it in cooperation with the Union.",
    },
    "excluded-science": {
        "nl": "Het is alleen voor wetenschappelijk onderzoek gemaakt en in gebruik.",
        "en": "It was made and put into service for scientific research only.",
    },
    "excluded-before-market": {
        "nl": "Het gaat alleen om onderzoek en testen vóór het gebruik, niet in de praktijk.",
        "en": "It is only research and testing before use, not in real-world conditions.",
    },
    "excluded-personal": {
        "nl": "Een persoon gebruikt het voor zichzelf, buiten het werk.",
        "en": "A person uses it for their own purposes, outside work.",
    },
    "excluded": {"nl": "Het gebruik valt buiten de AI-verordening.", "en": "The use falls outside the AI Act."},
    "not-deployer": {
        "nl": "Jullie zijn geen gebruiksverantwoordelijke van het systeem.",
        "en": "You are not a deployer of the system.",
    },
    "not-annex-iii": {
        "nl": "Het systeem valt onder geen enkel punt van bijlage III.",
        "en": "The system comes under no point of Annex III.",
    },
    "annex-i-only": {
        "nl": "Het systeem heeft alleen door bijlage I een hoog risico; artikel 27 gaat alleen over bijlage III.",
        "en": "The system is high-risk through Annex I only; Article 27 is about Annex III only.",
    },
    "excepted": {
        "nl": "Een uitzondering haalt het systeem uit bijlage III: {words}.",
        "en": "An exception takes the system out of Annex III: {words}.",
    },
    "point-2": {
        "nl": "Het systeem valt alleen onder punt 2 van bijlage III (kritieke infrastructuur); dat is uitgezonderd.",
        "en": "The system comes under point 2 of Annex III only (critical infrastructure), which is excepted.",
    },
    "derogation": {
        "nl": "De aanbieder beroept zich op de uitzondering voor systemen zonder groot risico; er is geen profilering.",
        "en": "The provider relies on the exception for systems without significant risk, and there is no profiling.",
    },
    "section-b": {
        "nl": "Het systeem hoort bij een product van bijlage I, afdeling B; daarvoor gelden maar een paar artikelen.",
        "en": "The system belongs to a product of Annex I, Section B, for which only a few articles apply.",
    },
    "not-bound": {
        "nl": "Jullie zijn geen overheid of aanbieder van een openbare dienst, en het gaat niet om punt 5b of 5c.",
        "en": "You are not a public body or provider of a public service, and it is not about point 5(b) or 5(c).",
    },
    "covered": {
        "nl": "Artikel 27 geldt voor jullie gebruik van dit systeem (bijlage III, punt {words}).",
        "en": "Article 27 covers your use of this system (Annex III, point {words}).",
    },
    "new-system": {
        "nl": "Het systeem komt in de handel of in gebruik op of na {day}.",
        "en": "The system is placed on the market or put into service on or after {day}.",
    },
    "legacy": {
        "nl": "Het systeem kwam in de handel of in gebruik vóór {day}: de overgangsregel beschermt het.",
        "en": "The system was placed on the market or put into service before {day}: a transitional rule protects it.",
    },
    "changed": {
        "nl": "Het ontwerp van dit oudere systeem verandert belangrijk op {day}.",
        "en": "The design of this older system changes significantly on {day}.",
    },
    "annex-x": {
        "nl": "Het is een ouder onderdeel van een groot Europees informatiesysteem, met een eigen termijn: {day}.",
        "en": "It is an older component of a large-scale European IT system, with a time limit of its own: {day}.",
    },
    "real-time": {
        "nl": "Directe herkenning op afstand mag alleen na een afgeronde toets; dat geldt al sinds {day}.",
        "en": "Real-time remote identification is allowed only after a completed assessment; this applies since {day}.",
    },
    "profiling": {
        "nl": "De aanbieder beroept zich op een uitzondering, maar die geldt nooit bij profilering.",
        "en": "The provider relies on an exception, but it never applies when there is profiling.",
    },
    "no-condition": {
        "nl": "De aanbieder beroept zich op een uitzondering, maar aan geen van de voorwaarden is voldaan.",
        "en": "The provider relies on an exception, but none of its conditions is met.",
    },
    "prohibited": {
        "nl": "Het valt onder een verboden praktijk.",
        "en": "It comes under a prohibited practice.",
    },
    "undecided": {
        "nl": "Een antwoord dat ertoe doet, ontbreekt nog; 'onbekend' is hier nooit 'nee'.",
        "en": "An answer that matters is still missing; 'unknown' is never 'no' here.",
    },
    # remarks
    "disputed": {
        "nl": "Een jurist betwist dit, met redenen.",
        "en": "A lawyer disputes this, with reasons.",
    },
    "prohibited-from": {
        "nl": "Let op: dit gebruik is verboden vanaf {day}.",
        "en": "Note: this use is prohibited from {day}.",
    },
    "article-5-open": {
        "nl": "Of het gebruik verboden is, is nog niet letter voor letter nagegaan.",
        "en": "Whether the use is prohibited has not been checked letter by letter yet.",
    },
    "provider-too": {
        "nl": "Jullie zijn ook aanbieder, of worden dat: daar horen eigen plichten bij.",
        "en": "You are a provider too, or become one: that brings duties of its own.",
    },
    "recital": {
        "nl": "Deze uitzondering staat in de toelichting bij de wet en niet in de lijst: leg vast waarom zij klopt.",
        "en": "This exception is in the explanation of the act and not in the list: record why it is right.",
    },
    "point-2-too": {
        "nl": "Het systeem valt ook onder punt 2; wij lezen de wet zo dat de toets voor het andere punt blijft gelden.",
        "en": "The system also comes under point 2; as we read the act, the assessment stays due for the other point.",
    },
    "rely": {
        "nl": "Jullie mogen steunen op een eerdere toets van een vergelijkbaar geval; de plicht blijft.",
        "en": "You may rely on an earlier assessment of a similar case; the duty remains.",
    },
    "no-notification": {
        "nl": "Door de tijdelijke toelating kan de melding vervallen, de toets niet.",
        "en": "Because of the temporary authorisation the notification may fall away, not the assessment.",
    },
    "dates-contradict": {
        "nl": "Het eerste gebruik ligt vóór de dag waarop het systeem in de handel kwam: kijk beide data na.",
        "en": "First use is before the day on which the system was placed on the market: check both dates.",
    },
}

# what is said differently where the organisation itself speaks, to an authority
OURS: Mapping[str, Words] = {
    Verdict.VOLUNTARY: {
        "nl": "De toets van artikel 27 is nu niet verplicht; wij doen hem vrijwillig.",
        "en": "The assessment of Article 27 is not compulsory now; we do it voluntarily.",
    },
    "not-deployer": {
        "nl": "Wij zijn geen gebruiksverantwoordelijke van het systeem.",
        "en": "We are not a deployer of the system.",
    },
    "not-bound": {
        "nl": "Wij zijn geen overheid of aanbieder van een openbare dienst, en het gaat niet om punt 5b of 5c.",
        "en": "We are not a public body or provider of a public service, and it is not about point 5(b) or 5(c).",
    },
    "covered": {
        "nl": "Artikel 27 geldt voor ons gebruik van dit systeem (bijlage III, punt {words}).",
        "en": "Article 27 covers our use of this system (Annex III, point {words}).",
    },
    "provider-too": {
        "nl": "Wij zijn ook aanbieder van het systeem, of worden dat.",
        "en": "We are a provider of the system too, or become one.",
    },
    "rely": {
        "nl": "Wij mogen steunen op een eerdere toets van een vergelijkbaar geval; de plicht blijft.",
        "en": "We may rely on an earlier assessment of a similar case; the duty remains.",
    },
}
_HOMEWORK = ("article-5-open", "recital", "dates-contradict")  # remarks that tell the team what to do

EXCEPTIONS: Mapping[str, Words] = {
    "verification": {"nl": "één-op-één-controle van identiteit", "en": "one-to-one verification of identity"},
    "cybersecurity": {"nl": "alleen cyberbeveiliging", "en": "cybersecurity only"},
    "fraud-detection": {"nl": "opsporing van financiële fraude", "en": "detection of financial fraud"},
    "tax-customs": {"nl": "bestuurlijk werk van belasting en douane", "en": "administrative work of tax and customs"},
    "travel-documents": {"nl": "controle van reisdocumenten", "en": "verification of travel documents"},
    "ancillary": {"nl": "ondersteunend kantoorwerk", "en": "ancillary office work"},
    "not-exposed": {"nl": "kiezers zien de uitkomst niet", "en": "voters are not exposed to the output"},
}


def lines(
    decision: Decision, questionnaires: Mapping[str, Questionnaire], law: Law, language: str, *, ours: bool = False
) -> tuple[str, ...]:
    """Return the decision as sentences: what, why, when, and what to mind; `ours` as the organisation says it."""
    return tuple(_lines(decision, questionnaires, law, language, ours))


def _lines(
    decision: Decision, questionnaires: Mapping[str, Questionnaire], law: Law, language: str, ours: bool
) -> Iterator[str]:
    missing = "; ".join(_asked(ref, questionnaires, language) for ref in decision.missing)
    day = written_date(decision.day.isoformat(), language) if decision.day else ""
    verdict = VERDICTS[decision.verdict]
    told = OURS.get(decision.verdict, verdict) if ours else verdict
    yield said(told, language).format(day=day, missing=missing)
    if decision.at_first_use is not None:
        yield said(AT_FIRST_USE[decision.at_first_use], language)
    remarks = [remark for remark in decision.remarks if not (ours and remark.key in _HOMEWORK)]
    yield from (reason_words(reason, law, language, ours=ours) for reason in decision.reasons)
    yield from (moment_words(moment, law, language) for moment in decision.moments)
    yield from (reason_words(remark, law, language, ours=ours) for remark in remarks)


def reason_words(reason: Reason, law: Law, language: str, *, ours: bool = False) -> str:
    """Return a reason or a remark as a sentence, with the articles that it rests on."""
    day = written_date(reason.day.isoformat(), language) if reason.day else ""
    words = ", ".join(said(EXCEPTIONS[word], language) if word in EXCEPTIONS else word for word in reason.words)
    told = OURS.get(reason.key, REASONS[reason.key]) if ours else REASONS[reason.key]
    return f"{said(told, language).format(day=day, words=words)} ({_cited(reason.law, law, language)})"


def moment_words(moment: Moment, law: Law, language: str) -> str:
    """Return what makes the assessment compulsory, and from when, as a sentence."""
    day = written_date(moment.day.isoformat(), language) if moment.day else ""
    told = said(EVENTS[moment.event], language).format(day=day, on=f" ({day})" if day else "")
    return f"{told} ({_cited(moment.law, law, language)})."


def _cited(ids: tuple[str, ...], law: Law, language: str) -> str:
    return "; ".join(dict.fromkeys(law.cite(id_, language) for id_ in ids))


def _asked(ref: Ref, questionnaires: Mapping[str, Questionnaire], language: str) -> str:
    tree = questionnaires.get(ref.questionnaire)
    question = tree.questions.get(ref.question) if tree else None
    return said(question.text, language).rstrip("?") if question else ref.question
