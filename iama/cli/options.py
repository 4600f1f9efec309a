"""Options and arguments that several commands share, and what they stand for."""

import os
import string
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from iama.cli.language import remember_language, spoken_language
from iama.cli.places import here as here
from iama.cli.places import path_from_here as path_from_here
from iama.model.problems import IamaError, Spoken, UsageError, choices_hint
from iama.model.struct import replace
from iama.model.text import escape_controls
from iama.words import FULL, LANGUAGES, Phrase, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iama.assess.agenda import Agenda
    from iama.assess.outcome import Outcome
    from iama.assess.withholding import Public
    from iama.files.config import Workspace
    from iama.files.history import History
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
        workspace = find_workspace(here())
    except IamaError:  # a mistake in the configuration is for a command to tell, not for the Tab key
        return []
    return [path.name for path in dossiers(workspace.root) if path.name.startswith(incomplete)] if workspace else []


_LETTERS_OF_A_ROW_ID = 6

Algorithm = Annotated[str, typer.Argument(metavar="ALGORITHM", help="help-algorithm", autocompletion=algorithms)]
Root = Annotated[
    Path | None, typer.Option("--root", envvar="IAMA_ROOT", show_envvar=False, help="help-root", file_okay=False)
]


def _checked_language(language: str, languages: "Sequence[str]") -> str:
    """Return a language that there is; raises UsageError for another."""
    if language not in languages:
        raise UsageError("use-bad-choice", what="--lang", given=language, hint=choices_hint(language, languages))
    return language


def _parse_lang(language: str | None) -> str | None:
    """Return the language of what is made, and remember it for messages."""
    remember_language(language and _checked_language(language, LANGUAGES))
    return language


def _each(languages: list[str] | None) -> list[str]:
    """Return the languages in which pages are kept."""
    return [_checked_language(language, LANGUAGES) for language in languages or ()]


def _parse_demo_lang(ctx: typer.Context, language: str) -> str:
    """Return a language in which the worked example was written; one that is asked for is that of messages too."""
    source = ctx.get_parameter_source("lang")
    chosen = _checked_language(language, FULL)
    remember_language(chosen if source is not None and source.name == "COMMANDLINE" else None)
    return chosen


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
    message = Phrase("asked-hinted", what=error.phrase, hint=error.hint) if error.hint else error.phrase
    return UsageError("asked-at", place=place, what=message) if place else UsageError(message.key, **message.values)


def clean_option(text: str) -> str:
    """Return the text of an option as it may be kept; raises UsageError for what may not."""
    from iama.model import values

    try:
        return values.typed_text(text.strip())
    except values.InvalidValue as error:
        raise as_usage_error(error) from error


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


def own_folder_of(folder: Path) -> Path | None:
    """Return where this user keeps what is about a dossier and not in it; None where there is no place for it."""
    from iama.files.ownfiles import STATE, folder_of

    return folder_of(folder, STATE, os.environ, sys.platform)


def kept_history(folder: Path, *, tell: bool = True) -> "History | None":
    """Return where a save keeps what answers held; None without a place, or, told, with one that others can write."""
    from iama.files.history import History
    from iama.files.ownfiles import STATE, distrust

    place = own_folder_of(folder)
    history = History(place, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}") if place else None
    if history and (reason := distrust(history.path, STATE)):
        if tell:
            print_message("history-distrusted", reason=reason, err=True)
        return None
    return history


def local_moment(at: str) -> str:
    """Return a moment in UTC as the clock here says it; a day as it is."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%dT%H:%M}" if "T" in at else at


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


class Reading(Struct, frozen=True):
    """A dossier, read and judged; `public` when it is as the public may have it."""

    workspace: "Workspace"
    folder: Path
    dossier: "Dossier"
    outcome: "Outcome"
    library: "Library"
    public: "Public | None" = None

    @property
    def agenda(self) -> "Agenda":
        """What the dossier still asks of its team."""
        from iama.assess.agenda import agenda_of

        library = self.library
        return agenda_of(self.outcome, self.dossier, library.law, library.routing, library.article_27_questionnaire)

    def wording(self, language: str) -> "Wording":
        """Return how texts about this dossier name things."""
        from iama.publish.wording import Wording

        stubs = self.public.stubs if self.public else {}
        trees = [tree for tree in self.outcome.questionnaires.values() if tree.id not in stubs]
        return Wording(self.outcome, self.dossier, self.library.law, language, trees, self.public)


def open_dossier(algorithm: str, root: Path | None, as_of: str | None, library: "Library | None" = None) -> Reading:
    """Find, read and judge a dossier; `library` is that of its project unless another is given."""
    from iama.files.config import locate

    return open_dossier_at(*locate(algorithm, here(), root), day_or_today(as_of), library)


def open_dossier_at(workspace: "Workspace", folder: Path, as_of: date, library: "Library | None" = None) -> Reading:
    """Read and judge the dossier in a folder."""
    from iama.cli.housepacks import library_of
    from iama.files.store import inspect_dossier, refuse_errors

    library = library or library_of(workspace)
    dossier, findings = inspect_dossier(folder, library)
    refuse_errors(findings)
    for finding in findings:  # such as a copy that a synchronising program left
        typer.echo(escape_controls(finding.text_in(spoken_language())), err=True)
    return Reading(workspace, folder, dossier, judge_dossier(dossier, as_of, library), library)


def public_of(reading: Reading) -> Reading:
    """Return the dossier as the public may have it; raises UsageError when what is withheld cannot be told."""
    from iama.assess.withholding import judge_public

    public = judge_public(
        reading.dossier, reading.outcome.questionnaires.values(), reading.library.law, reading.outcome.as_of
    )
    return replace(reading, dossier=public.dossier, outcome=public.outcome, public=public)


def tell_personal(reading: Reading, people: "Iterable[str]", language: str) -> None:
    """Warn, on standard error, of what looks like personal data in a public dossier: where and what kind."""
    from iama.publish.personal import personal_data

    places = personal_data(reading.outcome, reading.dossier, people)
    words = (
        text("personal-in", language, sort=text(f"personal-{hit.sort}", language), place=str(hit.ref)) for hit in places
    )
    if places:
        typer.echo(text("personal-found", language, places="; ".join(dict.fromkeys(words))), err=True)


def in_edition(reading: Reading, edition: Edition) -> Reading:
    """Return the dossier as an edition may have it."""
    return public_of(reading) if edition is Edition.PUBLIC else reading


def with_version(reading: Reading, tree: "Questionnaire") -> Reading:
    """Return a dossier judged with `tree` as the version of its instrument that counts."""
    if reading.outcome.questionnaires[tree.id].ref == tree.ref:
        return reading
    return replace(reading, outcome=judge_dossier(reading.dossier, reading.outcome.as_of, reading.library, tree))


def judge_dossier(
    dossier: "Dossier", as_of: date, library: "Library", chosen: "Questionnaire | None" = None
) -> "Outcome":
    """Return what the answers of a dossier amount to on a day; of several versions the newest counts, or `chosen`."""
    from iama.assess.evaluation import evaluate, with_chosen_version

    trees = library.held_trees(dossier.assessments)
    return evaluate(dossier, with_chosen_version(trees, chosen) if chosen else trees, library.law, as_of)


def judge_older_versions(reading: Reading) -> "list[Outcome]":
    """Return one outcome per assessment of which the dossier holds a newer version, as if it were the newest."""
    from iama.assess.evaluation import superseded_trees

    trees = superseded_trees(reading.library.held_trees(reading.dossier.assessments))
    return [judge_dossier(reading.dossier, reading.outcome.as_of, reading.library, tree) for tree in trees]


def held_questionnaire(reading: Reading, name: str) -> "Questionnaire":
    """Return the questionnaire that `name` means; raises UsageError when the dossier has no answers to it."""
    dossier = reading.dossier
    tree = reading.library.resolve_questionnaire(name, dossier.assessments)
    if tree.ref not in dossier.assessments:
        raise UsageError("asked-not-held", algorithm=dossier.id, ref=tree.ref, held=[*dossier.assessments])
    return tree


def subject_of(reading: Reading, name: str | None) -> "Questionnaire":
    """Return which assessment is meant when one page is: that of `name`, else the IAMA, else one that was decided on.

    Raises UsageError where the dossier holds none.
    """
    from iama.model.questionnaire import AROUND, plain_id

    if name:
        return held_questionnaire(reading, name)
    trees = [tree for tree in reading.outcome.held_trees if tree.id not in AROUND]
    decided = {plain_id(approval.questionnaire) for approval in reading.dossier.approvals}
    if not trees:
        raise UsageError("publish-nothing", algorithm=reading.folder.name)
    return min(trees, key=lambda tree: (tree.id != "iama", tree.id not in decided))


def print_result(words: str) -> None:
    """Print a result: plain, or on a terminal that takes colour with what is marked as coloured words."""
    watched = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"  # None: no output
    if os.environ.get("NO_COLOR") or not (watched or os.environ.get("FORCE_COLOR")):
        typer.echo(words)
        return
    from iama.terminal.screen import print_text

    print_text(words)


def tell_outdated(law: "Law", as_of: date, language: str) -> None:
    """Say once, on standard error, that the legal facts of this version were verified too long ago."""
    from iama.words.written import written_date

    if old := law.outdated_facts(as_of):
        limit = law.facts["our-verified-days"].number
        day = written_date(old[0].verified, language)
        typer.echo(text("law-outdated", language, count=len(old), days=limit, date=day), err=True)
