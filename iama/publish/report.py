"""A view to a document, through the templates of its renderer contract. Owner of Jinja2."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from iama.model.words import text
from iama.publish import markup
from iama.publish.view import View

_BLANKS = re.compile(r"\n{3,}")  # templates leave them where something is absent
TEMPLATES = {"html": "report.html.j2", "md": "report.md.j2"}


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
    environment.filters["cell"] = markup.cell
    environment.filters["inside"] = inside
    return environment


def render(view: View, to: str, reports: Path) -> str:
    """Return `view` as a document; `to` is html or md. The same view gives the same bytes, always.

    `reports` is the folder that holds one folder of templates per renderer contract.
    """
    folder = reports / str(view["contract"])
    environment = _environment(folder)
    style = (folder / "style.css").read_text(encoding="utf-8").strip()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    say = {"t": lambda key: text(key, view["language"])}
    document = environment.get_template(TEMPLATES[to]).render(**view, **say, style=style, style_digest=digest)
    return _BLANKS.sub("\n\n", document).strip() + "\n"


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: "Jurist" as "jurist", but "CISO" as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
