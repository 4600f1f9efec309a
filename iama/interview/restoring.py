"""Shows how an answer stood before, in words, and lets the team put a state back as it was."""

from collections.abc import Sequence
from textwrap import shorten

from iama.assess.outcome import Entry, Status
from iama.interview import answer_text
from iama.interview.asking import Order, Pick
from iama.interview.sitting import Sitting
from iama.model.dossier import Answer
from iama.model.earlier import Earlier
from iama.model.problems import IamaError
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.words import pick_translation, text
from iama.words.written import written_moment

_EXCERPT = 120  # characters of a state in a list


def restored_answer(sitting: Sitting, entry: Entry) -> Answer | None:
    """Let the team choose an earlier state of the answer; None when there is none, or it thought better of it."""
    language = sitting.language
    try:
        states = [state for state in sitting.desk.earlier(entry.ref) if state.answer != entry.given_answer]
    except IamaError as error:
        sitting.asker.show_message(error.text_and_hint(language))
        return None
    if not states:
        sitting.say_text("restore-none")
        return None
    picks = [Pick(state.name, state_line(sitting.tree, entry, state, language, _EXCERPT)) for state in states]
    chosen = sitting.asker.pick_one(text("restore-which", language), picks)
    state = next((state for state in states if state.name == chosen), None)
    if isinstance(chosen, Order) or state is None:
        return None
    sitting.asker.show_message("\n".join(state_lines(sitting.tree, entry, state, language)))
    return state.answer if sitting.agrees("restore-this") else None


def state_line(tree: Questionnaire, entry: Entry, state: Earlier, language: str, width: int) -> str:
    """Return a state on one line: since when, by whom, and how it begins."""
    parts = [written_moment(state.at, language), _by_whom(tree, state, language), _first_words(entry, state, language)]
    return shorten(" · ".join(filter(None, parts)), width, placeholder="…")


def _by_whom(tree: Questionnaire, state: Earlier, language: str) -> str:
    """Return the roles that answered, and who committed it where git knows the state."""
    roles = [pick_translation(tree.roles[role], language) for role in state.answer.by if role in tree.roles]
    return ", ".join([*roles, *[f"{state.author} (git {state.commit[:7]})"] * bool(state.commit)])


def _first_words(entry: Entry, state: Earlier, language: str) -> str:
    stood = _as_it_stood(entry, state)
    lines = answer_text.value_lines(stood, language) or answer_text.typed_texts(state.answer)
    beginning = text(f"status-{stood.status}", language) if state.answer.status else ""
    return ": ".join(filter(None, [beginning, " ".join(lines)]))


def state_lines(tree: Questionnaire, entry: Entry, state: Earlier, language: str) -> Sequence[str]:
    """Return a whole state: the answer, and everything beside it."""
    stood = _as_it_stood(entry, state)
    return [*answer_text.value_lines(stood, language), *answer_text.lines_beside(tree, stood, language)]


def _as_it_stood(entry: Entry, state: Earlier) -> Entry:
    status = Status(state.answer.status) if state.answer.status else Status.ANSWERED
    return replace(entry, answer=state.answer, status=status, derived=False, joined=frozenset())
