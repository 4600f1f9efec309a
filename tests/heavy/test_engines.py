"""Many dossiers judged in Dask and in Spark give the findings of one process, and the monitor's queries run on them.

Needs `pip install duckdb "dask[bag]" pyspark`, and Java for Spark; what is not there is skipped, and says so.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from commands import demo, iama
from figures import record

import iama as library
from iama.gate.report import Report

DAY = date(2026, 11, 23)
COUNT = 500
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of dossiers that differ in what is answered and in how long ago."""
    home = demo(tmp_path_factory.mktemp("engines"))
    example = home / "assessments" / "herzicht"
    files = {path.name: path.read_text(encoding="utf-8") for path in example.iterdir() if path.suffix == ".yaml"}
    for number in range(COUNT):
        folder = home / "assessments" / f"algorithm-{number:05}"
        folder.mkdir()
        for name, text in files.items():
            if not (number % 5 == 1 and name.startswith("fria")):  # some lack an assessment
                varied = text.replace("2027-03-01", f"20{20 + number % 9}-03-01")  # others are in use already
                (folder / name).write_text(varied, encoding="utf-8", newline="\n")
    return home


def every_dossier(base: Path) -> Iterator[Files]:
    for folder in sorted((base / "assessments").iterdir()):
        yield {path.relative_to(base).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(base: Path) -> Report:
    files = {path: content for one in every_dossier(base) for path, content in one.items()}
    report = library.check(files, as_of=DAY)
    assert report.summary.algorithms == COUNT + 1
    assert len({finding.code for finding in report}) > 3
    return report


def dask_reports(judge: Callable[[Files], Report], dossiers: Iterable[Files]) -> Any:
    bag = pytest.importorskip("dask.bag", reason="Dask is not installed")
    return bag.from_sequence(dossiers, npartitions=8).map(judge).compute(scheduler="processes")


def spark_reports(judge: Callable[[Files], Report], dossiers: Iterable[Files]) -> Any:
    if which("java") is None:
        pytest.skip("there is no Java for Spark")
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the workers take the first `python3` on the path
    spark = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        return spark.sparkContext.parallelize(dossiers, 8).map(judge).collect()
    finally:
        spark.stop()


@pytest.mark.parametrize("reports_of", [dask_reports, spark_reports], ids=["dask", "spark"])
def test_an_engine_gives_the_findings_of_one_process(base: Path, whole: Report, reports_of: Callable[..., Any]) -> None:
    judge = partial(library.check, as_of=DAY, partial=True)
    gathered = library.gather(reports_of(judge, [*every_dossier(base)]), as_of=DAY)
    assert gathered.summary == whole.summary and gathered.standings == whole.standings
    assert gathered.findings == whole.findings
    record(f"findings of {COUNT} dossiers in {reports_of.__name__}", findings=len(whole.findings))


def test_the_monitor_answers_its_questions(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    told = iama(base, "rows", "-o", str(tmp_path / "rows"), "--as-of", DAY.isoformat())
    assert told.code == 0, told
    monkeypatch.chdir(tmp_path)
    query = (Path(__file__).parent.parent.parent / "docs" / "monitor.sql").read_text(encoding="utf-8")
    connection = duckdb.connect()
    answers = []
    for statement in duckdb.extract_statements(query):
        result = connection.execute(statement)
        if statement.type.name == "SELECT":
            answers.append(result.fetchall())
    assert len(answers) == 10
    assert sum(row[-1] for row in answers[0]) == COUNT + 1  # by category and phase
    assert sum(row[1] for row in answers[1]) == COUNT + 1 and sum(row[2] for row in answers[1]) == 0  # nobody decided
    assert len(answers[2]) == sum(row[-1] for row in answers[0] if row[1] == "use")  # so all in use are without
    assert answers[3] == [] and answers[4] == [(0, 0)]
    assert answers[5][0][-1] <= COUNT + 1 and answers[6][0][1] == COUNT + 1
    page = (tmp_path / "monitor.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and f'max="{COUNT + 1}"' in page
