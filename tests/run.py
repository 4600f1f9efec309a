"""Runs every check that a change must pass: format, lint, types, tests. Needs Python 3.11 or newer, nothing else.

Makes its own virtual environment (.venv-test) and fills it again when what it holds is out of date.
Arguments go to pytest: `python3 tests/run.py -k conditions`.
"""

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-test"
STAMP = ENVIRONMENT / "installed.sha256"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CHECKS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
)


def main(arguments: Sequence[str]) -> int:
    """Return the exit code of the first check that fails; pytest comes last, so that its line ends the output."""
    if code := install():
        return code
    for module, *options in (*CHECKS, ("pytest", *arguments)):
        if code := run("-m", module, *options):
            return code
    return 0


def install() -> int:
    """Fill the environment with the package and its tools, unless it holds them already."""
    wanted = stamp()
    if PYTHON.is_file() and STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return 0
    print(f"installing into {ENVIRONMENT}", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    code = run("-m", "pip", "install", "--quiet", "--retries", "10", "--disable-pip-version-check", "-e", ".[test]")
    if not code:
        STAMP.write_text(wanted, encoding="ascii")
    return code


def stamp() -> str:
    """Return a digest of what decides the content of the environment."""
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(sys.version.encode() + str(ROOT).encode() + project).hexdigest()


def run(*command: str) -> int:
    """Run Python with `command` in the environment and return its exit code."""
    return subprocess.run([PYTHON, *command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
