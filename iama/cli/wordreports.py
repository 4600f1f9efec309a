"""What `report --to docx` writes, and the Word document of the house that gives its styles."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iama.model.wordtemplate import WordTemplate


def house_template(path: Path) -> "WordTemplate":
    """Return the styles of a Word document; raises UsageError for one that cannot be read or has none to give."""
    from iama.files.store import read_bytes
    from iama.files.wordtemplate import read_template
    from iama.model.limits import OFFICE_BYTES
    from iama.model.problems import UnusableFile, UsageError

    try:
        return read_template(str(path), read_bytes(path, OFFICE_BYTES))
    except UnusableFile as error:
        raise UsageError("template-unusable", path=path, reason=error.findings[0].message) from error


def word_of(page: str, template: "WordTemplate | None", layer: str) -> bytes:
    """Return a page of HTML as a Word document; its drawings are pictures where Typst is installed."""
    from iama.files.bundlefile import zip_pieces
    from iama.files.shipped import shipped_folder
    from iama.model.wordtemplate import WordTemplate
    from iama.publish.typesetting import painter
    from iama.publish.worddocument import word_document

    reports = shipped_folder("reports")
    parts = word_document(page, reports, template or WordTemplate(), painter(page, reports), layer=layer)
    return b"".join(zip_pieces(parts))
