"""Claims about each kind of answer in the interview, and about what stands beside or in the place of one."""

import pytest
from given import tree
from sitting import Reply, Table, run, sit, table, without_marks

from iama.assess.intention import intended_state
from iama.assess.outcome import Entry, Status
from iama.interview.asking import Command
from iama.interview.replies import fitting_commands
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Dissent, Follow, Source, State
from iama.model.problems import IamaError
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace
from iama.words import text

TEXT = tree("- {id: goal, number: '1.1', kind: text, required: 'false'}")
YES_NO = tree("- {id: self, number: '1.2', kind: yes-no}")
CHOICES = tree("- {id: rights, kind: choices, options: [privacy, equality, speech, none], max: '2'}")
DAY = tree("- {id: start, kind: date}")
NUMBER = tree("- {id: people, kind: number}")
TABLE = tree(
    """
    - {id: rights, kind: choices, options: [privacy, equality]}
    - {id: importance, kind: choice, options: [core, edge], repeat: rights}
    - {id: extent, kind: choice, options: [large, little], repeat: rights}
    - id: seriousness
      kind: choice
      options: [serious, light]
      repeat: rights
      matrix: {rows: importance, columns: extent, cells: {core: {large: serious, little: light},
               edge: {large: light, little: light}}}
    """
)
WEIGHED = """
rights: {value: [privacy]}
importance: {each: {privacy: {value: core}}}
extent: {each: {privacy: {value: large}}}
"""


def kept(asked: Questionnaire, *replies: Reply, answers: str = "", language: str = "en") -> Answer:
    """Return what one question holds after these replies."""
    one = sit(asked, list(replies), answers, language=language)
    (question,) = asked.questions
    return without_marks(one.answer(question))


def test_a_text_is_kept_with_the_day_and_the_question_as_it_was_asked() -> None:
    one = sit(TEXT, ["We want to help."])
    assert one.answer("goal") == Answer("We want to help.", date="2026-11-23", stamp=TEXT.questions["goal"].stamp)


def test_text_that_was_cleaned_is_told_in_the_language_of_the_interview() -> None:
    one = sit(TEXT, ["a\u00a0b\r\nc"], language="nl")
    assert one.answer("goal").value == "a b\nc"
    assert "Opgeschoond bij het invoeren: regeleinden, harde spaties." in one.asker.said


REFUSED = f"{'x' * 80}\ufdd0 and more"


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["/note"],
        ["/dissent", "lawyer"],
        ["/source"],
        ["/na"],
        ["/unknown"],
    ],
)
def test_refused_text_comes_back_into_its_own_field_with_the_place_marked(before: list[str]) -> None:
    one = sit(TEXT, [*before, REFUSED, "good"], present=("lawyer", "ethicist"))
    assert one.asker.begun[-1] == REFUSED or REFUSED in one.asker.begun
    assert one.asker.asked[len(before)] == one.asker.asked[len(before) + 1]
    assert one.asker.marked == [80]
    assert "Character U+FDD0 on line 1 is not allowed in text; take it out." in one.asker.said
    assert REFUSED not in "".join(one.rescued)


def test_a_refused_date_number_or_cell_comes_back_into_the_field() -> None:
    one = sit(TEXT, ["/unknown", "lawyer", "someday", "2027-03-01"])
    assert "someday" in one.asker.begun
    assert one.answer("goal").follow == Follow("lawyer", "2027-03-01")


def test_an_empty_text_leaves_what_stood_there() -> None:
    assert kept(TEXT, "/go goal", "", answers="goal: {value: before}").value == "before"


def test_text_comes_from_an_editor_too() -> None:
    one = table(TEXT, ["/editor"])
    one.asker.edits = ["from the editor"]
    run(one)
    assert one.answer("goal").value == "from the editor"


def test_an_editor_that_fails_changes_nothing_and_asks_again() -> None:
    one = table(TEXT, ["/editor", "/editor", "typed"], "goal: {status: unknown}")
    one.asker.replies.insert(0, "/go goal")
    one.asker.edits = [IamaError("editor-failed", path="x"), ""]
    run(one)
    assert one.answer("goal").value == "typed"
    assert one.asker.said[1:3] == ["The editor failed; the text is still in x.", "Nothing was changed in the editor."]


@pytest.mark.parametrize(("reply", "value"), [("yes", "yes"), ("no", "no"), ("", None)])
def test_yes_and_no_are_words_and_nothing_is_neither(reply: str, value: str | None) -> None:
    assert kept(YES_NO, reply).value == value


def test_not_knowing_is_one_of_the_choices() -> None:
    one = sit(YES_NO, ["?", "lawyer", "1 March 2027"])
    assert [pick.value for pick in one.asker.offered[0]] == ["yes", "no", "?"]
    assert without_marks(one.answer("self")) == Answer(status=State.UNKNOWN, follow=Follow("lawyer", "2027-03-01"))


def test_a_choice_that_is_not_known_points_at_that() -> None:
    assert sit(YES_NO, ["/go self", ""], "self: {status: unknown}").asker.currents[1] == "?"


def test_a_tick_list_takes_several_in_the_order_of_the_options() -> None:
    assert kept(CHOICES, ("speech", "privacy")).value == ("privacy", "speech")


def test_an_option_that_stands_alone_is_refused_beside_others() -> None:
    one = sit(CHOICES, [("privacy", "none"), ("none",)], language="nl")
    assert one.answer("rights").value == ("none",)
    assert (
        "Een keuze als ‘geen van deze’ kan niet naast een andere staan; kies die alleen, of laat haar weg."
        in one.asker.said
    )


def test_more_than_the_most_is_refused() -> None:
    one = sit(CHOICES, [("privacy", "equality", "speech"), ("privacy",)])
    assert one.answer("rights").value == ("privacy",)
    assert "3 values are chosen, and 2 is the most; keep the weightiest." in one.asker.said
    assert one.asker.asked[0] == "Choose all that apply (at most 2)"


def test_an_emptied_tick_list_is_open_again() -> None:
    assert kept(CHOICES, "/go rights", (), "yes", answers="rights: {value: [privacy]}") == Answer()


def test_of_some_items_the_team_may_not_know() -> None:
    found = kept(CHOICES, "/go rights", "/unsure", ("speech",), answers="rights: {value: [none]}")
    assert (found.value, found.unsure) == (None, ("speech",))


def test_ticking_an_unsure_item_settles_it() -> None:
    answers = "rights: {value: [privacy], unsure: [speech]}"
    found = kept(CHOICES, "/go rights", ("privacy", "speech"), answers=answers)
    assert (found.value, found.unsure) == (("privacy", "speech"), ())


@pytest.mark.parametrize(("typed", "value"), [("1 maart 2027", "2027-03-01"), ("1-3-2027", "2027-03-01")])
def test_a_date_is_taken_as_people_write_it_and_read_back(typed: str, value: str) -> None:
    one = sit(DAY, [typed], language="nl")
    assert one.answer("start").value == value
    assert ("Begrepen als 1 maart 2027." in one.asker.said) == (typed != "1 maart 2027")


@pytest.mark.parametrize("typed", ["31-2-2027", "soon", "2027-13-01"])
def test_what_is_no_date_is_asked_again(typed: str) -> None:
    one = sit(DAY, [typed, "2027-03-01"])
    assert one.answer("start").value == "2027-03-01"
    assert "The value is not a date; write it as 2027-03-01 or 1 March 2027." in one.asker.said


def test_a_number_with_a_comma_is_understood() -> None:
    assert kept(NUMBER, "0,5", language="nl").value == "0.5"
    assert kept(NUMBER, "1.250", language="nl").value == "1250"


def test_what_is_no_number_is_asked_again() -> None:
    one = sit(NUMBER, ["many", "4"])
    assert (one.answer("people").value, one.told) == (
        "4",
        "The value is not a number; write it as 432 or 0.5.\nEvery question of this round has been asked.",
    )


def test_a_date_that_was_taken_away_is_open_again() -> None:
    assert kept(DAY, "/go start", "-", "yes", answers="start: {value: 2027-03-01}") == Answer()


def seriousness(*replies: Reply, answers: str = WEIGHED) -> tuple[Table, Answer]:
    one = sit(TABLE, ["/go seriousness", *replies], answers)
    return one, without_marks(one.answer("seriousness", "privacy"))


def test_what_the_table_says_needs_no_answer_of_its_own() -> None:
    assert seriousness("serious")[1] == Answer()


def test_departing_from_the_table_needs_a_reason() -> None:
    one, found = seriousness("light", "", "Few people")
    assert (found.value, found.overruled) == ("light", "Few people")
    assert "Departing from the table needs a reason." in one.asker.said


def test_coming_back_to_the_table_takes_the_reason_away() -> None:
    overruled = WEIGHED + "seriousness: {each: {privacy: {value: light, overruled: Few}}}"
    assert seriousness("serious", answers=overruled)[1] == Answer()


# what stands beside an answer, or in its place


def test_who_finds_out_and_when_is_asked_and_a_role_is_known_by_its_name() -> None:
    found = kept(TEXT, "/unknown", "Lawyer", "1-3-2027")
    assert found == Answer(status=State.UNKNOWN, follow=Follow("lawyer", "2027-03-01"))


def test_not_knowing_who_finds_out_is_honest_too() -> None:
    assert kept(TEXT, "/unknown", "") == Answer(status=State.UNKNOWN)


def test_who_finds_out_may_stand_behind_the_command() -> None:
    assert kept(TEXT, "/unknown the city", "").follow == Follow("the city")


def test_a_wrong_date_is_asked_again_and_nothing_is_lost() -> None:
    assert kept(TEXT, "/unknown", "lawyer", "someday", "2027-03-01").follow == Follow("lawyer", "2027-03-01")


def test_the_supplier_is_asked() -> None:
    found = kept(TEXT, "/supplier", "project-leader", "")
    assert found == Answer(status=State.ASK_SUPPLIER, follow=Follow("project-leader"))


def test_not_applicable_needs_a_reason() -> None:
    one = sit(TEXT, ["/na", "", "/na", "There are none"])
    assert without_marks(one.answer("goal")) == Answer(status=State.NOT_APPLICABLE, reason="There are none")
    assert "Without a reason the question stays as it was." in one.asker.said


def test_a_note_stands_beside_the_answer_and_the_question_is_still_asked() -> None:
    found = kept(TEXT, "/note", "We doubted", "The answer")
    assert (found.value, found.note) == ("The answer", "We doubted")


def test_dissent_names_a_role_at_the_table() -> None:
    one = sit(TEXT, ["/dissent", "lawyer", "Not so"], present=("lawyer", "ethicist"))
    assert [pick.value for pick in one.asker.offered[0]] == ["lawyer", "ethicist"]
    assert one.answer("goal").dissent == (Dissent("lawyer", "Not so"),)


def test_dissent_is_added_to_dissent() -> None:
    answers = "goal: {value: x, dissent: [{by: lawyer, text: One}]}"
    found = kept(TEXT, "/go goal", "/dissent", "ethicist", "Two", answers=answers)
    assert found.dissent == (Dissent("lawyer", "One"), Dissent("ethicist", "Two"))


def test_a_source_has_a_title_a_file_with_its_digest_a_version_and_a_date() -> None:
    found = kept(TEXT, "/source", "DPIA", "dpia.pdf", "1.2", "1 October 2026")
    assert found.sources == (Source("DPIA", "dpia.pdf", "1.2", "2026-10-01", "5f1c09"),)


def test_a_source_without_a_file_has_no_digest() -> None:
    assert kept(TEXT, "/source Audit", "", "", "").sources == (Source("Audit"),)


def test_a_file_that_is_not_there_is_told() -> None:
    one = table(TEXT, ["/source Audit", "lost.pdf", "", ""])
    one.interview.desk = replace(one.interview.desk, digest=lambda name: "")
    run(one)
    assert one.answer("goal").sources == (Source("Audit", "lost.pdf"),)
    assert "There is no file lost.pdf beside the dossier; the source is kept without a digest." in one.asker.said


def test_the_roles_at_the_table_that_a_question_concerns_are_those_that_answered() -> None:
    asked = tree("- {id: goal, kind: text, roles: [lawyer]}\n- {id: other, kind: text}")
    one = sit(asked, ["a", "b"], present=("lawyer", "ethicist"))
    assert (one.answer("goal").by, one.answer("other").by) == (("lawyer",), ("lawyer", "ethicist"))


def test_who_answered_can_be_said() -> None:
    assert kept(TEXT, "/who", ("ethicist",), "x").by == ("ethicist",)
    assert kept(TEXT, "/who lawyer, ethicist", "x").by == ("lawyer", "ethicist")
    assert kept(TEXT, "/who project leader, lawyer", "x").by == ("project-leader", "lawyer")


def test_a_name_is_no_role_and_who_answered_is_asked_then() -> None:
    one = sit(TEXT, ["/who lawyer Ans", ("lawyer",), "x"])
    assert "That is no role of the team." in one.told and one.answer("goal").by == ("lawyer",)


def test_a_name_of_people_is_refused_as_who_finds_out_and_asked_again() -> None:
    one = sit(TEXT, ["/unknown Ans Jansen", "Lawyer", ""], named={"p1": "Ans Jansen"})
    assert "This holds a name of people.yaml" in one.told and one.rescued == []
    assert one.answer("goal").follow == Follow("lawyer")


@pytest.mark.parametrize("given", ["goal: {value: x}", "goal: {value: x, note: y}"])
def test_an_answer_is_taken_away_when_somebody_says_yes(given: str) -> None:
    assert kept(TEXT, "/go goal", "/clear", "no", answers=given).value == "x"
    assert kept(TEXT, "/go goal", "/clear", "", answers=given).value == "x"
    assert kept(TEXT, "/go goal", "/clear", "yes", answers=given) == Answer()


def test_an_order_in_a_small_dialogue_stops_it_and_keeps_what_was_typed() -> None:
    one = sit(TEXT, ["/na", "/back", "/source", "The title", "/later", "x", "/go goal", "/source"])
    assert without_marks(one.answer("goal")) == Answer("x")
    assert text("unsaved-stays", "en", question="1.1") in one.asker.said
    assert one.asker.begun[-1] == "The title"


def test_what_does_not_fit_a_question_is_refused() -> None:
    one = sit(YES_NO, ["/unsure", "/editor", "yes"])
    assert one.asker.said[:2] == ["That is not possible at this question."] * 2
    assert one.answer("self").value == "yes"


@pytest.mark.parametrize("kind", list(Kind))
def test_the_menu_offers_what_fits_the_question(kind: Kind) -> None:
    entry = Entry(Ref("iama", "goal"), replace(TEXT.questions["goal"], kind=kind), Status.OPEN)
    offered = fitting_commands(table(TEXT, []).interview, entry)
    assert (Command.UNSURE in offered) == (kind is Kind.CHOICES)
    assert (Command.EDITOR in offered) == (kind is Kind.TEXT)
    assert (Command.NOTE in offered) == (kind is not Kind.NOTICE)
    assert Command.STOP in offered and Command.MENU not in offered


# words that are no answer

INTENTIONS = {
    State.NOT_APPLICABLE: ["n.v.t.", "nvt", "N.V.T", "n/a", "Niet van toepassing."],
    State.UNKNOWN: ["weet ik nog niet", "?", "-", "...", "tbd", "T.B.D.", "volgt", "Onbekend", "don't know yet"],
    State.ASK_SUPPLIER: ["vraag de leverancier", "Ask the supplier!"],
}


@pytest.mark.parametrize(("state", "words"), [(state, words) for state, said in INTENTIONS.items() for words in said])
def test_an_intention_offers_the_state_that_it_means(state: State, words: str) -> None:
    assert intended_state(words) is state
    one = sit(TEXT, [words, str(state), "because" if state is State.NOT_APPLICABLE else "lawyer", ""])
    assert one.answer("goal").status is state
    assert one.asker.currents[1] == str(state)
    assert not one.rescued
    assert not one.interview.unsaved.text()  # the state stands in the place of these words
    assert text("unsaved-stays", "en", question="1.1") not in one.asker.said


def test_an_intention_may_be_the_answer_after_all() -> None:
    assert kept(TEXT, "?", "answer").value == "?"


@pytest.mark.parametrize("words", ["", "Geen", "Nee", "none", "Het volgt uit de wet", "De leverancier", "5", "€", "+"])
def test_an_answer_is_no_intention(words: str) -> None:
    assert intended_state(words) is None
