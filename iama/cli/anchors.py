"""Earlier states of decisions that were kept elsewhere, against which `iama verify` holds those of today."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import today
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
    return _states_at_revision(folder.parent, against).get(folder.name, ())


def earlier_states(root: Path, against: str) -> "Mapping[str, Sequence[str]]":
    """Return the digests of the entries of every dossier that had decisions then, by id, as `earlier_digests`.

    One that is not among them had none: it did not exist yet, or nobody had decided.
    """
    from iama.files.openbundle import unpacked_folder

    if against.endswith(".zip") or unpacked_folder(Path(against)):
        return _states_in_bundle(Path(against))
    if against.endswith(".json"):
        return _states_in_list(Path(against), "")
    return _states_at_revision(root, against)


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


def _states_at_revision(root: Path, revision: str) -> "Mapping[str, Sequence[str]]":
    """Return the digests of what stood in `root`, and in the folder that the configuration of then names for it."""
    from iama.audit.anchor import entry_digests
    from iama.cli.change import root_at
    from iama.files.approvalfile import NAME
    from iama.files.programs import decisions_at

    held = decisions_at(root, revision, NAME)
    if (then := root_at(root, revision)) != root:
        held |= decisions_at(then, revision, NAME)
    return {id_: entry_digests(_approvals(root / id_, content, revision)) for id_, content in held.items()}


def _approvals(folder: Path, content: bytes, revision: str) -> "Sequence[Approval]":
    """Return the decisions in a file of an earlier revision; raises UnusableFile."""
    from iama.files.approvalfile import NAME, read_approvals
    from iama.model.problems import UnusableFile

    approvals, findings = read_approvals(f"{folder / NAME}@{revision}", content)
    if findings:
        raise UnusableFile(findings)
    return approvals
