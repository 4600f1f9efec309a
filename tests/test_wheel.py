"""The wheel: what is in it, and whether it does the main job in an environment that holds nothing else."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from locked import constrained

from iama import __version__
from iama.files import shipped
from iama.files.compiled import law_to_json, tree_to_json

ROOT = Path(__file__).parent.parent
COMPILED = "iama/questionnaires/compiled"
SCRIPTS = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Return what a command prints; its own words explain a failure."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    done = subprocess.run(
        command, cwd=cwd, env=kept | {"PYTHONUTF8": "1"} | environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(source: Path, folder: Path) -> Path:
    """Return the wheel that pip builds of a source folder or archive."""
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--wheel-dir")
    run(sys.executable, "-m", "pip", "wheel", *options, folder, source, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of a new environment with the wheel and what it depends on."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment)
    python = environment / SCRIPTS[0] / f"python{SCRIPTS[1]}"
    pip = (sys.executable, "-m", "pip", "--python", python)
    quiet = ("--quiet", "--retries", "10", "--disable-pip-version-check")
    run(*pip, "install", *quiet, wheel, cwd=environment, **constrained(environment))
    return python.parent


def test_the_wheel_holds_trees_templates_example_and_licence(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    shipped_files = {
        f"iama/{path.relative_to(ROOT).as_posix()}"
        for folder in ("questionnaires", "reports")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    demo = {path.relative_to(ROOT).as_posix() for path in (ROOT / "iama" / "demo").rglob("*.yaml")}
    compiled = {f"{COMPILED}/{name}.json" for name in (*shipped.refs(), "law")}
    assert shipped_files | demo | compiled | {"iama/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"iama"}


@pytest.mark.parametrize("ref", shipped.refs())
def test_the_wheel_holds_every_tree_compiled_from_its_yaml(wheel: Path, ref: str) -> None:
    assert contents(wheel)[f"{COMPILED}/{ref}.json"].decode() == tree_to_json(shipped.resolve(ref))


def test_the_wheel_holds_the_law_compiled_from_its_yaml(wheel: Path) -> None:
    assert contents(wheel)[f"{COMPILED}/law.json"].decode() == law_to_json(shipped.law())


def test_a_wheel_made_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    (archive,) = tmp_path.glob("*.tar.gz")
    again = build(archive, tmp_path)
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_installed_wheel_does_the_main_job(scripts: Path, tmp_path: Path) -> None:
    def iama(*arguments: str) -> str:
        return run(scripts / f"iama{SCRIPTS[1]}", *arguments, cwd=tmp_path)

    assert iama("--version") == f"iama {__version__}\n"
    iama("demo", "demo")
    assert (tmp_path / "demo" / "iama-herzicht-internal.html").stat().st_size > 100_000
    iama("new", "parkeren", "--lang", "en")
    assert iama("set", "parkeren", "goal", "Fair parking") == "parkeren: 1.1.2 goal: answered\n"
    assert "parkeren (parkeren)" in iama("status", "parkeren")
    iama("report", "parkeren", "--to", "md", "-o", "parkeren.md")
    assert "Fair parking" in (tmp_path / "parkeren.md").read_text(encoding="utf-8")


def test_compiled_trees_judge_the_example_as_the_yaml_does(scripts: Path, tmp_path: Path) -> None:
    run(scripts / f"iama{SCRIPTS[1]}", "demo", "demo", "--lang", "en", cwd=tmp_path)
    dossier = "demo/assessments/herzicht"
    status = ("status", dossier, "--json", "--as-of", "2026-11-23")
    compiled = run(scripts / f"iama{SCRIPTS[1]}", *status, cwd=tmp_path)
    checkout = run(sys.executable, "-m", "iama", *status, cwd=tmp_path)
    assert json.loads(compiled) == json.loads(checkout)


def test_reading_what_iama_wrote_does_without_yaml(scripts: Path, tmp_path: Path) -> None:
    run(scripts / f"iama{SCRIPTS[1]}", "demo", "demo", cwd=tmp_path)
    code = "import sys, pathlib, iama.files.store as store; store.read_dossier(pathlib.Path(sys.argv[1])); "
    code += "print('yaml' in sys.modules)"
    python = scripts / f"python{SCRIPTS[1]}"
    assert run(python, "-c", code, "demo/assessments/herzicht", cwd=tmp_path) == "False\n"
