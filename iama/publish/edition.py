"""An edition of a dossier: everything for the organisation, or what the public may know and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date

from iama.assess.evaluation import evaluate
from iama.assess.withholding import Public
from iama.assess.withholding import judge_public as made_public
from iama.model.canonical import canonical_digest
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire
from iama.publish.view import View, view


def edition(
    dossier: Dossier,
    trees: Iterable[Questionnaire],
    law: Law,
    as_of: date,
    *,
    language: str,
    only: Sequence[str] = (),
    public: bool = False,
    approval: View | None = None,
) -> View:
    """Return what the templates see of a dossier, or of the assessments named in `only` (ids).

    A public view is a function of the public dossier alone, and holds its own `digest`: the SHA-256 of the
    canonical JSON (RFC 8785) of the view without it.
    """
    if not public:
        return view(evaluate(dossier, trees, law, as_of), dossier, law, language=language, only=only, approval=approval)
    found = made_public(dossier, trees, law, as_of)
    return public_view(found, law, language=language, only=only, approval=approval)


def public_view(
    found: Public, law: Law, *, language: str, only: Sequence[str] = (), approval: View | None = None
) -> View:
    """Return the public view of a dossier that is made public already, with its digest."""
    given = found.outcome, found.dossier, law
    made = view(*given, language=language, only=only, approval=approval, public=found)
    return {**made, "digest": canonical_digest(made)}
