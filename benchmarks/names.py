"""How well names can be searched and lines be read, counted: `python benchmarks/names.py [FOLDER …]`.

Functions are those of a module or a class, without the names that Python gives; a participle is one word that ends as
most do and is no noun of ours.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "iama"
LONG, MANY = 100, 4
IRREGULAR = frozenset("told found held made known shown kept said given meant seen drawn bound built read sent".split())
NOUNS = frozenset("bed feed need seed speed".split())


def functions(path: Path) -> Iterator[str]:
    """Yield the names of the functions that a file defines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            yield node.name.strip("_")


def is_participle(name: str) -> bool:
    """Return whether a name is one participle, such as `told` or `asked`."""
    return "_" not in name and name not in NOUNS and (name.endswith("ed") or name in IRREGULAR)


def measured(folder: Path) -> dict[str, str]:
    """Return the figures of all Python files under a folder."""
    paths = sorted(folder.rglob("*.py"))
    homes: defaultdict[str, set[Path]] = defaultdict(set)
    names: Counter[str] = Counter()
    for path in paths:
        for name in functions(path):
            homes[name].add(path)
            names[name] += 1
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    total = max(1, names.total())
    return {
        f"names of functions that {MANY} files or more define": str(sum(len(of) >= MANY for of in homes.values())),
        "names that are one participle": f"{sum(names[one] for one in names if is_participle(one)) / total:.1%}",
        f"lines over {LONG} characters": f"{sum(len(line) > LONG for line in lines) / max(1, len(lines)):.1%}",
        "mean length of a line": f"{sum(map(len, lines)) / max(1, len(lines)):.0f}",
    }


def main() -> None:
    for folder in [Path(name) for name in sys.argv[1:]] or [PACKAGE]:
        print(folder.name)
        for what, figure in measured(folder).items():
            print(f"  {figure:>6}  {what}")


if __name__ == "__main__":
    main()
