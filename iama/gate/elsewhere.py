"""What other repositories say about the algorithms of a list: results of their own check, or audit bundles.

A row names its file, or files and rows are joined by what both know an algorithm by. A result that nobody signed is not
believed where keys are configured; a bundle proves itself.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from iama.audit.bundle import BrokenBundle
from iama.audit.openedbundle import read_bundle
from iama.files.bundlefile import open_zip
from iama.gate.check import examine
from iama.gate.config import Config
from iama.gate.finding import CheckFinding
from iama.gate.inventory import Elsewhere, Inventory, Row, Told
from iama.gate.inventory_status import Listed, Phase, Standing
from iama.gate.list_findings import NOT_UNDERSTOOD
from iama.gate.rules import CODES
from iama.model.problems import Level, Spoken, UnusableFile, reason_of
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.words import Phrase

Read = Callable[[str], bytes]  # a file beside the list; raises UnusableFile or UsageError
Doubt = Callable[[str, bytes, date], tuple[str, Phrase | str] | None]  # why a result is not believed: code and reason
_LEVELS = {str(level): level for level in Level}
_ID = re.compile(r"[ -~]{1,100}")


def believe(_file: str, _content: bytes, _day: date) -> None:
    """Believe every result: nothing says who may sign."""


class _OtherVersion(Spoken, ValueError):
    """A result is of another version of the format."""


class Results:
    """The results of other repositories, each read once: those that rows name, and `files` that any row may be in."""

    def __init__(self, read: Read, files: Sequence[str] = (), doubt: Doubt = believe) -> None:
        self._read, self._files, self._doubt = read, files, doubt
        self._known: dict[str, Mapping[str, Elsewhere] | Elsewhere] = {}

    def join(self, inventory: Inventory) -> Inventory:
        """Return the inventory with what others say of its rows, and with the files that nobody understood."""
        broken = [one for one in map(self._of_file, self._files) if isinstance(one, Elsewhere)]
        rows = tuple(self._joined(row) for row in inventory.rows)
        return replace(inventory, rows=rows, results=tuple(broken))

    def _joined(self, row: Row) -> Row:
        if row.result:
            held = self._of_file(row.result)
            if isinstance(held, Elsewhere):
                return replace(row, elsewhere=held)
            found = next((held[name] for name in row.names if name in held), None)
            return replace(row, elsewhere=found or replace(held[""], standing=None))
        found_in = (held for file in self._files if isinstance(held := self._of_file(file), Mapping))
        says = [held[name] for held in found_in if (name := next((one for one in row.names if one in held), ""))]
        return replace(row, elsewhere=max(says, key=_day)) if says else row

    def _of_file(self, file: str) -> Mapping[str, Elsewhere] | Elsewhere:
        """Return what a file says by algorithm, under `""` what it says of none; or why it is not believed."""
        if file not in self._known:
            self._known[file] = self._read_file(file)
        return self._known[file]

    def _read_file(self, file: str) -> Mapping[str, Elsewhere] | Elsewhere:
        try:
            content = self._read(file)
            if file.casefold().endswith(".zip"):
                return dict(_of_bundle(file, content))
            document = parse_strange_json(content)
            if document["iama_check"] != 1:
                raise _OtherVersion("listing-other-version")
            as_of = date.fromisoformat(document["as_of"])
            if doubt := self._doubt(file, content, as_of):
                return Elsewhere(file, as_of, None, doubt=doubt[0], reason=doubt[1])
            return dict(_of_result(file, as_of, document))
        except (ValueError, KeyError, TypeError, AttributeError, Spoken) as error:
            return Elsewhere(file, None, None, doubt=NOT_UNDERSTOOD, reason=_why(error))


def _day(one: Elsewhere) -> date:
    return one.as_of or date.min


def _why(error: Exception) -> Phrase | str:
    if isinstance(error, BrokenBundle):
        return error.phrase
    if isinstance(error, UnusableFile):
        return error.findings[0].message
    return reason_of(error) if isinstance(error, Spoken) else Phrase("listing-no-result")


def _of_result(file: str, as_of: date, document: Any) -> Iterator[tuple[str, Elsewhere]]:
    """Yield what a result of the check says, by all that an algorithm may be known by."""
    counts: Counter[tuple[str, str, str]] = Counter(
        (finding["algorithm"], finding["code"], finding["severity"])
        for finding in document["findings"]
        if finding["waived"] is None or _is_integrity(finding["code"])
    )
    yield "", Elsewhere(file, as_of, None)
    for record in document["algorithms"]:
        told = tuple(
            _told(code, _LEVELS[level], count)
            for (algorithm, code, level), count in sorted(counts.items())
            if algorithm == record["id"]
        )
        standing = _standing(record, told)
        for name in filter(None, (standing.register_id, standing.id)):
            yield name, Elsewhere(file, as_of, standing, told)


def _is_integrity(code: str) -> bool:
    return code in CODES and CODES[code].integrity


def _told(code: str, level: Level, count: int) -> Told:
    """Return what is held against an algorithm; a code that we do not know is not understood."""
    return Told(code if code in CODES else NOT_UNDERSTOOD, Level.ERROR if _is_integrity(code) else level, count)


def _standing(record: Mapping[str, Any], told: Sequence[Told]) -> Standing:
    """Return where an algorithm stands; a decision that was found broken is none."""
    category, phase = record["category"], Phase(record["phase"])
    if category not in ("a", "b", "c", None) or not _ID.fullmatch(record["id"]):
        raise ValueError
    broken = any(CODES[one.code].integrity for one in told)
    return Standing(
        id=record["id"],
        folder="",
        category=category,
        phase=phase,
        required=_words(record["required"]),
        approved=() if broken else _words(record["approved"]),
        register_id=str(record["register_id"] or ""),
        digest=str(record.get("digest", "")),
        said=Listed(category, None, phase),
    )


def _words(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, list):
        raise TypeError
    return tuple(map(str, listed))


def _of_bundle(file: str, content: bytes) -> Iterator[tuple[str, Elsewhere]]:
    """Yield what a bundle shows about its algorithm; a decision that cannot be proved is none."""
    with open_zip(file, io.BytesIO(content)) as files:
        bundle = read_bundle(files)
        if bundle.faults:
            raise BrokenBundle("bundle-files", wrong=bundle.faults)
        examined = examine(bundle.algorithm, bundle.dossier, as_of=bundle.as_of, config=Config())
    told = tuple(_counted(examined.findings))
    broken = any(CODES[one.code].integrity for one in told)
    standing = replace(examined.standing, approved=()) if broken else examined.standing
    yield "", Elsewhere(file, bundle.as_of, None)
    for name in filter(None, (standing.register_id, bundle.algorithm)):
        yield name, Elsewhere(file, bundle.as_of, standing)


def _counted(findings: Sequence[CheckFinding]) -> Iterator[Told]:
    counts = Counter((finding.code, finding.severity) for finding in findings)
    yield from (Told(code, level, count) for (code, level), count in counts.items())
