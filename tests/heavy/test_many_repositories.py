"""Twelve checkouts with 200 whole dossiers: one page of them all, and the gate over them, in the time of a job."""

import time
from pathlib import Path

from commands import iama, put
from gated import approved, in_use, written

REPOSITORIES = 12
DOSSIERS = 200
SECONDS = 30  # of the processor
DAY = ("--as-of", "2026-11-23")


def test_two_hundred_dossiers_become_a_page_and_are_checked_in_time(tmp_path: Path) -> None:
    usual = in_use()
    put(tmp_path, "iama.toml", 'root = "checkouts"\nlanguage = "en"\n')
    rows = ["id,publication_category,status"]
    for number in range(DOSSIERS):
        repository, id_ = f"checkouts/r{number % REPOSITORIES}", f"one-{number}"
        home = f"assessments/{id_}"
        files = approved(usual, home=home) if number < REPOSITORIES else written(usual, home)
        for path, content in files.items():
            put(tmp_path, f"{repository}/{path}", content)
        put(tmp_path, f"{repository}/iama.toml", f'[check]\norganisation = "Dienst {number % REPOSITORIES}"\n')
        rows.append(f"{id_},{'hoog risico' if number % 2 else 'Impactvol'},in gebruik")
    put(tmp_path, "list.csv", "\n".join(rows))

    started = time.process_time()
    told = iama(tmp_path, "estate", "checkouts", "--inventory", "list.csv", "--to", "json", *DAY)
    took = time.process_time() - started

    assert told.code == 0, told.err
    totals = told.json["totals"]
    assert (totals["algorithms"], totals["decided"], totals["sources"]) == (DOSSIERS, REPOSITORIES, REPOSITORIES)
    assert len(told.json["organisations"]) == REPOSITORIES and len(told.json["same_text"]) == DOSSIERS
    assert took < SECONDS, took

    times = []
    for _ in range(2):
        started = time.process_time()
        checked = iama(tmp_path, "check", "--json", *DAY, env={"IAMA_CACHE": str(tmp_path / "cache")})
        times.append(time.process_time() - started)
        assert checked.json["summary"]["algorithms"] == DOSSIERS
    assert times[0] < SECONDS and times[1] < times[0] / 2, times
