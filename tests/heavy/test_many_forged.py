"""What test_forged.py does for some changes of a document, for thousands of them."""

from collections.abc import Callable
from random import Random

import pytest
from forged import bound, entries, question_tree, snapshot, try_entries, try_snapshot, try_tree
from mutations import mutations
from scale import scaled
from test_forged import tried

SEEDS = range(scaled(10))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_snapshot_is_a_bug(seed: int, counted: Callable[..., None]) -> None:
    random = Random(seed)
    for said, forged in mutations(snapshot(), random, 100):
        tried(said, lambda forged=forged: try_snapshot(bound(forged, agreeing=random.random() < 0.7)))
        counted(forgeries=1, bugs=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_decisions_are_a_bug(seed: int, counted: Callable[..., None]) -> None:
    for said, forged in mutations(entries(), Random(seed), 500):
        tried(said, lambda forged=forged: try_entries(forged))
        counted(forgeries=1, bugs=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_forged_question_tree_is_a_bug(seed: int, counted: Callable[..., None]) -> None:
    for said, forged in mutations(question_tree(), Random(seed), 500):
        tried(said, lambda forged=forged: try_tree(forged))
        counted(forgeries=1, bugs=0)
