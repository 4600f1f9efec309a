"""Many processes that edit one file at once."""

from pathlib import Path

from scale import scaled
from test_store import left, write_together


def test_eight_processes_lose_nothing(tmp_path: Path) -> None:
    edits = scaled(100)
    rows = write_together(tmp_path, [f"{letter}w" for letter in "klmnopqr"], edits)
    assert len(rows) == 8 * edits
    assert left(tmp_path) == ["follow-up.yaml"]
