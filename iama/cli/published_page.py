"""The page of an edition: as it was decided on, the same without what is withheld since, or a concept of today."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from iama.model.problems import Refused
from iama.model.publication import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.audit.chain import Kept
    from iama.audit.snapshot import Snapshot
    from iama.cli.options import Reading
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier, Row
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire
    from iama.publish.leaks import Edition
    from iama.publish.wording import View


class Made(Struct, frozen=True):
    """A page that can go out: its bytes, its view, and what it was compared with."""

    tree: "Questionnaire"
    standing: Standing
    page: bytes
    view: "View"
    language: str
    editions: "Sequence[Edition]"
    approval: int = 0


def concept_page(reading: "Reading", tree: "Questionnaire", language: str) -> Made:
    """Return the public page of today, marked as a concept: nobody decided on it."""
    from iama.cli.asapproved import render_html
    from iama.cli.leaking import edition_of
    from iama.cli.options import public_of
    from iama.cli.reports import Format, house_of
    from iama.publish.edition import public_view
    from iama.publish.house import with_house
    from iama.publish.officialtext import official_data, with_official_texts
    from iama.publish.record import record_digest

    public = public_of(reading).public
    assert public is not None  # public_of makes one
    view = public_view(public, reading.library.law, language=language, only=[tree.id])
    page = with_house({**view, "concept": True}, house_of(reading.workspace, None, Format.HTML))
    page = with_official_texts(
        page, official_data(reading.library.official_text, reading.dossier.assessments, language)
    )
    page["digest"] = record_digest(page)
    edition = edition_of(reading.dossier, public, [tree.id])
    return Made(tree, Standing.CONCEPT, render_html(page).encode(), page, language, [edition])


def decided_page(folder: Path, entry: "Approval", now: "Dossier", language: str, library: "Library") -> Made:
    """Return the page that was decided on, without what `now` withholds since.

    Raises Refused for a snapshot that is not as it was, and for a language in which no page was decided on.
    """
    from iama.audit.asapproved import newly_withheld_rows
    from iama.audit.snapshot import refusing_misfits
    from iama.cli.asapproved import load_decision, refusing_broken_snapshot

    if language and entry.pages and language not in entry.pages:
        raise Refused("publish-language", number=entry.number, language=language, known=[*entry.pages])
    with refusing_broken_snapshot(folder, entry), refusing_misfits():
        decision = load_decision(folder, entry)
        bound = decision.snapshot(entry)
        withheld = newly_withheld_rows(bound, now)
        page, view = _page_and_view(decision, entry, bound, withheld, language or bound.language)
        return Made(
            tree=bound.tree,
            standing=Standing.WITHHELD_SINCE if withheld else Standing.APPROVED,
            page=page,
            view=view,
            language=language or bound.language,
            editions=[_edition_then(bound, withheld)],
            approval=entry.number,
        )


def _page_and_view(
    decision: "Kept", entry: "Approval", bound: "Snapshot", withheld: "Sequence[Row]", language: str
) -> "tuple[bytes, View]":
    import json

    from iama import __version__
    from iama.audit.asapproved import approved_edition
    from iama.cli.asapproved import render_html
    from iama.publish.house import with_house
    from iama.publish.officialtext import OFFICIAL, with_official_texts

    stored = decision.page(entry, f"public.{language}.html.gz")
    kept = stored and decision.page(entry, f"public.{language}.json.gz")
    document: dict[str, Any] = json.loads(kept) if kept else {}
    if stored and document and not withheld:
        return stored, document
    view = approved_edition(bound, language=language, public=True, withheld=withheld, again=__version__)
    view = with_official_texts(with_house(view, document.get("house")), document.get(OFFICIAL))
    return render_html(view).encode(), view


def _edition_then(bound: "Snapshot", withheld: "Sequence[Row]") -> "Edition":
    """Return what was decided on, to be compared with what it keeps back by now."""
    from iama.assess.withholding import judge_public
    from iama.audit.asapproved import with_withheld_rows
    from iama.cli.leaking import edition_of
    from iama.model.struct import replace
    from iama.publish.leaks import decision_said

    whole = replace(with_withheld_rows(bound, withheld), approvals=(bound.decision,), earlier=bound.earlier)
    public = judge_public(whole, bound.trees.values(), bound.law, bound.as_of)
    return edition_of(whole, public, [bound.tree.id], decision_said(public.dossier.approvals[-1]))
