"""Workbooks written by hand, so that a test says what stands in them, and a hostile one too."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"


def zipped(files: Mapping[str, str]) -> bytes:
    """Return a ZIP of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def xlsx(sheets: Mapping[str, str], parts: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook of Excel; a sheet is the XML of its rows."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{escape(name)}" r:id="rId{n}"/>' for n, name in numbered)
    targets = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered)
    files = {
        "xl/workbook.xml": f'<workbook xmlns:r="urn:r"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": SHEET.format(sheets[name]) for n, name in numbered},
    }
    return zipped(files | dict(parts or {}))


def rows_xml(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text as Excel writes them."""
    written = ("".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) for row in rows)
    return "".join(f"<row>{cells}</row>" for cells in written)


def ods(rows: str) -> bytes:
    """Return a workbook of LibreOffice with one sheet of these rows."""
    names = 'xmlns:table="urn:t" xmlns:text="urn:x" xmlns:office="urn:o"'
    return zipped({"content.xml": f'<doc {names}><table:table table:name="Lijst">{rows}</table:table></doc>'})
