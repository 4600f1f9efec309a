"""Every text of the interface and the reports that does not come from a questionnaire, in Dutch and English."""

from collections.abc import Mapping

from iama.model.auditwords import AUDIT
from iama.model.comparewords import COMPARISON
from iama.model.dutywords import DUTIES
from iama.model.flagwords import FLAGS
from iama.model.interviewwords import INTERVIEW
from iama.model.migrationwords import MIGRATION
from iama.model.pagewords import PAGE
from iama.model.portfoliowords import PORTFOLIO
from iama.model.publicwords import PUBLIC
from iama.model.questionnaire import Words
from iama.model.registerwords import REGISTER

# our own: reports must not change with a locale or a library
MONTHS: Mapping[str, tuple[str, ...]] = {
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
    "withheld": {"nl": "niet openbaar", "en": "withheld"},
    "waiting": {"nl": "wacht op een eerder antwoord", "en": "waits for an earlier answer"},
}

_TEXTS: Mapping[str, Words] = {
    **AUDIT,
    **COMPARISON,
    **DUTIES,
    **FLAGS,
    **INTERVIEW,
    **MIGRATION,
    **PAGE,
    **PORTFOLIO,
    **PUBLIC,
    **REGISTER,
    "action": {"nl": "Actie", "en": "Action"},
    "actions": {"nl": "Actiepunten", "en": "Action points"},
    "actions-before-use": {"nl": "Actiepunten vóór gebruik", "en": "Action points before use"},
    "actions-overdue": {"nl": "Actiepunten te laat", "en": "Action points overdue"},
    "actions-see": {"nl": "Alle actiepunten staan bij elkaar in", "en": "All action points stand together in"},
    "additional": {"nl": "Aanvullende vraag van iama", "en": "Additional question by iama"},
    "advice": {"nl": "Advies van het team", "en": "Advice of the team"},
    "advice-none": {"nl": "nog geen advies", "en": "no advice yet"},
    "affected-rights": {"nl": "Geraakte grondrechten", "en": "Fundamental rights affected"},
    "agenda-next": {"nl": "Agenda voor de volgende bijeenkomst", "en": "Agenda for the next meeting"},
    "adopted-from": {"nl": "Overgenomen uit", "en": "Adopted from"},
    "adopted-missing": {"nl": "daar staat nu geen antwoord", "en": "there is no answer there now"},
    "adopted-stale": {"nl": "gewijzigd sinds het is overgenomen", "en": "changed since it was adopted"},
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "answer-that-hides": {"nl": "Niet aan de orde door het antwoord op", "en": "Dropped out because of the answer to"},
    "answered-by": {"nl": "Beantwoord door", "en": "Answered by"},
    "answered-on": {"nl": "Beantwoord op", "en": "Answered on"},
    "as-of": {"nl": "Stand op", "en": "As of"},
    "beside": {"nl": "bij", "en": "with"},
    "beside-answers": {"nl": "Naast de antwoorden", "en": "Beside the answers"},
    "blocking": {"nl": "Moet af zijn voor gebruik", "en": "Must be done before use"},
    "builds-on": {"nl": "Bouwt voort op", "en": "Builds on"},
    "by-when": {"nl": "uiterlijk", "en": "by"},
    "category": {"nl": "Categorie in het Algoritmeregister", "en": "Category in the Algorithm Register"},
    "category-a": {"nl": "A: hoog-risico AI-systeem", "en": "A: high-risk AI system"},
    "category-b": {"nl": "B: impactvol algoritme", "en": "B: impactful algorithm"},
    "category-c": {"nl": "C: overig algoritme", "en": "C: other algorithm"},
    "category-unknown": {"nl": "nog niet te bepalen", "en": "cannot be decided yet"},
    "command": {"nl": "Opnieuw maken", "en": "To make it again"},
    "companion-text": {
        "nl": "‘Aanvullende vraag van iama’ staat bij vragen die niet bij het officiële instrument horen.",
        "en": "‘Additional question by iama’ marks questions that are not part of the official instrument.",
    },
    "contact": {"nl": "Contact", "en": "Contact"},
    "contents": {"nl": "Inhoud", "en": "Contents"},
    "covers": {"nl": "Dekt AI-verordening artikel", "en": "Serves AI Act Article"},
    "data-kinds": {"nl": "Gegevens", "en": "Data"},
    "derived": {"nl": "afgeleid uit belang en omvang", "en": "derived from importance and extent"},
    "dissent": {"nl": "Afwijkende mening", "en": "Dissent"},
    "dissent-count": {"nl": "afwijkende mening ({})", "en": "dissent ({})"},
    "due": {"nl": "Uiterlijk", "en": "Due"},
    "edition": {"nl": "Uitgave", "en": "Edition"},
    "edition-internal": {"nl": "interne versie", "en": "internal edition"},
    "edition-internal-intro": {
        "nl": "Alleen voor gebruik binnen de organisatie: deze versie bevat namen en interne aantekeningen.",
        "en": "For use inside the organisation only: this edition holds names and internal notes.",
    },
    "editor-failed": {
        "nl": "De editor gaf een fout; de tekst staat nog in {}.",
        "en": "The editor failed; the text is still in {}.",
    },
    "effect": {"nl": "Rol in het besluit", "en": "Part in the decision"},
    "empty-optional": {"nl": "Niet ingevuld (facultatief).", "en": "Not filled in (optional)."},
    "empty-required": {"nl": "Nog niet beantwoord.", "en": "Not answered yet."},
    "end-date": {"nl": "Einde volgens plan", "en": "Planned end"},
    "extent": {"nl": "Omvang", "en": "Extent"},
    "facts": {"nl": "Feiten van het algoritme", "en": "Facts of the algorithm"},
    "find-out-what": {"nl": "Uitzoeken", "en": "To find out"},
    "first-algorithm": {"nl": "Eerste algoritme", "en": "First algorithm"},
    "first-use": {"nl": "Begin van het gebruik", "en": "Start of use"},
    "follow-up-by": {"nl": "zoekt dit uit", "en": "finds this out"},
    "fill-in": {"nl": "Vul hier jullie antwoord in:", "en": "Write your answer here:"},
    "full-digest": {"nl": "Volledige waarde", "en": "Full value"},
    "glance": {"nl": "In het kort", "en": "At a glance"},
    "goal": {"nl": "Waarvoor?", "en": "What for?"},
    "goes-on": {"nl": "Lees verder in", "en": "Read on in"},
    "hidden": {
        "nl": "Bijlage: bewaarde antwoorden die niet meetellen",
        "en": "Appendix: kept answers that do not count",
    },
    "hidden-intro": {
        "nl": "Door een ander antwoord zijn deze vragen niet aan de orde. De tekst is bewaard en telt nergens mee.",
        "en": "Another answer made these questions drop out. What stood there is kept and counts nowhere.",
    },
    "highest-seriousness": {"nl": "Hoogste ernst", "en": "Highest seriousness"},
    "importance": {"nl": "Belang", "en": "Importance"},
    "internal-note": {"nl": "Interne aantekening", "en": "Internal note"},
    "internal-only": {"nl": "niet openbaar", "en": "not public"},
    "kept-answer": {"nl": "Bewaard antwoord", "en": "Kept answer"},
    "kept-hidden": {"nl": "Bewaard, maar telt niet mee", "en": "Kept, but does not count"},
    "law": {"nl": "Gebaseerd op", "en": "Based on"},
    "law-data": {"nl": "Juridische gegevens", "en": "Legal data"},
    "meeting": {"nl": "Bijeenkomst", "en": "Meeting"},
    "missing": {"nl": "Ontbreekt", "en": "Missing"},
    "no": {"nl": "Nee", "en": "No"},
    "no-actions": {"nl": "Er zijn geen actiepunten.", "en": "There are no action points."},
    "no-rights": {"nl": "Het team noemt geen geraakte grondrechten.", "en": "The team names no affected rights."},
    "no-rights-known": {
        "nl": "Welke grondrechten het algoritme raakt, is nog niet beantwoord.",
        "en": "Which fundamental rights the algorithm affects has not been answered yet.",
    },
    "none-open": {
        "nl": "Alle verplichte vragen die gelden zijn beantwoord.",
        "en": "All required questions that apply are answered.",
    },
    "not-answered": {"nl": "Wat nog niet is beantwoord", "en": "What has not been answered"},
    "not-answered-optional": {
        "nl": "Facultatieve vragen zonder antwoord",
        "en": "Optional questions without an answer",
    },
    "not-applicable-because": {"nl": "Niet van toepassing, omdat:", "en": "Not applicable, because:"},
    "nothing-to-ask": {"nl": "Er zijn geen vragen.", "en": "There are no questions."},
    "note": {"nl": "Overweging", "en": "Consideration"},
    "nothing-hidden": {
        "nl": "Er zijn geen bewaarde antwoorden die niet meetellen.",
        "en": "There are no kept answers that do not count.",
    },
    "notice": {"nl": "Let op", "en": "Attention"},
    "of-required": {"nl": "van de verplichte vragen afgehandeld", "en": "of the required questions settled"},
    "official-text": {
        "nl": "De vragen volgen de officiële nummering van de IAMA; de formulering is van iama.",
        "en": "The questions follow the official numbering of the IAMA; the wording is that of iama.",
    },
    "on": {"nl": "op", "en": "on"},
    "open-questions": {"nl": "Open vragen", "en": "Open questions"},
    "optional": {"nl": "facultatief", "en": "optional"},
    "organisation": {"nl": "Organisatie", "en": "Organisation"},
    "overdue": {"nl": "te laat", "en": "overdue"},
    "overruled": {"nl": "afgeweken van de tabel, omdat", "en": "departs from the table, because"},
    "owner": {"nl": "Eigenaar", "en": "Owner"},
    "part": {"nl": "Deel", "en": "Part"},
    "people": {"nl": "Wie krijgt ermee te maken?", "en": "Whom does it touch?"},
    "people-per-year": {"nl": "Mensen per jaar", "en": "People a year"},
    "person": {"nl": "Persoon", "en": "Person"},
    "phase": {"nl": "Fase", "en": "Phase"},
    "progress": {"nl": "Voortgang", "en": "Progress"},
    "provenance": {"nl": "Herkomst", "en": "Provenance"},
    "provenance-intro": {
        "nl": "Dit rapport komt uit de antwoorden in het dossier. Dezelfde antwoorden geven altijd hetzelfde rapport.",
        "en": "This report was made from the answers in the dossier. The same answers always give the same report.",
    },
    "provider": {"nl": "Aanbieder", "en": "Provider"},
    "question": {"nl": "Vraag", "en": "Question"},
    "questionnaire": {"nl": "Vragenlijst", "en": "Questionnaire"},
    "questionnaires": {"nl": "Vragenlijsten", "en": "Questionnaires"},
    "residual-risks": {"nl": "Restrisico's", "en": "Residual risks"},
    "revision": {"nl": "herziening", "en": "revision"},
    "right": {"nl": "Grondrecht", "en": "Fundamental right"},
    "rights-table": {"nl": "Ernst per grondrecht", "en": "Seriousness per right"},
    "sections": {"nl": "Onderdelen", "en": "Sections"},
    "see": {"nl": "Zie", "en": "See"},
    "seriousness": {"nl": "Ernst", "en": "Seriousness"},
    "short-digest": {"nl": "Begin van de controlecode (sha256)", "en": "Start of the digest (sha256)"},
    "skip-to-content": {"nl": "Naar de inhoud", "en": "Skip to the content"},
    "source": {"nl": "Bron", "en": "Source"},
    "sheet-supplier": {"nl": "Vragen aan de leverancier", "en": "Questions for the supplier"},
    "source-count": {"nl": "bronnen ({})", "en": "sources ({})"},
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "status": {"nl": "Stand", "en": "Status"},
    "summary": {"nl": "Samenvatting", "en": "Summary"},
    "supplier": {"nl": "leverancier", "en": "supplier"},
    "system-version": {"nl": "Versie", "en": "Version"},
    "table-of": {"nl": "Tabel bij", "en": "Table of"},
    "title": {"nl": "Mensenrechtentoets", "en": "Human-rights assessment"},
    "title-column": {"nl": "Titel", "en": "Title"},
    "to-do": {"nl": "nog te doen", "en": "to do"},
    "unknown-questions": {"nl": "Nog onbekend", "en": "Not known yet"},
    "unsure": {"nl": "weten we nog niet", "en": "we do not know yet"},
    "verdict": {"nl": "Oordeel", "en": "Verdict"},
    "vulnerable": {"nl": "Kwetsbare groepen", "en": "Vulnerable groups"},
    "waits-for": {"nl": "Wacht op het antwoord op", "en": "Waits for the answer to"},
    "what": {"nl": "Wat", "en": "What"},
    "who-finds-out": {"nl": "Wie zoekt het uit", "en": "Who finds out"},
    "working": {"nl": "Hoe werkt het?", "en": "How does it work?"},
    "yes": {"nl": "Ja", "en": "Yes"},
}


def text(key: str, language: str) -> str:
    """Return an interface text; a KeyError is a bug, which the completeness test catches."""
    return _TEXTS[key][language]


def capital(said: str) -> str:
    """Return words that begin a line: with a capital, and otherwise as they are."""
    return said[:1].upper() + said[1:]


def status(word: str, language: str) -> str:
    """Return a status in words."""
    return STATUS[word][language]


def written_number(word: str, language: str) -> str:
    """Return `4700.5` as "4.700,5" in Dutch and "4,700.5" in English; anything that is no number as it is."""
    whole, _, decimals = word.removeprefix("-").partition(".")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()):
        return word
    sign = "-" if word.startswith("-") else ""
    group, point = {"nl": (".", ","), "en": (",", ".")}[language]
    return sign + f"{int(whole):,}".replace(",", group) + (f"{point}{decimals}" if decimals else "")


def written_date(iso: str, language: str) -> str:
    """Return `2027-03-01` as "1 maart 2027"; anything that is no date as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == 4 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return iso
    return f"{int(day)} {MONTHS[language][int(month) - 1]} {year}"
