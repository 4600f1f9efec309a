"""PDF: tagged through and through, numbered, fit for an archive, the same bytes twice, and nothing fetched."""

import io
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from typing import Any

import pytest
from editions import REPORTS, demo_document, demo_public, everything_public
from fidelity import typed_signs, visible
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from iama.model.problems import UsageError
from iama.publish.markup import html
from iama.publish.report import render
from iama.publish.typesetting import pdf

PAGE = render(everything_public(), "html", REPORTS)
HEAD = "<!doctype html><html lang=nl><title>x</title><p class=edition><time datetime=2026-11-30>dag</time></p>"


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(PAGE, REPORTS)


@pytest.fixture(scope="module")
def read(made: bytes) -> Any:
    return opened(made)


@pytest.fixture(scope="module")
def example() -> Any:
    """The worked example for the public, fit for an archive."""
    return opened(pdf(demo_public("nl", "html"), REPORTS, archive=True))


def opened(content: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(content))


class Sheet(Struct):
    """A page as it is read: its words, and how far to the left and right they begin."""

    text: str
    left: float
    right: float


@pytest.fixture(scope="module")
def sheets(example: Any) -> list[Sheet]:
    """Every page of the example; reading them takes longer than making them."""
    return [sheet(page) for page in example.pages]


def sheet(page: Any) -> Sheet:
    places: list[float] = []

    def note(text: str, around: Any, own: Any, *_: Any) -> None:
        if text.strip():
            places.append(own[4] * around[0] + own[5] * around[2] + around[4])

    return Sheet(page.extract_text(visitor_text=note), min(places), float(page.mediabox.width) - max(places))


def said(read: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def elements(node: Any) -> Iterator[Any]:
    """Yield every element of the tree that a screen reader follows, in order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from elements(node.get("/K", []))


def tagged(read: Any, *kinds: str) -> list[Any]:
    return [one for one in elements(read.trailer["/Root"]["/StructTreeRoot"]) if one["/S"] in kinds]


def attribute(element: Any, name: str) -> Any:
    given = element.get("/A", [])
    given = given if isinstance(given, list) else [given]
    return next((one.get_object()[name] for one in given if name in one.get_object()), None)


def test_a_pdf_is_tagged_and_has_its_language_title_and_day(read: Any) -> None:
    root = read.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata.title.startswith("Human-rights assessment – ")
    assert read.metadata.creation_date.date().isoformat() == "2026-11-23"
    assert read.metadata.subject
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_every_figure_has_its_text(example: Any) -> None:
    figures = tagged(example, "/Figure")

    assert len(figures) >= 5 and all(len(one.get("/Alt", "")) > 20 for one in figures)


def test_every_heading_cell_says_what_it_heads(example: Any) -> None:
    tables, heads = tagged(example, "/Table"), tagged(example, "/TH")

    assert len(tables) > 5 and {attribute(one, "/Scope") for one in heads} == {"/Column"}
    assert all(any(kind["/S"] == "/TH" for kind in elements(table)) for table in tables)


def test_headings_skip_no_level(example: Any) -> None:
    levels = [int(one["/S"][2:]) for one in tagged(example, *(f"/H{level}" for level in range(1, 7)))]

    assert len(levels) > 100 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_list_is_a_list_and_a_link_is_a_link(example: Any) -> None:
    count = Counter(one["/S"] for one in elements(example.trailer["/Root"]["/StructTreeRoot"]))

    assert count["/L"] > 20 and count["/LI"] > 50 and count["/Link"] > 50


def test_one_for_an_archive_says_so_and_carries_its_fonts(example: Any) -> None:
    root = example.trailer["/Root"]
    told = root["/Metadata"].get_data()
    fonts = {name: font for page in example.pages for name, font in page["/Resources"].get("/Font", {}).items()}
    parts = [one.get_object()["/FontDescriptor"] for font in fonts.values() for one in font["/DescendantFonts"]]

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "/OutputIntents" in root
    assert parts and all({"/FontFile2", "/FontFile3"} & set(one) for one in parts)


def test_a_pdf_holds_no_script_no_file_and_no_action(read: Any) -> None:
    root = read.trailer["/Root"]

    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root.get("/Names", {}) and "/EmbeddedFiles" not in root.get("/Names", {})


def test_a_pdf_says_what_the_page_says(read: Any) -> None:
    found = said(read)

    for words in ("Go, with conditions", "Tell people", "Woo 5.1.2.d", "You may object.", "It happens"):
        assert words in found


def test_every_page_has_its_number_title_and_day(sheets: list[Sheet]) -> None:
    pages = [" ".join(one.text.split()) for one in sheets]

    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
        assert "Herzicht" in page and "23 november 2026" in page


def test_the_contents_lead_to_pages(example: Any, sheets: list[Sheet]) -> None:
    contents = next(one.text for one in sheets if "Inhoud" in one.text)

    assert re.search(r"Bevindingen[ .]*\d+\n", contents)
    assert [one.title for one in example.outline if not isinstance(one, list)][:2] == ["In het kort", "Bevindingen"]


def test_no_page_but_the_last_is_nearly_empty(sheets: list[Sheet]) -> None:
    assert min(len(one.text) for one in sheets[:-1]) > 600


def test_nothing_stands_over_the_edge(sheets: list[Sheet]) -> None:
    assert min(one.left for one in sheets) > 50 and min(one.right for one in sheets) > 50


@pytest.mark.parametrize("word", ["a" * 400, "Mensenrechtentoets" * 20, "1-" * 150])
def test_a_long_word_stays_within_the_edge(word: str) -> None:
    head = HEAD.replace("<title>x", f"<title>{word}")
    read = opened(pdf(f"{head}<dl><dt>{word}</dt><dd>{word}</dd></dl>", REPORTS))
    assert all(sheet(page).right > 50 and sheet(page).left > 50 for page in read.pages)
    assert "".join("".join(page.extract_text() for page in read.pages).split()).count(word) >= 2


def test_one_page_ten_pages_or_everything() -> None:
    page = demo_public("nl", "html")
    first, second = (opened(pdf(page, REPORTS, layer=layer)) for layer in ("verdict", "findings"))
    short, longer = said(first), said(second)

    assert len(first.pages) == 1 and 4 <= len(second.pages) <= 10
    assert "Wat nog niet mag" in short and "Tijdlijn" not in short
    assert "Tijdlijn" in longer and "Bijlage" not in longer


def test_the_internal_edition_has_the_same_layers() -> None:
    page = demo_document("nl", "html")
    first, second = (opened(pdf(page, REPORTS, layer=layer)) for layer in ("verdict", "findings"))

    assert len(first.pages) == 1 and "Advies van het team" in said(first)
    assert len(second.pages) <= 12
    assert [one.title for one in second.outline if not isinstance(one, list)][-1] == "Vragen, klachten en bezwaar"


def test_a_pdf_shows_what_was_typed() -> None:
    lines = (
        "leeftijd*0.3 + duur*0.7 \\\\ __x__ <b> &amp; |é€ #let $x$ @y `z` // \"'",
        "3) a\n4) b",
        "7. zeven\n8. acht\nhttps://a.example/x_y*z",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    )
    typed = "\n\n".join(lines)
    read = opened(pdf(f"{HEAD}<div class=prose>{html(typed)}</div>", REPORTS))

    assert typed_signs(typed) in visible("".join(page.extract_text() for page in read.pages))


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_no_answer_says_anything_to_the_typesetter(typed: str) -> None:
    read = opened(pdf(f"{HEAD}<div class=prose>{html('a' + typed)}</div>", REPORTS))

    assert "".join(typed.split()) in "".join("".join(page.extract_text().split()) for page in read.pages)


def test_the_signs_that_no_font_has_are_named() -> None:
    told: list[str] = []

    read = opened(pdf(f"{HEAD}<p>a\U00013000b\U0001f9ff", REPORTS, told.append))
    pdf(f"{HEAD}<p>ab", REPORTS, told.append)

    assert told == ["\U00013000\U0001f9ff"]
    assert "a[U+13000]b[U+1F9FF]" in said(read)


def test_the_same_page_gives_the_same_bytes(made: bytes) -> None:
    assert pdf(PAGE, REPORTS) == made


def test_a_theme_gives_its_font() -> None:
    page = render(everything_public(), "html", REPORTS, {"font-text": "DejaVu Serif"})
    fonts = opened(pdf(page, REPORTS, layer="verdict")).pages[0]["/Resources"]["/Font"].values()

    assert any("DejaVuSerif" in one["/BaseFont"] for one in fonts)


class _Counted(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    found = HTTPServer(("127.0.0.1", 0), _Counted)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()


def test_nothing_is_fetched(server: str) -> None:
    planted = (
        f"<img src='{server}/a.png'><link rel=stylesheet href='{server}/b.css'><style>@import '{server}/c.css'; "
        f"body {{ background: url({server}/d.png) }}</style><svg><title>t</title><image href='{server}/e.png'/></svg>"
        f"<img src='file:///etc/hostname'><link rel=attachment href='file:///etc/hostname'>"
    )

    read = opened(pdf(f"{HEAD}<body>{planted}<p>x</p>", REPORTS))

    assert _Counted.asked == [] and len(read.pages) == 1


def test_without_typst_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(UsageError, match=r'`pip install "iama-cli\[pdf\] @ git\+ADDRESS"`'):
        pdf(PAGE, REPORTS)
