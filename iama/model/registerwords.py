"""The texts about the fields of the Algorithm Register, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

REGISTER: Mapping[str, Words] = {
    "register-bad-contact": {
        "nl": "Dit is geen mailadres en geen adres dat met https:// begint.",
        "en": "This is no mail address, and no address that begins with https://.",
    },
    "register-bad-tooi": {
        "nl": "De TOOI-code heeft niet de vorm https://identifier.overheid.nl/tooi/id/gemeente/gm0344.",
        "en": "The TOOI code does not have the form https://identifier.overheid.nl/tooi/id/gemeente/gm0344.",
    },
    "register-characters": {"nl": "tekens", "en": "characters"},
    "register-cut": {
        "nl": "Te lang: er passen {} tekens en het geheel heeft er {}. Weggelaten: {}. Kort het in.",
        "en": "Too long: {} characters fit, and the whole has {}. Left out: {}. Shorten it.",
    },
    "register-cut-inside": {
        "nl": "Te lang: er passen {} tekens en het geheel heeft er {}. Afgebroken midden in een zin. Herschrijf het.",
        "en": "Too long: {} characters fit, and the whole has {}. Broken off inside a sentence. Rewrite it.",
    },
    "register-empty": {"nl": "niet ingevuld", "en": "not filled in"},
    "register-error": {"nl": "Fout", "en": "Error"},
    "register-from": {"nl": "uit", "en": "from"},
    "register-link-end": {
        "nl": "Het laatste teken van de link valt weg in het register: laat hem eindigen op een letter, cijfer of /.",
        "en": "The register drops the last character of the link: let it end in a letter, a digit or /.",
    },
    "register-link-https": {
        "nl": "Een link begint met https://, gevolgd door het adres van de site.",
        "en": "A link begins with https://, followed by the address of the site.",
    },
    "register-link-long": {
        "nl": "De link is langer dan {} tekens.",
        "en": "The link is longer than {} characters.",
    },
    "register-link-null": {
        "nl": "Er is nog geen openbaar adres van deze toets: de link blijft leeg.",
        "en": "There is no public address of this assessment yet: the link stays empty.",
    },
    "register-link-port": {
        "nl": "In de link staat een poort; dat is zelden de bedoeling.",
        "en": "The link names a port, which is seldom meant.",
    },
    "register-link-sign": {
        "nl": "Bij een teken in de link breekt het register hem af. Gebruik letters, cijfers en -+&@#/%?=~_|!:,.;",
        "en": "The link holds a character where the register cuts it. Use letters, digits and -+&@#/%?=~_|!:,.;",
    },
    "register-link-title": {
        "nl": "De titel van een link is leeg of langer dan {} tekens; deze link is weggelaten.",
        "en": "The title of a link is empty or longer than {} characters; this link was left out.",
    },
    "register-link-user": {
        "nl": "In de link staat een gebruikersnaam of wachtwoord.",
        "en": "The link holds a user name or password.",
    },
    "register-link-www": {
        "nl": "Het register laat www. weg. Werkt het adres ook zonder?",
        "en": "The register leaves out www. Does the address work without it?",
    },
    "register-link-www-inside": {
        "nl": "Het register maakt een link stuk waarin www voorbij het begin staat.",
        "en": "The register breaks a link that holds www after its beginning.",
    },
    "register-long-sentences": {
        "nl": "Zinnen van 25 woorden of meer: {}. Korte zinnen lezen makkelijker (B1).",
        "en": "Sentences of 25 words or more: {}. Short sentences read more easily (B1).",
    },
    "register-mail-in-text": {
        "nl": "Er staat een mailadres in de tekst: is dat van een persoon?",
        "en": "The text holds a mail address: is it that of a person?",
    },
    "register-missing": {
        "nl": "De site toont hier ‘niet ingevuld’. Beantwoord: {}.",
        "en": "The site shows ‘not filled in’ here. Answer: {}.",
    },
    "register-missing-required": {
        "nl": "Zonder dit veld weigert het register de beschrijving. Beantwoord: {}.",
        "en": "Without this field the register refuses the description. Answer: {}.",
    },
    "register-name": {
        "nl": "Weggelaten, omdat er een naam uit people.yaml in staat: {}.",
        "en": "Left out, because it holds a name from people.yaml: {}.",
    },
    "register-no-review": {
        "nl": "Er staat niet wanneer dit is nagelopen (last-review), en het register heeft geen veld voor een datum.",
        "en": "It does not say when this was last checked (last-review), and the register has no field for a date.",
    },
    "register-no-tests": {
        "nl": "Het dossier bevat geen toets die klaar is. De site toont hier ‘niet ingevuld’.",
        "en": "The dossier holds no assessment that is done. The site shows ‘not filled in’ here.",
    },
    "register-not-done": {
        "nl": "Niet genoemd: {}. Een toets is pas gedaan als alles is beantwoord en erover is besloten (iama approve), "
        "en daarna niets is veranderd.",
        "en": "Not named: {}. An assessment is done only when everything is answered and it is decided about "
        "(iama approve), and nothing has changed since.",
    },
    "register-no-tooi": {
        "nl": "De naam moet gelijk zijn aan die in de TOOI-lijst; er is geen TOOI-code om dat na te gaan.",
        "en": "The name must be that of the TOOI list; there is no TOOI code to check it with.",
    },
    "register-none": {
        "nl": "geen antwoord hoort bij dit veld",
        "en": "no answer belongs to this field",
    },
    "register-not-dutch": {
        "nl": "Het register is Nederlands: schrijf dit in het Nederlands.",
        "en": "The register is Dutch: write it in Dutch.",
    },
    "register-note": {"nl": "Tip", "en": "Hint"},
    "register-of": {"nl": "van", "en": "of"},
    "register-personal-mail": {
        "nl": "Dit lijkt het adres van een persoon. Gebruik een algemeen adres.",
        "en": "This looks like the address of a person. Use a general address.",
    },
    "register-proposal": {
        "nl": "Dit zijn voorstellen uit het dossier. Lees ze door en schrijf ze om voor wie er niets van weet.",
        "en": "These are proposals from the dossier. Read them, and rewrite them for people who know nothing yet.",
    },
    "register-too-many": {
        "nl": "Er passen er {}; de rest is weggelaten: {}.",
        "en": "{} fit; the others were left out: {}.",
    },
    "register-undecided": {
        "nl": "Dit volgt uit de feiten van het algoritme en is nog niet te zeggen. Beantwoord: {}.",
        "en": "This follows from the facts of the algorithm and cannot be said yet. Answer: {}.",
    },
    "register-warning": {"nl": "Let op", "en": "Attention"},
    "register-withheld": {
        "nl": "Niet openbaar, en daarom weggelaten: {}.",
        "en": "Not public, and therefore left out: {}.",
    },
}
