"""The gate over dossiers on disk: each is read where it is examined, so that memory stays flat."""

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from msgspec import Struct, field

from iama.files.dossierfolder import read_folder
from iama.files.journal import unfinished_save_findings
from iama.files.output import own_target, write_pieces
from iama.files.ownfiles import make_own_file, open_own_file
from iama.files.resultstore import Spool
from iama.files.shipped import SHIPPED, package_digest
from iama.files.walking import Documents, Walked, digest_of, read_files, sound_objects
from iama.gate import cache
from iama.gate.cache import Cache, Kept
from iama.gate.changes import Trace, trace_of
from iama.gate.check import Examined, examine, judge_dossier
from iama.gate.config import Config
from iama.gate.inventory import Inventory
from iama.gate.inventory_status import NOT_LISTED, Listed
from iama.gate.rules.integrity import Seals
from iama.model.library import Library
from iama.model.problems import IamaError
from iama.model.signing import UNSIGNED, Signing
from iama.model.struct import replace

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

_CHUNK = 8  # dossiers that a job takes at a time


class Task(Struct, frozen=True):
    """One dossier to examine: its folder, its path as messages show it, and what links may not lead out of."""

    folder: Path
    shown: str
    top: Path
    as_of: date
    config: Config
    listed: Listed = NOT_LISTED
    signing: Signing = UNSIGNED  # what is asked of signatures under decisions


class Known(NamedTuple):
    """What an earlier result rests on: the digest of the dossier, and those of the documents that it names."""

    digest: str = ""
    documents: Mapping[str, str] = {}


def run_task(task: Task, library: Library = SHIPPED) -> Kept:
    """Return what came of one dossier, with what it rests on."""
    return _looked_at(task, _walk_dossier(task, library), library)


def run_unless(known: Known, task: Task, library: Library = SHIPPED) -> Kept | None:
    """Return what came of one dossier; None when nothing has changed since it was `known` that a finding rests on."""
    walked = _walk_dossier(task, library)
    if known.digest and known.digest == _dossier_digest(task, walked):
        ask = Documents(task.folder, task.top).find_digest
        if all(ask(name) == digest for name, digest in known.documents.items()):
            return None
    return _looked_at(task, walked, library)


def trace_task(task: Task, library: Library = SHIPPED) -> Trace:
    """Return what one dossier says that a change may not quietly say less of."""
    walked = _walk_dossier(task, library)
    dossier, _ = read_folder(task.shown, walked.files, library)
    subject = judge_dossier(
        task.shown,
        walked.files,
        replace(dossier, id=task.folder.name),
        as_of=task.as_of,
        config=task.config,
        listed=task.listed,
        library=library,
    )
    return trace_of(subject)


def content_of(task: Task, library: Library = SHIPPED) -> str:
    """Return the digest of the files of one dossier: of two with the same, one says no less than the other."""
    return cache.input_digest("", _walk_dossier(task, library).files)


def _walk_dossier(task: Task, library: Library) -> Walked:
    walked = read_files(task.folder, task.top, task.shown, library)
    return replace(walked, refused=(*walked.refused, *unfinished_save_findings(task.folder, task.shown)))


def _looked_at(task: Task, walked: Walked, library: Library) -> Kept:
    documents = _Noted(Documents(task.folder, task.top).find_digest)
    examined = examine(
        task.shown,
        walked.files,
        as_of=task.as_of,
        config=task.config,
        algorithm=task.folder.name,
        listed=task.listed,
        digest=documents.note_digest,
        sealed=Seals(task.signing).judge,
        objects=walked.objects,
        refused=walked.refused,
        library=library,
    )
    return Kept(_dossier_digest(task, walked), documents.digests, examined)


def rerun_if_listed(task: Task, examined: Examined, inventory: Inventory, library: Library = SHIPPED) -> Examined:
    """Return what comes of a dossier that an inventory knows by its number in the register, or its name, only."""
    standing = examined.standing
    listed = inventory.listed_status(standing.id, standing.register_id, standing.name_mark)
    return examined if listed == task.listed else run_task(replace(task, listed=listed), library).examined


def run_all(
    tasks: Sequence[Task], jobs: int = 1, cached: Path | None = None, library: Library = SHIPPED
) -> Iterator[Examined]:
    """Yield what came of every dossier, in order, whatever the number of jobs and whatever `cached` holds.

    The file `cached` is read first, and written again when a dossier had changed; a cache that cannot be read or
    written is no cache, and no mistake; nothing is kept of a library without a digest.
    """
    cached = cached if library.digest else None
    with _open_cache(cached) as file:
        earlier = Cache(file, package_digest(library) if cached else "")
        changed, entries = set(), Spool()
        for task, kept in zip(tasks, _run_each(tasks, earlier, jobs, library), strict=True):
            if kept is None:
                kept = earlier.kept_result(task.shown) or run_task(task, library)
            elif cached:
                changed.add(task.shown)
                entries.append(cache.encode_entry(task.shown, kept))
            yield kept.examined
        if cached and changed:
            unchanged = (earlier.read_entry(folder) for folder in earlier if folder not in changed)
            _write_cache(cached, cache.cache_pieces(package_digest(library), chain(unchanged, entries)))


def _run_each(tasks: Sequence[Task], earlier: Cache, jobs: int, library: Library) -> Iterator[Kept | None]:
    knowns = (_known_from_kept(earlier.kept_result(task.shown)) for task in tasks)
    if jobs <= 1 or len(tasks) <= _CHUNK:
        yield from map(partial(run_unless, library=library), knowns, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor  # costs 27 ms, and one dossier needs no jobs
    from multiprocessing import Event as new_event

    if not tuple(earlier):
        library.read_trees()  # once, where processes start as copies of this one
    stop = new_event()
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(stop, library)) as pool:
        try:
            with _ctrl_c_held():
                results = pool.map(_run_until_stopped, knowns, tasks, chunksize=_CHUNK)
            yield from results
        except (KeyboardInterrupt, GeneratorExit):
            stop.set()
            raise


_of_job: "list[tuple[Event, Library]]" = []  # what says to stop, and what is known


def _begin(stop: "Event", library: Library) -> None:
    """Leave Ctrl-C, which a terminal sends to every process, to the one that started this job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _of_job.append((stop, library))


def _run_until_stopped(known: Known, task: Task) -> Kept | None:
    stop, library = _of_job[-1]
    return None if stop.is_set() else run_unless(known, task, library)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back until processes were started: they begin as deaf to it as this one is."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _known_from_kept(kept: Kept | None) -> Known:
    return Known(kept.digest, kept.documents) if kept else Known()


class _Noted(Struct, frozen=True):
    """Documents that are asked for, each with its digest."""

    ask: Callable[[str], str]
    digests: dict[str, str] = field(default_factory=dict)

    def note_digest(self, name: str) -> str:
        if name not in self.digests:
            self.digests[name] = self.ask(name)
        return self.digests[name]


def _dossier_digest(task: Task, walked: Walked) -> str:
    """Return the digest of a dossier and of all that is asked about it; nothing while a file cannot be read."""
    if walked.refused:
        return ""
    asked = replace(task, folder=Path(), top=Path())  # the same dossier elsewhere is the same
    objects = sound_objects(task.folder.parent, task.top) if walked.approved_contents else ()
    return cache.input_digest(f"{asked!r} {_signature_basis(task.signing.allowed)!r} {objects}", walked.files)


def _signature_basis(signers: Path | None) -> tuple[str, str | None]:
    """Return what a judgement of signatures rests on: the keys that may sign, and the program that tells."""
    if signers is None or not signers.is_file():
        return "", None
    return digest_of(signers), which("ssh-keygen")


@contextmanager
def _open_cache(path: Path | None) -> Iterator[BinaryIO | None]:
    """Open the file of a cache, when there is one that can be read."""
    with ExitStack() as stack:
        file = None
        if path is not None:
            with suppress(OSError):
                file = stack.enter_context(open_own_file(path))
        yield file


def _write_cache(path: Path, content: Iterable[bytes]) -> None:
    with suppress(OSError, IamaError):
        make_own_file(path)
        write_pieces(own_target(path.parent, path.name), content)
