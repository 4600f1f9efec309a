"""Where `iama estate` reads: checkouts and bundles that paths name, results, and the list. Never the network."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from iama.cli.housepacks import library_of
from iama.cli.options import path_from_here
from iama.gate.estate import Reported, Sort
from iama.gate.estate_view import Source, Told
from iama.gate.inventory import Inventory
from iama.gate.sametext import Marks, same_texts, text_marks
from iama.model.problems import IamaError, Spoken, UsageError, reason_of
from iama.model.text import escape_controls
from iama.words import Phrase

if TYPE_CHECKING:
    from datetime import date

    from iama.files.config import Workspace
    from iama.gate.check import Examined
    from iama.gate.config import Config
    from iama.gate.elsewhere import Results
    from iama.gate.running import Task
    from iama.model.law import Law
    from iama.model.library import Library

Key = tuple[str, str]  # id and source


class Read(Struct):
    """What was read: every algorithm as each source tells it, the sources, the list, and marks of texts."""

    as_of: "date"
    config: "Config"
    inventory: Inventory
    reported: list[Reported] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    marks: dict[Key, Marks] = field(default_factory=dict)

    def told(self, law: "Law") -> Told:
        """Return what is told of it."""
        from iama.assess.thoroughness import THRESHOLDS
        from iama.gate.estate import gather_estate
        from iama.gate.list_findings import list_counts

        estate = gather_estate(self.reported, self.inventory, self.config, self.as_of)
        shown = {(line.id, line.source) for line in estate.lines if not line.kept_back}
        marks = {key: own for key, own in self.marks.items() if key in shown}
        least = {**THRESHOLDS, **self.config.thresholds}["same-text"]
        standings = [line.standing for line in estate.lines if line.standing]
        return Told(
            estate,
            self.as_of,
            self.config.language,
            law,
            self.config.organisation,
            tuple(self.sources),
            list_counts(self.inventory, standings, self.config) if self.inventory.path else None,
            tuple(same_texts(marks, least)),
            len(marks),
        )

    def add_doubt(self, name: str, sort: Sort, reason: Phrase | str) -> None:
        """Note a source that could not be read, and why."""
        self.sources.append(Source(name, sort.name.lower(), doubt=reason))


def _why(error: Exception) -> Phrase | str:
    from iama.audit.bundle import BrokenBundle
    from iama.model.problems import UnusableFile

    if isinstance(error, UnusableFile):
        return error.findings[0].message
    return error.phrase if isinstance(error, BrokenBundle | Spoken) else reason_of(error)


def read_estate(
    paths: Sequence[Path],
    listed: Path | None,
    results: Sequence[Path],
    space: "Workspace",
    config: "Config",
    as_of: "date",
    jobs: int,
) -> Read:
    """Read everything that is named; without a path, what stands in the workspace. Raises UsageError for nothing."""
    from iama.cli.inventory import list_and_results

    named = [*paths] or [space.root] * space.root.is_dir()
    bundles, files, folders = _sorted_out((*named, *results))
    inventory, said = list_and_results(listed, files, space, config)
    read = Read(as_of, config, inventory)
    _read_checkouts(read, folders, jobs)
    for path in bundles:
        _read_bundle(read, path, space)
    _read_results(read, said)
    if not read.sources and not inventory.path:
        raise UsageError("estate-nothing")
    return read


def _sorted_out(paths: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """Return which paths are bundles, results and folders of dossiers; raises UsageError for one that is not there."""
    from iama.files.openbundle import unpacked_folder

    bundles: list[Path] = []
    files: list[Path] = []
    folders: list[Path] = []
    for path in {os.path.realpath(path): path for path in paths}.values():  # each once
        if not path.exists():
            raise UsageError("check-no-path", path=escape_controls(str(path)))
        if path.is_file():
            (bundles if path.suffix.casefold() == ".zip" else files).append(path)
        else:
            (bundles if unpacked_folder(path) else folders).append(path)
    return bundles, files, folders


def _read_checkouts(read: Read, folders: Sequence[Path], jobs: int) -> None:
    """Read every dossier below folders, repository by repository, each with its own question trees and signers."""
    from iama.cli.progress import with_progress_bar
    from iama.gate.running import rerun_if_listed, run_all

    homes: dict[Path, tuple[Workspace, dict[Path, None]]] = {}
    for path in folders:
        for home, own in _checkouts(read, path):
            homes.setdefault(home.base, (home, {}))[1].update(dict.fromkeys(own))
    libraries: dict[int, tuple[Library, list[tuple[Workspace, Task]]]] = {}
    for home, inside in homes.values():
        try:
            library = library_of(home)
        except (IamaError, OSError) as error:
            reason = Phrase("estate-lost", count=len(inside), reason=_why(error))
            read.add_doubt(path_from_here(home.base), Sort.CHECKOUT, reason)
            continue
        tasks = libraries.setdefault(id(library), (library, []))[1]
        tasks += [(home, _task(read, home, folder)) for folder in inside]
        _add_checkout(read, home, len(inside), library)
    for library, pairs in libraries.values():
        tasks_ = [task for _, task in pairs]
        done = with_progress_bar(run_all(tasks_, jobs, None, library), len(tasks_))
        for (home, task), result in zip(pairs, done, strict=True):
            examined = rerun_if_listed(task, result, read.inventory, library)
            _add_dossier(read, home, task, examined, library)


def _checkouts(read: Read, path: Path) -> "Iterator[tuple[Workspace, list[Path]]]":
    """Yield the repositories in a folder with their dossiers; one with a faulty configuration is noted."""
    from iama.cli.check import dossiers_at
    from iama.files.config import find_workspace
    from iama.files.shipped import SHIPPED

    found: dict[Path, tuple[Workspace, list[Path]]] = {}
    faulty: dict[str, tuple[Exception, list[Path]]] = {}
    try:
        for folder in dossiers_at(path, None, SHIPPED):
            try:
                home = find_workspace(folder, folder.parent)
            except (IamaError, OSError) as error:
                faulty.setdefault(str(error), (error, []))[1].append(folder)
                continue
            if home is not None:
                found.setdefault(home.base, (home, []))[1].append(folder)
    except (IamaError, OSError) as error:
        faulty[""] = (error, [path])
    for fault, lost in faulty.values():
        read.add_doubt(
            path_from_here(lost[0]), Sort.CHECKOUT, Phrase("estate-lost", count=len(lost), reason=_why(fault))
        )
    if not found and not faulty:
        read.sources.append(Source(path_from_here(path), Sort.CHECKOUT.name.lower()))
    yield from found.values()


def _add_checkout(read: Read, home: "Workspace", algorithms: int, library: "Library") -> None:
    from iama.files.walking import links_out

    out = sum(1 for _ in links_out(home.root, library)) if home.root.is_dir() else 0
    doubt = Phrase("estate-links-out", count=out) if out else ""
    read.sources.append(Source(path_from_here(home.base), Sort.CHECKOUT.name.lower(), algorithms, doubt=doubt))


def _task(read: Read, home: "Workspace", folder: Path) -> "Task":
    from iama.gate.running import Task

    top = home.base if folder.is_relative_to(home.base) else folder.parent
    listed = read.inventory.listed_status(folder.name)
    return Task(folder, path_from_here(folder), top, read.as_of, read.config, listed=listed, signing=home.signing)


def _add_dossier(read: Read, home: "Workspace", task: "Task", examined: "Examined", library: "Library") -> None:
    from iama.files.publicationfile import publications_of
    from iama.files.walking import read_files
    from iama.gate.elsewhere import without_broken
    from iama.model.publication import Standing as Page

    codes = {finding.code for finding in examined.pack}
    days: list[str] = []
    try:
        editions = publications_of(task.folder).editions
        days = [one.day for one in editions if one.standing is not Page.CONCEPT and one.url]
    except (IamaError, OSError):
        codes.add("unreadable-file")
    day = min((day for day in days if day <= read.as_of.isoformat()), default="")
    standing = without_broken(examined).standing
    organisation = _organisation(home)
    read.reported.append(
        Reported(
            task.shown, Sort.CHECKOUT, standing, read.as_of, frozenset(codes), organisation, day, published=bool(day)
        )
    )
    walked = read_files(task.folder, task.top, task.shown, library)
    read.marks[standing.id, task.shown] = text_marks(task.shown, walked.files, read.as_of, library)


def _organisation(home: "Workspace") -> str:
    gate = home.settings.get("check")
    name = gate.get("organisation") if isinstance(gate, dict) else ""
    return name if isinstance(name, str) else ""


def _read_bundle(read: Read, path: Path, space: "Workspace") -> None:
    """Read the dossiers in a bundle; a public one proves what was published, and holds no dossier to judge."""
    from iama.audit.bundle import BrokenBundle
    from iama.files.openbundle import open_bundle
    from iama.files.shipped import SHIPPED
    from iama.gate.elsewhere import examine_bundles
    from iama.gate.rules.integrity import Seals

    name = path_from_here(path)
    days: list[str] = []
    doubt: Phrase | str = ""
    try:
        with open_bundle(path) as found:
            for bundle, one in examine_bundles(found.files, read.as_of, Seals(space.signing).judge):
                codes = frozenset(finding.code for finding in one.pack)
                read.reported.append(Reported(name, Sort.BUNDLE, one.standing, bundle.as_of, codes))
                read.marks[one.standing.id, name] = text_marks(bundle.algorithm, bundle.dossier, read.as_of, SHIPPED)
                days.append(bundle.as_of.isoformat())
    except (BrokenBundle, IamaError, OSError) as error:
        doubt = _why(error)
    read.sources.append(Source(name, Sort.BUNDLE.name.lower(), len(days), max(days, default=""), doubt))


def _read_results(read: Read, results: "Results") -> None:
    """Take what results say of each algorithm; one that is not believed is noted with the reason."""
    counts: Counter[str] = Counter()
    days: dict[str, date] = {}
    for one in results.everything():
        counts[one.file] += one.standing is not None
        if one.doubt:
            read.add_doubt(one.file, Sort.RESULT, one.reason)
        elif one.as_of:
            days[one.file] = one.as_of
        if one.standing and one.as_of:
            codes = frozenset(told.code for told in one.told)
            read.reported.append(Reported(one.file, Sort.RESULT, one.standing, one.as_of, codes, one.organisation))
    for file, day in days.items():
        read.sources.append(Source(file, Sort.RESULT.name.lower(), counts[file], day.isoformat()))
