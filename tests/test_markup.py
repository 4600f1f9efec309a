"""Answers as HTML and as Markdown: what was typed stands there, and nothing but lines, lists and links counts."""

import re
import time
import unicodedata

import pytest
from fidelity import FORGE, rendered_signs, shown_signs, typed_signs, visible
from hypothesis import example, given
from hypothesis import strategies as st
from pace import pace

from iama.model.limits import TEXT_LENGTH
from iama.model.markdown import one_line_markdown
from iama.publish.markup import html, html_line, markdown, markdown_cell, plain_paragraph

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
ALLOWED = {"p", "br", "ul", "ol", "li", "span", "a"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("One\nline", "<p>One<br>\nline</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        (
            "3) a\n+ b",
            '<ul>\n<li class="marked"><span class="mark">3)</span> a</li>\n</ul>\n'
            '<ul>\n<li class="marked"><span class="mark">+</span> b</li>\n</ul>\n',
        ),
        ("- a\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>\n"),
        ("- a\n  b", "<ul>\n<li>a<br>\nb</li>\n</ul>\n"),
        ("*a* and **b**", "<p>*a* and **b**</p>\n"),
        ("snake_case_word", "<p>snake_case_word</p>\n"),
        (
            "[law](https://wetten.overheid.nl).",
            '<p>[law](<a rel="noopener noreferrer nofollow" href="https://wetten.overheid.nl">'
            "https://wetten.overheid.nl</a>).</p>\n",
        ),
        ("# no heading", "<p># no heading</p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("", ""),
    ],
)
def test_html_keeps_paragraphs_lists_and_https_links(answer: str, expected: str) -> None:
    assert html(answer) == expected


@pytest.mark.parametrize("answer", HOSTILE)
def test_html_holds_no_tag_but_those_of_lines_lists_and_links(answer: str) -> None:
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!?]+)", html(answer))

    assert set(tags) <= ALLOWED
    assert all(target.startswith("https://") for target in re.findall(r'href="([^"]*)"', html(answer)))
    assert not re.search(r"<[^>]*\son\w+=", html(answer))


SIGN = st.characters(exclude_categories=["Cc", "Cs"])
PIECES = (
    "- ;* ;+ ;• ;3. ;3) ;1. ;04. ;7. ;  ;    ;\n;\n\n;\t;a;leeftijd*0.3 + duur*0.7;**;__;\\;|;&amp;;&copy;<b>;</p>;"
    "<!-- ;[x](https://a.example);![;](;https://a.example/x_y*z?b=1&copy=2#%C3%A9;https://é.example/(a);http://a_b.example;"
    "www.a.example;---;===;:-;# ;#;```;~~~;> ;$x$;@jan;#12;!3;:tada:;- - a"
).split(";")
TYPED = st.lists(st.sampled_from(PIECES) | st.text(SIGN, max_size=4), max_size=14).map("".join)


@given(TYPED)
@example("leeftijd*0.3 + duur*0.7\n\\*a\\* __init__ &amp;\tb")
def test_what_was_typed_is_what_stands_in_html_and_in_markdown_as_rendered(answer: str) -> None:
    signs, flat = typed_signs(answer), visible(answer)

    assert shown_signs(html(answer)) == signs
    assert shown_signs(html_line(answer)) == flat
    assert rendered_signs(markdown(answer)) == signs.replace("\u200b", "")
    assert visible(plain_paragraph(answer)).replace("•", "") == signs.replace("•", "")


@given(TYPED)
@pytest.mark.parametrize("place", ["x{}", "# {}", "- {}", "| x |\n| - |\n| {} |", "[x{}](#a)", "{}"])
def test_what_was_typed_is_what_stands_in_a_heading_a_cell_and_a_name(place: str, answer: str) -> None:
    expected = "x" * place.count("x") + visible(answer).replace("\u200b", "")

    assert rendered_signs(place.format(one_line_markdown(answer))) == expected
    assert "[" in place or rendered_signs(place.format(markdown_cell(answer))) == expected


def test_every_character_of_unicode_stands_as_typed() -> None:
    signs = [chr(code) for code in range(0x20, 0x110000) if unicodedata.category(chr(code)) not in ("Cc", "Cs")]
    answer = "\n".join("".join(signs[start : start + 64]) for start in range(0, len(signs), 64))

    assert shown_signs(html(answer)) == typed_signs(answer)
    assert rendered_signs(markdown(answer)) == typed_signs(answer).replace("\u200b", "")


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("(https://a.example/b(c)).", "https://a.example/b(c)"),
        ("[x](https://a.example):3", "https://a.example"),
        ("https://a.example/?b=1&c=[2]…", "https://a.example/?b=1&c=[2]"),
        ("https://a.example/?a&copy;b", None),
        ("https://a\u200b.example", None),
        ("http://a.example", None),
        ("xhttps://a.example", None),
        ("https://_", None),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(address: str, linked: str | None) -> None:
    said = re.findall(r"<a [^>]*>(.*?)</a>", html(address))
    assert said == ([linked.replace("&", "&amp;")] if linked else [])


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
        "- a\n   1. b\n   2. c\n\n     d\n- e",
        "1. a\n    - b\n\n    c",
        "10. - a\n    - b",
        "- a\n\n* b\nc",
        "1. a\n- b\n2. c",
        "*a* **b** snake_case 2 * 3 * 4",
        "a https://wetten.overheid.nl/x?a=1&b=2 b",
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
    table = FORGE.render(f"| head | end |\n| --- | --- |\n| {markdown_cell(answer)} | end |\n")

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
        ("10:30:12", "10:&#8203;30:12"),
    ],
)
def test_mentions_references_and_bare_links_do_nothing_on_a_forge(answer: str, expected: str) -> None:
    assert markdown(answer) == expected


def test_a_cell_shows_line_breaks_and_lists_on_one_line() -> None:
    assert one_line_markdown("One\ntwo\n\n- a | b\n- c") == "One <br> two <br> \\- a \\| b <br> \\- c"


def structure(rendered: str) -> str:
    """Return HTML without what browsers do not show: white space, invisible spaces, the form of a break."""
    return re.sub(r"\s+|\u200b", "", rendered.replace("<br />", "<br>")).replace("</p>", "").replace("<li><p>", "<li>")


@pytest.mark.parametrize(
    "piece", ["[", "![", "[[]", "*", "_", "*_", "***a", "`", "<", "&", "\\", "- a\n", "a\n\n", "[a]("]
)
def test_the_longest_text_renders_in_seconds_whatever_it_is(piece: str) -> None:
    before = time.process_time()
    html((piece * TEXT_LENGTH)[:TEXT_LENGTH])
    assert time.process_time() - before < 2 * pace()
