"""What was done elsewhere on disk: one more record, beside the others or in the place of the same."""

from pathlib import Path

from iama.files import journal
from iama.files.elsewheretext import NAME, read_elsewhere, write_elsewhere
from iama.files.store import read_bytes
from iama.model.elsewhere import Elsewhere
from iama.model.problems import UnusableFile


def record_elsewhere(folder: Path, record: Elsewhere) -> None:
    """Add a record to a dossier; one of the same decision is replaced.

    Raises UnusableFile for a file with a mistake, and CannotSave.
    """
    path = folder / NAME
    with journal.saving(folder):
        before, findings = read_elsewhere(str(path), read_bytes(path)) if path.exists() else ((), ())
        if findings:
            raise UnusableFile(findings)
        kept = [one for one in before if (one.instrument, one.decided) != (record.instrument, record.decided)]
        journal.commit(folder, {NAME: write_elsewhere([*kept, record]).encode()})
