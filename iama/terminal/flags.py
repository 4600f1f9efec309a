"""The flags page as text: what blocks, at most seven actions for this month, then the calendar."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from iama.model.text import shown
from iama.model.words import text, written_date

Flag = Mapping[str, Any]
_WIDTH = 88


def flags_text(document: Mapping[str, Any], *, everything: bool = False) -> str:
    """Return `iama flags` as text; `everything` adds what is clear or settled."""
    language, flags, page = document["language"], document["flags"], document["page"]
    lines = [f"{document['algorithm']} — {text('as-of', language).lower()} {written_date(document['as_of'], language)}"]
    for heading in ("blocks", "now", "later", "calendar", "undecided"):
        places = page[heading]
        if not places and heading != "blocks":
            continue
        lines += ["", f"{text('flags-' + heading, language)} ({len(places)})"]
        if not places:
            lines.append(f"  {text('flags-nothing-blocks', language)}")
        for place in places:
            brief = heading in ("later", "calendar", "undecided") or flags[place]["verdict"] == "undecided"
            lines += _brief(flags[place], language) if brief else _full(flags[place], language)
    if everything:
        listed = {place for places in page.values() for place in places}
        lines += ["", text("flags-settled", language)]
        for place, flag in enumerate(flags):
            if place not in listed:
                lines += _brief(flag, language)
    return shown("\n".join(lines))


def _brief(flag: Flag, language: str) -> list[str]:
    day = written_date(flag["from"], language) + ": " if flag["from"] else ""
    lines = [f"  · {day}{_title(flag)} [{flag['id']}]"]
    if flag["asked"] and flag["verdict"] == "undecided":
        lines += _wrapped(f"{text('flags-until', language)} {_names(flag['asked'])}", 6)
    return lines


def _full(flag: Flag, language: str) -> list[str]:
    severity = text(f"severity-{flag['severity']}", language)
    lines = ["", *_wrapped(f"{severity}: {_title(flag)}  [{flag['id']}]", 2)]
    lines += _wrapped(flag["advice"], 6)
    lines += _wrapped(f"{text('law', language)}: {'; '.join(flag['law'])}", 6)
    if reasons := _reasons(flag["because"]):
        lines += _wrapped(f"{text('flags-because', language)} {reasons}", 6)
    if given := flag["response"]:
        lines += _wrapped(_response(given, language), 6)
    return lines


def _title(flag: Flag) -> str:
    return f"{flag['title']} ({flag['about']})" if flag["about"] else str(flag["title"])


def _reasons(because: Sequence[Mapping[str, Any]]) -> str:
    found = (f"{one['name']}: {one['shown']}" if one.get("shown") else one["name"] for one in because)
    return "; ".join(dict.fromkeys(found))


def _names(asked: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(one["number"] or one["name"] for one in asked))


def _response(given: Mapping[str, Any], language: str) -> str:
    stale = f" ({text('response-stale', language)})" if given["stale"] else ""
    decision = text("response-" + given["decision"], language)
    return f"{decision}, {given['by']}{stale}: {given['text']}"


def _wrapped(words: str, indent: int) -> list[str]:
    pad = " " * indent
    return wrap(words, _WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_on_hyphens=False)
