"""Plain values to text for a terminal or a log: returns strings, prints nothing, uses no escape codes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from textwrap import shorten, wrap
from typing import Any

from iama.model.problems import Finding
from iama.model.text import shown
from iama.model.words import status as status_words
from iama.model.words import text

_BAR = 20
_WIDTH = 100
_NAME = 40  # of a right in a table
_NARROW = 30  # a terminal that says it is narrower is not believed
Values = Mapping[str, Any]


def json_text(document: Values) -> str:
    """Return a document as JSON, in its own order of keys."""
    return shown(json.dumps(document, ensure_ascii=False, indent=2))


def status_text(document: Values, *, width: int = 100) -> str:
    """Return `iama status` of one dossier as text."""
    language = document["language"]
    category = text(f"category-{document['category'] or 'unknown'}", language)
    if document["category_withheld"]:
        category = status_words("withheld", language)
    name = " ".join(document["name"].split())
    lines = [f"{name} ({document['algorithm']})", f"{text('category', language)}: {category}"]
    lines += _scope(document, language, width)
    lines += [_decision(one, language) for one in document["decisions"]]
    for assessment in document["assessments"]:
        lines += ["", *_assessment(assessment, language)]
    counting = [question for a in document["assessments"] if not a["superseded_by"] for question in a["questions"]]
    if document["flags"]:
        lines += ["", *_flags(document, language)]
    todo = [question for question in counting if _to_do(question)]
    kept = [question for question in counting if question["hidden"]]
    if document["actions"]:
        todo_ = [action for action in document["actions"] if not action["done"]]
        lines += ["", f"{text('actions', language)} ({len(todo_)})", *(_action(one, language) for one in todo_)]
    beside = [(question, words) for question in counting if (words := _beside(question, language))]
    if beside:
        lines += ["", text("beside-answers", language)]
        lines += [f"  {_label(question):<10} {words}" for question, words in beside]
    for key, belongs in (("carried-open", _to_confirm), ("asked-otherwise", itemgetter("question_changed"))):
        lines += _list(key, [question for question in counting if belongs(question)], language, width)
    if changed := [question for question in counting if question["source_changed"]]:
        lines += ["", text("adopted-changed", language)]
        lines += [f"  {_label(q):<10} {text('adopted-stale', language)}: {_sources(q)}" for q in changed]
    lines += _list("to-do", todo, language, width)
    if kept:
        lines += ["", text("kept-hidden", language)]
        lines += [_line(question, language, width) for question in kept]
    return shown("\n".join(lines))


def _decision(one: Values, language: str) -> str:
    by = f"{text('decision-by', language)} {one['role_text']}, {one['date_text']}"
    return f"{one['questionnaire']}: {one['decision_text']}. {by}"


def _list(key: str, questions: Sequence[Values], language: str, width: int) -> list[str]:
    """Return questions under a heading that counts them; nothing when there are none."""
    if not questions:
        return []
    heading = f"{text(key, language).capitalize()} ({len(questions)})"
    return ["", heading, *(_line(question, language, width) for question in questions)]


def _scope(document: Values, language: str, width: int) -> list[str]:
    """Return what Article 27 asks, once that is decided, and how to add an assessment that is called for."""
    lines = wrap(document["scope"], max(_NARROW, width), break_on_hyphens=False)
    lines += [text("scope-offer", language).format(document["algorithm"], ref) for ref in document["offers"]]
    return ["", *lines] if lines else []


def _sources(question: Values) -> str:
    return ", ".join(question["source_changed"])


def _assessment(assessment: Values, language: str) -> list[str]:
    lines = [f"{assessment['title']} ({assessment['ref']}) — {_done(assessment['progress'], language)}"]
    if newer := assessment["superseded_by"]:
        return [f"{lines[0]}, {text('superseded-by', language)} {newer}"]
    widest = max((len(_heading(part)) for part in assessment["parts"]), default=0)
    for part in assessment["parts"]:
        progress = part["progress"]
        bar = _bar(progress["percent"]) if progress["required"] else " " * _BAR
        lines.append(f"  {_heading(part):<{widest}}  {bar}  {progress['settled']}/{progress['required']}")
    return lines


def _flags(document: Values, language: str) -> list[str]:
    """Return how many flags of each severity there are, what blocks, and how serious it is per right."""
    lines = [f"{text('flags', language)}: {_counted(document['flags'], language) or '0'}"]
    for one in document["blocks"]:
        open_ = f" ({text('verdict-undecided', language)})" if one["verdict"] == "undecided" else ""
        about = f" [{one['instance']}]" if one["instance"] else ""
        lines.append(f"  {text('flags-stands-in-the-way', language)}: {one['title']}{about}{open_}")
    return [*lines, "", *rights_lines(document["rights"], language)] if document["rights"] else lines


def rights_lines(rights: Sequence[Values], language: str) -> list[str]:
    """Return the affected rights as a table: importance, extent, seriousness."""
    names = ("importance", "extent", "seriousness")
    rows = [[text("right", language), *(text(name, language) for name in names)]]
    rows += [[f"  {shorten(one['name'], _NAME, placeholder='…')}", *(one[name] for name in names)] for one in rights]
    return aligned(rows)


def _counted(counts: Mapping[str, int], language: str) -> str:
    """Return how many there are of each severity, leaving out those of which there are none."""
    said = (f"{text('severity-' + word, language).lower()} {count}" for word, count in counts.items() if count)
    return " · ".join(said)


def _done(progress: Values, language: str) -> str:
    withheld = f", {progress['withheld']} {status_words('withheld', language)}" if progress["withheld"] else ""
    return f"{progress['settled']}/{progress['required']} {text('of-required', language)}{withheld}"


def _heading(part: Values) -> str:
    return f"{part['number']} {part['title']}" if part["number"] else str(part["title"])


def _bar(percent: int) -> str:
    """Return a bar of twenty cells; whole only when everything is done."""
    filled = percent * _BAR // 100
    return "█" * filled + "░" * (_BAR - filled)


def _to_do(question: Values) -> bool:
    if question["status"] in ("unknown", "ask-supplier"):
        return True
    return bool(question["required"]) and question["status"] in ("open", "waiting")


def _to_confirm(question: Values) -> bool:
    carried = question["carried"]
    return bool(carried) and not carried["confirmed"] and question["status"] not in ("skipped", "waiting")


def _label(question: Values) -> str:
    instance = f" [{question['instance']}]" if question["instance"] else ""
    return f"{question['number'] or question['id']}{instance}"


def _beside(question: Values, language: str) -> str:
    """Return what stands beside an answer that counts, in numbers: a status never quotes."""
    if question["hidden"]:
        return ""
    counts = [text("note", language).lower()] * question["note"]
    if question["dissent"]:
        counts.append(text("dissent-count", language).format(question["dissent"]))
    if question["sources"]:
        counts.append(text("source-count", language).format(question["sources"]))
    return " · ".join(counts)


def _action(action: Values, language: str) -> str:
    due = f"{text('by-when', language)} {action['due_text']}" if action["due"] else ""
    late = text("overdue", language) if action["overdue"] else ""
    before = text("blocking", language).lower() if action["blocking"] else ""
    words = filter(None, (action.get("owner"), action["status"].lower(), due, late, before))
    return f"  {action['id']:<10} {' · '.join(' '.join(word.split()) for word in words)}"


def _line(question: Values, language: str, width: int) -> str:
    label = question["number"] or question["id"]
    instance = f" [{question['instance']}]" if question["instance"] else ""
    state = "" if question["status"] == "open" else f" · {status_words(question['status'], language)}"
    roles = ", ".join(question["role_names"][:1])
    tail = state + (f" · {roles}" if roles else "")
    room = max(30, width - 14 - len(tail))
    return f"  {label:<10} {shorten(question['text'], room, placeholder='…')}{instance}{tail}"


def lint_text(path: str, findings: Sequence[Finding]) -> str:
    """Return the findings about a question tree, or that there are none."""
    return shown("\n".join(str(finding) for finding in findings)) if findings else f"{path}: no findings"


def lint_json(findings: Iterable[Finding]) -> str:
    """Return the findings about a question tree as JSON."""
    listed = [
        {
            "code": finding.code,
            "severity": str(finding.level),
            "message": finding.message,
            "hint": finding.hint,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
        }
        for finding in findings
    ]
    return json_text({"iama_lint": 1, "findings": listed})


def coverage_text(document: Values, language: str) -> str:
    """Return `iama coverage` as text."""
    lines = [f"{text('covers', language)} 27(1) — {document['algorithm']}"]
    if document["scope"]:
        lines += ["", *wrap(document["scope"], _WIDTH, break_on_hyphens=False)]
    for letter in document["letters"]:
        sign = "✓" if letter["complete"] else "·"
        lines += ["", f"{sign} ({letter['letter']}) {letter['title']}"]
        lines += [line for served in letter["served_by"] for line in _served(served, language)]
        lines += [f"    {text('missing', language)}: {_named(one)}" for one in letter["missing_questions"]]
    return shown("\n".join(lines))


def _served(served: Values, language: str) -> list[str]:
    """Return what serves a letter, with the answers that it adopts below it."""
    lines = [f"    {_named(served)}"]
    for one in served["adopts"]:
        stale = f" ({text('adopted-stale', language)})" if one["stale"] else ""
        name = f"{one['ref']}/{one['number'] or one['question']}"
        lines.append(f"      {text('coverage-by-adoption', language)} {name}{stale}")
    return lines


def _named(served: Values) -> str:
    id_, bracket, key = served["question"].partition("[")
    label = (served["number"] or id_) + bracket + key
    return f"{label:<28} {shorten(served['text'], 70, placeholder='…')}"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned columns, two spaces apart."""
    return shown("\n".join(aligned([[" ".join(cell.split()) for cell in row] for row in rows])))


def aligned(kept: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines with their columns below each other."""
    widths = [max(len(row[column]) for row in kept) for column in range(len(kept[0]))] if kept else []
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in kept]


def tree_text(document: Values, language: str) -> str:
    """Return a question tree as an indented outline."""
    lines = [f"{document['title'][language]} ({document['ref']}, revision {document['revision']})"]
    for part in document["parts"]:
        lines += ["", f"{part['number'] or ''} {part['title'][language]}".strip()]
        for question in (q for q in document["questions"] if q["part"] == part["id"]):
            sign = "" if question["official"] else "+ "
            when = f"   [{question['when']}]" if question["when"] else ""
            label = question["number"] or question["id"]
            lines.append(f"  {label:<10} {sign}{question['text'][language]} ({question['kind']}){when}")
    return shown("\n".join(lines))


def tree_coverage_text(document: Values) -> str:
    """Return `iama questionnaire coverage` as text."""
    lines = [
        f"{document['ref']}: {document['official_inputs']} official inputs, {document['companions']} companions",
        "",
    ]
    rows = [["meeting", "official inputs", "companion screens", "minutes"]]
    for meeting in document["meetings"]:
        names = ("meeting", "official_inputs", "companion_screens", "minutes")
        rows.append([str(meeting[name]) for name in names])
    lines += [table(rows), ""]
    for letter, questions in document["letters"].items():
        lines.append(f"27(1)({letter})  {', '.join(questions)}")
    for name in ("register", "audit"):
        lines += ["", name]
        lines += [f"  {key}: {', '.join(questions)}" for key, questions in document[name].items()]
    return "\n".join(lines)
