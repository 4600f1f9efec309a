"""The pages say what the program does: keys, codes, commands, examples and links are compared with it."""

import ast
import json
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import help_blocks
import pytest
import yaml
from decisions import chain
from given import evaluated as evaluated_with
from given import statuses, tree
from typer.main import get_command
from typer.testing import CliRunner

from iama.assess.facts import FACTS
from iama.cli import app
from iama.files import (
    approvalfile,
    calendarfile,
    controlsfile,
    crosswalkfile,
    definition,
    dossierfile,
    lawfile,
    routingfile,
    settings,
)
from iama.files.layout import write_assessment, write_people
from iama.files.shipped import SHIPPED
from iama.gate.config_tables import _READERS, _WAIVER
from iama.gate.rules import CODES
from iama.lint.lint import lint
from iama.model.dossier import Adopted, Answer, Assessment, Dissent, Follow, Row, Source, State
from iama.words import text

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in TOP), *sorted(DOCS.rglob("*.md"))]


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table(text: str, after: str) -> list[list[str]]:
    """Return the cells of the first table after a phrase, without its heading."""
    lines = iter(text[text.index(after) + len(after) :].splitlines())
    found = []
    for line in lines:
        if line.startswith("|"):
            found.append([cell.strip() for cell in line.strip("|").split(" | ")])
        elif found:
            break
    return found[2:]


def keys(text: str, after: str) -> set[str]:
    """Return what stands in code in the first column of a table."""
    return {key for row in table(text, after) for key in re.findall(r"`([^`]+)`", row[0])}


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def named_in(module_file: str | None, function: str) -> set[str]:
    """Return every text in a tuple inside one function: the keys that it reads."""
    source = ast.parse(Path(module_file or "").read_text(encoding="utf-8"))
    (body,) = [node for node in ast.walk(source) if isinstance(node, ast.FunctionDef) and node.name == function]
    elements = (one for node in ast.walk(body) if isinstance(node, ast.Tuple) for one in node.elts)
    constants = (one.value for one in elements if isinstance(one, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def test_no_page_says_a_line_twice() -> None:
    """Two branches that both change a line merge into both of them."""
    made = {"triggers.md", "readings.md", "findings.md"}  # the same law stands with many
    for path in PAGES:
        prose = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        begun = Counter(line[:50] for line in prose.splitlines() if len(line) > 50 and not line.startswith("|"))
        assert path.name in made or [line for line, count in begun.items() if count > 1] == [], path.name


@pytest.mark.parametrize(("name", "language"), [("handleiding.md", "nl"), ("guide.md", "en")])
def test_the_screens_of_the_guides_have_the_keys_of_today(name: str, language: str) -> None:
    """The agenda stood there with keys that it had long ago."""
    lines = [line.strip() for block in blocks(page(name), "text") for line in block.splitlines()]
    shown = {line for line in lines if line.startswith("(") and "Ctrl-B" in line}
    assert shown == {f"({text('keys', language)})"}


# files.md


@pytest.mark.parametrize(
    ("after", "function"),
    [
        ("## An assessment", "read_assessment"),
        ("Keys inside `follow`:", "read_follow"),
        ("Keys of each record in `dissent`:", "read_dissent"),
        ("Keys of each record in `sources`:", "read_source"),
        ("Keys of each record in `adopts`:", "read_adoption"),
        ("Keys inside `carried`:", "read_carry_over"),
        ("## `people.yaml`", "read_people"),
    ],
)
def test_files_md_names_every_key_that_can_be_read(after: str, function: str) -> None:
    assert keys(page("files.md"), after) == named_in(dossierfile.__file__, function)


def test_files_md_names_every_key_of_an_answer() -> None:
    assert keys(page("files.md"), "### Keys of an answer") == {*dossierfile._ANSWER, "each"}


def test_files_md_names_every_key_of_a_decision() -> None:
    entry = {"format", "approvals", "merged", *approvalfile._REQUIRED_2, *approvalfile._OPTIONAL_2}
    assert keys(page("files.md"), "## `approvals.yaml`") == entry
    condition = named_in(approvalfile.__file__, "_approval_condition")
    assert keys(page("files.md"), "Keys of each record in `conditions`:") == condition


def test_files_md_names_every_key_of_a_snapshot() -> None:
    (content,) = (content for name, content in chain("go").files.items() if name.endswith(".json"))
    assert keys(page("files.md"), "## `approved/DIGEST.json`") == {*json.loads(content), "earlier-conditions"}


def test_files_md_names_every_setting() -> None:
    assert keys(page("files.md"), "Keys of `iama.toml`") == set(settings.KEYS)


def test_files_md_names_the_columns_of_every_rows_question() -> None:
    documented = {
        question: re.findall(r"`([^`]+)`", row[1])
        for row in table(page("files.md"), "### Rows")
        for question in re.findall(r"`([^`]+)`", row[0])
    }
    trees = map(SHIPPED.resolve_questionnaire, SHIPPED.refs)
    asked = {q.id: [column.id for column in q.columns] for one in trees for q in one.questions.values() if q.columns}
    assert documented == asked, "run python tests/derived.py"


def test_nothing_is_written_that_files_md_does_not_name() -> None:
    full = Answer(
        value=(Row("kqzmbd", {"name": "Ranking"}),),
        unsure=("privacy",),
        reason="why",
        follow=Follow("lawyer", "2026-12-01"),
        note="note",
        note_internal="note",
        dissent=(Dissent("ethicist", "no"),),
        by=("lawyer",),
        date="2026-11-23",
        sources=(Source("DPIA", "dpia.pdf", "v1", "2026-11-02", "9f86d081"),),
        adopts=(Adopted("iama-2.0/goal", "9f86d081"),),
        carried={"from": "iama-1.0/1.1", "confirmed": "2026-12-01"},
        overruled="why",
        stamp="aa1409d8",
        imported="2026-11-30",
    )
    state = Answer(status=State.UNKNOWN)
    assert [name for name in Answer.__struct_fields__ if not getattr(full, name)] == ["status"]
    one = tree("[{id: others, kind: rows, columns: {name: text}}, {id: method, kind: text, repeat: others}]")
    answers = {("others", None): full, ("method", None): state, ("method", "kqzmbd"): state}
    texts = write_assessment(Assessment(one.ref, "nl", answers), one), write_people({"p1": "A. Jansen"})
    written = {key for text in texts for key in keys_in(yaml.safe_load(text))}
    named = set(re.findall(r"^\| `([^`]+)` \|", page("files.md"), re.MULTILINE))
    assert written - named == {"others", "method", "kqzmbd", "p1"}


def keys_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


# questionnaires.md


@pytest.mark.parametrize(
    ("after", "known"),
    [
        ("## Keys at the top", {*definition._TOP, *definition._TOP_OPTIONAL}),
        ("## Keys of a part", named_in(definition.__file__, "read_part")),
        ("## Keys of a section", named_in(definition.__file__, "read_section")),
        ("## Keys of a question", {*definition._QUESTION, *definition._QUESTION_OPTIONAL}),
        ("## Triggers", named_in(definition.__file__, "read_trigger")),
        ("## Duties", {*calendarfile._TOP, *calendarfile._REQUIRED, *calendarfile._OPTIONAL}),
        ("## Routing", {*routingfile._TOP}),
        ("A route:", {*routingfile._ROUTE, *routingfile._CASE}),
        ("## Chapters of a DPIA", {*crosswalkfile._TOP}),
        ("A question that is served:", named_in(crosswalkfile.__file__, "_service")),
        ("An element, for", {"letter", "chapters", "add", "provider"}),
        ("## Controls of auditors", {*controlsfile._TOP}),
        ("## Legal facts", {*lawfile._REQUIRED, *lawfile._OPTIONAL, "format", "revision", "facts", "readings"}),
        ("A reading:", {*lawfile._READING, *lawfile._RESTS}),
    ],
)
def test_questionnaires_md_names_every_key(after: str, known: set[str]) -> None:
    assert keys(page("questionnaires.md"), after) == known


def test_the_example_questionnaire_has_no_findings() -> None:
    (example,) = blocks(page("questionnaires.md"), "yaml tree")
    assert lint(definition.read_questionnaire("example.yaml", example), {}, SHIPPED.law) == ()


# conditions.md


def examples() -> list[list[str]]:
    """Return condition, answers and outcome of every example."""
    rows = [line.strip("|").split(" | ") for line in page("conditions.md").splitlines() if line.startswith("| `")]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows]
    return [row for row in cells if row[-1] in ("yes", "no", "unknown")]


def test_conditions_md_holds_examples() -> None:
    assert len(examples()) > 20


@pytest.mark.parametrize(("condition", "answers", "outcome"), examples())
def test_every_example_of_a_condition_comes_to_what_is_said(condition: str, answers: str, outcome: str) -> None:
    (questions,) = blocks(page("conditions.md"), "yaml questions")
    asked = tree(f"{questions}- {{id: example, kind: text, when: {condition!r}}}\n")
    spelled = "\n".join(f"{name}: {flow(value)}" for name, value in plain_answers(answers).items())
    status = statuses(evaluated_with((asked, spelled)))["example"]
    assert {"open": "yes", "skipped": "no", "waiting": "unknown"}[status] == outcome


def plain_answers(answers: str) -> dict[str, object]:
    return dict(yaml.load(f"{{{answers}}}", Loader=yaml.BaseLoader))


def flow(value: object) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True).strip()


def test_conditions_md_names_every_derived_fact() -> None:
    documented = {row[0].strip("`"): row[1] for row in table(page("conditions.md"), "## Derived facts")}
    assert documented == {name: str(fact.type) for name, fact in FACTS.items()}


# findings.md

CODE_AT = {
    "Finding": 1,
    "finding_of": 1,
    "add": 1,
    "Fault": 0,
    "Doubt": 0,
    "entry_doubt": 0,
    "_timed_doubt": 0,
    "one_of": 2,
}  # which argument of a call is a code


def codes() -> set[str]:
    """Return every finding code in the sources."""
    calls = (
        node
        for path in (ROOT / "iama").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    found = set()
    for call in calls:
        position = CODE_AT.get(str(getattr(call.func, "id", getattr(call.func, "attr", ""))), len(call.args))
        for argument in call.args[position : position + 1]:
            found |= {node.value for node in ast.walk(argument) if isinstance(node, ast.Constant)}
    return {str(code) for code in found if re.fullmatch(r"[a-z]+(-[a-z]+)+", str(code))}


def test_findings_md_explains_every_code_and_no_other() -> None:
    assert set(re.findall(r"^### `([^`]+)`$", page("findings.md"), re.MULTILINE)) == codes() | set(CODES)


def test_every_finding_says_what_to_do() -> None:
    sections = re.split(r"^### ", page("findings.md"), flags=re.MULTILINE)[1:]
    assert [text.splitlines()[0] for text in sections if not re.search(r"\*[^*]+\*", text)] == []


# check.md


def test_check_md_names_every_setting_of_the_gate() -> None:
    assert keys(page("check.md"), "| key of `[check]` |") == set(_READERS)
    (waiver,) = [one for one in blocks(page("check.md"), "toml") if "[[waivers]]" in one]
    named = {line.split(" = ")[0] for line in waiver.splitlines() if " = " in line}
    assert named | {"question"} == set(_WAIVER)


# commands.md


def test_commands_md_has_a_section_for_every_command() -> None:
    documented = re.findall(r"^## `iama ?([^`]*)`$", page("commands.md"), re.MULTILINE)
    assert sorted(documented) == sorted(help_blocks.commands())


def test_commands_md_shows_the_help_of_every_command() -> None:
    text = page("commands.md")
    assert help_blocks.renewed(text) == text, "run python tests/derived.py"


def test_every_command_and_option_says_what_it_is_for() -> None:
    told = {name: [command.help, *(param.help for param in command.params)] for name, command in typed_commands()}
    assert [name for name, texts in told.items() if not all(texts)] == []


def typed_commands() -> Iterator[tuple[str, Any]]:
    """Yield every command by name, as Typer holds it."""
    for name in help_blocks.commands():
        command: Any = get_command(app)
        for word in name.split():
            command = command.commands[word]
        yield name, command


# examples of commands


@pytest.mark.parametrize(
    "path", [path for path in PAGES if "```console" in path.read_text("utf-8")], ids=lambda path: path.name
)
def test_commands_print_what_the_pages_show(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "questionnaires", "questionnaires")
    if path.name != "README.md":  # which makes it itself
        run("iama demo .demo --lang en")
        monkeypatch.chdir(".demo")
        shutil.copytree(ROOT / "questionnaires", "questionnaires")
    for block in blocks(path.read_text(encoding="utf-8"), "console"):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            if command.startswith("cd "):
                monkeypatch.chdir(command.removeprefix("cd "))
                continue
            printed = run(command)
            assert re.fullmatch(pattern(shown), printed), f"{command}\n{printed}"


def pattern(shown: str) -> str:
    """Return what must be printed; a line of `…` stands for any lines."""
    return "".join(r"(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "iama"
    return CliRunner().invoke(app, arguments, prog_name="iama").output


# links


@pytest.mark.parametrize("path", [path for path in PAGES if path.is_file()], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        found = path.parent / file if file else path
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_listed_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([\w.-]+\.md)", page("index.md")))
    assert {path.name for path in DOCS.glob("*.md")} - {"index.md"} <= linked
