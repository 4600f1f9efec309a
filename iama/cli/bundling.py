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
    from iama.audit.verification import Doubt, Sealed, Today
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
    if errors := [one for one in (*walked.refused, *findings) if one.level is Level.ERROR]:
        raise UnusableFile(errors)
    trees = tuple(SHIPPED.resolve_questionnaire(ref) for ref in dossier.assessments)
    kept = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    state = State(dossier, trees, SHIPPED.law, day_or_today(as_of), dossier_language(dossier), kept, __version__)
    signers = workspace.signers
    keys = read_bytes(signers) if signers and signers.is_file() else None
    made = Made(program(), render_html)
    write_pieces(target, zip_pieces(compose_bundle(state, files, keys, made)))
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
            found = read_bundle(files)
            dossier, state, findings = _bundle_state(found)
            return dossier, (*findings, *_bundle_doubts(found, state, seal(found.signers), today, known))
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


def _bundle_state(found: "Opened") -> "tuple[Dossier, State, tuple[Doubt, ...]]":
    from iama.audit.bundle import State
    from iama.audit.chain import Kept
    from iama.files.approvalfile import FOLDER
    from iama.files.dossierfolder import read_folder
    from iama.model.contents import below

    trees = {tree.ref: tree for tree in found.trees}
    dossier, findings = read_folder(f"dossier/{found.algorithm}", found.dossier, find=trees.get)
    kept = Kept(dossier.id, dossier.approvals, below(f"{FOLDER}/", found.dossier), found.objects)
    version = found.program.version if found.program else ""
    state = State(dossier, found.trees, found.law, found.as_of, found.language, kept, version)
    return dossier, state, tuple(_doubt(finding, found.algorithm) for finding in findings)


def _bundle_doubts(
    found: "Opened", state: "State", sealed: "Sealed", today: "date", known: "Today"
) -> "Iterator[Doubt]":
    from dataclasses import replace

    from iama.audit.bundle import report_faults
    from iama.audit.verification import verify_decisions

    for doubt in verify_decisions(state.kept, state.dossier, sealed, today, known):
        yield replace(doubt, file=f"dossier/{doubt.file}")
    ours = found.program == known.program
    if not ours:
        yield _made_elsewhere(found)
    for message in report_faults(state, found.reports, known.render if ours else None):
        yield _broken_bundle_doubt(message)


def _made_elsewhere(found: "Opened") -> "Doubt":
    from iama.audit.verification import Doubt
    from iama.model.problems import Level

    made = f"iama {found.program.version}" if found.program else Phrase("bundle-older-program")
    message = Phrase("bundle-made-elsewhere", program=made)
    hint = Phrase("bundle-made-elsewhere-hint")
    return Doubt("layout-not-made-again", Level.NOTE, message, "", hint)


def _broken_bundle_doubt(message: "Phrase | str") -> "Doubt":
    from iama.audit.verification import Doubt
    from iama.model.problems import Level

    return Doubt("bundle-broken", Level.ERROR, message, "", Phrase("bundle-broken-hint"))


def _doubt(finding: "Finding", algorithm: str) -> "Doubt":
    """Return a finding about a file of the dossier, at its place in the bundle."""
    from iama.audit.verification import Doubt

    path = f"dossier/{str(finding.place).removeprefix(f'dossier/{algorithm}/')}"
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)
