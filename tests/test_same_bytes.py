"""One version gives the same bytes under every hash seed, locale, zone, folder, day and Python."""

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from editions import REPORTS, demo_public
from markupsafe import __file__ as installed

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
PACKAGES = str(Path(installed).parent.parent)  # what is installed here serves other versions where it is plain Python
MINORS = (11, 12, 13, 14)
# the clock of this program stands in a later year: only `as_of` may count
PROGRAM = """
import datetime, hashlib, sys, time
time.time = lambda: 2**31 - 1.0
Date, Moment = datetime.date, datetime.datetime
datetime.date = type("date", (Date,), {"today": classmethod(lambda cls: cls(2038, 1, 18))})
datetime.datetime = type("datetime", (Moment,), {"now": classmethod(lambda cls, tz=None: cls(2038, 1, 18, tzinfo=tz))})
sys.path[:0] = sys.argv[1:]
from editions import demo_document, demo_public
for edition, language, made in (("", "en", demo_document), ("-public", "nl", demo_public)):
    for to in ("html", "md"):
        print(f"herzicht{edition}.{language}.{to}", hashlib.sha256(made(language, to).encode()).hexdigest())
"""
AROUND = [
    ({"PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati"}, 0o077),
    ({"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Anchorage", "PYTHONUTF8": "0"}, 0o000),
    ({"PYTHONHASHSEED": "random", "LC_ALL": "nl_NL.ISO-8859-1", "TZ": "UTC", "PYTHONOPTIMIZE": "1"}, 0o022),
]


def rendered(python: str, folder: Path, around: dict[str, str], umask: int) -> dict[str, str]:
    """Return the digests of golden reports as another program makes them, from `folder`."""
    command = [python, "-c", PROGRAM, str(HERE), str(HERE.parent)]
    told = subprocess.run(
        command, env={**os.environ, **around}, umask=umask, cwd=folder, capture_output=True, text=True, check=True
    )
    return dict(line.split() for line in told.stdout.splitlines())


def golden() -> dict[str, str]:
    """Return the digests of half of the golden reports: each edition, language and format."""
    names = ("herzicht.en.html", "herzicht.en.md", "herzicht-public.nl.html", "herzicht-public.nl.md")
    return {name: sha256((GOLDEN / name).read_bytes()).hexdigest() for name in names}


def found(minor: int) -> str | None:
    """Return a Python of this version that can load what a report needs, on the path or kept by pyenv."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for python in (f"python3.{minor}", *map(str, sorted(kept.glob(f"3.{minor}.*/bin/python")))):
        command = [
            python,
            "-c",
            "import sys; sys.path[:0] = sys.argv[1:]; import editions",
            str(HERE),
            str(HERE.parent),
        ]
        try:
            told = subprocess.run(command, env={**os.environ, "PYTHONPATH": PACKAGES}, capture_output=True, check=False)
        except FileNotFoundError:
            continue
        if told.returncode == 0:
            return python
    return None


def same(made: dict[str, str], counted: Callable[..., None]) -> None:
    """Compare what was rendered with the golden reports."""
    counted(renders=len(made), different=sum(golden().get(name) != digest for name, digest in made.items()))
    assert made == golden()


@pytest.mark.parametrize(("around", "umask"), AROUND)
def test_the_bytes_depend_on_nothing_around_the_program(
    tmp_path: Path, around: dict[str, str], umask: int, counted: Callable[..., None]
) -> None:
    same(rendered(sys.executable, tmp_path, around, umask), counted)


@pytest.mark.parametrize("minor", [minor for minor in MINORS if minor != sys.version_info.minor])
def test_the_bytes_are_the_same_in_every_python(tmp_path: Path, minor: int, counted: Callable[..., None]) -> None:
    python = found(minor)
    if python is None:
        pytest.skip(f"no Python 3.{minor} here that can load what iama needs: its bytes were not compared")

    same(rendered(python, tmp_path, {"PYTHONPATH": PACKAGES}, 0o022), counted)


def test_no_template_has_a_line_end_of_another_system() -> None:
    assert not [path.name for path in REPORTS.rglob("*") if path.is_file() and b"\r" in path.read_bytes()]


def test_a_clock_that_a_report_asked_would_be_seen(tmp_path: Path) -> None:
    asked = PROGRAM.replace("made(language, to)", "(made(language, to) + str(datetime.date.today()))")
    asked = asked.replace('("html", "md")', '("md",)')
    told = subprocess.run(
        [sys.executable, "-c", asked, str(HERE), str(HERE.parent)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    changed = sha256((demo_public("nl", "md") + "2038-01-18").encode()).hexdigest()

    assert f"herzicht-public.nl.md {changed}" in told.stdout.splitlines()
