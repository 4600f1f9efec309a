"""Claims about `iama check --base`: what a change takes away is told, and its own policy can only be stricter."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Told, iama, put
from gated import HOME, approved, in_use
from gits import Git, repository

POLICY = """language = "en"
[check]
approvers = ["responsible"]
levels = {unknown-open = "error"}
"""
WAIVER = """[[waivers]]
code = "{code}"
algorithm = "herzicht"
reason = "The supplier signs the new contract in January."
by = "project-leader"
approved-by = "responsible"
until = 2027-01-31
"""
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one approved dossier in use, on `main`."""
    base = tmp_path_factory.mktemp("made")
    put(base, "iama.toml", POLICY)
    for path, content in approved(in_use()).items():
        put(base, path, content)
    commit(repository(base))
    return base


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Path:
    """The same, on a branch of a test's own."""
    folder = shutil.copytree(made, tmp_path / "base")
    Git(folder)("checkout", "--quiet", "-b", "change")
    return folder


def commit(git: Git) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")


def checked(base: Path, *words: str) -> Told:
    return iama(base, "check", "--base", "main", "--as-of", "2026-11-23", "--json", *words)


def codes(told: Told, *, waived: bool = False) -> list[str]:
    """Return the codes of what the change brings, in order of name."""
    found: list[dict[str, Any]] = told.json["findings"]
    return sorted(one["code"] for one in found if one["severity"] == "error" and bool(one["waived"]) is waived)


def policy(added: str, without: str = "") -> Change:
    """Return a change of the configuration."""
    return lambda base: put(base, "iama.toml", POLICY.replace(without, "") + added)


def answers(*pairs: tuple[str, str]) -> Change:
    def change(base: Path) -> None:
        for question, text in pairs:
            assert iama(base, "set", "herzicht", question, text).code == 0

    return change


def cleared(*questions: str) -> Change:
    def change(base: Path) -> None:
        for question in questions:
            assert iama(base, "set", "--clear", "herzicht", question).code == 0

    return change


def gone(base: Path) -> None:
    shutil.rmtree(base / HOME)


def renamed(base: Path) -> None:
    (base / HOME).rename(base / "assessments" / "anders")


def undecided(base: Path) -> None:
    (base / HOME / "approvals.yaml").unlink()
    shutil.rmtree(base / HOME / "approved")


def moved(base: Path) -> None:
    put(base, "iama.toml", POLICY.replace('"en"', '"en"\nroot = "elsewhere"'))
    (base / "assessments").rename(base / "elsewhere")


CHEATS: dict[str, tuple[Change, str]] = {
    "a dossier taken away": (gone, "dossier-deleted"),
    "a dossier under another name": (renamed, "dossier-renamed"),
    "decisions taken away": (undecided, "approval-dropped"),
    "all dossiers moved": (moved, "policy-weakened"),
    "out of use": (answers(("phase", "retired")), "phase-retired"),
    "back in development": (answers(("phase", "development")), "phase-retired"),
    "a later first use": (answers(("first-use", "2027-06-01")), "first-use-moved"),
    "no first use": (cleared("first-use"), "first-use-moved"),
    "a lower category": (answers(("ai-system", "no")), "category-lowered"),
    "a category that cannot be told": (cleared("ai-system"), "category-lowered"),
    "a waiver": (policy(WAIVER.format(code="stale")), "waiver-added"),
}
WEAKER = {
    "fria": ("fria = false\n", ""),
    "max-age-months": ("max-age-months = 24\n", ""),
    "days-ahead": ("days-ahead = 0\n", ""),
    "waiver-months": ("waiver-months = 60\n", ""),
    "public": ("public = []\n", ""),
    "register": ('register = ["a"]\n', ""),
    "allow-www": ("allow-www = true\n", ""),
    "edition": ('edition = "internal"\n', ""),
    "organisation": ('organisation = "Elders"\n', ""),
    "needs.a": ("needs = {a = []}\n", ""),
    "needs.b": ("needs = {b = []}\n", ""),
    "approvers": ('approvers = ["responsible", "lawyer"]\n', 'approvers = ["responsible"]\n'),
    "levels.unknown-open": ("", 'levels = {unknown-open = "error"}\n'),
    "levels.missing-assessment": (
        'levels = {unknown-open = "error", missing-assessment = "off"}\n',
        'levels = {unknown-open = "error"}\n',
    ),
}


def test_what_the_base_holds_already_is_no_change(base: Path) -> None:
    assert codes(checked(base)) == []


@pytest.mark.parametrize("cheat", CHEATS)
def test_what_a_change_takes_away_is_an_error(base: Path, cheat: str) -> None:
    change, code = CHEATS[cheat]
    change(base)
    told = checked(base, "--only-new")
    assert (told.code, code in codes(told)) == (1, True), codes(told)


@pytest.mark.parametrize("key", WEAKER)
def test_a_weaker_policy_does_not_count_and_is_told(base: Path, key: str) -> None:
    policy(*WEAKER[key])(base)
    told = checked(base, "--only-new")
    assert [(one["code"], one["question"]) for one in told.json["findings"]] == [("policy-weakened", key)]


def test_a_level_that_is_switched_off_in_the_same_change_hides_nothing(base: Path) -> None:
    policy('levels = {unknown-open = "off", missing-assessment = "off"}\n', 'levels = {unknown-open = "error"}\n')(base)
    (base / HOME / "iama-2.0.yaml").unlink()
    told = checked(base)
    assert {"missing-assessment", "policy-weakened"} <= {*codes(told)}


def test_a_stricter_policy_counts_at_once(base: Path) -> None:
    policy('max-age-months = 0\nneeds = {c = ["iama"]}\n')(base)
    told = checked(base, "--only-new")
    assert "policy-weakened" not in codes(told) and "stale" in {one["code"] for one in told.json["findings"]}


def test_a_waiver_that_stands_in_the_base_lets_a_change_pass(base: Path) -> None:
    git = Git(base)
    policy(WAIVER.format(code="dossier-deleted"))(base)
    commit(git)
    git("branch", "--force", "main")
    gone(base)
    told = checked(base)
    assert (codes(told), codes(told, waived=True)) == ([], ["dossier-deleted"])


def test_a_policy_from_outside_counts_above_that_of_the_base(base: Path, tmp_path: Path) -> None:
    ours = put(tmp_path, "policy.toml", '[check]\napprovers = ["lawyer"]\n' + WAIVER.format(code="dossier-deleted"))
    ours.write_text(ours.read_text(encoding="utf-8").replace('"responsible"', '"lawyer"'), encoding="utf-8")
    told = checked(base, "--config", str(ours))
    assert {"policy-weakened", "not-approved"} <= {*codes(told)}


def test_only_new_tells_what_a_change_brings_and_counts_the_rest(base: Path) -> None:
    git = Git(base)
    answers(("last-review", "2024-01-01"), ("phase", "in-use"))(base)
    (base / HOME / "people.yaml").unlink()
    commit(git)
    git("branch", "--force", "main")
    before = checked(base).json["summary"]
    new = checked(base, "--only-new").json
    assert sum(before[level] for level in ("errors", "warnings", "notes")) == new["summary"]["before"] > 0
    assert new["findings"] == []
    said = iama(base, "check", "--base", "main", "--only-new", "--as-of", "2026-11-23").out
    assert said.splitlines()[-1].endswith("there before this change")


def test_a_base_that_cannot_be_had_is_an_error(base: Path, tmp_path: Path) -> None:
    assert "git does not find" in iama(base, "check", "--base", "nowhere").err
    shallow = tmp_path / "shallow"
    git = Git(base)
    put(base, "note.txt", "x")
    commit(git)
    git("clone", "--quiet", "--depth", "1", "--branch", "change", base.as_uri(), str(shallow))
    Git(shallow)("fetch", "--quiet", "--depth", "1", "origin", "main:main")
    told = iama(shallow, "check", "--base", "main")
    assert told.code == 2 and "fetch-depth: 0" in told.err


def test_keys_that_a_change_adds_do_not_sign_for_it(base: Path) -> None:
    git = Git(base)
    put(base, "signers", "lawyer@example.nl ssh-ed25519 AAAA\n")
    policy("", "")(base)
    put(base, "iama.toml", 'allowed-signers = "signers"\n' + POLICY)
    commit(git)
    git("branch", "--force", "main")
    put(base, "signers", "lawyer@example.nl ssh-ed25519 AAAA\nme@example.nl ssh-ed25519 BBBB\n")
    assert "signer-added" in codes(checked(base, "--only-new"))
    put(base, "iama.toml", POLICY)
    weakened = [one["question"] for one in checked(base, "--only-new").json["findings"]]
    assert weakened == ["allowed-signers"]


def test_a_larger_baseline_does_not_count(base: Path) -> None:
    git = Git(base)
    kept = '[check.baseline]\nfile = "known.json"\nreason = "What was there when we began with the gate."\n'
    kept += 'by = "project-leader"\napproved-by = "responsible"\nuntil = 2027-01-31\n'
    put(base, "iama.toml", POLICY + kept)
    put(base, "known.json", '{"iama_baseline": 1, "findings": []}')
    commit(git)
    git("branch", "--force", "main")
    answers(("last-review", "2024-01-01"))(base)
    assert iama(base, "check", "--write-baseline", "--as-of", "2026-11-23").code in (0, 1)
    assert len(json.loads((base / "known.json").read_text(encoding="utf-8"))["findings"]) > 0
    told = checked(base, "--only-new").json["findings"]
    assert ("policy-weakened", "baseline") in {(one["code"], one["question"]) for one in told}
    assert not any(one["waived"] for one in told)


LISTED = "id,publication_category,status,first_use\nherzicht,a,In gebruik,2026-11\nlost,a,In gebruik,2026-11\n"
NAMED = '[check.inventory]\nfile = "list.csv"\n'


@pytest.fixture
def listing(base: Path) -> Path:
    """The same repository with a list of algorithms, which the configuration names."""
    put(base, "iama.toml", POLICY + NAMED)
    put(base, "list.csv", LISTED)
    git = Git(base)
    commit(git)
    git("branch", "--force", "main")
    return base


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("lost,a,In gebruik,2026-11\n", "", "row-dropped"),
        ("lost,a", "lost,c", "category-lowered"),
        ("lost,a", "lost,", "category-lowered"),
        ("lost,a,In gebruik", "lost,a,Buiten gebruik", "phase-retired"),
        ("lost,a,In gebruik", "lost,a,In ontwikkeling", "phase-retired"),
        ("lost,a,In gebruik,2026-11", "lost,a,In gebruik,2026-12", "first-use-moved"),
        ("lost,a,In gebruik,2026-11", "lost,a,In gebruik,", "first-use-moved"),
    ],
)
def test_what_a_change_takes_out_of_a_list_is_an_error(listing: Path, old: str, new: str, code: str) -> None:
    assert codes(checked(listing, "--only-new")) == []
    assert old in LISTED
    put(listing, "list.csv", LISTED.replace(old, new))
    assert code in codes(checked(listing, "--only-new"))


def test_a_list_that_the_configuration_names_no_more_still_counts(listing: Path) -> None:
    put(listing, "iama.toml", POLICY)
    told = checked(listing)
    assert [one["listed"] for one in told.json["lists"]] == [2]
    assert {"policy-weakened", "missing-assessment"} <= {*codes(told)}
    (listing / "list.csv").unlink()
    assert checked(listing).code == 3


def test_a_change_cannot_explain_a_word_of_its_own(listing: Path) -> None:
    put(listing, "list.csv", LISTED.replace("lost,a", "lost,licht"))
    put(listing, "iama.toml", POLICY + NAMED + 'words = {publication_category = {"licht" = "c"}}\n')
    assert {"policy-weakened", "not-understood"} <= {*codes(checked(listing, "--only-new"))}
