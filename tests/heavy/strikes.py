"""Commands as processes of their own, struck at every call of the system that names something in the workspace.

There the call fails, or the process is killed before it. `strace` does it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from commands import run
from whole_changes import KILLED, Case, Seen, fingerprint, seen, stray

BY_DESCRIPTOR = frozenset(
    "close fchmod fchown fdatasync flock fstat fsync ftruncate getdents64 lseek pread64 pwrite64 read readv write "
    "writev".split()
)
BY_PATH = frozenset(
    "access chmod chown faccessat faccessat2 fchmodat fchownat lchown link linkat lstat mkdir mkdirat newfstatat open "
    "openat readlink readlinkat rename renameat renameat2 rmdir stat statx symlink symlinkat truncate unlink unlinkat "
    "utimensat".split()
)
CALLS = BY_DESCRIPTOR | BY_PATH
KILL = "KILL"
BASE = "<base>"  # stands for the workspace in a path
_NAMED = re.compile(r'\b\d+<(?P<open>[^>]*)>|"(?P<name>[^"]*)"')
_SAVED = ("everything was saved", "it counts as saved", "the new file stands")


@dataclass(frozen=True, slots=True)
class Strike:
    """A call of the system, by its name and its number among those of that name, and what happens there."""

    call: str
    nth: int
    how: str  # KILL, or the name of an error

    @property
    def option(self) -> str:
        """What strace is told."""
        what = "signal=KILL" if self.how == KILL else f"error={self.how}"
        return f"inject={self.call}:{what}:when={self.nth}"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, what it said, and the calls that were traced."""

    code: int
    said: str
    calls: Sequence[str]

    def saved(self, success: str) -> bool | None:
        """Whether it says that it saved: a failure is a refusal unless it says otherwise; None when it was killed.

        `success` is what the command says when all goes well.
        """
        if self.code == KILLED:
            return None
        first = success.partition("\n")[0]
        return self.code == 0 or any(words and words in self.said for words in (*_SAVED, first))


class Waiting:
    """A command that is ready to run, again and again, each time as a new process."""

    def __init__(self, case: Case, original: Path, place: Path) -> None:
        place.mkdir()
        self.base, self.original = place / "w", original
        self._said, self._log = place / "said", place / "log"
        first = shutil.copytree(original, place / "first")
        self._server = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("struck.py"), *case.words],
            cwd=first,
            env=environment(),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(self, *options: str) -> Ended:
        """Run the command under strace on a new copy of the workspace."""
        shutil.rmtree(self.base, ignore_errors=True)
        shutil.copytree(self.original, self.base)
        process = self._told(json.dumps([str(self.base), str(self._said)]))
        tracing = ["strace", "-y", "-o", str(self._log), *options, "-p", str(process)]
        with subprocess.Popen(tracing, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr is not None
            while "attached" not in (line := tracer.stderr.readline()):
                assert line, "strace could not take hold of it"
            code = self._told("")
        said, log = (path.read_text(encoding="utf-8", errors="replace") for path in (self._said, self._log))
        return Ended(code, said.replace(str(self.base), "."), log.splitlines())

    def watching(self, paths: Iterable[str], *calls: str) -> Sequence[str]:
        """Return the options for calls that name these paths, which are given as seen from its workspace."""
        return [*tracing(*calls), *(word for path in paths for word in ("-P", path.replace(BASE, str(self.base))))]

    def _told(self, line: str) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(line + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def leave(self) -> None:
        """End the process that waits."""
        self._server.communicate()


def environment() -> Mapping[str, str]:
    """Return what a process needs to import what this one does, and to do the same every time."""
    fixed = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    return {**os.environ, **fixed}


def tracing(*calls: str) -> tuple[str, str]:
    """Return the option that makes strace write these calls down; those that a processor lacks are passed over."""
    return "-e", f"trace={','.join(f'?{call}' for call in calls)}"


def numbered(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Return traced calls, each by its name and its number among those of that name."""
    numbers: Counter[str] = Counter()
    for line in lines:
        call = line.partition("(")[0]
        if call in CALLS:
            numbers[call] += 1
            yield call, numbers[call]


def named(lines: Sequence[str], folder: Path) -> frozenset[str]:
    """Return the paths below a folder that traced calls name, as they name them or as their descriptors stand for."""
    pairs = (pair for line in lines for pair in _named(line, folder))
    return frozenset(
        name.replace(str(folder), BASE) for name, path in pairs if Path(os.path.normpath(path)).is_relative_to(folder)
    )


def _named(line: str, home: Path) -> Iterator[tuple[str, Path]]:
    """Yield each path in a call with where it leads to; one that is relative begins at a descriptor, or at `home`."""
    call, _, words = line.partition("(")
    for found in _NAMED.finditer(words) if call in CALLS else ():
        if found["open"] is not None:
            home = Path(found["open"])
            yield found["open"], home
            if call in BY_DESCRIPTOR:
                return
        elif found["name"]:
            yield found["name"], home / found["name"]


@dataclass(frozen=True)
class State:
    """What a reader sees, and what it sees after the next writing command."""

    now: Seen
    then: Seen


Judgement = tuple[bool | None, str]  # whether the state after stands, None when neither does; what else is wrong


@dataclass
class Judge:
    """Judges what stands after a strike; the same bytes are judged once.

    It runs commands in this process, one after the other.
    """

    case: Case
    before: State
    after: State
    _known: dict[bytes, Judgement] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def judged(self, base: Path) -> Judgement:
        """Return what is to be said of a workspace."""
        with self._lock:
            state = fingerprint(base)
            if state not in self._known:
                self._known[state] = self._looked(base)
            return self._known[state]

    def _looked(self, base: Path) -> Judgement:
        now = seen(base, self.case.of)
        if now not in (self.before.now, self.after.now):
            return None, "neither before nor after"
        expected = self.after if now == self.after.now else self.before
        told = run(base, *next_words(self.case, now))
        if told.code:
            return expected is self.after, f"the next save fails: {told.err}"
        if left := stray(base):
            return expected is self.after, f"after the next save stands {left}"
        same = seen(base, self.case.of) == expected.then
        return expected is self.after, "" if same else "the next save gives something else"


def next_words(case: Case, now: Seen) -> Sequence[str]:
    """Return the words of the next writing command: the same one where no dossier is, or it saves beside them."""
    if now.dossier is None or case.name in ("baseline", "report", "bundle", "merge"):
        return case.words
    return "set", case.of, "description", "Wat daarna kwam"
