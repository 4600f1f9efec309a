"""Rules about what the public gets to see: the public edition, the Algorithm Register, and what is withheld."""

from collections.abc import Iterator

from iama.assess.outcome import Status
from iama.gate.completeness import question_words
from iama.gate.inventory_status import Phase
from iama.gate.judged_dossier import Seen, Subject
from iama.publish.personal import personal_data
from iama.publish.register.rules import Severity, link_problems
from iama.words import Phrase

_FOLLOW_UP = "follow-up-1.0"
_LINKS = ("public-url", "register-url")
_IN_REGISTER = ("in-register", "register-exempt")


def bad_public_url(subject: Subject) -> Iterator[Seen]:
    """A web address would not work on the site of the Algorithm Register, which finds links in shown text."""
    for question in _LINKS:
        entry = subject.outcome.find_entry("follow-up", question)
        link = subject.answer_as_word("follow-up", question)
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
        yield Seen("not-in-register", assessment=_FOLLOW_UP, question="register-id")


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
    for found in personal_data(subject.recorded, dossier, dossier.people.values()):
        entry = subject.outcome.entries.get(found.ref)
        if entry is None or not entry.status.applies or entry.status is Status.WITHHELD:
            continue
        about = question_words(subject, entry) | {"what": Phrase(f"personal-{found.sort}")}
        ref, (_, question, key) = subject.ref(entry), found.ref
        yield Seen("personal-data", "", ref, question, key, detail=found.sort.value, about=about)
