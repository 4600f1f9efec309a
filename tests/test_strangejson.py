"""JSON of strangers: read when it is what we write, refused before it takes memory or time when it is not."""

import time
import tracemalloc

import pytest
from pace import pace

from iama.model.limits import JSON_MARKS, MAX_BYTES
from iama.model.strangejson import parse_strange_json

HOSTILE = {
    "too large": b" " * (MAX_BYTES + 1),
    "empty maps": b"[" + b"{}," * 1_600_000 + b"{}]",
    "many keys": b"{" + b",".join(b'"%d":0' % number for number in range(JSON_MARKS + 1)) + b"}",
    "deep lists": b"[" * 150_000,
    "deep maps": b'{"a":' * 150_000,
    "a number without end": b"9" * MAX_BYTES,
    "open quotes": b'"' * MAX_BYTES,
    "backslashes": b'"' + b"\\" * (MAX_BYTES - 1),
    "no number": b"[NaN]",
    "no end": b'{"a": -Infinity}',
    "one key twice": b'{"a": 1, "a": 2}',
    "one key twice, inside": b'[{"a": {"b": 1, "b": 1}}]',
    "no UTF-8": b'"\xff"',
    "nothing": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_is_refused_at_once_and_in_little_memory(content: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ValueError):
            parse_strange_json(content)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_as_much_as_is_allowed_is_read_in_a_second() -> None:
    before = time.process_time()
    assert len(parse_strange_json(b"[" + b"{}," * (JSON_MARKS // 2 - 2) + b"{}]")) == JSON_MARKS // 2 - 1
    assert time.process_time() - before < pace()
