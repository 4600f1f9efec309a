"""What was approved, found on disk for the commands that show it."""

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iama.model.problems import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iama.audit.snapshot import Snapshot
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier
    from iama.publish.wording import View


def approved_state(folder: Path, number: int | None, only: "Sequence[str]") -> "tuple[Snapshot, Approval]":
    """Return what an approval binds, and its entry: that of `number`, or the last; of the refs in `only` when given.

    Nothing else of the dossier is read. Raises UsageError when there is no such approval, Refused when its snapshot is
    not what the entry says.
    """
    from iama.files.store import decisions

    every = decisions(folder)
    told = [one for one in every if number in (None, one.number) and (not only or one.questionnaire in only)]
    if not told:
        known = ", ".join(f"{one.number} ({one.questionnaire})" for one in every)
        raise UsageError(f"{folder.name} has no such approval; there are: {known or 'none'}")
    with whole(folder, told[-1]):
        return _bound(folder, told[-1]), told[-1]


@contextmanager
def whole(folder: Path, approval: "Approval") -> "Iterator[None]":
    """Refuse what needs a snapshot that is not as it should be."""
    from iama.audit.snapshot import BrokenSnapshot

    try:
        yield
    except BrokenSnapshot as error:
        raise Refused(f"{folder.name}: approval {approval.number}: {error}; see `iama verify`") from error


def _bound(folder: Path, approval: "Approval") -> "Snapshot":
    """Return what an approval binds, of the folder of snapshots that one file is read; raises BrokenSnapshot."""
    from iama.audit.chain import Kept
    from iama.audit.snapshot import file_name
    from iama.files.store import approved_files

    return Kept(folder.name, (approval,), approved_files(folder, [file_name(approval.snapshot)])).snapshot(approval)


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
    with whole(folder, entry):
        return as_approved(bound, language=language, public=public, withheld=withheld), entry


def decision_now(
    folder: Path, dossier: "Dossier", only: "Sequence[str]", language: str, public: "Dossier | None"
) -> "View | None":
    """Return the last decision about what a page of today shows, and whether its answers changed since.

    `only` holds ids of questionnaires, none for all; `public` is the dossier as the public may have it.
    """
    from iama.audit.asapproved import withholds_actions
    from iama.files import shipped
    from iama.model.questionnaire import plain_id
    from iama.publish.approval import decided

    told = [one for one in dossier.approvals if not only or plain_id(one.questionnaire) in only]
    tree = shipped.find(told[-1].questionnaire) if told else None
    if tree is None:
        return None
    changed = not standing(folder, dossier, public).get(told[-1].questionnaire, False)
    actions = not withholds_actions(dossier, tree.ref)
    return decided(told[-1], tree, language, public=public is not None, actions=actions, changed=changed)


def standing(folder: Path, dossier: "Dossier", public: "Dossier | None") -> "dict[str, bool]":
    """Return of every decided assessment (ref) whether its answers are still those of its last decision.

    With `public`, as far as the public may know. One of which that cannot be told, because the snapshot is not as it
    should be, is left out.
    """
    from iama.audit.snapshot import BrokenSnapshot
    from iama.audit.verification import outdated
    from iama.model.problems import UnusableFile

    found = {}
    for approval in {one.questionnaire: one for one in dossier.approvals}.values():
        with suppress(BrokenSnapshot, UnusableFile, UsageError):
            found[approval.questionnaire] = not outdated(approval, _bound(folder, approval), dossier, public)
    return found


def _now(folder: Path) -> "Dossier":
    """Return the dossier of today, for what its follow-up withholds; raises UnusableFile when that cannot be read."""
    from iama.files.dossierfolder import file_of
    from iama.files.store import inspect_dossier
    from iama.model.problems import UnusableFile

    dossier, findings = inspect_dossier(folder)
    name = file_of("follow-up-1.0")
    if mistakes := [one for one in findings if Path(one.place.path).name == name]:
        raise UnusableFile(mistakes)
    return dossier
