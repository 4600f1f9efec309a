"""More files of strangers, as test_hostile_files.py tries them, each in a process of its own."""

import gzip
import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import test_hostile_files as hostile
from gated import BASELINE
from test_hostile_files import (
    APPROVED,
    BUNDLE,
    CHECK,
    DIFF,
    HOME,
    INVENTORY,
    VERIFY,
    ZIP,
    Case,
    Spoil,
    archive,
    bound,
    text,
    wide,
)

demo, honest, judged, pytestmark = hostile.demo, hostile.honest, hostile.judged, hostile.pytestmark
REPORT, LIST = ("report", "herzicht", "--to", "md", "-o", "a.md"), ("check", "--inventory", "x.yaml")
SIZE = 4_900_000  # just under the limit of a snapshot

SNAPSHOTS: Mapping[str, Callable[[], bytes]] = {
    "deep lists": lambda: b"[" * SIZE,
    "deep maps": lambda: b'{"a":' * 900_000,
    "a huge number": lambda: b'{"iama_snapshot": ' + b"9" * SIZE + b"}",
    "1e999999": lambda: b'{"iama_snapshot": 1e999999}',
    "NaN": lambda: b'{"iama_snapshot": NaN, "a": Infinity}',
    "one key 250,000 times": lambda: b"{" + b'"iama_snapshot":1,' * 250_000 + b'"a":1}',
    "a long key": lambda: b'{"' + b"k" * SIZE + b'":1}',
    "400,000 keys": lambda: json.dumps({f"{number:x}": 0 for number in range(400_000)}).encode(),
    "quotes": lambda: b'"' * SIZE,
    "backslashes": lambda: b'"' + b"\\" * SIZE,
    "blanks": lambda: b" " * SIZE,
    "commas": lambda: b"[" + b"0," * (SIZE // 2) + b"0]",
}
READERS = {
    "check": (CHECK, "approval-broken"),
    "verify": (VERIFY, "approval-broken"),
    "as approved": (APPROVED, "approval 1: it"),
    "diff": (DIFF, "approval 1: it"),
}


def named(folder: str, count: int, name: str) -> Spoil:
    """Return what makes so many empty files."""

    def put(base: Path) -> None:
        for number in range(count):
            (base / folder / name.format(number)).touch()

    return put


def document(size: int) -> Spoil:
    """Return what makes a sparse document to which an answer refers."""

    def put(base: Path) -> None:
        hostile.sparse(base / HOME / "doc.pdf", size)
        path = base / HOME / "iama-2.0.yaml"
        source = f"  goal:\n    sources:\n      - title: x\n        path: doc.pdf\n        sha256: {'0' * 64}\n"
        path.write_text(path.read_text(encoding="utf-8").replace("  goal:\n", source, 1), encoding="utf-8")

    return put


def baseline(base: Path) -> None:
    (base / "iama.toml").write_text(BASELINE.replace("known.json", "b.json"), encoding="utf-8")
    (base / "b.json").write_bytes(wide(49_000_000))


def result(base: Path) -> None:
    (base / "r.json").write_bytes(wide(49_000_000))
    (base / "x.csv").write_bytes(b"id,name,publication_category,result\nx,x,a,r.json\n")


def overlapping(base: Path) -> None:
    """Write an archive in which 2,000 entries name the same 20 MB."""
    archive(lambda: {"manifest.json": b"{}", "dossier/f0": bytes(19_999_999)})(base)
    content = (base / "x.zip").read_bytes()
    end = content.rfind(b"PK\5\6")
    (start,) = struct.unpack("<I", content[end + 16 : end + 20])
    entries = content[start:end]
    more = entries + entries[entries.rfind(b"PK\1\2") :] * 1998
    last = bytearray(content[end:])
    last[8:12] = struct.pack("<HH", 2000, 2000)
    last[12:16] = struct.pack("<I", len(more))
    (base / "x.zip").write_bytes(content[:start] + more + bytes(last))


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def trees(count: int, tree: bytes) -> Mapping[str, bytes]:
    """Return a bundle with so many questionnaires, and a manifest that fits."""
    files = {"questionnaires/law.json": b"{}"} | {f"questionnaires/{number}.json": tree for number in range(count)}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = {"iama_bundle": 1, "algorithm": "x", "as_of": "2026-01-01", "language": "nl", "files": digests}
    return {"manifest.json": json.dumps(told).encode(), **files}


FILES: Mapping[str, tuple[Spoil, Mapping[str, tuple[str, ...]], str]] = {
    "100,000 snapshots": (
        named(f"{HOME}/approved", 100_000, "{:064x}.json"),
        {"check": CHECK, "verify": VERIFY, "bundle": BUNDLE},
        "unreadable-file",
    ),
    "1,000 sparse files": (
        hostile.sparse_dossier,
        {"check": CHECK, "bundle": BUNDLE, "report": REPORT},
        "unreadable-file",
    ),
    "100,000 files": (
        named(HOME, 100_000, "{}.yaml"),
        {"check": CHECK, "verify": VERIFY, "bundle": BUNDLE, "report": REPORT},
        "unreadable-file",
    ),
    "a document of 50 GB": (document(50_000_000_000), {"check": CHECK}, "source-changed"),
    "a baseline of 49 MB": (baseline, {"check": CHECK}, "is larger than"),
    "a result of 49 MB": (result, {"check": INVENTORY}, "is larger than"),
    "an inventory of 49 MB": (
        text("x.csv", lambda: b"id,name\n" + b"a,x\n" * 12_000_000),
        {"check": INVENTORY},
        "unreadable-file",
    ),
    "49 million commas": (
        text("x.csv", lambda: b"id,name\n" + b"," * 49_000_000),
        {"check": INVENTORY},
        "unreadable-file",
    ),
    "2.4 million columns": (
        text("x.csv", lambda: b"id," + b"a," * 2_400_000 + b"\n"),
        {"check": INVENTORY},
        "this is not CSV",
    ),
    "an open quote": (
        text("x.csv", lambda: b'id,name\na,"' + b"x\n" * 2_400_000),
        {"check": INVENTORY},
        "this is not CSV",
    ),
    "600,000 in a YAML list": (
        text("x.yaml", lambda: b"algorithms:\n" + b"- id: a\n" * 600_000),
        {"check": LIST},
        "unsafe-yaml",
    ),
    "an archive that overlaps": (overlapping, {"verify": ZIP}, "bundle-broken"),
    "200,000 members": (
        text("x.zip", lambda: zipped({f"dossier/{number}": b"" for number in range(200_000)})),
        {"verify": ZIP},
        "bundle-broken",
    ),
    "an archive in an archive": (
        archive(lambda: {"manifest.json": b"{}", "dossier/a.zip": zipped({"manifest.json": b"x" * 19_000_000})}),
        {"verify": ZIP},
        "bundle-broken",
    ),
    "nine times 19 MB of zeros": (
        archive(
            lambda: {"manifest.json": b"{}"} | {f"dossier/approved/{number}": bytes(19_000_000) for number in range(9)}
        ),
        {"verify": ZIP},
        "bundle-broken",
    ),
    "a sparse archive": (lambda base: hostile.sparse(base / "x.zip", 199_000_000), {"verify": ZIP}, "bundle-broken"),
    "gzip in its place": (text("x.zip", lambda: gzip.compress(bytes(50_000_000))), {"verify": ZIP}, "bundle-broken"),
    "a tree of a million maps": (archive(lambda: trees(1, wide(4_500_000))), {"verify": ZIP}, "bundle-broken"),
    "1,900 trees": (
        archive(lambda: trees(1_900, b"[" + b"0," * 50_000 + b"0]")),
        {"verify": ZIP},
        "bundle-broken",
    ),
}
CASES: Mapping[str, Case] = {
    f"{name} bound, {command}": (bound(make), words, told)
    for name, make in SNAPSHOTS.items()
    for command, (words, told) in READERS.items()
} | {
    f"{name}, {command}": (spoil, words, told)
    for name, (spoil, commands, told) in FILES.items()
    for command, words in commands.items()
}
WITH_MORE = {**CASES, **{name: hostile.CASES[name] for name in hostile.MORE}}


@pytest.mark.parametrize("case", WITH_MORE.values(), ids=WITH_MORE)
def test_many_more_hostile_files_are_told_within_two_seconds_and_150_megabytes(
    case: Case, judged: Callable[..., None]
) -> None:
    judged(*case)
