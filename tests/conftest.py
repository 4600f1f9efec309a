"""What every test may use, and what keeps the slow suite out of the default run."""

import atexit
import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from figures import record
from given import tree
from hypothesis import settings

from iama.cli import options
from iama.model.library import Library
from iama.model.questionnaire import Questionnaire

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAVY = Path(__file__).parent / "heavy"
os.environ["LANG"] = "en_GB.UTF-8"  # messages are compared in English, unless a test says otherwise
for _name in ("LC_ALL", "LC_MESSAGES", "IAMA_LANG"):
    os.environ.pop(_name, None)

os.environ["IAMA_STATE"] = tempfile.mkdtemp(prefix="iama-test-state-")  # what a user has beside dossiers
atexit.register(shutil.rmtree, os.environ["IAMA_STATE"], ignore_errors=True)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

gc.set_threshold(500_000)  # as rarely as the program itself: question trees live to the end of a run

# The same examples every time: a red run is red again on the next machine. The slow suite looks further.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("default")


class Clock(datetime):
    """The time of day, on one day for ever: risks expire and duties begin, and what a test expects does not."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return super().now(tz).replace(year=2026, month=11, day=30)


vars(options)["datetime"] = Clock  # the only place of the program that asks for the time


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Writes figures down under the name of the test that asks for it; docs/assurance.py gathers them."""
    return partial(record, request.node.nodeid)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave tests/heavy alone unless the command line asks for it."""
    if collection_path != HEAVY and HEAVY not in collection_path.parents:
        return None
    asked = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
    return None if any(path == HEAVY or HEAVY in path.parents for path in asked) else True


LONG = ("test_whole_changes.py", "test_standing.py", "test_packaging.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process waits for it in the end; let the slow suite take its time.

    Every other test ends after the seconds of pyproject.toml.
    """
    items.sort(key=lambda item: item.path.name not in LONG)
    for item in items:
        if HEAVY in item.path.parents:
            item.add_marker(pytest.mark.timeout(0))


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    """A question tree with every kind of question, a repeat over choices, one over rows, and conditions."""
    return tree(
        """
        - {id: goal, number: "1.1", kind: text}
        - {id: prohibited, number: "1.2", kind: yes-no}
        - {id: rights, number: "1.3", kind: choices, options: [privacy, equality, speech, none]}
        - {id: regime, kind: choice, options: [gdpr, wpg], beside: rights, when: prohibited = no}
        - {id: start, kind: date}
        - {id: people, kind: number}
        - {id: actions, kind: rows, columns: {action!: text, owner: text, due: date, status: [open, done]}}
        - {id: notice, kind: notice, when: prohibited = yes}
        - {id: importance, number: "4.1", kind: choice, options: [core, edge], repeat: rights}
        - {id: reason, number: "4.2", kind: text, repeat: rights, when: importance = core}
        - {id: others, kind: rows, columns: {name!: text}}
        - {id: method, number: "2.1", kind: text, repeat: others}
        """
    )


@pytest.fixture(scope="session")
def alone(small: Questionnaire) -> Library:
    """A library that knows `small` and no other questionnaire."""
    return Library({small.ref: small})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the golden reports."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden again from what is rendered now")


LEFT_OUT = {
    "tests/browser/": "BROWSER CHECKS DID NOT RUN: install Chromium; IAMA_REQUIRE_BROWSER=1 makes this a failure",
    "test_html_valid.py": "NOBODY ASKED WHETHER THE PAGES ARE VALID HTML: install Java and name vnu.jar in IAMA_VNU; "
    "IAMA_REQUIRE_VNU=1 makes this a failure",
    "libreoffice": "NO SHEET WENT THROUGH LIBREOFFICE: install libreoffice-writer-nogui; IAMA_REQUIRE_OFFICE=1 makes "
    "this a failure",
}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which checks were left out for want of a program."""
    for where, said in LEFT_OUT.items():
        missed = [one for one in terminalreporter.stats.get("skipped", ()) if where in one.nodeid]
        if missed:
            terminalreporter.write_line(f"{said} ({len(missed)} left out)", red=True, bold=True)


PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def missing(what: str) -> None:
    """Skip, or fail where somebody counts on these checks."""
    if os.environ.get("IAMA_REQUIRE_BROWSER") == "1":
        pytest.fail(f"the browser checks need {what}", pytrace=False)
    pytest.skip(f"the browser checks need {what}")


@pytest.fixture(scope="module")  # an open one leaves an event loop running, which prompts cannot stand
def browser() -> "Iterator[Browser]":
    """The Chromium of the system, started once; nothing is downloaded."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        missing("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("playwright")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()
