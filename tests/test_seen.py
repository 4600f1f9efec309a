"""Walks in both languages at 80 by 24: every screen is held against what a person must see.

That is the place, the question, what it builds on and the keys. The answers are those of the worked example, but for
the question on the screen, which is still open.
"""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from test_screens import demo, interview

from iama.assess.outcome import Entry, Status
from iama.cli import desk as desks
from iama.files.shipped import SHIPPED
from iama.interview import screens
from iama.interview.asking import Asker, Command
from iama.interview.replies import written_value
from iama.interview.sitting import Sitting
from iama.interview.walk import Step, take_step
from iama.model.dossier import Answer, Dossier
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace
from iama.terminal.plain import Plain
from iama.terminal.prompts import Styled
from iama.words import LANGUAGES, pick_translation, text

TREES = ("algorithm-1.0", "iama-2.0", "fria-1.0", "follow-up-1.0")
_CODES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>78])")
_BEGINS = 3  # words of an answer by which a person knows it again
KEYS = {  # per kind of question, in the styled and in the plain mode
    Kind.TEXT: ("keys-prose", "finish-prose-plain"),
    Kind.CHOICE: ("keys-choice", "one-number"),
    Kind.YES_NO: ("keys-choice", "one-number"),
    Kind.ROWS: ("keys-choice", "one-number"),
    Kind.CHOICES: ("keys-choices", "numbers"),
    Kind.DATE: ("keys-line", "a-date"),
    Kind.NUMBER: ("keys-line", "a-number"),
    Kind.NOTICE: ("press-enter", "press-enter"),
}


def squeezed(words: str) -> str:
    """Return words with one blank between them and without codes that colour and move."""
    return " ".join(_CODES.sub("", words).split())


def walk(
    ref: str, language: str, lay: Callable[[Sitting], tuple[Asker, Callable[[], str]]], *, every: bool
) -> Iterator[tuple[Sitting, Entry, str]]:
    """Yield every question that is asked, as an open one, with what stands on the terminal."""
    asked, outcome = SHIPPED.resolve_questionnaire(ref), demo(language)
    one = interview(outcome, asked, language)
    one.desk = replace(one.desk, fact=desks.desk(Path(), asked, Dossier("x"), SHIPPED, language, str).fact)
    one.asker, seen = lay(one)
    for entry in outcome.tree_entries(asked.id):
        if entry.status.applies and (every or is_telling(asked, entry)):
            bare = entry if entry.answer.rows else replace(entry, answer=Answer(), status=Status.OPEN)
            one.outcome = replace(outcome, entries={**outcome.entries, bare.ref: bare})  # a screen shows what stands
            take_step(one, Step(bare))
            yield one, bare, seen()


def is_telling(tree: Questionnaire, entry: Entry) -> bool:
    """Whether a question builds on others, or is the first of its part: drawing a screen takes time."""
    return bool(entry.question.shows) or entry.question == next(tree.part_of(entry.question).questions)


def must_be_seen(one: Sitting, entry: Entry, *, plain: bool) -> Iterator[str]:
    """Yield the words that a person needs: the place, the question, how far the team is, and the keys."""
    part = one.tree.part_of(entry.question)
    yield " ".join(pick_translation(part.title, one.language).split()[:2])
    yield squeezed(pick_translation(entry.question.text, one.language))
    yield "0:00"
    yield squeezed(text(KEYS[entry.question.kind][plain], one.language))
    if not plain and entry.question.kind in (Kind.TEXT, Kind.DATE, Kind.NUMBER, Kind.NOTICE):
        yield f"({text('keys', one.language)})"  # also how a text is done


def must_be_read(one: Sitting, entry: Entry) -> Iterator[str]:
    """Yield how every answer begins that the instrument shows beside a question, found without the code that does."""
    for name in entry.question.shows:
        tree, _, id_ = name.rpartition(".")
        for earlier in one.outcome.instance_entries(tree or one.tree.id, id_):
            same = earlier.question.repeat != entry.question.repeat or earlier.ref.instance == entry.ref.instance
            if earlier.status is Status.ANSWERED and (same or not entry.question.repeat):
                yield " ".join(beginning(earlier, one.language).split()[:_BEGINS])


def beginning(entry: Entry, language: str) -> str:
    answer = entry.answer
    if answer.adopts:
        return text("adopted-from", language)
    word = next(iter(answer.rows[0].cells.values())) if answer.rows else next(iter(answer.value_words()), "")
    field = entry.question.columns[0] if answer.rows else entry.question
    if field.kind in (Kind.DATE, Kind.NUMBER):
        return written_value(field, word, language)
    return next((pick_translation(option.label, language) for option in field.options if option.value == word), word)


def hold_against(one: Sitting, entry: Entry, shown: str, *, plain: bool) -> None:
    """Fail unless everything that a person must see stands there; an earlier answer may be asked for instead."""
    for words in must_be_seen(one, entry, plain=plain):
        assert words in shown, (entry.ref, words, shown)
    rest = re.search(rf"\(/{Command.READ.name_in(one.language)}[ )]", shown)
    for words in must_be_read(one, entry):
        assert words in shown or rest, (entry.ref, words, shown)


@pytest.mark.parametrize(("ref", "language"), [("iama-2.0", "nl"), ("fria-1.0", "en")])  # the plain mode: all in both
def test_a_person_sees_what_is_needed_in_the_styled_mode(
    ref: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr("iama.terminal.prompts.picker.COALESCED", 10**6)  # what a pipe brings at once counts as typed
    drawn, heights = StringIO(), list[int]()
    output = Vt100_Output(drawn, lambda: Size(rows=24, columns=80), term="xterm")
    with create_pipe_input() as pipe:

        def press() -> str:
            pipe.send_text(f"/{Command.STOP.name_in(language)}\r")
            return ""

        def seen() -> str:
            above, prompt = capsys.readouterr().out, drawn.getvalue()
            drawn.seek(drawn.truncate(0))
            heights.append(above.count("\n"))
            return squeezed(above) + squeezed(prompt)

        def lay(one: Sitting) -> tuple[Asker, Callable[[], str]]:
            return Styled(language, lambda words: None, lambda asked: "", press, str, input=pipe, output=output), seen

        for one, entry, shown in walk(ref, language, lay, every=False):
            hold_against(one, entry, shown, plain=False)
            assert heights[-1] <= 24 - screens.prompt_lines(one, entry) + 1, shown
    assert heights


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ref", TREES)
def test_a_person_sees_what_is_needed_in_the_plain_mode(ref: str, language: str) -> None:
    out: list[str] = []

    def read(prompt: str, start: str) -> str:
        out.append(prompt)
        return "" if text("command-meant", language, typed="")[-20:] in prompt else f"/{Command.STOP.name_in(language)}"

    def seen() -> str:
        shown = squeezed("".join(out))
        out.clear()
        return shown

    def lay(one: Sitting) -> tuple[Asker, Callable[[], str]]:
        return Plain(language, read, out.append, lambda asked: "", lambda: "", str), seen

    for one, entry, shown in walk(ref, language, lay, every=True):
        hold_against(one, entry, shown, plain=True)
