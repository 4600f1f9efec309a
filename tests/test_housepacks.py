"""Claims about house packs: questions of an organisation beside the official ones, in every command, and add only."""

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import SHORT, demo, iama, put, refused
from gits import repository

from iama.assess.evaluation import reading_order
from iama.audit.housepacks import official_law_digest
from iama.cli.housepacks import library_of
from iama.files.config import configured_workspace
from iama.files.housepacks import HouseLibrary
from iama.files.packfiles import digest_of_files, read_pack_files
from iama.files.shipped import SHIPPED
from iama.gate.config import Config
from iama.gate.policy import Policy, tighten_policy
from iama.model.limits import HOUSE_BYTES, HOUSE_FILES
from iama.model.problems import UnusablePack
from iama.model.questionnaire import organisation_of

PACK = Path(__file__).parent / "house"
TREE, LAW, REF = "x-voorbeeld-beleid-1.0.yaml", "law.yaml", "x-voorbeeld-beleid-1.0"
OWN = ("-q", "x-voorbeeld-beleid")
ANSWERS = """
x-voorbeeld-beleid/portfolio: Digitaal
x-voorbeeld-beleid/citizens: 6000
x-voorbeeld-beleid/council-told: yes
x-voorbeeld-beleid/told-on: 2026-10-01
x-voorbeeld-beleid/values: [nearby, human]
x-voorbeeld-beleid/value-why[nearby]: Bij de balie
x-voorbeeld-beleid/value-why[human]: Iemand belt
x-voorbeeld-beleid/panel: before
x-voorbeeld-beleid/learns: no
x-voorbeeld-beleid/counter: no
x-voorbeeld-beleid/trained: yes
x-voorbeeld-beleid/stop: De teamleider
"""


def pin(base: Path) -> Path:
    """Name the pack of a workspace in its configuration, as it is now."""
    digest = digest_of_files(read_pack_files(base / "house"))
    kept = (base / "iama.toml").read_text(encoding="utf-8").partition("\n[[house]]")[0]
    put(base, "iama.toml", f'{kept}\n[[house]]\npath = "house"\nsha256 = "{digest}"\n')
    return base


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, with all answers to the questions of a town."""
    base = demo(tmp_path_factory.mktemp("house"))
    shutil.copytree(PACK, base / "house")
    pin(base)
    for words in (("new", "herzicht", *OWN), ("set", "herzicht", "--answers", "-")):
        told = iama(base, *words, stdin=ANSWERS)
        assert told.code == 0, told
    return base


@pytest.fixture
def base(answered: Path, tmp_path: Path) -> Path:
    return shutil.copytree(answered, tmp_path / "base")


@pytest.fixture(scope="module")
def decided(answered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with a decision about these questions."""
    base = shutil.copytree(answered, tmp_path_factory.mktemp("decided") / "base")
    told = iama(base, "approve", "herzicht", *OWN, "--decision", "go", "--role", "alderman")
    assert told.code == 0, told
    return base


def library(base: Path) -> HouseLibrary:
    found = library_of(configured_workspace(base))
    assert isinstance(found, HouseLibrary)
    return found


COMMANDS = {
    "flags": (("flags", "herzicht", "--json"), "no-counter"),
    "status": (("status", "herzicht", "--json"), REF),
    "coverage": (("coverage", "herzicht"), ""),
    "check": (("check", "--json"), "learns-alone"),
    "report": (("report", "herzicht", "--to", "md", "-o", "-"), "Aanvullende vraag van gemeente Voorbeeld"),
    "public": (("report", "herzicht", "--edition", "public", "--to", "md", "-o", "-"), "vraag van gemeente Voorbeeld"),
    "respond": (
        ("respond", "herzicht", "no-counter", "--decision", "accept", "--text", "r", "--by", "responsible"),
        "",
    ),
    "withhold": (
        ("withhold", "herzicht", "stop", *OWN, "--ground", "woo-5.1.2.i", "--reason", "r", "--by", "lawyer"),
        "",
    ),
    "history": (("history", "herzicht", "counter", *OWN), ""),
    "meeting": (("meeting", "herzicht", "1", *OWN), ""),
    "list": (("questionnaire", "list"), REF),
    "show": (("questionnaire", "show", REF), "Wie zet het stil?"),
    "tree": (("questionnaire", "coverage", REF), ""),
    "schema": (("questionnaire", "schema", REF), "council-told"),
    "lint": (("questionnaire", "lint", f"house/{TREE}"), ""),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_knows_the_questions_of_a_pack(base: Path, name: str) -> None:
    words, said = COMMANDS[name]
    told = iama(base, *words, *(("--lang", "nl") if name in ("report", "public", "show") else ()))
    assert told.code == 0 and said in told.out, told


def test_what_asks_for_a_pack_can_be_done_elsewhere_and_be_in_a_list(base: Path) -> None:
    put(
        base,
        "iama.toml",
        (base / "iama.toml").read_text(encoding="utf-8") + '[check]\nneeds = {a = ["x-voorbeeld-beleid"]}\n',
    )
    put(base, "list.csv", "id,name\nherzicht,Herzicht\n")
    told = iama(base, "check", "--inventory", "list.csv", "--init")
    assert told.code == 0 and "[check" in told.out, told
    put(base, "paper.pdf", "x")
    told = iama(
        base, "adopt", "paper.pdf", "--instrument", "x-voorbeeld-beleid", "--decided", "2026-01-02", "--body", "College"
    )
    assert told.code == 0 and REF in told.err + told.out, told


def test_a_decision_is_proven_by_what_it_keeps_also_when_the_pack_is_gone(decided: Path, tmp_path: Path) -> None:
    base = shutil.copytree(decided, tmp_path / "base")

    def said() -> list[tuple[str, str]]:
        found = iama(base, "verify", "herzicht", "--json").json["findings"]
        return [(one["code"], one["message"]) for one in found if one["approval"] == 1 and "(sha" not in one["message"]]

    there = said()
    assert [code for code, _ in there] == ["house-questions"] and "gemeente Voorbeeld" in there[0][1]
    shutil.rmtree(base / "house")
    assert said() == there
    found = iama(base, "verify", "herzicht", "--json").json["findings"]
    assert not [one for one in found if REF in one["message"] or one["code"].startswith("house-m")]
    put(base, f"{SHORT}/{TREE}", (base / SHORT / TREE).read_text(encoding="utf-8").replace("Digitaal", "Anders"))
    assert "changed-after-approval" in {code for code, _ in said()}


def test_a_bundle_holds_the_questions_of_a_pack(decided: Path, tmp_path: Path) -> None:
    base = shutil.copytree(decided, tmp_path / "base")
    assert iama(base, "bundle", "herzicht", "-o", "b.zip").code == 0
    shutil.rmtree(base / "house")
    found = iama(base, "verify", "b.zip", "--json").json["findings"]
    assert "house-questions" in {one["code"] for one in found}
    assert not [one for one in found if one["severity"] == "error" and one["code"] != "unknown-questionnaire"]


def test_released_law_is_told_from_the_facts_of_a_pack(base: Path) -> None:
    assert official_law_digest(library(base).law) == official_law_digest(SHIPPED.law)
    assert library(base).law.facts["x-voorbeeld-citizens"].number == "5000"


def moved(base: Path) -> None:
    (base / "house").rename(base / "elsewhere")


def touched(base: Path) -> None:
    put(base, "house/README.md", "anders")


def linked(base: Path) -> None:
    moved(base)
    (base / "house").symlink_to(base / "elsewhere")


def unnamed(base: Path) -> None:
    kept = (base / "iama.toml").read_text(encoding="utf-8").partition("\n[[house]]")[0]
    put(base, "iama.toml", kept)


def mistaken(base: Path) -> None:
    put(base, f"house/{TREE}", (base / "house" / TREE).read_text(encoding="utf-8").replace("iama.type", "iama.typo"))
    pin(base)


LOST: dict[Callable[[Path], None], str] = {
    moved: "house-missing",
    linked: "house-missing",
    unnamed: "house-missing",
    touched: "house-changed",
    mistaken: "house-faulty",
}


@pytest.mark.parametrize("change", LOST)
def test_a_pack_that_cannot_be_used_is_an_error(base: Path, change: Callable[[Path], None]) -> None:
    change(base)
    told = iama(base, "check", "--json")
    found = {(one["code"], one["severity"]) for one in told.json["findings"] if one["code"].startswith("house")}
    assert (told.code, found) == (1, {(LOST[change], "error")})
    assert REF in refused(base, "flags", "herzicht", code=3)


def test_a_mistake_in_a_condition_is_told_with_its_place_and_stops_nothing_else(base: Path) -> None:
    mistaken(base)
    assert iama(base, "new", "goed", "-q", "iama-2.0").code == 0
    assert f"house/{TREE}:73:13" in refused(base, "new", "ander", *OWN, code=3)
    told = iama(base, "check", "--json").json["findings"]
    places = {(one["path"], one["line"]) for one in told if one["code"] == "house-faulty"}
    assert (f"house/{TREE}", 73) in places


ONLY_ADDS = {
    "an official question": (TREE, "id: portfolio", "id: portfolio\n            official: true"),
    "an official number": (TREE, "id: portfolio", 'id: portfolio\n            number: "1.1"'),
    "an official section": (TREE, "id: council\n", 'id: council\n        number: "1"\n'),
    "what an instrument says": (TREE, "roles:", "instrument: {needed: [a]}\nroles:"),
    "a point of Article 27": (TREE, "id: portfolio", 'id: portfolio\n            covers: ["27(1)(a)"]'),
    "a field of the register": (TREE, "id: portfolio", "id: portfolio\n            register: [goal]"),
    "a flag of another": (TREE, "id: no-counter", "id: no-opt-out"),
    "a look ahead": (TREE, "when: council-told = yes", "when: stop answered"),
    "an unknown fact": (TREE, "basis: [x-voorbeeld-citizens]", "basis: [x-voorbeeld-other]"),
    "a fact without its prefix": (LAW, "x-voorbeeld-citizens:", "our-verified-days:"),
    "a ground to withhold": (LAW, 'number: "5000"', 'number: "5000"\n    relative: yes'),
    "an official role": (TREE, "  alderman:", "  responsible: {nl: Baas, en: Boss}\n  alderman:"),
    "the name of an official role": (TREE, "{nl: Wethouder,", "{nl: projectleider,"),
    "the name of an official list": (TREE, "nl: Beleid van Voorbeeld", "nl: 'IAMA  2.0'"),
    "a name in other letters": (TREE, "nl: Beleid van Voorbeeld", r'nl: "\u0406\u0410\u041c\u0410 2.0"'),
    "the number of an official question": (TREE, "nl: Wie zet het stil?", "nl: 1.3.1 Wie zet het stil?"),
    "the number of an official section": (TREE, "nl: Raad en college", "nl: 1.3 Raad en college"),
    "a sign that nobody sees": (TREE, "nl: Wie zet het stil?", r'nl: "Wie zet\u200b het stil?"'),
    "a sign that turns a text around": (TREE, "title: gemeente Voorbeeld", r'title: "gemeente \u202eVoorbeeld"'),
    "a sign that steers a terminal": (TREE, "nl: Wie zet het stil?", r'nl: "\e[2J Wie?"'),
    "a broken file": (TREE, "parts:", "parts: ["),
}


@pytest.mark.parametrize("name", ONLY_ADDS)
def test_a_pack_only_adds(base: Path, name: str) -> None:
    file, was, now = ONLY_ADDS[name]
    text = (base / "house" / file).read_text(encoding="utf-8")
    assert was in text
    put(base, f"house/{file}", text.replace(was, now, 1))
    known = library(pin(base))
    assert known.resolve_questionnaire("iama-2.0") is SHIPPED.resolve_questionnaire("iama-2.0")
    with pytest.raises(UnusablePack) as refusal:
        known.resolve_questionnaire(REF)
    assert all(finding.place.line for finding in refusal.value.findings) or file == LAW


_HELP = f"format: iama-facilitation/1\nquestionnaire: {REF}\nquestions:\n  stop: {{same-as: {REF}/stop}}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facilitation/iama-2.0.yaml", _HELP),
        (f"facilitation/{TREE}", "x: ["),
        (f"facilitation/{TREE}", _HELP),  # from itself
        ("facilitation/x.yml", _HELP),
        (f"successions/{REF}-to-2.0.yaml", "x"),
        ("successions/iama-1.0-to-2.0.yaml", "x"),
    ],
)
def test_what_stands_beside_the_trees_of_a_pack_is_about_them_and_right(base: Path, name: str, text: str) -> None:
    """A mistake there was told in the meeting only, or never; help that takes over from itself ended in a traceback."""
    put(base, f"house/{name}", text)
    found = iama(pin(base), "check", "--json").json["findings"]
    assert f"house/{name}" in {one["path"] for one in found if one["code"] == "house-faulty"}
    assert name in refused(base, "flags", "herzicht", code=3)


@pytest.mark.parametrize("name", ["iama-3.0.yaml", "x-anders-beleid-1.0.yaml", "calendar.yaml", "x-voorbeeld.yml"])
def test_a_pack_holds_questions_of_one_organisation_only(base: Path, name: str) -> None:
    put(base, f"house/{name}", (base / "house" / TREE).read_text(encoding="utf-8"))
    with pytest.raises(UnusablePack):
        library(pin(base)).resolve_questionnaire(REF)


def test_the_digest_is_of_names_and_contents(base: Path) -> None:
    told = iama(base, "questionnaire", "digest", "house").out.strip()
    assert told in (base / "iama.toml").read_text(encoding="utf-8")
    (base / "house" / "README.md").rename(base / "house" / "LEES.md")
    put(base, "house/.DS_Store", "x")
    assert iama(base, "questionnaire", "digest", "house").out.strip() != told


def test_the_digest_of_what_is_no_pack_is_refused(base: Path) -> None:
    (base / "empty").mkdir()
    for name in ("empty", "nowhere", "iama.toml"):
        assert name in refused(base, "questionnaire", "digest", name)


def link(folder: Path) -> None:
    (folder / "law2.yaml").symlink_to(folder.parent / "iama.toml")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def many(folder: Path) -> None:
    for number in range(HOUSE_FILES):
        (folder / f"{number}.md").write_bytes(b"")


def large(folder: Path) -> None:
    (folder / "large.md").write_bytes(b"x" * HOUSE_BYTES)


def unnameable(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.md")).write_bytes(b"")


def deep(folder: Path) -> None:
    (folder / "a/b/c/d/e").mkdir(parents=True)


@pytest.mark.parametrize("change", [link, pipe, many, large, deep, unnameable])
def test_no_pack_reaches_outside_or_is_without_bounds(base: Path, change: Callable[[Path], None]) -> None:
    change(base / "house")
    assert "house-faulty" in {one["code"] for one in iama(base, "check", "--json").json["findings"]}
    with pytest.raises(UnusablePack):
        library(base).resolve_questionnaire(REF)


@pytest.mark.parametrize(
    "table",
    [
        'path = "../house"\nsha256 = "{0}"',
        'path = "/house"\nsha256 = "{0}"',
        'path = ".git"\nsha256 = "{0}"',
        'path = "a/../house"\nsha256 = "{0}"',
        'path = "house/"\nsha256 = "{0}"',
        'path = "house"\nsha256 = "abc"',
        'path = "house"',
        'path = "house"\nsha256 = "{0}"\nother = 1',
        'path = "house"\nsha256 = "{0}"\n[[house]]\npath = "house"\nsha256 = "{0}"',
    ],
)
def test_a_pack_is_named_by_a_path_inside_and_a_digest(base: Path, table: str) -> None:
    unnamed(base)
    kept = (base / "iama.toml").read_text(encoding="utf-8")
    put(base, "iama.toml", f"{kept}\n[[house]]\n{table.format('0' * 64)}\n")
    assert "house" in refused(base, "check")


def newer(base: Path) -> None:
    """Put a second version beside the first, with a question more, and pin both."""
    text = (base / "house" / TREE).read_text(encoding="utf-8").replace('version: "1.0"', 'version: "2.0"')
    put(base, "house/x-voorbeeld-beleid-2.0.yaml", text.replace("- id: stop\n", "- id: stopper\n"))
    ids = [line.split()[2] for line in text.splitlines() if line.startswith("          - id: ")]
    steps = "".join(f"  - {{from: {id_}, to: [{id_}], how: same}}\n" for id_ in ids if id_ != "stop")
    head = f"format: iama-succession/1\nfrom: {REF}\nto: x-voorbeeld-beleid-2.0\nsteps:\n"
    put(
        base, f"house/successions/{REF}-to-2.0.yaml", f"{head}{steps}  - {{from: stop, to: [stopper], how: reworded}}\n"
    )
    pin(base)


def test_answers_move_to_a_newer_version(base: Path) -> None:
    newer(base)
    assert [line.split()[0] for line in iama(base, "questionnaire", "list").out.splitlines()][-2:] == [
        REF,
        "x-voorbeeld-beleid-2.0",
    ]
    told = iama(base, "migrate", "herzicht", "--to", "x-voorbeeld-beleid-2.0")
    assert told.code == 0, told
    assert "De teamleider" in (base / SHORT / "x-voorbeeld-beleid-2.0.yaml").read_text(encoding="utf-8")
    assert "old-questionnaire" not in {one["code"] for one in iama(base, "check", "--json").json["findings"]}


def test_a_change_is_judged_by_the_pack_of_where_it_goes(base: Path) -> None:
    git = repository(base)
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    softer = (base / "house" / TREE).read_text(encoding="utf-8").replace("severity: warning", "severity: attention")
    put(base, f"house/{TREE}", softer)
    pin(base)
    found = iama(base, "check", "--base", "main", "--json").json["findings"]
    assert "house" in {one["question"] for one in found if one["code"] == "policy-weakened"}
    assert "learns-alone" in {one["trigger"] for one in found if one["code"] == "trigger-without-response"}
    assert not [one for one in found if one["code"].startswith("house")]
    assert "learns-alone" not in {one["trigger"] for one in iama(base, "check", "--json").json["findings"]}


def test_packs_come_behind_official_questions_by_name(base: Path) -> None:
    refs = ("algorithm-1.0", "iama-2.0", "fria-1.0", REF, "follow-up-1.0")
    order = [reading_order(tree) for tree in library(base).held_trees(refs)]
    assert order == sorted(order) and len({*order}) == len(order)


def test_roles_are_inherited_and_added_to(base: Path) -> None:
    roles = library(base).resolve_questionnaire(REF).roles
    assert roles.keys() == {*SHIPPED.usual_questionnaire.roles, "alderman"}


def test_a_library_with_packs_travels(base: Path) -> None:
    known = library(base)
    again = pickle.loads(pickle.dumps(known))
    assert again.digest == known.digest != SHIPPED.digest
    assert again.resolve_questionnaire(REF).digest == known.resolve_questionnaire(REF).digest


@pytest.mark.parametrize(
    ("was", "now", "weaker"),
    [({}, {"a": "1"}, 0), ({"a": "1"}, {"a": "1", "b": "2"}, 0), ({"a": "1"}, {}, 1), ({"a": "1"}, {"a": "2"}, 1)],
)
def test_a_change_may_add_a_pack_but_not_change_one(was: dict[str, str], now: dict[str, str], weaker: int) -> None:
    stricter, weakened = tighten_policy(Policy(Config(), house=was), Policy(Config(), house=now))
    assert [one.key for one in weakened] == ["house"] * weaker
    assert stricter.house == {**now, **was}


def test_ids_say_whose_questions_they_are() -> None:
    named = {"x-voorbeeld-beleid": "voorbeeld", "x-voorbeeld": "", "iama": "", "x--a": "", "ex-a-b": ""}
    assert {id_: organisation_of(id_) for id_ in named} == named


def test_who_has_no_such_pack_can_begin_with_a_bundle_that_has_one(answered: Path, tmp_path: Path) -> None:
    """It was refused, with the advice to take a file out of the bundle."""
    assert iama(answered, "bundle", "herzicht", "-o", tmp_path / "b.zip").code == 0
    told = iama(tmp_path, "new", "ours", "--from", "b.zip")
    assert (told.code, (tmp_path / "assessments/ours" / TREE).exists()) == (0, False), told
