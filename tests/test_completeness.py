"""Claims about what the gate misses: assessments, answers, and what somebody still has to find out."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from flagged import TREES, Given, empty, judged, with_answers
from given import evaluated, tree

from iama.assess.outcome import Outcome
from iama.files.dossierfolder import file_of
from iama.gate.config import Config
from iama.gate.finding import Cause
from iama.gate.inventory_status import Listed
from iama.gate.judged_dossier import Seen, Subject
from iama.gate.rules.completeness import missing_assessment, question_words, unanswered_questions, unknown_open
from iama.model.dossier import Assessment, Dossier
from iama.model.questionnaire import plain_id
from iama.model.struct import replace

NEWEST = {tree.id: tree.ref for tree in TREES.values()}
ENGLISH = Config(language="en")
# a municipality that selects people on benefits with a system that is new on 2 December 2027: AI Act 27(1)
NEW: Given = {
    "algorithm.ai-system": "yes",
    "algorithm.exclusions": ["none"],
    "algorithm.annex-iii": ["5a"],
    "algorithm.annex-i": "no",
    "algorithm.deployer-category": "public-authority",
    "algorithm.derogation": "no",
    "algorithm.role": ["deployer"],
    "algorithm.personal-data": "yes",
    "algorithm.profiling": "yes",
    "algorithm.placed-on-market": "2027-12-02",
}
START = date(2027, 12, 2)
NOTHING: Given = {}


def seen(
    outcome: Outcome, dossier: Dossier, files: Iterable[str], config: Config, category: str | None = None
) -> Subject:
    """Return a dossier as the rules see it, with files of these names."""
    named = dict.fromkeys(files, b"")
    return Subject("abc", named, dossier, outcome, outcome, config, Listed(category), newest=NEWEST, article_27="fria")


def municipality(
    *instruments: str, on: date = START, given: Given = NOTHING, beside: Sequence[str] = (), config: Config = ENGLISH
) -> Subject:
    """Return the municipality with these assessments, some facts changed, and files beside them that cannot be read."""
    answers = {**NEW, **{f"algorithm.{name}": value for name, value in given.items()}}
    dossier = with_answers(empty(), answers)
    refs = [ref for ref in dossier.assessments if plain_id(ref) in ("algorithm", *instruments)]
    dossier = Dossier("abc", {ref: dossier.assessments[ref] for ref in refs})
    return seen(judged(dossier, on), dossier, [*(file_of(ref) for ref in refs), *beside], config)


def listed(category: str, config: Config, *files: str) -> Subject:
    """Return a dossier without answers, of an algorithm that an inventory gives this category."""
    facts = TREES["algorithm"].ref
    dossier = Dossier("abc", {facts: Assessment(facts, "en")})
    return seen(judged(dossier), dossier, files, config, category)


def lacks(instrument: str, ref: str, *, firm: bool = False) -> Seen:
    return Seen("missing-assessment", detail=instrument, about={"instrument": ref}, firm=firm)


def questions(spelled: str, answers: str = "", *, config: Config = ENGLISH) -> Subject:
    """Return a small IAMA with these questions and answers."""
    return seen(evaluated((tree(spelled), answers)), Dossier("abc"), (), config)


# --- assessments ---


def test_category_a_needs_an_iama_and_a_use_that_article_27_covers_a_fria_from_the_day_that_it_binds() -> None:
    assert list(missing_assessment(municipality())) == [
        lacks("iama", "iama-2.0", firm=True),
        lacks("fria", "fria-1.0", firm=True),
    ]
    assert list(missing_assessment(municipality("iama"))) == [lacks("fria", "fria-1.0", firm=True)]
    assert list(missing_assessment(municipality("fria"))) == [lacks("iama", "iama-2.0", firm=True)]
    assert list(missing_assessment(municipality("iama", "fria"))) == []


def test_a_fria_that_is_needed_soon_is_told_before_and_with_its_day() -> None:
    early = Seen(
        "missing-assessment",
        "early",
        detail="fria",
        about={"instrument": "fria-1.0", "date": "2027-12-02"},
        cause=Cause.DATE,
        early=True,
    )
    assert list(missing_assessment(municipality("iama", on=date(2027, 11, 2)))) == [early]
    assert list(missing_assessment(municipality("iama", on=date(2027, 11, 1)))) == []  # 31 days ahead
    assert list(missing_assessment(municipality("iama", "fria", on=date(2027, 11, 2)))) == []


def test_a_fria_that_article_27_does_not_ask_is_not_missed() -> None:
    never = {"deployer-category": "private-public-service", "for-public-authorities": "no"}
    older = municipality("iama", on=date(2030, 8, 2), given=never | {"placed-on-market": "2027-02-15"})
    assert list(missing_assessment(older)) == []
    employer = {"annex-iii": ["4a"], "deployer-category": "other"}  # bound by Article 26 alone
    assert list(missing_assessment(municipality("iama", on=date(2027, 11, 2), given=employer))) == []


def test_what_is_no_fria_is_not_missed_for_the_day_on_which_a_fria_is_needed() -> None:
    nothing = replace(ENGLISH, needs={"a": (), "b": (), "c": ()})
    soon = municipality(on=date(2027, 11, 2), config=nothing)
    assert [one.detail for one in missing_assessment(soon)] == ["fria"]


def test_a_file_that_cannot_be_read_is_not_missing() -> None:
    assert list(missing_assessment(municipality("fria", beside=["iama-1.0.yaml"]))) == []
    assert list(missing_assessment(municipality("fria", beside=["iama.yaml"]))) == [
        lacks("iama", "iama-2.0", firm=True)
    ]


def test_configuration_may_need_more_and_less_of_another_category_and_names_what_it_does_not_know() -> None:
    needs = replace(ENGLISH, needs={"a": ("iama",), "b": ("iama", "dpia"), "c": ()})
    assert list(missing_assessment(listed("b", needs, "algorithm.yaml"))) == [
        lacks("iama", "iama-2.0"),
        lacks("dpia", "dpia"),
    ]
    assert list(missing_assessment(listed("c", needs, "algorithm.yaml"))) == []


def test_the_facts_are_missed_whatever_else_is_there() -> None:
    facts = Seen("missing-assessment", "facts", detail="algorithm", firm=True)
    assert list(missing_assessment(listed("c", ENGLISH))) == [facts]
    assert list(missing_assessment(listed("a", ENGLISH))) == [facts, lacks("iama", "iama-2.0", firm=True)]


# --- answers ---


def test_an_open_question_is_missed_where_it_stands_and_an_optional_one_or_a_notice_is_not() -> None:
    spelled = """
        - {id: goal, number: "1.1", kind: text}
        - {id: exit, kind: text, required: false}
        - {id: rights, kind: choices, options: [privacy, equality]}
        - {id: stop, kind: notice}
        - {id: weight, kind: choice, options: [core, edge], repeat: rights}
        """
    found = list(unanswered_questions(questions(spelled, "rights: {value: [privacy]}")))
    assert found == [
        Seen(
            "unanswered",
            assessment="iama-2.0",
            question="goal",
            about={"label": "1.1 “goal?”", "question": "goal"},
        ),
        Seen(
            "unanswered",
            assessment="iama-2.0",
            question="weight",
            instance="privacy",
            about={"label": "“weight?” [privacy]", "question": "weight"},
        ),
    ]


WAITING = """
    - {id: first, kind: yes-no%s}
    - {id: second, kind: yes-no, required: false}
    - {id: third, kind: text, when: first = yes and second = yes}
    """


def test_a_question_that_waits_for_optional_ones_alone_is_missed_and_names_them() -> None:
    (found,) = unanswered_questions(questions(WAITING % ", required: false"))
    assert (found.code, found.variant, found.question) == ("unanswered", "waiting", "third")
    assert found.about["missing"] == "“first?”, “second?”"


@pytest.mark.parametrize(
    ("required", "answers", "told"),
    [
        ("", "", ["first"]),  # what it waits for is missed itself
        ("", "first: {value: yes}", ["third"]),
        (", required: false", "first: {status: unknown}", []),  # somebody is looking for it
        (", required: false", "first: {value: no}", []),
        (", required: false", "first: {value: yes}\nsecond: {value: yes}", ["third"]),
    ],
)
def test_a_question_that_waits_is_not_missed_where_something_else_is_told(
    required: str, answers: str, told: list[str]
) -> None:
    assert [one.question for one in unanswered_questions(questions(WAITING % required, answers))] == told


# --- what somebody still has to find out ---


@pytest.mark.parametrize(
    ("answer", "variant", "more"),
    [
        ("{status: unknown}", "", {}),
        ("{status: ask-supplier}", "", {}),
        ("{status: unknown, follow: {by: lawyer, due: 2026-11-22}}", "due", {"date": "2026-11-22"}),
        ("{status: unknown, follow: {by: lawyer, due: 2026-11-23}}", "", {}),  # today is in time
        ("{status: unknown, follow: {by: lawyer}}", "", {}),
    ],
)
def test_what_is_not_known_is_told_and_so_is_that_it_is_late(answer: str, variant: str, more: dict[str, str]) -> None:
    about = {"label": "“goal?”", "question": "goal"}
    spelled = "- {id: open, kind: text}\n- {id: goal, kind: text}"
    assert list(unknown_open(questions(spelled, f"goal: {answer}"))) == [
        Seen("unknown-open", variant, "iama-2.0", "goal", about=about | more)
    ]


# --- the words about a question ---


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("short", "short"),
        ("two\\n  lines", "two lines"),
        ("x" * 90, "x" * 90),
        ("x" * 91, "x" * 89 + "…"),
        ("x" * 88 + " yy", "x" * 88 + "…"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_question_is_told_in_one_line_of_the_language_and_long_ones_are_cut(
    language: str, text: str, told: str
) -> None:
    texts = {"nl": "anders", "en": "else"} | {language: text}
    spelled = f'- {{id: goal, kind: text, text: {{nl: "{texts["nl"]}", en: "{texts["en"]}"}}}}'
    subject = questions(spelled, config=replace(ENGLISH, language=language))
    (entry,) = subject.outcome.entries.values()
    assert question_words(subject, entry)["label"] == f"“{told}”"
