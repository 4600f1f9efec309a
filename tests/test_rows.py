"""Claims about `iama rows`: every dossier as flat tables, for programs that count over many."""

import csv
import io
import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from commands import demo, iama, put

from iama.publish.rows import TABLES

KNOWN = {"algorithm", "assessment", "flag", "state"}
DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the worked example twice, decided."""
    home = demo(tmp_path_factory.mktemp("rows"))
    decided = ("--decision", "no-go", "--role", "responsible", "--text", "Not now.")
    told = iama(home, "approve", "herzicht", "-q", "iama-2.0", *decided)
    assert told.code == 0, told
    copytree(home / "assessments" / "herzicht", home / "assessments" / "tweede")
    return home


def rows(base: Path, *words: str) -> list[dict[str, object]]:
    told = iama(base, "rows", *words)
    assert told.code == 0, told
    return [json.loads(line) for line in told.out.splitlines()]


@pytest.mark.parametrize("table", TABLES)
def test_each_row_has_every_column_in_order(base: Path, table: str) -> None:
    found = rows(base, table)
    assert {row["algorithm"] for row in found} == {"herzicht", "tweede"}
    assert all(tuple(row) == TABLES[table] for row in found)
    assert all(value is None or isinstance(value, str | int | bool) for row in found for value in row.values())


def test_the_tables_say_what_the_commands_say(base: Path) -> None:
    (one, _) = rows(base, "algorithms")
    assert (one["category"], one["phase"], one["fria"]) == ("a", "development", "later")
    fired = [row for row in rows(base, "flags") if row["state"] == "fired" and row["algorithm"] == "herzicht"]
    assert one["musts"] == sum(row["severity"] == "must" for row in fired) == 1
    (decided, _) = rows(base, "approvals")
    assert (decided["decision"], decided["role"], decided["signed"]) == ("no-go", "responsible", False)
    assert {row["state"] for row in rows(base, "actions")} == {"open"}
    assert [row["right"] for row in rows(base, "rights")][:2] == ["data-protection", "socio-economic"]


def test_what_people_wrote_is_there_only_when_asked(base: Path) -> None:
    goal = "goal"
    silent = [row for row in rows(base, "answers") if row["question"] == goal]
    assert [row["text"] for row in silent] == [None, None] and silent[0]["number"] == "1.1.2"
    told = [row for row in rows(base, "answers", "--text") if row["question"] == goal]
    assert all(isinstance(row["text"], str) and len(row["text"]) > 40 for row in told)
    assert all(row["text"] is None for row in rows(base, "answers", "--text") if row["question"] == "attendance")


def test_the_public_edition_leaves_out_what_is_withheld(base: Path, tmp_path: Path) -> None:
    home = copytree(base, tmp_path / "own")
    asked = ("withhold", "herzicht", "goal", "--ground", "woo-5.1.2.d", "--reason", "r", "--by", "lawyer")
    told = iama(home, *asked)
    assert told.code == 0, told
    statuses = {
        edition: {
            (r["algorithm"], r["status"])
            for r in rows(home, "answers", "--edition", edition, "--text")
            if r["question"] == "goal"
        }
        for edition in ("public", "internal")
    }
    assert statuses["internal"] == {("herzicht", "answered"), ("tweede", "answered")}
    assert statuses["public"] == {("herzicht", "withheld"), ("tweede", "answered")}


def test_of_a_flag_that_rests_on_what_is_withheld_nothing_is_told_but_that(base: Path, tmp_path: Path) -> None:
    home = copytree(base, tmp_path / "own")
    told = iama(home, "withhold", "herzicht", "effect", "--ground", "woo-5.1.2.d", "--reason", "r", "--by", "lawyer")
    assert told.code == 0, told
    kept = [row for row in rows(home, "flags") if row["state"] == "withheld"]
    assert kept and all({key for key, value in row.items() if value} == KNOWN for row in kept)


def test_every_table_goes_into_a_folder(base: Path, tmp_path: Path) -> None:
    told = iama(base, "rows", "--to", "csv", "-o", str(tmp_path / "tables"))
    assert told.code == 0, told
    for table, columns in TABLES.items():
        read = [*csv.reader(io.StringIO((tmp_path / "tables" / f"{table}.csv").read_text(encoding="utf-8")))]
        assert tuple(read[0]) == columns and len(read) - 1 == len(rows(base, table))


def test_one_table_goes_into_a_file(base: Path, tmp_path: Path) -> None:
    assert iama(base, "rows", "rights", "-o", str(tmp_path / "rights.ndjson")).code == 0
    assert len((tmp_path / "rights.ndjson").read_text(encoding="utf-8").splitlines()) == len(rows(base, "rights"))


def test_without_a_table_it_asks_for_a_folder(base: Path) -> None:
    told = iama(base, "rows")
    assert told.code == 2 and "approvals" in told.err


def test_a_dossier_that_cannot_be_read_is_told_and_the_others_are_there(base: Path, tmp_path: Path) -> None:
    home = copytree(base, tmp_path / "own")
    put(home, "assessments/tweede/algorithm.yaml", "answers: [")
    told = iama(home, "rows", "algorithms")
    assert told.code == 3 and "tweede/algorithm.yaml" in told.err
    assert [json.loads(line)["algorithm"] for line in told.out.splitlines()] == ["herzicht"]


def test_a_name_that_is_a_formula_stays_text(base: Path, tmp_path: Path) -> None:
    home = copytree(base, tmp_path / "own")
    assert iama(home, "set", "herzicht", "name", "=1+1").code == 0
    assert '"\'=1+1"' in iama(home, "rows", "algorithms", "--to", "csv").out


def test_the_page_tells_every_column_and_the_queries_read_them() -> None:
    page = (DOCS / "monitor.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \|.*?\|(.*)\|$", page, re.MULTILINE))
    query = (DOCS / "monitor.sql").read_text(encoding="utf-8")
    made = dict(
        re.findall(r"CREATE TABLE (\w+) AS FROM read_json\('rows/\w+.ndjson', columns = \{(.*?)\}\);", query, re.DOTALL)
    )
    for table, columns in TABLES.items():
        assert set(re.findall(r"`(\w+)`", told[table])) >= set(columns[1:]), table
        assert tuple(re.findall(r'"(\w+)":', made[table])) == columns
    numbered = re.findall(r"^-- (\d+)\. (.*)$", query, re.MULTILINE)
    assert numbered == re.findall(r"^(\d+)\. (.*)$", page, re.MULTILINE) and len(numbered) == 10
