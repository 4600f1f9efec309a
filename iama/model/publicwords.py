"""The texts about what is made public, in Dutch and English."""

from collections.abc import Mapping

from iama.model.questionnaire import Words

PUBLIC: Mapping[str, Words] = {
    "personal-bsn": {"nl": "een burgerservicenummer", "en": "a citizen service number"},
    "personal-found": {
        "nl": "Let op, misschien staan hier persoonsgegevens: {}. Kijk dit na voordat je publiceert.",
        "en": "Attention, this may hold personal data: {}. Check it before you publish.",
    },
    "personal-iban": {"nl": "een rekeningnummer", "en": "an account number"},
    "personal-in": {"nl": "{} in {}", "en": "{} in {}"},
    "personal-mail": {"nl": "een mailadres", "en": "a mail address"},
    "personal-name": {"nl": "de naam van een deelnemer", "en": "the name of a participant"},
    "personal-phone": {"nl": "een telefoonnummer", "en": "a phone number"},
}
