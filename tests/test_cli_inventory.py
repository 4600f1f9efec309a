"""`iama check --inventory` on disk: a list of ours, the register's download, and what another project exported."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from commands import Told, iama

from iama.gate.formats import FORMATS


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


LIST = "id;Soort;Eigenaar;status\none;hoog risico;ICT;in gebruik\ntwo;impactvol;;\nthree;laagje;HR;pilot\n"


def test_a_proposal_says_what_columns_and_words_may_mean_and_counts_once_it_is_kept(workspace: Path) -> None:
    (workspace / "list.csv").write_text(LIST, encoding="utf-8")
    told = iama(workspace, "check", "--inventory", "list.csv", "--init")
    table = tomllib.loads(told.out)["check"]["inventory"]
    assert (told.code, table["file"]) == (0, "list.csv")
    assert table["columns"] == {"Soort": "publication_category", "Eigenaar": "ignore"}
    assert '# "pilot" = ""' in told.out and "iama.toml" in told.err
    config = workspace / "iama.toml"
    kept = told.out.replace('# "pilot" = ""', '"pilot" = "in-use"').replace('# "laagje" = ""', '"laagje" = "c"')
    config.write_text(config.read_text(encoding="utf-8") + kept, encoding="utf-8")
    told = iama(workspace, "check", "--json")
    assert told.json["lists"] == [
        {"file": "list.csv", "listed": 3, "covered": 3, "missing": 0, "not_understood": 0},
    ]


def test_a_proposal_finds_the_column_that_tells_rows_apart(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Groep;Nummer;Risico\nx;001;hoog risico\nx;002;impactvol\n", encoding="utf-8")
    assert iama(tmp_path, "check", "--inventory", "list.csv").code == 2
    table = tomllib.loads(iama(tmp_path, "check", "--inventory", "list.csv", "--init").out)["check"]["inventory"]
    assert table["columns"] == {"Groep": "ignore", "Nummer": "id", "Risico": "publication_category"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_counts_the_rows_of_a_list(tmp_path: Path, name: str) -> None:
    (tmp_path / "list.csv").write_text("id,publication_category\na,Hoog risico\nb,?\nc,c\n", encoding="utf-8")
    told = iama(tmp_path, "check", "--inventory", "list.csv", "--lang", "en", "--format", name)
    said = '"listed": 3, "covered": 1, "missing": 1, "not_understood": 1'
    sentence = "3 listed, 1 covered, 1 missing, 1 not understood"
    assert told.code == 1 and (said if name == "json" else sentence) in told.out


@pytest.mark.parametrize(
    "text",
    [
        "id,publicatiecategorie\nx,Hoog-risico AI-systeem\n",
        "id,publication_category\nx,\n",
        "id,publication_category\nx,Heechrisico AI-systeem\n",
        "id,publication_category\n",
        "",
    ],
)
def test_no_list_falls_silent(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    assert iama(tmp_path, "check", "--inventory", "list.csv").code in (1, 2)


def result_of(folder: Path, *words: str) -> str:
    """Return the result of a project with one decided dossier, as that project exported it."""
    iama(folder, "new", "far", "--lang", "en")
    decision = ("--decision", "no-go", "--role", "responsible", "--text", "No")
    assert iama(folder, "approve", "far", "-q", "iama-2.0", *decision).code == 0
    iama(folder, "check", "--format", "json=far.json", "--as-of", "2026-11-23", *words)
    return (folder / "far.json").read_text(encoding="utf-8")


def test_a_repository_with_only_a_list_and_results_is_checked(tmp_path: Path) -> None:
    record = {"id": "far", "category": "a", "phase": "in-use", "required": ["iama"], "approved": ["iama"]}
    record |= {"register_id": "75246482", "digest": ""}
    finding = {"algorithm": "far", "code": "approval-broken", "severity": "error", "waived": None}
    result = {"iama_check": 1, "as_of": "2026-11-20", "algorithms": [record], "findings": [finding]}
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "far.json").write_text(json.dumps(result), encoding="utf-8")
    (tmp_path / "joined.csv").write_text("lars,id\n11111111,far\n", encoding="utf-8")
    (tmp_path / "iama.toml").write_text(
        '[check.inventory]\nfile = "list.csv"\nresults = "results"\njoined-by = "joined.csv"\n', encoding="utf-8"
    )
    for lars in ("75246482", "11111111"):  # as the result knows it, and as the table joins it
        told = checked(tmp_path, f"algorithm_id,publication_category\n{lars},Hoog-risico AI-systeem\n", "list.csv")
        assert [one["covered"] for one in told.json["lists"]] == [1]
        codes = {one["code"] for one in told.json["findings"] if one["severity"] == "error"}
        assert {"not-approved", "approval-broken"} == codes


def test_a_result_that_stands_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    told = checked(tmp_path / "inside", "id,publication_category,result\nx,a,../secret.json\n", "list.csv")
    assert about(told, "not-understood") == [("not-understood", "x", "error")]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_a_result_counts_only_with_a_signature_where_keys_are_named(tmp_path: Path) -> None:
    far, central = tmp_path / "far", tmp_path / "central"
    far.mkdir()
    central.mkdir()
    for name in ("mine", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", tmp_path / name], check=True)
    (central / "signers").write_text(f"far {(tmp_path / 'mine.pub').read_text()}", encoding="utf-8")
    (central / "iama.toml").write_text('allowed-signers = "signers"\n', encoding="utf-8")
    (central / "far.json").write_text(result_of(far, "--sign", str(tmp_path / "mine")), encoding="utf-8", newline="\n")
    rows = "id,publication_category,status,result\nfar,a,in use,far.json\n"
    told = [about(checked(central, rows, "list.csv"), "not-signed", "signature-invalid", "not-approved")]
    shutil.copy(far / "far.json.sig", central)
    told.append(about(checked(central, rows, "list.csv"), "not-signed", "signature-invalid", "not-approved"))
    made_up = (central / "far.json").read_text(encoding="utf-8").replace('"approved": []', '"approved": ["iama"]')
    (central / "far.json").write_text(made_up, encoding="utf-8", newline="\n")
    told.append(about(checked(central, rows, "list.csv"), "not-signed", "signature-invalid", "not-approved"))
    assert [[code for code, _, _ in one] for one in told] == [["not-signed"], ["not-approved"], ["signature-invalid"]]


def test_only_a_result_in_a_file_can_be_signed(workspace: Path) -> None:
    assert "--format json=FILE" in iama(workspace, "check", "--json", "--sign", "key").err
