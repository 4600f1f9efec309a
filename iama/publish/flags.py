"""Every trigger of a dossier with its verdict, reason and response: the JSON of `iama flags`, and its page.

The page holds what blocks, then at most seven actions for this month, then a calendar of dated duties.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten

from iama.assess.approved import NO_APPROVAL, NO_ASSESSMENT
from iama.assess.outcome import RAISED, Outcome, State, Status, Verdict
from iama.assess.readings import readings_of_flag, readings_that_matter, weakest_standing
from iama.assess.responses import Response, action_states, is_resolved, is_unresolved_blocker, last_response
from iama.model.conditions import Answered, Compare, Ranges, Ref, walk
from iama.model.dossier import Dossier
from iama.model.law import LegalReading
from iama.model.questionnaire import SEVERITIES, Kind, Trigger
from iama.publish.matrix import per_right
from iama.publish.readings import reading_document
from iama.publish.wording import View, Wording, anchor

MOST_ACTIONS = 7
_SHOWN_REASONS = 3  # of a finding: where it follows from
_WORDED = (
    "blocks",
    "possible",
    "now",
    "later",
    "calendar",
    "undecided",
    "answered",
    "annex",
)  # places of flags with words
PLACES = ("blocks", "now", "later", "calendar", "undecided", "answered", "annex", "withheld")
# what a verdict may wait for that is no question
_NO_QUESTION = {NO_ASSESSMENT: "asked-fria", NO_APPROVAL: "asked-fria-approval"}
# all there is to say of a flag that rests on what is withheld
_WITHHELD: Mapping[str, object] = {
    **{"severity": None, "verdict": State.WITHHELD.value, "from": None, "basis": [], "law": [], "title": ""},
    **{"advice": "", "because": [], "missing": [], "asked": [], "blocks": False, "resolved": False},
    **{"acceptable": None, "response": None, "standing": None, "readings": [], "annex": False},
}
_LINE = 110  # of an answer in a reason
_MONTH = timedelta(days=31)


def flags_document(wording: Wording, dossier: Dossier) -> View:
    """Return every trigger, those that matter first, and how they stand on the page."""
    flags = flags_in_order(wording)
    return {
        "iama_flags": 1,
        "algorithm": dossier.id,
        "as_of": wording.outcome.as_of.isoformat(),
        "language": wording.language,
        "flags": flags,
        "page": arrange_page(flags, wording.outcome.as_of),
        "rights": per_right(wording),
    }


def flags_in_order(wording: Wording, only: Iterable[str] | None = None) -> list[View]:
    """Return every flag, or those of the questionnaires in `only` (ids), in the order in which to read them."""
    outcome = wording.outcome
    chosen = [verdict for verdict in outcome.verdicts if only is None or verdict.questionnaire in only]
    readings = readings_that_matter(outcome, wording.law)
    in_order = sorted(chosen, key=lambda verdict: _order_of_verdict(verdict, outcome))
    return [_flag_of_verdict(verdict, wording, readings) for verdict in in_order]


def count_raised_flags(outcome: Outcome) -> dict[str, int]:
    """Return how many flags of each severity are raised now and not resolved; those of an annex do not count."""
    raised = [v.severity for v in outcome.counting_verdicts if v.state is State.FIRED and not is_resolved(v, outcome)]
    return {severity: raised.count(severity) for severity in SEVERITIES}


def flags_chapter(wording: Wording) -> View:
    """Return the flags of what a report renders, by place, with every word that a template needs."""
    flags = [_worded_flag(flag, wording) for flag in flags_in_order(wording, wording.rendered)]
    counting = [flag for flag in flags if not flag["annex"]]
    raised = [flag["severity"] for flag in counting if flag["verdict"] == "fired" and not flag["resolved"]]
    places = arrange_page(flags, wording.outcome.as_of)
    shown = {name: [flags[place] for place in places[name]] for name in PLACES}
    page = {
        **shown,
        "blocks": [flag for flag in shown["blocks"] if flag["verdict"] != "undecided"],
        "possible": [flag for flag in shown["blocks"] if flag["verdict"] == "undecided"],
    }
    answers = [flag["response"] for name in _WORDED for flag in page[name] if flag["response"]]
    return {
        "counts": {severity: raised.count(severity) for severity in SEVERITIES},
        **page,
        "raised": [*page["blocks"], *page["now"], *page["later"]],
        "referred": sorted({answer["action"] for answer in answers if answer["action"]}),
    }


def _worded_flag(flag: View, wording: Wording) -> View:
    """Return a flag with its words, dates and response as a reader sees them."""
    given = flag["response"]
    about = f" ({flag['about']})" if flag["about"] else ""
    reasons = sorted((one for one in flag["because"] if one["counts"]), key=lambda one: not one["direct"])
    return {
        **flag,
        "places": [one for one in reasons or flag["asked"] if one["anchor"]][:_SHOWN_REASONS],
        "anchor": f"flag-{flag['id']}" + (f"--{flag['instance']}" if flag["instance"] else ""),
        "name": flag["title"] + about,
        "reasons": reasons,
        "severity_text": wording.text(f"severity-{flag['severity']}") if flag["severity"] else "",
        "standing_text": wording.text(f"standing-{flag['standing']}") if flag["standing"] else "",
        "from_text": wording.written_day(flag["from"] or ""),
        "response": {
            **given,
            "decision_text": wording.text(f"response-{given['decision']}"),
            "date_text": wording.written_day(given["date"]),
            "language": wording.assessment_language("follow-up"),
        }
        if given
        else None,
    }


def _order_of_verdict(verdict: Verdict, outcome: Outcome) -> tuple[int, int, int, str, str, str]:
    """What blocks first; then what is raised now, what comes by date, what is undecided, what is settled."""
    states = (State.FIRED, State.UPCOMING, State.UNDECIDED, State.CLEAR, State.WITHHELD)
    return (
        0 if is_unresolved_blocker(verdict, outcome) else 2 if is_resolved(verdict, outcome) else 1,
        states.index(verdict.state),
        SEVERITIES.index(verdict.severity),
        verdict.binds,
        verdict.trigger.id,
        verdict.instance or "",
    )


def _flag_of_verdict(verdict: Verdict, wording: Wording, known: Sequence[LegalReading]) -> View:
    trigger, outcome = verdict.trigger, wording.outcome
    named = {"id": trigger.id, "questionnaire": outcome.questionnaires[verdict.questionnaire].ref}
    if verdict.state is State.WITHHELD:
        return {**named, **_WITHHELD, "instance": verdict.instance, "about": _verdict_instance_name(verdict, wording)}
    readings = readings_of_flag(verdict, outcome, known)
    names = _names_in_condition(trigger) if verdict.because else frozenset()
    return {
        **named,
        "severity": verdict.severity,
        "instance": verdict.instance,
        "about": _verdict_instance_name(verdict, wording),
        "verdict": verdict.state.value,
        "from": verdict.binds or None,
        "basis": list(trigger.basis),
        "law": wording.citations(trigger.basis),
        "title": wording.localised_text(trigger.title),
        "advice": wording.localised_text(trigger.advice),
        "because": [_answer_as_reason(ref, trigger, names, wording) for ref in verdict.because],
        "missing": [str(ref) for ref in verdict.missing],
        "asked": [_brief_pointer(ref, wording) for ref in verdict.missing],
        "blocks": is_unresolved_blocker(verdict, outcome),
        "resolved": is_resolved(verdict, outcome),
        "acceptable": trigger.acceptable,
        "annex": outcome.questionnaires[verdict.questionnaire].is_annex,
        "response": _response(given, verdict, wording) if (given := last_response(verdict, outcome)) else None,
        "standing": weakest_standing(readings).value,
        "readings": [reading_document(reading, wording.law, wording.language) for reading in readings],
    }


def _response(given: Response, verdict: Verdict, wording: Wording) -> View:
    follow_up = wording.outcome.questionnaires["follow-up"]
    return {
        "decision": given.decision.value,
        "text": given.text,
        "by": given.by,
        "role": wording.role(follow_up, given.by),
        "action": given.action,
        "action_state": action_states(wording.outcome).get(given.action, ""),
        "date": given.date,
        "stale": given.stale,
        # who accepts that a duty is not met still has the duty
        "duty_stays": given.decision.value == "accept" and verdict.severity == "must",
    }


def _verdict_instance_name(verdict: Verdict, wording: Wording) -> str:
    tree = wording.outcome.questionnaires[verdict.questionnaire]
    driver = tree.questions.get(verdict.trigger.repeat or "")
    if driver is None or verdict.instance is None:
        return ""
    return wording.word_label(driver, verdict.instance) if driver.kind is Kind.CHOICES else verdict.instance


def _answer_as_reason(ref: Ref, trigger: Trigger, names: Collection[str], wording: Wording) -> View:
    """Return an answer behind a verdict; of a tick-list, only the options that the trigger asks about.

    `names` are those that its condition reads itself.
    """
    entry = wording.outcome.entries.get(ref)
    if entry is None:
        told = {"value": "", "shown": "", "answer": "", "direct": True, "counts": True}
        return {"question": str(ref), **told, **_brief_pointer(ref, wording)}
    value = ", ".join(entry.answer.value_words()) if entry.question.kind is not Kind.TEXT else ""
    shown = wording.answer_or_status(entry) if entry.question.kind not in (Kind.TEXT, Kind.ROWS) else ""
    if entry.question.kind is Kind.CHOICES and (tested := _tested_options(trigger, ref, entry.answer.value_words())):
        shown = "; ".join(wording.word_label(entry.question, word) for word in tested)
    return {
        "question": str(ref),
        "value": value,
        "shown": shown,
        "answer": _fit_on_line(shown),
        "direct": any(name in names for name in _condition_names(ref)),  # else through a derived fact
        "counts": entry.status is not Status.SKIPPED,  # what is not asked is no reason that a reader knows
        **_brief_pointer(ref, wording),
    }


def _fit_on_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else shorten(flat, _LINE, placeholder="…")


def _tested_options(trigger: Trigger, ref: Ref, words: Sequence[str]) -> list[str]:
    nodes = [
        node
        for node in walk(trigger.condition)
        if isinstance(node, Compare) and node.term.name in _condition_names(ref)
    ]
    return [word for word in words if any(word in node.values for node in nodes)]


def _condition_names(ref: Ref) -> tuple[str, str]:
    return ref.question, f"{ref.questionnaire}.{ref.question}"


def _names_in_condition(trigger: Trigger) -> frozenset[str]:
    """Return the names that the condition of a trigger reads itself."""
    nodes = [*walk(trigger.condition)]
    ranged = {node.name for node in nodes if isinstance(node, Ranges)}
    return frozenset(ranged | {node.term.name for node in nodes if isinstance(node, Compare | Answered)})


def _brief_pointer(ref: Ref, wording: Wording) -> View:
    """Return what a reference points at, with its name in brief: a number, else the first sentence."""
    tree = wording.outcome.questionnaires.get(ref.questionnaire)
    if tree is None or ref.question not in tree.questions:
        known = _NO_QUESTION.get(ref)
        name = wording.text(known) if known else str(ref)
        return {"anchor": "", "number": None, "name": name, "brief": name}
    pointer = wording.pointer(ref.questionnaire, ref.question)
    brief = re.split(r"(?<=[?.:]) ", pointer["name"])[0]
    question = tree.questions[ref.question]
    if ref.instance is None or question.repeat is None:
        return {**pointer, "brief": brief}
    about = f" ({wording.instance_name(tree, question, ref.instance)})"
    entry = wording.outcome.entries.get(ref)
    place = (
        anchor(tree.id, question.id, ref.instance) if pointer["anchor"] and entry and wording.is_shown(entry) else ""
    )
    return {**pointer, "anchor": place, "name": pointer["name"] + about, "brief": brief + about}


def arrange_page(flags: Sequence[View], as_of: date) -> dict[str, list[int]]:
    """Return the places in `flags` of what blocks, what to do this month, what later, and the calendar."""
    places: dict[str, list[int]] = {name: [] for name in PLACES}
    for place, flag in enumerate(flags):
        if (name := _place_on_page(flag, as_of)) is not None:
            places[name].append(place)
    places["later"] = places["now"][MOST_ACTIONS:] + places["later"]
    places["now"] = places["now"][:MOST_ACTIONS]
    places["calendar"].sort(key=lambda place: (flags[place]["from"], place))
    return places


def _place_on_page(flag: View, as_of: date) -> str | None:
    if flag["verdict"] == "withheld":
        return "withheld"
    if flag["annex"]:
        return "annex" if flag["verdict"] in RAISED or flag["response"] else None
    if flag["blocks"]:
        return "blocks"
    if flag["verdict"] == "upcoming":
        soon = date.fromisoformat(flag["from"]) <= as_of + _MONTH
        return "now" if soon and not flag["resolved"] else "calendar"
    if flag["verdict"] == "undecided":
        return "undecided"
    if flag["resolved"]:
        return "answered" if flag["response"] else None
    return "now" if flag["severity"] in ("blocker", "must", "warning") else "later"
