"""Thousands of kills: at random moments, and at each system call of a save."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest
from disasters import kill_savers, save, standing
from scale import scaled

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process, and this system cannot fork")
TRACES = pytest.mark.skipif(shutil.which("strace") is None, reason="kills at a system call, which strace does")
CALLS = ("openat", "read", "write", "fsync", "rename", "close", "unlink", "flock")
SAVE = "import sys; from pathlib import Path; from disasters import save; save(Path(sys.argv[1]), int(sys.argv[2]))"


@FORKS
def test_thousands_of_kills_break_and_lose_nothing(tmp_path: Path, counted: Callable[..., None]) -> None:
    toll = kill_savers(tmp_path, scaled(3_000), Random())
    counted(**asdict(toll))
    assert (toll.broken, toll.lost) == (0, 0), toll
    assert toll.saved > toll.kills / 10, toll


@TRACES
@pytest.mark.parametrize("call", CALLS)
def test_a_kill_at_any_system_call_leaves_the_old_or_the_new_file(
    call: str, tmp_path: Path, counted: Callable[..., None]
) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    save(folder, 1)
    nth = first = _before_the_save(folder, call)
    killed, broken = True, []
    while killed:
        nth += 1
        save(folder, 1)
        killed = _traced(folder, "-e", f"inject={call}:signal=KILL:when={nth}") != 0
        if standing(folder) not in (1, 2):
            broken.append(f"killed at {call} number {nth}")
    counted(kills=nth - 1, broken=len(broken))
    assert broken == []
    assert nth > first + 1, "the save ran through without a kill"
    assert standing(folder) == 2


def _before_the_save(folder: Path, call: str) -> int:
    """Return how many of the calls come before the lock is taken: starting Python, importing modules."""
    log = folder.parent / "calls"
    _traced(folder, "-e", f"trace={','.join(CALLS)}", "-o", str(log))
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    lock = next(number for number, line in enumerate(lines) if ".iama.lock" in line)
    assert any(call + "(" in line for line in lines[lock:]), f"a save makes no call of {call}"
    return sum(line.startswith(call + "(") for line in lines[:lock])


def _traced(folder: Path, *options: str) -> int:
    python = [sys.executable, "-c", SAVE, str(folder), "2"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["strace", "-qq", *options, *python]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
