"""`iama coverage --by` as text: the controls of a framework by number, with the questions that touch them."""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from textwrap import wrap
from typing import Any

from iama.model.text import escape_controls
from iama.terminal.output import align_columns
from iama.words import text

_WIDTH = 88
_INDENT = " " * 6


def controls_text(document: Mapping[str, Any], language: str) -> str:
    """Return the controls of a framework as text, by theme."""
    framework, counts = document["framework"], document["counts"]
    about = {"cite": framework["cite"], "version": framework["version"], "day": framework["read_text"]}
    lines = [f"{document['algorithm']} — {text('controls-of', language, **about)}", ""]
    lines += wrap(text("controls-touched-only", language), _WIDTH)
    lines += [", ".join(f"{text(f'control-{state}', language)} {count}" for state, count in counts.items())]
    for theme, rows in groupby(document["controls"], key=itemgetter("theme_title")):
        lines += ["", theme]
        listed = list(rows)
        heads = align_columns([(row["number"], row["state_text"], row["title"]) for row in listed])
        for head, row in zip(heads, listed, strict=True):
            asked = wrap(
                _touching_questions(row),
                _WIDTH,
                initial_indent=_INDENT,
                subsequent_indent=_INDENT,
                break_on_hyphens=False,
            )
            lines += [f"  {head}", *asked]
    return escape_controls("\n".join(lines))


def _touching_questions(row: Mapping[str, Any]) -> str:
    """Return the questions that touch a control, by assessment; of a control outside, where it belongs."""
    if row["because"]:
        return str(row["because"])
    answered = row["state"] == "touched"
    own = [one for one in row["questions"] if (one["status"] == "answered") is answered]
    grouped = {ref: dict.fromkeys(map(_question_label, some)) for ref, some in groupby(own, key=itemgetter("ref"))}
    return "; ".join(f"{ref}: {', '.join(names)}" for ref, names in grouped.items())


def _question_label(question: Mapping[str, Any]) -> str:
    return str(question["number"] or question["question"].partition("[")[0])
