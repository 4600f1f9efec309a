"""Every text of the interface and the reports that does not come from a questionnaire, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

MONTHS: Mapping[str, tuple[str, ...]] = {  # our own: reports must not change with a locale or a library
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}

STATUS: Mapping[str, Words] = {
    "answered": {"nl": "beantwoord", "en": "answered"},
    "open": {"nl": "open", "en": "open"},
    "unknown": {"nl": "nog onbekend", "en": "not known yet"},
    "ask-supplier": {"nl": "gevraagd aan de leverancier", "en": "asked of the supplier"},
    "not-applicable": {"nl": "niet van toepassing", "en": "not applicable"},
    "skipped": {"nl": "niet aan de orde", "en": "does not apply"},
    "waiting": {"nl": "wacht op een eerder antwoord", "en": "waits for an earlier answer"},
}

_TEXTS: Mapping[str, Words] = {
    "actions": {"nl": "Actiepunten", "en": "Action points"},
    "advice": {"nl": "Advies van het team", "en": "Advice of the team"},
    "affected-rights": {"nl": "Geraakte grondrechten", "en": "Fundamental rights affected"},
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "answered-by": {"nl": "Beantwoord door", "en": "Answered by"},
    "as-of": {"nl": "Stand op", "en": "As of"},
    "asks-nothing": {"nl": "deze toets stelt geen vragen", "en": "this assessment asks nothing"},
    "because-of": {"nl": "Reden", "en": "Reason"},
    "blocking": {"nl": "Moet af zijn voor gebruik", "en": "Must be done before use"},
    "builds-on": {"nl": "Bouwt voort op", "en": "Builds on"},
    "category": {"nl": "Categorie in het Algoritmeregister", "en": "Category in the Algorithm Register"},
    "category-a": {"nl": "A: hoog-risico AI-systeem", "en": "A: high-risk AI system"},
    "category-b": {"nl": "B: impactvol algoritme", "en": "B: impactful algorithm"},
    "category-c": {"nl": "C: overig algoritme", "en": "C: other algorithm"},
    "category-unknown": {"nl": "nog niet te bepalen", "en": "cannot be decided yet"},
    "companion": {"nl": "Aanvullende vraag", "en": "Companion question"},
    "contents": {"nl": "Inhoud", "en": "Contents"},
    "covers": {"nl": "Dekt AI-verordening artikel", "en": "Serves AI Act Article"},
    "derived": {"nl": "afgeleid uit belang en omvang", "en": "derived from importance and extent"},
    "digest-of": {"nl": "Vragenlijst", "en": "Questionnaire"},
    "dissent": {"nl": "Afwijkende mening", "en": "Dissent"},
    "due": {"nl": "Uiterlijk", "en": "Due"},
    "edition": {"nl": "Uitgave", "en": "Edition"},
    "edition-internal": {"nl": "interne versie", "en": "internal edition"},
    "extent": {"nl": "Omvang", "en": "Extent"},
    "facts": {"nl": "Feiten van het algoritme", "en": "Facts of the algorithm"},
    "find-out": {"nl": "zoekt uit", "en": "finds out"},
    "first-algorithm": {"nl": "Eerste algoritme", "en": "First algorithm"},
    "for": {"nl": "voor", "en": "for"},
    "hidden": {
        "nl": "Bijlage: bewaarde antwoorden die niet meetellen",
        "en": "Appendix: kept answers that do not count",
    },
    "hidden-intro": {
        "nl": "Deze vragen zijn door een ander antwoord niet meer aan de orde. Wat er stond is bewaard en telt nergens mee.",
        "en": "Another answer made these questions drop out. What stood there is kept and counts nowhere.",
    },
    "importance": {"nl": "Belang", "en": "Importance"},
    "internal-note": {"nl": "Interne aantekening", "en": "Internal note"},
    "meeting": {"nl": "Bijeenkomst", "en": "Meeting"},
    "missing": {"nl": "Ontbreekt", "en": "Missing"},
    "no": {"nl": "Nee", "en": "No"},
    "no-actions": {"nl": "Er zijn geen actiepunten.", "en": "There are no action points."},
    "no-rights": {"nl": "Het team noemt geen geraakte grondrechten.", "en": "The team names no affected rights."},
    "none-open": {"nl": "Alle vragen die gelden zijn beantwoord.", "en": "All questions that apply are answered."},
    "not-answered": {"nl": "Wat nog niet is beantwoord", "en": "What has not been answered"},
    "note": {"nl": "Overweging", "en": "Consideration"},
    "of-required": {"nl": "van de verplichte vragen afgehandeld", "en": "of the required questions settled"},
    "official-text": {
        "nl": "De vragen volgen de officiële nummering; de formulering is van iama.",
        "en": "The questions follow the official numbering; the wording is that of iama.",
    },
    "optional": {"nl": "facultatief", "en": "optional"},
    "overruled": {"nl": "afgeweken van de tabel, omdat", "en": "departs from the table, because"},
    "owner": {"nl": "Eigenaar", "en": "Owner"},
    "part": {"nl": "Deel", "en": "Part"},
    "progress": {"nl": "Voortgang", "en": "Progress"},
    "provenance": {"nl": "Herkomst", "en": "Provenance"},
    "provenance-intro": {
        "nl": "Dit rapport is gemaakt uit de antwoorden in het dossier. Dezelfde antwoorden geven altijd hetzelfde rapport.",
        "en": "This report was made from the answers in the dossier. The same answers always give the same report.",
    },
    "question": {"nl": "Vraag", "en": "Question"},
    "residual-risks": {"nl": "Restrisico's", "en": "Residual risks"},
    "right": {"nl": "Grondrecht", "en": "Fundamental right"},
    "rights-table": {"nl": "Ernst per grondrecht", "en": "Seriousness per right"},
    "seriousness": {"nl": "Ernst", "en": "Seriousness"},
    "skip-to-content": {"nl": "Naar de inhoud", "en": "Skip to the content"},
    "source": {"nl": "Bron", "en": "Source"},
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "status": {"nl": "Stand", "en": "Status"},
    "summary": {"nl": "Samenvatting", "en": "Summary"},
    "supplier": {"nl": "leverancier", "en": "supplier"},
    "title": {"nl": "Mensenrechtentoets", "en": "Human-rights assessment"},
    "to-do": {"nl": "nog te doen", "en": "to do"},
    "unsure": {"nl": "weten we nog niet", "en": "we do not know yet"},
    "verdict": {"nl": "Oordeel", "en": "Verdict"},
    "what": {"nl": "Wat", "en": "What"},
    "yes": {"nl": "Ja", "en": "Yes"},
}


def text(key: str, language: str) -> str:
    """Return an interface text; a KeyError is a bug, which the completeness test catches."""
    return _TEXTS[key][language]


def status(word: str, language: str) -> str:
    """Return a status in words."""
    return STATUS[word][language]


def written_date(iso: str, language: str) -> str:
    """Return `2027-12-02` as "2 december 2027"; anything that is no date as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == 4 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return iso
    return f"{int(day)} {MONTHS[language][int(month) - 1]} {year}"
