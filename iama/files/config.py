"""Where a project keeps its dossiers: `iama.toml`, or `[tool.iama]` in `pyproject.toml`, searched upwards."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iama.files.dossierfolder import FILES
from iama.files.store import checked_id, dossiers, holds_dossier
from iama.model.limits import CONFIGURATION_BYTES
from iama.model.problems import CannotUse, UsageError, meant, reason_of, suggested
from iama.words import LANGUAGES, Phrase

NAME = "iama.toml"
DEFAULT_ROOT = "assessments"
_AUTHORITY = "market-surveillance-authority"
_SIGNERS = "allowed-signers"
_LONGEST_KEY = 100  # parts: reading TOML takes their product with the size of the file
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
_KEYS = {"root": str, "language": str, _AUTHORITY: str, _SIGNERS: str, "theme": str, "check": dict, "waivers": list}
_WANTED: Mapping[type, str] = {
    str: "config-no-text",
    dict: "config-no-table",
    list: "config-no-list",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that holds the configuration, and the root of its dossiers."""

    base: Path
    root: Path
    language: str = "nl"
    authority: str = ""  # the market surveillance authority, as notifications address it
    settings: Mapping[str, Any] = field(default_factory=dict, compare=False)  # as written
    file: Path | None = field(default=None, compare=False)

    @property
    def signers(self) -> Path | None:
        """The file that says which keys may sign decisions (OpenSSH, ALLOWED SIGNERS), when configured."""
        name = str(self.settings.get(_SIGNERS, ""))
        return self.base / name if name else None

    @property
    def read(self) -> tuple[Path, ...]:
        """The files that the configuration names, which no result may replace."""
        gate = self.settings.get("check", {})
        names = (self.settings.get(_SIGNERS), self.settings.get("theme"), gate.get("baseline"))
        return tuple(self.base / str(name) for name in names if name)

    def folder(self, algorithm: str) -> Path:
        """Return the folder of an existing dossier; raises UsageError with a suggestion."""
        folder = self.root / checked_id(algorithm)
        if holds_dossier(folder):
            return folder
        known = [path.name for path in dossiers(self.root)]
        hint = suggested(algorithm, known) if known else Phrase("config-make-dossier")
        raise UsageError("config-no-dossier", algorithm=algorithm, root=self.root, hint=hint)


def workspace(start: Path, root: Path | None = None) -> Workspace | None:
    """Return the workspace around `start`, or None when nothing says where dossiers are.

    A folder `assessments` in `start` will do where nothing is configured; raises UsageError for
    configuration with a mistake.
    """
    if found := configured(start, root):
        return found
    return Workspace(start, start / DEFAULT_ROOT) if (start / DEFAULT_ROOT).is_dir() else None


def configured(start: Path, root: Path | None = None) -> Workspace | None:
    """Return the workspace that configuration names, or None; `root` (the option --root) wins over it."""
    for folder in _homes(start.resolve()):
        if (found := _settings(folder)) is not None:
            path, settings = found
            chosen = root or folder / str(settings.get("root", DEFAULT_ROOT))
            language, authority = settings.get("language", "nl"), settings.get(_AUTHORITY, "")
            return Workspace(folder, chosen, str(language), str(authority), settings=settings, file=path)
    return Workspace(start, root) if root is not None else None


def locate(algorithm: str, start: Path, root: Path | None = None) -> tuple[Workspace, Path]:
    """Return the workspace and the folder of the dossier called `algorithm`: an id, or a path to its folder.

    Raises UsageError when there is none.
    """
    if algorithm in (".", "..") or any(sign in algorithm for sign in (os.sep, os.altsep or os.sep)):
        folder = Path(os.path.realpath(algorithm))  # unlike `resolve`, at peace with a link to itself
        if not holds_dossier(folder):
            raise UsageError("config-not-a-dossier", path=algorithm, file=FILES["algorithm-1.0"])
        return workspace(folder, folder.parent) or Workspace(folder.parent, folder.parent), folder
    found = workspace(start, root)
    if found is None:
        raise UsageError("config-nowhere")
    return found, found.folder(algorithm)


def _homes(start: Path) -> Iterator[Path]:
    """Yield the folders that may hold the configuration: that of IAMA_CONFIG alone, or `start` and those above."""
    named = os.environ.get("IAMA_CONFIG")
    if named and not Path(named).is_file():
        raise UsageError("config-no-file", path=named)
    yield from (Path(named).resolve().parent,) if named else _upwards(start)


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield `folder` and those above it, up to the top of the git repository or the file system."""
    for candidate in (folder, *folder.parents):
        yield candidate
        if (candidate / ".git").exists():
            return


def _settings(folder: Path) -> tuple[Path, Mapping[str, Any]] | None:
    if (path := folder / NAME).is_file():
        return path, _checked(path, _toml(path))
    if (path := folder / "pyproject.toml").is_file():
        tool = _toml(path).get("tool")
        return (path, _checked(path, tool["iama"])) if isinstance(tool, dict) and "iama" in tool else None
    return None


def _toml(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > CONFIGURATION_BYTES:
            raise CannotUse("file-larger", limit=CONFIGURATION_BYTES)
        text = path.read_text(encoding="utf-8-sig")
        if any(line.count(".") > _LONGEST_KEY for line in _QUOTED.sub("", text).splitlines()):
            raise CannotUse("config-long-key")
        return tomllib.loads(text)
    except (ValueError, OSError, RecursionError) as error:  # TOML and UTF-8 that are none, a number without end
        raise UsageError("config-unreadable", path=path, reason=reason_of(error)) from error


def _checked(path: Path, settings: object) -> Mapping[str, Any]:
    if not isinstance(settings, dict):
        raise UsageError("config-no-tool", path=path)
    for key, value in settings.items():
        if key not in _KEYS:
            hint = meant(key, _KEYS) or Phrase("config-keys", words=list(_KEYS))
            raise UsageError("config-unknown-key", path=path, key=key, hint=hint)
        if not isinstance(value, _KEYS[key]):
            raise UsageError(_WANTED[_KEYS[key]], path=path, key=key)
    if settings.get("language", "nl") not in LANGUAGES:
        raise UsageError("config-language", path=path)
    root = str(settings.get("root", DEFAULT_ROOT))
    if not root.isprintable():
        raise UsageError("config-root-character", path=path)
    *_, top = _upwards(path.parent)
    if Path(root).is_absolute() or not Path(os.path.normpath(path.parent / root)).is_relative_to(top):
        raise UsageError("config-root-outside", path=path)
    return settings
