"""Every text of the interview that does not come from a questionnaire, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

INTERVIEW: Mapping[str, Words] = {
    "a-date": {"nl": "een datum, zoals 2027-03-01 of 1 maart 2027", "en": "a date, such as 2027-03-01 or 1 March 2027"},
    "a-number": {"nl": "een getal", "en": "a number"},
    "agenda": {"nl": "Agenda", "en": "Agenda"},
    "all-asked": {
        "nl": "Alle vragen van deze ronde zijn gesteld.",
        "en": "Every question of this round has been asked.",
    },
    "answers-kept": {
        "nl": "De antwoorden op {} blijven bewaard, maar tellen niet mee.",
        "en": "The answers to {} are kept, but do not count.",
    },
    "ask-when": {"nl": "Uiterlijk wanneer? Een datum, of leeg", "en": "By when? A date, or empty"},
    "ask-who": {"nl": "Wie zoekt het uit?", "en": "Who finds out?"},
    "at-most": {"nl": "hoogstens", "en": "at most"},
    "at-the-start": {"nl": "Dit is de eerste vraag.", "en": "This is the first question."},
    "change": {"nl": "Wijzig", "en": "Change"},
    "changed-on-disk": {
        "nl": "Iemand anders heeft intussen gewijzigd: {}. Dat is overgenomen.",
        "en": "Somebody else changed meanwhile: {}. That has been taken over.",
    },
    "choose-many": {"nl": "Kies alles wat geldt", "en": "Choose all that apply"},
    "choose-one": {"nl": "Kies er één", "en": "Choose one"},
    "cleaned": {"nl": "Opgeschoond bij het invoeren: {}.", "en": "Cleaned on input: {}."},
    "companion": {"nl": "Aanvullende vraag", "en": "Companion question"},
    "conflict": {
        "nl": "Een collega heeft het antwoord op {} intussen gewijzigd.",
        "en": "A colleague changed the answer to {} meanwhile.",
    },
    "conflict-mine": {"nl": "Van jullie", "en": "Yours"},
    "conflict-theirs": {"nl": "Van de collega", "en": "The colleague's"},
    "current-answer": {"nl": "Nu staat er", "en": "It says now"},
    "decided": {"nl": "Beantwoord in deze bijeenkomst", "en": "Answered in this meeting"},
    "dissent-asked": {
        "nl": "Wat is de afwijkende mening, en waarom?",
        "en": "What is the dissenting opinion, and why?",
    },
    "enter-stops": {
        "nl": "Enter = afsluiten; of /ga 2.1.1, /zoek …, /overzicht",
        "en": "Enter = close; or /go 2.1.1, /search …, /overview",
    },
    "finish-prose": {
        "nl": "Enter = nieuwe regel · Ctrl-S = klaar · Ctrl-B = terug · / = menu",
        "en": "Enter = new line · Ctrl-S = done · Ctrl-B = back · / = menu",
    },
    "finish-prose-plain": {
        "nl": "Sluit af met een regel met alleen een punt. /editor, / voor het menu.",
        "en": "End with a line that holds only a full stop. /editor, / for the menu.",
    },
    "flag-cleared": {"nl": "Signaal vervallen", "en": "Flag cleared"},
    "flag-fired": {"nl": "Nieuw signaal", "en": "New flag"},
    "go-where": {"nl": "Naar welke vraag?", "en": "To which question?"},
    "keep-mine": {"nl": "Ons antwoord bewaren", "en": "Keep our answer"},
    "keep-theirs": {"nl": "Het antwoord van de collega laten staan", "en": "Leave the colleague's answer"},
    "keys-choice": {
        "nl": "pijltjes + Enter · Ctrl-B = terug · / = menu",
        "en": "arrows + Enter · Ctrl-B = back · / = menu",
    },
    "keys-choices": {
        "nl": "spatie = aan of uit · typ om te zoeken · Enter = klaar · / = menu",
        "en": "space = on or off · type to search · Enter = done · / = menu",
    },
    "keys-line": {"nl": "Enter = klaar · / = menu", "en": "Enter = done · / = menu"},
    "later-left": {
        "nl": "Alle vragen van deze ronde zijn gesteld. Nog open: {}.",
        "en": "Every question of this round has been asked. Still open: {}.",
    },
    "leave-empty": {"nl": "Leeg laten", "en": "Leave empty"},
    "meeting-closed": {"nl": "Bijeenkomst {} gesloten na {}.", "en": "Meeting {} closed after {}."},
    "meeting-opens": {"nl": "Bijeenkomst {}: {} vragen open.", "en": "Meeting {}: {} questions open."},
    "menu": {"nl": "Wat willen jullie doen?", "en": "What do you want to do?"},
    "must-be-filled": {"nl": "{} moet ingevuld zijn.", "en": "{} must be filled in."},
    "needs-reason": {
        "nl": "Afwijken van de tabel kan alleen met een reden.",
        "en": "Departing from the table needs a reason.",
    },
    "new-actions": {"nl": "Actiepunten en uitzoekpunten", "en": "Action points and things to find out"},
    "no-longer-asked": {"nl": "Niet meer aan de orde: {}.", "en": "No longer asked: {}."},
    "not-here": {"nl": "Dat kan bij deze vraag niet.", "en": "That is not possible at this question."},
    "not-understood": {
        "nl": "Dat is geen van de keuzes. Typ een nummer, of / voor het menu.",
        "en": "That is none of the choices. Type a number, or / for the menu.",
    },
    "note-asked": {"nl": "Welke overweging hoort hierbij?", "en": "Which consideration belongs here?"},
    "nothing-found": {"nl": "Geen vraag gevonden.", "en": "No question found."},
    "now-asked": {"nl": "Nu ook aan de orde: {}.", "en": "Now asked too: {}."},
    "one-number": {"nl": "Typ een nummer", "en": "Type a number"},
    "pasted-more": {
        "nl": "Er kwam meer tekst binnen dan hier past; die is niet gebruikt en staat in {}.",
        "en": "More text arrived than fits here; it was not used and stands in {}.",
    },
    "present": {"nl": "Wie zit er aan tafel?", "en": "Who is at the table?"},
    "press-enter": {"nl": "Enter = verder", "en": "Enter = go on"},
    "remove": {"nl": "Haal weg", "en": "Take out"},
    "rescued": {
        "nl": "Jullie tekst is niet bewaard in het dossier; hij staat in {}",
        "en": "Your text was not saved in the dossier; it stands in {}",
    },
    "rescued-here": {
        "nl": "Jullie tekst kon nergens bewaard worden; hier staat hij:",
        "en": "Your text could not be kept anywhere; here it is:",
    },
    "rows-add": {"nl": "Voeg een regel toe", "en": "Add a row"},
    "rows-done": {"nl": "Klaar met deze lijst", "en": "Done with this list"},
    "rows-what": {"nl": "Deze lijst", "en": "This list"},
    "save-agenda": {"nl": "Deze samenvatting bewaren als agenda?", "en": "Keep this summary as an agenda?"},
    "search-for": {"nl": "Zoek op", "en": "Search for"},
    "selected": {"nl": "gekozen", "en": "chosen"},
    "slash-command": {"nl": "Opdracht", "en": "Command"},
    "source-date": {"nl": "Datum van het document? (of leeg)", "en": "Date of the document? (or empty)"},
    "source-path": {
        "nl": "Bestand naast het dossier? (naam, of leeg)",
        "en": "File beside the dossier? (name, or empty)",
    },
    "source-title": {"nl": "Titel van het document?", "en": "Title of the document?"},
    "source-version": {"nl": "Versie? (of leeg)", "en": "Version? (or empty)"},
    "still-open": {"nl": "Nog open", "en": "Still open"},
    "stopped": {
        "nl": "Gestopt. Alles tot hier is bewaard; ga verder met: {}",
        "en": "Stopped. Everything so far is saved; go on with: {}",
    },
    "tab-edits": {"nl": "Tab = huidige tekst aanpassen", "en": "Tab = edit the present text"},
    "table-at": {"nl": "Aan tafel", "en": "At the table"},
    "which-unsure": {"nl": "Welke punten weten jullie nog niet?", "en": "Of which items do you not know yet?"},
    "who-dissents": {"nl": "Wie denkt er anders over?", "en": "Who disagrees?"},
    "why-asked": {"nl": "Waarom deze vraag", "en": "Why this is asked"},
    "why-not-applicable": {"nl": "Waarom niet van toepassing?", "en": "Why does it not apply?"},
    "why-overrule": {
        "nl": "De tabel geeft een ander antwoord. Waarom wijken jullie daarvan af?",
        "en": "The table gives another answer. Why do you depart from it?",
    },
    "your-answer": {"nl": "Antwoord", "en": "Answer"},
}
