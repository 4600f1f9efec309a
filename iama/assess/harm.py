"""How a harm scenario is weighed: the priority that follows from severity and likelihood, and what cannot be weighed.

The scale is ours, not of the law; the FRIA prints it. Absolute rights stay outside it: they have no score.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.model.dossier import Row
from iama.model.questionnaire import Question

ABSOLUTE = "absolute"  # the option group of the rights, and the word for severity and for what remains
TAKEN_AWAY = "taken-away"
NOT_WEIGHED = "absolute"
_LIKELIHOODS = ("almost-certain", "likely", "possible", "unlikely")
PRIORITIES: Mapping[str, Mapping[str, str]] = {
    "serious": dict(zip(_LIKELIHOODS, ("high", "high", "high", "middle"), strict=True)),
    "medium": dict(zip(_LIKELIHOODS, ("high", "middle", "middle", "low"), strict=True)),
    "light": dict(zip(_LIKELIHOODS, ("middle", "low", "low", "low"), strict=True)),
}


class Misweighed(Struct, frozen=True):
    """A row that scores what may not be scored, or the other way round; `column` says where."""

    row: str
    column: str


def absolute_rights(scenarios: Question) -> frozenset[str]:
    """Return the rights that may never be restricted, as the question tree marks them."""
    options = next((column.options for column in scenarios.columns if column.id == "right"), ())
    return frozenset(option.value for option in options if option.group == ABSOLUTE)


def priority(row: Row, scenarios: Question) -> str | None:
    """Return high, middle or low; `absolute` for an absolute right, whatever the likelihood; None while it is open."""
    right, severity = row.cells.get("right", ""), row.cells.get("severity", "")
    if right in absolute_rights(scenarios) or severity == ABSOLUTE:
        return NOT_WEIGHED
    return PRIORITIES.get(severity, {}).get(row.cells.get("likelihood", ""))


def misweighed_cells(rows: tuple[Row, ...], scenarios: Question) -> Iterator[Misweighed]:
    """Yield every place where an absolute right is scored away, or another right is called absolute."""
    absolute = absolute_rights(scenarios)
    for row in rows:
        is_absolute = row.cells.get("right") in absolute
        if (row.cells.get("severity") == ABSOLUTE) is not is_absolute:
            yield Misweighed(row.id, "severity")
        residual = row.cells.get("residual")
        fits = residual in (ABSOLUTE, TAKEN_AWAY) if is_absolute else residual != ABSOLUTE
        if not fits:
            yield Misweighed(row.id, "residual")


def reported_priority(row: Row, scenarios: Question) -> str:
    """Return what the report says of a scenario: its priority, empty while that is open.

    For an absolute right that is `absolute`, so that use may not go ahead, or `taken-away`; a row that contradicts
    this is `misweighed`.
    """
    if row.cells.get("residual") and any(misweighed_cells((row,), scenarios)):
        return "misweighed"
    word = priority(row, scenarios) or ""
    return TAKEN_AWAY if word == NOT_WEIGHED and row.cells.get("residual") == TAKEN_AWAY else word


def has_harm_scenarios(question: Question) -> bool:
    """Return whether the rows of a question are harm scenarios."""
    return {"right", "severity", "likelihood", "residual"} <= {column.id for column in question.columns}
