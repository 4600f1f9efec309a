"""Earlier states of decisions that were kept elsewhere, against which `iama verify` holds those of today."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import here, today
from iama.model.problems import UsageError
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iama.audit.openedbundle import Opened
    from iama.audit.stamps import Stamped
    from iama.audit.verification import Sealed
    from iama.model.approval import Approval


def refuse_empty_anchor(against: str | None) -> None:
    """Raise UsageError for a name of nothing, such as a variable of a pipeline that is not set."""
    if against is not None and not against.strip():
        raise UsageError("verify-empty-anchor")


def earlier_digests(folder: Path, algorithm: str, against: str) -> "Sequence[str]":
    """Return the digests of the entries that a dossier had, in order.

    `against` is an earlier bundle (`.zip`, or the folder where it was unpacked), what `iama verify --json` printed then
    (`.json`), or a revision of git.
    Raises UsageError, and UnusableFile.
    """
    from iama.files.openbundle import unpacked_folder

    if against.endswith(".zip") or unpacked_folder(Path(against)):
        return _digests_in_bundle(Path(against), algorithm)
    if against.endswith(".json"):
        return _digests_in_list(Path(against), algorithm)
    return _digests_at_revision(folder, against)


def earlier_states(root: Path, against: str) -> "Mapping[str, Sequence[str]]":
    """Return the digests of the entries of every dossier that had decisions then, by id, as `earlier_digests`.

    One that is not among them had none: it did not exist yet, or nobody had decided.
    """
    from iama.files.openbundle import unpacked_folder

    if against.endswith(".zip") or unpacked_folder(Path(against)):
        return _states_in_bundle(Path(against))
    if against.endswith(".json"):
        return _states_in_list(Path(against), "")
    from iama.audit.anchor import entry_digests
    from iama.files.approvalfile import NAME
    from iama.files.programs import decisions_at

    held = {(root, id_): content for id_, content in decisions_at(root, against, NAME).items()}
    if before := _root_before(root, against):
        held |= {(before, id_): content for id_, content in decisions_at(before, against, NAME).items()}
    digests = {}
    for (place, id_), content in held.items():  # where both have one, what the configuration of then named
        digests[id_] = entry_digests(_approvals(place / id_, content, against))
    return digests


def _root_before(root: Path, revision: str) -> Path | None:
    """Return the folder that the configuration of a revision names for dossiers, when that is another than today.

    Today's may name another, in which nothing was cut off; a folder that somebody names by hand is what they mean.
    """
    from tempfile import TemporaryDirectory

    from iama.cli.change import workspace_at
    from iama.files.config import find_workspace
    from iama.files.programs import repository_top
    from iama.files.settings import DEFAULT_ROOT

    workspace = find_workspace(here())
    if workspace is None or workspace.root.resolve() != root.resolve():
        return None
    with TemporaryDirectory(prefix="iama-") as temporary:
        laid = Path(temporary, "then").resolve()
        try:
            top = repository_top(workspace.base)
            then = workspace_at(workspace, revision, laid)
        except UsageError:  # the configuration stands in another repository, or in none
            return None
        named = then.root.resolve() if then else None
    before = workspace.base / DEFAULT_ROOT
    if named is not None:
        before = top / named.relative_to(laid) if named.is_relative_to(laid) else named
    is_other = before.resolve() != root.resolve() and before.resolve().is_relative_to(top)
    return before if is_other else None


def _digests_in_bundle(path: Path, algorithm: str) -> "Sequence[str]":
    states = _states_in_bundle(path)
    if algorithm not in states:
        raise UsageError("verify-other-algorithm", path=path, algorithm=[*states], wanted=algorithm)
    return states[algorithm]


def _states_in_bundle(path: Path) -> "Mapping[str, Sequence[str]]":
    from iama.audit.judging import NOTHING
    from iama.audit.stamps import Stamp
    from iama.audit.verification import Seal
    from iama.cli.openbundles import verify_bundle

    def sealed(_: "Opened") -> "Sealed":
        return lambda _: (Seal.NONE, "")

    def stamped(_: "Opened") -> "Stamped":
        return lambda *_: (Stamp.VALID, "")

    found = verify_bundle(path, sealed, stamped, today(), NOTHING)
    if broken := [doubt.message for one in found for doubt in one.doubts if doubt.code == "bundle-broken"]:
        raise UsageError("verify-bad-anchor", path=path, reason=broken[0])
    return {one.dossier.id: one.digests for one in found}


def _digests_in_list(path: Path, algorithm: str) -> "Sequence[str]":
    try:
        return _states_in_list(path, algorithm)[algorithm]
    except LookupError as error:
        raise UsageError("verify-strange-anchor", path=path, algorithm=algorithm) from error


def _states_in_list(path: Path, algorithm: str) -> "Mapping[str, Sequence[str]]":
    """Return the digests in what `iama verify --json` printed, by dossier; `algorithm` is the one that is asked for."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        return {
            str(row["id"]): [str(approval["entry"]) for approval in row["approvals"]] for row in document["algorithms"]
        }
    except OSError as error:
        raise UsageError("verify-no-anchor", path=path) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        about = algorithm or Phrase("verify-every-algorithm")
        raise UsageError("verify-strange-anchor", path=path, algorithm=about) from error


def _digests_at_revision(folder: Path, revision: str) -> "Sequence[str]":
    from iama.audit.anchor import entry_digests
    from iama.files.approvalfile import NAME
    from iama.files.programs import decisions_at, files_at

    if before := _root_before(folder.parent, revision):
        content = decisions_at(before, revision, NAME).get(folder.name)
        if content is not None:
            return entry_digests(_approvals(before / folder.name, content, revision))
    content = files_at(folder, revision).get(NAME)
    return () if content is None else entry_digests(_approvals(folder, content, revision))


def _approvals(folder: Path, content: bytes, revision: str) -> "Sequence[Approval]":
    """Return the decisions in a file of an earlier revision; raises UnusableFile."""
    from iama.files.approvalfile import NAME, read_approvals
    from iama.model.problems import UnusableFile

    approvals, findings = read_approvals(f"{folder / NAME}@{revision}", content)
    if findings:
        raise UnusableFile(findings)
    return approvals
