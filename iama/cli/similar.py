"""Where a new dossier takes its proposals from: a bundle, or another dossier."""

from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.options import here, open_dossier, print_message, public_of, today
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.assess.outcome import Outcome
    from iama.model.questionnaire import Questionnaire


def similar_case(source: str, root: Path | None) -> "tuple[Outcome, str]":
    """Return a similar case as the public may have it, judged, and what it is called.

    Raises UsageError for a public bundle, for several in one, and for one that is not whole; UnusableFile.
    """
    path = here() / source
    if path.suffix == ".zip" or path.is_file():
        return _of_bundle(path)
    reading = public_of(open_dossier(source, root, None))
    return reading.outcome, reading.dossier.id


def _of_bundle(path: Path) -> "tuple[Outcome, str]":
    from iama.assess.withholding import judge_public
    from iama.audit.bundle import BrokenBundle
    from iama.audit.bundles import split_bundles
    from iama.audit.openedbundle import read_bundle, read_manifest
    from iama.audit.snapshot import refusing_misfits
    from iama.files.dossierfolder import read_folder
    from iama.files.openbundle import open_bundle
    from iama.files.shipped import SHIPPED, with_trees
    from iama.files.store import refuse_errors

    try:
        with open_bundle(path) as found, refusing_misfits(BrokenBundle, "bundle"):
            bundles = split_bundles(found.files)
            if len(bundles) != 1:
                raise UsageError("new-from-several", path=path, names=list(bundles))
            files = next(iter(bundles.values()))
            if read_manifest(files).get("edition") == "public":
                raise UsageError("new-from-public", path=path)
            content = read_bundle(files)
            if content.faults:
                raise UsageError("new-from-broken", path=path)
            trees = {tree.ref: tree for tree in content.trees}
            library = with_trees(SHIPPED, trees)  # questions of a house pack come with the bundle
            dossier, findings = read_folder(f"dossier/{content.algorithm}", content.dossier, library, trees.get)
            refuse_errors(findings)
            return judge_public(
                dossier, content.trees, content.law, today()
            ).outcome, f"{content.algorithm} ({path.name})"
    except BrokenBundle as error:
        raise UsageError("new-from-broken", path=path) from error


def propose_answers(folder: Path, trees: "Sequence[Questionnaire]", outcome: "Outcome", origin: str) -> None:
    """Put what a similar case proposes in a new dossier, and say how much that is."""
    from functools import partial

    from iama.assess.similar import proposals_for, with_proposals
    from iama.cli.options import kept_history
    from iama.files.shipped import SHIPPED
    from iama.files.store import update_assessments

    day = today().isoformat()
    changes, count = {}, 0
    for tree in trees:
        proposed = proposals_for(tree, outcome, SHIPPED.generic.get(tree.ref, ()), origin, day)
        count += len(proposed)
        if proposed:
            changes[tree] = partial(with_proposals, proposals=proposed)
    if changes:
        update_assessments(folder, changes, history=kept_history(folder))
    print_message(
        "new-proposed" if count else "new-nothing-proposed", algorithm=folder.name, origin=origin, count=count
    )
