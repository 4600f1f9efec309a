"""A change of several files of a dossier, whole or not there: a journal is its one commit point.

The journal tells what each file is to hold, and what it held. It is written first; then the files are replaced, and it
goes. Whoever saves next finishes what was cut off. A reader never writes: it reads as if that had been done.
"""

import hashlib
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from iama.files import disk
from iama.model.problems import CannotSave, CannotUse, Finding, Level, Place, Spoken, finding_of, reason_of
from iama.words import Phrase

NAME = ".iama-journal"
OBJECTS = ".iama/objects"  # beside the dossiers, what decisions about all of them rest on
LARGEST = 20_000_000  # bytes
_FORM = 1
_FILE = re.compile(r"(?:approved/)?[0-9a-z][0-9a-z.-]*")
_TRIES = 100  # of a reader, whom writers overtake


class Step(Struct, frozen=True):
    """What one file is to hold, and the SHA-256 of what it held; None: it is not there."""

    was: str | None
    content: bytes | None

    @property
    def now(self) -> str | None:
        """The SHA-256 of what it is to hold."""
        return _sha256_if_there(self.content)


Journal = Mapping[str, Step]  # by the name of the file within the dossier


class _Broken(Spoken, ValueError):
    """A journal that no save of ours wrote."""


@contextmanager
def saving(folder: Path) -> Iterator[None]:
    """Hold the lock of a dossier, of which an earlier save is finished first; raises CannotSave."""
    with disk.hold_lock(folder):
        _recover(folder)
        yield


def keep_objects(root: Path, objects: Mapping[str, bytes]) -> None:
    """Write objects beside the dossiers in `root`, as far as they are not there yet; raises CannotSave.

    They never change, and say nothing by themselves, so that no journal is needed. One that holds something else than
    its name says is not replaced.
    """
    home = root / OBJECTS
    try:
        for folder in (home.parent, home):
            disk.make_folder(folder)
        for name, content in objects.items():
            if not os.path.lexists(home / name):
                disk.write_file(home / name, content)
            elif _read_if_there(home / name) != content:
                raise CannotSave("journal-object", path=home / name)
        for folder in (home, home.parent, root):
            disk.sync(folder)
    except OSError as error:
        raise CannotSave("journal-not-saved", path=home, reason=reason_of(error)) from error


def commit(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Give every file its content, or none of them, within `saving`; raises CannotSave, which says what stands."""
    if len(contents) == 1:
        ((name, content),) = contents.items()
        disk.replace_file(folder / name, content)
    elif contents:
        _commit_all(folder, contents)


def _commit_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    homes: list[Path] = []
    committed = False
    path = folder
    try:
        forth, back = _journals(folder, contents)
        homes = [home for home in _homes(folder, contents) if disk.make_folder(home)]
        with ExitStack() as stack:
            ready = []
            for name, content in contents.items():
                path = folder / name
                ready.append(stack.enter_context(disk.stage_file(path, content)))
            journal = stack.enter_context(disk.stage_file(folder / NAME, _journal_bytes(forth)))
            journal.put()
            committed = True
            disk.sync(folder)
            for file in ready:
                path = file.path
                file.put()
    except OSError as error:
        why = reason_of(error)
        if committed:
            _take_back(folder, back, path, why)
        for home in homes:
            with suppress(OSError):
                disk.remove_folder(home)
        raise CannotSave("journal-not-saved", path=path, reason=why) from error
    try:
        _finish(folder, contents)
    except OSError as error:
        raise CannotSave("journal-left", path=folder / NAME, reason=reason_of(error)) from error


def _journals(folder: Path, contents: Mapping[str, bytes]) -> tuple[Journal, Journal]:
    """Return the journal of a change, and the one that takes it back."""
    old = {name: _read_if_there(folder / name) for name in contents}
    forth = {name: Step(_sha256_if_there(old[name]), content) for name, content in contents.items()}
    return forth, {name: Step(step.now, old[name]) for name, step in forth.items()}


def _homes(folder: Path, names: Iterable[str]) -> list[Path]:
    return sorted({(folder / name).parent for name in names})


def _take_back(folder: Path, back: Journal, path: Path, why: Phrase | str) -> None:
    """Undo a change that is committed and fails at `path`; raises CannotSave when that cannot be done either."""
    try:
        disk.write_file(folder / NAME, _journal_bytes(back))
    except OSError as error:
        raise CannotSave("journal-counts", path=path, reason=why) from error
    try:
        _carry_out(folder, back)
    except (OSError, _Broken) as error:
        raise CannotSave("journal-disorder", path=path, reason=why) from error


def _finish(folder: Path, names: Iterable[str]) -> None:
    """Take the journal away when the disk has every file; raises OSError."""
    for home in _homes(folder, names):
        disk.sync(home)
    disk.remove(folder / NAME)
    with suppress(OSError):  # should a power cut bring it back, there is nothing left to do for it
        disk.sync(folder)


def _recover(folder: Path) -> None:
    """Finish what a save left undone; raises CannotSave."""
    path = folder / NAME
    try:
        for home in (folder, folder / "approved", folder.parent / OBJECTS):
            if not home.is_symlink():
                disk.clear_stray(home)
        if (journal := _read_journal(path)) is not None:
            for home in _homes(folder, journal):
                disk.make_folder(home)
            _carry_out(folder, journal)
    except (OSError, _Broken) as error:
        raise CannotSave("journal-unfinished", path=path, reason=reason_of(error)) from error


def _carry_out(folder: Path, journal: Journal) -> None:
    """Bring every file to what it is to hold, and take the journal away; raises OSError and _Broken."""
    digests = {name: _sha256_if_there(_read_if_there(folder / name)) for name in journal}
    if strange := _strange(journal, digests):
        raise _Broken("journal-changed", files=strange)
    for name, step in journal.items():
        if digests[name] == step.now:
            continue
        if step.content is None:
            disk.remove(folder / name)
        else:
            disk.write_file(folder / name, step.content)
    _finish(folder, journal)


def _strange(journal: Journal, digests: Mapping[str, str | None]) -> list[str]:
    """Return the files that hold neither what they held nor what they are to hold: somebody changed them since."""
    return [name for name, step in journal.items() if digests[name] not in (step.was, step.now)]


def _journal_bytes(journal: Journal) -> bytes:
    files = {name: {"was": step.was, **_encode_content(step.content)} for name, step in journal.items()}
    content = json.dumps({"iama_journal": _FORM, "files": files}, ensure_ascii=False).encode()
    if len(content) > LARGEST:
        raise CannotUse("journal-large", limit=LARGEST)
    return content


def _encode_content(content: bytes | None) -> dict[str, str | None]:
    try:
        return {"text": None if content is None else content.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(content or b"").decode()}


def _read_journal(path: Path) -> Journal | None:
    """Return the journal in a file, None when there is none; raises OSError and _Broken."""
    if path.is_symlink():
        raise _Broken("journal-link")
    content = _read_if_there(path)
    if content is None:
        return None
    try:
        record = json.loads(content)
        if not isinstance(record, dict) or record.get("iama_journal") != _FORM or not isinstance(record["files"], dict):
            raise ValueError(record)
        return {_safe_name(name): _step_of_record(step) for name, step in record["files"].items()}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Broken("journal-none") from error


def _safe_name(name: str) -> str:
    if not _FILE.fullmatch(name) or ".." in name:
        raise ValueError(name)
    return name


def _step_of_record(record: Any) -> Step:
    was, packed = record["was"], "base64" in record
    text = record["base64" if packed else "text"]
    if not (was is None or isinstance(was, str)) or not (text is None or isinstance(text, str)):
        raise ValueError(was)
    if text is None:
        return Step(was, None)
    return Step(was, b64decode(text, validate=True) if packed else text.encode())  # ValueError for half a character


def _read_if_there(path: Path) -> bytes | None:
    """Return the content of a plain file, None when there is none; raises OSError."""
    try:
        return disk.read_file(path, LARGEST)
    except FileNotFoundError:
        return None


def _sha256_if_there(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


Reads = Mapping[str, Callable[[], bytes]]  # how to read files, by name; calling raises OSError


def read_whole(
    folder: Path,
    listed: Callable[[], Iterable[str]],
    read: Callable[[Collection[str]], tuple[Reads, Sequence[Finding]]],
    shown: str,
    wanted: Callable[[str], bool] = lambda _: True,
) -> tuple[Reads, tuple[Finding, ...]]:
    """Return files of a dossier by name, all as one save left them, with every finding about them.

    `listed` gives the names there are, `read` those files and what is wrong with others; both are asked again when
    somebody saved meanwhile. What a journal tells counts as written, for the names that are `wanted`. `shown` is the
    path of the folder in findings.
    """
    for _ in range(_TRIES):
        names = sorted(listed())
        before = {name: disk.identity(folder / name) for name in names}
        reads, refused = read(names)
        journal, broken = _pending_journal(
            folder, shown
        )  # before looking again, so that it is of one moment with what was read
        if sorted(listed()) == names and all(disk.identity(folder / name) == before[name] for name in names):
            break
    else:
        return {}, (finding_of(Place(shown), "unreadable-file", Phrase("journal-restless")),)
    reads, edited = _laid_over(reads, {name: step for name, step in journal.items() if wanted(name)}, shown)
    return reads, (*broken, *edited, *refused)


def _pending_journal(folder: Path, shown: str) -> tuple[Journal, tuple[Finding, ...]]:
    """Return the journal of a save that was cut off, an empty one when there is none, with what is wrong with it."""
    try:
        return _read_journal(folder / NAME) or {}, ()
    except (OSError, _Broken) as error:
        message = Phrase("file-unreadable", reason=reason_of(error))
        return {}, (finding_of(Place(f"{shown}/{NAME}"), "unreadable-file", message),)


def _laid_over(reads: Reads, journal: Journal, shown: str) -> tuple[Reads, tuple[Finding, ...]]:
    """Return the files as if the save had been finished; one that somebody changed since stands, with a finding."""
    strange = _strange(journal, {name: _sha256_if_there(_now(reads, name)) for name in journal})
    written = {name: step.content for name, step in journal.items() if name not in strange}
    laid: dict[str, Callable[[], bytes]] = {name: read for name, read in reads.items() if name not in written}
    laid |= {name: partial(bytes, content) for name, content in written.items() if content is not None}
    message = Phrase("journal-edited")
    findings = (finding_of(Place(f"{shown}/{name}"), "unfinished-save", message) for name in strange)
    return laid, tuple(findings)


def _now(reads: Reads, name: str) -> bytes | None:
    try:
        return reads[name]() if name in reads else None
    except OSError:
        return b""


def holds(folder: Path, name: str) -> bool:
    """Whether a dossier holds a file of that name, or is to hold it after a save that was cut off."""
    if step := _pending_journal(folder, str(folder))[0].get(name):
        return step.content is not None
    return (folder / name).is_file()


def unfinished_save_findings(folder: Path, shown: str, level: Level = Level.ERROR) -> tuple[Finding, ...]:
    """Return that a save was cut off: what it held counts, and stands in no file that git knows."""
    if not os.path.lexists(folder / NAME):
        return ()
    return (finding_of(Place(f"{shown}/{NAME}"), "unfinished-save", Phrase("journal-cut-off"), level),)
