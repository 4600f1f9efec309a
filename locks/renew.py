"""Writes the locks again: what `pyproject.toml` allows today, with the digest of every file that may be installed.

`python3 locks/renew.py` needs Python 3.11 or newer and the network; it makes its own environment (.venv-lock) with uv.
"""

import os
import subprocess
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-lock"
UV = ENVIRONMENT / ("Scripts/uv.exe" if os.name == "nt" else "bin/uv")
LOCKS = {
    "run.txt": ("--resolution", "highest"),
    "test.txt": ("--resolution", "highest", "--extra", "test"),
    "oldest.txt": ("--resolution", "lowest-direct"),
}
OPTIONS = (
    *("--universal", "--generate-hashes", "--upgrade", "--no-emit-index-url", "--quiet"),
    *("--custom-compile-command", "python3 locks/renew.py"),
)


def main() -> None:
    """Write every lock; raises CalledProcessError when the ranges allow nothing."""
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    subprocess.run([UV.with_stem("python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    builds = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    for name, options in LOCKS.items():
        sources = ("pyproject.toml",) if name == "oldest.txt" else ("pyproject.toml", "-")
        command = [UV, "pip", "compile", *sources, *OPTIONS, *options, "--output-file", f"locks/{name}"]
        subprocess.run(command, cwd=ROOT, input="\n".join(builds), text=True, check=True)


if __name__ == "__main__":
    main()
