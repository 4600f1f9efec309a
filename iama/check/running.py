"""The gate over dossiers on disk: each is read where it is examined, so that memory stays flat."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from shutil import which

from iama.check import cache
from iama.check.cache import Kept
from iama.check.config import Config
from iama.check.gate import Examined, examine
from iama.check.inventory import Inventory
from iama.check.seals import Seals
from iama.check.standing import NOT_LISTED, Listed
from iama.files import shipped
from iama.files.store import replace_file
from iama.files.walking import Documents, Walked, read_files
from iama.model.problems import IamaError

_CHUNK = 8  # dossiers that a job takes at a time


@dataclass(frozen=True, slots=True)
class Task:
    """One dossier to examine: its folder, its path as messages show it, and what links may not lead out of."""

    folder: Path
    shown: str
    top: Path
    as_of: date
    config: Config
    listed: Listed = NOT_LISTED
    signers: Path | None = None  # the file that says which keys may sign decisions


def run(task: Task) -> Kept:
    """Return what came of one dossier, with what it rests on."""
    walked = read_files(task.folder, task.top, task.shown)
    documents = _Noted(Documents(task.folder, task.top).digest)
    examined = examine(
        task.shown,
        walked.files,
        as_of=task.as_of,
        config=task.config,
        algorithm=task.folder.name,
        listed=task.listed,
        digest=documents.digest,
        sealed=Seals(task.signers).judge,
        refused=walked.refused,
    )
    return Kept(_digest(task, walked), documents.digests, examined)


def again(task: Task, examined: Examined, inventory: Inventory) -> Examined:
    """Return what comes of a dossier that an inventory knows by its number in the register only."""
    listed = inventory.listed(examined.standing.id, examined.standing.register_id)
    return examined if listed == task.listed else run(replace(task, listed=listed)).examined


def run_all(tasks: Sequence[Task], jobs: int = 1, cached: Path | None = None) -> Iterator[Examined]:
    """Yield what came of every dossier, in order, whatever the number of jobs and whatever `cached` holds.

    The file `cached` is read first, and written again when a dossier had changed; a cache that cannot be read or
    written is no cache, and no mistake.
    """
    kept = _read(cached) if cached else {}
    known = {task.shown for task in tasks if task.shown in kept and _stands(kept[task.shown], task)}
    fresh = _run_each([task for task in tasks if task.shown not in known], jobs)
    for task in tasks:
        if task.shown not in known:
            kept[task.shown] = next(fresh)
        yield kept[task.shown].examined
    if cached and len(known) < len(tasks):
        _write(cached, kept)


def _run_each(tasks: Sequence[Task], jobs: int) -> Iterator[Kept]:
    if jobs <= 1 or len(tasks) <= _CHUNK:
        yield from map(run, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor  # costs 27 ms, and one dossier needs no jobs

    shipped.load()  # once, where processes start as copies of this one
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run, tasks, chunksize=_CHUNK)


@dataclass(frozen=True, slots=True)
class _Noted:
    """Documents that are asked for, each with its digest."""

    ask: Callable[[str], str]
    digests: dict[str, str] = field(default_factory=dict)

    def digest(self, name: str) -> str:
        if name not in self.digests:
            self.digests[name] = self.ask(name)
        return self.digests[name]


def _digest(task: Task, walked: Walked) -> str:
    """Return the digest of a dossier and of all that is asked about it; nothing while a file cannot be read."""
    if walked.refused:
        return ""
    asked = replace(task, folder=Path(), top=Path())  # the same dossier elsewhere is the same
    return cache.digest(f"{asked!r} {_keys(task.signers)!r}", walked.files)


def _keys(signers: Path | None) -> tuple[bytes, str | None]:
    """Return what a judgement of signatures rests on: the keys that may sign, and the program that tells."""
    if signers is None or not signers.is_file():
        return b"", None
    return signers.read_bytes(), which("ssh-keygen")


def _stands(kept: Kept, task: Task) -> bool:
    """Return whether nothing has changed that a finding could rest on."""
    if kept.digest != _digest(task, read_files(task.folder, task.top, task.shown)):
        return False
    digest = Documents(task.folder, task.top).digest
    return all(digest(name) == known for name, known in kept.documents.items())


def _read(path: Path) -> dict[str, Kept]:
    try:
        return cache.read(path.read_bytes(), shipped.digest())
    except OSError:
        return {}


def _write(path: Path, kept: dict[str, Kept]) -> None:
    with suppress(OSError, IamaError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, cache.written(kept, shipped.digest()))
