"""Claims about a sitting: where it goes, what it tells, and that nothing is lost."""

import pytest
from given import tree
from sitting import Reply, Table, changed, run, sit, table, without_marks

from iama.interview.asking import COMMANDS, Command, Order, order
from iama.interview.desk import Saved
from iama.interview.path import Choice
from iama.interview.replies import NAVIGATION
from iama.interview.walk import walk_questions
from iama.model.conditions import Ref
from iama.model.dossier import Answer, State
from iama.model.limits import TEXT_LENGTH
from iama.model.problems import CannotSave, Finding, Place, UnusableFile
from iama.model.struct import replace
from iama.words import LANGUAGES, text

ASKED = tree(
    """
    - {id: welcome, kind: notice}
    - {id: goal, number: "1.1", kind: text}
    - {id: self, number: "1.2", kind: yes-no}
    - {id: rules, number: "1.2.1", kind: text, when: self = no}
    - {id: data, number: "1.2.2", kind: text, when: self = yes}
    - {id: stop, number: "1.2.3", kind: notice, when: self = yes}
    - {id: rights, number: "4.1", kind: choices, options: [privacy, equality, none]}
    - {id: weight, number: "4.2", kind: text, repeat: rights}
    - {id: extra, kind: text, required: "false"}
    """,
    triggers="- {id: learns, when: self = yes}",
)
START = "/go 1.1"  # past the welcome
DONE = """
goal: {value: a}
self: {value: no}
rules: {value: kept}
rights: {value: [privacy]}
weight: {each: {privacy: {value: b}}}
extra: {value: c}
"""


def walked(*replies: Reply, answers: str = "", **options: object) -> Table:
    return sit(ASKED, replies, answers, **options)


# answers that came along from an older version

CAME = "goal: {value: Help, carried: {from: iama-1.0/1.2.1}, by: [lawyer]}\nself: {value: no}"


def test_enter_on_an_answer_that_came_along_confirms_it() -> None:
    one = walked("", "", "", "/stop", answers=CAME)
    assert one.visited == ["welcome?", "1.1", "1.2.1", "4.1"]
    goal = one.answer("goal")
    assert (goal.value, goal.by) == ("Help", ("lawyer",))
    assert goal.carried == {"from": "iama-1.0/1.2.1", "confirmed": goal.date}
    assert "Carried over from iama-1.0/1.2.1: to confirm; leaving it unchanged confirms" in one.asker.screens[1].remarks


def test_another_answer_confirms_what_came_along_and_later_does_not() -> None:
    assert not walked("", "Other", "/stop", answers=CAME).answer("goal").needs_confirmation
    assert not walked("", "/unknown", "", "/stop", answers=CAME).answer("goal").needs_confirmation
    assert walked("", "/later", "/stop", answers=CAME).answer("goal").needs_confirmation
    assert walked("", "/note Talk about it", "/stop", answers=CAME).answer("goal").needs_confirmation


def test_what_came_along_is_among_the_open_questions_until_it_is_confirmed() -> None:
    choice = Choice(open_only=True)
    assert "1.1" in walked("", "/stop", answers=CAME, choice=choice).visited
    confirmed = CAME.replace("}, by", ", confirmed: 2026-11-23}, by")
    assert "1.1" not in walked("", "/stop", answers=confirmed, choice=choice).visited


# where it goes


def test_a_sitting_walks_through_everything_that_is_asked() -> None:
    one = walked("", "To help", "no", "The law", ("privacy",), "Much", "", "")
    assert one.visited == ["welcome?", "1.1", "1.2", "1.2.1", "4.1", "4.2", "extra?"]
    assert one.asker.said[-1] == "Every question of this round has been asked."
    assert {slot[0] for slot in one.dossier.assessments["iama-2.0"].answers} == {
        "goal",
        "self",
        "rules",
        "rights",
        "weight",
    }


def test_it_resumes_at_the_first_open_question() -> None:
    assert walked("", answers="goal: {value: x}").visited == ["welcome?", "1.2"]


def test_a_notice_waits_for_enter_and_takes_no_answer() -> None:
    one = walked("/unknown", "/note x", "", answers=DONE)
    assert one.asker.said[:2] == ["That is not possible at this question."] * 2
    assert (
        one.dossier.assessments["iama-2.0"].answers.keys()
        == table(ASKED, [], DONE).dossier.assessments["iama-2.0"].answers.keys()
    )


def test_help_at_a_notice_stays_there() -> None:
    assert walked("/help", "", "x").visited[:2] == ["welcome?", "1.1"]


def test_back_goes_to_the_question_before_answered_or_not() -> None:
    assert walked(START, "a", "/back", "/back").visited == ["welcome?", "1.1", "1.2", "1.1", "welcome?"]


def test_back_goes_before_the_place_where_this_sitting_began() -> None:
    asked = tree("- {id: goal, kind: text}\n- {id: self, kind: yes-no}")
    assert sit(asked, ["/back"], "goal: {value: x}").visited == ["self?", "goal?"]


def test_at_the_first_question_there_is_no_way_back() -> None:
    one = sit(tree("- {id: goal, kind: text}"), ["/back", "x"])
    assert one.asker.said[0] == "This is the first question."
    assert one.answer("goal").value == "x"


def test_later_leaves_a_question_and_the_end_names_it() -> None:
    one = walked(START, "/later", "no", "x", ("none",), "", "")
    assert one.asker.said[-1] == "Every question of this round has been asked. Still open: 1.1."


def test_saying_nothing_leaves_a_question_open_and_says_so() -> None:
    assert "Skipped; the question stays open." in walked(START, "").asker.said


@pytest.mark.parametrize("command", ["/go 4.1", "/go rights", "/search equality", "/go 4.1."])
def test_a_question_is_gone_to_by_number_by_id_and_by_words(command: str) -> None:
    assert walked(command).visited == ["welcome?", "4.1"]


def test_a_search_that_finds_several_lets_the_team_choose() -> None:
    one = walked("/go 1", "1")
    assert [pick.label for pick in one.asker.offered[0]] == ["1.1 goal? (open)", "1.2 self? (open)"]
    assert one.visited[-1] == "1.2"


def test_choosing_none_of_them_stays_at_the_question() -> None:
    one = walked(START, "/go 1", "", "the goal")
    assert one.answer("goal").value == "the goal"


def test_a_search_asks_for_words_and_obeys_a_command_given_instead() -> None:
    assert walked("/search", "rights").visited == ["welcome?", "4.1"]
    assert walked("/search", "/go 4.1").visited == ["welcome?", "4.1"]
    assert walked(START, "/search", "", "x").answer("goal").value == "x"


def test_what_is_not_found_is_told() -> None:
    assert "No question found." in walked("/go 9.9").asker.said


def test_a_question_that_is_not_asked_says_why() -> None:
    assert "1.2.2 is not asked now, because of the answer to 1.2." in walked("/go 1.2.2", answers=DONE).asker.said
    assert "1.2.2 is not asked yet: answer 1.2 first." in walked("/go 1.2.2").asker.said


def test_a_question_that_is_not_asked_says_that_its_answer_is_kept() -> None:
    answers = "self: {value: yes}\nrules: {value: kept}"
    assert walked("/go 1.2.1", answers=answers).asker.said[0].endswith("The answer that stood there is kept.")


def test_the_list_of_open_questions_and_the_overview_of_a_part() -> None:
    one = walked(START, "/open", "", "/overview", "1", answers="self: {value: no}")
    assert [pick.label for pick in one.asker.offered[0]] == [
        "1.1 goal? (open)",
        "1.2.1 rules? (open)",
        "4.1 rights? (open)",
        "extra? (open)",
    ]
    assert [pick.label for pick in one.asker.offered[1]][:2] == ["1.1 goal? (open)", "1.2 self? (answered)"]
    assert one.visited[-1] == "1.2"


def test_looking_back_shows_whole_answers_and_opens_where_the_team_is() -> None:
    one = walked(START, "/overview", "", answers="self: {value: no, note: Not at all}")
    assert [(pick.label, pick.detail) for pick in one.asker.offered[0]][:2] == [
        ("1.1 goal? (open)", ""),
        ("1.2 self? (answered)", "No\nConsideration: Not at all"),
    ]
    assert one.asker.currents[2] == "0" and one.visited[-2:] == ["Looking back: all answers of this part", "1.1"]


def test_looking_back_at_another_part_names_those_there_are() -> None:
    assert "There is no such part, or nothing is asked in it. Choose from: part." in walked(START, "/overview 9").told


def test_what_is_found_in_an_answer_says_where_and_every_find_its_section() -> None:
    one = walked(
        START, "/search care", "", answers="goal: {value: Youth care}\nrules: {value: Care}\nself: {value: no}"
    )
    assert [(pick.group, pick.detail) for pick in one.asker.offered[0]] == [
        ("Part · Section", "Youth care"),
        ("Part · Section", "Care"),
    ]


def test_with_open_questions_only_one_goes_on_behind_the_question_that_was_gone_to() -> None:
    answers = "self: {value: no}\nrights: {value: [none]}"
    one = walked(START, "/go 1.2", "", answers=answers, choice=Choice(open_only=True))
    assert one.visited == ["welcome?", "1.1", "1.2", "1.2.1"]


def test_text_does_not_end_a_round_nor_pass_a_notice() -> None:
    one = walked("What I meant to answer", "", "Another thought", "", answers=DONE)
    assert one.rescued == ["What I meant to answer", "Another thought"]
    assert one.told.count("Nothing is asked here. Press Enter, or give a command such as /go 2.1.1.") == 2


def test_an_answer_to_be_mended_comes_back_as_it_was_typed() -> None:
    one = table(ASKED, ["", "www.example.nl", "first", "https://example.nl"])
    one.interview.desk = replace(
        one.interview.desk, problems=lambda ref, question, answer: ["No link."] * str(answer.value).startswith("www")
    )
    run(one)
    assert one.asker.currents[3] == "www.example.nl" and one.answer("goal").value == "https://example.nl"
    assert "Mind 1.1: No link." in one.asker.said


@pytest.mark.parametrize("replies", [("not",), ("first", "")])
def test_an_answer_that_is_not_mended_is_saved_as_it_is(replies: tuple[str, ...]) -> None:
    one = table(ASKED, ["", "www.example.nl", *replies])
    one.interview.desk = replace(one.interview.desk, problems=lambda ref, question, answer: ["No link."])
    run(one)
    assert one.answer("goal").value == "www.example.nl"


def test_a_command_while_choosing_a_question_is_obeyed() -> None:
    assert walked(START, "/open", "/go 4.1").visited[-1] == "4.1"


def test_the_menu_offers_every_command_and_obeys_it() -> None:
    one = walked(START, "/", "later")
    assert "/back — to the previous question" in [pick.label for pick in one.asker.offered[0]]
    assert one.visited[-1] == "1.2"


def test_leaving_the_menu_stays_at_the_question() -> None:
    assert walked(START, "/", "", "x").answer("goal").value == "x"


def test_stop_stops() -> None:
    assert walked(START, "/stop").visited == ["welcome?", "1.1"]


def test_everything_asked_still_leaves_the_way_back_open() -> None:
    one = walked("", "/note x", "/go 1.1", "new", "", answers=DONE)
    assert "That is not possible at this question." in one.asker.said
    assert one.answer("goal").value == "new"
    assert walked("", "/back", answers=DONE).visited == ["welcome?", "welcome?"]


def test_an_empty_round_says_so_and_offers_the_rest() -> None:
    one = walked("/go 1.1", "x", choice=Choice(meeting="3"))
    assert one.asker.said[0] == "Every question of this round has been asked."
    assert one.answer("goal").value == "x"


# what it tells


def test_a_changed_answer_tells_what_appears_drops_out_and_is_kept() -> None:
    one = walked("/go 1.2", "yes", answers=DONE)
    assert one.asker.said[:4] == [
        "Now asked too: 1.2.2.",
        "No longer asked: 1.2.1.",
        "The answers to 1.2.1 are kept, but do not count.",
        "New flag (/flag to answer it) · Must: learns",
    ]
    assert one.answer("rules").value == "kept"


def test_a_flag_that_clears_is_told() -> None:
    assert "Flag cleared · Must: learns" in walked("/go 1.2", "no", answers="self: {value: yes}").asker.said


def test_help_is_told_without_showing_the_question_again() -> None:
    asked = tree("- {id: goal, kind: text, help: {nl: Zo, en: Like this}}")
    one = sit(asked, ["/help", "x"])
    assert (one.asker.said[0], len(one.visited)) == ("Like this", 1)


def test_a_remark_is_confirmed() -> None:
    assert "Recorded at 1.1: note." in walked(START, "/note x").asker.said


# nothing is lost


def test_an_answer_is_saved_before_the_next_question_is_shown() -> None:
    one = table(ASKED, ["", "a", KeyboardInterrupt])
    with pytest.raises(KeyboardInterrupt):
        walk_questions(one.interview)
    assert one.answer("goal").value == "a"


def test_what_was_typed_when_a_sitting_stops_is_known() -> None:
    one = table(ASKED, [START, "/unknown", "lawyer", KeyboardInterrupt])
    with pytest.raises(KeyboardInterrupt):
        walk_questions(one.interview)
    assert one.interview.unsaved.text() == "lawyer"


def test_what_was_saved_is_not_kept_elsewhere() -> None:
    one = table(ASKED, [START, "a", KeyboardInterrupt])
    with pytest.raises(KeyboardInterrupt):
        walk_questions(one.interview)
    assert one.interview.unsaved.text() == ""


def test_a_full_disk_keeps_the_text_and_offers_to_save_again() -> None:
    one = table(ASKED, [START, "the words", "again", "again", ""])
    one.failures[:] = [CannotSave("output-not-saved", path="x", reason=why) for why in ("no space left", "still none")]
    run(one)
    assert one.answer("goal").value == "the words"
    first, second = (f"x: could not be saved: {why}" for why in ("no space left", "still none"))
    stays = text("unsaved-stays", "en", question="1.1")
    assert one.asker.said[:4] == [first, stays, second, stays]
    assert one.rescued == []


def test_a_text_that_is_too_long_is_told_with_the_figure_and_kept() -> None:
    long = "x" * (TEXT_LENGTH + 1)
    one = table(ASKED, [START, long, "the gist"])
    run(one)
    assert one.answer("goal").value == "the gist"
    assert f"has {TEXT_LENGTH + 1} characters, and {TEXT_LENGTH} is the most" in one.asker.said[0]
    assert one.asker.begun[1:3] == ["", long] and one.rescued == []


def test_a_mistake_made_by_hand_names_its_place_and_keeps_the_text() -> None:
    finding = Finding(Place("iama-2.0.yaml", 7, 3), "unknown-key", "there is no key `valeu`")
    one = table(ASKED, [START, "the words", "leave", "other words"])
    one.failures[:] = [UnusableFile([finding])]
    run(one)
    assert one.answer("goal").value == "other words"
    assert one.asker.said[0].startswith("iama-2.0.yaml:7:3: error: there is no key `valeu` [unknown-key]")
    assert one.asker.begun[1:3] == ["", "the words"] and one.rescued == []


def test_another_answer_that_a_colleague_changed_is_taken_over_and_told() -> None:
    one = table(ASKED, [START, "mine", "no"])
    one.meanwhile[:] = [changed("rights", Answer(("privacy",)))]
    run(one)
    assert (one.answer("goal").value, one.answer("rights").value) == ("mine", ("privacy",))
    assert "Somebody else changed meanwhile: 4.1. That has been taken over." in one.asker.said


@pytest.mark.parametrize(("choice", "expected", "lost"), [("mine", "mine", []), ("theirs", "theirs", ["mine"])])
def test_the_same_answer_that_a_colleague_changed_is_shown_and_chosen(
    choice: str, expected: str, lost: list[str]
) -> None:
    one = table(ASKED, [START, "mine", choice, "no"])
    one.meanwhile[:] = [changed("goal", Answer("theirs"))]
    run(one)
    assert one.answer("goal").value == expected
    assert one.asker.said[0].split("\n") == [
        "A colleague changed the answer to 1.1 meanwhile.",
        "The colleague's:",
        "    theirs",
        "Yours:",
        "    mine",
    ]
    assert one.rescued == lost


def test_there_is_no_way_around_a_conflict() -> None:
    one = table(ASKED, [START, "mine", "/later", "", "mine"])
    one.meanwhile[:] = [changed("goal", Answer("theirs"))]
    run(one)
    assert one.answer("goal").value == "mine"
    assert one.asker.said.count("Choose one of the two first; then you can go on.") == 2


def test_a_colleague_who_changes_it_again_is_asked_about_again() -> None:
    one = table(ASKED, [START, "mine", "mine", "mine"])
    one.meanwhile[:] = [changed("goal", Answer("one")), changed("goal", Answer("two"))]
    run(one)
    assert one.answer("goal").value == "mine"


def test_the_same_words_of_a_colleague_are_no_conflict() -> None:
    one = table(ASKED, [START, "same"])
    wanted = Answer("same", date="2026-11-23", stamp=ASKED.questions["goal"].stamp)
    one.meanwhile[:] = [changed("goal", wanted)]
    run(one)
    assert not any("colleague" in line for line in one.asker.said)


def test_another_file_that_cannot_be_read_is_told_after_the_save() -> None:
    one = table(ASKED, [START, "a"])
    save = one.interview.desk.save
    desk = replace(one.interview.desk, save=lambda *given: Saved(save(*given).outcome, "follow-up.yaml:1:1: error"))
    one.interview.desk = desk
    run(one)
    assert one.answer("goal").value == "a"
    assert any(line.endswith("\nfollow-up.yaml:1:1: error") for line in one.asker.said)


def test_a_note_on_a_derived_value_keeps_it_derived() -> None:
    asked = tree(
        """
        - {id: rights, kind: choices, options: [privacy]}
        - {id: importance, kind: choice, options: [core, edge], repeat: rights}
        - {id: extent, kind: choice, options: [large, little], repeat: rights}
        - {id: seriousness, kind: choice, options: [serious, light], repeat: rights,
           matrix: {rows: importance, columns: extent, cells: {core: {large: serious, little: light},
                    edge: {large: light, little: light}}}}
        """
    )
    answers = """
    rights: {value: [privacy]}
    importance: {each: {privacy: {value: core}}}
    extent: {each: {privacy: {value: large}}}
    """
    one = sit(asked, ["/go seriousness", "/note Agreed"], answers)
    assert without_marks(one.answer("seriousness", "privacy")) == Answer(note="Agreed")


def test_an_unknown_answer_is_no_longer_asked_in_this_round_but_stays_to_be_found_out() -> None:
    one = walked(START, "/unknown lawyer", "", "no")
    assert (one.answer("goal").status, one.visited[-2]) == (State.UNKNOWN, "1.2")


# commands


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_own_word_in_every_language(language: str) -> None:
    words = [command.name_in(language) for command in COMMANDS]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_known_by_its_word_and_by_the_start_of_it(command: Command, language: str) -> None:
    word = command.name_in(language)
    assert order(f"/{word.upper()}", language) == Order(command)
    assert order(f"/{word}", next(other for other in LANGUAGES if other != language), in_full=True) == Order(command)
    assert order(f"/{word} is een knop", language) in (None, Order(command, "is een knop"))


def test_a_command_takes_words_behind_it_only_where_it_needs_them() -> None:
    assert order("/ga 2.1", "nl") == Order(Command.GO, "2.1")
    assert order("/stop is een knop in het systeem", "nl") is None
    assert (order("/onb", "nl"), order("/onb", "nl", in_full=True)) == (Order(Command.UNKNOWN), None)


@pytest.mark.parametrize("text", ["no slash", "//terug", "/", "/xyz", "/te\nrug", ""])
def test_what_is_no_command_is_none(text: str) -> None:
    assert order(text, "nl") == (Order(Command.MENU) if text == "/" else None)


@pytest.mark.parametrize("replies", [("/search nowhere",), (Order(Command.MENU), "")])
def test_when_everything_was_asked_no_question_is_asked_that_nobody_sees(replies: tuple[Reply, ...]) -> None:
    one = walked("", *replies, "", "", answers=DONE)
    end, press = text("enter-stops", "en"), text("press-enter", "en")
    assert [prompt for prompt in one.asker.asked if prompt != text("menu", "en")] == [press, end, press, end]
    assert all({pick.value for pick in picks} <= {*NAVIGATION} for picks in one.asker.offered)


def test_an_answer_tells_what_it_brings_up_and_not_itself() -> None:
    asked = tree(
        """
        - {id: learns, number: "1.1", kind: yes-no}
        - {id: how, number: "1.2", kind: text, when: learns = yes}
        - {id: limits, number: "1.3", kind: text, when: learns = yes}
        """
    )
    one = table(asked, [], "learns: {value: no}")
    after = table(asked, [], "learns: {value: yes}\nhow: {value: By examples}").interview.outcome
    one.interview.take_saved(Saved(after), Ref("iama", "learns"), Ref("iama", "how"))
    assert "Now asked too: 1.3." in one.asker.said


@pytest.mark.parametrize("beside", ["/unknown", "/na", "/note", "/source", "/dissent", "/who"])
def test_a_stop_while_something_beside_an_answer_is_asked_stops(beside: str) -> None:
    """`/stop` at "who finds out?" was confirmed, and then asked the question again."""
    one = walked(START, beside, "/stop")
    assert (one.visited, one.interview.left_by) == (["welcome?", "1.1"], Command.STOP)


@pytest.mark.parametrize("beside", ["", "/unknown", "/dissent"])
def test_help_is_there_at_every_prompt_and_leaves_it_standing(beside: str) -> None:
    one = walked(*[START, *[beside] * bool(beside), "/help", "/stop"])
    assert (one.asker.said, one.interview.left_by) == (["keys"], Command.STOP)


@pytest.mark.parametrize("opens", ["/", "/overview", "/open", "/go"])
def test_back_at_a_menu_or_a_list_leads_to_the_question_behind_it(opens: str) -> None:
    """Ctrl-B in the menu went to the question before."""
    one = walked(START, "a", opens, "/back", "/later", "/stop")
    assert "1.1" not in one.visited[2:]
