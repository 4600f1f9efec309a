"""The texts of the flags page, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

FLAGS: Mapping[str, Words] = {
    "advice-contradicted": {
        "nl": "Een blokkade spreekt dit advies tegen: zo kan niemand besluiten om door te gaan.",
        "en": "A blocker contradicts this advice: nobody can decide to go on like this.",
    },
    "asked-fria": {"nl": "een FRIA in dit dossier", "en": "a FRIA in this dossier"},
    "asked-fria-approval": {"nl": "een goedgekeurde FRIA", "en": "an approved FRIA"},
    "asked-withheld": {"nl": "wat niet openbaar wordt", "en": "what is withheld"},
    "flags": {"nl": "Signalen", "en": "Flags"},
    "flags-advice": {"nl": "Wat te doen", "en": "What to do"},
    "flags-answered": {"nl": "Beantwoord", "en": "Answered"},
    "flags-because": {"nl": "Omdat", "en": "Because"},
    "flags-binds": {"nl": "Geldt vanaf", "en": "Binds from"},
    "flags-blocking": {"nl": "{} × blokkade", "en": "{} × blocking"},
    "flags-blocks": {"nl": "Dit houdt een besluit om door te gaan tegen", "en": "This blocks a decision to go on"},
    "flags-calendar": {"nl": "Kalender", "en": "Calendar"},
    "flags-intro": {
        "nl": "Een signaal volgt uit de antwoorden hieronder en uit de wet. Het oordeel blijft aan mensen.",
        "en": "A flag follows from the answers below and from the law. The judgement remains with people.",
    },
    "flags-later": {"nl": "Daarna", "en": "After that"},
    "flags-no-blocking": {"nl": "Niets blokkeert", "en": "Nothing blocks"},
    "flags-nothing-blocks": {"nl": "Niets.", "en": "Nothing."},
    "flags-now": {"nl": "Deze maand te doen", "en": "To do this month"},
    "flags-others": {"nl": "en {} andere", "en": "and {} others"},
    "flags-response": {"nl": "Besluit", "en": "Response"},
    "flags-settled": {"nl": "Niet aan de orde, of afgehandeld", "en": "Clear, or settled"},
    "flags-undecided": {"nl": "Nog niet te zeggen", "en": "Cannot be said yet"},
    "flags-stands-in-the-way": {"nl": "Blokkeert", "en": "Blocks"},
    "flags-until": {"nl": "Hangt nog af van", "en": "Depends on"},
    "flags-what": {"nl": "Plicht of signaal", "en": "Duty or flag"},
    "flags-without-date": {"nl": "altijd", "en": "always"},
    "matrix": {"nl": "Ernst in beeld", "en": "Seriousness at a glance"},
    "matrix-text": {
        "nl": "Elk vak is een belang (rij) met een omvang van de inbreuk (kolom). Een cijfer is de regel in de tabel.",
        "en": "Each cell is an importance (row) with an extent of interference (column). A number is a row above.",
    },
    "matrix-overruled": {
        "nl": "Een vierkant: het team wijkt af van het vak, met een reden.",
        "en": "A square: the team departs from the cell, with a reason.",
    },
    "matrix-open": {"nl": "Niet in beeld: nog niet bepaald", "en": "Not in the picture: not determined yet"},
    "number-short": {"nl": "Nr.", "en": "No."},
    "response-accept": {"nl": "Aanvaard", "en": "Accepted"},
    "response-dispute": {"nl": "Weersproken", "en": "Disputed"},
    "response-duty-stays": {
        "nl": "aanvaarden neemt een wettelijke plicht niet weg",
        "en": "accepting does not take a legal duty away",
    },
    "response-mitigate": {"nl": "Maatregel", "en": "Measure"},
    "response-stale": {"nl": "de antwoorden zijn daarna gewijzigd", "en": "the answers changed since"},
    "severity-attention": {"nl": "Aandacht", "en": "Attention"},
    "severity-blocker": {"nl": "Blokkade", "en": "Blocker"},
    "severity-must": {"nl": "Moet", "en": "Must"},
    "severity-warning": {"nl": "Waarschuwing", "en": "Warning"},
    "verdict-clear": {"nl": "niet aan de orde", "en": "clear"},
    "verdict-fired": {"nl": "geldt nu", "en": "raised"},
    "verdict-undecided": {"nl": "nog niet te zeggen", "en": "undecided"},
    "verdict-upcoming": {"nl": "geldt later", "en": "upcoming"},
}
