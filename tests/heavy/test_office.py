"""Whole sheets through LibreOffice, as Word document and by way of ODT: every word comes back where it was."""

from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama
from wordfiles import deleted, edited, inserted, run, saved, typed_in

from iama.files.sheetsfile import sheets_of

DETOURS = [("docx",), ("odt", "docx"), ("doc", "docx")]  # `doc` loses bookmarks: what is left is the visible code


@pytest.mark.parametrize("detour", DETOURS, ids="-".join)
@pytest.mark.parametrize("role", ["jurist", "datawetenschapper"])
def test_libreoffice_keeps_every_word_of_a_whole_sheet(tmp_path: Path, role: str, detour: tuple[str, ...]) -> None:
    base = demo(tmp_path)
    assert iama(base, "sheet", ID, "--role", role, "-o", "sheet.docx").code == 0
    ((code, sheet),) = sheets_of(base / SHORT).by_code.items()
    number = next(place for place, one in enumerate(sheet.questions, 1) if one.sent.endswith(".") and not one.rows)
    path = base / "sheet.docx"
    reviewed = inserted(run(" Erbij."), "A") + deleted("Eraf.", "B") + inserted(run(" Ook erbij."), "B")
    path.write_bytes(edited(path.read_bytes(), lambda body: typed_in(body, f"{code}-{number:02d}", reviewed)))
    for place, to in enumerate(detour):
        path = saved(path, to, base / f"step{place}")
    told = iama(base, "take", path)
    assert told.code == 0 and "Eén antwoord is nieuw" in told.out, told
    assert "Erbij. Ook erbij." in " ".join(told.out.split()) and "Eraf" not in told.out
    assert "Buiten de vakken" not in told.out and "zijn weg" not in told.out
