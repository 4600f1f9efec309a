"""What words mean, from the glossary: those that go with a question, or one that somebody asks for."""

from iama.assess.outcome import Entry
from iama.interview.sitting import Sitting
from iama.model.glossary import Term
from iama.words import capital, pick_translation, text


def read_terms(sitting: Sitting, entry: Entry | None, word: str) -> None:
    """Let the team read what `word` means; without one, every term that goes with a question."""
    language, glossary = sitting.language, sitting.desk.glossary()
    if word:
        found = glossary.terms_called(word, language)
    elif entry:
        question = entry.question
        words = f"{pick_translation(question.text, language)}\n{pick_translation(question.help, language)}"
        found = glossary.terms_of(f"{entry.ref.questionnaire}/{question.id}", words, language)
    else:
        found = ()
    if found:
        told = "\n\n".join(_term_text(term, language) for term in found)
        sitting.asker.let_read(word or text("terms-here", language), told)
    else:
        sitting.say_text("no-term" if word else "no-terms-here")


def _term_text(term: Term, language: str) -> str:
    source = pick_translation(term.source, language)
    means = pick_translation(term.means, language)
    return f"{capital(pick_translation(term.name, language))}\n{means}{f' ({source})' if source else ''}"
