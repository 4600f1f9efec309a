"""What a system card says about an algorithm, as proposals: nothing of it counts until the team confirms it."""

from collections.abc import Iterator, Mapping, Sequence

from iama.assess.answer_input import value_of, with_value
from iama.assess.form_import import Imported, Line, Result
from iama.model.cards import CardFormat, Fact
from iama.model.dossier import Answer, Assessment, Source
from iama.model.exchange import Shown, Told
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.model.values import InvalidValue

_JOINT = "+"  # between the two roles of their profile


def import_facts(
    given: Mapping[str, Sequence[str]],
    known: CardFormat,
    tree: Questionnaire,
    before: Assessment,
    source: Source,
    *,
    form_wins: bool,
    today: str,
) -> Imported:
    """Return `before` with what a system card says where it stands open; `form_wins` settles what differs."""
    move = _Facts(tree, before, source, form_wins, today)
    facts = {fact.key: fact for fact in known.facts}
    lines = tuple(line for key, words in given.items() for line in move.lines(facts[key], words))
    return Imported(move.assessment, lines, tuple(move.told.phrases()))


class _Facts:
    def __init__(self, tree: Questionnaire, before: Assessment, source: Source, form_wins: bool, today: str) -> None:
        self.tree, self.assessment, self.source = tree, before, source
        self.form_wins, self.today = form_wins, today
        self.told = Told()

    def lines(self, fact: Fact, words: Sequence[str]) -> Iterator[Line]:
        """Bring in one fact, and yield what comes of it; what we cannot use is told."""
        question = self.tree.questions[fact.question]
        if not (value := _our_value(question, fact, words)):
            self.told.tell("import-told-fact", fact.key)
            return
        old = self.assessment.answer_to(question.id)
        line = Line(fact.key, question, Result.SAME, self._shown(question, value), self._standing(question, old))
        if old.value_words() == ((value,) if isinstance(value, str) else value):
            yield line
            return
        result = Result.PROPOSED if old.empty else Result.CONFLICT
        if old.empty:
            self._put_fact(question, self._proposal(question, fact.key, value))
        elif self.form_wins:
            taken = with_value(old, question, value).with_confirmation(self.today)
            sources = tuple(dict.fromkeys((*old.sources, self.source)))
            self._put_fact(question, replace(taken, date=self.today, imported=self.today, sources=sources))
        yield replace(line, result=result)

    def _proposal(self, question: Question, key: str, value: str | tuple[str, ...]) -> Answer:
        came = {"from": f"{self.source.title}: {key}".replace("/", " "), "proposal": self.today}
        return Answer(value, date=self.today, sources=(self.source,), carried=came, stamp=question.stamp)

    def _put_fact(self, question: Question, answer: Answer) -> None:
        self.assessment = self.assessment.with_answer(question.id, None, answer)

    def _shown(self, question: Question, value: str | tuple[str, ...]) -> Shown:
        if isinstance(value, tuple):
            return tuple(question.option_label(one, self.assessment.language) for one in value)
        return question.option_label(value, self.assessment.language) if question.options else value

    def _standing(self, question: Question, old: Answer) -> Shown:
        """Return what stands here: the answer, else what was said in place of it."""
        if old.value is not None and question.kind is not Kind.ROWS:
            words = old.value_words()
            return self._shown(question, words if question.kind is Kind.CHOICES else words[0])
        return old.reason or (old.status.value if old.status else old.note)


def _our_value(question: Question, fact: Fact, words: Sequence[str]) -> str | tuple[str, ...]:
    """Return what a card says as one of our values; nothing for words that we do not know."""
    said = [", ".join(words)]
    if fact.read:
        parts = [part.strip() for word in words for part in word.split(_JOINT)]
        ours = list(dict.fromkeys(fact.read.get(part, "") for part in parts))
        said = ours if len(ours) == 1 else [one for one in ours if one not in question.exclusive]
    try:
        return value_of(question, said) if all(said) else ""
    except InvalidValue:
        return ""
