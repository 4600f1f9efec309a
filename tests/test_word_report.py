"""Claims about a report in Word: nothing vanishes or leaks, Word knows its headings, lists and tables, and it opens."""

import io
import re
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from commands import ID, demo, iama, refused
from editions import REPORTS, demo_document, demo_public, everything_public, everything_view
from fidelity import typed_signs, visible
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import PAYLOADS, poisoned_view, slim
from wordfiles import SPACE, document, opened, paragraph, run, said_in, saved, zipped

from iama.cli.reports import refuse_terminal
from iama.files.bundlefile import zip_pieces
from iama.files.wordtemplate import read_template
from iama.model.problems import UnusableFile, UsageError
from iama.model.text import without_invisible
from iama.model.wordtemplate import WordTemplate
from iama.publish.markup import html
from iama.publish.pagetree import Node, read_page
from iama.publish.printed import MOST_COLUMNS, table_rows, told_words
from iama.publish.report import render
from iama.publish.typesetting import painter
from iama.publish.worddocument import word_document

EDITIONS = [(edition, language) for edition in ("internal", "public") for language in ("nl", "en")]
HEAD = "<!doctype html><html lang=nl><title>x</title><p class=edition><time datetime=2026-11-30>dag</time></p>"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
BARE = WordTemplate()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'


def undrawn(_: Node | bytes) -> None:
    """Draw nothing, as where Typst is not installed."""


@cache
def page(edition: str, language: str) -> str:
    return demo_public(language, "html") if edition == "public" else demo_document(language, "html")


@cache
def example(edition: str, language: str) -> bytes:
    """Return the worked example in Word, without pictures, which the tests read as words."""
    return b"".join(zip_pieces(word_document(page(edition, language), REPORTS, BARE, undrawn)))


def made(document: str) -> dict[str, Element]:
    return opened(b"".join(zip_pieces(word_document(document, REPORTS, BARE, undrawn))))


@pytest.fixture(scope="module")
def read() -> dict[str, Element]:
    return opened(example("internal", "nl"))


@pytest.fixture(scope="module")
def body(read: dict[str, Element]) -> Element:
    return read["word/document.xml"]


def values(root: Element, tag: str, name: str = "val") -> list[str]:
    return [one.get(SPACE + name, "") for one in root.iter(SPACE + tag)]


def style_of(block: Element) -> str:
    found = block.find(f"{SPACE}pPr/{SPACE}pStyle")
    return "" if found is None else found.get(f"{SPACE}val", "")


def words_of(block: Element) -> str:
    return "".join(one.text or "" for one in block.iter(f"{SPACE}t"))


def words_on(node: Node) -> Iterator[str]:
    """Yield the words of a page, as they stand apart; of a drawing those for who does not see it."""
    if node.is_drawing:
        yield from told_words(node).split()
    elif node.is_seen and node.tag != "svg":
        yield from node.text.split()
        for child in node.children:
            yield from words_on(child)


@pytest.mark.parametrize(("edition", "language"), EDITIONS)
def test_every_word_of_the_page_stands_in_the_document(edition: str, language: str) -> None:
    said = Counter(word for words in said_in(opened(example(edition, language))) for word in words.split())
    asked = Counter(words_on(read_page(page(edition, language))))
    assert asked.total() > 5000
    assert asked - said == Counter()
    added = said - asked
    assert set(added) <= {"(", ")", *asked}, "nothing is said that the page does not say"


def test_names_of_tables_are_told_to_who_does_not_see_them(body: Element) -> None:
    tables = [node for node in read_page(page("internal", "nl")).nodes() if node.tag == "table"]
    narrow = [table for table in tables if len(table_rows(table)[0]) <= MOST_COLUMNS]
    names = ["".join(part.text for part in table.find(lambda one: one.tag == "caption").nodes()) for table in narrow]
    assert len(names) > 15 and values(body, "tblCaption") == names


def test_headings_are_those_of_word_and_skip_no_level(body: Element) -> None:
    styles = [style_of(block) for block in body.iter(f"{SPACE}p")]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
    assert styles.count("Title") == 1 and len(levels) > 300 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    headings = [node for node in read_page(page("internal", "nl")).nodes() if node.tag in ("h2", "h3", "h4", "h5")]
    assert len(levels) == len(headings)


def test_styles_lists_links_and_places_are_there(read: dict[str, Element], body: Element) -> None:
    styles = set(values(read["word/styles.xml"], "style", "styleId"))
    used = {name for kind in ("pStyle", "rStyle", "tblStyle") for name in values(body, kind)}
    used |= set(values(read["word/footer1.xml"], "pStyle"))
    assert used <= styles and {"Heading1", "ListParagraph", "InTable", "Hyperlink", "TOC1", "Footer"} <= used
    assert set(values(body, "numId")) <= set(values(read["word/numbering.xml"], "num", "numId"))
    places = values(body, "bookmarkStart", "name")
    assert len(places) == len(set(places)) == len(set(values(body, "bookmarkStart", "id")))
    anchors = {name for name in values(body, "hyperlink", "anchor") if name}
    assert len(anchors) > 100 and anchors <= set(places)
    related = {one.get("Id"): one for one in read["word/_rels/document.xml.rels"]}
    asked = {value for one in body.iter() for key, value in one.items() if key.startswith(RELATION)}
    assert asked <= set(related)
    away = {one.get("Target", "") for one in related.values() if one.get("TargetMode") == "External"}
    assert away and all(target.startswith(("https://", "mailto:")) for target in away)
    parts = {name.removeprefix("word/") for name in read}
    assert {one.get("Target") for one in related.values() if not one.get("TargetMode")} <= parts


def test_every_table_says_its_head_again_and_no_head_is_empty(body: Element) -> None:
    tables = list(body.iter(f"{SPACE}tbl"))
    assert len(tables) > 15
    for table in tables:
        rows = list(table.iter(f"{SPACE}tr"))
        assert [row.find(f"{SPACE}trPr/{SPACE}tblHeader") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(words_of(cell).strip() for cell in rows[0].iter(f"{SPACE}tc"))
        columns = len(values(table, "gridCol", "w"))
        assert all(len(row.findall(f"{SPACE}tc")) == columns for row in rows)
        assert sum(map(int, values(table, "gridCol", "w"))) <= BARE.width
        assert all(cell[-1].tag == f"{SPACE}p" for cell in table.iter(f"{SPACE}tc"))


def test_a_wide_table_is_read_row_by_row() -> None:
    head = "".join(f"<th scope=col>Kop {place}</th>" for place in range(8))
    row = "".join(f"<td>cel {place}</td>" for place in range(8))
    body = made(f"{HEAD}<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>")[
        "word/document.xml"
    ]
    assert not list(body.iter(f"{SPACE}tbl"))
    said = [(style_of(block), words_of(block)) for block in body.iter(f"{SPACE}p")][1:]
    assert said[:3] == [("Card", "Kop 0"), ("ListParagraph", "cel 0"), ("Term", "Kop 1")] and len(said) == 16


def test_a_list_is_a_list_and_numbers_stay_as_they_were_typed() -> None:
    typed = "Zo:\n\n3. drie\n4. vier\n   - sub\n\nOf:\n\n1) eigen\n\n+ voor\n- streep"
    parts = made(f"{HEAD}<main>{html(typed)}</main>")
    lists = {
        words_of(block): tuple(found.get(f"{SPACE}val") for found in number)
        for block in parts["word/document.xml"].iter(f"{SPACE}p")
        if (number := block.find(f"{SPACE}pPr/{SPACE}numPr")) is not None
    }
    assert lists == {"drie": ("0", "2"), "vier": ("0", "2"), "sub": ("1", "1"), "streep": ("0", "1")}
    assert values(parts["word/numbering.xml"], "startOverride") == ["3"]
    said = [words_of(block) for block in parts["word/document.xml"].iter(f"{SPACE}p")]
    assert "1)eigen" in said and "+voor" in said


@pytest.mark.parametrize("first", [0, 32_767, 99_999_999])
def test_a_number_that_word_does_not_count_stands_as_typed(first: int) -> None:
    body = made(f"{HEAD}<main>{html(f'{first}. een{chr(10)}{first + 1}. twee')}</main>")["word/document.xml"]
    assert not values(body, "numId")
    assert [words_of(block) for block in body.iter(f"{SPACE}p")][1:] == [f"{first}.een", f"{first + 1}.twee"]


def test_language_title_edition_and_pages_are_told(read: dict[str, Element]) -> None:
    core = {one.tag.rpartition("}")[2]: one.text or "" for one in read["docProps/core.xml"]}
    assert core["language"] == "nl" and core["title"].startswith("Mensenrechtentoets – ")
    assert core["creator"] == "Gemeente Waterhoven (fictief)" and core["modified"] == "2026-11-23T00:00:00Z"
    assert "lastModifiedBy" not in core
    foot = read["word/footer1.xml"]
    assert words_of(foot).startswith("Interne versie · stand op 23 november 2026 · Selectie heronderzoek")
    assert values(foot, "fldSimple", "instr") == [" PAGE ", " NUMPAGES "]
    assert set(values(read["word/styles.xml"], "lang")) == {"nl-NL"}
    assert read["word/settings.xml"].find(f"{SPACE}trackRevisions") is not None


def test_an_answer_in_another_language_says_so() -> None:
    body = made(demo_document("nl", "html", "en"))["word/document.xml"]
    marked = {
        one.get(f"{SPACE}val"): words_of(run)
        for run in body.iter(f"{SPACE}r")
        if (one := run.find(f"{SPACE}rPr/{SPACE}lang")) is not None
    }
    assert set(marked) == {"nl-NL"}


def test_a_concept_says_so_on_every_page() -> None:
    view = {**everything_public(), "concept": True}
    parts = made(render(view, "html", REPORTS))
    assert words_of(parts["word/footer1.xml"]).startswith("Concept · ")


def test_a_drawing_has_its_words_as_alternative_and_a_logo_too() -> None:
    pytest.importorskip("typst")
    logo = f"data:image/svg+xml;base64,{b64encode(SVG).decode()}"
    shown = page("public", "nl").replace("<h1>", f'<img src="{logo}" alt="Ons wapen"><h1>', 1)
    parts = word_document(shown, REPORTS, BARE, painter(shown, REPORTS))
    drawings = [node for node in read_page(shown).nodes() if node.is_drawing]
    read = opened(b"".join(zip_pieces(parts)))["word/document.xml"]
    pictures = [one.get("descr") for one in read.iter(f"{DRAWING}docPr")]
    assert len(drawings) >= 5 and pictures == ["Ons wapen", *map(told_words, drawings)]
    media = [content for name, content in parts.items() if name.startswith("word/media/")]
    assert len(media) == len(pictures) and all(one.startswith(b"\x89PNG") for one in media)
    again = word_document(shown, REPORTS, BARE, painter(shown, REPORTS))
    assert again == parts


def test_without_typst_a_drawing_and_a_logo_stand_there_in_words() -> None:
    logo = (
        '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="Ons wapen"><img src="https://evil.example/x.png" alt="Weg">'
    )
    drawing = '<svg width="10" height="10"><title>Titel</title><desc>Uitleg</desc><text>x</text></svg>'
    parts = made(f"{HEAD}<p>{logo}</p>{drawing}")
    assert said_in(parts)[1:] == ["Ons wapen", "Weg", "Titel Uitleg"]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x14\0\0\0\x0a", (720_000 * 7 // 5, 504_000)),
        (b"\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\0\x0a\0\x14", (720_000 * 7 // 5, 504_000)),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\1\xff\xff\xff\xff", (1, 504_000)),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\xff\xff\xff\xff\0\0\0\1", (6_120_130, 1)),
        (b"\xff\xd8\xff\xe0", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 8, None),
    ],
)
def test_a_logo_is_as_high_as_a_logo_and_a_broken_one_is_its_words(
    content: bytes, size: tuple[int, int] | None
) -> None:
    kind = "jpeg" if content.startswith(b"\xff") else "png"
    logo = f'<img src="data:image/{kind};base64,{b64encode(content).decode()}" alt="Wapen">'
    body = made(f"{HEAD}<p>{logo}</p>")["word/document.xml"]
    found = [(int(one.get("cx", "")), int(one.get("cy", ""))) for one in body.iter(f"{DRAWING}extent")]
    assert found == ([size] if size else [])
    assert ("Wapen" in words_of(body)) is (size is None)


# what teams type


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # no file of a dossier holds them
_COUNTED = re.compile(r"^\s*\d{1,9}\.[ \t]+(?=\S)", re.MULTILINE)  # the numbers of a list, which Word counts itself


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_was_typed_stands_there_sign_by_sign(typed: str) -> None:
    typed = without_invisible(_CONTROLS.sub("", typed))
    shown = "".join(said_in(made(f"{HEAD}<main>{html(typed)}</main>"))[1:])
    assert visible(_COUNTED.sub("", shown)) == typed_signs(_COUNTED.sub("", typed))


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 40))
def test_payloads_in_every_place_add_nothing_that_word_acts_on(first: int) -> None:
    view = poisoned_view(slim(everything_view()), "\n\n".join(PAYLOADS[first : first + 40]))
    parts = word_document(render(view, "html", REPORTS), REPORTS, BARE, undrawn)
    read = opened(b"".join(zip_pieces(parts)))
    body = read["word/document.xml"]
    allowed = {" PAGE ", " NUMPAGES ", 'TOC \\o "1-2" \\h'}
    assert {one.text for one in body.iter(f"{SPACE}instrText")} <= allowed
    assert {one.tag.partition("}")[0] for one in body.iter()} == {SPACE[:-1]}
    away = [one.get("Target", "") for one in read["word/_rels/document.xml.rels"] if one.get("TargetMode")]
    assert all(target.startswith(("https://", "mailto:")) for target in away)


def test_a_script_from_right_to_left_and_a_sign_that_xml_cannot_hold() -> None:
    body = made(f"{HEAD}<p>שלום = vrede</p><p>vrede = שלום</p><p>a\x0bb</p>")["word/document.xml"]
    blocks = list(body.iter(f"{SPACE}p"))[1:]
    assert [block.find(f"{SPACE}pPr/{SPACE}bidi") is not None for block in blocks] == [True, False, False]
    assert [words_of(block) for block in blocks] == ["שלום = vrede", "vrede = שלום", "a[U+000B]b"]


# what may not go out


def test_what_is_withheld_stands_nowhere_in_a_public_document(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "set", ID, "basis", "Zeldzaamwoord over de grondslag")
    iama(base, "withhold", "--ground", "woo-5.1.2.d", "--reason", "Anderwoord weegt", "--by", "lawyer", ID, "basis")
    told = iama(base, "report", ID, "--edition", "public", "-o", "uit.docx")
    assert told.code == 0
    with zipfile.ZipFile(base / "uit.docx") as archive:
        held = b"\n".join(archive.read(name) for name in archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"Openbare versie" in held
    for secret in ("Zeldzaamwoord", "Anderwoord", "Petra Voorbeeld", str(base)):
        assert secret.encode() not in held
    iama(base, "report", ID, "-o", "in.docx")
    assert "Zeldzaamwoord" in " ".join(said_in(opened((base / "in.docx").read_bytes())))


def test_the_same_answers_give_the_same_bytes_and_publishing_makes_no_word_document(tmp_path: Path) -> None:
    base = demo(tmp_path)
    for name in ("een.docx", "twee.docx"):
        iama(base, "report", ID, "-o", name, "--layer", "verdict", "--as-of", "2026-11-23")
    assert (base / "een.docx").read_bytes() == (base / "twee.docx").read_bytes()
    iama(base, "publish", ID, "-o", "uit", "--concept", "--no-pdf")
    assert not list(base.rglob("uit/*.docx"))


# the command


def test_word_is_written_where_it_is_asked_and_never_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = demo(tmp_path)
    assert "iama-herzicht-internal.docx" in iama(base, "report", ID, "--to", "docx").out
    for layer in ("verdict", "findings"):
        iama(base, "report", ID, "--layer", layer, "-o", f"{layer}.docx")
    sizes = [len(said_in(opened((base / f"{name}.docx").read_bytes()))) for name in ("verdict", "findings")]
    assert 20 < sizes[0] < sizes[1] / 2
    assert "decision.docx" in iama(base, "report", ID, "--layer", "decision", "--to", "docx").out
    assert "--template goes with" in refused(base, "report", ID, "--to", "md", "--template", "verdict.docx")
    assert "--archive with" in refused(base, "report", ID, "--to", "docx", "--archive")
    assert "another name" in refused(base, "report", ID, "--template", "verdict.docx", "-o", "verdict.docx")
    monkeypatch.setattr("sys.stdout", Terminal())
    for to in ("docx", "pdf"):
        with pytest.raises(UsageError, match="-o FILE"):
            refuse_terminal("-", to)
    refuse_terminal("-", "html")
    refuse_terminal("x.docx", "docx")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_colours_and_the_font_of_the_house_are_taken(tmp_path: Path) -> None:
    base = demo(tmp_path)
    (base / "theme.txt").write_text('color-accent: #048\nfont-text: "Fira Sans", sans-serif\n')
    iama(base, "report", ID, "--theme", "theme.txt", "--layer", "verdict", "-o", "x.docx")
    styles = opened((base / "x.docx").read_bytes())["word/styles.xml"]
    assert "004488" in values(styles, "color") and values(styles, "rFonts", "ascii")[0] == "Fira Sans"


# a template of the house

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Fira Sans"/></a:majorFont><a:minorFont><a:latin typeface="Fira Mono"/>'
    "</a:minorFont></a:fontScheme></a:themeElements></a:theme>"
)
STYLES = f"""<w:styles {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault>
</w:docDefaults><w:latentStyles w:count="1"/>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="Heading 1"/><w:basedOn w:val="Standaard"/>
<w:rsid w:val="1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>
<w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:hAnsi="X"/><w:vanish/>
<w:color w:val="AA0000" w:themeColor="accent1"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Iets anders"/></w:style>
</w:styles>"""
SECTION = (
    '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1" w:right="2000" w:bottom="1" w:left="2000"/></w:sectPr>'
)


def template(styles: str = STYLES, body: str = paragraph(run("Geheim van de mal")), **parts: str) -> bytes:
    return document(body, styles=styles, **{"theme/theme1": THEME, **parts})


def test_styles_of_the_house_count_by_their_names_and_ours_are_added() -> None:
    parts = word_document(page("public", "nl"), REPORTS, read_template("huis.dotx", template()), undrawn)
    styles = opened(b"".join(zip_pieces(parts)))["word/styles.xml"]
    body = parts["word/document.xml"].decode()
    by_id = {one.get(f"{SPACE}styleId", ""): one for one in styles.iter(f"{SPACE}style")}
    assert 'w:val="Kop1"' in body and 'w:val="Heading1"' not in body and "Heading1" not in by_id
    kop = by_id["Kop1"]
    assert values(kop, "color") == ["AA0000"] and values(kop, "rFonts", "ascii") == ["Fira Sans"]
    assert not {"numPr", "vanish", "rsid"} & {one.tag.rpartition("}")[2] for one in kop.iter()}
    assert 'w:val="iamaHeading2"' in body and values(by_id["iamaHeading2"], "name") == ["heading 2"]
    assert values(by_id["iamaHeading2"], "color") == ["AA0000"]
    assert values(by_id["iamaHeading2"], "basedOn") == ["Standaard"] and "Normal" not in by_id
    assert set(values(styles, "lang")) == {"nl-NL"}
    assert [id_ for id_, one in by_id.items() if one.get(f"{SPACE}default")] == ["Standaard", "TableNormal"]
    used = {
        value for kind in ("pStyle", "rStyle", "tblStyle") for value in re.findall(rf'<w:{kind} w:val="(\w+)"', body)
    }
    assert used <= set(by_id)
    assert b"Geheim van de mal" not in b"".join(parts.values())
    assert {one.tag.partition("}")[0] for one in styles.iter()} == {SPACE[:-1]}
    assert not [key for one in styles.iter() for key, _ in one.items() if "heme" in key]


def test_paper_and_margins_of_the_house_count_where_they_leave_room() -> None:
    found = read_template("huis.docx", template(body=paragraph("") + SECTION))
    assert (found.size["w"], found.margins["left"], found.width) == ("12240", "2000", 12240 - 4000)
    for odd in ("5000", "-1", "x", "999999"):
        assert read_template("huis.docx", template(body=SECTION.replace("2000", odd))).size == BARE.size


@pytest.mark.parametrize(
    "content",
    [
        b"geen zip",
        zipped({"word/document.xml": f"<w:document {W}/>"}),
        template("<!DOCTYPE x [<!ENTITY a 'b'>]>" + STYLES),
        template("<styles/>"),
        template(STYLES[:-9]),
    ],
)
def test_a_template_that_gives_no_styles_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnusableFile):
        read_template("huis.docx", content)
    base = demo(tmp_path)
    (base / "huis.docx").write_bytes(content)
    assert "no styles can be taken" in refused(base, "report", ID, "--to", "docx", "--template", "huis.docx")


# in LibreOffice


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_libreoffice_opens_it_with_every_heading(tmp_path: Path, edition: str) -> None:
    from pypdf import PdfReader

    path = tmp_path / "verslag.docx"
    path.write_bytes(example(edition, "nl"))
    read = PdfReader(saved(path, "pdf", tmp_path / "uit"))
    assert len(read.pages) > 30
    said = visible("".join(one.extract_text() for one in read.pages))
    headings = [node.words() for node in read_page(page(edition, "nl")).nodes() if node.tag in ("h2", "h3")]
    assert len(headings) > 30 and [one for one in headings if visible(one.split()[-1]) not in said] == []
    assert f"1/{len(read.pages)}" in said


def test_libreoffice_keeps_headings_lists_and_tracking_on_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "verslag.docx"
    path.write_bytes(example("public", "nl"))
    before, after = opened(path.read_bytes()), opened(saved(path, "docx", tmp_path / "uit").read_bytes())
    assert after["word/settings.xml"].find(f"{SPACE}trackRevisions") is not None
    for count in (headings_of, tables_of, lists_of):
        assert count(after["word/document.xml"]) == count(before["word/document.xml"]) > 5


def headings_of(body: Element) -> int:
    return sum(style_of(block).startswith("Heading") for block in body.iter(f"{SPACE}p"))


def tables_of(body: Element) -> int:
    return len(values(body, "tblHeader"))


def lists_of(body: Element) -> int:
    return sum(number not in ("", "0") for number in values(body, "numId"))


def test_libreoffice_opens_the_styles_of_a_house(tmp_path: Path) -> None:
    path = tmp_path / "verslag.docx"
    parts = word_document(
        page("public", "nl"), REPORTS, read_template("huis.docx", template()), undrawn, layer="verdict"
    )
    path.write_bytes(b"".join(zip_pieces(parts)))
    assert saved(path, "pdf", tmp_path / "uit").read_bytes().startswith(b"%PDF")
