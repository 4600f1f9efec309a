"""What each official input of an instrument asks, held against our paraphrase of it."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from iama.model.problems import Place
from iama.model.questionnaire import NOWHERE, Question, Questionnaire
from iama.words import Words


class Norm(Struct, frozen=True):
    """A word of the official norm, with the forms of which one stands in our text, by language."""

    official: str
    forms: Mapping[str, tuple[str, ...]]
    in_help: bool = False  # the official explanation says it, and so may our help


class OfficialInput(Struct, frozen=True):
    """What one official input asks: about what, of or for whom, in which phase; and what in ours is not official."""

    question: str
    norms: tuple[Norm, ...]
    about: tuple[Words, ...]
    parties: tuple[Words, ...]
    phase: Words
    explanation: str = ""  # address of an official explanation of its own
    fria: bool = False  # officially marked as serving Article 27 of the AI Act
    ours: Words = field(default_factory=dict)
    place: Place = NOWHERE


class Fidelity(Struct, frozen=True):
    """The record of one question tree."""

    official: Mapping[str, str]  # which text was read: title, url, and the day
    explanation: str  # address of the official explanation of the whole
    ours: Words  # what is not official anywhere in the tree
    inputs: Mapping[str, OfficialInput]  # by id of the question

    @property
    def marked(self) -> frozenset[str]:
        """The questions that are officially marked as serving Article 27 of the AI Act."""
        return frozenset(id_ for id_, one in self.inputs.items() if one.fria)


def lost_norms(record: Fidelity, tree: Questionnaire) -> Iterator[tuple[OfficialInput, Norm, str]]:
    """Yield every norm of which no form stands in a text that a team or a citizen reads, with its language."""
    for one in record.inputs.values():
        question = tree.questions[one.question]
        for norm in one.norms:
            for language, forms in norm.forms.items():
                if not all(_has_form(said, forms) for said in _texts_of_norm(tree, question, norm, language)):
                    yield one, norm, language


def _has_form(said: str, forms: tuple[str, ...]) -> bool:
    return any(form.lower() in said.lower() for form in forms)


def _texts_of_norm(tree: Questionnaire, question: Question, norm: Norm, language: str) -> Iterator[str]:
    """Yield what must hold a norm: the question as a team reads it, and as the public does where that differs."""
    above = " ".join(
        group.text[language]
        for section in tree.sections
        if section.id == question.section
        for group in section.groups
        if group.id == question.group
    )
    beside = f"{above} {question.help[language]}" if norm.in_help else above
    for asked in (question.text, question.public):
        if asked:
            yield f"{asked[language]} {beside}"
