"""The texts of the flags page, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

FLAGS: Mapping[str, Words] = {
    "flags": {"nl": "Signalen", "en": "Flags"},
    "flags-because": {"nl": "Omdat", "en": "Because"},
    "flags-blocks": {"nl": "Dit houdt een besluit om door te gaan tegen", "en": "This blocks a decision to go on"},
    "flags-calendar": {"nl": "Kalender", "en": "Calendar"},
    "flags-later": {"nl": "Daarna", "en": "After that"},
    "flags-nothing-blocks": {"nl": "Niets.", "en": "Nothing."},
    "flags-now": {"nl": "Deze maand te doen", "en": "To do this month"},
    "flags-settled": {"nl": "Niet aan de orde, of afgehandeld", "en": "Clear, or settled"},
    "flags-undecided": {"nl": "Nog niet te zeggen", "en": "Cannot be said yet"},
    "flags-until": {"nl": "Hangt nog af van", "en": "Depends on"},
    "response-accept": {"nl": "Aanvaard", "en": "Accepted"},
    "response-dispute": {"nl": "Weersproken", "en": "Disputed"},
    "response-mitigate": {"nl": "Maatregel", "en": "Measure"},
    "response-stale": {"nl": "de antwoorden zijn daarna gewijzigd", "en": "the answers changed since"},
    "severity-attention": {"nl": "Aandacht", "en": "Attention"},
    "severity-blocker": {"nl": "Blokkade", "en": "Blocker"},
    "severity-must": {"nl": "Moet", "en": "Must"},
    "severity-warning": {"nl": "Waarschuwing", "en": "Warning"},
}
