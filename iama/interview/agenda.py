"""The agenda on the screen: which assessments the facts ask for, what there is to do, and choosing what to begin."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from iama.assess.agenda import DECISION, FLAGS, Agenda, Stage, role_names, stage_title
from iama.assess.outcome import Outcome
from iama.assess.routing import Routed
from iama.interview.asking import Asker, Command, Order, Pick, Screen
from iama.interview.sitting import Sitting
from iama.words import pick_translation, text

_ROLES = 2  # named on a line
_LINE, _LABEL = 76, 74  # characters on a line, and of what can be picked
_PAGE = 18  # lines that can be read at once
_STOP = "stop"


def pick_stage(asker: Asker, agenda: Agenda, outcome: Outcome, language: str) -> Stage | None:
    """Show the agenda and return the stage that the team begins with; None when it stops."""
    stages = {stage.id: stage for stage in agenda.stages}
    picks = [
        *(Pick(id_, _stage_label(stage, outcome, language)) for id_, stage in stages.items()),
        Pick(_STOP, text("agenda-stop", language)),
    ]
    asker.show_screen(_screen(agenda, language, len(picks)))
    current = agenda.next.id if agenda.next else _STOP
    while True:
        chosen = asker.pick_one(text("agenda-which", language), picks, current)
        if isinstance(chosen, Order):
            if chosen.command is Command.FLAG and FLAGS in stages:
                return stages[FLAGS]
            if chosen.command is Command.STOP:
                return None
            if chosen.command is Command.HELP:
                asker.explain()
            else:
                asker.show_message(text("not-here", language))
        elif chosen == DECISION:
            asker.show_message(text("agenda-decision", language, command=f"iama {stages[DECISION].arguments}"))
        else:
            return stages.get(chosen)


def _screen(agenda: Agenda, language: str, picks: int) -> Screen:
    return Screen(
        where=f"{text('agenda', language)} · {agenda.algorithm}",
        progress="",
        number="",
        text=text("agenda-intro", language),
        help=text("agenda-hint", language),
        body=(_outcomes(agenda.routed, language),) if agenda.routed else (),
        prompt=picks + 5,
    )


def _outcomes(routed: Sequence[Routed], language: str) -> str:
    """Return what every route comes to, on one line."""
    told = (
        f"{pick_translation(one.route.title, language)}: {text(f'route-{one.outcome}', language)}" for one in routed
    )
    return " · ".join(told)


def tell_routing(sitting: Sitting, routed: Sequence[Routed]) -> None:
    """Say what the routing came to, a screen at a time: every outcome, why, and by which source."""
    told: list[str] = []
    for lines in (*(list(_route_lines(one, sitting)) for one in routed), [text("route-ours", sitting.language)]):
        if told and len(told) + len(lines) > _PAGE:
            _tell_page(sitting, told)
            told = []
        told += lines
    _tell_page(sitting, told)


def _tell_page(sitting: Sitting, lines: Sequence[str]) -> None:
    if sitting.left_by is None:
        sitting.asker.show_message("\n".join(lines))
        reply = sitting.asker.ask_line(text("press-enter", sitting.language))
        sitting.left_by = reply.command if isinstance(reply, Order) else None


def _route_lines(one: Routed, sitting: Sitting) -> Iterator[str]:
    language = sitting.language
    title, about = (pick_translation(words, language) for words in (one.route.title, one.route.about))
    yield text("route-line", language, title=title, about=about, outcome=text(f"route-{one.outcome}", language))
    for reason in one.reasons:
        sources = "; ".join(sitting.law.cite(id_, language) for id_ in reason.law)
        words = f"{pick_translation(reason.words, language)} ({sources})"
        yield from wrap(words, _LINE, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _stage_label(stage: Stage, outcome: Outcome, language: str) -> str:
    """Return a stage with its state, minutes and who is needed."""
    names = role_names(outcome, stage, language)
    words = {"stage": stage_title(stage, language), "state": text(f"stage-is-{stage.state}", language)}
    key = "agenda-line-minutes" if stage.minutes else "agenda-line"
    line = text(key, language, minutes=stage.minutes, **words)
    told = (_with_roles(line, names, shown, language) for shown in range(min(_ROLES, len(names)), 0, -1))
    return next((label for label in told if len(label) <= _LABEL), line)


def _with_roles(line: str, names: Sequence[str], shown: int, language: str) -> str:
    """Return a line with the first so many names behind it, and how many more there are."""
    roles, more = ", ".join(names[:shown]), len(names) - shown
    if more:
        roles = text("agenda-more-roles", language, roles=roles, count=more)
    return text("agenda-line-roles", language, line=line, roles=roles)
