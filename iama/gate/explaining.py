"""What a code means, why it matters by which law, what to do, and how to let it stand: for every code that there is.

Its words stand in the catalogues; `docs/findings.md`, `iama explain` and code scanning say the same.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.gate.codes import ABOUT_POLICY, OF_CHANGE
from iama.gate.rules import CODES
from iama.model.law import Law
from iama.words import catalogue, text

FAMILIES: Mapping[str, tuple[str, ...]] = {  # in the order of the page
    "file": (
        "unreadable-file",
        "unsafe-yaml",
        "conflict-markers",
        "duplicate-key",
        "unknown-key",
        "missing-key",
        "invalid-value",
        "unknown-question",
        "invisible-text",
        "unknown-file",
        "conflicted-copy",
        "unfinished-save",
        "low-contrast",
        "house-missing",
        "house-changed",
        "house-faulty",
        "unusable-sheet",
    ),
    "decision": (
        "approval-broken",
        "signature-invalid",
        "not-signed",
        "signature-unchecked",
        "impossible-decision",
        "contradictory-dates",
        "approval-dropped",
        "decided-alone",
        "would-not-pass-today",
        "changed-after-approval",
        "bundle-broken",
        "bundle-repacked",
        "page-matches",
        "timestamp-invalid",
        "timestamp-unchecked",
        "time-stamped",
        "unknown-questionnaire",
        "page-not-kept",
        "layout-not-made-again",
        "questionnaire-revised",
        "keys-of-bundle",
        "follow-up-changed",
        "house-questions",
    ),
    "dossier": (
        "missing-assessment",
        "unanswered",
        "unknown-open",
        "blocker",
        "trigger-without-response",
        "undecided-trigger",
        "rests-on-withheld",
        "overdue-action",
        "condition-lost",
        "condition-overdue",
        "condition-without-evidence",
        "not-approved",
        "used-before-approval",
        "stale",
        "question-changed",
        "source-changed",
        "assessed-other-version",
        "old-questionnaire",
        "withheld-without-ground",
        "bad-public-url",
        "not-public",
        "not-in-register",
        "register-text-stale",
        "published-page-stale",
        "personal-data",
        "name-outside-people",
        "thin-answers",
        "same-text",
        "all-flags-accepted",
        "not-applicable-in-bulk",
        "withheld-in-bulk",
        "dossier-not-in-inventory",
        "waiver-expired",
        "waiver-too-long",
        "waiver-unused",
        "contradictory-phase",
        "not-understood",
        "inventory-differs",
        "done-elsewhere",
        "elsewhere-unsound",
    ),
    "change": (
        "dossier-deleted",
        "dossier-renamed",
        "condition-dropped",
        "category-lowered",
        "phase-retired",
        "first-use-moved",
        "withheld-widened",
        "waiver-added",
        "policy-weakened",
        "signer-added",
        "row-dropped",
    ),
    "tree": (
        "invalid-condition",
        "forward-reference",
        "unknown-value",
        "type-mismatch",
        "repeat-of-repeat",
        "never-true",
        "trigger-never-fires",
        "trigger-never-clear",
        "unknown-law",
        "spelled-date",
        "unknown-role",
        "unknown-group",
        "bad-number",
        "bad-covers",
        "full-meeting",
        "bad-trigger",
        "missing-text",
        "other-term",
    ),
}
EXPLAINED = tuple(code for codes in FAMILIES.values() for code in codes)
LAW: Mapping[str, tuple[str, ...]] = {  # facts of `law.yaml`, by code or by family
    "decision": ("archive-act-3",),
    "low-contrast": ("accessibility-decree",),
    "decided-alone": ("iama-2",),
    "missing-assessment": ("ai-act-27-1", "motion-835", "cabinet-promise"),
    "unanswered": ("awb-3-2",),
    "unknown-open": ("awb-3-2",),
    "trigger-without-response": ("awb-3-46",),
    "undecided-trigger": ("awb-3-2",),
    "rests-on-withheld": ("woo-5-1",),
    "used-before-approval": ("ai-act-27-1", "ai-act-27-2"),
    "stale": ("ai-act-27-2",),
    "assessed-other-version": ("ai-act-27-2",),
    "withheld-without-ground": ("woo-3", "woo-5-1"),
    "bad-public-url": ("register-policy",),
    "not-public": ("woo-3", "cabinet-promise"),
    "not-in-register": ("register-policy", "register-promise"),
    "personal-data": ("gdpr-5",),
    "thin-answers": ("awb-3-2",),
    "all-flags-accepted": ("awb-3-46",),
    "withheld-in-bulk": ("woo-3", "woo-5-1"),
    "name-outside-people": ("gdpr-5",),
    "dossier-deleted": ("archive-act-3",),
    "withheld-widened": ("woo-5-1",),
}
_LINK = re.compile(r"\[((?:`[^`]*`|[^\[\]`])+)\]\([^)]+\)")


class Explanation(Struct, frozen=True):
    """One code, in the words of one language; `waive` is how to let it stand, as lines of which some are TOML."""

    code: str
    what: str
    why: str
    law: str
    mend: str
    weight: str
    waive: tuple[str, ...]
    address: str  # where the same stands; empty when nobody knows where this program came from


def explain_code(code: str, law: Law, language: str, docs: str = "", *, linked: bool = False) -> Explanation:
    """Return what one of EXPLAINED means; `docs` is the address of the folder of our pages, when it is known.

    When `linked`, the words are Markdown, with links from that folder.
    """
    family = next(name for name, codes in FAMILIES.items() if code in codes)
    basis = LAW.get(code, LAW.get(family, ()))
    cited = "; ".join(dict.fromkeys(law.cite(id_, language) for id_ in basis))
    own = f"explain-why-{code}" in catalogue("en")
    return Explanation(
        code,
        _explanation_text(f"explain-what-{code}", language, linked=linked),
        text(f"explain-why-{code if own else family}", language),
        text("explain-law", language, law=cited) if cited else "",
        _explanation_text(f"explain-mend-{code}", language, linked=linked),
        _weight(code, language),
        tuple(_waive_lines(code, language)),
        rule_address(code, docs),
    )


def rule_address(code: str, docs: str) -> str:
    """Return the address of a code that stays the same; empty when that of our pages is not known."""
    return f"{docs}/findings.md#{code}" if docs else ""


def _explanation_text(key: str, language: str, *, linked: bool) -> str:
    words = text(key, language)
    return words if linked else _LINK.sub(r"\1", words)


def _weight(code: str, language: str) -> str:
    if code not in CODES:
        return ""
    usual = CODES[code]
    if usual.in_use is usual.before:
        return text("explain-weight", language, level=usual.in_use)
    return text("explain-weights", language, in_use=usual.in_use, before=usual.before)


def _waive_lines(code: str, language: str) -> Iterator[str]:
    """Yield how two people let findings of a code stand."""
    if code not in CODES:
        yield text("explain-waive-elsewhere", language)
    elif CODES[code].integrity:
        yield text("explain-waive-integrity", language)
    else:
        before = code in OF_CHANGE or code in ABOUT_POLICY
        yield text("explain-waive-before" if before else "explain-waive", language)
        yield from ("", "[[waivers]]", f'code = "{code}"')
        yield 'question = "…"' if code in ABOUT_POLICY else 'algorithm = "…"'
        yield f'reason = "{text("explain-waive-reason", language)}"'
        yield from ('by = "…"', 'approved-by = "…"', "until = 20…-…-…")
        if not before:
            yield from ("", text("explain-waive-level", language), "", f'levels = {{ {code} = "note" }}')
