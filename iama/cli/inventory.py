"""The list of algorithms that dossiers are held against: where it stands, what it was, and what others say of it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iama.cli.change import Judgement, gate_config
from iama.cli.options import path_from_here
from iama.model.problems import UsageError
from iama.model.struct import replace

if TYPE_CHECKING:
    from datetime import date

    from iama.files.config import Workspace
    from iama.gate.config import Config
    from iama.gate.elsewhere import Doubt, Results
    from iama.gate.inventory import Inventory
    from iama.model.signing import Signing
    from iama.words import Phrase


def list_of(asked: Path | None, workspace: "Workspace", config: "Config") -> Path | None:
    """Return where the list stands: as asked, else as configured; None when there is none."""
    if asked is not None:
        return asked
    return workspace.base / config.inventory.file if config.inventory.file else None


def read_list(path: Path, workspace: "Workspace", config: "Config") -> "Inventory":
    """Return the list in a file, with what others say; raises UsageError, or UnusableFile with every finding."""
    return _with_others(_read_list(path, path_from_here(path), config), path, workspace, config)


def _with_others(listed: "Inventory", path: Path, workspace: "Workspace", config: "Config") -> "Inventory":
    """Return a list with what a table says of its rows, and with what other repositories say of them."""
    return _results((), path.parent, workspace, config).join(_completed(listed, workspace, config))


def _completed(listed: "Inventory", workspace: "Workspace", config: "Config") -> "Inventory":
    """Return a list with what the table of the configuration says of its rows."""
    if not config.inventory.joined_by:
        return listed
    return listed.completed_by(_joins(workspace.base / config.inventory.joined_by, config))


def list_and_results(
    path: Path | None, more: Sequence[Path], workspace: "Workspace", config: "Config"
) -> "tuple[Inventory, Results]":
    """Return the list in a file, when there is one, and the results of other repositories: `more` and configured ones.

    Of a list of several organisations it is all of them, unless the configuration names one.
    """
    from iama.gate.inventory import NO_INVENTORY
    from iama.gate.listing import EVERY

    results = _results(more, path.parent if path else workspace.base, workspace, config)
    if path is None:
        return NO_INVENTORY, results
    every = replace(config, organisation=config.organisation or EVERY)
    return results.join(_completed(_read_list(path, path_from_here(path), every), workspace, config)), results


def _results(more: Sequence[Path], beside: Path, workspace: "Workspace", config: "Config") -> "Results":
    """Return the results in the configured folder and in `more`, and those that rows of a list `beside` them name."""
    from iama.gate.elsewhere import Results, believe

    files = {**dict(_result_files(workspace, config)), **{path_from_here(file): file for file in more}}
    folders = (beside, workspace.base, *(file.resolve().parent for file in more))
    doubt = _doubt_of(workspace.signing, files, beside) if workspace.signing.allowed else believe
    return Results(lambda name: _content_of(name, files, folders), tuple(files), doubt, edition=config.edition)


def _read_list(path: Path, shown: str, config: "Config") -> "Inventory":
    from iama.files.store import read_bytes
    from iama.gate.listing import read_inventory
    from iama.model.limits import INVENTORY_BYTES

    return read_inventory(shown, read_bytes(path, INVENTORY_BYTES), config.organisation, config.inventory)


def _joins(path: Path, config: "Config") -> "Inventory":
    """Return the table that says which dossier a row is about; raises UsageError for what is not understood in it."""
    joins = _read_list(path, path_from_here(path), config)
    if joins.unread:
        raise UsageError("listing-join-unread", path=joins.path, line=joins.unread[0].line)
    return joins


def _result_files(workspace: "Workspace", config: "Config") -> Iterator[tuple[str, Path]]:
    """Yield the results of other repositories in the folder for them, by the name under which they are told."""
    from iama.model.limits import RESULT_FILES

    if not config.inventory.results:
        return
    folder = workspace.base / config.inventory.results
    found = sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".zip") and path.is_file())
    if not folder.is_dir() or len(found) > RESULT_FILES:
        key = "listing-many-results" if found else "listing-no-results"
        raise UsageError(key, path=path_from_here(folder), limit=RESULT_FILES)
    yield from ((path_from_here(path), path) for path in found)


def _content_of(name: str, files: Mapping[str, Path], folders: Sequence[Path]) -> bytes:
    """Return a result; raises UsageError for one that stands outside the folders of list and configuration."""
    from iama.files.store import read_bytes

    path = files.get(name) or folders[0] / name
    if not any(path.resolve().is_relative_to(folder.resolve()) for folder in folders):
        raise UsageError("listing-result-outside")
    return read_bytes(path)


def _doubt_of(signing: "Signing", files: Mapping[str, Path], beside: Path) -> "Doubt":
    """Return what says why a result is not believed: it needs a signature of one who may sign."""
    from iama.files.programs import NoProgram
    from iama.files.signatures import result_fault
    from iama.files.store import read_bytes
    from iama.words import Phrase

    def doubt(name: str, content: bytes, day: "date") -> "tuple[str, Phrase | str] | None":
        path = files.get(name) or beside / name
        seal = path.with_name(f"{path.name}.sig")
        if not seal.is_file():
            return "not-signed", Phrase("seal-lacking")
        try:
            reason = result_fault(content, read_bytes(seal).decode("ascii", "replace"), signing, day.isoformat())
        except NoProgram as error:
            return "signature-unchecked", Phrase("seal-unjudged", reason=error)
        return ("signature-invalid", reason) if reason else None

    return doubt


def list_before(path: Path, judgement: Judgement, config: "Config") -> "Inventory | None":
    """Return the list as it was where the change began; None when it stood nowhere in the repository then."""
    from iama.files.programs import lay_out, repository_top

    if judgement.laid is None:
        return None
    top = repository_top(judgement.workspace.base)
    place = path.parent.resolve() / path.name  # a link there now is what the change put in its place
    if not place.is_relative_to(top):
        return None
    name = place.relative_to(top).as_posix()
    lay_out(top, judgement.start, judgement.laid, [name])
    earlier = judgement.laid / name
    if not earlier.is_file():
        return None
    return _with_others(_read_list(earlier, path_from_here(path), config), path, judgement.workspace, config)


def propose_rules(path: Path, workspace: "Workspace", config: "Config") -> None:
    """Print what the columns and words of a list may mean, for `iama.toml`."""
    from iama.cli.options import print_message
    from iama.files.store import read_bytes
    from iama.gate.config import NO_LIST_RULES
    from iama.gate.list_proposal import proposal_lines, proposed_rules
    from iama.model.limits import INVENTORY_BYTES

    shown, content = path_from_here(path), read_bytes(path, INVENTORY_BYTES)
    rules, read = proposed_rules(shown, content, config.organisation, config.inventory)
    base = workspace.base.resolve()
    real = path.resolve()
    file = real.relative_to(base).as_posix() if real.is_relative_to(base) else real.name
    for line in proposal_lines(file, rules, read, config.language):
        typer.echo(line)
    there = config.inventory != NO_LIST_RULES
    print_message("proposal-next-there" if there else "proposal-next", err=True)


def propose_meanings(workspace: "Workspace | None", asked: Path | None, language: str | None) -> None:
    """Print what the words of the list may mean, as asked or configured; raises UsageError when there is none."""
    from iama.cli.housepacks import library_of

    config = gate_config(workspace, language, library_of(workspace)) if workspace else None
    path = list_of(asked, workspace, config) if workspace and config else None
    if workspace is None or config is None or path is None:
        raise UsageError("check-init-what")
    propose_rules(path, workspace, config)
