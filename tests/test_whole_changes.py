"""Every command that saves, with each call that changes something failing or cut off by a kill: before or after."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from commands import iama
from disasters import Dying, Failing, Lost
from whole_changes import CASES, Case, Toll, made, seen, tolls

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="goes on in a child for every call")
ENDS = [
    pytest.param(case, kind, id=f"{case.name}, {end}")
    for case in CASES
    if case.files > 1
    for kind, end in ((Dying, "a kill"), (Lost, "the end of the disk"))
]


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def found(
    workspaces: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Case, type[Failing]], Toll]:
    """Return what counts what a way to cut a command off did to it; all ways of a case are tried in one run."""
    known: dict[Case, Mapping[type[Failing], Toll]] = {}

    def toll(case: Case, kind: type[Failing]) -> Toll:
        if case not in known:
            ways = [Failing] * (case.name in SHORT) + [Dying, Lost] * (case.files > 1)
            known[case] = tolls(case, workspaces[case.base], tmp_path_factory.mktemp("cut") / "w", ways)
        return known[case][kind]

    return toll


def figures(found: Toll) -> Mapping[str, int]:
    stray = sum("after the next save" in one for one in found.wrong)
    return {**vars(found), "wrong": len(found.wrong) - stray, "stray": stray}


def is_quick(name: str) -> bool:
    """Return whether a case is tried here; the other decision goes the same way, and the heavy suite tries it."""
    return not name.startswith("approve no-go")


SHORT = ("set", "set many", "respond", "withhold", "baseline", "report")  # the heavy suite tries every command


@pytest.mark.parametrize("case", [case for case in CASES if case.name in SHORT], ids=lambda case: case.name)
def test_whichever_call_fails_a_command_saves_all_or_nothing_and_says_which(
    case: Case, found: Callable[[Case, type[Failing]], Toll], counted: Callable[..., None]
) -> None:
    toll = found(case, Failing)
    counted(**figures(toll))
    assert toll.wrong == []
    assert toll.before > 5 * case.files


@pytest.mark.parametrize(("case", "kind"), [end for end in ENDS if is_quick(str(end.id))])
def test_an_end_at_any_call_leaves_all_or_nothing(
    case: Case, kind: type[Failing], found: Callable[[Case, type[Failing]], Toll], counted: Callable[..., None]
) -> None:
    toll = found(case, kind)
    counted(**figures(toll))
    assert toll.wrong == []
    assert toll.before > 5 * case.files and toll.after > 2 * case.files


class FailingAfter(Failing):
    """Every read fails after a file was put in its place."""

    def tick(self, name: str) -> None:
        self.calls.append(name)
        if name == "read" and "replace" in self.calls:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name in ("respond", "withhold")], ids=lambda case: case.name
)
def test_a_failure_after_the_save_says_that_it_was_saved(
    case: Case, workspaces: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = shutil.copytree(workspaces[case.base], tmp_path / "w")
    before = seen(base, case.of)
    with monkeypatch.context() as patch:
        FailingAfter(0).watch(patch)
        told = iama(base, *case.words)
    assert told.code == 3
    assert "everything was saved" in told.err
    assert seen(base, case.of) != before
