"""Claims about `iama questionnaire`, and through it about IAMA 2.0 as it is asked."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import iama, put, refused

from iama.files.shipped import SHIPPED, shipped_folder
from iama.model.grammar import parse_condition

Json = dict[str, Any]
HERE = Path(__file__).parent
# the leaf inputs of IAMA 2.0 (February 2026) in the order of the instrument; `*` is its list of action points
OFFICIAL = """
1.1.1 1.1.2 1.2.1 1.2.2 1.3.1 1.3.2 1.3.4 1.4.1.1 1.4.1.2 1.4.1.3 1.4.2 1.4.3 *
2.1.1.1 2.1.1.2 2.1.2 2.2A.1 2.2A.2 2.2A.3 2.2B.1 2.2B.2 2.2B.3 2.2B.4
2.3.1 2.3.2 2.3.3 2.4.1 2.4.2 2.4.3 2.5.1 2.5.2 2.5.3 *
3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2.1 3.2.2 3.2.3 3.2.4 3.3.1 3.3.2 3.3.3 3.3.4
3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.5.1 3.5.2 3.5.3 3.5.4 3.5.5 3.5.6 3.5.7 *
4.1.1.1 4.1.1.2 4.1.2.2 4.1.2.3 4.1.3 4.2.1 4.2.2 4.2.3 4.2.4 4.2.5 4.3.1 4.3.2 4.3.3
4.4.1 4.4.2 4.5.1 4.5.2 4.5.3 4.5.4 *
5.A.1 5.A.3 5.A.5 5.A.6 5.A.2 5.A.4 5.B 5.C
""".split()
# the 30 rights of 4.1.1.1 and 4.1.2.2, by cluster
RIGHTS = {
    "person": "personal-identity social-identity integrity data-protection communication spatial-privacy "
    "camera-property reputation environment socio-economic",
    "freedom": "expression receive-information religion demonstration association political",
    "equality": "equality-law direct-distinction indirect-distinction discriminatory-motive material-distinction "
    "accommodation profiling segregation",
    "procedure": "good-administration effective-remedy impartial-judge reasonable-time fair-trial nulla-poena",
}
# where an earlier answer is shown again, by number
SHOWN = {
    "1.1.2": ("2.1.2", "4.4.1", "4.5.1", "5.A.1"),
    "1.2.1": ("3.5.3", "5.A.1"),
    "1.2.2": ("3.5.2",),
    "3.5.2": ("5.A.2",),
    "3.5.6": ("5.A.2",),
    "4.1.3": ("5.A.1",),
    "4.4.1": ("5.A.5",),
    "4.5.1": ("5.A.6",),
    "4.5.3": ("5.C",),
}
ANNEX_III = "1a 1b 1c 2 3a 3b 3c 3d 4a 4b 5a 5b 5c 5d 6a 6b 6c 6d 6e 7a 7b 7c 7d 8a 8b".split()
KEYS = """
id number official part section group kind required when repeat text help options columns meeting covers register roles
law shows audit
""".split()


@cache
def shown(ref: str = "iama-2.0") -> Json:
    """Return `iama questionnaire show REF --json`."""
    document: Json = iama(HERE, "questionnaire", "show", ref, "--json").json
    return document


def by_number() -> dict[str, Json]:
    return {one["number"]: one for one in shown()["questions"] if one["number"]}


def by_id(ref: str = "iama-2.0") -> dict[str, Json]:
    return {one["id"]: one for one in shown(ref)["questions"]}


def values(question: Json) -> list[str]:
    return [option["value"] for option in question["options"]]


def test_the_official_inputs_of_iama_2_are_all_there_in_the_order_of_the_instrument() -> None:
    official = [one for one in shown()["questions"] if one["official"] and one["kind"] != "notice"]
    assert [one["number"] or "*" for one in official] == OFFICIAL
    assert len(official) == 87


def test_nothing_else_carries_an_official_number() -> None:
    others = [one for one in shown()["questions"] if not one["official"]]
    assert [one["id"] for one in others if one["number"]] == []
    assert [one["number"] for one in shown()["questions"] if one["kind"] == "notice" and one["official"]] == ["1.3.3"]


def test_of_the_official_inputs_82_are_text_three_a_choice_and_two_a_tick_list() -> None:
    kinds: dict[str, list[str]] = {}
    for one in shown()["questions"]:
        if one["official"] and one["kind"] != "notice":
            kinds.setdefault(one["kind"], []).append(one["number"])
    assert kinds.pop("yes-no") == ["1.3.1", "1.3.2"]
    assert kinds.pop("choice") == ["2.1.1.1"]
    assert kinds.pop("choices") == ["4.1.1.1", "4.1.2.2"]
    assert kinds.pop("rows") == [None] * 4  # the lists of action points, repeatable text in the instrument
    assert {kind: len(numbers) for kind, numbers in kinds.items()} == {"text": 78}


def test_the_document_has_its_version_key_first_and_the_fixed_keys() -> None:
    document = shown()
    assert next(iter(document.items())) == ("iama_questionnaire", 1)
    assert {"ref", "revision", "title", "languages", "digest", "roles", "parts", "questions", "triggers"} <= set(
        document
    )
    assert (document["ref"], document["languages"]) == ("iama-2.0", ["nl", "en"])
    assert document["digest"].startswith("sha256:") and len(document["digest"]) == len("sha256:") + 64
    assert [part["number"] for part in document["parts"]] == ["0", "1", "2", "3", "4", "5"]
    assert all({"id", "number", "title"} == set(part) for part in document["parts"])


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_every_question_has_the_fixed_keys_with_values_of_their_kind(ref: str) -> None:
    document = shown(ref)
    for one in document["questions"]:
        assert set(KEYS) <= set(one), one["id"]
        assert one["meeting"] in (1, 2, 3, "homework")
        assert isinstance(one["official"], bool) and isinstance(one["required"], bool)
        assert set(one["text"]) == {"nl", "en"} and all(one["text"].values())
        assert one["help"] is None or all(one["help"].values())
        assert one["part"] in {part["id"] for part in document["parts"]}
        assert set(one["roles"]) <= set(document["roles"])
        assert all({"value", "label"} <= set(option) and all(option["label"].values()) for option in one["options"])


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_every_trigger_has_the_fixed_keys(ref: str) -> None:
    keys = "id severity severities when from froms repeat basis title advice acceptable".split()
    for one in shown(ref)["triggers"]:
        assert set(keys) <= set(one), one["id"]
        assert one["severity"] in ("blocker", "must", "warning", "attention")


def test_the_roles_of_the_contract_are_there() -> None:
    assert {"project-leader", "data-scientist", "lawyer", "responsible"} <= set(shown()["roles"])


@pytest.mark.parametrize("ref", ["iama-2.0", "algorithm-1.0"])
def test_yes_comes_before_no(ref: str) -> None:
    asked = [one for one in shown(ref)["questions"] if one["kind"] == "yes-no"]
    assert asked
    assert {tuple(values(one)) for one in asked} == {("yes", "no")}


@pytest.mark.parametrize("ref", ["iama-2.0", "algorithm-1.0"])
def test_no_option_is_called_unknown(ref: str) -> None:
    assert not any("unknown" in values(one) for one in shown(ref)["questions"])


def test_the_thirty_rights_are_offered_for_harm_and_for_protection() -> None:
    slugs = [slug for cluster in RIGHTS.values() for slug in cluster.split()]
    assert len(slugs) == 30
    for number in ("4.1.1.1", "4.1.2.2"):
        assert values(by_number()[number]) == slugs
        groups = {option["value"]: option["group"] for option in by_number()[number]["options"]}
        assert groups == {slug: cluster for cluster, found in RIGHTS.items() for slug in found.split()}


def test_the_affected_rights_are_the_thirty_the_charter_rights_of_ours_and_none() -> None:
    affected = values(by_id()["affected-rights"])
    assert affected[:30] == values(by_number()["4.1.1.1"])
    assert {"human-dignity", "life", "children", "education", "workers", "property"} < set(affected[30:-1])
    assert affected[-1] == "none"


@pytest.mark.parametrize(
    ("number", "condition"),
    [
        ("1.3.1", None),
        ("1.3.3", "prohibited = yes"),  # the stop notice
        ("1.3.2", "prohibited = no"),
        ("1.3.4", "statutory-task = yes"),
        ("2.1.1.1", None),
        *((f"2.2A.{n}", "type = non-self-learning") for n in (1, 2, 3)),
        *((f"2.2B.{n}", "type = self-learning") for n in (1, 2, 3, 4)),
        ("2.3.1", None),
        *((f"4.3.{n}", "settled = no") for n in (1, 2, 3)),
        *((f"4.{n}", "any affected-rights (settled = no)") for n in ("4.1", "4.2", "5.1", "5.2", "5.3", "5.4")),
    ],
)
def test_a_question_is_shown_when_the_instrument_shows_it(number: str, condition: str | None) -> None:
    assert by_number()[number]["when"] == condition
    assert by_id()["prohibited"]["number"] == "1.3.1"
    assert by_id()["statutory-task"]["number"] == "1.3.2"
    assert (by_id()["type"]["number"], values(by_id()["type"])) == ("2.1.1.1", ["self-learning", "non-self-learning"])


@pytest.mark.parametrize("part", ["1", "3", "5"])
def test_the_other_parts_are_asked_of_everybody(part: str) -> None:
    conditional = {"1.3.3", "1.3.2", "1.3.4"}
    asked = [one for number, one in by_number().items() if number.startswith(part) and number not in conditional]
    assert {one["when"] for one in asked} == {None}


def test_a_condition_of_part_section_and_question_is_shown_whole_and_can_be_read() -> None:
    assert by_id()["verdict"]["when"] == "(any affected-rights (settled = no)) and (settled = no)"
    for ref in SHIPPED.refs:
        for one in shown(ref)["questions"]:
            assert one["when"] is None or parse_condition(one["when"])


def test_part_2_is_answered_per_algorithm_in_the_chain_and_4_3_per_right() -> None:
    repeats = {number: one["repeat"] for number, one in by_number().items()}
    assert {repeats[number] for number in repeats if number.startswith("2.")} == {"other-algorithms"}
    assert {repeats[number] for number in ("4.3.1", "4.3.2", "4.3.3")} == {"affected-rights"}
    assert not any(repeats[number] for number in repeats if number[0] in "135" or number.startswith(("4.1", "4.2")))


@pytest.mark.parametrize("source", SHOWN)
def test_an_earlier_answer_is_shown_beside_the_questions_that_build_on_it(source: str) -> None:
    asked = by_number()
    for target in SHOWN[source]:
        assert asked[source]["id"] in asked[target]["shows"], (source, target)


def test_the_action_points_of_all_parts_are_shown_in_part_5() -> None:
    lists = [one["id"] for one in shown()["questions"] if one["kind"] == "rows" and one["official"]]
    assert by_id()["all-actions"]["shows"] == lists
    assert len(lists) == 4 and by_id()["all-actions"]["part"] == "closing"


@pytest.mark.parametrize(
    ("number", "letter"),
    [
        ("1.1.2", "a"), ("3.1.1", "a"), ("3.1.2", "b"), ("3.1.3", "b"), ("3.5.1", "c"), ("3.5.2", "d"), ("3.2.1", "e"),
        ("3.2.2", "e"), ("3.4.1", "f"), ("3.4.2", "f"), ("3.4.3", "f"), ("1.4.1.1", "f"), ("1.4.1.2", "f"),
        ("1.4.1.3", "f"), ("1.4.2", "f"),
    ],
)  # fmt: skip
def test_a_question_covers_its_letter_of_article_27(number: str, letter: str) -> None:
    # AI Act art. 27(1); beyond what the form itself marks: 3.1.2, 3.4.3, 1.4.1 and 1.4.2
    assert f"27(1)({letter})" in by_number()[number]["covers"]


@pytest.mark.parametrize(
    ("group", "numbers"),
    [
        ("1.4.1", ["1.4.1.1", "1.4.1.2", "1.4.1.3"]),
        ("2.1.1", ["2.1.1.1", "2.1.1.2"]),
        ("4.1.1", ["4.1.1.1", "4.1.1.2"]),
        ("4.1.2", ["4.1.2.2", "4.1.2.3"]),
    ],
)
def test_inputs_of_one_question_share_its_heading(group: str, numbers: list[str]) -> None:
    found = [number for number, one in by_number().items() if one["group"] and one["group"]["number"] == group]
    assert found == numbers
    assert all(by_number()[number]["group"]["text"]["nl"] for number in numbers)


def test_official_inputs_are_asked_in_the_meetings_of_the_instrument() -> None:
    meetings = {number: one["meeting"] for number, one in by_number().items()}
    assert {meetings[number] for number in meetings if number[0] in "12"} == {1}
    assert {meetings[number] for number in meetings if number[0] == "3" or number.startswith("4.1")} == {2}
    assert {meetings[number] for number in meetings if number.startswith("4.2")} == {"homework"}
    assert {meetings[number] for number in meetings if number.startswith(("4.3", "4.4", "4.5", "5"))} == {3}


def test_at_most_six_public_values_are_chosen() -> None:
    assert {by_id()[name]["max"] for name in ("values-served-list", "values-harmed-list")} == {6}


def test_the_points_of_annex_iii_are_the_values_of_one_tick_list() -> None:
    assert values(by_id("algorithm-1.0")["annex-iii"]) == [*ANNEX_III, "none"]


def test_the_facts_of_the_algorithm_are_homework_and_nobody_calls_them_official() -> None:
    for ref in ("algorithm-1.0", "follow-up-1.0"):
        assert {(one["meeting"], one["official"], one["number"]) for one in shown(ref)["questions"]} == {
            ("homework", False, None)
        }


def test_show_in_text_follows_the_language() -> None:
    dutch = iama(HERE, "questionnaire", "show", "--lang", "nl", "iama-2.0").out
    english = iama(HERE, "questionnaire", "show", "iama").out
    assert "\n1 Waarom?\n" in dutch and "\n1 Why?\n" in english
    assert all(f"  {number} " in english for number in OFFICIAL if number != "*")


def test_list_names_every_questionnaire() -> None:
    told = iama(HERE, "questionnaire", "list")
    assert (told.code, told.err) == (0, "")
    assert [line.split()[0] for line in told.out.splitlines()] == list(SHIPPED.refs)
    assert "Opvolging" in iama(HERE, "questionnaire", "list", "--lang", "nl").out


def test_list_as_json_has_its_version_key_first() -> None:
    document = iama(HERE, "questionnaire", "list", "--json").json
    assert next(iter(document.items())) == ("iama_questionnaires", 1)
    assert [one["ref"] for one in document["questionnaires"]] == list(SHIPPED.refs)


def test_coverage_counts_official_inputs_and_companion_screens() -> None:
    document = iama(HERE, "questionnaire", "coverage", "iama-2.0", "--json").json
    assert next(iter(document.items())) == ("iama_questionnaire_coverage", 1)
    assert document["official_inputs"] == 87
    assert all(one["companion_screens"] <= 5 for one in document["meetings"])
    assert "iama-2.0: 87 official inputs" in iama(HERE, "questionnaire", "coverage", "iama").out


@pytest.mark.parametrize("command", ["show", "coverage"])
@pytest.mark.parametrize(("ref", "hint"), [("iama-3.0", "did you mean `iama-2.0`?"), ("x/../y", "use one of:")])
def test_an_unknown_questionnaire_is_wrong_use(tmp_path: Path, command: str, ref: str, hint: str) -> None:
    assert hint in refused(tmp_path, "questionnaire", command, ref)


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_every_shipped_questionnaire_passes_lint(ref: str) -> None:
    path = shipped_folder("questionnaires") / f"{ref}.yaml"
    told = iama(HERE, "questionnaire", "lint", path)
    assert (told.code, told.out) == (0, f"{path}: no findings\n")
    assert iama(HERE, "questionnaire", "lint", path, "--json").json == {"iama_lint": 1, "findings": []}
    ease = iama(HERE, "questionnaire", "lint", "--readability", path, "--json").json["readability"]
    assert list(ease.values()) == sorted(ease.values()) and set(ease) <= set(SHIPPED.trees[Path(path).stem].questions)


BROKEN = "format: iama-questionnaire/1\nid: x\nversion: '1'\ntitle: {nl: X, en: X}\nparts: []\ncolour: red\n"


def test_lint_names_the_place_of_a_mistake_and_ends_with_1(tmp_path: Path) -> None:
    put(tmp_path, "x.yaml", BROKEN)
    told = iama(tmp_path, "questionnaire", "lint", "x.yaml")
    assert told.code == 1
    assert told.out.startswith("x.yaml:6:1: error: unknown key `colour` [unknown-key]\n    ")
    document = iama(tmp_path, "questionnaire", "lint", "--json", "x.yaml").json
    assert (
        document["findings"][0].items() >= {"code": "unknown-key", "line": 6, "column": 1, "severity": "error"}.items()
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"a: [",
        b"a: &x [*x]",
        b"[1, 2]",
        b"a: !!python/object/apply:os.system ['false']",
        b"\x00",
        b"[" * 5000,
        b"format: iama-questionnaire/1\n---\nb: 1",
        b"a: \x1b[31m",
    ],
)
def test_a_hostile_tree_gives_findings_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "x.yaml", content)
    told = iama(tmp_path, "questionnaire", "lint", "x.yaml")
    assert (told.code, told.err) == (1, "")
    assert told.out.startswith("x.yaml") and "\x1b" not in told.out


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_lint_of_a_file_that_cannot_be_read_ends_with_3(tmp_path: Path, name: str) -> None:
    assert "[unreadable-file]" in refused(tmp_path, "questionnaire", "lint", name, code=3)


def test_questionnaire_alone_shows_what_it_can_and_ends_with_2(tmp_path: Path) -> None:
    told = iama(tmp_path, "questionnaire")
    assert told.code == 2 and "Usage: iama questionnaire" in told.out + told.err


def test_questionnaires_are_told_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    """`iama questionnaire list` was English in a workspace whose messages are Dutch."""
    put(tmp_path, "iama.toml", 'language = "nl"\n')
    for arguments, words in ((("list",), "Opvolging"), (("show", "follow-up-1.0"), "Opvolging")):
        assert words in iama(tmp_path, "questionnaire", *arguments, env={"IAMA_LANG": ""}).out
