"""Writes again what follows from the question trees, the texts and the commands: `python tests/derived.py`.

Lists changed trees and legal facts as published, answers new questions in the worked example, writes down what new
triggers say, and renews pages and golden files. What it writes is read before it is committed: the difference is the
review. For what a person must write it makes room, says what belongs there, and fails. A step can be run alone:
`python tests/derived.py example`.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from commands import iama
from editions import demo
from flagged import CASES, TODAY, TREES, data, example, judged, triggers, with_answers

from iama.assess.outcome import RAISED, Entry, Outcome, State, Status, Verdict
from iama.files.definition import read_questionnaire
from iama.files.lawfile import read_law
from iama.files.shipped import SHIPPED
from iama.lint.lint import lint
from iama.lint.reach import AS_OF, witness
from iama.model.law import Law
from iama.model.objects import law_digest, tree_digest
from iama.model.questionnaire import Kind, Question, Questionnaire, Trigger

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "questionnaires"
DEMO = ROOT / "iama" / "demo"
PAGES = ("trigger_tables", "reading_tables", "term_table", "kader_tables", "finding_page", "help_blocks", "assurance")
PICKED = (Kind.YES_NO, Kind.CHOICE)


def main(steps: Sequence[str]) -> int:
    """Run every step in a process of its own, as each reads what those before it wrote; return the exit code."""
    if steps:
        left = [line for step in steps for line in STEPS[step]()]
        print("\n".join(left), end="\n" if left else "")
        return int(bool(left))
    commands = [[__file__, step] for step in STEPS]
    commands += [[f"docs/{page}.py"] for page in PAGES]
    commands += [["-m", "pytest", "-q", "-n", "0", "--update-golden", "tests/test_report.py", "-k", "always_did"]]
    for command in commands:
        print(f"{command[-1] if command[0] == __file__ else ' '.join(command)}:", flush=True)
        if code := subprocess.run([sys.executable, *command], cwd=ROOT).returncode:
            return code
    return subprocess.run(["git", "--no-pager", "diff", "--stat"], cwd=ROOT).returncode


# question trees and legal facts


def lint_trees() -> Iterator[str]:
    """Yield what is wrong with the trees: nothing is renewed after mistakes."""
    for ref in SHIPPED.refs:
        path = FOLDER / f"{ref}.yaml"
        yield from map(str, lint(read_questionnaire(path.name, path.read_text(encoding="utf-8")), TREES, SHIPPED.law))


def list_published() -> Iterator[str]:
    """Raise the revision of what changed since the last commit, and list it; yield nothing."""
    law_path = FOLDER / "law.yaml"
    law_moved = _committed(law_path) != law_path.read_text(encoding="utf-8")
    listed = _committed(FOLDER / "published.yaml")
    law = read_law(law_path.name, law_path.read_text(encoding="utf-8"))
    if law_digest(law) not in listed:
        _raise_revision(law_path, _revision(_committed(law_path)) + 1)
        listed = _with_line(listed, "law", None, law_digest(law))
    for ref in SHIPPED.refs:
        path = FOLDER / f"{ref}.yaml"
        if tree_digest(_read_tree(path, law)) in listed:
            continue
        if path.read_text(encoding="utf-8") != _committed(path) or not law_moved:
            _raise_revision(path, max(_listed_revisions(listed, ref), default=0) + 1)
        tree = _read_tree(path, law)
        listed = _with_line(listed, ref, tree.revision, tree_digest(tree))
    (FOLDER / "published.yaml").write_text(listed, encoding="utf-8", newline="\n")
    yield from ()


def _committed(path: Path) -> str:
    """Return a file as last committed; as it stands, where nothing is."""
    name = path.relative_to(ROOT).as_posix()
    shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, capture_output=True, check=False)
    return shown.stdout.decode() if shown.returncode == 0 else path.read_text(encoding="utf-8")


def _read_tree(path: Path, law: Law) -> Questionnaire:
    return read_questionnaire(path.name, path.read_text(encoding="utf-8"), law)


def _revision(text: str) -> int:
    found = re.search(r"^revision: (\d+)$", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _raise_revision(path: Path, revision: int) -> None:
    text = path.read_text(encoding="utf-8")
    raised = re.sub(r"^revision: \d+$", f"revision: {revision}", text, count=1, flags=re.MULTILINE)
    path.write_text(raised, encoding="utf-8", newline="\n")


def _listed_revisions(listed: str, ref: str) -> list[int]:
    return [int(number) for number in re.findall(rf"- of: {re.escape(ref)}\n    revision: (\d+)", listed)]


def _with_line(listed: str, name: str, revision: int | None, digest: str) -> str:
    """Return the list with a line more, behind the last about the same."""
    numbered = f"    revision: {revision}\n" if revision else ""
    entry = f'  - of: {name}\n{numbered}    day: {date.today().isoformat()}\n    digest: "{digest}"\n'
    head, *blocks = re.split(r"(?m)^(?=  - of: )", listed)
    last = max((i for i, block in enumerate(blocks) if block.startswith(f"  - of: {name}\n")), default=len(blocks) - 1)
    return head + "".join((*blocks[: last + 1], entry, *blocks[last + 1 :]))


# the worked example


def answer_example() -> Iterator[str]:
    """Answer what is newly asked of the worked example so that no flag is raised; make room for what a person must."""
    raised = _raised(judged(example()))
    for _ in range(len(_open_entries())):
        chosen = [(entry, _quiet_answer(entry, raised)) for entry in _open_entries() if _is_picked(entry)]
        if not chosen:
            break
        entry, value = chosen[0]
        for language in ("nl", "en"):
            _write_answer(language, entry, value)
        demo.cache_clear()
    for entry in _open_entries():
        for language in ("nl", "en"):
            _write_answer(language, entry)
        yield f"write what `{entry.ref}` says in iama/demo/nl and in en, {_form(entry.question)}, and run this again"


def _open_entries() -> list[Entry]:
    entries = judged(example()).entries.values()
    return [one for one in entries if one.question.required and one.status in (Status.OPEN, Status.WAITING)]


def _is_picked(entry: Entry) -> bool:
    return entry.question.kind in PICKED and entry.ref.instance is None and entry.status is Status.OPEN


def _raised(outcome: Outcome) -> set[object]:
    return {verdict.key for verdict in outcome.verdicts if verdict.state in RAISED}


def _quiet_answer(entry: Entry, raised: set[object]) -> str:
    """Return the first answer that raises no flag, else the first."""
    name, values = f"{entry.ref.questionnaire}.{entry.ref.question}", entry.question.values or ("yes", "no")
    quiet = (one for one in values if _raised(judged(with_answers(example(), {name: one}))) <= raised)
    return next(quiet, values[0])


def _form(question: Question) -> str:
    """Return how an answer stands in the file."""
    if not question.columns:
        return f"as `value:` ({question.kind})"
    cells = ", ".join(f"{column.id}: {column.kind}" for column in question.columns)
    return f"under `value:` as rows `- {{id: abcdef, {cells}}}`, each with six letters of its own"


def _write_answer(language: str, entry: Entry, value: str = "") -> None:
    """Write an answer, or room for one, between those of the questions around it, on the day of the one before."""
    tree, question = TREES[entry.ref.questionnaire], entry.question
    (path,) = (one for one in (DEMO / language).glob(f"{tree.id}*.yaml"))
    head, *blocks = re.split(r"(?m)^(?=  [a-z0-9-]+:)", path.read_text(encoding="utf-8"))
    order = list(tree.questions)
    before = [i for i, block in enumerate(blocks) if _rank(order, block) < order.index(question.id)]
    place = before[-1] + 1 if before else 0
    days = re.findall(r"^ +date: (\S+)$", "".join(blocks[:place]), re.MULTILINE)
    lines = [f"value: {value}".rstrip(), *_by(question), *(f"date: {day}" for day in days[-1:])]
    opening, body = f"  {question.id}:\n", "".join(f"    {line}\n" for line in lines)
    if entry.ref.instance:
        opening, body = f"{opening}    each:\n", indent(f"  {entry.ref.instance}:\n{body}", "    ")
    there = [i for i, block in enumerate(blocks) if block.startswith(opening)]
    if not there:
        blocks.insert(place, opening + body)
    elif body.partition("\n")[0] not in blocks[there[0]]:
        blocks[there[0]] += body
    path.write_text(head + "".join(blocks), encoding="utf-8", newline="\n")


def _rank(order: Sequence[str], block: str) -> int:
    id_ = block.strip().partition(":")[0]
    return order.index(id_) if id_ in order else -1


def _by(question: Question) -> list[str]:
    return [f"by: [{question.roles[0]}]"] if question.roles else []


# what triggers say


def expect_verdicts() -> Iterator[str]:
    """Write down what new triggers say of the worked example, and answers that fire them; yield those without."""
    expected, fired = data("expected.yaml"), {case["trigger"] for case in data("cases.yaml")["cases"]}
    situations = {
        name: judged(with_answers(example(), given["set"]), date.fromisoformat(given["as-of"]))
        for name, given in expected["situations"].items()
    }
    judged_ids = {verdict.trigger.id for outcome in situations.values() for verdict in outcome.verdicts}
    for tree, trigger in triggers():
        if trigger.id not in judged_ids - expected["expected"].keys():
            continue
        _append_line(CASES / "expected.yaml", _expected_row(trigger, situations))
        if trigger.id not in fired and (case := _firing_case(tree, trigger)):
            _append_line(CASES / "cases.yaml", case)
        elif trigger.id not in fired:
            yield f"write answers that fire `{trigger.id}` in tests/cases/triggers/cases.yaml"


def _append_line(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"{line}\n", encoding="utf-8", newline="\n")


def _expected_row(trigger: Trigger, situations: Mapping[str, Outcome]) -> str:
    verdicts = {name: _first_verdict(outcome, trigger) for name, outcome in situations.items()}
    states = [
        f"{name}: [{one.state}, {one.severity}]" if one.state in RAISED else f"{name}: {one.state}"
        for name, one in verdicts.items()
    ]
    days = {one.binds for one in verdicts.values() if one.state in (State.UPCOMING, State.UNDECIDED)}
    states += [f"from: {day}" for day in days if day]
    why = f'why: "{_in_quotes(trigger.title["en"])}"'
    return f'  {trigger.id}: {{article: "{_cited_basis(trigger)}", {", ".join(states)}, {why}}}'


def _first_verdict(outcome: Outcome, trigger: Trigger) -> Verdict:
    return next(verdict for verdict in outcome.verdicts if verdict.trigger.id == trigger.id)


def _cited_basis(trigger: Trigger) -> str:
    return _in_quotes("; ".join(dict.fromkeys(SHIPPED.law.cite(id_, "en") for id_ in trigger.basis)))


def _in_quotes(words: str) -> str:
    return words.replace('"', "'")


def _firing_case(tree: Questionnaire, trigger: Trigger) -> str | None:
    """Return a case: the worked example with the fewest answers that fire a trigger; None when it takes other ones."""
    found = witness(trigger.condition, TREES, tree.id, True, repeat=trigger.repeat, law=SHIPPED.law)
    day, answers = TODAY.isoformat(), dict[str, str | Sequence[str]]()
    for ref, given in (found or {}).items():
        words = [word for word in given if isinstance(word, str)]
        if ref == AS_OF:
            day = words[0]
        elif ref.questionnaire not in TREES or not words or trigger.repeat:
            return None
        else:
            several = TREES[ref.questionnaire].questions[ref.question].kind is Kind.CHOICES
            answers[f"{ref.questionnaire}.{ref.question}"] = words if several else words[0]
    verdict = _first_verdict(judged(with_answers(example(), answers), date.fromisoformat(day)), trigger)
    if verdict.state is not State.FIRED:
        return None
    plain = ", ".join(f"{name}: {_in_flow(value)}" for name, value in answers.items())
    head = f'trigger: {trigger.id}, law: "{_cited_basis(trigger)}", on: {day}'
    return f"  - {{{head}, and: {{{plain}}}, is: [fired, {verdict.severity}]}}"


def _in_flow(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


# pages


def list_columns() -> Iterator[str]:
    """Name the columns of new tables in docs/files.md; yield nothing."""
    path, mark = ROOT / "docs" / "files.md", "### Rows"
    head, rest = path.read_text(encoding="utf-8").split(mark)
    lines = rest.split("\n")
    last = next(n for n, line in enumerate(lines) if line.startswith("|") and not lines[n + 1].startswith("|"))
    named = "\n".join(lines[: last + 1])
    rows = [question for tree in TREES.values() for question in tree.questions.values() if question.columns]
    lines[last + 1 : last + 1] = [
        f"| `{question.id}` | {', '.join(f'`{column.id}`' for column in question.columns)} |"
        for question in rows
        if f"`{question.id}`" not in named
    ]
    path.write_text(head + mark + "\n".join(lines), encoding="utf-8", newline="\n")
    yield from ()


def show_progress() -> Iterator[str]:
    """Renew the counts of `iama status` in README.md; yield nothing."""
    path = ROOT / "README.md"
    page = path.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        iama(Path(folder), "demo", ".", "--lang", "en")
        shown = iama(Path(folder), "status", "herzicht", env={"COLUMNS": "100"}).out
    for before, count, after in re.findall(r"(?m)^(.+ )(\d+/\d+)(.*)$", shown):
        around = rf"(?m)^({re.escape(before)})\d+/\d+({re.escape(after)})$"
        page = re.sub(around, rf"\g<1>{count}\2", page)
    path.write_text(page, encoding="utf-8", newline="\n")
    yield from ()


STEPS: Mapping[str, Callable[[], Iterator[str]]] = {
    "lint": lint_trees,
    "published": list_published,
    "example": answer_example,
    "verdicts": expect_verdicts,
    "columns": list_columns,
    "progress": show_progress,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
