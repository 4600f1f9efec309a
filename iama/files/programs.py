"""Programs that we call: the user's editor, git. The one owner of subprocesses; no shell is ever involved."""

import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from iama.model.limits import DOCUMENT_BYTES, MAX_BYTES
from iama.model.problems import IamaError, UsageError, reason_of
from iama.words import Phrase

_CUT = "# ------------------------ >8 ------------------------"
# What git tells programs of its own about the repository it works in: all of `git rev-parse --local-env-vars`, and how
# it reads paths. A hook or a merge driver inherits it; what we ask git is about the folder that we name.
OF_ANOTHER_REPOSITORY = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES COMMON_DIR CONFIG CONFIG_COUNT CONFIG_PARAMETERS DIR GRAFT_FILE "
        "IMPLICIT_WORK_TREE INDEX_FILE INTERNAL_SUPER_PREFIX NO_REPLACE_OBJECTS OBJECT_DIRECTORY PREFIX "
        "REPLACE_REF_BASE SHALLOW_FILE WORK_TREE "
        "GLOB_PATHSPECS ICASE_PATHSPECS LITERAL_PATHSPECS NOGLOB_PATHSPECS"
    ).split()
)
# A repository may name programs of its own: none is started, and nothing is fetched to complete it. What it has put in
# the place of an object or of the parents of a commit does not count: a revision is what its digest says.
_GIT = {
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_SETTINGS = (
    "log.showSignature=false",
    "core.fsmonitor=false",
    "core.commitGraph=false",
    "advice.graftFileDeprecated=false",
)
_SECONDS_FOR_VERSIONS, _BYTES_OF_VERSIONS = 5, 30_000_000
_LOG = ("log", "--max-count=200", "--no-mailmap", "--format=%H%x09%aI%x09%an")
_LIKE_DIGEST, _SHA256 = re.compile("[0-9a-fA-F]{4,64}"), 64  # signs of a digest of git
_BLOBS = 500  # files that are read at a time
_NOT_MERGED = 128  # below it git merge-file counts conflicts
_EDITORS = ("nano", "vim", "vi", "notepad")


class EditorFailed(IamaError):
    """The editor could not be started or stopped with an error; the text still stands in `path`."""

    def __init__(self, path: Path, reason: Phrase | str) -> None:
        self.path = path
        super().__init__("editor-stopped", path=path, reason=reason)


class NoEditor(IamaError):
    """There is no editor; nothing was written."""

    def __init__(self) -> None:
        super().__init__("editor-missing")


def draft(text: str, comments: Sequence[str], name: str) -> Path:
    """Write `text` to a file of its own that only its owner can read, with the comments below a line that cuts them."""
    path = Path(tempfile.mkdtemp(prefix="iama-")) / f"{name}.txt"
    below = "\n".join(f"# {line}".rstrip() for line in comments)
    path.write_text(f"{text}\n\n{_CUT}\n{below}\n", encoding="utf-8")
    return path


def edit_draft(path: Path, text: str) -> str:
    """Return what the user left in a draft of `text`, and take the draft away; an empty one means unchanged.

    Raises EditorFailed and leaves the draft when the editor fails, and NoEditor when there is none.
    """
    command = [*editor(), str(path)]
    try:
        with _interrupts_are_for_the_editor():
            process = subprocess.run(command, env=_environment(), check=False)
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EditorFailed(path, str(error)) from error
    if process.returncode != 0:
        raise EditorFailed(path, _status(process.returncode))
    shutil.rmtree(path.parent, ignore_errors=True)
    answer = written.partition(_CUT)[0].strip("\n").rstrip()
    return answer or text


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
            return _command_words(command)
    program = next((name for name in _EDITORS if shutil.which(name)), None)
    if program is None:
        raise NoEditor
    return [program]


def _command_words(command: str) -> list[str]:
    """Return a command as words; one that is a program as it stands may hold blanks, with or without quotes."""
    if shutil.which(command.strip("\"'")):
        return [command.strip("\"'")]
    return (
        [word.strip("\"'") for word in shlex.split(command, posix=False)] if os.name == "nt" else shlex.split(command)
    )


def _environment(**more: str) -> dict[str, str]:
    """Return the environment of every program that we start."""
    return {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_REPOSITORY} | more


def merge_lines(base: Path, ours: Path, theirs: Path) -> tuple[bytes, bool]:
    """Return two text files merged line by line, as git does by itself, and whether no conflict is left.

    Raises UsageError when there is no git, or when it cannot merge them.
    """
    process = _git("merge-file", "-p", str(ours), str(base), str(theirs))
    if process.returncode >= _NOT_MERGED:
        raise UsageError("git-no-merge", path=ours, reason=_git_reason(process))
    return process.stdout, process.returncode == 0


def files_at(folder: Path, revision: str) -> Mapping[str, bytes]:
    """Return the YAML files that stood directly in `folder` at a revision of git, by name.

    Raises UsageError when there is no git, no such revision, or no such folder in it.
    """
    listed = _git_at_revision(folder, revision, "ls-tree", "-z", "--name-only", f"{revision}^{{commit}}", "./")
    names = [name for name in os.fsdecode(listed).split("\0") if name.endswith(".yaml")]
    if not names:
        raise UsageError("git-no-dossier", folder=folder, revision=revision)
    _refuse_forged(folder, revision, names)
    return {name: _git_at_revision(folder, revision, "cat-file", "blob", f"{revision}:./{name}") for name in names}


def repository_top(folder: Path) -> Path:
    """Return the top of the git repository around `folder`; raises UsageError when there is none."""
    process = _git("-C", str(folder), "rev-parse", "--show-toplevel")
    if process.returncode:
        raise UsageError("git-no-repository", folder=folder)
    return Path(os.fsdecode(process.stdout).rstrip("\r\n")).resolve()


def merge_base(folder: Path, revision: str) -> str:
    """Return the commit from which today's work and a revision both go on; raises UsageError when none is found."""
    process = _git("-C", str(folder), "merge-base", "--end-of-options", revision, "HEAD")
    if process.returncode:
        raise UsageError("git-no-base-in-shallow" if _is_shallow(folder) else "git-no-base", revision=revision)
    return process.stdout.decode("ascii").strip()


def lay_out(top: Path, revision: str, into: Path, below: Sequence[str]) -> None:
    """Write what stood at a revision in these files and folders (from `top`, with slashes) into the folder `into`.

    Links, submodules and files too large for a document are left out. Raises UsageError.
    """
    listed = _git_at_revision(top, revision, "ls-tree", "-r", "-z", "-l", f"{revision}^{{commit}}", "--", *below)
    found = [entry.split("\t", 1) for entry in os.fsdecode(listed).split("\0") if entry]
    blobs = [(head.split()[2], path) for head, path in found if _can_be_laid_out(head.split(), path)]
    for start in range(0, len(blobs), _BLOBS):
        some = blobs[start : start + _BLOBS]
        asked = "".join(f"{blob}\n" for blob, _ in some).encode("ascii")
        output = _git("-C", str(top), "cat-file", "--batch", given=asked).stdout
        for (_, path), content in zip(some, _batch_contents(output), strict=True):
            place = into / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def _can_be_laid_out(head: Sequence[str], path: str) -> bool:
    mode, kind, _, size = head
    parts = path.replace("\\", "/").split("/")
    honest = not any(part in ("", ".", "..") or part.casefold() == ".git" or ":" in part for part in parts)
    return kind == "blob" and mode != "120000" and int(size) <= DOCUMENT_BYTES and honest


class FileVersion(Struct, frozen=True):
    """A file as it was committed: when (UTC, to the second) and by whom."""

    commit: str
    at: str
    author: str
    content: bytes


def file_versions(path: Path) -> tuple[FileVersion, ...]:
    """Return the newest versions of a file in git, newest first; none without git, or when it takes too long."""
    ask = partial(_git, "-C", str(path.parent), seconds=_SECONDS_FOR_VERSIONS)
    try:
        log = ask(*_LOG, "--", f"./{path.name}").stdout.decode(errors="replace")
        heads = [line.split("\t", 2) for line in log.splitlines()]
        names = "".join(f"{commit}:./{path.name}\n" for commit, *_ in heads)
        checks = ask("cat-file", "--batch-check", given=names.encode()).stdout.decode(errors="replace").splitlines()
        blobs = [*_affordable_blobs(checks)]
        contents = [
            *_batch_contents(ask("cat-file", "--batch", given="".join(f"{b}\n" for b in blobs).encode()).stdout)
        ]
    except (UsageError, subprocess.TimeoutExpired):
        return ()
    held = dict(zip(blobs, contents, strict=False))
    return tuple(
        FileVersion(commit[:12], _utc(day), author, held.get(check.partition(" ")[0], b""))
        for (commit, day, author), check in zip(heads, checks, strict=False)
    )


def _affordable_blobs(checks: Sequence[str]) -> Iterator[str]:
    """Yield the files that `git cat-file --batch-check` found, each once, as far as they fit in what we read."""
    left = _BYTES_OF_VERSIONS
    for check in dict.fromkeys(checks):
        blob, _, kind_and_size = check.partition(" ")
        kind, _, size = kind_and_size.partition(" ")
        if kind == "blob" and int(size) <= min(left, MAX_BYTES):
            left -= int(size)
            yield blob


def _batch_contents(output: bytes) -> Iterator[bytes]:
    """Yield the contents that `git cat-file --batch` wrote."""
    yield from (content for _, _, content in _batch_objects(output))


def _batch_objects(output: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield what `git cat-file --batch` wrote: the name and kind of each object, and its content behind its size."""
    place = 0
    while place < len(output):
        start = output.index(b"\n", place) + 1
        *name, kind, size = output[place:start].decode(errors="replace").rstrip().split(" ")
        length = int(size) if size.isdecimal() else -1  # of what is not there the line says that, and no size
        yield " ".join(name), kind, output[start : start + max(length, 0)]
        place = start + length + 1


def _utc(day: str) -> str:
    """Return a moment of git in UTC; empty when it is none."""
    try:
        return f"{datetime.fromisoformat(day).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        return ""


def decisions_at(root: Path, revision: str, name: str) -> dict[str, bytes]:
    """Return the file `name` of every dossier under `root` as git has it at a revision, by dossier; gone ones too.

    Raises UsageError where git does not know the revision.
    """
    home = next(folder for folder in (root, *root.parents) if folder.is_dir())  # that of all dossiers may be gone
    inside = "".join(f"{part}/" for part in root.relative_to(home).parts)
    listed = _git_at_revision(
        home, revision, "ls-tree", "-r", "-z", "--name-only", f"{revision}^{{commit}}", "--", f"./{inside}"
    )
    paths = [path.removeprefix(inside) for path in os.fsdecode(listed).split("\0")]
    ids = [id_ for id_, _, rest in (path.partition("/") for path in paths) if rest == name]
    if ids:
        _refuse_forged(home, revision, [part for id_ in ids for part in _each_folder(f"{inside}{id_}/{name}")])
    return {
        id_: _git_at_revision(home, revision, "cat-file", "blob", f"{revision}:./{inside}{id_}/{name}")
        for id_ in sorted(ids)
    }


def _each_folder(path: str) -> list[str]:
    """Return a path with slashes, and every folder on the way to it."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _refuse_forged(folder: Path, revision: str, paths: Sequence[str]) -> None:
    """Raise UsageError where git holds other bytes than the digests say that lead from a revision to these paths.

    git itself reads what stands under the name of an object without looking whether it is that.
    """
    prefix = os.fsdecode(_git("-C", str(folder), "rev-parse", "--show-prefix").stdout).rstrip("\r\n").rstrip("/")
    parts = prefix.split("/") if prefix else []
    folders = [f"{revision}:{'/'.join(parts[:depth])}" for depth in range(len(parts) + 1)]
    names = [revision, f"{revision}^{{commit}}", *folders, *(f"{revision}:./{path}" for path in paths)]
    asked = "".join(f"{name}\n" for name in names if "\n" not in name)
    process = _git("-C", str(folder), "cat-file", "--batch", given=os.fsencode(asked))
    if process.returncode or not all(_is_honest(*one) for one in _batch_objects(process.stdout)):
        raise UsageError("git-forged", revision=revision, folder=folder)


def _is_honest(digest: str, kind: str, content: bytes) -> bool:
    """Whether an object of git is the one that its name says."""
    made = hashlib.new("sha256" if len(digest) == _SHA256 else "sha1", usedforsecurity=False)
    made.update(f"{kind} {len(content)}\0".encode() + content)
    return made.hexdigest() == digest


def _git_at_revision(folder: Path, revision: str, *words: str) -> bytes:
    if revision.startswith("-"):
        raise UsageError("git-no-revision", revision=revision)
    if _LIKE_DIGEST.fullmatch(revision):
        ref = _git("-C", str(folder), "rev-parse", "--verify", "--quiet", "--symbolic-full-name", revision).stdout
        if ref.strip():
            raise UsageError("git-ambiguous", revision=revision, ref=os.fsdecode(ref).strip())
    process = _git("-C", str(folder), *words)
    if process.returncode == 0:
        return process.stdout
    key = "git-shallow" if _is_shallow(folder) else "git-unknown"
    raise UsageError(key, revision=revision, folder=folder, reason=_git_reason(process))


def _is_shallow(folder: Path) -> bool:
    return _git("-C", str(folder), "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _git(*words: str, given: bytes = b"", seconds: float | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run git, in English, on what a repository of anybody holds; raises UsageError when it is not there."""
    command = ["git", *(word for setting in _SETTINGS for word in ("-c", setting)), *words]
    try:
        return subprocess.run(
            command, input=given, capture_output=True, env=_environment(**_GIT), check=False, timeout=seconds
        )
    except OSError as error:
        raise UsageError("git-not-started", reason=reason_of(error)) from error


def _git_reason(process: "subprocess.CompletedProcess[bytes]") -> Phrase | str:
    """Return why git stopped, which other lines surround when it traces what it does."""
    lines = process.stderr.decode(errors="replace").splitlines()
    reason = next((line for line in lines if line.startswith(("fatal: ", "error: "))), None)
    return reason or _status(process.returncode)


def _status(code: int) -> Phrase:
    return Phrase("program-status", code=code)


class NoProgram(IamaError):
    """A program that the command needs is not installed."""

    def __init__(self, name: str, package: Phrase | str) -> None:
        super().__init__("program-missing", program=name, package=package)


class Done(Struct, frozen=True):
    """How a program ended, its output, and the last thing that it said on standard error."""

    code: int
    output: str
    said: str


def run_program(command: Sequence[str], given: bytes, package: Phrase | str) -> Done:
    """Run a program on `given`, without a shell and in UTC; raises NoProgram when it is not there."""
    program = shutil.which(command[0])
    if program is None:
        raise NoProgram(command[0], package)
    environment = _environment(TZ="UTC", LC_ALL="C")
    process = subprocess.run([program, *command[1:]], input=given, capture_output=True, env=environment, check=False)
    lines = process.stderr.decode(errors="replace").strip().splitlines()
    return Done(process.returncode, process.stdout.decode(errors="replace"), lines[-1] if lines else "")
