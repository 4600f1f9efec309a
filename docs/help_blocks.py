"""Writes what `--help` says of every command into commands.md: `python docs/help_blocks.py`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from iama.cli import app

PAGE = Path(__file__).parent / "commands.md"
_HEADING = re.compile(r"^## `iama ?(?P<command>[^`]*)`$", re.MULTILINE)
_BLOCK = re.compile(r"```text\n.*?^```$", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return every command as typed after `iama`, the bare program first."""
    return list(_named(get_command(app), ""))


def _named(command: Any, name: str) -> Iterator[str]:
    yield name
    for sub, inner in getattr(command, "commands", {}).items():
        yield from _named(inner, f"{name} {sub}".strip())


def help_of(command: str) -> str:
    """Return what a command says of itself, 80 columns wide."""
    arguments = [*command.split(), "--help"]
    output = (
        CliRunner()
        .invoke(app, arguments, prog_name="iama", terminal_width=80, env={"COLUMNS": "80", "IAMA_LANG": "en"})
        .output
    )
    return "\n".join(line.rstrip() for line in output.strip().splitlines())


def renewed(page: str) -> str:
    """Return the page with the first block under every command's heading replaced by its help."""
    preamble, *rest = _HEADING.split(page)
    sections = (_section(command, text) for command, text in zip(rest[::2], rest[1::2], strict=True))
    return preamble + "".join(sections)


def _section(command: str, text: str) -> str:
    block = f"```text\n{help_of(command)}\n```"
    return f"## `{f'iama {command}'.strip()}`" + _BLOCK.sub(lambda _: block, text, count=1)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
