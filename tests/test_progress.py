"""Claims about the bar on standard error: on a terminal, with much to do, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARIES = "import sys; print([one for one in ('rich', 'questionary', 'prompt_toolkit') if one in sys.modules])"
SCRIPT = (
    "from iama.cli.progress import with_progress_bar; print(len(list(with_progress_bar(iter(range({0})), {0})))); "
    + LIBRARIES
)


def test_in_a_pipe_there_is_no_bar_and_nothing_is_lost() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(500)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("500\n[]\n", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("count", "bar"), [(19, False), (20, True), (300, True)])
def test_on_a_terminal_a_bar_counts_what_is_done_when_there_is_much_to_do(
    tmp_path: Path, count: int, bar: bool
) -> None:
    from ptys import Pty

    with Pty(tmp_path, sys.executable, "-c", SCRIPT.format(count)) as one:
        one.wait("[]")
        assert f"{count}\n[]" in one.text
        assert (f"{count}/{count}" in one.text) is bar
        assert (one.raw.count("\x1b[?25l") > 0) is (one.raw.count("\x1b[?25h") > 0) is bar


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_dumb_terminal_gets_no_bar(tmp_path: Path) -> None:
    from ptys import Pty

    with Pty(tmp_path, sys.executable, "-c", SCRIPT.format(300), env={"TERM": "dumb"}) as one:
        one.wait("[]")
        assert "300/300" not in one.text
