"""Word documents made by hand, with the constructs that Word itself writes."""

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def inserted(inner: str, who: str = "A") -> str:
    return f'<w:ins w:id="1" w:author="{who}" w:date="2026-12-01T10:00:00Z">{inner}</w:ins>'


def deleted(words: str, who: str = "A") -> str:
    return f'<w:del w:id="2" w:author="{who}"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


def control(inner: str, *, placeholder: bool = False) -> str:
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def row(code: str, *cells: str, bookmark: str = "", first: str = "") -> str:
    """Return a row with a code and cells, which hold paragraphs."""
    mark = f'<w:bookmarkStart w:id="9" w:name="{bookmark}"/><w:bookmarkEnd w:id="9"/>' if bookmark else ""
    held = "".join(f"<w:tc>{cell or paragraph('')}</w:tc>" for cell in cells)
    return f"<w:tr><w:tc>{paragraph(mark + run(code) + first)}</w:tc>{held}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def document(body: str, **parts: str) -> bytes:
    """Return a Word document with this body; `parts` are others below `word`, such as `comments`."""
    files = {"word/document.xml": f"<w:document {W} {W14} {MC}><w:body>{body}</w:body></w:document>"}
    return zipped({**files, **{f"word/{name}.xml": part for name, part in parts.items()}})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def edited(content: bytes, change: Callable[[str], str]) -> bytes:
    """Return a Word document of which the body is changed as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    body = files["word/document.xml"].decode()
    changed = change(body)
    assert changed != body
    return zipped({**files, "word/document.xml": changed})


def opened(content: bytes) -> dict[str, Element]:
    """Return the parts of a Word document by name, each of which must be well formed; pictures are left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def said_in(parts: Mapping[str, Element]) -> list[str]:
    """Return the words of a Word document, run by run."""
    return [run.text or "" for run in parts["word/document.xml"].iter(f"{SPACE}t")]


def typed_in(body: str, code: str, inner: str) -> str:
    """Return the body of a sheet with something at the end of the field of a code."""
    before, mark, after = body.partition(f"<w:t>{code}</w:t>")
    assert mark, code
    return before + mark + after.replace("</w:p></w:tc></w:tr>", f"{inner}</w:p></w:tc></w:tr>", 1)


def saved(path: Path, to: str, folder: Path) -> Path:
    """Let LibreOffice open a file and save it as another sort; without LibreOffice the test is left out, loudly."""
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if os.environ.get("IAMA_REQUIRE_OFFICE") == "1" else pytest.skip)("there is no LibreOffice")
    profile = f"-env:UserInstallation={(folder.parent / 'profile').resolve().as_uri()}"
    words = [program, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{to}"
