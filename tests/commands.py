"""Runs `iama` in this process, in a folder, as a person would; and makes the dossiers that tests run it on."""

import json
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typer.testing
from typer.main import get_command

from iama.cli import app
from iama.files.scaffold import write_demo
from iama.files.store import read_dossier
from iama.model.dossier import Answer

vars(typer.testing)["_get_command"] = cache(get_command)  # the commands are made once, not for every call
SHORT = "assessments/herzicht"
ID = "herzicht"
BUG = 70


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def iama(folder: Path, *words: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Told:
    """Run `iama` in `folder`; a bug in it is a failure of the test."""
    told = run(folder, *words, stdin=stdin, env=env)
    assert told.code != BUG, told.err
    return told


def run(folder: Path, *words: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Told:
    """Run `iama` in `folder`, whatever comes of it."""
    with chdir(folder):
        given = [str(word) for word in words]
        ran = typer.testing.CliRunner().invoke(app, given, input=stdin, env=env, prog_name="iama")
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Told(ran.exit_code, ran.stdout, ran.stderr)


def refused(folder: Path, *words: str | Path, code: int = 2, stdin: str | bytes = b"") -> str:
    """Run `iama`, which must refuse with one clean message and change nothing, and return that message."""
    before = contents(folder)
    told = iama(folder, *words, stdin=stdin)
    assert (told.code, told.out) == (code, ""), told
    assert "Traceback" not in told.err
    assert contents(folder) == before
    return told.err


def contents(folder: Path) -> dict[Path, bytes]:
    """Return every file under `folder` but the lock, with what it holds."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".iama.lock"}


def demo(folder: Path, language: str = "nl") -> Path:
    """Write the worked example, without its reports, and return its workspace."""
    write_demo(folder / "demo", language)
    return _speaking_english(folder / "demo")


def fresh(folder: Path, *options: str) -> Path:
    """Make a workspace with one empty dossier `abc` and return it."""
    base = folder / "fresh"
    base.mkdir()
    told = iama(base, "new", *options, "abc")
    assert told.code == 0, told
    return _speaking_english(base)


def _speaking_english(base: Path) -> Path:
    """Leave the language of messages to the environment, which is English for tests; answers keep theirs."""
    settings = base / "iama.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('language = "nl"\n', ""), encoding="utf-8")
    return base


def answer(base: Path, question: str, instance: str | None = None, ref: str = "iama-2.0", of: str = "abc") -> Answer:
    """Return what a dossier holds as the answer to a question."""
    return read_dossier(base / "assessments" / of).assessments[ref].answer_to(question, instance)


def put(base: Path, name: str, text: str | bytes) -> Path:
    """Write a file in `base` and return its path."""
    path = base / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
