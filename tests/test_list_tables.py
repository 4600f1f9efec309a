"""Claims about the file of a list: every form that people have is read, hostile ones are refused, none is guessed."""

import json
from contextlib import nullcontext
from datetime import date

import pytest
from workbooks import ods, rows_xml, xlsx, zipped

from iama.gate.config import ListRules
from iama.gate.inventory import Inventory
from iama.gate.inventory_status import Phase
from iama.gate.list_dates import DAY_FIRST, MONTH_FIRST, order_of, parse_day
from iama.gate.list_words import category_of, phase_of
from iama.gate.listing import read_inventory
from iama.model.problems import UsageError

TEXT = "id;naam;publicatiecategorie;status;begindatum\néén;Één;Hoog-risico AI-systeem;In gebruik;mrt-26\n"
RECORD = {"id": "één", "naam": "Één", "publicatiecategorie": "Hoog-risico AI-systeem", "status": "In gebruik"}


def essence(listed: Inventory) -> list[tuple[object, ...]]:
    return [(row.identifier, row.category, row.phase, row.first_use) for row in listed.rows]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolon.csv", TEXT.encode()),
        ("comma.csv", TEXT.replace(";", ",").encode()),
        ("tab.csv", TEXT.replace(";", "\t").encode()),
        ("sep.csv", b"sep=;\r\n" + TEXT.replace("\n", "\r\n").encode()),
        ("mark.csv", TEXT.encode("utf-8-sig")),
        ("sep-and-mark.csv", "\ufeffsep=;\n".encode() + TEXT.encode()),
        ("windows.csv", TEXT.encode("cp1252")),
        ("title.csv", b"Algoritmes van een gemeente;;;\n\nStand van 2026;;;\n" + TEXT.encode()),
        ("bare-title.csv", b"Algoritmes van een gemeente\n\n" + TEXT.encode("cp1252")),
        ("utf-16.csv", TEXT.encode("utf-16")),
        ("utf-16-little.csv", TEXT.encode("utf-16-le")),
        ("utf-16-big.txt", TEXT.encode("utf-16-be")),
        ("list.json", json.dumps([{**RECORD, "begindatum": "2026-03", "lars": None}]).encode()),
        ("list-below.json", json.dumps({"algorithms": [{**RECORD, "begindatum": "maart 2026"}]}).encode()),
        ("list.yaml", f"algorithms:\n  - {json.dumps({**RECORD, 'begindatum': '03-2026'})}\n".encode()),
        ("list.xlsx", xlsx({"Blad1": rows_xml([line.split(";") for line in TEXT.splitlines()])})),
        ("title.xlsx", xlsx({"Blad1": rows_xml([["Lijst"], *(line.split(";") for line in TEXT.splitlines())])})),
    ],
)
def test_a_list_is_read_in_every_form(name: str, content: bytes) -> None:
    listed = read_inventory(name, content)
    assert (essence(listed), listed.unread) == ([("één", "a", Phase.IN_USE, date(2026, 3, 1))], ())


@pytest.mark.parametrize("above", ["een;a\n", "id\neen\n", "Lijst\n" * 10])
def test_what_stands_above_the_labels_is_passed_over_only_as_a_title(above: str) -> None:
    with pytest.raises(UsageError) if "id" not in above else nullcontext():
        listed = read_inventory("a.csv", f"{above}{TEXT}".encode())
        assert (listed.rows[0].identifier, bool(listed.unread)) == ("een", True)


def test_a_row_of_a_workbook_tells_its_days_and_numbers_as_text() -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/></cellXfs></styleSheet>'
    shared = "<sst><si><t>lars</t></si><si><r><t>begin</t></r><r><t>datum</t></r><rPh><t>x</t></rPh></si></sst>"
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    rows = '<row r="3"><c r="A3"><v>75246482</v></c><c r="C3" s="1"><v>46083</v></c></row>'
    rows += '<row r="4"><c r="A4"><v>11111111</v></c><c r="C4" s="2"><v>46082</v></c></row>'
    content = xlsx({"Blad1": head + rows}, {"xl/styles.xml": styles, "xl/sharedStrings.xml": shared})
    listed = read_inventory("a.xlsx", content)
    assert [(row.line, row.lars, row.first_use, row.month) for row in listed.rows] == [
        (3, "75246482", date(2026, 3, 2), False),
        (4, "11111111", date(2026, 3, 1), True),
    ]


def test_a_workbook_of_libreoffice_is_read() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    head = "".join(cell.format("", word) for word in ("id", "status", "begindatum"))
    day = cell.format(' office:value-type="date" office:date-value="2026-03-02"', "2 maart 26")
    note = "<office:annotation><text:p>hm</text:p></office:annotation>"
    remark = f"<table:table-cell>{note}<text:p>in<text:s/>gebruik</text:p></table:table-cell>"
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    row = f"<table:table-row>{cell.format('', 'x')}{remark}{day}</table:table-row>"
    listed = read_inventory("a.ods", ods(f"<table:table-row>{head}</table:table-row>{row}{empty}"))
    assert essence(listed) == [("x", None, Phase.IN_USE, date(2026, 3, 2))]


def test_the_workbook_of_the_register_lies_on_its_side_with_a_sheet_for_every_standard() -> None:
    newest = [
        ["Naam", "Herzicht", "Parkeerhulp"],
        ["Publicatiecategorie", "Hoog-risico AI-systeem", "Impactvolle algoritmes"],
        ["Status", "In gebruik", "In ontwikkeling"],
        ["Begindatum", "2026-03", ""],
        ["Impacttoets(en)", "IAMA", ""],
        ["Bron-ID", "herzicht", ""],
        ["Algoritme-ID", "75246482", "11111111"],
        ["Schema", "1.0", "1.0"],
    ]
    older = [["Naam", "Oud"], ["Status", "In gebruik"], ["Algoritme-ID", "3"], ["Beleidsterrein", "Verkeer"]]
    listed = read_inventory("register.xlsx", xlsx({"1.0": rows_xml(newest), "0.4": rows_xml(older)}))
    assert listed.register and not listed.unread
    assert [(row.identifier, row.lars, row.category) for row in listed.rows] == [
        ("herzicht", "75246482", "a"),
        ("11111111", "11111111", "b"),
        ("3", "3", None),
    ]


def test_a_sheet_that_is_no_list_is_told_until_somebody_says_which_sheets_count() -> None:
    content = xlsx({"Lijst": rows_xml([["id"], ["x"]]), "Uitleg": rows_xml([["Lees dit eerst"]])})
    assert [(one.reason, one.word) for one in read_inventory("a.xlsx", content).unread] == [("sheet", "Uitleg")]
    assert read_inventory("a.xlsx", content, rules=ListRules(sheets=("lijst",))).unread == ()
    with pytest.raises(UsageError, match="there are: Lijst, Uitleg"):
        read_inventory("a.xlsx", content, rules=ListRules(sheets=("Blad1",)))


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "corners": (xlsx({"a": FAR}), "far apart"),
    "outside": (xlsx({"a": '<row r="9999999"><c><v>1</v></c></row>'}), "outside"),
    "types": (zipped({"xl/_rels/workbook.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "declares itself"),
    "large": (xlsx({"a": f"<row><c><v>{'1' * 41_000_000}</v></c></row>"}), "larger than 40000000"),
    "many": (xlsx({"a": "<c/>" * 600_000}), "more than 200000 cells"),
    "index": (xlsx({"a": '<row><c t="s"><v>9</v></c></row>'}), "cannot be read"),
    "no zip": (b"PK\x03\x04", "cannot be read"),
    "no xml": (xlsx({"a": "<row"}), "cannot be read"),
    "files": (zipped({f"x{number}": "" for number in range(2_001)}), "more than 2000 files"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused(name: str) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(UsageError, match=said):
        read_inventory("a.xlsx", content)


def test_cells_that_are_repeated_without_end_are_refused() -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(UsageError, match="cannot be read"):
        read_inventory("a.ods", ods(f'<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>'))


@pytest.mark.parametrize(
    ("word", "day", "month"),
    [
        ("2026-03-02", date(2026, 3, 2), False),
        ("2026-03-02T00:00:00", date(2026, 3, 2), False),
        ("2026-03", date(2026, 3, 1), True),
        ("03-2026", date(2026, 3, 1), True),
        ("3/2026", date(2026, 3, 1), True),
        ("mrt-26", date(2026, 3, 1), True),
        ("Mrt. 2026", date(2026, 3, 1), True),
        ("febrewaris 2026", date(2026, 2, 1), True),
        ("2 maart 2026", date(2026, 3, 2), False),
        ("March 2, 2026", date(2026, 3, 2), False),
        ("13-03-2026", date(2026, 3, 13), False),
        ("03/13/2026", date(2026, 3, 13), False),
        ("05-05-2026", date(2026, 5, 5), False),
    ],
)
def test_a_day_is_understood_as_people_write_it(word: str, day: date, month: bool) -> None:
    assert parse_day(word) == (day, month)


@pytest.mark.parametrize(
    "word", ["03-04-2026", "soon", "2026", "1900-01-01", "9999-12", "31-02-2026", "26-mrt", "0", "03-04-26"]
)
def test_a_day_is_never_guessed(word: str) -> None:
    assert parse_day(word) is None


def test_one_day_shows_the_order_of_a_column_and_two_that_differ_show_none() -> None:
    assert (order_of(["03-04-2026", "13-04-2026"]), order_of(["04-13-2026"])) == (DAY_FIRST, MONTH_FIRST)
    assert order_of(["13-04-2026", "04-13-2026"]) == order_of(["03-04-2026"]) == ""
    rows = read_inventory("a.csv", b"id,begindatum\na,03-04-2026\nb,13-04-2026\n").rows
    assert [row.first_use for row in rows] == [date(2026, 4, 3), date(2026, 4, 13)]


@pytest.mark.parametrize(
    ("word", "category"),
    [("HOOG RISICO", "a"), ("Categorie B", "b"), ("Overige", "c"), ("Hoog-risico: nee", ""), ("geen", ""), ("ab", "")],
)
def test_a_category_is_never_guessed(word: str, category: str) -> None:
    assert category_of(word) == category


@pytest.mark.parametrize("word", ["In gebruik", "in-gebruik", "YN GEBRÛK", "in use"])
def test_a_status_is_known_in_every_language(word: str) -> None:
    assert phase_of(word) is Phase.IN_USE


def test_what_somebody_confirmed_is_understood_and_can_make_no_known_word_lighter() -> None:
    rules = ListRules(
        columns={"soort": "publication_category", "Eigenaar": "ignore"},
        words={"publication_category": {"Rood": "a", "Hoog-risico AI-systeem": "c"}},
        dates=MONTH_FIRST,
    )
    content = b"id;Soort;Eigenaar;begindatum\nx;rood;ICT;03-04-2026\ny;Hoog-risico AI-systeem;;\n"
    listed = read_inventory("a.csv", content, rules=rules)
    assert [(row.category, row.first_use) for row in listed.rows] == [("a", date(2026, 3, 4)), ("a", None)]
    assert listed.unread == ()
