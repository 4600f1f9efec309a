"""What is asked of a document on paper, and how a page becomes PDF."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.cli.options import print_message

if TYPE_CHECKING:
    from iama.model.wordtemplate import WordTemplate

_MOST_SIGNS = 12


class Layer(StrEnum):
    """What `--layer` can be: the two pages of a board, or how much of a page a PDF or Word document holds."""

    DECISION = "decision"
    VERDICT = "verdict"
    FINDINGS = "findings"
    ALL = "all"


class Paper(Struct, frozen=True):
    """What is asked of a PDF or a Word document."""

    layer: Layer = Layer.ALL
    archive: bool = False
    template: "WordTemplate | None" = None


WHOLE, ARCHIVED = Paper(), Paper(archive=True)


def pdf_of(page: str, paper: Paper = WHOLE) -> bytes:
    """Return a page as PDF, and tell which signs no font has; raises UsageError where none can be made."""
    from iama.files.shipped import shipped_folder
    from iama.publish.typesetting import pdf

    return pdf(page, shipped_folder("reports"), _tell_missing, layer=paper.layer, archive=paper.archive)


def pdf_if_possible(page: str, paper: Paper = WHOLE) -> bytes | None:
    """Return a page as PDF; None, which is told, where that cannot be made on this machine."""
    from iama.cli.language import spoken_language
    from iama.model.problems import UsageError

    try:
        return pdf_of(page, paper)
    except UsageError as error:
        print_message("publish-no-pdf", why=error.text_and_hint(spoken_language()), err=True)
        return None


def _tell_missing(signs: str) -> None:
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:_MOST_SIGNS])
    more = len(signs) - _MOST_SIGNS
    print_message("pdf-signs-more" if more > 0 else "pdf-signs", signs=named, count=more, err=True)
