"""The file of a house style as text, and the files that it names."""

from pathlib import Path

from iama.files.store import read_bytes
from iama.model.limits import MAX_BYTES, THEME_BYTES
from iama.model.problems import UsageError, reason_of


def theme_text(path: Path) -> str:
    """Return what a theme file holds; raises UsageError when it cannot be read as text of a sensible size."""
    try:
        with path.open("rb") as file:
            raw = file.read(THEME_BYTES + 1)
    except OSError as error:
        raise UsageError("theme-unreadable", path=path, reason=reason_of(error)) from error
    if len(raw) > THEME_BYTES:
        raise UsageError("theme-large", path=path, limit=THEME_BYTES // 1024)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("theme-no-text", path=path) from error


def read_beside(theme: Path, name: str) -> bytes:
    """Return a file that stands beside a house style, or below it.

    Raises UsageError for one elsewhere, and UnusableFile for one that cannot be read.
    """
    path = Path(name)
    if not name or path.is_absolute() or not (theme.parent / path).resolve().is_relative_to(theme.parent.resolve()):
        raise UsageError("house-file-outside", name=name)
    return read_bytes(theme.parent / path, MAX_BYTES)
