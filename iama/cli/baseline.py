"""The baseline of the gate: what two people let stand when it began, and writing it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import path_from_here
from iama.model.problems import CannotSave, UsageError

if TYPE_CHECKING:
    from iama.cli.change import Judgement
    from iama.gate.check import Examined
    from iama.model.library import Library


def baseline_to_write(judgement: "Judgement", *, writing: bool) -> Path | None:
    """Return where the baseline is to be written, when it is; raises UsageError when it is not where it should be."""
    kept = judgement.policy.config.baseline
    if kept is None:
        if writing:
            raise UsageError("check-no-baseline")
        return None
    path = judgement.workspace.base / kept.file
    if not writing and not path.is_file():
        raise UsageError("check-baseline-missing", path=path_from_here(path))
    return path if writing else None


def write_baseline(
    path: Path, base: Path, folders: Sequence[Path], examined: "Iterable[Examined]", library: "Library"
) -> frozenset[str]:
    """Let what was found stand, and return its fingerprints; raises CannotSave when something could not be read."""
    from iama.files.output import own_target, write_result
    from iama.files.walking import dossier_folders
    from iama.gate.waivers import read_baseline, written_baseline

    findings = [finding for result in examined for finding in result.pack]
    for finding in findings:
        if finding.code == "unreadable-file":
            raise CannotSave("check-baseline-unknown", path=finding.path, reason=finding.message)
    for folder in folders:  # each was taken for a dossier as long as it could not be read
        if [*dossier_folders(folder, library)] != [folder]:
            raise CannotSave("check-changed-meanwhile", path=path_from_here(folder))
    written = written_baseline(findings)
    write_result(own_target(base, path.relative_to(base).as_posix()), written)
    return read_baseline(str(path), written.encode())
