"""Measures how long a report takes beside a bare join of its texts, and beside `mkdocs build` of the same pages.

Makes dossiers as `benchmarks/check.py` does, and runs in turn, one process each over all of them: a join that reads the
files and writes every question and answer without judging anything, our Markdown, our HTML, and mkdocs over the
Markdown that we wrote. Prints ratios within a round. Never a timed test.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from check import Spent, made, measured, timed
from startup import EXE, ROOT, environment, installed, wheel

JOIN, MARKDOWN, HTML, MKDOCS = "join of strings", "iama, Markdown", "iama, HTML", "mkdocs build"
PAGES = ROOT / "benchmarks" / "pages.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=100, help="how many reports (default: 100)")
    parser.add_argument("--rounds", type=int, default=5, help="how often every program runs (default: 5)")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="iama-render-") as name:
        folder = Path(name)
        made(folder / "work", options.dossiers)
        taken = measured(commands(folder), options.rounds)
        print(f"{options.dossiers} reports", table(taken, options.dossiers), sep="\n", flush=True)


def commands(folder: Path) -> Mapping[str, Callable[[], Spent]]:
    """Return what is measured, by name."""
    python = environment(folder / "environment", [wheel(ROOT, folder)], None) / f"python{EXE}"
    mkdocs = installed(folder / "mkdocs", "mkdocs")
    site = folder / "site"
    (site / "docs").mkdir(parents=True)
    (site / "mkdocs.yml").write_text("site_name: reports\n", encoding="utf-8")

    def ours(kind: str, to: Path) -> Callable[[], Spent]:
        to.mkdir(exist_ok=True)
        return lambda: timed((python, PAGES, kind, folder / "work" / "assessments", to))

    return {
        JOIN: ours("join", folder / "joined"),
        MARKDOWN: ours("md", site / "docs"),
        HTML: ours("html", folder / "pages"),
        MKDOCS: lambda: timed((mkdocs, "build", "--quiet", "--config-file", site / "mkdocs.yml")),
    }


def table(taken: Mapping[str, Sequence[Spent]], reports: int) -> str:
    def ratio(over: str, under: str) -> float:
        return median(one.seconds / two.seconds for one, two in zip(taken[over], taken[under], strict=True))

    lines = [f"{'':<18} {'ms a report':>12} {'to the join':>12} {'to mkdocs':>10}"]
    for name, spent in taken.items():
        each = 1000 * median(one.seconds for one in spent) / reports
        lines.append(f"{name:<18} {each:>12.1f} {ratio(name, JOIN):>12.2f} {ratio(name, MKDOCS):>10.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
