"""The two pages to decide on, from a dossier of today: what `report --layer decision` writes."""

from typing import TYPE_CHECKING

from iama.words import text

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.model.questionnaire import Questionnaire
    from iama.publish.wording import View


def decision_layer(reading: "Reading", name: str | None, language: str) -> "View":
    """Return what the two pages say about an assessment: the version that is asked for counts.

    Raises UsageError for a `name` that the dossier does not hold, and where it must say which.
    """
    from iama.audit.approving import is_excused, judge_version, obstacles
    from iama.cli.options import subject_of
    from iama.model.approval import Decision
    from iama.model.struct import replace
    from iama.publish.decision_sheet import decision_sheet
    from iama.publish.view import view

    tree = subject_of(reading, name)
    library, dossier = reading.library, reading.dossier
    trees = library.held_trees(dossier.assessments)
    outcome = judge_version(dossier, trees, library.law, reading.outcome.as_of, tree.ref)
    page = view(
        outcome,
        dossier,
        library.law,
        language=language,
        only=[tree.id],
        approval=_decision_of_tree(reading, tree, language),
    )
    standing = [*obstacles(outcome, tree, language)]
    barred = {
        decision.value: [
            f"{text(f'obstacle-{one.kind}', language)}: {one.text}"
            for one in standing
            if not is_excused(one, outcome, tree, decision)
        ]
        for decision in Decision
        if decision.goes_on
    }
    return decision_sheet(replace(reading, outcome=outcome).wording(language), page, tree, barred)


def _decision_of_tree(reading: "Reading", tree: "Questionnaire", language: str) -> "View | None":
    from iama.cli.asapproved import decision_now

    return decision_now(
        reading.folder, reading.dossier, [tree.id], language, None, reading.library, reading.workspace.signing
    )
