"""The texts of the overview of all dossiers, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

PORTFOLIO: Mapping[str, Words] = {
    "overview": {"nl": "Overzicht van mensenrechtentoetsen", "en": "Overview of human-rights assessments"},
    "overview-action": {"nl": "Actiepunt uit deel {}", "en": "Action point of part {}"},
    "overview-ages": {"nl": "Hoe oud", "en": "How old"},
    "overview-algorithm": {"nl": "Algoritme", "en": "Algorithm"},
    "overview-algorithms": {"nl": "Algoritmes", "en": "Algorithms"},
    "overview-approved": {"nl": "met een akkoord", "en": "with an approval"},
    "overview-approved-intro": {
        "nl": "Akkoord: het laatste besluit over een toets was ‘akkoord’, al dan niet onder voorwaarden. "
        "Algoritmes die buiten gebruik zijn, tellen niet mee.",
        "en": "Approved: the last decision about an assessment was ‘approved’, with or without conditions. "
        "Algorithms that are out of use do not count.",
    },
    "overview-approval": {"nl": "Akkoord", "en": "Approved"},
    "overview-assessments": {"nl": "Toetsen", "en": "Assessments"},
    "overview-blocked": {"nl": "Met een blokkade", "en": "With a blocker"},
    "overview-category": {"nl": "Cat", "en": "Cat"},
    "overview-category-phase": {"nl": "Categorie en fase", "en": "Category and phase"},
    "overview-category-unknown": {"nl": "Categorie nog onbekend", "en": "Category not known yet"},
    "overview-category-withheld": {"nl": "Categorie niet openbaar", "en": "Category withheld"},
    "overview-days-since-approval": {"nl": "Dagen sinds akkoord", "en": "Days since approval"},
    "overview-done": {"nl": "Klaar", "en": "Done"},
    "overview-due": {"nl": "Wat eraan komt", "en": "What is due"},
    "overview-due-later": {"nl": "Later dan drie maanden: nog {}.", "en": "Later than three months: {} more."},
    "overview-due-none": {
        "nl": "Er is niets te laat, en de komende drie maanden komt er niets aan.",
        "en": "Nothing is overdue, and nothing is due in the next three months.",
    },
    "overview-flags-legend": {
        "nl": "B blokkade, M moet, W waarschuwing, A aandacht; ! te laat",
        "en": "B blocker, M must, W warning, A attention; ! overdue",
    },
    "overview-in-use-without": {"nl": "in gebruik zonder akkoord", "en": "in use without an approval"},
    "overview-months-since-review": {"nl": "Maanden sinds herbeoordeling", "en": "Months since review"},
    "overview-more": {"nl": "en nog {}", "en": "and {} more"},
    "overview-name": {"nl": "Naam", "en": "Name"},
    "overview-next": {"nl": "Volgende", "en": "Next"},
    "overview-no-decision": {"nl": "nog geen besluit", "en": "no decision yet"},
    "overview-none": {"nl": "geen", "en": "none"},
    "overview-of": {"nl": "{} van {}", "en": "{} of {}"},
    "overview-overdue": {"nl": "Te laat", "en": "Overdue"},
    "overview-phase-development": {"nl": "ontwikkeling", "en": "development"},
    "overview-phase-in-use": {"nl": "in gebruik", "en": "in use"},
    "overview-phase-retired": {"nl": "gestopt", "en": "out of use"},
    "overview-phase-unknown": {"nl": "onbekend", "en": "not known"},
    "overview-read": {"nl": "In dit overzicht", "en": "In this overview"},
    "overview-refused": {"nl": "niet", "en": "refused"},
    "overview-retired": {"nl": "Buiten gebruik", "en": "Out of use"},
    "overview-review": {"nl": "Herbeoordeling", "en": "Review"},
    "overview-undecided": {"nl": "{} × nog niet te zeggen of het blokkeert", "en": "{} × undecided whether it blocks"},
    "overview-unreadable": {"nl": "Niet te lezen", "en": "Cannot be read"},
    "overview-unreadable-text": {
        "nl": "Deze dossiers tellen niet mee: hun bestanden zijn niet bruikbaar. ‘iama check’ zegt wat eraan scheelt.",
        "en": "These dossiers do not count, because their files cannot be used. ‘iama check’ says what is wrong.",
    },
}
