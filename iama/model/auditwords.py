"""Texts about decisions, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

AUDIT: Mapping[str, Words] = {
    "changed-since": {
        "nl": "Na dit besluit zijn antwoorden veranderd. Het besluit gaat over de antwoorden van toen.",
        "en": "Answers have changed since this decision. The decision is about the answers as they were then.",
    },
    "contradicted-by": {"nl": "Het advies om door te gaan botst met:", "en": "The advice to go on contradicts:"},
    "decided-go": {"nl": "akkoord", "en": "approved"},
    "decided-conditions": {"nl": "akkoord onder voorwaarden", "en": "approved on conditions"},
    "decided-no-go": {"nl": "niet akkoord", "en": "not approved"},
    "made-again": {
        "nl": "Deze pagina is later opnieuw gemaakt, met iama {}, uit wat bij het besluit is vastgelegd. "
        "De opmaak kan anders zijn dan toen.",
        "en": "This page was made again later, with iama {}, from what was kept of the decision. "
        "Its layout may differ from then.",
    },
    "obstacle-ask-supplier": {"nl": "gevraagd aan de leverancier", "en": "asked of the supplier"},
    "obstacle-blocker-fired": {"nl": "blokkade die nog staat", "en": "blocker that stands"},
    "obstacle-blocker-undecided": {"nl": "blokkade die nog kan gelden", "en": "blocker that may still apply"},
    "obstacle-open": {"nl": "open vraag", "en": "open question"},
    "obstacle-risk": {"nl": "restrisico zonder geldig besluit", "en": "residual risk without a decision that holds"},
    "obstacle-stale": {"nl": "overgenomen antwoord is gewijzigd", "en": "adopted answer has changed"},
    "obstacle-unconfirmed": {
        "nl": "meegekomen uit een oudere versie en niet bevestigd",
        "en": "carried over from an older version, not confirmed",
    },
    "obstacle-unknown": {"nl": "nog onbekend", "en": "not known yet"},
    "obstacle-waiting": {"nl": "wacht op een eerder antwoord", "en": "waits for an earlier answer"},
    "remedy-blocker": {
        "nl": "`iama flags {}` zegt waarom een blokkade geldt, en wat helpt",
        "en": "`iama flags {}` says why a blocker applies, and what helps",
    },
    "remedy-open": {
        "nl": "`iama answer {} --open` stelt de open vragen",
        "en": "`iama answer {} --open` asks the open questions",
    },
    "remedy-risk": {
        "nl": "geef bij elk restrisico een besluit dat nog geldt: `iama set --row RIJ {} VRAAG decision=…`",
        "en": "give every residual risk a decision that holds: `iama set --row ROW {} QUESTION decision=…`",
    },
    "remedy-stale": {
        "nl": "lees het gewijzigde antwoord en neem het opnieuw over: `iama set --adopt REF/VRAAG {} VRAAG`",
        "en": "read the changed answer and adopt it again: `iama set --adopt REF/QUESTION {} QUESTION`",
    },
    "remedy-unconfirmed": {
        "nl": "lees wat meekwam na, en bevestig het: `iama set --confirm {} VRAAG`",
        "en": "read what was carried over, and confirm it: `iama set --confirm {} QUESTION`",
    },
    "remedy-unknown": {
        "nl": "zoek uit wat onbekend is; of besluit onder voorwaarden, en zeg wie het wanneer uitzoekt:"
        " `iama set --unknown --follow-by WIE --due DATUM {} VRAAG`",
        "en": "find out what is not known; or decide on conditions, and say who finds out by when:"
        " `iama set --unknown --follow-by WHO --due DATE {} QUESTION`",
    },
    "withheld-since": {
        "nl": "Na dit besluit zijn nog antwoorden uit deze openbare versie weggelaten ({}).",
        "en": "Since this decision more answers have been left out of this public edition ({}).",
    },
}
