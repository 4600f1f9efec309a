"""Text of a table of successors to its value; every mistake in it becomes a finding."""

from collections import Counter
from collections.abc import Iterable, Iterator

from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.problems import Place, misspelling_hint
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.succession import How, Step, Succession
from iama.words import FULL, LANGUAGES, Phrase

FORMAT = "iama-succession/1"
_TOP = ("format", "from", "to", "steps")
_STEP = ("from", "to", "how", "note")
Fault = tuple[Place, Phrase, Phrase | None]  # where, what is wrong, what to do


def read_succession(path: str, text: str, old: Questionnaire, new: Questionnaire) -> Succession:
    """Return the table of successors from `old` to `new`; raises UnusableFile with every mistake.

    Every question of the old version and every official one of the new must be named.
    """
    reader = Reader(path)
    root = reader.root(text)
    fields = reader.fields(root, _TOP)
    for name, expected in (("format", FORMAT), ("from", old.ref), ("to", new.ref)):
        if name in fields:
            reader.one_of(fields[name], (expected,), "invalid-value")
    steps = tuple(_succession_step(reader, node, old, new) for node in reader.items(fields.get("steps")))
    if not reader.findings:
        for place, message, hint in (*_misfits(steps), *_unnamed_questions(root.place, steps, old, new)):
            reader.add(place, "invalid-value", message, hint)
    reader.finish()
    return Succession(old.ref, new.ref, steps)


def _succession_step(reader: Reader, node: Node, old: Questionnaire, new: Questionnaire) -> Step:
    fields = reader.fields(node, ("how",), _STEP)
    how = How(reader.one_of(fields["how"], list(How), "invalid-value")) if "how" in fields else How.SAME
    note = fields.get("note")
    return Step(
        source=_question_in_tree(reader, fields["from"], old) if "from" in fields else None,
        targets=tuple(_question_in_tree(reader, item, new) for item in reader.items(fields.get("to"))),
        how=how,
        note={name: reader.scalar_text(words) for name, words in reader.fields(note, FULL, LANGUAGES).items()}
        if note
        else {},
        place=node.place,
    )


def _question_in_tree(reader: Reader, node: Node, tree: Questionnaire) -> str:
    id_ = reader.scalar_text(node)
    if id_ not in tree.questions:
        message = Phrase("file-no-question", questionnaire=tree.ref, question=id_)
        reader.add(node.place, "unknown-question", message, misspelling_hint(id_, tree.questions))
    return id_


def _misfits(steps: Iterable[Step]) -> Iterator[Fault]:
    """Yield the steps whose `how` does not fit their questions."""
    steps = list(steps)
    times = Counter(target for step in steps for target in step.targets)
    for step in steps:
        misfit = Phrase("succession-misfit", how=step.how)
        fitting = {How.DROPPED: step.targets == (), How.SPLIT: len(step.targets) > 1}
        if (step.source is None) is not (step.how is How.NEW):
            yield step.place, misfit, Phrase("succession-new")
        elif not fitting.get(step.how, len(step.targets) == 1):
            yield step.place, misfit, Phrase("succession-targets")
        elif step.how in (How.MERGED, How.NEW) and (times[step.targets[0]] > 1) is (step.how is How.NEW):
            yield step.place, misfit, Phrase("succession-merged")


def _unnamed_questions(top: Place, steps: Iterable[Step], old: Questionnaire, new: Questionnaire) -> Iterator[Fault]:
    """Yield the questions that the table does not name, or that it names as predecessor more than once."""
    steps = list(steps)
    left = Counter(step.source for step in steps if step.source)
    reached = {target for step in steps for target in step.targets}
    ids = [id_ for id_, question in old.questions.items() if question.kind is not Kind.NOTICE]
    official = [
        id_ for id_, question in new.questions.items() if question.official and question.kind is not Kind.NOTICE
    ]
    for id_ in ids:
        if left[id_] != 1:
            yield top, Phrase("succession-times", question=id_, questionnaire=old.ref, times=left[id_]), None
    for id_ in official:
        if id_ not in reached:
            yield top, Phrase("succession-left-out", question=id_, questionnaire=new.ref), None
