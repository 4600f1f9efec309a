"""A dossier as a system card of AMT with an assessment card of the task registry in it, and what has no place there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iama.model.cards import CardFormat, Fact
from iama.model.dossier import Answer, Assessment
from iama.model.questionnaire import Question, Questionnaire
from iama.publish.form_export import has_more, losses, moment
from iama.words import Phrase

FITS = ("note",)  # of what stands beside an answer, a card has room for this


def system_card(facts: Mapping[str, Answer], known: CardFormat, cards: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a system card with the facts that count, by question, and the assessment cards."""
    card: dict[str, Any] = {"schema_version": known.schema}
    for fact in known.facts:
        said = _their_value(facts.get(fact.question), fact)
        if not said:
            continue
        parent, _, key = fact.key.rpartition(".")
        if fact.key == "owners":
            card["owners"] = [{"organization": said}]
        elif parent:
            card.setdefault(parent, {})[key] = said
        else:
            card[key] = said
    return card | ({"assessments": cards} if cards else {})


def _their_value(answer: Answer | None, fact: Fact) -> str | list[str]:
    """Return what a card says for one of our values; nothing where it has no word for all of it."""
    words = answer.value_words() if answer else ()
    if fact.only_read or not words:
        return ""
    if not fact.write:
        return words[0]
    theirs = [fact.write[word] for word in words if word in fact.write]
    if len(theirs) < len(words):
        return ""
    return theirs if len(theirs) > 1 else theirs[0]


def assessment_card(shown: Assessment, tree: Questionnaire, known: CardFormat, today: str) -> dict[str, Any]:
    """Return the answers as a card: each with its urn, and the question in our words."""
    contents = [
        _content(tree.questions[id_], answer, shown.language, known, today)
        for (id_, _), answer in shown.answers.items()
        if answer.value or answer.note
    ]
    return {"name": "IAMA", "urn": known.urn, "date": moment(today), "contents": contents}


def _content(question: Question, answer: Answer, language: str, known: CardFormat, today: str) -> dict[str, Any]:
    return {
        "question": question.text[language],
        "urn": known.urn_of(question.number or ""),
        "answer": answer.value or "",
        "remarks": answer.note,
        "authors": [],
        "timestamp": moment(answer.date or today),
    }


def card_losses(
    held: Iterable[str], facts: Mapping[str, Answer], known: CardFormat, others: list[str], newer: str
) -> Iterator[Phrase]:
    """Yield which facts and assessments have no place on a card, of the questions that hold something.

    `newer` is an IAMA that the registry does not know.
    """
    sent = {fact.question for fact in known.facts if _their_value(facts.get(fact.question), fact)}
    if left := [id_ for id_ in held if id_ not in sent]:
        yield Phrase("export-lost-facts", count=len(left), questions=left)
    if bare := [id_ for id_, answer in facts.items() if id_ in sent and has_more(answer)]:
        yield Phrase("export-lost-beside-facts", count=len(bare), questions=bare)
    if newer:
        yield Phrase("export-lost-newer", ref=newer)
    if others:
        yield Phrase("export-lost-others", refs=others)


def answer_losses(held: Assessment, shown: Assessment, tree: Questionnaire, known: CardFormat) -> Iterator[Phrase]:
    """Yield what a card cannot hold of the answers."""
    return losses(held, shown, tree, known.form, FITS)
