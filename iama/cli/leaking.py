"""What would go out and may not: found for the commands that publish, and said without quoting it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import typer

from iama.cli.language import spoken_language
from iama.model.problems import Refused
from iama.model.text import escape_controls
from iama.words import Phrase, text

if TYPE_CHECKING:
    from pathlib import Path

    from iama.assess.withholding import Public
    from iama.cli.options import Reading
    from iama.model.dossier import Dossier
    from iama.publish.leaks import Edition, Leak
    from iama.publish.said import Said
    from iama.publish.wording import View


class Reasons(NamedTuple):
    """Findings as a person reads them: one a line with its id, and what to do about each kind once."""

    leaks: "Sequence[Leak]"
    algorithm: str

    def text_in(self, language: str) -> str:
        """Return the lines in the language of the user."""
        return escape_controls("\n".join(self._reason_lines(language)))

    def _reason_lines(self, language: str) -> Iterator[str]:
        for sort in dict.fromkeys(leak.sort for leak in self.leaks):
            for leak in self.leaks:
                if leak.sort is sort:
                    yield f"  {leak.id}  {leak.phrase.text_in(language)}"
            yield f"            {text(f'leak-{sort}-hint', language)}"
        if any(leak.may_be_accepted for leak in self.leaks):
            yield f"  {text('leak-accept', language, algorithm=self.algorithm)}"


def report_leaks(
    reading: "Reading", whole: "Dossier", only: "Sequence[str]", page: "View | None" = None
) -> "tuple[Leak, ...]":
    """Return what a public page of today would give away and nobody accepted; `only` are the ids of assessments."""
    from iama.publish.leaks import decision_said, empty_findings

    public = reading.public
    if public is None:
        return ()
    decision = public.dossier.approvals[-1] if page and page["approval"] else None
    found = find_all([edition_of(whole, public, only, decision_said(decision))], whole, reading.folder)
    return (*found, *unaccepted(empty_findings(page["verdict"]) if page else (), reading.folder))


def edition_of(whole: "Dossier", public: "Public", only: "Sequence[str]", beside: "Sequence[Said]" = ()) -> "Edition":
    """Return what is compared, with the facts and the follow-up beside the assessments that go out."""
    from iama.model.questionnaire import AROUND
    from iama.publish.leaks import Edition

    return Edition(whole, public, beside, only=(*only, *AROUND) if only else ())


def find_all(editions: "Sequence[Edition]", whole: "Dossier", folder: "Path") -> "tuple[Leak, ...]":
    """Return what several editions give away together and nobody accepted."""
    from iama.publish.leaks import find_leaks

    return unaccepted(find_leaks(editions, whole.people.values()), folder)


def unaccepted(leaks: "Sequence[Leak] | Iterator[Leak]", folder: "Path") -> "tuple[Leak, ...]":
    """Return the findings that nobody accepted; what says withheld text again is never accepted."""
    from iama.files.publicationfile import publications_of

    accepted = {one.id for one in publications_of(folder).accepted}
    return tuple(leak for leak in dict.fromkeys(leaks) if leak.id not in accepted or not leak.may_be_accepted)


def tell_leaks(leaks: "Sequence[Leak]", algorithm: str, *, strict: bool = False) -> None:
    """Warn of findings on standard error; raises Refused with them where `strict` asks for that."""
    if not leaks:
        return
    if strict:
        raise Refused("leaks-refused", algorithm=algorithm, count=len(leaks), reasons=Reasons(leaks, algorithm))
    told = Phrase("leaks-found", algorithm=algorithm, count=len(leaks), reasons=Reasons(leaks, algorithm))
    typer.echo(told.text_in(spoken_language()), err=True)
