"""Claims about `iama check`: what it looks at, what it prints, and how it ends."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from commands import contents, demo, fresh, iama, put, refused
from flagged import with_answer, with_answers
from gated import BASELINE, TODAY, approved, in_use, written
from hypothesis import given
from hypothesis import strategies as st

import iama as library
from iama.gate.check import check
from iama.gate.config import Config
from iama.model.dossier import Answer

DAY = ("--as-of", "2026-11-23")


def laid(base: Path, files: Mapping[str, bytes], settings: str = "") -> Path:
    """Write files and a configuration and return the workspace."""
    put(base, "iama.toml", f'language = "en"\n{settings}')
    for path, content in files.items():
        put(base, path, content)
    return base


def findings(base: Path, *words: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = iama(base, "check", "--json", *DAY, *words).json["findings"]
    return found


def test_the_worked_example_passes_and_says_what_is_open(tmp_path: Path) -> None:
    told = iama(demo(tmp_path, "en"), "check", *DAY)
    assert told.code == 0 and told.err == ""
    assert told.out.splitlines()[-1].startswith("1 algorithm, 2 assessments: 0 errors, ")


def test_a_dossier_on_its_first_day_passes_in_few_lines(tmp_path: Path) -> None:
    told = iama(fresh(tmp_path), "check", *DAY)
    assert told.code == 0
    assert len(told.out.splitlines()) < 60 and "zoals deze; `--format json`" in told.out


def test_an_approved_dossier_in_use_is_green_and_a_change_turns_it_red(tmp_path: Path) -> None:
    base = laid(tmp_path, approved(in_use()))
    assert iama(base, "check", *DAY).out == "1 algorithm, 1 assessment: 0 errors, 0 warnings, 0 notes\n"
    laid(tmp_path, written(with_answers(in_use(), {"iama.exit": "Otherwise."})))
    assert iama(base, "check", *DAY).code == 1


def test_fail_on_says_what_fails_and_the_format_does_not(tmp_path: Path) -> None:
    base = laid(tmp_path, written(with_answer(in_use({"follow-up.phase": "development"}), "iama.goal", Answer())))
    for level, code in (("error", 0), ("warning", 1), ("note", 1), ("never", 0)):
        for form in ("text", "json"):
            assert iama(base, "check", *DAY, "--format", form, "--fail-on", level).code == code, (level, form)


def test_several_formats_go_to_files_in_one_run(tmp_path: Path) -> None:
    base = demo(tmp_path)
    told = iama(base, "check", *DAY, "--format", "text", "--format", "json=out.json")
    assert "warning" in told.out
    assert (base / "out.json").read_text(encoding="utf-8").startswith('{\n  "iama_check": 1,')


def test_what_is_printed_goes_to_a_file_when_one_is_named(tmp_path: Path) -> None:
    base = demo(tmp_path)
    printed = iama(base, "check", *DAY, "--format", "sarif", env={"IAMA_DOCS": "https://example.nl/docs"}).out
    words = ("--format", "sarif", "--format", "json=out.json", "--output-file", "out.sarif")
    told = iama(base, "check", *DAY, *words, env={"IAMA_DOCS": "https://example.nl/docs"})
    assert (told.code, told.out) == (0, "")
    assert (base / "out.sarif").read_text(encoding="utf-8") == printed
    run = json.loads(printed)["runs"][0]
    assert run["automationDetails"]["id"] == "iama/assessments/"
    assert all(
        rule["helpUri"].startswith("https://example.nl/docs/findings.md#") for rule in run["tool"]["driver"]["rules"]
    )
    assert any("relatedLocations" in result for result in run["results"])


def test_exit_zero_lets_findings_fail_nothing_and_wrong_use_all_the_same(tmp_path: Path) -> None:
    base = laid(tmp_path, written(in_use()))
    assert iama(base, "check", *DAY).code == 1
    report_only = iama(base, "check", *DAY, "--exit-zero", "--fail-on", "note")
    assert report_only.code == 0 and ": error: " in report_only.out
    assert iama(base, "check", "--exit-zero", "nonsense").code == 2


def test_json_has_every_key_of_the_contract(tmp_path: Path) -> None:
    document = iama(demo(tmp_path), "check", "--json", *DAY).json
    assert list(document) == [
        "iama_check",
        "tool",
        "as_of",
        "organisation",
        "edition",
        "summary",
        "lists",
        "algorithms",
        "findings",
    ]
    assert list(document["summary"]) == ["algorithms", "assessments", "errors", "warnings", "notes", "waived", "before"]
    keys = "code severity cause algorithm assessment question trigger message hint path line column fingerprint"
    assert {tuple(one) for one in document["findings"]} == {(*keys.split(), "waived", "related")}


@pytest.mark.parametrize(
    "path", [".", "assessments", "assessments/herzicht", "assessments/herzicht/iama-2.0.yaml", "herzicht"]
)
def test_a_folder_a_dossier_a_file_or_an_id_will_do(tmp_path: Path, path: str) -> None:
    base = demo(tmp_path)
    assert findings(base, path) == findings(base)


def test_paths_are_those_of_the_folder_that_the_run_started_in(tmp_path: Path) -> None:
    demo(tmp_path)
    assert {one["path"].split("/")[0] for one in findings(tmp_path, "demo")} == {"demo"}


def test_inside_a_dossier_a_point_stands_for_it(tmp_path: Path) -> None:
    base = laid(tmp_path, approved(in_use({"follow-up.public-url": "http://example.nl"})))
    (found,) = findings(base / "assessments/herzicht", ".")
    assert (found["algorithm"], found["path"]) == ("herzicht", "follow-up.yaml")


def test_dossiers_of_two_workspaces_are_each_judged_by_their_own_configuration(tmp_path: Path) -> None:
    laid(tmp_path / "one", written(in_use()), "[check.levels]\nnot-approved = 'off'\n")
    laid(tmp_path / "two", written(in_use()))
    found = findings(tmp_path, "one/assessments/herzicht", "two/assessments/herzicht")
    assert {one["path"].split("/")[0] for one in found if one["code"] == "not-approved"} == {"two"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nonsense"], "there is no dossier `nonsense`"),
        (["no/such/path"], "there is no file or folder no/such/path"),
        (["iama.toml"], "nothing to check"),
        (["--format", "pdf"], "there is no format `pdf`"),
        (["--format", "json="], "lacks the name of a file"),
        (["--format", "json", "--format", "text"], "only one format goes to standard output"),
        (["--format", "json=assessments/herzicht/algorithm.yaml"], "does not go into a file that may hold answers"),
        (["--format", "json=out.json", "--output-file", "out.txt"], "every `--format` has a file already"),
        (["--output-file", "assessments/herzicht/algorithm.yaml"], "does not go into a file that may hold answers"),
        (["--write-baseline"], "make a table [check.baseline]"),
        (["--write-baseline", "herzicht"], "leave the paths out"),
        (["--as-of", "soon"], "--as-of"),
    ],
)
def test_wrong_use_ends_with_2_and_writes_nothing(tmp_path: Path, words: list[str], message: str) -> None:
    assert message in refused(demo(tmp_path), "check", *words)


def test_nothing_to_check_never_passes(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "")
    (tmp_path / "assessments").mkdir()
    assert "nothing to check" in refused(tmp_path, "check")


def test_a_mistake_in_the_configuration_ends_with_2_at_its_line(tmp_path: Path) -> None:
    base = laid(tmp_path, written(in_use()), "[check]\nmax-age = 3\n")
    assert "iama.toml:3: unknown key `check.max-age`; did you mean `max-age-months`?" in refused(base, "check")


def test_a_baseline_is_written_once_and_used_after(tmp_path: Path) -> None:
    base = laid(tmp_path, written(in_use()), BASELINE)
    assert "the baseline is not there" in refused(base, "check")
    assert iama(base, "check", "--write-baseline", *DAY).code == 0
    assert iama(base, "check", *DAY).code == 0
    document = iama(base, "check", "--json", *DAY).json
    assert document["summary"]["waived"] == 2 == len(document["findings"])


def test_no_baseline_is_written_of_files_that_cannot_be_read(tmp_path: Path) -> None:
    base = laid(tmp_path, written(in_use()), BASELINE)
    put(base, "assessments/herzicht/follow-up.yaml", b"\xff\xfe")
    told = refused(base, "check", "--write-baseline", *DAY, code=3)
    assert "follow-up.yaml: " in told and "nothing was saved" in told


def test_no_baseline_is_written_when_the_folder_of_dossiers_could_not_be_read_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = laid(tmp_path, written(in_use()), BASELINE)
    real, failures = os.scandir, [OSError(errno.EIO, "Input/output error")]

    def failing_once(folder: Path) -> object:
        if failures and Path(folder).name == "assessments":
            raise failures.pop()
        return real(folder)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", failing_once)
        told = iama(base, "check", "--write-baseline")
    assert (told.code, failures, (base / "known.json").exists()) == (3, [], False)
    assert "assessments: what stands there changed meanwhile" in told.err


def test_the_date_is_an_argument(tmp_path: Path) -> None:
    base = laid(tmp_path, approved(in_use()))
    assert iama(base, "check", "--as-of", "2027-11-21").code == 1
    assert {one["cause"] for one in findings(base, "--as-of", "2027-11-21")} == {"date"}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_day_is_too_early_or_too_late(tmp_path: Path, day: str) -> None:
    assert iama(laid(tmp_path, approved(in_use())), "check", "--as-of", day).code == 1


def test_jobs_change_nothing_but_the_time(tmp_path: Path) -> None:
    files = {f"assessments/a{number}/algorithm.yaml": b"format: iama/1\n" for number in range(20)}
    base = laid(tmp_path, files)
    assert iama(base, "check", *DAY, "--jobs", "2").out == iama(base, "check", *DAY).out


def test_checking_changes_no_file(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = contents(base)
    iama(base, "check", *DAY)
    assert contents(base) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need a privilege on Windows")
def test_what_a_stranger_laid_among_the_dossiers_is_a_finding(tmp_path: Path) -> None:
    base = demo(tmp_path)
    put(tmp_path, "elsewhere/algorithm.yaml", "secret")
    (base / "assessments/linked").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(base / "assessments/herzicht/iama-1.0.yaml")
    told = iama(base, "check", "--json", *DAY)
    found = [(one["path"], one["code"]) for one in told.json["findings"] if one["cause"] == "file"]
    assert found == [
        ("assessments/herzicht/iama-1.0.yaml", "unreadable-file"),
        ("assessments/linked", "unreadable-file"),
    ]
    assert told.code == 1 and "secret" not in told.out


def test_a_hostile_name_of_a_folder_cannot_command_a_terminal(tmp_path: Path) -> None:
    if sys.platform == "win32":
        return
    names = ("a\x1b[2J\n::error::b", os.fsdecode(b"\xff"), "con", "é")
    base = laid(tmp_path, {f"assessments/{name}/algorithm.yaml": b"x" for name in names})
    for form in ("text", "json"):
        out = iama(base, "check", *DAY, "--format", form).out
        assert "\x1b" not in out and not any(line.startswith("::") for line in out.splitlines())


@given(st.binary(max_size=400), st.sampled_from(["algorithm.yaml", "iama-2.0.yaml", "approvals.yaml", "people.yaml"]))
def test_no_bytes_at_all_crash_the_gate(content: bytes, name: str) -> None:
    report = check({f"assessments/a/{name}": content}, as_of=TODAY, config=Config())
    assert report.summary.algorithms == (name != "people.yaml")


def test_the_package_is_the_library() -> None:
    assert library.check({}, as_of=TODAY).findings == ()
    assert callable(library.evaluate)


def test_the_gate_loads_no_library_for_screens_or_pages(tmp_path: Path) -> None:
    base = laid(tmp_path, approved(in_use()))
    heavy = ["jinja2", "questionary", "prompt_toolkit", "rich", "markdown_it"]
    script = "import sys\nsys.argv[1:] = ['check']\nfrom iama.cli import app\napp(standalone_mode=False)\n"
    told = f"print('loaded', *[name for name in {heavy} if name in sys.modules])\n"
    done = subprocess.run([sys.executable, "-c", script + told], cwd=base, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "loaded", done


def test_a_save_that_was_cut_off_counts_and_cannot_be_slipped_past_the_gate(tmp_path: Path) -> None:
    """A pull request could bring a journal: what it tells stands in no file that git knows."""
    base = laid(tmp_path, approved(in_use()))
    (home,) = (base / "assessments").glob("[!.]*")
    path = home / "iama-2.0.yaml"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"\n  goal:\n    value:", b"\n  goal:\n    note: Otherwise.\n    value:"))
    assert {one["code"] for one in findings(base)} == {"changed-after-approval"}
    steps = {"iama-2.0.yaml": {"was": sha256(path.read_bytes()).hexdigest(), "text": good.decode()}}
    put(home, ".iama-journal", json.dumps({"iama_journal": 1, "files": steps}))
    for _ in range(2):  # the second time from what is known
        assert [(one["code"], one["severity"]) for one in findings(base)] == [("unfinished-save", "error")]
    told = iama(base, "verify", home.name)
    assert (told.code, "unfinished-save" in told.out) == (0, True)
    assert iama(base, "set", home.name, "last-review", "2026-11-20").code == 0
    assert "unfinished-save" not in {one["code"] for one in findings(base)}
    assert path.read_bytes() == good
