"""Reports as documents: fixed bytes, one safe file, every answer and number, an outline that a reader can follow."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from editions import REPORTS, Page, demo, demo_document, demo_public, demo_view, questions, small_document
from given import tree
from markdown_it import MarkdownIt

from iama.assess.outcome import Status
from iama.publish.report import inside, render

GOLDEN = Path(__file__).parent / "golden"
HIDDEN = {"nl": "Eerste opzet met vaste regels", "en": "First draft with fixed rules"}
EVERYTHING = [(language, to) for language in ("nl", "en") for to in ("html", "md")]
PAGES = [("nl", None), ("en", None), ("nl", "en"), ("en", "nl")]


@pytest.mark.parametrize("edition", ["internal", "public"])
@pytest.mark.parametrize(("language", "to"), EVERYTHING)
def test_the_worked_example_renders_as_it_always_did(
    language: str, to: str, edition: str, pytestconfig: pytest.Config
) -> None:
    path = GOLDEN / f"herzicht{'-public' if edition == 'public' else ''}.{language}.{to}"
    document = demo_public(language, to) if edition == "public" else demo_document(language, to)
    if pytestconfig.getoption("--update-golden"):
        path.write_bytes(document.encode())

    assert document == path.read_bytes().decode(), "run python tests/derived.py, and look at the change"


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_the_page_is_one_file_under_a_policy_that_allows_nothing_else(language: str, page: str | None) -> None:
    document = demo_document(language, "html", page)
    read = Page(document)
    [style] = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    [policy] = [m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not [tag for tag, _ in read.tags if tag in ("script", "link", "img", "iframe", "object", "form", "base")]
    assert not [name for _, attrs in read.tags for name in attrs if name == "style" or name.startswith("on")]
    assert not read.values("src") and "url(" not in style and "@import" not in style
    assert all(target.startswith(("#", "https://")) for target in read.values("href"))


def anchors_led_to(read: Page) -> set[str]:
    """Return the anchors that a page leads to in itself."""
    return {target.removeprefix("#") for target in read.values("href") if target.startswith("#")}


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_every_internal_link_resolves_and_no_anchor_stands_twice(language: str, page: str | None) -> None:
    read = Page(demo_document(language, "html", page))
    ids = read.values("id")
    targets = anchors_led_to(read) | set(read.values("aria-labelledby"))

    assert len(ids) == len(set(ids))
    assert targets - set(ids) == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_markdown_has_the_anchors_of_the_page_for_everything_one_can_link_to(language: str) -> None:
    markdown = demo_document(language, "md")
    ids = re.findall(r'<a id="([^"]+)"></a>', markdown)
    linked = anchors_led_to(Page(demo_document(language, "html")))

    assert len(ids) == len(set(ids))
    assert set(re.findall(r"\]\(#([^)]+)\)", markdown)) - set(ids) == set()
    assert linked - set(ids) == {"content"}


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_headings_never_skip_a_level_and_there_is_one_title(language: str, page: str | None) -> None:
    levels = Page(demo_document(language, "html", page)).levels

    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_of_markdown_are_those_of_the_page(language: str) -> None:
    rendered = MarkdownIt("commonmark").enable("table").render(demo_document(language, "md"))
    levels = Page(rendered).levels

    assert levels.count(1) == 1
    assert levels == Page(demo_document(language, "html")).levels


@pytest.mark.parametrize(("language", "to"), EVERYTHING)
def test_every_official_number_that_applies_is_printed(language: str, to: str) -> None:
    outcome, _ = demo(language)
    applying = {e.question.number for e in outcome.entries.values() if e.status is not Status.SKIPPED}
    document = demo_document(language, to)
    headings = "\n".join(re.findall(r"<h\d[^>]*>.*?</h\d>|^#+ .*", document, re.MULTILINE | re.DOTALL))

    printed = set(re.findall(r"(?<![\w.])(?:\d\.[\dAB][\w.]*|27\(1\)\([a-f]\))", re.sub(r"<[^>]+>", " ", headings)))

    assert len(applying) > 80
    assert {number for number in applying if number} - printed - {"5.B", "5.C"} == set()
    assert "5.B" in headings and "5.C" in headings


@pytest.mark.parametrize(("language", "to"), EVERYTHING)
def test_every_answer_in_free_text_is_printed(language: str, to: str) -> None:
    flat = " ".join(Page(demo_document(language, to)).text.replace("\\", "").split())
    answers = [question["answer"]["text"] for question in questions(demo_view(language))]

    words = [text.split("\n")[0] for text in answers if text and "http" not in text]

    assert len(words) > 80
    assert [text for text in words if text not in flat] == []


@pytest.mark.parametrize(("language", "to"), EVERYTHING)
def test_hidden_text_stands_once_in_its_appendix(language: str, to: str) -> None:
    before, _, appendix = demo_document(language, to).rpartition('id="hidden"')

    assert HIDDEN[language] not in before
    assert appendix.count(HIDDEN[language]) == 1


def test_an_answer_in_another_language_says_so() -> None:
    read = Page(demo_document("nl", "html", "en"))
    spoken = [attrs["lang"] for _, attrs in read.tags if "lang" in attrs]

    assert spoken[0] == "en"
    assert set(spoken[1:]) == {"nl"} and len(spoken) > 100
    assert [attrs["lang"] for _, attrs in Page(demo_document("nl", "html")).tags if "lang" in attrs] == ["nl"]


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_every_table_has_a_caption_and_heads_with_a_scope(language: str, page: str | None) -> None:
    read = Page(demo_document(language, "html", page))

    assert len(read.all("caption")) == len(read.all("table")) > 8
    assert all(head.get("scope") in ("col", "row") for head in read.all("th"))
    assert re.search(r"<th[^>]*>\s*</th>", demo_document(language, "html", page)) is None


def test_every_box_that_scrolls_can_be_reached_and_has_its_own_name() -> None:
    boxes = [attrs for attrs in Page(demo_document("nl", "html")).all("div") if attrs.get("class") == "scroll"]
    names = [box["aria-label"] for box in boxes]

    assert all(box.get("role") == "region" and box.get("tabindex") == "0" for box in boxes)
    assert len(names) == len(set(names)) and all(names)


def test_dates_can_be_read_by_machines() -> None:
    read = Page(demo_document("nl", "html"))

    assert "2026-11-23" in read.values("datetime") and "2027-03-01" in read.values("datetime")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in read.values("datetime"))
    assert "23 november 2026" in read.text


HOSTILE = (
    """<script>alert(1)</script> "quoted" & [link](javascript:alert(1)) </style> ![x](https://evil.example/x.gif)"""
)


def test_hostile_text_is_only_text_wherever_it_stands() -> None:
    questions_ = tree(
        """
        - {id: goal, number: "1.1", kind: text, official: true}
        - {id: open, kind: text}
        - {id: table, kind: rows, columns: {name!: text, person: text}}
        - {id: method, kind: text, repeat: table}
        """
    )
    facts = tree(
        "- {id: name, kind: text}\n- {id: organisation, kind: text}\n- {id: description, kind: text}", id_="algorithm"
    )
    said = f"'{HOSTILE}'"
    answers = f"""
    goal:
      value: {said}
      note: {said}
      note-internal: {said}
      dissent: [{{by: ethicist, text: {said}}}]
      by: [lawyer]
      sources: [{{title: {said}, path: {said}, version: {said}}}]
    open: {{status: unknown, reason: {said}, follow: {{by: lawyer}}}}
    table: {{value: [{{id: rowaaa, name: {said}, person: {said}}}]}}
    """
    named = f"name: {{value: {said}}}\norganisation: {{value: {said}}}\ndescription: {{value: {said}}}"

    page = Page(small_document("html", (facts, named), (questions_, answers)))
    forge = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown = Page(forge.render(small_document("md", (facts, named), (questions_, answers))))

    for read in (page, markdown):
        assert read.text.count("alert(1)</script>") > 12
        assert not [tag for tag, _ in read.tags if tag in ("script", "img")]
        assert not [target for target in read.values("href") if not target.startswith(("#", "https://"))]


def test_a_companion_is_marked_as_ours_and_an_official_question_is_not() -> None:
    both = tree("- {id: goal, number: '1.1', kind: text, official: true}\n- {id: kind, kind: yes-no}")
    official, _, ours = small_document("html", (both, "")).partition('id="iama-kind"')

    assert "Additional question by iama" in ours
    assert "Additional question by iama" not in official


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", "Not answered yet."),
        (
            "{status: unknown, follow: {by: lawyer, due: 2027-01-31}}",
            "Not known yet. lawyer finds this out, by 31 January 2027 .",
        ),
        ("{status: ask-supplier}", "Asked of the supplier."),
        ("{status: not-applicable, reason: There is none}", "Not applicable, because: There is none"),
    ],
)
def test_a_question_without_an_answer_says_in_words_why(answer: str, expected: str) -> None:
    one = tree("- {id: goal, number: '1.1', kind: text, official: true}")
    document = small_document("html", (one, f"goal: {answer}" if answer else ""))
    [article] = re.findall(r"<article.*?</article>", document, re.DOTALL)

    assert expected in Page(article).text


def test_the_stop_notice_stands_on_the_first_screen_and_at_its_question() -> None:
    stop = tree(
        """
        - {id: prohibited, kind: yes-no}
        - {id: stop, number: "1.3.3", kind: notice, when: prohibited = yes, text: {nl: Stop hier., en: Stop here.}}
        """
    )
    for to in ("html", "md"):
        assert small_document(to, (stop, "prohibited: {value: 'yes'}")).count("Stop here.") == 2
        assert "Stop here." not in small_document(to, (stop, "prohibited: {value: 'no'}"))


def test_a_report_says_plainly_when_everything_required_is_answered() -> None:
    one = tree("- {id: goal, kind: text}")
    said = "All required questions that apply are answered."

    assert said in small_document("html", (one, "goal: {value: it}"))
    assert said not in small_document("html", (one, ""))


def test_an_internal_note_is_marked_as_one() -> None:
    one = tree("- {id: goal, kind: text}")
    document = small_document("html", (one, "goal: {value: it, note-internal: between us}"))

    assert re.search(r'class="aside internal">.*?Internal note \(not public\).*?between us', document, re.DOTALL)


def test_rendering_the_same_view_twice_gives_the_same_document() -> None:
    edition = demo_view("en")

    assert render(edition, "html", REPORTS) == render(edition, "html", REPORTS)


@pytest.mark.parametrize(("name", "expected"), [("Jurist", "jurist"), ("CISO (hoofd)", "CISO (hoofd)"), ("", "")])
def test_a_role_in_a_sentence_keeps_the_capitals_of_an_abbreviation(name: str, expected: str) -> None:
    assert inside(name) == expected
