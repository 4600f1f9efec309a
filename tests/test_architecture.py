"""The rules of the house: imports go down, one owner per library, no circles, no module that is two."""

import ast
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import iama
from iama import cli

PACKAGE = Path(iama.__file__).parent
MODULES = {
    ".".join(("iama", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
BELOW: Mapping[str, set[str]] = {
    "words": set(),
    "model": {"words"},
    "files": {"words", "model"},
    "assess": {"words", "model"},  # knows no files
    "interview": {"words", "model", "assess"},
    "lint": {"words", "model", "assess"},
    "publish": {"words", "model", "assess"},
    "audit": {"words", "model", "assess", "publish"},
    "gate": {"words", "model", "files", "assess", "lint", "publish", "audit"},
    "library": {"words", "model", "files", "assess", "publish", "audit", "gate", "lint"},  # for other programs
    "terminal": {"words", "model", "assess", "interview", "gate"},
    "cli": {"words", "model", "assess", "interview", "lint", "files", "publish", "audit", "gate", "terminal"},
}
OWNERS = {
    "yaml": "iama.files.yamlfile iama.words",  # a checkout reads its catalogues
    "filelock": "iama.files.disk",
    "rfc8785": "iama.model.canonical",
    "subprocess": "iama.files.programs",
    "jinja2": "iama.publish.report",
    "typst": "iama.publish.typesetting",
    "questionary": "iama.terminal.prompts",
    "prompt_toolkit": "iama.terminal.prompts",
    "rich": "iama.terminal.screen",
    "typer": "iama.cli",
    "click": "iama.cli",
}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield every module that a piece of code may import, with what it takes from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"write the import in full: {ast.unparse(node)}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module(name: str) -> str:
    """Return the module of ours in which an imported name stands."""
    return name if name in MODULES else name.rpartition(".")[0]


@cache
def everything(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(name: str) -> str:
    """Return the part of the package in which a module or what it offers stands."""
    return name.split(".")[1] if "." in name else ""


def test_every_module_stands_in_a_room_of_the_house() -> None:
    assert [name for name in MODULES if room(name) not in BELOW] == ["iama", "iama.__main__"]


def test_imports_go_down_only() -> None:
    up = [
        f"{name}: {found}"
        for name, path in MODULES.items()
        for found in imported(everything(path))
        if found.startswith("iama.") and (here := room(name)) in BELOW
        if room(found) not in BELOW[here] | {here, "__version__"}
    ]
    assert up == []


def test_a_library_has_one_owner() -> None:
    foreign = [
        f"{name}: {one}"
        for name, path in MODULES.items()
        for one in {found.partition(".")[0] for found in imported(everything(path))} & OWNERS.keys()
        if not f"{name}.".startswith(tuple(f"{owner}." for owner in OWNERS[one].split()))
    ]
    assert foreign == []


WRITERS = {
    "write_text",
    "write_bytes",
    "writelines",
    "mkstemp",
    "replace_file",
    "write_file",
    "stream_file",
    "stage_file",
}
PRIVATE = {  # in a folder that is new and ours alone, or in the place of nothing
    "iama.files.programs": {"write_text", "write_bytes"},
    "iama.files.signatures": {"write_text"},
    "iama.files.timestamps": {"write_bytes"},
    "iama.cli.verification": {"write_bytes"},
    "iama.files.drafts": {"write_file"},
    "iama.files.history": {"write_file"},
    "iama.cli.help": {"write_text"},  # of the formatter of Typer
}
OPENED = {"iama.files.ownfiles": ["os.fdopen(descriptor, 'ab' if append else 'rb')"]}


WORLD = {  # libraries that reach beyond this process, or wait for somebody
    *("os", "sys", "signal", "select", "subprocess", "shutil", "tempfile", "time", "random", "secrets", "socket"),
    *("concurrent", "multiprocessing", "threading", "termios", "msvcrt", "getpass", "locale", "platform"),
    *("questionary", "typst", "rich.console.Console", "jinja2.FileSystemLoader"),
    *(f"iama.files.{one}" for one in ("disk", "drafts", "history", "journal", "output", "ownfiles", "programs")),
    *(
        f"iama.files.{one}"
        for one in ("config", "resultstore", "scaffold", "settings", "signatures", "store", "walking")
    ),
}
READING = {"open", "read_text", "read_bytes", "is_file", "is_dir", "exists", "glob", "rglob", "iterdir"}


def touches_the_world(path: Path) -> bool:
    """Return whether a module reaches beyond this process itself."""
    tree = everything(path)
    calls = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    found = [name for name in imported(tree) if not name.rpartition(".")[2].isupper()]  # a constant reaches nowhere
    return bool(calls & READING) or any(f"{name}.".startswith(tuple(f"{one}." for one in WORLD)) for name in found)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/index.md"])
def test_the_pages_name_what_touches_the_world(page: str) -> None:
    touching = {
        name.removeprefix("iama.").replace(".", "/")
        for name, path in MODULES.items()
        if room(name) and room(name) not in ("cli", "files", "__main__") and touches_the_world(path)
    }
    text = (PACKAGE.parent / page).read_text(encoding="utf-8")
    (said,) = re.findall(r"only `cli` and `files` touch the world, and (.*?\(keys and screen\))", text)
    told = {name for name in re.findall(r"`([a-z/_]+)`", said) if "/" in name or name in BELOW}
    assert told == {"/".join(name.split("/")[:2]) for name in touching}


SAVERS = {f"iama.files.{one}" for one in ("disk", "journal", "output")}


def test_a_file_is_saved_in_a_dossier_or_is_a_result_and_there_is_no_third_way() -> None:
    named, opened = {}, {}
    for name in MODULES.keys() - SAVERS:
        nodes = list(ast.walk(everything(MODULES[name])))
        words = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        words |= {node.id for node in nodes if isinstance(node, ast.Name)}
        named[name] = words & WRITERS
        calls = [ast.unparse(node) for node in nodes if isinstance(node, ast.Call)]
        opened[name] = [call for call in calls if re.search(r"\bf?d?open\(.*['\"][wax]b?\+?['\"]", call)]
    assert {name: words for name, words in named.items() if words} == PRIVATE
    assert {name: calls for name, calls in opened.items() if calls} == OPENED


GATHERERS = ("iama", "iama.cli")  # what stands below them is registered or offered there, and made first


def ours(name: str) -> set[str]:
    """Return the modules of ours that a module knows, whether when it is imported, in a function or as types only."""
    known = {module(found) for found in imported(everything(MODULES[name]))} & MODULES.keys()
    if name in GATHERERS:
        return {other for other in known if not other.startswith(f"{name}.")}
    return known


def test_no_module_knows_itself_through_others_not_even_their_types() -> None:
    graph = {name: ours(name) for name in MODULES}
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_a_module_that_asks_for_400_lines_is_two_modules() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count >= 400} == {}


def test_a_name_says_what_it_is_and_can_be_searched() -> None:
    measured = runpy.run_path(str(PACKAGE.parent / "benchmarks/names.py"))["measured"]
    in_many_files, participles, *_ = measured(PACKAGE).values()
    assert int(in_many_files) <= 12
    assert float(participles.rstrip("%")) < 3


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    assert [name for name, path in MODULES.items() if not ast.get_docstring(everything(path))] == []


@pytest.mark.skipif("iama.cli" not in MODULES, reason="there is no iama/cli/__init__.py yet")
@pytest.mark.parametrize("command", ["import iama.cli", "import iama.__main__", "import iama"])
def test_the_command_line_starts_without_the_heavy_libraries(command: str) -> None:
    heavy = ["yaml", "jinja2", "questionary", "prompt_toolkit", "rich", "markdown_it", "filelock"]
    script = f"{command}; import sys; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_rules_see_a_breach() -> None:
    code = ast.parse("from iama.files import store\nimport yaml.nodes\ndef f():\n    from iama.cli import app\n")
    assert list(imported(code)) == ["iama.files.store", "yaml.nodes", "iama.cli.app"]
    assert module("iama.files.store.update") == "iama.files.store"


def test_the_overview_of_commands_imports_none_of_them() -> None:
    script = "import sys; sys.argv = ['iama', '--help']; import iama.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {f"iama.cli.{home}" for home in cli.HOMES.values()} & {*done.stdout.split()} == set()
