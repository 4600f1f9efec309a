"""Several dossiers in one bundle: each is a bundle in a folder of its own name, and the manifest lists them."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial

from iama.audit.bundle import MANIFEST, BrokenBundle
from iama.audit.snapshot import refusing_misfits
from iama.model.canonical import canonical_bytes
from iama.model.contents import Contents, below
from iama.model.strangejson import parse_strange_json
from iama.words import Phrase

VERSION = 1
_KEYS = ("iama_bundles", "bundles")


def compose_bundles(bundles: Mapping[str, Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """Return the files of several bundles, by the id of each dossier, as one."""
    reads = {
        f"{id_}/{name}": partial(files.__getitem__, name) for id_, files in sorted(bundles.items()) for name in files
    }
    listed = {id_: hashlib.sha256(files[MANIFEST]).hexdigest() for id_, files in bundles.items()}
    return Contents(reads | {MANIFEST: partial(canonical_bytes, {"iama_bundles": VERSION, "bundles": listed})})


def split_bundles(files: Mapping[str, bytes]) -> Mapping[str, Mapping[str, bytes]]:
    """Return the bundles in one by the id of their dossier; that of a single dossier has an empty id."""
    with refusing_misfits(BrokenBundle, "bundle"):
        manifest = parse_strange_json(files[MANIFEST])
        if "iama_bundles" not in manifest:
            return {"": files}
        if manifest["iama_bundles"] != VERSION:
            raise BrokenBundle("bundle-unknown-form")
        return {str(id_): below(f"{id_}/", files) for id_ in sorted(manifest["bundles"])}


def several_faults(files: Mapping[str, bytes]) -> Iterator[Phrase]:
    """Yield which dossiers of a bundle of several are missing, or not those that were put in."""
    manifest = parse_strange_json(files[MANIFEST])
    for id_, digest in sorted(manifest.get("bundles", {}).items()):
        name = f"{id_}/{MANIFEST}"
        if name not in files:
            yield Phrase("bundle-file-missing", name=name)
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield Phrase("bundle-file-changed", name=name)


def strange_beside(files: Mapping[str, bytes]) -> Iterator[Phrase]:
    """Yield what stands beside the dossiers of a bundle of several, and belongs to none."""
    manifest = parse_strange_json(files[MANIFEST])
    if "iama_bundles" in manifest:
        yield from (Phrase("bundle-strange-key", key=key) for key in sorted(manifest.keys() - {*_KEYS}))
        own = tuple(f"{id_}/" for id_ in manifest["bundles"])
        strange = [name for name in sorted(files) if name != MANIFEST and not name.startswith(own)]
        yield from (Phrase("bundle-strange-name", name=name) for name in strange)
