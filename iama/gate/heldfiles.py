"""Dossiers among files that are in memory, and the documents that stand beside them."""

from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

from iama.files.dossierfolder import is_of_dossier
from iama.files.housepacks import pack_folders
from iama.model.library import Library


def dossier_folders(files: Mapping[str, bytes], library: Library | None) -> dict[str, dict[str, bytes]]:
    """Return the dossiers among files: folder to the files in it, by name."""
    homes = {path.rpartition("/")[0] for path in files if is_of_dossier(path.rpartition("/")[2], library)}
    dossiers: dict[str, dict[str, bytes]] = {home: {} for home in homes - pack_folders(library)}
    for path, content in files.items():
        folder, _, name = path.rpartition("/")
        above, _, last = folder.rpartition("/")
        if folder in dossiers:
            dossiers[folder][name] = content
        elif last == "approved" and above in dossiers:
            dossiers[above][f"approved/{name}"] = content
    return dossiers


class Documents(Struct, frozen=True):
    """The documents in and beside a dossier, among files that are in memory."""

    folder: str
    files: Mapping[str, bytes]

    def digest_held_document(self, name: str) -> str | None:
        """Return the SHA-256 of a document; None when nobody gave it."""
        above = self.folder.rpartition("/")[0]
        for home in (self.folder, above, above.rpartition("/")[0]):
            if (content := self.files.get(f"{home}/{name}".lstrip("/"))) is not None:
                return sha256(content).hexdigest()
        return None
