"""Claims about `iama register --compare`: what the register says now, field by field beside ours."""

import json
from pathlib import Path

import pytest
from commands import demo, iama

ID = "herzicht"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("compare"))


@pytest.fixture(scope="module")
def entry(base: Path) -> dict[str, object]:
    found: dict[str, object] = iama(base, "register", ID, "--json").json["entry"]
    return found


def compared(base: Path, path: Path) -> dict[str, str]:
    told = iama(base, "register", ID, "--compare", str(path), "--json")
    assert told.code == 0, told
    return {one["key"]: one["state"] for one in told.json["fields"]}


def test_our_own_entry_is_the_same_in_every_field(base: Path, entry: dict[str, object], tmp_path: Path) -> None:
    for name, content in (("one.json", entry), ("list.json", [entry, {**entry, "name": "Another"}])):
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        found = compared(base, tmp_path / name)
        assert len(found) > 15 and {state for key, state in found.items() if key in entry} == {"same"}


def test_markup_blanks_and_capitals_make_no_difference_and_words_do(
    base: Path, entry: dict[str, object], tmp_path: Path
) -> None:
    published = {
        "name": entry["name"],
        "description_short": f"<p>{entry['description_short']}</p>\n",
        "status": str(entry["status"]).upper(),
        "publication_category": "Overige algoritmes",
        "end_date": "2030-01",
        "goal": "",
    }
    (tmp_path / "r.json").write_text(json.dumps([published]), encoding="utf-8")
    assert compared(base, tmp_path / "r.json") == {
        "name": "same",
        "description_short": "same",
        "status": "same",
        "end_date": "only-theirs",
        "publication_category": "other",
        "goal": "only-ours",
    }


def test_a_table_with_dutch_titles_is_found_by_name_and_told_in_words(base: Path, tmp_path: Path) -> None:
    rows = "Naam;Status;Onbekend\nAnder;In gebruik;x\nSelectie heronderzoek bijstand (Herzicht);In gebruik;x\n"
    (tmp_path / "lijst.csv").write_text(rows, encoding="utf-8-sig")
    told = iama(base, "register", ID, "--compare", str(tmp_path / "lijst.csv"))
    assert told.code == 0, told
    assert told.out.splitlines()[0] == "lijst.csv: 2 velden vergeleken, 1 gelijk"
    assert "Status: verschilt\n  Hier: In ontwikkeling\n  Register: In gebruik" in told.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", "no field of the Algorithm Register"),
        ("name,status\nX,y\nY,z\n", "is not in it"),
        ("name,status\n" + "Selectie heronderzoek bijstand (Herzicht),y\n" * 2, "more than once"),
    ],
)
def test_a_file_without_the_algorithm_is_refused(base: Path, tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    refused = iama(base, "register", ID, "--compare", str(tmp_path / "list.csv"))
    assert refused.code == 2 and told in refused.err
    assert iama(base, "register", ID, "--compare", str(tmp_path / "list.csv"), "--sheet").code == 2
