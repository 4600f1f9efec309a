"""What was decided about, complete and canonical: one document from which the report can be rendered again.

A snapshot holds the dossier as it stood, without names of people, and says which of its answers the approval covers.
The question trees and legal facts stand beside it, once for all snapshots, under their digest. Every answer that
another one adopts stands in it, so every reference resolves inside it. The salt keeps anybody from guessing a short
answer from the digest.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from msgspec import Struct

from iama.assess.adoption import source_ref
from iama.assess.outcome import Outcome
from iama.audit.cover import Cover, cover
from iama.audit.form import content_faults, decision_faults, is_salt, law_faults, tree_faults
from iama.model import format1, format2, objects
from iama.model.approval import Approval, Condition
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.dossier import Dossier, Slot
from iama.model.fits import fits_type
from iama.model.format2 import Frame
from iama.model.forms import is_digest
from iama.model.keptrecords import NewerFormat
from iama.model.law import Law
from iama.model.limits import DOSSIER_MARKS, TEXT_LENGTH
from iama.model.problems import Spoken
from iama.model.questionnaire import FOLLOW_UP, Questionnaire, plain_id
from iama.model.records import assessment_of, assessment_record
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.model.text import count_marks
from iama.words import LANGUAGES, Phrase

# too deep is a RuntimeError as well
_MISFITS = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RuntimeError)


T = TypeVar("T")
Objects = Mapping[str, bytes]  # question trees and legal facts, by the name of their file
NONE: Objects = {}


class BrokenSnapshot(Spoken, ValueError):
    """The document is no snapshot that this version can read; the text says why."""


class Snapshot(Struct, frozen=True, eq=False):
    """A dossier as it stood when it was decided about."""

    salt: str
    decision: Approval  # without what is made of the snapshot
    earlier: tuple[Condition, ...]  # of the decisions before it
    dossier: Dossier
    trees: Mapping[str, Questionnaire]  # by ref
    law: Law
    cover: Cover

    @property
    def algorithm(self) -> str:
        """The id of the dossier."""
        return self.dossier.id

    @property
    def tree(self) -> Questionnaire:
        """The question tree of what was decided about."""
        return self.trees[self.decision.questionnaire]

    @property
    def language(self) -> str:
        """The language of what was decided about."""
        return self.dossier.assessments[self.decision.questionnaire].language

    @property
    def as_of(self) -> date:
        """The day on which the answers were judged."""
        return date.fromisoformat(self.decision.as_of)

    def objects(self) -> Mapping[str, bytes]:
        """Return the question trees and legal facts as they are kept, by the digest of each."""
        content = [objects.tree_object(tree) for tree in self.trees.values()] + [objects.law_object(self.law)]
        return {digest_of(object_): object_ for object_ in content}

    def canonical_json(self) -> bytes:
        """Return the snapshot as canonical JSON."""
        frame = Frame(
            salt=self.salt,
            algorithm=self.dossier.id,
            decision=self.decision,
            earlier=self.earlier,
            whole=self.cover.whole,
            answers={ref: tuple(map(_slot_name, slots)) for ref, slots in self.cover.answers.items()},
            assessments={ref: assessment_record(assessment) for ref, assessment in self.dossier.assessments.items()},
            trees={ref: objects.tree_digest(tree) for ref, tree in self.trees.items()},
            law=objects.law_digest(self.law),
        )
        return canonical_bytes(format2.snapshot_record(frame))


def file_name(digest: str) -> str:
    """Return the name of the file that holds the snapshot, or the object, of a digest."""
    return f"{digest.removeprefix('sha256:')}.json"


def snapshot(dossier: Dossier, outcome: Outcome, law: Law, decision: Approval, *, salt: str) -> Snapshot:
    """Return what a decision binds; `salt` is 32 random hex digits.

    Of every questionnaire the version that counts in `outcome` is kept.
    """
    trees = {tree.ref: tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments}
    return Snapshot(
        salt=salt,
        decision=decision.draft(),
        earlier=dossier.conditions,
        dossier=Dossier(dossier.id, {ref: dossier.assessments[ref] for ref in sorted(trees)}),
        trees=trees,
        law=law,
        cover=cover(trees[decision.questionnaire], dossier, outcome, law),
    )


class Document(Struct, frozen=True, eq=False):
    """A snapshot as its file says it: what was decided and what that covers; trees and answers are not read yet."""

    frame: Frame
    cover: Cover

    @property
    def decision(self) -> Approval:
        """The decision, without what is made of the snapshot."""
        return self.frame.decision

    @property
    def algorithm(self) -> str:
        """The id of the dossier."""
        return self.frame.algorithm

    @property
    def language(self) -> str:
        """The language of what was decided about."""
        return str(self.frame.assessments[self.decision.questionnaire]["language"])

    @property
    def objects(self) -> tuple[str, ...]:
        """The digests of the objects that it rests on; none in format 1, which held the trees itself."""
        held = (*self.frame.trees.values(), self.frame.law)
        return held if self.decision.keeps_pages else ()

    @property
    def withheld_row_ids(self) -> tuple[str, ...]:
        """The ids of the rows that its follow-up withheld already."""
        held = (assessment for ref, assessment in self.frame.assessments.items() if plain_id(ref) == FOLLOW_UP)
        return tuple(
            row["id"] for assessment in held for row in assessment["answers"].get("withheld", {}).get("value") or ()
        )

    def is_unchanged_in(self, dossier: Dossier) -> bool:
        """Return whether every assessment of which the approval covers anything is as it was."""
        then, now = self.frame.assessments, dossier.assessments
        return all(
            ref in now and assessment_record(now[ref]) == then[ref] for ref in (*self.cover.whole, *self.cover.answers)
        )


@contextmanager
def refusing_misfits(refusal: type[Spoken] = BrokenSnapshot, what: str = "snapshot") -> Iterator[None]:
    """Turn what comes of a document that has not the form that it should have into `refusal`.

    Its digest says only that nobody changed it since. Who made it may have made something that asks or means nothing.
    """
    try:
        yield
    except refusal:
        raise
    except NewerFormat as error:
        raise refusal(error.phrase.key, **error.phrase.values) from error
    except _MISFITS as error:
        raise refusal(
            f"unreadable-{what}", error=error if isinstance(error, Spoken) else type(error).__name__
        ) from error


@lru_cache(maxsize=4)  # a run asks for the same one more than once
def read_document(content: bytes) -> Document:
    """Return what a document says of itself; raises BrokenSnapshot when it is none, or needs a newer version."""
    with refusing_misfits():
        frame = _frame(parse_strange_json(content))
        covered = Cover(frame.whole, {ref: tuple(map(_slot_of_name, names)) for ref, names in frame.answers.items()})
        held = frame.assessments.keys()
        if frame.decision.questionnaire not in frame.whole or not {*frame.whole, *frame.answers} <= held:
            raise BrokenSnapshot("snapshot-uncovered")
        if held != frame.trees.keys():
            raise BrokenSnapshot("snapshot-uncovered")
        document = _refuse_mistyped(Document(frame, covered))
        if not all(map(is_digest, document.objects)):  # TypeError for what is no text
            raise BrokenSnapshot("snapshot-no-digest")
        _refuse_faults(decision_faults(frame.decision))
        return document


def _frame(record: Mapping[str, Any]) -> Frame:
    forms = {format1.SNAPSHOT: format1.frame_of, format2.SNAPSHOT: format2.frame_of}
    read = forms.get(record["iama_snapshot"])
    if read is None:
        raise BrokenSnapshot("snapshot-unknown-form")
    return read(record)


def read_snapshot(content: bytes, held: Objects = NONE) -> Snapshot:
    """Return the snapshot that a document holds, with the objects that it rests on from `held`.

    Raises BrokenSnapshot when it is none or not canonical, or an object is not there or not as it was.
    """
    document = read_document(content)
    with refusing_misfits():
        if not _is_canonical(content):
            raise BrokenSnapshot("snapshot-not-canonical")
        return _snapshot(document, content, held)


@lru_cache(maxsize=4)
def _is_canonical(content: bytes) -> bool:
    return canonical_bytes(parse_strange_json(content)) == content


def _snapshot(document: Document, content: bytes, held: Objects) -> Snapshot:
    frame = document.frame
    texts = [*_each_text(frame.assessments)]
    if any(len(text) > TEXT_LENGTH for text in texts) or count_marks("".join(texts).encode()) > DOSSIER_MARKS:
        raise BrokenSnapshot("snapshot-too-long", limit=TEXT_LENGTH)
    trees, law = _trees_and_law_beside(frame, held) if frame.decision.keeps_pages else _trees_and_law_inside(content)
    if {ref: tree.ref for ref, tree in trees.items()} != {ref: ref for ref in frame.assessments}:
        raise BrokenSnapshot("snapshot-uncovered")
    assessments = {ref: assessment_of(record, trees[ref]) for ref, record in sorted(frame.assessments.items())}
    if not {assessment.language for assessment in assessments.values()} <= {*LANGUAGES}:
        raise BrokenSnapshot("snapshot-unknown-language")
    snapshot = Snapshot(
        salt=frame.salt,
        decision=frame.decision,
        earlier=frame.earlier,
        dossier=_refuse_mistyped(Dossier(frame.algorithm, assessments)),
        trees=trees,
        law=law,
        cover=document.cover,
    )
    if not is_salt(snapshot.salt):
        raise BrokenSnapshot("snapshot-no-salt")
    _refuse_faults(content_faults(trees, assessments.values()))
    return snapshot


def _trees_and_law_beside(frame: Frame, held: Objects) -> tuple[Mapping[str, Questionnaire], Law]:
    """Return the trees and legal facts that a snapshot rests on."""
    trees = {ref: read_tree(held_object(digest, held)) for ref, digest in frame.trees.items()}
    return trees, read_law(held_object(frame.law, held))


@lru_cache(maxsize=8)  # a bundle asks for the same ones six times
def _trees_and_law_inside(content: bytes) -> tuple[Mapping[str, Questionnaire], Law]:
    """Return the trees and legal facts that a snapshot of format 1 holds itself."""
    frame = read_document(content).frame
    return {ref: first_tree(tree) for ref, tree in frame.trees.items()}, first_law(frame.law)


def first_tree(record: Mapping[str, Any]) -> Questionnaire:
    """Return a question tree of format 1; raises BrokenSnapshot."""
    with refusing_misfits(what="tree"):
        tree = _refuse_mistyped(format1.tree_of(record))
        _refuse_faults(tree_faults(tree))
        return tree


def first_law(record: Mapping[str, Any]) -> Law:
    """Return legal facts of format 1; raises BrokenSnapshot."""
    with refusing_misfits(what="law"):
        law = _refuse_mistyped(format1.law_of(record))
        _refuse_faults(law_faults(law))
        return law


def held_object(digest: str, held: Objects) -> bytes:
    """Return an object that a snapshot rests on; raises BrokenSnapshot when it is not there, or was changed."""
    if (content := held.get(file_name(digest))) is None:
        raise BrokenSnapshot("snapshot-object-missing", path=f".iama/objects/{file_name(digest)}")
    if not _is_object(content, digest):
        kind = "snapshot-object-line-end" if _is_object(content.rstrip(b"\r\n"), digest) else "snapshot-object-changed"
        raise BrokenSnapshot(kind, path=f".iama/objects/{file_name(digest)}")
    return content


@lru_cache(maxsize=64)
def _is_object(content: bytes, digest: str) -> bool:
    return digest_of(content) == digest


@lru_cache(maxsize=32)
def read_tree(content: bytes) -> Questionnaire:
    """Return the question tree in an object, with the digest of that; raises BrokenSnapshot."""
    with refusing_misfits(what="tree"):
        tree = _refuse_mistyped(replace(objects.tree_of(parse_strange_json(content)), digest=digest_of(content)))
        _refuse_faults(tree_faults(tree))
        return tree


@lru_cache(maxsize=8)
def read_law(content: bytes) -> Law:
    """Return the legal facts in an object, with the digest of that; raises BrokenSnapshot."""
    with refusing_misfits(what="law"):
        law = _refuse_mistyped(
            replace(objects.law_of(parse_strange_json(content)), digest=digest_of(content).removeprefix("sha256:"))
        )
        _refuse_faults(law_faults(law))
        return law


def _refuse_faults(faults: Iterator[Phrase | str]) -> None:
    for fault in faults:
        raise BrokenSnapshot("snapshot-misformed", fault=fault)


def _each_text(record: Any) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict | list):
        for value in record.values() if isinstance(record, dict) else record:
            yield from _each_text(value)


def _refuse_mistyped(value: T) -> T:
    if not fits_type(value, type(value)):
        raise BrokenSnapshot("snapshot-mistyped")
    return value


def _slot_name(slot: Slot) -> str:
    question, instance = slot
    return f"{question}[{instance}]" if instance else question


def _slot_of_name(name: str) -> Slot:
    ref = source_ref(f"/{name}")
    return ref.question, ref.instance
