"""The baseline of the gate: what two people let stand when it began, and writing it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import path_from_here
from iama.model.problems import CannotSave, UsageError

if TYPE_CHECKING:
    from iama.gate.check import Examined
    from iama.gate.config import Config
    from iama.model.library import Library


def known_findings(path: Path) -> frozenset[str]:
    """Return the fingerprints of what a baseline lets stand; raises UsageError when it is not there, or is none."""
    from iama.files.store import read_bytes
    from iama.gate.waivers import read_baseline

    if not path.is_file():
        raise UsageError("check-baseline-missing", path=path_from_here(path))
    return read_baseline(path_from_here(path), read_bytes(path))


def baseline_to_write(base: Path, config: "Config") -> Path:
    """Return where the baseline is to be written; raises UsageError when nothing says so."""
    if config.baseline is None:
        raise UsageError("check-no-baseline")
    return base / config.baseline.file


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
