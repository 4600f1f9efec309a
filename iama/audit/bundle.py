"""The audit bundle: everything that an auditor needs to see what was approved, and to check it with `iama` alone.

manifest.json              every other file with its SHA-256, the date and language of the reports, and which program
                           made them; by ref, the digests of the question trees of today, and of the legal facts
dossier/…                  the files as they stand, without people.yaml: names stay out of a bundle
objects/….json             those question trees and legal facts, and what the decisions rest on
reports/….html             both editions of today, and the pages of what was approved: those that were decided on,
                           or, where something is withheld since or no page was kept, made again
allowed-signers            the keys that may sign, when the project names them
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from msgspec import Struct

from iama.audit.asapproved import approved_edition, newly_withheld_rows, with_withheld_rows
from iama.audit.chain import Kept
from iama.audit.pages import INTERNAL, PUBLIC, Rendered, page_letters, unsaid_answers
from iama.audit.snapshot import (
    BrokenSnapshot,
    Snapshot,
    file_name,
    first_law,
    first_tree,
    held_object,
    read_law,
    read_tree,
    refusing_misfits,
)
from iama.model.approval import Approval, Program
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.contents import Contents, below
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.limits import BUNDLE_FILES
from iama.model.objects import law_digest, law_object, tree_digest, tree_object
from iama.model.problems import Spoken
from iama.model.questionnaire import Questionnaire
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.publish.edition import edition
from iama.publish.wording import View
from iama.words import Phrase

VERSION = 2
MANIFEST = "manifest.json"
DOSSIER = "dossier/"
OBJECTS = "objects/"
REPORTS = "reports/"
SIGNERS = "allowed-signers"
_TREES = "questionnaires/"  # of version 1
_LAW = f"{_TREES}law.json"
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


def compose_bundle(state: State, files: Mapping[str, bytes], signers: bytes | None, made: Made) -> Mapping[str, bytes]:
    """Return the files of a bundle by name; `files` are those of the dossier, without the names of people."""
    beside = {f"{OBJECTS}{name}": content for name, content in _objects(state).items()}
    beside |= {report.name: report.page_bytes(made.render) for report in reports(state)}
    if signers is not None:
        beside[SIGNERS] = signers
    reads = {f"{DOSSIER}{name}": partial(files.__getitem__, name) for name in files}
    reads |= {name: partial(bytes, content) for name, content in beside.items()}
    return Contents(reads | {MANIFEST: partial(canonical_bytes, _manifest(state, Contents(reads), made.program))})


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


def _manifest(state: State, files: Mapping[str, bytes], program: Program) -> View:
    return {
        "iama_bundle": VERSION,
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
            bound = state.kept.snapshot(approval)
            for public, name in _EDITIONS:
                yield _approved_report(approval, bound, state, f"approval-{approval.number}-{name}.html", public=public)


def _approved_report(approval: Approval, bound: Snapshot, state: State, name: str, *, public: bool) -> Report:
    withheld = newly_withheld_rows(bound, state.dossier) if public else ()
    kept = (PUBLIC if public else INTERNAL).format(bound.language)
    stored = None if withheld else state.kept.page(approval, kept)
    view = partial(
        approved_edition, bound, public=public, withheld=withheld, again=state.version if stored is None else ""
    )
    then = replace(with_withheld_rows(bound, withheld), approvals=(bound.decision,), earlier=bound.earlier)
    given = then, tuple(bound.trees.values()), bound.law, bound.as_of
    return Report(f"{REPORTS}{name}", stored, view, partial(unsaid_answers, *given, (bound.tree.id,), bound.language))


class Opened(Struct, frozen=True):
    """What a bundle holds, before anything in it is believed; `program` is none in version 1."""

    algorithm: str
    as_of: date
    language: str
    program: Program | None
    dossier: Mapping[str, bytes]
    trees: Sequence[Questionnaire]
    law: Law
    objects: Mapping[str, bytes]
    reports: Mapping[str, bytes]
    signers: bytes | None


def read_bundle(files: Mapping[str, bytes]) -> Opened:
    """Return the content of a bundle whose every file is as its manifest says; raises BrokenBundle."""
    with refusing_misfits(BrokenBundle, "bundle"):
        manifest = parse_strange_json(files[MANIFEST])
        if manifest["iama_bundle"] not in (1, VERSION):
            raise BrokenBundle("bundle-unknown-form")
        _refuse_changed_files(manifest["files"], files)
        objects = below(OBJECTS, files)
        trees, law = (
            _read_trees_and_law(manifest, objects) if manifest["iama_bundle"] == VERSION else _read_version_1(files)
        )
        program = manifest.get("program")
        return Opened(
            algorithm=str(manifest["algorithm"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            language=str(manifest["language"]),
            program=Program(program["version"], program["code"]) if program else None,
            dossier=below(DOSSIER, files),
            trees=trees,
            law=law,
            objects=objects,
            reports=below(REPORTS, files),
            signers=files.get(SIGNERS),
        )


def _read_trees_and_law(manifest: View, objects: Mapping[str, bytes]) -> tuple[Sequence[Questionnaire], Law]:
    trees = [read_tree(held_object(digest, objects)) for _, digest in sorted(manifest["questionnaires"].items())]
    return trees, read_law(held_object(manifest["law"], objects))


def _read_version_1(files: Mapping[str, bytes]) -> tuple[Sequence[Questionnaire], Law]:
    """Return the question trees and legal facts of a bundle of version 1."""
    names = [name for name in sorted(files) if name.startswith(_TREES) and name != _LAW]
    return [first_tree(parse_strange_json(files[name])) for name in names], first_law(parse_strange_json(files[_LAW]))


def _refuse_changed_files(listed: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    """Raise BrokenBundle when a file is missing, added or changed."""
    there = files.keys() - {MANIFEST}
    if len(listed) > BUNDLE_FILES:
        raise BrokenBundle("bundle-too-many", count=len(listed), limit=BUNDLE_FILES)
    wrong = [Phrase("bundle-file-missing", name=name) for name in sorted(listed.keys() - there)]
    wrong += [Phrase("bundle-file-unlisted", name=name) for name in sorted(there - listed.keys())]
    wrong += [
        Phrase("bundle-file-changed", name=name)
        for name in sorted(there & listed.keys())
        if hashlib.sha256(files[name]).hexdigest() != listed[name]
    ]
    if wrong:
        raise BrokenBundle("bundle-files", wrong=wrong)


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
