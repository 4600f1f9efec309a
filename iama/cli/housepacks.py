"""The library of a project: what is shipped, and its house packs."""

from pathlib import Path
from typing import TYPE_CHECKING

from iama.cli.places import here, path_from_here

if TYPE_CHECKING:
    from iama.files.config import Workspace
    from iama.files.packfiles import HousePack
    from iama.files.walking import Walked
    from iama.model.dossier import Dossier
    from iama.model.library import Library
    from iama.model.problems import Finding


def library_of(workspace: "Workspace | None") -> "Library":
    """Return what a project knows: what is shipped, the packs that its configuration names, and official texts."""
    from iama.model.officialtext import FOLDER

    packs = house_packs(workspace)
    if workspace is None or not (workspace.base / FOLDER).is_dir():
        return library_with(packs)
    from iama.files.officialtextfile import WordedLibrary
    from iama.files.shipped import SHIPPED
    from iama.lint.housepacks import pack_faults

    return WordedLibrary(SHIPPED, packs, pack_faults, workspace.base, path_from_here)


def library_here(root: Path | None = None) -> "Library":
    """Return what the project around this folder knows; what is shipped where there is none."""
    from iama.files.config import configured_workspace

    return library_of(configured_workspace(here(), root))


def house_packs(workspace: "Workspace | None") -> "tuple[HousePack, ...]":
    """Return the packs that the configuration of a project names, with what is wrong with each."""
    from iama.files.settings import HOUSE

    if workspace is None or workspace.file is None or not workspace.settings.get(HOUSE):
        return ()
    from iama.files.packfiles import read_packs

    text = workspace.file.read_text(encoding="utf-8-sig")
    return read_packs(workspace.base, workspace.settings, path_from_here(workspace.file), text)


def library_with(packs: "tuple[HousePack, ...]") -> "Library":
    """Return what is shipped, with these packs."""
    from iama.files.shipped import SHIPPED

    if not packs:
        return SHIPPED
    from iama.files.housepacks import HouseLibrary
    from iama.lint.housepacks import pack_faults

    return HouseLibrary(SHIPPED, packs, pack_faults)


def with_decided_questions(
    folder: Path, dossier: "Dossier", walked: "Walked", findings: "tuple[Finding, ...]", library: "Library"
) -> "tuple[Dossier, tuple[Finding, ...]]":
    """Return a dossier that was read, with its findings; what a pack asked that is gone, as decisions keep it."""
    from iama.audit.chain import Kept
    from iama.audit.housepacks import decided_trees, usable_trees
    from iama.files.dossierfolder import read_folder
    from iama.files.shipped import with_trees
    from iama.model.questionnaire import organisation_of, plain_id

    stems = (name.removesuffix(".yaml") for name in walked.files if "/" not in name)
    lost = [stem for stem in stems if organisation_of(plain_id(stem)) and usable_trees(library)(stem) is None]
    kept = Kept(dossier.id, dossier.approvals, walked.approved_contents, walked.objects)
    if not lost or not (trees := decided_trees(kept, lost)):
        return dossier, findings
    again, wrong = read_folder(str(folder), walked.files, with_trees(library, trees))
    return again, (*walked.refused, *wrong)
