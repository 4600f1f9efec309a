"""What a migration did, as plain values: the JSON of `iama migrate`."""

from collections.abc import Sequence
from typing import Any

from iama.audit.migration import Line, Migration
from iama.model.questionnaire import Questionnaire
from iama.words import pick_translation


def migration_document(
    algorithm: str,
    migration: Migration,
    old: Questionnaire,
    new: Questionnaire,
    language: str,
    *,
    adopting: Sequence[str] = (),
    dry_run: bool = False,
) -> dict[str, Any]:
    """Return what happened to every question, in the order of the newer version; `adopting` are refs of answers."""
    return {
        "iama_migration": 1,
        "algorithm": algorithm,
        "from": old.ref,
        "to": new.ref,
        "language": language,
        "saved": not dry_run,
        "counts": dict(migration.counts_by_result),
        "questions": [_line_record(line, old, new, language) for line in migration.lines],
        "adopting": list(adopting),
    }


def _line_record(line: Line, old: Questionnaire, new: Questionnaire, language: str) -> dict[str, Any]:
    id_, instance = line.target or ("", None)
    return {
        "from": [{"id": id_, "number": old.questions[id_].number} for id_ in line.sources],
        "to": {"id": id_, "number": new.questions[id_].number, "instance": instance} if id_ else None,
        "how": line.how.value,
        "result": line.result.value,
        "note": pick_translation(line.note, language),
    }
