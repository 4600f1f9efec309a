"""The command merge: the merge driver that git may call for the files of a dossier."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import print_message

if TYPE_CHECKING:
    from iama.model.dossier import Assessment
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire


@app.command(help="help-merge")
def merge(
    base: Annotated[Path, typer.Argument(metavar="BASE", exists=True, dir_okay=False, help="help-merge-base")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", exists=True, dir_okay=False, help="help-merge-ours")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", exists=True, dir_okay=False, help="help-merge-theirs")],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="help-merge-name")] = "",
) -> None:
    """Merge two versions of an assessment question by question, as a merge driver of git."""
    from iama.audit.merging import merge_assessments, with_markers
    from iama.cli.housepacks import library_here
    from iama.files.layout import write_assessment
    from iama.files.output import pointed_at, write_result
    from iama.files.programs import merge_lines

    name = name or str(ours)
    if _merge_decisions(base, ours, theirs, name):
        return
    library = library_here()
    versions = [_readable(path, library) for path in (base, ours, theirs)]
    trees = {version[1].ref: version[1] for version in versions if version}
    target = pointed_at(ours)
    if None in versions or len(trees) > 1:
        text, whole = merge_lines(base, ours, theirs)
        write_result(target, text)
        if whole:
            return
        print_message("merge-by-line", path=name, err=True)
        raise typer.Exit(1)
    (tree,) = trees.values()
    merged = merge_assessments(*(version[0] for version in versions if version))
    texts = [write_assessment(side, tree) for side in (merged.ours, merged.theirs)]
    write_result(target, with_markers(*texts))
    for question, key in merged.clashes:
        place = f"{tree.questions[question].number or question}" + (f" [{key}]" if key else "")
        print_message("merge-clash", path=name, place=place, err=True)
    if merged.clashes:
        raise typer.Exit(1)


def _merge_decisions(base: Path, ours: Path, theirs: Path, name: str) -> bool:
    """Merge three versions of `approvals.yaml`, and return whether that is what they are."""
    from iama.audit.branches import NoCommonStart, merge_decisions
    from iama.files.approvalfile import NAME, read_approvals, with_entry
    from iama.files.output import pointed_at, write_result
    from iama.files.store import read_bytes

    if Path(name).name != NAME:
        return False
    contents = [read_bytes(path) for path in (base, ours, theirs)]
    read = [read_approvals(name, content) if content.strip() else ((), ()) for content in contents]
    if any(findings for _, findings in read):
        return False
    before, mine, other = (approvals for approvals, _ in read)
    try:
        first, added = merge_decisions(before, mine, other)
    except NoCommonStart:
        return False
    text = contents[1 if first == mine else 2].decode("utf-8-sig")
    for entry in added:
        text = with_entry(Path(name), text, entry)
    write_result(pointed_at(ours), text.encode())
    for entry in added:
        print_message(
            "merge-decision",
            path=name,
            number=entry.number,
            was=entry.as_made.number,
            ref=entry.questionnaire,
            decision=entry.decision,
            err=True,
        )
    return True


def _readable(path: Path, library: "Library") -> "tuple[Assessment, Questionnaire] | None":
    """Return an assessment that can be written back as it stands, with its tree; else None."""
    from iama.files.dossierfile import read_assessment
    from iama.files.layout import comments_by_hand
    from iama.files.store import read_bytes

    content = read_bytes(path)
    assessment, findings = read_assessment(str(path), content, library.find_questionnaire)
    if assessment is None or findings or comments_by_hand(content.decode("utf-8-sig")):
        return None
    return assessment, library.resolve_questionnaire(assessment.questionnaire)
