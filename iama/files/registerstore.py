"""The final texts for the Algorithm Register on disk: a change of what stands in `register.yaml`."""

from collections.abc import Callable
from pathlib import Path

from iama.files import journal
from iama.files.reader import comments_in
from iama.files.registertexts import NAME, Texts, read_final_texts, write_final_texts
from iama.files.store import read_bytes
from iama.model.problems import CannotSave, UnusableFile


def update_final_texts(folder: Path, change: Callable[[Texts], Texts]) -> None:
    """Apply a change to the final texts of a dossier as they stand on disk now.

    Raises UnusableFile for a file with a mistake, and CannotSave for one with comments added by hand.
    """
    with journal.saving(folder):
        path = folder / NAME
        changed = change(_texts_on_disk(path))
        written = write_final_texts(changed)
        if read_final_texts(str(path), written) != (changed, ()):
            raise CannotSave("save-answer-lost", path=path)
        journal.commit(folder, {NAME: written.encode()})


def _texts_on_disk(path: Path) -> Texts:
    if not path.exists():
        return {}
    content = read_bytes(path)
    texts, findings = read_final_texts(str(path), content)
    if findings:
        raise UnusableFile(findings)
    if written := comments_in(content.decode("utf-8-sig")):
        listed = "\n".join(f"{path}:{line}: {comment}" for line, comment in written.items())
        raise CannotSave("save-comments", comments=listed)
    return texts
