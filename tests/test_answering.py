"""Claims about how words become an answer that the question allows."""

import itertools

import pytest
from given import given, tree

from iama.assess.answer_input import (
    Request,
    apply_request,
    cells_of,
    checked_instance,
    checked_roles,
    find_question,
    fresh_row_id,
    overlay_answer,
    refuse_lost_row,
    value_of,
    with_remarks,
    with_row,
    with_state,
    without_row,
)
from iama.model.dossier import Answer, Dissent, Follow, Row, Source, State
from iama.model.problems import UsageError
from iama.model.questionnaire import Question, Questionnaire
from iama.model.struct import replace
from iama.model.values import InvalidValue

TODAY = "2026-11-23"
ROWS = """
    actions:
      value:
        - {id: aaaaaa, action: Ask, owner: Team}
        - {id: bbbbbb, action: Look}
"""
CHAIN = tree(
    """
    - {id: others, kind: rows, columns: {name!: text}}
    - {id: method, number: "2.1", kind: text, repeat: others}
    """
)
RISK = tree(
    """
    - {id: importance, kind: choice, options: [core, edge]}
    - {id: extent, kind: choice, options: [wide, small]}
    - id: risk
      kind: choice
      options: [high, low]
      matrix:
        {rows: importance, columns: extent, cells: {core: {wide: high, small: low}, edge: {wide: low, small: low}}}
    """
)


def made(question: Question, request: Request, old: Answer = Answer(), row_id: str = "cccccc") -> Answer:  # noqa: B008
    return apply_request(old, question, request, TODAY, row_id)


def test_a_question_is_found_by_id_and_by_official_number(small: Questionnaire) -> None:
    goal = small.questions["goal"]
    assert find_question(small, "goal") == find_question(small, "1.1") == (goal, None)


def test_a_repeated_question_may_carry_its_key_in_brackets(small: Questionnaire) -> None:
    assert find_question(small, "4.1[privacy]") == (small.questions["importance"], "privacy")
    assert find_question(small, "importance[]") == (small.questions["importance"], None)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gaol", "did you mean `goal`?"),
        ("9.9.9", "iama-2.0 has no question `9.9.9`"),
        ("xyzzy", "see `iama questionnaire show iama-2.0`"),
        ("", "iama-2.0 has no question ``"),
        ("notice", "is a notice; it asks nothing"),
    ],
)
def test_a_name_that_asks_nothing_is_refused(small: Questionnaire, name: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_question(small, name)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("question", "key", "message"),
    [
        ("goal", "privacy", "is asked once; leave `--for` out"),
        ("importance", None, "is asked per value of `rights`; say which with `--for KEY`"),
        ("importance", "privasy", "`privasy` is no value of `rights`; did you mean `privacy`?"),
        ("importance", "xyzzy", "use one of: privacy, equality, speech"),
        ("importance", "none", "`none` is no value of `rights`"),
    ],
)
def test_a_key_must_fit_its_question(small: Questionnaire, question: str, key: str | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_instance(small, small.questions[question], key)
    assert message in str(caught.value)


def test_a_question_repeated_over_rows_is_asked_without_a_key_too(small: Questionnaire) -> None:
    method = small.questions["method"]
    assert checked_instance(small, method, None) is None
    assert checked_instance(small, method, "aaaaaa") == "aaaaaa"


def test_a_key_of_rows_must_be_a_row_that_is_there() -> None:
    method = CHAIN.questions["method"]
    held = given(CHAIN, "others: {value: [{id: aaaaaa, name: A}]}")
    refuse_lost_row(CHAIN, method, "aaaaaa", given(CHAIN), held)
    refuse_lost_row(CHAIN, method, None, held, held)
    with pytest.raises(UsageError, match="did you mean `aaaaaa`"):
        refuse_lost_row(CHAIN, method, "aaaaab", held, held)
    with pytest.raises(UsageError, match="leave `--for` out"):
        refuse_lost_row(CHAIN, method, "aaaaaa", given(CHAIN), given(CHAIN))


def test_an_answer_about_a_row_that_is_gone_can_still_be_taken_away() -> None:
    left = given(CHAIN, "method: {each: {aaaaaa: {value: x}}}")
    refuse_lost_row(CHAIN, CHAIN.questions["method"], "aaaaaa", left, left)
    with pytest.raises(UsageError):
        refuse_lost_row(CHAIN, CHAIN.questions["method"], "aaaaaa", given(CHAIN), left)


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        ("goal", ["more", "than", "one"], "more than one"),
        ("goal", ["  Indented\r\nline  \n"], "  Indented\nline"),
        ("goal", ["--not-an-option"], "--not-an-option"),
        ("prohibited", ["Ja"], "yes"),
        ("prohibited", ["NEE"], "no"),
        ("prohibited", ["yes\n"], "yes"),
        ("rights", ["speech", "privacy"], ("privacy", "speech")),
        ("rights", ["speech,privacy, equality"], ("privacy", "equality", "speech")),
        ("rights", ["none"], ("none",)),
        ("regime", [" gdpr\n"], "gdpr"),
        ("start", ["2027-12-02\n"], "2027-12-02"),
        ("people", ["432"], "432"),
        ("people", ["-0.5"], "-0.5"),
        ("goal", ["a\x1b[31mb"], "a[31mb"),
        ("goal", ["a\u202eb"], "ab"),
    ],
)
def test_words_become_the_value_of_their_question(
    small: Questionnaire, question: str, words: list[str], value: str | tuple[str, ...]
) -> None:
    assert value_of(small.questions[question], words) == value


@pytest.mark.parametrize(
    ("question", "words", "message"),
    [
        ("goal", [""], "the value is empty"),
        ("goal", [" \n\t"], "the value is empty"),
        ("goal", ["a\x00b"], "U+0000"),
        ("goal", ["a\ufdd0b"], "U+FDD0"),
        ("prohibited", ["perhaps"], "none of the options"),
        ("rights", ["speech", "speech"], "twice"),
        ("rights", ["speech", "none"], "stands alone"),
        ("rights", ["speach"], "none of the options"),
        ("regime", ["GDRP"], "none of the options"),
        ("start", ["2 december"], "not a date"),
        ("start", ["2027-02-29"], "not a date"),
        ("start", ["20271202"], "not a date"),
        ("people", ["veel"], "not a number"),
        ("people", ["1e9"], "not a number"),
        ("people", ["٣"], "not a number"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_without_being_quoted(
    small: Questionnaire, question: str, words: list[str], message: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        value_of(small.questions[question], words)
    assert message in str(caught.value)
    assert not words[0].strip() or words[0] not in f"{caught.value} {caught.value.hint}"


def test_a_misspelt_option_gets_a_suggestion(small: Questionnaire) -> None:
    with pytest.raises(InvalidValue) as caught:
        value_of(small.questions["rights"], ["speach"])
    assert str(caught.value.hint) == "did you mean `speech`?"


def test_a_new_value_takes_the_place_of_a_status_and_keeps_what_stands_beside(small: Questionnaire) -> None:
    old = Answer(
        status=State.UNKNOWN, reason="r", follow=Follow("team"), note="n", by=("lawyer",), sources=(Source("S"),)
    )
    new = made(small.questions["goal"], Request(texts=("New",)), old)
    assert new == Answer(
        value="New", note="n", by=("lawyer",), sources=(Source("S"),), date=TODAY, stamp=small.questions["goal"].stamp
    )


@pytest.mark.parametrize("state", [State.UNKNOWN, State.ASK_SUPPLIER])
def test_a_status_takes_the_place_of_a_value(small: Questionnaire, state: State) -> None:
    new = made(
        small.questions["goal"], Request(state=state, follow=Follow("lawyer", "2027-01-31")), Answer(value="Old")
    )
    assert (new.value, new.status, new.follow) == (None, state, Follow("lawyer", "2027-01-31"))


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_not_applicable_needs_a_reason(small: Questionnaire, reason: str) -> None:
    with pytest.raises(InvalidValue, match="needs a reason"):
        with_state(Answer(), small.questions["goal"], State.NOT_APPLICABLE, reason, None)


def test_an_answer_carries_the_stamp_of_its_question_and_the_date_of_today(small: Questionnaire) -> None:
    new = made(small.questions["goal"], Request(texts=("x",)), Answer(date="2020-01-01", stamp="old"))
    assert (new.date, new.stamp) == (TODAY, small.questions["goal"].stamp)


def test_a_note_alone_leaves_the_question_open(small: Questionnaire) -> None:
    new = made(small.questions["goal"], Request(note="Ask the team"))
    assert (new.value, new.status, new.note) == (None, None, "Ask the team")


def test_a_new_note_replaces_the_old_one_and_sources_and_dissent_are_added() -> None:
    old = Answer(note="old", by=("lawyer",), sources=(Source("A"),), dissent=(Dissent("lawyer", "No"),))
    new = with_remarks(
        old,
        note="new",
        by=["ethicist", "lawyer"],
        sources=[Source("A"), Source("B")],
        dissent=[Dissent("lawyer", "No"), Dissent("ethicist", "Yes")],
    )
    assert (new.note, new.by) == ("new", ("lawyer", "ethicist"))
    assert new.sources == (Source("A"), Source("B"))
    assert new.dissent == (Dissent("lawyer", "No"), Dissent("ethicist", "Yes"))


def test_an_empty_note_takes_the_note_away() -> None:
    assert with_remarks(Answer(note="old"), note="").note == ""


def test_what_stands_beside_an_answer_is_cleaned_like_the_answer() -> None:
    new = with_remarks(Answer(), note="a\r\nb", sources=[Source("Cafe\u0301")], dissent=[Dissent("lawyer", "a\r\nb ")])
    assert (new.note, new.sources[0].title, new.dissent[0].text) == ("a\nb", "Café", "a\nb")
    assert with_remarks(Answer(), sources=[Source("a\x07")]).sources == (Source("a"),)


@pytest.mark.parametrize(
    "beside", [{"sources": [Source(" ")]}, {"dissent": [Dissent("lawyer", "")]}, {"sources": [Source("a\x00")]}]
)
def test_a_source_or_dissent_that_cannot_be_kept_is_refused(beside: dict[str, list[Source]]) -> None:
    with pytest.raises(InvalidValue):
        with_remarks(Answer(), **beside)  # type: ignore[arg-type]


def test_a_new_row_joins_the_others_under_the_id_it_is_given(small: Questionnaire) -> None:
    old = given(small, ROWS).answer_to("actions")
    new = made(small.questions["actions"], Request(texts=("action=Do = it", "due=2027-01-31")), old)
    assert [row.id for row in new.rows] == ["aaaaaa", "bbbbbb", "cccccc"]
    assert new.rows[2] == Row("cccccc", {"action": "Do = it", "due": "2027-01-31"})


def test_a_changed_row_keeps_its_id_its_place_and_its_other_cells(small: Questionnaire) -> None:
    old = given(small, ROWS).answer_to("actions")
    new = made(small.questions["actions"], Request(texts=("status=done",), row="aaaaaa"), old)
    assert new.rows == (Row("aaaaaa", {"action": "Ask", "owner": "Team", "status": "done"}), old.rows[1])


def test_an_empty_cell_takes_the_text_of_that_column_away(small: Questionnaire) -> None:
    old = given(small, ROWS).answer_to("actions")
    new = made(small.questions["actions"], Request(texts=("owner=",), row="aaaaaa"), old)
    assert new.rows[0] == Row("aaaaaa", {"action": "Ask"})


def test_a_row_is_taken_out_by_its_id_and_the_last_one_leaves_the_question_open(small: Questionnaire) -> None:
    old = given(small, ROWS).answer_to("actions")
    one = made(small.questions["actions"], Request(clear=True, row="aaaaaa"), old)
    assert [row.id for row in one.rows] == ["bbbbbb"]
    assert without_row(one, "bbbbbb").value is None


@pytest.mark.parametrize("request_", [Request(texts=("owner=x",), row="aaaaab"), Request(clear=True, row="aaaaab")])
def test_a_row_that_is_not_there_is_refused_with_a_suggestion(small: Questionnaire, request_: Request) -> None:
    with pytest.raises(InvalidValue) as caught:
        made(small.questions["actions"], request_, given(small, ROWS).answer_to("actions"))
    assert (str(caught.value), str(caught.value.hint)) == ("there is no row `aaaaab`", "did you mean `aaaaaa`?")


def test_a_row_without_its_required_column_is_refused(small: Questionnaire) -> None:
    with pytest.raises(InvalidValue, match="column `action` is empty"):
        with_row(Answer(), small.questions["actions"], "aaaaaa", {"owner": "x"})


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["A secret sentence"], "word 1 is not column=text", "the columns are: action, owner, due, status"),
        (
            ["action=x", "A secret = sentence"],
            "word 2 is not column=text",
            "the columns are: action, owner, due, status",
        ),
        (["acton=x"], "word 1 is not column=text", "did you mean `action`?"),
        (["id=zzzzzz"], "word 1 is not column=text", "the columns are: action, owner, due, status"),
        (["action=x", "action=y"], "column `action` is given twice", "keep one"),
    ],
)
def test_words_that_are_no_columns_are_refused_without_being_quoted(
    small: Questionnaire, words: list[str], message: str, hint: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        cells_of(small.questions["actions"], words)
    assert str(caught.value) == message and hint in str(caught.value.hint)


@pytest.mark.parametrize(
    ("question", "request_", "message"),
    [
        ("goal", Request(texts=("x",), state=State.UNKNOWN), "a value and a status"),
        ("rights", Request(unsure=("speech",), state=State.UNKNOWN), "a value and a status"),
        ("goal", Request(texts=("x",), clear=True), "--clear"),
        ("goal", Request(note="x", clear=True), "--clear"),
        ("goal", Request(clear=True, row="aaaaaa"), "--row is for a list of rows"),
        ("goal", Request(texts=("x",), row="aaaaaa"), "--row is for a list of rows"),
        ("actions", Request(row="aaaaaa", note="x"), "--row needs column=text, or --clear"),
        ("goal", Request(unsure=("x",)), "--unsure is for a tick-list"),
        ("goal", Request(texts=("x",), follow=Follow("team")), "--follow-by"),
        ("goal", Request(state=State.NOT_APPLICABLE, reason="x", follow=Follow("team")), "--follow-by"),
        ("goal", Request(texts=("x",), overruled="because"), "--overruled"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    small: Questionnaire, question: str, request_: Request, message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        made(small.questions[question], request_, given(small, ROWS).answer_to(question))


def test_an_option_may_be_unsure_while_others_are_ticked(small: Questionnaire) -> None:
    rights = small.questions["rights"]
    new = made(rights, Request(texts=("privacy",), unsure=("speech",), follow=Follow("team")))
    assert (new.value, new.unsure, new.follow, new.status) == (("privacy",), ("speech",), Follow("team"), None)
    with pytest.raises(InvalidValue, match="ticked and unsure at once"):
        made(rights, Request(unsure=("privacy",)), new)


def test_unsure_options_take_the_place_of_a_status(small: Questionnaire) -> None:
    new = made(small.questions["rights"], Request(unsure=("speech",)), Answer(status=State.UNKNOWN))
    assert (new.status, new.unsure) == (None, ("speech",))


def test_a_derived_value_can_be_overruled_with_a_reason() -> None:
    new = made(RISK.questions["risk"], Request(texts=("high",), overruled="Many people"))
    assert (new.value, new.overruled) == ("high", "Many people")


def test_given_fields_replace_and_others_stay(small: Questionnaire) -> None:
    goal = small.questions["goal"]
    old = Answer(value="Old", note="n", by=("lawyer",))
    assert overlay_answer(old, Answer(value="New"), ["value"], goal, TODAY) == Answer(
        value="New", note="n", by=("lawyer",), date=TODAY, stamp=goal.stamp
    )


def test_a_given_value_pushes_out_a_status_and_the_other_way_round(small: Questionnaire) -> None:
    goal = small.questions["goal"]
    unknown = Answer(status=State.UNKNOWN, reason="r", follow=Follow("team"))
    valued = overlay_answer(unknown, Answer(value="New"), ["value"], goal, TODAY)
    assert (valued.value, valued.status, valued.reason, valued.follow) == ("New", None, "", None)
    again = overlay_answer(valued, unknown, ["status", "reason", "follow"], goal, TODAY)
    assert (again.value, again.status, again.reason, again.follow) == (None, State.UNKNOWN, "r", Follow("team"))


def test_a_given_date_stays_beside_the_day_on_which_the_answer_came_in(small: Questionnaire) -> None:
    goal = small.questions["goal"]
    new = overlay_answer(Answer(), Answer(value="x", date="2020-01-01"), ["value", "date"], goal, TODAY)
    assert (new.date, new.imported) == ("2020-01-01", TODAY)
    for strange in (Answer(value="x", date="2999-01-01"), Answer(value="x", stamp="zz")):
        with pytest.raises(InvalidValue):
            overlay_answer(Answer(), strange, ["value", "date", "stamp"], goal, TODAY)


def test_a_given_empty_value_takes_the_answer_away(small: Questionnaire) -> None:
    old = Answer(value="Old", date="2026-01-01", stamp="zz")
    assert overlay_answer(old, Answer(), ["value"], small.questions["goal"], TODAY).empty


def test_a_given_empty_value_leaves_the_note(small: Questionnaire) -> None:
    new = overlay_answer(Answer(value="Old", note="n"), Answer(), ["value"], small.questions["goal"], TODAY)
    assert (new.value, new.note) == (None, "n")


@pytest.mark.parametrize(
    ("old", "new", "fields", "message"),
    [
        (Answer(), Answer(status=State.NOT_APPLICABLE), ["status"], "needs a reason"),
        (Answer(value="x", reason="r"), Answer(status=State.NOT_APPLICABLE), ["status"], "needs a reason"),
        (Answer(value=("speech",)), Answer(unsure=("speech",)), ["unsure"], "ticked and unsure"),
    ],
)
def test_given_fields_cannot_contradict_what_stands(
    small: Questionnaire, old: Answer, new: Answer, fields: list[str], message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        overlay_answer(old, new, fields, small.questions["rights"], TODAY)


def test_a_row_id_is_made_until_it_is_new(small: Questionnaire) -> None:
    made_up = itertools.chain(["aaaaaa", "bbbbbb", "dddddd"])
    assert fresh_row_id(given(small, ROWS), made_up.__next__) == "dddddd"


def test_roles_are_those_of_the_questionnaire(small: Questionnaire) -> None:
    assert checked_roles(small, ["lawyer", "ethicist"]) == ("lawyer", "ethicist")
    with pytest.raises(UsageError, match="did you mean `lawyer`"):
        checked_roles(small, ["lawyr"])
    with pytest.raises(UsageError, match="use one of: project-leader, lawyer, ethicist"):
        checked_roles(small, ["xyzzy"])


def test_clearing_takes_everything_away(small: Questionnaire) -> None:
    full = replace(Answer(value="x"), note="n", by=("lawyer",), sources=(Source("S"),))
    assert made(small.questions["goal"], Request(clear=True), full).empty
