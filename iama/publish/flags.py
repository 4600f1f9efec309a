"""Every trigger of a dossier with its verdict, reason and response: the JSON of `iama flags`, and its page.

The page holds what blocks, then at most seven actions for this month, then a calendar of dated duties.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from iama.assess.outcome import Outcome, State, Verdict
from iama.assess.responses import action_states, is_blocker, resolved, response
from iama.model.conditions import Compare, Ref, walk
from iama.model.dossier import Dossier
from iama.model.questionnaire import Kind, Trigger
from iama.publish.wording import View, Wording

MOST_ACTIONS = 7
_RANK = {"blocker": 0, "must": 1, "warning": 2, "attention": 3}
_MONTH = timedelta(days=31)


def flags_document(wording: Wording, dossier: Dossier) -> View:
    """Return every trigger, those that matter first, and how they stand on the page."""
    outcome = wording.outcome
    ordered = sorted(outcome.verdicts, key=lambda verdict: _order(verdict, outcome))
    flags = [_flag(verdict, wording) for verdict in ordered]
    return {
        "iama_flags": 1,
        "algorithm": dossier.id,
        "as_of": outcome.as_of.isoformat(),
        "language": wording.language,
        "flags": flags,
        "page": page(flags, outcome.as_of),
    }


def _order(verdict: Verdict, outcome: Outcome) -> tuple[int, int, int, str, str]:
    states = (State.FIRED, State.UPCOMING, State.UNDECIDED, State.CLEAR)
    return (
        int(resolved(verdict, outcome)),
        states.index(verdict.state) if not is_blocker(verdict) else min(states.index(verdict.state), 2) // 2,
        _RANK[verdict.severity],
        verdict.binds,
        verdict.trigger.id,
    )


def _flag(verdict: Verdict, wording: Wording) -> View:
    trigger, outcome = verdict.trigger, wording.outcome
    given = response(verdict, outcome)
    return {
        "id": trigger.id,
        "questionnaire": outcome.questionnaires[verdict.questionnaire].ref,
        "severity": verdict.severity,
        "instance": verdict.instance,
        "about": _about(verdict, wording),
        "verdict": verdict.state.value,
        "from": verdict.binds or None,
        "basis": list(trigger.basis),
        "law": [wording.law.cite(id_, wording.language) for id_ in trigger.basis],
        "title": wording.said(trigger.title),
        "advice": wording.said(trigger.advice),
        "because": [_reason(ref, trigger, wording) for ref in verdict.because],
        "missing": [str(ref) for ref in verdict.missing],
        "asked": [_asked(ref, wording) for ref in verdict.missing],
        "resolved": resolved(verdict, outcome),
        "acceptable": trigger.acceptable,
        "response": {
            "decision": given.decision.value,
            "text": given.text,
            "by": given.by,
            "action": given.action,
            "action_state": action_states(outcome).get(given.action, ""),
            "date": given.date,
            "stale": given.stale,
        }
        if given
        else None,
    }


def _about(verdict: Verdict, wording: Wording) -> str:
    tree = wording.outcome.questionnaires[verdict.questionnaire]
    driver = tree.questions.get(verdict.trigger.repeat or "")
    if driver is None or verdict.instance is None:
        return ""
    return wording.label(driver, verdict.instance) if driver.kind is Kind.CHOICES else verdict.instance


def _reason(ref: Ref, trigger: Trigger, wording: Wording) -> View:
    """Return an answer behind a verdict; of a tick-list, only the options that the trigger asks about."""
    entry = wording.outcome.entries.get(ref)
    if entry is None:
        return {"question": str(ref), "value": "", "name": str(ref), "anchor": ""}
    value = ", ".join(entry.answer.words()) if entry.question.kind is not Kind.TEXT else ""
    pointer = wording.pointer(ref.questionnaire, ref.question)
    shown = wording.known(entry) if entry.question.kind not in (Kind.TEXT, Kind.ROWS) else ""
    if entry.question.kind is Kind.CHOICES and (tested := _tested(trigger, ref, entry.answer.words())):
        shown = "; ".join(wording.label(entry.question, word) for word in tested)
    return {"question": str(ref), "value": value, "shown": shown, **pointer}


def _tested(trigger: Trigger, ref: Ref, words: Sequence[str]) -> list[str]:
    names = (ref.question, f"{ref.questionnaire}.{ref.question}")
    nodes = [node for node in walk(trigger.condition) if isinstance(node, Compare) and node.term.name in names]
    return [word for word in words if any(word in node.values for node in nodes)]


def _asked(ref: Ref, wording: Wording) -> View:
    tree = wording.outcome.questionnaires.get(ref.questionnaire)
    if tree is None or ref.question not in tree.questions:
        return {"anchor": "", "number": None, "name": str(ref)}
    return wording.pointer(ref.questionnaire, ref.question)


def page(flags: Sequence[View], as_of: date) -> View:
    """Return the places in `flags` of what blocks, what to do this month, what later, and the calendar."""
    places = {"blocks": [], "now": [], "later": [], "calendar": [], "undecided": []}  # type: dict[str, list[int]]
    for place, flag in enumerate(flags):
        if (name := _place(flag, as_of)) is not None:
            places[name].append(place)
    places["later"] = places["now"][MOST_ACTIONS:] + places["later"]
    places["now"] = places["now"][:MOST_ACTIONS]
    places["calendar"].sort(key=lambda place: flags[place]["from"])
    return dict(places)


def _place(flag: View, as_of: date) -> str | None:
    if flag["verdict"] == "clear" or (flag["resolved"] and flag["verdict"] != "upcoming"):
        return None
    if flag["verdict"] == "upcoming":
        soon = date.fromisoformat(flag["from"]) <= as_of + _MONTH
        return "now" if soon and not flag["resolved"] else "calendar"
    if flag["severity"] == "blocker":
        return "blocks"
    if flag["verdict"] == "undecided":
        return "undecided"
    return "now" if flag["severity"] in ("must", "warning") else "later"
