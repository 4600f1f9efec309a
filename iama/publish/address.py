"""Where the public page of a dossier stands: the one place that knows."""

from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.questionnaire import FOLLOW_UP, plain_id

PUBLIC_URL = Ref(FOLLOW_UP, "public-url")


def published_address(dossier: Dossier) -> str:
    """Return the web address at which the public page of a dossier was published; empty when none is known."""
    for ref, assessment in dossier.assessments.items():
        if plain_id(ref) == PUBLIC_URL.questionnaire:
            value = assessment.answer_to(PUBLIC_URL.question).value
            return " ".join(value.split()) if isinstance(value, str) else ""
    return ""
