"""The gate: from the files of dossiers to findings, as a pure function of files, date and configuration.

`examine` looks at one dossier and knows of no other: jobs and a cache wrap it. Its result is small, frozen and
picklable. `check` looks at many, and does after that what needs them all: waivers, baseline, order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.assess.withholding import judge_public
from iama.audit.snapshot import NONE
from iama.audit.verification import Sealed
from iama.files.dossierfolder import read_folder
from iama.files.journal import OBJECTS
from iama.files.shipped import SHIPPED
from iama.gate.config import Config
from iama.gate.finding import Cause, CheckFinding, distinguish_findings, finding_words, fingerprint
from iama.gate.heldfiles import Documents, dossier_folders
from iama.gate.inventory import NO_INVENTORY, Inventory
from iama.gate.inventory_status import NOT_LISTED, Listed, Phase, Standing
from iama.gate.judged_dossier import Seen, Subject, leave_seal_unchecked
from iama.gate.list_findings import compare_inventory, list_counts
from iama.gate.report import NOTHING, Pack, Parts, Report, Summary, pack_findings
from iama.gate.rules import CODES, RULES, completeness, decisions, flags
from iama.gate.rules.integrity import stands_as_decided
from iama.gate.rules.upkeep import FOLLOWING, withheld_unclear
from iama.gate.standing import dossier_standing
from iama.gate.waivers import Settling
from iama.model.contents import below
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.library import Library
from iama.model.problems import Finding, Level, Place, UsageError
from iama.model.questionnaire import Questionnaire, plain_id
from iama.model.struct import replace
from iama.words import Phrase, message_text

Digest = Callable[[str], str | None]

# what is only about what an assessment says: of an annex it fails nothing
_OF_CONTENT = frozenset((*completeness.CODES, *decisions.CODES, *flags.CODES, *FOLLOWING))
_MOST = 200  # mistakes told of one file


class Examined(Struct, frozen=True):
    """What came of one dossier."""

    standing: Standing
    assessments: int
    pack: Pack

    @property
    def findings(self) -> tuple[CheckFinding, ...]:
        """What is to be said about it, in the order of its files."""
        return tuple(self.pack)


def no_document_digest(_: str) -> None:
    """Say that nobody can look whether there is a document of that name."""


def examine(
    folder: str,
    files: Mapping[str, bytes],
    *,
    as_of: date,
    config: Config,
    algorithm: str = "",
    listed: Listed = NOT_LISTED,
    digest: Digest = no_document_digest,
    sealed: Sealed = leave_seal_unchecked,
    objects: Mapping[str, bytes] = NONE,
    refused: tuple[Finding, ...] = (),
    library: Library | None = None,
) -> Examined:
    """Return what is to be said about the dossier in `folder`, of which `files` are the files by name.

    Names are relative, such as `iama-2.0.yaml` and `approved/<digest>.json`. `algorithm` is its id, by default the
    last part of `folder`; `listed` what an inventory says of it. `digest` gives the SHA-256 of a document that an
    answer names, `sealed` judges a signature, `objects` are the question trees and legal facts that decisions rest on,
    by name, `refused` are files that could not be read, `library` is what is shipped unless another is given.
    """
    library = library or SHIPPED
    dossier, mistakes = read_folder(folder, files, library)
    dossier = replace(dossier, id=algorithm or dossier.id)
    subject = judge_dossier(
        folder,
        files,
        dossier,
        as_of=as_of,
        config=config,
        listed=listed,
        digest=digest,
        sealed=sealed,
        objects=objects,
        library=library,
    )
    raised = [_finding_from_file(finding, subject) for finding in (*refused, *_first_mistakes(mistakes))]
    raised += [finding for seen in _run_rules(subject) if (finding := _finding_from_seen(seen, subject))]
    findings = sorted(distinguish_findings(raised), key=lambda finding: finding.order)
    return Examined(dossier_standing(subject), len(subject.assessments), pack_findings(findings))


def _first_mistakes(mistakes: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the first mistakes of every file, and how many there are more: nobody reads thousands."""
    counts = Counter(finding.place.path for finding in mistakes)
    shown: Counter[str] = Counter()
    for finding in mistakes:
        path = finding.place.path
        shown[path] += 1
        if shown[path] <= _MOST:
            yield finding
    for path, count in counts.items():
        if count > _MOST:
            message = Phrase("check-more-mistakes", count=count - _MOST)
            yield Finding(Place(path), "unsafe-yaml", message, Phrase("check-more-mistakes-hint"))


def _run_rules(subject: Subject) -> Iterator[Seen]:
    """Yield what every rule notices; only what is wrong with withholding while that cannot be told."""
    if subject.unclear:
        yield from withheld_unclear(subject)
        return
    for rule in RULES:
        yield from rule(subject)


def judge_dossier(
    folder: str,
    files: Mapping[str, bytes],
    dossier: Dossier,
    *,
    as_of: date,
    config: Config,
    library: Library,
    listed: Listed = NOT_LISTED,
    digest: Digest = no_document_digest,
    sealed: Sealed = leave_seal_unchecked,
    objects: Mapping[str, bytes] = NONE,
) -> Subject:
    """Return a dossier as the rules see it, judged on a day; the words are those of `examine`."""
    trees, law = library.held_trees(dossier.assessments), library.law
    recorded = evaluate(dossier, trees, law, as_of)
    try:
        shown, unclear = _reportable_outcome(dossier, trees, law, recorded, config), False
    except UsageError:  # a row of what is withheld names a question that is not there
        shown, unclear = recorded, True

    def judge_on_day(day: date) -> Outcome:
        return _reportable_outcome(dossier, trees, law, evaluate(dossier, trees, law, day), config)

    return Subject(
        folder,
        files,
        dossier,
        shown,
        recorded,
        config,
        listed,
        digest,
        library.newest_refs,
        sealed,
        objects,
        judge_on_day,
        unclear,
        plain_id(library.article_27_questionnaire),
        law,
        library.register if dossier.register else None,
    )


def _reportable_outcome(
    dossier: Dossier, trees: Sequence[Questionnaire], law: Law, recorded: Outcome, config: Config
) -> Outcome:
    """Return the outcome that findings may rest on: without what is withheld, unless nobody else reads along."""
    rows = recorded.find_entry("follow-up", "withheld")
    if config.edition == "internal" or rows is None or not rows.answer.rows:
        return recorded
    return judge_public(dossier, trees, law, recorded.as_of).outcome


def _finding_from_seen(seen: Seen, subject: Subject) -> CheckFinding | None:
    """Return a finding with level, words and place, unless the configuration leaves its code out."""
    severity = _weight_of_finding(seen, subject)
    if severity is None:
        return None
    id_ = subject.dossier.id
    name = f"{seen.code}-{seen.variant}" if seen.variant else seen.code
    message, hint = finding_words(name, subject.config.language, {"algorithm": id_, **seen.about})
    place = subject.locate_seen(seen)
    instance = f"[{seen.instance}]" if seen.instance else ""
    question = f"{seen.question}{instance}"
    return CheckFinding(
        seen.code,
        severity,
        id_,
        message,
        hint,
        seen.cause,
        seen.assessment,
        question,
        seen.trigger,
        place.path.removeprefix("./"),
        place.line,
        place.column,
        fingerprint(seen.code, id_, seen.assessment, question, seen.trigger, seen.detail),
        related=subject.related_spots(seen, place) if seen.behind else (),
    )


def _weight_of_finding(seen: Seen, subject: Subject) -> Level | None:
    """Return how heavy a finding weighs: by phase, by how soon use begins, and by configuration; None: not at all."""
    code = CODES[seen.code]
    retired = subject.effective_phase is Phase.RETIRED and not code.outlasts_use
    high_risk = code.high_risk_too and subject.effective_category == "a"
    if seen.early and not retired:
        usual = min(Level.WARNING, code.in_use)
    elif seen.firm or high_risk or subject.effective_phase is not Phase.DEVELOPMENT:
        usual = code.in_use
    elif subject.soon and code.before is Level.NOTE:
        usual = min(Level.WARNING, code.in_use)
    else:
        usual = code.before
    severity = subject.config.levels.get(seen.code, min(Level.WARNING, usual) if seen.mild else usual)
    voluntary = seen.voluntary or (seen.code in _OF_CONTENT and subject.is_voluntary(seen.assessment))
    return Level.NOTE if (retired or voluntary) and severity is not None else severity


def _finding_from_file(finding: Finding, subject: Subject) -> CheckFinding:
    """Return a finding about a file as one of the gate; which one of a file it is, tells its name."""
    path, line, column = finding.place
    name, id_ = path.removeprefix(f"{subject.folder}/"), subject.dossier.id
    retired = subject.effective_phase is Phase.RETIRED and finding.level < Level.ERROR
    decided = finding.code == "invisible-text" and stands_as_decided(name, subject)
    severity = Level.NOTE if retired or decided else finding.level
    return CheckFinding(
        finding.code,
        severity,
        id_,
        message_text(finding.message, subject.config.language),
        message_text(finding.hint, subject.config.language),
        Cause.FILE,
        path=path.removeprefix("./"),
        line=line,
        column=column,
        fingerprint=fingerprint(finding.code, id_, name),
    )


def check(
    files: Mapping[str, bytes],
    *,
    as_of: date,
    config: Config | None = None,
    library: Library | None = None,
    inventory: Inventory = NO_INVENTORY,
    partial: bool = False,
) -> Report:
    """Return what the gate says about the dossiers in `files`, a mapping of path to bytes.

    Paths have slashes, such as `assessments/herzicht/algorithm.yaml`; a folder that holds the file of an assessment
    is a dossier. Documents that answers name are compared when they are in the mapping too; decisions need the objects
    beside the dossiers, such as `assessments/.iama/objects/<digest>.json`. Question trees and legal facts are those of
    `library`, by default what is shipped, which alone is read from disk. Nothing is ever raised about the content of a
    file. `inventory` is a list of algorithms that the dossiers are held against.

    A `partial` report is one of many over some of the dossiers, without waivers: `iama.gather` makes one of them.
    """
    settings = config or Config()
    examined = [
        _examined_as_listed(folder, inside, files, as_of, settings, inventory, library or SHIPPED)
        for folder, inside in sorted(dossier_folders(files, library).items())
    ]
    if not partial:
        return with_inventory(examined, inventory, as_of=as_of, config=settings)
    counts = sum((Summary(1, one.assessments) + one.pack.counts for one in examined), NOTHING)
    standings = tuple(one.standing for one in examined)
    return Report(as_of, counts, [one.pack.content for one in examined], standings, settings.language)


def _examined_as_listed(
    folder: str,
    inside: Mapping[str, bytes],
    files: Mapping[str, bytes],
    as_of: date,
    config: Config,
    inventory: Inventory,
    library: Library,
) -> Examined:
    """Return what comes of a dossier, once more when the list knows it by what only its answers tell."""
    look = partial(
        examine,
        folder,
        inside,
        as_of=as_of,
        config=config,
        digest=Documents(folder, files).digest_held_document,
        objects=below(f"{folder.rpartition('/')[0]}/{OBJECTS}/".lstrip("/"), files),
        library=library,
    )
    listed = inventory.listed_status(folder.rpartition("/")[2])
    examined = look(listed=listed)
    standing = examined.standing
    known = inventory.listed_status(standing.id, standing.register_id, standing.name_mark)
    return examined if known == listed else look(listed=known)


def with_inventory(
    examined: Iterable[Examined],
    inventory: Inventory,
    *,
    as_of: date,
    config: Config,
    baseline: frozenset[str] = frozenset(),
) -> Report:
    """Return the report of all dossiers, held against a list of algorithms where there is one."""
    if inventory is NO_INVENTORY:
        return gather_report(examined, as_of=as_of, config=config, baseline=baseline)
    report = gather_report(
        examined,
        as_of=as_of,
        config=config,
        beside=lambda standings: compare_inventory(inventory, standings, config, as_of),
        baseline=baseline,
    )
    return replace(report, lists=(list_counts(inventory, report.standings, config),))


def gather_report(
    examined: Iterable[Examined],
    *,
    as_of: date,
    config: Config,
    beside: Callable[[Sequence[Standing]], Iterable[CheckFinding]] = lambda _: (),
    baseline: frozenset[str] = frozenset(),
    known: frozenset[str] = frozenset(),
    whole: bool = True,
    parts: Parts | None = None,
) -> Report:
    """Return the report of all dossiers, with waivers and the baseline applied; `parts` is where it is kept.

    Findings that were `known` before (by fingerprint) are only counted.
    `beside` gives findings about no dossier in particular, from where all of them stand. Not `whole` means that some
    dossiers were not looked at: then nothing is said about waivers that only those may need.
    """
    parts = [] if parts is None else parts
    settling = Settling(config, as_of, baseline, known)
    standings: list[Standing] = []
    summary = NOTHING
    for result in examined:
        pack = settling.mark_pack(result.pack, result.standing.id)
        parts.append(pack.content)
        standings.append(result.standing)
        summary += Summary(1, result.assessments) + pack.counts
    findings = settling.mark_new(beside(standings))
    findings += settling.waiver_findings(None if whole else frozenset(standing.id for standing in standings))
    last = pack_findings(sorted(findings, key=lambda finding: finding.order))
    parts.append(last.content)
    summary += last.counts
    counts = replace(summary, before=settling.before)
    return Report(
        as_of,
        counts,
        parts,
        tuple(standings),
        config.language,
        organisation=config.organisation,
        edition=config.edition,
    )
