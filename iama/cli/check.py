"""The gate for CI: check."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from iama.cli import app
from iama.cli.change import Judgement, judgement_of
from iama.cli.options import AsOf, Json, Lang, Root, after_saving, path_from_here, print_message
from iama.model.struct import replace
from iama.words import text

if TYPE_CHECKING:
    from datetime import date

    from iama.files.config import Workspace
    from iama.gate.check import Examined
    from iama.gate.config import Config
    from iama.gate.finding import CheckFinding
    from iama.gate.inventory import Inventory
    from iama.gate.inventory_status import Standing
    from iama.gate.report import Report
    from iama.gate.running import Task
    from iama.model.library import Library


class FailOn(StrEnum):
    """What `--fail-on` can be."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


_FEW = 8  # dossiers


@app.command(help="help-check")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]…", help="help-check-path")] = None,
    formats: Annotated[list[str] | None, typer.Option("--format", metavar="F[=FILE]", help="help-check-format")] = None,
    output_file: Annotated[
        Path | None, typer.Option("--output-file", "-o", metavar="FILE", help="help-check-output-file")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="help-check-fail-on")] = FailOn.ERROR,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="help-check-exit-zero")] = False,
    inventory: Annotated[
        Path | None,
        typer.Option("--inventory", metavar="FILE", help="help-check-inventory"),
    ] = None,
    init: Annotated[bool, typer.Option("--init", help="help-check-init")] = False,
    base: Annotated[str | None, typer.Option("--base", metavar="REV", help="help-check-base")] = None,
    only_new: Annotated[bool, typer.Option("--only-new", help="help-check-only-new")] = False,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="help-check-config")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="help-check-jobs")] = 1,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="help-check-no-cache")] = False,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEY", help="help-check-sign")] = None,
    write_baseline: Annotated[bool, typer.Option("--write-baseline", help="help-check-write-baseline")] = False,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Say what an assessment lacks, exactly where, and what to do; fail when it matters. The gate for CI."""
    import os

    from iama.cli.checkoutput import outputs_of, targets_of, write_formats
    from iama.cli.inventory import propose_meanings
    from iama.cli.options import day_or_today
    from iama.files.origin import docs_address
    from iama.files.shipped import SHIPPED
    from iama.model.problems import Level, UsageError

    if write_baseline and paths:
        raise UsageError("check-baseline-of-all")
    outputs = outputs_of(formats or [], json, output_file)
    scopes = list(_scopes(paths or [], root, SHIPPED, listing=inventory is not None))
    if init:
        propose_meanings(scopes[0].workspace if scopes else None, inventory, lang)
        return
    if sign and not outputs.get("json"):
        raise UsageError("check-sign-what")
    if only_new and not base:
        raise UsageError("check-new-since")
    if not any(scope.folders or scope.list_file for scope in scopes) and not base and not (inventory and scopes):
        raise UsageError("check-nothing")
    if inventory and not (len(scopes) == 1 and scopes[0].whole):
        raise UsageError("check-inventory-of-all")
    if base and not all(scope.whole for scope in scopes):
        raise UsageError("check-base-of-all")
    run = Run(SHIPPED, day_or_today(as_of), jobs, lang, not no_cache, write_baseline, inventory, base, only_new, config)
    targets = targets_of(outputs, [path for scope in scopes for path in _files_read(scope, inventory)])
    reports = [_check_scope(scope, run) for scope in scopes]
    report = reports[0]
    for other in reports[1:]:
        report = report.with_(other)
    docs = docs_address(os.environ) if "sarif" in targets else ""  # which takes a while to ask
    write_formats(replace(report, root=path_from_here(scopes[0].workspace.root), docs=docs), targets, sign)
    failing = not exit_zero and fail_on is not FailOn.NEVER and report.summary.fails(Level[fail_on.name])
    raise typer.Exit(1 if failing else 0)


class Run(Struct, frozen=True):
    """How to look."""

    library: "Library"
    as_of: "date"
    jobs: int
    language: str | None
    cache: bool
    write_baseline: bool
    inventory: Path | None
    base: str | None
    only_new: bool
    config: Path | None


class Scope(Struct, frozen=True):
    """The dossiers of one workspace to look at; `whole` when that is all of them."""

    workspace: "Workspace"
    folders: tuple[Path, ...]
    whole: bool

    @property
    def list_file(self) -> Path | None:
        """The list of algorithms that the configuration names, not yet judged."""
        gate = self.workspace.settings.get("check")
        table = gate.get("inventory") if isinstance(gate, dict) else None
        name = table.get("file") if isinstance(table, dict) else None
        return self.workspace.base / name if isinstance(name, str) else None


def _files_read(scope: Scope, inventory: Path | None) -> Iterator[Path]:
    """Yield the files that the gate reads besides dossiers, which no result may replace."""
    yield from filter(None, (*scope.workspace.configured_files, inventory, scope.list_file))


def _scopes(paths: Sequence[Path], root: Path | None, library: "Library", *, listing: bool) -> Iterator[Scope]:
    """Yield what to look at, by workspace: a folder, a dossier, or the dossier that a file stands in.

    A list and results need no dossiers beside them.
    """
    from iama.cli.options import here
    from iama.files.config import Workspace, find_workspace
    from iama.files.settings import DEFAULT_ROOT
    from iama.files.walking import dossier_folders

    if not paths:
        workspace = find_workspace(here(), root) or (Workspace(here(), here() / DEFAULT_ROOT) if listing else None)
        if workspace is not None:
            found = dossier_folders(workspace.root, library) if workspace.root.is_dir() else ()
            yield Scope(workspace, tuple(found), whole=True)
        return
    homes: dict[Path, tuple[Workspace, dict[Path, None]]] = {}
    for path in paths:
        for folder in dossiers_at(path, root, library):
            around = find_workspace(folder, folder.parent)
            if around is not None:
                homes.setdefault(around.base, (around, {}))[1][folder] = None
    for around, folders in homes.values():
        everything = set(dossier_folders(around.root.resolve(), library)) if around.root.is_dir() else set()
        yield Scope(around, tuple(folders), whole=everything == folders.keys())


def dossiers_at(path: Path, root: Path | None, library: "Library") -> Iterator[Path]:
    """Yield the dossiers that a path stands for; raises UsageError when there is no such path."""
    import os

    from iama.cli.options import here
    from iama.files.config import find_workspace
    from iama.files.walking import dossier_folders
    from iama.model.problems import UsageError
    from iama.model.text import escape_controls

    real = Path(os.path.realpath(path))
    if real.is_file():
        home = real.parent.parent if real.parent.name == "approved" else real.parent
        yield from (folder for folder in dossier_folders(home, library) if folder == home)
    elif real.is_dir():
        configured = find_workspace(real) if (real / "iama.toml").is_file() else None
        yield from dossier_folders(configured.root.resolve() if configured else real, library)
    elif len(path.parts) == 1 and (workspace := find_workspace(here(), root)):
        yield workspace.folder(str(path)).resolve()
    else:
        raise UsageError("check-no-path", path=escape_controls(str(path)))


def _check_scope(scope: Scope, run: Run) -> "Report":
    asked = (scope.workspace, run.base, run.config, run.language)
    with judgement_of(*asked, writing=run.write_baseline) as judgement:
        own = replace(run, library=judgement.library)
        return _judged_report(_scope_that_counts(scope, judgement, own), judgement, own)


def _scope_that_counts(scope: Scope, judgement: Judgement, run: Run) -> Scope:
    """Return the dossiers of the root that counts, which a change cannot move."""
    from iama.files.walking import dossier_folders

    workspace = judgement.workspace
    if workspace.root == scope.workspace.root:
        return replace(scope, workspace=workspace)
    folders = dossier_folders(workspace.root, run.library) if workspace.root.is_dir() else ()
    return Scope(workspace, tuple(folders), whole=True)


def _judged_report(scope: Scope, judgement: Judgement, run: Run) -> "Report":
    from iama.cli.baseline import baseline_to_write, write_baseline
    from iama.cli.inventory import list_of, read_list
    from iama.cli.progress import with_progress_bar
    from iama.files.officialtextfile import faulty_texts
    from iama.files.resultstore import Spool
    from iama.gate.check import gather_report
    from iama.gate.housepacks import house_findings, wording_findings
    from iama.gate.inventory import NO_INVENTORY
    from iama.gate.list_findings import compare_inventory, list_counts
    from iama.gate.policy import weakening_findings
    from iama.gate.running import rerun_if_listed, run_all

    policy = judgement.policy
    config = policy.config
    path = list_of(run.inventory, scope.workspace, config)
    listed = read_list(path, scope.workspace, config) if path else NO_INVENTORY
    tasks = [_task(folder, scope, run, config, listed) for folder in scope.folders]
    results = with_progress_bar(run_all(tasks, run.jobs, _cache(scope) if run.cache else None, run.library), len(tasks))
    examined: Iterable[Examined] = (
        rerun_if_listed(task, result, listed, run.library) for task, result in zip(tasks, results, strict=True)
    )

    def findings_beside(standings: "Sequence[Standing]") -> "Iterator[CheckFinding]":
        yield from weakening_findings(judgement.weakened, config)
        yield from house_findings(judgement.packs, judgement.library, config)
        yield from wording_findings(faulty_texts(scope.workspace.base, judgement.library, path_from_here), config)
        if judgement.before is not None:
            yield from _change_findings(tasks, _tasks_before(judgement.before, scope, run, config, listed), config, run)
        if scope.whole:
            yield from _links_out(scope, config.language, run.library)
        if path and scope.whole:
            yield from compare_inventory(listed, standings, config, run.as_of)
            yield from _list_changes(path, listed, judgement, run)

    baseline = judgement.policy.baseline
    if run.write_baseline:
        examined = list(examined)
        kept = baseline_to_write(scope.workspace.base, config)
        baseline = write_baseline(kept, scope.workspace.base, scope.folders, examined, run.library)
    known: frozenset[str] = frozenset()
    if run.only_new and judgement.before is not None:
        before = _tasks_before(judgement.before, scope, run, judgement.ruling.config, listed)
        earlier = list(run_all(before, run.jobs, None, run.library))
        known = frozenset(finding.fingerprint for result in earlier for finding in result.pack)
        known |= frozenset(_known_of_list(path, [one.standing for one in earlier], judgement, run))
    with after_saving() if run.write_baseline else nullcontext():
        report = gather_report(
            examined,
            as_of=run.as_of,
            config=config,
            beside=findings_beside,
            baseline=baseline,
            known=known,
            whole=scope.whole,
            parts=Spool(),
        )
    return replace(report, lists=(list_counts(listed, report.standings, config),)) if path and scope.whole else report


def _known_of_list(
    path: Path | None, standings: "Sequence[Standing]", judgement: Judgement, run: Run
) -> "Iterator[str]":
    """Yield the fingerprints of what list and dossiers did not agree on before the change."""
    from iama.cli.inventory import list_before
    from iama.gate.list_findings import compare_inventory

    config = judgement.ruling.config
    if path and (before := list_before(path, judgement, config)):
        yield from (finding.fingerprint for finding in compare_inventory(before, standings, config, run.as_of))


def _list_changes(path: Path, listed: "Inventory", judgement: Judgement, run: Run) -> "Iterator[CheckFinding]":
    """Yield what the change takes away from a list that stands in the repository itself."""
    from iama.cli.inventory import list_before
    from iama.gate.list_changes import list_change_findings

    config = judgement.policy.config
    if before := list_before(path, judgement, config):
        yield from list_change_findings(before, listed, config, run.as_of)


def _task(folder: Path, scope: Scope, run: Run, config: "Config", listed: "Inventory") -> "Task":
    from iama.gate.running import Task

    top = scope.workspace.base
    return Task(
        folder,
        path_from_here(folder),
        top if folder.is_relative_to(top) else folder.parent,
        run.as_of,
        config,
        listed=listed.listed_status(folder.name),
        signing=scope.workspace.signing,
    )


def _tasks_before(before: Path, scope: Scope, run: Run, config: "Config", listed: "Inventory") -> "list[Task]":
    """Return the dossiers as they were, each under the path that it has, or had, today."""
    from iama.files.walking import dossier_folders

    folders = dossier_folders(before, run.library) if before.is_dir() else ()
    return [
        replace(
            _task(folder, scope, run, config, listed),
            shown=path_from_here(scope.workspace.root / folder.relative_to(before)),
            top=before,
        )
        for folder in folders
    ]


def _change_findings(
    now: "Sequence[Task]", before: "Sequence[Task]", config: "Config", run: Run
) -> "Iterator[CheckFinding]":
    """Yield what the change takes away from the dossiers that were there; one that is as it was, is not looked at."""
    from iama.gate.changes import change_findings
    from iama.gate.running import content_of, trace_task

    were = {task.folder.name: content_of(task, run.library) for task in before}
    are = {task.folder.name: content_of(task, run.library) for task in now}
    same = {name for name, content in are.items() if were.get(name) == content}
    earlier = {task.folder.name: trace_task(task, run.library) for task in before if task.folder.name not in same}
    today = {task.folder.name: trace_task(task, run.library) for task in now if task.folder.name not in same}
    yield from change_findings(earlier, today, config, run.as_of)


def _cache(scope: Scope) -> Path | None:
    """Return where results stay until the next run, unless others can write there.

    Few dossiers are looked at sooner than a file is kept.
    """
    import os
    import sys

    from iama.files.ownfiles import CACHE, distrust
    from iama.files.resultstore import cache_file

    file = cache_file(scope.workspace.base, os.environ, sys.platform) if len(scope.folders) > _FEW else None
    if file and (reason := distrust(file, CACHE)):
        print_message("check-cache-distrusted", reason=reason, err=True)
        return None
    return file


def _links_out(scope: Scope, language: str, library: "Library") -> Iterator["CheckFinding"]:
    """Yield a finding for every link among the dossiers that leads elsewhere: what stands there is not looked at."""
    from iama.files.walking import links_out
    from iama.gate.finding import Cause, CheckFinding, fingerprint
    from iama.model.problems import Level

    for path in links_out(scope.workspace.root, library):
        message, hint = text("check-link-out", language), text("check-link-out-hint", language)
        name = path.relative_to(scope.workspace.root).as_posix()
        mark = fingerprint("unreadable-file", name)
        yield CheckFinding(
            "unreadable-file",
            Level.ERROR,
            name,
            message,
            hint,
            Cause.FILE,
            path=path_from_here(path),
            fingerprint=mark,
        )


class Schema(StrEnum):
    """The files that `iama schema` describes."""

    CONFIG = "config"
    INVENTORY = "inventory"
    RESULT = "result"


@app.command()
def schema(of: Annotated[Schema, typer.Argument(metavar="FILE", help="help-schema-of")]) -> None:
    """Print the JSON Schema of iama.toml, of an inventory or of results. Editors and other programs read it."""
    from iama.gate.schemas import SCHEMAS
    from iama.terminal.output import json_text

    typer.echo(json_text(SCHEMAS[of.value]()))
