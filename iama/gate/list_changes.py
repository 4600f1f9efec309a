"""What a change takes away from a list of algorithms: rows, and what makes them weigh."""

from collections.abc import Iterator
from datetime import date

from iama.gate.changes import Loss, loss_findings
from iama.gate.config import Config
from iama.gate.finding import CheckFinding
from iama.gate.inventory import Inventory, Row
from iama.gate.inventory_status import Phase, heaviest_category
from iama.model.problems import Level


def list_change_findings(before: Inventory, after: Inventory, config: Config, as_of: date) -> Iterator[CheckFinding]:
    """Yield a finding for everything that the list said `before`, and does not say any more."""
    now = {name: row for row in after.rows for name in row.names}
    for row in before.rows:
        found = next((now[name] for name in row.names if name in now), None)
        losses = _losses(row, found, config, as_of) if found else [Loss("row-dropped", about=_about_list(after))]
        for loss in losses:
            line = found.line if found else 0
            yield from loss_findings(loss, row.identifier, after.path, config, line)


def _about_list(after: Inventory) -> dict[str, object]:
    return {"inventory": after.path}


def _losses(was: Row, now: Row, config: Config, as_of: date) -> Iterator[Loss]:
    if was.category != now.category and heaviest_category((was.category, now.category)) == was.category != "c":
        about = {"was": was.category or "?", "now": now.category or "?"}
        yield Loss("category-lowered", "listed", about, now.category or "")
    if now.phase is Phase.RETIRED is not was.phase:
        yield Loss("phase-retired", "listed", detail="listed")
    elif was.phase is Phase.IN_USE is not now.phase:
        yield Loss("phase-retired", "listed-back", detail="listed-back")
    if was.first_use and (now.first_use is None or now.first_use > was.first_use):
        begun = (was.first_use - as_of).days <= config.days_ahead
        about = {"was": str(was.first_use), "now": str(now.first_use or "?")}
        level = Level.ERROR if begun else Level.NOTE  # a plan may move
        yield Loss("first-use-moved", "listed", about, "listed", level=level)
