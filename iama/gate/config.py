"""What a project asks of its assessments, as values."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from iama.files.shipped import SHIPPED
from iama.model.problems import Level

EDITIONS = ("public", "internal")
OFF = "off"
LEAST_REASON = 20  # characters; less explains nothing
MOST = 3650  # days or months


class Waiver(Struct, frozen=True):
    """A finding that two people let stand, for a reason and until a day."""

    code: str
    algorithm: str
    reason: str
    by: str
    approved_by: str
    until: date
    question: str = ""
    trigger: str = ""
    line: int = 0  # in the configuration


def usual_needs() -> Mapping[str, tuple[str, ...]]:
    """Return the instruments that each publication category needs, unless a project says otherwise."""
    return SHIPPED.needed_instruments


def usual_advice() -> Mapping[str, tuple[str, ...]]:
    """Return the instruments that policy asks of a category for which a project says nothing."""
    return SHIPPED.advised_instruments


class Baseline(Struct, frozen=True):
    """The file with what two people let stand when the gate began, why, and until when."""

    file: str
    reason: str
    by: str
    approved_by: str
    until: date
    line: int = 0  # in the configuration


class Config(Struct, frozen=True):
    """What is asked; every value has a default, and `docs/check.md` says what each means."""

    needs: Mapping[str, tuple[str, ...]] = field(default_factory=usual_needs)  # instruments, per publication category
    advised: Mapping[str, tuple[str, ...]] = field(default_factory=usual_advice)  # instruments whose lack only warns
    fria: bool = True  # asked where Article 27 of the AI Act asks it
    approvers: tuple[str, ...] = ()  # roles of which one must have approved; none for any role
    max_age_months: int = 12
    waiver_months: int = 12  # from today, the longest that anything is let stand
    days_ahead: int = 30
    public: tuple[str, ...] = ("a",)  # categories of which the assessment is published
    register: tuple[str, ...] = ("a", "b")  # categories that stand in the Algorithm Register
    allow_www: bool = False
    levels: Mapping[str, Level | None] = field(default_factory=dict)  # per code; None leaves it out
    thresholds: Mapping[str, int] = field(default_factory=dict)  # per code of thoughtlessness, where not the usual
    edition: str = "public"  # who can read what the gate prints
    baseline: Baseline | None = None
    organisation: str = ""  # as the Algorithm Register names it
    waivers: tuple[Waiver, ...] = ()
    language: str = "nl"
    path: str = ""  # the file that says all this
