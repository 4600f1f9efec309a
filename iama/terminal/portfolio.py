"""The overview of all dossiers as text: what counts on top, then one line per algorithm."""

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from iama.model.text import escape_controls
from iama.terminal.output import align_columns
from iama.words import text

Values = Mapping[str, Any]
_WIDE = 130  # columns in which a name and the assessments fit too
_NAME = 40
_LEAST = 12  # of an id
_SIGNS = {"blocker": "B", "must": "M", "warning": "W", "attention": "A"}


def portfolio_text(document: Values, *, width: int = 0) -> str:
    """Return `iama status` of all dossiers as text that fits `width` columns; 0 is a pipe, where no id is cut."""
    language = document["language"]
    lines = [f"{text('overview', language)} — {text('as-of', language).lower()} {document['as_of_text']}", ""]
    lines += [text("overview-approved", language).capitalize()]
    lines += align_columns([[*_share(category, language)] for category in document["summary"]["categories"]])
    lines += ["", *(f"{words}: {count}" for words, count in _totals(document["summary"], language)), ""]
    rows = [_head(language, width)]
    rows += [_cells_of_algorithm(algorithm, language, width) for algorithm in document["algorithms"]]
    lines += [*_align_to_width(rows, width), "", text("overview-flags-legend", language)]
    if document["unreadable"]:
        lines += ["", f"{text('overview-unreadable', language)}: {', '.join(document['unreadable'])}"]
    return escape_controls("\n".join(lines))


def _share(category: Values, language: str) -> Iterator[str]:
    yield f"  {category['title']}"
    yield text("overview-of", language, part=category["approved"], whole=category["algorithms"])
    yield "" if category["percent"] is None else f"{category['percent']:>3}%"
    without = category["in_use_not_approved"]
    yield f"{without} {text('overview-in-use-without', language)}" if without else ""


def _totals(summary: Values, language: str) -> Iterator[tuple[str, int]]:
    """Yield what else counts, each with its number; nothing when there is nothing of it."""
    yield text("overview-algorithms", language), summary["algorithms"]
    for name in ("blocked", "overdue", "retired", "unreadable"):
        if summary[name]:
            yield text(f"overview-{name}", language), summary[name]


def _head(language: str, width: int) -> list[str]:
    keys = (
        "overview-algorithm",
        "overview-category",
        "phase",
        "overview-done",
        "flags",
        "overview-approval",
        "overview-next",
    )
    head = [text(key, language) for key in keys]
    if width < _WIDE:
        return head
    return [head[0], text("overview-name", language), *head[1:3], text("overview-assessments", language), *head[4:]]


def _cells_of_algorithm(algorithm: Values, language: str, width: int) -> list[str]:
    about = [_category_letter(algorithm), algorithm["phase_text"]]
    rest = [_severity_signs(algorithm), _approval(algorithm, language), _next_day(algorithm)]
    if width < _WIDE:
        return [algorithm["id"], *about, _settled_percent(algorithm), *rest]
    name = shorten(algorithm["name"], _NAME, placeholder="…")
    return [algorithm["id"], name, *about, ", ".join(map(_assessment_percent, algorithm["assessments"])), *rest]


def _category_letter(algorithm: Values) -> str:
    return algorithm["category"].upper() if algorithm["category"] else "–" if algorithm["category_withheld"] else "?"


def _settled_percent(algorithm: Values) -> str:
    """Return how much of what must be answered is, over all assessments."""
    counts = [assessment["progress"] for assessment in algorithm["assessments"] if assessment["progress"]]
    required = sum(progress["required"] for progress in counts)
    return f"{100 * sum(progress['settled'] for progress in counts) // required}%" if required else "–"


def _assessment_percent(assessment: Values) -> str:
    progress = assessment["progress"]
    return f"{assessment['ref']} {progress['percent']}%" if progress else f"{assessment['ref']} –"


def _severity_signs(algorithm: Values) -> str:
    counts = algorithm["flags"]
    return " ".join(f"{sign}{counts[word]}" for word, sign in _SIGNS.items() if counts[word]) or "–"


def _approval(algorithm: Values, language: str) -> str:
    decisions = (assessment["decision"] for assessment in algorithm["assessments"])
    refused = any(decision and decision["decision"] == "no-go" for decision in decisions)
    return algorithm["approved"] or (text("overview-refused", language) if refused else "–")


def _next_day(algorithm: Values) -> str:
    first = next(iter(algorithm["due"]), None)
    return f"{first['date']}{' !' if first['overdue'] else ''}" if first else "–"


def _align_to_width(rows: list[list[str]], width: int) -> list[str]:
    """Return the rows aligned; ids give way where the terminal is narrower."""
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    longest = max(len(row[0]) for row in clean)
    over = max(map(len, align_columns(clean))) - width if width else 0
    room = max(_LEAST, longest - max(0, over))
    return align_columns([[row[0] if len(row[0]) <= room else f"{row[0][: room - 1]}…", *row[1:]] for row in clean])
