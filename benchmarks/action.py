"""Measures the GitHub action on many dossiers: its own script, as GitHub runs it, from an empty environment.

Makes dossiers after the worked example in a repository of git with a branch that changes one of them, and runs the
step of `action.yml` on that branch: install and check together. The first round finds an empty cache of pip, as a
first run of a repository does; the others find it filled, as `actions/setup-python` with `cache: pip` leaves it.
Prints seconds per round, and those of processors, which a busy machine spoils less. Never a timed test.
"""

import argparse
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from check import made

ROOT = Path(__file__).parent.parent
STEP = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"][0]
PERSON = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.nl"}
PERSON |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in PERSON.items()}
INPUTS = {"PATHS": "", "FOLDER": ".", "FAIL_ON": "never", "BASE": "main", "ONLY_NEW": "false", "CONFIG": ""}
INPUTS |= {"INVENTORY": "", "JOBS": "2", "SARIF_FILE": "iama.sarif"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=200, help="how many dossiers (default: 200)")
    parser.add_argument("--rounds", type=int, default=4, help="how often, the first without a cache (default: 4)")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="iama-action-") as name:
        project = Path(name) / "project"
        made(project, options.dossiers)
        changed_on_branch(project)
        for number in range(options.rounds):
            took, busy = spent(project, Path(name), number)
            print(f"round {number + 1}: {took:.1f} s, {busy:.1f} s of processors", flush=True)


def changed_on_branch(project: Path) -> None:
    """Put the dossiers in git, and on a branch change one."""
    git(project, "init", "--quiet", "--initial-branch", "main")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "All")
    git(project, "checkout", "--quiet", "-b", "change")
    file = project / "assessments" / "algorithm-00000" / "algorithm.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    git(project, "commit", "--quiet", "--all", "--message", "One")


def git(project: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=project, env=os.environ | PERSON, check=True)


def spent(project: Path, folder: Path, number: int) -> tuple[float, float]:
    """Return the seconds of the step and of processors; raises CalledProcessError when it did not end well."""
    (temp := folder / f"temp-{number}").mkdir()
    files = {each: str(temp / each) for each in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    own = dict.fromkeys(STEP["env"], "") | INPUTS | {"ACTION": str(ROOT)}
    around: Mapping[str, str] = {"RUNNER_TEMP": str(temp), "PIP_CACHE_DIR": str(folder / "pip"), "CI": "true"}
    started, before = time.monotonic(), os.times()
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEP["run"]],
        cwd=project,
        env={**os.environ, **around, **files, **own},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - started, busy


if __name__ == "__main__":
    main()
