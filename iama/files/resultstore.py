"""Where results stay: put aside on disk while a run lasts, and with the user from one run to the next."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir

from iama.files.ownfiles import CACHE, own_folder, path_digest
from iama.model.problems import CannotSave, reason_of

_IN_MEMORY = 4_000_000  # bytes
_LENGTH = 4  # bytes that say how long a piece is


class Spool:
    """Takes pieces and gives them back in the same order, as often as is asked; gone when the program ends."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix="iama-")  # noqa: SIM115 - closed with the spool
        self._end = 0

    def append(self, piece: bytes) -> None:
        """Put a piece behind the others; raises CannotSave when the disk takes no more."""
        try:
            self._file.seek(self._end)
            self._file.write(len(piece).to_bytes(_LENGTH) + piece)
            self._end = self._file.tell()
        except OSError as error:
            raise CannotSave("spool-full", folder=gettempdir(), reason=reason_of(error)) from error

    def __iter__(self) -> Iterator[bytes]:
        place = 0
        while place < self._end:
            self._file.seek(place)
            length = int.from_bytes(self._file.read(_LENGTH))
            piece = self._file.read(length)
            place += _LENGTH + length
            yield piece


def cache_file(base: Path, environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the file of the workspace in `base`; None where the environment knows no place for such files."""
    folder = own_folder(CACHE, environment, platform)
    return folder / f"check-{path_digest(base)}.cache" if folder else None
