"""Programs that we call: the user's editor, git. The one owner of subprocesses; no shell is ever involved."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iama.model.problems import IamaError, UsageError

_CUT = "# ------------------------ >8 ------------------------"
_NOT_MERGED = 128  # below it git merge-file counts conflicts
_EDITORS = ("nano", "vim", "vi", "notepad")


class EditorFailed(IamaError):
    """The editor could not be started or stopped with an error; the text still stands in `path`."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"the editor failed ({reason}); the text still stands in {path}")


class NoEditor(IamaError):
    """There is no editor; nothing was written."""

    def __init__(self) -> None:
        super().__init__("no editor found; set EDITOR")


def draft(text: str, comments: Sequence[str], name: str) -> Path:
    """Write `text` to a file of its own that only its owner can read, with the comments below a line that cuts them."""
    path = Path(tempfile.mkdtemp(prefix="iama-")) / f"{name}.txt"
    below = "\n".join(f"# {line}".rstrip() for line in comments)
    path.write_text(f"{text}\n\n{_CUT}\n{below}\n", encoding="utf-8")
    return path


def edited(path: Path, text: str) -> str:
    """Return what the user left in a draft of `text`, and take the draft away; an empty one means unchanged.

    Raises EditorFailed and leaves the draft when the editor fails, and NoEditor when there is none.
    """
    command = [*editor(), str(path)]
    try:
        with _interrupts_are_for_the_editor():
            done = subprocess.run(command, check=False)
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EditorFailed(path, str(error)) from error
    if done.returncode != 0:
        raise EditorFailed(path, f"status {done.returncode}")
    shutil.rmtree(path.parent, ignore_errors=True)
    kept = written.partition(_CUT)[0].strip("\n").rstrip()
    return kept or text


@contextmanager
def _interrupts_are_for_the_editor() -> Iterator[None]:
    """Let Ctrl-C reach the editor only: it is a key of vim, and must not kill it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not ignored: the editor would inherit that
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def editor() -> list[str]:
    """Return the command in $VISUAL or $EDITOR, or the first editor there is; raises NoEditor."""
    for name in ("VISUAL", "EDITOR"):
        if command := os.environ.get(name, "").strip():
            return shlex.split(command, posix=os.name != "nt")
    found = next((name for name in _EDITORS if shutil.which(name)), None)
    if found is None:
        raise NoEditor
    return [found]


def merge_lines(base: Path, ours: Path, theirs: Path) -> bool:
    """Merge two text files line by line into `ours`, as git does by itself; return whether no conflict is left.

    Raises UsageError when there is no git, or when it cannot merge them.
    """
    try:
        done = subprocess.run(["git", "merge-file", str(ours), str(base), str(theirs)], check=False)
    except OSError as error:
        raise UsageError(f"git could not be started: {error.strerror or error}") from error
    if done.returncode >= _NOT_MERGED:
        raise UsageError(f"git could not merge {ours}")
    return done.returncode == 0


def files_at(folder: Path, revision: str) -> Mapping[str, bytes]:
    """Return the YAML files that stood directly in `folder` at a revision of git, by name.

    Raises UsageError when there is no git, no such revision, or no such folder in it.
    """
    listed = _git(folder, "ls-tree", "-z", "--name-only", f"{revision}^{{commit}}", "./", revision=revision).decode()
    names = [name for name in listed.split("\0") if name.endswith(".yaml")]
    if not names:
        raise UsageError(f"{folder} has no dossier at `{revision}`")
    return {name: _git(folder, "show", f"{revision}:./{name}", revision=revision) for name in names}


def _git(folder: Path, *words: str, revision: str) -> bytes:
    if revision.startswith("-"):
        raise UsageError(f"`{revision}` is no revision of git")
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"git could not be started: {error.strerror or error}") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[:1]
        raise UsageError(f"git knows no dossier at `{revision}` in {folder}: {''.join(reason)}")
    return done.stdout


class NoProgram(IamaError):
    """A program that the command needs is not installed."""

    def __init__(self, name: str, package: str) -> None:
        super().__init__(f"{name} is not installed; install {package} to go on")


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended, its output, and the last thing that it said on standard error."""

    code: int
    output: str
    said: str


def ran(command: Sequence[str], given: bytes, package: str) -> Done:
    """Run a program on `given`, without a shell and in UTC; raises NoProgram when it is not there."""
    found = shutil.which(command[0])
    if found is None:
        raise NoProgram(command[0], package)
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    done = subprocess.run([found, *command[1:]], input=given, capture_output=True, env=environment, check=False)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return Done(done.returncode, done.stdout.decode(errors="replace"), said[-1] if said else "")
