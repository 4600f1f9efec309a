"""The locks: what they hold fits `pyproject.toml`, and they tell nothing about where they were made."""

import re
import tomllib

import pytest
from locked import LOCKS, pins
from packaging.requirements import Requirement

PROJECT = tomllib.loads((LOCKS.parent / "pyproject.toml").read_text(encoding="utf-8"))
RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = {
    name: [one for line in lines if (one := Requirement(line)).name != PROJECT["project"]["name"]]
    for name, lines in PROJECT["project"]["optional-dependencies"].items()
}
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
WANTED = {"run.txt": RUN + BUILD, "test.txt": RUN + BUILD + EXTRAS["test"] + EXTRAS["pdf"], "oldest.txt": RUN}


def versions(lock: str) -> dict[str, str]:
    return dict(re.split("==| ;", line)[:2] for line in pins(lock))


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_what_the_project_asks_for_and_in_its_range(lock: str) -> None:
    held = versions(lock)
    outside = [str(one) for one in WANTED[lock] if held.get(one.name.lower(), "") not in one.specifier]
    assert outside == [], "run python3 locks/renew.py"


def test_the_oldest_lock_holds_the_lower_end_of_every_range() -> None:
    lower = {one.name.lower(): spec.version for one in RUN for spec in one.specifier if spec.operator == ">="}
    held = versions("oldest.txt")
    assert len(lower) == len(RUN)
    assert {name: re.sub(r"(\.0)+$", "", held[name]) for name in lower} == lower, "run python3 locks/renew.py"


def test_what_runs_is_tested_in_the_same_version() -> None:
    assert versions("run.txt").items() <= versions("test.txt").items()


@pytest.mark.parametrize("lock", WANTED)
def test_every_package_of_a_lock_has_digests(lock: str) -> None:
    text = (LOCKS / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[^\s#].*\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE)
    assert len(entries) == len(pins(lock)) > 10


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_names_no_host_and_no_folder_of_a_machine(lock: str) -> None:
    text = (LOCKS / lock).read_text(encoding="utf-8")
    assert text.splitlines()[1] == "#    python3 locks/renew.py"
    assert not re.search(r"://|--(?!hash=)[a-z]|^-|/(?!renew)", text, re.MULTILINE)


def test_a_lock_is_for_every_system() -> None:
    assert any("sys_platform == 'win32'" in line for line in pins("run.txt"))
