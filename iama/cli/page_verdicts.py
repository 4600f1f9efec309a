"""What a published page is: as somebody decided on it, that without what is withheld since, or nothing known here."""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from msgspec import Struct

from iama.cli.language import spoken_language
from iama.cli.options import here
from iama.model.problems import IamaError, UsageError
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from iama.files.config import Workspace
    from iama.model.approval import Approval
    from iama.model.library import Library

    Proven = Callable[[Workspace, Path, int], bool]


class Verdict(StrEnum):
    """What a page is."""

    APPROVED = "approved"
    WITHHELD_SINCE = "withheld-since"
    UNKNOWN = "unknown"


class Judged(Struct, frozen=True):
    """A page with its verdict, the decision that it shows, and remarks."""

    path: Path
    verdict: Verdict
    algorithm: str = ""
    approval: int = 0
    remarks: tuple[Phrase, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """The verdict as plain data."""
        remarks = [remark.text_in("en") for remark in self.remarks]
        about = {"algorithm": self.algorithm or None, "approval": self.approval or None}
        return {"page": str(self.path), "verdict": self.verdict.value, **about, "remarks": remarks}


def is_page(name: str) -> bool:
    """Whether an argument of `verify` names a page."""
    return name.lower().endswith((".html", ".htm"))


def judge_pages(paths: "Sequence[Path]", root: Path | None, library: "Library", proven: "Proven") -> list[Judged]:
    """Return what pages are, by the decisions of every dossier here; `proven` says whether a decision is.

    Raises UsageError for a page that is not there, and where there are no dossiers to hold it against.
    """
    from iama.files.config import find_workspace
    from iama.files.store import decided_folders, read_bytes
    from iama.model.canonical import digest_of
    from iama.model.limits import PAGE_BYTES

    workspace = find_workspace(here(), root) if paths else None
    if paths and workspace is None:
        raise UsageError("verify-no-dossiers")
    judged = []
    for path in paths:
        if not path.is_file():
            raise UsageError("verify-no-page", path=path)
        digest = digest_of(read_bytes(path, PAGE_BYTES))
        folders = decided_folders(workspace.root) if workspace else ()
        found = (one for folder in folders for one in _in_dossier(path, digest, folder, library))
        known = next(found, None)
        if workspace and known and known.approval and not proven(workspace, _folder(workspace, known), known.approval):
            known = Judged(path, Verdict.UNKNOWN, known.algorithm, known.approval, (Phrase("page-not-proven"),))
        judged.append(known or Judged(path, Verdict.UNKNOWN))
    return judged


def _folder(workspace: "Workspace", judged: Judged) -> Path:
    return workspace.root / judged.algorithm


def tell_pages(judged: "Sequence[Judged]") -> None:
    """Print one verdict for each page, with what to know about it."""
    from iama.model.text import escape_controls

    language = spoken_language()
    for one in judged:
        about = {"path": one.path, "algorithm": one.algorithm, "number": one.approval}
        key = f"page-{one.verdict}"
        lines = [Phrase(key, **about), *one.remarks]
        for inset, line in zip(("", *["    "] * len(one.remarks)), lines, strict=True):
            typer.echo(inset + escape_controls(line.text_in(language)))


def _in_dossier(path: Path, digest: str, folder: Path, library: "Library") -> "Iterator[Judged]":
    """Yield what a page is by one dossier, the surest first; nothing when that cannot be read."""
    from iama.files.publicationfile import publications_of
    from iama.files.store import read_decisions

    with suppress(IamaError):
        entries = read_decisions(folder)
        for entry in entries:
            if digest in (pages.public for pages in entry.pages.values()):
                remarks = tuple(_remarks(folder, entry, entries, library))
                yield Judged(path, Verdict.APPROVED, folder.name, entry.number, remarks)
        for entry in reversed(entries):
            if digest in _without_withheld(folder, entry, library):
                yield Judged(path, Verdict.WITHHELD_SINCE, folder.name, entry.number)
        for edition in publications_of(folder).editions:
            if edition.page == digest:
                remark = Phrase(f"page-recorded-{edition.standing}", number=edition.edition, day=edition.day)
                yield Judged(path, Verdict.UNKNOWN, folder.name, 0, (remark,))


def _remarks(folder: Path, entry: "Approval", entries: "Sequence[Approval]", library: "Library") -> "Iterator[Phrase]":
    """Yield what to know about an approved page: that it shows what is withheld since, or that a later one is there."""
    from iama.audit.asapproved import newly_withheld_rows
    from iama.cli.asapproved import load_decision
    from iama.files.store import read_dossier

    withheld = newly_withheld_rows(load_decision(folder, entry).snapshot_document(entry), read_dossier(folder, library))
    if withheld:
        yield Phrase("page-shows-withheld", count=len(withheld), algorithm=folder.name)
    later = [one.number for one in entries if one.questionnaire == entry.questionnaire and one.number > entry.number]
    if later:
        yield Phrase("page-later", number=later[-1])


def _without_withheld(folder: Path, entry: "Approval", library: "Library") -> "Mapping[str, str]":
    """Return the digests of the page of a decision without what is withheld since, by language."""
    from iama.cli.published_page import decided_page
    from iama.files.store import read_dossier
    from iama.model.canonical import digest_of
    from iama.model.publication import Standing

    now = read_dossier(folder, library)
    made = [decided_page(folder, entry, now, language, library) for language in entry.pages or ("",)]
    return {digest_of(one.page): one.language for one in made if one.standing is Standing.WITHHELD_SINCE}
