"""The command about what the public must know: which conclusions the summary tells, and its lines."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import (
    Algorithm,
    Lang,
    Root,
    as_usage_error,
    kept_history,
    open_dossier,
    print_message,
    print_result,
    row_id,
    today,
)
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iama.assess.conclusions import Conclusion
    from iama.cli.options import Reading
    from iama.model.conditions import Ref
    from iama.model.dossier import Assessment, Row
    from iama.model.questionnaire import Question


@app.command(help="help-summary")
def summary(
    algorithm: Algorithm,
    about: Annotated[str, typer.Option("--about", metavar="ID", help="help-summary-about")] = "",
    words: Annotated[str, typer.Option("--text", metavar="T", help="help-summary-text")] = "",
    response: Annotated[str, typer.Option("--response", metavar="T", help="help-summary-response")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="help-summary-due")] = "",
    propose: Annotated[bool, typer.Option("--propose", help="help-summary-propose")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Show what the public must know and what the summary says of it, or write a line of it."""
    from iama.assess.conclusions import conclusions, decided_conditions, is_proposed, proposed_cells, summary_question
    from iama.model.spelling import typed_day

    reading = open_dossier(algorithm, root, None)
    ref = summary_question(reading.outcome)
    if ref is None:
        raise UsageError("summary-nowhere", algorithm=reading.folder.name)
    found = {one.id: one for one in conclusions(reading.outcome, decided_conditions(reading.dossier))}
    told = {row.cells.get("about", ""): row for row in _summary_rows(reading, ref)}
    tree = reading.outcome.questionnaires[ref.questionnaire]
    spoken = reading.dossier.assessments[tree.ref].language
    given = {"text": words, "response": response, "due": typed_day(due)}
    lines: list[dict[str, str]] = []
    if about:
        one = _find_conclusion(about, found)
        lines = [{**proposed_cells(one, reading.outcome, spoken), **_cells_or_none(told.get(about)), **_filled(given)}]
        lines[0]["seen"] = one.seen
    elif propose:
        wanted = [one for one in found.values() if is_proposed(one) and one.id not in told]
        lines = [proposed_cells(one, reading.outcome, spoken) for one in wanted]
    elif any(given.values()):
        raise UsageError("summary-about-what")
    if lines:
        _save_lines(reading, ref, lines)
    _show(open_dossier(str(reading.folder), None, None, reading.library), ref, lang)


def _cells_or_none(row: "Row | None") -> "Mapping[str, str]":
    return row.cells if row else {}


def _filled(cells: "Mapping[str, str]") -> dict[str, str]:
    return {name: words for name, words in cells.items() if words}


def _summary_rows(reading: "Reading", ref: "Ref") -> "Sequence[Row]":
    entry = reading.outcome.entries.get(ref)
    return entry.answer.rows if entry else ()


def _find_conclusion(about: str, found: "Mapping[str, Conclusion]") -> "Conclusion":
    """Return the conclusion of that name; raises UsageError."""
    if about not in found:
        hint = choices_hint(about, found, Phrase("one-of", words=[*found] or Phrase("asked-none")))
        raise UsageError("summary-strange", about=about, hint=hint)
    return found[about]


def _save_lines(reading: "Reading", ref: "Ref", lines: "Sequence[Mapping[str, str]]") -> None:
    from iama.files.store import update_assessments

    tree = reading.outcome.questionnaires[ref.questionnaire]
    put = partial(_with_lines, question=tree.questions[ref.question], lines=lines)
    update_assessments(reading.folder, {tree: put}, library=reading.library, history=kept_history(reading.folder))
    print_message("summary-saved", algorithm=reading.folder.name, count=len(lines))


def _with_lines(assessment: "Assessment", question: "Question", lines: "Sequence[Mapping[str, str]]") -> "Assessment":
    """Return the assessment with these lines; one about the same conclusion is replaced. Raises UsageError."""
    from iama.assess.answer_input import fresh_row_id, with_row
    from iama.model.struct import replace
    from iama.model.values import InvalidValue

    for cells in lines:
        answer = assessment.answer_to(question.id)
        same = [row.id for row in answer.rows if row.cells.get("about") == cells["about"]]
        id_ = same[0] if same else fresh_row_id(assessment, row_id)
        try:
            answer = with_row(answer, question, id_, cells)
        except InvalidValue as error:
            raise as_usage_error(error) from error
        assessment = assessment.with_answer(question.id, None, replace(answer, date=today().isoformat(), imported=""))
    return assessment


def _untold(one: "Conclusion") -> str:
    """Return how a conclusion without a line stands; open conditions the page names by itself."""
    from iama.assess.conclusions import Sort

    return "itself" if one.sort is Sort.CONDITION else "missing" if one.must else "possible"


def _show(reading: "Reading", ref: "Ref", lang: str | None) -> None:
    """Print every conclusion with whether the summary tells it, and what it says."""
    from iama.assess.conclusions import conclusion_name, conclusions, decided_conditions, stale_rows
    from iama.cli.language import screen_language
    from iama.model.text import escape_controls
    from iama.publish.status import dossier_language

    language = screen_language(lang, dossier_language(reading.dossier), screen=True)
    told = {row.cells.get("about", ""): row for row in _summary_rows(reading, ref)}
    stale = {row.id for row in stale_rows(reading.outcome, reading.dossier)}
    lines = [text("summary-title", language, algorithm=reading.folder.name)]
    for one in conclusions(reading.outcome, decided_conditions(reading.dossier)):
        row = told.pop(one.id, None)
        state = ("changed" if row.id in stale else "told") if row else _untold(one)
        words = row.cells.get("text", "") if row else conclusion_name(one, reading.outcome, language)
        lines += ["", f"  {one.id}: {text(f'summary-{state}', language)}", f"    {words}"]
    gone = [row for row in told.values() if row.id in stale]
    lines += [f"\n  {row.cells['about']}: {text('summary-gone', language)}\n    {row.cells['text']}" for row in gone]
    print_result(escape_controls("\n".join(lines)))
