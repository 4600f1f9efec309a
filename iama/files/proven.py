"""What this user proved before: a decision that was proven stays so for the same program, since nothing in it changed.

One key a line, in a file that nobody else can write; a key says which entry, by which program, and what it knew.
"""

from pathlib import Path

from iama.files.ownfiles import CACHE, distrust, make_own_file, open_own_file

_NAME = "proven-1.txt"
_MOST = 2_000_000  # bytes: then it begins anew
_KEY = len("sha256:") + 64


class Proven:
    """The keys of what was proven before; without a folder, or where it cannot be trusted, nothing is remembered."""

    def __init__(self, folder: Path | None) -> None:
        self.file = folder / _NAME if folder else None
        if self.file and distrust(self.file, CACHE):
            self.file = None
        self.known = frozenset(_proven_keys(self.file)) if self.file else frozenset()

    def holds(self, key: str) -> bool:
        """Return whether this was proven before."""
        return key in self.known

    def keep(self, key: str) -> None:
        """Remember that this is proven, where that can be."""
        if self.file is None or key in self.known:
            return
        try:
            make_own_file(self.file)
            with open_own_file(self.file, append=True) as file:
                if file.tell() > _MOST:
                    file.truncate(0)
                file.write(f"{key}\n".encode())
        except OSError:
            self.file = None


def _proven_keys(file: Path) -> list[str]:
    try:
        with open_own_file(file) as opened:
            content = opened.read(2 * _MOST).decode("ascii", errors="replace")
    except OSError:
        return []
    return [line for line in content.split("\n") if len(line) == _KEY]
