"""A page of HTML as a Word document that a reviewer opens, changes with tracking on, and sends back."""

from pathlib import Path

from markupsafe import Markup

from iama.model.wordtemplate import WordTemplate
from iama.publish.pagetree import Node, read_page
from iama.publish.printed import PageFacts, fonts_of, leave_out, page_facts
from iama.publish.report import render_word, render_word_part
from iama.publish.theme import GENERIC
from iama.publish.word import Draw, word_body
from iama.publish.wordruns import language_tag
from iama.publish.wordstyles import joined_styles

_LOOK = {"font": "Arial", "size": 20, "table": 18}  # everywhere there is a font of its measures


def word_document(
    page: str, reports: Path, template: WordTemplate, draw: Draw, *, layer: str = "all"
) -> dict[str, bytes]:
    """Return a page as the parts of a Word document, by their names in it.

    `reports` holds the templates, `draw` makes its pictures, and `layer` is one of LAYERS in printed.py. The styles of
    `template` win over the theme of the page. Nothing stands in it that is not on the page, in its properties neither.
    """
    root = read_page(page)
    leave_out(root, layer)
    facts = page_facts(root, page)
    colours = {name: _hexadecimal(colour) for name, colour in facts.colours.items()}
    house = {"accent": template.accent} if template.accent else {}
    view: dict[str, object] = {"language": facts.language, "look": {**_LOOK, **colours, **_font(page), **house}}
    own = render_word_part(view, reports, "styles")
    styles, ids = joined_styles(own, template.styles, language_tag(facts.language))
    body = word_body(root, ids, colours, template.width, draw)
    view |= {
        **{"title": facts.title, "day": facts.day, "about": _about(facts, root), "tracked": True},
        **{
            "footer": " · ".join(filter(None, (facts.edition, _page_title(root)))),
            "footer_style": ids["Footer"],
            "sheet": template,
        },
        **{"body": Markup(body.xml), "links": body.links, "pictures": body.pictures, "lists": body.lists},
    }
    parts = render_word(view, reports, "report")
    media = {f"word/media/{name}": content for name, content in body.pictures.items()}
    return {**parts, "word/styles.xml": styles.encode(), **media}


def _page_title(root: Node) -> str:
    """Return the title of a page without what stands above it."""
    title = root.find(lambda node: node.tag == "h1")
    return Node(children=[child for child in title.children if "eyebrow" not in child.classes]).words()


def _hexadecimal(colour: str) -> str:
    """Return a colour of a page as Word writes it."""
    digits = colour.removeprefix("#").upper()
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def _font(page: str) -> dict[str, str]:
    """Return the font that a house style names first; that of a page without one is ours."""
    name = next(iter(fonts_of(page)), "system-ui")
    return {} if name in GENERIC else {"font": name}


def _about(facts: PageFacts, root: Node) -> dict[str, str]:
    """Return the properties of the document, as the page says them of itself."""
    named = root.find(lambda node: node.attributes.get("name") == "DCTERMS.identifier")
    return {
        "creator": facts.organisation,
        "subject": facts.edition,
        "identifier": named.attributes.get("content", ""),
    }
