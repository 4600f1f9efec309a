"""How an edition names things: labels, roles, dates and links, in one language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.withheld_index import Cause
from iama.assess.withholding import Public
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import FOLLOW_UP, Column, Kind, Question, Questionnaire, speaker, speakers
from iama.words import pick_translation, text
from iama.words.written import written_date, written_number

View = dict[str, Any]  # JSON-like: texts, numbers, truths, lists and views
Asked = tuple[str, str]  # a question: its questionnaire and its id


def anchor(questionnaire: str, question: str, instance: str | None = None) -> str:
    """Return the stable anchor of a question, or of its answer for one instance, in every report."""
    return f"{questionnaire}-{question}" + (f"--{instance}" if instance else "")


def _is_told_in_other_words(entry: Entry) -> bool:
    """Whether rows stand elsewhere on the public page: responses beside their flags, action points in their list."""
    told = entry.question.id == "withheld" or entry.status is not Status.WITHHELD
    return entry.ref.questionnaire == FOLLOW_UP and entry.question.id in ("responses", "actions", "withheld") and told


class Wording:
    """Says what an outcome holds, in the language of the report."""

    def __init__(
        self,
        outcome: Outcome,
        dossier: Dossier,
        law: Law,
        language: str,
        rendered: Sequence[Questionnaire],
        public: Public | None = None,
    ) -> None:
        self.outcome = outcome
        self.dossier = dossier
        self.law = law
        self.language = language
        self.rendered = frozenset(tree.id for tree in rendered)
        self.public = public  # with why each answer is withheld; None for an internal edition

    def localised_text(self, words: Mapping[str, str]) -> str:
        return pick_translation(words, self.language)

    def question_text(self, question: Question) -> str:
        """Return a question as the readers of this edition meet it: the public is not spoken to as the team."""
        return self.localised_text((self.public and question.public) or question.text)

    def text(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    def written_day(self, iso: str) -> str:
        return written_date(iso, self.language) if iso else ""

    def assessment_language(self, questionnaire: str) -> str:
        """Return the language in which an assessment was filled in."""
        tree = self.outcome.questionnaires.get(questionnaire)
        assessment = self.dossier.assessments.get(tree.ref) if tree else None
        return assessment.language if assessment else self.language

    def citations(self, ids: Iterable[str]) -> list[str]:
        """Return legal facts by their names, each once."""
        return list(dict.fromkeys(self.law.cite(id_, self.language) for id_ in ids))

    def word_label(self, field: Question | Column, word: str) -> str:
        """Return one word of an answer as a reader sees it."""
        if field.kind is Kind.DATE:
            return written_date(word, self.language)
        if field.kind is Kind.NUMBER:
            return written_number(word, self.language)
        options = {option.value: option.label for option in field.options}
        return self.localised_text(options[word]) if word in options else word

    def answer_labels(self, entry: Entry) -> list[str]:
        return [self.word_label(entry.question, word) for word in entry.answer.value_words()]

    def row_cell(self, tree: Questionnaire, column: Column, word: str) -> View:
        """Return one cell of a row; free text stands in the language that the team spoke."""
        if column.id == "owner" and word in tree.roles:
            return {"text": self.role(tree, word), "language": self.language, "date": ""}
        name = self.dossier.people.get(word, word) if column.id == "person" else word
        free = column.kind is Kind.TEXT
        return {
            "text": name if free else self.word_label(column, word) if word else "",
            "language": self.assessment_language(tree.id) if free else self.language,
            "date": word if column.kind is Kind.DATE else "",
        }

    def role(self, tree: Questionnaire, id_: str) -> str:
        return self.localised_text(tree.roles[id_]) if id_ in tree.roles else id_

    def speakers(self, topic: str) -> list[Asked]:
        """Return the questions of the dossier that speak for a topic."""
        return [ref[:2] for ref in speakers(self.outcome.held_trees, topic)]

    def speaker(self, topic: str, *, beside: str = "") -> Asked:
        """Return the first question that speaks for a topic, of the assessment that speaks for `beside` where given.

        Where none does, that is a question of no questionnaire.
        """
        if not beside:
            return speaker(self.outcome.held_trees, topic)[:2]
        tree = self.outcome.questionnaires.get(self.speaker(beside)[0])
        return (tree.id, tree.topic_question(topic)) if tree else ("", topic)

    def answered_entry(self, questionnaire: str, question: str) -> Entry | None:
        """Return the entry of a question that has an answer which counts."""
        entry = self.outcome.find_entry(questionnaire, question)
        return entry if entry and entry.status is Status.ANSWERED else None

    def chosen_word(self, questionnaire: str, question: str) -> str:
        """Return the word that a single choice holds; empty when there is none."""
        entry = self.answered_entry(questionnaire, question)
        return "".join(entry.answer.value_words()[:1]) if entry else ""

    def has_withheld_answer(self, questionnaire: str, question: str) -> bool:
        """Whether an answer, or any instance of it, is withheld."""
        return any(entry.status is Status.WITHHELD for entry in self.outcome.instance_entries(questionnaire, question))

    def withholding_ground(self, cause: Cause | None) -> View | None:
        """Return on which ground something is withheld, in words; None for what is not."""
        if cause is None:
            return None
        facts = [self.law.facts[id_] for id_ in cause.grounds if id_ in self.law.facts]
        return {
            "ground": "; ".join(self.localised_text(fact.cite) for fact in facts),
            "title": " ".join(self.localised_text(fact.title) for fact in facts),
            "indirect": cause.indirect,
        }

    def plain_answer(self, questionnaire: str, question: str) -> str:
        """Return one answer as a reader sees it; empty when there is none."""
        entry = self.answered_entry(questionnaire, question)
        return "; ".join(self.answer_labels(entry)) if entry else ""

    def prose_answer(self, questionnaire: str, question: str) -> View:
        """Return one answer in free text, with its language and the anchor where it stands."""
        withheld = self.has_withheld_answer(questionnaire, question)
        return {
            "text": self.text("withheld-answer") if withheld else self.plain_answer(questionnaire, question),
            "withheld": withheld,
            "language": self.language if withheld else self.assessment_language(questionnaire),
            "anchor": self.link(questionnaire, question),
        }

    def answer_or_status(self, entry: Entry | None) -> str:
        """Return the answer in words, or the status while there is none."""
        if entry is None:
            return self.text("missing")
        if entry.status is Status.ANSWERED:
            return "; ".join(self.answer_labels(entry))
        return text(f"status-{entry.status}", self.language)

    def link(self, questionnaire: str, question: str) -> str:
        """Return the anchor of a question that stands in the report; empty when it does not."""
        if questionnaire not in self.rendered:
            return ""
        shown = any(self.is_shown(entry) for entry in self.outcome.instance_entries(questionnaire, question))
        return anchor(questionnaire, question) if shown else ""

    def is_shown(self, entry: Entry) -> bool:
        """Whether a question stands on the page: it applies, or may; the public misses no optional answer."""
        if entry.status is Status.SKIPPED:
            return False
        empty = entry.status in (Status.OPEN, Status.WAITING) and not entry.question.required
        return not (self.public and (empty or _is_told_in_other_words(entry)))

    def pointer(self, questionnaire: str, question: str) -> View:
        """Return a reference to another question, of this assessment or as `id.question`: its anchor and its name."""
        prefix, _, rest = question.partition(".")
        if rest and prefix in self.outcome.questionnaires:
            questionnaire, question = prefix, rest
        tree = self.outcome.questionnaires.get(questionnaire)
        target = tree.questions.get(question) if tree else None
        if target is None:
            return {"anchor": "", "number": None, "name": question}
        name = target.number or self.question_text(target)
        return {"anchor": self.link(questionnaire, question), "number": target.number, "name": name}

    def instance_name(self, tree: Questionnaire, question: Question, key: str | None) -> str:
        """Return the name of the right, or of the algorithm in the chain, that an answer is about."""
        driver = tree.questions[question.repeat or ""]
        if driver.kind is Kind.CHOICES:
            return self.word_label(driver, key) if key else ""
        if key is None:
            return self.text("first-algorithm")
        around = self.outcome.find_entry(tree.id, driver.id)
        rows = around.answer.rows if around else ()
        return next((next(iter(row.cells.values()), key) for row in rows if row.id == key), key)
