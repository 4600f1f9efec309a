"""A copy of this program in which everything that may change is changed on purpose: names, words, pages, trees."""

import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

import iama
from iama.files.shipped import SHIPPED, shipped_folder

PACKAGE = Path(iama.__file__).parent
# classes, and fields of approvals, questions, options, triggers and trees; what a file calls them stays as it is
NAMES = {
    "Approval": "Besluit",
    "Question": "Vraag",
    "Section": "Paragraaf",
    "Column": "Kolom",
    "Trigger": "Signaal",
    "Fact": "Feit",
    "Row": "Regel",
    "Follow": "Navraag",
    "Snapshot": "Momentopname",
    "contract": "renderer",
    "letters": "elements",
    "exclusive": "alone",
    "acceptable": "may_be_accepted",
    "severities": "weights",
    "froms": "starts",
    "option_groups": "headings",
}
SIGNS = ("months", "decimal-sign", "group-sign", "counts")
_WORD = re.compile(rf"\b(?<![\"'-])({'|'.join(NAMES)})\b(?![\"'-])")
_QUOTED_TYPE = re.compile(r'"([A-Z]\w+)((?: \| None)?)"')  # a type before it is there
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Program:
    """The changed program in its folder."""

    folder: Path

    def __call__(self, base: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it in `base` and return what came of it."""
        return self._run(base, "-m", "iama", *words)

    @property
    def runs(self) -> str:
        """The file of the package that it runs."""
        return self._run(self.folder, "-c", "import iama; print(iama.__file__)").stdout.strip()

    def _run(self, base: Path, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONUTF8": "1"}
        command = [sys.executable, "-P", *words]
        return subprocess.run(command, cwd=base, env=environment, capture_output=True, encoding="utf-8", check=False)


def changed_program(folder: Path) -> Program:
    """Write the changed program into a new folder; every kind of change must find something to change."""
    shutil.copytree(PACKAGE, folder / "iama", ignore=shutil.ignore_patterns("__pycache__", "reports", "questionnaires"))
    for name in ("reports", "questionnaires"):
        shutil.copytree(shipped_folder(name), folder / name)
    sources = sorted((folder / "iama").rglob("*.py"))
    pages = sorted((folder / "reports").rglob("*.html.j2"))
    _each(sources, _renamed)
    for one in sorted((folder / "iama" / "words").glob("*.yaml")):
        _each([one], _reworded)
    _each([one for one in pages if one.name == "report.html.j2"], _reordered)
    _each([one for one in pages if one.name == "page.html.j2"], _with_paragraph)
    _each(pages, _other_classes)
    _each([folder / "iama" / "publish" / name for name in ("view.py", "questions.py")], _with_key)
    for ref in SHIPPED.refs:
        _each([folder / "questionnaires" / f"{ref}.yaml"], _revised)
    for name in ("algorithm-1.0", "iama-1.0", "iama-2.0", "fria-1.0"):
        _each([folder / "questionnaires" / f"{name}.yaml"], _asked_otherwise)
    return Program(folder)


def _each(paths: Sequence[Path], change: Callable[[str], str]) -> None:
    """Change files; that none of them changes means that this test no longer tries what it says."""
    before = [path.read_text(encoding="utf-8") for path in paths]
    after = [change(text) for text in before]
    assert after != before, (change.__name__, paths)
    for path, text in zip(paths, after, strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")


def _renamed(source: str) -> str:
    """Rename identifiers, and nothing in a text: a key of a record is no name of the program."""
    lines = source.splitlines(keepends=True)
    for token in reversed([*tokenize.generate_tokens(io.StringIO(source).readline)]):
        (row, start), (last, end) = token.start, token.end
        new = _named(token)
        if new != token.string:
            head, tail = lines[row - 1][:start], lines[last - 1][end:]
            lines[row - 1 : last] = (head + new + tail).splitlines(keepends=True)
    return "".join(lines)


def _named(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return NAMES.get(token.string, token.string)
    if token.type == tokenize.STRING and (quoted := _QUOTED_TYPE.fullmatch(token.string)):
        return f'"{NAMES.get(quoted[1], quoted[1])}{quoted[2]}"'
    if token.type == tokenize.STRING and "f" in token.string.partition(token.string[-1])[0].lower():
        # until Python 3.12 a text with names in it is one token
        return _BRACES.sub(lambda found: _WORD.sub(lambda name: NAMES[name[1]], found[0]), token.string)
    return token.string


def _reworded(catalogue: str) -> str:
    """Say everything otherwise; signs stay signs."""
    texts = yaml.load(catalogue, yaml.BaseLoader)
    said = {key: words if key in SIGNS else _otherwise(words) for key, words in texts.items()}
    return yaml.safe_dump(said, allow_unicode=True)


def _otherwise(words: str | dict[str, str]) -> str | dict[str, str]:
    if isinstance(words, str):
        return f"Anders: {words}"
    return {count: f"Anders: {one}" for count, one in words.items()}


def _reordered(page: str) -> str:
    """Let the summary and the figures change places."""
    places = {"summary.html.j2": "glance.html.j2", "glance.html.j2": "summary.html.j2"}
    assert all(name in page for name in places)
    return re.sub("|".join(map(re.escape, places)), lambda found: places[found[0]], page)


def _with_paragraph(page: str) -> str:
    return re.sub(r"(<main[^>]*>\n)", r"\1<p>Anders</p>\n", page)


def _other_classes(page: str) -> str:
    return page.replace('class="', 'class="other-')


def _with_key(source: str) -> str:
    return re.sub(r'^( +return \{\n)( +)(?=")', r'\1\2"added-on-purpose": "anders",\n\2', source, flags=re.MULTILINE)


def _revised(tree: str) -> str:
    return re.sub(r"^revision: (\d+)", lambda found: f"revision: {int(found[1]) + 1}", tree, flags=re.MULTILINE)


def _asked_otherwise(tree: str) -> str:
    """Ask every text in other words, and one question that was not asked."""
    tree = re.sub(r"^( {12})(kind: text\n)(?:\1wording: \d+\n)?", r"\1\2\1wording: 9\n", tree, flags=re.MULTILINE)
    tree = re.sub(r"^( +nl: )(?=[A-Z])", r"\1Anders - ", tree, flags=re.MULTILINE)
    new = "          - {id: added-on-purpose, kind: text, text: {nl: Anders, en: Other}}\n"
    return re.sub(r"^(?=          - id: )", new, tree, count=1, flags=re.MULTILINE)
