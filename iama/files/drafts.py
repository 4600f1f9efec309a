"""What was typed and stands in no dossier: drafts of answers, and texts that belong to no field.

They stand in the folder that the user has for that dossier. A sitting writes a draft while somebody types, one file for
each place, and takes it away once the text is saved. What a sitting left that has ended, the next one takes over; what
a sitting has that is still held, it leaves alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Timer

import msgspec
from msgspec import Struct

from iama.files import disk
from iama.files.ownfiles import make_private_folder, open_own_file

_SOON = 0.2  # seconds between a key and the disk
_DRAFT, _TEXT, _SITTING = "draft-", "text-", "sitting-"


class Stored(Struct, frozen=True):
    """What the file of a draft holds: for which place, and the words of each field."""

    place: str
    fields: dict[str, str]


class Draft(Struct, frozen=True):
    """A draft as it was found: when it was last typed at (local time), where it stands, and in which sitting."""

    place: str
    fields: Mapping[str, str]
    at: str
    path: Path

    @property
    def sitting(self) -> str:
        return self.path.name.removeprefix(_DRAFT).partition("-")[0]


class Shelf:
    """The drafts of one sitting, under a name of its own, and what earlier sittings left; without a folder, nothing."""

    def __init__(self, folder: Path | None, sitting: str) -> None:
        self.folder = folder
        self.sitting = sitting
        self._waiting: dict[str, Mapping[str, str]] = {}
        self._timer: Timer | None = None
        self._queue, self._writing = Lock(), Lock()
        self._held = None
        if folder:
            with suppress(OSError):
                make_private_folder(folder)
                self._held = disk.take_lock(_lock_of(folder, sitting))

    def find(self, place: str) -> Draft | None:
        """Return the draft for a place: of this sitting, else the newest that an ended one left; it is ours then."""
        if not self.flush() and place in self._waiting:  # the disk takes nothing
            return Draft(place, self._waiting[place], "", self._path(place))
        drafts = [draft for draft in drafts_in(self.folder) if draft.place == place] if self.folder else []
        mine = [draft for draft in drafts if draft.sitting == self.sitting]
        left = [draft for draft in reversed(drafts) if not mine and self.is_left(draft)]
        for draft in mine + left:
            with suppress(OSError):
                draft.path.replace(self._path(place))
                return draft
        return None

    def left(self) -> list[Draft]:
        """Return what sittings left that have ended, oldest first."""
        return [draft for draft in drafts_in(self.folder) if self.is_left(draft)] if self.folder else []

    def is_left(self, draft: Draft) -> bool:
        """Return whether the sitting of a draft has ended."""
        return draft.sitting != self.sitting and not disk.is_held(_lock_of(draft.path.parent, draft.sitting))

    def keep(self, place: str, fields: Mapping[str, str]) -> None:
        """Put a draft on disk in a moment, in the place of what stood there; one without words is taken away."""
        with self._queue:
            self._waiting[place] = fields
            if self._timer is None:
                self._timer = Timer(_SOON, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> bool:
        """Put every draft on disk now, and return whether all stand there; a stop in the middle loses none."""
        with self._writing:
            self._timer = None
            for place, fields in [*self._waiting.items()]:
                with suppress(OSError):
                    self._write(place, fields)
                    with self._queue:
                        if self._waiting.get(place) is fields:
                            del self._waiting[place]
            return not any(any(fields.values()) for fields in self._waiting.values())

    def _write(self, place: str, fields: Mapping[str, str]) -> None:
        path = self._path(place)
        if any(fields.values()):
            make_private_folder(path.parent)
            disk.write_file(path, msgspec.json.encode(Stored(place, dict(fields))))
        else:
            disk.remove(path)

    def _path(self, place: str) -> Path:
        if self.folder is None:
            raise OSError("no folder")
        return self.folder / f"{_DRAFT}{self.sitting}-{hashlib.sha256(place.encode()).hexdigest()[:16]}.json"

    def keep_text(self, words: str, name: str) -> str:
        """Keep a text that belongs to no field in a file of that name, and return its path; empty when that fails."""
        try:
            if self.folder is None:
                return ""
            make_private_folder(self.folder)
            path = self.folder / f"{_TEXT}{name}.txt"
            disk.write_file(path, (words.rstrip("\n") + "\n").encode(errors="backslashreplace"))
        except OSError:
            return ""
        return str(path)

    def close(self) -> None:
        """Put every draft on disk, and let the next sitting have them."""
        self.flush()
        if self._held and self.folder:
            self._held.release()
            with suppress(OSError):
                disk.remove(_lock_of(self.folder, self.sitting))


def _lock_of(folder: Path, sitting: str) -> Path:
    return folder / f"{_SITTING}{sitting}.lock"


def drafts_in(folder: Path) -> list[Draft]:
    """Return the drafts in a folder, oldest first; what is no draft of ours is passed over."""
    found = [(path.stat().st_mtime, path) for path in _files(folder, _DRAFT)]
    return [draft for time, path in sorted(found) if (draft := _read_draft(path, time))]


def texts_in(folder: Path) -> list[Path]:
    """Return the files of texts that belong to no field, oldest first."""
    return sorted(_files(folder, _TEXT), key=lambda path: path.stat().st_mtime)


def _files(folder: Path, prefix: str) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.glob(f"{prefix}*") if path.is_file() and not path.is_symlink())


def _read_draft(path: Path, time: float) -> Draft | None:
    try:
        with open_own_file(path) as file:
            stored = msgspec.json.decode(file.read(), type=Stored)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
    return Draft(stored.place, stored.fields, f"{datetime.fromtimestamp(time):%Y-%m-%dT%H:%M}", path)


def clear_drafts(folder: Path, place: str = "") -> int:
    """Take away the drafts for a place, or every draft and every text, and return how many; raises OSError."""
    drafts = drafts_in(folder)
    paths = [draft.path for draft in drafts if not place or draft.place.partition(" ")[0] == place]
    paths += [] if place else texts_in(folder)
    for path in paths:
        disk.remove(path)
    return len(paths)
