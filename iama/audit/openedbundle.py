"""What a bundle holds, before anything in it is believed.

Every file is judged by itself, and one that the manifest does not name, or that no bundle has, counts for nothing.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct

from iama.audit.bundle import (
    DOSSIER,
    MANIFEST,
    OBJECTS,
    PUBLIC_VERSION,
    REPORTS,
    ROOTS,
    SIGNERS,
    SOURCES,
    VERSION,
    BrokenBundle,
)
from iama.audit.doubt import ENTRIES, FOLDER
from iama.audit.guide import GUIDES
from iama.audit.snapshot import first_law, first_tree, held_object, read_law, read_tree, refusing_misfits
from iama.audit.withoutiama import PROOF
from iama.model.approval import Program
from iama.model.contents import Contents, below
from iama.model.elsewhere import FILE as ELSEWHERE
from iama.model.law import Law
from iama.model.limits import BUNDLE_FILES
from iama.model.questionnaire import AROUND, Questionnaire, plain_id
from iama.model.strangejson import parse_strange_json
from iama.publish.wording import View
from iama.words import Phrase

_TREES = "questionnaires/"  # of version 1
_LAW = f"{_TREES}law.json"
_KEYS: Mapping[str, Collection[str]] = {
    "": (
        *("iama_bundle", "edition", "algorithm", "as_of", "language", "program", "questionnaires", "law", "files"),
        *("signing", "timestamp", "decisions"),
    ),
    "program": ("version", "code"),
    "signing": ("required-from", "principals"),
}
_OBJECT = re.compile(r"[0-9a-f]{64}\.json")
_TOO_MANY = 20  # names that are told


class Opened(Struct, frozen=True):
    """What a bundle holds and says of itself; `program` is none in version 1.

    `faults` are files that are not as the manifest says; `strange` is what is in it and proves nothing.
    """

    algorithm: str
    as_of: date
    language: str
    program: Program | None
    dossier: Mapping[str, bytes]
    trees: Sequence[Questionnaire]
    law: Law
    objects: Mapping[str, bytes]
    reports: Mapping[str, bytes]
    beside: Mapping[str, bytes]  # guide, lines of proof, sources
    signers: bytes | None
    roots: bytes | None = None  # certificates of the authorities that stamp times
    signing: View = {}
    faults: Sequence[Phrase] = ()
    strange: Sequence[Phrase] = ()

    @property
    def named(self) -> Collection[str]:
        """The keys and certificates that are in it."""
        return [name for name, content in ((SIGNERS, self.signers), (ROOTS, self.roots)) if content is not None]


def read_manifest(files: Mapping[str, bytes]) -> View:
    """Return what a bundle says of itself; raises BrokenBundle when that is of no version that this one reads."""
    with refusing_misfits(BrokenBundle, "bundle"):
        manifest: View = parse_strange_json(files[MANIFEST])
        if manifest.get("iama_bundle") not in (1, VERSION, PUBLIC_VERSION):
            raise BrokenBundle("bundle-unknown-form")
        if len(manifest["files"]) > BUNDLE_FILES:
            raise BrokenBundle("bundle-too-many", count=len(manifest["files"]), limit=BUNDLE_FILES)
        return manifest


def read_bundle(files: Mapping[str, bytes]) -> Opened:
    """Return the content of a bundle; raises BrokenBundle when it cannot be read at all."""
    manifest = read_manifest(files)
    with refusing_misfits(BrokenBundle, "bundle"):
        if manifest["iama_bundle"] == PUBLIC_VERSION:
            raise BrokenBundle("bundle-is-public")
        faults = tuple(file_faults(manifest["files"], files))
        listed = listed_files(manifest["files"], files)
        objects = below(OBJECTS, listed)
        first = manifest["iama_bundle"] != VERSION
        trees, law = _read_version_1(listed) if first else _read_trees_and_law(manifest, objects)
        program = manifest.get("program")
        return Opened(
            algorithm=str(manifest["algorithm"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            language=str(manifest["language"]),
            program=Program(program["version"], program["code"]) if program else None,
            dossier=Contents(_dossier_reads(listed, trees)),
            trees=trees,
            law=law,
            objects=objects,
            reports=below(REPORTS, listed),
            beside=Contents({name: partial(listed.__getitem__, name) for name in listed if _stands_beside(name)}),
            signers=listed.get(SIGNERS),
            roots=listed.get(ROOTS),
            signing=manifest.get("signing", {}),
            faults=faults,
            strange=(*strange_keys(manifest), *_strange_names(manifest["files"], files, trees, first=first)),
        )


def _read_trees_and_law(manifest: View, objects: Mapping[str, bytes]) -> tuple[Sequence[Questionnaire], Law]:
    trees = [read_tree(held_object(digest, objects)) for _, digest in sorted(manifest["questionnaires"].items())]
    return trees, read_law(held_object(manifest["law"], objects))


def _read_version_1(files: Mapping[str, bytes]) -> tuple[Sequence[Questionnaire], Law]:
    """Return the question trees and legal facts of a bundle of version 1."""
    names = [name for name in sorted(files) if name.startswith(_TREES) and name != _LAW]
    return [first_tree(parse_strange_json(files[name])) for name in names], first_law(parse_strange_json(files[_LAW]))


def listed_files(listed: Mapping[str, str], files: Mapping[str, bytes]) -> Contents:
    """Return the files that a manifest lists: what it does not name is looked at by nobody."""
    return Contents({name: partial(files.__getitem__, name) for name in files if name in listed})


def file_faults(listed: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[Phrase]:
    """Yield which files are missing, or not as a manifest says."""
    for name in sorted(listed):
        if name not in files:
            yield Phrase("bundle-file-missing", name=name)
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            yield Phrase("bundle-file-changed", name=name)


def strange_keys(manifest: View) -> Iterator[Phrase]:
    """Yield the keys of a manifest that mean nothing."""
    for inside, known in _KEYS.items():
        table = manifest.get(inside, {}) if inside else manifest
        for key in sorted(table.keys() - {*known}):
            yield Phrase("bundle-strange-key", key=f"{inside}.{key}" if inside else key)


def _strange_names(
    listed: Mapping[str, str], files: Mapping[str, bytes], trees: Sequence[Questionnaire], *, first: bool
) -> Iterator[Phrase]:
    """Yield the files that no bundle has, or that the manifest does not name."""
    dossier = _dossier_names(trees)
    names = [name for name in sorted(files) if name not in listed or not _is_known(name, dossier, first=first)]
    names = [name for name in names if name != MANIFEST]
    yield from (Phrase("bundle-strange-name", name=name) for name in names[:_TOO_MANY])
    if len(names) > _TOO_MANY:
        yield Phrase("bundle-strange-more", count=len(names) - _TOO_MANY)


def _is_known(name: str, dossier: Collection[str], *, first: bool) -> bool:
    if name.startswith(DOSSIER):
        inner = name.removeprefix(DOSSIER)
        return inner in dossier or (inner.startswith(f"{FOLDER}/") and inner.count("/") == 1)
    if name.startswith(OBJECTS):
        return bool(_OBJECT.fullmatch(name.removeprefix(OBJECTS)))
    if first and name.startswith(_TREES):
        return True
    # of a page that belongs to no decision, and of other lines of proof, the comparison tells
    return name in (SIGNERS, ROOTS) or name.startswith(REPORTS) or _stands_beside(name)


def _stands_beside(name: str) -> bool:
    return name in GUIDES.values() or name.startswith((PROOF, SOURCES))


def _dossier_reads(listed: Contents, trees: Sequence[Questionnaire]) -> Mapping[str, Any]:
    """Return how to read the files of the dossier that a bundle may hold: names of people are none of them."""
    dossier = _dossier_names(trees)
    names = [name for name in listed if name.startswith(DOSSIER) and _is_known(name, dossier, first=False)]
    return {name.removeprefix(DOSSIER): partial(listed.__getitem__, name) for name in names}


def _dossier_names(trees: Sequence[Questionnaire]) -> Collection[str]:
    return {ENTRIES, ELSEWHERE, *(f"{tree.id if plain_id(tree.ref) in AROUND else tree.ref}.yaml" for tree in trees)}
