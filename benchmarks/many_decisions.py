"""What many decisions in one dossier take, in processor time: `python benchmarks/many_decisions.py [--decisions 100]`.

Prints seconds, and the ratio to the same command with one decision. A command is a process of its own.
"""

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

GO = ("approve", "herzicht", "-q", "iama-2.0", "--role", "responsible", "--decision", "no-go", "--text", "Nee")


def main() -> None:
    """Measure with one decision and with many, each beside the one in the worked example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=100)
    many = parser.parse_args().decisions
    with TemporaryDirectory() as folder:
        few = measured(Path(folder, "few"), 1)
        lots = measured(Path(folder, "many"), many)
    print(f"{'command':<24}{'1':>8}{many:>8}{'ratio':>8}")
    for name, seconds in lots.items():
        print(f"{name:<24}{few[name]:>8.2f}{seconds:>8.2f}{seconds / few[name]:>8.1f}")


def measured(base: Path, decisions: int) -> dict[str, float]:
    """Return the seconds of each command in a workspace with so many decisions."""
    base.mkdir()
    iama(base, "demo", "ws")
    workspace = base / "ws"
    for _ in range(decisions - 1):
        iama(workspace, *GO)
    return {
        "approve": iama(workspace, *GO),
        "verify, first time": iama(workspace, "verify", "herzicht"),
        "verify, later": iama(workspace, "verify", "herzicht"),
        "bundle": iama(workspace, "bundle", "herzicht", "-o", "a.zip"),
        "verify of the bundle": iama(workspace, "verify", "a.zip"),
    }


def iama(folder: Path, *words: str) -> float:
    """Run a command and return its processor time; what it knows of before is in the folder above."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    known = {"IAMA_CACHE": str(folder.parent / "cache"), "IAMA_STATE": str(folder.parent / "state")}
    command = [sys.executable, "-m", "iama", *words]
    subprocess.run(command, cwd=folder, env=os.environ | known, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
