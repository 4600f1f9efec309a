"""What Article 27 asks, as text: the decision, its articles, and what is still missing."""

from collections.abc import Mapping
from typing import Any

from iama.model.text import escape_controls
from iama.terminal.flags import standing_line
from iama.terminal.kader import measures_line, source_lines
from iama.terminal.output import wrap_indented
from iama.words import text
from iama.words.written import written_date


def scope_text(document: Mapping[str, Any]) -> str:
    """Return `iama scope` as text."""
    language = document["language"]
    day = written_date(document["as_of"], language)
    head = f"{document['algorithm']} — {text('scope-title', language)}, {text('as-of', language).lower()} {day}"
    first, *rest = document["text"]
    lines = [head, "", *wrap_indented(first), *(line for sentence in rest for line in wrap_indented(sentence, 2))]
    standing = text(f"standing-{document['standing']}", language).lower()
    lines += ["", text("scope-standing", language, standing=standing)]
    lines += [line for reading in document["readings"] for line in _describe_reading(reading, language)]
    lines += ["", f"{text('scope-articles', language)}"]
    lines += [line for article in document["articles"] for line in wrap_indented(article["cite"], 2)]
    if document.get("similar"):
        told = text("scope-similar", language, origins=document["similar"], algorithm=document["algorithm"])
        lines += ["", *wrap_indented(told)]
    if document["missing_questions"]:
        lines += ["", text("scope-missing", language)]
        for question in document["missing_questions"]:
            lines += wrap_indented(f"{question['ref']}/{question['question']}  {question['text']}", 2)
    return escape_controls("\n".join(lines))


def _describe_reading(reading: Mapping[str, Any], language: str) -> list[str]:
    """Return a reading with its articles, and what a lawyer of the team holds against it."""
    lines = ["", *wrap_indented(f"{reading['text']} ({'; '.join(reading['law'])})", 2)]
    for dispute in reading["disputes"]:
        lines += wrap_indented(text("reading-lawyer", language, flag=dispute["flag"], reason=dispute["text"]), 4)
    return lines


def calendar_text(document: Mapping[str, Any]) -> str:
    """Return `iama calendar` as text."""
    language = document["language"]
    day = written_date(document["as_of"], language)
    lines = [f"{document['algorithm']} — {text('calendar', language)}, {text('as-of', language).lower()} {day}"]
    lines += wrap_indented(text("calendar-never-done", language))
    for group in ("dated", "standing", "undecided"):
        if entries := document[group]:
            lines += ["", f"{text('calendar-' + group, language)} ({len(entries)})"]
            lines += [line for entry in entries for line in _describe_calendar_entry(entry, language)]
    lines += ["", *source_lines(document["kader"], language)]
    return escape_controls("\n".join(lines))


def _describe_calendar_entry(entry: Mapping[str, Any], language: str) -> list[str]:
    day = f"{written_date(entry['date'], language)}: " if entry["date"] else ""
    lines = ["", *wrap_indented(f"{day}{entry['text']} [{entry['id']}]", 2)]
    beside = [", ".join(entry["who"]), entry["when"], "; ".join(dict.fromkeys(entry["law"]))]
    lines += wrap_indented(" · ".join(words for words in beside if words), 6)
    if entry["readings"]:
        lines += wrap_indented(standing_line(entry, language), 6)
    if entry["asked"]:
        names = dict.fromkeys(question["number"] or question["name"] for question in entry["asked"])
        lines += wrap_indented(f"{text('flags-until', language)} {', '.join(names)}", 6)
    return [*lines, *wrap_indented(measures_line(entry["measures"], language), 6)]
