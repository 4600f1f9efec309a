"""Rules about what moved since an answer was given: the question, a source, the algorithm, the questionnaire."""

from collections.abc import Iterator

from iama.assess import stamps
from iama.assess.adoption import adopted_sources, cycles
from iama.assess.outcome import Entry
from iama.gate.completeness import question_words
from iama.gate.judged_dossier import Seen, Subject
from iama.model.contents import TOO_LARGE


def question_changed(subject: Subject) -> Iterator[Seen]:
    """A question asks something else than when it was answered."""
    for entry in stamps.reworded_answers(subject.outcome):
        yield _seen_answer(subject, entry, "question-changed")


def source_changed(subject: Subject) -> Iterator[Seen]:
    """What an answer rests on is not what it was: an adopted answer, or a document beside the dossier."""
    circles = set(cycles(subject.outcome.entries))
    for ref, entry in subject.outcome.entries.items():
        if not entry.status.applies or not (entry.answer.adopts or entry.answer.sources):
            continue
        if ref in circles:
            yield _seen_answer(subject, entry, "source-changed", "cycle")
        for source in adopted_sources(entry, subject.outcome.entries):
            known = source.entry is not None and source.entry.status.value == "answered"
            if known and source.stale and ref not in circles:
                name = f"{source.ref.questionnaire}/{source.ref}"
                yield _seen_answer(subject, entry, "source-changed", detail=name, source=name, ref=subject.ref(entry))
        yield from _documents(subject, entry)


def _documents(subject: Subject, entry: Entry) -> Iterator[Seen]:
    for number, source in enumerate(entry.answer.sources, 1):
        if not source.sha256 or not source.path:
            continue
        found = subject.digest(source.path)
        if found and found != source.sha256.lower():
            variant = "large" if found == TOO_LARGE else "document"
            yield _seen_answer(subject, entry, "source-changed", variant, detail=str(number), number=str(number))


def assessed_other_version(subject: Subject) -> Iterator[Seen]:
    """The algorithm changed after the assessment was last looked at."""
    reviewed = subject.reviewed_on
    if not reviewed:
        return
    for question in ("last-change", "version-date"):
        changed = subject.answer_as_word("algorithm", question)
        if reviewed < changed <= subject.as_of.isoformat():
            about = {"date": changed, "reviewed": reviewed}
            yield Seen("assessed-other-version", assessment="algorithm-1.0", question=question, about=about)
            return


def old_questionnaire(subject: Subject) -> Iterator[Seen]:
    """There is a newer version of the instrument than the dossier answers."""
    for instrument, ref in subject.assessments.items():
        newer = subject.newest.get(instrument, ref)
        if newer != ref:
            yield Seen("old-questionnaire", assessment=ref, about={"ref": ref, "newer": newer})


def _seen_answer(subject: Subject, entry: Entry, code: str, variant: str = "", detail: str = "", **about: str) -> Seen:
    words = question_words(subject, entry) | about
    return Seen(code, variant, subject.ref(entry), entry.ref.question, entry.ref.instance, detail=detail, about=words)
