"""The first layer of a public page: the effect on you, what was found and is done about it, and what may not be yet.

What the team wrote for the public says it in its own words. A conclusion that must be told and is not is named as left
out, so that editing softens none in silence; where the team wrote nothing, every such conclusion stands as it is.
"""

from collections.abc import Iterator

from msgspec import Struct

from iama.assess.conclusions import EFFECT, Conclusion, Sort, conclusions, decided_conditions, is_met, summary_entries
from iama.assess.responses import action_states
from iama.model.approval import Condition
from iama.model.dossier import Row
from iama.model.questionnaire import plain_id
from iama.publish.chapters import scenario_rights
from iama.publish.findings import harm_views
from iama.publish.wording import View, Wording, anchor

_WORST = 3  # how many harms of a page that weighs no rights are told first
_SHOWN = ("blocks", "possible", "now", "later", "calendar", "undecided", "answered", "annex")  # flags with words


def first_layer(wording: Wording, flags: View, approval: View | None) -> View:
    """Return what the first layer says; `flags` is the chapter of them."""
    return _Verdict(wording, flags).view(approval)


class _Told(Struct, frozen=True):
    """A row that the team wrote for the public, with the language in which it did."""

    row: Row
    language: str

    def cell(self, name: str) -> str:
        return self.row.cells.get(name, "")


class _Verdict:
    """Builds the first layer in one language."""

    def __init__(self, wording: Wording, flags: View) -> None:
        self.wording = wording
        self.flags = {flag["anchor"]: flag for place in _SHOWN for flag in flags[place]}
        self.blocking, self.possible, self.withheld = flags["blocks"], flags["possible"], flags["withheld"]
        found = conclusions(wording.outcome, self.decided(), wording.rendered)
        self.conclusions = {
            one.id: one for one in found if one.sort is not Sort.FLAG or _anchor_of_conclusion(one) in self.flags
        }
        self.states = action_states(wording.outcome)

    def view(self, approval: View | None) -> View:
        told = list(self.told())
        own = [one for one in told if one.cell("about") != EFFECT]
        named = {one.cell("about") for one in told}
        silent = [one for one in self.conclusions.values() if one.must and one.id not in named]
        unsaid = [one for one in silent if one.sort is not Sort.CONDITION]  # every open condition stands below
        places = [anchor(*entry.ref) for entry in summary_entries(self.wording.outcome) if entry.answer.rows]
        return {
            "summary": "".join(places[:1]),
            "effect": self.effect(next((one for one in told if one.cell("about") == EFFECT), None)),
            "findings": [self.own_finding(one) for one in own]
            or [self.finding(one) for one in unsaid]
            or [*self.worst_harms()],
            "left_out": [self.named(one) for one in unsaid] if own else [],
            "bars": list(self.bars(approval)),
            "conditions": list(self.open_conditions()),
        }

    def told(self) -> Iterator[_Told]:
        """Yield what the team wrote, of the assessments that this page shows."""
        for entry in summary_entries(self.wording.outcome):
            if entry.ref.questionnaire in self.wording.rendered:
                language = self.wording.assessment_language(entry.ref.questionnaire)
                yield from (_Told(row, language) for row in entry.answer.rows if row.cells.get("text"))

    def effect(self, told: _Told | None) -> View:
        """Return what the system decides about people: as the team tells it, else as it ticked it."""
        if told is None:
            return {**self.stated_effect(), "stale": False}
        return {"text": told.cell("text"), "language": told.language, "stale": self.is_stale(told)}

    def stated_effect(self) -> View:
        """Return the description of the algorithm, else what its outcome does to a decision."""
        said = self.wording.prose_answer("algorithm", "description")
        if said["text"]:
            return {**said, "place": said["anchor"]}
        return {**self.wording.prose_answer("algorithm", EFFECT), "language": self.wording.language}

    def is_stale(self, told: _Told) -> bool:
        """Whether what a row is about changed since, or is no more; a row about nothing never is."""
        about = told.cell("about")
        conclusion = self.conclusions.get(about)
        return bool(about) and (conclusion is None or conclusion.seen != told.cell("seen"))

    def own_finding(self, told: _Told) -> View:
        conclusion = self.conclusions.get(told.cell("about"))
        due = told.cell("due")
        return {
            "text": told.cell("text"),
            "language": told.language,
            "response": told.cell("response"),
            "response_language": told.language,
            "due": due,
            "due_text": self.wording.written_day(due),
            "anchor": _anchor_of_conclusion(conclusion) if conclusion else "",
            "stale": self.is_stale(told),
        }

    def finding(self, one: Conclusion) -> View:
        """Return a conclusion that nobody told in words for the public, with what is done about it."""
        response, language = "", self.wording.language
        if isinstance(one.of, Row):
            response, language = one.of.cells.get("measure", ""), self.risk_language()
        elif given := self.flags[_anchor_of_conclusion(one)]["response"]:
            response, language = given["text"], given["language"]
        said = {"response": response, "response_language": language, "due": "", "due_text": "", "stale": False}
        return {**self.named(one), **said}

    def worst_harms(self) -> Iterator[View]:
        """Yield the harm that remains worst, of a page that weighs no rights and of which nothing else must be told."""
        if not scenario_rights(self.wording):
            return
        for harm in list(harm_views(self.wording))[:_WORST]:
            said = {"response": harm["measure"], "response_language": harm["language"], "due": "", "due_text": ""}
            place = {"anchor": f"harm-{harm['id']}", "stale": False}
            group = "".join(fact["text"] for fact in harm["facts"] if fact["id"] == "group")
            text = f"{group}: {harm['scenario']}" if group else harm["scenario"]
            yield {"text": text, "language": harm["language"], **said, **place}

    def named(self, one: Conclusion) -> View:
        """Return the name of a flag or a rejected risk, and where it stands in full."""
        if isinstance(one.of, Row):
            text = self.wording.text("verdict-rejected", risk=one.of.cells.get("risk", ""))
            return {"text": text, "language": self.risk_language(), "anchor": _anchor_of_conclusion(one)}
        return {
            "text": self.flags[_anchor_of_conclusion(one)]["name"],
            "language": self.wording.language,
            "anchor": _anchor_of_conclusion(one),
        }

    def risk_language(self) -> str:
        return self.wording.assessment_language(self.wording.speaker("risks")[0])

    def decided(self) -> Iterator[Condition]:
        return decided_conditions(self.wording.dossier, self.wording.rendered)

    def open_conditions(self) -> Iterator[View]:
        """Yield the conditions that are not met, by the day on which they must be; those without a day come last."""
        left = [one for one in self.decided() if not is_met(one, self.states)]
        for due in sorted({one.due for one in left}, key=lambda day: (not day, day)):
            conditions = [
                {"id": one.id, "text": one.text, "language": self.decided_in()} for one in left if one.due == due
            ]
            yield {"due": due, "due_text": self.wording.written_day(due), "conditions": conditions}

    def decided_in(self) -> str:
        """Return the language in which conditions were written: that of what the last decision is about."""
        return self.wording.assessment_language(plain_id(self.wording.dossier.approvals[-1].questionnaire))

    def bars(self, approval: View | None) -> Iterator[View]:
        """Yield what stands in the way of use and where more stands; that nothing does only where that is so."""
        nothing = self.wording.text("flags-nothing-blocks-public" if self.withheld else "verdict-nothing")
        said = [{"text": text, "anchor": ""} for text in (*self.refusals(approval), *self.unmet())]
        said += [{"text": text, "anchor": "flags"} for text in self.unmended()]
        said = said or [{"text": text, "anchor": ""} for text in self.undecided(approval)]
        yield from said or [{"text": nothing, "anchor": ""}]

    def refusals(self, approval: View | None) -> Iterator[str]:
        if approval and approval["decision"] == "no-go":
            yield self.wording.text("verdict-no-go")

    def undecided(self, approval: View | None) -> Iterator[str]:
        """Yield what keeps use from starting beside all that: nobody decided yet, or a risk was rejected."""
        if approval is None:
            yield self.wording.text("verdict-not-decided")
        if risks := [one for one in self.conclusions.values() if one.sort is Sort.RISK and one.must]:
            yield self.wording.text("verdict-risks-rejected", count=len(risks))

    def unmet(self) -> Iterator[str]:
        """Yield how many conditions are met, and that use may not start before they are."""
        decided = [one for one in self.decided() if self.states.get(one.id) != "dropped"]
        met = sum(is_met(one, self.states) for one in decided)
        if met == len(decided):
            return
        before = any(one.blocking and not is_met(one, self.states) for one in decided)
        waits = before and "".join(self.wording.outcome.facts["current-phase"].words or ()) == "development"
        yield self.wording.text("verdict-may-not-start" if waits else "verdict-unmet", met=met, count=len(decided))

    def unmended(self) -> Iterator[str]:
        """Yield how many flags forbid use, ask for something that must be done, or may still forbid it."""
        musts = [flag for flag in self.flags.values() if _is_open_must(flag)]
        for key, flags in (("blocked", self.blocking), ("must", musts), ("possible", self.possible)):
            if flags:
                yield self.wording.text(f"verdict-{key}", count=len(flags))


def _is_open_must(flag: View) -> bool:
    return flag["severity"] == "must" and flag["verdict"] == "fired" and not flag["resolved"]


def _anchor_of_conclusion(one: Conclusion) -> str:
    """Return where a flag or a risk stands in full; empty for what has no place of its own."""
    return f"{one.sort}-{one.id}" if one.sort in (Sort.FLAG, Sort.RISK, Sort.CONDITION) else ""
