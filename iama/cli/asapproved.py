"""What was approved, found on disk for the commands that show it."""

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from iama.cli.options import print_message
from iama.model.problems import Refused, UsageError, reason_of
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iama.audit.chain import Kept
    from iama.audit.snapshot import Snapshot
    from iama.model.approval import Approval
    from iama.model.dossier import Dossier
    from iama.model.library import Library
    from iama.model.signing import Signing
    from iama.publish.wording import View


def approved_state(folder: Path, number: int | None, only: "Sequence[str]") -> "tuple[Snapshot, Approval]":
    """Return what an approval binds, and its entry: that of `number`, or the last; of the refs in `only` when given.

    Nothing else of the dossier is read. Raises UsageError when there is no such approval, Refused when its snapshot is
    not what the entry says.
    """
    entry = _find_approval(folder, number, only)
    with refusing_broken_snapshot(folder, entry):
        return load_decision(folder, entry).snapshot(entry), entry


def _find_approval(folder: Path, number: int | None, only: "Sequence[str]") -> "Approval":
    from iama.files.store import read_decisions

    every = read_decisions(folder)
    approvals = [
        approval
        for approval in every
        if number in (None, approval.number) and (not only or approval.questionnaire in only)
    ]
    if not approvals:
        names = [f"{approval.number} ({approval.questionnaire})" for approval in every] or Phrase("asked-none")
        raise UsageError("as-approved-none", algorithm=folder.name, known=names)
    return approvals[-1]


@contextmanager
def refusing_broken_snapshot(folder: Path, approval: "Approval") -> "Iterator[None]":
    """Refuse what needs a snapshot that is not as it should be."""
    from iama.audit.snapshot import BrokenSnapshot

    try:
        yield
    except BrokenSnapshot as error:
        reason = reason_of(error)
        raise Refused("as-approved-broken", algorithm=folder.name, number=approval.number, reason=reason) from error


def load_decision(folder: Path, approval: "Approval") -> "Kept":
    """Return one decision with what it binds; of the folder of what was approved only those files are looked at."""
    from iama.audit.chain import Kept
    from iama.audit.pages import page_names
    from iama.audit.snapshot import file_name
    from iama.files.store import approved_files, objects

    names = [file_name(approval.snapshot), *page_names(approval)]
    return Kept(folder.name, (approval,), approved_files(folder, names), objects(folder))


def render_html(view: "View") -> str:
    """Return a view as the HTML of this program, with official measures beside what was found, without a theme."""
    from iama.files.shipped import SHIPPED, shipped_folder
    from iama.publish.kader import with_page_measures
    from iama.publish.report import render

    values = with_page_measures(view, SHIPPED.kader)
    return render(values, "html", shipped_folder("reports"), glossary=SHIPPED.glossary)


class Page(Struct, frozen=True):
    """A page of what was approved: as it was decided on (`stored`), or its view, to be rendered again."""

    number: int
    stored: bytes | None
    view: "View"


def approved_page(
    folder: Path,
    number: int | None,
    only: "Sequence[str]",
    language: str,
    to: str,
    library: "Library",
    *,
    public: bool,
    fresh: bool,
) -> Page:
    """Return the page of what was approved, html or json, and say when it is not the one that was decided on.

    `fresh` asks for that. Raises as `approved_state`. For the public, what the follow-up withholds by now is left out:
    a page on which that stands is not given out.
    """
    import json

    from iama import __version__
    from iama.audit.asapproved import approved_edition, newly_withheld_rows
    from iama.audit.snapshot import refusing_misfits
    from iama.publish.officialtext import OFFICIAL, with_official_texts

    entry = _find_approval(folder, number, only)
    with refusing_broken_snapshot(folder, entry), refusing_misfits():
        decision = load_decision(folder, entry)
        document = decision.snapshot_document(entry)
        withheld = newly_withheld_rows(document, _now(folder, library)) if public else ()
        if withheld:
            print_message("as-approved-withheld", count=len(withheld), err=True)
        name = f"{'public' if public else 'internal'}.{language or document.language}.{to}.gz"
        if not fresh and not withheld and (stored := decision.page(entry, name)) is not None:
            return Page(entry.number, stored, {})
        print_message(_made_again(entry, fresh=fresh, withheld=bool(withheld)), version=__version__, err=True)
        bound = decision.snapshot(entry)
        page = approved_edition(bound, language=language, public=public, withheld=withheld, again=__version__)
        kept = decision.page(entry, f"public.{language or document.language}.json.gz")
        return Page(entry.number, None, with_official_texts(page, json.loads(kept).get(OFFICIAL) if kept else None))


def _made_again(entry: "Approval", *, fresh: bool, withheld: bool) -> str:
    """Return the key of what says that a page was made again, and why as far as that is not said yet."""
    if withheld:
        return "as-approved-again"
    if fresh:
        return "as-approved-again-fresh"
    return "as-approved-again-other-page" if entry.keeps_pages else "as-approved-again-no-pages"


def decision_now(
    folder: Path,
    dossier: "Dossier",
    only: "Sequence[str]",
    language: str,
    public: "Dossier | None",
    library: "Library",
    signing: "Signing",
) -> "View | None":
    """Return the last decision about what a page of today shows, and whether its answers changed since.

    `only` holds ids of questionnaires, none for all; `public` is the dossier as the public may have it. `signing` is
    what the project asks of signatures: where it names no keys, nothing is said of one.
    """
    from iama.audit.asapproved import withholds_actions
    from iama.model.questionnaire import plain_id
    from iama.publish.edition import describe_decision

    approvals = [approval for approval in dossier.approvals if not only or plain_id(approval.questionnaire) in only]
    tree = library.find_questionnaire(approvals[-1].questionnaire) if approvals else None
    if tree is None:
        return None
    changed = not unchanged_by_ref(folder, dossier, public).get(approvals[-1].questionnaire, False)
    actions = not withholds_actions(dossier, tree.ref)
    signed = _signature_holds(approvals[-1], signing)
    return describe_decision(
        approvals[-1], tree, language, public=public is not None, actions=actions, changed=changed, signed=signed
    )


def _signature_holds(approval: "Approval", signing: "Signing") -> bool | None:
    """Return whether the signature of a decision holds; None where that cannot be told."""
    from iama.audit.verification import Seal
    from iama.gate.rules.integrity import Seals

    seal, _ = Seals(signing).judge(approval) if signing.allowed else (Seal.UNCHECKED, "")
    return None if seal in (Seal.UNCHECKED, Seal.UNJUDGED) else seal is Seal.VALID


def unchanged_by_ref(folder: Path, dossier: "Dossier", public: "Dossier | None") -> "dict[str, bool]":
    """Return of every decided assessment (ref) whether its answers are still those of its last decision.

    With `public`, as far as the public may know. One of which that cannot be told, because the snapshot is not as it
    should be, is left out.
    """
    from iama.audit.snapshot import BrokenSnapshot
    from iama.audit.verification import has_changed_answers
    from iama.model.problems import UnusableFile

    unchanged = {}
    for approval in {approval.questionnaire: approval for approval in dossier.approvals}.values():
        with suppress(BrokenSnapshot, UnusableFile, UsageError):
            unchanged[approval.questionnaire] = not has_changed_answers(
                approval, load_decision(folder, approval).snapshot(approval), dossier, public
            )
    return unchanged


def _now(folder: Path, library: "Library") -> "Dossier":
    """Return the dossier of today, for what its follow-up withholds; raises UnusableFile when that cannot be read."""
    from iama.files.dossierfolder import file_of
    from iama.files.store import inspect_dossier
    from iama.model.problems import UnusableFile

    dossier, findings = inspect_dossier(folder, library)
    name = file_of("follow-up-1.0")
    if mistakes := [finding for finding in findings if Path(finding.place.path).name == name]:
        raise UnusableFile(mistakes)
    return dossier
