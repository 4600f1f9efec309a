"""Programs that we call: the user's editor. The one owner of subprocesses; no shell is ever involved."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from iama.model.problems import IamaError

_CUT = "# ------------------------ >8 ------------------------"
_EDITORS = ("nano", "vim", "vi", "notepad")


class EditorFailed(IamaError):
    """The editor could not be started or stopped with an error; the text still stands in `path`."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"the editor failed ({reason}); the text still stands in {path}")


def edited(text: str, comments: Sequence[str], name: str) -> str:
    """Return `text` as the user left it in $VISUAL, $EDITOR or the first editor there is.

    The comments stand below a line that cuts them off. An empty result means unchanged. Raises EditorFailed.
    """
    folder = Path(tempfile.mkdtemp(prefix="iama-"))  # readable by its owner only
    path = folder / f"{name}.txt"
    below = "\n".join(f"# {line}".rstrip() for line in comments)
    path.write_text(f"{text}\n\n{_CUT}\n{below}\n", encoding="utf-8")
    command = [*_editor(path), str(path)]
    try:
        done = subprocess.run(command, check=False)
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EditorFailed(path, str(error)) from error
    if done.returncode != 0:
        raise EditorFailed(path, f"status {done.returncode}")
    shutil.rmtree(folder, ignore_errors=True)
    kept = written.partition(_CUT)[0].strip("\n").rstrip()
    return kept or text


def _editor(path: Path) -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        if command := os.environ.get(name, "").strip():
            return shlex.split(command, posix=os.name != "nt")
    found = next((name for name in _EDITORS if shutil.which(name)), None)
    if found is None:
        raise EditorFailed(path, "no editor found; set EDITOR")
    return [found]
