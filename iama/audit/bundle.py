"""The audit bundle: everything that an auditor needs to see what was approved, and to check it with `iama` alone.

manifest.json              every other file with its SHA-256, the date and language of the reports, and which program
                           made them; by ref, the digests of the question trees of today, and of the legal facts
LEESMIJ.txt, README.txt    what is in it, and how to check it without `iama`; in the language of the dossier
dossier/…                  the files as they stand, without people.yaml: names stay out of a bundle
objects/….json             those question trees and legal facts, and what the decisions rest on
reports/….html             both editions of today, and the pages of what was approved: those that were decided on,
                           or, where something is withheld since or no page was kept, made again
proof/…                    the entries as the bytes that are digested and signed, and the signatures
allowed-signers            the keys that may sign, when the project names them
timestamp-roots.pem        the certificates of the authorities whose time stamps count, when the project names them
sources/…                  documents that answers rest on, when they were asked for
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from msgspec import Struct

from iama.audit.asapproved import approved_edition, newly_withheld_rows, with_withheld_rows
from iama.audit.chain import Kept
from iama.audit.guide import GUIDES, Told, guide_text
from iama.audit.pages import INTERNAL, PUBLIC, Rendered, page_letters, unsaid_answers
from iama.audit.snapshot import (
    BrokenSnapshot,
    Snapshot,
    file_name,
)
from iama.audit.withoutiama import PROOF, proof_files
from iama.model.approval import Approval, Program
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.contents import Contents
from iama.model.dossier import Dossier, Row
from iama.model.law import Law
from iama.model.objects import law_digest, law_object, tree_digest, tree_object
from iama.model.problems import Spoken
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.publish.edition import edition
from iama.publish.wording import View
from iama.words import Phrase

VERSION, PUBLIC_VERSION = 2, 3
MANIFEST = "manifest.json"
DOSSIER = "dossier/"
OBJECTS = "objects/"
REPORTS = "reports/"
SIGNERS = "allowed-signers"
ROOTS = "timestamp-roots.pem"
SOURCES = "sources/"
_EDITIONS = ((False, "internal"), (True, "public"))


class BrokenBundle(Spoken, ValueError):
    """The files are no bundle that this version can read; the text says why."""


class State(Struct, frozen=True):
    """A dossier with what its reports are made from."""

    dossier: Dossier
    trees: Sequence[Questionnaire]
    law: Law
    as_of: date
    language: str
    kept: Kept
    version: str  # of the program that makes pages now


class Made(Struct, frozen=True):
    """Which program makes the pages of a bundle, and how."""

    program: Program
    render: Rendered


class Beside(Struct, frozen=True):
    """What a bundle holds beside the dossier, as far as the project names it."""

    signers: bytes | None = None
    roots: bytes | None = None
    signing: View = {}  # what is asked of signatures, as configuration says it
    sources: Mapping[str, bytes] = {}  # documents by name

    @property
    def files(self) -> Mapping[str, bytes]:
        """The keys and certificates, by name."""
        named = {SIGNERS: self.signers, ROOTS: self.roots}
        return {name: content for name, content in named.items() if content is not None}


def compose_bundle(state: State, files: Mapping[str, bytes], beside: Beside, made: Made) -> Mapping[str, bytes]:
    """Return the files of a bundle by name; `files` are those of the dossier, without the names of people."""
    reads = {f"{DOSSIER}{name}": partial(files.__getitem__, name) for name in files}
    reads |= {f"{OBJECTS}{name}": partial(bytes, content) for name, content in _objects(state).items()}
    reads |= {report.name: partial(report.page_bytes, made.render) for report in reports(state)}
    reads |= {name: partial(bytes, content) for name, content in beside.files.items()}
    reads |= {f"{SOURCES}{name}": partial(beside.sources.__getitem__, name) for name in beside.sources}
    reads |= {name: partial(bytes, content) for name, content in explained(state, beside.files).items()}
    manifest = _manifest(state, Contents(reads), beside, made.program)
    return Contents(reads | {MANIFEST: partial(canonical_bytes, manifest)})


def explained(state: State, named: Collection[str]) -> Mapping[str, bytes]:
    """Return the guide of a bundle and the lines of proof; `named` are the keys and certificates that are in it."""
    pages = [report.name for report in reports(state)]
    roles = {id_: title for tree in state.trees for id_, title in tree.roles.items()}
    told = Told(state.dossier.id, state.kept, state.as_of, state.version, pages, named, roles)
    guide = guide_text(told, state.language).encode()
    return {GUIDES[state.language]: guide, **proof_files(state.kept.approvals)}


def _objects(state: State) -> Mapping[str, bytes]:
    """Return the objects that decisions and the manifest name; of one that is not there `verify` tells."""
    objects = {
        file_name(digest_of(content)): content for content in (*map(tree_object, state.trees), law_object(state.law))
    }
    for approval in state.kept.approvals:
        with suppress(BrokenSnapshot):
            names = map(file_name, state.kept.snapshot_document(approval).objects)
            objects |= {name: state.kept.objects[name] for name in names}
    return objects


def _manifest(state: State, files: Mapping[str, bytes], beside: Beside, program: Program) -> View:
    signing = {"signing": beside.signing} if beside.signing else {}
    return {
        "iama_bundle": VERSION,
        **signing,
        "algorithm": state.dossier.id,
        "as_of": state.as_of.isoformat(),
        "language": state.language,
        "program": {"version": program.version, "code": program.code},
        "questionnaires": {tree.ref: tree_digest(tree) for tree in state.trees},
        "law": law_digest(state.law),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


class Report(Struct, frozen=True):
    """One page of a bundle: as it was decided on, or how its view is made, and what it must say however it is made."""

    name: str
    stored: bytes | None
    view: Callable[[], View]
    lacks: Callable[[str], Iterator[str]]  # the letters of a page to the questions that it does not answer

    def page_bytes(self, render: Rendered) -> bytes:
        """Return the page."""
        return render(self.view()).encode() if self.stored is None else self.stored


def reports(state: State) -> Iterator[Report]:
    """Yield the pages of a dossier: both editions of today, then of every decision whose snapshot is whole."""
    dossier, spoken = replace(state.dossier, people={}), state.language
    given = dossier, state.trees, state.law, state.as_of
    shown = [tree.id for tree in state.trees]
    for public, name in _EDITIONS:
        view = partial(edition, *given, language=spoken, public=public)
        yield Report(f"{REPORTS}{name}.html", None, view, partial(unsaid_answers, *given, shown, spoken))
    for approval in state.kept.approvals:
        with suppress(BrokenSnapshot):  # `verify` tells
            for public, name in _EDITIONS:
                yield _approved_report(approval, state, f"approval-{approval.number}-{name}.html", public=public)


def _approved_report(approval: Approval, state: State, name: str, *, public: bool) -> Report:
    document = state.kept.snapshot_document(approval)
    withheld = newly_withheld_rows(document, state.dossier) if public else ()
    kept = (PUBLIC if public else INTERNAL).format(document.language)
    if not withheld and (stored := state.kept.page(approval, kept)) is not None:
        return Report(f"{REPORTS}{name}", stored, dict, lambda _: iter(()))
    return _page_made_again(state.kept.snapshot(approval), state, name, withheld, public=public)


def _page_made_again(bound: Snapshot, state: State, name: str, withheld: Sequence[Row], *, public: bool) -> Report:
    view = partial(approved_edition, bound, public=public, withheld=withheld, again=state.version)
    then = replace(with_withheld_rows(bound, withheld), approvals=(bound.decision,), earlier=bound.earlier)
    given = then, tuple(bound.trees.values()), bound.law, bound.as_of
    return Report(f"{REPORTS}{name}", None, view, partial(unsaid_answers, *given, (bound.tree.id,), bound.language))


def explanation_faults(
    state: State, found: Mapping[str, bytes], named: Collection[str], *, ours: bool
) -> Iterator[Phrase]:
    """Yield what is wrong with the guide and the lines of proof that a bundle holds.

    Another program may have written another guide; lines of proof are the same bytes for ever.
    """
    wanted = explained(state, named)
    for name in sorted(found):
        if name in wanted and found[name] != wanted[name] and (ours or name.startswith(PROOF)):
            yield Phrase("bundle-page-other", name=name)


def strange_explanations(state: State, found: Mapping[str, bytes]) -> Iterator[Phrase]:
    """Yield the guides, lines of proof and sources that belong to nothing in the dossier."""
    known = {GUIDES[state.language], *proof_files(state.kept.approvals)}
    digests = source_digests(state.dossier)
    for name, content in found.items():
        if name.startswith(SOURCES):
            if hashlib.sha256(content).hexdigest() not in digests.get(name.removeprefix(SOURCES), ()):
                yield Phrase("bundle-strange-source", name=name)
        elif name not in known:
            yield Phrase("bundle-strange-name", name=name)


def source_digests(dossier: Dossier) -> Mapping[str, set[str]]:
    """Return the documents in or beside a dossier that its answers rest on, with the digests that these name."""
    named: dict[str, set[str]] = {}
    for assessment in dossier.assessments.values():
        for answer in assessment.answers.values():
            for source in answer.sources:
                if source.path:
                    named.setdefault(source.path, set()).add(source.sha256)
    return named


def report_faults(state: State, pages: Mapping[str, bytes], render: Rendered | None) -> Iterator[Phrase]:
    """Yield what is wrong with the reports of a bundle.

    They must be what its dossier renders to; where `render` is none, because another program made them, they must at
    least say every public answer. A page that was decided on must be that page.
    """
    known = set()
    for report in reports(state):
        name = report.name.removeprefix(REPORTS)
        known.add(name)
        if (page := pages.get(name)) is None:
            yield Phrase("bundle-file-missing", name=report.name)
        elif (wanted := report.page_bytes(render) if render else report.stored) is None:
            yield from (
                Phrase("bundle-page-silent", name=report.name, ref=ref) for ref in report.lacks(page_letters(page))
            )
        elif wanted != page:
            yield Phrase("bundle-page-other", name=report.name)
    yield from (Phrase("bundle-page-stray", name=f"{REPORTS}{name}") for name in sorted(pages.keys() - known))
