"""What an auditor gets: every decision of some dossiers with its proof, its conditions, and the way to the evidence.

From a yardstick of auditors (`audit:` with a question) it leads to the questions that serve it, the decisions that
cover those, and the documents that they rest on. No answer is quoted; who may see this may open the dossier.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from iama.assess.approved import latest
from iama.assess.followed import count_met, count_phrase, current_decisions, follow_conditions, rows_in_dossier
from iama.assess.outcome import Entry, Outcome, Status
from iama.audit.doubt import Doubt
from iama.audit.snapshot import file_name
from iama.model.approval import Approval
from iama.model.contents import TOO_LARGE
from iama.model.controls import Controls
from iama.model.dossier import Dossier, Source
from iama.model.law import Law
from iama.model.problems import Level
from iama.model.questionnaire import Kind, Questionnaire, plain_id
from iama.publish.controls import control_rows, question_name
from iama.publish.coverage import theme_title
from iama.publish.following import describe_conditions
from iama.publish.status import algorithm_name, publication_category
from iama.publish.wording import View
from iama.words import message_text, pick_translation, text
from iama.words.written import written_date

_CHANGED, _BROKEN = "changed-after-approval", "approval-broken"
_FRAMEWORKS = {"ar": "algemene-rekenkamer-framework", "adr": "adr-framework"}  # by how the names of yardsticks begin
_PERIODS = {  # by whether it has a first and a last day
    (False, False): "audit-period",
    (True, False): "audit-period-since",
    (False, True): "audit-period-until",
    (True, True): "audit-period-since-until",
}


class Audited(Struct, frozen=True):
    """A dossier that was verified; `decisions` has one record for each, as `iama verify --json` gives it."""

    dossier: Dossier
    outcome: Outcome | None  # None when its answers cannot be judged
    decisions: Sequence[View]
    doubts: Sequence[Doubt]
    waivers: Sequence[View] = ()
    digest: Callable[[str], str | None] | None = None  # of a document beside it; None where documents are not at hand
    file: str = ""  # the bundle that it stands in


class Asked(Struct, frozen=True):
    """What a report is about: decisions taken in a period (either day may be open), in which language, on which day."""

    as_of: date
    language: str
    since: date | None = None
    until: date | None = None

    def covers(self, approval: Approval) -> bool:
        """Return whether a decision was taken in the period."""
        after = self.since is None or approval.decided_on >= self.since.isoformat()
        return after and (self.until is None or approval.decided_on <= self.until.isoformat())

    def written_day(self, iso: str) -> str:
        """Return a day in words; nothing for none."""
        return written_date(iso, self.language) if iso else ""

    def text(self, key: str, **values: object) -> str:
        """Return a text of the catalogue."""
        return text(key, self.language, **values)


def audit_report(
    audited: Sequence[Audited],
    law: Law,
    asked: Asked,
    *,
    controls: Controls | None = None,
    organisation: str = "",
    version: str = "",
) -> View:
    """Return the auditor's report as plain data, for its templates and as JSON; `controls` number the yardsticks."""
    algorithms = [_Section(one, law, asked, controls or Controls()).view() for one in audited]
    decisions = [decision for algorithm in algorithms for decision in algorithm["decisions"]]
    return {
        "iama_audit_report": 1,
        "language": asked.language,
        "as_of": asked.as_of.isoformat(),
        "as_of_text": asked.written_day(asked.as_of.isoformat()),
        "organisation": organisation,
        "program": version,
        "period": _period(asked),
        "summary": _summary_view(algorithms, decisions, asked),
        "algorithms": algorithms,
    }


def _period(asked: Asked) -> View:
    since, until = (day.isoformat() if day else "" for day in (asked.since, asked.until))
    days = {"since": asked.written_day(since), "until": asked.written_day(until)}
    return {
        "since": since or None,
        "until": until or None,
        "text": asked.text(_PERIODS[bool(since), bool(until)], **days),
    }


def _summary_view(algorithms: Sequence[View], decisions: Sequence[View], asked: Asked) -> View:
    verdicts = [decision["verdict"] for decision in decisions]
    met = [algorithm["conditions"] for algorithm in algorithms if algorithm["conditions"]]
    counts = {name: sum(one[name] for one in met) for name in ("met", "count", "overdue")}
    return {
        "algorithms": len(algorithms),
        "decisions": len(decisions),
        "verdicts": [
            {"verdict": word, "text": asked.text(f"verify-verdict-{word}"), "count": verdicts.count(word)}
            for word in dict.fromkeys(sorted(verdicts))
        ],
        "conditions": counts,
        "conditions_text": asked.text("conditions-met", **counts) if counts["count"] else "",
        "waivers": sum(len(algorithm["waivers"]) for algorithm in algorithms),
    }


class _Section:
    """Builds what a report says of one dossier."""

    def __init__(self, audited: Audited, law: Law, asked: Asked, controls: Controls) -> None:
        self.audited = audited
        self.dossier, self.outcome = audited.dossier, audited.outcome
        self.law = law
        self.asked = asked
        self.controls = controls
        self.entries = [entry for entry in self._held_entries() if entry.status is not Status.SKIPPED]
        self.sources = self._sources()

    def view(self) -> View:
        """Return the section."""
        known = range(1, len(self.dossier.approvals) + 1)
        pairs = zip(self.dossier.approvals, self.audited.decisions, strict=True)
        category = publication_category(self.outcome) if self.outcome else None
        return {
            "id": self.dossier.id,
            "name": algorithm_name(self.outcome, self.dossier) if self.outcome else self.dossier.id,
            "language": next((one.language for one in self.dossier.assessments.values()), self.asked.language),
            "file": self.audited.file,
            "category": category,
            "category_text": self.asked.text(f"category-{category or 'unknown'}"),
            "decisions": [self._decision_view(*pair) for pair in pairs if self.asked.covers(pair[0])],
            "earlier_and_later": sum(not self.asked.covers(one) for one in self.dossier.approvals),
            "conditions": self._condition_counts(),
            "findings": [self._doubt_view(doubt) for doubt in self.audited.doubts if doubt.approval not in known],
            "waivers": [
                {**waiver, "until_text": self.asked.written_day(waiver["until"])} for waiver in self.audited.waivers
            ],
            "sources": list(self.sources.values()),
            "themes": list(self._themes()),
            "judged": self.outcome is not None,
        }

    def _held_entries(self) -> Iterator[Entry]:
        """Yield every question of the assessments in the dossier."""
        outcome = self.outcome
        for tree in outcome.questionnaires.values() if outcome else ():
            if outcome and tree.ref in self.dossier.assessments:
                yield from outcome.tree_entries(tree.id)

    def _tree(self, ref: str) -> Questionnaire | None:
        trees = self.outcome.questionnaires.values() if self.outcome else ()
        return next((tree for tree in trees if plain_id(tree.ref) == plain_id(ref)), None)

    def _decision_view(self, approval: Approval, record: View) -> View:
        tree = self._tree(approval.questionnaire)
        roles = tree.roles if tree else {}
        followed = follow_conditions([approval], rows_in_dossier(self.dossier))
        counted = count_phrase(followed)
        own = [doubt for doubt in self.audited.doubts if doubt.approval == approval.number]
        signed = record["signature"] or "none"
        role = pick_translation(roles[approval.role], self.asked.language) if approval.role in roles else approval.role
        return {
            **{name: value for name, value in record.items() if name not in ("conditions", "conditions_met")},
            "anchor": self._anchor_of_decision(approval.number),
            "title": pick_translation(tree.title, self.asked.language) if tree else approval.questionnaire,
            "decision_text": self.asked.text(f"decided-{approval.decision.value}"),
            "role_text": role,
            "date_text": self.asked.written_day(approval.decided_on),
            "recorded_text": self.asked.written_day(approval.recorded_on),
            "verdict_text": self.asked.text(f"verify-verdict-{record['verdict']}"),
            "seal_text": self.asked.text(f"verify-signed-{signed}", signer=record["signed_by"]),
            "because": [self._doubt_view(one) for one in own if one.level is Level.ERROR and one.code != _CHANGED],
            "changed": [self._doubt_view(one) for one in own if one.code == _CHANGED],
            "unchanged_text": "" if any(one.code == _CHANGED for one in own) else self._unchanged_text(approval, own),
            "notes": [self._doubt_view(one) for one in own if one.level is not Level.ERROR],
            "replaced_by": self._replaced_by(approval),
            "conditions": describe_conditions(followed, roles, self.asked.as_of, self.asked.language),
            "conditions_text": message_text(counted, self.asked.language) if counted else "",
        }

    def _unchanged_text(self, approval: Approval, own: Sequence[Doubt]) -> str:
        """Return what is to be said where no change was found: that nothing changed, or that nobody could look."""
        last = latest(self.dossier.approvals, approval.questionnaire)
        if any(one.code == _BROKEN and one.file.endswith(file_name(approval.snapshot)) for one in own):
            return self.asked.text("audit-changed-unread")
        if not approval.decision.goes_on:
            return self.asked.text("audit-changed-no-go")
        if last is not None and last is not approval:
            return self.asked.text("audit-changed-replaced", number=last.number)
        return self.asked.text("audit-changed-none")

    def _anchor_of_decision(self, number: int) -> str:
        return f"{self.dossier.id}-decision-{number}"

    def _replaced_by(self, approval: Approval) -> int | None:
        """Return the number of the last decision about the same assessment, when that is a later one."""
        about = plain_id(approval.questionnaire)
        last = next(one for one in current_decisions(self.dossier.approvals) if plain_id(one.questionnaire) == about)
        return None if last is approval else last.number

    def _condition_counts(self) -> View | None:
        """Return how many conditions are met, of all decisions that count today, whatever the period."""
        current = current_decisions(self.dossier.approvals)
        followed = follow_conditions(current, rows_in_dossier(self.dossier))
        met, count = count_met(followed)
        late = sum(one.is_overdue(self.asked.as_of) for one in followed)
        return {"met": met, "count": count, "overdue": late} if count else None

    def _doubt_view(self, doubt: Doubt) -> View:
        return {
            "code": doubt.code,
            "severity": str(doubt.level),
            "message": message_text(doubt.message, self.asked.language),
            "hint": message_text(doubt.hint, self.asked.language),
            "path": doubt.file,
        }

    def _sources(self) -> Mapping[Source, View]:
        """Return the documents that answers rest on, each with the questions that it serves."""
        served: dict[Source, list[Entry]] = {}
        for entry in self.entries:
            for source in entry.answer.sources:
                served.setdefault(source, []).append(entry)
        return {
            source: {
                "anchor": f"{self.dossier.id}-source-{number}",
                "title": source.title,
                "path": source.path,
                "version": source.version,
                "date": source.date,
                "date_text": self.asked.written_day(source.date),
                "sha256": source.sha256,
                "state": (state := self._source_state(source)),
                "state_text": self.asked.text(f"audit-source-{state}"),
                "questions": [self._name_of_question(entry) for entry in entries],
            }
            for number, (source, entries) in enumerate(served.items(), start=1)
        }

    def _source_state(self, source: Source) -> str:
        """Return whether a document is the one that was read then."""
        if not (source.path and source.sha256):
            return "no-digest"
        if self.audited.digest is None:
            return "not-here"
        found = self.audited.digest(source.path)
        if found in ("", TOO_LARGE):
            return "large" if found else "gone"
        return "same" if found == source.sha256.lower() else "changed"

    def _themes(self) -> Iterator[View]:
        """Yield each yardstick with the questions that serve it; a question that still waits counts as open."""
        asked = [entry for entry in self.entries if entry.question.kind is not Kind.NOTICE]
        serving: dict[str, list[Entry]] = {}
        for entry in asked:
            for theme in {*entry.question.audit, *self.controls.themes(question_name(entry))}:
                serving.setdefault(theme, []).append(entry)
        for theme, own in sorted(serving.items()):
            yield {
                "theme": theme,
                "anchor": f"{self.dossier.id}-theme-{theme}",
                "title": theme_title(theme, self.law, self.asked.language),
                "framework": self._framework(theme),
                "answered": sum(entry.status.is_settled for entry in own),
                "count": len(own),
                "controls": list(control_rows(self.controls, theme, asked, self.asked.language)),
                "questions": [
                    {**self._served(entry), "controls": list(self.controls.numbers(question_name(entry), theme))}
                    for entry in own
                ],
            }

    def _framework(self, theme: str) -> View | None:
        """Return the framework that a yardstick is of, with what is to be known of how we read it."""
        fact = self.law.facts.get(_FRAMEWORKS.get(theme.partition("-")[0], ""))
        if fact is None:
            return None
        told = {
            name: pick_translation(words, self.asked.language)
            for name, words in (("cite", fact.cite), ("note", fact.note))
        }
        return {**told, "url": fact.url}

    def _served(self, entry: Entry) -> View:
        answer = entry.answer
        tree = self.outcome.questionnaires[entry.ref.questionnaire] if self.outcome else None
        roles = tree.roles if tree else {}
        return {
            **self._name_of_question(entry),
            "status": entry.status.value,
            "status_text": self.asked.text(f"status-{entry.status.value}"),
            "by": [pick_translation(roles[role], self.asked.language) for role in answer.by if role in roles],
            "date": answer.date,
            "date_text": self.asked.written_day(answer.date),
            "decisions": self._covering(entry),
            "sources": [
                {"anchor": self.sources[source]["anchor"], "title": source.title}
                for source in dict.fromkeys(answer.sources)
            ],
        }

    def _covering(self, entry: Entry) -> list[View]:
        """Return the last decisions that are about the assessment of an answer, or about any where it is a fact."""
        about = entry.ref.questionnaire
        decided = current_decisions(self.dossier.approvals)
        return [
            {"number": one.number, "anchor": self._anchor_of_decision(one.number) if self.asked.covers(one) else ""}
            for one in decided
            if about in (plain_id(one.questionnaire), "algorithm")
        ]

    def _name_of_question(self, entry: Entry) -> View:
        ref = self.outcome.questionnaires[entry.ref.questionnaire].ref if self.outcome else entry.ref.questionnaire
        return {
            "ref": ref,
            "question": entry.question.id,
            "instance": entry.ref.instance,
            "number": entry.question.number,
            "text": " ".join(pick_translation(entry.question.text, self.asked.language).split()),
        }
