"""A decision about an assessment, as it stands in `approvals.yaml`, bound to what was decided about."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from iama.model.struct import replace


class Decision(StrEnum):
    """What the responsible person decides."""

    GO = "go"
    CONDITIONS = "conditions"
    NO_GO = "no-go"

    @property
    def goes_on(self) -> bool:
        """Whether the use may go ahead, with or without conditions."""
        return self is not Decision.NO_GO


class Condition(Struct, frozen=True):
    """Something that must be done: an action point under its own id; `blocking` says that it is before use starts."""

    text: str
    id: str
    owner: str = ""
    due: str = ""
    blocking: bool = False


class Pages(Struct, frozen=True):
    """Digests of the pages in one language that were decided on, and of the view that the public one shows."""

    public: str
    internal: str
    view: str


class Program(Struct, frozen=True):
    """Which program made the pages of a decision."""

    version: str
    code: str  # digest of all that decides how a page looks


class Approval(Struct, frozen=True):
    """One entry of the chain; digests are written as `sha256:…`, days in ISO form."""

    number: int
    questionnaire: str
    decision: Decision
    role: str
    decided_on: str
    recorded_on: str  # today, in UTC
    as_of: str  # on which day the answers were judged
    snapshot: str = ""  # digest of what was decided about
    person: str = ""
    body: str = ""  # who decides in law
    reference: str = ""  # of the case
    text: str = ""  # the reasons, for the organisation
    public_reason: str = ""
    conditions: tuple[Condition, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)  # of Article 27(1): digests
    pages: Mapping[str, Pages] = field(default_factory=dict)  # by language
    program: Program | None = None
    previous: str = ""  # digest of the entry before this one
    signer: str = ""
    signature: str = ""
    contract: int = 0  # of format 1 only: with which templates the report was rendered
    public: str = ""  # of format 1 only: digest of the public view
    merged: "Approval | None" = None  # the entry of another branch, whole, that this one takes over

    def __hash__(self) -> int:
        return hash(
            (self.number, self.questionnaire, self.decision, self.role, self.decided_on, self.recorded_on, self.as_of)
        )

    @property
    def keeps_pages(self) -> bool:
        """Whether the pages that were decided on are kept: since format 2."""
        return not self.contract

    @property
    def as_made(self) -> "Approval":
        """The entry as it was made and signed, on the branch where that was."""
        return self.merged.as_made if self.merged else self

    def draft(self) -> "Approval":
        """Return the decision itself, as its snapshot holds it: without what is made of that snapshot."""
        return replace(self.as_made, snapshot="", public="", pages={}, program=None, signer="", signature="")

    def merged_as(self, number: int, previous: str) -> "Approval":
        """Return this entry as another chain takes it over, at its own place there."""
        return replace(self, number=number, previous=previous, merged=self)
