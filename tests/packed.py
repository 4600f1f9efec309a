"""A copy of this program as a wheel lays it out, its trees and texts compiled: a process starts in half the time.

For tests that start the program many times and claim nothing about how it reads its own files.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import iama
from iama.files.shipped import shipped_folder

PACKAGE = Path(iama.__file__).parent


@cache
def packed_program() -> Path:
    """Return the folder that stands in `PYTHONPATH` for it; made once a process."""
    from hatch_build import _compiled

    folder = Path(tempfile.mkdtemp(prefix="iama-test-program-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(PACKAGE, folder / "iama")
    for name in ("questionnaires", "reports"):
        shutil.copytree(shipped_folder(name), folder / "iama" / name)
    for name, text in _compiled(PACKAGE.parent).items():
        path = folder / "iama" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder
