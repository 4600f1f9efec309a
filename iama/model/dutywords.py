"""The texts about Article 27, what follows from it, and the calendar, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

DUTIES: Mapping[str, Words] = {
    "adopted-changed": {
        "nl": "Overgenomen antwoorden waarvan de bron is gewijzigd",
        "en": "Adopted answers of which the source has changed",
    },
    "calendar": {"nl": "Kalender van plichten", "en": "Calendar of duties"},
    "calendar-dated": {"nl": "Met een datum", "en": "With a date"},
    "calendar-never-done": {
        "nl": "De kalender zegt wat er moet en wanneer, niet of het gedaan is.",
        "en": "The calendar says what is due and when, not whether it has been done.",
    },
    "calendar-standing": {"nl": "Geldt al, zonder vaste datum", "en": "Applies already, without a fixed date"},
    "calendar-undecided": {"nl": "Nog niet te zeggen", "en": "Cannot be said yet"},
    "coverage-by-adoption": {"nl": "overgenomen uit", "en": "adopted from"},
    "law-outdated": {
        "nl": "iama: {} juridische feiten zijn langer dan {} dagen geleden nagekeken, het oudste op {}; "
        "kijk na of er een nieuwere versie van iama is",
        "en": "iama: {} legal facts were last verified more than {} days ago, the oldest on {}; "
        "see whether there is a newer version of iama",
    },
    "scope-articles": {"nl": "Artikelen", "en": "Articles"},
    "scope-missing": {"nl": "Eerst te beantwoorden", "en": "To be answered first"},
    "scope-offer": {
        "nl": "Artikel 27 kan hier gelden. De toets erbij maken: `iama new {} -q {}`",
        "en": "Article 27 may apply here. To add the assessment: `iama new {} -q {}`",
    },
    "scope-title": {"nl": "Artikel 27 AI-verordening", "en": "Article 27 AI Act"},
}
