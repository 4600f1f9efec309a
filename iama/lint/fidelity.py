"""What our texts lost of the official norm, as the record beside a tree says it."""

from iama.model.fidelity import Fidelity, lost_norms
from iama.model.problems import Finding, finding_of
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase


def lint_fidelity(record: Fidelity, tree: Questionnaire) -> tuple[Finding, ...]:
    """Return every norm that a text of `tree` does not hold, at its place in the record."""
    return tuple(
        finding_of(
            one.place,
            "missing-text",
            Phrase(
                "fidelity-lost",
                question=one.question,
                language=language,
                official=norm.official,
                forms=list(norm.forms[language]),
            ),
        )
        for one, norm, language in lost_norms(record, tree)
    )
