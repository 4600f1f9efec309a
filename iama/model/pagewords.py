"""The texts of the published page: summary, timeline, decision, complaint and what was withheld, in two languages."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

PAGE: Mapping[str, Words] = {
    "harm-absolute": {"nl": "Absoluut recht: niet inzetten", "en": "Absolute right: do not deploy"},
    "harm-follows": {"nl": "Volgt daaruit (afgeleid)", "en": "What follows (derived)"},
    "harm-high": {"nl": "Voorrang: hoog", "en": "Priority: high"},
    "harm-low": {"nl": "Voorrang: laag", "en": "Priority: low"},
    "harm-middle": {"nl": "Voorrang: midden", "en": "Priority: middle"},
    "harm-misweighed": {
        "nl": "Klopt niet: een absoluut recht wordt niet gewogen, een ander recht wel",
        "en": "Does not fit: an absolute right is not weighed, another right is",
    },
    "harm-taken-away": {"nl": "Absoluut recht: weggenomen", "en": "Absolute right: taken away"},
    "complaint": {"nl": "Vragen, klachten en bezwaar", "en": "Questions, complaints and objections"},
    "complaint-automated": {
        "nl": "Besliste het systeem over u zonder medewerker, met grote gevolgen? Dan kunt u vragen hoe dat ging.",
        "en": "Did the system decide about you without a member of staff, with serious consequences? "
        "Then you can ask how.",
    },
    "complaint-contact": {"nl": "Contact", "en": "Contact"},
    "complaint-discrimination": {
        "nl": "Bent u ongelijk behandeld? Vraag advies of een oordeel aan het College voor de Rechten van de Mens.",
        "en": "Were you treated unequally? Ask the Netherlands Institute for Human Rights for advice or an opinion.",
    },
    "complaint-explanation": {
        "nl": "Is er een besluit over u genomen met dit algoritme? Dan kunt u vragen welke rol het had.",
        "en": "Was a decision about you taken with this algorithm? Then you can ask which part it played.",
    },
    "complaint-intro": {
        "nl": "Hebt u een vraag over dit algoritme, of bent u het niet eens met een besluit? Dit kunt u doen.",
        "en": "Do you have a question about this algorithm, or do you disagree with a decision? You can do this.",
    },
    "complaint-objection": {
        "nl": "Niet eens met een besluit over u? Meestal kunt u bezwaar maken. In de brief staat hoe en vóór wanneer.",
        "en": "Do you disagree with a decision about you? Usually you can object. The letter says how and by when.",
    },
    "complaint-personal-data": {
        "nl": "U mag vragen welke gegevens er van u zijn gebruikt. "
        "Komt u er niet uit? Dan kunt u klagen bij de Autoriteit Persoonsgegevens.",
        "en": "You may ask which data about you were used. "
        "No solution? Then you can complain to the Dutch Data Protection Authority.",
    },
    "complaint-reasons": {
        "nl": "Wilt u weten waarom zo is besloten? Dat moet in de brief staan. Staat het er niet? Vraag ernaar.",
        "en": "Do you want to know why it was decided like that? The letter must say so. Does it not? Ask for it.",
    },
    "complaint-rules": {"nl": "Wat u altijd kunt doen", "en": "What you can always do"},
    "complaint-team": {"nl": "Wat de organisatie hierover zegt", "en": "What the organisation says about this"},
    "complaint-treatment": {
        "nl": "Niet tevreden over hoe u bent behandeld? Dan kunt u een klacht indienen bij de organisatie zelf.",
        "en": "Not satisfied with how you were treated? Then you can complain to the organisation itself.",
    },
    "complaint-unanswered": {
        "nl": "Waar mensen met vragen en klachten terechtkunnen, staat nog niet in deze toets.",
        "en": "Where people can go with questions and complaints is not yet part of this assessment.",
    },
    "decision": {"nl": "Besluit en voorwaarden", "en": "Decision and conditions"},
    "decision-by": {"nl": "Genomen door:", "en": "Taken by:"},
    "decision-case": {"nl": "Zaaknummer:", "en": "Case:"},
    "decision-conditions": {"nl": "Voorwaarden", "en": "Conditions"},
    "decision-none": {"nl": "Er is nog geen besluit vastgelegd.", "en": "No decision has been recorded yet."},
    "disputed-by-lawyer": {
        "nl": "Een jurist betwist de bevinding ‘{}’: {}",
        "en": "A lawyer disputes the finding ‘{}’: {}",
    },
    "edition-public": {"nl": "openbare versie", "en": "public edition"},
    "edition-public-intro": {
        "nl": "Namen van medewerkers en interne aantekeningen staan hier niet in.",
        "en": "Names of staff and internal notes are not part of it.",
    },
    "figures": {"nl": "Feiten en cijfers", "en": "Facts and figures"},
    "fria-element": {"nl": "Onderdeel van artikel 27 lid 1", "en": "Element of Article 27(1)"},
    "fria-missing": {"nl": "Ontbreekt nog", "en": "Still missing"},
    "fria-served": {"nl": "Staat in", "en": "Answered in"},
    "fria-table": {"nl": "Wat de AI-verordening vraagt, (a) tot en met (f)", "en": "What the AI Act asks, (a) to (f)"},
    "fria-table-intro": {
        "nl": "Artikel 27 van de AI-verordening noemt zes onderdelen. Hier staat per onderdeel welk "
        "antwoord erover gaat.",
        "en": "Article 27 of the AI Act names six elements. For each, this table says which answers are about it.",
    },
    "ground": {"nl": "Grond", "en": "Ground"},
    "humans": {"nl": "Wat doet een mens nog zelf?", "en": "What does a human still do?"},
    "plain": {"nl": "Wat u moet weten", "en": "What you should know"},
    "plain-can-do": {"nl": "Wat kunt u doen?", "en": "What can you do?"},
    "plain-data": {"nl": "Welke gegevens gebruikt het?", "en": "Which data does it use?"},
    "plain-decided": {"nl": "Wat is er besloten?", "en": "What has been decided?"},
    "plain-decides": {"nl": "Wat bepaalt het algoritme?", "en": "What does the algorithm decide?"},
    "plain-people-a-year": {"nl": "Ongeveer {} mensen per jaar.", "en": "About {} people a year."},
    "plain-rights": {"nl": "Welke rechten kan het raken?", "en": "Which rights can it affect?"},
    "plain-undecided": {"nl": "Er is nog geen besluit.", "en": "There is no decision yet."},
    "plain-unadvised": {"nl": "Er is ook nog geen advies.", "en": "There is no advice yet either."},
    "questions-intro": {
        "nl": "Dit zijn de vragen zoals het team ze kreeg. ‘Jullie’ is het team.",
        "en": "These are the questions as the team got them. ‘You’ is the team.",
    },
    "residual-risks-none": {
        "nl": "Er zijn geen restrisico's vastgelegd.",
        "en": "No residual risks have been recorded.",
    },
    "timeline": {"nl": "Tijdlijn", "en": "Timeline"},
    "timeline-approved": {"nl": "Besluit: {}", "en": "Decision: {}"},
    "timeline-begun": {"nl": "Eerste antwoord in deze toets", "en": "First answer in this assessment"},
    "timeline-design-change": {"nl": "Wijziging van het ontwerp", "en": "Change of the design"},
    "timeline-duties": {"nl": "{} plichten gaan gelden", "en": "{} duties begin to apply"},
    "timeline-end": {"nl": "Einde van het gebruik volgens plan", "en": "Planned end of use"},
    "timeline-ended": {"nl": "Einde van het gebruik", "en": "End of use"},
    "timeline-first-use": {"nl": "Begin van het gebruik", "en": "Start of use"},
    "timeline-law": {"nl": "volgt uit de wet", "en": "follows from the law"},
    "timeline-market": {
        "nl": "Algoritme in de handel of in gebruik",
        "en": "Algorithm placed on the market or put into service",
    },
    "timeline-none": {"nl": "Er zijn nog geen datums bekend.", "en": "No dates are known yet."},
    "timeline-notified": {
        "nl": "Gemeld bij de markttoezichtautoriteit",
        "en": "Notified to the market surveillance authority",
    },
    "timeline-review": {"nl": "Laatste herbeoordeling", "en": "Last review"},
    "timeline-text": {
        "nl": "Een cijfer is een regel in de lijst. Vierkant: volgt uit de wet. Open: komt nog. "
        "Stippellijn: stand van dit rapport.",
        "en": "A number is a line of the list. Square: follows from the law. Open: still to come. "
        "Dotted line: date of this report.",
    },
    "timeline-version": {"nl": "Deze versie van het algoritme", "en": "This version of the algorithm"},
    "withheld": {"nl": "Wat niet openbaar is", "en": "What is withheld"},
    "untranslated": {
        "nl": "De antwoorden zijn niet vertaald. Zij staan in het Engels.",
        "en": "The answers are not translated. They are in Dutch.",
    },
    "withheld-actions": {
        "nl": "Een deel van de actiepunten is niet openbaar:",
        "en": "Part of the action points is withheld:",
    },
    "withheld-answer": {"nl": "Niet openbaar.", "en": "Withheld."},
    "withheld-answers": {"nl": "Niet openbaar", "en": "Withheld"},
    "withheld-assessment": {
        "nl": "Deze toets bestaat, maar de hele toets is niet openbaar.",
        "en": "This assessment exists, but none of it is public.",
    },
    "withheld-part": {"nl": "Dit deel is in zijn geheel niet openbaar.", "en": "None of this part is public."},
    "withheld-flags": {"nl": "Niet openbaar", "en": "Withheld"},
    "withheld-flags-intro": {
        "nl": "Deze signalen hangen af van antwoorden die niet openbaar zijn. De uitkomst staat hier daarom niet.",
        "en": "These flags depend on answers that are withheld. Their outcome is therefore not shown.",
    },
    "withheld-indirect": {
        "nl": "Dit hangt af van een antwoord dat niet openbaar is.",
        "en": "This depends on an answer that is withheld.",
    },
    "withheld-intro": {
        "nl": "Deze antwoorden staan niet op deze pagina. Bij elk antwoord staat de grond, "
        "uit de Wet open overheid (Woo) of uit het beleid van het Algoritmeregister.",
        "en": "These answers are not on this page. Each has its ground, "
        "from the Open Government Act (Woo) or from the policy of the Algorithm Register.",
    },
    "withheld-nothing": {"nl": "Geen enkel antwoord is weggelaten.", "en": "No answer was left out."},
    "digest-public": {
        "nl": "Controlecode van deze openbare versie (sha256)",
        "en": "Digest of this public edition (sha256)",
    },
}
