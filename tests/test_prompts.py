"""Claims about the styled terminal, with keys from a pipe and no screen."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from select import select
from threading import Timer
from time import sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from iama.interview.asking import Command, Order, Pick, Prose, Screen, TerminalGone
from iama.model.problems import IamaError
from iama.terminal.prompts import Styled, lay_out_prompt
from iama.terminal.prompts.picker import Picker, likely_places
from iama.terminal.prompts.reader import Reader
from iama.words import LANGUAGES, text

ENTER, UP, DOWN, BACK, CTRL_S = "\r", "\x1b[A", "\x1b[B", "\x02", "\x13"
YES_NO = (Pick("yes", "Ja"), Pick("no", "Nee"), Pick("?", "Weten we nog niet"))
RIGHTS = (
    Pick("privacy", "Bescherming van persoonsgegevens", "Rechten van de persoon"),
    Pick("speech", "Vrijheid van meningsuiting", "Vrijheidsrechten"),
    Pick("religion", "Vrijheid van godsdienst", "Vrijheidsrechten"),
    Pick("none", "Geen enkel recht", exclusive=True),
)
PASTE = "eerste regel\rtweede regel, ja\rderde"


@dataclass
class Session:
    """A styled terminal with what it wrote and kept."""

    styled: Styled
    out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@contextmanager
def keys(
    text: str, ahead: str = "", language: str = "nl", later: str = "", output: DummyOutput | None = None
) -> Iterator[Session]:
    """Give a terminal on which these keys are pressed, and those of `later` once something was told."""
    waiting = [ahead]
    with create_pipe_input() as pipe:
        pipe.send_text(text)
        at_last = Timer(10, pipe.send_text, [later])  # nothing was told: the test fails, and must not wait for ever
        if later:
            at_last.start()

        def tell(words: str) -> None:
            session.out.append(words)
            if later:
                pipe.send_text(later)

        def keep(words: str) -> str:
            session.kept.append(words)
            return "kept"

        def edit(asked: Prose) -> str:
            raise IamaError(asked.current)

        def take() -> str:
            return waiting.pop() if waiting else ""

        styled = Styled(language, tell, edit, take, keep, input=pipe, output=output or DummyOutput())
        session = Session(styled)
        yield session
        at_last.cancel()


@pytest.fixture(autouse=True)
def typed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all keys of a pipe, which come in at once, count as typed."""
    monkeypatch.setattr("iama.terminal.prompts.picker.COALESCED", 10**6)


@pytest.fixture
def raw_paste(monkeypatch: pytest.MonkeyPatch, typed_one_by_one: None) -> None:
    """Let what comes in at once count as pasted, as it does."""
    monkeypatch.setattr("iama.terminal.prompts.picker.COALESCED", 2)


def pick(text: str, current: str = "") -> object:
    with keys(text) as session:
        return session.styled.pick_one("Kies", YES_NO, current)


def many(text: str, current: tuple[str, ...] = ()) -> object:
    with keys(text) as session:
        return session.styled.pick_many("Kies", RIGHTS, current)


def prose(text: str, current: str = "") -> object:
    with keys(text) as session:
        return session.styled.ask_prose(Prose("Antwoord", current))


def line(text: str, current: str = "") -> object:
    with keys(text) as session:
        return session.styled.ask_line("Wanneer?", current)


# one choice


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((f"j{ENTER}", "yes"), (f"ja{ENTER}", "yes"), (f"n{ENTER}", "no"), (f"Nee{ENTER}", "no"), (f"?{ENTER}", "?")),
        *((f"{DOWN}{ENTER}", "yes"), (f"{DOWN}{DOWN}{ENTER}", "no"), (f"{UP}{ENTER}", "?")),
        (f"jx\x7f{ENTER}", "yes"),
    ],
)
def test_a_choice_is_made_with_letters_and_arrows(typed: str, value: str) -> None:
    assert pick(typed) == value


def test_enter_alone_never_chooses() -> None:
    assert pick(ENTER) == ""
    assert pick(ENTER, current="no") == "no"


def test_letters_that_are_no_choice_choose_nothing_until_they_are_taken_back() -> None:
    assert pick(f"xyz{ENTER}n{ENTER}") == "no"
    assert pick(f"xyz{DOWN}{ENTER}") == "yes"


def test_pasted_lines_choose_nothing_and_are_kept() -> None:
    with keys(f"{PASTE}{ENTER}{ENTER}") as session:
        assert session.styled.pick_one("Kies", YES_NO) == ""
    assert session.kept == ["eerste regel\ntweede regel, ja\nderde"]
    assert session.styled.news == ["kept"]


def test_a_bracketed_paste_chooses_nothing_and_is_kept() -> None:
    with keys(f"\x1b[200~een\ntwee\nja\x1b[201~{ENTER}", language="nl") as session:
        assert session.styled.pick_one("Kies", YES_NO, "no") == "no"
    assert session.kept == ["een\ntwee\nja"]


def test_a_slip_of_the_finger_is_not_worth_a_file() -> None:
    with keys(f"x{ENTER}{ENTER}") as session:
        session.styled.pick_one("Kies", YES_NO)
    assert session.kept == []


# several


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (f" {ENTER}", ("privacy",)),
        (f"{DOWN} {DOWN} {ENTER}", ("speech", "religion")),
        (f"godsd {ENTER}", ("religion",)),
        (f"godsd{ENTER}{ENTER}", ()),
        (f"vrijheid{DOWN} {ENTER}", ("religion",)),
        (f"uiting {ENTER}", ("speech",)),
        (f"vrijheidsrechten{DOWN} {ENTER}", ("religion",)),
        (f" {DOWN}{DOWN}{DOWN} {ENTER}", ("none",)),
        (f"geen privacy {ENTER}{ENTER}", ()),
    ],
)
def test_several_are_ticked_with_the_space_bar_and_found_by_typing(typed: str, values: tuple[str, ...]) -> None:
    assert many(typed) == values


def test_a_tick_is_taken_away_again() -> None:
    assert many(f" {ENTER}", ("privacy", "speech")) == ("speech",)


def test_pasted_words_tick_nothing() -> None:
    with keys(f"vrijheid van meningsuiting en{ENTER}bescherming van{ENTER}{ENTER}{ENTER}") as session:
        assert session.styled.pick_many("Kies", RIGHTS, ("none",)) == ("none",)


def test_the_best_likeness_wins() -> None:
    labels = [Pick(word, word) for word in ("Kern", "In de kern", "Kernwaarde", "Buiten")]
    assert likely_places(labels, "kern") == [0]
    assert likely_places(labels, "ker") == [0, 2]
    assert likely_places(labels, "in ke") == [1]
    assert likely_places(labels, "x") == []
    assert likely_places(labels, "") == [0, 1, 2, 3]


# how a list looks


def picker(picks: tuple[Pick, ...], *, size: tuple[int, int] = (80, 20), many: bool = True, typed: str = "") -> Picker:
    one = Picker("Kies alles wat geldt", picks, "nl", [], many, lambda: size)
    one.type_letters(typed)
    return one


def lines(one: Picker) -> list[str]:
    return "".join(words for _, words in one.draw_prompt()).split("\n")


def test_a_list_shows_groups_ticks_and_how_many_are_chosen() -> None:
    one = picker(RIGHTS)
    one.toggle()
    assert lines(one) == [
        "Kies alles wat geldt (spatie = aan of uit, typ om te zoeken, Enter = klaar)",
        "(Ctrl-S = klaar · Ctrl-B = terug · Ctrl-Z = ongedaan · F1 = hulp · / = menu)",
        "Rechten van de persoon",
        " » [x] Bescherming van persoonsgegevens",
        "Vrijheidsrechten",
        "   [ ] Vrijheid van meningsuiting",
        "   [ ] Vrijheid van godsdienst",
        "",
        "   [ ] Geen enkel recht",
        "gekozen: 1",
    ]


def test_a_list_that_is_longer_than_the_screen_scrolls_and_never_grows() -> None:
    picks = tuple(Pick(str(number), f"Keuze {number}") for number in range(42))
    one = picker(picks, size=(80, 12))
    for _ in range(42):
        assert len(lines(one)) == 12
        assert any(f"» [ ] Keuze {one.pointed}" in line for line in lines(one))
        one.move(1)
    assert one.pointed == 0


def test_a_long_label_is_spelled_out_where_it_is_pointed_at() -> None:
    long = "een heel lange keuze " * 8
    one = picker((Pick("a", long), Pick("b", "kort")), many=False)
    assert all(len(line) < 80 for line in lines(one))
    assert " ".join(" ".join(lines(one)).split()).count("een heel lange keuze") > 8
    one.move(1)
    assert len(lines(one)) == 4


def test_what_is_typed_and_how_much_it_finds_is_shown() -> None:
    assert lines(picker(RIGHTS, typed="vrij"))[-1] == "zoek: vrij (2 gevonden, Esc = alles)"
    assert lines(picker(RIGHTS, typed="zzz"))[-1] == "‘zzz’ is geen van de keuzes"


ANSWERS = tuple(
    Pick(str(place), f"Vraag {place}", "Deel 1", detail="Zin van een lang antwoord. " * 60) for place in range(4)
)


def test_whole_answers_stand_under_their_questions_and_are_gone_through_by_page() -> None:
    picker = Picker("Kies", ANSWERS, "nl", ["1"], False, lambda: (80, 12))
    seen = []
    for _ in range(12):
        shown = "".join(words for _, words in picker.draw_prompt())
        assert shown.count("\n") < 12 and f"Vraag {picker.pointed}" in shown
        seen.append(picker.pointed)
        picker.turn_page(1)
    assert seen == sorted(seen) and seen[0] == 1 and seen[-1] == 3
    for _ in range(40):
        picker.turn_page(-1)
    assert picker.pointed == 0 and picker.below == 0


def test_up_and_down_go_from_question_to_question() -> None:
    picker = Picker("Kies", ANSWERS, "nl", ["0"], False, lambda: (80, 12))
    picker.turn_page(1)
    picker.move(1)
    assert (picker.pointed, picker.below) == (1, 0)
    assert "Vraag 1" in "".join(words for _, words in picker.draw_prompt())


def test_a_list_with_answers_says_how_to_go_through_them() -> None:
    picker = Picker("Kies", ANSWERS, "nl", ["0"], False, lambda: (80, 12))
    assert "PgDn" in "".join(words for _, words in picker.draw_prompt())


# reading


def test_a_text_is_gone_through_by_line_and_page_and_left_with_enter() -> None:
    reader = Reader("Titel", "\n".join(f"regel {number}" for number in range(50)), "nl")
    shown = "".join(part[1] for part in reader.draw())
    assert "regel 20" in shown and "regel 21" not in shown and "21/50" in shown
    reader.move(1)
    assert reader.top == 1
    reader.move(1_000)
    assert "regel 49" in "".join(part[1] for part in reader.draw()) and reader.top == 29
    with keys(f"\x1b[6~{DOWN}{ENTER}") as session:
        session.styled.let_read("Titel", "tekst")
        assert session.kept == []


def test_what_is_typed_while_somebody_reads_is_kept() -> None:
    with keys(f"een antwoord {ENTER}") as session:
        session.styled.let_read("Titel", "tekst")
        assert session.kept == ["een antwoord "]


def test_nothing_in_a_label_can_command_the_terminal() -> None:
    one = picker((Pick("a", "\x1b[2J", "\x1b]0;x\x07"),), typed="\u202e")
    assert [sign for line in lines(one) for sign in line if not sign.isprintable()] == []


# text


def test_text_goes_on_over_lines_and_ends_with_ctrl_s_or_a_full_stop() -> None:
    assert prose(f"Een{ENTER}Twee{CTRL_S}") == "Een\nTwee"


def test_a_raw_paste_becomes_the_answer_empty_lines_and_all() -> None:
    assert prose(f"{ENTER}Een{ENTER}{ENTER}Drie{CTRL_S}") == "\nEen\n\nDrie"
    long = ENTER.join(["regel " * 60] * 60)
    assert prose(f"{long}{CTRL_S}") == long.replace("\r", "\n").rstrip()


def test_a_bracketed_paste_becomes_the_answer() -> None:
    assert prose(f"\x1b[200~Een\r\nTwee\n/stop\nVier\x1b[201~{CTRL_S}") == "Een\nTwee\n/stop\nVier"


WAS = "Eerste alinea.\nTweede alinea."
END, CTRL_LEFT, CTRL_UP, SHIFT_LEFT, PAGE_UP = "\x1b[F", "\x1b[1;5D", "\x1b[1;5A", "\x1b[1;2D", "\x1b[5~"
CUT, COPY, PUT = "\x18", "\x03", "\x16"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" En meer.", f"{WAS} En meer."),
        (f"{ENTER}Derde.", f"{WAS}\nDerde."),
        (f"{CTRL_LEFT}lange ", "Eerste alinea.\nTweede lange alinea."),
        (f"{CTRL_UP}Een ", "Eerste alinea.\nEen Tweede alinea."),
        (f"{CTRL_UP}{CTRL_UP}Een ", f"Een {WAS}"),
        (f"{PAGE_UP}{PAGE_UP}Een ", f"Een {WAS}"),
        (f"{UP}!", "Eerste alinea.!\nTweede alinea."),
        (f"{SHIFT_LEFT * 7}zin.", "Eerste alinea.\nTweede zin."),
        (f"{SHIFT_LEFT * 8}\x7f", "Eerste alinea.\nTweede"),
        (f"{SHIFT_LEFT * 7}{CUT}{PUT}{PUT}", f"{WAS}alinea."),
        (f"{SHIFT_LEFT * 7}{COPY}{END}{PUT}", f"{WAS}alinea."),
    ],
)
def test_an_answer_opens_in_the_field_with_the_cursor_at_its_end(typed: str, value: str) -> None:
    assert prose(f"{typed}{CTRL_S}", WAS) == value


def test_what_is_left_as_it_was_is_nobodys_loss() -> None:
    with keys(BACK) as session:
        assert session.styled.ask_prose(Prose("Antwoord", WAS)) == Order(Command.BACK)
    assert session.kept == []
    with keys("\x03") as session, pytest.raises(KeyboardInterrupt):
        session.styled.ask_prose(Prose("Antwoord", WAS))
    assert session.styled.unfinished_text() == ""


def test_a_field_that_was_emptied_clears_nothing_and_says_so() -> None:
    with keys(f"\x1b[1;6H\x7f{CTRL_S}") as session:  # Ctrl-Shift-Home selects everything
        assert session.styled.ask_prose(Prose("Antwoord", WAS)) == ""
    assert "Een leeg veld wist niets" in "".join(session.out)


def test_enter_on_an_empty_screen_goes_on() -> None:
    assert prose(ENTER) == ""


def test_a_command_is_understood_in_a_text_and_a_slip_is_no_answer() -> None:
    assert prose(f"/ga 2.1{ENTER}") == Order(Command.GO, "2.1")
    with keys(f"/volgende{ENTER}", later="\x03") as session, pytest.raises(KeyboardInterrupt):
        session.styled.ask_prose(Prose("Antwoord"))
    assert "Die opdracht is er niet." in "".join(session.out)


KNOB = "/stop is een knop in het systeem"


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        (KNOB, KNOB),
        (f"\x1b[200~{KNOB}\x1b[201~", KNOB),
        ("\x1b[200~/stop\x1b[201~", "/stop"),
        ("\x1b[200~/stop\n\x1b[201~", "/stop"),
        (f"\x1b[200~Zie\n/stop\x1b[201~{ENTER}ja", "Zie\n/stop\nja"),
        ("/ga 2.1", Order(Command.GO, "2.1")),
        ("/unknown", Order(Command.UNKNOWN)),
        (f"Tekst{ENTER}/onbekend{CTRL_S}tekst{ENTER}", "Tekst\n/onbekend"),
    ],
)
def test_a_command_in_a_text_is_one_only_when_it_is_meant(typed: str, reply: object) -> None:
    assert prose(f"{typed}{CTRL_S}") == reply


def test_text_above_a_command_is_kept_when_it_is_not_the_answer() -> None:
    with keys(f"Tekst{ENTER}/onbekend{CTRL_S}de opdracht{ENTER}") as session:
        assert session.styled.ask_prose(Prose("Antwoord")) == Order(Command.UNKNOWN)
    assert session.kept == ["Tekst"]


def test_a_command_is_pasted_into_no_line() -> None:
    assert line("\x1b[200~/stop\x1b[201~\r") == "/stop"
    assert line(f"{KNOB}\r") == KNOB


def test_text_may_begin_with_a_slash_when_there_are_two() -> None:
    assert prose(f"//etc{CTRL_S}") == "/etc"


def test_a_text_that_is_left_with_ctrl_b_is_kept() -> None:
    with keys(f"Half{BACK}") as session:
        assert session.styled.ask_prose(Prose("Antwoord")) == Order(Command.BACK)
    assert session.kept == ["Half"]


FIELDS: tuple[Callable[[Styled], object], ...] = (
    lambda styled: styled.ask_line("x"),
    lambda styled: styled.ask_prose(Prose("x")),
)


@pytest.mark.parametrize("ask", FIELDS)
@pytest.mark.parametrize("way", ["als concept", "\x03"])
def test_what_stood_in_a_field_that_was_stopped_is_known(ask: Callable[[Styled], object], way: str) -> None:
    with keys(f"Half een antwoord\x03{way}{ENTER}") as session, pytest.raises(KeyboardInterrupt):
        ask(session.styled)
    assert session.styled.unfinished_text() == "Half een antwoord"


@pytest.mark.parametrize("ask", FIELDS)
@pytest.mark.parametrize(
    ("way", "reply"),
    [
        (ENTER, "Half een antwoord, heel"),
        (f"verder{ENTER}", "Half een antwoord, heel"),
        (f"bewaren als a{ENTER}", "Half een antwoord"),
        (BACK, "Half een antwoord, heel"),
    ],
)
def test_ctrl_c_over_text_that_is_not_saved_asks_first(ask: Callable[[Styled], object], way: str, reply: str) -> None:
    with keys(f"Half een antwoord\x03{way}, heel{CTRL_S}") as session:
        assert ask(session.styled) == reply


def test_ctrl_c_stops_at_once_where_nothing_new_is_typed() -> None:
    for current, typed in (("Zoals het was", "\x03"), ("", "/sto\x03"), ("", "x\x03")):
        with keys(typed) as session, pytest.raises(KeyboardInterrupt):
            session.styled.ask_prose(Prose("Antwoord", current))


@pytest.mark.parametrize("ask", FIELDS)
def test_no_key_swallows_a_letter_or_opens_a_search(ask: Callable[[Styled], object]) -> None:
    strange = ("\x11", "\x12", "\x18", "\x1b", "\x1d", "\x00", "\x0f", "\x1b4", "\x18e")
    typed = "".join(f"{key}a" for key in strange)
    with keys(f"{typed}{CTRL_S}") as session:
        assert str(ask(session.styled)).replace("\x1b", "") == "aaaaaaa4aea"


@pytest.mark.parametrize("ask", FIELDS)
def test_help_leaves_the_text_as_it_stands(ask: Callable[[Styled], object]) -> None:
    with keys(f"Half\x1bOP een{CTRL_S}") as session:
        assert ask(session.styled) == "Half een"
    assert "Ctrl-S is klaar" in "".join(session.out)


@pytest.mark.parametrize("ask", FIELDS)
def test_ctrl_z_undoes_in_every_field(ask: Callable[[Styled], object]) -> None:
    with keys(f"een\x15\x1a{CTRL_S}") as session:
        assert ask(session.styled) == "een"


def test_ctrl_z_takes_back_a_tick_and_letters_in_a_list() -> None:
    assert many(f" {DOWN} \x1a{ENTER}") == ("privacy",)
    assert pick(f"n\x1aj{ENTER}") == "yes"


def test_refused_text_opens_with_its_place_selected() -> None:
    with keys(f"\x7f{CTRL_S}") as session:
        session.styled.mark_place(4)
        assert session.styled.ask_prose(Prose("x", begun="Een \ufdd0twee")) == "Een twee"
    with keys(f"\x7f{CTRL_S}") as session:
        session.styled.mark_place(4)
        assert session.styled.ask_line("x", begun="Een \ufdd0twee") == "Een twee"


@pytest.mark.usefixtures("raw_paste")
def test_a_command_that_came_in_at_once_is_text() -> None:
    assert prose(f"/stop{CTRL_S}") == "/stop"
    assert line(f"/stop{ENTER}") == "/stop"
    with keys(f"/stop{ENTER}{ENTER}") as session:
        assert session.styled.pick_one("Kies", YES_NO) == ""
    with keys(f"/stop{CTRL_S}") as session:
        session.styled.ask_prose(Prose("x"))
    assert "kwam als geplakte tekst binnen" in "".join(session.out)


@pytest.mark.usefixtures("raw_paste")
def test_a_table_keeps_its_tabs_when_it_is_pasted() -> None:
    assert prose(f"Wie\tWat\rAns\tlezen{CTRL_S}") == "Wie\tWat\nAns\tlezen"
    assert prose(f"\x1b[200~Wie\tWat\x1b[201~{CTRL_S}") == "Wie\tWat"


class Gone(DummyOutput):
    """The output of a window that is closed after a while."""

    closed = False

    def flush(self) -> None:
        if self.closed:
            raise OSError(5, "Input/output error")


# a line


def test_a_line_starts_with_what_stood_there() -> None:
    assert line(ENTER, "1 maart 2027") == "1 maart 2027"
    assert line(f"\x15morgen{ENTER}", "1 maart 2027") == "morgen"
    assert line(f"\x15{ENTER}", "1 maart 2027") == ""


def test_of_a_pasted_block_a_line_takes_the_first_and_the_rest_is_kept() -> None:
    with keys(f"\x1b[200~een\ntwee\ndrie\x1b[201~{ENTER}") as session:
        assert session.styled.ask_line("Wie?") == "een"
    assert session.kept == ["twee\ndrie"]


Ask = Callable[[Styled], object]
ASKS: tuple[Ask, ...] = (
    lambda styled: styled.ask_line("x"),
    lambda styled: styled.pick_one("x", YES_NO),
    lambda styled: styled.pick_many("x", RIGHTS),
    lambda styled: styled.ask_prose(Prose("x")),
)


@pytest.mark.parametrize("ask", ASKS)
def test_ctrl_b_goes_back_and_a_slash_begins_a_command_at_every_prompt(ask: Ask) -> None:
    for typed, reply in (
        (BACK, Order(Command.BACK)),
        (f"/later{ENTER}", Order(Command.LATER)),
        ("\x07", Order(Command.MENU)),
    ):
        with keys(typed) as session:
            assert ask(session.styled) == reply


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize(("key", "error"), [("\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_ctrl_c_and_ctrl_d_stop_at_every_prompt(ask: Ask, key: str, error: type[BaseException]) -> None:
    with keys(key) as session, pytest.raises(error):
        ask(session.styled)


@pytest.mark.parametrize("ask", ASKS)
def test_a_terminal_that_is_gone_stops_every_prompt_and_its_text_is_known(ask: Ask) -> None:
    output, lists = Gone(), ask in ASKS[1:3]

    def close() -> None:
        keys_left = [session.styled.streams["input"]]
        while select(keys_left, [], [], 0)[0]:
            sleep(0.05)
        sleep(0.3)  # for what was read to stand in the field
        output.closed = True
        session.styled.streams["input"].send_text("!")

    with keys("Half een antwoord", output=output) as session:
        Timer(0.3, close).start()
        with pytest.raises(TerminalGone):
            ask(session.styled)
    assert session.styled.unfinished_text() == ("" if lists else "Half een antwoord!")


@pytest.mark.parametrize("ahead", ["eerste regel\nj\n", "\x1b[200~eerste regel\rj\x1b[201~\r"])
@pytest.mark.parametrize("ask", ASKS)
def test_what_was_pasted_before_the_prompt_is_kept_and_answers_nothing(ask: Ask, ahead: str) -> None:
    with keys(BACK, ahead=ahead) as session:
        assert ask(session.styled) == Order(Command.BACK)
    assert session.kept == ["eerste regel\nj"]


@pytest.mark.parametrize(
    ("ask", "reply"),
    [
        (lambda styled: styled.ask_line("x", "10 "), "10 nee"),
        (lambda styled: styled.pick_one("x", YES_NO), "no"),
        (lambda styled: styled.ask_prose(Prose("x", "Ja of ")), "Ja of nee"),
    ],
)
@pytest.mark.parametrize("ahead", ["ne\x13", "n\x02\x02e\r", "\x1b[Aj\x7fne\x1b[1;5C"])
def test_what_was_typed_ahead_stands_in_the_field_unsubmitted(ask: Ask, reply: str, ahead: str) -> None:
    with keys(f"e{CTRL_S}", ahead=ahead) as session:
        assert ask(session.styled) == reply
    assert session.kept == []


def test_what_was_typed_ahead_of_a_list_and_is_no_choice_is_kept() -> None:
    with keys(ENTER + ENTER, ahead="niet nodig") as session:
        assert session.styled.pick_one("Kies", YES_NO) == ""
    assert session.kept == ["niet nodig"]


@pytest.mark.parametrize("leave", [ENTER + ENTER, "\x02", "\x1b[B" + ENTER])
def test_a_word_that_was_typed_half_ahead_of_a_list_is_kept_whole(leave: str) -> None:
    with keys("ord9" + leave, ahead="wo") as session:
        session.styled.pick_one("Kies", YES_NO)
    assert session.kept == ["woord9"]


def test_a_search_that_finds_a_choice_is_no_text() -> None:
    with keys("ne" + ENTER) as session:
        assert session.styled.pick_one("Kies", YES_NO) == "no"
    assert session.kept == []


@pytest.mark.parametrize("ask", ASKS)
def test_less_than_a_word_is_nobodys_loss(ask: Ask) -> None:
    with keys(BACK, ahead="\x02\x02x\ry\x13") as session:
        assert ask(session.styled) == Order(Command.BACK)
    assert session.kept == []


def test_what_was_said_stands_on_the_next_screen(capsys: pytest.CaptureFixture[str]) -> None:
    with keys("") as session:
        session.styled.show_message("Nieuw signaal: x")
        session.styled.show_screen(Screen("Deel 1", "0/1", "1.1", "Waarom?"))
    assert "» Nieuw signaal: x" in capsys.readouterr().out


def test_colour_follows_no_color(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen("Deel 1", "0/1", "1.1", "Waarom?", current="groen")
    with keys("") as session:
        session.styled.show_screen(screen)
        assert "\x1b[32m" in capsys.readouterr().out
        monkeypatch.setenv("NO_COLOR", "1")
        session.styled.show_screen(screen)
    assert "\x1b[3" not in capsys.readouterr().out.replace("\x1b[3m", "")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_prompt_and_its_keys_fit_the_terminal(columns: int) -> None:
    for language in LANGUAGES:
        keys = f"({text('keys', language)})"
        assert columns < 80 or len(keys) < 78
        for key in ("enter-stops", "press-enter", "search-for"):
            lines = "  ".join(lay_out_prompt(text(key, language), keys, columns)).split("\n")
            assert max(map(len, lines)) < columns, (language, key)
            assert " ".join(" ".join(lines).split()).endswith(keys)


# no sequence of keys loses a typed word

MOVES = (UP, DOWN, CTRL_LEFT, CTRL_UP, PAGE_UP, END, ENTER, "\x1b", "\x11", "\x12", "\x18", "\x1d", "\x00", "\x1bOP")
TYPED = {"woord": "woord", "\x1b[200~plak\tsel\x1b[201~": "plaksel", "/stop is": "stopis"} | dict.fromkeys(MOVES, "")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(list(TYPED))),
    st.sampled_from([CTRL_S, BACK, "\x07", "\x03\x03"]),
    st.sampled_from(FIELDS[1:]),
)
def test_no_sequence_of_keys_loses_a_typed_word(pressed: list[str], last: str, ask: Callable[[Styled], object]) -> None:
    found: object = ""
    with keys(f"begin{''.join(pressed)} eind{last}") as session:
        try:
            found = ask(session.styled)
        except KeyboardInterrupt:
            found = session.styled.unfinished_text()
    kept = Counter(sign for sign in f"{found}{''.join(session.kept)}" if sign.isalpha())
    assert Counter("begin" + "".join(TYPED[key] for key in pressed) + "eind") <= kept


def test_a_message_breaks_between_words_and_keeps_its_indent() -> None:
    with keys("") as session:
        session.styled.show_message(f"  {'geregistreerd ' * 12}\n{'/een/lang/pad' * 9}")
    *rows, path = "".join(session.out).rstrip("\n").split("\n")
    assert len(rows) == 3
    assert all(len(row) < 80 and row.startswith("  ger") and set(row.split()) == {"geregistreerd"} for row in rows)
    assert path == "/een/lang/pad" * 9
    assert session.styled.above == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_prompt_that_says_what_enter_does_says_it_once(language: str) -> None:
    with keys("", language=language) as session:
        for key in ("press-enter", "enter-routing", "enter-agenda", "enter-stops", "enter-next"):
            prompt, _ = session.styled.lay_out(text(key, language), "keys-line")
            assert prompt.count("Enter =") == 1
