"""What whoever decides sees first: signs that a dossier was filled in without much thought."""

from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.language import spoken_language
from iama.cli.options import print_message
from iama.model.problems import UsageError
from iama.words import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from iama.files.config import Workspace
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire


def tell_signs(
    workspace: "Workspace", folder: Path, tree: "Questionnaire", role: str, as_of: "date", library: "Library"
) -> None:
    """Print every sign with its code, on standard error; they keep nobody from deciding."""
    from iama.assess.evaluation import evaluate
    from iama.assess.thoroughness import find_signs
    from iama.files.store import read_dossier

    dossier = read_dossier(folder, library)
    outcome = evaluate(dossier, library.held_trees(dossier.assessments), library.law, as_of)
    signs = find_signs(outcome, dossier, {tree.id: role}, _thresholds(workspace, library))
    if signs:
        print_message("approve-look-again", algorithm=folder.name, err=True)
    for sign in signs:
        about = {"count": sign.count, "of": sign.of, "role": sign.role}
        print_message("approve-sign", sign=Phrase(f"gate-{sign.code}", **about), code=sign.code, inset=True, err=True)
        print_message(f"gate-{sign.code}-hint", inset=True, err=True)


def _thresholds(workspace: "Workspace", library: "Library") -> "Mapping[str, int]":
    """Return from how much on a sign is told; a mistake in the configuration is for `iama check` to tell."""
    from iama.cli.change import gate_config

    try:
        return gate_config(workspace, spoken_language(), library).thresholds
    except UsageError:
        return {}
