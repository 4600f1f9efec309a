"""Thousands of kills: at random moments, and at each system call of a save."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from disasters import kill_savers, save, standing
from scale import scaled

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process, and this system cannot fork")
TRACES = pytest.mark.skipif(shutil.which("strace") is None, reason="kills at a system call, which strace does")
CALLS = "openat,write,fsync,rename,close,unlink,flock,fstat,newfstatat,read,lseek,getdents64"
SAVE = "import sys; from pathlib import Path; from disasters import save; save(Path(sys.argv[1]), int(sys.argv[2]))"


@FORKS
def test_thousands_of_kills_break_and_lose_nothing(tmp_path: Path) -> None:
    toll = kill_savers(tmp_path, scaled(3_000), Random())
    assert (toll.broken, toll.lost) == (0, 0), toll
    assert toll.saved > toll.kills / 10, toll


@TRACES
def test_a_kill_at_any_system_call_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    save(tmp_path, 1)
    outcomes: set[int | None] = set()
    for nth in range(_calls_before_saving(tmp_path), 100_000):
        save(tmp_path, 1)
        killed = _traced(tmp_path, f"inject={CALLS}:signal=KILL:when={nth}") != 0
        outcomes.add(found := standing(tmp_path))
        assert found in (1, 2), f"killed at call {nth}"
        if not killed:
            break
    assert outcomes == {1, 2}


def _calls_before_saving(folder: Path) -> int:
    """Return how many of the calls come before the save: starting Python, importing, reading the questionnaire."""
    log = folder.parent / "calls"
    _traced(folder, f"trace={CALLS}", "-o", str(log))
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return next(number for number, line in enumerate(lines, 1) if ".iama.lock" in line)


def _traced(folder: Path, *options: str) -> int:
    inject, *more = options
    python = [sys.executable, "-c", SAVE, str(folder), "2"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["strace", "-qq", "-e", inject, *(more or ["-o", os.devnull]), *python]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
