"""A page of HTML to a PDF that is tagged, and fit for an archive; its drawings to pictures. Owner of Typst."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from iama.model.problems import UsageError
from iama.publish.pagetree import Node
from iama.publish.paper import chosen_family, figure_style, paper_source, picture_source, sign_source
from iama.publish.printed import svg
from iama.publish.report import style_sheet

_TAGGED = ("ua-1",)
_FINE = 216  # pixels an inch, of a picture
_MOST_TRIED = 1000  # signs, which takes some five seconds
_ARCHIVED = ("ua-1", "a-2a")


def pdf(
    document: str,
    reports: Path,
    tell_missing: Callable[[str], None] | None = None,
    *,
    layer: str = "all",
    archive: bool = False,
) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1) with its title, language and day; with `archive` as PDF/A-2a too.

    `reports` holds the templates; `layer` is one of LAYERS in printed.py. Nothing is fetched. The page stays the
    record: the bytes depend on the Typst and the fonts that are installed, and on nothing else. `tell_missing` hears
    the signs that none of those fonts has, or that no archive may hold; their code points stand in the PDF. Raises
    UsageError where Typst is not installed, or refuses the page.
    """
    setter = _Typesetter(_ARCHIVED if archive else _TAGGED)
    style, figures = (reports / "paper.typ").read_text(encoding="utf-8"), style_sheet(reports, "figures")

    def typeset(signs: str) -> bytes | None:
        return setter.typeset(paper_source(document, style, figures, setter.families, layer=layer, named=signs))

    if content := typeset(""):
        return content
    missing = setter.missing_signs(document)
    content = typeset(missing)
    if content is None:
        raise UsageError("pdf-refused", reason=setter.refusal)
    if missing and tell_missing:
        tell_missing(missing)
    return content


def painter(document: str, reports: Path) -> Callable[[Node | bytes], bytes | None]:
    """Return what makes a PNG of a drawing in a page, or of an SVG; nothing where Typst is not installed or refuses."""
    try:
        setter = _Typesetter(())
    except UsageError:
        return lambda _: None
    style = figure_style(style_sheet(reports, "figures"), chosen_family(document, setter.families))

    def paint(drawn: Node | bytes) -> bytes | None:
        return setter.paint(svg(drawn, style) if isinstance(drawn, Node) else drawn.decode("utf-8", "replace"))

    return paint


class _Typesetter:
    """Typst with the fonts of this computer, and the standards that what it makes keeps to."""

    def __init__(self, standards: tuple[str, ...]) -> None:
        try:
            import typst
        except ImportError as error:
            raise UsageError("pdf-no-typst") from error
        self.typst = typst
        self.fonts = typst.Fonts()
        self.standards: list[Any] = list(standards)  # Typst lists their names in its types
        self.families = self.fonts.families()
        self.refusal = ""

    def typeset(self, source: str) -> bytes | None:
        """Return the PDF of a source; nothing when the standards or the fonts forbid it, and `refusal` says why."""
        try:
            made = self.typst.compile(
                source.encode(), format="pdf", font_paths=self.fonts, pdf_standards=self.standards
            )
        except self.typst.TypstError as error:
            self.refusal = error.message
            return None
        return bytes(made)

    def paint(self, drawn: str) -> bytes | None:
        """Return an SVG as PNG; nothing when it cannot be drawn."""
        try:
            made = self.typst.compile(picture_source(drawn).encode(), format="png", font_paths=self.fonts, ppi=_FINE)
        except self.typst.TypstError:
            return None
        return bytes(made)

    def missing_signs(self, document: str) -> str:
        """Return the signs of a page that cannot be set; of a page with very many, those that were not tried too."""
        signs = sorted(sign for sign in set(document) if sign > "~")
        tried = [sign for sign in signs[:_MOST_TRIED] if not self.typeset(sign_source(sign))]
        return "".join((*tried, *signs[_MOST_TRIED:]))
