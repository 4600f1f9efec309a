"""Claims about the program itself: help, completion, and every way in which it can end."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commands import contents, demo, fresh, iama, put, refused, run

from iama import __version__

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and closed streams as on POSIX")


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("program"))


def ended(folder: Path, *words: str, env: Mapping[str, str] | None = None, **how: Any) -> tuple[int, bytes, bytes]:
    """Run `iama` as a process of its own and return its exit code, output and messages."""
    given: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "timeout": 60,
    } | how
    ran = subprocess.run([sys.executable, "-m", "iama", *words], cwd=folder, env={**os.environ, **(env or {})}, **given)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize("words", [("demo",), ("questionnaire",), ("questionnaire", "lint")])
def test_help_is_given_to_a_module_that_is_run(words: tuple[str, ...], tmp_path: Path) -> None:
    code, out, err = ended(tmp_path, *words, "--help")
    assert (code, err) == (0, b"")
    assert out.startswith(b"Usage: python -m iama " + " ".join(words).encode())


def test_the_version_is_said() -> None:
    for words in (["--version"], ["--version", "status"]):
        assert iama(Path.cwd(), *words).out == f"iama {__version__}\n"
    assert ended(Path.cwd(), "--version") == (0, f"iama {__version__}{os.linesep}".encode(), b"")


def test_verbose_tells_what_is_used_and_how_long_it_took(herzicht: Path) -> None:
    code, out, err = ended(herzicht, "--verbose", "status", "herzicht")
    quiet = ended(herzicht, "status", "herzicht")
    lines = err.decode().splitlines()
    assert (code, out) == quiet[:2]
    assert f"opens {herzicht / 'assessments' / 'herzicht' / 'iama-2.0.yaml'}" in lines
    assert len(set(lines)) == len(lines)
    assert re.fullmatch(r"took \d+\.\d\d seconds", lines[-1])
    assert refused(herzicht, "status", "--verbose", "herzicht", code=2) == (
        "iama: `--verbose` stands in front of the command: `iama --verbose status …`\n"
    )


COMMANDS = ["demo", "new", "set", "status", "report", "coverage", "questionnaire", "completion"]
COMMANDS += [f"questionnaire {name}" for name in ("list", "show", "lint", "coverage")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    told = iama(Path.cwd(), *command.split(), "--help")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Usage: iama {command} ")


def test_help_names_every_command() -> None:
    told = iama(Path.cwd(), "--help", "--all")
    assert told.code == 0
    assert all(f"\n  {command} " in told.out for command in COMMANDS if " " not in command)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stats"], "there is no command `stats` (did you mean `status`?); see `iama --help`"),
        (["--colour"], "there is no option `--colour`; see `iama --help`"),
        (["set", "--nte", "x"], "there is no option `--nte` (did you mean `--note`?); see `iama set --help`"),
        (["set", "a", "--note"], "option `--note` needs a value; see `iama set --help`"),
        (["status", "a", "b"], "there is one word too many; see `iama status --help`"),
        (["status", "a", "b", "c"], "there are 2 words too many; see `iama status --help`"),
        (["completion"], "SHELL is missing; see `iama completion --help`"),
        (["report", "--to", "hmtl", "a"], "--to: `hmtl` is not possible here; did you mean `html`?"),
        (["questionnaire", "shw"], "there is no command `shw` (did you mean `show`?); see `iama questionnaire --help`"),
    ],
)
def test_wrong_use_says_what_was_meant_and_where_help_is(tmp_path: Path, words: list[str], said: str) -> None:
    assert refused(tmp_path, *words) == f"iama: {said}\n"


def test_a_command_that_deceives_a_terminal_is_shown_harmless(tmp_path: Path) -> None:
    assert "there is no command `\\u001b[31m`" in refused(tmp_path, "\x1b[31m")


@pytest.mark.parametrize("folder", ["nothing", "workspace"])
def test_without_a_command_three_lines_say_where_things_stand(tmp_path: Path, folder: str) -> None:
    base = fresh(tmp_path) if folder == "workspace" else tmp_path
    told = iama(base)
    assert (told.code, told.err, told.out.count("\n")) == (0, "", 3)
    assert ("`iama answer abc`" if folder == "workspace" else "`iama new NAME`") in told.out


@pytest.mark.parametrize(
    ("environment", "words", "dutch"),
    [
        ({"LANG": "nl_NL.UTF-8"}, [], True),
        ({"LANG": "en_GB.UTF-8"}, [], False),
        ({"LANG": "C"}, [], True),
        ({"LANG": "nl_NL.UTF-8", "IAMA_LANG": "en"}, [], False),
        ({"LANG": "en_GB.UTF-8", "IAMA_LANG": "nl"}, ["--lang", "en"], False),
    ],
)
def test_messages_follow_the_option_then_the_variable_then_the_system(
    tmp_path: Path, environment: dict[str, str], words: list[str], dutch: bool
) -> None:
    told = iama(tmp_path, "status", *words, "x", env=environment)
    assert told.code == 2 and ("er is geen" in told.err or "begin met" in told.err) == dutch


def test_messages_follow_the_workspace_before_the_system(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    (base / "iama.toml").write_text('language = "nl"\n', encoding="utf-8")
    assert iama(base, "status", "x").err.startswith("iama: er is geen dossier `x`")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_completion_prints_a_script_for_every_shell(shell: str) -> None:
    told = iama(Path.cwd(), "completion", shell)
    assert (told.code, told.err) == (0, "") and "_IAMA_COMPLETE" in told.out


def test_completion_of_another_shell_is_refused(tmp_path: Path) -> None:
    assert "no completion for `tcsh`; use bash" in refused(tmp_path, "completion", "tcsh")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("iama st", "status\n"),
        ("iama status h", "herzicht\n"),
        ("iama set h", "herzicht\n"),
        ("iama report x", "\n"),
        ("iama questionnaire co", "coverage\n"),
    ],
)
def test_the_tab_key_completes_commands_and_dossiers(herzicht: Path, line: str, words: str) -> None:
    env = {"_IAMA_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    assert run(herzicht, env=env).out == words


def test_the_tab_key_is_silent_about_a_mistake_in_configuration(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "rot = 1")
    env = {"_IAMA_COMPLETE": "complete_bash", "COMP_WORDS": "iama status h", "COMP_CWORD": "2"}
    told = run(tmp_path, env=env)
    assert (told.out.strip(), told.err) == ("", "")


def test_a_bug_shows_where_it_is_and_ends_with_70(herzicht: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("iama.publish.status.dossier_status", planted)
    told = run(herzicht, "status", "herzicht")
    assert (told.code, told.out) == (70, "")
    assert "Traceback" in told.err and "ZeroDivisionError: planted" in told.err
    assert told.err.endswith(f"iama {__version__}: this is a bug in iama, not in your files. Please report it.\n")


def test_a_full_disk_is_no_bug(herzicht: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x.yaml")

    monkeypatch.setattr("iama.publish.status.dossier_status", full)
    assert refused(herzicht, "status", "herzicht", code=3) == "iama: x.yaml: No space left on device\n"


def test_an_interruption_ends_with_130(herzicht: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("iama.publish.status.dossier_status", interrupted)
    told = run(herzicht, "status", "herzicht")
    assert (told.code, told.out, "Traceback" in told.err) == (130, "", False)


@POSIX
def test_ctrl_c_ends_with_130_and_saves_nothing(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    before = contents(base)
    interrupting = """
import os, signal, sys
from types import SimpleNamespace
from iama.cli import app
reading = SimpleNamespace(read=lambda size: os.kill(os.getpid(), signal.SIGINT) or b"half an answer")
sys.stdin = SimpleNamespace(buffer=reading)
app(["set", "--file", "-", "abc", "goal"])
"""
    ran = subprocess.run([sys.executable, "-c", interrupting], cwd=base, capture_output=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
    assert contents(base) == before


WHEN_IMPORTED = """
import atexit, os, signal, sys, threading
from importlib.abc import MetaPathFinder

class Interrupting(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == WHEN:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
if WHEN.isdecimal():  # milliseconds: everything that a terminal starts is interrupted
    threading.Timer(int(WHEN) / 1000, os.killpg, (0, signal.SIGINT)).start()
if WHEN == "exit":
    atexit.register(os.kill, os.getpid(), signal.SIGINT)
from iama.__main__ import main
main()
"""


def interrupted(folder: Path, when: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run `iama`, and press Ctrl-C while a module is imported, after some milliseconds, or at the end."""
    script = f"WHEN = {when!r}\n{WHEN_IMPORTED}"
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60, start_new_session=True)


@POSIX
@pytest.mark.parametrize(
    "when",
    ["gc", "iama.cli", "typer", "typer.main", "iama.cli.options", "iama.cli.dossiers", "iama.files.store", "exit"],
)
def test_ctrl_c_is_quiet_from_the_first_line_to_the_last(herzicht: Path, when: str) -> None:
    ran = interrupted(herzicht, when, "status", "herzicht")
    assert (ran.returncode, ran.stderr) == (130, b"")


@POSIX
@pytest.mark.parametrize("when", ["300", "800", "1600"])
def test_ctrl_c_is_quiet_in_every_job(herzicht: Path, tmp_path: Path, when: str) -> None:
    for number in range(24):
        shutil.copytree(herzicht / "assessments/herzicht", tmp_path / f"assessments/a{number}")
    put(tmp_path, "iama.toml", 'root = "assessments"')
    ran = interrupted(tmp_path, when, "check", "--jobs", "2", "--no-cache")
    assert ran.returncode in (130, 1), ran.stderr
    assert ran.stderr == b""


@POSIX
@pytest.mark.parametrize(
    "words", [["questionnaire", "show", "iama-2.0", "--json"], ["--version"], ["--help"]], ids=" ".join
)
def test_a_reader_that_goes_away_is_no_bug(tmp_path: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, _, err = ended(tmp_path, *words, stdout=writing)
    finally:
        os.close(writing)
    assert code in (0, 1) and err == b""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", ["--help", "--version", "status --help", "questionnaire list", "rows", "rows flags"])
def test_words_that_cannot_be_written_are_a_message(herzicht: Path, words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        code, _, err = ended(herzicht, *words.split(), stdout=full.fileno())
    assert code in (2, 3) and err.startswith(b"iama: ") and b"Traceback" not in err


@POSIX
@pytest.mark.parametrize(
    ("words", "code"),
    [("status herzicht", 0), ("set --file - herzicht goal", 2), ("stats", 2), ("--version", 0), ("rows flags", 3)],
)
def test_without_standard_streams_nothing_breaks(herzicht: Path, words: str, code: int) -> None:
    shell = f'exec "$0" -m iama {words} <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", shell, sys.executable], cwd=herzicht, timeout=60).returncode == code


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "1"},
        {"COLUMNS": "nonsense", "TERM": ""},
    ],
    ids=str,
)
def test_output_is_the_same_utf_8_in_every_environment(herzicht: Path, env: dict[str, str]) -> None:
    code, out, err = ended(herzicht, "status", "herzicht", "--json", env=env)
    assert (code, err) == (0, b"")
    assert json.loads(out.decode("utf-8"))["name"] == "Selectie heronderzoek bijstand (Herzicht)"
    assert "…" in ended(herzicht, "status", "herzicht", env=env)[1].decode("utf-8")


@POSIX
def test_a_path_that_is_no_utf_8_can_be_said(herzicht: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.zip")
    code, out, err = ended(herzicht, "bundle", "herzicht", "-o", str(tmp_path / name))
    assert (code, err) == (0, b"") and b"\\udcff.zip" in out


def test_a_home_that_cannot_be_written_is_not_needed(herzicht: Path, tmp_path: Path) -> None:
    home = str(put(tmp_path, "home", "a file") / "below")
    gone = {"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
    assert ended(herzicht, "status", "herzicht", env=gone)[0] == 0


@POSIX
def test_a_folder_that_was_removed_under_the_user_is_named(tmp_path: Path) -> None:
    (gone := tmp_path / "gone").mkdir()
    started = subprocess.run(
        ["sh", "-c", 'rmdir "$0" && exec "$1" -P -m iama status', str(gone), sys.executable],
        cwd=gone, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (started.returncode, started.stdout) == (2, "")
    assert started.stderr == "iama: the folder you are in is not there any more; go to another one\n"
