"""When the public may see the conditions of a decision: what is withheld counts in whatever version it is named."""

import pytest
from given import given

from iama.audit.asapproved import withholds_actions
from iama.files.shipped import SHIPPED
from iama.model.dossier import Dossier


def withholding(assessment: str, question: str) -> Dossier:
    """Return a dossier of which the follow-up withholds one thing."""
    row = f"{{id: abcdef, assessment: {assessment}, question: {question}, ground: woo-5.1.2.d}}"
    tree = SHIPPED.resolve_questionnaire("follow-up")
    return Dossier("d", {tree.ref: given(tree, f"withheld: {{value: [{row}]}}")})


@pytest.mark.parametrize(
    ("assessment", "question"),
    [
        ("follow-up-1.0", "actions"),
        ("follow-up-9.0", "actions"),
        ("iama-2.0", '""'),
        ("iama-1.0", '""'),
        ('" iama-2.0"', '""'),
    ],
)
def test_conditions_stay_in_with_the_action_points_or_the_whole_assessment(assessment: str, question: str) -> None:
    assert withholds_actions(withholding(assessment, question), "iama-2.0")


@pytest.mark.parametrize(
    ("assessment", "question"), [("follow-up-1.0", "responses"), ("iama-2.0", "goal"), ("fria-1.0", '""')]
)
def test_conditions_are_public_while_something_else_is_withheld(assessment: str, question: str) -> None:
    assert not withholds_actions(withholding(assessment, question), "iama-2.0")


def test_conditions_are_public_without_a_follow_up() -> None:
    assert not withholds_actions(Dossier("d", {}), "iama-2.0")
