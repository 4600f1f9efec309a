"""A view to a document, through its templates. Owner of Jinja2."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from textwrap import shorten

import jinja2
from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined, select_autoescape

from iama.model.glossary import Glossary
from iama.model.markdown import one_line_markdown
from iama.model.text import fit_for_xml, without_invisible
from iama.publish import drawings, markup, timeline
from iama.publish.cards import label_cells
from iama.publish.officialtext import official_by_anchor, official_sources
from iama.publish.permalinks import link_headings
from iama.publish.terms import with_terms
from iama.publish.theme import Theme, apply_theme
from iama.publish.view import View
from iama.words import capital, text

_BLANKS = re.compile(r"\n{3,}")  # templates leave them where something is absent
_STYLES = {  # per page
    "report": ("style", "cards"),
    "portfolio": ("style", "portfolio", "cards"),
    "estate": ("style", "portfolio", "cards"),
    "estate-question": ("style", "portfolio", "cards"),
    "audit": ("style", "audit", "cards"),
    "sheet": ("sheet",),
    "changes": ("sheet",),
    "register": ("sheet",),
    "withheld": ("sheet",),
    "fill-in": (),
    "decision": ("style", "cards"),
    "meeting": ("style", "meeting"),
    "minutes": ("style", "meeting"),
}
NO_THEME: Theme = {}
NO_TERMS = Glossary(())
COMPILED = f"compiled-{jinja2.__version__}"  # a folder of templates in a wheel, for that version alone
_BRIEF = 160  # signs
_SLOTS = ("logo", "logo_alt", "header", "footer", "before", "after", "licence")


@cache
def _environment(folder: Path) -> Environment:
    """Return the templates in a folder: in a wheel they are compiled already, for the library it was built with."""
    compiled = folder / COMPILED
    return template_environment(ModuleLoader(compiled) if compiled.is_dir() else FileSystemLoader(folder))


def template_environment(loader: BaseLoader) -> Environment:
    """Return where templates find what they say; the build of a wheel compiles them with it."""
    environment = Environment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html.j2", "xml.j2"), default=False),
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
    environment.filters["in_brief"] = in_brief
    environment.filters["drawn"] = timeline.lay_out_timeline
    environment.filters["drawn_way"] = drawings.lay_out_way
    environment.filters["drawn_conditions"] = drawings.lay_out_conditions
    environment.filters["drawn_harms"] = drawings.lay_out_harms
    environment.filters["drawn_groups"] = drawings.lay_out_groups
    environment.filters["drawn_errors"] = drawings.lay_out_errors
    environment.filters["drawn_periods"] = drawings.lay_out_periods
    return environment


def style_sheet(reports: Path, name: str = "style") -> str:
    """Return a style sheet; `reports` holds the templates."""
    return (reports / f"{name}.css").read_text(encoding="utf-8").strip()


def render(
    view: View, to: str, reports: Path, theme: Theme = NO_THEME, *, page: str = "report", glossary: Glossary = NO_TERMS
) -> str:
    """Return `view` as a document; `to` is html or md. The same view and theme give the same bytes, always.

    `page` names the templates: `report` (of a public view: `public`), `portfolio`, `estate`, `estate-question`,
    `audit`, `sheet`, `meeting`, `minutes`, `withheld`, `decision`, `changes` or `register`, which are HTML only, or
    `fill-in`, which is Markdown only. The public edition tells what the words of `glossary` mean that it uses.
    """
    environment = _environment(reports)
    concept = bool(view.get("concept"))  # every page of it says so
    own = (view.get("house") or {}).get("theme", {})
    sheets = (style_sheet(reports, name) for name in (*_STYLES[page], *["concept"] * concept))
    style = apply_theme("\n".join(sheets), {**theme, **own})
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    if page == "report" and view["edition"] == "public":
        page, view = "public", with_terms(view, glossary)
    say = {"t": lambda key, **values: text(key, view["language"], **values)}
    beside = {"concept": concept, "house": _every_slot(view), "kader": view.get("kader")}
    wordings = official_sources(view)
    own_words = not any(one["instead"] for one in wordings)
    beside |= {"worded": official_by_anchor(view), "wordings": wordings, "own_words": own_words}
    values = {**view, **say, **beside, "style": style, "style_digest": digest}
    document = environment.get_template(f"{page}.{to}.j2").render(**values)
    document = _BLANKS.sub("\n\n", without_invisible(document)).strip() + "\n"
    if to != "html":
        return document
    document = label_cells(document)
    return link_headings(document, view["language"]) if page == "public" else document


_WORD_PARTS = {  # of a Word document, by the template that each is made with
    "[Content_Types].xml": "content-types",
    "_rels/.rels": "rels",
    "docProps/core.xml": "core",
    "word/_rels/document.xml.rels": "document-rels",
    "word/footer1.xml": "footer",
    "word/numbering.xml": "numbering",
    "word/settings.xml": "settings",
    "word/styles.xml": "styles",
}
_LOOK = {"font": "Calibri", "accent": "154273", "quiet": "535353", "loud": "A11D1D", "line": "767676", "size": 21}
_PLAIN_WORD = {"look": _LOOK, "about": {}, "lists": (), "links": (), "pictures": {}, "tracked": False}


def render_word(view: View, reports: Path, page: str) -> dict[str, bytes]:
    """Return `view` as the parts of a Word document, by their names in it; `page` names the template of its body."""
    parts = {**_WORD_PARTS, "word/document.xml": page}
    return {name: render_word_part(view, reports, part).encode() for name, part in parts.items()}


def render_word_part(view: View, reports: Path, part: str) -> str:
    """Return one part of a Word document; what `view` leaves out is as in the plainest one."""
    say = {"t": lambda key, **values: text(key, view["language"], **values)}
    look = {**_LOOK, **view.get("look", {})}
    template = _environment(reports).get_template(f"word/{part}.xml.j2")
    return fit_for_xml(without_invisible(template.render(**{**_PLAIN_WORD, **view, "look": look}, **say)))


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: "Jurist" as "jurist", but "CISO" as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _every_slot(view: View) -> dict[str, object] | None:
    """Return the house style of a view with every slot, for templates; None where it has none."""
    house = view.get("house")
    return {**dict.fromkeys(_SLOTS, ""), **house} if house else None


def in_brief(words: str) -> str:
    """Return the first line of a text as search engines and previews show it."""
    return shorten(" ".join(words.split()), _BRIEF, placeholder="…")
