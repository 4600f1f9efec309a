"""What came of dossiers in an earlier run, for as long as nothing that decides it has changed.

One file of lines, each with its own digest: a line that is not whole is as good as absent. It is data, never code,
and it holds findings only, which quote no answer.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

from iama.check.finding import Cause, CheckFinding
from iama.check.gate import Examined
from iama.check.standing import Phase, Standing
from iama.model.problems import Level

_FORMAT = "iama-cache/1"
_CHECK = 16  # characters of a digest that find a broken line


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of one dossier.

    `digest` is that of all that was looked at; empty when that cannot be told, so that it is never believed again.
    `documents` holds, by name, the digests of the documents that answers name, which stand outside the dossier.
    """

    digest: str
    documents: Mapping[str, str]
    examined: Examined


def digest(asked: str, files: Mapping[str, bytes]) -> str:
    """Return the digest of a question and of the files that it is asked about."""
    found = sha256(asked.encode())
    for name, content in files.items():
        found.update(f"\0{name}\0{len(content)}\0".encode(errors="surrogateescape"))
        found.update(content)
    return found.hexdigest()


def written(kept: Mapping[str, Kept], tool: str) -> bytes:
    """Return the cache of one program, told apart from others by `tool`, as the bytes of a file."""
    lines = [f"{_FORMAT} {tool}".encode(), *(_line(folder, one) for folder, one in kept.items() if one.digest)]
    return b"\n".join(lines) + b"\n"


def read(content: bytes, tool: str) -> dict[str, Kept]:
    """Return what the same program kept, by folder; nothing of another program, no line that is broken."""
    head, *lines = content.split(b"\n")
    return dict(_entries(lines)) if head == f"{_FORMAT} {tool}".encode() else {}


def _line(folder: str, kept: Kept) -> bytes:
    examined = kept.examined
    findings = [_VALUES(finding) for finding in examined.findings]
    values = [folder, kept.digest, dict(kept.documents), asdict(examined.standing), findings, examined.assessments]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(text).hexdigest()[:_CHECK].encode() + b" " + text


def _entries(lines: list[bytes]) -> Iterator[tuple[str, Kept]]:
    for line in lines:
        check, _, text = line.partition(b" ")
        if sha256(text).hexdigest()[:_CHECK].encode() != check:
            continue
        with suppress(ValueError, TypeError, KeyError, RecursionError):  # whole, and yet not ours
            yield _entry(*json.loads(text))


def _entry(
    folder: str, digest: str, documents: dict[str, str], standing: dict[str, Any], findings: list[Any], assessments: int
) -> tuple[str, Kept]:
    found = tuple(_finding(*values) for values in findings)
    return str(folder), Kept(digest, dict(documents), Examined(_standing(standing), found, assessments))


def _standing(values: dict[str, Any]) -> Standing:
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Standing(**plain | {"phase": Phase(values["phase"])})


def _finding(code: str, severity: int, algorithm: str, message: str, hint: str, cause: str, *rest: Any) -> CheckFinding:
    return CheckFinding(code, _LEVELS[severity], algorithm, message, hint, _CAUSES[cause], *rest)


_VALUES = attrgetter(*(field.name for field in fields(CheckFinding) if field.name != "waived"))  # that comes later
_LEVELS: Mapping[int, Level] = {int(level): level for level in Level}  # an enumeration takes longer to ask
_CAUSES: Mapping[str, Cause] = {str(cause): cause for cause in Cause}
