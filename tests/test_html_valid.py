"""Pages are valid HTML, by the checker of the W3C; see tests/nu.py for when that can be asked."""

from pathlib import Path

from commands import demo, iama
from editions import REPORTS, demo_document, demo_meeting, everything, everything_public
from nu import found_by_nu
from portfolios import estate_page

from iama.files.shipped import SHIPPED
from iama.publish.report import render


def test_every_page_is_valid_html_and_the_checker_would_have_seen_an_error(tmp_path: Path) -> None:
    pages = {
        "nl": demo_document("nl", "html"),
        "en": demo_document("en", "html"),
        "translated": demo_document("nl", "html", "en"),
        "internal": everything(),
        "public": render(everything_public(), "html", REPORTS, glossary=SHIPPED.glossary),
        "overview": estate_page(),
        "sheet of a meeting": demo_meeting(),
        "minutes of a meeting": demo_meeting(minutes=True),
        "report for the auditor": iama(demo(tmp_path / "demo"), "verify", "--to", "html", "-o", "-").out,
        "broken": "<!doctype html><html lang=en><title>x</title><p><li>x</p>",
    }
    for name, document in pages.items():
        (tmp_path / f"{name}.html").write_text(document, encoding="utf-8")

    found = found_by_nu(sorted(tmp_path.glob("*.html")))

    assert {line.partition(":")[0] for line in found} == {"broken.html"}, found
