"""Text of what helps whoever leads a meeting to its value; every mistake in it becomes a finding."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from iama.files.definition import MEETINGS
from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.conditions import Condition
from iama.model.facilitation import Expectation, Facilitation, Probing, Reading, StandIn, Weight
from iama.model.grammar import ConditionError, parse_condition
from iama.model.problems import misspelling_hint
from iama.model.questionnaire import Kind, Questionnaire
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-facilitation/1"
_SAME = "same-as"
_MOST = 3  # probes of a question
T = TypeVar("T")
Find = Callable[[str], Facilitation]  # what helps with another questionnaire (a reference)


def read_facilitation(path: str, text: str, tree: Questionnaire, find: Find) -> Facilitation:
    """Return what stands in `text` for `tree`; raises UnusableFile with every mistake.

    `same-as: iama-2.0/goal` takes over what another file says, which `find` returns.
    """
    return _File(Reader(path), tree, find).read(text)


class _File:
    """Reads one file, against the tree that it belongs to."""

    def __init__(self, reader: Reader, tree: Questionnaire, find: Find) -> None:
        self.reader = reader
        self.tree = tree
        self.find = find
        self.asked = [id_ for id_, question in tree.questions.items() if question.kind is not Kind.NOTICE]

    def read(self, text: str) -> Facilitation:
        reader = self.reader
        root = reader.root(text)
        optional = ("weights", "stand-ins", "reading", "expects")
        fields = reader.fields(root, ("format", "questionnaire", "questions"), optional)
        for name, expected in (("format", FORMAT), ("questionnaire", self.tree.ref)):
            if name in fields:
                reader.one_of(fields[name], (expected,), "invalid-value")
        read = Facilitation(
            questionnaire=self.tree.ref,
            weights=tuple(map(self.weight, reader.items(fields.get("weights")))),
            stand_ins=self.named(fields.get("stand-ins"), self.tree.roles, self.stand_in, lambda one: one.stand_ins),
            reading=tuple(map(self.reading, reader.items(fields.get("reading")))),
            expects=tuple(map(self.expectation, reader.items(fields.get("expects")))),
            probing=self.named(fields.get("questions"), self.asked, self.probing, lambda one: one.probing),
            place=root.place,
        )
        reader.finish()
        return read

    def named(
        self,
        node: Node | None,
        known: Collection[str],
        read: Callable[[Node], T],
        part: Callable[[Facilitation], Mapping[str, T]],
    ) -> dict[str, T]:
        """Return what stands under each name, or what another file says under the name that `same-as` gives."""
        entries = self.reader.as_map(node).entries if node else {}
        found: dict[str, T] = {}
        for name, inner in entries.items():
            if name not in known:
                message = Phrase("file-no-question", questionnaire=self.tree.ref, question=name)
                self.reader.add(inner.place, "unknown-question", message, misspelling_hint(name, known))
            elif _SAME not in self.reader.as_map(inner).entries:
                found[name] = read(inner)
            elif (other := self.same(inner, part)) is not None:
                found[name] = other
        return found

    def same(self, node: Node, part: Callable[[Facilitation], Mapping[str, T]]) -> T | None:
        named = self.reader.fields(node, (_SAME,))[_SAME]
        ref, _, id_ = self.reader.scalar_text(named).partition("/")
        found = part(self.find(ref)).get(id_)
        if found is None:
            message = Phrase("file-no-question", questionnaire=ref, question=id_)
            self.reader.add(named.place, "unknown-question", message)
        return found

    def weight(self, node: Node) -> Weight:
        fields = self.reader.fields(node, ("id", "points", "why", "questions"), ("when",))
        return Weight(
            id=self.reader.scalar_text(fields.get("id")),
            points=self.reader.whole_number(fields.get("points"), 1),
            why=self.words_by_language(fields.get("why")),
            questions=tuple(self.question(item) for item in self.reader.items(fields.get("questions"))),
            condition=self.condition(fields.get("when")),
            place=node.place,
        )

    def stand_in(self, node: Node) -> StandIn:
        fields = self.reader.fields(node, ("who", "check"), ("needed",))
        needed = self.reader.truth(fields.get("needed"), default=False)
        return StandIn(self.words_by_language(fields.get("who")), self.words_by_language(fields.get("check")), needed)

    def reading(self, node: Node) -> Reading:
        fields = self.reader.fields(node, ("meetings", "text"), ("when",))
        meetings = self.reader.items(fields.get("meetings"))
        return Reading(
            tuple(self.reader.one_of(item, MEETINGS, "invalid-value") for item in meetings),
            self.words_by_language(fields.get("text")),
            self.condition(fields.get("when")),
            node.place,
        )

    def expectation(self, node: Node) -> Expectation:
        fields = self.reader.fields(node, ("question", "answer"), ("when",))
        question = self.question(fields["question"]) if "question" in fields else ""
        known = self.tree.questions[question].values if question in self.tree.questions else ()
        answer = self.reader.one_of(fields["answer"], known, "unknown-value") if known and "answer" in fields else ""
        return Expectation(question, answer, self.condition(fields.get("when")), node.place)

    def probing(self, node: Node) -> Probing:
        fields = self.reader.fields(node, ("probes", "weak"))
        probes = self.reader.items(fields.get("probes"))
        if "probes" in fields and not 1 <= len(probes) <= _MOST:
            self.reader.add(fields["probes"].place, "invalid-value", Phrase("facilitation-probes", most=_MOST))
        return Probing(tuple(map(self.words_by_language, probes)), self.words_by_language(fields.get("weak")))

    def question(self, node: Node) -> str:
        id_ = self.reader.scalar_text(node)
        if id_ not in self.asked:
            message = Phrase("file-no-question", questionnaire=self.tree.ref, question=id_)
            self.reader.add(node.place, "unknown-question", message, misspelling_hint(id_, self.asked))
        return id_

    def words_by_language(self, node: Node | None) -> Words:
        """Return a text per language; every text stands there in all that a tree has."""
        if node is None:
            return {}
        found = self.reader.fields(node, FULL, LANGUAGES)
        return {language: self.reader.scalar_text(words).strip() for language, words in found.items()}

    def condition(self, node: Node | None) -> Condition | None:
        if node is None:
            return None
        try:
            return parse_condition(text := self.reader.scalar_text(node))
        except ConditionError as error:
            self.reader.add(node.place, "invalid-condition", error.phrase, Phrase("condition-in", text=text))
            return None
