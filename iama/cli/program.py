"""Commands as Typer makes them, with help and complaints about wrong use in the language of the user."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from iama.cli.language import given_in
from iama.model.problems import UsageError, choices_hint, nearest


class Command(TyperCommand):
    """A command whose help stands in the catalogues."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from iama.cli.help import write_help

        write_help(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return _parse_or_refuse(super().parse_args, ctx, args)


class Group(TyperGroup):
    """A command of commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from iama.cli.help import write_group

        write_group(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return _parse_or_refuse(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise UsageError(
                "use-no-command",
                command=args[0],
                hint=choices_hint(args[0], sorted(self.commands)),
                help=_help_text(ctx),
            )
        return super().resolve_command(ctx, args)


class Program(typer.Typer):
    """Typer with our commands."""

    def command(self, name: str | None = None, **given: Any) -> Callable[[Any], Any]:
        return super().command(name, **{"cls": Command, **given})


def _parse_or_refuse(parse: Callable[[Any, list[str]], list[str]], ctx: Any, args: list[str]) -> list[str]:
    """Return what is left of a command line when its options are read; raises UsageError for wrong use."""
    ctx.meta["iama.words"] = list(args)
    extra, ctx.allow_extra_args = ctx.allow_extra_args, True  # we say ourselves what is too much
    try:
        rest = parse(ctx, args)
    except Exception as error:
        if explanation := _explain_misuse(error, ctx):
            raise explanation from error
        raise
    ctx.allow_extra_args = extra
    if rest and not extra and not ctx.resilient_parsing:
        raise UsageError("use-too-much", count=len(rest), help=_help_text(ctx))
    return rest


def _explain_misuse(error: Any, ctx: Any) -> UsageError | None:
    """Return what is wrong with a command line, by what Typer found; None for what is no wrong use."""
    match type(error).__name__:
        case "NoSuchOption" if error.option_name == "--verbose":
            return UsageError("use-verbose-in-front", command=ctx.info_name)
        case "NoSuchOption":
            near = nearest(error.option_name, error.possibilities or ())
            key = "use-no-option-near" if near else "use-no-option"
            return UsageError(key, option=error.option_name, near=near, help=_help_text(ctx))
        case "BadOptionUsage":
            return UsageError("use-option-value", option=error.option_name, help=_help_text(ctx))
        case "MissingParameter":
            return UsageError("use-missing", what=_parameter_name(error.param), help=_help_text(ctx))
        case "BadParameter":
            choices = getattr(error.param.type, "choices", None)
            words = [str(getattr(choice, "value", choice)) for choice in choices or ()]
            what = _parameter_name(error.param)
            if words:
                word = given_in(ctx.meta["iama.words"], what) or ""
                return UsageError("use-bad-choice", what=what, given=word, hint=choices_hint(word, words))
            return UsageError("use-bad-value", what=what, why=error.message)
    return None


def _parameter_name(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name) if parameter.param_type_name == "argument" else parameter.opts[0]


def _help_text(ctx: Any) -> str:
    return f"`{ctx.command_path} --help`"
