"""The files of house packs: as the configuration of a project names them, with what is wrong with each as a whole.

Nothing is read from outside the project, and no link is followed. What stands in the files is for `housepacks`.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from iama.files.disk import read_file
from iama.files.settings import HOUSE, NAME, PROJECT, packs_in_toml
from iama.model.canonical import canonical_digest
from iama.model.limits import HOUSE_BYTES, HOUSE_DEPTH, HOUSE_FILES
from iama.model.problems import CannotUse, Finding, Place, UsageError, finding_of, reason_of
from iama.model.questionnaire import organisation_of, plain_id
from iama.model.struct import replace
from iama.words import Phrase

_HEAD = re.compile(r"\s*\[\[\s*(?:tool\s*\.\s*iama\s*\.\s*)?house\s*\]\]")


class HousePack(Struct, frozen=True):
    """One pack as the configuration names it: its files by path, or what is wrong with it as a whole."""

    path: str
    place: Place  # in the configuration
    files: Mapping[str, bytes] = {}
    fault: Finding | None = None

    @property
    def refs(self) -> tuple[str, ...]:
        """The question trees in it, as their files are called."""
        stems = (name.removesuffix(".yaml") for name in self.files if name.endswith(".yaml") and "/" not in name)
        return tuple(sorted(stem for stem in stems if organisation_of(plain_id(stem)) and plain_id(stem) != stem))

    @property
    def organisation(self) -> str:
        """Whose pack it is, as its files say."""
        return next((organisation_of(plain_id(ref)) for ref in self.refs), "")

    @property
    def digest(self) -> str:
        """SHA-256 of what it holds, as the configuration pins it."""
        return digest_of_files(self.files)

    def place_of(self, name: str) -> Place:
        """Return where one of its files stands, as messages show it."""
        return Place((PurePosixPath(self.place.path).parent / self.path / name).as_posix())


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the canonical JSON of {path: SHA-256}, in hexadecimal digits."""
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    return canonical_digest(digests).removeprefix("sha256:")


def read_pack_files(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, by path with slashes; names that begin with a point are passed over.

    Raises UsageError for a link or a device in it, for too much of it, and for what cannot be read.
    """
    files: dict[str, bytes] = {}
    size = 0
    try:
        for name in _file_names(folder, "", HOUSE_DEPTH):
            content = read_file(folder / name, HOUSE_BYTES)
            files[name], size = content, size + len(content)
            if size > HOUSE_BYTES or len(files) > HOUSE_FILES:
                raise CannotUse("pack-large", files=HOUSE_FILES, limit=HOUSE_BYTES)
    except OSError as error:
        raise UsageError("pack-unreadable", path=folder, reason=reason_of(error)) from error
    return files


def _file_names(folder: Path, below: str, depth: int) -> Iterator[str]:
    with os.scandir(folder / below) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        name = f"{below}{entry.name}"
        if entry.name.startswith("."):
            continue
        if not name.isprintable():  # such as one that is no UTF-8, of which there is no digest
            raise CannotUse("pack-name", name=ascii(name))
        if entry.is_symlink():
            raise CannotUse("pack-link", name=name)
        if not entry.is_dir():
            yield name
        elif not depth:
            raise CannotUse("pack-deep", name=name)
        else:
            yield from _file_names(folder, f"{name}/", depth - 1)


def read_packs(base: Path, settings: Mapping[str, Any], shown: str = "", text: str = "") -> tuple[HousePack, ...]:
    """Return the packs that the configuration in `base` names, each with its files; `shown` and `text` are its own."""
    tables = settings.get(HOUSE, [])
    return _each_once(_read_pack(base, *named) for named in _named_packs(tables, shown, text))


def packs_among(files: Mapping[str, bytes]) -> tuple[HousePack, ...]:
    """Return the packs of a project whose files are in memory, by paths with slashes from where `iama.toml` stands.

    Raises UsageError for a configuration with a mistake.
    """
    name = NAME if NAME in files else PROJECT
    content = files.get(name, b"")
    tables = packs_in_toml(Path(name), content)
    named = _named_packs(tables, name, content.decode("utf-8-sig") if tables else "")
    return _each_once(_pack_among(files, *one) for one in named)


def _named_packs(tables: Collection[Mapping[str, str]], shown: str, text: str) -> Iterator[tuple[HousePack, str]]:
    """Yield the packs that a configuration names, each at its place and still empty, with its digest."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEAD.match(line)]
    for index, table in enumerate(tables):
        place = Place(shown, lines[index], 1) if index < len(lines) else Place(shown)
        yield HousePack(table["path"], place), table["sha256"]


def _each_once(found: Iterable[HousePack]) -> tuple[HousePack, ...]:
    """Return packs, of which one that has a tree of another before it cannot be used."""
    taken: set[str] = set()
    packs = []
    for pack in found:
        if not pack.fault and (twice := taken & {*pack.refs}):
            pack = _with_fault(pack, "house-faulty", "pack-twice", ref=min(twice))
        taken |= {*pack.refs}
        packs.append(pack)
    return tuple(packs)


def _read_pack(base: Path, pack: HousePack, digest: str) -> HousePack:
    folder = base / pack.path
    if not folder.is_dir():
        return _with_fault(pack, "house-missing", "pack-no-folder")
    if Path(os.path.realpath(folder)) != Path(os.path.realpath(base), pack.path):
        return _with_fault(pack, "house-missing", "pack-linked")
    try:
        return _of_digest(replace(pack, files=read_pack_files(folder)), digest)
    except UsageError as error:
        return _with_fault(pack, "house-faulty", "pack-as-said", reason=error.phrase)


def _pack_among(files: Mapping[str, bytes], pack: HousePack, digest: str) -> HousePack:
    start = f"{pack.path}/"
    inside = {name.removeprefix(start): content for name, content in files.items() if name.startswith(start)}
    shown = {name: content for name, content in inside.items() if not f"/{name}".count("/.")}
    if not shown:
        return _with_fault(pack, "house-missing", "pack-no-folder")
    return _of_digest(replace(pack, files=shown), digest)


def _of_digest(pack: HousePack, digest: str) -> HousePack:
    """Return a pack with its files, as one that cannot be used when they are not those of `digest`."""
    if pack.digest != digest:
        return _with_fault(pack, "house-changed", "pack-other-digest", digest=pack.digest)
    return pack if pack.refs else _with_fault(pack, "house-faulty", "pack-no-trees")


def _with_fault(pack: HousePack, code: str, key: str, **about: object) -> HousePack:
    return replace(pack, fault=finding_of(pack.place, code, Phrase(key, path=pack.path, **about)))
