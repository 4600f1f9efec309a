"""The command that proves decisions: verify."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import Json, Root, algorithms, here, near, say, today
from iama.model.problems import UsageError
from iama.words import Phrase, spoken, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iama.audit.verification import Doubt, Seal, Sealed, Today
    from iama.files.config import Workspace
    from iama.model.approval import Approval
    from iama.model.problems import Finding
    from iama.words import Phrase


@app.command(help="help-verify")
def verify(
    algorithms_: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ALGORITHM|FILE.zip]…", help="help-verify-algorithm", autocompletion=algorithms),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="help-verify-all")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Prove what was approved: digests, chain, signatures, pages; and say what changed since."""
    from iama.audit.verification import record
    from iama.cli.progress import watched
    from iama.files.config import locate, workspace
    from iama.files.store import dossiers
    from iama.model.problems import Level
    from iama.terminal import output

    if everything and algorithms_:
        raise UsageError("verify-all-or-one")
    bundles = [Path(name) for name in algorithms_ or () if name.endswith(".zip")]
    if algorithms_:
        places = [locate(name, here(), root) for name in algorithms_ if Path(name) not in bundles]
    else:
        found = workspace(here(), root)
        places = [(found, folder) for folder in dossiers(found.root)] if found else []
    if not places and not bundles:
        raise UsageError("verify-no-dossiers")
    told = [_verified(space, folder) for space, folder in watched(places, len(places))]
    told += [_of_bundle(path, root) for path in bundles]
    levels = [doubt.level for one in told for doubt in one.doubts]
    counts = {f"{level}s": levels.count(level) for level in sorted(Level, reverse=True)}
    approvals = sum(len(one.approvals) for one in told)
    if json:
        summary = {"algorithms": len(told), "approvals": approvals, **counts}
        findings = record((one.folder.name, one.doubts) for one in told)
        rows = [{"id": one.folder.name, "approvals": one.approvals} for one in told]
        document = {"iama_verify": 1, "summary": summary, "algorithms": rows, "findings": findings}
        typer.echo(output.json_text(document))
    else:
        _tell(told, approvals, counts)
    raise typer.Exit(1 if Level.ERROR in levels else 0)


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of one dossier."""

    folder: Path
    approvals: "list[dict[str, object]]"
    doubts: "list[Doubt]"


def _verified(workspace: "Workspace | None", folder: Path) -> Verified:
    from iama.audit.chain import Kept
    from iama.audit.verification import verified
    from iama.check.signature_check import Seals
    from iama.files.journal import unfinished
    from iama.files.store import inspect_decided
    from iama.model.problems import Level

    dossier, walked, findings = inspect_decided(folder)
    findings = (*findings, *unfinished(folder, str(folder), Level.WARNING))
    if not (dossier.approvals or walked.approved or any(_of_chain(finding) for finding in findings)):
        return Verified(folder, [], [])
    told = [_doubt(finding, folder) for finding in findings]
    if not dossier.approvals and any(_of_entries(finding) for finding in findings):
        return Verified(folder, [], told)  # without its entries nothing can be said of a snapshot
    seals = _Noted(Seals(workspace.signers if workspace else None).judge)
    kept = Kept(dossier.id, dossier.approvals, walked.approved, walked.objects)
    program = known()
    if any(doubt.level is Level.ERROR for doubt in told):  # first what cannot be read is to be mended
        program = replace(program, render=None)
    doubts = [*told, *verified(kept, dossier, seals, today(), program)]
    return Verified(folder, [_summary(one, seals) for one in dossier.approvals], doubts)


def known() -> "Today":
    """Return what this program knows, against which decisions are held."""
    from iama.audit.verification import Today
    from iama.cli.asapproved import rendered
    from iama.files import shipped

    return Today(shipped.find, shipped.published(), shipped.program(), rendered)


class _Noted:
    """Judges signatures, and remembers what it said."""

    def __init__(self, judge: "Sealed") -> None:
        self.judge = judge
        self.said: dict[str, str] = {}

    def __call__(self, approval: "Approval") -> "tuple[Seal, Phrase | str]":
        seal, reason = self.judge(approval)
        self.said[approval.signature] = seal.value
        return seal, reason


def _of_bundle(path: Path, root: Path | None) -> Verified:
    """Return what came of a bundle; its signatures are judged by the keys of this project, else by its own."""
    from tempfile import TemporaryDirectory

    from iama.check.signature_check import Seals
    from iama.cli.bundling import of_bundle
    from iama.files.config import workspace

    found = workspace(here(), root)
    configured = found.signers if found else None
    with TemporaryDirectory(prefix="iama-") as temporary:
        own = Path(temporary, "allowed-signers")
        seals = _Noted(Seals(configured).judge)

        def by(keys: bytes | None) -> "Sealed":
            own.write_bytes(keys or b"")
            seals.judge = Seals(configured or (own if keys else None)).judge
            return seals

        dossier, doubts = of_bundle(path, by, today(), known())
    if configured is None and "valid" in seals.said.values():
        doubts = (*doubts, _own_keys())
    return Verified(path, [_summary(one, seals) for one in dossier.approvals], list(doubts))


def _own_keys() -> "Doubt":
    from iama.audit.verification import Doubt
    from iama.model.problems import Level

    message, hint = Phrase("verify-keys-of-bundle"), Phrase("verify-keys-of-bundle-hint")
    return Doubt("keys-of-bundle", Level.NOTE, message, "allowed-signers", hint)


def _of_chain(finding: "Finding") -> bool:
    from iama.files.approvalfile import FOLDER

    path = Path(finding.place.path)
    return _of_entries(finding) or FOLDER in (path.name, path.parent.name)


def _of_entries(finding: "Finding") -> bool:
    from iama.files.approvalfile import NAME

    return Path(finding.place.path).name == NAME


def _doubt(finding: "Finding", folder: Path) -> "Doubt":
    """Return a finding about a file as something that `verify` has to say."""
    from iama.audit.verification import Doubt

    path = str(finding.place).removeprefix(str(folder)).lstrip("/\\")
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)


def _summary(approval: "Approval", seals: _Noted) -> "dict[str, object]":
    return {
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "role": approval.role,
        "body": approval.body or None,
        "reference": approval.reference or None,
        "date": approval.decided_on,
        "recorded": approval.recorded_on,
        "snapshot": approval.snapshot,
        "program": approval.program.version if approval.program else None,
        "signature": seals.said.get(approval.signature),
    }


def _tell(told: "Sequence[Verified]", approvals: int, counts: "Mapping[str, int]") -> None:
    from iama.model.text import shown

    if not approvals and not any(counts.values()):
        say("verify-nothing")
        return
    language = spoken_language()
    for one in told:
        for approval in one.approvals:
            key = "verify-approval-signed" if approval["signature"] else "verify-approval"
            typer.echo(text(key, language, algorithm=one.folder.name, **approval))
        for doubt in one.doubts:
            line = f"{near(one.folder) / doubt.file}: {doubt.level}: {spoken(doubt.message, language)} [{doubt.code}]"
            typer.echo(shown(line).replace("\n", "\\n"))  # in a name of a file
            if doubt.hint:
                typer.echo(f"    {spoken(doubt.hint, language)}")
    say("verify-done", count=approvals, found=[Phrase(f"verify-{name}", count=found) for name, found in counts.items()])
