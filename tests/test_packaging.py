"""The hook, the action and the component that bring the gate into a pipeline, each run as its host would run it.

What the action installed, the wheel and what it needs, does the main job there. The others lend what they need from
the environment of the tests, so that only one of them downloads.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from commands import iama
from gits import Git, repository
from locked import QUICK, lent, pins, run
from packaging.requirements import Requirement
from schemas import ACTION, GITLAB, faults

from iama import __version__

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION_FILE = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
COMPONENT, JOBS = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text(encoding="utf-8"))
STEP = ACTION_FILE["runs"]["steps"][0]
SPRUNG = "sprung"
DEFECT = "assessments/hulp/iama-2.0.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Git:
    return defective(tmp_path)


def defective(folder: Path) -> Git:
    """Return git in a project with one dossier that holds a key nobody knows."""
    git = repository(folder)
    iama(folder, "new", "hulp", "--lang", "nl")
    plant_traps(folder)
    git("add", "--all")
    git("commit", "--quiet", "-m", "start")
    path = folder / DEFECT
    path.write_text(path.read_text(encoding="utf-8").replace("answers:", "extra: x\nanswers:"), encoding="utf-8")
    return git


def plant_traps(folder: Path) -> None:
    """Put modules into a project that Python would take for its own, or for ours; each leaves a file when it runs."""
    trap = f"open({str(folder / SPRUNG)!r}, 'a').close()\n"
    for name in ("venv", "json", "pip", "sitecustomize", "usercustomize", "iama/__init__"):
        path = folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(trap, encoding="utf-8")
    for home in (".iama-venv", "iama-venv", ".venv"):
        packages = folder / home / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
        packages.mkdir(parents=True)
        (packages / "trap.pth").write_text(trap, encoding="utf-8")


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=False)


def test_the_hooks_stop_a_commit_with_a_defect(project: Git, tmp_path_factory: pytest.TempPathFactory) -> None:
    project("add", "--all")
    home = tmp_path_factory.mktemp("hooks")
    environment = os.environ | {"PRE_COMMIT_HOME": str(home)} | lent(home)
    command = [sys.executable, "-I", "-m", "pre_commit", "try-repo", str(ROOT), "--all-files", "--verbose"]
    done = subprocess.run(command, cwd=project.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    for told in re.split(r"^- hook id: ", done.stdout, flags=re.MULTILINE)[1:]:
        assert re.match("iama-check\n- duration: .*\n- exit code: 1\n", told)
        assert f"{DEFECT}:4:1: error: onbekende sleutel `extra` [unknown-key]" in told
    assert done.stdout.count("- hook id: ") == len(HOOKS) == 1


def test_the_action_is_valid_and_never_puts_an_input_into_its_script() -> None:
    assert faults(ACTION_FILE, ACTION) == []
    assert "${{" not in STEP["run"]


class Acted(NamedTuple):
    """What the action did: how it ended, in which project, and where its environment and its files are."""

    done: subprocess.CompletedProcess[str]
    project: Path
    temp: Path

    @property
    def iama(self) -> Path:
        return self.temp / "iama" / "bin" / "iama"


@pytest.fixture(scope="module")
def acted(tmp_path_factory: pytest.TempPathFactory) -> Acted:
    """The action as a host runs it: in an environment of its own, with what it installs there by the lock."""
    project, temp = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("temp")
    defective(project)
    files = {name: str(temp / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    inputs = {"PATHS": "", "FOLDER": ".", "FAIL_ON": "error", "BASE": "main", "ONLY_NEW": "true", "JOBS": "1"}
    inputs |= {"CONFIG": "", "INVENTORY": "", "SARIF_FILE": "out.sarif", "SOURCE": "https://example.nl/iama/blob/v1"}
    assert inputs.keys() | {"ACTION"} == STEP["env"].keys()
    done = bash(STEP["run"], project, RUNNER_TEMP=str(temp), ACTION=str(ROOT), **QUICK, **files, **inputs)
    return Acted(done, project, temp)


def test_the_action_annotates_summarises_counts_and_fails(acted: Acted) -> None:
    assert acted.done.returncode == 1, acted.done.stderr
    assert f"::error file={DEFECT},line=4,col=1,title=iama unknown-key::" in acted.done.stdout
    assert (acted.temp / "GITHUB_OUTPUT").read_text(encoding="utf-8").splitlines()[0] == "errors=1"
    assert "unknown\\-key" in (acted.temp / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    (run,) = json.loads((acted.project / "out.sarif").read_text(encoding="utf-8"))["runs"]
    assert run["tool"]["driver"]["informationUri"] == "https://example.nl/iama/blob/v1/docs/check.md"


def test_nothing_of_the_repository_runs_in_the_action(acted: Acted) -> None:
    assert not (acted.project / SPRUNG).exists()
    trap = subprocess.run([sys.executable, "-m", "venv"], cwd=acted.project, capture_output=True, check=False)
    assert (acted.project / SPRUNG).exists(), trap  # as it would have


def test_the_action_installs_what_is_locked_which_is_all_that_iama_needs(acted: Acted) -> None:
    pip = acted.iama.with_name("pip")
    listed = run(pip, "list", "--format", "json", "--disable-pip-version-check", cwd=acted.temp)
    installed = {one["name"].lower().replace("_", "-"): one["version"] for one in json.loads(listed)}
    locked = [Requirement(line) for line in pins("run.txt")]
    wanted = {one.name: str(one.specifier)[2:] for one in locked if one.marker is None or one.marker.evaluate()}
    assert {name: installed[name] for name in wanted} == wanted
    assert installed.keys() - wanted.keys() <= {"iama-cli", "pip", "setuptools"}
    assert run(pip, "check", cwd=acted.temp) == "No broken requirements found.\n"


def test_the_component_is_valid_and_its_job_fails_with_reports(project: Git) -> None:
    asked = COMPONENT["spec"]["inputs"].items()
    inputs = {name: one["default"] for name, one in asked if "default" in one}
    assert inputs.keys() == dict(asked).keys() - {"repository", "version"}  # a default would be somebody else's
    inputs |= {"repository": ROOT.as_uri(), "version": "HEAD"}
    jobs = with_inputs(JOBS, inputs)
    assert faults(jobs, GITLAB) == []
    job = jobs["iama-check"]
    script = "\n".join(job["script"])
    done = bash(script, project.folder, **job["variables"], CI_PROJECT_DIR=str(project.folder), **QUICK)
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    quality = json.loads((project.folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert [one["location"]["lines"]["begin"] for one in quality if one["check_name"] == "unknown-key"] == [4]
    assert "<failure" in (project.folder / reports["junit"]).read_text(encoding="utf-8")
    assert not (project.folder / SPRUNG).exists()


def test_the_installed_wheel_does_the_main_job(acted: Acted, tmp_path: Path) -> None:
    def iama(*arguments: str) -> str:
        return run(acted.iama, *arguments, cwd=tmp_path)

    assert iama("--version") == f"iama {__version__}\n"
    assert run(acted.iama.with_name("python"), "-m", "iama", "--version", cwd=tmp_path) == f"iama {__version__}\n"
    iama("demo", "demo")
    assert (tmp_path / "demo" / "iama-herzicht-internal.html").stat().st_size > 100_000
    iama("new", "parkeren", "--lang", "en")
    assert iama("set", "parkeren", "goal", "Fair parking") == "parkeren: 1.1.2 goal: answered\n"
    assert "parkeren (parkeren)" in iama("status", "parkeren")
    iama("report", "parkeren", "--to", "md", "-o", "parkeren.md")
    assert "Fair parking" in (tmp_path / "parkeren.md").read_text(encoding="utf-8")


def test_compiled_trees_judge_the_example_as_the_yaml_does(acted: Acted, tmp_path: Path) -> None:
    run(acted.iama, "demo", "demo", "--lang", "en", cwd=tmp_path)
    dossier = "demo/assessments/herzicht"
    status = ("status", dossier, "--json", "--as-of", "2026-11-23")
    compiled = run(acted.iama, *status, cwd=tmp_path)
    checkout = run(sys.executable, "-m", "iama", *status, cwd=tmp_path)
    assert json.loads(compiled) == json.loads(checkout)


def test_reading_what_iama_wrote_does_without_yaml(acted: Acted, tmp_path: Path) -> None:
    run(acted.iama, "demo", "demo", cwd=tmp_path)
    code = "import sys, pathlib, iama.files.store as store; store.read_dossier(pathlib.Path(sys.argv[1])); "
    code += "print('yaml' in sys.modules)"
    assert run(acted.iama.with_name("python"), "-c", code, "demo/assessments/herzicht", cwd=tmp_path) == "False\n"


def with_inputs(value: Any, inputs: dict[str, Any]) -> Any:
    """Return a template with its inputs filled in, as GitLab does."""
    if isinstance(value, dict):
        return {key: with_inputs(inner, inputs) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_inputs(inner, inputs) for inner in value]
    if (whole := _INPUT.fullmatch(value)) and isinstance(inputs[whole[1]], list):
        return inputs[whole[1]]
    return _INPUT.sub(lambda found: str(inputs[found[1]]).replace("False", "false"), value)


_INPUT = re.compile(r"\$\[\[ inputs\.([a-z-]+) \]\]")
