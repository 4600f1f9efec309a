"""Rules about what stands in public: whether the page and the texts of the register still say what was decided."""

from collections.abc import Iterator

from iama.assess.withheld_index import withholding_rows
from iama.assess.withholding import judge_public
from iama.audit.doubt import FOLDER
from iama.files.dossierfolder import PUBLICATIONS
from iama.files.publicationfile import read_publications
from iama.files.registertexts import NAME as REGISTER
from iama.gate.codes import WARNING
from iama.gate.judged_dossier import Seen, Subject
from iama.model.approval import Approval
from iama.model.problems import UnusableFile
from iama.model.publication import Publication, Standing
from iama.publish.register.finals import stale_texts
from iama.publish.wording import Wording

CODES = {"register-text-stale": WARNING, "published-page-stale": WARNING}


def register_texts_stale(subject: Subject) -> Iterator[Seen]:
    """A final text for the register rests on answers that changed since, or that are withheld now."""
    if not subject.dossier.register or subject.register is None:
        return
    public = judge_public(subject.dossier, subject.recorded.questionnaires.values(), subject.law, subject.as_of)
    trees = [tree for tree in public.outcome.questionnaires.values() if tree.id not in public.stubs]
    wording = Wording(public.outcome, public.dossier, subject.law, subject.config.language, trees, public)
    people, finals = subject.dossier.people.values(), subject.dossier.register
    for field, questions in stale_texts(wording, subject.register, people, finals):
        about = {"field": field.label, "questions": questions}
        yield Seen("register-text-stale", detail=field.key, about=about, file=REGISTER)


def published_page_stale(subject: Subject) -> Iterator[Seen]:
    """The page that was published last is not the one that the last decision has, or shows what is withheld since."""
    if (content := subject.files.get(PUBLICATIONS)) is None:
        return
    try:
        editions = read_publications(PUBLICATIONS, content).editions
    except UnusableFile:
        return  # `iama publish` says what is wrong with the file
    last = {edition.questionnaire: edition for edition in editions}
    decided = {approval.questionnaire: approval for approval in subject.approvals}
    for ref in last.keys() & decided.keys():
        if variant := _why_stale(last[ref], decided[ref], subject):
            about = {"edition": str(last[ref].edition), "decision": str(decided[ref].number), "ref": ref}
            yield Seen("published-page-stale", variant, ref, about=about, file=PUBLICATIONS)


def _why_stale(edition: Publication, approval: Approval, subject: Subject) -> str:
    """Return the variant that says why an edition is out of date; empty for one that is not."""
    if edition.standing is Standing.CONCEPT:
        return "concept"
    if edition.approval != approval.number:
        return "decision"
    kept = {pages.public for pages in approval.pages.values()}
    if edition.standing is Standing.APPROVED and kept and edition.page not in kept:
        return "other"
    rows = withholding_rows(subject.dossier)
    if edition.standing is Standing.WITHHELD_SINCE:
        newer = [row for row in rows if row.cells.get("date", "") > edition.day]
    else:
        bound = subject.files.get(f"{FOLDER}/{approval.snapshot.removeprefix('sha256:')}.json", b"")
        newer = [row for row in rows if bound and f'"{row.id}"'.encode() not in bound]
    return "withheld" if newer else ""


RULES = (register_texts_stale, published_page_stale)
