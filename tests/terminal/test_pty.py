"""Claims about the interview on a real terminal: what is typed, pasted, stopped, closed and resized."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from commands import answer, fresh, iama
from ptys import CTRL_C, CTRL_D, CTRL_S, ENTER, Pty, interview

from iama.files.store import read_dossier

PASTE = "eerste regel\rtweede regel\rderde regel"
GOAL = "1.1.1  Welk probleem"
SECOND = "1.1.2  Wat is het hoofddoel"
PROHIBITED = "1.3.1  Is dit een AI-systeem"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, of which the notices were read."""
    return fresh(tmp_path)


def at(one: Pty, question: str, prompt: str = "/ = menu") -> None:
    """Wait for a question of the styled terminal and its prompt."""
    one.wait(question)
    one.wait(prompt)
    one.quiet(0.15)


def go(one: Pty, number: str, question: str, prompt: str = "/ = menu") -> None:
    """Go from a text prompt of the styled terminal to a question."""
    one.press(f"/ga {number}{ENTER}")
    at(one, question, prompt)


MEETING = ("-q", "iama-2.0", "--part", "1")


# what is typed


def test_the_letter_j_is_yes_and_never_silently_no(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        go(one, "1.3.1", PROHIBITED)
        one.press(f"j{ENTER}")
        one.wait("1.3.3")
        assert answer(base, "prohibited").value == "yes"


def test_enter_at_a_choice_leaves_it_open(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        go(one, "1.3.1", PROHIBITED)
        one.press(ENTER)
        one.wait("blijft open")
    assert answer(base, "prohibited").empty


def test_the_letter_j_is_yes_in_the_plain_mode(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        one.type_line("/ga 1.3.1")
        one.press(f"j{ENTER}")
        one.prompt()
        assert answer(base, "prohibited").value == "yes"


# what is pasted


@pytest.mark.parametrize("paste", [PASTE, f"\x1b[200~{PASTE}\x1b[201~"], ids=["raw", "bracketed"])
def test_pasted_lines_become_one_text(base: Path, paste: str) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        one.press(paste)
        one.wait("derde regel")
        one.press(CTRL_S)
        at(one, SECOND)
        assert answer(base, "problem").value == PASTE.replace("\r", "\n")
        assert answer(base, "goal").empty and one.files == []


@pytest.mark.parametrize("paste", [PASTE, f"\x1b[200~{PASTE}\x1b[201~"], ids=["raw", "bracketed"])
def test_pasted_lines_choose_nothing(base: Path, paste: str) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        go(one, "1.3.1", PROHIBITED)
        one.press(paste)
        one.quiet()
        one.press(ENTER)
        one.quiet()
        one.press(ENTER)
        one.wait("Er kwam meer tekst binnen dan hier past")
        assert read_dossier(base / "assessments" / "abc").assessments["iama-2.0"].answers == {}
    assert [text.strip() for text in one.files] == [PASTE.replace("\r", "\n")]


def test_pasted_lines_at_a_date_take_no_other_question_and_are_kept(base: Path) -> None:
    with interview(base, "-q", "algorithm-1.0") as one:
        at(one, "Hoe heet het algoritme?")
        go(one, "first-use", "gebruik", "een datum")
        one.quiet()
        one.press("1 maart 2027\rtweede regel\rderde regel")
        one.wait("Er kwam meer tekst binnen")
    assert answer(base, "first-use", ref="algorithm-1.0").value == "2027-03-01"
    assert [text.strip() for text in one.files] == ["tweede regel\nderde regel"]
    assert len(read_dossier(base / "assessments" / "abc").assessments["algorithm-1.0"].answers) == 1


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
@pytest.mark.parametrize("brackets", [False, True], ids=["raw", "bracketed"])
def test_twenty_thousand_characters_arrive_whole(base: Path, mode: tuple[str, ...], brackets: bool) -> None:
    lines = [f"regel {number} " + "woord " * 49 for number in range(66)]
    paste = "\x1b[200~" * brackets + "\r".join(lines) + "\x1b[201~" * brackets
    assert len(paste) > 20_000
    with interview(base, *MEETING, *mode) as one:
        if mode:
            one.prompt()
            one.press(paste + "\r.\r")
        else:
            at(one, GOAL)
            one.press(paste)
            one.quiet(0.5)
            one.press(CTRL_S)
        one.wait(SECOND)
    assert answer(base, "problem").value == "\n".join(line.rstrip() for line in lines)


def test_one_pasted_line_may_be_longer_than_a_terminal_takes(base: Path) -> None:
    long = "woord " * 3500 + "einde"
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        one.press(f"{long}\r.\r")
        one.wait(SECOND)
    assert answer(base, "problem").value == long


def test_pasted_lines_at_a_plain_choice_answer_nothing(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        one.type_line("/ga 1.3.1")
        one.press(f"{PASTE}\rj\r")
        one.wait("Er kwam meer tekst binnen")
        one.prompt()
    assert read_dossier(base / "assessments" / "abc").assessments["iama-2.0"].answers == {}
    assert [text.strip() for text in one.files] == ["tweede regel\nderde regel\nj"]


def test_what_is_pasted_behind_the_end_never_reaches_the_shell(base: Path) -> None:
    with Pty(base, "/bin/sh", "-c", f"{sys.executable} -m iama answer abc --part 1 --plain; echo einde; cat") as one:
        one.prompt()
        one.press(f"/stop\r\rtouch {base}/uitgevoerd\r")
        one.wait("einde")
        one.quiet()
        assert "touch" in "".join(one.files)
        one.press(CTRL_D)


# an answer that stands there


THREE = "Eerste alinea.\nTweede alinea met heel gewone woorden die over de rand van het scherm heen loopt.\nDerde."


def test_a_sentence_is_added_to_what_stood_there(base: Path) -> None:
    iama(base, "set", "abc", "problem", THREE)
    with interview(base, *MEETING) as one:
        at(one, SECOND)
        go(one, "1.1.1", GOAL)
        one.wait("Derde.")
        one.press(f" En nog een zin.{CTRL_S}")
        at(one, SECOND)
    assert answer(base, "problem").value == f"{THREE} En nog een zin." and one.files == []
    assert re.search(r"over de rand van het +scherm heen", one.text) and "gewone woorden" in one.text


def test_a_sentence_is_added_in_the_plain_mode(base: Path) -> None:
    iama(base, "set", "abc", "problem", THREE)
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        for keys in ("/ga 1.1.1", "1", "En nog een zin."):
            one.type_line(keys)
        one.press(f".{ENTER}")
        one.wait(SECOND)
    assert answer(base, "problem").value == f"{THREE}\nEn nog een zin."


# what is stopped


def test_ctrl_c_keeps_the_text_and_says_where(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        one.press(f"Eerste{ENTER}Half")
        one.wait("Half")
        one.press(CTRL_C)
        one.wait("nog niet bewaard")
        one.press(f"als concept{ENTER}")
        assert one.end() == 130
    assert one.drafts == ["Eerste\nHalf"] and one.files == []
    assert "Het staat klaar bij 1.1.1" in one.text.replace("\n", " ")
    assert "ga verder met: iama answer abc" in one.text and "Traceback" not in one.text


def test_ctrl_c_keeps_the_text_in_the_plain_mode(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        one.press(f"Eerste{ENTER}")
        one.prompt()
        one.press("Half")
        one.wait("Half")
        one.press(CTRL_C)
        one.wait("nog niet bewaard")
        one.press(f"3{ENTER}")
        assert one.end() == 130
    assert one.drafts == ["Eerste\nHalf"] and one.files == []


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
def test_ctrl_d_saves_and_stops(base: Path, mode: tuple[str, ...]) -> None:
    with interview(base, *MEETING, *mode) as one:
        one.prompt() if mode else at(one, GOAL)
        one.press(CTRL_D)
        assert one.end() == 0
    assert "Gestopt. Alles tot hier is bewaard" in one.text and "Traceback" not in one.text


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
def test_a_closed_terminal_keeps_the_text_and_the_next_sitting_says_where(base: Path, mode: tuple[str, ...]) -> None:
    with interview(base, *MEETING, *mode) as one:
        one.prompt() if mode else at(one, GOAL)
        one.press("Half een antwoord")
        one.wait("Half een antwoord")
        assert one.hang_up() in (130, -signal.SIGHUP)
    assert one.drafts == ["Half een antwoord"] and one.files == []
    with interview(base, *MEETING, *mode) as two:
        two.wait("Van een vorige keer staat nog tekst klaar")
        two.wait("Dit stond hier nog van")
        two.prompt() if mode else at(two, "Half een antwoord", "")
        two.press(f"2{ENTER}" if mode else CTRL_S)  # as it is
        two.wait(SECOND)
    assert answer(base, "problem").value == "Half een antwoord" and two.drafts == []


@pytest.mark.parametrize("mode", ["", "--plain"], ids=["styled", "plain"])
def test_a_window_that_is_closed_over_a_shell_keeps_the_text(base: Path, mode: str) -> None:
    with Pty(base, "/bin/sh", "-c", f"{sys.executable} -m iama answer abc -q iama-2.0 --part 1 {mode}; true") as one:
        one.prompt() if mode else at(one, GOAL)
        one.press("Half een antwoord")
        one.wait("Half een antwoord")
        one.hang_up()
        until = time.monotonic() + 20
        while not one.drafts and time.monotonic() < until:
            time.sleep(0.1)
    assert one.drafts == ["Half een antwoord"]


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
def test_a_request_to_stop_keeps_the_text(base: Path, mode: tuple[str, ...]) -> None:
    with interview(base, *MEETING, *mode) as one:
        one.prompt() if mode else at(one, GOAL)
        one.press("Half een antwoord")
        one.wait("Half een antwoord")
        assert one.signal(signal.SIGTERM) == 130
    assert one.drafts == ["Half een antwoord"]
    assert "Traceback" not in one.text


def test_a_row_that_is_stopped_half_way_keeps_its_cells(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        for keys in ("/ga actions-why", "2", "De functionaris bellen", "Projectleider"):
            one.type_line(keys)
        one.press(CTRL_C)
        assert one.end() == 130
    assert one.drafts == ["De functionaris bellen", "Projectleider"]


@pytest.mark.parametrize("mode", ["", "--plain"], ids=["styled", "plain"])
def test_a_kill_takes_no_answer_and_no_draft(base: Path, mode: str) -> None:
    command = f"{sys.executable} -m iama answer abc -q iama-2.0 --part 1 {mode} & echo $! > pid; fg"
    with Pty(base, "/bin/sh", "-mc", command) as one:
        one.prompt() if mode else at(one, GOAL)
        one.press(f"Het probleem{ENTER}.{ENTER}" if mode else f"Het probleem{CTRL_S}")
        one.wait(SECOND)
        one.quiet()
        one.press(f"Het doel, eerste regel{ENTER}en half")
        one.wait("en half")
        one.wait_for_drafts("Het doel, eerste regel\nen half")  # test_drafts.py holds how soon
        os.kill(int((base / "pid").read_text()), signal.SIGKILL)
        one.end()
    assert answer(base, "problem").value == "Het probleem"
    assert one.drafts == ["Het doel, eerste regel\nen half"]


def test_two_sittings_have_their_own_drafts(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one, interview(base, *MEETING, "--plain") as two:
        for each, words in ((one, "Van de een"), (two, "Van de ander")):
            assert "Dit stond hier nog" not in each.prompt()
            each.press(words)
            each.wait(words)
        one.press(CTRL_C)
        one.wait("nog niet bewaard")
        one.press(f"3{ENTER}")
        one.end()
        two.wait_for_drafts("Van de ander", "Van de een")
        two.press(f"{ENTER}.{ENTER}")
        two.wait(SECOND)
    assert answer(base, "problem").value == "Van de ander" and one.drafts == ["Van de een"]


# an editor


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "printf 'x\\377y' > $1"])
def test_an_editor_that_crashes_leaves_the_question_and_says_where_the_text_is(base: Path, script: str) -> None:
    (editor := base / "editor.sh").write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    with interview(base, *MEETING, "--plain", env={"EDITOR": str(editor)}) as one:
        one.prompt()
        assert "De editor gaf een fout; de tekst staat nog in" in one.type_line("/editor")
        one.press(f"Getypt{ENTER}.{ENTER}")
        one.wait(SECOND)
    assert answer(base, "problem").value == "Getypt"


def test_an_editor_writes_the_answer_with_the_question_below(base: Path) -> None:
    (editor := base / "editor.sh").write_text("#!/bin/sh\ngrep -q '^# 1.1.1 Welk' $1 && printf 'Uit de editor' > $1\n")
    editor.chmod(0o700)
    with interview(base, *MEETING, env={"EDITOR": str(editor)}) as one:
        at(one, GOAL)
        one.press(f"/editor{ENTER}")
        at(one, SECOND)
    assert answer(base, "problem").value == "Uit de editor"


# what happens on disk meanwhile


def test_a_mistake_made_by_hand_names_its_place_and_keeps_the_text(base: Path) -> None:
    path = base / "assessments" / "abc" / "iama-2.0.yaml"
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        good = path.read_text(encoding="utf-8")
        path.write_text(good.replace("  goal:\n    value:", "  goal:\n    valeu:"), encoding="utf-8")
        one.press(f"Het probleem{ENTER}.{ENTER}")
        told = one.prompt()
        assert re.search(r"iama-2\.0\.yaml:\d+:\d+:\s+error", told) and "valeu" in told
        assert one.drafts == ["Het probleem"] and "Het staat klaar bij 1.1.1" in told.replace("\n", " ")
        path.write_text(good, encoding="utf-8")
        one.press(f"1{ENTER}")
        one.wait(SECOND)
    assert answer(base, "problem").value == "Het probleem"
    assert "Traceback" not in one.text


def test_a_mistake_in_another_file_is_told_and_the_answer_saved(base: Path) -> None:
    path = base / "assessments" / "abc" / "follow-up.yaml"
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        good = path.read_text(encoding="utf-8")
        path.write_text("format: [", encoding="utf-8")
        one.press(f"Het probleem{ENTER}.{ENTER}")
        one.wait("Jullie antwoord is bewaard, maar een ander bestand")
        one.wait(SECOND)
    path.write_text(good, encoding="utf-8")  # the dossier can be read again
    assert answer(base, "problem").value == "Het probleem"


def test_a_colleague_who_answers_another_question_is_taken_over_and_told(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        assert iama(base, "set", "abc", "goal", "Van de collega").code == 0
        one.press(f"Het probleem{ENTER}.{ENTER}")
        one.wait("Iemand anders heeft intussen gewijzigd: 1.1.2.")
        one.prompt()
    assert (answer(base, "problem").value, answer(base, "goal").value) == ("Het probleem", "Van de collega")


def test_a_colleague_who_answers_the_same_question_is_shown_and_chosen(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        assert iama(base, "set", "abc", "problem", "Van de collega").code == 0
        one.press(f"Van ons{ENTER}.{ENTER}")
        told = one.prompt()
        assert "Van de collega:\n    Van de collega\nVan jullie:\n    Van ons" in told
        one.press(f"1{ENTER}")
        one.wait(SECOND)
    assert answer(base, "problem").value == "Van ons"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_keeps_the_text(base: Path) -> None:
    folder = base / "assessments" / "abc"
    with interview(base, *MEETING, "--plain") as one:
        one.prompt()
        folder.chmod(0o500)
        one.press(f"Het probleem{ENTER}.{ENTER}")
        one.prompt()
        folder.chmod(0o700)
        assert one.drafts == ["Het probleem"]


def test_a_full_disk_keeps_the_text(base: Path) -> None:
    limited = f"ulimit -f 1; exec {sys.executable} -m iama answer abc --part 1 --plain"
    with Pty(base, "/bin/sh", "-c", limited) as one:
        one.prompt()
        before = (base / "assessments" / "abc" / "iama-2.0.yaml").read_bytes()
        one.press(f"Het probleem{ENTER}.{ENTER}")
        assert "is niet bewaard" in one.prompt().replace("\n", " ")
        assert one.drafts == ["Het probleem"]
        assert (base / "assessments" / "abc" / "iama-2.0.yaml").read_bytes() == before


# the terminal itself


def test_every_screen_fits_80_by_24(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        above = one.text[one.text.rindex("Deel 1") : one.text.rindex(" Antwoord")]
        assert max(len(line.rstrip()) for line in above.split("\n")) <= 80
        assert len(above.split("\n")) <= 18  # and six for the prompt


def test_a_window_that_changes_its_size_loses_nothing(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        one.press("Eerste woorden ")
        one.wait("Eerste woorden")
        for lines, columns in ((50, 160), (12, 40), (24, 80)):
            one.resize(lines, columns)
            os.kill(one.process.pid, signal.SIGWINCH)
            one.quiet(0.1)
        one.press(f"en laatste{CTRL_S}")
        at(one, SECOND)
    assert answer(base, "problem").value == "Eerste woorden en laatste"


def test_no_color_means_no_colour(base: Path) -> None:
    colour = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[;m]")
    for env, coloured in (({"NO_COLOR": "1"}, False), ({}, True)):
        iama(base, "set", "abc", "problem", "Er stond al iets")
        with interview(base, *MEETING, env=env) as one:
            at(one, SECOND)
            go(one, "1.1.1", GOAL)
            assert bool(colour.search(one.raw)) is coloured


@pytest.mark.parametrize(
    ("options", "env"),
    [(("--plain",), {}), ((), {"IAMA_PLAIN": "1"}), ((), {"TERM": "dumb"})],
    ids=["option", "variable", "dumb"],
)
def test_the_plain_mode_is_chosen_in_three_ways_and_writes_no_escape(
    base: Path, options: tuple[str, ...], env: dict[str, str]
) -> None:
    with interview(base, *MEETING, *options, env=env) as one:
        one.prompt()
        one.type_line("/hulp")
        one.press(f"/stop{ENTER}{ENTER}")
        assert one.end() == 0
    assert "\x1b" not in one.raw


def test_the_plain_mode_can_be_switched_off_by_its_variable(base: Path) -> None:
    with interview(base, *MEETING, env={"IAMA_PLAIN": "0"}) as one:
        at(one, GOAL)
        assert "\x1b" in one.raw


@pytest.mark.parametrize("stdin", ["", "ja\n"])
def test_without_a_terminal_it_says_what_to_do_instead(base: Path, stdin: str) -> None:
    told = iama(base, "answer", "abc", stdin=stdin)
    assert told.code == 2 and "iama set ALGORITHM --answers FILE" in told.err and told.out == ""


# a meeting


def test_a_meeting_opens_with_who_is_there_and_closes_with_an_agenda(base: Path) -> None:
    with interview(base, "--meeting", "1", "--plain") as one:
        assert "Bijeenkomst 1: 26 vragen open." in one.prompt()
        there = ("1 3", "1", "Ans Jansen", "2", "Bo Smit")
        for keys in (*there, "Het probleem", ".", "/onbekend Jurist", "1 maart 2027", "/stop"):
            told = one.type_line(keys)
        assert "Beantwoord in deze bijeenkomst (1)" in told and "Jurist · 1 maart 2027" in told
        assert "Signalen zonder besluit: 1. Nu beantwoorden?" in told
        one.press(f"2{ENTER}")
        assert "Deze samenvatting bewaren als agenda?" in one.prompt()
        one.press(f"1{ENTER}")
        assert one.end() == 0
    (agenda,) = base.glob("agenda-abc-1-*.md")
    written = agenda.read_text(encoding="utf-8")
    assert "Aanwezig: Projectleider, Jurist" in written and "Huiswerk: " in written
    rows = answer(base, "attendance").rows
    assert [(row.cells["role"], row.cells["person"]) for row in rows] == [("project-leader", "p1"), ("lawyer", "p2")]
    assert answer(base, "problem").by == ("project-leader",)
    assert read_dossier(base / "assessments/abc").people == {"p1": "Ans Jansen", "p2": "Bo Smit"}


def test_a_sitting_of_one_role_asks_only_its_questions(base: Path) -> None:
    with interview(base, "-q", "iama-2.0", "--role", "lawyer", "--plain") as one:
        assert "Hoort bij deze vraag: " in one.prompt()
        started = time.monotonic()
        listed = one.type_line("/open")
        assert " 1.1.1 " not in listed and " 1.3.1 " in listed and time.monotonic() - started < 20


# from the agenda


def test_the_agenda_begins_what_is_chosen_comes_back_and_names_the_next_step(base: Path) -> None:
    with interview(base, "--plain") as one:
        assert "Agenda · abc" in one.prompt()
        assert "Wie geven de antwoorden?" in one.type_line("2")
        assert "Hoe heet het algoritme?" in one.type_line("projectleider")
        one.type_line("Parkeerhulp")
        assert "Agenda · abc" in one.type_line(".") + one.type_line("/agenda")
        assert "Wie geven de antwoorden?" not in one.type_line("3")  # it was asked
        one.type_line("/agenda")
        one.press(f"/stop{ENTER}")
        assert one.end() == 0
    assert "Volgende stap: Is een IAMA nodig?" in one.text
    name = answer(base, "name", ref="algorithm-1.0")
    assert (name.value, name.by) == ("Parkeerhulp", ("project-leader",))


def test_a_role_answers_in_every_assessment_and_knows_how_long_it_takes(base: Path) -> None:
    with interview(base, "--role", "lawyer", "--plain") as one:
        shown = one.prompt()
        assert "Jurist: " in shown and "Feiten van het algoritme: " in shown and "(IAMA): " in shown
        listed = one.type_line("/open")
        assert "Hoe heet het algoritme?" not in listed and "rechtsgevolgen" in listed


def test_two_people_in_two_terminals_see_each_others_answers_on_the_next_screen(base: Path) -> None:
    with interview(base, *MEETING, "--plain") as one, interview(base, *MEETING, "--plain") as two:
        one.prompt()
        two.prompt()
        two.type_line("/ga 1.1.2")
        for line in ("Het doel van de ander", "."):
            two.type_line(line)
        one.type_line("Het probleem van de een")
        told = one.type_line(".")
        assert "1.1.2" in told  # a colleague changed it
        assert "Het doel van de ander" in one.type_line("/ga 1.1.2")
        assert "Het probleem van de een" in two.type_line("/ga 1.1.1")


# what is typed before the prompt is there


def slowly(one: Pty, keys: str, pace: float) -> None:
    """Press keys one by one, so many seconds apart, whatever the program is doing."""
    for key in keys:
        one.press(key)
        until = time.monotonic() + pace
        while time.monotonic() < until:
            one.quiet(0.01)


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["styled", "plain"])
@pytest.mark.parametrize("pace", [0.03, 0.2])
def test_what_is_typed_ahead_goes_into_the_next_field_unsubmitted(
    base: Path, mode: tuple[str, ...], pace: float
) -> None:
    with interview(base, *MEETING, *mode) as one:
        one.prompt() if mode else at(one, GOAL)
        one.press(f"Het probleem.{ENTER}.{ENTER}" if mode else f"Het probleem.{CTRL_S}")
        slowly(one, "Het doel.", pace)
        one.wait(SECOND)
        one.quiet(1.0)
        assert answer(base, "problem").value == "Het probleem." and answer(base, "goal").empty
        one.press(f"{ENTER}.{ENTER}" if mode else CTRL_S)
        one.wait("1.2.1")
        one.quiet()
    assert answer(base, "goal").value == "Het doel." and one.files == []


def test_an_end_that_was_typed_ahead_ends_nothing(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        one.press(f"Het probleem.{CTRL_S}Het doel.{CTRL_S}")
        one.wait(SECOND)
        one.wait("Het doel.")
        one.quiet()
        assert answer(base, "problem").value == "Het probleem." and answer(base, "goal").empty
        one.press(CTRL_S)
        one.wait("1.2.1")
    assert answer(base, "goal").value == "Het doel." and one.files == []


def test_keys_that_leave_a_prompt_twice_make_no_file(base: Path) -> None:
    with interview(base, *MEETING) as one:
        at(one, GOAL)
        one.press(f"Het probleem.{CTRL_S}")
        at(one, SECOND)
        one.press("\x02\x02")
        at(one, GOAL)
        assert one.files == []


def test_ctrl_s_and_ctrl_z_between_prompts_stop_nothing_and_the_shell_goes_on(base: Path) -> None:
    with Pty(base, "/bin/sh", "-c", f"{sys.executable} -m iama answer abc --part 1; echo einde; cat") as one:
        at(one, GOAL)
        one.press(f"Het probleem.{CTRL_S}{CTRL_S}\x1a{CTRL_S}")
        at(one, SECOND)
        one.press(f"/stop{ENTER}{CTRL_S}")
        one.wait("einde")
        one.press(f"nog{ENTER}")
        one.wait("nog\nnog")


def test_only_what_came_along_is_asked_to_be_confirmed(base: Path) -> None:
    path = base / "assessments/abc/iama-2.0.yaml"
    came = "  problem:\n    value: Theirs\n    carried: {from: other/1.1.1, proposal: 2026-11-01}\n"
    path.write_text(path.read_text().replace("  problem:\n    value:\n", came))
    with interview(base, "--carried", "--plain") as one:
        one.prompt()
        one.press(ENTER)
        one.wait("Alle vragen")
        one.prompt()
        one.press(ENTER)
        assert one.end() == 0
    assert "1.1.1" in one.text and "1.1.2" not in one.text
    assert answer(base, "problem").value == "Theirs" and not answer(base, "problem").is_proposal
