"""Measures how long whole commands take, as ratios to a Typer program that does nothing and to `python -c pass`.

Builds a wheel, installs it into a fresh environment per Typer version, makes the worked example, and runs every
command once per round, in turn, so that a slow moment of the machine touches all of them. Beside them run yamllint, in
an environment of its own, and pandoc where there is one. What a busy machine spoils less is the ratio in time of
processors, which stands beside that of the clock. Never a timed test.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
# Python writes its compiled files as for a user, and nothing of this checkout leaks into the environments
CHILD = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")} | {"COLUMNS": "100"}

PASS, NOTHING = "python -c pass", "Typer program that does nothing"
LIMITS = {"iama --version": 1.2, "iama status herzicht": 2.3}  # at most so many times the program that does nothing
PEERS = {"iama --help": "yamllint --help", "iama report herzicht": "pandoc, the same report"}

NOTHING_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "nothing"
version = "1"
[project.scripts]
nothing = "nothing:app"
[tool.hatch.build.targets.wheel]
only-include = ["nothing.py"]
"""
NOTHING_PROGRAM = """\
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main() -> None:
    pass
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run took: seconds, and those of processors."""

    seconds: float
    processor: float


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its median time, and the medians of its ratios per round; two are in time of processors."""

    name: str
    milliseconds: float
    to_nothing: float
    to_pass: float
    busy_to_nothing: float
    busy_to_peer: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=41, help="how often every command runs (default: 41)")
    parser.add_argument("--typer", action="append", metavar="VERSION", help="measure with this Typer; repeatable")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="iama-startup-") as folder:
        wheels = [wheel(ROOT, Path(folder)), wheel(nothing(Path(folder)), Path(folder))]
        for number, version in enumerate(options.typer or [None]):
            programs = environment(Path(folder) / f"environment-{number}", wheels, version)
            print(heading(programs), flush=True)
            taken = measured(programs, peers(Path(folder)), Path(folder) / f"demo-{number}", options.rounds)
            print(table(rows(taken)), flush=True)


def nothing(folder: Path) -> Path:
    """Write the project of the program that does nothing."""
    project = folder / "nothing"
    project.mkdir()
    (project / "pyproject.toml").write_text(NOTHING_PROJECT, encoding="utf-8")
    (project / "nothing.py").write_text(NOTHING_PROGRAM, encoding="utf-8")
    return project


def wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project."""
    wheels = folder / f"wheels-{project.name}"
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, project)
    (built,) = wheels.glob("*.whl")
    return built


def environment(folder: Path, wheels: Sequence[Path], typer: str | None) -> Path:
    """Make a virtual environment with the wheels and one Typer version; return its folder of programs."""
    venv.create(folder, with_pip=True)
    python = folder / BIN / f"python{EXE}"
    # an old pip writes start scripts that import `re`: 5 ms that no user of a current one has
    run(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip")
    run(python, "-m", "pip", "install", "--quiet", *wheels)
    if typer:  # on purpose also a version outside the range; pip warns, and the measurement is the point
        run(python, "-m", "pip", "install", "--quiet", f"typer=={typer}", stderr=subprocess.DEVNULL)
    return python.parent


def installed(folder: Path, package: str) -> Path:
    """Install a Python program in an environment of its own."""
    venv.create(folder, with_pip=True)
    run(folder / BIN / f"python{EXE}", "-m", "pip", "install", "--quiet", package)
    return folder / BIN / f"{package}{EXE}"


def heading(programs: Path) -> str:
    code = "import platform; from importlib.metadata import version; "
    code += "print(version('typer'), 'on Python', platform.python_version())"
    return f"\nTyper {run(programs / f'python{EXE}', '-c', code).strip()}"


def peers(folder: Path) -> Mapping[str, tuple[str | Path, ...]]:
    """Return the commands of others, by name, as far as they are to be had."""
    folder /= "peer"
    yamllint = folder / BIN / f"yamllint{EXE}"
    found: dict[str, tuple[str | Path, ...]] = {
        "yamllint --help": (yamllint if yamllint.exists() else installed(folder, "yamllint"), "--help")
    }
    if pandoc := shutil.which("pandoc"):
        found[PEERS["iama report herzicht"]] = (pandoc, "herzicht.md", "--standalone", "--output", "peer.html")
    return found


def measured(
    programs: Path, others: Mapping[str, tuple[str | Path, ...]], demo: Path, rounds: int
) -> Mapping[str, Sequence[Spent]]:
    """Return what every command took in every round; a first round, not counted, warms up."""
    iama, python = programs / f"iama{EXE}", programs / f"python{EXE}"
    run(iama, "demo", demo)
    run(iama, "report", "herzicht", "--to", "md", "-o", "herzicht.md", cwd=demo)
    commands: dict[str, tuple[str | Path, ...]] = {
        PASS: (python, "-c", "pass"),
        NOTHING: (programs / f"nothing{EXE}",),
        "iama --version": (iama, "--version"),
        "iama --help": (iama, "--help"),
        "iama status herzicht": (iama, "status", "herzicht"),
        "iama report herzicht": (iama, "report", "herzicht"),
        **others,
    }
    taken: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            before, start = os.times(), time.perf_counter()
            run(*command, cwd=demo)
            seconds, after = time.perf_counter() - start, os.times()
            busy = after.children_user + after.children_system - before.children_user - before.children_system
            taken[name].append(Spent(seconds, max(busy, 0.01)))  # the system counts in hundredths
    return {name: spent[1:] for name, spent in taken.items()}


def rows(taken: Mapping[str, Sequence[Spent]]) -> list[Row]:
    def ratio(name: str, reference: str, what: str = "seconds") -> float:
        pairs = zip(taken[name], taken[reference], strict=True)
        ratios: list[float] = [getattr(mine, what) / getattr(theirs, what) for mine, theirs in pairs]
        return median(ratios)

    return [
        Row(
            name,
            1000 * median(one.seconds for one in spent),
            ratio(name, NOTHING),
            ratio(name, PASS),
            ratio(name, NOTHING, "processor"),
            ratio(name, peer, "processor") if (peer := PEERS.get(name, "")) in taken else None,
        )
        for name, spent in taken.items()
    ]


def table(measured_rows: Sequence[Row]) -> str:
    lines = [
        f"{'command':<32} {'to nothing':>10} {'in processor time':>18} {'to peer':>8} {'to pass':>8} {'ms':>7}  limit"
    ]
    for row in measured_rows:
        limit = LIMITS.get(row.name)
        verdict = f"{limit:g} {'ok' if row.to_nothing <= limit else 'over'}" if limit else ""
        peer = f"{row.busy_to_peer:.2f}" if row.busy_to_peer else ""
        line = f"{row.name:<32} {row.to_nothing:>10.2f} {row.busy_to_nothing:>18.2f} {peer:>8} {row.to_pass:>8.2f}"
        lines.append(f"{line} {row.milliseconds:>7.0f}  {verdict}".rstrip())
    return "\n".join(lines)


def run(*command: str | Path, cwd: Path = ROOT, stderr: int | None = None) -> str:
    """Run a command to its end and return what it prints; raises when it fails."""
    return subprocess.run(
        command, cwd=cwd, env=CHILD, check=True, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8"
    ).stdout


if __name__ == "__main__":
    main()
