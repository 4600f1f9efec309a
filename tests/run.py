"""Runs every check that a change must pass: format, lint, types, tests. Needs Python 3.11 or newer, nothing else.

Makes its own virtual environment (.venv-test) from locks/test.txt and fills it again when that changes.
Arguments go to pytest: `python3 tests/run.py -k conditions`. With `--oldest` or `--newest` in front, the tests of
what our libraries do run with those at one end of what pyproject.toml allows, in an environment on top of the first;
not when those are the versions that the first one has.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-test"
FORM = (("ruff", "format", "--check"), ("ruff", "check"))
PARALLEL = ("-n", str(min(8, (os.cpu_count() or 2) + 1)), "--dist", "worksteal")  # one more: terminals make tests wait
LOCKED = ("--only-binary", ":all:", "--require-hashes", "-r")
TOUCHING = (  # YAML, Markdown, templates, locks, digests, commands and prompts: what libraries do for us
    *("tests/test_yamlfile.py", "tests/test_dossierfile.py", "tests/test_canonicalfile.py", "tests/test_markup.py"),
    *("tests/test_report.py", "tests/test_disk.py", "tests/test_canonical.py"),
    *("tests/test_cli_questionnaires.py", "tests/test_prompts.py"),
)


def main(arguments: Sequence[str]) -> int:
    """Return the exit code of what fails first; the line of pytest ends the output, or what mypy found does."""
    if code := install():
        return code
    if arguments and arguments[0] in ("--oldest", "--newest"):
        return at_one_end(arguments[0].strip("-"), arguments[1:] or (*PARALLEL, *TOUCHING))
    several = PARALLEL if all(argument.startswith("--") for argument in arguments) else ()
    for check in FORM:
        if code := run(ENVIRONMENT, "-m", *check):
            return code
    with TemporaryFile() as said:  # mypy needs one core for half a minute: beside the tests
        types = subprocess.Popen(**program(ENVIRONMENT, "-m", "mypy"), stdout=said, stderr=subprocess.STDOUT)
        code = run(ENVIRONMENT, "-m", "pytest", *several, *arguments)
        if faults := types.wait():
            said.seek(0)
            print(said.read().decode(), flush=True)
    return code or faults


def install() -> int:
    """Fill the environment with the tools and the package, unless it holds them already."""
    wanted, stamp = digest(), ENVIRONMENT / "installed.sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return 0
    code = make(ENVIRONMENT, *LOCKED, "locks/test.txt") or install_into(
        ENVIRONMENT, "--no-deps", "--no-build-isolation", "--editable", "."
    )
    if not code:
        stamp.write_text(wanted, encoding="ascii")
    return code


def digest() -> str:
    """Return a digest of what decides the content of the environment."""
    files = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "locks/test.txt"))
    return hashlib.sha256(sys.version.encode() + str(ROOT).encode() + files).hexdigest()


def at_one_end(end: str, tests: Sequence[str]) -> int:
    """Return the exit code of `tests` with other libraries before those of the first environment, and its tools."""
    environment = ROOT / f".venv-{end}"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = (*LOCKED, "locks/oldest.txt") if end == "oldest" else project["dependencies"]
    if code := make(environment, *wanted):
        return code
    (packages(environment) / "tools.pth").write_text(
        f"import site; site.addsitedir({str(packages(ENVIRONMENT))!r})\n", encoding="utf-8"
    )
    print(*sorted(found := versions(environment)), sep="\n", flush=True)
    if found <= versions(ENVIRONMENT):
        print(f"the {end} are those of locks/test.txt, with which the suite runs", flush=True)
        return 0
    return run(environment, "-m", "pytest", *tests)


def versions(environment: Path) -> set[str]:
    """Return what is installed in an environment, such as `rich==15.0.0`."""
    command = program(ENVIRONMENT, "-m", "pip", "--disable-pip-version-check", "list", "--format", "freeze")
    command["args"] += ["--path", packages(environment)]
    return set(subprocess.run(**command, check=True, capture_output=True, text=True).stdout.split())


def make(environment: Path, *wanted: str) -> int:
    """Make a new environment with what is wanted; return the exit code of pip, which only the first has."""
    print(f"installing into {environment}", flush=True)
    venv.create(environment, with_pip=environment == ENVIRONMENT, clear=True)
    return install_into(environment, *wanted)


def install_into(environment: Path, *wanted: str) -> int:
    """Install into an environment and return the exit code."""
    where = () if environment == ENVIRONMENT else ("--python", str(python(environment)))
    quiet = ("--quiet", "--retries", "10", "--disable-pip-version-check")
    return run(ENVIRONMENT, "-m", "pip", *where, "install", *quiet, *wanted)


def python(environment: Path) -> Path:
    """Return the Python of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def packages(environment: Path) -> Path:
    """Return the folder in which an environment keeps its packages."""
    return next(environment.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"))


def run(environment: Path, *command: str) -> int:
    """Run the Python of an environment with `command` and return its exit code."""
    return subprocess.run(**program(environment, *command), check=False).returncode


def program(environment: Path, *command: str) -> dict[str, Any]:
    """Return what starts the Python of an environment with `command`; it keeps what it compiled for the next one."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"args": [python(environment), *command], "cwd": ROOT, "env": kept}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
