"""What the locks hold, for tests that install."""

from pathlib import Path

LOCKS = Path(__file__).parent.parent / "locks"

QUICK = {"PIP_NO_COMPILE": "0"}  # which pip reads as: do not compile; most of what is installed is never imported


def pins(lock: str) -> list[str]:
    """Return every line of a lock that names a package, such as `rich==15.0.0`, with its marker and no digests."""
    lines = (LOCKS / lock).read_text(encoding="utf-8").splitlines()
    return [line.removesuffix(" \\") for line in lines if line[:1].isalnum()]


def constrained(folder: Path) -> dict[str, str]:
    """Return variables with which any pip keeps to the versions of locks/run.txt, also one that takes no digests."""
    path = folder / "versions.txt"
    path.write_text("\n".join(pins("run.txt")), encoding="utf-8")
    return {"PIP_CONSTRAINT": str(path), **QUICK}
