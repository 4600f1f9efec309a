"""No two outputs contradict each other: scope, flags, calendar, letters, gate and approval, over random facts.

Whom Articles 26, 27, 49(3), 49(4) and 86 of the AI Act bind, and from when, is found once; all of them must say so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from duties import DUTIES
from flagged import TREES, found, judged, one, structured, with_answers, with_rows
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from iama.assess.outcome import RAISED, Outcome, State
from iama.assess.responses import disputed_findings, grounds_digest, name_of
from iama.assess.scope import Decision, decide_article_27, decide_outcome, world_of
from iama.assess.scope import Verdict as Scope
from iama.audit.approving import obstacles
from iama.files.shipped import SHIPPED
from iama.gate.config import Config
from iama.gate.judged_dossier import Subject
from iama.gate.rules.upkeep import not_in_register
from iama.model.dossier import Assessment, Dossier, Row
from iama.publish.calendar import calendar_document
from iama.publish.explaining import article_86_from, decides_alone, registers_use
from iama.publish.notice import notice
from iama.publish.notification import eu_summary, notification
from iama.publish.scope import decision_paragraph
from iama.publish.wording import Wording

Answers = Mapping[str, str | Sequence[str]]

ARTICLE_26 = ("ai-act-26", "ai-act-86", "ai-act-49-3", "ai-act-49-4")
ARTICLE_27 = ("fria-required", "fria-incomplete", "notify-authority", "fria-outdated", "exceptional-authorisation-used")
DEPLOYERS = ("deployer", "deployer that is a public authority", "deployer as employer")
DAYS = ("2026-11-23", "2026-12-02", "2027-12-01", "2027-12-02", "2028-08-02", "2029-01-01", "2030-08-02", "2031-01-01")
MOST = 60  # dossiers, each held against every claim
BODIES = ("public-authority", "public-law-body", "private-public-service", "other")


def answers_to(id_: str, **named: Sequence[str]) -> st.SearchStrategy[Answers]:
    """Draw an answer to each of these questions of a tree, out of the values named."""
    tree = TREES[id_]

    def values(name: str, options: Sequence[str]) -> st.SearchStrategy[Any]:
        kind = tree.questions[name].kind
        return st.sampled_from(options).map(lambda word: [word]) if kind == "choices" else st.sampled_from(options)

    known = {name.replace("_", "-"): options for name, options in named.items()}
    drawn = {f"{id_}.{name}": values(name, options) for name, options in known.items()}
    return st.fixed_dictionaries(drawn)


WEIGHTED: Mapping[str, Sequence[str]] = {  # what leads to every outcome often enough
    "ai_system": ("yes", "yes", "yes", "no"),
    "exclusions": ("none", "none", "none", "defence", "science", "before-market", "real-world-test"),
    "annex_iii": ("1a", "2", "4a", "5a", "5b", "6e", "none"),
    "annex_iii_exceptions": ("none", "none", "fraud-detection"),
    "annex_i": ("no", "no", "yes"),
    "annex_i_section": ("section-a", "section-b"),
    "apart_from_product": ("yes", "no"),
    "deployer_category": BODIES,
    "government_kind": ("ministry", "agency", "autonomous-private", "decentral"),
    "on_behalf": ("no", "yes"),
    "derogation": ("no", "no", "yes"),
    "derogation_conditions": ("narrow-task", "none"),
    "profiling": ("yes", "no"),
    "role": ("deployer", "deployer", "provider", "none"),
    "generative": ("yes", "no"),
    "becomes_provider": ("none", "none", "substantial-modification", "changed-purpose"),
    "personal_data": ("yes", "no"),
    "first_use": DAYS,
    "placed_on_market": ("2026-01-01", "2027-02-15", "2027-12-02", "2028-08-02"),
    "design_change": ("no", "no", "yes"),
    "design_change_date": ("2027-01-01", "2028-03-01"),
    "for_public_authorities": ("yes", "no"),
    "law_enforcement_use": ("no", "yes"),
    "real_time_identification": ("no", "no", "yes"),
    "large_scale_it_system": ("no", "yes"),
    "legal_effect": ("yes", "no"),
    "classifies": ("yes", "no"),
    "own_policy": ("no", "yes"),
    "effect": ("automated-decision", "decision-support", "selection", "information"),
    "effect_on_outcome": ("yes", "no"),
    "workers_subject": ("yes", "no"),
    "regime": ("gdpr", "law-enforcement", "mixed"),
    "provider_registered": ("yes", "no"),
}
EVERY = {name.replace("-", "_"): values for name, values in structured(TREES["algorithm"])}
FACTS = answers_to("algorithm", **{**EVERY, **WEIGHTED, "real_world_approval": ("2026-11-01", "2028-05-01")})
PRACTICES = answers_to("fria", banned_practice=("none", "none", "a", "ba", "arguable"))
DISPUTES = ("", "", "stands", "stale", "no reason", "not by a lawyer")
PHASES = answers_to("follow-up", phase=("development", "in-use", "in-use", "retired"))


def disputing(dossier: Dossier, on: date, how: str) -> Dossier:
    """Return the dossier with a dispute of the prohibition: one that stands, or one that lacks what it needs."""
    outcome = judged(dossier, on)
    flag = one(outcome, "prohibited-use")
    seen = "old" if how == "stale" else grounds_digest(flag, outcome)
    cells = {"trigger": name_of(flag), "decision": "dispute", "seen": seen}
    cells |= {"text": "" if how == "no reason" else "Not so."}
    cells |= {"by": "responsible" if how == "not by a lawyer" else "lawyer"}
    return with_rows(dossier, "follow-up.responses", Row("dsptng", cells))


@dataclass(frozen=True)
class Told:
    """What every output says of one dossier on one day."""

    dossier: Dossier
    outcome: Outcome

    def __repr__(self) -> str:
        answers = {q: a.value for one in self.dossier.assessments.values() for (q, _), a in one.answers.items()}
        return f"Told({self.outcome.as_of}, {answers})"

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.outcome, self.dossier, SHIPPED.law, "en", tuple(TREES.values()))

    @cached_property
    def decision(self) -> Decision:
        return decide_outcome(self.outcome, SHIPPED.law)

    @cached_property
    def rules(self) -> Decision:
        """The decision that rules go by: while a dispute of the prohibition stands, what holds without it."""
        if self.fact("prohibition") == "disputed":
            return decide_article_27(world_of(self.outcome, SHIPPED.law))
        return self.decision

    @cached_property
    def calendar(self) -> Mapping[str, Any]:
        return calendar_document(self.wording, SHIPPED.duties)

    @cached_property
    def entries(self) -> Mapping[str, Mapping[str, Any]]:
        """The calendar by the name of the duty or the flag."""
        return {entry["id"]: entry for group in ("dated", "standing", "undecided") for entry in self.calendar[group]}

    @cached_property
    def subject(self) -> Subject:
        return Subject("abc", {}, self.dossier, self.outcome, self.outcome, Config(language="en"))

    def fact(self, name: str) -> str | None:
        words = self.outcome.facts[name].words
        return None if words is None else "".join(words)


@st.composite
def dossiers(draw: st.DrawFn) -> Told:
    """Draw a dossier in which up to three answers are left open, and a day."""
    refs = [TREES[id_].ref for id_ in ("algorithm", "fria", "follow-up")]
    dossier = Dossier("municipality", {ref: Assessment(ref, "en") for ref in refs})
    answers = {**draw(FACTS), **draw(PRACTICES), **draw(PHASES)}
    left_open = draw(st.sets(st.sampled_from(sorted(answers)), max_size=3))
    dossier = with_answers(dossier, {name: value for name, value in answers.items() if name not in left_open})
    on, how = date.fromisoformat(draw(st.sampled_from(DAYS))), draw(st.sampled_from(DISPUTES))
    dossier = disputing(dossier, on, how) if how else dossier
    return Told(dossier, judged(dossier, on))


Claim = Callable[[Told], None]
CLAIMS: list[Claim] = []


def claim(holds: Claim) -> Claim:
    """Add what must hold of every dossier."""
    CLAIMS.append(holds)
    return holds


@claim
def a_flag_says_of_article_27_what_scope_says_and_from_the_same_day(told: Told) -> None:
    flag, decision = one(told.outcome, "fria-required"), told.rules
    expected = {
        Scope.REQUIRED_NOW: State.FIRED,
        Scope.REQUIRED_FROM: State.UPCOMING,
        Scope.VOLUNTARY: State.UPCOMING if decision.day else State.CLEAR,
        Scope.NOT_REQUIRED: State.CLEAR,
        Scope.PROHIBITED: State.CLEAR,
        Scope.UNDECIDED: State.UNDECIDED,
    }
    assert flag.state is expected[decision.verdict]
    day = decision.day.isoformat() if decision.day else ""
    for id_ in ARTICLE_27:
        flag = one(told.outcome, id_)
        assert flag.state not in RAISED or flag.binds == day


@claim
def the_calendar_asks_for_the_assessment_where_and_when_scope_does(told: Told) -> None:
    named = [told.entries[id_] for id_ in ("fria", "fria-required") if id_ in told.entries]
    if told.rules.verdict in (Scope.NOT_REQUIRED, Scope.PROHIBITED) or told.fact("fria-from") == "":
        assert not named
    elif told.rules.verdict is Scope.UNDECIDED:
        assert all(entry["missing"] for entry in named)
    else:
        (entry,) = named
        assert not entry["missing"]
        assert entry["kind"] == "duty" or entry["date"] == told.fact("fria-from")


@claim
def nobody_but_a_deployer_has_duties_of_one_and_nobody_with_a_prohibited_use(told: Told) -> None:
    if told.fact("acts-as-deployer") != "no" and told.fact("prohibition") != "in-force":
        return
    logs = ("keep-logs",) if told.fact("current-phase") == "retired" else ()  # they stay when the use is over
    for flag in told.outcome.verdicts:
        if any(id_.startswith((*ARTICLE_26, "ai-act-27")) for id_ in flag.trigger.basis) and flag.trigger.froms:
            assert flag.state is State.CLEAR or flag.trigger.id in logs, flag.trigger.id
    for entry in told.entries.values():
        about = any(id_.startswith((*ARTICLE_26, "ai-act-27")) for id_ in entry["basis"])
        assert not (about and set(entry["who"]) & {*DEPLOYERS}) or entry["id"] in logs, entry["id"]
    assert told.decision.verdict in (Scope.NOT_REQUIRED, Scope.PROHIBITED)
    assert article_86_from(told.wording) == ""
    assert "Article 86" not in notice(told.wording)


@claim
def every_duty_of_a_deployer_binds_from_one_day(told: Told) -> None:
    for flag in told.outcome.verdicts:
        if flag.state in RAISED and any(id_.startswith(ARTICLE_26) for id_ in flag.trigger.basis) and flag.binds:
            fact = {"register-eu-database": "registers-from", "closed-registration": "registers-from"}
            fact |= {"keep-logs": "high-risk-from"} if told.fact("current-phase") == "retired" else {}
            assert flag.binds == told.fact(fact.get(flag.trigger.id, "applies-from")), flag.trigger.id


@claim
def what_the_ai_act_does_not_cover_or_nobody_uses_any_more_has_no_duty_under_it(told: Told) -> None:
    """Neither as provider nor as deployer: literacy, chatbots, prohibited practices and live recognition included."""
    outside, retired = told.fact("outside-ai-act") == "yes", told.fact("current-phase") == "retired"
    if outside:
        assert told.decision.verdict is Scope.NOT_REQUIRED and told.fact("prohibition") == "none"
    for entry in told.entries.values():
        if outside or (retired and entry["kind"] == "duty"):
            ours = entry["id"] not in ("keep-logs", "archive")
            assert not (ours and entry["basis"][0].startswith("ai-act")), entry["id"]
    for id_ in ("tell-biometrics", "prohibited-use", "register-eu-database", "you-are-provider"):
        assert not outside or one(told.outcome, id_).state not in RAISED, id_


@claim
def who_neither_uses_nor_provides_it_has_no_duty_under_the_ai_act(told: Told) -> None:
    if told.fact("acts-as-deployer") == "no" == told.fact("acts-as-provider"):
        ours = {entry["id"] for entry in told.entries.values() if entry["basis"][0].startswith("ai-act")}
        assert ours <= ({"keep-logs"} if told.fact("current-phase") == "retired" else set())


@claim
def a_test_with_real_people_is_use(told: Told) -> None:
    if one(told.outcome, "test-counts-as-use").state in RAISED:
        assert not any(reason.key.startswith("excluded") for reason in told.decision.reasons)


@claim
def letters_promise_an_explanation_where_and_when_the_flag_asks_it(told: Told) -> None:
    flag, day = one(told.outcome, "explain-decisions"), article_86_from(told.wording)
    if flag.state in RAISED:
        assert day == flag.binds
        assert ("Article 86" in notice(told.wording)) is (flag.binds <= told.outcome.as_of.isoformat())
    if flag.state is State.CLEAR:
        assert day == ""


@claim
def the_calendar_names_a_duty_where_a_flag_does(told: Told) -> None:
    for name, duty in DUTIES.items():
        flags = [verdict for id_ in duty.flags for verdict in found(told.outcome, id_)]
        entries = [told.entries[id_] for id_ in duty.duties if id_ in told.entries]
        if not (flags and duty.duties) or (told.fact("current-phase") == "retired" and name != "logs"):
            continue
        raised = [verdict for verdict in flags if verdict.state in RAISED]
        if all(verdict.state is State.CLEAR for verdict in flags):
            assert not entries, name
        if raised:
            known = [
                *entries,
                *(told.entries[verdict.trigger.id] for verdict in raised if verdict.trigger.id in told.entries),
            ]
            assert known and not any(entry["missing"] for entry in known), name
        if len(flags) == 1 and flags[0].state is State.UNDECIDED:
            assert all(entry["missing"] for entry in entries), name


@claim
def a_dispute_counts_everywhere_while_it_stands_and_nowhere_else(told: Told) -> None:
    stands = any(flag.trigger.id == "prohibited-use" for flag, _ in disputed_findings(told.outcome))
    in_force = told.fact("prohibition") in ("disputed", "in-force")
    assert in_force is (told.decision.verdict is Scope.PROHIBITED)
    assert (told.fact("prohibition") == "disputed") is (in_force and stands)


@claim
def beside_a_prohibition_nothing_is_asked_of_the_use(told: Told) -> None:
    if told.fact("prohibition") == "in-force":
        ours = {entry["id"] for entry in told.entries.values() if entry["basis"][0].startswith("ai-act")}
        assert ours <= {"literacy"}
        assert "## 1." not in eu_summary(told.wording)
    for letter in (notice(told.wording), notification(told.wording, "")):
        assert ("while it is prohibited" in letter) is (told.fact("prohibition") in ("in-force", "disputed"))


@claim
def the_letter_for_the_database_says_what_the_flag_says(told: Told) -> None:
    state = one(told.outcome, "register-eu-database").state
    assert registers_use(told.wording) is (True if state in RAISED else None if state is State.UNDECIDED else False)
    assert ("\n## 1." in eu_summary(told.wording)) is (state is not State.CLEAR)


@claim
def the_notice_tells_of_objection_and_automation_where_the_calendar_does(told: Told) -> None:
    sure = {id_ for id_, entry in told.entries.items() if not entry["missing"]}
    if "awb-objection" in sure:
        assert "you can object" in notice(told.wording)
    if "no-automated-decision" in sure:
        assert decides_alone(told.wording) is True


@claim
def the_notification_says_what_scope_says(told: Told) -> None:
    paragraph = decision_paragraph(told.outcome, SHIPPED.law, "en", ours=True)
    assert bool(paragraph) is (told.decision.verdict is not Scope.UNDECIDED)
    assert paragraph in notification(told.wording, "")


@claim
def the_gate_misses_the_assessment_where_scope_asks_for_it(told: Told) -> None:
    expected = {Scope.REQUIRED_NOW: True, Scope.UNDECIDED: None}
    assert told.subject.is_required("fria") is expected.get(told.rules.verdict, False)


@claim
def approval_is_held_up_for_article_27_only_where_scope_asks_it_now(told: Told) -> None:
    blocks = {(one.kind, one.name) for one in obstacles(told.outcome, TREES["fria"], "en")}
    if ("blocker-fired", "fria-incomplete") in blocks:
        assert told.rules.verdict is Scope.REQUIRED_NOW
    if ("blocker-fired", "unregistered-system") in blocks:
        assert told.fact("registers-use") == "yes"
    assert (("blocker-fired", "prohibited-use") in blocks) is (told.fact("prohibition") == "in-force")


@claim
def only_who_must_register_the_use_is_told_to(told: Told) -> None:
    flag, registers = one(told.outcome, "register-eu-database"), told.fact("registers-use")
    assert flag.state not in RAISED or registers == "yes"
    for id_ in ("register-eu", "register-eu-closed", "registered-only"):
        assert id_ not in told.entries or registers != "no"
    summary = told.outcome.find_entry("fria", "eu-summary-fria")
    assert summary is not None
    assert not summary.status.applies or registers == "yes"


@claim
def a_private_body_is_not_told_to_stand_in_the_algorithm_register(told: Told) -> None:
    if told.fact("public-body") == "no":
        assert one(told.outcome, "publish-in-register").state is State.CLEAR
        assert "algorithm-register" not in told.entries
        assert not list(not_in_register(told.subject))


@settings(max_examples=MOST)
@given(dossiers())
def test_no_two_outputs_contradict_each_other(told: Told) -> None:
    for holds in CLAIMS:
        holds(told)


@pytest.mark.parametrize("verdict", Scope)
def test_every_outcome_of_scope_is_met(verdict: Scope) -> None:
    find(
        dossiers(),
        lambda told: told.decision.verdict is verdict,
        settings=settings(max_examples=2000, phases=[Phase.generate]),
    )
