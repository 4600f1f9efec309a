"""The edition of a report as plain values: what the templates see, and nothing more.

Everything countable is counted here; templates only lay out. Knows no clock: `as_of` comes with the outcome.
"""

from collections.abc import Iterable, Iterator, Sequence

from iama.assess.actions import lists_actions
from iama.assess.followed import count_phrase, follow_conditions, rows_in_outcome
from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.responses import disputed_findings
from iama.assess.withholding import Public
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import AROUND, Kind, Questionnaire
from iama.publish import chapters
from iama.publish.actions import each_action_point
from iama.publish.citation import citation
from iama.publish.contents import contents
from iama.publish.findings import findings, told_elsewhere
from iama.publish.flags import flags_chapter
from iama.publish.following import describe_conditions
from iama.publish.matrix import LEVELS, level, matrix
from iama.publish.pictures import pictures
from iama.publish.questions import Questions, is_loud_notice, required_progress
from iama.publish.timeline import events
from iama.publish.verdict import first_layer
from iama.publish.wording import View, Wording, anchor
from iama.words import capital, message_text, text

GOES_ON = ("deploy", "use", "conditions")  # advice that a blocker contradicts
WEIGHED = ("importance", "extent", "seriousness", "verdict")  # topics of a right
# the facts a reader wants first, each with the word that names it: those on a topic, and those that are asked once
GLANCE_TOPICS = (("vulnerable", "vulnerable"), ("rights", "affected-rights"))
GLANCE = (
    ("algorithm", "data-kinds", "data-kinds"),
    ("algorithm", "effect", "effect"),
    ("follow-up", "phase", "phase"),
    ("algorithm", "first-use", "first-use"),
    ("algorithm", "end-date", "end-date"),
    ("algorithm", "provider-name", "provider"),
    ("algorithm", "system-version", "system-version"),
    ("algorithm", "contact", "contact"),
)

__all__ = ["View", "required_progress", "view"]


def view(
    outcome: Outcome,
    dossier: Dossier,
    law: Law,
    *,
    language: str,
    only: Sequence[str] = (),
    approval: View | None = None,
    public: Public | None = None,
    routing: Sequence[View] = (),
) -> View:
    """Return an edition of the dossier's assessments, or of those named in `only` (ids).

    `routing` says which assessments the use needs, where that is to be on the page. With `public` it is the public
    edition: `outcome` and `dossier` are then those of `public`.
    """
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    subjects = [tree for tree in trees if tree.id not in AROUND and (not only or tree.id in only)]
    around = [tree for tree in trees if tree.id in AROUND]
    rendered_trees = [tree for tree in (*subjects, *around) if public is None or tree.id not in public.stubs]
    edition = _Edition(Wording(outcome, dossier, law, language, rendered_trees, public), subjects, around)
    return {**edition.view(only, approval), "routing": list(routing)}


class _Edition:
    """Builds one edition in one language."""

    def __init__(self, wording: Wording, subjects: Sequence[Questionnaire], around: Sequence[Questionnaire]) -> None:
        self.wording = wording
        self.questions = Questions(wording)
        self.outcome = wording.outcome
        self.subjects = subjects
        self.around = around

    def view(self, only: Sequence[str], approval: View | None) -> View:
        todo = list(each_action_point(self.wording, self.report_entries()))
        unanswered = [
            self.question_line(entry)
            for entry in self.report_entries()
            if is_pending(entry) and self.questions.is_in_edition(entry)
        ]
        assessments = [self.questions.lay_out_assessment(tree) for tree in self.subjects]
        facts = [self.questions.lay_out_assessment(tree) for tree in self.around]
        flags = flags_chapter(self.wording)
        withheld = list(self.withheld_with_grounds())
        summary = chapters.team_summary(self.wording, self.subjects)
        rights = chapters.scenario_rights(self.wording) or self.rights()
        risks = chapters.risks(self.wording, self.questions)
        layer = findings(self.wording, rights, todo)
        first = first_layer(self.wording, flags, approval)
        page: View = {
            "iama_report": 1,
            "edition": "public" if self.wording.public else "internal",
            "language": self.wording.language,
            "translated": all(
                self.wording.assessment_language(id_) == self.wording.language for id_ in self.wording.rendered
            ),
            "as_of": self.outcome.as_of.isoformat(),
            "as_of_text": self.wording.written_day(self.outcome.as_of.isoformat()),
            "algorithm": self.algorithm(),
            "glance": list(self.glance()),
            "alerts": [self.alert(entry) for entry in self.report_entries() if is_loud_notice(entry)],
            "summary": summary,
            "flags": flags,
            "contradicted": bool(flags["blocks"]) and summary["advice"]["value"] in GOES_ON,
            "counts": summary_counts(unanswered, todo, withheld),
            "verdict": first,
            "findings": layer,
            "told": told_elsewhere(self.wording, first, layer, summary, risks),
            "rights": rights,
            "pictures": pictures(self.wording),
            "timeline": events(assessments, facts, flags["calendar"], approval, self.wording.language),
            "approval": self.titled_decision(approval),
            "fria": chapters.elements(self.wording),
            "assessments": assessments,
            "risks": risks,
            "actions": todo,
            "withheld_actions": list(self.withheld_actions()),
            "unanswered": unanswered,
            "withheld": withheld,
            "complaint": chapters.complaint(self.wording),
            "facts": facts,
            "hidden": [self.hidden(entry) for entry in self.report_entries() if entry.hidden],
            "citation": citation(self.wording, self.subjects, self.algorithm(), approval),
            "provenance": self.provenance(only, approval),
        }
        return {**page, "contents": contents(page)}

    def report_entries(self) -> Iterator[Entry]:
        """Yield the entries of everything that the report holds, assessments first."""
        rendered_trees = (tree for tree in (*self.subjects, *self.around) if tree.id in self.wording.rendered)
        return (entry for tree in rendered_trees for entry in self.outcome.tree_entries(tree.id))

    def withheld_with_grounds(self) -> Iterator[View]:
        """Yield what was left out, whole assessments first, each with its ground."""
        public = self.wording.public
        for tree in (*self.subjects, *self.around):
            if public and tree.id in public.stubs:
                place = {
                    "anchor": tree.id,
                    "number": None,
                    "text": self.wording.localised_text(tree.title),
                    "about": "",
                }
                yield {**place, **(self.wording.withholding_ground(public.stubs[tree.id]) or {})}
        for entry in self.report_entries():
            if public and entry.status is Status.WITHHELD and entry.question.kind is not Kind.NOTICE:
                line = self.question_line(entry)
                place = {name: line[name] for name in ("anchor", "number", "text", "about")}
                yield {**place, **(self.wording.withholding_ground(public.causes[entry.ref]) or {})}

    def withheld_actions(self) -> Iterator[View]:
        """Yield the lists of action points that are withheld, or of which some points are."""
        for entry in self.report_entries():
            if entry.status is Status.WITHHELD and lists_actions(entry.question):
                yield self.wording.pointer(entry.ref.questionnaire, entry.question.id)

    def titled_decision(self, approval: View | None) -> View | None:
        """Return a decision with the title of what it is about, and the language in which that was filled in."""
        if approval is None:
            return None
        trees = self.outcome.questionnaires.values()
        tree = next(tree for tree in trees if tree.ref == approval["questionnaire"])
        # what was approved keeps its bytes; a page of today says so beside the decision too
        notes = [*approval["notes"], *(() if approval["as_approved"] else self.disputes())]
        titles = {
            "title": self.wording.localised_text(tree.title),
            "language": self.wording.assessment_language(tree.id),
        }
        return {**approval, **titles, "notes": notes, **({} if self.wording.public else self.followed(approval, tree))}

    def followed(self, approval: View, tree: Questionnaire) -> View:
        """Return how the conditions of a decision stand today; nothing for a page of the decision itself."""
        shown = [] if approval["as_approved"] else self.wording.dossier.approvals
        decided = [one for one in shown if one.number == approval["number"]]
        conditions = follow_conditions(decided, rows_in_outcome(self.outcome))
        counted = count_phrase(conditions)
        return {
            "followed": describe_conditions(conditions, tree.roles, self.outcome.as_of, self.wording.language),
            "met_text": message_text(counted, self.wording.language) if counted else "",
        }

    def disputes(self) -> Iterator[str]:
        """Yield what a lawyer disputes of the findings that forbid the use, and why."""
        for verdict, response in disputed_findings(self.outcome):
            title = self.wording.localised_text(verdict.trigger.title)
            yield self.wording.text("disputed-by-lawyer", flag=title, reason=response.text)

    def algorithm(self) -> View:
        """Return what was assessed, as the title page names it."""
        plain, dossier = self.wording.plain_answer, self.wording.dossier
        category = self.outcome.facts["category"].words
        return {
            "id": dossier.id,
            "name": plain("algorithm", "name") or dossier.id,
            "description": plain("algorithm", "description"),
            "organisation": plain("algorithm", "organisation"),
            "language": self.wording.assessment_language("algorithm"),
            "category": self.wording.text(f"category-{category[0]}") if category else self.why_no_category(),
        }

    def why_no_category(self) -> str:
        """Return why there is no category yet, or why the public does not hear it."""
        withheld = self.outcome.has_withheld(self.outcome.facts["category"].refs)
        return capital(
            text(f"status-{'withheld'}", self.wording.language) if withheld else self.wording.text("category-unknown")
        )

    def glance(self) -> Iterator[View]:
        """Yield the facts that a reader wants first; a fact that nobody asked for is left out."""
        topics = [(*self.wording.speaker(topic), word) for topic, word in GLANCE_TOPICS]
        for questionnaire, question, word in (*topics, *GLANCE):
            entry = self.outcome.find_entry(questionnaire, question)
            if entry is None or entry.status in (Status.SKIPPED, Status.NOT_APPLICABLE):
                continue
            answered = entry.status is Status.ANSWERED
            yield {
                "id": question,
                "label": self.wording.text(word),
                "values": self.wording.answer_labels(entry) if answered else [self.lacking(entry)],
                "day": "".join(entry.answer.value_words()) if answered and entry.question.kind is Kind.DATE else "",
                "language": self.wording.assessment_language(questionnaire)
                if answered and entry.question.kind is Kind.TEXT
                else self.wording.language,
                "anchor": self.wording.link(questionnaire, question),
            }

    def lacking(self, entry: Entry) -> str:
        """Return in words why a fact is not there."""
        reason = (
            self.wording.text("empty-required") if entry.status is Status.OPEN else self.wording.answer_or_status(entry)
        )
        return capital(reason)

    def alert(self, entry: Entry) -> View:
        """Return a notice that must be read first."""
        return {
            "anchor": anchor(entry.ref.questionnaire, entry.question.id, entry.ref.instance),
            "number": entry.question.number,
            "text": self.wording.question_text(entry.question),
        }

    def rights(self) -> View:
        """Return one line per affected right: importance, extent, seriousness, verdict; and the highest of them."""
        driver = self.outcome.find_entry(*self.wording.speaker("rights"))
        withheld = driver is not None and driver.status is Status.WITHHELD
        is_rendered = driver is not None and driver.ref.questionnaire in self.wording.rendered
        if driver is None or withheld or not driver.status.applies or not is_rendered:
            none: View = {"highest": "", "highest_text": "", "lines": [], "weighed": True, "matrix": None}
            return {"known": False, "withheld": withheld, **none}
        keys = [key for key in driver.answer.value_words() if key not in driver.question.exclusive]
        lines = [self.right(key, self.wording.word_label(driver.question, key)) for key in keys]
        highest = max(lines, key=lambda line: line["level"], default=None)
        level_ = highest["level"] if highest else 0
        seriousness = self.wording.speaker("seriousness", beside="rights")
        if level_ < len(LEVELS) and self.wording.has_withheld_answer(*seriousness):
            level_ = 0  # a withheld right may weigh more
        return {
            "known": driver.status is Status.ANSWERED,
            "withheld": False,
            "highest": level_,
            "highest_text": highest["seriousness"] if highest and level_ else "",
            "lines": lines,
            "weighed": True,
            "matrix": matrix(self.wording, lines),
        }

    def right(self, key: str, name: str) -> View:
        questions = {topic: self.wording.speaker(topic, beside="rights") for topic in WEIGHED}
        entries = {topic: self.outcome.find_entry(*place, key) for topic, place in questions.items()}
        shown_entries = [entry for entry in entries.values() if entry and self.wording.is_shown(entry)]
        serious = entries["seriousness"]
        counts_ = serious is not None and serious.status is Status.ANSWERED
        word = "".join(serious.answer.value_words()) if serious and counts_ else ""
        return {
            "id": key,
            "name": name,
            "anchor": anchor(*shown_entries[0].ref)
            if shown_entries
            else self.wording.link(*self.wording.speaker("settled", beside="rights")),
            "level": level(word),
            **{topic: self.wording.answer_or_status(entry) for topic, entry in entries.items()},
        }

    def question_line(self, entry: Entry) -> View:
        """Return one line of a list of questions."""
        tree, key = self.outcome.questionnaires[entry.ref.questionnaire], entry.ref.instance
        follow = entry.answer.follow if entry.status.applies else None
        return {
            "id": entry.question.id,
            "anchor": anchor(tree.id, entry.question.id, key),
            "number": entry.question.number,
            "text": self.wording.question_text(entry.question),
            "about": self.wording.instance_name(tree, entry.question, key) if key else "",
            "status": entry.status.value,
            "status_text": text(f"status-{entry.status}", self.wording.language),
            "required": entry.question.required,
            "needed": entry.question.required or entry.status is not Status.OPEN,
            "roles": [self.wording.role(tree, role) for role in entry.question.roles],
            "follow": self.wording.role(tree, follow.by) if follow else "",
            "due": follow.due if follow else "",
            "due_text": self.wording.written_day(follow.due) if follow else "",
        }

    def hidden(self, entry: Entry) -> View:
        """Return a kept answer that does not count, and the answers that hide it."""
        tree = self.outcome.questionnaires[entry.ref.questionnaire]
        shown_entry = Entry(entry.ref, entry.question, Status.ANSWERED, entry.answer)
        refs = entry.ruling.because or entry.ruling.missing
        because = [
            {**self.wording.pointer(*ref[:2]), "answer": self.wording.plain_answer(*ref[:2])}
            for ref in dict.fromkeys((ref.questionnaire, ref.question) for ref in refs)
        ]
        answer = self.questions.lay_out_answer(tree, shown_entry)
        return {**self.question_line(entry), "because": because, "answer": answer}

    def provenance(self, only: Sequence[str], approval: View | None) -> View:
        """Return what this report was made from, and how to make it again."""
        language, as_of = self.wording.language, self.outcome.as_of.isoformat()
        selection = "".join(f" -q {tree.ref}" for tree in self.subjects) if only else ""
        day = f" --as-of {as_of}"
        if approval and approval["as_approved"]:
            selection, day = f" --as-approved --approval {approval['number']}", ""
        edition = " --edition public" if self.wording.public else ""
        sources = [
            (tree.ref, self.wording.localised_text(tree.title), tree.revision, tree.digest) for tree in self.subjects
        ]
        sources += [
            (tree.ref, self.wording.localised_text(tree.title), tree.revision, tree.digest) for tree in self.around
        ]
        lines = [
            {
                "ref": ref,
                "title": title,
                "revision": revision,
                "digest": prefix_digest(digest),
                "short": short_digest(digest),
            }
            for ref, title, revision, digest in sources
        ]
        return {
            "questionnaires": lines,
            "law": prefix_digest(self.wording.law.digest),
            "law_short": short_digest(self.wording.law.digest),
            "command": f"iama report {self.wording.dossier.id}{selection}{edition} --lang {language}{day}",
        }


def is_pending(entry: Entry) -> bool:
    """Whether a question that applies, or may come to apply, has no answer; of a withheld one nobody says."""
    return (
        entry.question.kind is not Kind.NOTICE and not entry.status.is_settled and entry.status is not Status.WITHHELD
    )


def summary_counts(unanswered: Iterable[View], actions: Sequence[View], withheld: Sequence[View]) -> View:
    """Return the numbers of the summary: what is open, not known, still to be done, and withheld."""
    lines = list(unanswered)
    open_ = [line for line in lines if line["status"] in ("open", "waiting")]
    todo = [action for action in actions if not action["done"]]
    return {
        "open": sum(line["required"] for line in open_),
        "optional": sum(not line["required"] for line in open_),
        "unknown": len(lines) - len(open_),
        "actions": len(todo),
        "blocking": sum(action["blocking"] for action in todo),
        "overdue": sum(action["overdue"] for action in todo),
        "withheld": len(withheld),
    }


def prefix_digest(digest: str) -> str:
    """Return a digest that names its algorithm."""
    return digest if digest.startswith("sha256:") or not digest else f"sha256:{digest}"


def short_digest(digest: str) -> str:
    """Return the first twelve digits of a digest, enough to compare two by eye."""
    return digest.removeprefix("sha256:")[:12]
