"""A theme file as text."""

from pathlib import Path

from iama.model.limits import THEME_BYTES
from iama.model.problems import UsageError


def theme_text(path: Path) -> str:
    """Return what a theme file holds; raises UsageError when it cannot be read as text of a sensible size."""
    try:
        with path.open("rb") as file:
            raw = file.read(THEME_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: the theme cannot be read: {error.strerror}") from error
    if len(raw) > THEME_BYTES:
        raise UsageError(f"{path}: a theme has at most {THEME_BYTES // 1024} KiB")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the theme is no UTF-8 text") from error
