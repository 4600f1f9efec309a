"""Rules about assessments that were done elsewhere: that they are not judged here, and whether they still stand."""

from collections.abc import Iterator
from datetime import date

from iama.files.elsewheretext import NAME
from iama.gate.codes import NOTE, WARNING
from iama.gate.finding import Cause
from iama.gate.judged_dossier import Seen, Subject
from iama.model.elsewhere import Elsewhere

CODES = {"done-elsewhere": NOTE, "elsewhere-unsound": WARNING}


def elsewhere(subject: Subject) -> Iterator[Seen]:
    """An assessment was done elsewhere: it takes the place of a missing one, and says nothing about its substance."""
    for record in subject.dossier.elsewhere:
        yield _seen(record, "done-elsewhere")
        review = date.fromisoformat(record.review)
        if review < subject.as_of:
            yield _seen(record, "elsewhere-unsound", "late", cause=Cause.DATE)
        digest = subject.digest(record.file)
        if digest is not None and digest != record.sha256:
            yield _seen(record, "elsewhere-unsound", "changed" if digest else "gone")


def _seen(record: Elsewhere, code: str, variant: str = "", cause: Cause = Cause.CONTENT) -> Seen:
    about = {"ref": record.instrument, "body": record.body, "decided": record.decided, "review": record.review}
    detail = f"{record.instrument} {record.decided}"
    return Seen(code, variant, detail=detail, about=about | {"path": record.file}, cause=cause, file=NAME)


RULES = (elsewhere,)
