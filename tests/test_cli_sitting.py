"""Claims about where lost text goes, and about what makes a terminal plain."""

import os
import stat
import tempfile
from pathlib import Path

import pytest
from commands import SHORT, demo
from sitting import Scripted

from iama.assess.outcome import Status
from iama.cli.interview import say_next
from iama.cli.next import step_in
from iama.cli.options import open_dossier
from iama.cli.sitting import desk, is_plain, keep_stray_text, left_behind, rescue, write_rescue_file
from iama.files.shipped import SHIPPED
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.struct import replace


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep lost text within the folder of the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_lost_text_stands_in_a_file_that_only_its_owner_can_read(place: Path) -> None:
    path = Path(write_rescue_file("één\ntwee\n\n", "abc"))
    assert path.read_text(encoding="utf-8") == "één\ntwee\n"
    assert path.parent == place and path.name.startswith("iama-abc-kept-")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_message_says_where_in_the_language_of_the_interview(place: Path) -> None:
    said = rescue("tekst", "abc", "nl")
    assert said.startswith("Jullie tekst is niet bewaard in het dossier; hij staat in ")
    assert Path(said.rpartition(" ")[2]).read_text(encoding="utf-8") == "tekst\n"


def test_without_a_place_for_lost_text_it_stands_in_the_folder_of_the_user(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "gone"))
    assert Path(write_rescue_file("tekst", "abc")).parent == place


def test_text_that_can_be_kept_nowhere_is_shown(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert rescue("de tekst", "abc", "nl").endswith("\nde tekst")
    assert keep_stray_text("de tekst", "nl", lambda words: write_rescue_file(words, "abc")).endswith("\nde tekst")


def test_characters_that_no_file_can_hold_are_spelled_out(place: Path) -> None:
    assert Path(write_rescue_file("a\udc80b", "abc")).read_text(encoding="utf-8") == "a\\udc80b\n"


def test_text_of_a_closed_terminal_is_told_once_and_of_this_dossier_only(place: Path) -> None:
    write_rescue_file("een", "abc", "unsaved")
    write_rescue_file("twee", "other", "unsaved")
    write_rescue_file("drie", "abc")
    (path,) = left_behind("abc")
    assert Path(path).read_text(encoding="utf-8") == "een\n"
    assert left_behind("abc") == ()


@pytest.mark.parametrize(
    ("option", "env", "plain"),
    [
        (True, {}, True),
        (False, {}, False),
        (False, {"IAMA_PLAIN": "1"}, True),
        (False, {"IAMA_PLAIN": "0"}, False),
        (False, {"IAMA_PLAIN": ""}, False),
        (False, {"TERM": "dumb"}, True),
    ],
)
def test_plain_is_an_option_a_variable_or_a_terminal_that_can_do_little(
    option: bool, env: dict[str, str], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("IAMA_PLAIN", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert is_plain(option) is plain


def test_what_comes_next_is_the_rest_of_the_round_with_its_options_or_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = demo(tmp_path, "en")
    monkeypatch.chdir(base)
    reading = open_dossier(SHORT, None, None)
    tree = SHIPPED.resolve_questionnaire("fria-1.0")
    papers = desk(reading.folder, tree, reading.dossier, SHIPPED, "en", str)
    one = Sitting(tree, reading.outcome, SHIPPED.law, "en", Scripted([]), papers)
    say_next(one, SHORT, None, ["-q", "fria-1.0"])
    assert (
        capsys.readouterr().out.strip() == f"Everything of this round is filled in and saved. {step_in(reading, 'en')}"
    )
    entries = one.outcome.entries
    left = replace(entries[Ref("fria", "intended-purpose")], status=Status.OPEN)
    one.outcome = replace(one.outcome, entries={**entries, left.ref: left})
    say_next(one, SHORT, None, ["-q", "fria-1.0", "--open"])
    assert capsys.readouterr().out.strip().endswith(f"go on with: iama answer {SHORT} -q fria-1.0 --open")
