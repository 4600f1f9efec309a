"""An inventory held against the dossiers: what is missing, what nobody listed, and what other projects say."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from gated import HOME, in_use, written

from iama.gate.check import examine
from iama.gate.config import Config
from iama.gate.elsewhere import Results
from iama.gate.inventory import Inventory
from iama.gate.inventory_status import ListCounts, Listed, Phase, Standing
from iama.gate.list_findings import compare_inventory, list_counts
from iama.gate.list_words import name_mark
from iama.gate.listing import read_inventory
from iama.model.problems import Level, UsageError

TODAY = date(2026, 11, 23)
NONE: Mapping[str, object] = {}
REGISTER = (
    "\ufeff"
    '"organization","name","publication_category","status","begin_date","source_id","algorithm_id"\n'
    '"Gemeente Zuiderveen","Herzicht","Hoog-risico AI-systeem","In gebruik","2026-03","herzicht","75246482"\n'
    '"Gemeente Zuiderveen","=cmd()","Impactvolle algoritmes","In ontwikkeling","","","11111111"\n'
    '"Gemeente Elders","Iets","Hoog-risico AI-systeem (Categorie A)","In gebruik","","","22222222"\n'
)


def standing(id_: str, **other: Any) -> Standing:
    known = {"folder": f"assessments/{id_}", "category": "a", "phase": Phase.IN_USE, "register_id": ""}
    return Standing(**{"id": id_, **known, "required": ("iama",), "approved": ("iama",), **other})


def inventory(
    text: str, path: str = "algorithms.yaml", organisation: str = "", results: Mapping[str, object] = NONE
) -> Inventory:
    listed = read_inventory(path, text.encode(), organisation)
    return Results(lambda file: json.dumps(results[file]).encode()).join(listed)


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


def test_a_row_that_only_has_a_name_is_told_the_dossier_of_that_name() -> None:
    listed = inventory("algorithms:\n  - {id: Hulp bij parkeren, publication_category: a}\n")
    named = standing("parkeerhulp", name_mark=name_mark("Hulp bij parkeren"))
    twin = standing("tweede", name_mark=named.name_mark)
    assert "`parkeerhulp`" in hint_of_missing(listed, named)
    assert "`parkeerhulp`" not in hint_of_missing(listed, named, twin)
    assert "`parkeerhulp`" not in hint_of_missing(listed, standing("parkeerhulp"))
    assert "`hulp-bij-parkeren`" in hint_of_missing(listed, standing("hulp-bij-parkeren"))


def hint_of_missing(listed: Inventory, *standings: Standing) -> str:
    told = compare_inventory(listed, standings, Config(), TODAY)
    return next(one.hint for one in told if one.code == "missing-assessment")


def test_a_dossier_that_nobody_listed_is_told_and_a_retired_one_is_not() -> None:
    listed = inventory("algorithms:\n  - {id: known, publication_category: a}\n")
    dossiers = (standing("known"), standing("new"), standing("old", phase=Phase.RETIRED))
    assert found(listed, *dossiers) == [("dossier-not-in-inventory", "warning", "new", "assessments/new:0")]


@pytest.mark.parametrize(
    ("row", "said", "level"),
    [
        ("publication_category: a", Listed("c"), "warning"),
        ("publication_category: c", Listed("a"), "warning"),
        ("status: in gebruik", Listed(phase=Phase.DEVELOPMENT), "warning"),
        ("status: buiten gebruik", Listed(phase=Phase.IN_USE), "warning"),
        ("first_use: 2026-03", Listed(first_use=date(2026, 4, 1)), "warning"),
        ("first_use: 2026-03-02", Listed(first_use=date(2026, 3, 1)), "warning"),
        ("first_use: 2026-03", Listed(first_use=date(2026, 3, 17)), ""),
        ("publication_category: a", Listed("a"), ""),
        ("publication_category: a", Listed(), ""),
        ("lars: '75246482'", Listed("a"), "warning"),
        ("name: Iets anders", Listed("a"), "note"),
        ("name: HERZICHT", Listed("a"), ""),
    ],
)
def test_a_field_in_which_list_and_dossier_differ_is_told(row: str, said: Listed, level: str) -> None:
    listed = inventory(f"algorithms:\n  - {{id: x, {row}}}\n")
    known = {"said": said, "register_id": "11111111", "name_mark": name_mark("Herzicht")}
    findings = found(listed, standing("x", **known))
    assert findings == ([("inventory-differs", level, "x", "algorithms.yaml:2")] if level else [])


def test_the_heaviest_of_two_rows_about_one_dossier_counts() -> None:
    rows = "  - {id: x, publication_category: c}\n  - {id: y, lars: '7', publication_category: a, first_use: 2026-03}\n"
    assert inventory(f"algorithms:\n{rows}").listed_status("x", "7") == Listed("a", date(2026, 3, 1), month=True)


def test_in_use_with_a_first_day_that_is_still_to_come_is_a_contradiction() -> None:
    listed = inventory("algorithms: [{id: x, publication_category: c, status: In gebruik, first_use: 2027-03}]")
    assert found(listed) == [("contradictory-phase", "error", "x", "algorithms.yaml:1")]


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


def result(as_of: str, *algorithms: Mapping[str, object], findings: Sequence[str] = ()) -> dict[str, object]:
    told = [{"code": code, "severity": "error", "algorithm": "x", "waived": None} for code in findings]
    return {"iama_check": 1, "as_of": as_of, "algorithms": list(algorithms), "findings": told}


HERE: dict[str, object] = {"id": "x", "category": "a", "phase": "in-use", "required": ["iama"], "register_id": None}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (result("2026-11-01", HERE | {"approved": ["iama"]}), []),
        (result("2026-11-01", HERE | {"approved": []}), ["not-approved"]),
        (result("2026-11-01"), ["missing-assessment"]),
        (result("2025-01-01", HERE | {"approved": ["iama"]}), ["stale"]),
        (result("2026-11-01", HERE | {"approved": ["iama"]}, findings=["stale"]), ["stale"]),
        (
            result("2026-11-01", HERE | {"approved": ["iama"]}, findings=["approval-broken"]),
            ["not-approved", "approval-broken"],
        ),
        (result("2026-11-01", HERE | {"approved": ["iama"]}, findings=["of-next-year"]), ["not-understood"]),
        (result("2026-11-01", HERE | {"approved": ["iama"], "phase": "busy"}), ["not-understood"]),
        ({"iama_check": 2}, ["not-understood"]),
        ([], ["not-understood"]),
    ],
    ids=["approved", "not approved", "not there", "old", "told", "broken", "new", "strange", "other version", "none"],
)
def test_another_repository_is_judged_by_its_result(said: object, codes: list[str]) -> None:
    rows = "algorithms:\n  - {id: x, publication_category: a, result: other.json}\n"
    listed = inventory(rows, results={"other.json": said})
    assert [one[0] for one in found(listed)] == codes


@pytest.mark.parametrize(("ours", "codes"), [("public", ["not-understood"]), ("internal", [])])
def test_a_result_for_insiders_is_taken_by_insiders_only(ours: str, codes: list[str]) -> None:
    said = result("2026-11-01", HERE | {"approved": ["iama"]}) | {"edition": "internal"}
    listed = read_inventory("a.yaml", b"algorithms: [{id: x, publication_category: a, result: other.json}]")
    joined = Results(lambda _: json.dumps(said).encode(), edition=ours).join(listed)
    assert [one[0] for one in found(joined)] == codes
    believed = [row.elsewhere.standing is not None for row in joined.rows if row.elsewhere]
    assert believed == [ours == "internal"]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a.yaml", "algorithms: []", "holds no algorithm at all"),
        ("a.csv", "id,name\n", "holds no algorithm at all"),
        ("a.json", '{"algorithms": {}}', "no list of algorithms"),
        ("a.xls", "x", "save it as .xlsx"),
        ("a.csv", "", "holds no algorithm at all"),
        ("a.csv", "afdeling;categorie\nx;a\n", "no column says which algorithm"),
        ("a.csv", "afdeling;categorie\nx;a\n", "`--init` proposes"),
        ("a.csv", 'id,name\nx,"open\n', "this is not CSV"),
        ("a.csv", REGISTER, "holds several organisations"),
    ],
)
def test_a_mistake_in_the_inventory_is_told_with_its_place(path: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_inventory(path, text.encode())


@pytest.mark.parametrize(
    ("rows", "reason", "word", "suggestion"),
    [
        ("{id: x, publication_category: z}", "publication_category", "z", ""),
        ("{id: x, publication_category: Hoogrisico-systeempje}", "publication_category", "Hoogrisico-systeempje", "a"),
        ("{id: x, publication_category: Overige algoritmes (Categorie A)}", "publication_category", "Overige", "c"),
        ("{id: x, status: busy}", "status", "busy", ""),
        ("{id: x, status: in gebruk}", "status", "in gebruk", "in-use"),
        ("{id: x, first_use: soon}", "first_use", "soon", ""),
        ("{id: x, first_use: 03/04/2026}", "first_use-two-ways", "03/04/2026", ""),
        ("{id: '', status: in-use}", "no-id", "", ""),
        ("{id: x, status: in-use}, {id: x, status: retired}", "twice", "x", ""),
        ("{id: x, naam: een, name: twee}", "double", "twee", ""),
        ("{id: x, publicatie_categorieen: a}", "column", "", "publication_category"),
        ("{id: x, categorie: a}", "column", "", "publication_category"),
        ("{id: x, category: a}", "column", "", "publication_category"),
    ],
)
def test_what_is_not_understood_is_counted(rows: str, reason: str, word: str, suggestion: str) -> None:
    listed = inventory(f"algorithms: [{rows}]")
    (unread,) = listed.unread
    assert (unread.reason, unread.suggestion, unread.rows) == (reason, suggestion, 1) and unread.word.startswith(word)
    assert ("not-understood", "error") in [one[:2] for one in found(listed)]


def test_a_word_that_many_rows_hold_is_told_once() -> None:
    rows = "".join(f"a{number};Heel riskant\n" for number in range(20))
    listed = inventory(f"id;publicatiecategorie\n{rows}", "a.csv")
    assert [(one.word, one.rows, one.line) for one in listed.unread] == [("Heel riskant", 20, 2)]
    assert list_counts(listed, (), Config()) == ListCounts("a.csv", 20, 0, 0, 20)


def test_an_empty_category_is_silent_only_where_a_dossier_gives_it() -> None:
    listed = inventory("algorithms: [{id: x}, {id: y}, {id: z}]")
    standings = (standing("x"), standing("y", category=None, required=()))
    (finding,) = compare_inventory(listed, standings, Config(language="en"), TODAY)
    assert (finding.code, "(2 rows)" in finding.message) == ("not-understood", True)
    assert list_counts(listed, standings, Config()) == ListCounts("algorithms.yaml", 3, 1, 0, 2)


def test_every_row_is_covered_missing_or_not_understood() -> None:
    rows = "x;a\ny;a\nz;c\nq;?\n;a\n"
    listed = inventory(f"id;publicatiecategorie\n{rows}", "a.csv")
    counts = list_counts(listed, (standing("x"),), Config())
    assert counts == ListCounts("a.csv", listed=5, covered=2, missing=1, not_understood=2)


def test_what_is_not_understood_may_be_configured_to_weigh_less() -> None:
    config = Config(levels={"not-understood": Level.NOTE}, language="en")
    listed = inventory("algorithms: [{id: x, publication_category: z}]")
    assert [str(one.severity) for one in compare_inventory(listed, (), config, TODAY)] == ["note"]


def test_no_hint_prints_what_a_stranger_wrote_as_a_command() -> None:
    listed = inventory("id;publicatiecategorie\n../../etc;a\n$(reboot);a\nsound;a\n", "a.csv")
    findings = list(compare_inventory(listed, (), Config(language="en"), TODAY))
    assert [("`iama new ID`" in one.hint, one.algorithm in one.hint) for one in findings] == [
        (True, False),
        (True, False),
        (False, True),
    ]


def test_an_organisation_that_is_not_in_the_register_is_told() -> None:
    with pytest.raises(UsageError, match="no algorithm of `Zuiderveen`"):
        inventory(REGISTER, "register.csv", "Zuiderveen")


def test_two_hundred_algorithms_of_a_ministry_are_compared() -> None:
    rows = "".join(f"  - {{id: a{n}, publication_category: a}}\n" for n in range(200))
    listed = inventory(f"algorithms:\n{rows}")
    assert len(found(listed, *(standing(f"a{n}") for n in range(0, 200, 2)))) == 100


def test_two_rows_about_one_dossier_are_both_found() -> None:
    listed = inventory(
        "algorithms:\n  - {id: x, publication_category: a}\n  - {id: y, lars: '75246482', publication_category: a}\n"
    )
    assert found(listed, standing("x", register_id="75246482")) == []


def test_a_row_that_has_only_a_name_is_that_of_the_dossier_with_this_name() -> None:
    listed = inventory("Naam;Publicatiecategorie;Status\nParkeer-hulp;A;In gebruik\nAnders;B;\n", "a.csv")
    own = standing("park", category="b", said=Listed("b"), name_mark=name_mark("parkeerhulp"))
    assert (
        listed.listed_status("park", "", own.name_mark).category == "a"
        and listed.listed_status("park").category is None
    )
    assert [one[:3] for one in found(listed, own)] == [
        ("inventory-differs", "warning", "Parkeer-hulp"),
        ("missing-assessment", "warning", "Anders"),
    ]
    other = standing("park", category="a", approved=("iama",), name_mark=name_mark("Fietshulp"))
    assert ("missing-assessment", "error", "Parkeer-hulp") in [one[:3] for one in found(listed, other)]


def test_a_row_with_a_number_of_its_own_is_no_other_of_that_name() -> None:
    listed = inventory("algorithms: [{id: x, name: Parkeerhulp, publication_category: a}]")
    assert listed.rows_of(standing("park", name_mark=name_mark("Parkeerhulp"))) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Overzicht algoritmes;;\nPeildatum 1-11-2026;;\n;;\nNaam;Publicatiecategorie\nParkeerhulp;A\n"),
        ("a.csv", "Algoritmes\nNaam algoritme\nParkeerhulp\n"),
        ("a.csv", "naam\nParkeerhulp\n"),
    ],
)
def test_what_stands_above_the_labels_is_no_row(name: str, text: str) -> None:
    listed = inventory(text, name)
    assert ([row.name for row in listed.rows], listed.unread, listed.nameless) == (["Parkeerhulp"], (), 0)


def test_the_register_may_hold_an_algorithm_twice_and_rows_that_name_none() -> None:
    header = "organization,name,publication_category,status,algorithm_id,source_id\n"
    rows = "Z,Lost,Hoog-risico AI-systeem,In gebruik,1,\nZ,,,,1,\nZ,,,In gebruik,,\n"
    listed = inventory(header + rows, "register.csv", "Z")
    assert [(row.display_name, row.category, row.line) for row in listed.rows] == [("Lost (1)", "a", 2)]
    unread, missing = compare_inventory(listed, [], Config(language="en"), TODAY)
    assert unread.code == "not-understood" and unread.line == 4
    assert missing.message.endswith("no dossier of it: Lost (1)")


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("Hoog-risico AI-systeem", "a"),
        ("High-risk AI system", "a"),
        ("Heech-risiko AI-systeem", "a"),
        ("Heechrisico AI-systeem", "a"),
        ("hoog  risico ai-systemen", "a"),
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


@pytest.mark.parametrize("phase", ["development", "retired"])
def test_a_dossier_cannot_deny_the_use_that_the_list_tells_of(phase: str) -> None:
    listed = inventory("algorithms:\n  - {id: herzicht, publication_category: a, status: In gebruik}\n")
    files = {path.rpartition("/")[2]: text for path, text in written(in_use({"follow-up.phase": phase})).items()}
    status = listed.listed_status("herzicht")
    plain, heavier = (examine(HOME, files, as_of=TODAY, config=Config(), listed=one) for one in (Listed(), status))
    levels = [{str(one.severity) for one in each.findings if one.code == "not-approved"} for each in (plain, heavier)]
    assert [max(one) for one in levels] == [{"development": "warning", "retired": "note"}[phase], "error"]
