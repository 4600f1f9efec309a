"""A page that can be cited: a link at every heading, its own reference, and what it says as a small document."""

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from html import unescape

import pytest
from editions import REPORTS, demo, demo_view, shipped_trees
from given import AS_OF

from iama.files.shipped import SHIPPED
from iama.model.canonical import canonical_bytes, digest_of
from iama.publish.edition import edition
from iama.publish.permalinks import link_headings
from iama.publish.record import public_record, record_digest, record_tables
from iama.publish.report import render
from iama.publish.wording import View

KEYS = {
    *("iama_publication", "edition", "language", "as_of", "concept", "algorithm", "decision", "verdict", "rights"),
    *("risks", "flags", "measures", "conditions", "answers", "not_public", "complaint", "article_27", "made_from"),
}


@cache
def public_demo(language: str) -> View:
    _, dossier = demo(language)
    return edition(dossier, shipped_trees(), SHIPPED.law, AS_OF, language=language, public=True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_heading_of_the_public_page_has_a_link_of_its_own(language: str) -> None:
    page = render(public_demo(language), "html", REPORTS)
    links = re.findall(r'<a class="permalink" href="#([^"]+)" aria-label="[^"]+"></a>', page)
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert len(links) == len(re.findall("<h[2-6]", page)) == len(set(links))
    assert [link for link in links if ids[link] != 1] == []


def test_a_link_stands_behind_a_summary_and_never_inside_one() -> None:
    page = '<details id="a"><summary><h3>One <b>two</b></h3> <span>x</span></summary><p>y</p></details>'
    linked = link_headings(page, "en")
    assert '</summary><p><a class="permalink" href="#a" aria-label="Permanent link to ‘One two’"></a></p>' in linked


def test_a_heading_without_a_place_stays_as_it_is() -> None:
    assert link_headings("<main><h2>Title</h2></main>", "en") == "<main><h2>Title</h2></main>"


def test_the_page_says_how_to_cite_it_and_what_it_is() -> None:
    view = public_demo("en")
    page = render(view, "html", REPORTS)
    metas = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
    assert "Municipality of Waterhoven (fictional) (2026). Human Rights" in unescape(page)
    assert metas["DCTERMS.creator"].startswith("Municipality of Waterhoven")
    assert metas["DCTERMS.creator"] == metas["DCTERMS.publisher"] == metas["OVERHEID.authority"]
    assert metas["DCTERMS.identifier"] == view["digest"] and metas["DCTERMS.modified"] == view["as_of"]
    assert 40 < len(unescape(metas["description"])) <= 160 and metas["og:description"] == metas["description"]
    assert "DCTERMS" not in render(demo_view("en"), "html", REPORTS)


def test_the_document_is_small_holds_every_answer_and_gives_the_digest_of_the_page() -> None:
    view = public_demo("nl")
    record = public_record(view)
    content = canonical_bytes(record)
    assert set(record) == KEYS | {"error_figures"} and len(content) < 160_000
    assert digest_of(content) == record_digest(view) == view["digest"]
    assert view["digest"] in render(view, "html", REPORTS)
    goal = next(one for one in record["answers"] if one["id"] == "goal")
    assert goal["answer"].startswith("Hoofddoel") and goal["number"] == "1.1.2"
    assert public_record({**json.loads(content), "digest": "x"}) == json.loads(content)  # it is read again as it is


def test_an_older_view_is_read_as_a_document_too() -> None:
    view = {key: value for key, value in public_demo("nl").items() if key != "digest"}
    older = {key: value for key, value in view.items() if key not in ("verdict", "findings", "citation")}
    record = public_record(older)
    assert set(record) == KEYS and record["answers"] == public_record(view)["answers"]
    assert [one["met"] for one in record["conditions"]] == [None] * len(
        view["approval"]["conditions"] if view["approval"] else []
    )


def test_tables_are_read_by_a_spreadsheet_as_text() -> None:
    record = {**public_record(public_demo("nl")), "conditions": []}
    record["measures"] = [{**record["measures"][0], "text": '=HYPERLINK("https://x.example")'}]
    tables = record_tables(record)
    assert set(tables) == {"rights.csv", "risks.csv", "measures.csv", "error_figures.csv"}
    (row,) = csv.DictReader(io.StringIO(tables["measures.csv"].removeprefix("\ufeff")))
    assert row["text"] == '\'=HYPERLINK("https://x.example")' and row["done"] in ("true", "false")
