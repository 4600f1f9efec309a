"""The texts of a comparison between two states of a dossier, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

COMPARISON: Mapping[str, Words] = {
    "diff-added": {"nl": "Toets erbij gekomen", "en": "Assessment added"},
    "diff-answered": {"nl": "nu ingevuld", "en": "now answered"},
    "diff-answers": {"nl": "Antwoorden", "en": "Answers"},
    "diff-changed": {"nl": "gewijzigd", "en": "changed"},
    "diff-dropped": {"nl": "Toets verdwenen", "en": "Assessment gone"},
    "diff-emptied": {"nl": "leeggemaakt", "en": "emptied"},
    "diff-field-adopts": {"nl": "Overgenomen uit", "en": "Adopted from"},
    "diff-field-by": {"nl": "Rollen", "en": "Roles"},
    "diff-field-carried": {"nl": "Meegekomen uit", "en": "Carried over from"},
    "diff-field-date": {"nl": "Datum", "en": "Date"},
    "diff-field-dissent": {"nl": "Afwijkende mening", "en": "Dissent"},
    "diff-field-follow": {"nl": "Wie zoekt het uit", "en": "Who finds out"},
    "diff-field-note": {"nl": "Overweging", "en": "Consideration"},
    "diff-field-note-internal": {"nl": "Interne aantekening", "en": "Internal note"},
    "diff-field-overruled": {
        "nl": "Waarom afgeweken van de tabel",
        "en": "Why it departs from the table",
    },
    "diff-field-reason": {"nl": "Reden", "en": "Reason"},
    "diff-field-row": {"nl": "Regel", "en": "Row"},
    "diff-field-sources": {"nl": "Bronnen", "en": "Sources"},
    "diff-field-stamp": {"nl": "Kenmerk van de vraag", "en": "Mark of the question"},
    "diff-field-status": {"nl": "Stand", "en": "Status"},
    "diff-field-unsure": {"nl": "Weten we niet", "en": "We do not know"},
    "diff-field-value": {"nl": "Antwoord", "en": "Answer"},
    "diff-follow-up": {"nl": "Opvolging (breekt geen akkoord)", "en": "Follow-up (breaks no approval)"},
    "diff-no-verdict": {"nl": "er niet", "en": "not there"},
    "diff-none": {"nl": "Geen verschil.", "en": "No difference."},
    "diff-revised": {"nl": "Vragenlijst herzien", "en": "Questionnaire revised"},
    "diff-title": {"nl": "Van {} naar {}", "en": "From {} to {}"},
    "diff-verdicts": {"nl": "Signalen", "en": "Flags"},
    "diff-appeared": {"nl": "Vragen die nu gelden", "en": "Questions that apply now"},
    "diff-vanished": {"nl": "Vragen die niet meer gelden", "en": "Questions that no longer apply"},
}
