"""Pages are valid HTML, by the checker of the W3C; see tests/nu.py for when that can be asked."""

from pathlib import Path

from commands import demo, iama
from editions import REPORTS, demo_document, demo_meeting, everything, everything_public
from estates import estate_page as many_page
from nu import found_by_nu
from portfolios import estate_page

from iama.files.shipped import SHIPPED
from iama.publish.pagechanges import Earlier, changes_page
from iama.publish.record import public_record
from iama.publish.report import render


def changes() -> str:
    """Return the page of what changed since two decisions, of which one kept no page."""
    now = public_record(everything_public())
    was = {**now, "answers": now["answers"][3:], "risks": []}
    earlier = [Earlier(1, "2026-01-05", "no-go", None), Earlier(2, "2026-02-05", "go", was)]
    return render(changes_page(now, earlier, "nl"), "html", REPORTS, page="changes")


def test_every_page_is_valid_html_and_the_checker_would_have_seen_an_error(tmp_path: Path) -> None:
    pages = {
        "nl": demo_document("nl", "html"),
        "en": demo_document("en", "html"),
        "translated": demo_document("nl", "html", "en"),
        "internal": everything(),
        "public": render(everything_public(), "html", REPORTS, glossary=SHIPPED.glossary),
        "overview": estate_page(),
        "estate": many_page(),
        "answer about the estate": many_page(question=True),
        "sheet of a meeting": demo_meeting(),
        "minutes of a meeting": demo_meeting(minutes=True),
        "changes": changes(),
        "decision": decision_page(tmp_path),
        "report for the auditor": iama(demo(tmp_path / "demo"), "verify", "--to", "html", "-o", "-").out,
        "broken": "<!doctype html><html lang=en><title>x</title><p><li>x</p>",
    }
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, document in pages.items():
        (folder / f"{name}.html").write_text(document, encoding="utf-8")

    found = found_by_nu(sorted(folder.iterdir()))

    assert {line.partition(":")[0] for line in found} == {"broken.html"}, found


def decision_page(folder: Path) -> str:
    base = demo(folder)
    assert iama(base, "report", "herzicht", "--layer", "decision", "-o", "decision.html").code == 0
    return (base / "decision.html").read_text(encoding="utf-8")
