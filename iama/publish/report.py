"""A view to a document, through its templates. Owner of Jinja2."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from iama.model.markdown import one_line_markdown
from iama.model.text import without_invisible
from iama.publish import drawings, markup, timeline
from iama.publish.cards import label_cells
from iama.publish.theme import Theme, apply_theme
from iama.publish.view import View
from iama.words import capital, text

_BLANKS = re.compile(r"\n{3,}")  # templates leave them where something is absent
_STYLES = {  # per page
    "report": ("style", "cards"),
    "portfolio": ("style", "portfolio", "cards"),
    "sheet": ("sheet",),
    "register": ("sheet",),
    "meeting": ("style", "meeting"),
    "minutes": ("style", "meeting"),
}
NO_THEME: Theme = {}


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = markup.html
    environment.filters["md"] = markup.markdown
    environment.filters["cell"] = one_line_markdown
    environment.filters["line"] = markup.html_line
    environment.filters["linked_cell"] = markup.markdown_cell
    environment.filters["inside"] = inside
    environment.filters["capital"] = capital
    environment.filters["drawn"] = timeline.lay_out_timeline
    environment.filters["drawn_way"] = drawings.lay_out_way
    environment.filters["drawn_conditions"] = drawings.lay_out_conditions
    environment.filters["drawn_harms"] = drawings.lay_out_harms
    environment.filters["drawn_groups"] = drawings.lay_out_groups
    environment.filters["drawn_periods"] = drawings.lay_out_periods
    return environment


def style_sheet(reports: Path, name: str = "style") -> str:
    """Return a style sheet; `reports` holds the templates."""
    return (reports / f"{name}.css").read_text(encoding="utf-8").strip()


def render(view: View, to: str, reports: Path, theme: Theme = NO_THEME, *, page: str = "report") -> str:
    """Return `view` as a document; `to` is html or md. The same view and theme give the same bytes, always.

    `page` names the templates: `report` (of a public view: `public`), `portfolio`, `sheet`, `meeting`, `minutes`, or
    `register`, which is HTML only.
    """
    environment = _environment(reports)
    style = apply_theme("\n".join(style_sheet(reports, name) for name in _STYLES[page]), theme)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    if page == "report" and view["edition"] == "public":
        page = "public"
    say = {"t": lambda key, **values: text(key, view["language"], **values)}
    document = environment.get_template(f"{page}.{to}.j2").render(**view, **say, style=style, style_digest=digest)
    document = _BLANKS.sub("\n\n", without_invisible(document)).strip() + "\n"
    return label_cells(document) if to == "html" else document


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: "Jurist" as "jurist", but "CISO" as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
