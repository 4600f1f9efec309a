"""What happens to a disk: a process killed at any moment, and calls that fail one after the other."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from iama.files import shipped, store
from iama.model.dossier import Answer

REF = "algorithm-1.0"
LINES = 200


def version(number: int) -> Answer:
    """Return an answer of which every line names its version, so that half a save would show."""
    return Answer("\n".join(f"version {number}" for _ in range(LINES)))


def save(folder: Path, number: int) -> None:
    store.update(folder, {shipped.resolve(REF): lambda found: found.with_answer("description", None, version(number))})


@dataclass
class Toll:
    """What a series of kills did."""

    kills: int = 0
    saved: int = 0  # versions that a killed process had reported as saved
    lost: int = 0  # kills after which a saved version was gone
    broken: int = 0  # kills after which the file was neither the old nor the new version


def kill_savers(folder: Path, kills: int, random: Random) -> Toll:
    """Let a process save version after version and kill it at a random moment, `kills` times over."""
    toll = Toll()
    save(folder, 0)
    last = 0
    for _ in range(kills):
        reported = last + _kill_one(
            lambda number: save(folder, number), last, random.choice((0, 1, 2)), random.uniform(0, 0.06)
        )
        found = standing(folder)
        toll.kills += 1
        toll.saved += reported - last
        toll.lost += found is not None and found < reported
        toll.broken += found not in (reported, reported + 1)
        last = reported if found is None else found
    return toll


def standing(folder: Path) -> int | None:
    """Return the version that stands in the file, None for anything else."""
    dossier, findings = store.inspect_dossier(folder)
    value = dossier.assessments[REF].answer("description").value if not findings else None
    lines = set(value.split("\n")) if isinstance(value, str) else set()
    return int(lines.pop().removeprefix("version ")) if len(lines) == 1 else None


def _kill_one(saving: Callable[[int], None], last: int, after: int, seconds: float) -> int:
    """Fork a process that saves, and kill it some time after so many saves; return how many it reported as done."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            while True:
                last += 1
                saving(last)
                os.write(writer, b".")
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as reports:
        before = len(reports.read(after))  # so that a slow machine sees kills between saves too
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return before + len(reports.read())


class Failing:
    """Stands for `os` in the store: the call with number `nth` fails, every other one works."""

    def __init__(self, nth: int, code: int, *, name: str = os.name) -> None:
        self.name = name
        self.calls: list[str] = []
        self._nth, self._code = nth, code

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if not callable(real):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self.tick(name)
            given = real(*args, **kwargs)
            return _FailingFile(given, self) if name == "fdopen" else given

        return call

    def tick(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self._nth:
            raise OSError(self._code, os.strerror(self._code))

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also count what `pathlib` asks of the disk: the rename, and reading back."""
        real_replace, real_read = Path.replace, Path.read_bytes

        def replaced(path: Path, target: Path) -> Path:
            self.tick("replace")
            return real_replace(path, target)

        def read(path: Path) -> bytes:
            if path.name.startswith(".iama-save-"):
                self.tick("read_bytes")
            return real_read(path)

        monkeypatch.setattr(Path, "replace", replaced)
        monkeypatch.setattr(Path, "read_bytes", read)
        monkeypatch.setattr(store, "os", self)


class _FailingFile:
    """An open file whose writes are counted too; a failing write leaves half of it behind."""

    def __init__(self, file: Any, disk: Failing) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> "_FailingFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> None:
        self._file.write(content[: len(content) // 2])
        self._disk.tick("write")
        self._file.write(content[len(content) // 2 :])

    def flush(self) -> None:
        self._disk.tick("flush")
        self._file.flush()
