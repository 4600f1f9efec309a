"""Where a project keeps its dossiers, by its configuration or without one."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from iama.files.dossierfolder import FILES
from iama.files.settings import AUTHORITY, DEFAULT_ROOT, SIGNERS, SIGNING, TIMESTAMP, settings_around
from iama.files.store import checked_id, dossiers, holds_dossier
from iama.model.problems import UsageError, choices_hint
from iama.model.signing import RULED, Signing, Stamping
from iama.model.struct import replace
from iama.words import Phrase


class Workspace(Struct, frozen=True):
    """The folder that holds the configuration, and the root of its dossiers."""

    base: Path
    root: Path
    language: str = "nl"
    authority: str = ""  # the market surveillance authority, as notifications address it
    settings: Mapping[str, Any] = field(default_factory=dict)  # as written
    file: Path | None = None
    ruling: Signing | None = None  # that counts in place of what is configured here

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Workspace) and (self.base, self.root, self.language, self.authority) == (
            other.base,
            other.root,
            other.language,
            other.authority,
        )

    def __hash__(self) -> int:
        return hash((self.base, self.root, self.language, self.authority))

    @property
    def signing(self) -> Signing:
        """What is asked of signatures under decisions."""
        if self.ruling is not None:
            return self.ruling
        name, table = str(self.settings.get(SIGNERS, "")), self.settings.get(SIGNING, {})
        return Signing(
            self.base / name if name else None,
            str(table.get("required-from", RULED)),
            {key: tuple(names) for key, names in table.get("principals", {}).items()},
            table.get("separate-roles", False),
        )

    @property
    def stamping(self) -> Stamping:
        """Where time stamps of decisions come from."""
        table = self.settings.get(TIMESTAMP, {})
        roots = str(table.get("roots", ""))
        return Stamping(str(table.get("url", "")), self.base / roots if roots else None)

    @property
    def configured_files(self) -> tuple[Path, ...]:
        """The files that the configuration names, which no result may replace."""
        gate = self.settings.get("check", {})
        baseline = gate.get("baseline") if isinstance(gate, dict) else None
        kept = baseline.get("file") if isinstance(baseline, dict) else None
        roots = self.settings.get(TIMESTAMP, {}).get("roots")
        names = (self.settings.get(SIGNERS), self.settings.get("theme"), kept, roots)
        return tuple(self.base / str(name) for name in names if name)

    def folder(self, algorithm: str) -> Path:
        """Return the folder of an existing dossier; raises UsageError with a suggestion."""
        folder = self.root / checked_id(algorithm)
        if holds_dossier(folder):
            return folder
        names = [path.name for path in dossiers(self.root)]
        hint = choices_hint(algorithm, names) if names else Phrase("config-make-dossier")
        raise UsageError("config-no-dossier", algorithm=algorithm, root=self.root, hint=hint)


def find_workspace(start: Path, root: Path | None = None) -> Workspace | None:
    """Return the workspace around `start`, or None when nothing says where dossiers are.

    A folder `assessments` in `start` will do where nothing is configured; raises UsageError for
    configuration with a mistake.
    """
    if workspace := configured_workspace(start, root):
        return workspace
    return Workspace(start, start / DEFAULT_ROOT) if (start / DEFAULT_ROOT).is_dir() else None


def configured_workspace(start: Path, root: Path | None = None) -> Workspace | None:
    """Return the workspace that configuration names, or None; `root` (the option --root) wins over it."""
    if around := settings_around(start.resolve()):
        found = workspace_of(*around)
        return replace(found, root=root) if root else found
    return Workspace(start, root) if root is not None else None


def workspace_of(path: Path, settings: Mapping[str, Any]) -> Workspace:
    """Return the workspace that a configuration file with these settings makes."""
    root, language, authority = (
        settings.get("root", DEFAULT_ROOT),
        settings.get("language", "nl"),
        settings.get(AUTHORITY),
    )
    return Workspace(
        path.parent, path.parent / str(root), str(language), str(authority or ""), settings=settings, file=path
    )


def locate(algorithm: str, start: Path, root: Path | None = None) -> tuple[Workspace, Path]:
    """Return the workspace and the folder of the dossier called `algorithm`: an id, or a path to its folder.

    Raises UsageError when there is none.
    """
    if algorithm in (".", "..") or any(sign in algorithm for sign in (os.sep, os.altsep or os.sep)):
        folder = Path(os.path.realpath(algorithm))  # unlike `resolve`, at peace with a link to itself
        if not holds_dossier(folder):
            raise UsageError("config-not-a-dossier", path=algorithm, file=FILES["algorithm-1.0"])
        return find_workspace(folder, folder.parent) or Workspace(folder.parent, folder.parent), folder
    workspace = find_workspace(start, root)
    if workspace is None:
        raise UsageError("config-nowhere")
    return workspace, workspace.folder(algorithm)
