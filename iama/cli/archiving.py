"""What an archive gets beside a bundle: the page as PDF/A, and data about the dossier and its files (MDTO)."""

from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import Reading, print_message, today

if TYPE_CHECKING:
    from iama.audit.bundle import State


def describe_for_archive(bundle: Path, reading: Reading, state: "State", valuation: str, *, public: bool) -> None:
    """Write the page of the last decision as PDF/A and the data beside a bundle that is written.

    `reading` is what the public may know of the dossier, `valuation` what the selection list says (B or V).
    """
    from iama.files.output import own_target, write_result
    from iama.files.store import read_bytes
    from iama.model.limits import BUNDLE_BYTES
    from iama.publish.mdto import file_document, object_document

    wording = reading.wording(state.language)
    files = {bundle.name: read_bytes(bundle, BUNDLE_BYTES)}
    made: dict[str, str | bytes] = {}
    if page := _pdf_of_last_page(state, public=public):
        files[f"{bundle.stem}-archive.pdf"] = page
        made[f"{bundle.stem}-archive.pdf"] = page
    for name, content in files.items():
        made[f"{name}.bestand.mdto.xml"] = file_document(name, content, wording, today())
    made[f"{bundle.stem}.mdto.xml"] = object_document(
        wording, reading.dossier.approvals, [*files], valuation, public=public
    )
    for name, document in made.items():
        write_result(own_target(bundle.parent, name), document)
    print_message("bundle-archive-written", files=sorted(made))


def _pdf_of_last_page(state: "State", *, public: bool) -> bytes | None:
    """Return the page of the last decision, or that of today, as PDF/A; None, which is told, where none can be made."""
    from iama.audit.bundle import reports
    from iama.cli.asapproved import render_html
    from iama.cli.papers import ARCHIVED, pdf_if_possible

    *_, last = (one for one in reports(state) if one.name.endswith("public.html" if public else "internal.html"))
    return pdf_if_possible(last.page_bytes(render_html).decode(), ARCHIVED)
