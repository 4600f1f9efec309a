"""A bundle in honest hands, and in others: unpacked, zipped again, added to; and checked without `iama`."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama

from iama.files.bundlefile import zip_pieces
from iama.files.walking import read_files
from iama.model.canonical import canonical_bytes

GO = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--decision", "no-go", "--text", "No")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a decision that nobody signed and a signed one, and its bundles."""
    folder = demo(tmp_path_factory.mktemp("hands"))
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / "key"], check=True)
    public = (folder / "key.pub").read_text(encoding="utf-8")
    (folder / "allowed").write_text(f"responsible {public}", encoding="utf-8")
    assert iama(folder, *GO).code == 0
    with (folder / "iama.toml").open("a", encoding="utf-8") as file:
        file.write('allowed-signers = "allowed"\n[signing]\nrequired-from = 9999-01-01\n')  # on whatever day this runs
    assert iama(folder, *GO, "--sign", "key").code == 0
    assert iama(folder, "bundle", ID, "-o", "a.zip").code == 0
    assert iama(folder, "bundle", ID, "-o", "public.zip", "--edition", "public").code == 0
    return folder


@pytest.fixture
def unpacked(base: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(base / "a.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


PROVEN = ["proven", "proven"]


def said(folder: Path, *words: str, verdicts: list[str] = PROVEN) -> list[tuple[str, str]]:
    """Return what `verify` says that is no note, by code and message; the verdicts about decisions must be these."""
    told = iama(folder, "verify", *words, "--json")
    found = [(one["code"], one["message"]) for one in told.json["findings"] if one["severity"] != "note"]
    assert told.code == int(told.json["summary"]["errors"] > 0)
    assert [one["verdict"] for row in told.json["algorithms"] for one in row["approvals"]] == verdicts
    return found


def test_unpacked_it_is_what_it_was_whatever_a_system_leaves_there(unpacked: Path) -> None:
    for name in ("Thumbs.db", "dossier/desktop.ini", "dossier/approved/.DS_Store", "__MACOSX/._x"):
        (unpacked / name).parent.mkdir(exist_ok=True)
        (unpacked / name).touch()
    assert said(unpacked.parent, "unpacked") == []


def test_zipped_again_with_a_folder_on_top_it_is_judged_file_by_file(unpacked: Path) -> None:
    made = shutil.make_archive(str(unpacked.parent / "again"), "zip", unpacked.parent, "unpacked")
    assert [code for code, _ in said(unpacked.parent, made)] == ["bundle-repacked"]


def test_what_no_bundle_has_is_not_proven_and_spoils_nothing_else(unpacked: Path, base: Path) -> None:
    (unpacked / "LEES-DIT.html").write_text("proven!", encoding="utf-8")
    (unpacked / "dossier/people.yaml").write_text("format: iama-people/1\n", encoding="utf-8")
    manifest = json.loads((unpacked / "manifest.json").read_bytes())
    manifest["verified_by"] = "an auditor"
    manifest["files"]["LEES-DIT.html"] = "0" * 64
    (unpacked / "manifest.json").write_bytes(canonical_bytes(manifest))
    found = said(unpacked.parent, "unpacked")
    strange = [message for code, message in found if code == "bundle-repacked"]
    assert len(strange) == 3 and all(message.startswith("not proven: ") for message in strange)


def test_a_link_in_it_is_refused(unpacked: Path) -> None:
    page = unpacked / "reports/public.html"
    page.rename(unpacked.parent / "elsewhere.html")
    page.symlink_to(unpacked.parent / "elsewhere.html")
    assert "no regular file" in said(unpacked.parent, "unpacked", verdicts=[])[0][1]


def test_a_linked_snapshot_is_refused_like_a_linked_folder(base: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base / SHORT, tmp_path / "assessments" / ID))
    snapshot = next((folder / "approved").glob("*.json"))
    snapshot.rename(tmp_path / "assessments/elsewhere.json")
    snapshot.symlink_to(tmp_path / "assessments/elsewhere.json")
    refused = read_files(folder, tmp_path, ID).refused
    assert ["no link" in str(finding.message) for finding in refused] == [True]


def test_by_the_lines_of_the_guide_alone_one_reaches_the_same_verdict(unpacked: Path) -> None:
    lines = [line[6:] for line in guide(unpacked).splitlines() if line.startswith("    $ ")]
    assert sum("ssh-keygen -Y verify" in line for line in lines) == 1 and len(lines) > 20
    script = "\n".join(lines)
    run = subprocess.run(["bash", "-ec", script], cwd=unpacked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    for path in (*unpacked.glob("dossier/approved/*"), *unpacked.glob("proof/*"), *unpacked.glob("objects/*")):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] + b"x" + content[len(content) // 2 + 1 :])
        wrong = [line for line in lines if path.name in line and not holds(unpacked, line)]
        assert wrong or path.name not in script, path
        path.write_bytes(content)


def test_from_one_digest_the_lines_of_the_guide_lead_to_every_question(unpacked: Path) -> None:
    for path in [*unpacked.glob("objects/*")]:
        content = path.read_bytes() + b" "
        other = path.with_name(f"{hashlib.sha256(content).hexdigest()}.json")
        other.write_bytes(content)
        lines = guide(unpacked).replace(path.stem, other.stem).splitlines()  # as whoever changes it writes the guide
        about = [line[6:] for line in lines if line.startswith("    $ ") and other.stem in line]
        assert about and not all(holds(unpacked, line) for line in about)
        other.unlink()


def holds(folder: Path, line: str) -> bool:
    return (
        subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"], cwd=folder, capture_output=True, check=False
        ).returncode
        == 0
    )


def guide(folder: Path) -> str:
    """Return the guide, in the language of the dossier."""
    return (folder / "LEESMIJ.txt").read_text(encoding="utf-8")


def test_a_guide_that_was_changed_is_told(unpacked: Path) -> None:
    (unpacked / "LEESMIJ.txt").write_text(guide(unpacked) + "\n", encoding="utf-8")
    assert said(unpacked.parent, "unpacked")[0][1] == "`LEESMIJ.txt` was changed"


def test_keys_of_a_bundle_ask_signatures(unpacked: Path) -> None:
    manifest = json.loads((unpacked / "manifest.json").read_bytes())
    manifest["signing"]["required-from"] = "2026-01-01"
    (unpacked / "manifest.json").write_bytes(canonical_bytes(manifest))
    assert [code for code, _ in said(unpacked.parent, "unpacked", verdicts=["not-proven", "proven"])] == ["not-signed"]


def test_a_public_bundle_holds_no_snapshot_and_proves_no_decision(base: Path, tmp_path: Path) -> None:
    content = (base / "public.zip").read_bytes()
    with zipfile.ZipFile(base / "public.zip") as archive:
        names = archive.namelist()
    assert names == ["manifest.json", *(f"reports/{name}public.html" for name in ("approval-1-", "approval-2-", ""))]
    (tmp_path / "p.zip").write_bytes(content)
    told = iama(tmp_path, "verify", "p.zip")
    assert told.code == 0 and "proven" not in told.out and told.out.count("matches its digest") == 2
    assert iama(base, "verify", ID, "--against", "public.zip").code == 0
    (tmp_path / "p.zip").write_bytes(content.replace(b"</html>", b"</htmL>"))
    assert next(code for code, _ in said(tmp_path, "p.zip", verdicts=[])) == "bundle-broken"


def test_documents_go_along_only_when_asked_and_as_they_were(base: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base, tmp_path / "base", symlinks=True))
    for name in ("dpia.pdf", "gone.pdf"):
        (folder / name).write_bytes(name.encode())
        assert iama(folder, "set", "--source", name, ID, "goal", "A goal").code == 0
    (folder / "gone.pdf").write_bytes(b"another")
    told = iama(folder, "bundle", ID, "-o", "s.zip", "--with-sources", env={"IAMA_LANG": "en"})
    assert told.code == 0 and told.err.index("dpia.pdf") < told.err.index("do not go along") < told.err.index(
        "gone.pdf"
    )
    with zipfile.ZipFile(folder / "s.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("sources/")] == ["sources/dpia.pdf"]
        files = {name: archive.read(name) for name in archive.namelist()}
    (folder / "s.zip").write_bytes(b"".join(zip_pieces(files | {"sources/dpia.pdf": b"other", "sources/x": b""})))
    found = [message for code, message in said(folder, "s.zip") if code.startswith("bundle")]
    assert [message.partition(":")[0] for message in found] == ["`sources/dpia.pdf` was changed", *["not proven"] * 2]


def test_several_dossiers_in_one_are_each_verified(base: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(base, tmp_path / "base", symlinks=True))
    iama(folder, "new", "second")
    assert iama(folder, "bundle", ID, "second", "-o", "both.zip").code == 0
    told = iama(folder, "verify", "both.zip", "--against", "both.zip", "--json")
    assert told.code == 0, told.out
    assert [(row["id"], len(row["approvals"])) for row in told.json["algorithms"]] == [(ID, 2), ("second", 0)]
    with zipfile.ZipFile(folder / "both.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.startswith(f"{ID}/")}
    (folder / "both.zip").write_bytes(b"".join(zip_pieces(files)))
    assert "bundle-broken" in [code for code, _ in said(folder, "both.zip", verdicts=[])]


BESIDE: Mapping[str, Callable[[bytes], bytes]] = {
    "bytes behind": lambda content: content + b"<html>",
    "bytes in front": lambda content: b"#!/bin/sh\n" + content,
}


@pytest.mark.parametrize("change", BESIDE.values(), ids=BESIDE)
def test_bytes_that_belong_to_nothing_are_told(change: Callable[[bytes], bytes], base: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(change((base / "a.zip").read_bytes()))
    assert [code for code, _ in said(tmp_path, "a.zip")] == ["bundle-repacked"]
