"""The command that proves decisions: verify."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.anchors import refuse_empty_anchor
from iama.cli.auditing import ReportFormat
from iama.cli.language import spoken_language
from iama.cli.options import Json, Lang, Root, algorithms, here, near, print_message, today
from iama.cli.page_verdicts import Verdict as PageVerdict
from iama.cli.page_verdicts import is_page, judge_pages, tell_pages
from iama.cli.proving import program_knowledge
from iama.cli.verified import Verified, decision_words, own_proof_doubts
from iama.model.problems import Level, UsageError
from iama.model.signing import NO_STAMPING, UNSIGNED
from iama.model.struct import replace
from iama.words import Phrase, message_text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iama.assess.followed import Digest
    from iama.audit.doubt import Doubt
    from iama.audit.judging import Today
    from iama.audit.openedbundle import Opened
    from iama.audit.stamps import Stamped
    from iama.audit.verification import Seal, Sealed
    from iama.files.config import Workspace
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier
    from iama.model.library import Library
    from iama.model.problems import Finding


@app.command(help="help-verify")
def verify(
    algorithms_: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ALGORITHM|BUNDLE|PAGE.html]…", help="help-verify-algorithm", autocompletion=algorithms
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="help-verify-all")] = False,
    against: Annotated[str | None, typer.Option("--against", metavar="FILE|REV", help="help-verify-against")] = None,
    expect: Annotated[list[str] | None, typer.Option("--expect", metavar="sha256:…", help="help-verify-expect")] = None,
    to: Annotated[ReportFormat | None, typer.Option("--to", help="help-verify-to")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="help-verify-from")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="help-verify-until")] = None,
    lang: Lang = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="help-verify-fresh")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Prove what was approved: digests, chain, signatures, pages; and say what changed since."""
    from iama.audit.doubt import doubt_records
    from iama.cli.auditing import wished_report, write_audit_report
    from iama.cli.housepacks import library_here, library_of
    from iama.cli.progress import with_progress_bar
    from iama.files.config import find_workspace, locate
    from iama.files.store import decided_folders
    from iama.terminal.output import json_text

    if everything and algorithms_:
        raise UsageError("verify-all-or-one")
    refuse_empty_anchor(against)
    wish = wished_report(to, output, since, until, lang, json=json)
    bundles = [Path(name) for name in algorithms_ or () if _is_bundle(name, root)]
    workspace = None if algorithms_ else find_workspace(here(), root)
    pages = [Path(name) for name in algorithms_ or () if is_page(name)]
    if algorithms_:
        places = [locate(name, here(), root) for name in algorithms_ if Path(name) not in (*bundles, *pages)]
    else:
        places = [(workspace, folder) for folder in decided_folders(workspace.root)] if workspace else []
    if not places and not bundles and not pages and not (against and workspace):
        raise UsageError("verify-no-dossiers")
    library = library_here(root)
    known = program_knowledge(library, fresh=fresh)
    judged = judge_pages(pages, root, library, _is_proven)
    results = [
        _verify_dossier(space, folder, library_of(space), known)
        for space, folder in with_progress_bar(places, len(places))
    ]
    results += [result for path in bundles for result in _verify_bundle(path, root, known)]
    if against and workspace:
        results = _all_held_against(results, against, workspace.root)
    elif against:
        results = [_held_against(result, against) for result in results]
    if expect:
        results = [_as_expected(result, expect) for result in results]
    levels = [doubt.level for result in results for doubt in result.doubts]
    if wish:
        write_audit_report(results, wish, root, library)
    elif json:
        counts = {f"{level}s": levels.count(level) for level in sorted(Level, reverse=True)}
        summary = {"algorithms": len(results), "approvals": sum(len(one.approvals) for one in results), **counts}
        findings = doubt_records((result.name, result.doubts) for result in results)
        rows = [{"id": result.name, "approvals": result.approvals} for result in results]
        document = {"iama_verify": 1, "summary": summary, "algorithms": rows, "findings": findings}
        document |= {"pages": [one.record for one in judged]} if judged else {}
        typer.echo(json_text(document))
    else:
        tell_pages(judged)
        if results or not judged:
            _print_verdicts(results)
    unknown = any(one.verdict is PageVerdict.UNKNOWN for one in judged)
    raise typer.Exit(1 if Level.ERROR in levels or unknown else 0)


def _is_bundle(name: str, root: Path | None) -> bool:
    """Return whether a bundle is meant: an archive, or a folder where one was unpacked and no dossier of that name."""
    from iama.files.config import find_workspace
    from iama.files.openbundle import unpacked_folder
    from iama.files.store import holds_dossier

    if name.endswith(".zip"):
        return True
    if not unpacked_folder(Path(name)):
        return False
    workspace = find_workspace(here(), root)
    return not (workspace and holds_dossier(workspace.root / name))


def _is_proven(workspace: "Workspace", folder: Path, number: int) -> bool:
    """Whether a decision is what it was, whatever the dossier says by now."""
    from iama.audit.proof import Verdict
    from iama.cli.housepacks import library_of

    library = library_of(workspace)
    rows = _verify_dossier(workspace, folder, library, program_knowledge(library)).approvals
    return any(row["number"] == number and row["verdict"] != Verdict.NOT_PROVEN for row in rows)


def _verify_dossier(workspace: "Workspace | None", folder: Path, library: "Library", known: "Today") -> Verified:
    from iama.audit.chain import Kept
    from iama.audit.stamps import stamp_doubts
    from iama.audit.verification import verify_decisions
    from iama.cli.housepacks import with_decided_questions
    from iama.cli.stamping import stamp_judge
    from iama.files.journal import unfinished_save_findings
    from iama.files.store import digest_beside, inspect_decided
    from iama.gate.rules.integrity import Seals

    dossier, walked, findings = inspect_decided(folder, library)
    dossier, findings = with_decided_questions(folder, dossier, walked, findings, library)
    findings = (*findings, *unfinished_save_findings(folder, str(folder), Level.WARNING))
    if not (dossier.approvals or walked.approved_contents or any(_of_chain(finding, folder) for finding in findings)):
        return Verified(folder, [], [], dossier)
    doubts = [_doubt_about_file(finding, folder) for finding in findings]
    if not dossier.approvals and any(_of_entries(finding) for finding in findings):
        return Verified(folder, [], doubts, dossier)  # without its entries nothing can be said of a snapshot
    seals = _Noted(Seals(workspace.signing if workspace else UNSIGNED).judge)
    decisions = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    separate = bool(workspace and workspace.signing.separate_roles)
    digest = partial(digest_beside, folder)
    program = replace(known, separate_roles=separate, digest=digest)
    if any(doubt.level is Level.ERROR for doubt in doubts):  # first what cannot be read is to be mended
        program = replace(program, render=None)
    doubts = [*doubts, *verify_decisions(decisions, dossier, seals, today(), program)]
    judge = stamp_judge(workspace.stamping if workspace else NO_STAMPING)
    doubts += stamp_doubts(dossier.approvals, walked.approved_contents, judge)
    return _verified(folder, dossier, seals, doubts, digest)


class _Noted:
    """Judges signatures, and remembers what it said."""

    def __init__(self, judge: "Sealed") -> None:
        self.judge = judge
        self.said: dict[int, str] = {}

    def __call__(self, approval: "Approval") -> "tuple[Seal, Phrase | str]":
        seal, reason = self.judge(approval)
        self.said[approval.number] = seal.value
        return seal, reason


def _verify_bundle(path: Path, root: Path | None, known: "Today") -> "list[Verified]":
    """Return what came of a bundle; its signatures are judged by the keys of this project, else by its own."""
    from tempfile import TemporaryDirectory

    from iama.cli.openbundles import verify_bundle
    from iama.cli.stamping import stamp_judge
    from iama.files.config import find_workspace
    from iama.gate.rules.integrity import Seals
    from iama.model.signing import Stamping, signing_of

    workspace = find_workspace(here(), root)
    signing = workspace.signing if workspace else UNSIGNED
    seals: dict[str, _Noted] = {}
    with TemporaryDirectory(prefix="iama-") as temporary:
        own = Path(temporary, "allowed-signers")

        def seal_by_keys(content: "Opened") -> "Sealed":
            own.write_bytes(content.signers or b"")
            of_bundle = signing.allowed is None and content.signers is not None
            asked = signing_of(content.signing, own) if of_bundle else signing
            seals[content.algorithm] = _Noted(Seals(asked).judge)
            return seals[content.algorithm]

        def stamp_by_roots(content: "Opened") -> "Stamped":
            certificates = Path(temporary, "roots.pem")
            certificates.write_bytes(content.roots or b"")
            named = workspace.stamping if workspace and workspace.stamping.roots else NO_STAMPING
            return stamp_judge(Stamping(roots=certificates) if content.roots and not named.roots else named)

        found = verify_bundle(path, seal_by_keys, stamp_by_roots, today(), known)
    results = []
    for one in found:
        noted = seals.get(one.dossier.id, _Noted(Seals(signing).judge))
        keys = signing.allowed is None and "valid" in noted.said.values()
        roots = not (workspace and workspace.stamping.roots) and any(of.code == "time-stamped" for of in one.doubts)
        by_itself = own_proof_doubts(keys=keys, roots=roots)
        results.append(_verified(path / one.inside, one.dossier, noted, [*one.doubts, *by_itself]))
    return results


def _of_chain(finding: "Finding", folder: Path) -> bool:
    """Whether a finding is about decisions, or about the folder as a whole, in which decisions may stand."""
    from iama.files.approvalfile import FOLDER

    path = Path(finding.place.path)
    return _of_entries(finding) or path == folder or FOLDER in (path.name, path.parent.name)


def _of_entries(finding: "Finding") -> bool:
    from iama.files.approvalfile import NAME

    return Path(finding.place.path).name == NAME


def _doubt_about_file(finding: "Finding", folder: Path) -> "Doubt":
    """Return a finding about a file as something that `verify` has to say."""
    from iama.audit.doubt import Doubt

    path = str(finding.place).removeprefix(str(folder)).lstrip("/\\")
    return Doubt(finding.code, finding.level, finding.message, path, finding.hint)


def _verified(
    folder: Path, dossier: "Dossier", seals: _Noted, doubts: "list[Doubt]", digest: "Digest | None" = None
) -> Verified:
    rows = [_approval_summary(approval, dossier, seals, doubts) for approval in dossier.approvals]
    return Verified(folder, rows, doubts, dossier, digest)


def _held_against(result: Verified, against: str) -> Verified:
    """Return what came of a dossier, held against an earlier state of its decisions."""
    from iama.audit.anchor import dropped_doubts
    from iama.cli.anchors import earlier_digests

    return _with_doubts(
        result, dropped_doubts(result.entries, earlier_digests(result.folder, result.algorithm, against))
    )


def _all_held_against(results: "Sequence[Verified]", against: str, root: Path) -> "list[Verified]":
    """Return what came of all dossiers, held against an earlier state of all; what is gone since is there with that."""
    from iama.audit.anchor import dropped_doubts, gone_doubt
    from iama.cli.anchors import earlier_states

    then = earlier_states(root, against)
    held = [_with_doubts(one, dropped_doubts(one.entries, then.get(one.folder.name, ()))) for one in results]
    gone = then.keys() - {one.folder.name for one in results}
    return held + [Verified(root / id_, [], [gone_doubt(id_, then[id_])]) for id_ in sorted(gone) if then[id_]]


def _as_expected(result: Verified, expected: "Sequence[str]") -> Verified:
    """Return what came of a dossier, in which the decisions of these digests must stand; raises UsageError."""
    from iama.audit.anchor import unexpected_doubts
    from iama.model.forms import is_digest

    if strange := next((digest for digest in expected if not is_digest(digest)), ""):
        raise UsageError("verify-no-digest", digest=strange)
    return _with_doubts(result, unexpected_doubts(result.entries, expected))


def _with_doubts(result: Verified, doubts: "Iterable[Doubt]") -> Verified:
    """Return what came of a dossier with more doubts, and the verdicts that follow from all."""
    from iama.audit.proof import weigh_doubts

    every = [*result.doubts, *doubts]
    rows = []
    for row, entry in zip(result.approvals, result.entries, strict=True):
        proof = weigh_doubts(entry, every)
        because = [str(doubt.message) for doubt in proof.because]
        rows.append({**row, "verdict": proof.verdict.value, "because": because})
    return replace(result, approvals=rows, doubts=every)


def _approval_summary(
    approval: "Approval", dossier: "Dossier", seals: _Noted, doubts: "Sequence[Doubt]"
) -> "dict[str, Any]":
    from iama.audit.proof import condition_records, met_record, weigh_doubts
    from iama.model.entries import approval_digest

    proof, seal = weigh_doubts(approval, doubts), seals.said.get(approval.number)
    return {
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "role": approval.role,
        "body": approval.body or None,
        "reference": approval.reference or None,
        "date": approval.decided_on,
        "recorded": approval.recorded_on,
        "entry": approval_digest(approval),
        "snapshot": approval.snapshot,
        "program": approval.program.version if approval.program else None,
        "verdict": proof.verdict.value,
        "because": [str(doubt.message) for doubt in proof.because],
        "signature": None if seal == "none" else seal,
        "signed_by": approval.signer if seal == "valid" else None,
        "conditions": condition_records(approval, dossier),
        "conditions_met": met_record(approval, dossier),
    }


def _print_verdicts(results: "Sequence[Verified]") -> None:
    """Print one verdict for each decision with what it rests on, then what is about none of them."""
    verdicts = [approval["verdict"] for result in results for approval in result.approvals]
    loose = [doubt for result in results for doubt in result.doubts if not _decision_of(doubt, result)]
    if not verdicts and not loose:
        print_message("verify-nothing")
        return
    language = spoken_language()
    for result in results:
        for approval in result.approvals:
            _tell_approval(approval, result, language)
        for doubt in result.doubts:
            if not _decision_of(doubt, result):
                _tell_doubt(doubt, result.folder, language)
    found = [Phrase(f"verify-counted-{word}", count=verdicts.count(word)) for word in dict.fromkeys(sorted(verdicts))]
    errors = sum(doubt.level is Level.ERROR for doubt in loose)
    found += [Phrase("verify-beside", count=errors)] * bool(errors)
    if matching := sum(doubt.code == "page-matches" for doubt in loose):
        print_message("verify-pages-match", count=matching)
    if found:
        print_message("verify-done", count=len(verdicts), found=found)


def _decision_of(doubt: "Doubt", result: Verified) -> int:
    """Return the number of the decision that a doubt is about; 0 for none of those that are there."""
    return doubt.approval if doubt.approval <= len(result.approvals) else 0


def _tell_approval(approval: "Mapping[str, Any]", result: Verified, language: str) -> None:
    verdict = Phrase(f"verify-verdict-{approval['verdict']}")
    seal = Phrase(f"verify-signed-{approval['signature'] or 'none'}", signer=approval["signed_by"])
    told = {**decision_words(approval), "algorithm": result.name, "verdict": verdict, "seal": seal}
    typer.echo(text("verify-approval", language, **told))
    if counted := approval["conditions_met"]:
        typer.echo(f"    {text('conditions-met', language, **counted)}")
    for doubt in result.doubts:
        if _decision_of(doubt, result) == approval["number"]:
            _tell_doubt(doubt, result.folder, language, "    ")


def _tell_doubt(doubt: "Doubt", folder: Path, language: str, inset: str = "") -> None:
    from iama.model.text import escape_controls

    line = f"{near(folder) / doubt.file}: {doubt.level}: {message_text(doubt.message, language)} [{doubt.code}]"
    typer.echo(inset + escape_controls(line).replace("\n", "\\n"))  # in a name of a file
    if doubt.hint:
        typer.echo(f"{inset}    {message_text(doubt.hint, language)}")
