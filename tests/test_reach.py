"""Claims about `reach`: what a condition can come to, judged against every dossier of small random trees."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iama.assess.facts import FACTS
from iama.assess.world import QuestionScope, World
from iama.lint import reach
from iama.lint.reach import Given, possible, witness
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dossier, Row, Slot, State
from iama.model.grammar import parse_condition
from iama.model.law import Fact, Law
from iama.model.questionnaire import YES_NO, Column, Kind, Option, Part, Question, Questionnaire, Section
from iama.model.struct import replace

AS_OF = date(2026, 11, 23)
DAY = {"nl": "dag", "en": "day"}
LAW = Law({"start": Fact("start", DAY, DAY, "source", "2026-01-01", "high", date="2027-12-02")})


def ask(
    id_: str,
    kind: Kind = Kind.YES_NO,
    values: str = "",
    *,
    when: str = "",
    repeat: str = "",
    most: int | None = None,
    columns: tuple[Column, ...] = (),
) -> Question:
    """A question; a value with `!` stands alone."""
    named = tuple(Option(value.strip("!"), {}, exclusive=value.endswith("!")) for value in values.split())
    options = YES_NO if kind is Kind.YES_NO else named
    condition = parse_condition(when) if when else None
    return Question(
        id_,
        kind,
        {},
        "p",
        "s",
        "1",
        condition=condition,
        repeat=repeat or None,
        options=options,
        columns=columns,
        max=most,
    )


def tree(*questions: Question, id_: str = "iama") -> Questionnaire:
    return Questionnaire(id_, "1", 1, {}, (Part("p", {}, sections=(Section("s", {}, "1", questions=questions),)),))


def can_be(condition: str, *questions: Question, repeat: str | None = None) -> set[bool | None]:
    """What `condition` can come to, over one tree of `questions`."""
    trees = {"iama": tree(*questions)}
    parsed = parse_condition(condition)
    return {t for t in (True, False, None) if possible(parsed, trees, "iama", t, repeat=repeat, law=LAW)}


def fewest(condition: str, truth: bool | None, *questions: Question, repeat: str | None = None) -> object:
    """The fewest answers, as words by question id."""
    found = witness(parse_condition(condition), {"iama": tree(*questions)}, "iama", truth, repeat=repeat, law=LAW)
    return None if found is None else {str(ref): words for ref, words in found.items()}


GOAL = ask("goal", Kind.TEXT)
RIGHTS = ask("rights", Kind.CHOICES, "privacy equality none!")
CORE = ask("core", repeat="rights")
ROWS = ask("risks", Kind.ROWS, columns=(Column("level", Kind.CHOICE, {}, (Option("high", {}), Option("low", {}))),))


def test_a_test_on_an_answer_can_be_true_false_and_unknown() -> None:
    assert can_be("a = yes", ask("a")) == {True, False, None}


def test_one_choice_cannot_be_two_values_at_once() -> None:
    assert can_be("a = x and a = y", ask("a", Kind.CHOICE, "x y z")) == {False, None}


def test_a_tick_list_can_hold_two_values_at_once() -> None:
    assert True in can_be("a = x and a = y", ask("a", Kind.CHOICES, "x y z"))


def test_none_of_these_cannot_stand_beside_another_value() -> None:
    assert can_be("a = none and a = y", ask("a", Kind.CHOICES, "x y none!")) == {False, None}


def test_a_tick_list_holds_no_more_values_than_its_most() -> None:
    assert True not in can_be("count a >= 3", ask("a", Kind.CHOICES, "v w x y z", most=2))
    assert True in can_be("count a >= 3", ask("a", Kind.CHOICES, "v w x y z", most=3))


def test_a_tick_list_holds_no_more_values_than_it_has_options() -> None:
    assert True not in can_be("count a > 2", ask("a", Kind.CHOICES, "x y none!"))


def test_a_count_and_a_value_can_hold_together() -> None:
    assert True in can_be("count a = 3 and not a = x", ask("a", Kind.CHOICES, "x w y z"))
    assert True not in can_be("count a = 4 and not a = x", ask("a", Kind.CHOICES, "x w y z"))


def test_a_number_can_lie_between_two_others() -> None:
    assert True in can_be("n > 1 and n < 2", ask("n", Kind.NUMBER))
    assert True not in can_be("n > 2 and n < 1", ask("n", Kind.NUMBER))


def test_there_is_no_day_between_two_days() -> None:
    assert True not in can_be('d > 2027-12-02 and d < "2027-12-03"', ask("d", Kind.DATE))
    assert True in can_be("d > law.start and d < 2027-12-04", ask("d", Kind.DATE))


def test_a_day_can_lie_before_and_after_today() -> None:
    assert can_be("d < as-of", ask("d", Kind.DATE)) == {True, False, None}
    assert True in can_be("d > as-of and d < law.start", ask("d", Kind.DATE))


def test_a_hidden_question_answers_nothing() -> None:
    assert True not in can_be("b = yes and a = no", ask("a"), ask("b", when="a = yes"))


def test_a_question_hidden_by_a_hidden_question_answers_nothing() -> None:
    shown = (ask("a"), ask("b", when="a = yes"), ask("c", when="b = yes"))
    assert True not in can_be("c = yes and a = no", *shown)


def test_not_applicable_makes_every_test_false() -> None:
    assert can_be("a = yes or a = no", ask("a")) == {True, False, None}


def test_the_opposite_of_a_test_can_be_false() -> None:
    assert can_be("not a = yes", ask("a")) == {True, False, None}


def test_every_over_nothing_is_false() -> None:
    assert fewest("every rights (core = yes)", False, RIGHTS, CORE) == {"rights": ("none",)}


def test_two_ranges_can_need_two_values() -> None:
    assert True in can_be("any rights (core = yes) and any rights (core = no)", RIGHTS, CORE)


def test_three_ranges_can_need_three_values() -> None:
    level = ask("level", Kind.CHOICE, "high mid low", repeat="parts")
    condition = "any parts (level = high) and any parts (level = mid) and any parts (level = low)"
    assert True in can_be(condition, ask("parts", Kind.CHOICES, "a b c"), level)
    assert True not in can_be(condition, ask("parts", Kind.CHOICES, "a b c", most=2), level)


def test_the_key_tells_values_apart() -> None:
    assert True not in can_be("any rights (key = privacy and core = yes) and not rights = privacy", RIGHTS, CORE)


def test_a_repeated_condition_holds_for_one_value() -> None:
    assert can_be("core = yes and key = privacy", RIGHTS, CORE, repeat="rights") == {True, False, None}
    assert can_be("key = none", RIGHTS, CORE, repeat="rights") == {False}


def test_a_repeated_condition_needs_its_value_to_be_there() -> None:
    hidden = ask("rights", Kind.CHOICES, "privacy equality none!", when="a = yes")
    assert True not in can_be("core = yes and a = no", ask("a"), hidden, CORE, repeat="rights")


def test_an_empty_column_of_a_saved_row_is_nothing() -> None:
    assert fewest("any risks (not level answered)", True, ROWS) == {"risks": (Row("aaaaaa", {}),)}


def test_a_required_column_is_never_empty() -> None:
    required = ask("risks", Kind.ROWS, columns=(Column("owner", Kind.TEXT, {}, required=True),))
    assert True not in can_be("any risks (not owner answered)", required)


def test_a_saved_row_leaves_nothing_unknown() -> None:
    shown = ask("rights", Kind.CHOICES, "privacy none!", when="risks answered")
    assert can_be("any risks (level = high)", ROWS, shown, CORE, repeat="rights") == {True, False}


def test_beside_rows_there_is_the_unrepeated_answer() -> None:
    assert fewest("type = yes", True, ROWS, ask("type", repeat="risks"), repeat="risks") == {"type": ("yes",)}


def test_a_derived_fact_takes_one_of_its_values() -> None:
    assert can_be("category = a and category = b") == {False, None}
    assert fewest("not category in (a, b)", True) == {"category": ("c",)}


def test_a_fact_without_declared_values_can_hold_several() -> None:
    assert True in can_be("team-roles = lawyer and team-roles = ethicist and count team-roles > 3")


def test_a_question_of_another_tree_is_read_by_its_full_name() -> None:
    trees = {"iama": tree(ask("a")), "fria": tree(ask("class"), id_="fria")}
    found = witness(parse_condition("fria.class = yes and a = yes"), trees, "iama", True)
    assert found == {Ref("fria", "class"): ("yes",), Ref("iama", "a"): ("yes",)}


def test_the_fewest_answers_leave_out_what_does_not_matter() -> None:
    questions = (ask("a"), ask("b"), ask("c", when="a = yes"), ask("d"))
    assert fewest("(a = yes and b = yes and c = yes) or d = yes", True, *questions) == {"d": ("yes",)}
    assert fewest("c = yes", True, *questions) == {"a": ("yes",), "c": ("yes",)}


def test_the_fewest_answers_that_leave_a_condition_open_are_none_at_all() -> None:
    assert fewest("a = yes", None, ask("a")) == {}
    assert fewest("core = yes", None, RIGHTS, CORE, repeat="rights") == {"rights": ("privacy",)}


def test_there_are_no_answers_for_what_cannot_be() -> None:
    assert fewest("a = yes and a = no", True, ask("a")) is None


def test_the_day_is_part_of_the_answer_when_a_condition_reads_it() -> None:
    found = witness(parse_condition("d = as-of"), {"iama": tree(ask("d", Kind.DATE))}, "iama", True)
    assert found is not None
    assert found[reach.AS_OF] == found[Ref("iama", "d")]


def test_a_search_that_costs_too_much_says_that_it_can_be() -> None:
    never = " and ".join(f"n{i} = yes" for i in range(8)) + " and n7 = no"
    questions = {"iama": tree(*(ask(f"n{i}") for i in range(8)))}
    assert not possible(parse_condition(never), questions, "iama", True)
    assert possible(parse_condition(never), questions, "iama", True, limit=3)
    assert witness(parse_condition(never), questions, "iama", True, limit=3) is None


def test_a_search_cut_short_still_returns_answers_that_hold() -> None:
    questions = {"iama": tree(*(ask(f"n{i}") for i in range(4)))}
    found = witness(
        parse_condition("n0 = yes and n1 = yes and n2 = yes and n3 = yes"), questions, "iama", True, limit=8
    )
    assert found is not None
    assert len(found) == 4


# Every dossier of a small tree, judged by the evaluation itself.

GIVEN: Mapping[str, tuple[Answer, ...]] = {
    "flag": tuple(Answer(value=word) for word in ("yes", "no")),
    "kind": tuple(Answer(value=word) for word in ("x", "y", "z")),
    "tags": (
        *(Answer(value=words) for words in (("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("none",))),
        Answer(value=("a",), unsure=("b",)),
    ),
    "size": tuple(Answer(value=word) for word in ("0", "1", "1.5", "2", "3")),
    "rows": tuple(
        Answer(value=tuple(Row("abcdef"[i:] + "x" * i, c) for i, c in enumerate(cells)))
        for number in (1, 2)
        for cells in product(({}, {"done": "yes"}, {"done": "no"}), repeat=number)
    ),
}
EMPTY = (Answer(), Answer(status=State.NOT_APPLICABLE, reason="because"))
TRUTHS = (True, False, None)
SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TESTS = {
    "flag": ("flag = yes", "flag != yes", "flag answered"),
    "kind": ("kind = x", "kind in (x, y)", "kind != z", "kind answered"),
    "tags": ("tags = a", "tags in (b, none)", "tags != a", "count tags >= 2", "any tags (key = b)", "tags answered"),
    "size": ("size > 1", "size <= 2", "size = 1", "size < 2"),
    "rows": ("any rows (done = yes)", "every rows (done = yes)", "count rows > 1", "any rows (not done answered)"),
    "per": (
        "any tags (per = yes)",
        "every tags (per = yes)",
        "any tags (key = a and per = no)",
        "every tags (per answered)",
    ),
}
KINDS = {
    "flag": ask("flag"),
    "kind": ask("kind", Kind.CHOICE, "x y z"),
    "tags": ask("tags", Kind.CHOICES, "a b c none!", most=2),
    "size": ask("size", Kind.NUMBER),
    "rows": ask("rows", Kind.ROWS, columns=(Column("done", Kind.YES_NO, {}, YES_NO),)),
    "per": ask("per", repeat="tags"),
}


@st.composite
def conditions(draw: st.DrawFn, ids: tuple[str, ...], depth: int = 2) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(TESTS[draw(st.sampled_from(ids))]))
    left, right = draw(conditions(ids, depth - 1)), draw(conditions(ids, depth - 1))
    return draw(st.sampled_from((f"({left} and {right})", f"({left} or {right})", f"not ({left} and {right})")))


REPEATED = ("flag", "tags", "per")
SINGLE = (("flag", "kind"), ("kind", "tags", "flag"), ("size", "rows"))


@st.composite
def trees(draw: st.DrawFn, *rows: tuple[str, ...]) -> Questionnaire:
    """One of `rows` of questions, each hidden or not by those before it."""
    ids = draw(st.sampled_from(rows))
    found: list[Question] = []
    for id_ in ids:
        before = tuple(question.id for question in found)
        when = draw(st.none() | conditions(before, 1)) if before else None
        found.append(replace(KINDS[id_], condition=parse_condition(when) if when else None))
    return tree(*found)


def worlds(of: Questionnaire) -> Iterator[World]:
    """Every dossier of a tree, judged; an instance is answered only where its driver holds it."""
    single = [question.id for question in of.questions.values() if not question.repeat]
    for answers in product(*((*EMPTY, *GIVEN[id_]) for id_ in single)):
        slots: dict[Slot, Answer] = {(id_, None): answer for id_, answer in zip(single, answers, strict=True)}
        keys = slots.get(("tags", None), Answer()).value_words() if "per" in of.questions else ()
        for per in product((*EMPTY, *GIVEN["flag"]), repeat=len(keys)):
            each: dict[Slot, Answer] = {("per", key): answer for key, answer in zip(keys, per, strict=True)}
            world = World({of.id: of}, Dossier("d"), LAW, AS_OF, FACTS)
            world.judge_assessment(of, Assessment(of.ref, "en", {**slots, **each}))
            yield world


@SLOWLY
@given(of=trees(REPEATED, *SINGLE), data=st.data())
def test_every_dossier_comes_to_what_the_search_says_it_can(of: Questionnaire, data: st.DataObject) -> None:
    condition = parse_condition(data.draw(conditions(tuple(of.questions))))
    seen = {world.ruling_of(condition, of.id).truth for world in worlds(of)}
    assert {truth for truth in TRUTHS if possible(condition, {of.id: of}, of.id, truth)} == seen


@SLOWLY
@given(of=trees(REPEATED), data=st.data())
def test_every_value_of_a_repeat_comes_to_what_the_search_says_it_can(of: Questionnaire, data: st.DataObject) -> None:
    outside = data.draw(conditions(tuple(of.questions)))
    inside = data.draw(
        st.sampled_from(("per = yes and {}", "per = no or {}", "key != a and {}", "key = c and per != {}"))
    )
    condition = parse_condition(inside.format(outside if "!= {}" not in inside else "yes"))
    seen = {
        condition.ruling_in(QuestionScope(world, of.id, "tags", key)).truth
        for world in worlds(of)
        if (tags := world.entries[Ref(of.id, "tags")]).status.applies and not tags.answer.unsure
        for key in tags.answer.value_words()
        if key != "none"
    }
    assert {truth for truth in TRUTHS if possible(condition, {of.id: of}, of.id, truth, repeat="tags")} == seen


@SLOWLY
@given(of=trees(REPEATED, *SINGLE), data=st.data(), truth=st.sampled_from(TRUTHS))
def test_the_fewest_answers_make_a_dossier_that_comes_to_it(
    of: Questionnaire, data: st.DataObject, truth: bool | None
) -> None:
    condition = parse_condition(data.draw(conditions(tuple(of.questions))))
    found = witness(condition, {of.id: of}, of.id, truth)
    least = min(
        (answered(world) for world in worlds(of) if world.ruling_of(condition, of.id).truth is truth), default=None
    )
    assert (None if found is None else len(found)) == least
    if found is not None:
        answers = {(ref.question, ref.instance): as_answer(words) for ref, words in found.items()}
        world = World({of.id: of}, Dossier("d"), LAW, AS_OF, FACTS)
        world.judge_assessment(of, Assessment(of.ref, "en", answers))
        assert world.ruling_of(condition, of.id).truth is truth


def answered(world: World) -> int:
    return sum(not entry.answer.empty for entry in world.entries.values())


def as_answer(words: Given) -> Answer:
    return Answer(value=words) if words else Answer(status=State.NOT_APPLICABLE, reason="because")
