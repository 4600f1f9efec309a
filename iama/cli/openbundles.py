"""What `iama verify` says of a bundle: an archive, the same zipped again, or a folder where it was unpacked."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from iama.audit.bundle import State
    from iama.audit.doubt import Doubt
    from iama.audit.judging import Today
    from iama.audit.openedbundle import Opened
    from iama.audit.stamps import Stamped
    from iama.audit.verification import Sealed
    from iama.files.openbundle import Found
    from iama.model.dossier import Dossier
    from iama.model.problems import Finding


class InBundle(Struct, frozen=True):
    """A dossier in a bundle, and everything that is wrong with it or its decisions; `inside` is its folder there."""

    inside: str
    dossier: "Dossier"
    doubts: "tuple[Doubt, ...]"
    digests: tuple[str, ...] = ()  # of the entries, in order


def verify_bundle(
    path: Path, seal: "Callable[[Opened], Sealed]", stamp: "Callable[[Opened], Stamped]", today: "date", known: "Today"
) -> "Sequence[InBundle]":
    """Return the dossiers in a bundle, each with everything that is wrong with it.

    `seal` and `stamp` say by which keys and certificates signatures and time stamps in it are judged.
    """
    from iama.audit.bundle import BrokenBundle
    from iama.files.openbundle import open_bundle
    from iama.model.dossier import Dossier
    from iama.model.problems import UnusableFile

    try:
        with open_bundle(path) as found:
            return _dossiers(found, seal, stamp, today, known)
    except UnusableFile as error:
        doubts = tuple(_broken_bundle_doubt(finding.message) for finding in error.findings)
        return [InBundle("", Dossier(path.stem), doubts)]
    except BrokenBundle as error:
        return [InBundle("", Dossier(path.stem), (_broken_bundle_doubt(error.phrase),))]


def _dossiers(
    found: "Found",
    seal: "Callable[[Opened], Sealed]",
    stamp: "Callable[[Opened], Stamped]",
    today: "date",
    known: "Today",
) -> "Sequence[InBundle]":
    from iama.audit.bundles import several_faults, split_bundles, strange_beside
    from iama.model.struct import replace

    bundles = split_bundles(found.files)
    about = [_strange_doubt(message) for message in strange_beside(found.files)]
    about += [_broken_bundle_doubt(message) for message in several_faults(found.files)]
    about += [_repacked_doubt()] * found.repacked
    results = [_in_bundle(id_, files, seal, stamp, today, known) for id_, files in bundles.items()]
    return [replace(results[0], doubts=(*about, *results[0].doubts)), *results[1:]] if results else []


def _in_bundle(
    inside: str,
    files: "Mapping[str, bytes]",
    seal: "Callable[[Opened], Sealed]",
    stamp: "Callable[[Opened], Stamped]",
    today: "date",
    known: "Today",
) -> InBundle:
    from iama.audit.anchor import entry_digests
    from iama.audit.bundle import BrokenBundle
    from iama.audit.openedbundle import read_bundle, read_manifest
    from iama.audit.publicbundle import public_doubts
    from iama.audit.snapshot import refusing_misfits
    from iama.model.dossier import Dossier

    try:
        with refusing_misfits(BrokenBundle, "bundle"):
            manifest = read_manifest(files)
            if manifest.get("edition") == "public":
                doubts = tuple(public_doubts(manifest, files))
                digests = tuple(str(record["entry"]) for record in manifest["decisions"])
                return InBundle(inside, Dossier(str(manifest["algorithm"])), doubts, digests)
            content = read_bundle(files)
            dossier, state, findings = _bundle_state(content)
            found = (*findings, *_bundle_doubts(content, state, seal(content), stamp(content), today, known))
            return InBundle(inside, dossier, found, entry_digests(dossier.approvals))
    except BrokenBundle as error:
        return InBundle(inside, Dossier(inside), (_broken_bundle_doubt(error.phrase),))


def _bundle_state(content: "Opened") -> "tuple[Dossier, State, tuple[Doubt, ...]]":
    from iama.audit.bundle import State
    from iama.audit.chain import Kept
    from iama.files.approvalfile import FOLDER
    from iama.files.dossierfolder import read_folder
    from iama.files.shipped import SHIPPED, with_trees
    from iama.model.contents import below

    trees = {tree.ref: tree for tree in content.trees}
    dossier, findings = read_folder(
        f"dossier/{content.algorithm}", content.dossier, with_trees(SHIPPED, trees), trees.get
    )
    decisions = Kept(dossier.id, dossier.approvals, below(f"{FOLDER}/", content.dossier), content.objects)
    version = content.program.version if content.program else ""
    state = State(dossier, content.trees, content.law, content.as_of, content.language, decisions, version)
    return dossier, state, tuple(_doubt_of_finding(finding, content.algorithm) for finding in findings)


def _bundle_doubts(
    content: "Opened", state: "State", sealed: "Sealed", stamped: "Stamped", today: "date", known: "Today"
) -> "Iterator[Doubt]":
    from iama.audit.bundle import explanation_faults, report_faults, strange_explanations
    from iama.audit.stamps import stamp_doubts
    from iama.audit.verification import verify_decisions
    from iama.model.struct import replace

    yield from map(_broken_bundle_doubt, content.faults)
    yield from map(_strange_doubt, (*content.strange, *strange_explanations(state, content.beside)))
    for doubt in verify_decisions(state.kept, state.dossier, sealed, today, known):
        yield replace(doubt, file=f"dossier/{doubt.file}")
    for doubt in stamp_doubts(state.kept.approvals, state.kept.files, stamped):
        yield replace(doubt, file=f"dossier/{doubt.file}")
    ours = content.program == known.program
    if not ours:
        yield _made_elsewhere(content)
    for message in report_faults(state, content.reports, known.render if ours else None):
        yield _broken_bundle_doubt(message)
    for message in explanation_faults(state, content.beside, content.named, ours=ours):
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


def _strange_doubt(message: "Phrase") -> "Doubt":
    from iama.audit.doubt import Doubt
    from iama.model.problems import Level

    return Doubt("bundle-repacked", Level.WARNING, message, "", Phrase("bundle-unproven"))


def _repacked_doubt() -> "Doubt":
    from iama.audit.doubt import Doubt
    from iama.model.problems import Level

    return Doubt("bundle-repacked", Level.WARNING, Phrase("bundle-repacked"), "", Phrase("bundle-repacked-hint"))


def _doubt_of_finding(finding: "Finding", algorithm: str) -> "Doubt":
    """Return a finding about a file of the dossier, at its place in the bundle."""
    from iama.audit.doubt import Doubt

    path = f"dossier/{str(finding.place).removeprefix(f'dossier/{algorithm}/')}"
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)
