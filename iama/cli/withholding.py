"""Commands about what stays out of public outputs: withhold, release."""

from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, Root, after_saving, here, opened, public_of, row_id, today
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from iama.assess.keeping import Place
    from iama.model.dossier import Assessment

Name = Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Id or official number; none with --all.")]
Ref = Annotated[str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="Where it is asked.")]
Key = Annotated[str | None, typer.Option("--for", metavar="KEY", help="Which one of a repeated question; none is all.")]
Whole = Annotated[bool, typer.Option("--all", help="The whole assessment; say which with -q.")]
_GIT = (
    "Git history keeps what was once committed, this answer too. Keep this repository private and publish only the\n"
    "public edition: `iama report --edition public {}`."
)


@app.command()
def withhold(
    algorithm: Algorithm,
    question: Name = None,
    ground: Annotated[str, typer.Option("--ground", metavar="G", help="Legal ground, such as woo-5.1.2.d.")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="The balancing; it is not published.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="The role that decides.")] = "",
    whole: Whole = False,
    questionnaire: Ref = None,
    key: Key = None,
    root: Root = None,
) -> None:
    """Keep an answer, or a whole assessment, out of public outputs, with what rests on it; its ground is shown."""
    from iama.assess.keeping import checked_ground, checked_role, refuse_unkeepable, withholding
    from iama.files import shipped
    from iama.files.config import locate
    from iama.files.store import update
    from iama.model.values import InvalidValue

    _, folder = locate(algorithm, here(), root)
    follow_up = shipped.resolve("follow-up")
    place = _place(folder, question, questionnaire, key, whole)
    refuse_unkeepable(place, follow_up)
    fact = checked_ground(shipped.law(), ground, reason)
    cells = {"ground": ground, "reason": reason, "by": checked_role(follow_up, by), "date": today().isoformat()}

    def change(assessment: "Assessment") -> "Assessment":
        try:
            return withholding(assessment, follow_up, place, cells, row_id)
        except InvalidValue as error:
            raise UsageError(error.told("en")) from error

    update(folder, {follow_up: change})
    typer.echo(f"{folder.name}: {place} is withheld from public outputs ({fact.cite['en']})")
    with after_saving():
        _tell_rest(folder)
    typer.echo(_GIT.format(folder.name))


@app.command()
def release(
    algorithm: Algorithm,
    question: Name = None,
    whole: Whole = False,
    questionnaire: Ref = None,
    key: Key = None,
    root: Root = None,
) -> None:
    """Let an answer, or a whole assessment, that was withheld back into public outputs."""
    from iama.assess.keeping import releasing
    from iama.files import shipped
    from iama.files.config import locate
    from iama.files.store import update

    _, folder = locate(algorithm, here(), root)
    place = _place(folder, question, questionnaire, key, whole)
    update(folder, {shipped.resolve("follow-up"): lambda assessment: releasing(assessment, place)})
    typer.echo(f"{folder.name}: {place} is no longer withheld")
    with after_saving():
        _tell_rest(folder)


def _place(folder: "Path", name: str | None, ref: str | None, key: str | None, whole: bool) -> "Place":
    """Return what the words of a command line name; raises UsageError."""
    from iama.assess.answering import checked_instance, find_question, refuse_lost_row
    from iama.assess.keeping import Place
    from iama.cli.answers import one_key, tree_of
    from iama.files.store import read_dossier

    if whole:
        if name or key or ref is None:
            raise UsageError("--all is a whole assessment: `--all -q REF`, without QUESTION or --for")
        return Place(tree_of(folder, "", ref).ref)
    if name is None:
        raise UsageError("say which question, or a whole assessment with `--all -q REF`")
    tree = tree_of(folder, name, ref)
    question, inner = find_question(tree, name)
    if (wanted := one_key(name, inner, key)) is None:
        return Place(tree.ref, question.id)
    held = read_dossier(folder).assessments[tree.ref]
    refuse_lost_row(tree, question, wanted, held, held)
    return Place(tree.ref, question.id, checked_instance(tree, question, wanted) or "")


def _tell_rest(folder: "Path") -> None:
    """Say how much is withheld by now, with what rests on it: the same numbers that the public page shows."""
    from iama.assess.outcome import State

    found = public_of(opened(str(folder), None, None))
    if found.public is None:
        return
    direct = sum(not cause.indirect for cause in found.public.causes.values())
    flags = sum(verdict.state is State.WITHHELD for verdict in found.outcome.verdicts)
    rest = len(found.public.causes) - direct
    typer.echo(f"Withheld now: answers {direct}, others that rest on them {rest}, flags {flags}.")
