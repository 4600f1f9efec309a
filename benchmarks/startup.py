"""Measures how long whole commands take, as ratios to a Typer program that does nothing and to `python -c pass`.

Builds a wheel, installs it into a fresh environment per Typer version, makes the worked example, and runs every
command once per round, in turn, so that a slow moment of the machine touches all of them. Never a timed test.
"""

import argparse
import os
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
LIMITS = {"iama --version": 1.2, "iama status herzicht": 3.0}  # at most so many times the program that does nothing

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
class Row:
    """One command: its median time, and the medians of its ratios per round."""

    name: str
    milliseconds: float
    to_nothing: float
    to_pass: float


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
            print(table(rows(measured(programs, Path(folder) / f"demo-{number}", options.rounds))), flush=True)


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


def measured(programs: Path, demo: Path, rounds: int) -> Mapping[str, Sequence[float]]:
    """Return seconds per round of every command; a first round, not counted, warms up."""
    iama, python = programs / f"iama{EXE}", programs / f"python{EXE}"
    run(iama, "demo", demo)
    commands: dict[str, tuple[str | Path, ...]] = {
        PASS: (python, "-c", "pass"),
        NOTHING: (programs / f"nothing{EXE}",),
        "iama --version": (iama, "--version"),
        "iama --help": (iama, "--help"),
        "iama status herzicht": (iama, "status", "herzicht"),
        "iama report herzicht": (iama, "report", "herzicht"),
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            run(*command, cwd=demo)
            taken[name].append(time.perf_counter() - start)
    return {name: seconds[1:] for name, seconds in taken.items()}


def rows(taken: Mapping[str, Sequence[float]]) -> list[Row]:
    def ratio(name: str, reference: str) -> float:
        return median(mine / theirs for mine, theirs in zip(taken[name], taken[reference], strict=True))

    return [Row(name, 1000 * median(taken[name]), ratio(name, NOTHING), ratio(name, PASS)) for name in taken]


def table(measured_rows: Sequence[Row]) -> str:
    lines = [f"{'command':<32} {'to nothing':>10} {'to pass':>8} {'ms':>7}  limit"]
    for row in measured_rows:
        limit = LIMITS.get(row.name)
        verdict = f"{limit:g} {'ok' if row.to_nothing <= limit else 'over'}" if limit else ""
        line = f"{row.name:<32} {row.to_nothing:>10.2f} {row.to_pass:>8.2f} {row.milliseconds:>7.0f}  {verdict}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def run(*command: str | Path, cwd: Path = ROOT, stderr: int | None = None) -> str:
    """Run a command to its end and return what it prints; raises when it fails."""
    return subprocess.run(
        command, cwd=cwd, env=CHILD, check=True, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8"
    ).stdout


if __name__ == "__main__":
    main()
