"""The auditor's report that `iama verify --to` writes."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.cli.options import day_or_today, here, today
from iama.model.problems import IamaError, UsageError

if TYPE_CHECKING:
    from iama.assess.outcome import Outcome
    from iama.audit.auditreport import Audited
    from iama.cli.verified import Verified
    from iama.gate.config import Config
    from iama.model.dossier import Dossier
    from iama.model.library import Library
    from iama.publish.wording import View


class ReportFormat(StrEnum):
    """What `--to` can be."""

    HTML = "html"
    MD = "md"
    PDF = "pdf"
    JSON = "json"


class Wish(Struct, frozen=True):
    """Which report is asked for: its form, its file, the days between which decisions were taken, its language."""

    to: ReportFormat
    output: str | None
    since: date | None
    until: date | None
    language: str | None


def wished_report(
    to: ReportFormat | None,
    output: str | None,
    since: str | None,
    until: str | None,
    language: str | None,
    *,
    json: bool,
) -> Wish | None:
    """Return what these options ask for, None when they ask no report; raises UsageError where they clash."""
    from iama.cli.reports import format_by_ending, refuse_terminal
    from iama.files.output import result_at

    if to is None and output is None:
        if since or until:
            raise UsageError("verify-period-of-report")
        return None
    if json:
        raise UsageError("verify-json-or-report")
    first, last = (day_or_today(day, name) if day else None for day, name in ((since, "--from"), (until, "--until")))
    if first and last and first > last:
        raise UsageError("verify-period-turned")
    form = to or format_by_ending(output, ReportFormat.HTML)
    refuse_terminal(output, form)
    if output:
        result_at(Path(output))  # now, for verifying can take long
    return Wish(form, output, first, last, language)


def write_audit_report(results: "Sequence[Verified]", wish: Wish, root: Path | None, library: "Library") -> None:
    """Write the report about what was verified."""
    from iama import __version__
    from iama.audit.auditreport import Asked, audit_report
    from iama.cli.reports import Format, house_of, render_document, write_document
    from iama.files.config import Workspace, find_workspace
    from iama.gate.config_tables import parse_gate_config
    from iama.publish.house import with_house

    space = find_workspace(here(), root) or Workspace(here(), here())
    config = parse_gate_config(space.settings, path=str(space.file or ""))
    language = wish.language or space.language
    asked = Asked(today(), language, wish.since, wish.until)
    audited = [_audited(result, config, library) for result in results]
    view = audit_report(
        audited,
        library.law,
        asked,
        controls=library.controls,
        organisation=config.organisation,
        version=__version__,
    )
    house = house_of(space, None, Format(wish.to))
    document = render_document(with_house(view, house), wish.to.value, page="audit")
    write_document(document, wish.output, (), space, f"iama-audit-{asked.as_of}.{wish.to}")


def _audited(result: "Verified", config: "Config", library: "Library") -> "Audited":
    from iama.audit.auditreport import Audited
    from iama.model.dossier import Dossier

    dossier = result.dossier or Dossier(result.folder.stem)
    bundle = result.folder.name if result.folder.suffix == ".zip" else ""
    outcome = _outcome(dossier, library)
    waivers = _waivers(config, dossier.id)
    return Audited(dossier, outcome, result.approvals, result.doubts, waivers, result.digest, bundle)


def _outcome(dossier: "Dossier", library: "Library") -> "Outcome | None":
    """Return what the answers amount to today; None when they cannot be judged, which the findings tell."""
    from iama.cli.options import judge_dossier

    try:
        return judge_dossier(dossier, today(), library)
    except IamaError:
        return None


def _waivers(config: "Config", algorithm: str) -> "list[View]":
    """Return the findings about an algorithm that two people let stand, as `iama.toml` has them."""
    return [
        {
            "code": waiver.code,
            "about": waiver.question or waiver.trigger,
            "reason": waiver.reason,
            "by": waiver.by,
            "approved_by": waiver.approved_by,
            "until": waiver.until.isoformat(),
            "over": waiver.until < today(),
        }
        for waiver in config.waivers
        if waiver.algorithm == algorithm
    ]
