"""Plain values to text for a terminal or a log: returns strings, prints nothing, uses no escape codes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten, wrap
from typing import Any
from unicodedata import combining, east_asian_width

from iama.model.marked import MarkedText, join_marked, wrap_marked
from iama.model.problems import Finding
from iama.model.text import escape_controls
from iama.words import text

AIM = 60  # how easily help should read, by the formula of Flesch and Douma
_MARK = "*"  # behind a question that the official instrument marks as serving Article 27
_WIDTH, _NARROW = 100, 88
Values = Mapping[str, Any]


def json_text(document: Values) -> str:
    """Return a document as JSON, in its own order of keys."""
    return escape_controls(json.dumps(document, ensure_ascii=False, indent=2))


def lint_text(path: str, findings: Sequence[Finding], language: str, ease: Mapping[str, int] | None = None) -> str:
    """Return the findings about a question tree, or that there are none; with `ease`, how easily each help reads."""
    lines = [finding.text_in(language) for finding in findings] or [text("lint-none", language, path=path)]
    if ease:
        mean = round(sum(ease.values()) / len(ease))
        lines += ["", text("lint-ease", language, mean=mean, aim=AIM, count=sum(one < AIM for one in ease.values()))]
        lines.append(table([[id_, str(one), "!" * (one < AIM)] for id_, one in ease.items()]))
    return escape_controls("\n".join(lines))


def lint_json(findings: Iterable[Finding], ease: Mapping[str, int] | None = None) -> str:
    """Return the findings about a question tree as JSON; with `ease`, how easily each help reads."""
    listed = [
        {
            "code": finding.code,
            "severity": str(finding.level),
            "message": str(finding.message),
            "hint": str(finding.hint),
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
        }
        for finding in findings
    ]
    return json_text({"iama_lint": 1, "findings": listed} | ({} if ease is None else {"readability": dict(ease)}))


def coverage_text(document: Values, language: str) -> str:
    """Return `iama coverage` as text."""
    lines = [f"{text('covers', language)} 27(1) — {document['algorithm']}"]
    if document["scope"]:
        lines += ["", *wrap(document["scope"], _WIDTH, break_on_hyphens=False)]
    for letter in document["letters"]:
        sign = "✓" if letter["complete"] else "·"
        lines += ["", f"{sign} ({letter['letter']}) {letter['title']}"]
        lines += [line for served in letter["served_by"] for line in _serving_lines(served, language)]
        for key, word in (("missing_questions", "missing"), ("waiting_questions", "coverage-waits")):
            lines += [f"    {text(word, language)}: {_label_and_excerpt(asked)}" for asked in letter[key]]
        lines += [line for words in letter["dpia"] for line in wrap_indented(words, 4)]
    named = (one for letter in document["letters"] for key in ("served_by", "missing_questions") for one in letter[key])
    if any(one["official"] for one in named):
        lines += ["", text("coverage-mark", language)]
    return escape_controls("\n".join(lines))


def _serving_lines(served: Values, language: str) -> list[str]:
    """Return what serves a letter, with the answers that it adopts below it."""
    lines = [f"    {_label_and_excerpt(served)}"]
    for adopted in served["adopts"]:
        stale = f" ({text('adopted-stale', language)})" if adopted["stale"] else ""
        name = f"{adopted['ref']}/{adopted['number'] or adopted['question']}"
        lines.append(f"      {text('coverage-by-adoption', language)} {name}{stale}")
    return lines


def _label_and_excerpt(question: Values) -> str:
    id_, bracket, key = question["question"].partition("[")
    label = (question["number"] or id_) + bracket + key + _MARK * question["official"]
    return f"{label:<28} {shorten(question['text'], 70, placeholder='…')}"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned columns, two spaces apart."""
    return "\n".join(align_columns([[" ".join(cell.split()) for cell in row] for row in rows]))


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines with their columns below each other."""
    marked = [[join_marked([cell]) for cell in row] for row in rows]
    widths = [max(map(_cell_width, column)) for column in zip(*marked, strict=True)]
    return [_align_row(row, widths) for row in marked]


def _align_row(row: Sequence[MarkedText], widths: Sequence[int]) -> MarkedText:
    """Return cells on one line, without blanks behind the last that holds something."""
    last = max((place for place, cell in enumerate(row) if cell.strip()), default=0)
    gaps = (" " * (width - _cell_width(cell) + 2) for cell, width in zip(row, widths, strict=True))
    padded = [part for cell, gap in zip(row[:last], gaps, strict=False) for part in (cell, gap)]
    return join_marked([*padded, *row[last : last + 1]])


def _cell_width(words: str) -> int:
    """Return how many columns of a terminal words take."""
    if words.isascii():
        return len(words)
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def wrap_indented(words: str, indent: int = 0) -> list[str]:
    """Return words as lines, those after the first set in a little more."""
    pad = " " * indent
    return wrap_marked(words, _NARROW, pad, pad + "  " * bool(indent))


def tree_text(document: Values, language: str) -> str:
    """Return a question tree as an indented outline."""
    revision = f"{text('revision', language)} {document['revision']}"
    lines = [f"{document['title'][language]} ({document['ref']}, {revision})"]
    official = document.get("official_texts", {}).get(document["ref"], {})
    if official:
        lines.append(f"{text('official-wordings', language)}: {official['source']} ({official['file']})")
    for part in document["parts"]:
        lines += ["", f"{part['number'] or ''} {part['title'][language]}".strip()]
        for question in (q for q in document["questions"] if q["part"] == part["id"]):
            sign = "" if question["official"] else "+ "
            when = f"   [{question['when']}]" if question["when"] else ""
            label = question["number"] or question["id"]
            lines.append(f"  {label:<10} {sign}{question['text'][language]} ({question['kind']}){when}")
            if words := official.get("texts", {}).get(question["id"]):
                lines.append(f"{'':<13}{text('official-wording', language)}: {' '.join(words.split())}")
    return escape_controls("\n".join(lines))


def tree_coverage_text(document: Values, language: str) -> str:
    """Return `iama questionnaire coverage` as text."""
    counts = {name: document[name] for name in ("ref", "official_inputs", "companions")}
    lines = [text("tree-counts", language, **counts), ""]
    names = ("meeting", "official_inputs", "companion_screens", "minutes")
    rows = [[text(f"tree-column-{name.replace('_', '-')}", language) for name in names]]
    rows += [[_meeting_cell(meeting[name], language) for name in names] for meeting in document["meetings"]]
    lines += [table(rows), ""]
    for letter, questions in document["letters"].items():
        signed = (id_ + _MARK * (id_ in document["official_marks"]) for id_ in questions)
        lines.append(f"27(1)({letter})  {', '.join(signed)}")
    if document["official_marks"]:
        lines += ["", text("coverage-mark", language)]
    for name in ("register", "audit"):
        lines += ["", text(f"tree-{name}", language)]
        lines += [f"  {key}: {', '.join(questions)}" for key, questions in document[name].items()]
    return "\n".join(lines)


def _meeting_cell(cell: object, language: str) -> str:
    return text("tree-homework", language) if cell == "homework" else str(cell)
