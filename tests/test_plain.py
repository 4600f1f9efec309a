"""Claims about the plain terminal: numbered choices, no escape codes, each question once."""

from collections.abc import Callable

import pytest

from iama.interview.asking import Command, Order, Pick, Prose, Screen
from iama.model.problems import IamaError
from iama.terminal.plain import Plain

YES_NO = (Pick("yes", "Ja"), Pick("no", "Nee"), Pick("?", "Weten we nog niet"))
RIGHTS = (
    Pick("privacy", "Bescherming van persoonsgegevens", "Rechten van de persoon"),
    Pick("speech", "Vrijheid van meningsuiting", "Vrijheidsrechten"),
    Pick("religion", "Vrijheid van godsdienst", "Vrijheidsrechten"),
    Pick("none", "Geen enkel recht", exclusive=True),
)


class Terminal:
    """A plain terminal that reads from a list, with everything that it wrote and kept."""

    def __init__(
        self, *typed: str | type[BaseException], language: str = "nl", ahead: str = "", width: int = 80
    ) -> None:
        self.typed = list(typed)
        self.out = ""
        self.kept: list[str] = []
        self.waiting = ahead
        self.plain = Plain(language, self.read, self.write, self.edit, self.ahead, self.keep, width=width)

    def read(self, prompt: str, start: str = "") -> str:
        self.out += prompt + start
        if not self.typed:
            raise EOFError
        typed = self.typed.pop(0)
        if not isinstance(typed, str):
            raise typed
        self.out += f"{typed}\n"
        return start + typed

    def write(self, words: str) -> None:
        self.out += words

    def edit(self, asked: Prose) -> str:
        raise IamaError("editor-none")

    def ahead(self) -> str:
        words, self.waiting = self.waiting, ""
        return words

    def keep(self, words: str) -> str:
        self.kept.append(words)
        return "kept"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("1", "yes"), ("j", "yes"), ("J", "yes"), ("ja", "yes"), ("yes", "yes")),
        *(("2", "no"), ("n", "no"), ("nee", "no"), ("?", "?"), ("weten we nog niet", "?")),
    ],
)
def test_yes_and_no_are_understood_as_number_letter_and_word(typed: str, value: str) -> None:
    assert Terminal(typed).plain.pick_one("Kies er één", YES_NO) == value


@pytest.mark.parametrize("typed", ["0", "4", "99", "x", "ja hoor", "-1"])
def test_what_is_no_choice_is_told_and_asked_again_without_the_list(typed: str) -> None:
    terminal = Terminal(typed, "2")
    assert terminal.plain.pick_one("Kies er één", YES_NO) == "no"
    assert "Dat is geen van de keuzes. Typ een nummer, of / voor het menu." in terminal.out
    assert terminal.out.count("1. Ja") == 1


def test_enter_chooses_nothing_and_keeps_what_stood_there() -> None:
    assert Terminal("").plain.pick_one("Kies", YES_NO) == ""
    terminal = Terminal("")
    assert terminal.plain.pick_one("Kies", YES_NO, "no") == "no"
    assert "2. Nee (gekozen)" in terminal.out and "[2]" in terminal.out


def test_a_start_that_two_choices_share_is_none_of_them() -> None:
    terminal = Terminal("vrijheid van", "vrijheid van g")
    assert terminal.plain.pick_one("Kies", RIGHTS) == "religion"
    assert terminal.out.count("2. Vrijheid van meningsuiting") == 2  # listed, and found


@pytest.mark.parametrize(
    ("typed", "current", "chosen"),
    [
        ("1 3", (), ("privacy", "religion")),
        ("1,3", (), ("privacy", "religion")),
        ("3 1 3", (), ("religion", "privacy")),
        ("", ("speech",), ("speech",)),
        ("2", ("speech",), ("speech",)),
        ("+1", ("speech",), ("speech", "privacy")),
        ("-2", ("privacy", "speech"), ("privacy",)),
        ("+1 -2", ("speech",), ("privacy",)),
        ("geen enkel recht", (), ("none",)),
    ],
)
def test_several_are_chosen_by_number_added_and_taken_off(
    typed: str, current: tuple[str, ...], chosen: tuple[str, ...]
) -> None:
    assert Terminal(typed).plain.pick_many("Kies", RIGHTS, current) == chosen


def test_a_word_searches_the_list_and_shows_the_numbers() -> None:
    terminal = Terminal("godsdienst", "3")
    assert terminal.plain.pick_many("Kies", RIGHTS) == ("religion",)
    assert terminal.out.count("3. Vrijheid van godsdienst") == 2


def test_whole_answers_stand_under_their_questions() -> None:
    one = Terminal("1")
    assert one.plain.pick_one("Waarheen?", [Pick("a", "Vraag 1", detail="Eerste zin.\nTweede zin.")]) == "a"
    assert "   1. Vraag 1\n      Eerste zin.\n      Tweede zin.\n" in one.out


def test_a_text_is_read_page_by_page_until_the_reader_has_had_enough() -> None:
    words = "\n".join(f"regel {number}" for number in range(50))
    whole, part = Terminal("", ""), Terminal("/terug")
    for one in (whole, part):
        one.plain.let_read("Titel", words)
    assert "regel 49" in whole.out and "Nog 32 regels." in part.out and "regel 30" not in part.out


def test_what_is_typed_while_somebody_reads_is_kept() -> None:
    one = Terminal("een antwoord")
    one.plain.let_read("Titel", "regel\n" * 50)
    assert one.kept == ["een antwoord"]


def test_groups_stand_above_their_choices() -> None:
    terminal = Terminal("1")
    terminal.plain.pick_many("Kies", RIGHTS)
    headings = [line for line in terminal.out.split("\n") if line.endswith(":")]
    assert headings == ["Rechten van de persoon:", "Vrijheidsrechten:"]


def test_a_line_keeps_what_stood_there_on_enter_and_takes_it_away_on_a_dash() -> None:
    assert Terminal("").plain.ask_line("Wanneer?", "1 maart 2027") == "1 maart 2027"
    assert Terminal("-").plain.ask_line("Wanneer?", "1 maart 2027") == ""
    assert Terminal(" morgen ").plain.ask_line("Wanneer?", "1 maart 2027") == "morgen"


Ask = Callable[[Plain], object]
ASKS: tuple[Ask, ...] = (
    lambda plain: plain.ask_line("x"),
    lambda plain: plain.pick_one("x", YES_NO),
    lambda plain: plain.pick_many("x", RIGHTS),
    lambda plain: plain.ask_prose(Prose("x")),
)


@pytest.mark.parametrize("ask", ASKS)
def test_a_command_is_understood_at_every_prompt(ask: Ask) -> None:
    assert ask(Terminal("/ga 2.1", "").plain) == Order(Command.GO, "2.1")
    assert ask(Terminal("/").plain) == Order(Command.MENU)


@pytest.mark.parametrize("ask", ASKS)
def test_an_unknown_command_is_told_and_is_no_answer(ask: Ask) -> None:
    terminal = Terminal("/volgende", "/terug", "")
    assert ask(terminal.plain) == Order(Command.BACK)
    assert "Die opdracht is er niet." in terminal.out


@pytest.mark.parametrize("ask", ASKS)
def test_what_was_typed_before_the_prompt_is_kept_and_answers_nothing(ask: Ask) -> None:
    terminal = Terminal("/later", "", ahead="eerste regel\ntweede regel\n")
    assert ask(terminal.plain) == Order(Command.LATER)
    assert terminal.kept == ["eerste regel\ntweede regel"]
    assert "kept" in terminal.out


@pytest.mark.parametrize("keys", ["/la\x13", "/l\x02\x02a", "\x1b[A/lax\x7f\r"])
@pytest.mark.parametrize("ask", ASKS)
def test_what_was_typed_ahead_stands_in_the_field_unsubmitted(ask: Ask, keys: str) -> None:
    assert ask((terminal := Terminal("ter", "", ahead=keys)).plain) == Order(Command.LATER)
    assert terminal.kept == [] and ": /la" in terminal.out.replace("> ", ": ")


@pytest.mark.parametrize("ask", ASKS)
def test_an_empty_line_typed_ahead_is_nobodys_loss(ask: Ask) -> None:
    terminal = Terminal("/later", "", ahead="\n\n")
    ask(terminal.plain)
    assert terminal.kept == []


def test_text_goes_on_until_a_full_stop_alone() -> None:
    assert (
        Terminal("Eerste.", "", "Derde /ga 2.1", ".").plain.ask_prose(Prose("Antwoord")) == "Eerste.\n\nDerde /ga 2.1"
    )
    assert Terminal(".").plain.ask_prose(Prose("Antwoord")) == ""


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        (("/stop", ""), Order(Command.STOP)),
        (("/stop", "t", "."), "/stop"),
        (("/stop", "is een knop", "."), "/stop\nis een knop"),
        (("/stop is een knop", "."), "/stop is een knop"),
        (("Zie", "/stop", "."), "Zie\n/stop"),
        (("/unknown", ""), Order(Command.UNKNOWN)),
    ],
)
def test_a_command_in_a_text_is_one_only_when_it_is_confirmed(typed: tuple[str, ...], reply: object) -> None:
    assert Terminal(*typed).plain.ask_prose(Prose("Antwoord")) == reply


def test_text_may_begin_with_a_slash_when_there_are_two() -> None:
    assert Terminal("//etc", ".").plain.ask_prose(Prose("Antwoord")) == "/etc"
    assert Terminal("//etc").plain.ask_line("x") == "/etc"


def test_a_path_is_text_and_no_lost_command() -> None:
    assert Terminal("/etc/hosts staat daar", ".").plain.ask_prose(Prose("Antwoord")) == "/etc/hosts staat daar"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("",), ""),
        (("3",), ""),
        (("aanvullen", "Tweede.", "."), "Eerste.\nTweede."),
        (("1", "."), "Eerste."),
        (("vervangen", "Anders.", "."), "Anders."),
        (("2", "."), ""),
        (("/later",), Order(Command.LATER)),
        (("1", "/later", ""), Order(Command.LATER)),
    ],
)
def test_an_answer_is_added_to_replaced_or_kept(typed: tuple[str, ...], value: object) -> None:
    terminal = Terminal(*typed)
    assert terminal.plain.ask_prose(Prose("Antwoord", "Eerste.")) == value
    assert ("Een leeg veld wist niets" in terminal.out) == (typed[-1] == "." and value == "")


def test_ctrl_d_ends_a_text_and_stops_when_there_is_none() -> None:
    assert Terminal("Een regel", EOFError).plain.ask_prose(Prose("Antwoord")) == "Een regel"
    with pytest.raises(EOFError):
        Terminal(EOFError).plain.ask_prose(Prose("Antwoord"))


def test_the_lines_of_a_text_that_was_stopped_are_known() -> None:
    terminal = Terminal("Een", "Twee", KeyboardInterrupt, "3")
    terminal.plain.line = lambda: "Hal"
    with pytest.raises(KeyboardInterrupt):
        terminal.plain.ask_prose(Prose("Antwoord"))
    assert terminal.plain.unfinished_text() == "Een\nTwee\nHal"


@pytest.mark.parametrize(("way", "text"), [("1", "Een\nHalTwee"), ("", "Een\nHalTwee"), ("2", "Een\nHal")])
def test_ctrl_c_over_text_that_is_not_saved_asks_first(way: str, text: str) -> None:
    terminal = Terminal("Een", KeyboardInterrupt, way, "Twee", ".")
    terminal.plain.line = lambda: "Hal"
    assert terminal.plain.ask_prose(Prose("Antwoord")) == text


def test_ctrl_s_ends_a_text_and_ctrl_b_leaves_it() -> None:
    assert Terminal("Een", "Twee\x13").plain.ask_prose(Prose("Antwoord")) == "Een\nTwee"
    assert Terminal("Wie\x13").plain.ask_line("Wie?") == "Wie"
    assert Terminal("\x02").plain.ask_line("Wie?") == Order(Command.BACK)
    assert Terminal("Een", "\x02").plain.ask_prose(Prose("Antwoord")) == Order(Command.BACK)


def test_a_line_that_goes_wrong_is_shown_with_its_place_and_mended() -> None:
    terminal = Terminal(" En meer.")
    terminal.plain.mark_place(7)
    reply = terminal.plain.ask_prose(Prose("Antwoord", begun="Een.\nTw\ufdd0ee.\nDrie."))
    assert reply == "Een.\nTw\ufdd0ee. En meer.\nDrie."  # a pretended terminal cannot take signs back
    assert "Regel 2, bij de pijl: Tw →" in terminal.out


def test_a_finished_text_is_not_unfinished_any_more() -> None:
    terminal = Terminal("Een", ".")
    terminal.plain.ask_prose(Prose("Antwoord"))
    assert terminal.plain.unfinished_text() == ""


def test_an_editor_that_fails_is_for_the_interview_to_tell() -> None:
    with pytest.raises(IamaError):
        Terminal().plain.edit(Prose("x"))


def test_a_screen_cuts_nothing_off_and_fits_the_width() -> None:
    terminal = Terminal(width=60)
    terminal.plain.show_screen(Screen("Deel 1", "0/3", "1.1", "Waarom?", help="woord " * 300, law="wet " * 60))
    assert terminal.out.count("woord") == 300 and terminal.out.count("wet") == 60
    assert max(len(line) for line in terminal.out.split("\n")) <= 60


def test_help_is_told_once_and_given_at_f1() -> None:
    """Nothing in the plain mode said that there was help."""
    terminal = Terminal()
    for number in ("1", "2"):
        terminal.plain.show_screen(Screen(where="", progress="", number=number, text="Why?", help="", prompt=1))
    assert terminal.out.count("/hulp") == 1
    terminal.plain.explain()
    assert "Ctrl-S is klaar" in terminal.out and max(map(len, terminal.out.splitlines())) <= 80


def test_nothing_that_people_typed_can_command_the_terminal() -> None:
    hostile = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e"
    terminal = Terminal("1", "x", ".")
    terminal.plain.show_message(hostile)
    terminal.plain.show_screen(Screen(hostile, "0/1", "1", hostile, help=hostile, current=hostile, remarks=(hostile,)))
    terminal.plain.pick_one(hostile, (Pick("a", hostile, hostile),))
    terminal.plain.ask_prose(Prose(hostile))
    assert [sign for sign in terminal.out if not sign.isprintable() and sign != "\n"] == []


def test_a_command_at_a_line_of_an_answer_is_confirmed_and_what_follows_is_kept() -> None:
    assert Terminal("/stop", "").plain.ask_line("Wie?") == Order(Command.STOP)
    terminal = Terminal("/stop", "tweede regel")
    assert terminal.plain.ask_line("Wie?") == "/stop"
    assert terminal.kept == ["tweede regel"]
