"""The wheel: what is in it, what makes it. test_packaging.py installs it where there is nothing else."""

import json
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from editions import demo_view
from locked import run
from packaging.requirements import Requirement

from iama import __version__
from iama.files.shipped import SHIPPED, law_to_json, tree_to_json
from iama.publish import report

ROOT = Path(__file__).parent.parent
COMPILED = "iama/questionnaires/compiled"


def build(source: Path, folder: Path) -> Path:
    """Return the wheel that pip builds of a source folder or archive."""
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--wheel-dir")
    run(sys.executable, "-m", "pip", "wheel", *options, folder, source, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_trees_templates_example_and_licence(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    shipped_files = {
        f"iama/{path.relative_to(ROOT).as_posix()}"
        for folder in ("questionnaires", "reports")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    demo = {path.relative_to(ROOT).as_posix() for path in (ROOT / "iama" / "demo").rglob("*.yaml")}
    compiled = {f"{COMPILED}/{name}.json" for name in (*SHIPPED.refs, "law")}
    assert shipped_files | demo | compiled | {"iama/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_making_it_takes_no_library_that_the_project_does_not_ask_for() -> None:
    code = "import json, pathlib, sys, hatch_build; before = {*sys.modules}; hatch_build._compiled(pathlib.Path()); "
    code += "import tempfile; hatch_build._compile_templates(pathlib.Path(), pathlib.Path(tempfile.mkdtemp())); "
    code += "print(json.dumps(sorted({name.partition('.')[0] for name in {*sys.modules} - before})))"
    taken = json.loads(run(sys.executable, "-c", code, cwd=ROOT))
    libraries = {name.lower() for module in taken for name in packages_distributions().get(module, ())}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {Requirement(line).name.lower() for line in project["build-system"]["requires"]}
    assert "msgspec" in libraries
    assert libraries - {"iama-cli", "markupsafe"} <= asked  # the latter comes with Jinja2


def test_the_wheel_is_named_iama_cli_and_brings_the_command_iama(wheel: Path) -> None:
    assert wheel.name == f"iama_cli-{__version__}-py3-none-any.whl"
    told = contents(wheel)[f"iama_cli-{__version__}.dist-info/entry_points.txt"].decode()
    assert told.split() == ["[console_scripts]", "iama", "=", "iama.__main__:main"]


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"iama"}


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_the_wheel_holds_every_tree_compiled_from_its_yaml(wheel: Path, ref: str) -> None:
    assert contents(wheel)[f"{COMPILED}/{ref}.json"].decode() == tree_to_json(SHIPPED.resolve_questionnaire(ref))


def test_the_wheel_holds_the_law_compiled_from_its_yaml(wheel: Path) -> None:
    assert contents(wheel)[f"{COMPILED}/law.json"].decode() == law_to_json(SHIPPED.law)


def test_the_wheel_holds_every_template_compiled_and_they_make_the_same_pages(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    reports = tmp_path / "iama" / "reports"
    compiled = [path for path in (reports / report.COMPILED).iterdir() if path.suffix == ".py"]
    assert len(compiled) == len([*(ROOT / "reports").rglob("*.j2")])
    for path in reports.rglob("*.j2"):
        path.unlink()
    for to in ("html", "md"):
        assert report.render(demo_view("nl"), to, reports) == report.render(demo_view("nl"), to, ROOT / "reports")


def test_a_wheel_made_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    (archive,) = tmp_path.glob("*.tar.gz")
    again = build(archive, tmp_path)
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
