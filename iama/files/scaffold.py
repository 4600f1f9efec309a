"""New folders and files: a workspace, a dossier with its whole skeleton, the worked example."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iama.files import shipped
from iama.files.config import DEFAULT_ROOT, NAME, Workspace
from iama.files.dossierfile import read_assessment, read_people
from iama.files.dossierfolder import FILES, PEOPLE, file_of
from iama.files.layout import write_assessment, write_people
from iama.files.output import Target, ours, write
from iama.files.store import checked_id, read_bytes
from iama.model.dossier import Assessment
from iama.model.problems import UsageError
from iama.model.questionnaire import Questionnaire

DEMO = "herzicht"
_DEMO = Path(__file__).parent.parent / "demo"
_ATTRIBUTES = "assessments/** text eol=lf"
_IGNORED = (".iama.lock", ".iama-save-*")


def write_workspace(base: Path, language: str = "nl") -> tuple[Workspace, tuple[str, ...]]:
    """Make `base` a workspace: configuration, a folder for dossiers, and what git must know.

    Returns the workspace and what was made; files that are there already get lines added, never taken away.
    """
    root = base / DEFAULT_ROOT
    configuration = ours(base, NAME)
    for_git = {
        ours(base, name): lines for name, lines in ((".gitattributes", (_ATTRIBUTES,)), (".gitignore", _IGNORED))
    }
    made: tuple[str, ...] = () if root.is_dir() else (f"{DEFAULT_ROOT}/",)
    root.mkdir(exist_ok=True)
    for target, lines in for_git.items():
        made += (target.real.name,) if _add_lines(target, lines) else ()
    settings = f'root = "{DEFAULT_ROOT}"\nlanguage = "{language}"\n'
    write(configuration, f"# dossiers of human-rights assessments\n{settings}")
    return Workspace(base, root, language), (NAME, *made)


def _add_lines(target: Target, lines: Sequence[str]) -> bool:
    """Add the lines that a file does not hold, and return whether there were any."""
    old = target.real.read_bytes() if target.real.exists() else b""
    missing = [line.encode() for line in lines if line.encode() not in old.splitlines()]
    end = b"\r\n" if b"\r\n" in old else b"\n"
    start = end if old and not old.endswith(b"\n") else b""
    if missing:
        write(target, old + start + b"".join(line + end for line in missing))
    return bool(missing)


def write_dossier(
    workspace: Workspace, algorithm: str, questionnaires: Sequence[Questionnaire], language: str
) -> tuple[Path, ...]:
    """Write the files of a new dossier, or those that an existing one lacks, and return their paths.

    Raises UsageError when every assessment asked for is there already; nothing is ever overwritten.
    """
    folder = workspace.root / checked_id(algorithm)
    trees = (*questionnaires, *(shipped.resolve(ref) for ref in FILES))
    texts = {file_of(tree.ref): write_assessment(Assessment(tree.ref, language), tree) for tree in trees}
    texts[PEOPLE] = write_people({})
    missing = {name: text for name, text in texts.items() if not (folder / name).exists()}
    if not missing:
        raise UsageError(f"{folder} holds all of {', '.join(tree.ref for tree in questionnaires)} already")
    targets = {ours(folder, name): text for name, text in missing.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for target, text in targets.items():
        write(target, text)
    return tuple(folder / name for name in missing)


def demo_decision(language: str) -> Mapping[str, Any]:
    """Return the decision of the worked example: its date, its reasons, and its conditions."""
    decision: Mapping[str, Any] = json.loads((_DEMO / language / "decision.json").read_bytes())
    return decision


def write_demo(base: Path, language: str) -> str:
    """Write the worked example into an empty or new folder and return the id of its algorithm.

    Raises UsageError when the folder holds anything.
    """
    if base.exists() and (not base.is_dir() or any(base.iterdir())):
        raise UsageError(f"{base} is not empty; name an empty or new folder: `iama demo FOLDER`")
    base.mkdir(parents=True, exist_ok=True)
    workspace, _ = write_workspace(base, language)
    folder = workspace.root / DEMO
    folder.mkdir()
    for path in sorted((_DEMO / language).glob("*.yaml")):
        write(ours(folder, path.name), _canonical(path))
    return DEMO


def _canonical(path: Path) -> str:
    if path.name == PEOPLE:
        return write_people(read_people(path.name, read_bytes(path))[0])
    assessment, findings = read_assessment(path.name, read_bytes(path), shipped.find)
    if assessment is None or findings:
        raise AssertionError(findings)  # a test reads every shipped example
    tree = shipped.resolve(assessment.questionnaire)
    return write_assessment(assessment.stamped(tree), tree)
