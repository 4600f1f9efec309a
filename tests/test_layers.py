"""The three layers of the public page: short enough to read, softening nothing in silence, speaking to no team."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest
from editions import AS_OF, REPORTS, Page, demo, shipped_trees
from flagged import example, judged, with_answer, with_answers, with_rows
from markdown_it import MarkdownIt
from withheld import keeping, made_public, otherwise, shaken

import iama
from iama.assess.conclusions import Conclusion, Sort, conclusions, decided_conditions, stale_rows
from iama.files.shipped import SHIPPED
from iama.model.approval import Approval, Condition, Decision
from iama.model.dossier import Answer, Dossier, Row
from iama.model.struct import replace
from iama.publish.edition import describe_decision, edition, public_view
from iama.publish.report import render
from iama.publish.wording import View
from iama.words import text

MOST = {"verdict": 400, "findings": 2100}  # words, of the example
LANGUAGES = ["nl", "en"]
FLAG, RISK = "indirect-distinction-open", "nugsja"
ROW_SIGNS = [f"{first}{second}" for first in ascii_lowercase for second in ascii_lowercase]


def decided(dossier: Dossier, language: str = "nl") -> Dossier:
    """Return a dossier with the decision of the worked example."""
    told = json.loads((Path(iama.__file__).parent / "demo" / language / "decision.json").read_text(encoding="utf-8"))
    conditions = tuple(
        Condition(one["text"], f"voorw{sign}", one["owner"], one["due"], blocking=True)
        for one, sign in zip(told["conditions"], "abcdefg", strict=True)
    )
    approval = Approval(
        number=1,
        questionnaire="iama-2.0",
        decision=Decision.CONDITIONS,
        role="responsible",
        decided_on=told["date"],
        recorded_on=told["date"],
        as_of=told["date"],
        body=told["body"],
        public_reason=told["public_reason"],
        conditions=conditions,
    )
    return replace(dossier, approvals=(approval,))


def public(dossier: Dossier, language: str = "nl", as_of: date = AS_OF) -> View:
    """Return the public view of a dossier, with its decision where there is one."""
    tree = SHIPPED.resolve_questionnaire("iama-2.0")
    told = [describe_decision(one, tree, language, public=True) for one in dossier.approvals]
    approval = told[-1] if told else None
    return edition(dossier, shipped_trees(), SHIPPED.law, as_of, language=language, public=True, approval=approval)


@cache
def layers(language: str, to: str = "html") -> dict[str, str]:
    """Return the decided example as HTML, cut at the headings of its layers."""
    document = render(public(decided(demo(language)[1], language), language), to, REPORTS)
    if to == "md":
        document = MarkdownIt("commonmark", {"html": True}).enable("table").render(document)
    document = document.partition("</main>")[0]
    first, second, third = (document.index(f'id="{layer}"') for layer in ("verdict", "findings", "annex"))
    return {"verdict": document[first:second], "findings": document[second:third], "annex": document[third:]}


def words(document: str) -> list[str]:
    """Return the words of a document outside tables, lists of facts, drawings and the list of contents."""
    for name in ("table", "dl", "svg", "figure", "nav"):
        document = re.sub(rf"<{name}\b.*?</{name}>", " ", document, flags=re.DOTALL)
    text = Page(document.partition(">")[2]).text
    return [word for word in text.split() if any(sign.isalnum() for sign in word)]


def letters(said: Iterable[str]) -> str:
    """Return the letters and digits of words."""
    return "".join(sign for word in said for sign in word if sign.isalnum())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", MOST)
def test_a_layer_of_the_example_is_short_enough_to_read(language: str, layer: str) -> None:
    assert MOST[layer] / 5 < len(words(layers(language)[layer])) <= MOST[layer]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_layer_tells_effect_decision_reason_findings_bars_and_where_to_complain(language: str) -> None:
    first = Page(layers(language)["verdict"]).text
    told = {
        "nl": ("Over uw uitkering beslist altijd een medewerker", "Akkoord onder voorwaarden", "1,31", "0 van de 7"),
        "en": ("A member of staff always decides", "Approved on conditions", "1.31", "0 of 7"),
    }[language]
    places = [first.index(one) for one in (*told, "algoritmes@waterhoven.example")]

    assert places == sorted(places)
    assert 'href="mailto:algoritmes@waterhoven.example"' in layers(language)["verdict"]
    assert "twaalf maanden lang" in first or "twelve months" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_says_what_the_page_says(language: str) -> None:
    page, other = layers(language), layers(language, "md")

    assert letters(words(page["verdict"])) == letters(words(other["verdict"]))
    for layer in ("findings", "annex"):
        said = letters(words(other[layer]))
        opening = [*text("annex-open", language).split(), *text("cite-intro", language).split()]  # not in Markdown
        missing = [word for word in words(page[layer]) if letters([word]) not in said and word not in opening]
        assert missing == []


def test_the_public_is_not_spoken_to_as_the_team_and_gets_no_work_orders() -> None:
    view = public(decided(example()))
    document = render(view, "html", REPORTS)
    flags = [flag for place in ("raised", "calendar", "undecided") for flag in view["flags"][place]]

    assert not re.search(r"\bjullie\b", document, re.IGNORECASE)
    assert len(flags) > 20 and not [flag["advice"] for flag in flags if flag["advice"] in document]


def test_who_answered_and_on_which_law_stands_once_in_a_section() -> None:
    sections = re.findall(r'<section id="iama-section-.*?</section>', layers("nl")["annex"], re.DOTALL)

    assert len(sections) > 20
    assert {section.count("Beantwoord door") for section in sections} == {1}


def test_a_public_page_leaves_out_optional_questions_without_an_answer() -> None:
    assert "Niet ingevuld (facultatief)" not in layers("nl")["annex"]
    assert "TOOI" not in layers("nl")["annex"]


def untold(dossier: Dossier, view: View) -> list[str]:
    """Return the conclusions that a page must tell or name as left out, and does not."""
    first, found = view["verdict"], made_public(dossier)
    named = {one["anchor"] for one in (*first["findings"], *first["left_out"])}
    named |= {f"condition-{one['id']}" for group in first["conditions"] for one in group["conditions"]}
    told = conclusions(found.outcome, decided_conditions(found.dossier))
    return [one.id for one in told if one.must and f"{one.sort}-{one.id}" not in named]


def summarised(seed: int) -> tuple[Sequence[Conclusion], Dossier]:
    """Return the conclusions of other answers, with a dossier that tells some of them."""
    random = Random(seed)
    made = shaken(decided(example()), random)
    found = conclusions(judged(made), decided_conditions(made))
    about = random.sample([one.id for one in found], random.randrange(len(found) + 1))
    lines = [
        Row(f"line{sign}", {"about": id_, "text": f"About {id_}"}) for id_, sign in zip(about, ROW_SIGNS, strict=False)
    ]
    return found, with_rows(made, "iama.summary", *lines)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_that_must_be_told_is_left_out_in_silence(seed: int) -> None:
    _, dossier = summarised(seed)

    assert untold(dossier, public_view(made_public(dossier), SHIPPED.law, language="nl")) == []


def test_other_answers_mostly_have_something_that_must_be_told() -> None:
    found = [summarised(seed)[0] for seed in range(4)]

    assert sum(any(one.must and one.sort is not Sort.CONDITION for one in some) for some in found) >= 2


def test_what_the_team_leaves_out_is_named_as_left_out() -> None:
    answer = example().assessments["iama-2.0"].answer_to("summary")
    without = with_rows(example(), "iama.summary", *(row for row in answer.rows if row.cells["about"] != FLAG))
    [left_out] = public(without)["verdict"]["left_out"]

    assert left_out["anchor"] == f"flag-{FLAG}" and left_out["text"].startswith("Een groep wordt indirect benadeeld")
    assert public(example())["verdict"]["left_out"] == []


def test_without_a_summary_every_conclusion_that_must_be_told_stands_as_it_is() -> None:
    found = public(with_rows(example(), "iama.summary"))["verdict"]

    assert [one["anchor"] for one in found["findings"]] == [f"flag-{FLAG}", f"risk-{RISK}"]
    assert found["left_out"] == []


def test_a_line_is_out_of_date_when_the_answers_behind_it_change() -> None:
    changed = with_answers(example(), {"iama.distinction-kind": "direct-none", "algorithm.effect": "information"})
    before, after = public(example())["verdict"], public(changed)["verdict"]

    assert not any(one["stale"] for one in (before["effect"], *before["findings"]))
    assert after["effect"]["stale"]
    assert [one["stale"] for one in after["findings"]] == [True, False, False]
    assert {row.cells["about"] for row in stale_rows(judged(changed), changed)} == {"effect", FLAG}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("iama-2.0/distinction-kind", "Een goede reden daarvoor is niet aangetoond"),
        ("iama-2.0/residual-risk-list", "Andere teams kunnen de lijst"),
        ("algorithm-1.0/effect", "Dit systeem helpt kiezen"),
        ("iama-2.0/summary", "Een onderzoek kan stress geven"),
    ],
)
def test_a_line_about_what_is_withheld_is_not_public(place: str, said: str) -> None:
    assert said in render(public(example()), "html", REPORTS)
    assert said not in json.dumps(public(keeping(example(), place)), ensure_ascii=False)


@pytest.mark.parametrize("seed", range(3))
def test_lines_tell_nothing_of_a_withheld_answer(seed: int) -> None:
    place = ("iama-2.0/distinction-kind", "iama-2.0/residual-risk-list", "algorithm-1.0/effect")[seed]
    kept = keeping(decided(example()), place)
    other = otherwise(kept, [place], Random(seed))

    assert kept != other
    assert public(kept) == public(other)


def test_that_nothing_blocks_is_said_after_a_decision_and_without_a_rejected_risk() -> None:
    free = decided(with_answers(example(), {"iama.distinction-kind": "none"}))
    free = replace(free, approvals=(replace(free.approvals[0], decision=Decision.GO, conditions=()),))
    assert [bar["text"] for bar in public(free)["verdict"]["bars"]] == [
        "1 restrisico is afgewezen: dat moet eerst kleiner worden."
    ]
    empty = with_answer(free, "iama.residual-risk-list", Answer())
    assert [bar["text"] for bar in public(empty)["verdict"]["bars"]] == [
        "Er is niets bekend dat het gebruik tegenhoudt."
    ]


def test_use_that_must_wait_is_never_said_to_be_free() -> None:
    first = public(decided(example()))["verdict"]

    assert first["bars"] == [
        {"text": "Het gebruik mag nog niet beginnen: 0 van de 7 voorwaarden zijn vervuld.", "anchor": ""},
        {"text": "1 bevinding moet nog worden opgelost.", "anchor": "flags"},
    ]
    met = Row("rowaaa", {"condition": "voorwa", "state": "met", "by": "lawyer", "date": "2026-11-21"})
    later = public(with_rows(decided(example()), "follow-up.conditions", met))
    assert later["verdict"]["bars"][0]["text"].startswith("Het gebruik mag nog niet beginnen: 1 van de 7")
    assert [one["id"] for one in later["findings"]["conditions"]] == ["voorwa"]


@pytest.mark.parametrize("to", ["html", "md"])
def test_a_flag_whose_answer_stands_in_the_first_layer_points_there(to: str) -> None:
    row = layers("nl", to)["findings"].partition(f'id="flag-{FLAG}"')[2].partition("</tr>")[0]

    assert '<a href="#found">↑ staat onder ‘In het kort’</a>' in row


def test_an_answer_told_elsewhere_names_that_place() -> None:
    told = public(decided(example()))["told"]

    assert told["iama-goal"] == {"id": "goal", "name": "Waarvoor?"}
    assert '<a href="#goal">↑ staat onder ‘Waarvoor?’</a>' in layers("nl")["annex"]


def test_the_numbers_of_the_chart_are_those_of_the_rights() -> None:
    found = layers("nl")["findings"]
    found = re.sub(r' <a class="permalink"[^>]*></a>', "", found)
    drawn = dict(re.findall(r"(\d): ([^<]+?), belang", found))

    assert len(drawn) == 4
    assert drawn == dict(re.findall(r'<h4><span class="number">(\d)</span> (.*?)</h4>', found))


def test_emphasis_of_markdown_closes() -> None:
    assert not re.search(r"\*(Beantwoord|Answered) ", layers("nl", "md")["annex"])


def test_the_contents_name_every_chapter_of_the_findings() -> None:
    view = public(decided(example()))
    chapters = re.findall(r'<h3 id="([^"]+)"', layers("nl")["findings"])

    assert len(chapters) > 5
    assert [one["id"] for one in view["contents"]["findings"]] == chapters


def without_iama(dossier: Dossier) -> Dossier:
    return replace(dossier, assessments={ref: one for ref, one in dossier.assessments.items() if ref != "iama-2.0"})


@pytest.mark.parametrize("to", ["html", "md"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_a_fria_alone_tells_the_harm_of_each_right_once(language: str, to: str) -> None:
    dossier = without_iama(demo(language)[1])
    page = public(dossier, language)
    rows = dossier.assessments["fria-1.0"].answer_to("scenarios").rows
    told = {harm["scenario"]: right["id"] for right in page["findings"]["rights"] for harm in right["harms"]}
    assert told == {row.cells["scenario"]: row.cells["right"] for row in rows} and len(told) == len(rows) > 3

    document = render(page, to, REPORTS)
    mark = ('id="findings"', 'id="annex"')
    first, second, third = document.partition(mark[0])[0], *document.partition(mark[0])[2].split(mark[1], 1)
    for row in rows:
        texts = [row.cells[name] for name in ("scenario", "measure", "group")]
        assert all(text in Page(second).text if to == "html" else text in second for text in texts)
        assert row.cells["scenario"] not in third
    assert text("residual-risks-none", language) not in document
    worst = [row for row in rows if row.cells["residual"] == "medium"]
    assert all(row.cells["scenario"] in first and row.cells["measure"] in first for row in worst) and worst


def test_what_remains_worst_is_told_first_and_nothing_that_is_withheld() -> None:
    dossier = without_iama(example())
    rows = dossier.assessments["fria-1.0"].answer_to("scenarios").rows
    worse = replace(rows[-1], cells={**rows[-1].cells, "residual": "serious", "scenario": "Het ergste."})
    changed = with_answer(dossier, "fria.scenarios", Answer(value=(*rows[:-1], worse)))
    first = public(changed)["verdict"]["findings"]
    assert first[0]["text"].endswith("Het ergste.") or {"flag"} & {one["anchor"].partition("-")[0] for one in first}
    kept = public(keeping(changed, "fria-1.0/scenarios"))
    assert "Het ergste." not in json.dumps(kept, ensure_ascii=False)
    assert not any(right["harms"] for right in kept["findings"]["rights"])


def test_an_iama_on_the_same_page_weighs_the_rights_and_tells_no_scenario_twice() -> None:
    assert not any(right["harms"] for right in public(example())["findings"]["rights"])
