"""An estate of twelve repositories and 200 algorithms with a messy list, as files, for tests and to look at by hand.

Four are checkouts (one with a broken configuration, one with a broken dossier), one is a bundle, six are results of the
check, and one is a result that is none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from commands import iama, put
from editions import REPORTS
from flagged import with_rows
from gated import approved, in_use, written

from iama.files.shipped import SHIPPED
from iama.gate.config import Config
from iama.gate.estate import Reported, Sort, gather_estate
from iama.gate.estate_answer import question_view
from iama.gate.estate_question import question_of
from iama.gate.estate_view import Source, Told, estate_view
from iama.gate.inventory import Inventory
from iama.gate.inventory_status import Decided, ListCounts, Phase, Standing, Withheld
from iama.gate.listing import read_inventory
from iama.gate.sametext import SameText
from iama.model.dossier import Row
from iama.publish.report import render
from iama.words import Phrase

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
        "assessments": ["iama"],
        "complete": ["iama"] * (number % 4 < 3),
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


def standing(id_: str, **other: Any) -> Standing:
    """Return where an algorithm in use stands, decided on unless said otherwise."""
    known = {"folder": id_, "category": "a", "phase": Phase.IN_USE, "register_id": "", "digest": id_}
    decided = {"required": ("iama",), "held": ("iama",), "complete": ("iama",), "approved": ("iama",)}
    return Standing(
        **{"id": id_, **known, **decided, "decisions": (Decided("iama", "go", "2025-05-01"),), "public": True, **other}
    )


UNDECIDED: Record = {"approved": (), "decisions": (), "public": False}
KEPT_BACK: Record = {"withheld": (Withheld("iama", (GROUND,)),), "public": False}


def reported(one: Standing, source: str = "", sort: Sort = Sort.CHECKOUT, **other: Any) -> Reported:
    """Return an algorithm as a checkout of its own tells it."""
    return Reported(source or f"r/{one.id}", sort, one, **{"as_of": date.fromisoformat(DAY), **other})


def listed(text: str, organisation: str = "") -> Inventory:
    """Return a list in CSV."""
    return read_inventory("list.csv", text.encode(), organisation)


def small_estate(language: str = "en") -> Told:
    """Return an estate with every kind of line, number and source that a page can hold."""
    rows = "id,name,publication_category,status,first_use\n"
    rows += "one,Naam <b>,a,in use,2024-01-01\nlost,,a,in use,2023-05\nodd,,laagje,in use,\n"
    refused = (Decided("iama", "no-go", "2024-02-01"),)
    told = (
        reported(standing("one", reviewed_on="2025-06-01"), published_on="2025-07-01", published=True),
        reported(standing("two", **UNDECIDED | {"decisions": refused}), organisation="Dienst <i>"),
        reported(standing("unsound", approved=()), codes=frozenset({"approval-broken", "unreadable-file"})),
        reported(standing("private", public=False)),
        reported(standing("gone", phase=Phase.RETIRED)),
        reported(standing("hidden", **KEPT_BACK)),
    )
    config, day = Config(language=language), date.fromisoformat(DAY)
    sources = (
        Source("r", "checkout", 5),
        Source("b.zip", "bundle", 1, DAY),
        Source("x.json", "result", doubt=Phrase("listing-no-result")),
    )
    return Told(
        gather_estate(told, listed(rows), config, day),
        day,
        language,
        SHIPPED.law,
        "Gemeente Waterhoven",
        sources,
        ListCounts("list.csv", 3, 1, 1, 1),
        (SameText("one", "r/one", 4, 9, ("two",), 2),),
        5,
    )


def estate_page(to: str = "html", language: str = "en", *, question: bool = False) -> str:
    """Return that estate as a page, or the answer to a question about it."""
    told = small_estate(language)
    view = question_view(told, question_of(told.estate, 2), 2) if question else estate_view(told)
    return render(view, to, REPORTS, page="estate-question" if question else "estate")
