"""What a project's configuration says: `iama.toml`, or `[tool.iama]` in `pyproject.toml`, searched upwards.

Knows no dossier, so that the language of a message can be looked up without reading one.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from iama.model.limits import CONFIGURATION_BYTES, HOUSE_PACKS
from iama.model.problems import CannotUse, UsageError, misspelling_hint, reason_of
from iama.words import LANGUAGES, Phrase

NAME, PROJECT = "iama.toml", "pyproject.toml"
DEFAULT_ROOT = "assessments"
AUTHORITY = "market-surveillance-authority"
SIGNERS, SIGNING, TIMESTAMP = "allowed-signers", "signing", "timestamp"
HOUSE = "house"  # a table for each house pack: `path`, and `sha256` of what stands there
_LONGEST_KEY = 100  # parts: reading TOML takes their product with the size of the file
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INSIDE = re.compile(r"(?!\.)[^/\\:]+(?:/(?!\.)[^/\\:]+)*")  # no name in it begins with a point
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
KEYS: Mapping[str, type] = {
    **dict.fromkeys(("root", "language", AUTHORITY, SIGNERS, "theme"), str),
    **{SIGNING: dict, TIMESTAMP: dict, "check": dict, "waivers": list, HOUSE: list},
}
_SIGNING: Mapping[str, Callable[[Any], bool]] = {
    "required-from": lambda value: type(value) is date,
    "principals": lambda value: isinstance(value, dict) and all(map(_is_names, value.values())),
    "separate-roles": lambda value: isinstance(value, bool),
}
_TIMESTAMP: Mapping[str, Callable[[Any], bool]] = {
    "url": lambda value: isinstance(value, str) and value.startswith(("https://", "http://")),
    "roots": lambda value: isinstance(value, str),
}
_WANTED: Mapping[type, str] = {
    str: "config-no-text",
    dict: "config-no-table",
    list: "config-no-list",
}


def settings_around(start: Path) -> tuple[Path, Mapping[str, Any]] | None:
    """Return the file that counts in `start`, and what it says: that of IAMA_CONFIG alone, else the nearest above.

    None when there is none; raises UsageError for one with a mistake.
    """
    if name := os.environ.get("IAMA_CONFIG"):
        path = Path(name).resolve()
        return path, settings_in(path)
    for folder in _upwards(start):
        for path in (folder / NAME, folder / PROJECT):
            if (settings := _settings(path)) is not None:
                return path, settings
    return None


def settings_in(path: Path) -> Mapping[str, Any]:
    """Return what a configuration says; raises UsageError when there is none, or one with a mistake."""
    if (settings := _settings(path)) is None:
        raise UsageError("config-no-file", path=path)
    return settings


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) and name for name in value)


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield `folder` and those above it, up to the top of the git repository or the file system."""
    for candidate in (folder, *folder.parents):
        yield candidate
        if (candidate / ".git").exists():
            return


def _settings(path: Path) -> Mapping[str, Any] | None:
    """Return what a file says; None for a `pyproject.toml` that says nothing of us, or a file that is not there."""
    if not path.is_file():
        return None
    table = _own_table(path, _toml(path))
    return _check_settings(path, table) if table is not None or path.name != PROJECT else None


def _own_table(path: Path, table: Mapping[str, Any]) -> object:
    """Return what a file says to us; None for a `pyproject.toml` that says nothing."""
    if path.name != PROJECT:
        return table
    tool = table.get("tool")
    return tool.get("iama") if isinstance(tool, dict) else None


def packs_in_toml(path: Path, content: bytes) -> Sequence[Mapping[str, str]]:
    """Return the house packs that a configuration names; raises UsageError for one with a mistake in that."""
    table = _own_table(path, _parsed_toml(path, content))
    packs = table.get(HOUSE, []) if isinstance(table, dict) else []
    if not isinstance(packs, list):
        raise UsageError(_WANTED[list], path=path, key=HOUSE)
    _check_house(path, packs)
    return packs


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(CONFIGURATION_BYTES + 1)
    except OSError as error:
        raise UsageError("config-unreadable", path=path, reason=reason_of(error)) from error
    return _parsed_toml(path, content)


def _parsed_toml(path: Path, content: bytes) -> dict[str, Any]:
    try:
        if len(content) > CONFIGURATION_BYTES:
            raise CannotUse("file-larger", limit=CONFIGURATION_BYTES)
        text = content.decode("utf-8-sig")
        if any(line.count(".") > _LONGEST_KEY for line in _QUOTED.sub("", text).splitlines()):
            raise CannotUse("config-long-key")
        return tomllib.loads(text)
    except (ValueError, RecursionError, CannotUse) as error:  # TOML and UTF-8 that are none, a number without end
        raise UsageError("config-unreadable", path=path, reason=reason_of(error)) from error


def _check_table(
    path: Path, name: str, table: Mapping[str, Any], possible: Mapping[str, Callable[[Any], bool]]
) -> None:
    for key, value in table.items():
        if not possible.get(key, lambda _: False)(value):
            raise UsageError(f"config-{name}", path=path, key=key)


def _check_house(path: Path, packs: Sequence[object]) -> None:
    """Raise UsageError for house packs of another form, or that stand outside the project."""
    for number, pack in enumerate(packs, 1):
        if not isinstance(pack, dict) or pack.keys() != {"path", "sha256"}:
            raise UsageError("config-house", path=path, number=number)
        if not isinstance(pack["sha256"], str) or not _SHA256.fullmatch(pack["sha256"]):
            raise UsageError("config-house-digest", path=path, number=number)
        if not isinstance(pack["path"], str) or not is_path_inside(pack["path"]):
            raise UsageError("config-house-path", path=path, number=number)
    if len(packs) > HOUSE_PACKS:
        raise UsageError("config-house-many", path=path, limit=HOUSE_PACKS)
    if len({pack["path"] for pack in packs if isinstance(pack, dict)}) < len(packs):
        raise UsageError("config-house-twice", path=path)


def is_path_inside(path: str) -> bool:
    """Whether a path leads to something below where it is named: relative, with slashes, in its plainest form."""
    return path.isprintable() and _INSIDE.fullmatch(path) is not None


def _check_settings(path: Path, settings: object) -> Mapping[str, Any]:
    if not isinstance(settings, dict):
        raise UsageError("config-no-tool", path=path)
    for key, value in settings.items():
        if key not in KEYS:
            hint = misspelling_hint(key, KEYS) or Phrase("config-keys", words=list(KEYS))
            raise UsageError("config-unknown-key", path=path, key=key, hint=hint)
        if not isinstance(value, KEYS[key]):
            raise UsageError(_WANTED[KEYS[key]], path=path, key=key)
    if settings.get("language", "nl") not in LANGUAGES:
        raise UsageError("config-language", path=path)
    _check_house(path, settings.get(HOUSE, []))
    for table, possible in ((SIGNING, _SIGNING), (TIMESTAMP, _TIMESTAMP)):
        _check_table(path, table, settings.get(table, {}), possible)
    root = str(settings.get("root", DEFAULT_ROOT))
    if not root.isprintable():
        raise UsageError("config-root-character", path=path)
    *_, top = _upwards(path.parent)
    if Path(root).is_absolute() or not Path(os.path.normpath(path.parent / root)).is_relative_to(top):
        raise UsageError("config-root-outside", path=path)
    return settings
