"""A page as PDF/UA, through WeasyPrint, which fetches nothing. Owner of weasyprint.

The page itself stays the record: these bytes depend on the WeasyPrint and the fonts that are installed.
"""

import re

from iama.model.problems import UsageError

_SVG = re.compile(r"(<svg\b[^>]*>)")


def pdf(document: str, figures: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1) with its language and title; the same page gives the same bytes.

    `figures` styles the drawings, which WeasyPrint does not reach with the style of the page. Raises UsageError
    where WeasyPrint, or Pango under it, is not installed.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped, unused-ignore]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise UsageError("pdf-no-weasyprint") from error
    except OSError as error:  # the package is there, the libraries of the system are not
        raise UsageError("pdf-no-pango") from error
    drawn = _SVG.sub(lambda found: f"{found[1]}<style>{figures}</style>", document)
    page = HTML(string=drawn, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
