"""A theme file as text."""

from pathlib import Path

from iama.model.limits import THEME_BYTES
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
