"""Every property of the default suite, on a hundred thousand examples."""

from collections.abc import Callable
from typing import Any

import pytest
import test_canonicalfile
import test_conditions
import test_evaluation
import test_grammar
import test_layout
import test_text
import test_yamlfile
from hypothesis import HealthCheck, settings
from scale import scaled

HEAVY = settings(
    max_examples=scaled(100_000),
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
MODULES = (
    test_canonicalfile,
    test_conditions,
    test_evaluation,
    test_grammar,
    test_layout,
    test_text,
    test_yamlfile,
)


def properties() -> list[Any]:
    """Return every test of Hypothesis in the modules above, as something that can be called without arguments."""
    found = []
    for module in MODULES:
        rooms = [module, *(one for name, one in vars(module).items() if name.startswith("Test"))]
        for room in rooms:
            for name, test in vars(room).items():
                if name.startswith("test_") and getattr(test, "is_hypothesis_test", False):
                    arguments = () if room is module else (room(),)
                    found.append(pytest.param(test, arguments, id=f"{module.__name__}-{name}"))
    return found


@pytest.mark.parametrize(("test", "arguments"), properties())
def test_a_property_holds_for_a_hundred_thousand_examples(
    test: Callable[..., None], arguments: tuple[Any, ...], counted: Callable[..., None]
) -> None:
    different = True
    try:
        HEAVY(test)(*arguments)
        different = False
    finally:
        counted(properties=1, examples=HEAVY.max_examples, differences=int(different))


def test_no_property_is_left_out() -> None:
    assert len(properties()) >= 19
