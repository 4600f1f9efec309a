"""Claims about lists of records in the interview: add, change, take out, each saved at once."""

from given import tree
from sitting import sit

from iama.model.dossier import Dissent, Row
from iama.words import text

ACTIONS = tree(
    """
    - id: actions
      kind: rows
      required: "false"
      columns: {what!: text, owner: text, due: date, status: [open, done], blocking: yes-no}
    """
)
ONE = "actions: {value: [{id: aaaaaa, what: Test, owner: lawyer, due: 2027-03-01}]}"
NEW = ("Do it", "lawyer", "1-3-2027", "open", "yes")


def rows(*replies: str, answers: str = "") -> tuple[Row, ...]:
    return sit(ACTIONS, ["/go actions", *replies] if answers else list(replies), answers).answer("actions").rows


def test_a_row_is_added_column_by_column() -> None:
    cells = {"what": "Do it", "owner": "lawyer", "due": "2027-03-01", "status": "open", "blocking": "yes"}
    assert rows("+", *NEW, "done") == (Row("rowaaa", cells),)


def test_each_row_is_saved_before_the_next() -> None:
    assert [row.id for row in rows("+", *NEW, "+", "Second", "", "", "-", "-")] == ["rowaaa", "rowbbb"]
    assert [row.id for row in rows("+", *NEW, "+", "Stopped in the middle")] == ["rowaaa"]


def test_columns_may_stay_empty_but_a_required_one_is_asked_until_it_is_filled() -> None:
    one = sit(ACTIONS, ["+", "", "Do it", "", "", "-", "-"])
    assert one.answer("actions").rows == (Row("rowaaa", {"what": "Do it"}),)
    assert "what! must be filled in." in one.asker.said


def test_a_wrong_date_is_asked_again_within_the_row() -> None:
    one = sit(ACTIONS, ["+", "Do it", "", "soon", "2027-03-01", "-", "-"])
    assert one.answer("actions").rows[0].cells["due"] == "2027-03-01"


def test_a_row_is_changed_and_keeps_its_id_and_what_was_left_as_it_stood() -> None:
    (row,) = rows("aaaaaa", "change", "", "ethicist", "", "done", "-", answers=ONE)
    assert row == Row("aaaaaa", {"what": "Test", "owner": "ethicist", "due": "2027-03-01", "status": "done"})


def test_a_cell_can_be_emptied() -> None:
    (row,) = rows("aaaaaa", "change", "", "-", "-", "-", "-", answers=ONE)
    assert row == Row("aaaaaa", {"what": "Test"})


def test_a_row_is_taken_out() -> None:
    assert rows("aaaaaa", "remove", "yes", answers=ONE) == ()
    assert len(rows("aaaaaa", "remove", "", answers=ONE)) == 1


def test_thinking_better_of_it_changes_nothing() -> None:
    assert rows("aaaaaa", "", "done", answers=ONE)[0].cells["owner"] == "lawyer"


def test_an_order_within_a_row_keeps_nothing_in_the_list_and_the_words_in_its_fields() -> None:
    one = sit(ACTIONS, ["+", "Do it", "somebody", "/back", "+", "", ""])
    assert one.answer("actions").rows == ()
    assert one.asker.said[:2] == ["This row was not kept.", text("unsaved-stays", "en", question="‘…’")]
    assert "‘Do it · somebody’. Choose ‘Add a row’" in one.asker.said[2]
    assert one.asker.begun == ["", "", "", "Do it", "somebody", ""]


def test_later_goes_to_the_next_column() -> None:
    assert rows("+", "Do it", "/later", "/later", "/later", "/later")[0].cells == {"what": "Do it"}


def test_the_list_is_told_after_every_row_and_shown_with_its_dates_in_words() -> None:
    one = sit(ACTIONS, ["/go actions", "+", *NEW, "done"], ONE)
    assert "Saved. Rows in this list: 2." in one.asker.said
    assert [pick.label for pick in one.asker.offered[0]] == [
        "Add a row",
        "Paste a table from another program",
        "Change: Test · owner: lawyer · due: 1 March 2027",
        "Done with this list",
    ]


def test_text_in_a_cell_is_cleaned_and_that_is_told() -> None:
    one = sit(ACTIONS, ["+", "Do\u00a0it", "", "", "-", "-"])
    assert one.answer("actions").rows[0].cells["what"] == "Do it"
    assert "Cleaned on input: hard spaces." in one.asker.said


def test_roles_that_answered_and_the_day_stand_with_the_list() -> None:
    one = sit(ACTIONS, ["+", *NEW, "done"], present=("lawyer",))
    assert (one.answer("actions").by, one.answer("actions").date) == (("lawyer",), "2026-11-23")


def test_a_remark_from_the_list_stands_beside_the_rows_that_were_just_saved() -> None:
    one = sit(ACTIONS, ["+", *NEW, "/dissent", "ethicist", "Too wide."])
    answer = one.answer("actions")
    assert [row.id for row in answer.rows] == ["rowaaa"]
    assert answer.dissent == (Dissent("ethicist", "Too wide."),)


# a table that was pasted

TABLE = "Do it\tsomebody\t1 March 2027\tdone\nDo more\tsomebody else"


def test_a_pasted_table_becomes_rows_when_the_team_agrees() -> None:
    one = sit(ACTIONS, ["table", TABLE, "yes", "done"])
    assert [tuple(row.cells.values()) for row in one.answer("actions").rows] == [
        ("Do it", "somebody", "2027-03-01", "done"),
        ("Do more", "somebody else"),
    ]


def test_a_pasted_table_may_name_its_columns() -> None:
    one = sit(ACTIONS, ["table", "Owner\tWhat!\nsomebody\tDo it", "yes", "done"])
    assert [dict(row.cells) for row in one.answer("actions").rows] == [{"what": "Do it", "owner": "somebody"}]


def test_a_table_that_is_not_agreed_with_adds_nothing() -> None:
    assert sit(ACTIONS, ["table", TABLE, "no", "done"]).answer("actions").rows == ()


def test_a_line_of_a_table_that_does_not_fit_is_marked_in_the_field() -> None:
    wide = f"{TABLE}\na\tb\tc\td\te\tf\tg"
    one = sit(ACTIONS, ["table", wide, TABLE, "yes", "done"])
    assert one.asker.marked == [len(TABLE) + 1]
    assert wide in one.asker.begun
    assert len(one.answer("actions").rows) == 2


def test_a_cell_that_is_no_answer_may_be_typed_again_or_stay() -> None:
    one = sit(ACTIONS, ["+", "?", "type-again", "Do it", "tbd", "keep", "n.v.t.", "leave-empty", "-", "-"])
    assert one.answer("actions").rows[0].cells == {"what": "Do it", "owner": "tbd"}
