"""A decision about an assessment, as it stands in `approvals.yaml`, bound to what was decided about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from iama.model.canonical import canonical, digest


class Decision(StrEnum):
    """What the responsible person decides."""

    GO = "go"
    CONDITIONS = "conditions"
    NO_GO = "no-go"

    @property
    def goes_on(self) -> bool:
        """Whether the use may go ahead, with or without conditions."""
        return self is not Decision.NO_GO


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be done; `action` is its action point in the follow-up."""

    text: str
    action: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """One entry of the chain; digests are written as `sha256:…`."""

    number: int
    questionnaire: str
    decision: Decision
    role: str
    date: str  # recorded: today in UTC
    as_of: str  # on which day the answers were judged
    contract: int  # with which templates the report is rendered
    snapshot: str = ""  # digest of what was approved
    public: str = ""  # digest of the public view of it
    person: str = ""
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict, hash=False)  # of Article 27(1): digests
    previous: str = ""  # digest of the entry before this one
    signer: str = ""
    signature: str = ""

    def record(self) -> dict[str, Any]:
        """Return the entry as plain data under the keys of the file, without its signature and what is empty."""
        found: dict[str, Any] = {
            "number": self.number,
            "questionnaire": self.questionnaire,
            "decision": self.decision.value,
            "role": self.role,
            "person": self.person,
            "text": self.text,
            "conditions": [_filled(one) for one in self.conditions],
            "date": self.date,
            "as-of": self.as_of,
            "contract": self.contract,
            "snapshot": self.snapshot,
            "public": self.public,
            "letters": dict(self.letters),
            "previous": self.previous,
            "signer": self.signer,
        }
        return {name: value for name, value in found.items() if value}

    def draft(self) -> Self:
        """Return the decision itself, as its snapshot holds it: without what is made of that snapshot."""
        return replace(self, snapshot="", public="", signer="", signature="")

    def signed(self) -> bytes:
        """Return the bytes that a signature is made over: all of the entry but the signature."""
        return canonical(self.record())

    @property
    def digest(self) -> str:
        """The digest by which the next entry holds on to this one, its signature included."""
        return digest({**self.record(), "signature": self.signature})


def approval_of(record: Mapping[str, Any]) -> Approval:
    """Return the decision of which `Approval.record` made the record; raises ValueError, TypeError or KeyError."""
    texts = {name.replace("-", "_"): value for name, value in record.items()}
    conditions = tuple(Condition(**one) for one in texts.pop("conditions", ()))
    return Approval(**{**texts, "decision": Decision(texts["decision"]), "conditions": conditions})


def _filled(condition: Condition) -> dict[str, str]:
    texts = {"text": condition.text, "owner": condition.owner, "due": condition.due, "action": condition.action}
    return {name: text for name, text in texts.items() if text}
