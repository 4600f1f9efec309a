"""Texts about answers that came along from an older questionnaire, and about questions that changed."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

MIGRATION: Mapping[str, Words] = {
    "carried-confirmed": {"nl": "bevestigd op", "en": "confirmed on"},
    "carried-enter": {"nl": "Enter bevestigt", "en": "Enter confirms"},
    "carried-over": {"nl": "Meegekomen uit", "en": "Carried over from"},
    "carried-open": {"nl": "Meegekomen, nog te bevestigen", "en": "Carried over, to confirm"},
    "carried-to-confirm": {"nl": "nog te bevestigen", "en": "to confirm"},
    "migration": {"nl": "{}: van {} naar {}", "en": "{}: from {} to {}"},
    "migration-adopting": {
        "nl": "Neemt over uit {}: kijk of dat nog klopt",
        "en": "Adopts from {}: see whether that still holds",
    },
    "migration-dry-run": {"nl": "Er is niets opgeslagen (--dry-run).", "en": "Nothing was saved (--dry-run)."},
    "migration-from": {"nl": "uit", "en": "from"},
    "migration-next": {
        "nl": "{} blijft zoals het is. Bevestig wat meekwam: `iama answer {} -q {}`",
        "en": "{} stays as it is. Confirm what came along: `iama answer {} -q {}`",
    },
    "migration-how-same": {"nl": "zelfde vraag", "en": "same question"},
    "migration-how-reworded": {"nl": "anders gesteld", "en": "reworded"},
    "migration-how-split": {"nl": "gesplitst", "en": "split"},
    "migration-how-merged": {"nl": "samengevoegd", "en": "merged"},
    "migration-how-dropped": {"nl": "vervallen", "en": "dropped"},
    "migration-how-new": {"nl": "nieuw", "en": "new"},
    "migration-kept": {
        "nl": "Er stond al een antwoord; dat blijft staan",
        "en": "There was an answer already; it stays",
    },
    "migration-by-hand": {
        "nl": "Anders gevraagd: zelf beantwoorden",
        "en": "Asked in another way: answer it yourselves",
    },
    "migration-waiting": {
        "nl": "Wacht op een eerder antwoord; geef daarna deze opdracht nog eens",
        "en": "Waits for an earlier answer; run this command again after that",
    },
    "migration-empty": {"nl": "Niets om mee te nemen", "en": "Nothing to carry over"},
    "migration-dropped": {"nl": "Vervallen; staat alleen nog in {}", "en": "Dropped; is in {} only"},
    "migration-open": {"nl": "Nieuw in {}, nog te beantwoorden", "en": "New in {}, to be answered"},
    "asked-otherwise": {
        "nl": "Beantwoord toen de vraag iets anders vroeg",
        "en": "Answered when the question asked something else",
    },
    "superseded-by": {"nl": "vervangen door", "en": "superseded by"},
}
