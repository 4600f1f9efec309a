"""What the answers of a dossier bring to a field of the register: only those that count and may be public."""

from collections.abc import Iterable, Iterator

from iama.assess.adoption import adopted_sources
from iama.assess.outcome import Entry, Status
from iama.model.conditions import Ref, Value, unique
from iama.model.people import has_any_name
from iama.model.questionnaire import Kind as QuestionKind
from iama.model.register import Feed, Field, Kind
from iama.model.text import without_invisible
from iama.publish.markup import plain_paragraph
from iama.publish.register.rules import Problem
from iama.publish.register.text import Piece, literal
from iama.publish.wording import Wording
from iama.words import LANGUAGES, pick_translation

DUTCH = LANGUAGES[0]
_AS_TYPED = (Kind.CONTACT, Kind.LINK, Kind.MONTH)
_SPOKEN = (Kind.TEXT, Kind.EXPLANATION)  # in the language of the team; elsewhere the words are the register's own


class Sources:
    """Reads answers; a hidden or withheld one, and one that names a person, is as if it were not there."""

    def __init__(self, wording: Wording, people: Iterable[str]) -> None:
        self.wording = wording
        self.outcome = wording.outcome
        self.withheld = frozenset(ref for ref, entry in self.outcome.entries.items() if entry.status is Status.WITHHELD)
        self.people = tuple(people)
        self._naming: dict[Ref, bool] = {}  # a field asks more than once, and the search takes time

    def usable_entries(self, feed: Feed) -> list[Entry]:
        """Return the answers of a source that may be used."""
        return [entry for entry in self._answered_entries(feed) if not self._names_people(entry)]

    def of_field(self, field: Field) -> list[Entry]:
        return [entry for feed in field.feeds for entry in self.usable_entries(feed)]

    def refs(self, field: Field) -> tuple[Ref, ...]:
        """Return the answers behind a field, those behind a derived fact included."""
        facts = (ref for feed in field.feeds for ref in self.derived_fact(feed).refs)
        return unique([*(entry.ref for entry in self.of_field(field)), *facts])

    def derived_fact(self, feed: Feed) -> Value:
        """Return a derived fact; one that rests on a withheld answer is unknown."""
        value = self.outcome.facts.get(feed.question_id) if feed.questionnaire == "fact" else None
        return value or Value(None)

    def pieces(self, field: Field) -> list[Piece]:
        """Return what the sources of a field say, in order."""
        return [piece for feed in field.feeds for piece in self._pieces_of_feed(field, feed) if piece.text]

    def first_text(self, field: Field) -> str:
        """Return what the first source says that says anything."""
        return next((piece.text for piece in self.pieces(field)), "")

    def kept_out(self, field: Field) -> Iterator[Problem]:
        """Yield which sources were left out because they are withheld, or name a person."""
        entries = [entry for feed in field.feeds for entry in self._answered_entries(feed)]
        withheld = [ref for feed in field.feeds for ref in self._refs_of_feed(feed) if ref in self.withheld]
        naming_refs = [entry.ref for entry in entries if self._names_people(entry)]
        for code, place, refs in (("withheld", "questions", withheld), ("name", "names", naming_refs)):
            if refs:
                yield Problem(code, ((place, self.ref_labels(refs)),))

    def ref_label(self, ref: Ref) -> str:
        """Return what people call a question: its number, else its id."""
        tree = self.outcome.questionnaires.get(ref.questionnaire)
        question = tree.questions.get(ref.question) if tree else None
        return (question.number if question else None) or ref.question

    def ref_labels(self, refs: list[Ref] | tuple[Ref, ...]) -> str:
        return ", ".join(dict.fromkeys(self.ref_label(ref) for ref in refs))

    def _answered_entries(self, feed: Feed) -> list[Entry]:
        entries = self.outcome.instance_entries(feed.questionnaire, feed.question_id)
        return [entry for entry in entries if entry.status is Status.ANSWERED]

    def _refs_of_feed(self, feed: Feed) -> list[Ref]:
        """Return the answers that a source stands for, those that a derived fact needs or rests on included."""
        entries = self.outcome.instance_entries(feed.questionnaire, feed.question_id)
        return [*(entry.ref for entry in entries), *self.derived_fact(feed).refs]

    def _names_people(self, entry: Entry) -> bool:
        if entry.question.kind is not QuestionKind.TEXT:
            return False
        if entry.ref not in self._naming:
            text = self._text_with_adopted(entry)
            self._naming[entry.ref] = has_any_name(
                f"{text}\n{plain_paragraph(text)}\n{self._answer_instance_name(entry)}", self.people
            )
        return self._naming[entry.ref]

    def _pieces_of_feed(self, field: Field, feed: Feed) -> Iterator[Piece]:
        language = self.wording.assessment_language(feed.questionnaire) if field.kind in _SPOKEN else DUTCH
        for word in self.derived_fact(feed).words or ():
            yield Piece(pick_translation(feed.values.get(word, {}), language))
        for entry in self.usable_entries(feed):
            name = self.ref_label(entry.ref)
            if feed.values:
                for word in entry.answer.value_words():
                    yield Piece(pick_translation(feed.values.get(word, {}), language), ref=entry.ref, name=name)
            else:
                yield Piece(
                    self._answer_on_one_line(field, entry), pick_translation(feed.lead, language), entry.ref, name
                )

    def _answer_on_one_line(self, field: Field, entry: Entry) -> str:
        """Return an answer as plain text on one line; of a chain of algorithms, behind the name of its own."""
        text = self._text_with_adopted(entry)
        if field.kind in _AS_TYPED or not text:
            return " ".join(text.split())
        plain = " ".join(text.split()) if field.kind is Kind.LINE else plain_paragraph(text)
        about = self._answer_instance_name(entry)
        return literal(f"{about}: {plain}" if about else plain)

    def _answer_instance_name(self, entry: Entry) -> str:
        """Return the name of the algorithm or right that an answer is about, when it is one of several."""
        if entry.ref.instance is None:
            return ""
        tree = self.outcome.questionnaires[entry.ref.questionnaire]
        return self.wording.instance_name(tree, entry.question, entry.ref.instance)

    def _text_with_adopted(self, entry: Entry) -> str:
        """Return the text of an answer, before it those that it adopts."""
        source_entries = (source.entry for source in adopted_sources(entry, self.outcome.entries))
        own = without_invisible(entry.answer.value) if isinstance(entry.answer.value, str) else ""
        return "\n\n".join(
            part
            for part in (
                *(self._text_with_adopted(source_entry) for source_entry in source_entries if source_entry),
                own,
            )
            if part
        )
