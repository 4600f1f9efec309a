"""Signatures over decisions, judged by the keys that a project allows."""

from dataclasses import dataclass
from pathlib import Path

from iama.audit.verification import Seal
from iama.files.programs import NoProgram
from iama.files.signatures import fault, intact
from iama.gate.judged_dossier import leave_seal_unchecked
from iama.model.approval import Approval
from iama.words import Phrase


@dataclass(frozen=True, slots=True)
class Seals:
    """The file that says which keys may sign, when there is one."""

    allowed: Path | None = None

    def judge(self, approval: Approval) -> tuple[Seal, Phrase | str]:
        """Return what became of a signature, and why; without OpenSSH none holds."""
        try:
            if self.allowed is None:
                return leave_seal_unchecked(approval) if intact(approval) else (Seal.INVALID, Phrase("seal-changed"))
            reason = fault(approval, self.allowed)
        except NoProgram as error:
            return Seal.INVALID, Phrase("seal-unjudged", reason=error)
        return (Seal.INVALID, reason) if reason else (Seal.VALID, "")
