"""An estate of twelve repositories and 200 algorithms with a messy list, as files, for tests and to look at by hand.

Four are checkouts (one with a broken configuration, one with a broken dossier), one is a bundle, six are results of the
check, and one is a result that is none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands import iama, put
from flagged import with_rows
from gated import approved, in_use, written

from iama.model.dossier import Row

DAY = "2026-11-23"
SECRET = "qxzjvk"  # of which the assessment is kept back as a whole
GROUND = "woo-5.1.1.b"
RESULTS = 6
IN_RESULTS = 191  # algorithms
ONLY_LISTED = 4
WORDS = {  # as people write them
    "a": ("Hoog-risico AI-systeem", "hoog risico", "Heechrisico AI-systeem", "A"),
    "b": ("Impactvolle algoritmes", "impactvol", "IMPACTFUL ALGORITHMS"),
    "c": ("Overige algoritmes", "overig", "Categorie C"),
}
Record = dict[str, Any]


@dataclass
class Made:
    """Where it stands, and what its results say: an algorithm each."""

    folder: Path
    records: list[Record] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """What is given to the command."""
        results = [word for number in range(RESULTS + 1) for word in ("--results", f"results/{number}.json")]
        return ["estate", "checkouts", "far.zip", "--inventory", "list.csv", *results, "--as-of", DAY]


def record(number: int) -> Record:
    """Return what a result says of one algorithm: of every four two were decided on, and one is public."""
    category, decided = "abc"[number % 3], number % 4 < 2
    phase = "retired" if number % 19 == 18 else "development" if number % 5 == 4 else "in-use"
    day = f"{2024 + number % 3}-05-0{1 + number % 9}"
    return {
        "id": f"alg-{number:03}",
        "category": category,
        "phase": phase,
        "required": ["iama"] if category == "a" else [],
        "approved": ["iama"] * decided,
        "register_id": None,
        "digest": f"sha256:{number:064x}",
        "first_use": f"{2024 + number % 3}-01-01" if phase == "in-use" else None,
        "assessments": ["iama"] * (number % 4 < 3),
        "decisions": [{"instrument": "iama", "decision": "go", "day": day}] * decided,
        "reviewed_on": "2026-06-01" if decided else None,
        "public": number % 4 == 0,
        "withheld": [{"instrument": "iama", "grounds": [GROUND]}] * (number in (1, 5)),
    }


def result(records: list[Record], day: str = "2026-11-20", organisation: str | None = None) -> bytes:
    """Return the result of a check with these algorithms; every fiftieth says something that it also denies."""
    findings = [
        {"algorithm": one["id"], "code": "contradictory-phase", "severity": "error", "waived": None}
        for one in records
        if one["id"].endswith(("10", "60"))
    ]
    document = {"iama_check": 1, "as_of": day, "algorithms": records, "findings": findings}
    return json.dumps({**document, "organisation": organisation}).encode()


def make_estate(folder: Path) -> Made:
    """Write the whole estate into a folder."""
    made = Made(folder, [record(number) for number in range(IN_RESULTS)])
    put(folder, "iama.toml", 'language = "nl"\n')
    _checkouts(folder / "checkouts")
    other = folder / "made"
    other.mkdir()
    iama(other, "new", "far", "--lang", "nl")
    assert iama(other, "bundle", "far", "-o", folder / "far.zip").code == 0
    for number in range(RESULTS):
        put(folder, f"results/{number}.json", result(made.records[number::RESULTS], organisation=f"Dienst {number}"))
    put(folder, f"results/{RESULTS}.json", b'{"iama_check": 1, "algorithms": "all"}')
    put(folder, "list.csv", "\n".join(_rows(made.records)).encode("cp1252"))
    return made


def _checkouts(folder: Path) -> None:
    for number, files in enumerate((_decided(), _kept_back(), written(in_use(), "assessments/tweeling"), _broken())):
        named = f'language = "nl"\n[check]\norganisation = "Gemeente {number // 2}"\n'
        put(folder, f"r{number}/iama.toml", named if number < 3 else "root = [\n")
        for path, content in files.items():
            put(folder, f"r{number}/{path}", content)
    put(folder, "r2/assessments/stuk/algorithm.yaml", b"format: iama/1\nanswers: [\n")


def _decided(id_: str = "herzicht") -> Mapping[str, bytes]:
    return approved(in_use(), home=f"assessments/{id_}")


def _kept_back() -> Mapping[str, bytes]:
    row = Row("keptaa", {"assessment": "iama-2.0", "ground": GROUND, "reason": "De staat loopt gevaar."})
    return approved(with_rows(in_use(), "follow-up.withheld", row), home=f"assessments/{SECRET}")


def _broken() -> Mapping[str, bytes]:
    return written(in_use(), "assessments/verloren")


def _rows(records: list[Record]) -> Iterator[str]:
    """Yield the list: words as people write them, one that nobody knows, a day that may be two, and four more rows."""
    yield "id;Naam;Publicatiecategorie;Status;Begindatum;Eigenaar"
    phases = {"in-use": "In gebruik", "retired": "Buiten gebruik", "development": "in ontwikkeling"}
    for number, one in enumerate(records):
        known = WORDS[one["category"]]
        category = "laagje" if number == 7 else known[number % len(known)]
        day = "03/04/2024" if number == 9 else ""
        yield f"{one['id']};Algoritme {number} – é;{category};{phases[one['phase']]};{day};ICT"
    yield "herzicht;Herzicht;Hoog-risico AI-systeem;In gebruik;22-11-2026;ICT"
    yield f"{SECRET};Schaduwkijker;Hoog-risico AI-systeem;In gebruik;01-02-2025;ICT"
    for number in range(ONLY_LISTED):
        yield f"kwijt-{number};;hoog risico;in gebruik;mrt-25;ICT"
