"""Which answers touch the controls of an auditors' framework, by number: the JSON of `iama coverage --by`.

Touched is not met: that a question is answered is no evidence for an auditor.
"""

from collections.abc import Iterator, Sequence

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.controls import Controls, Framework
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import Kind
from iama.publish.coverage import theme_title
from iama.publish.wording import View
from iama.words import pick_translation, text
from iama.words.written import written_date

STATES = ("touched", "open", "not-asked", "outside")


def controls_document(
    outcome: Outcome, dossier: Dossier, law: Law, controls: Controls, framework: str, language: str
) -> View:
    """Return every control of a framework with how it stands: touched, open, not asked here, or outside."""
    one = controls.frameworks[framework]
    entries = list(_asked_entries(outcome, dossier))
    rows = [
        {
            **row,
            "theme_title": theme_title(row["theme"], law, language),
            "questions": [_touching_question(entry, outcome, language) for entry in touching],
        }
        for row, touching in _control_rows(one, controls, entries, language)
    ]
    return {
        "iama_controls": 1,
        "algorithm": dossier.id,
        "framework": {
            "id": one.id,
            "cite": law.cite(one.law, language),
            "version": one.version,
            "read": one.read,
            "read_text": written_date(one.read, language),
        },
        "counts": {state: sum(row["state"] == state for row in rows) for state in STATES},
        "controls": rows,
    }


def control_rows(controls: Controls, theme: str, entries: Sequence[Entry], language: str) -> Iterator[View]:
    """Yield the controls of one theme of any framework, each with how it stands by these entries."""
    for framework in controls.frameworks.values():
        for row, _ in _control_rows(framework, controls, entries, language):
            if row["theme"] == theme:
                yield row


def question_name(entry: Entry) -> str:
    """Return how controls name the question of an entry: `iama/goal`."""
    return f"{entry.ref.questionnaire}/{entry.question.id}"


def _asked_entries(outcome: Outcome, dossier: Dossier) -> Iterator[Entry]:
    """Yield the questions that the assessments of a dossier ask."""
    for tree in outcome.questionnaires.values():
        for entry in outcome.tree_entries(tree.id) if tree.ref in dossier.assessments else ():
            if entry.status is not Status.SKIPPED and entry.question.kind is not Kind.NOTICE:
                yield entry


def _control_rows(
    framework: Framework, controls: Controls, entries: Sequence[Entry], language: str
) -> Iterator[tuple[View, list[Entry]]]:
    """Yield every control with how it stands, and the entries of the questions that touch it."""
    for control in framework.controls:
        key = (framework.id, control.number)
        named = controls.touched_by.get(key, ())
        own = [entry for entry in entries if question_name(entry) in named]
        state = _state_of_control(own, outside=key in controls.outside)
        yield (
            {
                "number": control.number,
                "title": pick_translation(control.title, language),
                "theme": control.theme,
                "state": state,
                "state_text": text(f"control-{state}", language),
                "because": pick_translation(controls.outside.get(key, {language: ""}), language),
            },
            own,
        )


def _state_of_control(touching: Sequence[Entry], *, outside: bool) -> str:
    if outside:
        return "outside"
    if not touching:
        return "not-asked"
    return "touched" if any(entry.status is Status.ANSWERED for entry in touching) else "open"


def _touching_question(entry: Entry, outcome: Outcome, language: str) -> View:
    return {
        "ref": outcome.questionnaires[entry.ref.questionnaire].ref,
        "question": str(entry.ref),
        "number": entry.question.number,
        "text": " ".join(pick_translation(entry.question.text, language).split()),
        "status": entry.status.value,
    }
