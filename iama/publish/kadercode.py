"""One code of the Algoritmekader, or of auditors, and which of our answers show something of it: `iama kader CODE`.

A code is a measure (`imp-03`), a requirement (`avg-10`) or a control of auditors (`SV.5`, `3.11`). A control is reached
through the measures whose pages name it. That an answer is about a code is no proof that it is met.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from textwrap import shorten

from iama.assess.outcome import Entry, Status
from iama.model.kader import Kader, Link, Measure, Requirement
from iama.model.library import Library
from iama.model.questionnaire import Kind
from iama.publish.kader import piece_document, source_document
from iama.publish.requirements import standing_of
from iama.publish.wording import View, Wording
from iama.words import pick_translation

MEASURE, REQUIREMENT, CONTROL = "measure", "requirement", "control"
_LINE = 110  # of an answer


def known_code(kader: Kader, typed: str) -> str:
    """Return a code as the framework writes it, however it was typed; empty for one that it has not."""
    codes = (*kader.measures, *kader.requirements, *kader.controls())
    return next((code for code in codes if code.lower() == typed.strip().lower()), "")


def list_document(kader: Kader, language: str) -> View:
    """Return every measure and requirement, with how many of our questions and flags each stands beside."""
    return {
        "iama_kader": 1,
        "language": language,
        "source": source_document(kader, language),
        "measures": [_listed(kader, one, language) for one in kader.measures.values()],
        "requirements": [_listed(kader, one, language) for one in kader.requirements.values()],
    }


def _listed(kader: Kader, piece: Measure | Requirement, language: str) -> View:
    about = _Named(kader, (piece.code,))
    controls = list(piece.controls) if isinstance(piece, Measure) else []
    counts = {"questions": len(about.names(kader.questions)), "flags": len(about.names(kader.flags))}
    return {**piece_document(kader, piece, language), "controls": controls, **counts}


def code_document(library: Library, code: str, language: str, dossiers: Sequence[Wording] = ()) -> View:
    """Return what a code is, where it belongs, and for each dossier the answers that are about it.

    `code` is written as `known_code` gives it.
    """
    kader = library.kader
    piece = kader.measures.get(code) or kader.requirements.get(code)
    measures = kader.measures_of_control(code) if piece is None else ()
    about = _Named(kader, (code,) if piece else [one.code for one in measures])
    return {
        "iama_kader": 1,
        "language": language,
        "source": source_document(kader, language),
        "code": code,
        "kind": CONTROL if piece is None else MEASURE if isinstance(piece, Measure) else REQUIREMENT,
        "title": pick_translation(piece.title, language) if piece else "",
        "address": kader.permanent_address(piece) if piece else "",
        "site": kader.site_address(piece) if piece else "",
        "controls": list(piece.controls) if isinstance(piece, Measure) else [],
        "measures": [piece_document(kader, one, language) for one in measures],
        "questions": list(_question_views(library, about, language)),
        "flags": list(_flag_views(library, about, language)),
        "duties": list(_duties(library, about, language)),
        "dossiers": [_dossier(wording, kader, piece, about) for wording in dossiers],
    }


class _Named:
    """Finds the links that name any of some codes."""

    def __init__(self, kader: Kader, codes: Collection[str]) -> None:
        self.kader = kader
        self.codes = codes

    def names(self, links: Mapping[str, Link]) -> list[str]:
        """Return what is linked, in the order of the file."""
        codes = set(self.codes)
        return [name for name, link in links.items() if not codes.isdisjoint((*link.measures, *link.requirements))]

    def reason(self, name: str, language: str) -> str:
        """Return in a few words why a code stands beside a question; empty where that goes without saying."""
        why = self.kader.questions[name].why
        return "; ".join(pick_translation(why[code], language) for code in self.codes if code in why)


def _question_views(library: Library, about: _Named, language: str) -> Iterator[View]:
    for name in about.names(library.kader.questions):
        ref, _, id_ = name.partition("/")
        tree = library.find_questionnaire(ref)
        if tree and id_ in tree.questions:
            asked = tree.questions[id_]
            text = pick_translation(asked.text, language)
            why = about.reason(name, language)
            yield {"ref": ref, "question": id_, "number": asked.number, "text": text, "why": why}


def _flag_views(library: Library, about: _Named, language: str) -> Iterator[View]:
    for name in about.names(library.kader.flags):
        ref, _, id_ = name.partition("/")
        tree = library.find_questionnaire(ref)
        for trigger in tree.triggers if tree else ():
            if trigger.id == id_:
                yield {"ref": ref, "id": id_, "title": pick_translation(trigger.title, language)}


def _duties(library: Library, about: _Named, language: str) -> Iterator[View]:
    named = about.names(library.kader.duties)
    for duty in library.duties.duties if named else ():
        if duty.id in named:
            yield {"id": duty.id, "text": pick_translation(duty.text, language)}


def _dossier(wording: Wording, kader: Kader, piece: Measure | Requirement | None, about: _Named) -> View:
    """Return the answers of a dossier that are about a code, those that are there first."""
    state = standing_of(piece, wording.outcome, wording.law) if isinstance(piece, Requirement) else None
    named = set(about.names(kader.questions))
    answers = list(_measure_answers(wording, named))
    return {
        "algorithm": wording.dossier.id,
        "binds": state,
        "answers": sorted(answers, key=lambda one: one["status"] != Status.ANSWERED),
    }


def _measure_answers(wording: Wording, named: Collection[str]) -> Iterator[View]:
    for tree in wording.outcome.held_trees:
        for entry in wording.outcome.tree_entries(tree.id):
            asked = entry.question
            if f"{tree.ref}/{asked.id}" not in named or entry.status is Status.SKIPPED or asked.kind is Kind.NOTICE:
                continue
            yield {
                "ref": tree.ref,
                "question": str(entry.ref),
                "number": asked.number,
                "text": wording.localised_text(asked.text),
                "status": entry.status.value,
                "answer": shorten(_answer_in_words(wording, entry), _LINE, placeholder="…"),
            }


def _answer_in_words(wording: Wording, entry: Entry) -> str:
    """Return an answer in words; of a table, how many rows it has."""
    if entry.question.kind is Kind.ROWS and entry.status is Status.ANSWERED:
        return wording.text("kader-rows", count=len(entry.answer.rows))
    return wording.answer_or_status(entry)
