"""Documents of strangers, made to fit: a snapshot, decisions or a question tree in which one thing is not as it should.

Each `try_…` does with one what the commands do, and raises what a command would show as a bug.
"""

import json
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from decisions import TREES, Decided, chain, small
from editions import REPORTS
from given import AS_OF, NO_LAW

from iama.audit.asapproved import as_approved, public_digest
from iama.audit.bundle import State, reports
from iama.audit.snapshot import BrokenSnapshot, digest_of, file_name, read_snapshot
from iama.audit.verification import Seal, verified
from iama.check.config import Config
from iama.check.gate import check
from iama.files import shipped
from iama.files.approvalfile import write_approvals
from iama.files.definition import read_questionnaire
from iama.lint.lint import lint
from iama.model.approval import Approval, approval_of
from iama.model.canonical import canonical
from iama.model.plain import plain
from iama.model.problems import UnusableFile
from iama.publish.report import render

EVERY_KEY = Path(__file__).parent / "cases" / "every-key.yaml"
ENTRY = chain("conditions").dossier.approvals[0]


@cache
def snapshot() -> Any:
    """Return the snapshot of `ENTRY` as plain data, with some legal facts."""
    (content,) = chain("conditions").files.values()
    facts = shipped.law().facts
    kept = {id_: plain(facts[id_]) for id_ in (*list(facts)[:3], "our-verified-days")}
    return {**json.loads(content), "law": {"facts": kept, "digest": ""}}


def bound(record: Any, *, agreeing: bool = True) -> Decided:
    """Return a dossier whose one entry binds a snapshot, and as far as that can be, says what the snapshot says."""
    content, entry = canonical(record), ENTRY
    if agreeing:
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            told = replace(approval_of(record["decision"]), public=entry.public)
            entry = told if all(isinstance(text, str) for text in (told.date, told.as_of, told.role)) else entry
    entry = replace(entry, snapshot=digest_of(content))
    with suppress(BrokenSnapshot):
        entry = replace(entry, public=public_digest(read_snapshot(content)))
    return Decided(replace(small(), approvals=(entry,)), {file_name(entry.snapshot): content})


def try_snapshot(decided: Decided) -> None:
    """Verify, check, show and bundle what an entry binds."""
    (entry,), kept = decided.dossier.approvals, decided.kept
    list(verified(kept, decided.dossier, lambda _: (Seal.VALID, ""), AS_OF))
    _try_gate(write_entries(entry), decided)
    with suppress(BrokenSnapshot):
        for public, form, language in ((False, "md", "nl"), (True, "html", "en")):
            render(as_approved(kept.snapshot(entry), language=language, public=public), form, REPORTS)
    state = State(decided.dossier, TREES, NO_LAW, AS_OF, "nl", kept)
    list(reports(state, lambda view: render(view, "html", REPORTS)))


def write_entries(entry: Approval) -> bytes:
    try:
        return write_approvals([entry]).encode()
    except (TypeError, AttributeError):  # of a type that no file can say
        return write_approvals([ENTRY]).encode()


def _try_gate(approvals: bytes, decided: Decided) -> None:
    files = {f"approved/{name}": content for name, content in decided.files.items()}
    list(check({"approvals.yaml": approvals, **files}, as_of=AS_OF, config=Config()).findings)


def entries() -> Any:
    """Return approvals.yaml as plain data."""
    return yaml.load(write_approvals([ENTRY]), Loader=yaml.BaseLoader)


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
        others = {other.id: other for ref in shipped.refs() if (other := shipped.resolve(ref)).id != tree.id}
        lint(tree, others, shipped.law())
