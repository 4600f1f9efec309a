"""The parts, sections, questions and answers of one assessment, as a report shows them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from iama.assess.actions import lists_actions
from iama.assess.adoption import Source, adopted_sources
from iama.assess.harm import has_harm_scenarios, reported_priority
from iama.assess.outcome import Entry, Status
from iama.assess.placement import Placed, guests_of
from iama.assess.scope_facts import OUTCOME
from iama.assess.withheld_index import WITHHELD
from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.questionnaire import Group, Kind, Question, Questionnaire, Section
from iama.publish.wording import View, Wording, anchor
from iama.words import text

EMPTY = Answer()


class Questions:
    """Lays out the questions that apply; a hidden question is not there."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.outcome = wording.outcome
        rendered = (tree for tree in wording.outcome.questionnaires.values() if tree.id in wording.rendered)
        beside = guests_of(wording.outcome, rendered)
        hosts = {host: self.last_shown(host) for host in beside}
        self.guests = {last: beside[host] for host, last in hosts.items() if last}  # by where they stand
        self.placed = frozenset(entry.ref for guests in self.guests.values() for _, entry in guests)

    def last_shown(self, host: Ref) -> Ref | None:
        """Return the last place at which a question stands in the edition."""
        shown = [
            one.ref
            for one in self.outcome.instance_entries(host.questionnaire, host.question)
            if self.is_in_edition(one)
        ]
        return shown[-1] if shown else None

    def lay_out_assessment(self, tree: Questionnaire) -> View:
        localise = self.wording.localised_text
        stub = self.wording.public.stubs.get(tree.id) if self.wording.public else None
        parts = []
        for part in tree.parts if stub is None else ():
            sections = [self.lay_out_section(tree, section) for section in part.sections]
            if full_sections := [section for section in sections if section["blocks"]]:
                own = [entry for entry in self.outcome.tree_entries(tree.id) if entry.question.part == part.id]
                parts.append(
                    {
                        "id": f"{tree.id}-part-{part.id}",
                        "number": part.number,
                        "title": localise(part.title),
                        "intro": localise(part.intro),
                        "progress": required_progress(own),
                        "sections": full_sections,
                    }
                )
        return {
            "ref": tree.ref,
            "id": tree.id,
            "title": localise(tree.title),
            "withheld": self.wording.withholding_ground(stub),
            "language": self.wording.assessment_language(tree.id),
            "progress": required_progress(self.outcome.tree_entries(tree.id)),
            "parts": parts,
        }

    def lay_out_section(self, tree: Questionnaire, section: Section) -> View:
        blocks = list(self.question_blocks(tree, section))
        asked = [question for block in blocks for group in block["groups"] for question in group["questions"]]
        own = [question for question in asked if question.get("organisation", "") == tree.organisation]
        return {
            "id": f"{tree.id}-section-{section.id}",
            "number": section.number,
            "title": self.wording.localised_text(section.title),
            "intro": self.wording.localised_text(section.intro),
            "blocks": blocks,
            **self.made(own),
        }

    def made(self, asked: Sequence[View]) -> View:
        """Return who answered the questions of a section, between which days, and on which law they rest."""
        answers = [question["answer"] for question in asked]
        days = sorted(answer["date"] for answer in answers if answer["date"])
        first, last = (days[0], days[-1]) if days else ("", "")
        return {
            "by": list(dict.fromkeys(role for answer in answers for role in answer["by"])),
            "first": first,
            "first_text": self.wording.written_day(first),
            "last": last,
            "last_text": self.wording.written_day(last),
            "law": list(dict.fromkeys(cite for question in asked for cite in question["law"])),
            "covers": list(dict.fromkeys(point for question in asked for point in question["covers"])),
        }

    def question_blocks(self, tree: Questionnaire, section: Section) -> Iterator[View]:
        """Yield the questions in order; those that repeat together stand together per right or algorithm."""
        groups = {group.id: group for group in section.groups}
        for repeat, run in groupby(section.questions, key=lambda question: question.repeat):
            entries = [[e for e in self.question_entries(tree, q) if self.stands_here(e)] for q in run]
            keys = dict.fromkeys(entry.ref.instance for instances in entries for entry in instances)
            alone = repeat is None or tuple(keys) == (None,)
            for key in keys:
                own = [entry for instances in entries for entry in instances if entry.ref.instance == key]
                name = "" if alone else self.wording.instance_name(tree, own[0].question, key)
                first = frozenset(instances[0].ref for instances in entries if instances)
                yield {"about": name, "groups": list(self.groups(tree, groups, own, first))}

    def is_in_edition(self, entry: Entry) -> bool:
        """Whether a question stands in the edition: it applies, or may; the public finds what is withheld elsewhere.

        A notice that guides the team is not for the public, and neither is a question that is internal.
        """
        kept_inside = entry.question.is_internal or (entry.question.kind is Kind.NOTICE and not is_loud_notice(entry))
        if self.wording.public and (entry.ref == WITHHELD or kept_inside):
            return False
        return self.wording.is_shown(entry)

    def stands_here(self, entry: Entry) -> bool:
        """Whether a question stands in the edition, in the chapter of its own tree."""
        return entry.ref not in self.placed and self.is_in_edition(entry)

    def question_entries(self, tree: Questionnaire, question: Question) -> tuple[Entry, ...]:
        return self.outcome.instance_entries(tree.id, question.id)

    def groups(
        self, tree: Questionnaire, groups: dict[str, Group], entries: Iterable[Entry], first: frozenset[object]
    ) -> Iterator[View]:
        """Yield runs of questions under the heading that they share, or under none."""
        for id_, run in groupby(entries, key=lambda entry: entry.question.group):
            group = groups.get(id_ or "")
            heading = {"number": group.number, "text": self.wording.localised_text(group.text)} if group else None
            questions = [
                {**self.lay_out_question(home, one), "first": one.ref in first or one is not entry}
                for entry in run
                for home, one in ((tree, entry), *self.guests_beside(entry))
            ]
            yield {"heading": heading, "questions": questions}

    def guests_beside(self, entry: Entry) -> Iterator[Placed]:
        """Yield the questions of organisations that stand behind one."""
        return (placed for placed in self.guests.get(entry.ref, ()) if self.is_in_edition(placed[1]))

    def lay_out_question(self, tree: Questionnaire, entry: Entry) -> View:
        """Return a question as asked, with one answer."""
        question, wording = entry.question, self.wording
        return {
            "id": question.id,
            "anchor": anchor(tree.id, question.id),
            "number": question.number,
            "official": question.official,
            **({"organisation": tree.organisation} if tree.organisation else {}),
            "required": question.required,
            "kind": question.kind.value,
            "loud": is_loud_notice(entry),
            "text": wording.question_text(question),
            "law": wording.citations(question.law),
            "covers": list(question.covers),
            "shows": [wording.pointer(tree.id, id_) for id_ in question.shows if id_ != OUTCOME],
            "gathers": any(lists_actions(tree.questions[id_]) for id_ in question.shows if id_ in tree.questions),
            "answer": self.lay_out_answer(tree, entry),
        }

    def lay_out_answer(self, tree: Questionnaire, entry: Entry) -> View:
        """Return one answer with everything the team recorded beside it."""
        wording, kind, key = self.wording, entry.question.kind, entry.ref.instance
        answer = entry.answer if entry.status.applies else EMPTY
        waits = [wording.pointer(ref.questionnaire, ref.question) for ref in entry.ruling.missing]
        return {
            "key": key,
            "anchor": anchor(tree.id, entry.question.id, key),
            "status": entry.status.value,
            "status_text": text(f"status-{entry.status}", wording.language),
            "withheld": wording.withholding_ground(wording.public.causes.get(entry.ref) if wording.public else None),
            "language": wording.assessment_language(tree.id),
            "text": answer.value if isinstance(answer.value, str) and kind is Kind.TEXT else "",
            "values": []
            if kind in (Kind.TEXT, Kind.ROWS)
            else wording.answer_labels(Entry(entry.ref, entry.question, entry.status, answer)),
            "day": answer.value if isinstance(answer.value, str) and kind is Kind.DATE else "",
            "unsure": [wording.word_label(entry.question, word) for word in answer.unsure],
            "table": self.answer_table(tree, entry.question, answer),
            "waits_for": waits if entry.status is Status.WAITING else [],
            "derived": entry.derived,
            "adopted": [self.adopted_answer(source) for source in adopted_sources(entry, self.outcome.entries)],
            **self.notes_and_sources(tree, answer),
        }

    def adopted_answer(self, source: Source) -> View:
        """Return an answer of another assessment that serves here, in full."""
        ref, entry = source.ref, source.entry
        answer = entry.answer if entry and entry.status.applies else EMPTY
        tree = self.outcome.questionnaires.get(ref.questionnaire)
        return {
            **self.wording.pointer(ref.questionnaire, ref.question),
            "language": self.wording.assessment_language(ref.questionnaire),
            "text": answer.value if isinstance(answer.value, str) else "",
            "table": self.answer_table(tree, entry.question, answer) if tree and entry else None,
            "stale": source.stale,
        }

    def _date_text(self, answer: Answer) -> str:
        """Return the day of an answer; of one that came in from elsewhere also the day on which it did."""
        day, came_in = (self.wording.written_day(one) for one in (answer.date, answer.imported))
        return text("day-imported", self.wording.language, day=day, imported=came_in) if came_in else day

    def notes_and_sources(self, tree: Questionnaire, answer: Answer) -> View:
        """Return what stands beside a value: reasons, notes, dissent, who, when and the sources."""
        role, day = self.wording.role, self.wording.written_day
        follow = answer.follow
        carried = {name: answer.carried.get(name, "") for name in ("from", "confirmed")} if answer.carried else None
        return {
            "overruled": answer.overruled,
            "carried": carried and {**carried, "confirmed_text": day(carried["confirmed"])},
            "reason": answer.reason,
            "follow": {"by": role(tree, follow.by), "due": follow.due, "due_text": day(follow.due)} if follow else None,
            "note": answer.note,
            "note_internal": answer.note_internal,
            "dissent": [{"by": role(tree, dissent.by), "text": dissent.text} for dissent in answer.dissent],
            "by": [role(tree, by) for by in answer.by],
            "date": answer.date,
            "date_text": self._date_text(answer),
            "sources": [
                {
                    "title": source.title,
                    "path": source.path,
                    "version": source.version,
                    "date": source.date,
                    "date_text": day(source.date),
                    "sha256": source.sha256,
                }
                for source in answer.sources
            ],
        }

    def answer_table(self, tree: Questionnaire, question: Question, answer: Answer) -> View | None:
        """Return the rows of an answer, with the columns that are filled in anywhere."""
        if not answer.rows:
            return None
        wording = self.wording
        shown = (column for column in question.columns if column.is_public or not wording.public)
        columns = [column for column in shown if any(column.id in row.cells for row in answer.rows)]
        table = {
            "columns": [
                wording.text("person") if c.id == "person" else wording.localised_text(c.label) for c in columns
            ],
            "rows": [
                [wording.row_cell(tree, column, row.cells.get(column.id, "")) for column in columns]
                for row in answer.rows
            ],
        }
        return self.add_harm_column(table, question, answer) if has_harm_scenarios(question) else table

    def add_harm_column(self, table: View, question: Question, answer: Answer) -> View:
        """Return the table of harm scenarios with what follows from each, by the scale that the FRIA prints."""
        words = [reported_priority(row, question) for row in answer.rows]
        texts = [self.wording.text(f"harm-{word}") if word else "" for word in words]
        cells = [{"text": text, "language": self.wording.language, "date": ""} for text in texts]
        rows = [[*row, cell] for row, cell in zip(table["rows"], cells, strict=True)]
        return {"columns": [*table["columns"], self.wording.text("harm-follows")], "rows": rows}


def is_loud_notice(entry: Entry) -> bool:
    """Whether a notice appears because of an answer, as the one that says to stop does."""
    notice = entry.question.kind is Kind.NOTICE and entry.question.when is not None
    return notice and entry.status.applies and entry.status is not Status.WITHHELD


def required_progress(entries: Iterable[Entry]) -> View:
    """Return how many required questions apply and how many of those are settled; withheld ones count apart."""
    required_entries = [e for e in entries if e.question.required and e.question.kind is not Kind.NOTICE]
    withheld = sum(entry.status is Status.WITHHELD for entry in required_entries)
    applying = [entry for entry in required_entries if entry.status not in (Status.SKIPPED, Status.WITHHELD)]
    settled = sum(entry.status.is_settled for entry in applying)
    return {
        "settled": settled,
        "required": len(applying),
        "withheld": withheld,
        "percent": 100 * settled // len(applying) if applying else 100,
    }
