"""A comparison as a document: every difference in words, for a reader and as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from iama.assess.outcome import Entry, Verdict
from iama.audit.comparison import Change, Comparison, Side
from iama.model.dossier import Answer, Row
from iama.model.law import Law
from iama.model.objects import tree_digest
from iama.model.questionnaire import Column, Kind, Question
from iama.publish.wording import View, Wording
from iama.words import text

_KEPT_BY_THE_TOOL = ("by", "date", "stamp")  # told only when nothing else differs


def diff_document(comparison: Comparison, before: Side, after: Side, law: Law, language: str) -> View:
    """Return the document of `iama diff`, version 1; it quotes answers, which `check` and `verify` never do."""
    words = [Wording(side.outcome, side.dossier, law, language, tuple(side.trees.values())) for side in (before, after)]
    lines = _Lines(words[0], words[1])
    return {
        "iama_diff": 1,
        "language": language,
        "before": _side(before),
        "after": _side(after),
        "added": [tree.ref for tree in comparison.added],
        "dropped": [tree.ref for tree in comparison.dropped],
        "revised": [
            {
                "ref": new.ref,
                "before": old.revision,
                "after": new.revision,
                "digests": [tree_digest(old), tree_digest(new)],
            }
            for old, new in comparison.revised
        ],
        "answers": [lines.describe_change(change) for change in comparison.answers],
        "follow_up": [lines.describe_change(change) for change in comparison.follow_up],
        "verdicts": [lines.describe_verdict(*pair) for pair in comparison.verdicts],
        "appeared": [lines.describe_entry(entry) for entry in comparison.effects.appeared],
        "vanished": [lines.describe_entry(entry) for entry in comparison.effects.dropped],
    }


def _side(side: Side) -> View:
    return {"name": side.name, "algorithm": side.dossier.id, "as_of": side.outcome.as_of.isoformat()}


class _Lines:
    """Says each difference in the words of both states."""

    def __init__(self, before: Wording, after: Wording) -> None:
        self.before = before
        self.after = after

    def describe_change(self, change: Change) -> View:
        id_, key = change.slot
        number = change.question.number if change.question else None
        kind = "answered" if change.before.empty else "emptied" if change.after.empty else "changed"
        return {
            "questionnaire": change.tree.ref,
            "question": id_,
            "number": number,
            "instance": key,
            "about": self._subject_name(change),
            "text": self.after.localised_text(change.question.text) if change.question else id_,
            "change": kind,
            "fields": list(self._field_changes(change)),
        }

    def _subject_name(self, change: Change) -> str:
        """Return the name of the right or the algorithm that an answer is about, as either state knows it."""
        key = change.slot[1]
        if key is None or change.question is None or change.question.repeat not in change.tree.questions:
            return key or ""
        named = (wording.instance_name(change.tree, change.question, key) for wording in (self.after, self.before))
        return next((name for name in named if name != key), key)

    def _field_changes(self, change: Change) -> Iterator[View]:
        differences = [
            difference for difference in self._differences(change) if difference["before"] != difference["after"]
        ]
        visible = [difference for difference in differences if difference["field"] not in _KEPT_BY_THE_TOOL]
        yield from visible or differences

    def _differences(self, change: Change) -> Iterator[View]:
        question, before, after = change.question, change.before, change.after
        if before.rows or after.rows:
            yield from self._differing_cells(question, before.rows, after.rows)
        old, new = _texts_by_field(self.before, question, before), _texts_by_field(self.after, question, after)
        yield from (_field_difference(name, old[name], new[name]) for name in old)

    def _differing_cells(self, question: Question | None, then: Iterable[Row], now: Iterable[Row]) -> Iterator[View]:
        """Yield what differs per row and column; a new row shows all its columns."""
        old, new = ({row.id: row.cells for row in side} for side in (then, now))
        columns = {column.id: column for column in question.columns} if question else {}
        for id_ in dict.fromkeys([*old, *new]):
            cells = [side.get(id_, {}) for side in (old, new)]
            for name in dict.fromkeys(chain(columns, *cells)):
                before, after = (self._cell_label(columns.get(name), side.get(name, "")) for side in cells)
                label = self.after.localised_text(columns[name].label) if name in columns else name
                yield _field_difference("value", before, after, row=id_, column=label)

    def _cell_label(self, column: Column | None, word: str) -> str:
        return self.after.word_label(column, word) if column and word else word

    def describe_verdict(self, before: Verdict | None, after: Verdict | None) -> View:
        verdict = after or before
        assert verdict is not None  # a pair always has a side
        wording = self.after if after else self.before
        tree = wording.outcome.questionnaires[verdict.questionnaire]
        driver = tree.questions.get(verdict.trigger.repeat or "")
        return {
            "id": verdict.trigger.id,
            "questionnaire": verdict.questionnaire,
            "instance": verdict.instance,
            "about": wording.word_label(driver, verdict.instance) if driver and verdict.instance else "",
            "title": wording.localised_text(verdict.trigger.title),
            "before": _verdict_state(before),
            "after": _verdict_state(after),
        }

    def describe_entry(self, entry: Entry) -> View:
        return {
            "questionnaire": entry.ref.questionnaire,
            "question": entry.question.id,
            "number": entry.question.number,
            "instance": entry.ref.instance,
            "text": self.after.localised_text(entry.question.text),
        }


def _texts_by_field(wording: Wording, question: Question | None, answer: Answer) -> Mapping[str, str]:
    """Return everything that stands under a question as text, rows excepted."""
    follow = (answer.follow.by, answer.follow.due) if answer.follow else ()
    sources = (
        _join_nonempty((source.title, source.version, source.date, source.path, source.sha256))
        for source in answer.sources
    )
    return {
        "value": "" if answer.rows else _labels(wording, question, answer.value_words()),
        "status": text(f"status-{answer.status}", wording.language) if answer.status else "",
        "unsure": _labels(wording, question, answer.unsure),
        "reason": answer.reason,
        "follow": _join_nonempty(follow),
        "note": answer.note,
        "note-internal": answer.note_internal,
        "dissent": "\n".join(f"{dissent.by}: {dissent.text}" for dissent in answer.dissent),
        "sources": "\n".join(sources),
        "adopts": "\n".join(_join_nonempty((adopted.source, adopted.seen)) for adopted in answer.adopts),
        "carried": _join_nonempty(answer.carried.values()),
        "overruled": answer.overruled,
        "by": ", ".join(answer.by),
        "date": answer.date,
        "stamp": answer.stamp,
        "imported": answer.imported,
    }


def _field_difference(name: str, before: str, after: str, row: str = "", column: str = "") -> View:
    return {"field": name, "row": row, "column": column, "before": before, "after": after}


def _labels(wording: Wording, question: Question | None, words: Iterable[str]) -> str:
    labels = (
        wording.word_label(question, word) if question and question.kind is not Kind.TEXT else word for word in words
    )
    return "; ".join(labels)


def _join_nonempty(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word)


def _verdict_state(verdict: Verdict | None) -> Mapping[str, str] | None:
    return {"verdict": verdict.state.value, "severity": verdict.severity, "from": verdict.binds} if verdict else None
