"""What other programs may rely on: files to dossiers, outcomes, flags, findings and pages. All else is private.

Everything here pickles and deep-copies, so that it maps over processes and machines. Nothing is read from disk but what
comes with the package, and nothing is written.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, TypedDict

from iama.assess import evaluation
from iama.assess.outcome import Outcome, Verdict
from iama.assess.responses import last_response
from iama.audit.asapproved import withholds_actions
from iama.files.dossierfolder import read_folder
from iama.files.housepacks import HouseLibrary
from iama.files.packfiles import packs_among
from iama.files.shipped import SHIPPED, shipped_folder
from iama.gate.check import Examined, check, with_inventory
from iama.gate.config import Config
from iama.gate.heldfiles import dossier_folders
from iama.gate.inventory import NO_INVENTORY, Inventory
from iama.gate.listing import read_inventory
from iama.gate.report import Report, pack_findings, unpack_findings
from iama.lint.housepacks import pack_faults
from iama.model.dossier import Dossier
from iama.model.library import Library
from iama.model.problems import UnusableFile
from iama.publish.edition import describe_decision, edition
from iama.publish.report import render as render_view
from iama.words import pick_translation

__all__ = [
    "Config",
    "FlagRow",
    "Inventory",
    "Library",
    "check",
    "evaluate",
    "flags",
    "gather",
    "inventory",
    "load",
    "read_library",
    "render",
]


class FlagRow(TypedDict):
    """One flag of one dossier, flat: every value is a text, empty where there is none."""

    questionnaire: str  # with its version: iama-2.0
    flag: str  # the id of the trigger
    instance: str  # the right or the row that it is about
    state: str  # fired, upcoming, undecided, withheld or clear
    severity: str  # blocker, must, warning or attention
    binds: str  # the ISO day from which it binds, where it has one
    title: str
    law: str  # what it rests on, as cited
    response: str  # the last response of the team: accept, mitigate, …


def read_library(files: Mapping[str, bytes]) -> Library:
    """Return what a project knows: what is shipped, with the house packs that its `iama.toml` names.

    `files` maps paths with slashes, from where `iama.toml` stands, to bytes: that file and the packs. Raises UsageError
    for a configuration with a mistake. A pack that cannot be used stops nothing but itself: dossiers that hold its
    questions are refused by `load`, and are a finding of `check`.
    """
    packs = packs_among(files)
    return HouseLibrary(SHIPPED, packs, pack_faults) if packs else SHIPPED


def load(files: Mapping[str, bytes], *, library: Library | None = None) -> dict[str, Dossier]:
    """Return the dossiers among files, by folder, as they were read.

    `files` maps paths with slashes, such as `assessments/herzicht/algorithm.yaml`, to bytes. Raises UnusableFile with
    every mistake of the first dossier that has one; `check` tells those of all, and raises nothing.
    """
    dossiers = {}
    for folder, inside in sorted(dossier_folders(files, library).items()):
        dossiers[folder], mistakes = read_folder(folder, inside, library)
        if any(finding.level is finding.level.ERROR for finding in mistakes):
            raise UnusableFile(mistakes)
    return dossiers


def evaluate(dossier: Dossier, *, as_of: date, library: Library | None = None) -> Outcome:
    """Return what the answers of a dossier amount to on a day: the status of every question, facts and flags.

    `library` has the question trees and the law; None: what is shipped. What a dossier does not hold is unknown, never
    "no".
    """
    library = library or SHIPPED
    return evaluation.evaluate(dossier, library.held_trees(dossier.assessments), library.law, as_of)


def flags(outcome: Outcome, *, language: str = "en", library: Library | None = None) -> list[FlagRow]:
    """Return every flag of an outcome as a flat row, in the order of the questionnaires, in `language`."""
    return [_flag_row(verdict, outcome, language, library or SHIPPED) for verdict in outcome.verdicts]


def _flag_row(verdict: Verdict, outcome: Outcome, language: str, library: Library) -> FlagRow:
    response = last_response(verdict, outcome)
    return FlagRow(
        questionnaire=outcome.questionnaires[verdict.questionnaire].ref,
        flag=verdict.trigger.id,
        instance=verdict.instance or "",
        state=verdict.state.value,
        severity=verdict.severity,
        binds=verdict.binds,
        title=pick_translation(verdict.trigger.title, language),
        law="; ".join(library.law.cite(id_, language) for id_ in verdict.trigger.basis),
        response=response.decision if response else "",
    )


def inventory(name: str, content: bytes, *, config: Config | None = None) -> Inventory:
    """Return a list of algorithms in a file: CSV, XLSX, ODS, YAML or JSON, such as the download of the register.

    What `config` says of the organisation and of words counts. Raises UsageError for what is no such list; a cell that
    is not understood is a finding later.
    """
    settings = config or Config()
    return read_inventory(name, content, settings.organisation, settings.inventory)


def gather(
    reports: Iterable[Report],
    *,
    as_of: date,
    config: Config | None = None,
    inventory: Inventory = NO_INVENTORY,
    baseline: frozenset[str] = frozenset(),
) -> Report:
    """Return the report of all dossiers from those that `check(…, partial=True)` made, one by one or by machine.

    What needs all of them is done here: the list that they are held against, which each `check` was given too, waivers
    of `config` and the baseline (fingerprints), each with what is wrong with it. The result is that of one `check` over
    all files.
    """
    examined = sorted((one for report in reports for one in _examined(report)), key=lambda one: one.standing.folder)
    return with_inventory(examined, inventory, as_of=as_of, config=config or Config(), baseline=baseline)


def _examined(report: Report) -> Iterable[Examined]:
    assessments = report.summary.assessments  # they are counted together, so the first has them all
    for standing, part in zip(report.standings, report.parts, strict=True):
        yield Examined(standing, assessments, pack_findings(unpack_findings(part)))
        assessments = 0


def render(
    dossier: Dossier,
    *,
    as_of: date,
    to: Literal["html", "md"] = "html",
    public: bool = True,
    language: str = "nl",
    library: Library | None = None,
) -> str:
    """Return a dossier as a page of HTML or Markdown, with its last decision.

    The public edition holds only what the public may know. Whether the answers changed since the decision, and whether
    its signature holds, only `iama verify` can tell: the page says neither.
    """
    library = library or SHIPPED
    decision = dossier.approvals[-1] if dossier.approvals else None
    tree = library.find_questionnaire(decision.questionnaire) if decision else None
    told = (
        describe_decision(decision, tree, language, public=public, actions=not withholds_actions(dossier, tree.ref))
        if decision and tree
        else None
    )
    trees = library.held_trees(dossier.assessments)
    view = edition(dossier, trees, library.law, as_of, language=language, public=public, approval=told)
    return render_view(view, to, shipped_folder("reports"), glossary=library.glossary)
