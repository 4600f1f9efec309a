"""Where the user is, and how paths look from there."""

from pathlib import Path

from iama.model.problems import UsageError


def here() -> Path:
    """Return the folder that the user is in; raises UsageError when it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("asked-folder-gone") from error


def path_from_here(path: Path) -> str:
    """Return a path as seen from here, with slashes."""
    base = here().as_posix().rstrip("/")
    return (here() / path).as_posix().removeprefix(f"{base}/") if path != here() else "."
