"""The distribution is `iama-cli`: on package indexes `iama` is another project, which nothing here may ask for."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from iama import __version__

ROOT = Path(__file__).parent.parent
INSTALLER = r"\b(?:pipx? (?:install|run)|pip3 install|uv (?:pip|tool) (?:install|run)|uvx)"
ANOTHER = re.compile(
    rf"{INSTALLER}(?:\s+-\S+)*\s+[\"']?iama(?!-cli|\w)"  # as a program is told to get it
    r"|\biama(?:\[\w| ?@ |[=~!<>]=)"  # as a requirement
)


def tracked() -> list[Path]:
    """Return every file that is in git, or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in told.split("\0") if (path := ROOT / name).is_file()]


@pytest.mark.parametrize(
    "text",
    [
        "pip install {}",
        "pip install --quiet -U '{}'",
        'pip3 install "{}>=0.1"',
        "pipx install {}",
        "pipx run\n{} check",
        "uv pip install {}",
        "uv tool install {}",
        "uvx {} check",
        "{}[pdf]",
        "`{} @ git+https://example.nl/x`",
        "{}==0.1.0",
    ],
)
def test_another_project_is_recognised_and_ours_is_not(text: str) -> None:
    assert ANOTHER.search(text.format("iama"))
    assert not ANOTHER.search(text.format("iama" + "-cli"))


@pytest.mark.parametrize(
    "text", ["pip install . && iama demo", 'uvx --from "iama-cli @ x" iama demo', "Usage: iama [OPTIONS]"]
)
def test_the_command_is_no_other_project(text: str) -> None:
    assert not ANOTHER.search(text)


def test_nothing_installs_or_requires_another_project() -> None:
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in tracked()}
    assert {ROOT / "README.md", ROOT / "pyproject.toml", ROOT / "templates" / "check.yml"} <= texts.keys()
    found = [(path.relative_to(ROOT), hit[0]) for path, text in texts.items() for hit in ANOTHER.finditer(text)]
    assert found == []


def test_the_project_is_named_iama_cli() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"] == "iama-cli"


@pytest.mark.parametrize(("page", "times"), [("README.md", 1), ("docs/check.md", 3)])
def test_pages_name_the_tag_of_this_version(page: str, times: int) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert re.findall(r"(?:@|rev: )(v?\d+\.\d+\.\d+)", text) == [f"v{__version__}"] * times


def test_check_md_tells_the_component_all_that_it_must_be_told() -> None:
    component, _ = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text(encoding="utf-8"))
    inputs = component["spec"]["inputs"]
    text = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    (example,) = [one for one in re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S) if "- component:" in one]
    given = yaml.safe_load(example)["include"][0]["inputs"]
    assert {name for name, one in inputs.items() if "default" not in one} <= given.keys() <= inputs.keys()
    assert given["repository"].startswith("https://$CI_SERVER_FQDN/") and given["version"] == f"v{__version__}"
