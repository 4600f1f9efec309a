"""New folders and files: a workspace, a dossier with its whole skeleton, the worked example."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iama.files.config import Workspace
from iama.files.disk import make_folder
from iama.files.dossierfile import read_assessment, read_people
from iama.files.dossierfolder import FILES, PEOPLE, file_of
from iama.files.journal import NAME as JOURNAL
from iama.files.journal import commit, saving
from iama.files.layout import write_assessment, write_people
from iama.files.output import Target, own_target, write_result
from iama.files.settings import DEFAULT_ROOT, NAME
from iama.files.shipped import SHIPPED
from iama.files.store import checked_id, read_bytes
from iama.model.dossier import Assessment
from iama.model.library import Library
from iama.model.problems import CannotSave, UsageError, reason_of
from iama.model.questionnaire import Questionnaire
from iama.words import text

DEMO = "herzicht"
_DEMO = Path(__file__).parent.parent / "demo"
# what stands beside the dossiers and is for inside use, or for this machine only
_IGNORED = (
    ".iama.lock",
    ".iama-save-*",
    ".iama-journal",
    "iama-*-internal*",
    "iama-*-decision.*",
    "iama-*-kept-*.txt",
    "agenda-*.md",
)


def write_workspace(base: Path, language: str = "nl") -> tuple[Workspace, tuple[str, ...]]:
    """Make `base` a workspace: configuration, a folder for dossiers, and what git must know.

    Returns the workspace and what was made; files that are there already get lines added, never taken away. The
    configuration comes last: without it there is no workspace, whatever cut this off.
    """
    root = base / DEFAULT_ROOT
    configuration, for_git = own_target(base, NAME), _for_git(base, root)
    names: tuple[str, ...] = (f"{DEFAULT_ROOT}/",) if make_folder(root) else ()
    names += _add_git_lines(for_git)
    settings = f'root = "{DEFAULT_ROOT}"\nlanguage = "{language}"\n'
    write_result(configuration, f"# {text('config-head', language)}\n{settings}")
    return Workspace(base, root, language), (NAME, *names)


def tell_git(base: Path, root: Path) -> tuple[str, ...]:
    """Add to the files of git what a workspace needs there, and return the names of those that lacked something."""
    return _add_git_lines(_for_git(base, root))


def _for_git(base: Path, root: Path) -> Mapping[Target, Sequence[str]]:
    """Return the files of git with the lines that a workspace needs; raises CannotSave for one that is a link."""
    needed: dict[Target, Sequence[str]] = {own_target(base, ".gitignore"): _IGNORED}
    if root.is_relative_to(base):
        inside = root.relative_to(base).as_posix()
        attributes = (f"{inside}/** text eol=lf", f"{inside}/**/*.gz binary", f"{inside}/**/*.tsr binary")
        needed = {own_target(base, ".gitattributes"): attributes, **needed}
    return needed


def _add_git_lines(for_git: Mapping[Target, Sequence[str]]) -> tuple[str, ...]:
    return tuple(target.real.name for target, lines in for_git.items() if _add_lines(target, lines))


def _add_lines(target: Target, lines: Sequence[str]) -> bool:
    """Add the lines that a file does not hold, and return whether there were any."""
    old = read_bytes(target.real) if target.real.exists() else b""
    missing = [line.encode() for line in lines if line.encode() not in old.splitlines()]
    end = b"\r\n" if b"\r\n" in old else b"\n"
    start = end if old and not old.endswith(b"\n") else b""
    if missing:
        write_result(target, old + start + b"".join(line + end for line in missing))
    return bool(missing)


def write_dossier(
    workspace: Workspace,
    algorithm: str,
    questionnaires: Sequence[Questionnaire],
    language: str,
    library: Library | None = None,
) -> tuple[Path, ...]:
    """Write the files of a new dossier, or those that an existing one lacks, and return their paths.

    Raises UsageError when every assessment asked for is there already; nothing is ever overwritten.
    """
    folder = workspace.root / checked_id(algorithm)
    trees = (*questionnaires, *((library or SHIPPED).resolve_questionnaire(ref) for ref in FILES))
    texts = {file_of(tree.ref): write_assessment(Assessment(tree.ref, language), tree) for tree in trees}
    texts[PEOPLE] = write_people({})
    try:
        workspace.root.mkdir(parents=True, exist_ok=True)
        make_folder(folder)
    except OSError as error:
        raise CannotSave("new-not-made", folder=folder, reason=reason_of(error)) from error
    cut_off = os.path.lexists(folder / JOURNAL)  # a `new` that was killed, which this one finishes
    with saving(folder):
        missing = {name: text.encode() for name, text in texts.items() if not own_target(folder, name).real.exists()}
        if not missing and not cut_off:
            raise UsageError("new-nothing", folder=folder, questionnaires=[tree.ref for tree in questionnaires])
        commit(folder, missing)
    return tuple(folder / name for name in missing or texts)


def demo_decision(language: str) -> Mapping[str, Any]:
    """Return the decision of the worked example: its date, its reasons, and its conditions."""
    decision: Mapping[str, Any] = json.loads((_DEMO / language / "decision.json").read_bytes())
    return decision


def write_demo(base: Path, language: str) -> str:
    """Write the worked example into an empty or new folder and return the id of its algorithm.

    Raises UsageError when the folder holds anything.
    """
    if base.exists() and (not base.is_dir() or any(base.iterdir())):
        raise UsageError("demo-not-empty", folder=base)
    base.mkdir(parents=True, exist_ok=True)
    workspace, _ = write_workspace(base, language)
    folder = workspace.root / DEMO
    make_folder(folder)
    with saving(folder):
        commit(folder, {path.name: _demo_text(path).encode() for path in sorted((_DEMO / language).glob("*.yaml"))})
    return DEMO


def _demo_text(path: Path) -> str:
    if path.name == PEOPLE:
        return write_people(read_people(path.name, read_bytes(path))[0])
    assessment, findings = read_assessment(path.name, read_bytes(path), SHIPPED.find_questionnaire)
    if assessment is None or findings:
        raise AssertionError(findings)  # a test reads every shipped example
    tree = SHIPPED.resolve_questionnaire(assessment.questionnaire)
    return write_assessment(assessment.with_stamps(tree), tree)
