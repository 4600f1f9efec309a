"""What happens to a disk: a process killed at any moment, and calls that fail one after the other."""

import errno
import os
import signal
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from iama.files import disk, store
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer

REF = "algorithm-1.0"
LINES = 200


def version(number: int) -> Answer:
    """Return an answer of which every line names its version, so that half a save would show."""
    return Answer("\n".join(f"version {number}" for _ in range(LINES)))


def save(folder: Path, number: int) -> None:
    store.update_assessments(
        folder,
        {SHIPPED.resolve_questionnaire(REF): lambda found: found.with_answer("description", None, version(number))},
    )


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
    value = dossier.assessments[REF].answer_to("description").value if not findings else None
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
    """Stands for `os` in the module that touches the disk: the call with number `nth` fails, every other one works."""

    def __init__(self, nth: int, code: int = errno.EIO, *, name: str = os.name, only: Collection[str] = ()) -> None:
        self.name = name
        self.only = only  # calls that count; all, unless they are named
        self.calls: list[str] = []
        self.descriptors: set[int] = set()  # open ones, of which a process that is killed lets go
        self.nth, self._code = nth, code

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if not callable(real):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self.tick("create" if name == "open" and args[1] & os.O_CREAT else name)
            given = real(*args, **kwargs)
            if name in ("open", "dup"):
                self.descriptors.add(given)
            if name == "close" or (name == "fdopen" and kwargs.get("closefd", True)):
                self.descriptors.discard(args[0])
            return _FailingFile(given, self) if name == "fdopen" else given

        return call

    def tick(self, name: str) -> None:
        if self.only and name not in self.only:
            return
        self.calls.append(name)
        if self.fails():
            raise OSError(self._code, os.strerror(self._code))

    def fails(self) -> bool:
        """Whether the last call fails."""
        return len(self.calls) == self.nth

    def bury(self) -> None:
        """Close what the process had open."""
        for descriptor in self.descriptors:
            os.close(descriptor)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> "Failing":
        """Take the place of the system."""
        monkeypatch.setattr(disk, "os", self)
        return self


class Lost(Failing):
    """From the call with number `nth` on every one fails: the disk is gone."""

    def fails(self) -> bool:
        return 0 < self.nth <= len(self.calls)


class Killed(BaseException):
    """Stands for a kill."""


class Dying(Failing):
    """The process is killed at the call with number `nth`: none is made after it, that of a clean-up included."""

    def tick(self, name: str) -> None:
        if 0 < self.nth <= len(self.calls):  # dead already
            raise Killed
        if not self.only or name in self.only:
            self.calls.append(name)
            if len(self.calls) == self.nth:
                raise Killed


class _FailingFile:
    """An open file whose reads and writes are counted too; a failing write leaves half of it behind."""

    def __init__(self, file: Any, disk: Failing) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> "_FailingFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def writelines(self, pieces: Iterable[bytes]) -> None:
        for content in pieces:
            self._file.write(content[: len(content) // 2])
            self._disk.tick("write")
            self._file.write(content[len(content) // 2 :])

    def read(self, most: int) -> bytes:
        self._disk.tick("read")
        found: bytes = self._file.read(most)
        return found

    def flush(self) -> None:
        self._disk.tick("flush")
        self._file.flush()

    def close(self) -> None:
        self._file.close()
        self._disk.tick("close")
