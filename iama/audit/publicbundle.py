"""A bundle for everyone: the public pages of a dossier and digests, no snapshot and no text of an entry.

Whether a decision could be taken is not in it; what can be said is that a page is the one that belongs to a digest.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from iama.audit.bundle import MANIFEST, PUBLIC_VERSION, REPORTS, BrokenBundle, Made, State, reports
from iama.audit.doubt import Doubt
from iama.audit.openedbundle import file_faults, listed_files, strange_keys
from iama.audit.snapshot import refusing_misfits
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.contents import Contents
from iama.model.entries import approval_digest
from iama.model.problems import Level
from iama.publish.wording import View
from iama.words import Phrase

_PUBLIC = "public.html"


def compose_public_bundle(state: State, made: Made) -> Mapping[str, bytes]:
    """Return the files of a public bundle by name."""
    pages = {report.name: report for report in reports(state) if report.name.endswith(_PUBLIC)}
    reads = {name: partial(bytes, report.page_bytes(made.render)) for name, report in pages.items()}
    files = Contents(reads)
    manifest = {
        "iama_bundle": PUBLIC_VERSION,
        "edition": "public",
        "algorithm": state.dossier.id,
        "as_of": state.as_of.isoformat(),
        "language": state.language,
        "program": {"version": made.program.version, "code": made.program.code},
        "decisions": [_decision_record(state, number, files) for number in range(len(state.kept.approvals))],
        "files": {name: digest_of(content).removeprefix("sha256:") for name, content in files.items()},
    }
    return Contents(reads | {MANIFEST: partial(canonical_bytes, manifest)})


def _decision_record(state: State, place: int, files: Mapping[str, bytes]) -> View:
    """Return what everyone may know of a decision; `page` is left out when the page is not the one of then."""
    approval = state.kept.approvals[place]
    name = _page_name(approval.number)
    digests = {pages.public for pages in approval.pages.values()}
    page = digest_of(files[name]) if name in files else ""
    return {
        "number": approval.number,
        "entry": approval_digest(approval),
        "snapshot": approval.snapshot,
        **({"page": page} if page in digests else {}),
    }


def _page_name(number: int) -> str:
    return f"{REPORTS}approval-{number}-{_PUBLIC}"


def public_doubts(manifest: View, files: Mapping[str, bytes]) -> Iterator[Doubt]:
    """Yield what can be said of a public bundle: which page belongs to its digest, and what is wrong or strange.

    Raises BrokenBundle.
    """
    with refusing_misfits(BrokenBundle, "bundle"):
        listed = listed_files(manifest["files"], files)
        for fault in file_faults(manifest["files"], files):
            yield Doubt("bundle-broken", Level.ERROR, fault, "", Phrase("bundle-broken-hint"))
        for strange in (*strange_keys(manifest), *_strange_names(manifest, listed, files)):
            yield Doubt("bundle-repacked", Level.WARNING, strange, "", Phrase("bundle-unproven"))
        for record in manifest["decisions"]:
            yield _page_doubt(record, listed)


def _page_doubt(record: View, listed: Mapping[str, bytes]) -> Doubt:
    name, number = _page_name(record["number"]), record["number"]
    about = {"number": number, "name": name, "digest": record.get("page", "")}
    if "page" not in record:
        return Doubt("page-matches", Level.NOTE, Phrase("bundle-page-again", **about), name)
    if name not in listed or digest_of(listed[name]) != record["page"]:
        hint = Phrase("bundle-broken-hint")
        return Doubt("bundle-broken", Level.ERROR, Phrase("bundle-page-no-match", **about), name, hint)
    return Doubt("page-matches", Level.NOTE, Phrase("bundle-page-matches", **about), name)


def _strange_names(manifest: View, listed: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[Phrase]:
    known = {f"{REPORTS}{_PUBLIC}", *(_page_name(record["number"]) for record in manifest["decisions"])}
    for name in sorted(files):
        if name != MANIFEST and not (name in listed and name in known):
            yield Phrase("bundle-strange-name", name=name)
