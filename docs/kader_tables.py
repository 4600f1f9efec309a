"""Writes what the Algoritmekader has no measure for, and we no question: `python docs/kader_tables.py`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from iama.files.shipped import SHIPPED
from iama.model.kader import NO_LINK, Kader, Link, Measure, Requirement

PAGE = Path(__file__).parent / "algoritmekader.md"
MARK = "<!-- from here on written by docs/kader_tables.py -->\n"
LANGUAGE = "en"


def renewed(page: str) -> str:
    """Return the page with everything after the mark written again."""
    return page[: page.index(MARK) + len(MARK)] + "\n".join(generated(SHIPPED.kader)) + "\n"


def generated(kader: Kader) -> Iterator[str]:
    """Yield the lists of what has no counterpart on the other side."""
    yield from _section("Flags without a measure", flags_without_measure(kader))
    yield from _section("Duties without a measure", _duties_without_measure(kader))
    yield from _section("Measures without a question", _unasked(kader.measures.values(), kader.questions))
    yield from _section("Requirements without a question", _unasked(kader.requirements.values(), kader.questions))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = [*lines]
    yield from ("", f"### {title} ({len(listed)})", "", *listed)


def flags_without_measure(kader: Kader) -> Iterator[str]:
    """Yield every flag of ours beside which the framework has no measure."""
    for ref in SHIPPED.refs:
        for trigger in SHIPPED.trees[ref].triggers:
            if not kader.flags.get(f"{ref}/{trigger.id}", NO_LINK).measures:
                yield f"* `{trigger.id}` ({ref}): {trigger.title[LANGUAGE]}"


def _duties_without_measure(kader: Kader) -> Iterator[str]:
    for duty in SHIPPED.duties.duties:
        if not kader.duties.get(duty.id, NO_LINK).measures:
            yield f"* `{duty.id}`: {duty.text[LANGUAGE]}"


def _unasked(pieces: Iterable[Measure | Requirement], questions: Mapping[str, Link]) -> Iterator[str]:
    """Yield what stands beside no question of ours."""
    asked = {code for link in questions.values() for code in (*link.measures, *link.requirements)}
    return (f"* `{piece.code}`: {piece.title[LANGUAGE]}" for piece in pieces if piece.code not in asked)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
