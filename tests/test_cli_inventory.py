"""`iama check --inventory` on disk: a list of ours, the register's download, and what another project exported."""

import json
from pathlib import Path

import pytest
from commands import Told, iama


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with three new dossiers; one says its number in the register."""
    for name in ("one", "two", "three"):
        iama(tmp_path, "new", name, "--lang", "en")
    iama(tmp_path, "set", "two", "register-id", "75246482")
    return tmp_path


def checked(folder: Path, text: str, name: str = "algorithms.yaml", *words: str) -> Told:
    (folder / name).write_text(text, encoding="utf-8")
    return iama(folder, "check", "--inventory", name, "--json", "--as-of", "2026-11-23", *words)


def about(told: Told, *codes: str) -> list[tuple[str, str, str]]:
    found = told.json["findings"]
    heavy = [one for one in found if one["code"] in codes and one["severity"] != "note"]
    return sorted((one["code"], one["algorithm"], one["severity"]) for one in heavy)


def test_what_is_listed_and_what_is_there_are_compared(workspace: Path) -> None:
    told = checked(
        workspace,
        "algorithms:\n"
        "  - {id: one, publication_category: Hoog-risico AI-systeem}\n"
        "  - {id: other, lars: '75246482', publication_category: c}\n"
        "  - {id: lost, publication_category: Hoog-risico AI-systeem}\n",
    )
    assert told.code == 1
    assert about(told, "missing-assessment", "dossier-not-in-inventory") == [
        ("dossier-not-in-inventory", "three", "warning"),
        ("missing-assessment", "lost", "error"),
    ]


def test_a_dossier_takes_category_and_first_use_from_the_list_where_it_is_silent(workspace: Path) -> None:
    row = "algorithms:\n  - {id: one, publication_category: a, first_use: 2026-03}\n  - {id: two}\n  - {id: three}\n"
    told = checked(workspace, row)
    assert about(told, "not-approved", "used-before-approval") == [
        ("not-approved", "one", "error"),
        ("used-before-approval", "one", "error"),
    ]


def test_the_number_in_the_register_is_enough_to_take_them(workspace: Path) -> None:
    rows = "algorithms:\n  - {lars: '75246482', publication_category: a, first_use: 2026-03}\n"
    assert ("used-before-approval", "two", "error") in about(checked(workspace, rows), "used-before-approval")


def test_the_result_of_another_project_stands_in_for_its_dossier(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    iama(other, "new", "far", "--lang", "en")
    result = iama(other, "check", "--json", "--as-of", "2026-11-23").out
    (workspace / "far.json").write_text(result, encoding="utf-8")
    rows = "algorithms:\n  - {id: one}\n  - {id: two}\n  - {id: three}\n"
    far = "  - {id: far, publication_category: a, status: in-use, result: far.json}\n"
    assert [one["id"] for one in json.loads(result)["algorithms"]] == ["far"]
    assert about(checked(workspace, rows + far), "not-approved", "missing-assessment") == [
        ("not-approved", "far", "error")
    ]


def test_so_does_its_bundle_as_far_as_it_can_be_proved(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    iama(other, "new", "far", "--lang", "en")
    decision = ("--decision", "no-go", "--role", "responsible", "--text", "No")
    assert iama(other, "approve", "far", "-q", "iama-2.0", *decision).code == 0
    assert iama(other, "bundle", "far", "-o", str(workspace / "far.zip")).code == 0
    rows = "algorithms:\n  - {id: one}\n  - {id: two}\n  - {id: three}\n"
    far = "  - {id: far, publication_category: a, status: in-use, result: far.zip}\n"
    missing = "  - {id: near, publication_category: a, status: in-use, result: far.zip}\n"
    assert about(checked(workspace, rows + far + missing), "not-approved", "missing-assessment") == [
        ("missing-assessment", "near", "error"),
        ("not-approved", "far", "error"),
    ]
    (workspace / "far.zip").write_bytes(b"PK no")
    broken = checked(workspace, rows + far)
    assert about(broken, "not-understood")[-1] == ("not-understood", "far", "error")


def test_the_download_of_the_register_needs_to_know_whose_algorithms_these_are(workspace: Path) -> None:
    header = "organization,name,publication_category,status,algorithm_id,source_id\n"
    text = header + "Zuiderveen,Lost,Hoog-risico AI-systeem,In gebruik,1,lost\nElders,X,,,2,x\n"
    assert "organisation" in checked(workspace, text, "register.csv").err
    config = workspace / "iama.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[check]\norganisation = "Zuiderveen"\n', encoding="utf-8")
    assert about(checked(workspace, text, "register.csv"), "missing-assessment") == [
        ("missing-assessment", "lost", "error")
    ]


def test_a_finding_of_the_inventory_can_be_waived(workspace: Path) -> None:
    config = workspace / "iama.toml"
    waiver = (
        '\n[[waivers]]\ncode = "missing-assessment"\nalgorithm = "lost"\nreason = "Moves to another body next month"\n'
        'by = "project-leader"\napproved-by = "responsible"\nuntil = 2027-01-31\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    told = checked(workspace, "id,publication_category\nlost,a\none,c\ntwo,c\nthree,c\n", "list.csv")
    assert (told.code, told.json["summary"]["waived"]) == (0, 1)


def test_an_inventory_goes_with_every_dossier(workspace: Path) -> None:
    told = checked(workspace, "algorithms: []", "algorithms.yaml", "assessments/one")
    assert told.code == 2 and "leave the paths out" in told.err


def test_a_list_that_is_not_there_is_told(workspace: Path) -> None:
    assert iama(workspace, "check", "--inventory", "none.yaml").code == 3
