"""Claims about two versions of one questionnaire in a dossier, and about `iama migrate` and `iama upgrade`."""

import re
import shutil
from pathlib import Path

import pytest
from commands import answer, contents, fresh, iama, put, refused

from iama.cli.options import judge_older_versions, open_dossier
from iama.files.shipped import LibraryFolder, shipped_folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return a workspace with a dossier that answers a few questions of IAMA 1.0."""
    base = fresh(tmp_path, "-q", "iama-1.0")
    given = (
        "goal: Doel van toen\nvalues-served: Waarden\ntype-why: Waarom\nother-types: Anders\narchiving: Zeven jaar\n"
    )
    put(base, "old.yaml", given + 'rights-seriousness: Zwaar\n"3.2.2": Genoeg\n')
    assert iama(base, "set", "--answers", "old.yaml", "abc").code == 0
    return base


@pytest.fixture
def both(base: Path) -> Path:
    """Return the same after migration."""
    assert iama(base, "migrate", "--to", "iama-2.0", "abc").code == 0
    return base


def test_an_older_version_can_be_made_and_says_what_is_current(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    told = iama(base, "new", "old", "-q", "iama-1.0")
    assert told.code == 0 and "iama-2.0 is the current one" in told.out
    assert "current one" not in iama(base, "new", "next", "-q", "iama").out


def test_a_dossier_with_the_older_version_alone_means_that_one_by_its_bare_id(base: Path) -> None:
    assert "Doel van toen" in iama(base, "report", "-q", "iama", "--to", "md", "-o", "-", "abc").out
    assert iama(base, "set", "-q", "iama", "abc", "1.3.1", "Nieuw").out.startswith("abc: 1.3.1 values-served: answered")


def test_answers_are_carried_by_the_table_and_the_old_file_stays(base: Path) -> None:
    before = contents(base)
    told = iama(base, "migrate", "--to", "iama", "--lang", "en", "abc")
    assert told.code == 0
    goal = answer(base, "goal")
    assert (goal.value, goal.carried) == ("Doel van toen", {"from": "iama-1.0/1.2.1"})
    assert answer(base, "values-served").carried == {"from": "iama-1.0/1.3.1"}
    assert answer(base, "alternatives").value == "**iama-1.0, 2B.1.2**\n\nWaarom\n\n**iama-1.0, 2B.1.4**\n\nAnders"
    assert answer(base, "literacy").value == "Genoeg"  # which was 3.2.2; that is another question now
    assert answer(base, "deviation").empty and answer(base, "prohibited").empty
    assert {path: content for path, content in contents(base).items() if path in before} == before
    assert "Carried over, to confirm (6)" in told.out
    assert "2.1.2      merged          from 2B.1.2, 2B.1.4" in told.out
    assert "2A.4.3 — Version 2.0 does not ask about archives." in told.out


def test_a_dry_run_says_the_same_and_saves_nothing(base: Path) -> None:
    before = contents(base)
    dry = iama(base, "migrate", "--to", "iama-2.0", "--dry-run", "abc").out
    assert contents(base) == before
    real = iama(base, "migrate", "--to", "iama-2.0", "abc").out
    assert dry.rpartition("\n\n")[0] == real.rpartition("\n\n")[0]
    assert "Er is niets opgeslagen" in dry


def test_what_goes_on_in_a_list_of_numbers_stands_below_the_first(base: Path) -> None:
    out = iama(base, "migrate", "--to", "iama-2.0", "abc", env={"COLUMNS": "60"}).out
    _, _, told = out.partition("Nieuw in iama-2.0, nog te beantwoorden (20)\n")
    lines = told.partition("\n\n")[0].split("\n")
    assert len(lines) > 1 and all(re.match(r"  \S", line) for line in lines)
    assert max(map(len, out.splitlines())) <= 60
    assert "`iama answer abc -q iama-2.0`" in out  # whole, to be copied


def test_who_finds_out_is_told_where_answers_are_joined(base: Path) -> None:
    assert iama(base, "set", "--unknown", "--follow-by", "data-scientist", "abc", "2B.1.3").code == 0
    assert iama(base, "migrate", "--to", "iama-2.0", "abc").code == 0
    assert "**iama-1.0, 2B.1.3**\n\nNog onbekend: Datawetenschapper\n\n" in str(answer(base, "alternatives").value)


def test_the_json_of_a_migration_names_every_question_once(base: Path) -> None:
    told = iama(base, "migrate", "--to", "iama-2.0", "--json", "abc").json
    assert next(iter(told.items())) == ("iama_migration", 1)
    assert (told["from"], told["to"], told["saved"]) == ("iama-1.0", "iama-2.0", True)
    assert sum(told["counts"].values()) == len(told["questions"]) == 87 + 3
    by_number = {one["to"]["number"]: one for one in told["questions"] if one["to"] and one["to"]["number"]}
    assert (by_number["1.2.1"]["from"], by_number["1.2.1"]["how"]) == (
        [{"id": "values-served", "number": "1.3.1"}],
        "reworded",
    )
    assert by_number["4.3.1"]["result"] == "waiting"
    assert [one["from"][0]["number"] for one in told["questions"] if one["result"] == "dropped"] == [
        "2A.4.3", "3.6.3", "3.7.3",
    ]  # fmt: skip


def test_a_second_migration_fills_what_was_waiting_and_leaves_the_rest(both: Path) -> None:
    assert iama(both, "set", "abc", "goal", "Van nu").code == 0
    assert iama(both, "set", "abc", "affected-rights", "data-protection").code == 0
    told = iama(both, "migrate", "--to", "iama-2.0", "--json", "abc").json
    assert told["counts"]["carried"] == 3  # importance, extent and seriousness of one right
    assert answer(both, "goal").value == "Van nu"
    assert answer(both, "importance-text", "data-protection").value == "Zwaar"


def test_what_was_withheld_stays_out_of_public_outputs(base: Path) -> None:
    for question in ("goal", "archiving"):
        told = iama(base, "withhold", "--ground", "woo-5.1.2.d", "--reason", "Zwaar", "--by", "lawyer", "abc", question)
        assert told.code == 0
    assert iama(base, "migrate", "--to", "iama-2.0", "abc").code == 0
    rows = answer(base, "withheld", ref="follow-up-1.0").rows
    assert [(row.cells["assessment"], row.cells["question"]) for row in rows] == [
        ("iama-1.0", "goal"),
        ("iama-1.0", "archiving"),
        ("iama-2.0", "goal"),
    ]
    for version in ("1.0", "2.0"):
        page = iama(base, "report", "-q", f"iama-{version}", "--edition", "public", "--to", "md", "-o", "-", "abc")
        assert page.code == 0 and "Doel van toen" not in page.out and "Zeven jaar" not in page.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--to", "iama-1.0"), "holds no older version of iama-1.0"),
        (("--to", "fria"), "holds no older version of fria-1.0"),
        (("--to", "iama-3.0"), "there is no questionnaire `iama-3.0`"),
    ],
)
def test_there_must_be_something_to_migrate(base: Path, words: tuple[str, ...], why: str) -> None:
    assert why in refused(base, "migrate", *words, "abc")


def test_the_newer_version_counts_and_the_older_is_told_beside_it(both: Path) -> None:
    told = iama(both, "status", "--json", "abc").json
    versions = {one["ref"]: one for one in told["assessments"]}
    assert versions["iama-2.0"]["superseded_by"] is None
    assert versions["iama-1.0"]["superseded_by"] == "iama-2.0"
    progress = versions["iama-1.0"]["progress"]
    assert (progress["settled"], progress["required"]) == (7, 57)
    text = iama(both, "status", "--lang", "en", "abc").out
    assert "(iama-1.0) — 7/57 of the required questions settled, superseded by iama-2.0" in text
    assert "2B.1.2" not in text  # nobody answers it any more


def test_each_version_is_rendered_by_itself(both: Path) -> None:
    assert iama(both, "set", "abc", "goal", "Doel van nu").code == 0
    old, new = (iama(both, "report", "-q", f"iama-{one}", "--to", "md", "-o", "-", "abc").out for one in ("1.0", "2.0"))
    assert "Doel van toen" in old and "Doel van nu" not in old and "2A.4.3" in old and "-q iama-1.0" in old
    assert "Doel van nu" in new and "Doel van toen" not in new
    assert iama(both, "report", "--to", "md", "-o", "-", "abc").out.count("2A.4.3") == 0
    assert "one page for each" in refused(both, "report", "-q", "iama-1.0", "-q", "iama-2.0", "abc")


def test_a_question_of_both_versions_means_the_newer_unless_one_is_named(both: Path) -> None:
    assert iama(both, "set", "abc", "goal", "Van nu").out.startswith("abc: 1.1.2 goal")
    assert iama(both, "set", "-q", "iama-1.0", "abc", "goal", "Van toen").out.startswith("abc: 1.2.1 goal")
    assert iama(both, "set", "abc", "archiving", "Tien jaar").out.startswith("abc: 2A.4.3 archiving")
    assert answer(both, "goal").value == "Van nu"
    assert answer(both, "goal", ref="iama-1.0").value == "Van toen"


def test_what_came_along_is_told_until_it_is_confirmed(both: Path) -> None:
    def waiting() -> list[str]:
        asked = iama(both, "status", "--json", "abc").json["assessments"]
        found = [one for assessment in asked for one in assessment["questions"] if one["carried"]]
        return [one["id"] for one in found if not one["carried"]["confirmed"]]

    waits = ["goal", "values-served", "parties-maintenance", "alternatives", "literacy", "weight-harmed"]
    assert waiting() == waits
    assert "Carried over, to confirm (6)" in iama(both, "status", "--lang", "en", "abc").out
    assert "to confirm" in iama(both, "report", "--to", "md", "--lang", "en", "-o", "-", "abc").out
    assert iama(both, "set", "--confirm", "abc", "goal").code == 0
    assert iama(both, "set", "abc", "literacy", "Nieuw antwoord").code == 0
    assert iama(both, "set", "--note", "Nog bespreken", "abc", "alternatives").code == 0
    assert waiting() == ["values-served", "parties-maintenance", "alternatives", "weight-harmed"]
    assert answer(both, "goal").value == "Doel van toen"
    assert set(answer(both, "goal").carried) == {"from", "confirmed"}


def test_what_nobody_confirmed_stands_in_the_way_of_a_decision(both: Path) -> None:
    words = (
        "approve",
        "-q",
        "iama-2.0",
        "--decision",
        "conditions",
        "--role",
        "responsible",
        "--condition",
        "A",
        "abc",
    )
    reason = "carried over from an older version, not confirmed: `goal` 1.1.2"
    assert reason in refused(both, *words, code=1)
    iama(both, "set", "--confirm", "abc", "goal")
    told = refused(both, *words, code=1)
    assert reason not in told
    assert "`alternatives` 2.1.2" in told
    assert "iama set --confirm abc" in told


def test_only_what_came_along_can_be_confirmed(both: Path) -> None:
    assert "there is nothing to confirm" in refused(both, "set", "--confirm", "abc", "problem")


def test_many_answers_confirm_what_they_replace(both: Path) -> None:
    put(both, "new.yaml", "goal: Van nu\nliteracy: {note: Erbij}\n")
    assert iama(both, "set", "--answers", "new.yaml", "-q", "iama", "abc").code == 0
    assert not answer(both, "goal").needs_confirmation
    assert answer(both, "literacy").needs_confirmation


def test_a_question_that_changed_is_told_in_the_status(both: Path) -> None:
    path = both / "assessments/abc/iama-2.0.yaml"
    stamp = answer(both, "goal").stamp
    path.write_text(path.read_text(encoding="utf-8").replace(stamp, "0badcafe"), encoding="utf-8")
    asked = iama(both, "status", "--json", "abc").json["assessments"]
    found = [(one["ref"], q["id"]) for one in asked for q in one["questions"] if q["question_changed"]]
    assert found == [("iama-2.0", "goal")]
    assert "Answered when the question asked something else (1)" in iama(both, "status", "--lang", "en", "abc").out


def test_without_the_older_version_it_is_not_even_read(tmp_path: Path) -> None:
    shutil.copytree(shipped_folder("questionnaires"), tmp_path / "library")
    (tmp_path / "library/iama-1.0.yaml").write_text("no question tree", encoding="utf-8")
    found = open_dossier(str(fresh(tmp_path) / "assessments/abc"), None, None, LibraryFolder(tmp_path / "library"))
    assert found.outcome.questionnaires["iama"].ref == "iama-2.0"
    assert judge_older_versions(found) == []


def test_every_file_is_in_the_newest_format(both: Path) -> None:
    told = iama(both, "upgrade")
    assert (told.code, told.out) == (0, "All 4 assessments are in iama/1, the newest format: nothing to do.\n")


def test_upgrade_reads_every_file(both: Path) -> None:
    path = both / "assessments/abc/iama-1.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("iama/1", "iama/2"), encoding="utf-8")
    assert "needs a newer version of iama" in refused(both, "upgrade", code=3)


def test_upgrade_without_dossiers_says_how_to_begin(tmp_path: Path) -> None:
    assert "iama new" in refused(tmp_path, "upgrade")


AMBIGUOUS = ('{"1.1.1": "x"}', '{"problem": "x"}', '{"algorithm/name": "x", "1.3.1": "x"}')


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_file_of_answers_never_guesses_the_version(both: Path, text: str) -> None:
    put(both, "a.json", text)
    said = refused(both, "set", "--answers", "a.json", "abc", code=3)
    assert "is asked in iama-1.0, iama-2.0" in said and "-q" in said


def test_a_version_beside_a_file_of_answers_holds_for_every_bare_key(both: Path) -> None:
    put(both, "a.json", '{"1.3.1": "Waarden van toen", "problem": "Toen", "algorithm/name": "Naam"}')
    told = iama(both, "set", "--answers", "a.json", "-q", "iama-1.0", "abc")
    assert told.code == 0, told.err
    assert answer(both, "values-served", ref="iama-1.0").value == "Waarden van toen"
    assert answer(both, "problem", ref="iama-1.0").value == "Toen"
    assert answer(both, "problem").empty and answer(both, "prohibited").empty
    assert answer(both, "name", ref="algorithm-1.0").value == "Naam"
    assert iama(both, "set", "abc", "--answers", "-", stdin='{"iama-2.0/1.3.1": "no"}').code == 0
    assert answer(both, "prohibited").value == "no"
    assert "holds no fria-1.0" in refused(both, "set", "--answers", "a.json", "-q", "fria-1.0", "abc")


@pytest.mark.parametrize("command", [("set", "abc", "1.3.1", "x"), ("history", "abc", "1.3.1")])
def test_a_number_that_two_versions_have_is_never_guessed(both: Path, command: tuple[str, ...]) -> None:
    assert "is asked in iama-1.0, iama-2.0; say which with -q" in refused(both, *command)
    assert iama(both, command[0], "-q", "iama-1.0", *command[1:]).code == 0


def test_an_id_means_the_same_in_both_versions_and_is_that_of_the_newest(both: Path) -> None:
    assert iama(both, "set", "abc", "goal", "Van nu").code == 0
    assert answer(both, "goal").value == "Van nu"
