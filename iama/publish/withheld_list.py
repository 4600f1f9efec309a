"""What a dossier withholds, for the lawyer who answers for it: passage, ground, balancing, who and when. Internal."""

from collections.abc import Iterator

from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.withheld_index import withheld_ref, withholding_rows
from iama.assess.withholding import Public
from iama.model.dossier import Row
from iama.model.questionnaire import FOLLOW_UP, Kind
from iama.publish.wording import View, Wording


def withheld_list(wording: Wording, public: Public) -> View:
    """Return every line of what is withheld, and what goes along with it; `wording` is that of the whole dossier.

    Raises UsageError for a line that names no question.
    """
    lines = [_view_of_row(row, wording) for row in withholding_rows(wording.dossier)]
    along = [
        _name_of_entry(entry, wording)
        | {"ground": (wording.withholding_ground(public.causes[ref]) or {}).get("ground", "")}
        for ref, entry in public.outcome.entries.items()
        if (cause := public.causes.get(ref)) and cause.indirect and entry.question.kind is not Kind.NOTICE
    ]
    return {
        "language": wording.language,
        "algorithm": wording.plain_answer("algorithm", "name") or wording.dossier.id,
        "as_of": wording.written_day(wording.outcome.as_of.isoformat()),
        "lines": lines,
        "along": along,
    }


def _view_of_row(row: Row, wording: Wording) -> View:
    ref = withheld_ref(row, wording.outcome.questionnaires)
    fact = wording.law.facts.get(row.cells.get("ground", "").strip())
    follow_up = wording.outcome.questionnaires[FOLLOW_UP]
    entries = [] if ref is None or not ref.question else _entries_of_row(wording.outcome, *ref)
    whole = wording.outcome.questionnaires[ref.questionnaire] if ref and not ref.question else None
    name = row.cells.get("assessment", "")
    return {
        "place": wording.localised_text(whole.title)
        if whole
        else _name_of_entry(entries[0], wording)["name"]
        if entries
        else name,
        "assessment": name,
        "whole": whole is not None,
        "passages": [passage for entry in entries for passage in _passages(entry, wording)],
        "ground": wording.localised_text(fact.cite) if fact else "",
        "title": wording.localised_text(fact.title) if fact else "",
        "reason": row.cells.get("reason", ""),
        "by": wording.role(follow_up, row.cells.get("by", "")),
        "date": wording.written_day(row.cells.get("date", "")),
    }


def _entries_of_row(outcome: Outcome, questionnaire: str, question: str, key: str | None) -> list[Entry]:
    entries = outcome.instance_entries(questionnaire, question)
    return [entry for entry in entries if key is None or entry.ref.instance == key]


def _name_of_entry(entry: Entry, wording: Wording) -> View:
    number = f"{entry.question.number} " if entry.question.number else ""
    return {"name": number + wording.localised_text(entry.question.text), "about": _about_instance(entry, wording)}


def _about_instance(entry: Entry, wording: Wording) -> str:
    tree = wording.outcome.questionnaires[entry.ref.questionnaire]
    return wording.instance_name(tree, entry.question, entry.ref.instance) if entry.ref.instance else ""


def _passages(entry: Entry, wording: Wording) -> Iterator[View]:
    """Yield the answer that is withheld, and the remarks beside it that go along."""
    tree, answer = wording.outcome.questionnaires[entry.ref.questionnaire], entry.given_answer
    labels = {column.id: column for column in entry.question.columns}
    if answer.rows:
        texts = [
            "; ".join(
                wording.row_cell(tree, labels[id_], word)["text"] for id_, word in row.cells.items() if id_ in labels
            )
            for row in answer.rows
        ]
    else:
        texts = [wording.word_label(entry.question, word) for word in answer.value_words()]
    beside = [answer.note, answer.reason, answer.overruled, *(one.text for one in answer.dissent)]
    if entry.status is Status.SKIPPED or not (texts or any(beside)):
        return
    yield {"about": _about_instance(entry, wording), "texts": texts, "beside": [words for words in beside if words]}
