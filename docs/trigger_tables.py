"""Writes what fires, clears and leaves undecided every trigger into triggers.md: `python docs/trigger_tables.py`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Verdict
from iama.files.shipped import SHIPPED
from iama.lint.reach import AS_OF, Given, witness
from iama.model.conditions import Ref
from iama.model.dossier import Assessment, Dossier, Row
from iama.model.law import Law
from iama.model.questionnaire import Case, Questionnaire, Trigger
from iama.words import text

PAGE = Path(__file__).parent / "triggers.md"
MARK = "<!-- from here on written by docs/trigger_tables.py -->\n"
LANGUAGE = "en"
TRUTHS: tuple[tuple[str, bool | None], ...] = (("fires", True), ("is clear", False), ("stays undecided", None))

Witness = Mapping[Ref, Given]


def trees() -> dict[str, Questionnaire]:
    """Return the newest shipped tree of every instrument, by id."""
    return {tree.id: tree for ref in SHIPPED.refs if (tree := SHIPPED.find_questionnaire(ref))}


def smallest(trigger: Trigger, home: str, known: Mapping[str, Questionnaire], law: Law) -> Iterator[Witness]:
    """Yield the fewest answers that make a trigger fire, clear, and stay undecided."""
    for _, truth in TRUTHS:
        found = witness(trigger.condition, known, home, truth, repeat=trigger.repeat, law=law)
        assert found is not None, f"{trigger.id}: no answers make it {truth}"  # lint says so too
        yield found


def renewed(page: str) -> str:
    """Return the page with everything after the mark written again."""
    return page[: page.index(MARK) + len(MARK)] + generated()


def generated() -> str:
    """Return the sections of all triggers, in the order of their trees."""
    known, law = trees(), SHIPPED.law
    lines: list[str] = []
    for tree in known.values():
        if not tree.triggers:
            continue
        lines += ["", f"### {tree.title[LANGUAGE]} ({tree.ref})"]
        for trigger in tree.triggers:
            lines += section(trigger, tree, smallest(trigger, tree.id, known, law), law)
    return "\n".join(lines) + "\n"


def section(trigger: Trigger, tree: Questionnaire, sets: Iterable[Witness], law: Law) -> Iterator[str]:
    """Yield the lines about one trigger: what it is, what it reads, and its three smallest sets of answers."""
    yield from ("", f"#### `{trigger.id}`", "", f"{trigger.title[LANGUAGE]}.", "")
    yield f"* {'; '.join(cases(trigger.severities, 'Severity'))}"
    if trigger.froms:
        yield f"* {'; '.join(cases(trigger.froms, 'Binds from'))}"
    if trigger.repeat:
        yield f"* One verdict per value of `{trigger.repeat}`"
    if not trigger.acceptable:
        yield "* Cannot be accepted or mitigated: only other answers, or a lawyer's dispute"
    yield f"* Law: {'; '.join(dict.fromkeys(law.cite(id_, LANGUAGE) for id_ in trigger.basis))}"
    yield f"* Rule: `{' '.join(trigger.when.split())}`"
    yield from ("", "| it | with these answers, all else open |", "| --- | --- |")
    for (verdict, truth), answers in zip(TRUTHS, sets, strict=True):
        until = f", until {missing(trigger, tree)}" if truth is None and not answers else ""
        yield f"| {verdict} | {said(answers, tree)}{until} |"


def missing(trigger: Trigger, tree: Questionnaire) -> str:
    """Return the questions that a trigger asks for first, in a dossier where nothing is answered."""
    refs = next(verdict.missing for verdict in unanswered() if verdict.trigger is trigger)
    return ", ".join(f"`{name(ref, tree)}`" for ref in refs)


@cache
def unanswered() -> tuple[Verdict, ...]:
    """Return the verdicts of a dossier in which nothing is answered."""
    known = trees()
    empty = Dossier("empty", {one.ref: Assessment(one.ref, LANGUAGE) for one in known.values()})
    return evaluate(empty, known.values(), SHIPPED.law, date(2026, 11, 23)).verdicts


def cases(given: Iterable[Case], name: str) -> Iterator[str]:
    """Yield every severity or date with its condition."""
    for number, case in enumerate(given):
        value = text(f"severity-{case.value}", LANGUAGE).lower() if name == "Severity" else f"`{case.value}`"
        lead = f"{name}: " if number == 0 else ""
        if case.when:
            yield f"{lead}{value} when `{' '.join(case.when.split())}`"
        else:
            yield f"{lead}{'otherwise ' if number else ''}{value}"


def said(answers: Witness, home: Questionnaire) -> str:
    """Return a set of answers in one cell of a table."""
    return "<br>".join(one(ref, given, home) for ref, given in sorted(answers.items())) or "nothing answered yet"


def one(ref: Ref, given: Given, home: Questionnaire) -> str:
    if ref == AS_OF:
        return f"on {given[0]}"
    if not given:
        return f"`{name(ref, home)}`: nothing, or not applicable"
    return f"`{name(ref, home)}` = {', '.join(map(word, given))}"


def name(ref: Ref, home: Questionnaire) -> str:
    return str(ref) if ref.questionnaire in ("", home.id) else f"{ref.questionnaire}.{ref}"


def word(given: str | Row) -> str:
    if isinstance(given, str):
        return given
    cells = ", ".join(f"{name}: {value}" for name, value in given.cells.items())
    return f"a row ({cells})" if cells else "a row"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
