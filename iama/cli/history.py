"""The command that shows how answers stood before, and what is kept outside a dossier: history."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.earlier import chosen_state, clear_kept, forget_decided, in_local_time, numbered, states_of
from iama.cli.language import screen_language, spoken_language
from iama.cli.options import (
    Algorithm,
    Json,
    Lang,
    Root,
    here,
    kept_history,
    local_moment,
    open_dossier_at,
    own_folder_of,
    print_result,
    today,
    width,
    with_version,
)

if TYPE_CHECKING:
    from iama.assess.outcome import Entry
    from iama.cli.options import Reading
    from iama.model.dossier import Slot
    from iama.model.earlier import Earlier
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire

_LEFT = 15  # columns of a line that stand before a state


@app.command(help="help-history")
def history(
    algorithm: Algorithm,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="help-history-question")] = None,
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-asked-in")
    ] = None,
    key: Annotated[str | None, typer.Option("--for", metavar="KEY", help="help-set-for")] = None,
    show: Annotated[str | None, typer.Option("--show", metavar="N", help="help-history-show")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="help-history-clear")] = False,
    json: Json = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Show how an answer stood before; without a question, what is kept outside the dossier and where."""
    from iama.cli.housepacks import library_of
    from iama.cli.targets import find_target
    from iama.files.config import locate
    from iama.terminal.history import kept_text
    from iama.terminal.output import json_text

    workspace, folder = locate(algorithm, here(), root)
    library = library_of(workspace)
    target = find_target(folder, question, questionnaire, key, library) if question else None
    slot = (target[1].id, target[2]) if target else None
    forget_decided(folder)
    if clear:
        clear_kept(folder, target[0].ref if target else "", slot)
    elif target is None or slot is None:
        document = _kept_document(folder, library)
        print_result(json_text(document) if json else kept_text(document, spoken_language(lang)))
    else:
        reading = with_version(open_dossier_at(workspace, folder, today(), library), target[0])
        language = screen_language(lang, reading.dossier.assessments[target[0].ref].language)
        print_result(_answer_text(reading, target[0], slot, show, language, as_json=json))


def _answer_text(
    reading: "Reading", tree: "Questionnaire", slot: "Slot", show: str | None, language: str, *, as_json: bool
) -> str:
    """Return the states of one answer, or one of them whole."""
    from iama.interview.messages import entry_label
    from iama.interview.restoring import state_line, state_lines
    from iama.terminal.history import states_text
    from iama.terminal.output import json_text

    entry = _entry_of_slot(reading, tree, slot)
    current = reading.dossier.assessments[tree.ref].answer_to(*slot)
    states = states_of(reading.folder, tree, slot, current)
    if show:
        states = (chosen_state(states, current, show),)
    by_number = numbered(states, current)
    if as_json:
        return json_text(
            _states_document(reading.folder.name, tree, entry, {} if show else by_number, states, language)
        )
    if show:
        return "\n".join(state_lines(tree, entry, states[0], language))
    lines = {
        number: (state.name, state_line(tree, entry, in_local_time(state), language, max(width() - _LEFT, 40)))
        for number, state in by_number.items()
    }
    name = entry_label(reading.outcome, tree, entry, language)
    return states_text(name, lines, reading.folder.name, str(entry.ref), language)


def _entry_of_slot(reading: "Reading", tree: "Questionnaire", slot: "Slot") -> "Entry":
    """Return the question, also when nothing asks it as things stand."""
    from iama.assess.outcome import Entry, Status
    from iama.model.conditions import Ref

    ref = Ref(tree.id, *slot)
    return reading.outcome.entries.get(ref) or Entry(ref, tree.questions[slot[0]], Status.OPEN)


def _states_document(
    algorithm: str,
    tree: "Questionnaire",
    entry: "Entry",
    numbers: "Mapping[int, Earlier]",
    states: "tuple[Earlier, ...]",
    language: str,
) -> Mapping[str, Any]:
    from iama.interview.restoring import state_lines

    number_of = {id(state): number for number, state in numbers.items()}
    return {
        "iama_history": 1,
        "algorithm": algorithm,
        "questionnaire": tree.ref,
        "question": entry.ref.question,
        "instance": entry.ref.instance,
        "states": [
            {
                "number": number_of.get(id(state)),
                "name": state.name,
                "at": state.at,
                "by": list(state.answer.by),
                "commit": state.commit or None,
                "author": state.author or None,
                "lines": list(state_lines(tree, entry, state, language)),
            }
            for state in states
        ],
    }


def _kept_document(folder: Path, library: "Library") -> Mapping[str, Any]:
    """Return what this user has of a dossier outside it, and how many versions git has of its files."""
    from iama.files.dossierfolder import file_of
    from iama.files.drafts import Shelf, drafts_in, texts_in
    from iama.files.programs import file_versions
    from iama.files.store import assessment_refs
    from iama.model.conditions import Ref

    place, history = own_folder_of(folder), kept_history(folder)
    changes = history.changes() if history else []
    counts = Counter((change.ref, change.slot) for change in changes)
    last = {(change.ref, change.slot): change.at for change in changes}
    shelf = Shelf(None, "")
    drafts = drafts_in(place) if place else []
    names = [file_of(ref) for ref in assessment_refs(folder, library)]
    versions = {name: len(file_versions(folder / name)) for name in names}
    return {
        "iama_history": 1,
        "algorithm": folder.name,
        "folder": str(place) if place else None,
        "answers": [
            {
                "questionnaire": ref,
                "question": slot[0],
                "instance": slot[1],
                "name": str(Ref("", *slot)),
                "changes": count,
                "last": local_moment(last[ref, slot]),
            }
            for (ref, slot), count in sorted(counts.items(), key=str)
        ],
        "drafts": [
            {"place": one.place, "at": one.at, "busy": not shelf.is_left(one), "path": str(one.path)} for one in drafts
        ],
        "texts": [str(path) for path in texts_in(place)] if place else [],
        "git": {name: count for name, count in versions.items() if count},
    }
