"""Rules about what an assessment needs after it was made: to follow what moved since an answer was given (the question,
a source, the algorithm, the questionnaire), and to be public: the edition, the Algorithm Register, what is withheld.
"""

from collections.abc import Iterator

from iama.assess.adoption import adopted_sources, cycles
from iama.assess.conclusions import stale_rows, summary_entries
from iama.assess.outcome import Entry, Status
from iama.gate.codes import ERROR, WARNING, WARNING_BEFORE
from iama.gate.inventory_status import Phase
from iama.gate.judged_dossier import Seen, Subject
from iama.gate.rules.completeness import question_words
from iama.model.contents import TOO_LARGE
from iama.publish.personal import personal_data
from iama.publish.register.rules import WEB_ADDRESSES, Severity, link_problems
from iama.words import Phrase

CODES = {
    "question-changed": WARNING,
    "source-changed": WARNING,
    "assessed-other-version": WARNING,
    "old-questionnaire": WARNING,
    "withheld-without-ground": ERROR,
    "bad-public-url": ERROR,
    "not-public": WARNING,
    "not-in-register": WARNING_BEFORE,
    "personal-data": WARNING,
}
FOLLOWING = ("question-changed", "source-changed", "old-questionnaire")
_FOLLOW_UP = "follow-up-1.0"
_IN_REGISTER = ("in-register", "register-exempt")
_PROMISED = "register-promise"
# what the cabinet may except by law: law enforcement, defence, intelligence (answers about the algorithm)
_EXCEPTED = (
    ("annex-iii", "6a", "6b", "6c", "6d", "6e"),
    ("law-enforcement-kinds", "suspect-search", "criminal-offences", "permitted-by-law"),
    ("regime", "law-enforcement", "mixed"),
    ("exclusions", "defence", "national-security"),
)


def question_changed(subject: Subject) -> Iterator[Seen]:
    """A question asks something else than when it was answered."""
    for entry in subject.outcome.reworded_answers():
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


def summary_changed(subject: Subject) -> Iterator[Seen]:
    """What a line of the summary for the public is about is not what it was."""
    changed = {row.id for row in stale_rows(subject.outcome, subject.dossier)}
    for entry in summary_entries(subject.outcome):
        for row in entry.answer.rows:
            if row.id in changed:
                yield _seen_answer(subject, entry, "source-changed", "summary", detail=row.id, source=row.id)


def _documents(subject: Subject, entry: Entry) -> Iterator[Seen]:
    for number, source in enumerate(entry.answer.sources, 1):
        if not source.sha256 or not source.path:
            continue
        digest = subject.digest(source.path)
        if digest is not None and digest != source.sha256.lower():
            variant = {TOO_LARGE: "large", "": "gone"}.get(digest, "document")
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


def bad_public_url(subject: Subject) -> Iterator[Seen]:
    """A web address would not work on the site of the Algorithm Register, which finds links in shown text."""
    for ref in WEB_ADDRESSES:
        entry, question = subject.outcome.entries.get(ref), ref.question
        link = subject.answer_as_word(ref.questionnaire, question)
        if entry is None or not link:
            continue
        for problem in link_problems(link):
            host = problem.code == "link-www"  # the site drops it: dead where the bare domain does not answer
            if problem.severity is Severity.ERROR or (host and not subject.config.allow_www):
                about = question_words(subject, entry) | {"problem": problem.code}
                yield Seen("bad-public-url", "", _FOLLOW_UP, question, detail=problem.code, about=about, early=host)


def not_public(subject: Subject) -> Iterator[Seen]:
    """An approved assessment of an algorithm in use has no public edition, and no ground not to have one."""
    if not _is_used_in_categories(subject, subject.config.public) or subject.answer_as_word("follow-up", "public-url"):
        return
    if subject.approved_on and any(_has_public_answers(subject, instrument) for instrument in subject.assessments):
        yield Seen("not-public", assessment=_FOLLOW_UP, question="public-url")


def _has_public_answers(subject: Subject, instrument: str) -> bool:
    """Return whether something of an assessment is public."""
    entries = [entry for entry in subject.outcome.tree_entries(instrument) if entry.status.applies]
    return any(entry.status is not Status.WITHHELD for entry in entries)


def not_in_register(subject: Subject) -> Iterator[Seen]:
    """Nothing in the dossier says that an algorithm in use stands in the Algorithm Register, or need not."""
    if not _is_used_in_categories(subject, subject.config.register) or subject.fact_as_word("public-body") == "no":
        return
    named = any(subject.answer_as_word("follow-up", question) for question in ("register-id", "register-url"))
    situation = subject.outcome.find_entry("follow-up", "situation")
    ticked = situation is not None and any(word in _IN_REGISTER for word in situation.answer.value_words())
    unsaid = situation is not None and situation.status is Status.WITHHELD
    if not named and not ticked and not unsaid:
        broken = _is_promise_broken(subject)
        about = {"law": subject.law.cite(_PROMISED, subject.config.language)} if broken else {}
        variant = "promised" if broken else ""
        yield Seen("not-in-register", variant, _FOLLOW_UP, "register-id", about=about, mild=not broken)


def _is_promise_broken(subject: Subject) -> bool:
    """Return whether central government promised that this system would be in the register by now.

    The letter allows for exceptions by law, such as investigation, law enforcement, defence and intelligence.
    """
    promised = subject.law.facts.get(_PROMISED)
    due = promised is not None and promised.date < subject.as_of.isoformat()
    central = subject.effective_category == "a" and subject.fact_as_word("central-government") == "yes"
    return due and central and not any(_has_answer(subject, *answer) for answer in _EXCEPTED)


def _has_answer(subject: Subject, question: str, *words: str) -> bool:
    """Return whether an answer about the algorithm holds one of these words, or is withheld."""
    entry = subject.outcome.find_entry("algorithm", question)
    if entry is None or entry.status is Status.WITHHELD:
        return entry is not None
    return entry.status is Status.ANSWERED and not {*words}.isdisjoint(entry.answer.value_words())


def _is_used_in_categories(subject: Subject, categories: tuple[str, ...]) -> bool:
    return subject.effective_phase is Phase.IN_USE and subject.effective_category in categories


def withheld_without_ground(subject: Subject) -> Iterator[Seen]:
    """Something is withheld without a ground in the Woo, or without the balancing that a relative ground needs."""
    ungrounded = subject.recorded.facts.get("withheld-ungrounded")
    for row in ungrounded.words or () if ungrounded else ():
        about = {"row": row}
        yield Seen("withheld-without-ground", "", _FOLLOW_UP, "withheld", detail=row, about=about)


def withheld_unclear(subject: Subject) -> Iterator[Seen]:
    """A row of what is withheld names a question that is not there: nothing can be said without risk."""
    yield Seen("withheld-without-ground", "nothing", _FOLLOW_UP, "withheld")


def exposed_personal_data(subject: Subject) -> Iterator[Seen]:
    """What is about to be published seems to hold personal data; which, and of whom, is not told."""
    dossier = subject.dossier
    for personal in personal_data(subject.recorded, dossier, dossier.people.values()):
        entry = subject.outcome.entries.get(personal.ref)
        if entry is None or not entry.status.applies or entry.status is Status.WITHHELD:
            continue
        about = question_words(subject, entry) | {"what": Phrase(f"personal-{personal.sort}")}
        ref, (_, question, key) = subject.ref(entry), personal.ref
        yield Seen("personal-data", "", ref, question, key, detail=personal.sort.value, about=about)


RULES = (
    question_changed,
    source_changed,
    summary_changed,
    assessed_other_version,
    old_questionnaire,
    withheld_without_ground,
    bad_public_url,
    not_public,
    not_in_register,
    exposed_personal_data,
)
