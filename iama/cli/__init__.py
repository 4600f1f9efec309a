"""The command line: parse, call one function, print one string, choose one exit code.

Nothing here imports more than the standard library, Typer and the vocabulary of problems at the top;
every command imports what it needs when it runs.
"""

import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer

from iama import __version__
from iama.cli.language import remember_language, spoken_language
from iama.cli.program import Group, Program
from iama.model.problems import IamaError
from iama.words import text


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C stop what is inside where it is, so that it can put away what it was making."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler or not callable(before):  # as it is already, or ignored
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Commands(Group):
    """Turns every error into one message and one exit code; a bug shows where it is."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        if "_IAMA_COMPLETE" in os.environ:
            from typer._completion_classes import completion_init

            completion_init()
        remember_language(None)
        try:  # on Windows Typer would expand `*`, `~` and `%NAME%` in an answer, which the shell left alone
            return super().main(*args, **{"windows_expand_args": False, **kwargs})
        except (IamaError, OSError) as error:  # in the words before a command, or in help that cannot be written
            typer.echo(_message(error), err=True)
            sys.exit(getattr(error, "exit_code", 3))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        self.everything = "--all" in args
        return super().parse_args(ctx, [word for word in args if word != "--all"] if "--help" in args else args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from iama.cli.help import write_overview

        write_overview(self, ctx, formatter, everything=self.everything)

    def invoke(self, ctx: Any) -> Any:
        with interruptible():
            return self._invoke_or_exit(ctx)

    def _invoke_or_exit(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except IamaError as error:
            typer.echo(_message(error), err=True)
            raise typer.Exit(error.exit_code) from error
        except (typer.Exit, typer.Abort, KeyboardInterrupt, EOFError, BrokenPipeError):
            raise
        except OSError as error:  # a full disk, a folder that may not be read: not a bug
            typer.echo(_message(error), err=True)
            raise typer.Exit(3) from error
        except Exception as error:
            if type(error).__module__.startswith("typer"):  # wrong use, which Typer reports itself
                raise
            traceback.print_exc(limit=-8)
            typer.echo(text("cli-bug", spoken_language(), version=__version__), err=True)
            raise typer.Exit(70) from error


def _message(error: IamaError | OSError) -> str:
    from iama.model.text import defuse_commands, escape_controls

    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return defuse_commands(escape_controls(f"iama: {place}{error.strerror or error}"))
    message = error.text_in(spoken_language())
    return defuse_commands(escape_controls(message if getattr(error, "findings", None) else f"iama: {message}"))


app = Program(
    cls=Commands,
    name="iama",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"iama {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    verbose: Annotated[bool, typer.Option("--verbose", help="help-verbose")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="help-version")] = False,
) -> None:
    """Carry out, keep, check and publish human-rights assessments of algorithms."""
    if verbose:
        from iama.cli.verbose import telling_what_is_used

        ctx.with_resource(telling_what_is_used())
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows or C locale must not stop a report
            stream.reconfigure(errors="backslashreplace")
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():  # the same bytes in every pipe
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if ctx.invoked_subcommand is None:
        from iama.cli.next import next_step_lines
        from iama.cli.options import here
        from iama.model.text import escape_controls

        typer.echo(escape_controls("\n".join(next_step_lines(here(), spoken_language()))))


# The module that each command stands in: one command needs one module, and importing them all is felt at every start.
HOMES = {
    **dict.fromkeys(("demo", "new", "status", "coverage", "completion"), "dossiers"),
    **dict.fromkeys(("flags", "respond"), "flags"),
    **dict.fromkeys(("withhold", "release"), "withholding"),
    **dict.fromkeys(("scope", "calendar"), "scope"),
    "approve": "approvals",
    "condition": "conditions",
    "summary": "summary",
    "answer": "interview",
    **dict.fromkeys(("check", "schema"), "check"),
    "explain": "explaining",
    "bundle": "bundling",
    "timestamp": "stamping",
    "adopt": "elsewhere",
    "diff": "comparison",
    "estate": "estate",
    **dict.fromkeys(("import", "export"), "exchange"),
    "history": "history",
    "kader": "kader",
    "migrate": "migration",
    "upgrade": "migration",
    "meeting": "meeting",
    "merge": "merging",
    "questionnaire": "questionnaires",
    "wording": "wording",
    "publish": "publishing",
    "register": "register",
    "report": "reports",
    "rows": "rows",
    "set": "answers",
    "sheet": "sheets",
    "take": "taking",
    "verify": "verification",
}


def homes(words: Sequence[str]) -> Sequence[str]:
    """Return the modules to import for a command line: one when it names a command, else all, in alphabetical order.

    The overview needs none: it shows names and texts.
    """
    first = next((word for word in words if word != "--verbose"), "")
    if first == "--help":
        return ()
    return [HOMES[first]] if first in HOMES else sorted(set(HOMES.values()))


for _module in homes(sys.argv[1:]):
    import_module(f"iama.cli.{_module}")
