"""What nobody can see inside a folder, an earlier state that was kept elsewhere shows: decisions that were cut off."""

import json
import shutil
import zlib
from pathlib import Path

import pytest
from commands import ID, SHORT, Told, demo, iama, put, refused
from gits import Git, repository

from iama.files.programs import merge_base

GO = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--decision")
ANCHORS = pytest.mark.parametrize("anchor", ["earlier.zip", "earlier.json", "HEAD"])


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in git with two decisions, and every kind of anchor of both."""
    base = demo(tmp_path_factory.mktemp("decided"))
    git = repository(base)
    assert iama(base, *GO, "go").code == 0
    put(base, "first.yaml", (base / SHORT / "approvals.yaml").read_bytes())
    assert iama(base, *GO, "no-go").code == 0
    assert iama(base, "bundle", ID, "-o", "earlier.zip").code == 0
    put(base, "earlier.json", iama(base, "verify", "--json").out)
    git("add", "-A")
    git("commit", "-q", "-m", "two decisions")
    return base


@pytest.fixture
def base(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "base", symlinks=True))


def cut(base: Path) -> None:
    """Cut the last decision off, with all that it binds: nothing inside the folder shows it."""
    whole = (base / SHORT / "approvals.yaml").read_text(encoding="utf-8")
    digests = [line.split("sha256:")[1].strip('"') for line in whole.splitlines() if line.startswith("    snapshot:")]
    for path in (base / SHORT / "approved").glob(f"{digests[-1]}*"):
        path.unlink()
    put(base, f"{SHORT}/approvals.yaml", (base / "first.yaml").read_bytes())


def found(told: Told) -> list[tuple[str, int | None]]:
    return [(one["code"], one["approval"]) for one in told.json["findings"] if one["severity"] == "error"]


@ANCHORS
def test_a_decision_that_was_cut_off_is_missed(base: Path, anchor: str) -> None:
    assert iama(base, "verify", ID, "--against", anchor).code == 0
    cut(base)
    assert iama(base, "verify", ID).code == 0
    told = iama(base, "verify", ID, "--against", anchor, "--json")
    assert (told.code, found(told)) == (1, [("approval-dropped", 2)])


@ANCHORS
def test_a_decision_that_was_replaced_is_missed_and_one_more_is_no_fault(base: Path, anchor: str) -> None:
    assert iama(base, *GO, "go").code == 0
    assert iama(base, "verify", "--all", "--against", anchor).code == 0
    for path in (base / SHORT / "approved").iterdir():
        path.unlink()
    put(base, f"{SHORT}/approvals.yaml", "format: iama-approvals/2\napprovals: []\n")
    assert iama(base, *GO, "no-go").code == 0
    told = iama(base, "verify", ID, "--against", anchor, "--json")
    assert (told.code, found(told)) == (1, [("approval-dropped", 1), ("approval-dropped", 2)])
    assert [one["verdict"] for one in told.json["algorithms"][0]["approvals"]] == ["not-proven"]


def test_a_digest_that_was_noted_must_be_there(base: Path) -> None:
    approvals = json.loads((base / "earlier.json").read_text(encoding="utf-8"))["algorithms"][0]["approvals"]
    noted = [word for name in ("entry", "snapshot") for word in ("--expect", approvals[1][name])]
    assert iama(base, "verify", ID, *noted).code == 0
    cut(base)
    told = iama(base, "verify", ID, *noted, "--json")
    assert (told.code, found(told)) == (1, [("approval-dropped", None)] * 2)
    assert "is no digest" in refused(base, "verify", ID, "--expect", "sha256:12")


def test_a_folder_in_which_only_decisions_are_left_does_not_vanish(base: Path) -> None:
    (base / SHORT / "algorithm.yaml").unlink()
    told = iama(base, "verify", "--all", "--json")
    assert told.json["summary"]["approvals"] == 2


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("", "`--against` names nothing to compare with"),
        (" ", "`--against` names nothing to compare with"),
        ("none.json", "there is no file none.json"),
        ("none.zip", "none.zip"),
        ("odd.json", "does not list the decisions about herzicht"),
        ("other.zip", "other.zip"),
        ("no-such-revision", "no-such-revision"),
    ],
)
def test_what_is_no_earlier_state_is_told(base: Path, anchor: str, said: str) -> None:
    put(base, "odd.json", '{"algorithms": [{"id": "other", "approvals": []}]}')
    put(base, "other.zip", b"PK")
    assert said in refused(base, "verify", ID, "--against", anchor)


@ANCHORS
def test_a_dossier_that_was_made_later_is_no_fault_and_one_that_is_gone_is(base: Path, anchor: str) -> None:
    shutil.copytree(base / SHORT, base / "assessments/herzicht-oud")
    shutil.rmtree(base / "assessments/herzicht-oud/approved")
    (base / "assessments/herzicht-oud/approvals.yaml").unlink()
    assert iama(base, "verify", "--all", "--against", anchor).code == 0
    shutil.rmtree(base / SHORT)
    told = iama(base, "verify", "--all", "--against", anchor, "--json")
    assert (told.code, found(told)) == (1, [("approval-dropped", None)])
    shutil.rmtree(base / "assessments")
    gone = iama(base, "verify", "--all", "--against", anchor, "--json")
    assert (gone.code, found(gone)) == (1, [("approval-dropped", None)])


@pytest.mark.parametrize("way", ["replaced file", "replaced commit", "converted text", "graft"])
def test_what_a_repository_puts_in_the_place_of_its_past_does_not_count(base: Path, way: str) -> None:
    git = Git(base)
    then = git("rev-parse", "HEAD")
    cut(base)
    git("add", "-A")
    git("commit", "-q", "-m", "one decision")
    now = git("rev-parse", "HEAD")
    if way == "replaced file":
        git("replace", f"{then}:{SHORT}/approvals.yaml", f"{now}:{SHORT}/approvals.yaml")
    elif way == "replaced commit":
        git("replace", then, now)
    elif way == "converted text":
        git("config", "diff.short.textconv", "cat first.yaml #")
        put(base, ".git/info/attributes", "approvals.yaml diff=short\n")
    else:
        put(base, ".git/info/grafts", f"{now}\n")
    for words in (("--against", then), (ID, "--against", then)):
        assert found(iama(base, "verify", *words, "--json")) == [("approval-dropped", 2)]
    assert merge_base(base, then) == then


def test_an_object_with_other_bytes_than_its_digest_says_shows_nothing(base: Path) -> None:
    git = Git(base)
    then = git("rev-parse", "HEAD")
    cut(base)
    blob = git("rev-parse", f"{then}:{SHORT}/approvals.yaml")
    forged = (base / SHORT / "approvals.yaml").read_bytes()
    place = base / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    place.write_bytes(zlib.compress(b"blob %d\0" % len(forged) + forged))
    for words in ((ID, "--against", then), ("--all", "--against", then)):
        assert "is not what its digest says" in refused(base, "verify", *words)
    assert "is not what its digest says" in refused(base, "diff", f"{ID}@{then}")


def test_a_branch_with_the_name_of_a_commit_is_not_taken_for_it(base: Path) -> None:
    git = Git(base)
    then = git("rev-parse", "--short", "HEAD")
    cut(base)
    git("add", "-A")
    git("commit", "-q", "-m", "one decision")
    assert found(iama(base, "verify", ID, "--against", then, "--json")) == [("approval-dropped", 2)]
    git("branch", then)
    assert f"refs/heads/{then}" in refused(base, "verify", ID, "--against", then)
    assert iama(base, "verify", ID, "--against", f"refs/heads/{then}").code == 0


@pytest.mark.parametrize("configured", ['root = "assessments"\n', ""])
def test_another_folder_of_dossiers_hides_no_cut(base: Path, configured: str) -> None:
    git, settings = Git(base), (base / "iama.toml").read_text(encoding="utf-8").replace('root = "assessments"', "")
    put(base, "iama.toml", f"{configured}{settings}")
    git("commit", "-q", "-a", "--allow-empty", "-m", "a folder")
    shutil.copytree(base / "assessments", base / "elsewhere" / "now")
    put(base, "iama.toml", f'root = "elsewhere/now"\n{settings}')
    for words in (("--against", "HEAD"), (ID, "--against", "HEAD")):
        assert iama(base, "verify", *words).code == 0, "who moves dossiers as they are cuts nothing"
    (base / "assessments").rename(base / "kept")
    shutil.move(base / "elsewhere", base / "assessments" / "elsewhere")
    put(base, "iama.toml", f'root = "assessments/elsewhere/now"\n{settings}')
    shutil.copy(base / "first.yaml", base / "assessments" / "elsewhere" / "now" / ID / "approvals.yaml")
    for words in (("--against", "HEAD"), (ID, "--against", "HEAD")):
        assert ("approval-dropped", 2) in found(iama(base, "verify", *words, "--json"))
    shutil.rmtree(base / "assessments" / "elsewhere" / "now" / ID)
    assert ("approval-dropped", None) in found(iama(base, "verify", "--all", "--against", "HEAD", "--json"))


def test_a_folder_that_is_named_by_hand_is_what_is_held_against_then(base: Path) -> None:
    git = Git(base)
    shutil.copytree(base / "assessments", base / "copy")
    (base / "copy" / ID / "approvals.yaml").write_bytes((base / "first.yaml").read_bytes())
    git("add", "-A")
    git("commit", "-q", "-m", "a copy of before")
    told = iama(base, "verify", "--all", "--root", "copy", "--against", "HEAD", "--json")
    assert "approval-dropped" not in told.out


@pytest.mark.parametrize("words", [(ID,), ("--all",)])
def test_a_dossier_folder_that_is_a_link_out_of_the_project_is_refused(base: Path, words: tuple[str, ...]) -> None:
    (base / SHORT).rename(base.parent / "moved")
    (base / SHORT).symlink_to(base.parent / "moved")
    told = iama(base, "verify", *words, "--json")
    (finding,) = told.json["findings"]
    assert (told.code, finding["code"], finding["severity"]) == (1, "unreadable-file", "error")
    assert "this folder is a link" in finding["message"] and "put the folder itself there" in finding["hint"]


def test_a_folder_of_dossiers_that_is_a_link_in_the_project_is_looked_at(base: Path) -> None:
    (base / "assessments").rename(base / "elsewhere")
    (base / "assessments").symlink_to(base / "elsewhere")
    assert iama(base, "verify", "--all").code == 0
