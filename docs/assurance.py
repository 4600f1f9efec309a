"""Makes assurance.md from assurance.yaml and the recorded figures: `python docs/assurance.py`.

`--record FILE` first takes over what tests wrote down (see tests/heavy/README.md), as the figures of today.
"""

import argparse
import json
import os
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).parent
PAGE, THREATS, FIGURES = HOME / "assurance.md", HOME / "assurance.yaml", HOME / "figures.json"
SECONDS, MEGABYTES = 2, 150
Value = int | float | str

OPENING = """\
# Assurance

What can go wrong with assessments that many people write, merge, approve and publish; which tests show that it
does not; what they counted when they last ran; and what nobody has shown. [Security](../SECURITY.md) tells what is
trusted and promised.

Each test has a name that is a claim: *a lock dies with its holder* is `test_a_lock_dies_with_its_holder` in the file
that is linked. Where no figure stands, a test passes or fails and counts nothing. The day is that of the run.
Tests count what went wrong before they demand that nothing did.
`python docs/assurance.py` makes this page from what [tests write down](../tests/heavy/README.md#figures).
"""
CHANGES = """\
## Changes that span files

Every command that saves is run again and again, each time cut off one place further. *Before* and *after* count what
a reader then sees: the files as they were, or as the command leaves them. *Wrong* is anything else, or a message that
is not true; *stray* is a file that is still there after the next save. Of the system calls that touch the workspace
the recorded run struck as many as it says.
"""
HOSTILE = f"""\
## Hostile files

Each file is given to a command in a process of its own. The seconds are those of the processor, so that they do not
depend on what else the machine does; the memory is that of the largest process, Python included. The limits are
{SECONDS} seconds and {MEGABYTES} MB. *Told* is the code of the finding, or a part of the message.
"""


@dataclass(frozen=True)
class Row:
    """A threat, the tests that show it with what is said of their figures, and what is not shown or not there."""

    id: str
    threat: str
    shown: Mapping[str, str | None]
    lacks: str
    absent: str

    @property
    def verdict(self) -> str:
        if self.absent:
            return "not applicable"
        if not self.shown:
            return "not shown"
        return "partly" if self.lacks else "shown"


@dataclass(frozen=True)
class Figures:
    """What a test counted, and when and where it ran."""

    day: str
    python: str
    machine: str
    figures: Mapping[str, Value]


def threats() -> Any:
    """Return assurance.yaml."""
    return yaml.safe_load(THREATS.read_text(encoding="utf-8"))


def rows(told: Any) -> Mapping[str, Sequence[Row]]:
    """Return the rows by their group."""
    return {
        group: [
            Row(id_, row["threat"], row.get("shown", {}), row.get("lacks", ""), row.get("absent", ""))
            for id_, row in each.items()
        ]
        for group, each in told["rows"].items()
    }


def recorded() -> dict[str, Figures]:
    """Return the recorded figures by test."""
    found = json.loads(FIGURES.read_text(encoding="utf-8"))
    return {test: Figures(**each) for test, each in found.items()}


def claim(node: str) -> str:
    """Return `test_x.py::a_claim[case]` for what pytest calls `tests/test_x.py::TestX::test_a_claim[case]`."""
    test, bracket, case = node.partition("[")
    file, _, name = test.removeprefix("tests/").partition("::")
    return f"{file}::{name.rpartition('::')[2].removeprefix('test_')}{bracket}{case}"


def gathered(lines: Iterable[str], by_case: Collection[str]) -> dict[str, dict[str, Value]]:
    """Return what tests wrote down: the cases of a test together, but for those of which a table shows each."""
    found: dict[str, dict[str, Value]] = {}
    for line in lines:
        told = json.loads(line)
        test = claim(told["test"])
        stem = test.partition("[")[0]
        add(found.setdefault(test if stem in by_case else stem, {}), told["figures"])
    return found


def add(to: dict[str, Value], figures: Mapping[str, Value]) -> None:
    """Add counts up; of what was measured keep the most, and of words the last."""
    for name, value in figures.items():
        old = to.get(name)
        if isinstance(value, int) and isinstance(old, int):
            to[name] = old + value
        elif isinstance(value, float) and isinstance(old, float):
            to[name] = max(old, value)
        else:
            to[name] = value


def cases(figures: Mapping[str, Figures], test: str) -> Mapping[str, Figures]:
    """Return the figures of each case of a test by its name."""
    inside = {name: each for name, each in figures.items() if name.partition("[")[0] == test}
    return {name.partition("[")[2].removesuffix("]"): each for name, each in inside.items()}


def figure(figures: Mapping[str, Figures], test: str, said: str) -> str:
    """Return what is said of the figures of a test, with the oldest day on which one of its cases ran."""
    found = cases(figures, test).values()
    if not found:
        return "not run yet"
    total: dict[str, Value] = {}
    for each in found:
        add(total, each.figures)
    return f"{said.format(**total)} ({min(each.day for each in found)})"


def tests_shown(told: Any) -> set[str]:
    """Return every test that the page rests on."""
    shown = {test for each in rows(told).values() for row in each for test in row.shown}
    return shown | set(told["changes"].values()) | set(told["hostile"])


def page(told: Any, figures: Mapping[str, Figures]) -> str:
    """Return the page."""
    parts = [OPENING, summary(told, figures)]
    parts += [section(group, each, figures) for group, each in rows(told).items()]
    return "\n".join([*parts, CHANGES, changes(told, figures), HOSTILE, hostile(told, figures)])


def summary(told: Any, figures: Mapping[str, Figures]) -> str:
    verdicts = [row.verdict for each in rows(told).values() for row in each]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in ("shown", "partly", "not shown", "not applicable"))
    where = sorted({f"{each.machine}, Python {each.python}" for each in figures.values()})
    return f"Of {len(verdicts)} threats: {counts}. The figures were recorded on {' and on '.join(where)}.\n"


def section(group: str, each: Iterable[Row], figures: Mapping[str, Figures]) -> str:
    lines = (
        [row.id, row.threat, "<br>".join(map(linked, row.shown)) or "–", counted(row, figures), missing(row)]
        for row in each
    )
    return f"## {group}\n\n" + table(["", "threat", "tests", "figures", "not shown"], lines)


def linked(test: str) -> str:
    file, _, name = test.partition("::")
    return f"[{Path(file).stem.removeprefix('test_')}](../tests/{file}): {name.replace('_', ' ')}"


def counted(row: Row, figures: Mapping[str, Figures]) -> str:
    return "<br>".join(figure(figures, test, said) for test, said in row.shown.items() if said) or "–"


def missing(row: Row) -> str:
    word = row.verdict.capitalize()
    return "–" if row.verdict == "shown" else f"**{word}.** {' '.join(filter(None, (row.absent, row.lacks)))}"


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in (heading, ["---"] * len(heading), *lines))


def changes(told: Any, figures: Mapping[str, Figures]) -> str:
    names = ("strikes", "before", "after", "wrong", "stray")
    found = [one for way, test in told["changes"].items() for one in struck(cases(figures, test), way)]
    lines = [
        [command, how, places(each.figures), *(shown(each.figures.get(name)) for name in names[1:]), each.day]
        for command, how, each in found
    ]
    total = [f"**{sum(int(each.figures.get(name, 0)) for *_, each in found):,}**" for name in names]
    lines = [*sorted(lines, key=lambda line: line[0]), ["**together**", "", *total, ""]]
    return table(["command", "cut off", "places", *names[1:], "day"], lines)


def places(figures: Mapping[str, Value]) -> str:
    """Return at how many places a command was cut off, and of how many where that was recorded."""
    return f"{figures['strikes']:,}" + (f" of {figures['calls']:,}" if "calls" in figures else "")


def shown(count: Value | None) -> str:
    return "–" if count is None else f"{count:,}"


def struck(found: Mapping[str, Figures], way: str) -> Iterator[tuple[str, str, Figures]]:
    """Yield each command with how it was cut off; a case may say more about that behind a comma."""
    for case, each in found.items():
        command, _, how = case.partition(", ")
        yield command, f"{way}, {how}" if how else way, each


def hostile(told: Any, figures: Mapping[str, Figures]) -> str:
    lines = [
        [
            case,
            f"{each.figures['seconds']:.2f}",
            f"{each.figures['megabytes']:.0f}",
            str(each.figures["told"]),
            each.day,
        ]
        for test in told["hostile"]
        for case, each in cases(figures, test).items()
    ]
    over = f"\nOver the limit when this was recorded: {', '.join(told['over'])}.\n" if told["over"] else ""
    return table(["file, command", "seconds", "MB", "told", "day"], lines) + over


def take_over(file: Path) -> None:
    """Let what tests wrote down take the place of their older figures."""
    told = threats()
    by_case = {*told["changes"].values(), *told["hostile"]}
    new = gathered(file.read_text(encoding="utf-8").splitlines(), by_case)
    today = (date.today().isoformat(), platform.python_version(), f"{platform.system()}, {os.cpu_count()} cores")
    write(recorded() | {name: Figures(*today, each) for name, each in new.items()})


def write(figures: Mapping[str, Figures]) -> None:
    lines = (f"  {json.dumps(name)}: {json.dumps(asdict(figures[name]))}" for name in sorted(figures))
    FIGURES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make docs/assurance.md.")
    parser.add_argument("--record", type=Path, metavar="FILE", help="take over the figures in FILE first")
    if file := parser.parse_args().record:
        take_over(file)
    PAGE.write_text(page(threats(), recorded()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
