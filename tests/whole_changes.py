"""Commands that save, cut off at every call of the system that changes something: what is seen, and what is left."""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from commands import demo, fresh, iama, put, run
from disasters import Failing, Killed
from gated import BASELINE

from iama.files import journal
from iama.files.disk import TEMPORARY, clear_stray
from iama.files.journal import NAME as JOURNAL
from iama.files.store import approved_files, holds_dossier, read_dossier
from iama.model.dossier import Dossier

CHANGING = frozenset({"create", "write", "flush", "fsync", "replace", "unlink", "mkdir", "rmdir", "fchmod"})
ID = "herzicht"
KILLED = -9
APPROVE = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--text", "Om deze redenen.")
CONDITION = ("--condition", "Eerst meten", "--owner", "data-scientist", "--due", "2027-01-31")


@dataclass(frozen=True)
class Case:
    """A command that saves: what it is run on, its words, and how many files of a dossier it changes together."""

    name: str
    words: tuple[str, ...]
    files: int = 1
    base: str = "demo"
    of: str = ID


CASES = (
    Case("set", ("set", ID, "goal", "Eerder zien wie hulp nodig heeft")),
    Case("set many", ("set", "--answers", "many.yaml", ID), files=2),
    Case(
        "respond",
        ("respond", "--decision", "accept", "--text", "T", "--by", "responsible", ID, "serious-consequences"),
    ),
    Case("withhold", ("withhold", "--ground", "woo-5.1.2.d", "--reason", "Opsporing", "--by", "lawyer", ID, "goal")),
    Case("approve no-go", (*APPROVE, "--decision", "no-go"), files=5),
    Case("approve conditions", (*APPROVE, "--decision", "conditions", *CONDITION), files=5),
    Case("migrate", ("migrate", "abc", "--to", "iama-2.0"), files=2, base="older", of="abc"),
    Case("new", ("new", "nieuw"), files=4, of="nieuw"),
    Case("baseline", ("check", "--write-baseline")),
    Case("report", ("report", "--to", "md", ID)),
    Case("bundle", ("bundle", "-o", "b.zip", ID)),
    Case("merge", ("merge", "base.yaml", "ours.yaml", "theirs.yaml")),
)


def made(folder: Path) -> Mapping[str, Path]:
    """Make the workspaces that the commands are run on."""
    base, older = demo(folder), fresh(folder, "-q", "iama-1.0")
    put(base, "iama.toml", BASELINE)
    put(base, "many.yaml", "goal: Nieuw doel\nalgorithm/name: Andere naam\n")
    for name in ("base.yaml", "ours.yaml", "theirs.yaml"):
        shutil.copyfile(base / "assessments" / ID / "iama-2.0.yaml", base / name)
    theirs = base / "theirs.yaml"
    theirs.write_text(
        theirs.read_text(encoding="utf-8").replace("  goal:\n    value: |-\n", "  goal:\n    value: |-\n      Meer. "),
        encoding="utf-8",
    )
    put(older, "old.yaml", "goal: Doel van toen\nvalues-served: Waarden\n")
    assert iama(older, "set", "--answers", "old.yaml", "abc").code == 0
    told = iama(older, "withhold", "--ground", "woo-5.1.2.d", "--reason", "R", "--by", "lawyer", "abc", "goal")
    assert told.code == 0, told.err
    return {"demo": base, "older": older}


@dataclass(frozen=True)
class Seen:
    """What a reader sees: the dossier, the names of its snapshots, and every file that stands outside the dossiers."""

    dossier: Dossier | None
    snapshots: frozenset[str]
    files: Mapping[str, bytes]


def seen(base: Path, algorithm: str) -> Seen:
    """Read a workspace as every command does."""
    folder = base / "assessments" / algorithm
    outside = {path.name: path.read_bytes() for path in base.iterdir() if path.is_file()}
    files = {name: content for name, content in outside.items() if not name.startswith(TEMPORARY)}
    if not holds_dossier(folder):
        return Seen(None, frozenset(), files)
    return Seen(read_dossier(folder), frozenset(approved_files(folder)), files)


def fingerprint(base: Path) -> bytes:
    """Return a digest of everything under a folder: names, modes, contents."""
    found = sha256()
    for path in sorted(base.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        found.update(repr((str(path.relative_to(base)), path.lstat().st_mode, content)).encode())
    return found.digest()


@dataclass
class Reader:
    """Reads a workspace as every command does; the same bytes are read once."""

    base: Path
    algorithm: str
    _known: dict[bytes, Seen] = field(default_factory=dict)

    def __call__(self) -> Seen:
        state = fingerprint(self.base)
        if state not in self._known:
            self._known[state] = seen(self.base, self.algorithm)
        return self._known[state]


def stray(base: Path) -> list[str]:
    """Return the files that no reader knows."""
    names = (path.name for path in base.rglob("*"))
    return [name for name in names if name.startswith(TEMPORARY) or name == JOURNAL]


def foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chance give the same ids and salts every time."""
    numbers = count()
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[next(numbers) % 7])
    monkeypatch.setattr(secrets, "token_hex", lambda length: f"{next(numbers):0{2 * length}x}")


@dataclass(frozen=True, slots=True)
class Cut:
    """How a command ended that was cut off: what it said, empty when it was killed; and at which call."""

    call: str
    code: int
    said: str

    @property
    def saved(self) -> bool | None:
        """Whether the command says that it saved; None when nobody was left to say so."""
        if self.code == KILLED:
            return None
        denied = ("nothing was saved", "old file still stands", "cannot save here")
        return self.code == 0 or not any(words in self.said for words in denied)


class Crossroads(Failing):
    """At the first call that changes something, the command goes on in a child for each way and call to cut it off.

    So everything that comes before is done once. `come_back` is told how each child ended; False ends its way.
    """

    def __init__(self, ways: Sequence[type[Failing]], come_back: Callable[[type[Failing], Cut], bool]) -> None:
        super().__init__(0, only=CHANGING)
        self.way: Failing | None = None  # of a child
        self.report = -1
        self._ways, self._come_back = ways, come_back
        self._waits = False  # at the crossroads, where `come_back` may change what it likes

    def tick(self, name: str) -> None:
        if self.way is None and name in CHANGING and not self._waits:
            self._waits = True
            self._go_on()
        if self.way:
            self.way.tick(name)

    def _go_on(self) -> None:
        for kind in self._ways:
            for nth in range(1, 400):
                reader, writer = os.pipe()
                if (child := os.fork()) == 0:
                    os.close(reader)
                    self.report, self.way = writer, kind(nth, only=CHANGING)
                    return
                os.close(writer)
                with os.fdopen(reader) as told:
                    call, code, said = json.loads(told.read() or '["", 70, "the child said nothing"]')
                os.waitpid(child, 0)
                if not self._come_back(kind, Cut(call, code, said)):
                    break
            else:
                raise AssertionError("the command never ran through")
        raise Killed


@dataclass
class Toll:
    """What strikes did to a command; `wrong`: neither before nor after, a false message, or a stray file."""

    strikes: int = 0
    before: int = 0
    after: int = 0
    wrong: list[str] = field(default_factory=list)


def tolls(case: Case, original: Path, scratch: Path, ways: Sequence[type[Failing]]) -> Mapping[type[Failing], Toll]:
    """Cut a command off at its first call that changes something, its second … and count what came of each way to."""
    base = _copied(original, scratch)
    look = Reader(base, case.of)
    before = look()
    code, said = _run(case, base, None)
    after, found = look(), {kind: Toll() for kind in ways}
    assert code == 0 and before != after, said

    def come_back(kind: type[Failing], cut: Cut) -> bool:
        if not cut.call:  # it ran through
            os.chdir(_copied(original, scratch))
            return False
        then, toll = look(), found[kind]
        toll.strikes += 1
        toll.before += then == before
        toll.after += then == after
        if then not in (before, after):
            toll.wrong.append(f"{cut}: neither before nor after")
        elif cut.saved not in (None, then == after):
            toll.wrong.append(f"{cut}: the message is not true")
        _next_save(base / "assessments" / case.of, base)
        if (look() != then and then.dossier) or (left := stray(base)):
            toll.wrong.append(f"{cut}: after the next save {left}")
        os.chdir(_copied(original, scratch))  # where the command runs was taken away
        return True

    _copied(original, scratch)
    _run(case, base, Crossroads(ways, come_back))
    return found


def _next_save(folder: Path, base: Path) -> None:
    """Do what the next save does first; this process holds the lock, because it is in the middle of one."""
    if folder.is_dir():
        journal._recover(folder)
    clear_stray(base)


def _copied(base: Path, scratch: Path) -> Path:
    shutil.rmtree(scratch, ignore_errors=True)
    return shutil.copytree(base, scratch)


def _run(case: Case, base: Path, system: Crossroads | None) -> tuple[int, str]:
    """Run a command, with the same chance every time; return its exit code and what it said on standard error."""
    with pytest.MonkeyPatch.context() as patch:
        foreseen(patch)
        if system:
            system.watch(patch)
        try:
            told = run(base, *case.words)
            code, said = told.code, told.err
        except Killed:
            code, said = KILLED, ""
    if system and system.way:  # a child
        calls = system.way.calls
        cut = calls[-1] if len(calls) >= system.way.nth else ""
        os.write(system.report, json.dumps([f"{cut} number {len(calls)}" if cut else "", code, said]).encode())
        os._exit(0)
    return code, said
