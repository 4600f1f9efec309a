"""The audit bundle: everything that an auditor needs to see what was approved, and to check it with `iama` alone.

manifest.json              every other file with its SHA-256, the date and language of the reports
dossier/…                  the files as they stand, without people.yaml: names stay out of a bundle
questionnaires/….json      the question trees as they ask, and law.json, in canonical form
reports/….html             both editions of today, and of what was approved
allowed-signers            the keys that may sign, when the project names them
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from iama.audit.asapproved import as_approved, withheld_since
from iama.audit.chain import Kept
from iama.audit.form import content_faults
from iama.audit.snapshot import BrokenSnapshot, Snapshot, fitting
from iama.model.canonical import canonical
from iama.model.contents import Contents, below
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.limits import BUNDLE_FILES
from iama.model.plain import fits, law_of, plain, tree_of
from iama.model.questionnaire import Questionnaire
from iama.model.strangejson import parsed
from iama.publish.edition import edition
from iama.publish.wording import View

VERSION = 1
MANIFEST = "manifest.json"
DOSSIER = "dossier/"
TREES = "questionnaires/"
REPORTS = "reports/"
LAW = f"{TREES}law.json"
SIGNERS = "allowed-signers"
_EDITIONS = ((False, "internal"), (True, "public"))

Rendered = Callable[[View], str]  # a view as HTML


class BrokenBundle(ValueError):
    """The files are no bundle that this version can read; the text says why."""


@dataclass(frozen=True, slots=True)
class State:
    """A dossier with what its reports are made from."""

    dossier: Dossier
    trees: Sequence[Questionnaire]
    law: Law
    as_of: date
    language: str
    kept: Kept


def bundled(state: State, files: Mapping[str, bytes], signers: bytes | None, render: Rendered) -> Mapping[str, bytes]:
    """Return the files of a bundle by name; `files` are those of the dossier, without the names of people."""
    found = {f"{TREES}{tree.ref}.json": canonical(plain(tree)) for tree in state.trees}
    found[LAW] = canonical(plain(state.law))
    found |= {name: page.encode() for name, page in reports(state, render)}
    if signers is not None:
        found[SIGNERS] = signers
    reads = {f"{DOSSIER}{name}": partial(files.__getitem__, name) for name in files}
    reads |= {name: partial(bytes, content) for name, content in found.items()}
    return Contents(reads | {MANIFEST: partial(canonical, _manifest(state, Contents(reads)))})


def _manifest(state: State, files: Mapping[str, bytes]) -> View:
    return {
        "iama_bundle": VERSION,
        "algorithm": state.dossier.id,
        "as_of": state.as_of.isoformat(),
        "language": state.language,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def reports(state: State, render: Rendered) -> Iterator[tuple[str, str]]:
    """Yield the pages of a dossier: both editions of today, then of every decision whose snapshot is whole."""
    dossier, spoken = replace(state.dossier, people={}), state.language
    for public, name in _EDITIONS:
        view = edition(dossier, state.trees, state.law, state.as_of, language=spoken, public=public)
        yield f"reports/{name}.html", render(view)
    for approval in state.kept.approvals:
        try:
            views = [_as_approved(state.kept.snapshot(approval), dossier, public=public) for public, _ in _EDITIONS]
        except BrokenSnapshot:  # `verify` tells
            continue
        for view, (_, name) in zip(views, _EDITIONS, strict=True):
            yield f"reports/approval-{approval.number}-{name}.html", render(view)


def _as_approved(bound: Snapshot, dossier: Dossier, *, public: bool) -> View:
    return as_approved(bound, public=public, withheld=withheld_since(bound, dossier) if public else ())


@dataclass(frozen=True, slots=True)
class Opened:
    """What a bundle holds, before anything in it is believed."""

    algorithm: str
    as_of: date
    language: str
    dossier: Mapping[str, bytes]
    trees: Sequence[Questionnaire]
    law: Law
    reports: Mapping[str, bytes]
    signers: bytes | None


def opened(files: Mapping[str, bytes]) -> Opened:
    """Return the content of a bundle whose every file is as its manifest says; raises BrokenBundle."""
    with fitting(BrokenBundle, "a bundle"):
        manifest = parsed(files[MANIFEST])
        if manifest["iama_bundle"] != VERSION:
            raise BrokenBundle("it has a form that this version does not read")
        _compare(manifest["files"], files)
        trees = [tree_of(parsed(files[name])) for name in sorted(files) if name.startswith(TREES) and name != LAW]
        found = Opened(
            algorithm=str(manifest["algorithm"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            language=str(manifest["language"]),
            dossier=below(DOSSIER, files),
            trees=trees,
            law=law_of(parsed(files[LAW])),
            reports=below(REPORTS, files),
            signers=files.get(SIGNERS),
        )
        if not (fits(found.law, Law) and all(fits(tree, Questionnaire) for tree in found.trees)):
            raise BrokenBundle("something in its questionnaires is of another type")
        for fault in content_faults(trees, (), found.law):
            raise BrokenBundle(f"{fault} has another form than it should")
        return found


def _compare(listed: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    """Raise BrokenBundle when a file is missing, added or changed."""
    there = files.keys() - {MANIFEST}
    if len(listed) > BUNDLE_FILES:
        raise BrokenBundle(f"its manifest names {len(listed)} files, more than {BUNDLE_FILES}")
    wrong = [f"`{name}` is missing" for name in sorted(listed.keys() - there)]
    wrong += [f"`{name}` is not in the manifest" for name in sorted(there - listed.keys())]
    wrong += [
        f"`{name}` was changed"
        for name in sorted(there & listed.keys())
        if hashlib.sha256(files[name]).hexdigest() != listed[name]
    ]
    if wrong:
        raise BrokenBundle("; ".join(wrong))


def differing(state: State, pages: Mapping[str, bytes], render: Rendered) -> Iterator[str]:
    """Yield the reports of a bundle that are not what its dossier renders to."""
    again = set()
    for name, page in reports(state, render):
        again.add(name)
        if pages.get(name.removeprefix(REPORTS)) != page.encode():
            yield name
    yield from sorted(f"{REPORTS}{name}" for name in pages if f"{REPORTS}{name}" not in again)
