"""What test_forged.py does for some changes of a document, for thousands of them."""

from collections.abc import Callable, Iterable
from random import Random
from traceback import format_exc
from typing import Any

import pytest
from forged import bound, entries, question_tree, snapshot, try_entries, try_snapshot, try_tree
from mutations import mutations
from scale import scaled

SEEDS = range(scaled(10))


def bugs(forgeries: Iterable[tuple[str, Any]], judge: Callable[[Any], None], counted: Callable[..., None]) -> list[str]:
    """Judge what was forged, count it, and return what was changed where that is a bug of the program."""
    found: list[str] = []
    tried = list(forgeries)
    for said, forged in tried:
        try:
            judge(forged)
        except Exception:
            found.append(f"{said}: {format_exc()}")
    counted(forgeries=len(tried), bugs=len(found))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_snapshot_is_a_bug(seed: int, counted: Callable[..., None]) -> None:
    random = Random(seed)
    forgeries = mutations(snapshot(), random, 100)
    assert bugs(forgeries, lambda one: try_snapshot(bound(one, agreeing=random.random() < 0.7)), counted) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_decisions_are_a_bug(seed: int, counted: Callable[..., None]) -> None:
    assert bugs(mutations(entries(), Random(seed), 500), try_entries, counted) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_question_tree_is_a_bug(seed: int, counted: Callable[..., None]) -> None:
    assert bugs(mutations(question_tree(), Random(seed), 500), try_tree, counted) == []
