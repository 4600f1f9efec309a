"""The command bundle: everything that an auditor needs, in one file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from iama.cli import app
from iama.cli.options import (
    AsOf,
    Reading,
    Root,
    algorithms,
    day_or_today,
    here,
    open_dossier,
    print_message,
    public_of,
)
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from iama.audit.bundle import Beside, State
    from iama.files.config import Workspace


class Valuation(StrEnum):
    """What a selection list says of a dossier: keep it for ever, or for a time."""

    FOR_EVER = "B"
    FOR_A_TIME = "V"


class Packed(Struct, frozen=True):
    """A dossier that goes into a bundle: what pages of today are made from, and its files."""

    state: "State"
    files: "Mapping[str, bytes]"
    beside: "Beside"


@app.command(help="help-bundle")
def bundle(
    algorithms_: Annotated[
        list[str], typer.Argument(metavar="ALGORITHM…", help="help-bundle-algorithm", autocompletion=algorithms)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.zip", help="help-bundle-output")],
    edition: Annotated[str, typer.Option("--edition", metavar="internal|public", help="help-bundle-edition")] = "",
    with_sources: Annotated[bool, typer.Option("--with-sources", help="help-bundle-sources")] = False,
    archive: Annotated[Valuation | None, typer.Option("--archive", metavar="B|V", help="help-bundle-archive")] = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Write everything that an auditor needs into one file, without the names of people."""
    from iama.audit.bundle import Made, compose_bundle
    from iama.audit.bundles import compose_bundles
    from iama.audit.publicbundle import compose_public_bundle
    from iama.cli.archiving import describe_for_archive
    from iama.cli.asapproved import render_html
    from iama.files.bundlefile import zip_pieces
    from iama.files.config import locate
    from iama.files.output import result_at, write_pieces
    from iama.files.shipped import program

    _refuse_wrong_edition(edition, with_sources=with_sources)
    places = [locate(name, here(), root) for name in dict.fromkeys(algorithms_)]
    target = result_at(output, [file for workspace, _ in places for file in workspace.configured_files])
    if output.suffix != ".zip" and not target.stream:
        raise UsageError("bundle-not-zip", path=str(output))
    described = archive and _reading_to_describe([*dict.fromkeys(algorithms_)], root, as_of, stream=target.stream)
    maker, day = Made(program(), render_html), day_or_today(as_of)
    packed = [_pack(workspace, folder, day, with_sources=with_sources) for workspace, folder in places]
    composed = {
        one.state.dossier.id: compose_public_bundle(one.state, maker)
        if edition == "public"
        else compose_bundle(one.state, one.files, one.beside, maker)
        for one in packed
    }
    files = compose_bundles(composed) if len(places) > 1 else next(iter(composed.values()))
    write_pieces(target, zip_pieces(files))
    if not target.stream:
        print_message("bundle-public-written" if edition == "public" else "bundle-written", path=output)
    if archive and described:
        describe_for_archive(target.real, described, packed[0].state, archive.value, public=edition == "public")


def _refuse_wrong_edition(edition: str, *, with_sources: bool) -> None:
    if edition not in ("", "internal", "public"):
        raise UsageError("bundle-no-edition", edition=edition)
    if edition == "public" and with_sources:
        raise UsageError("bundle-public-sources")


def _reading_to_describe(
    algorithms_: "Sequence[str]", root: Path | None, as_of: str | None, *, stream: bool
) -> Reading:
    """Return the dossier that an archive hears of; raises UsageError for several, or for one without organisation."""
    from iama.publish.status import dossier_language

    if len(algorithms_) > 1:
        raise UsageError("bundle-archive-one")
    if stream:
        raise UsageError("bundle-archive-stream")
    reading = public_of(open_dossier(algorithms_[0], root, as_of))
    if not reading.wording(dossier_language(reading.dossier)).plain_answer("algorithm", "organisation"):
        raise UsageError("bundle-archive-organisation", algorithm=reading.folder.name)
    return reading


def _pack(workspace: "Workspace", folder: Path, day: "date", *, with_sources: bool) -> Packed:
    """Return a dossier with all that goes into a bundle; raises UnusableFile for one that cannot be read."""
    from functools import partial

    from iama import __version__
    from iama.audit.bundle import State
    from iama.audit.chain import Kept
    from iama.cli.housepacks import library_of
    from iama.files.approvalfile import FOLDER
    from iama.files.dossierfolder import PEOPLE, is_known, read_folder
    from iama.files.store import refuse_errors
    from iama.files.walking import read_files
    from iama.model.contents import Contents
    from iama.publish.status import dossier_language

    library = library_of(workspace)
    walked = read_files(folder, workspace.base, str(folder), library)
    names = [
        name for name in walked.files if name.startswith(f"{FOLDER}/") or (is_known(name, library) and name != PEOPLE)
    ]
    files = Contents({name: partial(walked.files.__getitem__, name) for name in names})
    dossier, findings = read_folder(str(folder), files, library)
    refuse_errors((*walked.refused, *findings))
    trees = tuple(library.resolve_questionnaire(ref) for ref in dossier.assessments)
    decisions = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    state = State(dossier, trees, library.law, day, dossier_language(dossier), decisions, __version__)
    return Packed(state, files, _beside(workspace, folder, state, with_sources=with_sources))


def _beside(workspace: "Workspace", folder: Path, state: "State", *, with_sources: bool) -> "Beside":
    """Return what goes along beside the dossier: keys, certificates, what is asked of signatures, and documents."""
    from iama.audit.bundle import Beside, source_digests
    from iama.files.signatures import lines_with_names

    sources = _documents(workspace, folder, source_digests(state.dossier)) if with_sources else {}
    signers = _bytes_if_there(workspace.signing.allowed)
    return Beside(
        lines_with_names(signers) if signers is not None else None,
        _bytes_if_there(workspace.stamping.roots),
        workspace.signing.record,
        sources,
    )


def _bytes_if_there(path: Path | None) -> bytes | None:
    from iama.files.store import read_bytes

    return read_bytes(path) if path and path.is_file() else None


def _documents(workspace: "Workspace", folder: Path, named: "Mapping[str, Iterable[str]]") -> "Mapping[str, bytes]":
    """Return the documents that answers rest on as they were then, and say which ones go along and which do not."""
    from functools import partial

    from iama.files.disk import read_file
    from iama.files.walking import Documents
    from iama.model.contents import Contents
    from iama.model.limits import DOCUMENT_BYTES

    documents = Documents(folder, workspace.base)
    reads, lost = {}, []
    for name in sorted(named):
        digest = documents.find_digest(name)
        if digest and digest in named[name]:
            reads[name] = partial(read_file, documents.find_path(name), DOCUMENT_BYTES)
        else:
            lost.append(name)
    _tell_documents(folder.name, list(reads), lost)
    return Contents(reads)


def _tell_documents(algorithm: str, taken: "Sequence[str]", lost: "Sequence[str]") -> None:
    if taken:
        print_message("bundle-sources", algorithm=algorithm, names="\n".join(f"    {name}" for name in taken), err=True)
    if lost:
        names = "\n".join(f"    {name}" for name in lost)
        print_message("bundle-sources-lost", algorithm=algorithm, names=names, err=True)
    if not taken and not lost:
        print_message("bundle-sources-none", algorithm=algorithm, err=True)
