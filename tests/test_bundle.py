"""An auditor with a bundle and `iama` sees what was approved; a bundle that was tampered with says so."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from commands import ID, iama
from refusals import refusal

from iama.audit.snapshot import file_name
from iama.files.bundlefile import open_zip, zip_pieces
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.problems import UnusableFile

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo, a decision about it, a change since, and the bundle of that."""
    folder = tmp_path_factory.mktemp("bundle")
    iama(folder, "demo", ".")
    done = iama(folder, "approve", ID, "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--text", "No")
    assert done.code == 0, done.err
    iama(folder, "set", ID, "goal", "Another goal")
    assert iama(folder, "bundle", ID, "-o", "audit.zip").code == 0
    return folder


@pytest.fixture
def files(workspace: Path) -> Files:
    return unpacked((workspace / "audit.zip").read_bytes())


def unpacked(content: bytes) -> dict[str, bytes]:
    with open_zip("a.zip", io.BytesIO(content)) as files:
        return dict(files)


def verified(folder: Path, content: bytes | Iterable[bytes]) -> list[str]:
    """Return the messages about a bundle, by an auditor whose folder holds nothing else."""
    (folder / "a.zip").write_bytes(b"".join([content] if isinstance(content, bytes) else content))
    told = iama(folder, "verify", "a.zip", "--json")
    findings = told.json["findings"]
    assert told.code == (1 if any(one["severity"] == "error" for one in findings) else 0)
    return [f"{one['code']}: {one['message']}" for one in findings if one["severity"] == "error"]


def test_a_bundle_is_green_where_nothing_else_is(workspace: Path, tmp_path: Path) -> None:
    assert verified(tmp_path, (workspace / "audit.zip").read_bytes()) == []
    assert (
        "approval 2: iama-2.0: not approved, by Responsible person on 30 November 2026"
        in iama(tmp_path, "verify", "a.zip").out
    )


def test_a_bundle_has_the_same_bytes_every_time(workspace: Path) -> None:
    iama(workspace, "bundle", ID, "-o", "again.zip")
    assert (workspace / "again.zip").read_bytes() == (workspace / "audit.zip").read_bytes()


def test_names_of_people_are_not_in_it_and_it_does_without_them(workspace: Path, files: Files, tmp_path: Path) -> None:
    people = (workspace / "assessments" / ID / "people.yaml").read_text(encoding="utf-8")
    names = [line.partition("name:")[2].strip(" |-") for line in people.splitlines() if "name:" in line]
    assert names and not [name for name in names for content in files.values() if name and name.encode() in content]


def test_what_was_approved_stands_beside_what_is_there_now(files: Files) -> None:
    now, then = (files[f"reports/{name}.html"].decode() for name in ("internal", "approval-1-internal"))
    assert ("Another goal" in now, "Another goal" in then) == (True, False)


CHANGES: Mapping[str, Callable[[Files], Files]] = {
    "an answer": lambda files: files | changed(files, "dossier/iama-2.0.yaml", b"Another goal", b"Other goals"),
    "a report": lambda files: files | changed(files, "reports/public.html", b"<h1", b"<h1 hidden"),
    "a file taken away": lambda files: {name: text for name, text in files.items() if name != "reports/public.html"},
    "no manifest": lambda files: {name: text for name, text in files.items() if name != "manifest.json"},
}
# the same, with a manifest that was made to fit
FITTED: Mapping[str, tuple[Callable[[Files], Files], str]] = {
    "an answer": (CHANGES["an answer"], "is not what the dossier in the bundle renders to"),
    "a report": (CHANGES["a report"], "is not what the dossier in the bundle renders to"),
    "a question": (
        lambda files: asked(files, tree_of(files).replace(b"Wat is het hoofddoel", b"Wat is het doel")),
        "is not what the dossier in the bundle renders to",
    ),
    "the decision": (
        lambda files: files | changed(files, "dossier/approvals.yaml", b"decision: no-go", b"decision: go"),
        "it says something else than its snapshot",
    ),
    "the snapshot": (
        lambda files: {
            name: text.replace(b"heronderzoek", b"onderzoek", 1) if "/approved/" in name else text
            for name, text in files.items()
        },
        "its snapshot was changed",
    ),
}


def tree_of(files: Files) -> bytes:
    """Return the question tree of the IAMA, as the reports of today were made with it."""
    digest = json.loads(files["manifest.json"])["questionnaires"]["iama-2.0"]
    return files[f"objects/{file_name(digest)}"]


def asked(files: Files, tree: bytes) -> Files:
    """Return the files of a bundle whose manifest names another question tree."""
    assert tree != tree_of(files)
    manifest = json.loads(files["manifest.json"])
    manifest["questionnaires"]["iama-2.0"] = digest_of(tree)
    return {**files, "manifest.json": canonical_bytes(manifest), f"objects/{file_name(digest_of(tree))}": tree}


def changed(files: Files, name: str, old: bytes, new: bytes) -> Files:
    assert old in files[name]
    return {name: files[name].replace(old, new, 1)}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_bundle_is_broken(change: Callable[[Files], Files], files: Files, tmp_path: Path) -> None:
    assert "bundle-broken" in [one.partition(":")[0] for one in verified(tmp_path, zip_pieces(change(files)))]


@pytest.mark.parametrize(("change", "message"), FITTED.values(), ids=FITTED)
def test_a_manifest_that_was_made_to_fit_hides_nothing(
    change: Callable[[Files], Files], message: str, files: Files, tmp_path: Path
) -> None:

    assert any(message in one for one in verified(tmp_path, zip_pieces(fitted(change(files)))))


def fitted(files: Files) -> Files:
    """Return the files of a bundle with a manifest that says what they are."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {name: sha256(text).hexdigest() for name, text in files.items() if name != "manifest.json"}
    return {**files, "manifest.json": canonical_bytes(manifest)}


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


def doubled() -> bytes:
    """Return an archive in which two files have one name."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        return archive(("x", b"1"), ("x", b"2"))


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    return info


def renamed_inside() -> bytes:
    """Return an archive in which a file has another name for who reads from the front."""
    return archive(("manifest.json", b"{}")).replace(b"manifest.json", b"manifest.jsom", 1)


def shrunk(content: bytes) -> bytes:
    """Return an archive whose headers promise less than it holds."""
    return content.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(30_000_000))
    return target.getvalue()


def test_questionnaires_in_a_bundle_that_make_no_sense_are_told(files: Files, tmp_path: Path) -> None:
    tree = json.loads(tree_of(files))
    for strange in ({"repeat": "nowhere"}, {"text": 5}, {"conditions": ["(" * 5000]}):
        question = tree["parts"][0]["sections"][0]["questions"][0]
        edited = {**tree, "parts": [{**tree["parts"][0], "sections": [{**tree["parts"][0]["sections"][0]}]}]}
        edited["parts"][0]["sections"][0]["questions"] = [{**question, **strange}]
        told = verified(tmp_path, zip_pieces(fitted(asked(files, canonical_bytes(edited)))))
        assert told and {one.partition(":")[0] for one in told} <= {"bundle-broken", "unknown-question"}


def packed(method: int, *, damaged: bool = False) -> bytes:
    """Return an archive that is compressed; its data damaged, so that it cannot be unpacked."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        made.writestr("x", bytes(range(256)) * 9)
    content = target.getvalue()
    return content.replace(content[31:60], b"\xff" * 29) if damaged else content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK no", "cannot be read"),
        (archive(("../x", b"")), "leads out"),
        (archive(("/etc/x", b"")), "leads out"),
        (archive(("a/../../x", b"")), "leads out"),
        (archive(("a\\x", b"")), "leads out"),
        (archive(("c:x", b"")), "leads out"),
        (doubled(), "twice"),
        (archive(("x.", b"1"), ("x", b"2")), "twice"),
        (archive(("x", b"1"), ("x/y", b"2")), "twice"),
        (archive(("x", b"1")) + archive(("y", b"2")), "different files"),
        (archive(("x", archive(("y", b"2")))) + b"PK\x05\x06", "different files|cannot be read"),
        (renamed_inside(), "different files"),
        (archive(("manifest.json?x", b"{}")).replace(b"json?x", b"json\0x"), "different files"),
        (archive((link(), b"/etc/passwd")), "no regular file"),
        (archive(*((str(n), b"") for n in range(2501))), "2501 files"),
        (shrunk(archive(("x", bytes(1000)))), "not as large|cannot be read"),
        (bomb(), "larger than"),
        (archive(*((f"{n:03}/" + "d/" * 200 + "x", bytes(300_000)) for n in range(700))), "together are larger"),
        (archive(("reports/A.html", b"1"), ("reports/a.HTML", b"2")), "one file with another"),
        (archive(("caf\u00e9", b"1"), ("cafe\u0301", b"2")), "one file with another"),
        (archive(("x/.. /y", b"")), "leads out"),
        (archive(("x\u202eyaml", b"")), "leads out"),
        (packed(zipfile.ZIP_LZMA), "compressed in a way"),
        (packed(zipfile.ZIP_DEFLATED, damaged=True), "cannot be read"),
    ],
)
def test_a_hostile_archive_is_refused_before_it_unpacks(
    content: bytes, message: str, counted: Callable[..., None]
) -> None:
    told = refusal(UnusableFile, lambda: unpacked(content))
    counted(archives=1, accepted=int(not told))
    assert re.search(message, told), told


@pytest.mark.parametrize(
    ("words", "message"),
    [(["bundle", ID, "-o", "a.tar"], "a bundle is a .zip"), (["verify", "none.zip"], "there is no bundle none.zip")],
)
def test_wrong_use_is_told(workspace: Path, words: list[str], message: str) -> None:
    told = iama(workspace, *words, env={"IAMA_LANG": "en"})
    assert told.code == 2 and message in told.err


def test_an_archive_with_any_byte_changed_is_refused_or_holds_no_other_content(counted: Callable[..., None]) -> None:
    files = {"manifest.json": b"{}" * 50, "dossier/a.yaml": b"x: 1\n" * 40}
    content = b"".join(zip_pieces(files))
    missed = []
    for place in range(len(content)):
        for bit in (0x01, 0x80):
            changed = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
            with suppress(UnusableFile):
                if not set(unpacked(changed).values()) <= set(files.values()):
                    missed.append((place, bit))
    counted(changes=2 * len(content), missed=len(missed))
    assert missed == []
