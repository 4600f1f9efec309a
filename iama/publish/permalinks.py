"""A link to itself at every heading of a page that has an address, so that a reader can point at one place.

The link has no text of its own: the style sheet draws its sign, so that the page says what it said.
"""

import re

from markupsafe import Markup, escape

from iama.words import text

_PLACE = re.compile(
    r"""<(?P<holder>section|article|details|div)\b[^>]*?\bid="(?P<id>[^"]+)"[^>]*>
    |(?P<summary><summary>)?<(?P<heading>h[2-6])\b(?P<attributes>[^>]*)>(?P<words>.*?)</(?P=heading)>
    (?P<rest>(?(summary).*?</summary>))""",
    re.DOTALL | re.VERBOSE,
)
_ID = re.compile(r'\bid="([^"]+)"')
_TITLE = "-title"  # behind the id of a part, on the heading that names it


def link_headings(document: str, language: str) -> str:
    """Return a page of HTML in which every heading with an id, or first in what has one, is followed by its link."""
    holder = ""

    def place(match: re.Match[str]) -> str:
        nonlocal holder
        if match["holder"]:
            holder = match["id"]
            return match[0]
        own = _ID.search(match["attributes"])
        id_ = own[1].removesuffix(_TITLE) if own else holder
        holder = ""
        return _linked(match, id_, language) if id_ else match[0]

    return _PLACE.sub(place, document)


def _linked(match: re.Match[str], id_: str, language: str) -> str:
    """Return a heading with its link: inside it, or behind a summary, which is a control by itself."""
    name = escape(text("permalink", language, name=Markup(match["words"]).striptags()))
    link = f'<a class="permalink" href="#{id_}" aria-label="{name}"></a>'
    if match["summary"]:
        return f"{match[0]}<p>{link}</p>"
    tag = match["heading"]
    return f"<{tag}{match['attributes']}>{match['words']} {link}</{tag}>"
