"""Options and arguments that several commands share, and what they stand for."""

import os
import string
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli.language import remember_language, spoken_language
from iama.model.problems import IamaError, Spoken, UsageError, choices_hint
from iama.model.text import escape_controls
from iama.words import FULL, LANGUAGES, Phrase, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iama.assess.outcome import Outcome
    from iama.assess.withholding import Public
    from iama.files.config import Workspace
    from iama.model.dossier import Dossier
    from iama.model.law import Law
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire
    from iama.publish.wording import Wording


class Edition(StrEnum):
    """What `--edition` can be."""

    INTERNAL = "internal"
    PUBLIC = "public"


def algorithms(incomplete: str) -> list[str]:
    """Return the ids of dossiers that begin with `incomplete`, for the Tab key."""
    from iama.files.config import find_workspace
    from iama.files.store import dossiers

    try:
        found = find_workspace(here())
    except IamaError:  # a mistake in the configuration is for a command to tell, not for the Tab key
        return []
    return [path.name for path in dossiers(found.root) if path.name.startswith(incomplete)] if found else []


_LETTERS_OF_A_ROW_ID = 6

Algorithm = Annotated[str, typer.Argument(metavar="ALGORITHM", help="help-algorithm", autocompletion=algorithms)]
Root = Annotated[
    Path | None, typer.Option("--root", envvar="IAMA_ROOT", show_envvar=False, help="help-root", file_okay=False)
]


def _checked_language(asked: str, known: "Sequence[str]") -> str:
    """Return a language that there is; raises UsageError for another."""
    if asked not in known:
        raise UsageError("use-bad-choice", what="--lang", given=asked, hint=choices_hint(asked, known))
    return asked


def _parse_lang(asked: str | None) -> str | None:
    """Return the language of what is made, and remember it for messages."""
    remember_language(asked and _checked_language(asked, LANGUAGES))
    return asked


def _each(asked: list[str] | None) -> list[str]:
    """Return the languages in which pages are kept."""
    return [_checked_language(one, LANGUAGES) for one in asked or ()]


def _parse_demo_lang(asked: str) -> str:
    """Return a language in which the worked example was written."""
    return _checked_language(asked, FULL)


LANG: Mapping[str, Any] = {"metavar": "|".join(LANGUAGES)}
Lang = Annotated[str | None, typer.Option("--lang", **LANG, callback=_parse_lang, help="help-lang")]
Langs = Annotated[list[str] | None, typer.Option("--lang", **LANG, callback=_each, help="help-approve-lang")]
DemoLang = Annotated[
    str, typer.Option("--lang", metavar="|".join(FULL), callback=_parse_demo_lang, help="help-demo-lang")
]
AnEdition = Annotated[Edition, typer.Option("--edition", help="help-edition")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="help-as-of")]
Json = Annotated[bool, typer.Option("--json", help="help-json")]
Only = Annotated[list[str] | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-only")]


def print_message(key: str, /, *, err: bool = False, inset: bool = False, **values: object) -> None:
    """Print a text in the language of the user, on standard error when `err`; `inset` is below what was said before."""
    typer.echo(("    " if inset else "") + escape_controls(text(key, spoken_language(), **values)), err=err)


def as_usage_error(error: Spoken, place: Phrase | str = "") -> UsageError:
    """Return a value that does not fit as a mistake in what was asked, with what to do; `place` says where it is."""
    said = Phrase("asked-hinted", what=error.phrase, hint=error.hint) if error.hint else error.phrase
    return UsageError("asked-at", place=place, what=said) if place else UsageError(said.key, **said.values)


def here() -> Path:
    """Return the folder that the user is in; raises UsageError when it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("asked-folder-gone") from error


@contextmanager
def after_saving() -> Iterator[None]:
    """Tell what a change leads to; when that fails, say that the change itself was saved, and raise what was raised."""
    try:
        yield
    except (IamaError, OSError):
        print_message("saved-not-shown", err=True)
        raise


def near(path: Path) -> Path:
    """Return a path as seen from here, when it lies below."""
    return path.relative_to(here()) if path.is_relative_to(here()) else path


def width() -> int:
    """Return how many columns the terminal has."""
    from shutil import get_terminal_size

    return get_terminal_size().columns


def today() -> date:
    """Return the date in UTC; the only place that asks for the time."""
    return datetime.now(UTC).date()


def row_id() -> str:
    """Return six random letters: the immutable id of a new row."""
    import secrets  # costs 5 ms at every start

    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(_LETTERS_OF_A_ROW_ID))


def day_or_today(text: str | None, option: str = "--as-of") -> date:
    """Return the date that an option was given, or today; raises UsageError that names the option."""
    from iama.model import values
    from iama.model.spelling import typed_day

    if text is None:
        return today()
    try:
        return date.fromisoformat(values.iso_day(typed_day(text)))
    except values.InvalidValue as error:
        raise as_usage_error(error, option) from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, read and judged; `public` when it is as the public may have it."""

    workspace: "Workspace"
    folder: Path
    dossier: "Dossier"
    outcome: "Outcome"
    library: "Library"
    public: "Public | None" = None

    def wording(self, language: str) -> "Wording":
        """Return how texts about this dossier name things."""
        from iama.publish.wording import Wording

        stubs = self.public.stubs if self.public else {}
        trees = [tree for tree in self.outcome.questionnaires.values() if tree.id not in stubs]
        return Wording(self.outcome, self.dossier, self.library.law, language, trees, self.public)


def open_dossier(algorithm: str, root: Path | None, as_of: str | None, library: "Library | None" = None) -> Opened:
    """Find, read and judge a dossier; `library` is what is shipped unless another is given."""
    from iama.files.config import locate

    return open_dossier_at(*locate(algorithm, here(), root), day_or_today(as_of), library)


def open_dossier_at(workspace: "Workspace", folder: Path, as_of: date, library: "Library | None" = None) -> Opened:
    """Read and judge the dossier in a folder."""
    from iama.files.shipped import SHIPPED
    from iama.files.store import inspect_dossier, refuse_errors

    library = library or SHIPPED
    dossier, findings = inspect_dossier(folder, library)
    refuse_errors(findings)
    for finding in findings:  # such as a copy that a synchronising program left
        typer.echo(escape_controls(finding.text_in(spoken_language())), err=True)
    return Opened(workspace, folder, dossier, judge_dossier(dossier, as_of, library), library)


def public_of(found: Opened) -> Opened:
    """Return the dossier as the public may have it; raises UsageError when what is withheld cannot be told."""
    from iama.assess.withholding import judge_public

    made = judge_public(found.dossier, found.outcome.questionnaires.values(), found.library.law, found.outcome.as_of)
    return replace(found, dossier=made.dossier, outcome=made.outcome, public=made)


def tell_personal(found: Opened, people: "Iterable[str]", language: str) -> None:
    """Warn, on standard error, of what looks like personal data in a public dossier: where and what kind."""
    from iama.publish.personal import personal_data

    seen = personal_data(found.outcome, found.dossier, people)
    words = (
        text("personal-in", language, sort=text(f"personal-{one.sort}", language), place=str(one.ref)) for one in seen
    )
    if seen:
        typer.echo(text("personal-found", language, places="; ".join(dict.fromkeys(words))), err=True)


def in_edition(found: Opened, edition: Edition) -> Opened:
    """Return the dossier as an edition may have it."""
    return public_of(found) if edition is Edition.PUBLIC else found


def with_version(found: Opened, tree: "Questionnaire") -> Opened:
    """Return a dossier judged with `tree` as the version of its instrument that counts."""
    if found.outcome.questionnaires[tree.id].ref == tree.ref:
        return found
    return replace(found, outcome=judge_dossier(found.dossier, found.outcome.as_of, found.library, tree))


def judge_dossier(
    dossier: "Dossier", as_of: date, library: "Library", chosen: "Questionnaire | None" = None
) -> "Outcome":
    """Return what the answers of a dossier amount to on a day; of several versions the newest counts, or `chosen`."""
    from iama.assess.evaluation import evaluate, with_chosen_version

    trees = library.held_trees(dossier.assessments)
    return evaluate(dossier, with_chosen_version(trees, chosen) if chosen else trees, library.law, as_of)


def judge_older_versions(found: Opened) -> "list[Outcome]":
    """Return one outcome per assessment of which the dossier holds a newer version, as if it were the newest."""
    from iama.assess.evaluation import superseded_trees

    trees = superseded_trees(found.library.held_trees(found.dossier.assessments))
    return [judge_dossier(found.dossier, found.outcome.as_of, found.library, tree) for tree in trees]


def held_questionnaire(found: Opened, name: str) -> "Questionnaire":
    """Return the questionnaire that `name` means; raises UsageError when the dossier has no answers to it."""
    dossier = found.dossier
    tree = found.library.resolve_questionnaire(name, dossier.assessments)
    if tree.ref not in dossier.assessments:
        raise UsageError("asked-not-held", algorithm=dossier.id, ref=tree.ref, held=[*dossier.assessments])
    return tree


def print_result(words: str, language: str, levels: "Mapping[str, int]") -> None:
    """Print a result: plain, or on a terminal that takes colour with the severities and `levels` as coloured words."""
    watched = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"  # None: no output
    if os.environ.get("NO_COLOR") or not (watched or os.environ.get("FORCE_COLOR")):
        typer.echo(words)
        return
    from iama.terminal.screen import print_text

    print_text(words, language, levels)


def levels_of(rights: "Sequence[Mapping[str, Any]]") -> "Mapping[str, int]":
    """Return the rank of every seriousness in a table of rights, by its word."""
    return {right["seriousness"]: right["level"] for right in rights}


def tell_outdated(law: "Law", as_of: date, language: str) -> None:
    """Say once, on standard error, that the legal facts of this version were verified too long ago."""
    from iama.words.written import written_date

    if old := law.outdated_facts(as_of):
        limit = law.facts["our-verified-days"].number
        day = written_date(old[0].verified, language)
        typer.echo(text("law-outdated", language, count=len(old), days=limit, date=day), err=True)
