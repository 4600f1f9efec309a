"""Final texts: what each rests on, whether that still says the same, and what is wrong with a text that goes out."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from iama.model.conditions import Ref
from iama.model.people import has_any_name
from iama.model.register import Field, FinalText, Kind, Register
from iama.model.struct import replace
from iama.publish.markup import plain_paragraph
from iama.publish.register.checks import HTML, law_problems, plain_problems, wording_problems
from iama.publish.register.proposals import Filled, Proposals, address_filled, links_filled
from iama.publish.register.rules import Problem, text_problems
from iama.publish.register.sources import DUTCH
from iama.publish.register.text import Piece, literal
from iama.publish.wording import Wording

PARAGRAPHS = (Kind.TEXT, Kind.EXPLANATION)
WRITABLE = (Kind.LINE, *PARAGRAPHS, Kind.CONTACT, Kind.LINK, Kind.LINKS, Kind.TESTS)
ADDRESS = "impacttoetsen_grouping"  # the field of which only the address is written
_LAW = "lawful_basis"
_DERIVED = "dossier"  # what no answer says, such as how far an assessment is


class Finals:
    """Fills the fields of a register with final texts, and with proposals where there is none."""

    def __init__(self, proposals: Proposals, finals: Mapping[str, FinalText]) -> None:
        self.proposals = proposals
        self.sources = proposals.sources
        self.finals = finals
        trees = self.sources.outcome.questionnaires.values()
        self._numbers = {question.number for tree in trees for question in tree.questions.values() if question.number}

    def fill_field(self, field: Field) -> Filled:
        """Return the final text of one field, else the proposal, with what is wrong with it."""
        if (final := self.finals.get(field.key)) and field.kind in WRITABLE:
            return self.fill_final(field, final)
        filled = self.proposals.fill_field(field)
        if not isinstance(filled.value, str) or not filled.value:
            return filled
        answers = (str(entry.answer.value) for entry in self.sources.of_field(field))
        if field.kind is Kind.LINE and any(map(HTML.search, answers)):
            return filled.judged(Problem("html"))
        language = next(map(self.sources.wording.assessment_language, _asking_trees(field)), DUTCH)
        return filled.judged(*self._text_problems(field, filled.value, language))

    def fill_final(self, field: Field, final: FinalText) -> Filled:
        """Return what somebody wrote for a field, with what is wrong with it."""
        filled = self._written(field, final)
        bound, spoiling = self._binding_problems(field, final), self._spoiling_problems(field, final)
        return replace(filled, final=True).judged(*bound, *spoiling)

    def _written(self, field: Field, final: FinalText) -> Filled:
        if field.kind is Kind.TESTS:
            return self.proposals.fill_field(field)
        if field.kind is Kind.LINKS:
            return links_filled(field, (final.text,))
        value = _one_paragraph(field, final.text)
        if field.kind in (Kind.CONTACT, Kind.LINK):
            return address_filled(field, value)
        return Filled(field, value).judged(*text_problems(value), *self._text_problems(field, value, DUTCH))

    def _text_problems(self, field: Field, text: str, language: str) -> Iterator[Problem]:
        """Yield what a reader outside the team would trip over in a text."""
        if field.kind not in PARAGRAPHS:
            return
        yield from wording_problems(text, language, self._numbers, self.sources.people)
        if field.key == _LAW:
            yield from law_problems(text)
        if field.plain:
            yield from plain_problems(text, language)

    def changed_sources(self, field: Field, final: FinalText) -> list[str]:
        """Return the names of what a text rests on that says something else than when it was written."""
        if field.kind is Kind.TESTS:
            return []
        now = what_is_seen(self.proposals.pieces(field))
        return [name for name in dict.fromkeys((*final.seen, *now)) if final.seen.get(name) != now.get(name)]

    def _binding_problems(self, field: Field, final: FinalText) -> Iterator[Problem]:
        """Yield that a text rests on what changed since, or on what may no longer be public."""
        changed = self.changed_sources(field, final)
        closed = {_source_name(ref) for ref in self.sources.withheld}
        gone, others = [name for name in changed if name in closed], [name for name in changed if name not in closed]
        if gone:
            yield Problem("text-withheld", (("questions", self.source_labels(gone)),))
        if others:
            yield Problem("text-stale", (("questions", self.source_labels(others)),))

    def source_labels(self, names: Iterable[str]) -> str:
        refs = {_source_name(ref): ref for ref in self.sources.outcome.entries}
        labels = (self.sources.ref_label(refs[name]) if name in refs else name for name in names)
        return ", ".join(dict.fromkeys(labels))

    def _spoiling_problems(self, field: Field, final: FinalText) -> Iterator[Problem]:
        """Yield why the register would refuse or spoil a text, or why it may not go out."""
        length = len(_one_paragraph(field, final.text))
        if field.kind in (Kind.LINE, *PARAGRAPHS) and field.aim and length > field.aim:
            yield Problem("text-long", (("limit", str(field.aim)), ("length", str(length))))
        if HTML.search(final.text):
            yield Problem("html")
        if has_any_name(final.text, self.sources.people):
            yield Problem("text-name")


def stale_texts(
    wording: Wording, register: Register, people: Iterable[str], finals: Mapping[str, FinalText]
) -> Iterator[tuple[Field, str]]:
    """Yield the fields whose final text rests on answers that changed since, with the questions.

    How far an assessment is stands in no answer, and is left out here.
    """
    address = " ".join(finals[ADDRESS].text.split()) if ADDRESS in finals else ""
    desk = Finals(Proposals(wording, register, people, {}, address), finals)
    for field in register.fields:
        if (final := finals.get(field.key)) and field.kind in WRITABLE:
            changed = [name for name in desk.changed_sources(field, final) if name != _DERIVED]
            if changed:
                yield field, desk.source_labels(changed)


def what_is_seen(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return a short digest of what each answer brings to a proposal, by its name (`iama/goal`)."""
    brought: dict[str, list[str]] = {}
    for piece in pieces:
        brought.setdefault(_source_name(piece.ref), []).append(piece.text)
    return {name: hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16] for name, texts in brought.items()}


def _source_name(ref: Ref | None) -> str:
    return f"{ref.questionnaire}/{ref}" if ref else _DERIVED


def _one_paragraph(field: Field, text: str) -> str:
    """Return a text as the register takes it: one paragraph, or one line."""
    if field.kind in PARAGRAPHS:
        return literal(plain_paragraph(text))
    line = " ".join(text.split())
    return literal(line) if field.kind is Kind.LINE else line


def _asking_trees(field: Field) -> list[str]:
    return [feed.questionnaire for feed in field.feeds if feed.questionnaire != "fact"]
