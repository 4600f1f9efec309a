"""The report as JSON, whose keys other programs rely on."""

import json
from collections.abc import Iterator
from typing import Any

from msgspec.structs import asdict

from iama import __version__
from iama.gate.inventory_status import Standing
from iama.gate.report import Report, json_lines
from iama.model.text import defuse_commands, escape_controls

HARMLESS = True  # findings are packed harmless, and their lines taken as they are


def report_lines(report: Report) -> Iterator[str]:
    """Yield the report as JSON, every finding on a line of its own, dossier by dossier."""
    about = {
        "iama_check": 1,
        "tool": {"name": "iama", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "organisation": report.organisation or None,
        "edition": report.edition,
        "summary": asdict(report.summary),
        "lists": [asdict(counts) for counts in report.lists],
    }
    yield "{\n" + "".join(f"  {_encode(key)}: {escape_controls(_encode(value))},\n" for key, value in about.items())
    yield from _list_on_lines(
        "algorithms",
        (defuse_commands(escape_controls(_encode(_standing_record(standing)))) for standing in report.standings),
    )
    yield ",\n"
    yield from _list_on_lines("findings", (json_lines(part).replace("\n", _NEXT) for part in report.parts if part))
    yield "\n}\n"


def _list_on_lines(name: str, items: Iterator[str]) -> Iterator[str]:
    """Yield a list, each item on a line: laid out further, it takes five times as long to write."""
    before = "\n    "
    yield f"  {_encode(name)}: ["
    for item in items:
        yield before + item
        before = _NEXT
    yield "\n  ]" if before == _NEXT else "]"


def _standing_record(standing: Standing) -> dict[str, Any]:
    """Return where one algorithm stands: what an inventory elsewhere reads."""
    return {
        "id": standing.id,
        "category": standing.category,
        "phase": standing.phase.value,
        "required": list(standing.required),
        "approved": list(standing.approved),
        "register_id": standing.register_id or None,
        "digest": standing.digest,
        "conditions": dict(zip(("met", "count"), standing.conditions, strict=True)),
        "first_use": standing.said.first_use.isoformat() if standing.said.first_use else None,
        "assessments": list(standing.held),
        "complete": list(standing.complete),
        "decisions": [asdict(one) for one in standing.decisions],
        "reviewed_on": standing.reviewed_on or None,
        "public": standing.public,
        "withheld": [asdict(one) for one in standing.withheld],
    }


_NEXT = ",\n    "
_encode = json.JSONEncoder(ensure_ascii=False).encode
