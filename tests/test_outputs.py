"""Results never destroy what they are pointed at: every way to write one, to every kind of node (T39, T40)."""

import os
import queue
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from commands import contents, fresh, iama, put, refused
from gated import BASELINE

from iama.files.output import own_target, pointed_at, write_result
from iama.model.problems import CannotSave

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kinds of files and links as on POSIX")
DAY = "2026-11-23"
ANSWERS = "assessments/abc/iama-2.0.yaml"


class Option(NamedTuple):
    """A way to point at a place for a result: the words before and after its name, and how a file is called."""

    words: Sequence[str]
    lead: str = ""
    name: str = "result.txt"

    def line(self, place: str | Path) -> list[str]:
        return [*self.words, f"{self.lead}{place}"]


OPTIONS = {
    "report": Option(["report", "abc", "--as-of", DAY, "--to", "md", "-o"]),
    "bundle": Option(["bundle", "abc", "--as-of", DAY, "-o"], name="result.zip"),
    "check": Option(["check", "--as-of", DAY, "--fail-on", "never", "--format"], lead="json="),
}
every_option = pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one empty dossier, to copy."""
    return fresh(tmp_path_factory.mktemp("made"), "-q", "iama")


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Path:
    """A workspace of a test's own."""
    return shutil.copytree(made, tmp_path / "base")


@pytest.fixture(scope="module")
def whole(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Option], bytes]:
    """Return what an option writes into a file that is not there yet."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("whole") / "base")
    known: dict[str, bytes] = {}

    def result(option: Option) -> bytes:
        place = f"{list(OPTIONS.values()).index(option)}-{option.name}"
        if place not in known:
            assert iama(folder, *option.line(place)).code == 0
            known[place] = (folder / place).read_bytes()
            assert len(known[place]) > 100
        return known[place]

    return result


def reading(pipe: Path) -> Callable[[], bytes]:
    """Read a pipe to its end, beside the test, and return how to get what came."""
    came: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=lambda: came.put(pipe.read_bytes()), daemon=True).start()
    return lambda: came.get(timeout=60)


def alone(base: Path, before: dict[Path, bytes], *more: Path) -> None:
    """Nothing else changed in the workspace, and nothing was left behind."""
    now = contents(base)
    assert {path: text for path, text in now.items() if path not in more} == before


# --- where the user points


@every_option
@pytest.mark.parametrize("older", ["an older result", None], ids=["there", "missing"])
def test_a_file_is_replaced_and_a_link_to_it_stays(
    base: Path, option: Option, older: str | None, whole: Callable[[Option], bytes]
) -> None:
    before = contents(base)
    real = base / "elsewhere" / option.name
    real.parent.mkdir()
    if older:
        put(base, f"elsewhere/{option.name}", older)
    (base / "step").symlink_to(f"elsewhere/{option.name}")
    (base / option.name).symlink_to("step")
    assert iama(base, *option.line(option.name)).code == 0
    assert real.read_bytes() == whole(option) and not real.is_symlink()
    assert (base / option.name).readlink() == Path("step")
    assert (base / "step").readlink() == Path("elsewhere", option.name)
    alone(base, before, real, base / "step", base / option.name)


@every_option
@pytest.mark.parametrize("name", ["pipe", "to-pipe"])
def test_into_a_pipe_is_written_also_through_a_link(
    base: Path, option: Option, name: str, whole: Callable[[Option], bytes]
) -> None:
    before = contents(base)
    os.mkfifo(base / "pipe")
    (base / "to-pipe").symlink_to("pipe")
    found = reading(base / "pipe")
    assert iama(base, *option.line(name)).code == 0
    assert found() == whole(option)
    assert stat.S_ISFIFO((base / "pipe").lstat().st_mode) and (base / "to-pipe").is_symlink()
    alone(base, before)


def device(path: Path, kind: int, *number: int) -> None:
    """Make a device of a test's own: the devices of this machine are not for trying."""
    try:
        os.mknod(path, kind | 0o666, os.makedev(*number))
        os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        pytest.skip(f"NO DEVICES WERE TRIED: only root may make them ({error.strerror})")


@every_option
def test_into_a_device_is_written_and_it_stays_a_device(base: Path, option: Option) -> None:
    before = contents(base)
    device(base / "null", stat.S_IFCHR, 1, 3)
    for name in ("null", "to-null"):
        if name == "to-null":
            (base / name).symlink_to("null")
        assert iama(base, *option.line(name)).code == 0
    assert (base / "null").lstat().st_rdev == os.makedev(1, 3)
    alone(base, before)


@every_option
def test_a_full_device_is_told(base: Path, option: Option) -> None:
    device(base / "full", stat.S_IFCHR, 1, 7)
    assert "full: could not be written: No space left on device" in refused(base, *option.line("full"), code=3)
    assert stat.S_ISCHR((base / "full").lstat().st_mode)


@pytest.mark.parametrize(
    "words",
    [
        *(" ".join(option.line("-")) for option in OPTIONS.values()),
        "report abc --to docx -o -",
        "rows flags -o -",
        "estate --to json -o -",
        "export abc --to invulhulpen -o -",
        "meeting abc 1 -o -",
        "verify abc --to json -o -",
        "withhold --list abc -o -",
        "check --fail-on never --output-file -",
    ],
)
def test_a_dash_is_standard_output(base: Path, words: str) -> None:
    before = contents(base)
    told = iama(base, *words.split())
    assert told.code == 0 and len(told.out) > 100
    alone(base, before)


@pytest.mark.parametrize("words", ["rows", "publish abc --concept"])
def test_several_files_need_a_folder(base: Path, words: str) -> None:
    before = contents(base)
    for place, message in (("-", "these are several files; name a folder"), ("iama.toml", "it is no folder")):
        assert message in refused(base, *words.split(), "-o", place, code=3)
    alone(base, before)


def test_a_disk_is_no_place_for_a_result(base: Path) -> None:
    try:
        os.mknod(base / "disk", stat.S_IFBLK | 0o600, os.makedev(240, 0))
    except OSError as error:
        pytest.skip(f"NO DEVICES WERE TRIED: only root may make them ({error.strerror})")
    assert "it is a disk; name a file" in refused(base, *OPTIONS["report"].line("disk"), code=3)


# Never /dev/stdout itself: a test that fails, run by root, would take it from every other program. These are links of
# the test's own to where it leads, and names in a folder in which nobody can make a file.
STREAMS = {
    "into a pipe": ("out", '"$@" | cat > got', b"", b""),
    "at the end of a file": ("out", 'printf before > got; "$@" >> got', b"before", b""),
    "into a file": ("out", 'printf older > got; "$@" > got', b"", b""),
    "in the middle": ("out", '{ printf before; "$@"; printf after; } > got', b"before", b"after"),
    "by the other stream": ("err", '"$@" 2>&1 > said | cat > got', b"", b""),
    "by its number": ("/dev/fd/3", '"$@" 3>&1 > said | cat > got', b"", b""),
    "by the name of Linux": ("/proc/self/fd/1", '"$@" | cat > got', b"", b""),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev as on Linux")
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_the_links_of_linux_to_our_streams_are_streams(name: str) -> None:
    assert pointed_at(Path("/dev", name)).stream


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc as on Linux")
@pytest.mark.parametrize(
    ("option", "stream"),
    [*(("check", name) for name in STREAMS), ("bundle", "at the end of a file"), ("report", "into a pipe")],
)
def test_into_what_a_shell_opened_is_written_as_the_shell_opened_it(
    base: Path, option: str, stream: str, whole: Callable[[Option], bytes]
) -> None:
    place, script, before, after = STREAMS[stream]
    (base / "out").symlink_to("/proc/self/fd/1")
    (base / "err").symlink_to("/proc/self/fd/2")
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "iama", *OPTIONS[option].line(place)]
    done = subprocess.run(command, cwd=base, capture_output=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (base / "got").read_bytes() == before + whole(OPTIONS[option]) + after


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_into_a_process_of_the_shell_is_written(base: Path, whole: Callable[[Option], bytes]) -> None:
    os.mkfifo(base / "got")
    found = reading(base / "got")
    command = [sys.executable, "-m", "iama", *OPTIONS["report"].words]
    done = subprocess.run(["bash", "-c", '"$@" >(cat > got)', "bash", *command], cwd=base, timeout=120)
    assert (done.returncode, found()) == (0, whole(OPTIONS["report"]))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc as on Linux")
def test_what_another_process_opened_keeps_what_is_in_it(base: Path, whole: Callable[[Option], bytes]) -> None:
    with (base / "got").open("ab") as file:
        file.write(b"before")
        file.flush()
        place = f"/proc/{os.getpid()}/fd/{file.fileno()}"
        command = [sys.executable, "-m", "iama", *OPTIONS["report"].line(place)]
        assert subprocess.run(command, cwd=base, timeout=120).returncode == 0
        file.write(b"after")
    assert (base / "got").read_bytes() == b"before" + whole(OPTIONS["report"]) + b"after"


@every_option
def test_what_cannot_take_a_result_is_told_and_stays(base: Path, option: Option) -> None:
    (base / "folder").mkdir()
    (base / "loop").symlink_to("loop")
    (base / "ping").symlink_to("pong")
    (base / "pong").symlink_to("ping")
    put(base, "file", "x")
    assert "it is a folder; name a file" in refused(base, *option.line("folder"), code=3)
    for name in ("loop", "ping"):
        assert "its links lead in a circle; name a file" in refused(base, *option.line(name), code=3)
        assert (base / name).is_symlink()
    for name in ("nowhere/x.zip", "file/x.zip"):
        assert "make it first" in refused(base, *option.line(name))


SOURCES = [
    *(ANSWERS, "assessments/abc/approved/0.json", "theme.zip"),
    *("assessments/abc/people.yaml", "assessments/abc/.iama.lock", "iama.toml", "pyproject.toml", "X.YML"),
    *(".gitignore", ".git/config", "keys.zip", "baseline.json"),
]


@every_option
@pytest.mark.parametrize(("source", "linked"), [*((one, "") for one in SOURCES), *((one, "a") for one in SOURCES[:3])])
def test_a_source_is_never_replaced(base: Path, option: Option, source: str, linked: str) -> None:
    for name in {source, "theme.zip"}:
        if not (base / name).exists():
            put(base, name, "# nothing of our own\n")
    kept = BASELINE.replace("known.json", "baseline.json")
    put(base, "iama.toml", f'theme="theme.zip"\nallowed-signers="keys.zip"\n{kept}')
    name = f"{linked}{option.name}" if linked else source
    if linked:
        (base / name).symlink_to(source)
    assert "could be a source file" in refused(base, *option.line(name))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["report", "abc", "--theme", "read.txt", "-o", "link"], "# nothing of our own\n"),
        (["check", "--inventory", "read.txt", "--format", "json=link"], "id\nabc\n"),
    ],
)
def test_what_is_read_for_a_result_is_never_replaced_by_it(base: Path, words: list[str], text: str) -> None:
    put(base, "read.txt", text)
    (base / "link").hardlink_to(base / "read.txt")
    assert "could be a source file" in refused(base, *words)


@every_option
def test_answers_that_a_result_is_linked_to_on_the_disk_keep_their_bytes(base: Path, option: Option) -> None:
    before = (base / ANSWERS).read_bytes()
    (base / option.name).hardlink_to(base / ANSWERS)
    assert iama(base, *option.line(option.name)).code == 0
    assert (base / ANSWERS).read_bytes() == before != (base / option.name).read_bytes()


@every_option
def test_a_reader_that_goes_away_is_no_mistake(base: Path, option: Option) -> None:
    command = [sys.executable, "-m", "iama", *option.line("/dev/fd/1")]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, cwd=base, stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc as on Linux")
def test_a_pipe_without_a_reader_is_waited_for_until_ctrl_c(base: Path) -> None:
    os.mkfifo(base / "pipe")
    words = ["check", "--fail-on", "never", "--format", "json", "--format", "text=pipe"]
    with subprocess.Popen(
        [sys.executable, "-m", "iama", *words], cwd=base, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        assert started.stdout and started.stderr
        while started.stdout.readline() != b"}\n":  # the other format is complete, so now it waits
            assert started.poll() is None
        started.send_signal(signal.SIGINT)
        assert started.wait(60) == 130
        assert started.stderr.read() == b""
    assert stat.S_ISFIFO((base / "pipe").lstat().st_mode)


# --- under a name of our own


def write_baseline(base: Path) -> list[str]:
    put(base, "iama.toml", BASELINE.replace("known.json", "baseline.json"))
    return ["check", "--write-baseline"]


def write_far_baseline(base: Path) -> list[str]:
    put(base, "iama.toml", BASELINE.replace("known.json", "far/baseline.json"))
    return ["check", "--write-baseline"]


OURS: dict[str, tuple[str, Callable[[Path], list[str]]]] = {
    "report": ("iama-abc-internal.md", lambda _: ["report", "abc", "--to", "md"]),
    "letter": ("iama-abc-notice.txt", lambda _: ["report", "abc", "--to", "notice"]),
    "baseline": ("baseline.json", write_baseline),
    "folder of the baseline": ("far", write_far_baseline),
    "dossier": ("assessments/abc/fria-1.0.yaml", lambda _: ["new", "abc", "-q", "fria"]),
    "configuration": ("new/iama.toml", lambda _: ["new", "xyz"]),
    "ignored": ("new/.gitignore", lambda _: ["new", "xyz"]),
    "attributes": ("new/.gitattributes", lambda _: ["new", "xyz"]),
}


@pytest.mark.parametrize(
    ("name", "to"),
    [
        (name, to)
        for name in OURS
        for to in ("nothing", "file", "pipe")
        if to == "nothing" or name not in ("dossier", "configuration")  # what is there is read, and not written
    ],
)
def test_a_link_that_we_meet_is_not_followed(base: Path, name: str, to: str) -> None:
    place, words = OURS[name]
    put(base, "elsewhere/file", "of somebody else")
    os.mkfifo(base / "elsewhere/pipe")
    (base / "new/.git").mkdir(parents=True)  # the configuration above is not searched for
    given = words(base)
    (base / place).symlink_to(base / "elsewhere" / to)
    before = contents(base)
    told = iama(base / "new" if place.startswith("new/") else base, *given)
    assert told.code == 3 and f"{Path(place).name}: could not be saved: it is a link" in told.err, told
    assert (base / place).is_symlink()
    assert contents(base) == before
    assert not (base / "elsewhere/nothing").exists()


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_under_a_name_of_ours_stands_a_file_or_nothing(base: Path, kind: str) -> None:
    path = base / "iama-abc-internal.md"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert "it is not a regular file; take it away" in refused(base, "report", "abc", "--to", "md", code=3)
    with pytest.raises(CannotSave):
        write_result(own_target(base, path.name), "x")


def test_a_cache_that_is_a_link_is_left_alone(base: Path, tmp_path: Path) -> None:
    for number in range(9):
        shutil.copytree(base / "assessments/abc", base / f"assessments/abc-{number}")
    (tmp_path / "cache").mkdir()
    env = {"IAMA_CACHE": str(tmp_path / "cache")}
    assert iama(base, "check", "--fail-on", "never", env=env).code == 0
    (cache,) = (tmp_path / "cache").iterdir()
    other = put(tmp_path, "other", "of somebody else")
    cache.unlink()
    cache.symlink_to(other)
    assert iama(base, "check", "--fail-on", "never", env=env).code == 0
    assert other.read_text(encoding="utf-8") == "of somebody else" and cache.is_symlink()


@pytest.mark.parametrize("file", [ANSWERS, "assessments/abc/people.yaml"], ids=["by question", "by line"])
def test_a_merge_writes_where_a_link_leads(base: Path, file: str) -> None:
    merged = put(base, "merged", (base / file).read_bytes() + b"# changed by hand\n" * (file != ANSWERS))
    (base / "ours.yaml").symlink_to("merged")
    before = merged.stat().st_ino
    assert iama(base, "merge", file, "ours.yaml", file).code == 0
    assert (base / "ours.yaml").is_symlink() and merged.stat().st_ino != before
    assert merged.read_bytes().startswith((base / file).read_bytes())
