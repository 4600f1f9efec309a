"""What the gate says about each finding: a message and what to do, in Dutch and English. No text quotes an answer."""

from collections.abc import Mapping
from typing import NamedTuple

from iama.model.questionnaire import Words


class Said(NamedTuple):
    """A message and a hint, each in both languages; `{names}` are ids, numbers, dates and titles."""

    message: Words
    hint: Words


def _said(nl: str, en: str, hint_nl: str, hint_en: str) -> Said:
    return Said({"nl": nl, "en": en}, {"nl": hint_nl, "en": hint_en})


SAID: Mapping[str, Said] = {
    "missing-assessment": _said(
        "deze toets ontbreekt en is nodig: {instrument}",
        "this assessment is missing and is needed: {instrument}",
        "maak hem met `iama new {algorithm} -q {instrument}`, en begin met `iama answer {algorithm}`",
        "make it with `iama new {algorithm} -q {instrument}`, and begin with `iama answer {algorithm}`",
    ),
    "missing-assessment-early": _said(
        "deze toets is vanaf {date} verplicht en ontbreekt nog: {instrument}",
        "this assessment is required from {date} and is still missing: {instrument}",
        "maak hem met `iama new {algorithm} -q {instrument}`",
        "make it with `iama new {algorithm} -q {instrument}`",
    ),
    "missing-assessment-facts": _said(
        "het bestand algorithm.yaml met de feiten van het algoritme ontbreekt",
        "the file algorithm.yaml with the facts of the algorithm is missing",
        "zet het terug uit git; zonder die feiten is niet te zeggen welke toets nodig is",
        "bring it back from git; without those facts nobody can tell which assessment is needed",
    ),
    "unanswered": _said(
        "vraag {label} is nog niet beantwoord: {text}",
        "question {label} has no answer yet: {text}",
        "beantwoord hem met `iama answer {algorithm}`; weten jullie het niet, leg dan vast wie het uitzoekt",
        "answer it with `iama answer {algorithm}`; if you do not know, record who finds out",
    ),
    "unanswered-waiting": _said(
        "of vraag {label} geldt, hangt af van een vraag die nog open is: {missing}",
        "whether question {label} applies depends on a question that is still open: {missing}",
        "beantwoord die eerst",
        "answer that one first",
    ),
    "unknown-open": _said(
        "bij vraag {label} staat dat het antwoord nog niet bekend is: {text}",
        "question {label} says that the answer is not known yet: {text}",
        "zoek het uit en vul het antwoord in",
        "find out and fill in the answer",
    ),
    "unknown-open-due": _said(
        "bij vraag {label} zou het antwoord er op {date} zijn: {text}",
        "the answer to question {label} was due on {date}: {text}",
        "vul het antwoord in, of spreek een nieuwe datum af",
        "fill in the answer, or agree on a new date",
    ),
    "blocker": _said(
        "deze blokkade staat nog: {title} (`{flag}`)",
        "this blocker stands: {title} (`{flag}`)",
        "{advice}",
        "{advice}",
    ),
    "blocker-early": _said(
        "deze blokkade gaat gelden op {date}: {title} (`{flag}`)",
        "this blocker will apply from {date}: {title} (`{flag}`)",
        "{advice}",
        "{advice}",
    ),
    "trigger-without-response": _said(
        "over dit signaal is nog niets besloten: {title} (`{flag}`)",
        "this flag has no response yet: {title} (`{flag}`)",
        "leg vast wat jullie besluiten: `iama respond {algorithm} {trigger} --decision …`",
        "record what you decide: `iama respond {algorithm} {trigger} --decision …`",
    ),
    "trigger-without-response-stale": _said(
        "de antwoorden zijn veranderd sinds jullie hierover besloten: {title} (`{flag}`)",
        "the answers changed since you decided about this: {title} (`{flag}`)",
        "kijk of het besluit nog klopt en leg het opnieuw vast: `iama respond {algorithm} {trigger} --decision …`",
        "see whether the decision still holds and record it again: `iama respond {algorithm} {trigger} --decision …`",
    ),
    "trigger-without-response-open": _said(
        "het besluit hierover is niet genoeg: {title} (`{flag}`)",
        "the decision about this is not enough: {title} (`{flag}`)",
        "een maatregel heeft een actiepunt nodig; een risico aanvaarden kan alleen de eindverantwoordelijke",
        "a measure needs an action point, and only the responsible person accepts a risk",
    ),
    "undecided-trigger": _said(
        "nog niet te zeggen: {title} (`{flag}`); er ontbreekt: {missing}",
        "cannot be told yet: {title} (`{flag}`); missing: {missing}",
        "beantwoord wat er ontbreekt",
        "answer what is missing",
    ),
    "rests-on-withheld": _said(
        "signalen die van niet-openbare antwoorden afhangen, en hier niet bekeken zijn: {count}",
        "flags that depend on withheld answers, and were not looked at here: {count}",
        '`iama flags {algorithm}` toont ze; leest niemand anders mee, dan bekijkt `edition = "internal"` ze ook',
        '`iama flags {algorithm}` shows them; if nobody else reads this, `edition = "internal"` looks at them too',
    ),
    "overdue-action": _said(
        "actiepunt `{row}` had op {date} klaar moeten zijn",
        "action point `{row}` was due on {date}",
        "rond het af en leg de stand vast, of spreek een nieuwe datum af",
        "finish it and record its progress, or agree on a new date",
    ),
    "overdue-action-early": _said(
        "actiepunt `{row}` moet op {date} klaar zijn",
        "action point `{row}` is due on {date}",
        "rond het op tijd af en leg de stand vast",
        "finish it in time and record its progress",
    ),
    "not-approved": _said(
        "{ref} heeft nog geen akkoord",
        "{ref} is not approved yet",
        "laat besluiten en leg het vast: `iama approve {algorithm} -q {ref} --decision go --role ROL`",
        "have it decided and record it: `iama approve {algorithm} -q {ref} --decision go --role ROLE`",
    ),
    "not-approved-refused": _said(
        "het laatste besluit over {ref} is: niet akkoord (no-go)",
        "the last decision about {ref} is: not approved (no-go)",
        "neem het algoritme uit gebruik, of verander wat in de weg staat en laat opnieuw besluiten",
        "take the algorithm out of use, or change what stands in the way and have it decided again",
    ),
    "not-approved-role": _said(
        "{ref} heeft een akkoord, maar niet van een van deze rollen: {roles}",
        "{ref} is approved, but by none of these roles: {roles}",
        "laat een van die rollen besluiten, of wijzig `approvers` in de configuratie",
        "have one of those roles decide, or change `approvers` in the configuration",
    ),
    "approval-broken": _said(
        "{doubt}",
        "{doubt}",
        "zet het bestand terug zoals het was, uit git; een besluit verandert niet, er komt een nieuw besluit bij",
        "restore the file as it was from git; a decision is never changed, a new one is added",
    ),
    "signature-invalid": _said(
        "{doubt}",
        "{doubt}",
        "zet approvals.yaml terug uit git, of laat opnieuw besluiten en tekenen",
        "restore approvals.yaml from git, or have it decided and signed again",
    ),
    "signature-invalid-unchecked": _said(
        "{doubt}",
        "{doubt}",
        "noem de sleutels die mogen tekenen: `allowed-signers` in iama.toml",
        "name the keys that may sign: `allowed-signers` in iama.toml",
    ),
    "changed-after-approval": _said(
        "{doubt}",
        "{doubt}",
        "zet het terug zoals het was, of leg een nieuw besluit vast met `iama approve`",
        "put it back as it was, or record a new decision with `iama approve`",
    ),
    "changed-after-approval-withheld": _said(
        "een antwoord dat niet openbaar is, is veranderd sinds akkoord {number}",
        "an answer that is withheld changed since approval {number}",
        "`iama verify {algorithm}` zegt welk; zet het terug, of leg een nieuw besluit vast met `iama approve`",
        "`iama verify {algorithm}` says which; put it back, or record a new decision with `iama approve`",
    ),
    "used-before-approval": _said(
        "het gebruik begon op {date}, vóór het eerste akkoord op {instrument}{approved}",
        "use began on {date}, before the first approval of {instrument}{approved}",
        "verbeter de datum als die niet klopt; leg anders in een tijdelijke uitzondering (waiver) vast hoe het zo kwam",
        "correct the date if it is wrong; else record in a waiver how it came about",
    ),
    "used-before-approval-withheld": _said(
        "de eerste dag van gebruik is niet openbaar, dus niemand kan zien dat het akkoord er eerder was",
        "the first day of use is withheld, so nobody can see that the approval came before it",
        "maak de dag openbaar (`iama release {algorithm}`), zet hem in de lijst van `--inventory`, of neem een waiver",
        "publish the day (`iama release {algorithm}`), put it in the list of `--inventory`, or record a waiver",
    ),
    "stale": _said(
        "deze toets is langer dan {months} maanden niet nagelopen (laatst op {date})",
        "this assessment was not reviewed for more than {months} months (last on {date})",
        "loop de antwoorden na en vul de datum in: `iama set {algorithm} last-review DATUM`",
        "review the answers and fill in the date: `iama set {algorithm} last-review DATE`",
    ),
    "stale-early": _said(
        "deze toets moet uiterlijk op {due} zijn nagelopen",
        "this assessment must be reviewed by {due}",
        "loop de antwoorden na en vul de datum in: `iama set {algorithm} last-review DATUM`",
        "review the answers and fill in the date: `iama set {algorithm} last-review DATE`",
    ),
    "question-changed": _said(
        "vraag {label} is veranderd sinds hij is beantwoord: {text}",
        "question {label} changed since it was answered: {text}",
        "lees de vraag opnieuw en beantwoord hem nog een keer, ook als het antwoord hetzelfde blijft",
        "read the question again and answer it once more, even when the answer stays the same",
    ),
    "source-changed": _said(
        "vraag {label} neemt een antwoord over dat sindsdien is veranderd: {source}",
        "question {label} takes over an answer that changed since: {source}",
        "past het hier nog? Neem het dan opnieuw over: `iama set {algorithm} -q {ref} --adopt {source} {question}`",
        "if it still fits, take it over again: `iama set {algorithm} -q {ref} --adopt {source} {question}`",
    ),
    "source-changed-cycle": _said(
        "vraag {label} neemt via andere vragen zijn eigen antwoord over",
        "question {label} takes over its own answer, through other questions",
        "geef een van die vragen een eigen antwoord",
        "give one of those questions an answer of its own",
    ),
    "source-changed-document": _said(
        "document {number} bij vraag {label} is een ander bestand dan toen het werd genoemd",
        "document {number} with question {label} is another file than when it was named",
        "kijk of het antwoord nog klopt en noem het document opnieuw",
        "see whether the answer still holds and name the document again",
    ),
    "source-changed-large": _said(
        "document {number} bij vraag {label} is te groot om te vergelijken: samen met wat ervoor komt of alleen",
        "document {number} with question {label} is too large to compare: by itself, or with those before it",
        "laat in het dossier alleen de versie staan waar het antwoord op rust, in een kleiner bestand",
        "keep the version that the answer rests on with the dossier, in a smaller file",
    ),
    "assessed-other-version": _said(
        "het algoritme is veranderd op {date}, na de laatste keer dat deze toets is nagelopen ({reviewed})",
        "the algorithm changed on {date}, after this assessment was last looked at ({reviewed})",
        "loop de antwoorden na voor de versie die nu draait, en vul bij `last-review` de datum in",
        "review the answers for the version that runs now, and fill in the date at `last-review`",
    ),
    "old-questionnaire": _said(
        "er is een nieuwere versie van {ref}: {newer}",
        "there is a newer version of {ref}: {newer}",
        "neem de antwoorden mee: `iama migrate {algorithm} --to {newer} --dry-run` laat zien wat er gebeurt",
        "carry the answers over: `iama migrate {algorithm} --to {newer} --dry-run` shows what happens",
    ),
    "withheld-without-ground": _said(
        "volgens regel `{row}` is iets niet openbaar, zonder geldige grond of zonder afweging",
        "row `{row}` withholds something without a valid ground or without a balancing",
        "leg grond en afweging vast met `iama withhold`, of maak het openbaar met `iama release`",
        "record ground and balancing with `iama withhold`, or publish it with `iama release`",
    ),
    "withheld-without-ground-nothing": _said(
        "iets wat niet openbaar moet worden, bestaat niet; daarom is dit dossier niet verder bekeken",
        "something that is to be withheld is not there; therefore nothing else about this dossier was looked at",
        "verbeter de namen in de regels van `withheld`, of haal ze weg met `iama release`",
        "correct the names in the rows of `withheld`, or take them away with `iama release`",
    ),
    "bad-public-url": _said(
        "dit webadres werkt straks niet in het Algoritmeregister ({problem}): vraag {label}",
        "this web address will not work in the Algorithm Register ({problem}): question {label}",
        "gebruik https://, zonder www, haakjes, spaties of letters met accenten, en eindig op een letter, cijfer of /",
        "use https://, without www, brackets, spaces or accented letters, and end in a letter, digit or /",
    ),
    "not-public": _said(
        "de toets is goedgekeurd en in gebruik, maar heeft nog geen openbare versie",
        "the assessment is approved and in use, but has no public edition yet",
        "publiceer `iama report {algorithm} --edition public` en vul `public-url` in, of leg vast waarom niet",
        "publish `iama report {algorithm} --edition public` and fill in `public-url`, or record why not",
    ),
    "not-in-register": _said(
        "volgens het dossier staat dit algoritme niet in het Algoritmeregister",
        "according to the dossier this algorithm is not in the Algorithm Register",
        "`iama register {algorithm}` stelt de vermelding voor; vul daarna `register-id` in",
        "`iama register {algorithm}` proposes the entry; then fill in `register-id`",
    ),
    "personal-data": _said(
        "in het antwoord op vraag {label} lijkt een persoonsgegeven te staan ({what})",
        "the answer to question {label} seems to hold personal data ({what})",
        "haal het eruit of schrijf een rol; namen horen in people.yaml",
        "take it out or write a role; names belong in people.yaml",
    ),
    "missing-assessment-listed": _said(
        "{inventory} noemt dit algoritme en er is geen dossier van: {called}",
        "{inventory} lists this algorithm and there is no dossier of it: {called}",
        "maak het met `iama new {algorithm}`, of zet in de lijst waar het resultaat van een ander project staat",
        "make it with `iama new {algorithm}`, or put in the list where the result of another project stands",
    ),
    "missing-assessment-elsewhere": _said(
        "het resultaat in {file} noemt dit algoritme niet: {called}",
        "the result in {file} does not name this algorithm: {called}",
        "haal een nieuw resultaat op, of maak het dossier",
        "get a new result, or make the dossier",
    ),
    "not-approved-listed": _said(
        "volgens {inventory} heeft {algorithm} een goedgekeurde {instrument} nodig, maar het dossier vraagt er niet om",
        "by {inventory}, {algorithm} needs an approved {instrument}, but its dossier does not ask for one",
        "ga na welke publicatiecategorie klopt: die in de lijst of die uit het dossier",
        "find out which publication category is right: the one in the list or the one of the dossier",
    ),
    "not-approved-phase": _said(
        "volgens {inventory} is {called} in gebruik, zonder goedgekeurde {instrument}; het dossier zegt van niet",
        "by {inventory}, {called} is in use without an approved {instrument}; its dossier says it is not",
        "ga na wat klopt: verbeter de lijst, of vul in het dossier `phase` in",
        "find out which is right: correct the list, or fill in `phase` in the dossier",
    ),
    "not-approved-elsewhere": _said(
        "het resultaat in {file} kent geen akkoord op de {instrument} van {algorithm}",
        "the result in {file} knows no approval of the {instrument} of {algorithm}",
        "laat dat project de toets afmaken en het besluit vastleggen, en haal een nieuw resultaat op",
        "let that project finish the assessment and record the decision, and get a new result",
    ),
    "stale-elsewhere": _said(
        "het resultaat in {file} is te oud: van {date}",
        "the result in {file} is too old: of {date}",
        "haal een nieuw resultaat op",
        "get a new result",
    ),
    "dossier-not-in-inventory": _said(
        "dit dossier staat niet in {inventory}",
        "this dossier is not in {inventory}",
        "zet het algoritme in de lijst",
        "put the algorithm in the list",
    ),
    "not-in-register-listed": _said(
        "dit algoritme is in gebruik, maar {inventory} heeft er geen vermelding van in het Algoritmeregister",
        "this algorithm is in use, but {inventory} has no entry of it in the Algorithm Register",
        "`iama register {algorithm}` stelt de vermelding voor; vul daarna `register-id` in",
        "`iama register {algorithm}` proposes the entry; then fill in `register-id`",
    ),
    "waiver-expired": _said(
        "de uitzondering voor `{code}` bij {algorithm} liep tot {date}",
        "the waiver for `{code}` of {algorithm} ended on {date}",
        "los de bevinding op, of laat twee mensen een nieuwe uitzondering vastleggen",
        "resolve the finding, or have two people record a new waiver",
    ),
    "waiver-expired-early": _said(
        "de uitzondering voor `{code}` bij {algorithm} loopt tot {date}",
        "the waiver for `{code}` of {algorithm} ends on {date}",
        "los de bevinding vóór die dag op",
        "resolve the finding before that day",
    ),
    "waiver-unused": _said(
        "de uitzondering voor `{code}` bij {algorithm} is niet meer nodig",
        "the waiver for `{code}` of {algorithm} is not needed any more",
        "haal die uitzondering weg",
        "take the waiver away",
    ),
    "waiver-unused-baseline": _said(
        "opgeloste bevindingen die nog in het nulpunt (baseline) staan: {count}",
        "resolved findings that are still in the baseline: {count}",
        "schrijf het opnieuw met `iama check --write-baseline`",
        "write it again with `iama check --write-baseline`",
    ),
}


def said(name: str, language: str, about: Mapping[str, str]) -> tuple[str, str]:
    """Return the message and the hint of a finding, filled in."""
    words = SAID[name]
    return words.message[language].format_map(about), words.hint[language].format_map(about)
