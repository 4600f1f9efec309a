"""What a question builds on: earlier answers, of this assessment or another, and what the law makes of them; whole."""

from collections.abc import Iterator, Sequence

from iama.assess import adoption
from iama.assess.outcome import Entry
from iama.interview import answer_text, dpia, messages, path
from iama.interview.asking import Command, Earlier
from iama.interview.sitting import Sitting
from iama.model.questionnaire import Kind, plain_id
from iama.words import pick_translation, text


def builds_on(sitting: Sitting, entry: Entry) -> Iterator[Earlier]:
    """Yield what the instrument shows here, and what can be taken over from another assessment."""
    for name in entry.question.shows:
        if told := sitting.desk.fact(sitting.outcome, name):
            yield Earlier(text(f"fact-{name}", sitting.language), told)
    for earlier in earlier_entries(sitting, entry):
        yield Earlier(label_of(sitting, earlier), answer_or_status(sitting, earlier), earlier.question.number or "")
    yield from _offers(sitting, entry)


def earlier_entries(sitting: Sitting, entry: Entry) -> Sequence[Entry]:
    """Return the earlier questions that are shown beside one, an answered one that it stands beside first.

    Where both are asked per right, that is the same right; else every one of them.
    """
    tree, question = sitting.tree, entry.question
    beside = [question.beside.replace("/", ".")] if question.beside else []
    found = []
    for name in dict.fromkeys((*beside, *question.shows)):
        place = tree.place_of(name)
        for earlier in sitting.outcome.instance_entries(place.questionnaire, place.question):
            together = earlier.question.repeat and earlier.question.repeat == question.repeat
            apart = together and earlier.ref.instance != entry.ref.instance
            silent = name not in question.shows and path.is_open(earlier)
            if earlier.status.applies and not apart and not silent and earlier.ref != entry.ref:
                found.append(earlier)
    return found


def label_of(sitting: Sitting, entry: Entry) -> str:
    """Return how people call a question of any assessment: one of another is named with it where it has a number."""
    tree = sitting.outcome.questionnaires[entry.ref.questionnaire]
    label = messages.entry_label(sitting.outcome, tree, entry, sitting.language)
    return f"{tree.id.upper()} {label}" if tree.id != sitting.tree.id and entry.question.number else label


def answer_or_status(sitting: Sitting, entry: Entry) -> str:
    """Return an answer as lines, or how the question stands while there is none."""
    lines = answer_text.value_lines(entry, sitting.language)
    return "\n".join(lines) or text(f"status-{entry.status}", sitting.language)


def _offers(sitting: Sitting, entry: Entry) -> Iterator[Earlier]:
    """Yield the chapters of a DPIA and the answers of other assessments that can serve here, while none does."""
    if entry.answer.adopts:
        return
    yield from (Earlier(label, words) for label, words in dpia.chapters_for(sitting, entry))
    command = Command.ADOPT.name_in(sitting.language)
    for adopted in adoption.adoptable_answers(sitting.outcome, entry):
        source = sitting.outcome.entries[adoption.source_ref(adopted.source)]
        name = source.question.number or source.question.id
        label = f"{plain_id(adopted.source.partition('/')[0]).upper()} {name} (/{command})"
        yield Earlier(label, answer_or_status(sitting, source), name)


def read_answers(sitting: Sitting, entry: Entry | None, words: str) -> None:
    """Let the team read whole answers: those that `words` mean, else all that a question builds on and its own."""
    language = sitting.language
    if words:
        found = "\n\n".join(_whole(sitting, one) for one in _entries_meant(sitting, entry, words))
    else:
        found = _everything_at(sitting, entry) if entry else ""
    if found:
        sitting.asker.let_read(words or text("reading", language), found)
    else:
        sitting.say_text("nothing-found" if words else "nothing-to-read")


def _entries_meant(sitting: Sitting, entry: Entry | None, words: str) -> Sequence[Entry]:
    """Return the questions of any assessment that words mean: those that are shown first, then the own assessment."""
    outcome, name = sitting.outcome, words.strip().rstrip(".").lower()
    shown = earlier_entries(sitting, entry) if entry else ()
    if exact := [one for one in shown if name in _names_of_question(one)]:
        return exact
    trees = sorted(outcome.held_trees, key=lambda tree: tree.id != sitting.tree.id)
    for tree in trees:
        asked = [
            one for one in outcome.tree_entries(tree.id) if one.status.applies and one.question.kind is not Kind.NOTICE
        ]
        bare = name.removeprefix(f"{tree.id} ").removeprefix(f"{tree.id}.")
        if meant := path.find_entries(asked, tree, bare, sitting.language):
            return meant
    return ()


def _names_of_question(entry: Entry) -> tuple[str, ...]:
    """Return what a question can be called, in small letters."""
    number, tree = (entry.question.number or "").lower(), entry.ref.questionnaire
    return (number, f"{tree} {number}", entry.question.id, f"{tree}.{entry.question.id}")


def _everything_at(sitting: Sitting, entry: Entry) -> str:
    """Return all that a question builds on, and its own answer with what stands beside it."""
    blocks = [f"{one.label}\n{one.words}" for one in builds_on(sitting, entry)]
    own = _whole(sitting, entry) if not entry.answer.empty or entry.derived else ""
    return "\n\n".join(filter(None, (*blocks, own)))


def _whole(sitting: Sitting, entry: Entry) -> str:
    """Return one question with its whole answer and what stands beside it."""
    asked = pick_translation(entry.question.text, sitting.language)
    head = f"{label_of(sitting, entry)}  {asked}" if entry.question.number or entry.ref.instance else asked
    return f"{head}\n{whole_answer(sitting, entry)}"


def whole_answer(sitting: Sitting, entry: Entry) -> str:
    """Return a whole answer with what stands beside it, or how the question stands while there is none."""
    tree, language = sitting.outcome.questionnaires[entry.ref.questionnaire], sitting.language
    lines = [*answer_text.value_lines(entry, language), *answer_text.lines_beside(tree, entry, language)]
    return "\n".join(lines) or text(f"status-{entry.status}", language)
