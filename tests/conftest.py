"""What every test may use, and what keeps the slow suite out of the default run."""

from pathlib import Path

import pytest
from given import tree
from hypothesis import settings

from iama.files import shipped
from iama.model.questionnaire import Questionnaire

HEAVY = Path(__file__).parent / "heavy"

# The same examples every time: a red run is red again on the next machine. The slow suite looks further.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=200)
settings.load_profile("default")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave tests/heavy alone unless the command line asks for it."""
    if collection_path != HEAVY and HEAVY not in collection_path.parents:
        return None
    asked = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
    return None if any(path == HEAVY or HEAVY in path.parents for path in asked) else True


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


@pytest.fixture
def only(small: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """Make `small` the one questionnaire that is shipped, and return it."""
    monkeypatch.setattr(shipped, "find", {small.ref: small}.get)
    monkeypatch.setattr(shipped, "refs", lambda: (small.ref,))
    return small


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the golden reports."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden again from what is rendered now")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that nobody looked at the pages when the browser checks could not run."""
    missed = [one for one in terminalreporter.stats.get("skipped", ()) if "test_browser.py" in one.nodeid]
    if missed:
        terminalreporter.section("BROWSER CHECKS DID NOT RUN", red=True, bold=True)
        terminalreporter.write_line(
            f"{len(missed)} checks of the report in a browser were left out: install the `test` extra and Chromium; "
            "IAMA_REQUIRE_BROWSER=1 makes this a failure",
            red=True,
        )
