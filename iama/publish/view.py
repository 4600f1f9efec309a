"""The edition of a report as plain values: what the templates see, and nothing more.

Everything countable is counted here; templates only lay out. Knows no clock: `as_of` comes with the outcome.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.dossier import Answer, Dossier
from iama.model.law import Law
from iama.model.questionnaire import Column, Kind, Question, Questionnaire, Section, said
from iama.model.words import status, text, written_date

CONTRACT = 1
View = dict[str, Any]  # JSON-like: texts, numbers, truths, lists and views


def view(outcome: Outcome, dossier: Dossier, law: Law, *, language: str, only: Sequence[str] = ()) -> View:
    """Return the internal edition of the dossier's assessments, or of those named in `only` (ids)."""
    return _Edition(outcome, dossier, law, language).view(only)


class _Edition:
    """Builds one edition in one language."""

    def __init__(self, outcome: Outcome, dossier: Dossier, law: Law, language: str) -> None:
        self.outcome = outcome
        self.dossier = dossier
        self.law = law
        self.language = language

    def view(self, only: Sequence[str]) -> View:
        trees = [tree for tree in self.outcome.questionnaires.values() if tree.ref in self.dossier.assessments]
        told = [tree for tree in trees if tree.id not in ("algorithm", "follow-up")]
        chosen = [tree for tree in told if not only or tree.id in only]
        return {
            "iama_report": 1,
            "contract": CONTRACT,
            "edition": "internal",
            "language": self.language,
            "as_of": self.outcome.as_of.isoformat(),
            "algorithm": self.algorithm(),
            "summary": self.summary(chosen),
            "rights": self.rights(),
            "assessments": [self.assessment(tree) for tree in chosen],
            "facts": [self.assessment(tree) for tree in trees if tree.id == "algorithm"],
            "actions": list(self.actions()),
            "unanswered": [self.line(entry) for tree in chosen for entry in unsettled(self.outcome, tree.id)],
            "hidden": [self.hidden(entry) for entry in self.outcome.entries.values() if entry.hidden],
            "provenance": self.provenance(chosen),
        }

    def algorithm(self) -> View:
        """The name of what was assessed, and the facts a reader wants first."""
        category = self.outcome.facts["category"].words
        return {
            "id": self.dossier.id,
            "name": self.plain("algorithm", "name") or self.dossier.id,
            "description": self.plain("algorithm", "description"),
            "organisation": self.plain("algorithm", "organisation"),
            "category": text(f"category-{category[0] if category else 'unknown'}", self.language),
        }

    def summary(self, trees: Iterable[Questionnaire]) -> View:
        """The first page: progress per assessment, the goal, the advice."""
        return {
            "progress": [{"title": self.said(tree.title), **progress(self.outcome.of(tree.id))} for tree in trees],
            "goal": self.plain("iama", "goal"),
            "advice": self.plain("iama", "advice-choice"),
            "advice_text": self.plain("iama", "advice"),
        }

    def plain(self, questionnaire: str, question: str) -> str:
        """Return one answer as a reader sees it; empty when there is none."""
        entry = self.outcome.entry(questionnaire, question)
        if entry is None or entry.status is not Status.ANSWERED:
            return ""
        return ", ".join(self.labels(entry))

    def labels(self, entry: Entry) -> list[str]:
        return [self.label(entry.question, word) for word in entry.answer.words()]

    def label(self, field: Question | Column, word: str) -> str:
        if field.kind is Kind.DATE:
            return written_date(word, self.language)
        options = {option.value: option.label for option in field.options}
        return self.said(options[word]) if word in options else word

    def said(self, words: Mapping[str, str]) -> str:
        return said(words, self.language)

    def rights(self) -> list[View]:
        """One line per affected right: importance, extent, seriousness, verdict."""
        names = ("importance", "extent", "seriousness", "verdict")
        driver = self.outcome.entry("iama", "affected-rights")
        if driver is None or not driver.status.applies:
            return []
        keys = [key for key in driver.answer.words() if key not in driver.question.exclusive]
        lines = []
        for key in keys:
            entries = {name: self.outcome.entry("iama", name, key) for name in names}
            line: View = {"id": key, "name": self.label(driver.question, key)}
            line.update({name: self.known(entry) for name, entry in entries.items()})
            line.update({f"{name}_value": "".join(e.answer.words()) if e else "" for name, e in entries.items()})
            lines.append(line)
        return lines

    def known(self, entry: Entry | None) -> str:
        """Return the answer in words, or the status while there is none."""
        if entry is None:
            return text("missing", self.language)
        if entry.status is Status.ANSWERED:
            return ", ".join(self.labels(entry))
        return status(entry.status, self.language)

    def assessment(self, tree: Questionnaire) -> View:
        assessment = self.dossier.assessments[tree.ref]
        parts = []
        for part in tree.parts:
            sections = [self.section(tree, section, assessment.language) for section in part.sections]
            shown = [section for section in sections if section["blocks"]]
            if shown:
                own = [entry for entry in self.outcome.of(tree.id) if entry.question.part == part.id]
                parts.append(
                    {
                        "id": f"{tree.id}-{part.id}",
                        "number": part.number,
                        "title": self.said(part.title),
                        "intro": self.said(part.intro),
                        "progress": progress(own),
                        "sections": shown,
                    }
                )
        return {
            "ref": tree.ref,
            "id": tree.id,
            "title": self.said(tree.title),
            "intro": self.said(tree.intro),
            "language": assessment.language,
            "progress": progress(self.outcome.of(tree.id)),
            "parts": parts,
        }

    def section(self, tree: Questionnaire, section: Section, language: str) -> View:
        groups = {group.id: group for group in section.groups}
        blocks: list[View] = []
        for question in section.questions:
            if (shown := self.question(tree, question, language)) is None:
                continue
            group = groups.get(question.group or "")
            if group is None:
                blocks.append({"group": None, "questions": [shown]})
            elif blocks and blocks[-1]["group"] and blocks[-1]["group"]["id"] == group.id:
                blocks[-1]["questions"].append(shown)
            else:
                heading = {"id": group.id, "number": group.number, "text": self.said(group.text)}
                blocks.append({"group": heading, "questions": [shown]})
        return {
            "id": f"{tree.id}-{section.id}",
            "number": section.number,
            "title": self.said(section.title),
            "intro": self.said(section.intro),
            "blocks": blocks,
        }

    def question(self, tree: Questionnaire, question: Question, language: str) -> View | None:
        """Return a question with its answers, or None when no instance of it applies."""
        entries = [e for e in self.outcome.instances(tree.id, question.id) if e.status is not Status.SKIPPED]
        if not entries:
            return None
        return {
            "id": question.id,
            "anchor": anchor(tree.id, question),
            "number": question.number,
            "official": question.official,
            "required": question.required,
            "kind": question.kind.value,
            "text": self.said(question.text),
            "law": [self.law.cite(id_, self.language) for id_ in question.law],
            "covers": list(question.covers),
            "shows": [self.pointer(tree, id_) for id_ in question.shows],
            "instances": [self.instance(tree, entry, language) for entry in entries],
            "repeated": question.repeat is not None and (len(entries) > 1 or entries[0].ref.instance is not None),
        }

    def pointer(self, tree: Questionnaire, id_: str) -> View:
        earlier = tree.questions[id_]
        name = earlier.number or self.said(earlier.text)
        return {"anchor": anchor(tree.id, earlier), "number": earlier.number, "name": name}

    def instance(self, tree: Questionnaire, entry: Entry, language: str) -> View:
        """Return one answer with everything the team recorded beside it."""
        answer = entry.answer if entry.status.applies else Answer()
        return {
            "key": entry.ref.instance,
            "name": self.instance_name(tree, entry),
            "status": entry.status.value,
            "status_text": status(entry.status, self.language),
            "language": language,
            "text": answer.value if isinstance(answer.value, str) and entry.question.kind is Kind.TEXT else "",
            "values": [] if entry.question.kind in (Kind.TEXT, Kind.ROWS) else self.labels(entry),
            "unsure": [self.label(entry.question, word) for word in answer.unsure],
            "table": self.table(entry.question, answer),
            "derived": entry.derived,
            "overruled": answer.overruled,
            "reason": answer.reason,
            "follow": {"by": self.role(tree, answer.follow.by), "due": self.day(answer.follow.due)}
            if answer.follow
            else None,
            "note": answer.note,
            "note_internal": answer.note_internal,
            "dissent": [{"by": self.role(tree, one.by), "text": one.text} for one in answer.dissent],
            "by": [self.role(tree, role) for role in answer.by],
            "date": answer.date,
            "date_text": self.day(answer.date),
            "sources": [
                {"title": s.title, "path": s.path, "version": s.version, "date": self.day(s.date), "sha256": s.sha256}
                for s in answer.sources
            ],
        }

    def instance_name(self, tree: Questionnaire, entry: Entry) -> str:
        """Return the name of the right, or of the algorithm in the chain, that an answer is about."""
        question, key = entry.question, entry.ref.instance
        if question.repeat is None:
            return ""
        driver = tree.questions[question.repeat]
        if driver.kind is Kind.CHOICES:
            return self.label(driver, key) if key else ""
        if key is None:
            return text("first-algorithm", self.language)
        around = self.outcome.entry(tree.id, driver.id)
        rows = around.answer.rows if around else ()
        return next((next(iter(row.cells.values()), key) for row in rows if row.id == key), key)

    def table(self, question: Question, answer: Answer) -> View | None:
        if question.kind is not Kind.ROWS or not answer.rows:
            return None
        used = [column for column in question.columns if any(column.id in row.cells for row in answer.rows)]
        return {
            "columns": [self.said(column.label) for column in used],
            "rows": [[self.cell(column, row.cells.get(column.id, "")) for column in used] for row in answer.rows],
        }

    def cell(self, column: Column, word: str) -> str:
        if column.id == "person":
            return self.dossier.people.get(word, word)
        return self.label(column, word) if word else ""

    def role(self, tree: Questionnaire, id_: str) -> str:
        return self.said(tree.roles[id_]) if id_ in tree.roles else id_

    def day(self, iso: str) -> str:
        return written_date(iso, self.language) if iso else ""

    def actions(self) -> Iterator[View]:
        """Every action point of every part, in order."""
        for entry in self.outcome.entries.values():
            columns = {column.id: column for column in entry.question.columns}
            if entry.status is not Status.ANSWERED or "blocking" not in columns:
                continue
            tree = self.outcome.questionnaires[entry.ref.questionnaire]
            part = next(part for part in tree.parts if part.id == entry.question.part)
            for row in entry.answer.rows:
                cells = {name: self.cell(column, row.cells.get(name, "")) for name, column in columns.items()}
                values = {"due_value": row.cells.get("due", ""), "done": row.cells.get("status") == "done"}
                yield {"id": row.id, "part": part.number or self.said(part.title), **cells, **values}

    def line(self, entry: Entry) -> View:
        """Return one line of a list of questions."""
        tree = self.outcome.questionnaires[entry.ref.questionnaire]
        return {
            "id": entry.question.id,
            "anchor": anchor(tree.id, entry.question),
            "number": entry.question.number,
            "text": self.said(entry.question.text),
            "instance": self.instance_name(tree, entry) if entry.ref.instance else "",
            "status": entry.status.value,
            "status_text": status(entry.status, self.language),
            "required": entry.question.required,
            "roles": [self.role(tree, role) for role in entry.question.roles],
        }

    def hidden(self, entry: Entry) -> View:
        """Return a kept answer that does not count, and the answers that hide it."""
        tree = self.outcome.questionnaires[entry.ref.questionnaire]
        shown = Entry(entry.ref, entry.question, Status.ANSWERED, entry.answer)
        because = [self.reason(ref.questionnaire, ref.question) for ref in entry.ruling.because or entry.ruling.missing]
        language = self.dossier.assessments[tree.ref].language
        return {**self.line(entry), "because": because, "instance_view": self.instance(tree, shown, language)}

    def reason(self, questionnaire: str, question: str) -> View:
        asked = self.outcome.questionnaires[questionnaire].questions.get(question)
        if asked is None:
            return {"anchor": "", "name": question, "answer": ""}
        name = asked.number or self.said(asked.text)
        answer = self.plain(questionnaire, question)
        return {"anchor": anchor(questionnaire, asked), "name": name, "answer": answer}

    def provenance(self, trees: Iterable[Questionnaire]) -> View:
        return {
            "as_of": written_date(self.outcome.as_of.isoformat(), self.language),
            "contract": CONTRACT,
            "questionnaires": [
                {"ref": tree.ref, "title": self.said(tree.title), "revision": tree.revision, "digest": tree.digest}
                for tree in trees
            ],
            "law": self.law.digest,
        }


def anchor(questionnaire: str, question: Question) -> str:
    """Return the stable anchor of a question in a report."""
    return f"{questionnaire}-{question.id}"


def unsettled(outcome: Outcome, questionnaire: str) -> Iterator[Entry]:
    """Yield the questions that still need something, required ones and those a team marked as not known."""
    for entry in outcome.of(questionnaire):
        if entry.question.kind is Kind.NOTICE or entry.status.settled:
            continue
        if entry.question.required or entry.status is not Status.OPEN:
            yield entry


def progress(entries: Iterable[Entry]) -> View:
    """Return how many required questions apply and how many of those are settled, in whole percents too."""
    required = [e for e in entries if e.question.required and e.question.kind is not Kind.NOTICE]
    applying = [entry for entry in required if entry.status is not Status.SKIPPED]
    settled = sum(entry.status.settled for entry in applying)
    return {
        "settled": settled,
        "required": len(applying),
        "percent": 100 * settled // len(applying) if applying else 100,
    }
