"""Every text of the interface and the reports that does not come from a questionnaire, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

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
    "waiting": {"nl": "wacht op een eerder antwoord", "en": "waits for an earlier answer"},
}

_TEXTS: Mapping[str, Words] = {
    "a-date": {"nl": "een datum, zoals 2027-03-01 of 1 maart 2027", "en": "a date, such as 2027-03-01 or 1 March 2027"},
    "a-number": {"nl": "een getal", "en": "a number"},
    "action": {"nl": "Actie", "en": "Action"},
    "action-id": {"nl": "Kenmerk", "en": "Id"},
    "actions": {"nl": "Actiepunten", "en": "Action points"},
    "actions-before-use": {"nl": "Actiepunten vóór gebruik", "en": "Action points before use"},
    "actions-overdue": {"nl": "Actiepunten te laat", "en": "Action points overdue"},
    "actions-see": {"nl": "Alle actiepunten staan bij elkaar in", "en": "All action points stand together in"},
    "additional": {"nl": "Aanvullende vraag van iama", "en": "Additional question by iama"},
    "advice": {"nl": "Advies van het team", "en": "Advice of the team"},
    "advice-none": {"nl": "nog geen advies", "en": "no advice yet"},
    "affected-rights": {"nl": "Geraakte grondrechten", "en": "Fundamental rights affected"},
    "agenda": {"nl": "Agenda", "en": "Agenda"},
    "agenda-next": {"nl": "Agenda voor de volgende bijeenkomst", "en": "Agenda for the next meeting"},
    "all-asked": {
        "nl": "Alle vragen van deze ronde zijn gesteld.",
        "en": "Every question of this round has been asked.",
    },
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "answer-that-hides": {"nl": "Niet aan de orde door het antwoord op", "en": "Dropped out because of the answer to"},
    "answered-by": {"nl": "Beantwoord door", "en": "Answered by"},
    "answered-on": {"nl": "Beantwoord op", "en": "Answered on"},
    "answers-kept": {
        "nl": "De antwoorden op {} blijven bewaard, maar tellen niet mee.",
        "en": "The answers to {} are kept, but do not count.",
    },
    "as-of": {"nl": "Stand op", "en": "As of"},
    "asks-nothing": {"nl": "deze toets stelt geen vragen", "en": "this assessment asks nothing"},
    "ask-when": {"nl": "Uiterlijk wanneer? Een datum, of leeg", "en": "By when? A date, or empty"},
    "ask-who": {"nl": "Wie zoekt het uit?", "en": "Who finds out?"},
    "at-most": {"nl": "hoogstens", "en": "at most"},
    "at-the-start": {"nl": "Dit is de eerste vraag.", "en": "This is the first question."},
    "because-of": {"nl": "Reden", "en": "Reason"},
    "beside": {"nl": "bij", "en": "with"},
    "blocking": {"nl": "Moet af zijn voor gebruik", "en": "Must be done before use"},
    "builds-on": {"nl": "Bouwt voort op", "en": "Builds on"},
    "by-when": {"nl": "uiterlijk", "en": "by"},
    "category": {"nl": "Categorie in het Algoritmeregister", "en": "Category in the Algorithm Register"},
    "category-a": {"nl": "A: hoog-risico AI-systeem", "en": "A: high-risk AI system"},
    "category-b": {"nl": "B: impactvol algoritme", "en": "B: impactful algorithm"},
    "category-c": {"nl": "C: overig algoritme", "en": "C: other algorithm"},
    "category-unknown": {"nl": "nog niet te bepalen", "en": "cannot be decided yet"},
    "change": {"nl": "Wijzig", "en": "Change"},
    "changed-on-disk": {
        "nl": "Iemand anders heeft intussen gewijzigd: {}. Dat is overgenomen.",
        "en": "Somebody else changed meanwhile: {}. That has been taken over.",
    },
    "choose-many": {"nl": "Kies alles wat geldt", "en": "Choose all that apply"},
    "choose-one": {"nl": "Kies er één", "en": "Choose one"},
    "cleaned": {"nl": "Opgeschoond bij het invoeren: {}.", "en": "Cleaned on input: {}."},
    "command": {"nl": "Opnieuw maken", "en": "To make it again"},
    "command": {"nl": "Opdracht", "en": "Command"},
    "companion": {"nl": "Aanvullende vraag", "en": "Companion question"},
    "companion-text": {
        "nl": "‘Aanvullende vraag van iama’ staat bij vragen die niet bij het officiële instrument horen.",
        "en": "‘Additional question by iama’ marks questions that are not part of the official instrument.",
    },
    "conflict": {
        "nl": "Een collega heeft het antwoord op {} intussen gewijzigd.",
        "en": "A colleague changed the answer to {} meanwhile.",
    },
    "conflict-mine": {"nl": "Van jullie", "en": "Yours"},
    "conflict-theirs": {"nl": "Van de collega", "en": "The colleague's"},
    "contact": {"nl": "Contact", "en": "Contact"},
    "contents": {"nl": "Inhoud", "en": "Contents"},
    "contract": {"nl": "Opmaakversie", "en": "Renderer contract"},
    "covers": {"nl": "Dekt AI-verordening artikel", "en": "Serves AI Act Article"},
    "current-answer": {"nl": "Nu staat er", "en": "It says now"},
    "data-kinds": {"nl": "Gegevens", "en": "Data"},
    "decided": {"nl": "Beantwoord in deze bijeenkomst", "en": "Answered in this meeting"},
    "derived": {"nl": "afgeleid uit belang en omvang", "en": "derived from importance and extent"},
    "digest-of": {"nl": "Vragenlijst", "en": "Questionnaire"},
    "dissent": {"nl": "Afwijkende mening", "en": "Dissent"},
    "dissent-asked": {
        "nl": "Wat is de afwijkende mening, en waarom?",
        "en": "What is the dissenting opinion, and why?",
    },
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
    "empty-keeps": {"nl": "leeg laten = zo laten", "en": "empty = leave as it is"},
    "empty-optional": {"nl": "Niet ingevuld (facultatief).", "en": "Not filled in (optional)."},
    "empty-required": {"nl": "Nog niet beantwoord.", "en": "Not answered yet."},
    "end-date": {"nl": "Einde volgens plan", "en": "Planned end"},
    "enter-stops": {
        "nl": "Enter = afsluiten; of /ga 2.1.1, /zoek …, /overzicht",
        "en": "Enter = close; or /go 2.1.1, /search …, /overview",
    },
    "extent": {"nl": "Omvang", "en": "Extent"},
    "facts": {"nl": "Feiten van het algoritme", "en": "Facts of the algorithm"},
    "find-out": {"nl": "zoekt uit", "en": "finds out"},
    "finish-prose": {
        "nl": "Enter = nieuwe regel · Ctrl-S = klaar · Ctrl-B = terug · / = menu",
        "en": "Enter = new line · Ctrl-S = done · Ctrl-B = back · / = menu",
    },
    "finish-prose-plain": {
        "nl": "Sluit af met een regel met alleen een punt. /editor, / voor het menu.",
        "en": "End with a line that holds only a full stop. /editor, / for the menu.",
    },
    "first-algorithm": {"nl": "Eerste algoritme", "en": "First algorithm"},
    "first-use": {"nl": "Begin van het gebruik", "en": "Start of use"},
    "flag-cleared": {"nl": "Signaal vervallen", "en": "Flag cleared"},
    "flag-fired": {"nl": "Nieuw signaal", "en": "New flag"},
    "follow-up-by": {"nl": "zoekt dit uit", "en": "finds this out"},
    "for": {"nl": "voor", "en": "for"},
    "full-digest": {"nl": "Volledige waarde", "en": "Full value"},
    "glance": {"nl": "In het kort", "en": "At a glance"},
    "go-where": {"nl": "Naar welke vraag?", "en": "To which question?"},
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
    "keep-mine": {"nl": "Ons antwoord bewaren", "en": "Keep our answer"},
    "keep-theirs": {"nl": "Het antwoord van de collega laten staan", "en": "Leave the colleague's answer"},
    "kept-answer": {"nl": "Bewaard antwoord", "en": "Kept answer"},
    "kept-hidden": {"nl": "Bewaard, maar telt niet mee", "en": "Kept, but does not count"},
    "keys-choice": {"nl": "pijltjes + Enter · Ctrl-B = terug · / = menu", "en": "arrows + Enter · Ctrl-B = back · / = menu"},
    "keys-choices": {
        "nl": "spatie = aan of uit · typ om te zoeken · Enter = klaar · / = menu",
        "en": "space = on or off · type to search · Enter = done · / = menu",
    },
    "keys-line": {"nl": "Enter = klaar · / = menu", "en": "Enter = done · / = menu"},
    "later-left": {
        "nl": "Alle vragen van deze ronde zijn gesteld. Nog open: {}.",
        "en": "Every question of this round has been asked. Still open: {}.",
    },
    "law": {"nl": "Wettelijk kader", "en": "Legal framework"},
    "law-data": {"nl": "Juridische gegevens", "en": "Legal data"},
    "leave-empty": {"nl": "Leeg laten", "en": "Leave empty"},
    "meeting": {"nl": "Bijeenkomst", "en": "Meeting"},
    "meeting-closed": {"nl": "Bijeenkomst {} gesloten na {}.", "en": "Meeting {} closed after {}."},
    "meeting-opens": {"nl": "Bijeenkomst {}: {} vragen open.", "en": "Meeting {}: {} questions open."},
    "menu": {"nl": "Wat willen jullie doen?", "en": "What do you want to do?"},
    "missing": {"nl": "Ontbreekt", "en": "Missing"},
    "must-be-filled": {"nl": "{} moet ingevuld zijn.", "en": "{} must be filled in."},
    "needs-reason": {
        "nl": "Afwijken van de tabel kan alleen met een reden.",
        "en": "Departing from the table needs a reason.",
    },
    "new-actions": {"nl": "Actiepunten en uitzoekpunten", "en": "Action points and things to find out"},
    "no": {"nl": "Nee", "en": "No"},
    "no-actions": {"nl": "Er zijn geen actiepunten.", "en": "There are no action points."},
    "no-longer-asked": {"nl": "Niet meer aan de orde: {}.", "en": "No longer asked: {}."},
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
    "not-here": {"nl": "Dat kan bij deze vraag niet.", "en": "That is not possible at this question."},
    "not-understood": {
        "nl": "Dat is geen van de keuzes. Typ een nummer, of / voor het menu.",
        "en": "That is none of the choices. Type a number, or / for the menu.",
    },
    "note": {"nl": "Overweging", "en": "Consideration"},
    "note-asked": {"nl": "Welke overweging hoort hierbij?", "en": "Which consideration belongs here?"},
    "nothing-found": {"nl": "Geen vraag gevonden.", "en": "No question found."},
    "nothing-hidden": {
        "nl": "Er zijn geen bewaarde antwoorden die niet meetellen.",
        "en": "There are no kept answers that do not count.",
    },
    "notice": {"nl": "Let op", "en": "Attention"},
    "now-asked": {"nl": "Nu ook aan de orde: {}.", "en": "Now asked too: {}."},
    "numbers": {
        "nl": "Typ nummers met een spatie ertussen; of een woord om te zoeken",
        "en": "Type numbers with spaces between; or a word to search",
    },
    "of-required": {"nl": "van de verplichte vragen afgehandeld", "en": "of the required questions settled"},
    "official-text": {
        "nl": "De vragen volgen de officiële nummering van de IAMA; de formulering is van iama.",
        "en": "The questions follow the official numbering of the IAMA; the wording is that of iama.",
    },
    "on": {"nl": "op", "en": "on"},
    "one-number": {"nl": "Typ een nummer", "en": "Type a number"},
    "open-questions": {"nl": "Open vragen", "en": "Open questions"},
    "optional": {"nl": "facultatief", "en": "optional"},
    "organisation": {"nl": "Organisatie", "en": "Organisation"},
    "overdue": {"nl": "te laat", "en": "overdue"},
    "overruled": {"nl": "afgeweken van de tabel, omdat", "en": "departs from the table, because"},
    "owner": {"nl": "Eigenaar", "en": "Owner"},
    "part": {"nl": "Deel", "en": "Part"},
    "pasted-more": {
        "nl": "Er kwam meer tekst binnen dan hier past; die is niet gebruikt en staat in {}.",
        "en": "More text arrived than fits here; it was not used and stands in {}.",
    },
    "people": {"nl": "Wie krijgt ermee te maken?", "en": "Whom does it touch?"},
    "people-per-year": {"nl": "Mensen per jaar", "en": "People a year"},
    "person": {"nl": "Persoon", "en": "Person"},
    "phase": {"nl": "Fase", "en": "Phase"},
    "present": {"nl": "Wie zit er aan tafel?", "en": "Who is at the table?"},
    "press-enter": {"nl": "Enter = verder", "en": "Enter = go on"},
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
    "remove": {"nl": "Haal weg", "en": "Take out"},
    "rescued": {
        "nl": "Jullie tekst is niet bewaard in het dossier; hij staat in {}",
        "en": "Your text was not saved in the dossier; it stands in {}",
    },
    "rescued-here": {
        "nl": "Jullie tekst kon nergens bewaard worden; hier staat hij:",
        "en": "Your text could not be kept anywhere; here it is:",
    },
    "residual-risks": {"nl": "Restrisico's", "en": "Residual risks"},
    "revision": {"nl": "herziening", "en": "revision"},
    "right": {"nl": "Grondrecht", "en": "Fundamental right"},
    "rights-table": {"nl": "Ernst per grondrecht", "en": "Seriousness per right"},
    "risks-decided": {"nl": "Besluit over restrisico's", "en": "Decisions on residual risks"},
    "rows-add": {"nl": "Voeg een regel toe", "en": "Add a row"},
    "rows-done": {"nl": "Klaar met deze lijst", "en": "Done with this list"},
    "rows-what": {"nl": "Deze lijst", "en": "This list"},
    "save-agenda": {"nl": "Deze samenvatting bewaren als agenda?", "en": "Keep this summary as an agenda?"},
    "search-for": {"nl": "Zoek op", "en": "Search for"},
    "sections": {"nl": "Onderdelen", "en": "Sections"},
    "see": {"nl": "Zie", "en": "See"},
    "selected": {"nl": "gekozen", "en": "chosen"},
    "seriousness": {"nl": "Ernst", "en": "Seriousness"},
    "short-digest": {"nl": "Begin van de controlecode (sha256)", "en": "Start of the digest (sha256)"},
    "skip-to-content": {"nl": "Naar de inhoud", "en": "Skip to the content"},
    "source": {"nl": "Bron", "en": "Source"},
    "source-date": {"nl": "Datum van het document? (of leeg)", "en": "Date of the document? (or empty)"},
    "source-path": {
        "nl": "Bestand naast het dossier? (naam, of leeg)",
        "en": "File beside the dossier? (name, or empty)",
    },
    "source-title": {"nl": "Titel van het document?", "en": "Title of the document?"},
    "source-version": {"nl": "Versie? (of leeg)", "en": "Version? (or empty)"},
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "status": {"nl": "Stand", "en": "Status"},
    "still-open": {"nl": "Nog open", "en": "Still open"},
    "stopped": {
        "nl": "Gestopt. Alles tot hier is bewaard; ga verder met: {}",
        "en": "Stopped. Everything so far is saved; go on with: {}",
    },
    "summary": {"nl": "Samenvatting", "en": "Summary"},
    "supplier": {"nl": "leverancier", "en": "supplier"},
    "system-version": {"nl": "Versie", "en": "Version"},
    "tab-edits": {"nl": "Tab = huidige tekst aanpassen", "en": "Tab = edit the present text"},
    "table-at": {"nl": "Aan tafel", "en": "At the table"},
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
    "which-unsure": {"nl": "Welke punten weten jullie nog niet?", "en": "Of which items do you not know yet?"},
    "who-dissents": {"nl": "Wie denkt er anders over?", "en": "Who disagrees?"},
    "who-finds-out": {"nl": "Wie zoekt het uit", "en": "Who finds out"},
    "why-asked": {"nl": "Waarom deze vraag", "en": "Why this is asked"},
    "why-not-applicable": {"nl": "Waarom niet van toepassing?", "en": "Why does it not apply?"},
    "why-overrule": {
        "nl": "De tabel geeft een ander antwoord. Waarom wijken jullie daarvan af?",
        "en": "The table gives another answer. Why do you depart from it?",
    },
    "working": {"nl": "Hoe werkt het?", "en": "How does it work?"},
    "yes": {"nl": "Ja", "en": "Yes"},
    "your-answer": {"nl": "Antwoord", "en": "Answer"},
}


def text(key: str, language: str) -> str:
    """Return an interface text; a KeyError is a bug, which the completeness test catches."""
    return _TEXTS[key][language]


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
    """Return `2027-12-02` as "2 december 2027"; anything that is no date as it is."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not (len(year) == 4 and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return iso
    return f"{int(day)} {MONTHS[language][int(month) - 1]} {year}"
