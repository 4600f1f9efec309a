"""What a question tree must declare, number and spell out."""

from collections.abc import Iterable, Iterator

from iama.assess.meetings import DURATIONS, HOMEWORK, workloads
from iama.lint.inspected_tree import Subject, finding_of_fault
from iama.lint.misreadings import Clause, misreadings
from iama.model.grammar import parse_condition
from iama.model.problems import Finding, Place, finding_of, misspelling_hint
from iama.model.questionnaire import Kind, Option, Question, Questionnaire, Trigger
from iama.words import FULL, Phrase, Words

TITLE = 125  # characters of a title of a trigger
SCREENS = 5  # of companions in a meeting
WEIGHT = ("blocker", "must", "warning", "attention")  # the heaviest first
TOPIC_COLUMNS = {"risks": "decision", "scenarios": "right", "attendance": "role"}
TOPIC_KINDS = {
    **dict.fromkeys(("rights", "vulnerable", "practice", "oversight-kind"), (Kind.CHOICES,)),
    **dict.fromkeys(TOPIC_COLUMNS, (Kind.ROWS,)),
    **dict.fromkeys(("advice", "seriousness", "earlier"), (Kind.CHOICE,)),
    **dict.fromkeys(("prohibited", "authorisation"), (Kind.YES_NO,)),
}
COVERS = tuple(f"27(1)({letter})" for letter in "abcdef")


def unknown_laws(subject: Subject) -> Iterator[Finding]:
    """Questions and triggers rest on legal facts that exist."""
    known = subject.law.facts
    for owner in subject.owners:
        for id_ in owner.law if isinstance(owner, Question) else owner.basis:
            if id_ not in known:
                message = Phrase("tree-law", owner=owner.id, name=id_)
                yield Finding(owner.place, "unknown-law", message, misspelling_hint(id_, known))


def unknown_topics(subject: Subject) -> Iterator[Finding]:
    """The law that asks for an instrument is there, and so are the questions that speak for its topics."""
    place, instrument = subject.tree.place, subject.tree.instrument
    if instrument.law and instrument.law not in subject.law.facts:
        message = Phrase("tree-law", owner="instrument", name=instrument.law)
        yield Finding(place, "unknown-law", message, misspelling_hint(instrument.law, subject.law.facts))
    for topic, id_ in subject.tree.said.topics.items() if subject.tree.said else ():
        question = subject.tree.questions.get(id_)
        if question is None:
            message = Phrase("tree-topic", topic=topic, name=id_)
            yield Finding(place, "unknown-question", message, misspelling_hint(id_, subject.tree.questions))
        elif question.kind not in TOPIC_KINDS.get(topic, Kind):
            yield finding_of(place, "type-mismatch", Phrase("tree-topic-kind", topic=topic, name=id_))
        elif (column := TOPIC_COLUMNS.get(topic)) and column not in {one.id for one in question.columns}:
            yield finding_of(place, "type-mismatch", Phrase("tree-topic-column", topic=topic, name=id_, column=column))


def faulty_annex(subject: Subject) -> Iterator[Finding]:
    """What offers an annex can be understood, and no flag of it blocks a decision."""
    tree = subject.tree
    if not tree.is_annex:
        return
    condition = parse_condition(tree.instrument.annex)
    offer = Trigger("annex", tree.instrument.annex, condition, {}, {}, ())
    for fault in misreadings(Clause(offer, condition, subject.view), subject.law):
        yield finding_of_fault(tree.place, fault, "tree-in-trigger", owner="annex")
    for trigger in tree.triggers:
        if any(case.value == WEIGHT[0] for case in trigger.severities):
            yield finding_of(trigger.place, "bad-trigger", Phrase("tree-annex-blocks", trigger=trigger.id))


def undeclared_roles(subject: Subject) -> Iterator[Finding]:
    """The roles that answer a question are declared."""
    known = subject.tree.roles
    for question in subject.tree_questions:
        for role in question.roles:
            if role not in known:
                message = Phrase("tree-role", question=question.id, role=role)
                yield Finding(question.place, "unknown-role", message, misspelling_hint(role, known))


def undeclared_groups(subject: Subject) -> Iterator[Finding]:
    """The groups of options are declared."""
    known = subject.tree.option_groups
    for question in subject.tree_questions:
        for option in _options_of_question(question):
            if option.group and option.group not in known:
                message = Phrase("tree-group", option=option.value, question=question.id, group=option.group)
                hint = misspelling_hint(option.group, known) or Phrase("tree-declare-group")
                yield Finding(question.place, "unknown-group", message, hint)


def _options_of_question(question: Question) -> Iterator[Option]:
    yield from question.options
    for column in question.columns:
        yield from column.options


def bad_numbers(subject: Subject) -> Iterator[Finding]:
    """An official number belongs to one question, and every official question but rows has one."""
    first: dict[str, Question] = {}
    for question in subject.tree_questions:
        if question.number and (other := first.setdefault(question.number, question)) is not question:
            message = Phrase("tree-number-twice", question=question.id, number=question.number, other=other.id)
            yield finding_of(question.place, "bad-number", message)
        if question.official and not question.number and question.kind is not Kind.ROWS:
            yield finding_of(question.place, "bad-number", Phrase("tree-no-number", question=question.id))


def bad_covers(subject: Subject) -> Iterator[Finding]:
    """A question covers points of AI Act Article 27(1)."""
    for question in subject.tree_questions:
        for point in question.covers:
            if point not in COVERS:
                message = Phrase("tree-covers", question=question.id, point=point)
                yield Finding(question.place, "bad-covers", message, Phrase("file-use-one-of", words=COVERS))


def full_meetings(subject: Subject) -> Iterator[Finding]:
    """A meeting has few screens beyond the official questions, and ends in time."""
    for load in workloads(subject.tree):
        if load.meeting == HOMEWORK:
            continue
        asked = [question for question in subject.tree_questions if question.meeting == load.meeting]
        last = load.companions[-1] if load.companions else next(reversed(asked), None)
        place = last.place if last else subject.tree.place
        if load.screens > SCREENS:
            values = {"meeting": load.meeting, "count": load.screens, "limit": SCREENS}
            yield finding_of(place, "full-meeting", Phrase("tree-screens", **values))
        if load.minutes > DURATIONS[load.meeting]:
            values = {"meeting": load.meeting, "count": load.minutes, "limit": DURATIONS[load.meeting]}
            yield finding_of(place, "full-meeting", Phrase("tree-minutes", **values))


def bad_triggers(subject: Subject) -> Iterator[Finding]:
    """A trigger rests on something, has a title that fits, and names its heaviest severity first."""
    for trigger in subject.tree.triggers:
        if not trigger.basis:
            yield finding_of(trigger.place, "bad-trigger", Phrase("tree-no-basis", trigger=trigger.id))
        if max(map(len, trigger.title.values()), default=0) > TITLE:
            message = Phrase("tree-long-title", trigger=trigger.id, limit=TITLE)
            yield finding_of(trigger.place, "bad-trigger", message)
        weights = [WEIGHT.index(case.value) for case in trigger.severities]
        if weights != sorted(weights):
            yield finding_of(trigger.place, "bad-trigger", Phrase("tree-light-first", trigger=trigger.id))


def missing_texts(subject: Subject) -> Iterator[Finding]:
    """Everything that people read is there in every language."""
    for place, what, words in texts_of(subject.tree):
        missing = [f"`{language}`" for language in FULL if not words.get(language, "").strip()]
        if missing:
            yield finding_of(
                place, "missing-text", Phrase("tree-no-text", what=what, languages=_join_with_and(missing))
            )


def _join_with_and(words: list[str]) -> Phrase | str:
    *others, last = words
    return Phrase("tree-and", words=others, last=last) if others else last


def texts_of(tree: Questionnaire) -> Iterator[tuple[Place, Phrase, Words]]:
    """Return everything that people read, with its place and its name."""
    named = (("tree-the-role", tree.roles), ("tree-the-option-group", tree.option_groups))
    yield tree.place, Phrase("tree-the-title"), tree.title
    yield from _intro(tree.place, Phrase("tree-the-intro"), tree.intro)
    yield from ((tree.place, Phrase(key, name=id_), words) for key, known in named for id_, words in known.items())
    for part in tree.parts:
        yield (place := _first_place(tree, part.questions)), Phrase("tree-the-title-of-part", name=part.id), part.title
        yield from _intro(place, Phrase("tree-the-intro-of-part", name=part.id), part.intro)
    for section in tree.sections:
        place = _first_place(tree, section.questions)
        yield place, Phrase("tree-the-title-of-section", name=section.id), section.title
        yield from _intro(place, Phrase("tree-the-intro-of-section", name=section.id), section.intro)
        yield from ((place, Phrase("tree-the-group", name=group.id), group.text) for group in section.groups)
    for question in tree.questions.values():
        yield from ((question.place, what, words) for what, words in _question_texts(question))
    for trigger in tree.triggers:
        yield trigger.place, Phrase("tree-the-title-of", name=trigger.id), trigger.title
        yield trigger.place, Phrase("tree-the-advice", name=trigger.id), trigger.advice


def _intro(place: Place, what: Phrase, words: Words) -> Iterator[tuple[Place, Phrase, Words]]:
    if words:
        yield place, what, words


def _question_texts(question: Question) -> Iterator[tuple[Phrase, Words]]:
    yield Phrase("tree-the-question", name=question.id), question.text
    if question.public:
        yield Phrase("tree-the-question", name=question.id), question.public
    if question.kind is not Kind.NOTICE or question.help:
        yield Phrase("tree-the-help", name=question.id), question.help
    for column in question.columns:
        yield Phrase("tree-the-column", name=column.id, question=question.id), column.label
    for option in _options_of_question(question):
        yield Phrase("tree-the-option", name=option.value, question=question.id), option.label


def _first_place(tree: Questionnaire, questions: Iterable[Question]) -> Place:
    """The place of the first of `questions`; parts and sections have none of their own."""
    return next((question.place for question in questions), tree.place)
