"""The chain of decisions: every edit of its history is noticed, but for a clean cut at the end (T46)."""

from collections.abc import Callable
from datetime import date
from itertools import permutations, product
from typing import Any

import pytest
from decisions import Decided, bound_anew, chain, codes, decide, doubts, small, unfolded
from given import AS_OF

from iama.audit.chain import breaks
from iama.audit.pages import page_names
from iama.audit.snapshot import file_name
from iama.model.approval import Approval
from iama.model.canonical import digest_of
from iama.model.dossier import Dossier
from iama.model.struct import replace

THREE = chain("go", "conditions", "no-go")
FIRST, SECOND, THIRD = THREE.dossier.approvals
OTHER = decide(Decided(small(), {}), "go", day=date(2026, 11, 20), salt="f" * 32)
SIGNED = "it names who signed it and holds no signature, or the other way round"


def told(decided: Decided, today: date = AS_OF) -> list[str]:
    return [str(one.message) for one in breaks(decided.kept, today)]


def test_a_chain_as_it_was_made_has_no_breaks() -> None:
    assert told(THREE) == []
    assert doubts(THREE) == []


def test_nothing_decided_is_nothing_to_doubt() -> None:
    assert doubts(Decided(small(), {})) == []


def histories() -> list[tuple[Approval, ...]]:
    """Every order of up to four of the entries, doubles included, but for the true one and its beginnings."""
    entries = (FIRST, SECOND, THIRD)
    lists = {chosen for size in (1, 2, 3, 4) for chosen in product(entries, repeat=size)}
    return sorted(lists - {entries[:1], entries[:2], entries}, key=lambda chosen: [one.number for one in chosen])


def test_every_drop_reordering_and_doubling_is_noticed(counted: Callable[..., None]) -> None:
    assert len(histories()) == 3 + 9 + 27 + 81 - 3
    missed = [history for history in histories() if not any(breaks(THREE.with_(*history).kept, AS_OF))]
    counted(histories=len(histories()), missed=len(missed))
    assert missed == []
    assert set(permutations((FIRST, SECOND, THIRD))) - {(FIRST, SECOND, THIRD)} <= set(histories())


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_cut_at_the_end_is_noticed_as_long_as_its_snapshot_is_there(kept: int) -> None:
    orphans = told(THREE.with_(*THREE.dossier.approvals[:kept]))
    assert sorted(line[:60] for line in orphans) == [
        f"snapshot of a decision that is not in approvals.yaml: approval {number}"[:60] for number in range(kept + 1, 4)
    ]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_clean_cut_at_the_end_needs_an_anchor_outside(kept: int) -> None:
    bound = THREE.dossier.approvals[:kept]
    names = {file_name(one.snapshot) for one in bound} | {name for one in bound for name in page_names(one)}
    files = {name: content for name, content in THREE.files.items() if name in names}
    assert told(THREE.with_(*THREE.dossier.approvals[:kept], files=files)) == []  # docs/audit.md says so


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda one: replace(one, recorded_on="2026-11-19"), "it has an earlier date than the entry before it"),
        (lambda one: replace(one, recorded_on="2026-11-24"), "it has a date that is still to come"),
        (lambda one: replace(one, decided_on="2026-11-22"), "it was recorded before it was decided"),
        (lambda one: replace(one, contract=1), "it has an older format than the entry before it"),
        (lambda one: replace(one, pages={}), "it names no page that was decided on"),
        (lambda one: replace(one, number=3), "it has number 3: an entry was dropped, moved or doubled"),
        (lambda one: replace(one, conditions=()), "its decision and its conditions do not fit together"),
        (
            lambda one: replace(one, conditions=tuple(replace(condition, text=" ") for condition in one.conditions)),
            "a condition says nothing",
        ),
        (
            lambda one: replace(one, conditions=one.conditions * 2),
            f"condition `{SECOND.conditions[0].id}` has the id of another: "
            "what is recorded of that one would count for this one too",
        ),
        (
            lambda one: replace(one, signer="p1"),
            "it names who signed it and holds no signature, or the other way round",
        ),
        (lambda one: replace(one, text="For other reasons"), "it says something else than its snapshot"),
        (lambda one: replace(one, snapshot="sha256:" + "0" * 64), "its snapshot is not there"),
        (lambda one: replace(one, snapshot=FIRST.snapshot), "an earlier entry binds the same snapshot"),
    ],
)
def test_a_changed_entry_is_noticed(edit: Callable[[Approval], Approval], message: str) -> None:
    assert message in told(THREE.with_(FIRST, edit(SECOND), THIRD))


def test_the_last_entry_cannot_be_changed_either() -> None:
    assert told(THREE.with_(FIRST, SECOND, replace(THIRD, role="responsible")))


def test_a_decision_about_another_dossier_does_not_hold_here() -> None:
    moved = Dossier("other", THREE.dossier.assessments, approvals=THREE.dossier.approvals)
    found = list(breaks(replace(THREE, dossier=moved).kept, AS_OF))
    assert [str(one.message) for one in found] == [
        "its snapshot is of the dossier scan, and this folder is called other"
    ] * 3
    assert all("rename `other` to `scan`" in str(one.hint) for one in found)


@pytest.mark.parametrize("quick", [True, False])
def test_a_program_that_takes_kept_files_for_text_is_named(quick: bool) -> None:
    (entry,) = chain("go").dossier.approvals
    honest = chain("go")
    page = next(name for name in honest.files if name.endswith("public.nl.html.gz"))
    snapshot, object_ = file_name(entry.snapshot), next(iter(honest.objects))
    as_text = {**honest.files, page: honest.files[page].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")}
    ended = {**honest.files, snapshot: honest.files[snapshot] + b"\r\n"}
    objects = {**honest.objects, object_: honest.objects[object_] + b"\n"}

    def found(decided: Decided) -> tuple[str, str]:
        (one,) = breaks(decided.kept, AS_OF, quick=quick)
        return str(one.message), str(one.hint)

    message, remedy = found(replace(honest, files=as_text))
    assert "eol=crlf" in message and "*.gz binary" in remedy
    for decided in (replace(honest, files=ended), replace(honest, objects=objects)):
        message, remedy = found(decided)
        assert "an end of line was put behind" in message and "leave `approved/`" in remedy
    message, _ = found(replace(honest, files={**honest.files, page: honest.files[page][:-9] + b"\r\n" * 3}))
    assert "eol" not in message


def test_an_entry_of_another_chain_does_not_fit() -> None:
    files = {**THREE.files, **OTHER.files}
    assert "its snapshot is not there" not in told(THREE.with_(*OTHER.dossier.approvals, SECOND, THIRD, files=files))
    assert told(THREE.with_(*OTHER.dossier.approvals, SECOND, THIRD, files=files))


def test_every_changed_byte_of_a_snapshot_is_noticed(counted: Callable[..., None]) -> None:
    name = file_name(FIRST.snapshot)
    content, pages = THREE.files[name], {page: THREE.files[page] for page in page_names(FIRST)}
    missed = []
    for place in range(0, len(content), 7):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        if told(THREE.with_(FIRST, files={**pages, name: changed})) != ["its snapshot was changed"]:
            missed.append(place)
    counted(changes=len(range(0, len(content), 7)), missed=len(missed))
    assert missed == []


def test_codes_of_breaks_are_errors_that_name_the_file() -> None:
    found = doubts(THREE.with_(FIRST, SECOND))
    assert set(codes(found)) == {"approval-broken"}
    assert {one.file for one in found} == {f"approved/{file_name(THIRD.snapshot)}"}  # its pages go along with it
    assert "iama merge" in str(found[0].hint)


def with_question(record: Any, **keys: Any) -> Any:
    """Return a snapshot whose first question of the IAMA says something else."""
    record["questionnaires"]["iama-2.0"]["parts"][0]["sections"][0]["questions"][0].update(keys)
    return record


def with_trigger(record: Any, **keys: Any) -> Any:
    record["questionnaires"]["iama-2.0"]["triggers"][0].update(keys)
    return record


@pytest.mark.parametrize(
    "forge",
    [
        lambda record: {**record, "extra": 1},
        lambda record: {**record, "salt": [1]},
        lambda record: {**record, "algorithm": 5},
        lambda record: {**record, "decision": {**record["decision"], "contract": 1}},
        lambda record: {**record, "decision": {**record["decision"], "as-of": "2026-99-99"}},
        lambda record: {**record, "decision": {**record["decision"], "text": {"a": 1}}},
        lambda record: {**record, "law": {"facts": {"x": {"a": 1}}, "digest": ""}},
        lambda record: with_question(record, text=5),
        lambda record: with_question(record, text={"nl": [1]}),
        lambda record: with_question(record, repeat="nowhere"),
        lambda record: with_question(record, kind="rows", columns=[{"id": 5}]),
        lambda record: with_question(record, conditions=["(" * 5000 + "goal answered" + ")" * 5000]),
        lambda record: with_question(record, conditions=[" and ".join(["goal answered"] * 10_000)]),
        lambda record: with_trigger(record, severities=[]),
        lambda record: with_trigger(record, repeat="nowhere"),
        lambda record: {**record, "iama_snapshot": 3},
        lambda record: {**record, "iama_snapshot": 1},
        lambda record: {**record, "covers": {"whole": ["iama-9.0"], "answers": {}}},
        lambda record: {**record, "assessments": {}},
        lambda record: {**record, "questionnaires": []},
        lambda record: {**record, "decision": {**record["decision"], "previous": "x"}},
        lambda record: {**record, "decision": {}},
        lambda record: [record],
    ],
)
def test_a_forged_snapshot_is_told_and_stops_nothing(forge: Callable[[Any], Any]) -> None:
    found = doubts(bound_anew(THREE, FIRST, forge(unfolded(THREE, FIRST))))
    assert set(codes(found)) == {"approval-broken"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b'{"iama_snapshot":NaN}', b'{"iama_snapshot":"\\ud800"}']
)
def test_a_snapshot_that_is_no_json_is_told(content: bytes) -> None:
    entry = replace(FIRST, snapshot=digest_of(content), pages={})
    told = doubts(THREE.with_(entry, files={file_name(entry.snapshot): content}))
    assert [one.code for one in told] == ["approval-broken"] * 2  # it names no page, too


def test_a_question_whose_condition_leads_to_itself_ends() -> None:
    assert codes(doubts(bound_anew(THREE, FIRST, with_question(unfolded(THREE, FIRST), conditions=["goal answered"]))))


def test_swapped_snapshots_are_noticed() -> None:
    names = [file_name(one.snapshot) for one in (FIRST, SECOND)]
    swapped = {**THREE.files, names[0]: THREE.files[names[1]], names[1]: THREE.files[names[0]]}
    assert told(THREE.with_(*THREE.dossier.approvals, files=swapped)) == ["its snapshot was changed"] * 2


def test_a_quick_look_sees_every_change_too() -> None:
    for name, content in THREE.files.items():
        changed = {**THREE.files, name: content[:-2] + b" }" if name.endswith(".json") else content[:-20]}
        assert [one.message for one in breaks(replace(THREE.kept, files=changed), AS_OF, quick=True)]
    assert [one for one in histories() if not any(breaks(THREE.with_(*one).kept, AS_OF, quick=True))] == []
    assert not any(breaks(THREE.kept, AS_OF, quick=True))


def test_a_snapshot_that_is_not_canonical_is_told() -> None:
    content = THREE.files[file_name(FIRST.snapshot)] + b"\n"
    entry = replace(FIRST, snapshot=digest_of(content), pages={})
    assert "it is not canonical JSON" in told(THREE.with_(entry, files={file_name(entry.snapshot): content}))
