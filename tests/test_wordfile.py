"""Claims about reading a Word document that came back: every word where it belongs, and nothing hostile."""

import pytest
from wordfiles import MC, W, control, deleted, document, inserted, paragraph, row, run, table, zipped

from iama.files.wordfile import read_word
from iama.model.problems import UnusableFile
from iama.model.sheets import FieldCode


def answer_in(inner: str, **parts: str) -> str:
    """Return what stands in the one field of a document."""
    (field,) = read_word("x.docx", document(table(row("kmwz-01", inner)), **parts)).fields
    return field.text


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (paragraph(run("Ja, ") + run("wel") + run("licht")), "Ja, wellicht"),
        (paragraph(run("oud") + deleted("weg") + inserted(run("nieuw"))), "oudnieuw"),
        (paragraph(inserted(run("een ") + "<w:del><w:r><w:delText>fout</w:delText></w:r></w:del>", "A")), "een"),
        (paragraph(deleted("A", "Jan") + inserted(run("B"), "Piet") + deleted("C", "Jan")), "B"),
        (paragraph(control(run("in een veld"))), "in een veld"),
        (control(paragraph(run("om alles heen"))), "om alles heen"),
        (paragraph(control(run("Klik om te typen"), placeholder=True) + run("zelf")), "zelf"),
        (paragraph(run("een")) + paragraph("") + paragraph(run("twee")), "een\n\ntwee"),
        (paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"), "a\nb\tc"),
        (paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("een ")) + paragraph(run("zin")), "een zin"),
        (paragraph('<w:hyperlink w:history="1">' + run("een link") + "</w:hyperlink>"), "een link"),
        (paragraph("<w:moveFrom>" + run("hier") + "</w:moveFrom><w:moveTo>" + run("daar") + "</w:moveTo>"), "daar"),
        (
            paragraph(run("kop"))
            + table("<w:tr><w:tc>" + paragraph(run("a")) + "</w:tc><w:tc>" + paragraph(run("b")) + "</w:tc></w:tr>")
            + paragraph(""),
            "kop\n\na | b",
        ),
        (
            paragraph(
                "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
                + paragraph(run("kader"))
                + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
                + paragraph(run("kader"))
                + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "kader",
        ),
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" Ja")), "☒ Ja"),
        (paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText></w:r>' + run("nu")), "nu"),
    ],
)
def test_what_a_reader_sees_with_every_change_accepted_is_the_answer(inner: str, said: str) -> None:
    assert answer_in(inner) == said


def item(words: str, number: int = 1) -> str:
    return paragraph(f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(words)}')


def test_lists_and_footnotes_stay() -> None:
    numbering = f"""<w:numbering {W}>
      <w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
      <w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>
      </w:numbering>"""
    notes = f'<w:footnotes {W}><w:footnote w:id="3">{paragraph(run("HR 2020"))}</w:footnote></w:footnotes>'
    cell = paragraph(run("Zie:")) + item("een") + item("twee") + item("eerst", 2)
    cell += paragraph(run("arrest") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    assert answer_in(cell, numbering=numbering, footnotes=notes) == (
        "Zie:\n\n- een\n- twee\n1. eerst\n\narrest [HR 2020]"
    )


def test_a_field_is_found_by_its_bookmark_first_then_by_its_code_however_that_is_written() -> None:
    rows = (
        row("?", paragraph(run("a")), bookmark="iama_kmwz_01"),
        row("kmwz-99", paragraph(run("b")), bookmark="iama_kmwz_02"),
        row("KMWZ\u201103", paragraph(run("c"))),
        row("Kmwz – 04.2", paragraph(run("d"))),
    )
    found = read_word("x.docx", document(table(*rows))).fields
    assert [(one.code.number, one.code.row, one.cells[0][-1]) for one in found] == [
        (1, 0, "a"),
        (2, 0, "b"),
        (3, 0, "c"),
        (4, 2, "d"),
    ]


def test_nothing_that_was_written_gets_lost() -> None:
    comments = f"""<w:comments {W}><w:comment w:id="1" w:author="J. Jansen">{paragraph(run("Klopt dit?"))}</w:comment>
      <w:comment w:id="2">{paragraph(run("Algemeen"))}</w:comment></w:comments>"""
    anchor = '<w:commentRangeStart w:id="1"/>'
    body = paragraph(run("boven")) + table(
        row("Code", paragraph(run("Antwoord"))),
        row("kmwz-01", paragraph(anchor + run("x")), first=run(" naast de code")),
        row("", paragraph(run("nieuwe rij")), paragraph(run("tweede"))),
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph(run("kmwz-02")) + "</w:tc></w:tr>",
    )
    found = read_word("x.docx", document(body + paragraph(run("onder")), comments=comments))
    first, added = found.fields
    assert first.text == "naast de code\n\nx" and first.comments == ("Klopt dit?",)
    assert (added.code, added.cells, added.added) == (FieldCode("kmwz", 1), ("nieuwe rij", "tweede"), True)
    assert [(one.text, one.near) for one in found.loose] == [
        ("boven", ""),
        ("Code", ""),
        ("Antwoord", ""),
        ("onder", "kmwz-01"),
        ("Algemeen", ""),
    ]
    assert "Jansen" not in str(found)


def test_our_table_is_found_inside_another_one() -> None:
    inner = table(row("kmwz-01", paragraph(run("binnen"))))
    found = read_word("x.docx", document(table(f"<w:tr><w:tc>{inner}{paragraph('')}</w:tc></w:tr>")))
    assert [one.text for one in found.fields] == ["binnen"]


DEEP = "<w:p>" * 300 + "</w:p>" * 300


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK not a zip", "cannot be read"),
        (zipped({"content.xml": "<x/>"}), "no Word document"),
        (zipped({"word/document.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>'}), "DOCTYPE"),
        (zipped({"word/document.xml": '<?xml version="1.0"?><x>'}), "no good XML"),
        (zipped({"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")}), "not UTF-8"),
        (zipped({"word/document.xml": b"<x>" + b" " * 21_000_000 + b"</x>"}), "larger than 20000000 bytes"),
        (document(DEEP), "deeper"),
        (document(table(*[row("kmwz-01", "")] * 1_001)), "more than 1000 fields"),
    ],
)
def test_a_hostile_or_wrong_file_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_word("x.docx", content)
    assert said in refusal.value.text_in("en")


def test_more_elements_than_people_write_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iama.files.officefile.OFFICE_ELEMENTS", 1_000)
    with pytest.raises(UnusableFile, match="more elements"):
        read_word("x.docx", document("<w:p/>" * 1_000))


def test_macros_and_links_to_outside_are_not_even_looked_at() -> None:
    body = f"<w:document {W} {MC}><w:body>{table(row('kmwz-01', paragraph(run('x'))))}</w:body></w:document>"
    link = '<Relationships><Relationship TargetMode="External" Target="http://10.0.0.1/x"/></Relationships>'
    parts: dict[str, str | bytes] = {
        "word/document.xml": body,
        "word/_rels/document.xml.rels": link,
        "word/vbaProject.bin": b"\xff",
    }
    assert read_word("x.docx", zipped(parts)).fields[0].text == "x"
