"""What a dossier still asks of its team, from "is an IAMA needed?" to the decision, and what comes next.

Every place that names a next step takes it from here. Knows no terminal and no disk.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from iama.assess.meetings import HOMEWORK, MEETINGS, minutes_left, share_of
from iama.assess.outcome import RAISED, Entry, Outcome, Status
from iama.assess.responses import ROLE_THAT_ACCEPTS, ROLE_THAT_DISPUTES, last_response
from iama.assess.routing import NOT_NEEDED, UNKNOWN, Routed, routed_assessments, routing_refs
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, AROUND, Kind, Questionnaire
from iama.model.routing import Routing
from iama.model.struct import replace
from iama.words import pick_translation, text

ROUTING, FACTS, CARRIED = "routing", "facts", "carried"
INTRODUCTION, FRIA, ANNEX = "introduction", "fria", "annex"
FLAGS, DECISION = "flags", "decision"
_MINUTES_OF_A_FLAG = 2


class State(StrEnum):
    """How far a stage is; the same words in code, JSON and docs."""

    OPEN = "open"
    BEGUN = "begun"
    WITH_OTHERS = "with-others"  # all that is left is for somebody to find out
    DONE = "done"
    NOT_NEEDED = "not-needed"
    MISSING = "missing"  # an assessment that the facts ask for, and that the dossier does not hold
    LATER = "later"  # the same, but not yet


_ABSENT = {"required": State.MISSING, "later": State.LATER}


class Stage(Struct, frozen=True):
    """One line of the agenda: which questions, how far, how long it takes and who is needed for it."""

    id: str
    state: State
    tree: str = ""  # the reference of the assessment
    part: str = ""
    meeting: str = ""
    open: int = 0  # questions, or flags without a response
    with_others: int = 0  # questions that somebody has to find out
    minutes: int = 0
    roles: tuple[str, ...] = ()  # those with most to answer first
    arguments: str = ""  # of the command that starts it, behind `iama`

    @property
    def asks(self) -> bool:
        """Whether the team itself has something to do for it."""
        return self.state in (State.OPEN, State.BEGUN, State.MISSING)


class Agenda(Struct, frozen=True):
    """Every stage in order, with which assessments the facts ask for."""

    algorithm: str
    stages: tuple[Stage, ...]
    routed: tuple[Routed, ...]
    stopped: bool = False  # the newest decision is not to go on

    @property
    def next(self) -> Stage | None:
        """The stage that comes next; None when all is decided, or when it was decided not to go on.

        What lies with others waits until the team has done its own part, and then goes before the decision.
        """
        if self.stopped:
            return None
        before = [stage for stage in self.stages if stage.id != DECISION]
        asking = [stage for stage in before if stage.asks]
        waiting = [stage for stage in before if stage.state is State.WITH_OTHERS]
        last = [stage for stage in self.stages if stage.id == DECISION and stage.asks]
        return next(iter((*asking, *waiting, *last)), None)


def agenda_of(outcome: Outcome, dossier: Dossier, law: Law, routing: Routing, article_27: str = "") -> Agenda:
    """Return the agenda of a dossier; `article_27` is the assessment that Article 27 asks for, where one is shipped."""
    routed = routed_assessments(outcome, law, routing)
    stages = tuple(_stages(outcome, dossier, routed, routing.minutes, article_27))
    commanded = tuple(_with_command(stage, dossier, outcome) for stage in stages)
    return Agenda(dossier.id, commanded, routed, _is_stopped(outcome, dossier))


def _stages(
    outcome: Outcome, dossier: Dossier, routed: Sequence[Routed], minutes: int, article_27: str
) -> Iterator[Stage]:
    needed = {one.route.id: one.outcome for one in routed}
    trees = [tree for tree in outcome.held_trees if tree.id not in AROUND]
    if routed:
        yield _routing_stage(outcome, routed, minutes)
    if ALGORITHM in {tree.id for tree in outcome.held_trees}:
        yield _stage(FACTS, outcome.questionnaires[ALGORITHM], _questions_to_answer(outcome, ALGORITHM))
    asked: list[Stage] = []
    for tree in trees:
        if not tree.answers_article_27 and not tree.is_annex:
            asked += _assessment_stages(outcome, tree, needed.get(tree.id, UNKNOWN) == NOT_NEEDED)
    asked += _article_27_stages(outcome, trees, needed, article_27)
    yield from asked
    yield from (_stage(ANNEX, tree, _questions_to_answer(outcome, tree.id)) for tree in trees if tree.is_annex)
    if trees:
        yield _flags_stage(outcome, stopped=_is_stopped(outcome, dossier))
        needless = all(stage.state is State.NOT_NEEDED for stage in asked)
        yield _unless_needless(_decision_stage(trees[0], dossier), needless)


def _routing_stage(outcome: Outcome, routed: Sequence[Routed], minutes: int) -> Stage:
    """Return the routing: of its minutes, the share that is still open."""
    refs = routing_refs(outcome, routed)
    entries = [entry for entry in outcome.tree_entries(ALGORITHM) if entry.ref in refs and entry.status.applies]
    stage = _stage(ROUTING, outcome.questionnaires[ALGORITHM], entries)
    return replace(stage, minutes=share_of(minutes, stage.open, len(entries)))


def _assessment_stages(outcome: Outcome, tree: Questionnaire, not_needed: bool) -> Iterator[Stage]:
    """Yield what came along, the introduction, the homework and the meetings of an assessment, those that it has."""
    entries, introduction = _questions_to_answer(outcome, tree.id), _introduction(tree)
    if own := [entry for entry in outcome.with_proposals().tree_entries(tree.id) if entry.came_along]:
        yield _unless_needless(_stage(CARRIED, tree, own), not_needed)
    if own := [entry for entry in entries if entry.question.part == introduction]:
        yield replace(_unless_needless(_stage(INTRODUCTION, tree, own), not_needed), part=introduction)
    for meeting in (HOMEWORK, *MEETINGS):
        id_ = HOMEWORK if meeting == HOMEWORK else f"meeting-{meeting}"
        if own := [e for e in entries if e.question.meeting == meeting and e.question.part != introduction]:
            yield replace(_unless_needless(_stage(id_, tree, own), not_needed), meeting=meeting)


def _introduction(tree: Questionnaire) -> str:
    """Return the first part when all of it is homework and others follow; empty when there is none."""
    if len(tree.parts) < 2 or any(question.meeting != HOMEWORK for question in tree.parts[0].questions):
        return ""
    return tree.parts[0].id


def _unless_needless(stage: Stage, not_needed: bool) -> Stage:
    """Return a stage as not needed when the facts say so and nobody began it."""
    if not_needed and stage.state is State.OPEN:
        return replace(stage, state=State.NOT_NEEDED, minutes=0, roles=())
    return stage


def _article_27_stages(
    outcome: Outcome, trees: Sequence[Questionnaire], needed: dict[str, str], article_27: str
) -> Iterator[Stage]:
    """Yield the assessments of Article 27 that are held; one that the facts ask for and that is not, as missing."""
    held = [tree for tree in trees if tree.answers_article_27]
    for tree in held:
        stage = _stage(FRIA, tree, _questions_to_answer(outcome, tree.id))
        yield _unless_needless(stage, needed.get(tree.id) == NOT_NEEDED)
    id_ = article_27.rpartition("-")[0]
    if not held and (state := _ABSENT.get(needed.get(id_, ""))):
        yield Stage(FRIA, state, article_27)


def _is_stopped(outcome: Outcome, dossier: Dossier) -> bool:
    """Return whether the newest decision on the first assessment is not to go on."""
    trees = [tree.ref for tree in outcome.held_trees if tree.id not in AROUND]
    decided = [approval for approval in dossier.approvals if approval.questionnaire in trees[:1]]
    return bool(decided) and not decided[-1].decision.goes_on


def _flags_stage(outcome: Outcome, *, stopped: bool) -> Stage:
    """Return the flags that are raised and have no response that still fits the answers.

    Once it was decided not to go on, nothing has to be done about them.
    """
    if stopped:
        return Stage(FLAGS, State.NOT_NEEDED)
    pressing = 0
    for verdict in outcome.counting_verdicts:
        if verdict.state in RAISED:
            response = last_response(verdict, outcome)
            pressing += response is None or response.stale
    roles = (ROLE_THAT_ACCEPTS, ROLE_THAT_DISPUTES) if pressing else ()
    state = State.OPEN if pressing else State.DONE
    return Stage(FLAGS, state, open=pressing, minutes=_MINUTES_OF_A_FLAG * pressing, roles=roles)


def _decision_stage(tree: Questionnaire, dossier: Dossier) -> Stage:
    decided = any(approval.questionnaire == tree.ref for approval in dossier.approvals)
    state = State.DONE if decided else State.OPEN
    return Stage(DECISION, state, tree.ref, roles=() if decided else (ROLE_THAT_ACCEPTS,))


def _questions_to_answer(outcome: Outcome, tree: str) -> list[Entry]:
    """Return the required questions of an assessment, also those that may still come."""
    return [
        entry
        for entry in outcome.tree_entries(tree)
        if entry.question.required and entry.question.kind is not Kind.NOTICE and entry.status is not Status.SKIPPED
    ]


def _stage(id_: str, tree: Questionnaire, entries: Sequence[Entry]) -> Stage:
    wanting = [entry for entry in entries if entry.wants_answer]
    left = [entry for entry in entries if entry.wants_answer or not entry.status.applies]
    return Stage(
        id_,
        _state_of_stage(entries, begun=len(wanting) < sum(entry.status.applies for entry in entries)),
        tree.ref,
        open=len(wanting),
        with_others=sum(entry.is_with_others for entry in entries),
        minutes=minutes_left(tree, left) if wanting else 0,
        roles=roles_needed(wanting),
    )


def _state_of_stage(entries: Sequence[Entry], *, begun: bool) -> State:
    if any(entry.wants_answer for entry in entries):
        return State.BEGUN if begun else State.OPEN
    return State.WITH_OTHERS if any(entry.is_with_others for entry in entries) else State.DONE


def roles_needed(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the roles that lead these questions, those with most of them first."""
    leads = Counter(entry.question.roles[0] for entry in entries if entry.question.roles)
    return tuple(role for role, _ in leads.most_common())


class RoleWork(Struct, frozen=True):
    """What one role has to answer in one assessment."""

    tree: Questionnaire
    open: int
    minutes: int


def work_of_role(outcome: Outcome, role: str) -> tuple[RoleWork, ...]:
    """Return the assessments of the dossier in which a role has something to answer, in order."""
    work = []
    for tree in outcome.held_trees:
        wanting = (entry for entry in outcome.tree_entries(tree.id) if entry.wants_answer and entry.question.required)
        if entries := [entry for entry in wanting if role in entry.question.roles]:
            work.append(RoleWork(tree, len(entries), minutes_left(tree, entries)))
    return tuple(work)


def role_work_lines(outcome: Outcome, role: str, language: str) -> list[str]:
    """Return how much a role has to answer in all, and per assessment."""
    work = work_of_role(outcome, role)
    name = _role_title(outcome, role, language)
    if not work:
        return [text("role-all-done", language, role=name)]
    count, minutes = sum(one.open for one in work), sum(one.minutes for one in work)
    lines = [text("role-work", language, role=name, count=count, minutes=minutes)]
    for one in work:
        title = pick_translation(one.tree.title, language)
        lines.append("  " + text("role-part", language, title=title, count=one.open, minutes=one.minutes))
    return lines


def _role_title(outcome: Outcome, role: str, language: str) -> str:
    named = (tree.roles[role] for tree in outcome.held_trees if role in tree.roles)
    return next((pick_translation(title, language) for title in named), role)


def _with_command(stage: Stage, dossier: Dossier, outcome: Outcome) -> Stage:
    """Return a stage with what starts it: a meeting names its assessment where the dossier holds several."""
    several = sum(tree.id not in AROUND for tree in outcome.held_trees) > 1
    command, named = "answer", f" -q {stage.tree}" if stage.tree else ""
    if stage.state in _ABSENT.values():
        command = "new"
    elif stage.id == DECISION:
        command = "approve"
    elif stage.id == ROUTING or (not several and (stage.meeting or stage.part or stage.id == CARRIED)):
        named = ""
    words = [f"{command} {dossier.id}{named}"]
    words += ["--carried"] * (stage.id == CARRIED)
    words += [f"--meeting {stage.meeting}"] * bool(stage.meeting) + [f"--part {stage.part}"] * bool(stage.part)
    return replace(stage, arguments=" ".join(words))


def stage_title(stage: Stage, language: str) -> str:
    """Return what a stage is called."""
    return text(f"stage-{stage.id}", language)


def next_step(agenda: Agenda, language: str) -> str:
    """Return what comes next as a sentence, with its minutes and the command that starts it."""
    stage = agenda.next
    if stage is None:
        return text("step-none", language, algorithm=agenda.algorithm)
    key = "step-minutes" if stage.minutes else "step"
    title = stage_title(stage, language)
    return text(key, language, stage=title, count=stage.minutes, command=f"iama {stage.arguments}")


def role_names(outcome: Outcome, stage: Stage, language: str) -> list[str]:
    """Return the roles of a stage by name."""
    return [_role_title(outcome, role, language) for role in stage.roles]
