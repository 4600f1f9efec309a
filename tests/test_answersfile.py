"""Claims about many answers at once: `iama set --answers`, all or nothing."""

import json
from pathlib import Path

import pytest
from commands import answer, fresh, iama, put, refused

from iama.cli.options import today
from iama.model.dossier import Answer, Follow
from iama.model.records import answer_record

CANARY = "kanarie-geheim"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, `abc`."""
    return fresh(tmp_path)


ANSWERS = """
goal: Less waiting
1.1.1: |-
  Two lines
  of text
algorithm/name: Herzicht
prohibited: no
prohibited-practice: [none]
affected-rights: [life, asylum]
importance[life]: core
settled:
  each:
    life: {value: no, note: Asked the lawyer}
    asylum: no
actions-why:
  - text: First
    due: 2027-01-31
  - {id: abcdef, text: Second}
2.5.1: {status: not-applicable, reason: Made by ourselves}
exit: {status: unknown, follow: {by: team, due: 2027-01-31}}
phase: development
"""


def test_many_answers_are_recorded_at_once_over_several_files(base: Path) -> None:
    put(base, "answers.yaml", ANSWERS)
    told = iama(base, "set", "--answers", "answers.yaml", "abc")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[:3] == [
        "abc: 1.1.2 goal: answered",
        "abc: 1.1.1 problem: answered",
        "abc: name: answered",
    ]
    assert answer(base, "problem").value == "Two lines\nof text"
    assert answer(base, "name", ref="algorithm-1.0").value == "Herzicht"
    assert answer(base, "phase", ref="follow-up-1.0").value == "development"
    assert (answer(base, "settled", "life").note, answer(base, "settled", "asylum").value) == ("Asked the lawyer", "no")
    assert answer(base, "exit").follow == Follow("team", "2027-01-31")
    first, second = answer(base, "actions-why").rows
    assert (second.id, first.cells) == ("abcdef", {"text": "First", "due": "2027-01-31"})
    assert answer(base, "goal").date == today().isoformat()


def test_many_answers_are_judged_after_all_of_them(base: Path) -> None:
    put(base, "answers.yaml", "rules-origin: From the law\ntype: non-self-learning\n")
    told = iama(base, "set", "--answers", "answers.yaml", "abc")
    assert told.out == "abc: 2.2A.1 rules-origin: answered\nabc: 2.1.1.1 type: answered\n"


def test_a_file_may_bring_an_algorithm_of_the_chain_and_the_answers_about_it(base: Path) -> None:
    put(
        base,
        "a.yaml",
        "type: {each: {abcdef: self-learning}}\nother-algorithms: [{id: abcdef, name: A, function: F}]\n",
    )
    assert iama(base, "set", "--answers", "a.yaml", "abc").code == 0
    assert answer(base, "type", "abcdef").value == "self-learning"


def test_many_answers_may_be_json_from_standard_input(base: Path) -> None:
    given = {
        "goal": "Caf\u00e9",
        "1.1.1": None,
        "persons-per-year": 432,
        "affected-rights": ["life"],
        "exit": {"note": "x"},
    }
    assert iama(base, "set", "abc", "--answers", "-", stdin=json.dumps(given, indent="\t")).code == 0
    assert (answer(base, "goal").value, answer(base, "problem")) == ("Café", Answer())
    assert answer(base, "persons-per-year", ref="algorithm-1.0").value == "432"


def test_a_file_of_answers_may_say_dates_and_options_as_people_do(base: Path) -> None:
    text = "personal-data: Ja\naffected-rights: [recht op leven]\nfirst-use: 1 maart 2027\n"
    text += "actions-why: [{text: Bellen, due: 3-4-2027}]\n"
    told = iama(base, "set", "abc", "--answers", "-", stdin=text)
    assert told.code == 0, told.err
    assert answer(base, "affected-rights").value == ("life",)
    assert answer(base, "personal-data", ref="algorithm-1.0").value == "yes"
    assert answer(base, "first-use", ref="algorithm-1.0").value == "2027-03-01"
    assert [row.cells["due"] for row in answer(base, "actions-why").rows] == ["2027-04-03"]


def test_null_in_json_takes_an_answer_away(base: Path) -> None:
    iama(base, "set", "abc", "goal", "x")
    told = iama(base, "set", "--answers", "-", "abc", stdin='{"goal": null}')
    assert (told.out, answer(base, "goal")) == ("abc: 1.1.2 goal: open\n", Answer())


def test_the_day_of_an_answer_in_a_file_is_kept_with_the_day_on_which_it_came_in(base: Path) -> None:
    put(base, "a.yaml", "goal: {value: x, date: 2020-01-01, stamp: 0123abcd}\n")
    assert iama(base, "set", "--answers", "a.yaml", "abc").code == 0
    kept = answer(base, "goal")
    assert (kept.date, kept.imported, kept.stamp) == ("2020-01-01", today().isoformat(), "0123abcd")
    told = iama(base, "report", "--to", "md", "-o", "-", "--lang", "en", "abc").out
    assert "1 January 2020, taken in on" in told
    assert iama(base, "set", "abc", "goal", "y").code == 0
    assert (answer(base, "goal").date, answer(base, "goal").imported) == (today().isoformat(), "")


EVERY_KEY = {
    "value": ["life"],
    "unsure": ["asylum"],
    "follow": {"by": "team", "due": "2027-01-31"},
    "note": "n",
    "note-internal": "i",
    "dissent": [{"by": "lawyer", "text": "d"}],
    "by": ["lawyer"],
    "date": "2026-10-01",
    "sources": [{"title": "s", "path": "p", "version": "v", "date": "2026-01-01", "sha256": "00"}],
    "adopts": [{"from": "iama-2.0/goal", "seen": "00"}],
    "carried": {"from": "iama-1.0/1.2.1", "confirmed": "2026-10-02"},
    "overruled": "o",
    "stamp": "0123abcd",
    "imported": "2026-10-03",
}


def test_no_key_of_an_answer_is_left_unread(base: Path) -> None:
    told = iama(base, "set", "abc", "--answers", "-", stdin=json.dumps({"affected-rights": EVERY_KEY}))
    assert told.code == 0, told.err
    assert answer_record(answer(base, "affected-rights")) == EVERY_KEY
    told = iama(base, "set", "abc", "--answers", "-", stdin='{"exit": {"status": "unknown", "reason": "r"}}')
    assert (told.code, answer(base, "exit").reason) == (0, "r")


JSON_KEPT = [
    (r'{"goal": "\ud83d\ude00 \u00e9"}', "\N{GRINNING FACE} é"),
    ('{"goal": "a\\tb\\/c"}', "a\tb/c"),
    ('\ufeff{"goal": "after a mark"}', "after a mark"),
    ('{"goal": "one\\ntwo"}', "one\ntwo"),
    ('{"goal": {"value": "x", "note": null}}', "x"),
    ('{"goal": "a, b: [c] {d}"}', "a, b: [c] {d}"),
]


@pytest.mark.parametrize(("text", "value"), JSON_KEPT)
def test_json_is_read_as_json(base: Path, text: str, value: str) -> None:
    told = iama(base, "set", "abc", "--answers", "-", stdin=text)
    assert (told.code, told.err) == (0, "") and answer(base, "goal").value == value


def test_truths_and_numbers_of_json_are_answers(base: Path) -> None:
    told = iama(base, "set", "abc", "--answers", "-", stdin='{"prohibited": false, "persons-per-year": 12}')
    assert (told.code, answer(base, "prohibited").value) == (0, "no")
    assert answer(base, "persons-per-year", ref="algorithm-1.0").value == "12"


JSON_REFUSED = [
    ('{"problem": "p",\n "goal": "x", "goal": "y"}', "a.json:2:15: error: `goal` stands here twice", "duplicate-key"),
    ('{"goal": {"note": "x",\n"note": "y"}}', "a.json:2:1: ", "duplicate-key"),
    ('{"problem": "x",\n  "gaol": "x"}', "a.json:2:3: ", "unknown-question"),
    ('{"goal": "x",}', "a.json:1:1", "unreadable-file"),
    ("{goal: x}", "this is not JSON", "unreadable-file"),
    ('{"goal": "\\ud83d"}', "U+D83D", "invalid-value"),
    ('{"goal": "\\u0000"}', "U+0000", "invalid-value"),
    ('{"persons-per-year": NaN}', "is no number", "unsafe-yaml"),
    ('{"goal": ' + "[" * 70 + "]" * 70 + "}", "nesting deeper", "unsafe-yaml"),
    ('["goal"]', "expected keys with values", "invalid-value"),
    ('{"goal": {}}', "nothing stands with `goal`", "invalid-value"),
    ('{"goal": {"value": "x", "date": "2999-01-01"}}', "still to come", ""),
    ('{"goal": {"value": "x", "stamp": "zzz"}}', "no mark of a question", ""),
    ('{"format": "iama/1", "questionnaire": "iama-1.0", "answers": {}}', "with -q iama-1.0", "unknown-key"),
]


@pytest.mark.parametrize(("text", "message", "code"), JSON_REFUSED)
def test_json_that_cannot_be_kept_is_refused_at_its_place(base: Path, text: str, message: str, code: str) -> None:
    put(base, "a.json", text)
    said = refused(base, "set", "--answers", "a.json", "abc", code=3 if code else 2)
    assert message in said and (not code or f"[{code}]" in said)


def test_what_a_file_of_answers_does_not_name_stays(base: Path) -> None:
    iama(base, "set", "--note", "Kept", "--by", "lawyer", "abc", "goal", "x")
    iama(base, "set", "--answers", "-", "abc", stdin="goal: y")
    assert (answer(base, "goal").value, answer(base, "goal").note, answer(base, "goal").by) == (
        "y",
        "Kept",
        ("lawyer",),
    )


MISTAKES = [
    ("gaol: x", "unknown-question", "did you mean `goal`?"),
    ("stop: x", "unknown-question", "asks nothing"),
    ("iama-2.0/name: x", "unknown-question", "iama-2.0 has no question `name`"),
    ("fria-9.9/goal: x", "unknown-question", "there is no questionnaire"),
    ("fria-1.0/harms: x", "unknown-question", "holds no fria-1.0"),
    ("importance: core", "unknown-question", "asked per value"),
    ("importance[lief]: core", "unknown-question", "did you mean `life`?"),
    ("goal[life]: x", "unknown-question", "is asked once"),
    ("prohibited: perhaps", "invalid-value", "none of the options"),
    ("prohibited-practice: none", "invalid-value", "expected a list"),
    ("prohibited-practice: [none, a]", "invalid-value", "stands alone"),
    ("first-use: soon", "invalid-value", "not a date"),
    ("goal: [a]", "invalid-value", "expected text"),
    ("goal: {vlaue: x}", "unknown-key", "did you mean `value`?"),
    ("goal: {value: x, status: unknown}", "invalid-value", "cannot stand together"),
    ("goal: {value: x, by: [lawyr]}", "invalid-value", "did you mean `lawyer`?"),
    ("goal: {status: unknown, follow: {due: 2027-01-31}}", "missing-key", "`by` is missing"),
    ("settled: {each: no}", "invalid-value", "expected keys with values"),
    ("settled: {each: {life: {each: {life: no}}}}", "unknown-key", "`each` cannot stand under one value"),
    ("goal: x\n1.1.2: y", "duplicate-key", "is answered twice"),
    ("goal: x\ngoal: y", "duplicate-key", "stands here twice"),
    ("actions-why: [{owner: x}]", "invalid-value", "column `text` is empty"),
    ("actions-why: [{text: x, colour: y}]", "unknown-key", "unknown key `colour`"),
    ("actions-why: [{id: A1, text: x}]", "invalid-value", "cannot be the id of a row"),
    ("- goal", "invalid-value", "expected keys with values"),
    ("goal: &a x\nexit: *a", "unsafe-yaml", "an anchor"),
    ("goal: !!python/object/apply:os.system ['echo x']", "unsafe-yaml", "a tag"),
    ("goal: x\n---\ngoal: y", "unsafe-yaml", "a second document"),
    ("goal: [" + "[" * 100, "unsafe-yaml", "nesting deeper"),
    ("goal: 'open", "unreadable-file", "this is not YAML"),
    ("<<<<<<< ours\ngoal: x\n=======\ngoal: y\n>>>>>>> theirs", "conflict-markers", "a merge was not finished"),
    ('goal: "a\\uFDD0b"', "invalid-value", "U+FDD0"),
    ("goal: a\x00b", "unreadable-file", "U+0000"),
    ("", "unreadable-file", "the file is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "message"), MISTAKES)
def test_one_mistake_in_a_file_of_answers_and_nothing_is_saved(base: Path, text: str, code: str, message: str) -> None:
    whole = text if text[:1] in ("", "-", "<") else f"problem: {CANARY}\nphase: development\n{text}\n"
    put(base, "a.yaml", whole)
    said = refused(base, "set", "--answers", "a.yaml", "abc", code=3)
    assert said.startswith("a.yaml:") and f"[{code}]" in said and message in said
    assert CANARY not in said and "\x1b" not in said and "\x00" not in said


def test_every_mistake_is_named_at_once_with_its_line(base: Path) -> None:
    put(base, "a.yaml", "gaol: x\ngoal: fine\nfirst-use: soon\n")
    said = refused(base, "set", "--answers", "a.yaml", "abc", code=3)
    assert [line[:9] for line in said.splitlines() if line.startswith("a.yaml")] == ["a.yaml:1:", "a.yaml:3:"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("goal: {status: not-applicable}", "1.1.2: not applicable needs a reason"),
        ("type: {each: {zzzzzz: self-learning}}", "has no row of that id"),
        ("{}", "a.yaml holds no answers"),
    ],
)
def test_answers_that_contradict_the_dossier_are_refused_whole(base: Path, text: str, message: str) -> None:
    put(base, "a.yaml", text if text == "{}" else f"phase: development\n{text}\n")
    assert message in refused(base, "set", "--answers", "a.yaml", "abc")


def test_nothing_is_saved_when_the_last_of_several_files_cannot_be(base: Path) -> None:
    follow_up = base / "assessments" / "abc" / "follow-up.yaml"
    follow_up.write_text(follow_up.read_text() + "# a comment by hand\n")
    put(base, "a.yaml", "goal: x\nname: y\nphase: development\n")
    said = refused(base, "set", "--answers", "a.yaml", "abc", code=3)
    assert "# a comment by hand" in said and "nothing was saved" in said


@pytest.mark.parametrize(
    "text",
    [f"prohibited: {CANARY}", f"prohibited-practice: [{CANARY}]", f"first-use: {CANARY}", f"persons-per-year: {CANARY}",
     f'goal: "{CANARY}\\uFDD0"', f"actions-why: [{{text: x, due: {CANARY}}}]", f"goal: [{CANARY}]", f"goal: '{CANARY}",
     f"actions-why: {CANARY}", f"type: {{each: {CANARY}}}"],
)  # fmt: skip
def test_a_refused_file_of_answers_is_never_quoted(base: Path, text: str) -> None:
    put(base, "a.yaml", text)
    assert CANARY not in refused(base, "set", "--answers", "a.yaml", "abc", code=3)
