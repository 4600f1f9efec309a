"""What is put aside comes back: in the same order, as often as is asked, whether it stands in memory or on disk."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iama.files import resultstore
from iama.files.resultstore import Spool
from iama.model.problems import CannotSave

FULL = Path("/dev/full")


@given(st.lists(st.binary(max_size=300)))
def test_pieces_come_back_in_order_as_often_as_is_asked(pieces: list[bytes]) -> None:
    aside = Spool()
    for piece in pieces:
        aside.append(piece)
    assert list(aside) == list(aside) == pieces


def test_two_readers_do_not_disturb_each_other() -> None:
    aside = Spool()
    for piece in (b"a", b"bb", b"ccc"):
        aside.append(piece)
    assert [(one, other) for one in aside for other in aside][:4] == [
        (b"a", b"a"),
        (b"a", b"bb"),
        (b"a", b"ccc"),
        (b"bb", b"a"),
    ]


def test_many_pieces_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resultstore, "_IN_MEMORY", 10_000)
    aside = Spool()
    tracemalloc.start()
    for number in range(2_000):
        aside.append(bytes([number % 256]) * 1_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000
    assert sum(map(len, aside)) == 2_000_000


@pytest.mark.skipif(not FULL.exists(), reason="Linux alone has a disk that is always full")
def test_a_full_disk_is_told_with_a_remedy() -> None:
    aside = Spool()
    with FULL.open("wb", buffering=0) as full:
        aside._file = full  # type: ignore[assignment]  # a disk that takes nothing
        with pytest.raises(CannotSave, match=r"No space left on device; make room, or name another folder in TMPDIR"):
            aside.append(b"piece")
