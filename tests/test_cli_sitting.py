"""Claims about where lost text goes, and about what makes a terminal plain."""

import os
import stat
from functools import partial
from pathlib import Path

import pytest

from iama.cli.sitting import is_plain, keep_stray_text, keep_text, rescue
from iama.files.drafts import Shelf


def test_lost_text_stands_in_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = Path(keep_text("één\ntwee\n\n", Shelf(tmp_path / "kept", "a")))
    assert path.read_text(encoding="utf-8") == "één\ntwee\n"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_message_says_where_in_the_language_of_the_interview() -> None:
    assert rescue("tekst", "nl", lambda _: "/p") == "Jullie tekst is niet bewaard in het dossier; hij staat in /p"


def test_text_that_can_be_kept_nowhere_is_shown() -> None:
    nowhere = partial(keep_text, shelf=Shelf(None, "a"))
    assert rescue("de tekst", "nl", nowhere).endswith("\nde tekst")
    assert keep_stray_text("de tekst", "nl", nowhere).endswith("\nde tekst")


def test_characters_that_no_file_can_hold_are_spelled_out(tmp_path: Path) -> None:
    path = Path(keep_text("a\udc80b", Shelf(tmp_path / "kept", "a")))
    assert path.read_text(encoding="utf-8") == "a\\udc80b\n"


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
