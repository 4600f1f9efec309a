"""A decision in the making: what stands in its way, the pages to see first, and its record."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iama.cli.language import spoken_language
from iama.cli.options import after_saving, print_message, row_id, today
from iama.model.problems import Refused, reason_of
from iama.model.struct import replace
from iama.words import message_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from iama.assess.answer_input import MakeId
    from iama.audit.approving import Moment, Obstacle, Wish
    from iama.files.config import Workspace
    from iama.files.store import Decided
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire

_MOST_LATER = 5  # questions that are named


def moment_of(as_of: "date", workspace: "Workspace", library: "Library") -> "Moment":
    """Return what a decision that is recorded today goes by: the house style of its page and official texts too."""
    import secrets
    from functools import partial

    from iama.cli.reports import Format, house_of
    from iama.publish.officialtext import official_data

    house = house_of(workspace, None, Format.HTML)
    official = partial(official_data, library.official_text)
    return replace(_moment(today(), as_of, secrets.token_hex(16)), house=house, official=official)


def _moment(on: "date", as_of: "date", salt: str) -> "Moment":
    from iama.audit.approving import Moment
    from iama.cli.asapproved import render_html
    from iama.files.shipped import program

    return Moment(on, as_of, salt, program(), render_html)


def approve_example(base: Path, algorithm: str, language: str) -> None:
    """Record the decision of the worked example: by its own date, without chance, so that it is the same every time."""
    from datetime import date

    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.files.config import locate
    from iama.files.scaffold import demo_decision
    from iama.files.shipped import SHIPPED
    from iama.model.approval import Condition, Decision

    example = demo_decision(language)
    decided_on, ids = date.fromisoformat(example["date"]), (f"voorw{letter}" for letter in "abcdefghij")
    conditions = tuple(Condition(id="", **condition) for condition in example["conditions"])
    tree = SHIPPED.usual_questionnaire
    wish = Wish(
        tree.ref,
        Decision.CONDITIONS,
        RESPONSIBLE,
        body=example["body"],
        text=example["text"],
        public_reason=example["public_reason"],
        conditions=conditions,
    )
    moment = _moment(decided_on, decided_on, "0" * 32)
    workspace, folder = locate(algorithm, base, None)
    decide = decider(workspace, folder, tree, wish, moment, None, SHIPPED, lambda: next(ids))
    save_decision(workspace, folder, decide, SHIPPED)


def decider(
    workspace: "Workspace",
    folder: Path,
    tree: "Questionnaire",
    wish: "Wish",
    moment: "Moment",
    key: Path | None,
    library: "Library",
    make_id: "MakeId" = row_id,
) -> "Callable[[Dossier], Decided]":
    """Return what makes a decision of a dossier, with all that it binds; that raises Refused."""
    from iama.audit import approving
    from iama.audit.snapshot import BrokenSnapshot

    def decide(dossier: "Dossier") -> "Decided":
        approving.refuse_invalid_wish(wish, dossier, tree)
        whole = approving.with_ids(
            wish, _ids_in_use(dossier), make_id, blocking=_before_use(dossier, moment.as_of, library)
        )
        _refuse_obstacles(folder, dossier, tree, whole, moment.today, library)
        _refuse_day(dossier, tree, whole, moment, library)
        trees = library.held_trees(dossier.assessments)
        try:
            made = approving.compose_decision(dossier, trees, library.law, whole, moment)
        except BrokenSnapshot as error:
            raise Refused("approve-too-much", algorithm=dossier.id, reason=reason_of(error)) from error
        return _sign_entry(made.entry, key, workspace) if key else made.entry, made.files, made.objects

    return decide


def write_preview(
    workspace: "Workspace", folder: Path, decide: "Callable[[Dossier], Decided]", library: "Library"
) -> None:
    """Write the pages that the decision would keep, as they would be kept, and say that nothing is recorded."""
    from iama.audit.pages import INTERNAL, PUBLIC, unpack_page
    from iama.files.output import own_target, write_result
    from iama.files.store import read_dossier

    entry, files, _ = decide(read_dossier(folder, library))
    stem = entry.snapshot.removeprefix("sha256:")
    for language in entry.pages:
        for name in (PUBLIC.format(language), INTERNAL.format(language)):
            target = own_target(workspace.base, f"iama-{folder.name}-preview.{name.removesuffix('.gz')}")
            write_result(target, unpack_page(files[f"{stem}.{name}"]))
            print_message("approve-preview", path=target.shown)
    print_message("approve-nothing-recorded", algorithm=folder.name)


def save_decision(
    workspace: "Workspace", folder: Path, decide: "Callable[[Dossier], Decided]", library: "Library"
) -> "Approval":
    """Save a decision with all that it binds; raises Refused."""
    from iama.files.scaffold import tell_git
    from iama.files.store import approved_files, record_decision

    approved_files(folder, ())  # a link in the place of the folder is refused before anything is written
    entry = record_decision(folder, decide, library)
    if workspace.file:
        with after_saving():
            tell_git(workspace.base, workspace.root)
    return entry


def _ids_in_use(dossier: "Dossier") -> "Iterator[str]":
    """Yield the ids of all rows and conditions: an id names one action point."""
    yield from (
        row.id
        for assessment in dossier.assessments.values()
        for answer in assessment.answers.values()
        for row in answer.rows
    )
    yield from (condition.id for condition in dossier.conditions)


def _before_use(dossier: "Dossier", as_of: "date", library: "Library") -> bool:
    from iama.cli.options import judge_dossier

    return judge_dossier(dossier, as_of, library).facts["current-phase"].words not in (("in-use",), ("retired",))


def _refuse_obstacles(
    folder: Path, dossier: "Dossier", tree: "Questionnaire", wish: "Wish", today: "date", library: "Library"
) -> None:
    """Raise Refused with every reason why the use may not go ahead on that day; `no-go` is always recorded."""
    from iama.audit.approving import contradicting_blockers, is_excused, judge_version, obstacles
    from iama.audit.chain import Kept, breaks
    from iama.files.store import approved_files, objects
    from iama.words import text

    language = spoken_language()
    outcome = judge_version(dossier, library.held_trees(dossier.assessments), library.law, today, tree.ref)
    advice = [
        f"    {text('contradicted-by', language)} {title}" for title in contradicting_blockers(outcome, tree, language)
    ]
    if not wish.decision.goes_on:
        for line in advice:
            typer.echo(line.strip(), err=True)
        return
    standing = [
        obstacle
        for obstacle in obstacles(outcome, tree, language)
        if not is_excused(obstacle, outcome, tree, wish.decision)
    ]
    decisions = Kept(dossier.id, dossier.approvals, approved_files(folder), objects(folder))
    broken = [doubt.message for doubt in breaks(decisions, today, last=True)]
    if not standing and not broken:
        return
    lines = [f"    {_obstacle_line(obstacle, language)}" for obstacle in standing]
    lines += [f"    approvals.yaml: {message_text(message, language)}" for message in broken]
    kinds = {obstacle.kind for obstacle in standing}
    remedies = [f"    {remedy}" for remedy in _remedies(kinds, dossier.id, language)]
    reasons = "\n".join([*lines, *advice, *remedies])
    raise Refused("approve-refused", algorithm=folder.name, ref=tree.ref, decision=wish.decision, reasons=reasons)


def _refuse_day(dossier: "Dossier", tree: "Questionnaire", wish: "Wish", moment: "Moment", library: "Library") -> None:
    """Raise Refused for a day before the instrument, or an answer that the decision covers, was there."""
    from iama.audit.approving import judge_version
    from iama.audit.cover import answers_after, cover
    from iama.audit.doubt import describe_slot

    if not wish.decided_on:
        return
    if wish.decided_on < (published := tree.source.get("published", "")):
        raise Refused("approve-before-questionnaire", day=wish.decided_on, ref=tree.ref, published=published)
    outcome = judge_version(dossier, library.held_trees(dossier.assessments), library.law, moment.as_of, tree.ref)
    held = {held.ref: held for held in outcome.held_trees}
    covered = cover(held[tree.ref], dossier, outcome, library.law)
    later = [
        describe_slot(slot, held[ref], spoken_language())
        for ref, slot in answers_after(dossier, covered, wish.decided_on)
    ]
    if later:
        questions = "\n".join(f"    {question}" for question in later[:_MOST_LATER])
        raise Refused("approve-answered-later", day=wish.decided_on, count=len(later), questions=questions)


def _remedies(kinds: "set[str]", algorithm: str, language: str) -> "Sequence[str]":
    """Return what helps against obstacles of these kinds, each remedy once."""
    from iama.audit.approving import REMEDIES
    from iama.words import text

    remedies = dict.fromkeys(remedy for kind, remedy in REMEDIES.items() if kind in kinds)
    return [text(f"remedy-{remedy}", language, algorithm=algorithm) for remedy in remedies]


def _obstacle_line(obstacle: "Obstacle", language: str) -> str:
    from iama.words import text

    return f"{text(f'obstacle-{obstacle.kind}', language)}: `{obstacle.name}` {obstacle.text}"


def _sign_entry(entry: "Approval", key: Path, workspace: "Workspace") -> "Approval":
    """Return a decision with the signature of a key; raises CannotSign when it would not hold."""
    from iama.files.signatures import CannotSign, fault, principals, sign_decision
    from iama.model.struct import replace

    entry = replace(entry, signer=entry.person or entry.role)
    entry = replace(entry, signature=sign_decision(entry, key))
    signing = workspace.signing
    if signing.allowed is None:
        print_message("approve-no-signers", err=True)
        return entry
    names = principals(entry.signature, signing.allowed)
    signers = [name for name in signing.names_of(entry) if name in names]
    entry = replace(entry, signer=signers[0] if signers else entry.signer)
    entry = replace(entry, signature=sign_decision(entry, key))
    if reason := fault(entry, signing.allowed, signing):
        raise CannotSign("approve-bad-signature", reason=reason)
    return entry
