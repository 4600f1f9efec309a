"""What the locks hold, for tests that install."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

LOCKS = Path(__file__).parent.parent / "locks"

QUICK = {"PIP_NO_COMPILE": "0"}  # which pip reads as: do not compile; most of what is installed is never imported


def pins(lock: str) -> list[str]:
    """Return every line of a lock that names a package, such as `rich==15.0.0`, with its marker and no digests."""
    lines = (LOCKS / lock).read_text(encoding="utf-8").splitlines()
    return [line.removesuffix(" \\") for line in lines if line[:1].isalnum()]


def lent(folder: Path) -> dict[str, str]:
    """Return variables with which a new environment has what this one has, but for pip and iama: those it installs.

    pip then finds what iama asks for in its place, and downloads nothing.
    """
    kept = folder / "lent"
    kept.mkdir()
    for one in Path(sysconfig.get_path("purelib")).iterdir():
        if not one.name.startswith(("_iama", "iama", "pip")):
            (kept / one.name).symlink_to(one)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    # pip reads 0 as: no build of its own for each package
    return {"PYTHONPATH": str(kept), "PATH": path, "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1", **QUICK}


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Return what a command prints; its own words explain a failure."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    done = subprocess.run(
        command, cwd=cwd, env=kept | {"PYTHONUTF8": "1"} | environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
