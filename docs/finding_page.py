"""Writes what every code means into findings.md, from the words of `iama explain`."""

from collections.abc import Iterator
from pathlib import Path

from iama.files.shipped import SHIPPED
from iama.gate.explaining import FAMILIES, LAW, explain_code
from iama.gate.rules import CODES
from iama.words import catalogue, text

PAGE = Path(__file__).parent / "findings.md"
LANGUAGE = "en"
OPENING = """\
# Findings

A finding is something in a file that is wrong or missing:

```text
assessments/herzicht/iama-2.0.yaml:41:11: error: the value is none of the options [invalid-value]
    did you mean `limited`?
```

Where, how bad, what, the code in brackets, and on the next line what to do. All findings are shown at once, in the
order of the file. No message quotes an answer. The codes are fixed; programs can rely on them, and links on the
headings of this page.

`iama explain CODE` says the same in your language, with how to let a finding stand. `python tests/derived.py` makes
this page from those words.
"""
FAMILY = {
    "file": ("In any file", ""),
    "decision": (
        "About decisions",
        """\
What `iama verify` and `iama check` find. Notes are of `verify` alone, and so is `unknown-questionnaire`; everything but
notes is an error, unless it says otherwise, and no waiver covers it. See [audit](audit.md#checking).""",
    ),
    "dossier": (
        "In a dossier: what `iama check` asks",
        """\
The level depends on where the algorithm is in its life; [the gate](check.md) tells how, and how to change it. In front
stands the usual one, or the one in use / before. No message quotes an answer, and nothing in it rests on an answer that
is withheld.""",
    ),
    "change": (
        "In a change",
        """\
What [`iama check --base`](check.md#what-a-change-is-judged-by) finds that a change takes away. Errors, unless a waiver
that stood there before lets one stand.""",
    ),
    "tree": ("In a questionnaire", "What `iama questionnaire lint` finds besides the above."),
}


def page() -> str:
    """Return the whole page."""
    lines = [OPENING, *(line for family in FAMILIES for line in _family_lines(family))]
    return "\n".join(lines[:-1]) + "\n"


def _family_lines(family: str) -> Iterator[str]:
    title, words = FAMILY[family]
    law = explain_code(FAMILIES[family][0], SHIPPED.law, LANGUAGE).law if family in LAW else ""
    reason = " ".join(filter(None, (text(f"explain-why-{family}", LANGUAGE), law)))
    yield from (f"## {title}", "", *((words, "") if words else ()), reason, "")
    for code in FAMILIES[family]:
        yield from _code_lines(code, levelled=family == "dossier")


def _code_lines(code: str, *, levelled: bool) -> Iterator[str]:
    """Yield what a code means, with its level when that differs; why, if that is its own; and what to do."""
    one = explain_code(code, SHIPPED.law, LANGUAGE, linked=True)
    why = one.why if f"explain-why-{code}" in catalogue(LANGUAGE) else ""
    law = one.law if code in LAW else ""
    yield from (f"### `{code}`", f"**{_levels(code)}** {one.what}" if levelled else one.what, "")
    if why or law:
        yield from (" ".join(filter(None, (why, law))), "")
    yield from (f"*{one.mend}*", "")


def _levels(code: str) -> str:
    """Return what a code weighs in use and before."""
    in_use, before = CODES[code].in_use, CODES[code].before
    words = f"{in_use} / {before}" if in_use is not before else f"{in_use}"
    integrity = ", which no waiver covers" if CODES[code].integrity else ""
    return f"{words}{integrity}.".capitalize()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
