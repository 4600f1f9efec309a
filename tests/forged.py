"""Documents of strangers, made to fit: a snapshot, decisions or a question tree in which one thing is not as it should.

Each `try_…` does with one what the commands do, and raises what a command would show as a bug.
"""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from decisions import KNOWN, TREES, Decided, bound_anew, chain, html, unfolded, written
from editions import REPORTS
from given import AS_OF, NO_LAW

from iama.audit.asapproved import approved_edition
from iama.audit.bundle import REPORTS as REPORTS_IN_BUNDLE
from iama.audit.bundle import State, report_faults, reports
from iama.audit.snapshot import BrokenSnapshot
from iama.audit.verification import Seal, verify_decisions
from iama.files.definition import read_questionnaire
from iama.files.shipped import SHIPPED
from iama.gate.check import check
from iama.gate.config import Config
from iama.lint.lint import lint
from iama.model.approval import Approval
from iama.model.fits import fits_type
from iama.model.format2 import entry_of
from iama.model.law import Law
from iama.model.objects import law_record
from iama.model.problems import UnusableFile
from iama.model.struct import replace
from iama.publish.report import render

EVERY_KEY = Path(__file__).parent / "cases" / "every-key.yaml"
DECIDED = chain("conditions")
(ENTRY,) = DECIDED.dossier.approvals


@cache
def snapshot() -> Any:
    """Return the snapshot of `ENTRY` as plain data, with some legal facts."""
    facts = SHIPPED.law.facts
    kept = {id_: facts[id_] for id_ in (*list(facts)[:3], "our-verified-days")}
    return {**unfolded(DECIDED, ENTRY), "law": law_record(Law(kept))}


def bound(record: Any, *, agreeing: bool = True) -> Decided:
    """Return a dossier whose one entry binds a snapshot, and as far as that can be, says what the snapshot says."""
    entry = ENTRY
    if agreeing:
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            told = entry_of(record["decision"])
            if fits_type(told, Approval):  # an entry is read from YAML, where every value is text
                entry = replace(told, snapshot=ENTRY.snapshot, pages=ENTRY.pages, program=ENTRY.program)
    return bound_anew(DECIDED, entry, record)


def try_snapshot(decided: Decided) -> None:
    """Verify, check, show and bundle what an entry binds."""
    (entry,), kept = decided.dossier.approvals, decided.kept
    list(verify_decisions(kept, decided.dossier, lambda _: (Seal.VALID, ""), AS_OF, KNOWN))
    _try_gate(write_entries(entry), decided)
    with suppress(BrokenSnapshot):
        for public, form, language in ((False, "md", "nl"), (True, "html", "en")):
            render(approved_edition(kept.snapshot(entry), language=language, public=public), form, REPORTS)
    state = State(decided.dossier, TREES, NO_LAW, AS_OF, "nl", kept, "0.1.0")
    pages = {one.name.removeprefix(REPORTS_IN_BUNDLE): one.page_bytes(html) for one in reports(state)}
    assert list(report_faults(state, pages, html)) == []
    list(report_faults(state, pages, None))


def write_entries(entry: Approval) -> bytes:
    try:
        return written([entry]).encode()
    except (TypeError, AttributeError):  # of a type that no file can say
        return written([ENTRY]).encode()


def _try_gate(approvals: bytes, decided: Decided) -> None:
    files = {f"x/approved/{name}": content for name, content in decided.files.items()}
    files |= {f".iama/objects/{name}": content for name, content in decided.objects.items()}
    list(check({"x/approvals.yaml": approvals, **files}, as_of=AS_OF, config=Config()).findings)


def entries() -> Any:
    """Return approvals.yaml as plain data."""
    return yaml.load(written([ENTRY]), Loader=yaml.BaseLoader)


def try_entries(record: Any) -> None:
    """Check decisions that stand in a file."""
    _try_gate(json.dumps(record).encode(), chain("conditions"))


def question_tree() -> Any:
    """Return a question tree in which every key stands, as plain data."""
    return yaml.load(EVERY_KEY.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def try_tree(record: Any) -> None:
    """Lint a question tree."""
    with suppress(UnusableFile):
        tree = read_questionnaire("f.yaml", json.dumps(record))
        others = {
            other.id: other for ref in SHIPPED.refs if (other := SHIPPED.resolve_questionnaire(ref)).id != tree.id
        }
        lint(tree, others, SHIPPED.law)
