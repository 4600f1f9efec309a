"""What came of verifying one dossier, between proving it and telling of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iama.assess.followed import Digest
    from iama.audit.doubt import Doubt
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier


class Verified(Struct, frozen=True):
    """What came of one dossier; `folder` is its place, in a bundle too."""

    folder: Path
    approvals: "list[dict[str, Any]]"
    doubts: "list[Doubt]"
    dossier: "Dossier | None" = None
    digest: "Digest | None" = None  # of documents beside it; None where those are not at hand

    @property
    def entries(self) -> "tuple[Approval, ...]":
        """The decisions of the dossier, oldest first."""
        return self.dossier.approvals if self.dossier else ()

    @property
    def algorithm(self) -> str:
        """The id of the dossier."""
        return self.dossier.id if self.dossier else self.folder.stem

    @property
    def name(self) -> str:
        """How it is called: by its folder or file."""
        return self.folder.name or self.algorithm


def decision_words(approval: "Mapping[str, Any]") -> dict[str, Any]:
    """Return what is told of a decision with its decision, role and day as people call them."""
    from iama.files.shipped import SHIPPED
    from iama.model.spelling import named_role
    from iama.words import Phrase
    from iama.words.written import Day

    role = named_role(SHIPPED.usual_questionnaire.roles, approval["role"])
    decision = Phrase(f"decided-{approval['decision']}")
    return {**approval, "decision": decision, "role": role, "date": Day(approval["date"])}


def own_proof_doubts(*, keys: bool, roots: bool) -> "Iterator[Doubt]":
    """Yield that signatures hold by the keys of a bundle itself, or its time stamps by the certificates in it."""
    from iama.audit.bundle import ROOTS, SIGNERS
    from iama.audit.doubt import Doubt
    from iama.model.problems import Level
    from iama.words import Phrase, hint_of

    for file, message in ((SIGNERS, "verify-keys-of-bundle"),) * keys + ((ROOTS, "verify-roots-of-bundle"),) * roots:
        yield Doubt("keys-of-bundle", Level.NOTE, Phrase(message), file, hint_of(Phrase(message)) or "")
