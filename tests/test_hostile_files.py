"""Files of a stranger, each in a process of its own: a finding before they take the memory or the time of a job."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what a process took")
HOME = "assessments/herzicht"
SECONDS, MEGABYTES = 2.0, 150
CHECK, VERIFY, BUNDLE = ("check",), ("verify",), ("bundle", "herzicht", "-o", "a.zip")
APPROVED = ("report", "--as-approved", "herzicht", "--to", "md", "-o", "a.md")
DIFF, ZIP, INVENTORY = ("diff", "herzicht@approved"), ("verify", "x.zip"), ("check", "--inventory", "x.csv")


Spoil = Callable[[Path], None]
Case = tuple[Spoil, Sequence[str], str]  # what is done to the example, a command, and what it must tell


class Took(NamedTuple):
    """What a run came to; seconds are those of the processor."""

    seconds: float
    megabytes: float
    code: int
    out: str


# a process counts the memory of the one that started it as its own, until it becomes another program: start it small
LAUNCH = """
import json, os, sys
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status, used = os.wait4(child, 0)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


def took(base: Path, *words: str) -> Took:
    """Run a command in a process of its own."""
    launch = [sys.executable, "-S", "-c", LAUNCH, "-m", "iama", *words]
    environment = os.environ | {"IAMA_LANG": "en"}
    run = subprocess.run(
        launch, cwd=base, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
    )
    out, _, last = run.stdout.decode().rstrip("\n").rpartition("\n")
    seconds, memory, code = json.loads(last)
    return Took(seconds, memory / (1_000_000 if sys.platform == "darwin" else 1_000), code, out)


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def sparse_snapshots(base: Path) -> None:
    for number in range(30):
        sparse(base / HOME / f"approved/{number:064x}.json", 49_900_000)


def many_snapshots(base: Path) -> None:
    for number in range(5_000):
        (base / HOME / f"approved/{number:064x}.json").touch()


def sparse_dossier(base: Path) -> None:
    for number in range(1_000):
        sparse(base / HOME / f"x{number}.yaml", 4_900_000)


def wide(size: int) -> bytes:
    return b"[" + b"{}," * (size // 3) + b"{}]"


def bound(make: Callable[[], bytes]) -> Spoil:
    """Return what puts a document in the place of the one that an approval binds; like all here it is made late."""

    def put(base: Path) -> None:
        content = make()
        digest = hashlib.sha256(content).hexdigest()
        (old,) = (base / HOME / "approved").glob("*.json")
        for path in (base / HOME / "approved").iterdir():
            path.rename(path.with_name(path.name.replace(old.stem, digest)))
        (base / HOME / f"approved/{digest}.json").write_bytes(content)
        entries = base / HOME / "approvals.yaml"
        named = re.sub('snapshot: "sha256:[0-9a-f]+"', f'snapshot: "sha256:{digest}"', entries.read_text("utf-8"))
        entries.write_text(named, encoding="utf-8")

    return put


def archive(make: Callable[[], Mapping[str, bytes]]) -> Spoil:
    """Return what writes an archive of files."""

    def put(base: Path) -> None:
        with zipfile.ZipFile(base / "x.zip", "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in make().items():
                made.writestr(name, content)

    return put


def keys(count: int) -> bytes:
    return json.dumps({"iama_bundle": 1, "files": {f"dossier/{number:x}": "" for number in range(count)}}).encode()


def text(name: str, make: Callable[[], bytes]) -> Spoil:
    """Return what writes a file."""

    def put(base: Path) -> None:
        (base / name).write_bytes(make())

    return put


CASES: Mapping[str, Case] = {
    "30 sparse snapshots, check": (sparse_snapshots, CHECK, "unreadable-file"),
    "30 sparse snapshots, verify": (sparse_snapshots, VERIFY, "unreadable-file"),
    "30 sparse snapshots, bundle": (sparse_snapshots, BUNDLE, "unreadable-file"),
    "5,000 snapshots, check": (many_snapshots, CHECK, "unreadable-file"),
    "1,000 sparse files, verify": (sparse_dossier, VERIFY, "unreadable-file"),
    "50 MB of maps bound, check": (bound(lambda: wide(49_900_000)), CHECK, "unreadable-file"),
    "50 MB of maps bound, as approved": (bound(lambda: wide(49_900_000)), APPROVED, "unreadable-file"),
    "5 MB of maps bound, check": (bound(lambda: wide(4_900_000)), CHECK, "approval-broken"),
    "5 MB of maps bound, diff": (bound(lambda: wide(4_900_000)), DIFF, "cannot be read as a snapshot"),
    "deep lists bound, verify": (bound(lambda: b"[" * 4_900_000), VERIFY, "approval-broken"),
    "maps as a manifest": (archive(lambda: {"manifest.json": wide(19_000_000)}), ZIP, "bundle-broken"),
    "800,000 keys in a manifest": (archive(lambda: {"manifest.json": keys(800_000)}), ZIP, "bundle-broken"),
    "20,000 keys in a manifest": (archive(lambda: {"manifest.json": keys(20_000)}), ZIP, "bundle-broken"),
    "30,000 files": (archive(lambda: {f"dossier/{number}": b"" for number in range(30_000)}), ZIP, "bundle-broken"),
    "a wide inventory": (text("x.csv", lambda: b"id," + b"a," * 2_000_000), INVENTORY, "a row has more than"),
    "a large configuration": (lambda base: sparse(base / "iama.toml", 2_000_000_000), CHECK, "is larger than"),
}

# the same files by another command, or more of the same: for the heavy suite
MORE = {"30 sparse snapshots, check", "30 sparse snapshots, bundle", "1,000 sparse files, verify"}
MORE |= {"50 MB of maps bound, as approved", "5 MB of maps bound, diff", "800,000 keys in a manifest"}
assert CASES.keys() > MORE


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, with a decision about it."""
    base = tmp_path_factory.mktemp("demo")
    assert took(base, "demo", ".").code == 0
    return base


@pytest.fixture(scope="module")
def honest(demo: Path) -> float:
    """The seconds that the gate takes here for an honest dossier: twice that stands for two seconds when it is busy."""
    return took(demo, *CHECK).seconds


@pytest.fixture
def judged(
    demo: Path, honest: float, tmp_path: Path, counted: Callable[..., None]
) -> Callable[[Spoil, Sequence[str], str], None]:
    """Return what runs a command on a spoiled copy of the example, and holds what it took against the limits."""

    def judge(spoil: Spoil, words: Sequence[str], told: str) -> None:
        base = copytree(demo, tmp_path / "base")
        spoil(base)
        run = took(base, *words)
        counted(seconds=round(run.seconds, 2), megabytes=round(run.megabytes, 1), told=told)
        assert run.code in (1, 2, 3) and told in run.out and "Traceback" not in run.out
        assert run.megabytes < MEGABYTES
        assert run.seconds < max(SECONDS, 2 * honest)

    return judge


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items() if name not in MORE])
def test_a_hostile_file_is_told_within_two_seconds_and_150_megabytes(case: Case, judged: Callable[..., None]) -> None:
    judged(*case)
