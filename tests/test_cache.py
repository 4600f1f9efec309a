"""What is kept between runs: believed only while nothing that a finding rests on has changed, and never needed."""

import gc
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from commands import Told, iama, put

from iama.files.ownfiles import open_own_file
from iama.files.resultstore import cache_file
from iama.files.scaffold import write_demo
from iama.files.shipped import SHIPPED, LibraryFolder, package_digest, shipped_folder
from iama.gate import running
from iama.gate.cache import Cache, Kept, cache_pieces, encode_entry, input_digest
from iama.gate.check import Examined, examine
from iama.gate.config import Config
from iama.gate.report import Pack
from iama.gate.running import Task, run_all, run_task
from iama.model.library import Library
from iama.model.problems import Level
from iama.model.signing import Signing
from iama.model.struct import replace

AS_OF = date(2026, 11, 23)


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    """Two dossiers: the worked example, and one of a single file with a mistake."""
    top = tmp_path / "top"
    write_demo(top, "nl")
    broken = top / "assessments" / "kapot"
    broken.mkdir()
    (broken / "algorithm.yaml").write_text("format: iama/1\nlanguage: nl\n", encoding="utf-8")
    folders = [top / "assessments" / "herzicht", broken]
    return [Task(folder, f"assessments/{folder.name}", top, AS_OF, Config()) for folder in folders]


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "check.cache"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The dossiers that were looked at, as the test goes."""
    seen: list[str] = []

    def noting(*given: Any, **named: Any) -> Examined:
        seen.append(named["algorithm"])
        return examine(*given, **named)

    monkeypatch.setattr(running, "examine", noting)
    return seen


def found(tasks: list[Task], cached: Path | None = None, jobs: int = 1) -> list[Examined]:
    return list(run_all(tasks, jobs, cached))


def test_what_did_not_change_is_not_looked_at_again(tasks: list[Task], cached: Path, looked: list[str]) -> None:
    first = found(tasks, cached)
    assert looked == ["herzicht", "kapot"]
    assert found(tasks, cached) == first == found(tasks)
    assert looked == ["herzicht", "kapot"] * 2  # the second time without a cache


def _touched(task: Task) -> Task:
    path = task.folder / "iama-2.0.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    return task


def _keys(task: Task) -> Task:
    task.top.joinpath("signers").write_text("lawyer ssh-ed25519 AAAA", encoding="utf-8")
    return replace(task, signing=Signing(task.top / "signers"))


def _file_gone(task: Task) -> Task:
    (task.folder / "people.yaml").unlink()
    return task


def _file_more(task: Task) -> Task:
    (task.folder / "fria-9.0.yaml").write_text("", encoding="utf-8")
    return task


CHANGES: Mapping[str, Callable[[Task], Task]] = {
    "a file": _touched,
    "a file less": _file_gone,
    "a file more": _file_more,
    "the day": lambda task: replace(task, as_of=AS_OF + timedelta(days=1)),
    "the configuration": lambda task: replace(task, config=Config(levels={"blocker": Level.NOTE})),
    "the language": lambda task: replace(task, config=Config(language="en")),
    "the keys that may sign": _keys,
    "what an inventory says": lambda task: replace(task, listed=replace(task.listed, category="a")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_dossier_is_looked_at_again_after_any_change(
    change: str, tasks: list[Task], cached: Path, looked: list[str]
) -> None:
    found(tasks, cached)
    looked.clear()
    tasks[0] = CHANGES[change](tasks[0])
    assert found(tasks, cached) == found(tasks)
    assert looked == ["herzicht", "herzicht", "kapot"]


def test_with_other_questionnaires_nothing_is_believed(
    tasks: list[Task], cached: Path, looked: list[str], tmp_path: Path
) -> None:
    found(tasks, cached)
    looked.clear()
    folder = copytree(shipped_folder("questionnaires"), tmp_path / "library")
    list(run_all(tasks, 1, cached, LibraryFolder(folder)))
    assert looked == []  # the same ones, elsewhere
    with (folder / "law.yaml").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    list(run_all(tasks, 1, cached, LibraryFolder(folder)))
    assert looked == ["herzicht", "kapot"]


def test_nothing_is_kept_of_a_library_that_has_no_digest(tasks: list[Task], cached: Path, looked: list[str]) -> None:
    library = Library(SHIPPED.trees, SHIPPED.law)
    assert list(run_all(tasks, 1, cached, library)) == list(run_all(tasks, 1, cached, library)) == found(tasks)
    assert not cached.exists()


def test_a_document_that_an_answer_names_counts_as_much_as_the_dossier(
    tasks: list[Task], cached: Path, looked: list[str]
) -> None:
    document = tasks[0].folder / "dpia.pdf"
    document.write_bytes(b"one")
    path = tasks[0].folder / "iama-2.0.yaml"
    source = "    sources:\n      - title: DPIA\n        path: dpia.pdf\n        sha256: 5f1c\n    by: "
    path.write_text(path.read_text(encoding="utf-8").replace("    by: ", source, 1), encoding="utf-8")
    found(tasks[:1], cached)
    looked.clear()
    assert found(tasks[:1], cached) and looked == []
    document.write_bytes(b"two")
    assert found(tasks[:1], cached) and looked == ["herzicht"]


def test_a_file_that_cannot_be_read_is_looked_at_every_time(tasks: list[Task], cached: Path, looked: list[str]) -> None:
    (tasks[1].folder / "follow-up.yaml").mkdir()
    found(tasks, cached)
    found(tasks, cached)
    assert looked == ["herzicht", "kapot", "kapot"]


def spoiled(content: bytes) -> Iterator[bytes]:
    """Yield a cache after every kind of accident."""
    half = len(content) // 2
    yield b""
    yield b"\n"
    yield content[:half]
    yield content[half:]
    yield content.replace(b"iama-cache/3", b"iama-cache/4")
    yield content.replace(b"herzicht", b"herzucht")
    yield content.replace(b'"errors":', b'"errors":1')
    yield bytes(reversed(content))
    yield content[:-20] + b"\xff" * 20
    title, _, rest = content.split(b"\n", 2)
    for line in (b"[]", b"{}", b"null", b'["a",-9]', b'["a",1e99]', b'["a",999999999999]', b"[" * 100_000):
        yield title + b"\n" + line + b"\n" + rest
    for length in (16, len(rest)):  # whole, and yet not ours
        line = json.dumps(["assessments/herzicht", length, "", {}, {}, 0, {}]).encode() + b"\n"
        yield title + b"\n" + line + rest[: length - 16] + sha256(line + rest[: length - 16]).digest()[:16]


def test_a_broken_cache_is_no_cache(tasks: list[Task], cached: Path) -> None:
    whole = found(tasks, cached)
    for content in spoiled(cached.read_bytes()):
        cached.write_bytes(content)
        assert found(tasks, cached) == whole


def test_a_cache_that_cannot_be_written_is_no_mistake(tasks: list[Task], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert found(tasks, tmp_path / "file" / "check.cache") == found(tasks)


def test_all_that_is_kept_comes_back(tasks: list[Task]) -> None:
    kept = {task.shown: run_task(task) for task in tasks}
    assert any(one.examined.findings for one in kept.values())
    content = b"".join(cache_pieces("tool", (encode_entry(folder, one) for folder, one in kept.items())))
    cache = Cache(BytesIO(content), "tool")
    assert {folder: cache.kept_result(folder) for folder in cache} == kept
    assert list(Cache(BytesIO(content), "other")) == []


def test_files_cannot_pass_for_one_another() -> None:
    asked = [{"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {"a": b"bc", "d": b""}, {}]
    assert len({input_digest("", files) for files in asked} | {input_digest("a", {})}) == 6


def test_a_dossier_leaves_no_circles_so_that_garbage_need_not_be_sought(tasks: list[Task]) -> None:
    run_task(tasks[0])
    gc.collect()
    gc.disable()
    try:
        run_task(tasks[0])
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_any_number_of_jobs_finds_the_same_in_the_same_order(tasks: list[Task]) -> None:
    many = [replace(task, shown=f"{number}/{task.shown}") for number in range(6) for task in tasks]
    assert found(many, jobs=2) == found(many)


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"IAMA_CACHE": "/c", "HOME": "/h"}, "linux", "/c"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/iama"),
        ({"HOME": "/h"}, "linux", "/h/.cache/iama"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "darwin", "/h/Library/Caches/iama"),
        ({"LOCALAPPDATA": "/l", "HOME": "/h"}, "win32", "/l/iama/Cache"),
        ({}, "linux", None),
        ({"CI": "true", "HOME": "/h", "XDG_CACHE_HOME": "/x"}, "linux", None),
        ({"CI": "1", "LOCALAPPDATA": "/l"}, "win32", None),
        ({"CI": "true", "IAMA_CACHE": "/c", "HOME": "/h"}, "linux", "/c"),
        ({"CI": "False", "HOME": "/h"}, "linux", "/h/.cache/iama"),
        ({"CI": "0", "HOME": "/h"}, "linux", "/h/.cache/iama"),
        ({"CI": "", "HOME": "/h"}, "linux", "/h/.cache/iama"),
    ],
)
def test_the_cache_stands_with_the_user(environment: dict[str, str], platform: str, expected: str | None) -> None:
    found = cache_file(Path("/work"), environment, platform)
    assert (found and found.parent) == (expected and Path(expected))
    assert found is None or found != cache_file(Path("/elsewhere"), environment, platform)


def test_the_command_prints_the_same_with_and_without_a_cache(tmp_path: Path) -> None:
    base, kept = tmp_path / "work", tmp_path / "kept"
    write_demo(base, "nl")
    for number in range(8):
        copytree(base / "assessments" / "herzicht", base / "assessments" / f"a{number}")
    before = sorted(path for path in base.rglob("*"))
    runs = [
        iama(base, "check", "--as-of", "2026-11-23", *more, env={"IAMA_CACHE": str(kept)})
        for more in (("--no-cache",), (), (), ("--jobs", "2", "--no-cache"))
    ]
    assert len({(told.code, told.out) for told in runs}) == 1
    assert [path.suffix for path in kept.iterdir()] == [".cache"]
    assert sorted(path for path in base.rglob("*")) == before


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
SOMEBODY = 12345


def _linked(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def _piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


OPEN_TO_OTHERS: Mapping[str, Callable[[Path], object]] = {
    "a file for the group": lambda file: file.chmod(0o620),
    "a file for all": lambda file: file.chmod(0o602),
    "a folder for the group": lambda file: file.parent.chmod(0o770),
    "a folder for all, with a sticky bit": lambda file: file.parent.chmod(0o1777),
    "a folder above for all": lambda file: file.parent.parent.chmod(0o777),
    "a linked file": _linked,
    "a linked folder": lambda file: _linked(file.parent),
    "a pipe": _piped,
}
if hasattr(os, "geteuid") and os.geteuid() == 0:  # nobody else can give a file away
    OPEN_TO_OTHERS = {
        **OPEN_TO_OTHERS,
        "a file of another user": lambda file: os.chown(file, SOMEBODY, -1),
        "a folder of another user": lambda file: os.chown(file.parent, SOMEBODY, -1),
        "a folder above of another user": lambda file: os.chown(file.parent.parent, SOMEBODY, -1),
    }


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A workspace of nine small dossiers, and in `mine/kept` a cache that says of every one of them: no findings."""
    base = tmp_path / "work"
    for number in range(9):
        put(base, f"assessments/a{number}/algorithm.yaml", "format: iama/1\nlanguage: nl\n")
    assert findings(gate(base)) > 0
    (file,) = (tmp_path / "mine/kept").iterdir()
    with file.open("rb") as content:
        cache = Cache(content, package_digest())
        lies = [_emptied(folder, cache.kept_result(folder)) for folder in cache]
    file.write_bytes(b"".join(cache_pieces(package_digest(), lies)))
    return base


def _emptied(folder: str, kept: Kept | None) -> bytes:
    assert kept is not None
    return encode_entry(folder, replace(kept, examined=replace(kept.examined, pack=Pack())))


def gate(base: Path, **env: str) -> Told:
    kept = {"IAMA_CACHE": str(base.parent / "mine/kept")}
    return iama(base, "check", "--as-of", "2026-11-23", "--json", env=kept | env)


def findings(told: Told) -> int:
    return len(told.json["findings"])


def test_a_cache_of_the_user_alone_is_believed(planted: Path) -> None:
    told = gate(planted)
    assert findings(told) == 0 and told.err == ""


@posix
@pytest.mark.parametrize("open_up", OPEN_TO_OTHERS.values(), ids=OPEN_TO_OTHERS)
def test_a_cache_that_others_can_write_is_not_believed(planted: Path, open_up: Callable[[Path], object]) -> None:
    (file,) = (planted.parent / "mine/kept").iterdir()
    open_up(file)
    told = gate(planted)
    assert findings(told) > 0
    assert "the cache is not believed" in told.err and told.err.count("\n") == 1


def test_a_pipeline_believes_only_a_cache_that_it_names(planted: Path) -> None:
    usual = planted.parent / "home/iama"
    usual.mkdir(parents=True)
    (planted.parent / "mine/kept").rename(usual.parent / "iama-kept")
    (file,) = (usual.parent / "iama-kept").iterdir()
    file.rename(usual / file.name)
    home = {"XDG_CACHE_HOME": str(usual.parent), "LOCALAPPDATA": "", "HOME": "", "IAMA_CACHE": ""}
    if sys.platform == "linux":
        assert findings(gate(planted, **home, CI="")) == 0
    assert findings(gate(planted, **home, CI="true")) > 0
    assert findings(gate(planted, **{**home, "IAMA_CACHE": str(usual)}, CI="true")) == 0


@posix
def test_what_is_kept_is_made_for_the_user_alone(tmp_path: Path, tasks: list[Task]) -> None:
    file = tmp_path / "a/b/check.cache"
    before = os.umask(0)
    try:
        found(tasks, file)
        found([replace(tasks[0], as_of=AS_OF + timedelta(days=1))], file)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a/b", file)]
    assert modes == [0o700, 0o700, 0o600]


@posix
def test_a_file_that_changes_hands_after_the_look_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "check.cache"
    file.touch(0o600)
    open_own_file(file).close()
    file.chmod(0o666)
    with pytest.raises(OSError, match="not yours alone"):
        open_own_file(file)
    _linked(file)
    with pytest.raises(OSError):
        open_own_file(file)


def test_few_dossiers_leave_nothing_behind(tmp_path: Path) -> None:
    write_demo(tmp_path / "work", "nl")
    iama(tmp_path / "work", "check", env={"IAMA_CACHE": str(tmp_path / "kept")})
    assert not (tmp_path / "kept").exists()
