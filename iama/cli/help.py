"""Help in the language of the user: the texts of the catalogues, in the order of the work.

A command says `help="help-set-row"` of an option; the command's own help is the text `help-COMMAND`. Nothing of it
is read before somebody asks for help, so that no start is slower for it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from iama.cli.language import given_in, spoken_language
from iama.words import text

WORK = ("new", "answer", "status", "flags", "approve", "report", "register", "check")  # what a team needs, in order
GROUPS = {
    "fill-in": (
        "new",
        "meeting",
        "answer",
        "set",
        "sheet",
        "take",
        "status",
        "flags",
        "respond",
        "history",
        "scope",
        "calendar",
        "coverage",
        "kader",
    ),
    "look": ("check", "explain", "verify", "diff", "rows", "estate"),
    "decide": ("adopt", "approve", "timestamp", "condition", "withhold", "release"),
    "publish": ("summary", "report", "register", "publish", "bundle", "export"),
    "manage": ("demo", "import", "merge", "migrate", "upgrade", "questionnaire", "wording", "schema", "completion"),
}


def write_help(command: Any, ctx: Any, formatter: Any) -> None:
    """Write how to call a command, what it does, its arguments and its options."""
    language = _language(ctx)
    _write_lead(command, ctx, formatter, language)
    _write_parameters(command, ctx, formatter, language)


def write_group(group: Any, ctx: Any, formatter: Any) -> None:
    """Write the help of a command of commands."""
    language = _language(ctx)
    write_help(group, ctx, formatter)
    _write_commands(group.list_commands(ctx), _help_key(ctx), formatter, text("help-commands", language), language)


def write_overview(program: Any, ctx: Any, formatter: Any, *, everything: bool) -> None:
    """Write what a team needs in the order of its work, or every command in groups."""
    language = _language(ctx)
    _write_lead(program, ctx, formatter, language)
    if everything:
        for group, names in GROUPS.items():
            _write_commands(names, "help", formatter, text(f"help-group-{group}", language), language)
    else:
        _write_commands(WORK, "help", formatter, text("help-commands", language), language)
        formatter.write_paragraph()
        formatter.write_text(text("help-rest", language))
    _write_parameters(program, ctx, formatter, language)


def _language(ctx: Any) -> str:
    return spoken_language(given_in(ctx.meta.get("iama.words", ()), "--lang"))


def _help_key(ctx: Any) -> str:
    """Return what the texts of a command are called by: `help-questionnaire-lint`."""
    names: list[str] = []
    while ctx.parent:  # above all is the program, of which the name may be `python -m iama`
        names, ctx = [ctx.info_name, *names], ctx.parent
    return "-".join(("help", *(names or ["iama"])))


def _write_lead(command: Any, ctx: Any, formatter: Any, language: str) -> None:
    """Write how to call a command, and what it does."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{text('help-usage', language)}: ")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text(_help_key(ctx), language))


def _write_parameters(command: Any, ctx: Any, formatter: Any, language: str) -> None:
    arguments = [parameter for parameter in command.get_params(ctx) if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.get_params(ctx) if parameter.param_type_name != "argument"]
    for kind, parameters in (("arguments", arguments), ("options", options)):
        if rows := list(_parameter_rows(parameters, ctx, language)):
            with formatter.section(text(f"help-{kind}", language)):
                formatter.write_dl(rows)


def _parameter_rows(parameters: Sequence[Any], ctx: Any, language: str) -> Iterator[tuple[str, str]]:
    """Yield the names of each parameter with its help, and what Typer adds to it in brackets."""
    added = {f"[{word}": f"[{text(f'help-{word}', language)}" for word in ("required", "default")}
    for parameter in parameters:
        if record := parameter.get_help_record(ctx):
            names, words = record
            key = "help-help" if parameter.name == "help" else parameter.help
            words = words.replace(parameter.help or "", text(key, language, **_help_places(key)), 1) if key else words
            for theirs, ours in added.items():
                words = words.replace(theirs, ours)
            yield names, words


def _help_places(key: str) -> dict[str, Any]:
    """Return what a help text fills in."""
    if key != "help-check-format":
        return {}
    from iama.gate.formats import FORMATS

    return {"formats": FORMATS}


def _write_commands(names: Sequence[str], base: str, formatter: Any, title: str, language: str) -> None:
    """Write commands with the first sentence of what each does."""
    with formatter.section(title):
        formatter.write_dl([(name, _first_sentence(text(f"{base}-{name}", language))) for name in names])


def _first_sentence(words: str) -> str:
    """Return the first sentence."""
    return words.partition(". ")[0].rstrip(".") + "."
