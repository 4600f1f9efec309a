"""Writes every reading of the law, and every rule without a source that was read, into readings.md."""

from collections.abc import Iterator
from pathlib import Path

from trigger_tables import trees

from iama.files.shipped import SHIPPED
from iama.model.law import Law, LegalReading, Standing
from iama.words import text

PAGE = Path(__file__).parent / "readings.md"
LANGUAGE = "en"
OPENING = """\
# Readings: where the law leaves room

A flag, a date or a decision of `iama` is *settled* unless it says otherwise. Beside what is not settled, `iama scope`,
`iama flags` and the report say so, and why:

| standing | meaning |
| --- | --- |
| `settled` | the law says it, and we read it |
| `policy` | no law asks it: a promise, an agreement or a method does |
| `our-reading` | the law leaves room, and we chose |
| `open` | nobody can say yet; an undecided decision is open as well |

Who reads it another way is not wrong. A lawyer of the team records theirs with
`iama respond ALGORITHM FLAG --decision dispute`; it is shown beside ours.
`python tests/derived.py` makes this page from `readings` in [law.yaml](questionnaires.md#legal-facts-lawyaml).
"""
UNREAD = """
## Rules without a source that was read

Of these no source has certainty `high`. They are attention at most until somebody reads one.
"""


def page() -> str:
    """Return the whole page."""
    parts = [OPENING]
    for standing in reversed(Standing):
        readings = [reading for reading in SHIPPED.law.readings if reading.standing is standing]
        if readings:
            parts.append(f"\n## {text(f'standing-{standing.value}', LANGUAGE)}\n")
        parts += ["\n".join(_section(reading, SHIPPED.law)) + "\n" for reading in readings]
    return "".join((*parts, UNREAD, "\n", *_unread_rules(SHIPPED.law)))


def _section(reading: LegalReading, law: Law) -> Iterator[str]:
    yield from ("", f"### {reading.title[LANGUAGE]}", "")
    yield f"* Ours: {reading.ours[LANGUAGE]}"
    yield f"* Against it: {reading.against[LANGUAGE]}"
    yield f"* It would be settled by {reading.settles[LANGUAGE]}."
    yield f"* Law: {'; '.join(dict.fromkeys(law.cite(id_, LANGUAGE) for id_ in reading.law))}"
    if reading.when:
        yield f"* Matters when `{reading.when}`"
    if reading.flags or reading.dates:
        bound = [f"all that bind from `{name}`" for name in reading.dates]
        yield f"* Flags: {', '.join((*(f'`{flag}`' for flag in reading.flags), *bound))}"
    if reading.reasons:
        yield f"* Reasons of `iama scope`: {', '.join(f'`{word}`' for word in reading.reasons)}"


def _unread_rules(law: Law) -> Iterator[str]:
    for tree in trees().values():
        for trigger in tree.triggers:
            if not law.rests_on_read_source(trigger.basis):
                weights = ", ".join(dict.fromkeys(case.value for case in trigger.severities))
                cited = "; ".join(dict.fromkeys(law.cite(id_, LANGUAGE) for id_ in trigger.basis))
                yield f"* `{trigger.id}` ({weights}): {cited}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
