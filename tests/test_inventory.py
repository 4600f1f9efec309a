"""An inventory held against the dossiers: what is missing, what nobody listed, and what other projects say."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from iama.gate.config import Config
from iama.gate.inventory import Inventory, compare_inventory
from iama.gate.inventory_status import Phase, Standing
from iama.gate.listing import read_inventory
from iama.model.problems import UnusableFile, UsageError

TODAY = date(2026, 11, 23)
NONE: Mapping[str, object] = {}
REGISTER = (
    "\ufeff"
    '"organization","name","publication_category","status","begin_date","source_id","algorithm_id"\n'
    '"Gemeente Zuiderveen","Herzicht","Hoog-risico AI-systeem","In gebruik","2026-03","herzicht","75246482"\n'
    '"Gemeente Zuiderveen","=cmd()","Impactvolle algoritmes","In ontwikkeling","","","11111111"\n'
    '"Gemeente Elders","Iets","Hoog-risico AI-systeem (Categorie A)","In gebruik","","","22222222"\n'
)


def nothing(file: str) -> bytes:
    raise AssertionError(f"{file} is not asked for")


def standing(id_: str, **other: Any) -> Standing:
    known = {"folder": f"assessments/{id_}", "category": "a", "phase": Phase.IN_USE, "register_id": ""}
    return Standing(**{"id": id_, **known, "required": ("iama",), "approved": ("iama",), **other})


def inventory(
    text: str, path: str = "algorithms.yaml", organisation: str = "", results: Mapping[str, object] = NONE
) -> Inventory:
    return read_inventory(path, text.encode(), organisation, lambda file: json.dumps(results[file]).encode())


def found(listed: Inventory, *standings: Standing, needs_b: tuple[str, ...] = ()) -> list[tuple[str, str, str, str]]:
    """Return code, level, algorithm and place of every finding."""
    config = Config(needs={"a": ("iama",), "b": needs_b, "c": ()}, language="en")
    findings = compare_inventory(listed, standings, config, TODAY)
    return [(one.code, str(one.severity), one.algorithm, f"{one.path}:{one.line}") for one in findings]


def test_a_listed_algorithm_without_a_dossier_is_missing() -> None:
    listed = inventory(
        "algorithms:\n"
        "  - {id: a1, publication_category: Hoog-risico AI-systeem}\n"
        "  - {id: b1, publication_category: Impactvolle algoritmes, status: In gebruik}\n"
        "  - {id: b2, publication_category: b, first_use: 2027-03}\n"
        "  - {id: c1, publication_category: Overige algoritmes}\n"
        "  - {id: a2, publication_category: a, status: Buiten gebruik}\n"
    )
    assert found(listed, needs_b=("iama",)) == [
        ("missing-assessment", "error", "a1", "algorithms.yaml:2"),
        ("missing-assessment", "error", "b1", "algorithms.yaml:3"),
        ("missing-assessment", "note", "b2", "algorithms.yaml:4"),
    ]


def test_an_impactful_algorithm_on_the_list_without_a_dossier_is_a_warning() -> None:
    listed = inventory(
        "algorithms:\n  - {id: b1, publication_category: b, status: in-use}\n  - {id: b2, publication_category: b}\n"
    )
    assert [one[:3] for one in found(listed)] == [
        ("missing-assessment", "warning", "b1"),
        ("missing-assessment", "warning", "b2"),
    ]
    assert found(listed, standing("b1", category="b", required=()), standing("b2", category="b", required=())) == []


def test_a_dossier_that_nobody_listed_is_told_and_a_retired_one_is_not() -> None:
    listed = inventory("algorithms:\n  - {id: known, publication_category: a}\n")
    dossiers = (standing("known"), standing("new"), standing("old", phase=Phase.RETIRED))
    assert found(listed, *dossiers) == [("dossier-not-in-inventory", "warning", "new", "assessments/new:0")]


def test_a_heavier_category_than_the_dossier_gives_is_told() -> None:
    listed = inventory("algorithms:\n  - {id: x, publication_category: a, status: in-use}\n")
    light = standing("x", category="c", required=(), approved=())
    assert found(listed, light) == [("not-approved", "error", "x", "algorithms.yaml:2")]
    assert found(listed, standing("x", approved=())) == []  # the dossier itself has that finding


@pytest.mark.parametrize(
    ("row", "dossier"),
    [
        ("{id: y, source_id: x}", standing("x")),
        ("{id: y, lars: '75246482'}", standing("x", register_id="75246482")),
        ("{id: x}", standing("x")),
    ],
    ids=["source_id", "lars", "id"],
)
def test_a_row_finds_its_dossier(row: str, dossier: Standing) -> None:
    assert found(inventory(f"algorithms:\n  - {row}\n"), dossier) == []


def test_the_download_of_the_register_is_read_for_one_organisation() -> None:
    listed = inventory(REGISTER, "register.csv", "Gemeente Zuiderveen")
    assert listed.register
    assert [(row.name, row.category, row.phase, row.lars, row.first_use) for row in listed.rows] == [
        ("Herzicht", "a", Phase.IN_USE, "75246482", date(2026, 3, 1)),
        ("=cmd()", "b", Phase.DEVELOPMENT, "11111111", None),
    ]


def test_an_algorithm_in_use_that_the_register_lacks_is_told() -> None:
    listed = inventory(REGISTER, "register.csv", "Gemeente Zuiderveen")
    dossiers = (standing("herzicht"), standing("other"), standing("planned", phase=Phase.DEVELOPMENT))
    codes = [one for one in found(listed, *dossiers) if one[0] == "not-in-register"]
    assert [one[:3] for one in codes] == [("not-in-register", "warning", "other")]


def result(as_of: str, *algorithms: Mapping[str, object]) -> dict[str, object]:
    return {"iama_check": 1, "as_of": as_of, "algorithms": list(algorithms)}


HERE: dict[str, object] = {"id": "x", "category": "a", "phase": "in-use", "required": ["iama"], "register_id": None}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (result("2026-11-01", HERE | {"approved": ["iama"]}), []),
        (result("2026-11-01", HERE | {"approved": []}), ["not-approved"]),
        (result("2026-11-01"), ["missing-assessment"]),
        (result("2025-01-01", HERE | {"approved": ["iama"]}), ["stale"]),
    ],
    ids=["approved", "not approved", "not there", "old"],
)
def test_another_repository_is_judged_by_its_result(said: object, codes: list[str]) -> None:
    rows = "algorithms:\n  - {id: x, publication_category: a, result: other.json}\n"
    listed = inventory(rows, results={"other.json": said})
    assert [one[0] for one in found(listed)] == codes


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a.yaml", "algorithms: [{id: x, publication_category: z}]", "a.yaml:1: `z` is no publication category"),
        ("a.yaml", "algorithms: [{id: x, status: busy}]", "`busy` is no status"),
        ("a.yaml", "algorithms: [{id: x, first_use: soon}]", "`soon` is no date"),
        ("a.yaml", "algorithms: [{name: x}]", "says of no algorithm which it is"),
        ("a.yaml", "algorithms: [{id: x}, {id: x}]", "stands on line 1 too"),
        ("a.csv", "naam;categorie\nx;a\n", "no column says which algorithm"),
        ("a.csv", 'id,name\nx,"open\n', "this is not CSV"),
        ("a.csv", REGISTER, "holds several organisations"),
    ],
)
def test_a_mistake_in_the_inventory_is_told_with_its_place(path: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_inventory(path, text.encode(), "", nothing)


def test_an_unknown_key_of_a_yaml_inventory_is_told() -> None:
    with pytest.raises(UnusableFile, match="did you mean `publication_category`"):
        inventory("algorithms: [{id: x, publication_categorie: a}]")


def test_an_organisation_that_is_not_in_the_register_is_told() -> None:
    with pytest.raises(UsageError, match="no algorithm of `Zuiderveen`"):
        inventory(REGISTER, "register.csv", "Zuiderveen")


def test_a_result_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match=r"other.json is no result of `iama check --format json`: another") as caught:
        inventory("algorithms: [{id: x, result: other.json}]", results={"other.json": {"iama_check": 2}})
    said = "other.json is geen resultaat van `iama check --format json`: een andere versie"
    assert caught.value.text_in("nl") == said


def test_two_hundred_algorithms_of_a_ministry_are_compared() -> None:
    rows = "".join(f"  - {{id: a{n}, publication_category: a}}\n" for n in range(200))
    listed = inventory(f"algorithms:\n{rows}")
    assert len(found(listed, *(standing(f"a{n}") for n in range(0, 200, 2)))) == 100


def test_two_rows_about_one_dossier_are_both_found() -> None:
    listed = inventory(
        "algorithms:\n  - {id: x, publication_category: a}\n  - {id: y, lars: '75246482', publication_category: a}\n"
    )
    assert found(listed, standing("x", register_id="75246482")) == []


def test_the_register_may_hold_an_algorithm_twice_and_rows_that_name_none() -> None:
    header = "organization,name,publication_category,status,algorithm_id,source_id\n"
    rows = "Z,Lost,Hoog-risico AI-systeem,In gebruik,1,\nZ,,,,1,\nZ,Nameless,,,,\n"
    listed = inventory(header + rows, "register.csv", "Z")
    assert [(row.display_name, row.category, row.line) for row in listed.rows] == [("Lost (1)", "a", 2)]
    (finding,) = compare_inventory(listed, [], Config(language="en"), TODAY)
    assert finding.message.endswith("no dossier of it: Lost (1)")


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("Hoog-risico AI-systeem", "a"),
        ("High-risk AI system", "a"),
        ("Heech-risiko AI-systeem", "a"),
        ("Impactvolle algoritmes (Categorie B)", "b"),
        ("Impactful algorithms", "b"),
        ("Ympaktfolle algoritmes", "b"),
        ("Something new (Category C)", "c"),
        ("Overige algoritmes", "c"),
        ("a", "a"),
    ],
)
def test_the_words_of_every_download_are_known(word: str, category: str) -> None:
    listed = inventory(f"algorithm_id,publication_category\n1,{word}\n", "register.csv")
    assert [row.category for row in listed.rows] == [category]


@pytest.mark.parametrize("phase", [Phase.DEVELOPMENT, Phase.RETIRED])
def test_a_dossier_cannot_deny_the_use_that_the_list_tells_of(phase: Phase) -> None:
    listed = inventory("algorithms:\n  - {id: x, publication_category: a, status: In gebruik}\n")
    assert found(listed, standing("x", phase=phase, approved=())) == [
        ("not-approved", "error", "x", "algorithms.yaml:2")
    ]
    assert found(listed, standing("x", phase=phase)) == []
    assert listed.listed_status("x").phase is Phase.IN_USE
