"""A second organisation begins with the answers of the first: proposals, which count for nothing until confirmed."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from commands import ID, answer, demo, fresh, iama, refused
from given import tree
from sitting import sit

from iama.files.shipped import SHIPPED

ASKED = tree("[{id: goal, number: '1.1', kind: text}, {id: self, number: '1.2', kind: yes-no}]")
PROPOSED = "goal: {value: Theirs, carried: {from: other/1.1, proposal: 2026-11-01}}"


def test_every_question_that_is_called_generic_exists_and_is_asked_once() -> None:
    for ref, questions in SHIPPED.generic.items():
        known = SHIPPED.resolve_questionnaire(ref).questions
        assert [one for one in questions if one not in known] == []
        assert [one for one in questions if known[one].repeat not in (None, "other-algorithms")] == []


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, and a dossier that began with it."""
    base = demo(tmp_path_factory.mktemp("similar"))
    told = iama(base, "new", "abc", "--from", ID, env={"IAMA_LANG": "en"})
    assert told.code == 0 and "answers of herzicht are ready as proposals" in told.out
    return base


def test_what_is_about_the_product_is_proposed_and_nothing_else(base: Path) -> None:
    proposed = answer(base, "metrics")
    assert proposed.value == answer(base, "metrics", of=ID).value
    assert proposed.carried["from"] == "herzicht/2.4.1" and proposed.is_proposal
    assert (proposed.by, proposed.note, proposed.sources) == ((), "", ())
    for local in ("process", "staff-role", "people-affected", "advice", "end-responsible", "attendance"):
        assert answer(base, local).empty


def test_no_proposal_counts_anywhere(base: Path) -> None:
    words = str(answer(base, "metrics").value)[:40]
    for command in (("report", "abc", "--to", "md", "-o", "-"), ("register", "abc", "--json"), ("flags", "abc")):
        assert words not in iama(base, *command).out
    questions = iama(base, "status", "abc", "--json").json["assessments"]
    states = {one["id"]: one for tree_ in questions for one in tree_["questions"]}
    assert states["ai-technique"]["status"] == "open" and states["ai-technique"]["carried"]["confirmed"] is None


def test_a_confirmed_proposal_counts_and_says_where_it_is_from(base: Path) -> None:
    assert iama(base, "set", "--confirm", "abc", "type").code == 0
    kept = answer(base, "type")
    assert not kept.is_proposal and kept.carried["from"].startswith("herzicht/")
    questions = iama(base, "status", "abc", "--json").json["assessments"]
    assert {"answered"} == {one["status"] for tree_ in questions for one in tree_["questions"] if one["id"] == "type"}


def test_scope_asks_what_makes_the_case_similar(base: Path) -> None:
    told = " ".join(iama(base, "scope", "abc", "--lang", "en").out.split())
    assert "began with answers of herzicht" in told and "differs with you" in told
    assert "began with" not in iama(base, "scope", ID, "--lang", "en").out


def test_another_dossier_serves_as_well_but_not_what_it_withholds(base: Path) -> None:
    given = ("--ground", "woo-5.1.2.d", "--reason", "Zwaar", "--by", "lawyer")
    assert iama(base, "withhold", *given, ID, "metrics").code == 0
    assert iama(base, "new", "def", "--from", ID).code == 0
    assert answer(base, "metrics", of="def").empty and not answer(base, "errors", of="def").empty


def test_a_bundle_serves_when_it_is_internal_and_whole(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    iama(base, "set", "abc", "ai-technique", "machine-learning")
    iama(base, "set", "abc", "provider-name", "De maker")
    assert iama(base, "bundle", "abc", "-o", "b.zip").code == 0
    assert iama(base, "new", "def", "--from", "b.zip").code == 0
    assert answer(base, "provider-name", ref="algorithm-1.0", of="def").carried["from"] == "abc (b.zip)/provider-name"
    with ZipFile(base / "b.zip") as whole, ZipFile(base / "c.zip", "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name) + b" " * name.endswith("iama-2.0.yaml"))
        manifest = json.loads(whole.read("manifest.json")) | {"edition": "public"}
    with ZipFile(base / "p.zip", "w") as public:
        public.writestr("manifest.json", json.dumps(manifest))
    (base / "d.zip").write_bytes(b"no archive")
    for name, message in (("p.zip", "public bundle"), ("c.zip", "is not right"), ("nergens", "nergens")):
        assert message in refused(base, "new", "ghi", "--from", name)
    assert iama(base, "new", "ghi", "--from", "d.zip").code in (2, 3)
    assert not (base / "assessments/ghi").exists()


def test_enter_confirms_a_proposal_and_another_answer_takes_its_place() -> None:
    one = sit(ASKED, ["", "/stop"], PROPOSED)
    assert "Carried over from other/1.1: to confirm; leaving it unchanged confirms" in one.asker.screens[0].remarks
    assert (one.answer("goal").value, one.answer("goal").is_proposal) == ("Theirs", False)
    assert sit(ASKED, ["Ours", "/stop"], PROPOSED).answer("goal").value == "Ours"
    assert sit(ASKED, ["/later", "/stop"], PROPOSED).answer("goal").is_proposal
    assert sit(ASKED, ["/note Ask them", "/stop"], PROPOSED).answer("goal").is_proposal
