"""Questions of an organisation in a sitting: asked behind the official question that they stand beside."""

from collections.abc import Iterator, Mapping

from iama.assess.placement import guests_of
from iama.interview.aside import bare_asker, listen
from iama.interview.path import Choice, is_open
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.facilitation import Facilitation
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace


def sittings_beside(sitting: Sitting, after: Ref) -> Iterator[Sitting]:
    """Yield a sitting about the open questions that stand beside one, per organisation, but those that were passed.

    Who goes through some questions only (those of a list) is asked no others.
    """
    for tree, refs in _open_guests(sitting, after).items():
        yield _sitting_within(sitting, tree, refs)


def _open_guests(sitting: Sitting, after: Ref) -> Mapping[Questionnaire, tuple[Ref, ...]]:
    host = Ref(after.questionnaire, after.question)
    instances = sitting.outcome.instance_entries(*host[:2])
    if sitting.choice.among or not instances or instances[-1].ref != after:
        return {}
    found: dict[Questionnaire, tuple[Ref, ...]] = {}
    for tree, entry in guests_of(sitting.outcome, sitting.outcome.held_trees).get(host, ()):
        for_role = sitting.choice.role is None or sitting.choice.role in entry.question.roles
        if for_role and entry.status.applies and is_open(entry) and entry.ref not in sitting.passed:
            found[tree] = (*found.get(tree, ()), entry.ref)
    return found


def _sitting_within(sitting: Sitting, tree: Questionnaire, refs: tuple[Ref, ...]) -> Sitting:
    """Return a sitting over some questions of another tree, at the same table."""
    inner = Sitting(
        tree=tree,
        outcome=sitting.outcome,
        law=sitting.law,
        language=sitting.language,
        asker=bare_asker(sitting),
        desk=replace(sitting.desk, facilitation=Facilitation),
        choice=Choice(among=lambda outcome: refs),
        seated=sitting.present,
        unsaved=sitting.unsaved,
        started=sitting.started,
        within=True,
    )
    listen(inner)
    return inner
