"""What a project asks of signatures under decisions: `allowed-signers` and `[signing]` of its configuration."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from iama.model.approval import Approval

RULED = "2026-12-01"  # since when decisions are signed where keys are named: those before could not know


class Signing(Struct, frozen=True):
    """Which keys may sign, for whom, and from when on decisions must be signed; nothing when no file is named."""

    allowed: Path | None = None  # OpenSSH, ALLOWED SIGNERS
    required_from: str = RULED  # ISO date of recording
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by person id or role: names of keys
    separate_roles: bool = False  # whoever answered nearly everything may not decide too

    @property
    def record(self) -> dict[str, Any]:
        """What is asked, as a bundle keeps it beside the keys; nothing when no keys are named."""
        if self.allowed is None:
            return {}
        names = {"principals": {key: list(names) for key, names in self.principals.items()}} if self.principals else {}
        return {"required-from": self.required_from, **names}

    def requires_signature(self, approval: Approval) -> bool:
        """Return whether a decision must be signed."""
        return self.allowed is not None and approval.recorded_on >= self.required_from

    def names_of(self, approval: Approval) -> tuple[str, ...]:
        """Return the names under which whoever decided may sign: the person, the role, and what is configured."""
        own = tuple(filter(None, (approval.person, approval.role)))
        return (*own, *(name for key in own for name in self.principals.get(key, ())))


class Stamping(Struct, frozen=True):
    """Where time stamps come from, and whose count: `[timestamp]` of the configuration."""

    url: str = ""  # of the authority
    roots: Path | None = None  # PEM: certificates of the authorities that count


def signing_of(record: Mapping[str, Any], allowed: Path | None) -> Signing:
    """Return what a bundle says that was asked of signatures; raises TypeError, ValueError or AttributeError."""
    names = {str(key): tuple(map(str, names)) for key, names in record.get("principals", {}).items()}
    return Signing(allowed, str(record.get("required-from", RULED)), names)


UNSIGNED = Signing()
NO_STAMPING = Stamping()
