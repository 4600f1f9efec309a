"""PDF: tagged, with language and title, the same bytes twice, and nothing fetched."""

import importlib
import io
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from editions import REPORTS, everything_public
from fidelity import typed_signs, visible

from iama.model.problems import UsageError
from iama.publish.markup import html
from iama.publish.report import pdf, render, style_sheet

FIGURES = style_sheet(REPORTS, "figures")
PAGE = render(everything_public(), "html", REPORTS)


@pytest.fixture(autouse=True)
def weasyprint(request: pytest.FixtureRequest) -> None:
    """Skip without WeasyPrint, or fail where somebody counts on it; some tests are about its absence."""
    if "absent" in request.fixturenames:
        return
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        if os.environ.get("IAMA_REQUIRE_PDF") == "1":
            pytest.fail(f"the PDF tests need WeasyPrint and Pango: {error}", pytrace=False)
        pytest.skip("the PDF tests need WeasyPrint and Pango")


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make WeasyPrint look as if it is not installed."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(PAGE, FIGURES)


@pytest.fixture(scope="module")
def read(made: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(made))


def test_a_pdf_is_tagged_and_has_its_language_and_title(read: Any) -> None:
    root = read.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert read.metadata.title.startswith("Human-rights assessment – ")
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_a_pdf_holds_no_script_no_file_and_no_action(read: Any) -> None:
    root = read.trailer["/Root"]

    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root.get("/Names", {}) and "/EmbeddedFiles" not in root.get("/Names", {})


def test_a_pdf_says_what_the_page_says(read: Any) -> None:
    said = " ".join(" ".join(page.extract_text() for page in read.pages).split())

    for words in ("Go, with conditions", "Tell people", "Woo 5.1.2.d", "You may object.", "It happens"):
        assert words in said


def test_a_pdf_shows_what_was_typed() -> None:
    from pypdf import PdfReader

    lines = (
        "leeftijd*0.3 + duur*0.7 \\\\ __x__ <b> &amp; |é€",
        "3) a\n4) b",
        "7. zeven\n8. acht\nhttps://a.example/x_y*z",
    )
    typed = "\n\n".join(lines)
    head = f"<!doctype html><html lang=nl><title>x</title><style>{style_sheet(REPORTS)}</style>"
    made = pdf(f"{head}<div class=prose>{html(typed)}</div>", FIGURES)
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)

    assert visible(said) == typed_signs(typed)


def test_the_signs_that_no_font_has_are_named() -> None:
    told: list[str] = []

    pdf("<!doctype html><html lang=nl><title>x</title><p>a\ue124b\ue123", FIGURES, told.append)
    pdf("<!doctype html><html lang=nl><title>x</title><p>ab", FIGURES, told.append)

    assert told == ["\ue123\ue124"]


def test_the_same_page_gives_the_same_bytes(made: bytes) -> None:
    assert pdf(PAGE, FIGURES) == made


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
        f"body {{ background: url({server}/d.png) }}</style><svg><image href='{server}/e.png'/></svg>"
        f"<img src='file:///etc/hostname'><link rel=attachment href='file:///etc/hostname'>"
    )

    pdf(f"<!doctype html><html lang=en><title>x</title><body>{planted}<p>x</p>", FIGURES)

    assert _Counted.asked == []


@pytest.mark.usefixtures("absent")
def test_without_weasyprint_the_message_says_what_to_install() -> None:
    with pytest.raises(UsageError, match=r'`pip install "iama-cli\[pdf\] @ git\+ADDRESS"`'):
        pdf(PAGE, FIGURES)
