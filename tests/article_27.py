"""Facts of AI systems, and what Article 27 of the AI Act asks of their deployer on a day: the law as a table.

AI Act: Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744 (consolidated 27 July 2026).
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from iama.assess.scope import Verdict

Facts = Mapping[str, str | tuple[str, ...] | None]

NOW = date(2026, 11, 23)  # before the high-risk rules apply
START = date(2027, 12, 2)  # Article 113, third paragraph, point (c)(i)
LATER = date(2028, 6, 1)  # after it, and after the changes in design below
MARCH = date(2028, 3, 1)  # of the change in design below
LATEST = date(2030, 8, 2)  # Article 111(2), second sentence

COMPONENTS = date(2030, 12, 31)  # Article 111(1)

UNKNOWN = "?"  # the team does not know yet

# a municipality that selects people on benefits with a new system
BASE: Facts = {
    "ai-technique": "learned",
    "ai-system": "yes",
    "exclusions": ("none",),
    "annex-iii": ("5a",),
    "annex-i": "no",
    "deployer-category": "public-authority",
    "derogation": "no",
    "role": ("deployer",),
    "becomes-provider": ("none",),
    "personal-data": "yes",
    "profiling": "yes",
    "first-use": "2028-01-10",
    "placed-on-market": "2027-12-02",
    "design-change": "no",
    "law-enforcement-use": "no",
    "large-scale-it-system": "no",
    "annex-iii-exceptions": ("none",),
    "for-public-authorities": "no",
}
OLD: Facts = {"placed-on-market": "2027-02-15", "first-use": "2027-03-01"}
BANK: Facts = {"deployer-category": "other"}
SCHOOL: Facts = {"deployer-category": "private-public-service"}
PRODUCT: Facts = {"annex-iii": ("none",), "annex-i": "yes", "annex-i-section": "section-a"}
EURODAC: Facts = {"annex-iii": ("7c",), "large-scale-it-system": "yes"}
QUIET: Facts = {"profiling": "no"}
CLAIM: Facts = {"derogation": "yes", "derogation-conditions": ("narrow-task",)}


def of(*facts: Facts, **more: str | tuple[str, ...] | None) -> dict[str, str | tuple[str, ...] | None]:
    """Return the facts of the municipality with others in their place; None takes an answer away."""
    merged: dict[str, str | tuple[str, ...] | None] = dict(BASE)
    for one in facts:
        merged.update(one)
    merged.update({name.replace("_", "-"): value for name, value in more.items()})
    return merged


class Case(NamedTuple):
    """Facts, a day, what Article 27 then asks, a legal fact that this rests on, and the day from which it binds."""

    what: str
    facts: Facts
    on: date
    verdict: Verdict
    law: str
    day: date | None


class Says(Protocol):
    """Makes a case of one verdict; every keyword that is not its own is an answer."""

    def __call__(
        self,
        what: str,
        *facts: Facts,
        on: date = ...,
        law: str = ...,
        day: date | None = ...,
        **more: str | tuple[str, ...] | None,
    ) -> Case: ...


def saying(verdict: Verdict, on_: date, law_: str, day_: date | None) -> Says:
    """Return a maker of cases with this verdict, and what most of them have in common."""

    def case(
        what: str,
        *facts: Facts,
        on: date = on_,
        law: str = law_,
        day: date | None = day_,
        **more: str | tuple[str, ...] | None,
    ) -> Case:
        return Case(what, of(*facts, **more), on, verdict, law, day)

    return case


required = saying(Verdict.REQUIRED_NOW, START, "ai-act-27-1", START)
upcoming = saying(Verdict.REQUIRED_FROM, NOW, "annex-iii-date", START)
voluntary = saying(Verdict.VOLUNTARY, START, "ai-act-111", LATEST)
outside = saying(Verdict.NOT_REQUIRED, START, "ai-act-27-1", None)
undecided = saying(Verdict.UNDECIDED, START, "ai-act-27-1", None)

POINTS: list[Case] = [
    # Annex III point by point: Article 27(1) with Article 6(2); a public body, system new on 2 December 2027
    required("1a remote identification", annex_iii=("1a",)),
    required("1b biometric categorisation", annex_iii=("1b",)),
    required("1c emotion recognition", annex_iii=("1c",)),
    # Article 27(1): "with the exception of … the area listed in point 2"; registered nationally, Article 49(5)
    outside("2 critical infrastructure", annex_iii=("2",), law="ai-act-49-5"),
    required("3a admission", annex_iii=("3a",)),
    required("3b learning outcomes", annex_iii=("3b",)),
    required("3c level of education", annex_iii=("3c",)),
    required("3d cheating", annex_iii=("3d",)),
    required("4a recruitment", annex_iii=("4a",)),
    required("4b managing workers", annex_iii=("4b",)),
    required("5a benefits", annex_iii=("5a",)),
    required("5b credit", annex_iii=("5b",)),
    required("5c insurance", annex_iii=("5c",)),
    required("5d emergency calls", annex_iii=("5d",)),
    required("6a victims", annex_iii=("6a",), law_enforcement_use="yes"),
    required("6b lie detectors", annex_iii=("6b",), law_enforcement_use="yes"),
    required("6c evidence", annex_iii=("6c",), law_enforcement_use="yes"),
    required("6d offending", annex_iii=("6d",), law_enforcement_use="yes"),
    required("6e profiling in detection", annex_iii=("6e",), law_enforcement_use="yes"),
    required("7a lie detectors", annex_iii=("7a",), law_enforcement_use="yes"),
    required("7b risk of a traveller", annex_iii=("7b",), law_enforcement_use="yes"),
    required("7c applications", annex_iii=("7c",), law_enforcement_use="yes"),
    required("7d identification", annex_iii=("7d",), law_enforcement_use="yes"),
    required("8a courts", annex_iii=("8a",)),
    required("8b elections", annex_iii=("8b",)),
    outside("no point", annex_iii=("none",), law="ai-act-annex-iii"),
    # point 2 beside another point: the exception concerns the area of point 2 only (our reading)
    required("2 and 5a", annex_iii=("2", "5a")),
]

EXCEPTIONS: list[Case] = [
    # Annex III itself, points 1(a), 5(b), 7(d) and 8(b)
    outside("1:1 verification", annex_iii=("1a",), annex_iii_exceptions=("verification",), law="ai-act-annex-iii"),
    outside("fraud detection", annex_iii=("5b",), annex_iii_exceptions=("fraud-detection",), law="ai-act-annex-iii"),
    outside("travel documents", annex_iii=("7d",), annex_iii_exceptions=("travel-documents",), law="ai-act-annex-iii"),
    outside("voters not exposed", annex_iii=("8b",), annex_iii_exceptions=("not-exposed",), law="ai-act-annex-iii"),
    # recitals 55, 59 and 61
    outside("cybersecurity only", annex_iii=("2",), annex_iii_exceptions=("cybersecurity",), law="ai-act-recital-55"),
    outside("tax office, 6e", annex_iii=("6e",), annex_iii_exceptions=("tax-customs",), law="ai-act-recital-59"),
    outside("tax office, 6a", annex_iii=("6a",), annex_iii_exceptions=("tax-customs",), law="ai-act-recital-59"),
    outside("tax office, 6b", annex_iii=("6b",), annex_iii_exceptions=("tax-customs",), law="ai-act-recital-59"),
    outside("tax office, 6c", annex_iii=("6c",), annex_iii_exceptions=("tax-customs",), law="ai-act-recital-59"),
    outside("tax office, 6d", annex_iii=("6d",), annex_iii_exceptions=("tax-customs",), law="ai-act-recital-59"),
    outside("court office", annex_iii=("8a",), annex_iii_exceptions=("ancillary",), law="ai-act-recital-61"),
    # an exception takes away its own point only
    required("fraud, and benefits", annex_iii=("5a", "5b"), annex_iii_exceptions=("fraud-detection",)),
    required("tax, and allowances", annex_iii=("5a", "6e"), annex_iii_exceptions=("tax-customs",)),
    required("wrong exception", annex_iii=("5b",), annex_iii_exceptions=("verification",)),
    undecided("exception open", annex_iii=("5b",), annex_iii_exceptions=None),
]

INSIDE: list[Case] = [
    # Article 3, point (1)
    outside("no AI system", ai_system="no", law="ai-act-3-1"),
    undecided("AI system or not is unknown", ai_system=UNKNOWN),
    undecided("AI system or not is open", ai_system=None),
    # Article 2(3), (4), (6), (8) and (10)
    outside("defence", exclusions=("defence",), law="ai-act-2-3"),
    outside("national security", exclusions=("national-security",), law="ai-act-2-3"),
    outside("third country", exclusions=("third-country",), law="ai-act-2-4"),
    outside("science", exclusions=("science",), law="ai-act-2-6"),
    outside("testing before the market", exclusions=("before-market",), law="ai-act-2-8"),
    outside("personal use", exclusions=("personal",), law="ai-act-2-10"),
    undecided("exclusions open", exclusions=None),
    # Article 3, point (4): the duty is that of the deployer; Article 25(1) adds duties, it takes none away
    outside("provider only", role=("provider",), law="ai-act-3-4"),
    outside("importer", role=("none",), law="ai-act-3-4"),
    required("deployer and provider", role=("deployer", "provider")),
    required("own name on it", becomes_provider=("own-name",)),
    undecided("role open", role=None),
    # Article 6(3): the derogation, its conditions, and the profiling that defeats it
    outside("derogation without profiling", QUIET, CLAIM, law="ai-act-6-3"),
    outside("derogation, improves", QUIET, CLAIM, derogation_conditions=("improves-result",), law="ai-act-6-3"),
    outside("derogation, patterns", QUIET, CLAIM, derogation_conditions=("detects-patterns",), law="ai-act-6-3"),
    outside("derogation, prepares", QUIET, CLAIM, derogation_conditions=("preparatory-task",), law="ai-act-6-3"),
    outside("derogation without personal data", CLAIM, personal_data="no", profiling=None, law="ai-act-6-3"),
    required("derogation with profiling", CLAIM, law="ai-act-6-3"),
    undecided("derogation, profiling unknown", CLAIM, profiling=UNKNOWN),
    undecided("derogation, conditions open", QUIET, derogation="yes"),
    required("derogation, no condition met", QUIET, CLAIM, derogation_conditions=("none",), law="ai-act-6-3"),
    required("derogation open, profiling", derogation=None),
    undecided("derogation open, no profiling", QUIET, derogation=None),
    # Article 2(2): Annex I, Section B
    outside("car part only", annex_i="yes", annex_i_section="section-b", apart_from_product="no", law="ai-act-2-2"),
    required("use apart from the car", annex_i="yes", annex_i_section="section-b", apart_from_product="yes"),
    undecided("car part, apart or not is open", annex_i="yes", annex_i_section="section-b"),
]

DEPLOYERS: list[Case] = [
    # Article 27(1): bodies governed by public law, private entities providing public services (recital 96)
    required("public-law body", deployer_category="public-law-body"),
    required("private school, admission", SCHOOL, annex_iii=("3a",)),
    required("private hospital, recruitment", SCHOOL, annex_iii=("4a",)),
    # "and deployers of high-risk AI systems referred to in points 5 (b) and (c)": any deployer
    required("bank, credit", BANK, annex_iii=("5b",)),
    required("insurer, life insurance", BANK, annex_iii=("5c",)),
    required("bank, credit and recruitment", BANK, annex_iii=("4a", "5b")),
    required("category open, credit", deployer_category=None, annex_iii=("5b",)),
    undecided("category open, benefits", deployer_category=None),
]

TRAPS: list[Case] = [
    # where public guidance is wrong: Annex I leads to Article 27 (it does not: "referred to in Article 6(2)")
    outside("Annex I, section A", PRODUCT, law="ai-act-annex-i"),
    outside(
        "Annex I, 2 August 2028",
        annex_iii=("none",),
        annex_i="yes",
        annex_i_section="section-a",
        on=date(2028, 8, 2),
        law="ai-act-annex-i",
    ),
    # "5, c and d": point 5(d) does not bind a private deployer, 5(b) does
    outside("private ambulance firm outside public service, 5d", BANK, annex_iii=("5d",)),
    # private employers have no duty under Article 27
    outside("private employer, 4a", BANK, annex_iii=("4a",)),
    outside("private employer, 4b", BANK, annex_iii=("4b",)),
    # "a bank always": fraud detection is excepted from 5(b)
    outside("bank, fraud", BANK, annex_iii=("5b",), annex_iii_exceptions=("fraud-detection",), law="ai-act-annex-iii"),
    # "critical infrastructure is high-risk, so a FRIA"
    outside("water company, point 2", annex_iii=("2",), deployer_category="public-law-body"),
    # "Article 27 is in force since 2 August 2026": Article 113, third paragraph, point (c)(i)
    upcoming("2 August 2026", on=date(2026, 8, 2)),
    upcoming("today, a new system"),
    upcoming("the day before", on=date(2027, 12, 1)),
    # "open source is exempt": Article 2(12) leaves high-risk systems inside; it is no answer to `exclusions`
    required("open source, high-risk", external_supplier="both"),
    # "deployers have until 2030 whatever the system": Article 111(2) is about systems from before the date
    required("new system of an authority", law="annex-iii-date"),
    # "a FRIA is not needed when the provider did one": Article 27(2) lets you rely on it, the duty stays (test below)
]

CHANGED: Facts = {"design-change": "yes", "design-change-date": "2028-03-01"}

LEGACY: list[Case] = [
    # Article 111(2), first sentence: "placed on the market or put into service before", "only if, as from that
    # date, … significant changes in their designs"; second sentence: public authorities, 2 August 2030
    voluntary("older system, authority, before the date", OLD, on=NOW, law="legacy-date"),
    voluntary("older system, authority, on the date", OLD),
    voluntary("older system, authority, a day before 2030", OLD, on=date(2030, 8, 1), law="legacy-date"),
    required("older system, authority, 2 August 2030", OLD, on=LATEST, law="legacy-date", day=LATEST),
    voluntary("placed on the market a day before", placed_on_market="2027-12-01"),
    required("placed on the market on the date", placed_on_market="2027-12-02", law="annex-iii-date"),
    voluntary("used first after the date, system older", OLD, first_use="2028-05-01", on=LATER),
    required("changed in design", OLD, CHANGED, on=LATER, law="ai-act-111", day=MARCH),
    upcoming("change in design planned", OLD, CHANGED, law="ai-act-111", day=MARCH),
    required("changed on the date itself", OLD, CHANGED, design_change_date="2027-12-02", law="ai-act-111"),
    voluntary("changed before the date", OLD, CHANGED, design_change_date="2027-12-01"),
    voluntary("changed after 2030", OLD, CHANGED, design_change_date="2031-01-01", on=NOW, law="legacy-date"),
    voluntary("change open, before the date", OLD, design_change=None, on=NOW, law="legacy-date"),
    undecided("change open, after the date", OLD, design_change=None, on=LATER),
    undecided("change unknown, after the date", OLD, design_change=UNKNOWN, on=LATER),
    undecided("changed, day unknown", OLD, design_change="yes", on=LATER),
    required("change unknown, after 2030", OLD, design_change=UNKNOWN, on=LATEST, day=LATEST),
    # not known when it was placed on the market: undecided, never "no"
    undecided("placed on the market unknown", placed_on_market=UNKNOWN),
    undecided("placed on the market open, now", placed_on_market=None, on=NOW),
    undecided("unknown, and used since before", OLD, placed_on_market=UNKNOWN),
    required("unknown, but after 2030", placed_on_market=UNKNOWN, on=LATEST, day=LATEST),
    required("unknown, but changed", CHANGED, placed_on_market=UNKNOWN, on=LATER, law="ai-act-111", day=MARCH),
    # others than public authorities: 2030 only for systems intended to be used by public authorities
    voluntary("older, public-law body", OLD, deployer_category="public-law-body", day=None),
    voluntary("older, public-law body, after 2030", OLD, deployer_category="public-law-body", on=LATEST, day=None),
    voluntary("older, meant for authorities", OLD, SCHOOL, for_public_authorities="yes", law="legacy-date"),
    undecided("older, meant for whom is open", OLD, SCHOOL, for_public_authorities=None),
    voluntary("older, bank, credit", OLD, BANK, annex_iii=("5b",), day=None),
    required("older, bank, changed", OLD, BANK, CHANGED, annex_iii=("5b",), on=LATER, law="ai-act-111", day=MARCH),
    # Article 111(1): components of the large-scale IT systems of Annex X
    voluntary(
        "part of Eurodac",
        OLD,
        annex_iii=("7c",),
        large_scale_it_system="yes",
        law="annex-x-date",
        day=COMPONENTS,
    ),
    voluntary(
        "part of Eurodac, changed",
        OLD,
        CHANGED,
        annex_iii=("7c",),
        large_scale_it_system="yes",
        on=LATER,
        law="ai-act-111-1",
        day=COMPONENTS,
    ),
    voluntary(
        "part of Eurodac, after August 2027",
        annex_iii=("7c",),
        large_scale_it_system="yes",
        placed_on_market="2027-10-01",
        law="legacy-date",
    ),
    undecided("part of Eurodac is open", OLD, EURODAC, large_scale_it_system=None),
    # outside Article 27 the transitional rule does not matter
    outside("older, point 2", OLD, annex_iii=("2",)),
    outside("older, private employer", OLD, BANK, annex_iii=("4a",), on=LATEST),
    outside("unknown, private employer", BANK, annex_iii=("4a",), placed_on_market=UNKNOWN),
    # a planned end of use takes no duty away
    voluntary("older, ends in 2028", OLD, end_date="2028-02-29", on=NOW, law="legacy-date"),
]

LIVE: Facts = {"annex-iii": ("1a",), "law-enforcement-use": "yes", "real-time-identification": "yes"}

REAL_TIME: list[Case] = [
    # Article 5(2): authorised only after a FRIA "as provided for in Article 27"; Chapter II applies since 2 February
    # 2025, and Article 111 is without prejudice to Article 5
    required("live recognition, before the date", OLD, LIVE, on=NOW, law="ai-act-5-2", day=date(2025, 2, 2)),
    undecided("live recognition open", OLD, LIVE, real_time_identification=None, on=NOW),
    voluntary("recognition afterwards", OLD, LIVE, real_time_identification="no", on=NOW),
]

CASES = [*POINTS, *EXCEPTIONS, *INSIDE, *DEPLOYERS, *TRAPS, *LEGACY, *REAL_TIME]
