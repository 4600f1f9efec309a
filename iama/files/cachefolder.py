"""Where results stay from one run to the next: with the user, out of reach of whoever sends a pull request."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "IAMA_CACHE"
_USUAL: Mapping[str, tuple[tuple[str, str], ...]] = {  # by `sys.platform`: a variable, and what stands below it
    "win32": (("LOCALAPPDATA", "iama/Cache"),),
    "darwin": (("HOME", "Library/Caches/iama"),),
}
_ELSEWHERE = (("XDG_CACHE_HOME", "iama"), ("HOME", ".cache/iama"))


def cache_file(base: Path, environment: Mapping[str, str], platform: str) -> Path | None:
    """Return the file of the workspace in `base`; None where the environment knows no place for such files."""
    name = f"check-{hashlib.sha256(str(base).encode()).hexdigest()[:16]}.cache"
    for variable, below in ((VARIABLE, ""), *_USUAL.get(platform, _ELSEWHERE)):
        if folder := environment.get(variable):
            return Path(folder) / below / name
    return None
