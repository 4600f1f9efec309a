"""The chapters for citizens: what the algorithm means for them, Article 27, risks, and where to complain."""

import re

import pytest
from editions import REPORTS, Page, demo_view, everything_public, small_view
from given import tree

from iama.publish.report import render

ORDER = [
    "summary",
    "glance",
    "rights",
    "timeline",
    "decision",
    "flags",
    "risks",
    "actions",
    "unanswered",
    "withheld",
    "complaint",
    "provenance",
]


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_public_page_begins_with_what_a_citizen_must_know_and_tells_the_rest_in_order(to: str) -> None:
    document = render(everything_public(), to, REPORTS)
    ids = re.findall(r'id="([^"]+)"', document)

    assert [one for one in ids if one in ORDER] == ORDER
    assert document.index("What you should know") < document.index('id="glance"')


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_contents_name_every_chapter_in_the_order_of_the_page(to: str) -> None:
    document = render(everything_public(), to, REPORTS)
    chapters = re.findall(
        r'<section[^>]* id="([^"]+)" aria-labelledby' if to == "html" else r'<a id="([^"]+)"></a>\n\n## ', document
    )
    chapters = chapters or re.findall(r'<section id="([^"]+)"', document)
    contents = document.partition("</nav>")[0] if to == "html" else document.partition('<a id="')[0]
    named = re.findall(r'href="#([^"]+)"' if to == "html" else r"\]\(#([^)]+)\)", contents.rpartition("Contents")[2])

    assert [one for one in named if one in chapters] == chapters


def test_the_summary_answers_what_it_does_whom_it_touches_and_what_i_can_do() -> None:
    summary = demo_view("en")["summary"]

    assert summary["decides"]["text"].startswith("Selection")
    assert summary["humans"]["text"] and summary["data"]["values"]
    [section] = re.findall(r'<section id="summary".*?</section>', render(demo_view("en"), "html", REPORTS), re.DOTALL)
    said = Page(section).text
    for heading in ("What for?", "Whom does it touch?", "Which data does it use?", "What can you do?"):
        assert heading in said
    assert "About 4,700 people a year." in said


def test_article_27_is_told_letter_by_letter_with_links_to_the_answers() -> None:
    elements = demo_view("nl")["fria"]

    assert [one["letter"] for one in elements] == list("abcdef")
    assert all(one["served"] and not one["missing"] and one["complete"] for one in elements)
    names = [(pointer["anchor"], pointer["name"]) for one in elements for pointer in one["served"]]
    assert len(names) == len(set(names)) and all(anchor.startswith("fria-") for anchor, _ in names)


def test_every_residual_risk_is_told_with_its_decision() -> None:
    risks = demo_view("nl")["risks"]

    assert sum(one["count"] for one in risks["decisions"]) == len(risks["table"]["rows"]) > 1


def test_people_read_where_to_complain_in_the_words_of_the_team_and_of_the_law() -> None:
    complaint = demo_view("en")["complaint"]

    assert "telephone" in complaint["answers"][0]["text"] or "phone" in complaint["answers"][0]["text"]
    assert complaint["contact"]["text"] == "algoritmes@waterhoven.example"
    assert [way["law"] for way in complaint["ways"]][:2] == [
        "Awb (General Administrative Law Act), Article 7:1",
        "Awb (General Administrative Law Act), Article 9:1",
    ]


def test_the_page_says_so_when_nobody_wrote_where_to_complain() -> None:
    asked = tree("- {id: people-reports, kind: text}")

    assert "is not yet part of this assessment" in render(small_view((asked, "")), "html", REPORTS)


def test_the_right_to_an_explanation_is_told_only_for_a_high_risk_system() -> None:
    [category] = {way["law"] for way in demo_view("en")["complaint"]["ways"]} & {"AI Act, Article 86"}
    small = small_view((tree("- {id: goal, kind: text}"), ""))

    assert category and small["complaint"]["ways"] == []


def test_a_decision_is_told_with_its_role_date_and_conditions() -> None:
    [section] = re.findall(
        r'<section class="part" id="decision".*?</section>', render(everything_public(), "html", REPORTS), re.DOTALL
    )
    said = Page(section).text

    for words in ("Go, with conditions", "Taken by: commissioner, 20 November 2026", "Test it", "Tell people"):
        assert words in said


@pytest.mark.parametrize("to", ["html", "md"])
def test_what_is_withheld_is_told_with_its_ground_where_it_stood_and_in_a_list(to: str) -> None:
    said = Page(render(everything_public(), to, REPORTS)).text.replace("\\", "")

    assert said.count("Ground: Woo 5.1.2.d – Inspection by authorities") > 2
    assert "This depends on an answer that is withheld." in said
    assert "This assessment exists, but none of it is public." in said
    assert "kept-back" in said


def test_only_an_internal_page_hides_from_search_engines_and_has_the_appendix() -> None:
    internal, public = render(demo_view("nl"), "html", REPORTS), render(everything_public(), "html", REPORTS)

    assert 'content="noindex"' in internal and 'id="hidden"' in internal
    assert "noindex" not in public and 'id="hidden"' not in public


def test_a_public_page_prints_the_digest_of_what_it_shows() -> None:
    for to in ("html", "md"):
        assert "0" * 64 in render(everything_public(), to, REPORTS)
