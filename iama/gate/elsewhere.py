"""What other repositories say about the algorithms of a list: results of their own check, or audit bundles.

A row names its file, or files and rows are joined by what both know an algorithm by. A result that nobody signed is not
believed where keys are configured; a bundle proves itself.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from iama.audit.bundle import BrokenBundle
from iama.audit.bundles import split_bundles
from iama.audit.openedbundle import Opened, read_bundle
from iama.audit.verification import Sealed
from iama.files.bundlefile import open_zip
from iama.gate.check import Examined, examine
from iama.gate.config import Config
from iama.gate.finding import CheckFinding
from iama.gate.inventory import Elsewhere, Inventory, Row, Told
from iama.gate.inventory_status import Decided, Listed, Phase, Standing, Withheld
from iama.gate.judged_dossier import leave_seal_unchecked
from iama.gate.list_findings import NOT_UNDERSTOOD
from iama.gate.rules import CODES
from iama.model.approval import Decision
from iama.model.problems import Level, Spoken, UnusableFile, reason_of
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.words import Phrase

Read = Callable[[str], bytes]  # a file beside the list; raises UnusableFile or UsageError
Doubt = Callable[[str, bytes, date], tuple[str, Phrase | str] | None]  # why a result is not believed: code and reason
_LEVELS = {str(level): level for level in Level}
_ID = re.compile(r"[ -~]{1,100}")
_LONGEST = 200  # characters of the name of an organisation


def believe(_file: str, _content: bytes, _day_or_first: date) -> None:
    """Believe every result: nothing says who may sign."""


class _OtherVersion(Spoken, ValueError):
    """A result is of another version of the format."""


class _ForInsiders(Spoken, ValueError):
    """A result holds what is kept from the public, and what is made of it may be read by anybody."""


class Results:
    """The results of other repositories, each read once: those that rows name, and `files` that any row may be in."""

    def __init__(
        self, read: Read, files: Sequence[str] = (), doubt: Doubt = believe, *, edition: str = "public"
    ) -> None:
        self._read, self._files, self._doubt, self._edition = read, files, doubt, edition
        self._known: dict[str, Mapping[str, Elsewhere] | Elsewhere] = {}

    def join(self, inventory: Inventory) -> Inventory:
        """Return the inventory with what others say of its rows, and with the files that nobody understood."""
        broken = [one for one in map(self._of_file, self._files) if isinstance(one, Elsewhere)]
        rows = tuple(self._joined(row) for row in inventory.rows)
        return replace(inventory, rows=rows, results=tuple(broken))

    def everything(self) -> Iterator[Elsewhere]:
        """Yield what every file that was read says: first of no algorithm, then of each; or why it is not believed."""
        for held in map(self._of_file, dict.fromkeys((*self._files, *self._known))):
            yield from [held] if isinstance(held, Elsewhere) else dict.fromkeys(held.values())

    def _joined(self, row: Row) -> Row:
        if row.result:
            held = self._of_file(row.result)
            if isinstance(held, Elsewhere):
                return replace(row, elsewhere=held)
            found = next((held[name] for name in row.names if name in held), None)
            return replace(row, elsewhere=found or replace(held[""], standing=None))
        found_in = (held for file in self._files if isinstance(held := self._of_file(file), Mapping))
        says = [held[name] for held in found_in if (name := next((one for one in row.names if one in held), ""))]
        return replace(row, elsewhere=max(says, key=_day_or_first)) if says else row

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
            if document.get("edition", "public") not in ("public", self._edition):
                raise _ForInsiders("listing-internal-result")
            as_of = date.fromisoformat(document["as_of"])
            if doubt := self._doubt(file, content, as_of):
                return Elsewhere(file, as_of, None, doubt=doubt[0], reason=doubt[1])
            return dict(_of_result(file, as_of, document))
        except (ValueError, KeyError, TypeError, AttributeError, Spoken) as error:
            return Elsewhere(file, None, None, doubt=NOT_UNDERSTOOD, reason=_why(error))


def _day_or_first(one: Elsewhere) -> date:
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
    organisation = str(document.get("organisation") or "")[:_LONGEST]
    yield "", Elsewhere(file, as_of, None)
    for record in document["algorithms"]:
        told = tuple(
            _held_against(code, _LEVELS[level], count)
            for (algorithm, code, level), count in sorted(counts.items())
            if algorithm == record["id"]
        )
        standing = _standing(record, told)
        for name in filter(None, (standing.register_id, standing.id)):
            yield name, Elsewhere(file, as_of, standing, told, organisation=organisation)


def _is_integrity(code: str) -> bool:
    return code in CODES and CODES[code].integrity


def _held_against(code: str, level: Level, count: int) -> Told:
    """Return what is held against an algorithm; a code that we do not know is not understood."""
    return Told(code if code in CODES else NOT_UNDERSTOOD, Level.ERROR if _is_integrity(code) else level, count)


def _standing(record: Mapping[str, Any], told: Sequence[Told]) -> Standing:
    """Return where an algorithm stands; a decision that was found broken is none."""
    category, phase = record["category"], Phase(record["phase"])
    if category not in ("a", "b", "c", None) or not _ID.fullmatch(record["id"]):
        raise ValueError
    first = record.get("first_use")
    return Standing(
        id=record["id"],
        folder="",
        category=category,
        phase=phase,
        required=_word_list(record["required"]),
        approved=() if is_broken(one.code for one in told) else _word_list(record["approved"]),
        register_id=str(record["register_id"] or ""),
        digest=str(record.get("digest", "")),
        said=Listed(category, date.fromisoformat(first) if first else None, phase),
        held=_word_list(record.get("assessments", record["approved"])),
        complete=_word_list(record.get("complete", record["approved"])),
        decisions=tuple(_decision(one) for one in record.get("decisions", ())),
        public=record.get("public") is True,
        reviewed_on=_day_or_none(record.get("reviewed_on")),
        withheld=tuple(
            Withheld(str(one["instrument"]), _word_list(one["grounds"])) for one in record.get("withheld", ())
        ),
    )


def _decision(record: Mapping[str, Any]) -> Decided:
    return Decided(str(record["instrument"]), Decision(record["decision"]).value, _day_or_none(record["day"]))


def _day_or_none(word: Any) -> str:
    """Return a day as it is written, empty for none; raises ValueError for what is no day."""
    return date.fromisoformat(word).isoformat() if word else ""


def is_broken(codes: Iterable[str]) -> bool:
    """Return whether one of these codes says that a dossier or a decision is not what it should be."""
    return any(CODES[code].integrity for code in codes)


def _word_list(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, list):
        raise TypeError
    return tuple(map(str, listed))


def _of_bundle(file: str, content: bytes) -> Iterator[tuple[str, Elsewhere]]:
    """Yield what a bundle shows about its algorithms."""
    with open_zip(file, io.BytesIO(content)) as files:
        bundles = tuple(examine_bundles(files))
    yield "", Elsewhere(file, bundles[0][0].as_of if bundles else None, None)
    for bundle, examined in bundles:
        standing = examined.standing
        for name in filter(None, (standing.register_id, standing.id)):
            yield name, Elsewhere(file, bundle.as_of, standing, tuple(_counts_of_result(examined.findings)))


def examine_bundles(
    files: Mapping[str, bytes], as_of: date | None = None, sealed: Sealed = leave_seal_unchecked
) -> Iterator[tuple[Opened, Examined]]:
    """Yield every dossier in a bundle, and what came of it; raises BrokenBundle. `sealed` judges a signature.

    It is judged as on the day that the bundle was made, or `as_of`. A decision that cannot be proved is none.
    """
    for inside in split_bundles(files).values():
        bundle = read_bundle(inside)
        if bundle.faults:
            raise BrokenBundle("bundle-files", wrong=bundle.faults)
        day = as_of or bundle.as_of
        examined = examine(
            bundle.algorithm, bundle.dossier, as_of=day, config=Config(), sealed=sealed, objects=bundle.objects
        )
        yield bundle, without_broken(examined)


def without_broken(examined: Examined) -> Examined:
    """Return what came of a dossier, without decisions when something in it is not what it should be."""
    if is_broken(finding.code for finding in examined.pack):
        return replace(examined, standing=replace(examined.standing, approved=()))
    return examined


def _counts_of_result(findings: Sequence[CheckFinding]) -> Iterator[Told]:
    counts = Counter((finding.code, finding.severity) for finding in findings)
    yield from (Told(code, level, count) for (code, level), count in counts.items())
