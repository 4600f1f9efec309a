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


class ListRules(Struct, frozen=True):
    """The list of algorithms that dossiers are held against, and what its own words mean, confirmed by somebody."""

    file: str = ""  # below the configuration
    results: str = ""  # the folder with results of other repositories, below the configuration
    joined_by: str = ""  # the table that says which dossier a row is about, below the configuration
    sheets: tuple[str, ...] = ()  # of a workbook; none for all
    dates: str = ""  # which of two numbers comes first in a day
    columns: Mapping[str, str] = field(default_factory=dict)  # as written, to ours
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # per column of ours, as written, to ours


NO_LIST_RULES = ListRules()


class Config(Struct, frozen=True):
    """What is asked; every value has a default, and `docs/check.md` says what each means."""

    needs: Mapping[str, tuple[str, ...]] = field(default_factory=usual_needs)  # instruments, per publication category
    advised: Mapping[str, tuple[str, ...]] = field(default_factory=usual_advice)  # instruments whose lack only warns
    by_policy: tuple[str, ...] = ("a", "b", "c")  # categories of which a project says nothing: public bodies only
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
    inventory: ListRules = NO_LIST_RULES
    waivers: tuple[Waiver, ...] = ()
    language: str = "nl"
    path: str = ""  # the file that says all this
