"""An assessment to its file: whole from the start, line by line its own, and every text comes back as it was."""

import difflib
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from given import given as spelled
from given import tree
from hypothesis import given
from hypothesis import strategies as st
from strategies import answers, texts

from iama.files.dossierfile import read_assessment, read_people
from iama.files.layout import comments_by_hand, write_assessment, write_people
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Assessment, Row, Slot, Source, State
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace
from iama.model.text import RefusedCharacter, clean_text

TREE = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: rights, number: "1.2", kind: choices, options: [privacy, equality, none]}
    - {id: regime, kind: choice, options: [gdpr, wpg], beside: rights}
    - {id: extra, kind: text, beside: regime}
    - {id: actions, kind: rows, columns: {action!: text, owner: text}}
    - {id: notice, kind: notice}
    - {id: importance, number: "4.1", kind: choice, options: [core, edge], repeat: rights}
    - {id: reason, number: "4.2", kind: text, repeat: rights}
    - {id: others, kind: rows, columns: {name!: text}}
    - {id: method, number: "2.1", kind: text, repeat: others}
    """
)
EMPTY = Assessment(TREE.ref, "nl")


def write(assessment: Assessment) -> str:
    return write_assessment(assessment, TREE)


def read(text: str) -> Assessment:
    assessment, findings = read_assessment("f.yaml", text, {TREE.ref: TREE}.get)
    assert assessment is not None and not findings, findings
    return assessment


def written(id_: str, answer: Answer, instance: str | None = None) -> list[str]:
    """Return the lines of one question that holds `answer`."""
    lines = write(EMPTY.with_answer(id_, instance, answer)).splitlines()
    start = lines.index(f"  {id_}:") + 1
    return lines[start : next((n for n in range(start, len(lines)) if lines[n].startswith("  #")), len(lines))]


class TestSkeleton:
    def test_the_whole_skeleton_stands_there_from_the_start(self) -> None:
        assert write(EMPTY).splitlines() == [
            "format: iama/1",
            "questionnaire: iama-2.0",
            "language: nl",
            "answers:",
            "  # 1.1",
            "  goal:",
            "    value:",
            "  # 1.2",
            "  rights:",
            "    value:",
            "  # with 1.2",
            "  regime:",
            "    value:",
            "  # with regime",
            "  extra:",
            "    value:",
            "  # part/section",
            "  actions:",
            "    value:",
            "  # 4.1",
            "  importance:",
            "    each:",
            "  # 4.2",
            "  reason:",
            "    each:",
            "  # part/section",
            "  others:",
            "    value:",
            "  # 2.1",
            "  method:",
            "    value:",
        ]

    def test_the_skeleton_reads_as_nothing_answered(self) -> None:
        assert read(write(EMPTY)) == EMPTY

    @pytest.mark.parametrize("ref", SHIPPED.refs)
    def test_every_shipped_questionnaire_has_a_skeleton_that_reads_back(self, ref: str) -> None:
        questionnaire = SHIPPED.resolve_questionnaire(ref)
        empty = Assessment(ref, "en")
        text = write_assessment(empty, questionnaire)
        assert read_assessment("f.yaml", text, SHIPPED.find_questionnaire) == (empty, ())
        asked = [one.id for one in questionnaire.questions.values() if one.kind is not Kind.NOTICE]
        assert [
            line.strip(" :") for line in text.splitlines()[4:] if line.startswith("  ") and line[2].isalnum()
        ] == asked
        assert comments_by_hand(text) == {}


class TestLines:
    @pytest.mark.parametrize(
        ("id_", "answer", "lines"),
        [
            ("goal", Answer("word"), ["    value: word"]),
            ("goal", Answer("dpia-v1.2.pdf"), ["    value: dpia-v1.2.pdf"]),
            ("goal", Answer("two words"), ["    value: |-", "      two words"]),
            ("goal", Answer("a\n\n  b"), ["    value: |-", "      a", "", "        b"]),
            ("goal", Answer("  a\nb"), ["    value: |2-", "        a", "      b"]),
            ("goal", Answer("\ta\nb"), ["    value: |2-", "      \ta", "      b"]),
            ("goal", Answer("x", note="word"), ["    value: x", "    note: |-", "      word"]),
            ("goal", Answer("x", note_internal="y"), ["    value: x", "    note-internal: |-", "      y"]),
            ("goal", Answer("x", overruled="y"), ["    value: x", "    overruled: |-", "      y"]),
            ("goal", Answer("x", reason="y"), ["    value: x", "    reason: y"]),
            ("goal", Answer(sources=(Source("A b", "p"),)), [
                *("    value:", "    sources:", "      - title: |-", "          A b", "        path: p"),
            ]),
            ("rights", Answer(("privacy", "equality")), ["    value: [privacy, equality]"]),
            ("rights", Answer((), unsure=("privacy",)), ["    value: []", "    unsure: [privacy]"]),
            ("actions", Answer((Row("abcdef", {"action": "Do it"}),)), [
                *("    value:", "      - id: abcdef", "        action: |-", "          Do it"),
            ]),
        ],
    )  # fmt: skip
    def test_a_word_stands_on_its_line_and_anything_else_in_a_block(
        self, id_: str, answer: Answer, lines: list[str]
    ) -> None:
        assert written(id_, answer) == lines
        assert read(write(EMPTY.with_answer(id_, None, answer))).answer_to(id_) == answer

    def test_instances_stand_in_the_order_of_the_options_and_of_the_row_ids(self) -> None:
        assessment = EMPTY
        for id_, key in [
            ("importance", "equality"),
            ("importance", "privacy"),
            ("method", "bbbbbb"),
            ("method", "aaaaaa"),
        ]:
            assessment = assessment.with_answer(id_, key, Answer("core"))
        keys = [
            line.strip(" :")
            for line in write(assessment).splitlines()
            if line.startswith("      ") and line.endswith(":")
        ]
        assert keys == ["privacy", "equality", "aaaaaa", "bbbbbb"]

    def test_the_first_algorithm_of_a_chain_stands_above_those_of_the_rows(self) -> None:
        assessment = EMPTY.with_answer("method", None, Answer("rules")).with_answer("method", "aaaaaa", Answer("net"))
        assert write(assessment).splitlines()[-5:] == [
            *("  method:", "    value: rules", "    each:", "      aaaaaa:", "        value: net"),
        ]  # fmt: skip

    def test_an_answer_that_was_given_last_does_not_stand_last(self) -> None:
        one = EMPTY.with_answer("goal", None, Answer("a")).with_answer("extra", None, Answer("b"))
        other = EMPTY.with_answer("extra", None, Answer("b")).with_answer("goal", None, Answer("a"))
        assert write(one) == write(other)


class TestRoundTrip:
    @given(texts())
    def test_any_text_that_may_be_kept_comes_back_unchanged(self, text: str) -> None:
        try:
            kept = clean_text(text).text
        except RefusedCharacter:
            return
        filled = kept or "x"  # a value, a column and a title are not empty
        row = Row("abcdef", {"action": filled, "owner": filled})
        for id_, answer in (
            ("goal", Answer(filled, note=kept, note_internal=kept, overruled=kept, reason=kept)),
            ("actions", Answer((row,), sources=(Source(filled, kept, kept),))),
        ):
            assert read(write(EMPTY.with_answer(id_, None, answer))).answer_to(id_) == answer

    @given(answers(TREE))
    def test_any_assessment_comes_back_unchanged_and_is_written_the_same_again(self, slots: dict[Slot, Answer]) -> None:
        assessment = replace(EMPTY, answers=slots)
        text = write(assessment)
        assert read(text) == assessment
        assert write(read(text)) == text
        assert comments_by_hand(text) == {}

    @given(st.dictionaries(st.from_regex(r"[a-z0-9][a-z0-9._-]*", fullmatch=True), texts()))
    def test_names_of_people_come_back_unchanged(self, names: dict[str, str]) -> None:
        try:
            kept = {id_: clean_text(name).text for id_, name in names.items()}
        except RefusedCharacter:
            return
        assert read_people("people.yaml", write_people(kept)) == (kept, ())


def changed_questions(before: str, after: str) -> set[str]:
    """Return the questions whose lines differ between two files."""
    old, new = before.splitlines(), after.splitlines()
    found = set()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found |= {owner(old, n) for n in range(i1, i2)} | {owner(new, n) for n in range(j1, j2)}
    return found


def owner(lines: list[str], number: int) -> str:
    return next(
        line.strip(" :") for line in reversed(lines[: number + 1]) if line.startswith("  ") and line[2].isalnum()
    )


@given(answers(TREE), answers(TREE))
def test_answering_one_question_changes_lines_of_that_question_alone(
    before: dict[Slot, Answer], other: dict[Slot, Answer]
) -> None:
    for (id_, instance), answer in other.items():
        one = replace(EMPTY, answers=before)
        assert changed_questions(write(one), write(one.with_answer(id_, instance, answer))) <= {id_}


class TestMerge:
    """Two colleagues answer different questions on two branches; git merges without asking anybody."""

    @pytest.mark.parametrize("seed", range(60))
    def test_answers_to_different_questions_never_conflict(
        self, seed: int, merge: Callable[[str, str, str], str]
    ) -> None:
        random = Random(seed)
        questionnaire = SHIPPED.resolve_questionnaire(random.choice(SHIPPED.refs))
        ids = [one.id for one in questionnaire.questions.values() if one.kind is Kind.TEXT and one.repeat is None]
        random.shuffle(ids)
        third = len(ids) // 3
        base = answered(Assessment(questionnaire.ref, "nl"), ids[:third], "oud", random)
        mine, yours = ids[: 2 * third : 2], ids[1 : 2 * third : 2]
        ours = answered(base, mine, "van mij", random)
        theirs = answered(base, yours, "van jou", random)
        merged = merge(*(write_assessment(one, questionnaire) for one in (ours, base, theirs)))
        both = replace(
            theirs, answers={**theirs.answers, **{slot: ours.answers[slot] for slot in ours.answers if slot[0] in mine}}
        )
        assert read_assessment("f.yaml", merged, SHIPPED.find_questionnaire) == (both, ())

    def test_neighbours_do_not_conflict_either(self, merge: Callable[[str, str, str], str]) -> None:
        asked = [one for one in TREE.questions.values() if one.kind is not Kind.NOTICE]
        slots = [(one.id, "privacy" if one.repeat == "rights" else None) for one in asked]
        waiting = Answer(status=State.UNKNOWN, reason="Een zin.\nNog een.", by=("lawyer",))
        for mine, yours in pairwise(slots):
            ours, theirs = (EMPTY.with_answer(id_, key, waiting) for id_, key in (mine, yours))
            assert set(read(merge(write(ours), write(EMPTY), write(theirs))).answers) == {mine, yours}

    def test_the_same_question_does_conflict_and_the_reader_says_where(
        self, merge: Callable[[str, str, str], str]
    ) -> None:
        ours, theirs = (EMPTY.with_answer("goal", None, Answer(text)) for text in ("mine", "yours"))
        merged = merge(write(ours), write(EMPTY), write(theirs))
        _, findings = read_assessment("f.yaml", merged, {TREE.ref: TREE}.get)
        assert [(one.code, one.place.line) for one in findings] == [("conflict-markers", 7)]

    @pytest.fixture
    def merge(self, tmp_path: Path) -> Callable[[str, str, str], str]:
        """Return what `git merge-file` makes of three texts."""

        def merged(ours: str, base: str, theirs: str) -> str:
            paths = [tmp_path / name for name in ("ours", "base", "theirs")]
            for path, text in zip(paths, (ours, base, theirs), strict=True):
                path.write_bytes(text.encode())
            done = subprocess.run(["git", "merge-file", "--stdout", *paths], capture_output=True, check=False)
            return done.stdout.decode()

        return merged


def answered(assessment: Assessment, ids: list[str], word: str, random: Random) -> Assessment:
    for id_ in ids:
        lines = [f"{word} {random.choice(['# x', '- y', 'z'])}" for _ in range(random.randint(1, 4))]
        note = random.choice(["", "Een overweging."])
        assessment = assessment.with_answer(id_, None, Answer("\n".join(lines), note=note, by=("lawyer",)))
    return assessment


class TestCommentsByHand:
    def test_our_own_comments_are_not_by_hand(self) -> None:
        assert (
            comments_by_hand(write(spelled(TREE, "goal: {value: x}\nimportance: {each: {privacy: {value: core}}}")))
            == {}
        )

    @pytest.mark.parametrize(
        ("line", "comment"),
        [
            ("    value: # vraag Ans", "# vraag Ans"),
            ("    value: # 2026", "# 2026"),  # looks like a number of ours, and stands elsewhere
            ("    value:  # with x", "# with x"),
            ("    # ja/nee\n    value:", "# ja/nee"),
            ("    value:\n  # ja/nee", "# ja/nee"),
            ("    value:\n#TODO", "#TODO"),
        ],
    )
    def test_a_comment_anywhere_else_is_by_hand(self, line: str, comment: str) -> None:
        text = write(EMPTY).replace("  goal:\n    value:", f"  goal:\n{line}")
        assert comment in comments_by_hand(text).values()

    def test_what_looks_like_a_comment_in_an_answer_is_text(self) -> None:
        assert comments_by_hand(write(EMPTY.with_answer("goal", None, Answer("# a\nb # c")))) == {}

    def test_a_comment_above_and_below_everything_is_by_hand(self) -> None:
        text = "# above\n" + write(EMPTY) + "# below\n"
        assert list(comments_by_hand(text).values()) == ["# above", "# below"]


@pytest.fixture(scope="module", autouse=True)
def git_is_there() -> None:
    """These tests need git itself: a merge of our own would prove nothing."""
    assert subprocess.run(["git", "--version"], capture_output=True, check=True).stdout.startswith(b"git version")


def test_a_tree_of_tests_reads(small: Questionnaire) -> None:
    assert read_assessment("f", write_assessment(Assessment(small.ref, "nl"), small), {small.ref: small}.get)[1] == ()
