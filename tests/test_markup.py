"""Answers as HTML and as Markdown: what keeps its meaning, and that nothing else has one."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pace import pace

from iama.model.limits import TEXT_LENGTH
from iama.publish.markup import html, markdown, one_line_markdown

# as a forge reads Markdown: HTML, tables and bare links included
FORGE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>)",
    "[x](http://evil.example)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "<https://evil.example>",
    "![x](https://evil.example/pixel.gif)",
    "</style><script>1</script>",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "`<b>`",
    "```\n<b>\n```",
    "    <b>code</b>",
    "# heading\n## heading",
    "heading\n===",
    "heading\n---",
    "> quote",
    "***",
    "| a | b |\n| - | - |\n| c | d |",
    "a\\|b",
    "[ref]: https://evil.example\n[ref]",
    "<details><summary>x</summary>",
    "~~gone~~",
    '"><svg onload=alert(1)>',
    "1. <b>\n   - <i>",
]
ALLOWED = {"p", "br", "ul", "ol", "li", "em", "strong", "a"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("One\nline", "<p>One<br>\nline</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("*a* and **b**", "<p><em>a</em> and <strong>b</strong></p>\n"),
        ("snake_case_word", "<p>snake_case_word</p>\n"),
        (
            "[law](https://wetten.overheid.nl)",
            '<p><a rel="noopener noreferrer nofollow" href="https://wetten.overheid.nl">law</a></p>\n',
        ),
        ("# no heading", "<p># no heading</p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("", ""),
    ],
)
def test_html_keeps_paragraphs_lists_emphasis_and_https_links(answer: str, expected: str) -> None:
    assert html(answer) == expected


@pytest.mark.parametrize("answer", HOSTILE)
def test_html_holds_no_tag_but_those_of_small_markdown(answer: str) -> None:
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!?]+)", html(answer))

    assert set(tags) <= ALLOWED
    assert all(target.startswith("https://") for target in re.findall(r'href="([^"]*)"', html(answer)))
    assert not re.search(r"<[^>]*\son\w+=", html(answer))


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_forge_renders_no_other_tags_than_our_html_does(answer: str) -> None:
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!?]+)", FORGE.render(markdown(answer)))

    assert set(tags) <= ALLOWED


@pytest.mark.parametrize(
    "answer",
    [
        "One.\n\nTwo.",
        "One\nline",
        "- a\n- b",
        "- a\n\n- b",
        "3. a\n4. b",
        "3) a\n4) b",
        "- a\n   1. b\n   2. c\n\n     d\n- e",
        "1. a\n    - b\n\n    c",
        "10. - a\n    - b",
        "- a\n\n+ b",
        "*a* **b** snake_case 2 * 3 * 4",
        "a [law](https://wetten.overheid.nl/x?a=1&b=2) b",
        "text\n- list at once",
        "1.5 is not a list\n2.0 neither",
        "- \n- b",
        "\\*not emphasis\\*",
        "-1 degree\n+2 degrees\n#3",
    ],
)
def test_a_forge_renders_the_same_structure_as_our_html(answer: str) -> None:
    ours = html(answer).replace(' rel="noopener noreferrer nofollow"', "")

    assert structure(FORGE.render(markdown(answer))) == structure(ours)


@given(st.text(alphabet="ab1<>&*_`~#@!|[]()\\-+.=:/$ \n", max_size=40))
def test_no_text_reaches_a_forge_as_html_code_heading_quote_or_table(answer: str) -> None:
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!?]+[0-9]?)", FORGE.render(markdown(answer)))

    assert set(tags) <= ALLOWED


@given(st.text(alphabet="ab1<>&*_`~#@!|[]()\\-+.=:/$ \n", max_size=40))
def test_a_cell_stays_in_its_cell(answer: str) -> None:
    table = FORGE.render(f"| head | end |\n| --- | --- |\n| {one_line_markdown(answer)} | end |\n")

    assert table.count("<td>") == 2
    assert table.endswith("<td>end</td>\n</tr>\n</tbody>\n</table>\n")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ask @jan", "ask @&#8203;jan"),
        ("see #12", "see #&#8203;12"),
        ("owner/repo#12", "owner/repo#&#8203;12"),
        ("see !34", "see !&#8203;34"),
        ("http://evil.example", "http:&#8203;//evil.example"),
        ("www.evil.example", "www&#8203;.evil.example"),
        ("info@waterhoven.example", "info@waterhoven.example"),
        ("$x$", "&#36;x&#36;"),
    ],
)
def test_mentions_references_and_bare_links_do_nothing_on_a_forge(answer: str, expected: str) -> None:
    assert markdown(answer) == expected


def test_a_cell_shows_line_breaks_and_lists_on_one_line() -> None:
    assert one_line_markdown("One\ntwo\n\n- a | b\n- c") == "One <br> two <br> - a \\| b <br> - c"


def structure(rendered: str) -> str:
    """Return HTML without what browsers do not show: white space, invisible spaces, the form of a break."""
    return (
        re.sub(r"\s+|\u200b", "", rendered.replace("<br />", "<br>"))
        .replace("<li><p>", "<li>")
        .replace("</p></li>", "</li>")
    )


@pytest.mark.parametrize(
    "piece", ["[", "![", "[[]", "*", "_", "*_", "***a", "`", "<", "&", "\\", "- a\n", "a\n\n", "[a]("]
)
def test_the_longest_text_renders_in_seconds_whatever_it_is(piece: str) -> None:
    before = time.process_time()
    html((piece * TEXT_LENGTH)[:TEXT_LENGTH])
    assert time.process_time() - before < 2 * pace()
