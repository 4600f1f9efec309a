"""One way to write a value: equal values give equal bytes (RFC 8785), others never (T48)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iama.model.canonical import canonical_bytes, canonical_digest

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXTS
VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner), max_leaves=12)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        (
            {"€": 1, "\r": 2, "😀": 3, "ﬀ": 4, "1": 5},
            '{"\\r":2,"1":5,"€":1,"😀":3,"ﬀ":4}',
        ),  # 3.2.3: by UTF-16
        ('\u0001\n"\\/é', '"\\u0001\\n\\"\\\\/é"'),
    ],
)
def test_the_form_is_that_of_the_rfc(value: object, text: str) -> None:
    assert canonical_bytes(value) == text.encode()


@given(VALUES)
def test_canonical_json_says_the_same_and_comes_back_as_itself(value: object) -> None:
    assert json.loads(canonical_bytes(value)) == value
    assert canonical_bytes(json.loads(canonical_bytes(value))) == canonical_bytes(value)


@given(VALUES, VALUES)
def test_two_values_have_one_digest_only_when_they_are_equal(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical_digest(one) == canonical_digest(other)) is same


@given(st.dictionaries(_TEXTS, _LEAVES, min_size=2))
def test_the_order_of_keys_does_not_count(value: dict[str, object]) -> None:
    assert canonical_digest(dict(reversed(value.items()))) == canonical_digest(value)
