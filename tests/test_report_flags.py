"""Flags and seriousness in a report: on the first screen, in their own chapter, and as a table with a chart."""

import re
from datetime import date

import pytest
from editions import REPORTS, Page, demo_document, demo_view, everything, small_view
from flagged import TODAY, Given, example, judged, one, with_answer, with_answers, with_rows
from given import tree

from iama.assess.responses import grounds_digest, name_of
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Dossier, Row
from iama.publish.matrix import level
from iama.publish.report import render
from iama.publish.view import View, view

PILOT = {"follow-up.phase": "in-use"}
IN_USE = date(2027, 3, 1)


def edition(answers: Given, day: date = IN_USE, *, dossier: Dossier | None = None) -> View:
    changed = with_answers(dossier or example(), answers)
    return view(judged(changed, day), changed, SHIPPED.law, language="en")


def pages(shown: View) -> list[str]:
    """Return the words of a view as a page and as Markdown."""
    page = re.sub(r"<style>.*?</style>", "", render(shown, "html", REPORTS), flags=re.DOTALL)
    return [flat(Page(page).text), flat(render(shown, "md", REPORTS).replace("\\", ""))]


def flat(text: str) -> str:
    """Return words with single spaces, without marks of Markdown, none before a comma or colon."""
    return re.sub(r" (?=[,:;.])", "", " ".join(re.sub(r"\*\*|<br>|\[|\]\(#[^)]*\)", "", text).split()))


# advice


@pytest.mark.parametrize(
    ("answers", "day", "contradicted"),
    [
        (PILOT | {"iama.advice-choice": "deploy"}, IN_USE, True),
        (PILOT | {"iama.advice-choice": "conditions"}, IN_USE, True),
        (PILOT | {"iama.advice-choice": "no"}, IN_USE, False),
        ({"iama.advice-choice": "deploy"}, TODAY, False),
    ],
)
def test_an_advice_to_go_on_is_shown_as_contradicted_while_something_blocks(
    answers: Given, day: date, contradicted: bool
) -> None:
    shown = edition(answers, day)
    assert shown["contradicted"] is contradicted
    for words in pages(shown):
        assert ("A blocker contradicts this advice" in words) is contradicted


def test_the_advice_itself_is_recorded_as_the_team_gave_it() -> None:
    assert edition(PILOT | {"iama.advice-choice": "deploy"})["summary"]["advice"]["value"] == "deploy"


# the first screen and the chapter


def test_the_first_screen_says_what_blocks_and_how_many_flags_there_are() -> None:
    for words in pages(edition(PILOT)):
        glance = words[: words.index("How it works")] if "How it works" in words else words[:4000]
        assert "2 × blocking" in glance
        assert re.search(r"Blocker:? 2\b|blocker 2", glance) and re.search(r"Warning:? 5\b|warning 5", glance)
    for words in pages(edition({}, TODAY)):
        assert "1 finding must still be resolved" in words[:4000] and "Nothing blocks" not in words
    for words in pages(edition({"iama.distinction-kind": "none"}, TODAY)):
        assert "Nothing blocks" in words[:4000]


def test_the_chapter_stands_after_the_summary_with_everything_in_its_place() -> None:
    shown = edition(PILOT)
    ids = Page(render(shown, "html", REPORTS)).values("id")
    order = ["summary", "flags", "flags-blocks", "flags-now", "flags-later", "flags-calendar", "flags-undecided"]
    assert [id_ for id_ in ids if id_ in order] == order
    for words in pages(shown):
        assert "This blocks a decision to go on (2)" in words
        assert "Because ‘What form of distinction is there, and can it be justified?’: Indirect" in words
        assert "Based on: Constitution (Grondwet), Article 1; ECHR, Article 14; ECHR, Protocol No. 12" in words
        assert "2 August 2030" in words
        assert "an approved FRIA" in words


def test_every_flag_that_is_not_clear_stands_in_the_chapter_once() -> None:
    shown = edition(PILOT)
    raised = [
        verdict for verdict in judged(with_answers(example(), PILOT), IN_USE).verdicts if verdict.state != "clear"
    ]
    anchors = re.findall(r'id="flag-([^"]+)"', render(shown, "html", REPORTS))
    assert len(anchors) == len(set(anchors)) == len(raised) > 20
    assert sorted(re.findall(r'<a id="flag-([^"]+)"></a>', render(shown, "md", REPORTS))) == sorted(anchors)


def test_what_is_not_asked_is_no_reason_in_a_report() -> None:
    assert "does not apply" not in " ".join(
        reason["answer"]
        for place in ("now", "calendar")
        for flag in edition({}, TODAY)["flags"][place]
        for reason in flag["reasons"]
    )


@pytest.mark.parametrize(("seen", "stale"), [(None, False), ("0" * 16, True)])
def test_a_response_stands_with_its_flag_and_says_when_it_is_out_of_date(seen: str | None, stale: bool) -> None:
    outcome = judged(example(), IN_USE)
    verdict = one(outcome, "not-representative")
    cells = {"trigger": name_of(verdict), "decision": "accept", "text": "We can bear it.", "by": "responsible"}
    cells |= {"date": "2026-11-20", "seen": seen or grounds_digest(verdict, outcome)}
    dossier = with_rows(example(), "follow-up.responses", Row("respon", cells))
    shown = edition({}, IN_USE, dossier=dossier)
    assert [flag["id"] for flag in shown["flags"]["answered"]] == ([] if stale else ["not-representative"])
    for words in pages(shown):
        assert "Accepted, responsible person, 20 November 2026" in words and "We can bear it." in words
        assert ("the answers changed since" in words) is stale


def test_every_kind_of_flag_has_its_own_word_and_shape() -> None:
    page = everything()
    said = re.findall(r'class="severity (\w+)"><svg.*?</svg> (\w+):', page, re.DOTALL)
    assert dict(said) == {
        "blocker": "Blocker",
        "must": "Must",
        "warning": "Warning",
        "attention": "Attention",
    }
    shapes = dict(re.findall(r'class="severity (\w+)">(<svg.*?</svg>)', page, re.DOTALL))
    assert len(set(shapes.values())) == 4


# seriousness


def test_the_chart_puts_every_right_in_the_cell_of_its_importance_and_extent() -> None:
    grid = demo_view("en")["rights"]["matrix"]
    assert grid["columns"] == ["Limited", "In between", "Far-reaching"]
    spots = {
        right["number"]: (row["label"], cell["column"], cell["text"])
        for row in grid["rows"]
        for cell in row["cells"]
        for right in cell["rights"]
    }
    assert spots == {
        1: ("In between", "In between", "Medium"),
        2: ("Core", "Limited", "Medium"),
        3: ("Core", "Limited", "Medium"),
        4: ("In between", "Limited", "Light"),
    }
    assert grid["outside"] == []


def test_the_numbers_on_the_chart_are_those_of_the_table() -> None:
    lines = demo_view("en")["rights"]["lines"]
    page = demo_document("en", "html")
    rows = re.findall(r'<tr><td[^>]* class="slim">(\d)</td><th scope="row"><a[^>]*>([^<]+)</a>', page)
    assert rows == [(str(number), line["name"]) for number, line in enumerate(lines, 1)]


def test_the_chart_says_in_words_what_it_shows() -> None:
    page = demo_document("en", "html")
    drawn = re.findall(r'<svg viewBox[^>]*role="img".*?</svg>', page, re.DOTALL)
    (chart,) = [one for one in drawn if "importance in between" in one]
    assert "<title" in chart and "style=" not in chart
    (said,) = re.findall(r"<desc[^>]*>(.*?)</desc>", chart)
    assert "1: Protection of personal data, importance in between, extent in between, medium." in said
    assert said.count(": ") == 4


def test_markdown_has_the_table_and_no_chart() -> None:
    document = demo_document("en", "md")
    assert "<svg" not in document and "| Medium | In between | In between |" in document


def test_a_level_that_the_team_overruled_is_a_square_and_the_page_says_why_shapes_differ() -> None:
    overruled = with_answer(example(), "iama.seriousness", Answer("serious", overruled="Because."), "data-protection")
    page = render(edition({}, dossier=overruled), "html", REPORTS)
    assert '<rect x="186" y="' in page or page.count('class="mark"') == 4
    assert len(re.findall(r'<rect[^>]*class="mark"', page)) == 1
    assert "A square: the team departs from the cell, with a reason." in page
    assert "A square" not in demo_document("en", "html")


def test_a_right_without_both_answers_is_named_beside_the_chart() -> None:
    open_ = with_answer(example(), "iama.extent", Answer(), "data-protection")
    shown = edition({}, dossier=open_)
    assert shown["rights"]["matrix"]["outside"] == ["Protection of personal data"]
    assert "Not in the picture: Protection of personal data." in Page(render(shown, "html", REPORTS)).text


def test_many_rights_in_one_cell_do_not_leave_it() -> None:
    rights = ["data-protection", "good-administration", "life", "education", "asylum", "human-dignity", "property"]
    many = with_answers(example(), {"iama.affected-rights": rights})
    for right in rights:
        many = with_answer(many, "iama.settled", Answer("no"), right)
        many = with_answer(many, "iama.importance", Answer("core"), right)
        many = with_answer(many, "iama.extent", Answer("limited"), right)
    page = render(edition({}, dossier=many), "html", REPORTS)
    assert len(re.findall(r'<circle[^>]*class="mark"', page)) == 6
    assert 'class="middle figure">…</text>' in page


@pytest.mark.parametrize("answers", ["", "affected-rights: {value: [privacy]}"])
def test_without_a_grid_or_a_right_in_it_there_is_no_chart(answers: str) -> None:
    asked = tree("- {id: affected-rights, kind: choices, options: [privacy, none]}")
    assert small_view((asked, answers))["rights"]["matrix"] is None


@pytest.mark.parametrize(("word", "expected"), [("light", 1), ("medium", 2), ("serious", 3), ("", 0), ("grave", 0)])
def test_a_seriousness_has_a_rank(word: str, expected: int) -> None:
    assert level(word) == expected
