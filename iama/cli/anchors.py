"""Earlier states of decisions that were kept elsewhere, against which `iama verify` holds those of today."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import today
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.audit.openedbundle import Opened
    from iama.audit.stamps import Stamped
    from iama.audit.verification import Sealed


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


def _digests_in_bundle(path: Path, algorithm: str) -> "Sequence[str]":
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
    digests = {one.dossier.id: one.digests for one in found}
    if algorithm not in digests:
        raise UsageError("verify-other-algorithm", path=path, algorithm=[*digests], wanted=algorithm)
    return digests[algorithm]


def _digests_in_list(path: Path, algorithm: str) -> "Sequence[str]":
    """Return the digests in what `iama verify --json` printed."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = {row["id"]: row["approvals"] for row in document["algorithms"]}
        return [str(approval["entry"]) for approval in rows[algorithm]]
    except OSError as error:
        raise UsageError("verify-no-anchor", path=path) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UsageError("verify-strange-anchor", path=path, algorithm=algorithm) from error


def _digests_at_revision(folder: Path, revision: str) -> "Sequence[str]":
    from iama.audit.anchor import entry_digests
    from iama.files.approvalfile import NAME, read_approvals
    from iama.files.programs import files_at
    from iama.model.problems import UnusableFile

    content = files_at(folder, revision).get(NAME)
    if content is None:
        return ()
    approvals, findings = read_approvals(f"{folder / NAME}@{revision}", content)
    if findings:
        raise UnusableFile(findings)
    return entry_digests(approvals)
