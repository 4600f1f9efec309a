"""The chapters for citizens: what the algorithm means for them, Article 27, risks, and where to complain."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from editions import AS_OF, REPORTS, Page, demo, demo_view, everything_public, shipped_trees, small_view
from given import tree

from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer
from iama.model.law import Law
from iama.model.struct import replace
from iama.publish.edition import edition
from iama.publish.report import render

ORDER = [
    *("verdict", "effect", "decided", "found", "bars", "complaint"),
    *("findings", "goal", "figures", "rights", "errors", "decision", "flags", "timeline"),
    *("annex", "actions", "unanswered", "fria-table", "withheld", "provenance"),
]


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_public_page_tells_the_verdict_the_findings_and_every_answer_in_this_order(to: str) -> None:
    document = render(everything_public(), to, REPORTS)
    ids = re.findall(r'id="([^"]+)"', document)

    assert [one for one in ids if one in ORDER] == ORDER


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_contents_name_chapters_in_the_order_of_the_page(to: str) -> None:
    document = render(everything_public(), to, REPORTS)
    contents = document.partition("</nav>")[0] if to == "html" else document.partition('<a id="')[0]
    named = re.findall(r'href="#([^"]+)"' if to == "html" else r"\]\(#([^)]+)\)", contents.rpartition("Contents")[2])
    ids = re.findall(r'id="([^"]+)"', document)

    assert len(named) > 12
    assert named == sorted(named, key=ids.index)


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
    assert [way["law"] for way in complaint["ways"]][:3] == [
        "Awb (General Administrative Law Act), Article 7:1",
        "Awb (General Administrative Law Act), Articles 3:46 to 3:48",
        "Awb (General Administrative Law Act), Article 9:1",
    ]


def test_the_page_says_so_when_nobody_wrote_where_to_complain() -> None:
    asked = tree("- {id: people-reports, kind: text}")

    assert "is not yet part of this assessment" in render(small_view((asked, "")), "html", REPORTS)


def ways(day: date, answers: Mapping[str, str | tuple[str, ...]], law: Law | None = None) -> set[str]:
    """Return by which law people have a way, of the worked example with some answers of the facts changed."""
    dossier = demo("nl")[1]
    for question, value in answers.items():
        facts = dossier.assessments["algorithm-1.0"]
        changed = facts.with_answer(question, None, Answer(value))
        dossier = dossier.with_assessment(changed)
    found = edition(dossier, shipped_trees(), law or SHIPPED.law, day, language="nl")
    return {way["law"] for way in found["complaint"]["ways"]}


ARTICLE_86, ACCESS, AUTOMATED = "AI-verordening, artikel 86", "AVG, artikel 15", "AVG, artikel 15 lid 1 onder h"
REASONS, OBJECTION = "Awb, artikel 3:46 tot en met 3:48", "Awb, artikel 7:1"


def test_the_right_to_an_explanation_is_told_from_the_day_on_which_it_binds() -> None:
    assert ARTICLE_86 not in ways(date(2030, 8, 1), {}) and ARTICLE_86 in ways(date(2030, 8, 2), {})
    assert ARTICLE_86 not in ways(date(2030, 8, 2), {"annex-iii": ("2",)})
    assert small_view((tree("- {id: goal, kind: text}"), ""))["complaint"]["ways"] == []


@pytest.mark.parametrize(
    ("answers", "there", "absent"),
    [
        ({}, {REASONS, OBJECTION, ACCESS}, {AUTOMATED}),
        ({"effect": "automated-decision"}, {REASONS, ACCESS, AUTOMATED}, set()),
        ({"legal-effect": "no"}, {ACCESS}, {REASONS, OBJECTION, AUTOMATED}),
        ({"regime": "law-enforcement", "effect": "automated-decision"}, {REASONS}, {ACCESS, AUTOMATED}),
        ({"personal-data": "no", "effect": "automated-decision"}, {REASONS}, {ACCESS, AUTOMATED}),
    ],
)
def test_people_read_which_ways_they_have_today(answers: Mapping[str, str], there: set[str], absent: set[str]) -> None:
    found = ways(AS_OF, answers)
    assert there <= found and not absent & found


def test_what_was_approved_under_older_legal_facts_keeps_the_ways_that_it_named() -> None:
    law = SHIPPED.law
    older = replace(
        law, facts={id_: fact for id_, fact in law.facts.items() if id_ not in ("awb-reasons", "gdpr-15-1-h")}
    )
    assert {ARTICLE_86, OBJECTION, ACCESS} <= ways(AS_OF, {}, older) and not {REASONS, AUTOMATED} & ways(
        AS_OF, {}, older
    )


def test_a_decision_is_told_with_its_role_date_and_conditions() -> None:
    said = Page(render(everything_public(), "html", REPORTS)).text
    first, _, second = said.partition("Findings What for?")

    for words in (
        "Go, with conditions. The executive , 20 November 2026",
        "Only as a trial.",
        "Test it",
        "Tell people",
    ):
        assert words in first
    assert "Taken by: The executive (commissioner)." in second and "Case: Z-1" in second
    assert "Train staff (done)" in second


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
