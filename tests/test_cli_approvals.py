"""`iama approve`, `iama verify` and `iama report --as-approved`, as people run them on the worked example."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from commands import ID, SHORT, Told, contents, demo, iama, put, refused

from iama import __version__
from iama.audit.chain import Kept
from iama.audit.judging import Today
from iama.audit.verification import verify_decisions
from iama.cli.options import today
from iama.cli.proving import program_knowledge
from iama.files.shipped import SHIPPED, program
from iama.files.store import inspect_decided
from iama.gate.judged_dossier import leave_seal_unchecked
from iama.model.approval import Program
from iama.model.library import Library
from iama.model.limits import PAGE_BYTES
from iama.model.objects import tree_digest
from iama.model.struct import replace

IAMA = ("-q", "iama-2.0")
CONDITIONS = (*IAMA, "--decision", "conditions", "--role", "responsible")
GO = ("approve", ID, *IAMA, "--decision", "go", "--role", "responsible")
NO_GO = ("approve", ID, *IAMA, "--decision", "no-go", "--role", "responsible")


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the worked example as it is, and with its IAMA approved."""
    folder = tmp_path_factory.mktemp("approved")
    base = demo(folder)
    assert iama(base, "set", ID, "goal", "Eerder zien wie hulp nodig heeft").code == 0
    shutil.copytree(base, folder / "fresh")
    told = iama(base, *GO, "--person", "p1", "--text", "Het advies is gevolgd.")
    assert told.code == 0, told.err
    return folder


@pytest.fixture
def fresh(workspaces: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspaces / "fresh", tmp_path / "fresh"))


@pytest.fixture
def approved(workspaces: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspaces / "demo", tmp_path / "approved"))


def snapshot(base: Path) -> Path:
    (path,) = (base / SHORT / "approved").glob("*.json")
    return path


def pages(base: Path) -> dict[str, Path]:
    """Return the pages of the one decision, by what stands behind the digest of its snapshot."""
    return {path.name.partition(".")[2]: path for path in sorted((base / SHORT / "approved").glob("*.gz"))}


def findings(base: Path) -> list[tuple[str, str, str | None]]:
    """Return what `verify` finds: level, code and question."""
    return [(one["severity"], one["code"], one["question"]) for one in verify(base).json["findings"]]


def doubts(base: Path, known: Today) -> list[tuple[str, str]]:
    """Return level and code of what is wrong with the decisions, held against what a program knows."""
    dossier, walked, _ = inspect_decided(base / SHORT)
    kept = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    seen = verify_decisions(kept, dossier, leave_seal_unchecked, today(), known)
    return [(str(doubt.level), doubt.code) for doubt in seen]


def report(base: Path, *words: str) -> Any:
    """Return a report as data."""
    return json.loads(iama(base, "report", ID, "--to", "json", *words, "-o", "-").out)


def verify(base: Path) -> Told:
    return iama(base, "verify", "--json")


class TestApprove:
    """A decision is an entry and a snapshot; `go` only when nothing stands in the way."""

    def test_an_approval_writes_an_entry_and_a_snapshot_named_after_its_digest(self, approved: Path) -> None:
        path = snapshot(approved)
        assert path.name == f"{sha256(path.read_bytes()).hexdigest()}.json"
        assert f'snapshot: "sha256:{path.stem}"' in (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")

    def test_nothing_that_is_kept_holds_a_name_of_a_person(self, approved: Path) -> None:
        assert "Petra Voorbeeld" in (approved / SHORT / "people.yaml").read_text(encoding="utf-8")
        assert "Petra Voorbeeld" not in snapshot(approved).read_text(encoding="utf-8")
        assert not [name for name, path in pages(approved).items() if b"Petra" in gzip.decompress(path.read_bytes())]

    def test_conditions_become_action_points_with_owner_and_date(self, fresh: Path) -> None:
        words = ("--condition", "Eerst meten", "--condition", "Dan praten", "--owner", "lawyer", "--due", "2027-01-01")
        told = iama(fresh, "approve", ID, *IAMA, "--decision", "conditions", "--role", "responsible", *words)
        assert told.code == 0, told.err
        assert "Eerst meten" not in (fresh / SHORT / "follow-up.yaml").read_text(encoding="utf-8")
        found = [one for one in report(fresh)["actions"] if one["text"] in ("Eerst meten", "Dan praten")]
        assert [(one["owner"], one["due"], one["blocking"], one["done"]) for one in found] == [
            ("Jurist", "2027-01-01", True, False)
        ] * 2
        assert findings(fresh) == []

    def test_the_text_is_the_condition_when_no_other_is_given(self, fresh: Path) -> None:
        words = ("--decision", "conditions", "--role", "responsible", "--text", "Alleen als proef")
        assert iama(fresh, "approve", ID, *IAMA, *words).code == 0
        assert "Alleen als proef" in [one["text"] for one in report(fresh)["actions"]]

    def test_go_is_refused_with_every_reason_and_nothing_is_written(self, fresh: Path) -> None:
        iama(fresh, "set", ID, "--clear", "goal")
        iama(fresh, "set", ID, "--unknown", "period")
        iama(fresh, "set", ID, "statutory-task", "no")
        message = refused(fresh, *GO, code=1)
        for reason in ("open question: `goal`", "not known yet: `period`", "blocker that stands: `no-statutory-task`"):
            assert reason in message, message
        assert "The advice to go on contradicts" in message

    def test_a_stale_adoption_and_a_pending_risk_are_reasons(self, fresh: Path) -> None:
        row = "jqbvyc"
        path = fresh / SHORT / "iama-2.0.yaml"
        text = path.read_text(encoding="utf-8")
        start = text.index(f"id: {row}")
        put(fresh, f"{SHORT}/iama-2.0.yaml", text[:start] + text[start:].replace("accepted", "pending", 1))
        assert f"residual risk without a decision that holds: `{row}`" in refused(fresh, *GO, code=1)
        fria = ("approve", ID, "-q", "fria-1.0", "--decision", "go", "--role", "responsible")
        assert "adopted answer has changed: `" in refused(fresh, *fria, code=1)  # `goal` was changed

    def test_on_conditions_what_is_unknown_may_wait_for_somebody_and_a_date(self, fresh: Path) -> None:
        conditions = ("approve", ID, *IAMA, "--decision", "conditions", "--role", "responsible", "--condition", "Zoek")
        iama(fresh, "set", ID, "--unknown", "basis")
        assert "not known yet: `basis`" in refused(fresh, *conditions, code=1)
        iama(fresh, "set", ID, "--unknown", "--follow-by", "lawyer", "--due", "2027-01-01", "basis")
        assert "not known yet: `basis`" in refused(fresh, *GO, code=1)
        assert iama(fresh, *conditions).code == 0

    def test_no_go_can_always_be_recorded(self, fresh: Path) -> None:
        iama(fresh, "set", ID, "--clear", "goal")
        assert iama(fresh, *NO_GO).code == 0
        assert findings(fresh) == []

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ((*IAMA, "--decision", "go", "--role", "boss"), "there is no role `boss`"),
            ((*IAMA, "--decision", "go", "--role", "responsible", "--person", "p99"), "people.yaml has no `p99`"),
            ((*IAMA, "--decision", "go", "--role", "responsible", "--person", "Petra"), "--person is the code of a"),
            ((*CONDITIONS, "--condition", "x", "--owner", "Petra Voorbeeld"), "--owner holds a name"),
            (CONDITIONS, "--condition TEXT"),
            ((*IAMA, "--decision", "go", "--role", "responsible", "--condition", "x"), "conditions go with"),
            (("-q", "algorithm", "--decision", "go", "--role", "responsible"), "approved along with an assessment"),
            (("-q", "follow-up", "--decision", "go", "--role", "responsible"), "approved along with an assessment"),
            ((*IAMA, "--decision", "go", "--role", "responsible", "--sign", "nokey"), "there is no key"),
        ],
    )
    def test_wrong_use_is_told(self, fresh: Path, words: tuple[str, ...], message: str) -> None:
        assert message in refused(fresh, "approve", ID, *words)

    def test_owners_and_dates_are_one_for_all_or_one_for_each(self, fresh: Path) -> None:
        words = ("--condition", "a", "--condition", "b", "--condition", "c", "--owner", "x", "--owner", "y")
        message = refused(fresh, "approve", ID, *IAMA, "--decision", "conditions", "--role", "responsible", *words)
        assert "give --owner once for all conditions" in message

    def test_another_role_than_the_responsible_one_is_told(self, fresh: Path) -> None:
        told = iama(fresh, "approve", ID, *IAMA, "--decision", "go", "--role", "lawyer")
        assert (told.code, "`responsible` decides" in told.err) == (0, True)

    def test_a_decision_on_a_broken_chain_is_refused(self, approved: Path) -> None:
        snapshot(approved).unlink()
        assert "its snapshot is not there" in refused(approved, *GO, code=1)


class TestVerify:
    """Green while everything stands; every change of what was approved is named."""

    def test_it_is_quiet_until_a_first_decision(self, fresh: Path) -> None:
        told = iama(fresh, "verify", "--all")
        assert (told.code, told.out.count("\n"), told.err) == (0, 1, "")
        assert verify(fresh).json["findings"] == []

    def test_an_approved_dossier_is_green(self, approved: Path) -> None:
        told = verify(approved)
        assert told.code == 0, told.out
        document = told.json
        assert (document["iama_verify"], document["summary"]["approvals"]) == (1, 1)
        assert document["algorithms"][0]["approvals"][0]["decision"] == "go"

    def test_a_changed_question_is_named_by_number_and_never_quoted(self, approved: Path) -> None:
        iama(approved, "set", ID, "goal", "Geheim nieuw doel")
        told = iama(approved, "verify", ID)
        assert told.code == 1
        assert "question 1.1.2 `goal`" in told.out
        assert "[changed-after-approval]" in told.out
        assert "Geheim nieuw doel" not in told.out + told.err

    def test_a_new_approval_makes_it_green_again(self, approved: Path) -> None:
        iama(approved, "set", ID, "goal", "Een ander doel")
        assert verify(approved).code == 1
        assert iama(approved, *GO).code == 0
        assert verify(approved).code == 0

    def test_comments_and_layout_are_no_change(self, approved: Path) -> None:
        path = approved / SHORT / "iama-2.0.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        quoted = [line.replace("value: yes", "value: 'yes'") for line in lines]
        put(approved, f"{SHORT}/iama-2.0.yaml", "\r\n".join(["# by hand", *quoted, ""]))
        assert findings(approved) == []

    def test_facts_of_the_algorithm_are_covered(self, approved: Path) -> None:
        iama(approved, "set", ID, "-q", "algorithm", "system-version", "2.0")
        assert findings(approved) == [("error", "changed-after-approval", "system-version")]

    def test_changes_of_follow_up_are_reported_and_fine(self, approved: Path) -> None:
        iama(approved, "set", ID, "-q", "follow-up", "register-id", "75246482")
        assert findings(approved) == [("note", "follow-up-changed", "register-id")]
        assert verify(approved).code == 0

    def test_another_assessment_may_change(self, approved: Path) -> None:
        iama(approved, "set", ID, "-q", "fria-1.0", "conclusion-why", "Iets anders")
        assert findings(approved) == []

    def test_names_can_be_erased(self, approved: Path) -> None:
        put(approved, f"{SHORT}/people.yaml", "format: iama-people/1\npeople:\n")
        assert findings(approved) == []
        (approved / SHORT / "people.yaml").unlink()
        assert findings(approved) == []

    def test_a_file_that_cannot_be_read_is_a_finding(self, approved: Path) -> None:
        put(approved, f"{SHORT}/approvals.yaml", "format: iama-approvals/1\napprovals: [\n")
        told = verify(approved)
        assert told.code == 1
        assert [one["code"] for one in told.json["findings"]] == ["unreadable-file"]

    def test_an_unfinished_merge_is_the_one_thing_to_tell(self, approved: Path) -> None:
        text = (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        put(approved, f"{SHORT}/approvals.yaml", f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n")
        assert findings(approved) == [("error", "conflict-markers", None)]

    def test_a_file_of_the_future_says_what_it_needs(self, approved: Path) -> None:
        text = (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        put(approved, f"{SHORT}/approvals.yaml", text.replace("iama-approvals/2", "iama-approvals/3"))
        told = iama(approved, "verify")
        assert (told.code, "needs a newer version of iama" in told.out) == (1, True)

    def test_a_stray_folder_hides_nothing_else(self, approved: Path) -> None:
        (approved / SHORT / "approved" / "sub").mkdir()
        assert findings(approved) == [("error", "unreadable-file", None)]
        assert iama(approved, "report", ID, "--as-approved", "-o", "-").code == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
    def test_a_link_in_the_place_of_the_snapshots_is_refused_everywhere(self, approved: Path, tmp_path: Path) -> None:
        (approved / SHORT / "approved").rename(tmp_path / "elsewhere")
        (approved / SHORT / "approved").symlink_to(tmp_path / "elsewhere")
        for words in (("verify",), ("check",), ("report", ID, "--as-approved"), ("bundle", ID, "-o", "a.zip"), NO_GO):
            told = iama(approved, *words, env={"IAMA_LANG": "en"})
            assert told.code in (1, 3)
            assert "it must be a folder of the dossier itself, and no link" in told.out + told.err

    def test_paths_are_seen_from_here_and_a_name_cannot_make_a_line(self, approved: Path) -> None:
        if sys.platform != "win32":
            (approved / SHORT / "approved" / "a\nverified: all").write_text("", encoding="utf-8")
        (approved / SHORT / "approved" / "b").write_text("", encoding="utf-8")
        lines = iama(approved, "verify").out.splitlines()
        assert f"{Path(SHORT, 'approved', 'b')}: error: no entry of approvals.yaml binds this file" in "\n".join(lines)
        assert not [line for line in lines if line.startswith("verified")]

    def test_dossiers_of_one_name_keep_what_is_said_of_each(self, approved: Path, tmp_path: Path) -> None:
        other = Path(shutil.copytree(approved, tmp_path / "other"))
        iama(other, "set", ID, "goal", "Iets anders")
        told = iama(approved, "verify", "--json", other / SHORT, SHORT).json
        assert told["summary"]["errors"] == len(told["findings"]) == 1

    def test_dropping_all_decisions_leaves_their_snapshots(self, approved: Path) -> None:
        (approved / SHORT / "approvals.yaml").unlink()
        assert findings(approved) == [("error", "approval-broken", None)]  # one for a snapshot and its pages

    def test_status_tells_what_was_decided_without_reading_a_snapshot(self, approved: Path) -> None:
        snapshot(approved).unlink()
        assert iama(approved, "status", "--json").json["algorithms"][0]["approved"]
        assert "iama-2.0: akkoord" in iama(approved, "status", ID).out

    def test_there_must_be_something_to_verify(self, tmp_path: Path) -> None:
        assert "no dossiers" in refused(tmp_path, "verify")


class TestAsApproved:
    """The page of what was approved is the one that was decided on, and never changes."""

    @pytest.mark.parametrize("to", ["html", "md", "json"])
    def test_it_gives_the_same_bytes_whatever_changed_since(self, approved: Path, to: str) -> None:
        words = ("report", ID, "--as-approved", "--to", to, "-o", "-")
        before = iama(approved, *words).out
        iama(approved, "set", ID, "goal", "Een ander doel")
        iama(approved, "set", ID, "-q", "follow-up", "phase", "in-use")
        put(approved, f"{SHORT}/people.yaml", "format: iama-people/1\npeople:\n")
        assert iama(approved, *words).out == before
        put(approved, f"{SHORT}/iama-2.0.yaml", "broken")
        assert iama(approved, *words).out == before

    def test_it_gives_the_same_bytes_under_another_hash_seed_and_time_zone(self, approved: Path) -> None:
        found = set()
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
            env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
            words = [sys.executable, "-m", "iama", "report", ID, "--as-approved", "-o", "-"]
            found.add(subprocess.run(words, cwd=approved, env=env, capture_output=True, check=True).stdout)
        assert len(found) == 1

    def test_it_shows_the_decision_and_how_to_make_it_again(self, approved: Path) -> None:
        page = json.loads(iama(approved, "report", ID, "--as-approved", "--to", "json", "-o", "-").out)
        assert (page["approval"]["number"], page["approval"]["decision"]) == (1, "go")
        assert page["approval"]["text"] == "Het advies is gevolgd."
        assert page["provenance"]["command"] == f"iama report {ID} --as-approved --approval 1 --lang nl"

    def test_its_public_edition_has_the_digest_of_the_entry(self, approved: Path) -> None:
        words = ("report", ID, "--as-approved", "--edition", "public", "--to", "json", "-o", "-")
        told = iama(approved, *words).out
        digest = f"sha256:{sha256(told.encode()).hexdigest()}"
        assert f'view: "{digest}"' in (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        assert f"<code>{digest}</code>" in iama(approved, *words[:5], "-o", "-").out
        page = json.loads(told)
        assert page["decision"]["role"] == "Eindverantwoordelijke" and "Het advies is gevolgd." not in told

    def test_its_public_edition_drops_what_is_withheld_by_now_and_says_so(self, approved: Path) -> None:
        words = ("--ground", "woo-5.1.2.d", "--reason", "Veiligheid", "--by", "lawyer")
        assert iama(approved, "withhold", ID, *words, "goal").code == 0
        told = iama(approved, "report", ID, "--as-approved", "--edition", "public", "--to", "md", "-o", "-")
        assert "Eerder zien wie hulp nodig heeft" not in told.out
        assert "weggelaten" in told.out
        assert "withheld since the approval" in told.err
        assert verify(approved).code == 0

    def test_a_number_chooses_among_approvals(self, approved: Path) -> None:
        first = iama(approved, "report", ID, "--as-approved", "-o", "-").out
        assert iama(approved, *NO_GO).code == 0
        assert iama(approved, "report", ID, "--as-approved", "--approval", "1", "-o", "-").out == first
        assert iama(approved, "report", ID, "--as-approved", "-o", "-").out != first
        assert "there are: 1 (iama-2.0), 2 (iama-2.0)" in refused(
            approved, "report", ID, "--as-approved", "--approval", "9"
        )

    def test_it_is_refused_when_the_entry_says_something_else(self, approved: Path) -> None:
        path = approved / SHORT / "approvals.yaml"
        put(approved, f"{SHORT}/approvals.yaml", path.read_text(encoding="utf-8").replace("person: p1", "person: p2"))
        assert "it says something else than its snapshot" in refused(approved, "report", ID, "--as-approved", code=1)
        assert "it says something else than its snapshot" in refused(approved, "diff", f"{ID}@approved", code=1)

    def test_it_is_refused_for_another_dossier(self, approved: Path) -> None:
        shutil.copytree(approved / SHORT, approved / "assessments" / "tweede")
        assert "its snapshot is of the dossier herzicht" in refused(
            approved, "report", "tweede", "--as-approved", code=1
        )

    def test_it_is_refused_when_the_snapshot_was_changed(self, approved: Path) -> None:
        path = snapshot(approved)
        path.write_bytes(path.read_bytes().replace(b"Eerder", b"Later!"))
        assert "its snapshot was changed" in refused(approved, "report", ID, "--as-approved", code=1)

    def test_wrong_use_is_told(self, fresh: Path) -> None:
        assert "no such approval; there are: none" in refused(fresh, "report", ID, "--as-approved")
        assert "--approval and --fresh go with --as-approved" in refused(fresh, "report", ID, "--approval", "1")
        assert "leave --as-of out" in refused(fresh, "report", ID, "--as-approved", "--as-of", "2026-11-23")


class TestPageOfToday:
    """A report of today shows the last decision, and whether its answers changed since."""

    def page(self, base: Path, *words: str) -> dict[str, Any]:
        told = iama(base, "report", ID, *words, "--to", "json", "-o", "-")
        assert told.code == 0, told.err
        return dict(told.json)

    def test_it_shows_the_decision(self, approved: Path) -> None:
        page = self.page(approved)
        assert page["approval"]["decision_text"] == "akkoord"
        assert page["approval"]["text"] == "Het advies is gevolgd."
        assert "--as-of" in page["provenance"]["command"]
        assert self.page(approved, "-q", "fria-1.0")["approval"] is None

    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_it_says_when_answers_changed_since(self, approved: Path, edition: str) -> None:
        key = "decision" if edition == "public" else "approval"
        assert self.page(approved, "--edition", edition)[key]["notes"] == []
        iama(approved, "set", ID, "goal", "Een ander doel")
        [note] = self.page(approved, "--edition", edition)[key]["notes"]
        assert "Na dit besluit zijn antwoorden veranderd" in note

    def test_the_public_does_not_learn_that_a_withheld_answer_changed(self, approved: Path) -> None:
        words = ("--ground", "woo-5.1.2.d", "--reason", "Veiligheid", "--by", "lawyer")
        assert iama(approved, "withhold", ID, *words, "goal").code == 0
        before = self.page(approved, "--edition", "public")
        iama(approved, "set", ID, "goal", "Een ander doel")
        assert self.page(approved, "--edition", "public") == before
        assert "veranderd" in self.page(approved)["approval"]["notes"][0]

    def test_conditions_are_public_unless_the_action_points_are_withheld(self, fresh: Path) -> None:
        words = ("--decision", "conditions", "--role", "responsible", "--condition", "Eerst meten")
        assert iama(fresh, "approve", ID, *IAMA, *words).code == 0
        assert [one["text"] for one in self.page(fresh, "--edition", "public")["conditions"]] == ["Eerst meten"]
        ground = ("--ground", "woo-5.1.2.d", "--reason", "Veiligheid", "--by", "lawyer")
        assert iama(fresh, "withhold", ID, "-q", "follow-up", *ground, "actions").code == 0
        for also in ((), ("--as-approved",)):
            assert self.page(fresh, "--edition", "public", *also)["conditions"] == []


def test_a_save_that_fails_leaves_no_half_approval(fresh: Path) -> None:
    before = contents(fresh)
    put(fresh, f"{SHORT}/approved", "a file in the way")
    assert iama(fresh, *GO).code == 3
    (fresh / SHORT / "approved").unlink()
    assert contents(fresh) == before


def test_a_refusal_says_what_helps_and_each_thing_once(fresh: Path) -> None:
    iama(fresh, "set", "--clear", ID, "goal")
    iama(fresh, "set", "--clear", ID, "alternatives")
    iama(fresh, "set", "--unknown", ID, "process")
    told = refused(fresh, *GO, code=1)
    assert told.count("`iama answer herzicht --open`") == 1
    assert "--follow-by" in told


def test_a_wrong_due_date_names_its_own_option(fresh: Path) -> None:
    words = ("approve", ID, *IAMA, "--decision", "conditions", "--role", "responsible", "--condition", "A")
    assert "--due: " in refused(fresh, *words, "--due", "2027-02-31")


class TestPages:
    """What was decided on is kept, and given out as it is."""

    def test_the_entry_binds_what_is_kept(self, approved: Path) -> None:
        entry = (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        assert list(pages(approved)) == ["internal.nl.html.gz", "public.nl.html.gz", "public.nl.json.gz"]
        for path in pages(approved).values():
            assert f'"sha256:{sha256(gzip.decompress(path.read_bytes())).hexdigest()}"' in entry
        ours = program()
        assert f'      version: {ours.version}\n      code: "{ours.code}"\n' in entry

    @pytest.mark.parametrize("edition", ["public", "internal"])
    def test_the_bytes_that_were_decided_on_are_given_out(self, approved: Path, edition: str) -> None:
        kept = gzip.decompress(pages(approved)[f"{edition}.nl.html.gz"].read_bytes())
        put(approved, "iama.toml", '[check]\nlanguage = "nl"\n')
        told = iama(approved, "report", ID, "--as-approved", "--edition", edition, "-o", "-")
        assert (told.out.encode(), told.err) == (kept, "")

    def test_other_languages_are_kept_on_request(self, fresh: Path) -> None:
        assert iama(fresh, *GO, "--lang", "en", "--lang", "nl").code == 0
        assert len(pages(fresh)) == 6
        told = iama(fresh, "report", ID, "--as-approved", "--lang", "en", "-o", "-")
        assert (told.err, 'lang="en"' in told.out) == ("", True)

    @pytest.mark.parametrize("words", [("--fresh",), ("--lang", "en"), ("--to", "md")])
    def test_what_was_not_kept_is_made_again_and_says_so(self, approved: Path, words: tuple[str, ...]) -> None:
        told = iama(approved, "report", ID, "--as-approved", *words, "-o", "-")
        assert f"made again by iama {__version__}" in told.err
        assert re.search("later opnieuw gemaakt|made again later", told.out)

    def test_a_public_page_on_which_something_withheld_stands_is_not_given_out(self, approved: Path) -> None:
        words = ("withhold", ID, "--ground", "woo-5.1.2.d", "--reason", "Veiligheid", "--by", "lawyer", "goal")
        assert iama(approved, *words).code == 0
        told = iama(approved, "report", ID, "--as-approved", "--edition", "public", "-o", "-")
        assert "Eerder zien wie hulp nodig heeft" not in told.out
        assert ("withheld since" in told.err, "weggelaten" in told.out, "opnieuw gemaakt" in told.out) == (True,) * 3
        internal = iama(approved, "report", ID, "--as-approved", "-o", "-")
        assert (internal.err, "Eerder zien wie hulp nodig heeft" in internal.out) == ("", True)
        assert verify(approved).code == 0

    @pytest.mark.parametrize("name", ["internal.nl.html.gz", "public.nl.html.gz", "public.nl.json.gz"])
    def test_a_page_that_is_gone_or_another_is_an_error(self, approved: Path, name: str) -> None:
        path = pages(approved)[name]
        for content in (gzip.compress(gzip.decompress(path.read_bytes()) + b" "), b"no archive", None):
            path.unlink() if content is None else path.write_bytes(content)
            assert ("error", "approval-broken", None) in findings(approved)
            gate = iama(approved, "check", "--no-cache", "--json").json["findings"]
            assert "approval-broken" in [one["code"] for one in gate]

    def test_a_bomb_in_the_place_of_a_page_is_not_unpacked(self, approved: Path) -> None:
        pages(approved)["public.nl.html.gz"].write_bytes(gzip.compress(bytes(PAGE_BYTES + 1)))
        message = verify(approved).json["findings"][0]["message"]
        assert "too large" in message

    def test_another_program_makes_no_layout_again_and_says_so(self, approved: Path) -> None:
        another = replace(program_knowledge(SHIPPED), program=Program("9.9", "sha256:" + "0" * 64))
        assert doubts(approved, another) == [("note", "layout-not-made-again")]

    @pytest.mark.parametrize(
        ("old", "new", "lacking"),
        [
            ("Eerder zien wie hulp nodig heeft", "Later zien wie hulp nodig heeft", "goal"),
            ("1 go 2", "1 no-go 2", "decision"),
        ],
    )
    def test_a_page_that_says_something_else_is_not_proven_whoever_says_to_have_made_it(
        self, approved: Path, old: str, new: str, lacking: str
    ) -> None:
        self.rebind(approved, old, new)
        told = verify(approved)
        messages = [one["message"] for one in told.json["findings"] if one["severity"] == "error"]
        assert told.code == 1
        assert messages and all("not proven" in one and f"does not say `{lacking}`" in one for one in messages), (
            messages
        )

    def rebind(self, base: Path, old: str, new: str) -> None:
        """Change the public page, and let the entry bind that, by a program that nobody has."""
        path = pages(base)["public.nl.html.gz"]
        page = gzip.decompress(path.read_bytes())
        assert old.encode() in page
        forged = page.replace(old.encode(), new.encode())
        path.write_bytes(gzip.compress(forged))
        entry = (base / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        entry = entry.replace(sha256(page).hexdigest(), sha256(forged).hexdigest())
        put(base, f"{SHORT}/approvals.yaml", entry.replace(program().code, "sha256:" + "0" * 64))

    def test_the_program_that_made_a_page_wants_equal_bytes(self, approved: Path) -> None:
        self.rebind(approved, "<body", "<body ")
        code = "sha256:" + "0" * 64
        text = (approved / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        assert verify(approved).code == 0  # of another program
        put(approved, f"{SHORT}/approvals.yaml", text.replace(code, program().code))
        assert "does not render to its pages (nl)" in str(verify(approved).json["findings"])

    def test_names_can_be_erased_without_a_mark(self, approved: Path) -> None:
        put(approved, f"{SHORT}/people.yaml", "format: iama-people/1\npeople:\n")
        assert findings(approved) == []
        gate = iama(approved, "check", "--no-cache", "--json").json["findings"]
        assert not [one for one in gate if one["severity"] == "error"]


class TestObjects:
    """Question trees and legal facts are kept once for all decisions of a workspace."""

    def objects(self, base: Path) -> list[Path]:
        return sorted((base / "assessments" / ".iama" / "objects").iterdir())

    def test_they_are_named_after_their_digest_and_shared(self, approved: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in self.objects(approved)}
        assert all(path.stem == sha256(path.read_bytes()).hexdigest() for path in before)
        assert iama(approved, *NO_GO).code == 0
        assert {path: path.stat().st_mtime_ns for path in self.objects(approved)} == before

    @pytest.mark.parametrize("content", [None, b"{}"])
    def test_one_that_is_missing_or_changed_is_a_finding(self, approved: Path, content: bytes | None) -> None:
        for path in self.objects(approved):
            kept = path.read_bytes()
            path.unlink() if content is None else path.write_bytes(content)
            assert "which it rests on" in verify(approved).json["findings"][0]["message"]
            gate = iama(approved, "check", "--json").json["findings"]
            assert "approval-broken" in [one["code"] for one in gate]
            path.write_bytes(kept)
            assert "approval-broken" not in str(iama(approved, "check", "--json").json["findings"])

    def test_one_that_is_another_is_never_replaced(self, approved: Path) -> None:
        path = self.objects(approved)[0]
        path.write_bytes(b"{}")
        told = iama(approved, *NO_GO)
        assert (told.code, "it is not what its name says" in told.err) == (3, True)
        assert path.read_bytes() == b"{}"

    def test_a_question_that_was_never_published_is_not_proven(self, approved: Path) -> None:
        digest = tree_digest(SHIPPED.resolve_questionnaire("iama-2.0"))
        others = {other: day for other, day in SHIPPED.releases.items() if other != digest}
        library = Library(SHIPPED.trees, SHIPPED.law, releases=others)
        assert doubts(approved, program_knowledge(library)) == [("error", "unknown-questionnaire")]


class TestWhoDecides:
    """The entry says who decided in law, when that was, and why."""

    def test_a_decision_is_recorded_after_it_was_taken(self, fresh: Path) -> None:
        for path in (fresh / SHORT).glob("*.yaml"):  # everything was answered long before
            answered = re.sub(r"(?m)^( +date): 2026-.*$", r"\1: 2026-10-02", path.read_text(encoding="utf-8"))
            path.write_text(answered, encoding="utf-8")
        words = ("--body", "college van B&W", "--reference", "Z-12", "--decided-on", "2026-11-20")
        assert iama(fresh, *GO, *words, "--public-reason", "Het helpt mensen.").code == 0
        entry = (fresh / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        assert "decided-on: 2026-11-20" in entry and "recorded-on: 2026-11-20" not in entry
        page = report(fresh, "--as-approved", "--edition", "public")["decision"]
        assert (page["body"], page["reference"], page["date"]) == ("college van B&W", "Z-12", "2026-11-20")
        assert page["public_reason"] == "Het helpt mensen."
        told = verify(fresh)
        assert (told.code, told.json["algorithms"][0]["approvals"][0]["body"]) == (0, "college van B&W")

    def test_a_day_before_an_answer_or_the_instrument_is_refused(self, fresh: Path) -> None:
        for decision in (GO, NO_GO):
            assert "are of a later day" in refused(fresh, *decision, "--decided-on", "2026-11-02", code=1)
            assert "was published on 2026-02-16" in refused(fresh, *decision, "--decided-on", "2026-02-15", code=1)

    def test_a_day_that_is_still_to_come_is_refused(self, fresh: Path) -> None:
        assert "still to come" in refused(fresh, *GO, "--decided-on", "2999-01-01")

    def test_older_entries_keep_their_bytes(self, approved: Path) -> None:
        path = approved / SHORT / "approvals.yaml"
        before = path.read_bytes()
        assert iama(approved, *NO_GO).code == 0
        assert path.read_bytes().startswith(before)


class TestCondition:
    """How a condition stands is told in the follow-up; the decision stays as it is."""

    @pytest.fixture
    def base(self, fresh: Path) -> Path:
        words = ("--condition", "Eerst meten", "--due", "2027-01-01")
        done = iama(fresh, "approve", ID, *IAMA, "--decision", "conditions", "--role", "responsible", *words)
        assert done.code == 0, done.err
        return fresh

    def state(self, base: Path) -> tuple[str, str, bool]:
        (found,) = [one for one in report(base)["actions"] if one["text"] == "Eerst meten"]
        return found["id"], found["status"], found["done"]

    def test_its_last_state_counts(self, base: Path) -> None:
        id_ = self.state(base)[0]
        for state, done in (("met", True), ("open", False), ("dropped", True)):
            told = iama(base, "condition", ID, id_, "--state", state, "--by", "lawyer", "--note", "Gemeten")
            assert told.code == 0, told.err
            assert self.state(base)[2] is done
        assert [one[1] for one in findings(base)] == ["follow-up-changed"]
        assert iama(base, "check", "--no-cache").code == 0

    def test_evidence_is_a_link_or_a_file_with_its_digest(self, base: Path) -> None:
        id_ = self.state(base)[0]
        put(base, f"{SHORT}/meting.txt", "1,2")
        words = ("condition", ID, id_, "--state", "met", "--by", "lawyer", "--source")
        assert iama(base, *words, "meting.txt").code == 0
        text = (base / SHORT / "follow-up.yaml").read_text(encoding="utf-8")
        assert sha256(b"1,2").hexdigest() in text
        assert "there is no file" in refused(base, *words, "niets.txt")
        public = iama(base, "report", ID, "--edition", "public", "--to", "json", "-o", "-").out
        assert "meting.txt" not in public and sha256(b"1,2").hexdigest() not in public

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("nowher", "--state", "met", "--by", "lawyer"), "has no condition `nowher`"),
            (("{}", "--state", "met", "--by", "boss"), "there is no role `boss`"),
        ],
    )
    def test_wrong_use_is_told(self, base: Path, words: tuple[str, ...], message: str) -> None:
        id_ = self.state(base)[0]
        assert message in refused(base, "condition", ID, *(word.format(id_) for word in words))

    def test_conditions_stay_out_with_the_action_points(self, base: Path) -> None:
        id_ = self.state(base)[0]
        assert iama(base, "condition", ID, id_, "--state", "met", "--by", "lawyer", "--note", "Geheim 123").code == 0
        words = ("--ground", "woo-5.1.2.d", "--reason", "Veiligheid", "--by", "lawyer", "-q", "follow-up", "actions")
        assert iama(base, "withhold", ID, *words).code == 0
        for format_ in ("html", "json", "md"):
            public = iama(base, "report", ID, "--edition", "public", "--to", format_, "-o", "-").out
            assert "Eerst meten" not in public and "Geheim 123" not in public
