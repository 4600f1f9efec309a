"""The command bundle, and what verify says of a bundle."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Root, day_or_today, here, print_message
from iama.model.problems import UsageError
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import BinaryIO

    from iama.audit.bundle import Opened, State
    from iama.audit.doubt import Doubt
    from iama.audit.judging import Today
    from iama.audit.verification import Sealed
    from iama.model.dossier import Dossier
    from iama.model.problems import Finding
    from iama.words import Phrase


@app.command(help="help-bundle")
def bundle(
    algorithm: Algorithm,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.zip", help="help-bundle-output")],
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Write everything that an auditor needs into one file, without the names of people."""
    from functools import partial

    from iama import __version__
    from iama.audit.bundle import Made, State, compose_bundle
    from iama.audit.chain import Kept
    from iama.cli.asapproved import render_html
    from iama.files.bundlefile import zip_pieces
    from iama.files.config import locate
    from iama.files.dossierfolder import PEOPLE, read_folder
    from iama.files.output import result_at, write_pieces
    from iama.files.shipped import SHIPPED, program
    from iama.files.store import read_bytes
    from iama.files.walking import read_files
    from iama.model.contents import Contents
    from iama.model.problems import Level, UnusableFile
    from iama.publish.status import dossier_language

    workspace, folder = locate(algorithm, here(), root)
    target = result_at(output, workspace.configured_files)
    if output.suffix != ".zip" and not target.stream:
        raise UsageError("bundle-not-zip", path=str(output))
    walked = read_files(folder, workspace.base, str(folder), SHIPPED)
    files = Contents({name: partial(walked.files.__getitem__, name) for name in walked.files if name != PEOPLE})
    dossier, findings = read_folder(str(folder), files, SHIPPED)
    if errors := [finding for finding in (*walked.refused, *findings) if finding.level is Level.ERROR]:
        raise UnusableFile(errors)
    trees = tuple(SHIPPED.resolve_questionnaire(ref) for ref in dossier.assessments)
    decisions = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    state = State(dossier, trees, SHIPPED.law, day_or_today(as_of), dossier_language(dossier), decisions, __version__)
    signers = workspace.signing.allowed
    keys = read_bytes(signers) if signers and signers.is_file() else None
    maker = Made(program(), render_html)
    write_pieces(target, zip_pieces(compose_bundle(state, files, keys, maker)))
    if not target.stream:
        print_message("bundle-written", path=output)


def verify_bundle(
    path: Path, seal: "Callable[[bytes | None], Sealed]", today: "date", known: "Today"
) -> "tuple[Dossier, tuple[Doubt, ...]]":
    """Return the dossier in a bundle, and everything that is wrong with the bundle or its decisions.

    `seal` judges signatures by the keys in the bundle when the auditor's own configuration names none.
    """
    from iama.audit.bundle import BrokenBundle, read_bundle
    from iama.audit.snapshot import refusing_misfits
    from iama.files.bundlefile import open_zip
    from iama.model.dossier import Dossier
    from iama.model.problems import UnusableFile

    try:
        with (
            _open_bundle_file(path) as file,
            open_zip(str(path), file) as files,
            refusing_misfits(BrokenBundle, "bundle"),
        ):
            content = read_bundle(files)
            dossier, state, findings = _bundle_state(content)
            return dossier, (*findings, *_bundle_doubts(content, state, seal(content.signers), today, known))
    except UnusableFile as error:
        return Dossier(path.stem), tuple(_broken_bundle_doubt(finding.message) for finding in error.findings)
    except BrokenBundle as error:
        return Dossier(path.stem), (_broken_bundle_doubt(error.phrase),)


def _open_bundle_file(path: Path) -> "BinaryIO":
    """Open a bundle; raises UsageError when there is none, or it is larger than any bundle."""
    from iama.model.limits import BUNDLE_BYTES

    if not path.is_file():
        raise UsageError("bundle-missing", path=str(path))
    if path.stat().st_size > BUNDLE_BYTES:
        raise UsageError("bundle-large", path=str(path), limit=BUNDLE_BYTES)
    return path.open("rb")


def _bundle_state(content: "Opened") -> "tuple[Dossier, State, tuple[Doubt, ...]]":
    from iama.audit.bundle import State
    from iama.audit.chain import Kept
    from iama.files.approvalfile import FOLDER
    from iama.files.dossierfolder import read_folder
    from iama.model.contents import below

    trees = {tree.ref: tree for tree in content.trees}
    dossier, findings = read_folder(f"dossier/{content.algorithm}", content.dossier, find=trees.get)
    decisions = Kept(dossier.id, dossier.approvals, below(f"{FOLDER}/", content.dossier), content.objects)
    version = content.program.version if content.program else ""
    state = State(dossier, content.trees, content.law, content.as_of, content.language, decisions, version)
    return dossier, state, tuple(_doubt(finding, content.algorithm) for finding in findings)


def _bundle_doubts(
    content: "Opened", state: "State", sealed: "Sealed", today: "date", known: "Today"
) -> "Iterator[Doubt]":
    from iama.audit.bundle import report_faults
    from iama.audit.verification import verify_decisions
    from iama.model.struct import replace

    for doubt in verify_decisions(state.kept, state.dossier, sealed, today, known):
        yield replace(doubt, file=f"dossier/{doubt.file}")
    ours = content.program == known.program
    if not ours:
        yield _made_elsewhere(content)
    for message in report_faults(state, content.reports, known.render if ours else None):
        yield _broken_bundle_doubt(message)


def _made_elsewhere(content: "Opened") -> "Doubt":
    from iama.audit.doubt import Doubt
    from iama.model.problems import Level

    program = f"iama {content.program.version}" if content.program else Phrase("bundle-older-program")
    message = Phrase("bundle-made-elsewhere", program=program)
    hint = Phrase("bundle-made-elsewhere-hint")
    return Doubt("layout-not-made-again", Level.NOTE, message, "", hint)


def _broken_bundle_doubt(message: "Phrase | str") -> "Doubt":
    from iama.audit.doubt import Doubt
    from iama.model.problems import Level

    return Doubt("bundle-broken", Level.ERROR, message, "", Phrase("bundle-broken-hint"))


def _doubt(finding: "Finding", algorithm: str) -> "Doubt":
    """Return a finding about a file of the dossier, at its place in the bundle."""
    from iama.audit.doubt import Doubt

    path = f"dossier/{str(finding.place).removeprefix(f'dossier/{algorithm}/')}"
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)
