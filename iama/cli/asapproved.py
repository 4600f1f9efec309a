"""What was approved, found on disk for the commands that show it."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iama.model.problems import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.audit.snapshot import Snapshot
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier
    from iama.publish.wording import View


def approved_state(folder: Path, number: int | None, only: "Sequence[str]") -> "tuple[Snapshot, Approval]":
    """Return what an approval binds, and its entry: that of `number`, or the last; of the refs in `only` when given.

    Nothing else of the dossier is read. Raises UsageError when there is no such approval, Refused when its snapshot is
    not what the entry says.
    """
    from iama.audit.chain import Kept
    from iama.audit.snapshot import BrokenSnapshot
    from iama.files.store import approved_files, decisions

    kept = Kept(folder.name, decisions(folder), approved_files(folder))
    told = [one for one in kept.approvals if number in (None, one.number) and (not only or one.questionnaire in only)]
    if not told:
        known = ", ".join(f"{one.number} ({one.questionnaire})" for one in kept.approvals)
        raise UsageError(f"{folder.name} has no such approval; there are: {known or 'none'}")
    try:
        return kept.snapshot(told[-1]), told[-1]
    except BrokenSnapshot as error:
        raise Refused(f"{folder.name}: approval {told[-1].number}: {error}; see `iama verify`") from error


def approved_page(
    folder: Path, number: int | None, only: "Sequence[str]", language: str, *, public: bool
) -> "tuple[View, Approval]":
    """Return the edition of what was approved, and its entry; raises as `approved_state`.

    For the public, what the follow-up withholds by now is left out too.
    """
    from iama.audit.asapproved import as_approved, withheld_since

    bound, entry = approved_state(folder, number, only)
    withheld = withheld_since(bound, _now(folder)) if public else ()
    if withheld:
        typer.echo(f"note: left out what is withheld since the approval (rows: {len(withheld)})", err=True)
    return as_approved(bound, language=language, public=public, withheld=withheld), entry


def decision_now(
    folder: Path, dossier: "Dossier", only: "Sequence[str]", language: str, public: "Dossier | None"
) -> "View | None":
    """Return the last decision about what a page of today shows, and whether its answers changed since.

    `only` holds ids of questionnaires, none for all; `public` is the dossier as the public may have it.
    """
    from iama.audit.asapproved import withholds_actions
    from iama.audit.chain import Kept
    from iama.audit.snapshot import BrokenSnapshot
    from iama.audit.verification import outdated
    from iama.files import shipped
    from iama.files.store import approved_files
    from iama.publish.approval import decided

    told = [one for one in dossier.approvals if not only or one.questionnaire.rpartition("-")[0] in only]
    tree = shipped.find(told[-1].questionnaire) if told else None
    if tree is None:
        return None
    try:
        bound = Kept(dossier.id, dossier.approvals, approved_files(folder)).snapshot(told[-1])
        changed = outdated(told[-1], bound, dossier, public)
    except BrokenSnapshot:
        changed = True
    actions = not withholds_actions(dossier, tree.ref)
    return decided(told[-1], tree, language, public=public is not None, actions=actions, changed=changed)


def _now(folder: Path) -> "Dossier":
    """Return the dossier of today, for what its follow-up withholds; raises UnusableFile when that cannot be read."""
    from iama.files.store import file_of, inspect_dossier
    from iama.model.problems import UnusableFile

    dossier, findings = inspect_dossier(folder)
    name = file_of("follow-up-1.0")
    if mistakes := [one for one in findings if Path(one.place.path).name == name]:
        raise UnusableFile(mistakes)
    return dossier
