"""The command that has decisions stamped with the time by an authority: timestamp."""

from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli import app
from iama.cli.options import Algorithm, Root, here, print_message

if TYPE_CHECKING:
    from iama.audit.stamps import Stamped
    from iama.files.config import Workspace
    from iama.model.signing import Stamping


@app.command(help="help-timestamp")
def timestamp(algorithm: Algorithm, root: Root = None) -> None:
    """Have an authority say that the decisions about an algorithm were there today."""
    from iama.files.config import locate

    workspace, folder = locate(algorithm, here(), root)
    if not stamp_decisions(workspace, folder):
        print_message("timestamp-nothing", algorithm=folder.name)


def stamp_decisions(workspace: "Workspace", folder: Path) -> int:
    """Stamp every decision that has no time stamp yet, say so, and return how many; raises NoStamp and UsageError."""
    from iama.audit.stamps import stamp_name, stamp_names, stamped_at
    from iama.files.store import approved_files, keep_approved, read_decisions
    from iama.files.timestamps import request_stamp
    from iama.model.entries import approval_digest

    there = set(approved_files(folder))
    waiting = [entry for entry in read_decisions(folder) if there.isdisjoint(stamp_names(entry))]
    for entry in waiting:
        content = request_stamp(approval_digest(entry), workspace.stamping)
        keep_approved(folder, {stamp_name(entry): content})
        stamped = stamped_at(content)
        moment = f"{stamped:%Y-%m-%d %H:%M}" if stamped else "?"
        print_message("timestamp-made", algorithm=folder.name, number=entry.number, moment=moment)
    return len(waiting)


def stamp_judge(stamping: "Stamping") -> "Stamped":
    """Return what says whether a time stamp over a digest holds, by the certificates that are configured."""
    from iama.audit.stamps import Stamp, stamped_at
    from iama.files.programs import NoProgram
    from iama.files.timestamps import stamp_fault
    from iama.words import Phrase

    def judge(digest: str, content: bytes) -> tuple[Stamp, Phrase | str]:
        if stamping.roots is None:
            return Stamp.UNCHECKED, ""
        moment = stamped_at(content)
        try:
            fault = stamp_fault(digest, content, stamping.roots, int(moment.timestamp()) if moment else None)
        except NoProgram as error:
            return Stamp.UNJUDGED, Phrase("seal-unjudged", reason=error)
        return (Stamp.INVALID, fault) if fault else (Stamp.VALID, "")

    return judge
