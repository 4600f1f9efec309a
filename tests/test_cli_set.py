"""Claims about `iama set`: what it records, what it refuses, and that many answers are all or nothing."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import answer, contents, demo, fresh, iama, put, refused
from given import tree

from iama.cli.options import today
from iama.cli.targets import tree_of
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.model.dossier import Dissent, Follow, Source, State
from iama.model.library import Library
from iama.model.limits import MAX_BYTES, TEXT_LENGTH
from iama.model.problems import UsageError

CANARY = "kanarie-geheim"
SEVEN = "lawfulness integrity equality privacy safety trust autonomy"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, `abc`."""
    return fresh(tmp_path)


def test_an_answer_is_recorded_with_the_date_of_today(base: Path) -> None:
    told = iama(base, "set", "abc", "goal", "Less", "waiting")
    assert (told.code, told.out, told.err) == (0, "abc: 1.1.2 goal: answered\n", "")
    kept = answer(base, "goal")
    assert (kept.value, kept.date) == ("Less waiting", today().isoformat())
    assert kept.stamp


def test_a_question_is_named_with_its_assessment_as_findings_name_it(base: Path) -> None:
    for name in ("iama/goal", "iama-2.0/goal"):
        assert iama(base, "set", "abc", name, name).err == ""
        assert answer(base, "goal").value == name
    assert iama(base, "set", "-q", "iama", "abc", "iama-2.0/goal", "Once").code == 0
    assert iama(base, "set", "abc", "follow-up/phase", "in-use").code == 0
    assert (
        iama(base, "withhold", "abc", "iama/goal", "--ground", "woo-5.2", "--reason", "Opinion", "--by", "lawyer").code
        == 0
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-q", "algorithm", "abc", "iama/goal", "Once"), "keep one of them"),
        (("abc", "iama/gaol", "Once"), "`goal`"),
        (("abc", "fria/goal", "Once"), "fria-1.0"),
    ],
)
def test_a_question_of_another_assessment_is_refused(base: Path, words: tuple[str, ...], said: str) -> None:
    assert said in refused(base, "set", *words)
    assert answer(base, "goal").value is None


def test_what_the_register_will_refuse_is_said_at_once_and_the_answer_is_kept(base: Path) -> None:
    told = iama(base, "set", "abc", "website", "www.example.nl")
    assert (told.code, told.err) == (
        0,
        "Mind website: A link begins with https://, followed by the address of the site.\n",
    )
    assert answer(base, "website", ref="algorithm-1.0").value == "www.example.nl"


@pytest.mark.parametrize(
    ("words", "question", "ref", "value"),
    [
        (("1.1.2", "x"), "goal", "iama-2.0", "x"),
        (("prohibited", "nee"), "prohibited", "iama-2.0", "no"),
        (("4.1.1.1", "reputation,data-protection"), "rights-at-risk", "iama-2.0", ("data-protection", "reputation")),
        (("name", "Herzicht"), "name", "algorithm-1.0", "Herzicht"),
        (("first-use", "2027-03-01"), "first-use", "algorithm-1.0", "2027-03-01"),
        (("persons-per-year", "432"), "persons-per-year", "algorithm-1.0", "432"),
        (("phase", "in-use"), "phase", "follow-up-1.0", "in-use"),
    ],
)
def test_every_kind_of_answer_finds_its_question(
    base: Path, words: tuple[str, ...], question: str, ref: str, value: object
) -> None:
    assert iama(base, "set", "abc", *words).code == 0
    assert answer(base, question, ref=ref).value == value


@pytest.mark.parametrize("ref", ["iama-2.0", "iama"])
@pytest.mark.parametrize("option", [["-q", "{}"], ["--questionnaire", "{}"], ["--questionnaire={}"], ["-q{}"]])
def test_the_questionnaire_may_be_named_in_every_spelling(base: Path, ref: str, option: list[str]) -> None:
    assert iama(base, "set", *(word.format(ref) for word in option), "abc", "goal", "--x", "-y").code == 0
    assert answer(base, "goal").value == "--x -y"


@pytest.mark.parametrize(
    "words",
    [
        ["--note", "x"],
        ["--unknown"],
        ["--help"],
        ["-q", "iama-2.0"],
        ["-5"],
        ["-"],
        ["--", "--"],
        ["x", "--", "y"],
        ["--root=/"],
        ["*", "~", "$HOME", "%PATH%"],
    ],
)
def test_everything_after_the_question_is_the_answer(base: Path, words: list[str]) -> None:
    assert iama(base, "set", "abc", "goal", *words).code == 0
    assert answer(base, "goal").value == " ".join(words[1:] if words[0] == "--" else words)


def test_an_answer_that_begins_as_an_option_is_recorded_and_said_to_be_an_answer(base: Path) -> None:
    for word in ("--clear", "--note=x", "-q", "--help"):
        told = iama(base, "set", "abc", "goal", word)
        assert (told.code, answer(base, "goal").value) == (0, word)
        name = word.removesuffix("=x")
        assert told.err.startswith(f"note: `{name}` is read as part of the answer: options come before QUESTION")
    for words in (("--", "--clear"), ("x", "--clear"), ("--cleared",), ("question",)):
        assert iama(base, "set", "abc", "goal", *words).err == ""


def test_two_hyphens_before_the_answer_are_a_sign_and_no_part_of_it(base: Path) -> None:
    for words in (("abc", "goal", "--", "-x"), ("--", "abc", "goal", "-x"), ("abc", "--", "goal", "-x")):
        assert iama(base, "set", *words).code == 0
        assert answer(base, "goal").value == "-x"


def test_options_may_stand_between_the_dossier_and_the_question(base: Path) -> None:
    assert iama(base, "set", "abc", "--note", "--looks-like-an-option", "goal", "x").code == 0
    assert answer(base, "goal").note == "--looks-like-an-option"


def test_a_dossier_may_be_named_by_its_path(base: Path, tmp_path: Path) -> None:
    assert iama(tmp_path, "set", "fresh/assessments/abc", "goal", "x").out.startswith("abc: ")
    assert iama(tmp_path, "set", "--root", "fresh/assessments", "abc", "goal", "y").code == 0
    assert answer(base, "goal").value == "y"


def test_what_stands_beside_an_answer_is_recorded_and_added_to(base: Path) -> None:
    iama(base, "set", "--by", "lawyer", "--source", "DPIA v1", "--note", "First", "abc", "goal", "x")
    iama(
        base,
        "set",
        "--by",
        "ethicist",
        "--source",
        "Memo",
        "--dissent",
        "ethicist: Too wide: narrow it",
        "abc",
        "goal",
        "y",
    )
    kept = answer(base, "goal")
    assert (kept.value, kept.note, kept.by) == ("y", "First", ("lawyer", "ethicist"))
    assert kept.sources == (Source("DPIA v1"), Source("Memo"))
    assert kept.dissent == (Dissent("ethicist", "Too wide: narrow it"),)


@pytest.mark.parametrize(("option", "state"), [("--unknown", State.UNKNOWN), ("--ask-supplier", State.ASK_SUPPLIER)])
def test_a_question_may_be_left_to_somebody(base: Path, option: str, state: State) -> None:
    told = iama(base, "set", option, "--follow-by", "data-scientist", "--due", "2027-01-31", "abc", "goal")
    assert told.out == f"abc: 1.1.2 goal: {state}\n"
    kept = answer(base, "goal")
    assert (kept.status, kept.follow) == (state, Follow("data-scientist", "2027-01-31"))


def test_not_applicable_keeps_its_reason(base: Path) -> None:
    told = iama(base, "set", "--not-applicable", "Nobody supplies it", "abc", "2.5.1")
    assert told.out == "abc: 2.5.1 supplier-agreements: not-applicable\n"
    assert answer(base, "supplier-agreements").reason == "Nobody supplies it"


def test_clearing_makes_a_question_open_again(base: Path) -> None:
    before = contents(base)
    iama(base, "set", "--note", "n", "abc", "goal", "x")
    told = iama(base, "set", "--clear", "abc", "goal")
    assert (told.code, told.out) == (0, "abc: 1.1.2 goal: open\n")
    assert contents(base) == before


def test_ticks_may_be_unsure(base: Path) -> None:
    told = iama(base, "set", "--unsure", "minors", "--unsure", "elderly", "abc", "vulnerable-groups", "disability")
    assert told.out == "abc: vulnerable-groups: unknown\n"
    kept = answer(base, "vulnerable-groups")
    assert (kept.value, kept.unsure) == (("disability",), ("minors", "elderly"))


def test_an_answer_may_come_from_a_file_or_from_standard_input(base: Path) -> None:
    put(base, "goal.txt", b"\xef\xbb\xbfFirst\r\n\r\n- second  \r\n")
    told = iama(base, "set", "--file", "goal.txt", "abc", "goal")
    assert "cleaned on input: line ends" in told.out
    assert answer(base, "goal").value == "First\n\n- second"
    assert iama(base, "set", "--file", "-", "abc", "persons-per-year", stdin="432\n").code == 0
    assert answer(base, "persons-per-year", ref="algorithm-1.0").value == "432"


def test_rows_are_added_changed_and_taken_out_by_their_ids(base: Path) -> None:
    iama(base, "set", "abc", "actions-why", "text=Ask the board", "owner=lawyer")
    iama(base, "set", "abc", "actions-why", "text=Write", "due=2027-01-31")
    first, second = answer(base, "actions-why").rows
    assert first.id != second.id and all(len(row.id) == 6 and row.id.isalpha() for row in (first, second))
    assert iama(base, "set", "--row", first.id, "abc", "actions-why", "status=done").code == 0
    changed, kept = answer(base, "actions-why").rows
    assert (changed.id, changed.cells) == (first.id, {**first.cells, "status": "done"})
    assert kept == second
    assert iama(base, "set", "--clear", "--row", first.id, "abc", "actions-why").code == 0
    assert answer(base, "actions-why").rows == (second,)


def test_row_ids_survive_a_change_of_another_answer(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = answer(base, "actions-why", of="herzicht").rows
    assert len(before) > 1
    assert iama(base, "set", "herzicht", "goal", "Another").code == 0
    assert answer(base, "actions-why", of="herzicht").rows == before


def test_saving_one_answer_leaves_all_others_as_they_were(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = read_dossier(base / "assessments" / "herzicht")
    assert iama(base, "set", "herzicht", "goal", "Another").code == 0
    after = read_dossier(base / "assessments" / "herzicht")
    changed = {slot for slot, kept in after.assessments["iama-2.0"].answers.items()
               if before.assessments["iama-2.0"].answers.get(slot) != kept}  # fmt: skip
    assert changed == {("goal", None)}
    assert after.people == before.people


def test_a_hidden_answer_is_kept_and_said_to_be_hidden(base: Path) -> None:
    iama(base, "set", "abc", "type", "self-learning")
    told = iama(base, "set", "abc", "2.2A.1", "An earlier draft")
    assert (told.code, told.out) == (
        0,
        "abc: 2.2A.1 rules-origin: skipped\n    kept, but hidden: it does not count because of type\n",
    )
    assert answer(base, "rules-origin").value == "An earlier draft"


def test_a_repeated_question_takes_its_key_in_brackets_or_as_an_option(base: Path) -> None:
    iama(base, "set", "abc", "affected-rights", "equality-law", "life")
    iama(base, "set", "abc", "settled[equality-law]", "no")
    told = iama(base, "set", "--for", "equality-law", "abc", "4.3.1", "Much")
    assert told.out == "abc: 4.3.1 importance-text[equality-law]: answered\n"
    assert answer(base, "importance-text", "equality-law").value == "Much"


def test_part_2_is_answered_for_the_first_algorithm_and_for_each_row(base: Path) -> None:
    iama(base, "set", "abc", "other-algorithms", "name=Matcher", "function=Matches")
    (row,) = answer(base, "other-algorithms").rows
    assert iama(base, "set", "abc", "type", "self-learning").code == 0
    assert iama(base, "set", "--for", row.id, "abc", "type", "non-self-learning").code == 0
    assert (answer(base, "type").value, answer(base, "type", row.id).value) == ("self-learning", "non-self-learning")


def test_a_derived_level_is_overruled_with_a_reason(base: Path) -> None:
    for words in (
        ("affected-rights", "life"),
        ("settled[life]", "no"),
        ("importance[life]", "core"),
        ("extent[life]", "limited"),
    ):
        iama(base, "set", "abc", *words)
    assert iama(base, "set", "--overruled", "Many people", "--for", "life", "abc", "seriousness", "serious").code == 0
    assert (answer(base, "seriousness", "life").value, answer(base, "seriousness", "life").overruled) == (
        "serious",
        "Many people",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["abc"], "say which question"),
        (["abc", "goal"], "say what to record"),
        (["abc", "gaol", "x"], "did you mean `goal`?"),
        (["abc", "9.9.9", "x"], "no question `9.9.9`"),
        (["abc", "stop", "x"], "asks nothing"),
        (["abc", "goal", ""], "the value is empty"),
        (["abc", "goal", "a\ufdd0b"], "U+FDD0"),
        (["abc", "goal", "a\uffffb"], "U+FFFF"),
        (["abc", "goal", "a\ud800b"], "U+D800"),
        (["abc", "prohibited", "maybe"], "none of the options"),
        (["abc", "vulnerable-groups", "minors", "none"], "stands alone"),
        (["abc", "values-served-list", *SEVEN.split()], "6 is the most"),
        (["abc", "first-use", "2027-W01-1"], "write it as 2027-03-01 or 1 March 2027"),
        (["abc", "persons-per-year", "veel"], "write it as 432 or 0.5"),
        (["abc", "actions-why", "Ask the board"], "the columns are: text, owner, due, status, blocking"),
        (["abc", "actions-why", "owner=x"], "column `text` is empty"),
        (["abc", "actions-why", "text=x", "due=soon"], "not a date"),
        (["abc", "importance", "core"], "say which with `--for KEY`"),
        (["abc", "goal[life]", "x"], "is asked once"),
        (["--for", "life", "abc", "goal", "x"], "is asked once"),
        (["--for", "lief", "abc", "importance", "core"], "did you mean `life`?"),
        (["--for", "life", "abc", "importance[asylum]", "core"], "name two answers"),
        (["--for", "zzzzzz", "abc", "type", "self-learning"], "has no row of that id"),
        (["-q", "algorithm", "abc", "goal", "x"], "algorithm-1.0 has no question `goal`"),
        (["-q", "iama-9", "abc", "goal", "x"], "there is no questionnaire `iama-9`"),
        (["--unknown", "--ask-supplier", "abc", "goal"], "only one of"),
        (["--unknown", "--not-applicable", "x", "abc", "goal"], "only one of"),
        (["--unknown", "abc", "goal", "x"], "a value and a status"),
        (["--not-applicable", " ", "abc", "goal"], "needs a reason"),
        (["--clear", "abc", "goal", "x"], "--clear"),
        (["--clear", "--note", "x", "abc", "goal"], "--clear"),
        (["--row", "abcdef", "abc", "goal", "x"], "--row is for a list of rows"),
        (["--row", "abcdef", "abc", "actions-why", "text=x"], "there is no row `abcdef`"),
        (["--clear", "--row", "abcdef", "abc", "actions-why"], "there is no row `abcdef`"),
        (["--unsure", "x", "abc", "goal"], "--unsure is for a tick-list"),
        (["--unsure", "minors", "abc", "vulnerable-groups", "minors"], "ticked and unsure at once"),
        (["--overruled", "x", "abc", "goal", "y"], "--overruled"),
        (["--due", "2027-01-31", "--unknown", "abc", "goal"], "name somebody"),
        (["--follow-by", "team", "--due", "soon", "--unknown", "abc", "goal"], "not a date"),
        (["--follow-by", "team", "abc", "goal", "x"], "--follow-by stands with"),
        (["--by", "lawyr", "abc", "goal", "x"], "did you mean `lawyer`?"),
        (["--source", "", "abc", "goal", "x"], "the title of a source is empty"),
        (["--dissent", "Too wide", "abc", "goal", "x"], "write --dissent as ROLE:TEXT"),
        (["--dissent", "somebody:Too wide", "abc", "goal", "x"], "there is no role `somebody`"),
        (["--file", "x.txt", "abc", "goal", "x"], "not both"),
        (["--answers", "x.yaml", "abc", "goal"], "--answers FILE says everything"),
        (["--answers", "x.yaml", "--unknown", "abc"], "--answers FILE says everything"),
        (["nope", "goal", "x"], "there is no dossier `nope`"),
        (["CON", "goal", "x"], "cannot name an algorithm"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused_in_one_sentence(base: Path, words: list[str], message: str) -> None:
    said = refused(base, "set", *words)
    assert said.startswith("iama: ") and message in said
    assert said.count("\n") == 1 and all(sign.isprintable() for sign in said[:-1])


def test_wrong_options_are_wrong_use(base: Path) -> None:
    assert "there is no option `--colour`" in refused(base, "set", "--colour", "red", "abc", "goal", "x")
    assert "ALGORITHM is missing; see `iama set --help`" in refused(base, "set")
    assert "option `--note` needs a value" in refused(base, "set", "abc", "--note")


def test_a_question_of_two_questionnaires_must_say_which(base: Path) -> None:
    twin = tree("[{id: goal, kind: text}]", id_="algorithm", version="1.0")
    library = Library({**SHIPPED.trees, "algorithm-1.0": twin})
    with pytest.raises(UsageError, match=r"`goal` is asked in algorithm-1.0, iama-2.0; say which with -q"):
        tree_of(base / "assessments/abc", "goal", None, library)


def test_an_assessment_that_the_dossier_lacks_is_named_with_the_way_to_add_it(base: Path) -> None:
    iama(base, "new", "-q", "algorithm", "small")
    assert "small holds no iama-2.0; add it with `iama new small -q iama-2.0`" in refused(
        base, "set", "-q", "iama", "small", "goal", "x"
    )


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("nowhere.txt", None, 3, "cannot be read"),
        ("latin.txt", "é".encode("latin-1"), 2, "the file is not UTF-8 text"),
        ("empty.txt", b"", 2, "the value is empty"),
        ("binary.txt", b"a\x00b", 2, "U+0000"),
        ("huge.txt", b"a" * (MAX_BYTES + 1), 3, "larger than"),
    ],
)
def test_a_file_that_holds_no_answer_is_refused(
    base: Path, name: str, content: bytes | None, code: int, message: str
) -> None:
    if content is not None:
        put(base, name, content)
    assert message in refused(base, "set", "--file", name, "abc", "goal", code=code)


def test_standard_input_that_is_empty_or_endless_is_refused(base: Path) -> None:
    assert "the value is empty" in refused(base, "set", "--file", "-", "abc", "goal")
    assert "holds more than" in refused(base, "set", "--file", "-", "abc", "goal", stdin=b"a" * (MAX_BYTES + 1))


def test_an_answer_never_makes_a_dossier_too_large_to_be_read_again(base: Path) -> None:
    put(base, "long.txt", "[" * TEXT_LENGTH)
    assert iama(base, "set", "--file", "long.txt", "abc", "goal").code == 0
    assert "nothing was saved" in refused(
        base, "set", "--file", "long.txt", "-q", "algorithm", "abc", "contact", code=3
    )
    assert iama(base, "status", "abc").code == 0


LONG = "x" * (TEXT_LENGTH + 1)
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "a value": ("set", "abc", "goal", LONG),
    "a note": ("set", "--note", LONG, "abc", "goal"),
    "a reason": ("set", "--not-applicable", LONG, "abc", "goal"),
    "a dissent": ("set", "--dissent", f"lawyer:{LONG}", "abc", "goal"),
    "a cell": ("set", "abc", "actions-why", f"text={LONG}", "owner=lawyer"),
    "a file": ("set", "--file", "long.txt", "abc", "goal"),
    "a file of answers": ("set", "--answers", "long.yaml", "abc"),
    "a file of answers, beside a value": ("set", "--answers", "note.yaml", "abc"),
}


@pytest.mark.parametrize("words", ENTRIES.values(), ids=ENTRIES)
def test_a_text_that_renders_badly_is_refused_with_the_figure_wherever_it_comes_from(
    base: Path, words: tuple[str, ...]
) -> None:
    put(base, "long.txt", LONG)
    put(base, "long.yaml", f"goal: {LONG}")
    put(base, "note.yaml", f"goal:\n  value: x\n  note: {LONG}")
    before = (base / "assessments/abc/iama-2.0.yaml").read_bytes()
    told = iama(base, *words)
    assert told.code in (2, 3)
    assert f"{TEXT_LENGTH + 1} characters, and {TEXT_LENGTH} is the most" in told.err
    assert "name it as a source" in told.err and LONG not in told.err
    assert (base / "assessments/abc/iama-2.0.yaml").read_bytes() == before


def test_a_broken_file_beside_it_does_not_take_a_saved_answer_back(base: Path) -> None:
    (base / "assessments" / "abc" / "people.yaml").write_text("broken: [")
    told = iama(base, "set", "abc", "goal", "x")
    assert (told.code, told.out) == (0, "abc: 1.1.2 goal: answered\n")
    assert "people.yaml" in told.err


def test_a_broken_file_is_not_written_over(base: Path) -> None:
    path = base / "assessments" / "abc" / "iama-2.0.yaml"
    path.write_text(path.read_text().replace("answers:", "answrs:"))
    assert "did you mean `answers`?" in refused(base, "set", "abc", "goal", "x", code=3)


def test_a_dossier_that_cannot_be_locked_is_left_alone(base: Path) -> None:
    lock = base / "assessments" / "abc" / ".iama.lock"
    lock.unlink()
    lock.mkdir()
    assert "it must be a plain file of this folder" in refused(base, "set", "abc", "goal", "x", code=3)


@pytest.mark.parametrize(
    "words",
    [
        ["abc", "prohibited", CANARY],
        ["abc", "vulnerable-groups", CANARY],
        ["abc", "type", CANARY],
        ["abc", "first-use", CANARY],
        ["abc", "persons-per-year", CANARY],
        ["abc", "actions-why", CANARY],
        ["abc", "actions-why", f"{CANARY}=x"],
        ["abc", "actions-why", "text=x", f"due={CANARY}"],
        ["abc", "actions-why", "text=x", f"status={CANARY}"],
        ["abc", "goal", f"{CANARY}\ufdd0"],
        ["--note", f"{CANARY}\ufdd0", "abc", "goal", "x"],
        ["--dissent", CANARY, "abc", "goal", "x"],
        ["--dissent", f"{CANARY} and: more", "abc", "goal", "x"],
        ["--dissent", f"ethicist:{CANARY}\ufdd0", "abc", "goal", "x"],
        ["--not-applicable", f"{CANARY}\ufdd0", "abc", "goal"],
        ["--unsure", CANARY, "abc", "vulnerable-groups"],
    ],
)
def test_a_refusal_never_quotes_the_answer(base: Path, words: list[str]) -> None:
    assert CANARY not in refused(base, "set", *words)


def test_what_is_recorded_is_not_said_again(base: Path) -> None:
    told = iama(base, "set", "--note", f"{CANARY} 1", "--dissent", f"lawyer:{CANARY}", "abc", "goal", f"{CANARY} 2")
    assert CANARY not in told.out + told.err


def test_an_answer_cannot_adopt_what_rests_on_it(tmp_path: Path) -> None:
    base = fresh(tmp_path, "-q", "iama", "-q", "fria")
    assert iama(base, "set", "abc", "goal", "Less waiting").code == 0
    assert iama(base, "set", "--adopt", "iama/goal", "-q", "fria", "abc", "processes").code == 0
    said = refused(base, "set", "--adopt", "fria/processes", "abc", "goal")
    assert "fria-1.0/processes leads back to iama-2.0/goal" in said and "without --adopt" in said
    assert "cannot rest on itself" in refused(base, "set", "--adopt", "iama/goal", "abc", "goal")
