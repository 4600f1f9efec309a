"""What was proven before is remembered, and nothing that changed since hides behind that."""

from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama

from iama.files.proven import Proven

KEY = "sha256:" + "0a" * 32


def test_what_is_proven_is_remembered_where_only_this_user_writes(tmp_path: Path) -> None:
    first = Proven(tmp_path / "cache")
    assert not first.holds(KEY)
    first.keep(KEY)
    assert Proven(tmp_path / "cache").holds(KEY) and not Proven(None).holds(KEY)
    (tmp_path / "cache/proven-1.txt").chmod(0o666)
    assert not Proven(tmp_path / "cache").holds(KEY)


def test_a_change_after_a_proof_is_found_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = demo(tmp_path)
    monkeypatch.setenv("IAMA_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        go = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--decision", "no-go", "--text", "No")
        assert iama(base, *go).code == 0
    assert iama(base, "verify", ID).code == 0
    assert len((tmp_path / "cache/proven-1.txt").read_text(encoding="utf-8").split()) == 2
    told = iama(base, "verify", ID, "--json")
    assert [one["verdict"] for one in told.json["algorithms"][0]["approvals"]] == ["proven", "proven"]
    approvals = (base / SHORT / "approvals.yaml").read_text(encoding="utf-8")
    (base / SHORT / "approvals.yaml").write_text(approvals.replace("text: No", "text: Yes", 1), encoding="utf-8")
    assert iama(base, "verify", ID).code == 1
    (base / SHORT / "approvals.yaml").write_text(approvals, encoding="utf-8")
    page = min((base / SHORT / "approved").glob("*.html.gz"))
    page.write_bytes(page.read_bytes()[:-1])
    assert iama(base, "verify", ID).code == 1
