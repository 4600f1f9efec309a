"""The command that proves decisions: verify."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Json, Root, algorithms, here, today
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iama.audit.verification import Doubt, Seal, Sealed
    from iama.files.config import Workspace
    from iama.model.approval import Approval
    from iama.model.problems import Finding


@app.command()
def verify(
    algorithms_: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ALGORITHM|FILE.zip]…", help="Ids, paths or bundles; without them, all.", autocompletion=algorithms
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every dossier, also without ALGORITHM.")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Prove what was approved: digests, chain, signatures, the same pages again; and say what changed since."""
    from iama.audit.verification import record
    from iama.cli.progress import watched
    from iama.files.config import locate, workspace
    from iama.files.store import dossiers
    from iama.model.problems import Level
    from iama.terminal import output

    if everything and algorithms_:
        raise UsageError("--all and ALGORITHM name two things; keep one of them")
    bundles = [Path(name) for name in algorithms_ or () if name.endswith(".zip")]
    if algorithms_:
        places = [locate(name, here(), root) for name in algorithms_ if Path(name) not in bundles]
    else:
        found = workspace(here(), root)
        places = [(found, folder) for folder in dossiers(found.root)] if found else []
    if not places and not bundles:
        raise UsageError("there are no dossiers here to verify")
    told = [_verified(space, folder) for space, folder in watched(places, len(places))]
    told += [_of_bundle(path, root) for path in bundles]
    doubts = {one.folder.name: one.doubts for one in told}
    levels = [doubt.level for one in told for doubt in one.doubts]
    counts = {f"{level}s": levels.count(level) for level in sorted(Level, reverse=True)}
    approvals = sum(len(one.approvals) for one in told)
    if json:
        summary = {"algorithms": len(told), "approvals": approvals, **counts}
        rows = [{"id": one.folder.name, "approvals": one.approvals} for one in told]
        document = {"iama_verify": 1, "summary": summary, "algorithms": rows, "findings": record(doubts)}
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
    from iama.files.store import approved_files, inspect_dossier
    from iama.model.problems import UnusableFile

    dossier, findings = inspect_dossier(folder)
    try:
        files = approved_files(folder)
    except UnusableFile as error:
        files, findings = {}, (*findings, *error.findings)
    if not (dossier.approvals or files or any(_of_chain(finding) for finding in findings)):
        return Verified(folder, [], [])
    seals: dict[int, str] = {}

    def sealed(approval: "Approval") -> "tuple[Seal, str]":
        seal, reason = _seal(approval, workspace.signers if workspace else None)
        seals[approval.number] = seal.value
        return seal, reason

    kept = Kept(dossier.id, dossier.approvals, files)
    doubts = [*(_doubt(finding, folder) for finding in findings), *verified(kept, dossier, sealed, today())]
    return Verified(folder, [_summary(one, seals.get(one.number)) for one in dossier.approvals], doubts)


def _of_bundle(path: Path, root: Path | None) -> Verified:
    """Return what came of a bundle; its signatures are judged by the keys of this project, else by its own."""
    from tempfile import TemporaryDirectory

    from iama.cli.bundling import of_bundle
    from iama.files.config import workspace

    found = workspace(here(), root)
    with TemporaryDirectory(prefix="iama-") as temporary:
        own = Path(temporary, "allowed-signers")

        def by(keys: bytes | None) -> "Sealed":
            own.write_bytes(keys or b"")
            configured = found.signers if found else None
            allowed = configured or (own if keys else None)
            return lambda approval: _seal(approval, allowed)

        dossier, doubts = of_bundle(path, by, today())
    return Verified(path, [_summary(one, None) for one in dossier.approvals], list(doubts))


def _of_chain(finding: "Finding") -> bool:
    from iama.files.approvalfile import FOLDER, NAME

    path = Path(finding.place.path)
    return path.name == NAME or path.parent.name == FOLDER


def _doubt(finding: "Finding", folder: Path) -> "Doubt":
    """Return a finding about a file as something that `verify` has to say."""
    from iama.audit.verification import Doubt

    path = str(finding.place).removeprefix(str(folder)).lstrip("/\\")
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)


def _seal(approval: "Approval", allowed: Path | None) -> "tuple[Seal, str]":
    from iama.audit.verification import Seal
    from iama.files.programs import NoProgram
    from iama.files.signatures import fault, intact

    try:
        if allowed is None:
            whole = intact(approval)
            return (Seal.UNCHECKED, "nothing says which keys may sign") if whole else (Seal.INVALID, "it was changed")
        reason = fault(approval, allowed)
    except NoProgram as error:
        return Seal.INVALID, f"it cannot be checked here, because {error}"
    return (Seal.INVALID, reason) if reason else (Seal.VALID, "")


def _summary(approval: "Approval", seal: str | None) -> "dict[str, object]":
    return {
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "role": approval.role,
        "date": approval.date,
        "snapshot": approval.snapshot,
        "public": approval.public,
        "signature": seal,
    }


def _tell(told: "Sequence[Verified]", approvals: int, counts: "Mapping[str, int]") -> None:
    from iama.model.text import shown

    if not approvals and not any(counts.values()):
        typer.echo("nothing to verify yet: no decision has been recorded (`iama approve`)")
        return
    for one in told:
        for approval in one.approvals:
            seal = f", signature {approval['signature']}" if approval["signature"] else ""
            what = f"{approval['questionnaire']}: {approval['decision']}, by {approval['role']} on {approval['date']}"
            typer.echo(f"{one.folder.name}: approval {approval['number']}: {what}{seal}")
        for doubt in one.doubts:
            typer.echo(shown(f"{one.folder / doubt.file}: {doubt.level}: {doubt.message} [{doubt.code}]"))
            if doubt.hint:
                typer.echo(f"    {doubt.hint}")
    typer.echo(
        f"{approvals} approval{'s' * (approvals != 1)} verified: "
        + ", ".join(f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items())
    )
