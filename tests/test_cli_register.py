"""`iama register`: a table, a sheet to paste from, and the fragment for the delivery API."""

import re
from html import unescape
from pathlib import Path

import pytest
from commands import SHORT, demo, fresh, iama, refused

from iama.files.shipped import SHIPPED

LABELS = [field.label for field in SHIPPED.register.fields]


def test_the_table_shows_every_field_with_its_length_sources_and_problems(tmp_path: Path) -> None:
    told = iama(demo(tmp_path), "register", "herzicht")
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert [label for label in LABELS if not any(line.startswith(label) for line in lines)] == []
    (name,) = [line for line in lines if line.startswith("Naam ")]
    assert name.split() == ["Naam", "41/100", "uit", "name"]
    assert "    Let op: Het register laat www. weg. Werkt het adres ook zonder?" in lines


def test_the_sheet_has_every_value_on_one_line_under_its_dutch_label(tmp_path: Path) -> None:
    base = demo(tmp_path)
    lines = iama(base, "register", "--sheet", "herzicht").out.splitlines()
    assert lines[lines.index("== Naam (41 van 100 tekens)") + 1] == "Selectie heronderzoek bijstand (Herzicht)"
    for field in iama(base, "register", "herzicht", "--json").json["fields"]:
        if isinstance(field["value"], str):
            assert field["value"] in lines


def test_the_sheet_as_a_page_has_every_value_to_copy_by_itself(tmp_path: Path) -> None:
    base = demo(tmp_path)
    told = iama(base, "register", "--sheet", "--to", "html", "herzicht").out
    copied = [unescape(value) for value in re.findall(r'<p class="copy" lang="nl">(.*?)</p>', told)]
    values = [field["value"] for field in iama(base, "register", "herzicht", "--json").json["fields"]]

    assert set(copied) >= {value for value in values if isinstance(value, str)}
    assert "user-select: all" in told and "<script" not in told and "default-src 'none'" in told
    assert '<a rel="noopener noreferrer nofollow" href="https://www.waterhoven.example/herzicht">' in told
    assert "--sheet --to html" in refused(base, "register", "--to", "html", "herzicht")


def test_the_labels_are_dutch_in_every_language(tmp_path: Path) -> None:
    told = iama(demo(tmp_path), "register", "--sheet", "--lang", "en", "herzicht").out
    assert "== Korte omschrijving (177 of 400 characters)" in told
    assert "Attention: The register leaves out www." in told


def test_json_holds_the_fragment_and_every_field(tmp_path: Path) -> None:
    document = iama(demo(tmp_path), "register", "herzicht", "--json").json
    assert (document["iama_register"], document["standard"]) == (1, "1.0")
    assert [field["label"] for field in document["fields"]] == LABELS
    valued = {field["key"]: field["value"] for field in document["fields"] if field["value"] is not None}
    assert document["entry"] == valued
    keys = {"key", "label", "value", "length", "limit", "from", "problems"}
    assert all(keys <= set(field) for field in document["fields"])


def test_the_same_dossier_gives_the_same_bytes(tmp_path: Path) -> None:
    base = demo(tmp_path)
    first, second = (iama(base, "register", "herzicht", "--json", "--as-of", "2026-11-23").out for _ in range(2))
    assert first == second


def test_a_new_dossier_has_its_problems_listed_and_is_no_error(tmp_path: Path) -> None:
    told = iama(fresh(tmp_path), "register", "abc")
    assert told.code == 0
    assert "Fout: Zonder dit veld weigert het register de beschrijving. Beantwoord: name." in told.out


def test_a_path_will_do_for_an_id(tmp_path: Path) -> None:
    assert iama(demo(tmp_path), "register", f"./{SHORT}").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("herzicht", "--json", "--sheet"), "choose one"),
        (("herzich",), "did you mean `herzicht`?"),
        (("herzicht", "--as-of", "morgen"), "--as-of"),
    ],
)
def test_wrong_use_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(demo(tmp_path), "register", *words)


def test_an_assessment_is_named_once_it_is_decided_and_no_longer_when_an_answer_changed(tmp_path: Path) -> None:
    def told() -> tuple[list[str], str]:
        entry = iama(base, "register", "--json", "herzicht").json["entry"]
        return [one["title"].rpartition("(")[2] for one in entry["impacttoetsen_grouping"]], entry["impacttoetsen"]

    base = demo(tmp_path)
    assert told()[0] == ["DPIA)"] and "Er is nog geen besluit." in told()[1]
    approve = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "go", "--role", "responsible")
    assert iama(base, *approve).code == 0
    assert told()[0] == ["IAMA)", "DPIA)"] and "(IAMA) is gedaan met versie 2.0" in told()[1]
    assert iama(base, "set", "herzicht", "goal", "Een ander doel.").code == 0
    assert told()[0] == ["DPIA)"] and "Daarna zijn antwoorden veranderd." in told()[1]
