"""Claims about the schemas of the files around the gate: what is read fits them, what is refused does not."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import demo, iama

from iama.files.settings import KEYS
from iama.gate.config_tables import _READERS, _WAIVER
from iama.gate.schemas import SCHEMAS

SETTINGS = """
root = "assessments"
language = "nl"
theme = "theme.css"
[check]
needs = { a = ["iama", "fria"], b = [] }
fria = false
max-age-months = 6
levels = { unanswered = "note", overdue-action = "off" }
[[waivers]]
code = "unanswered"
algorithm = "herzicht"
reason = "Het onderzoek loopt nog tot het voorjaar."
by = "project-leader"
approved-by = "privacy-officer"
until = 2027-03-01
"""


def faults(document: object, kind: str) -> list[str]:
    """Return the paths at which a schema finds something wrong, in a document as JSON has it."""
    document = json.loads(json.dumps(document, default=str))
    return [error.json_path for error in jsonschema.Draft202012Validator(SCHEMAS[kind]()).iter_errors(document)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one_and_the_command_prints_it(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind]())
    assert iama(Path.cwd(), "schema", kind).json == SCHEMAS[kind]()


def test_the_schema_of_the_configuration_has_every_key_that_is_read() -> None:
    keys: Any = SCHEMAS["config"]()["properties"]
    assert set(keys) == set(KEYS)
    assert set(keys["check"]["properties"]) == {"needs", *_READERS}
    assert set(keys["waivers"]["items"]["properties"]) == set(_WAIVER)


def test_a_configuration_that_is_read_fits(tmp_path: Path) -> None:
    base = demo(tmp_path)
    (base / "iama.toml").write_text(SETTINGS, encoding="utf-8")
    assert "iama.toml" not in iama(base, "check").err
    assert faults(tomllib.loads(SETTINGS), "config") == []


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("root", "rot", "$"),
        ('"nl"', '"fr"', "$.language"),
        ("fria = false", 'fria = "no"', "$.check.fria"),
        ("= 6", "= 36500", "$.check['max-age-months']"),
        ('"note"', '"loud"', "$.check.levels.unanswered"),
        ('"iama", "fria"', '"dpia"', "$.check.needs.a[0]"),
        ("Het onderzoek loopt nog tot het voorjaar.", "Nee.", "$.waivers[0].reason"),
        ('by = "project-leader"\n', "", "$.waivers[0]"),
    ],
)
def test_a_configuration_that_is_refused_does_not_fit(tmp_path: Path, was: str, becomes: str, place: str) -> None:
    base, settings = demo(tmp_path), SETTINGS.replace(was, becomes, 1)
    (base / "iama.toml").write_text(settings, encoding="utf-8")
    assert iama(base, "check").code == 2
    assert place in faults(tomllib.loads(settings), "config")


def test_what_check_prints_fits(tmp_path: Path) -> None:
    told = iama(demo(tmp_path), "check", "--format", "json").json
    assert told["findings"] and faults(told, "result") == []
    del told["findings"][0]["fingerprint"]
    assert faults(told, "result") == ["$.findings[0]"]


def test_an_inventory_fits() -> None:
    row = {"id": "herzicht", "publication_category": "a", "lars": 12345}
    assert faults({"algorithms": [row]}, "inventory") == []
    assert faults({"algorithms": [row | {"nmae": "x"}]}, "inventory") == ["$.algorithms[0]"]
