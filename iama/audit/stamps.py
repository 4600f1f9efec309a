"""Time stamps of RFC 3161 beside decisions: outside the chain, so that one can come later.

A stamp is made over the digest of an entry; whether it holds, OpenSSL says (`files/timestamps.py`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from iama.audit.doubt import FOLDER, Doubt
from iama.audit.pages import has_foreign_line_ends
from iama.model.approval import Approval
from iama.model.entries import approval_digest
from iama.model.problems import Level
from iama.model.struct import replace
from iama.words import Phrase, hint_of

SUFFIX = ".tsr"
_HEAD, _SHORT = 2, 127  # bytes of a tag and a length; the longest that is told in one
_MOMENT = re.compile(rb"(\d{14})(?:\.\d+)?Z")
# The way to what is signed of a stamp (RFC 3161, RFC 5652): in each value, tag by tag, the one that leads on is last.
# What else stands around it anybody can write, a moment of their own included.
_TO_TOKEN = ((0x30,), (0x30, 0x30))  # TimeStampResp: status, token
_TO_SIGNED = ((0x06, 0xA0), (0x30,), (0x02, 0x31, 0x30), (0x06, 0xA0), (0x04,), (0x30,))  # down to TSTInfo
_TO_MOMENT = (0x02, 0x06, 0x30, 0x02, 0x18)  # version, policy, imprint, serial number, genTime


def stamp_name(entry: Approval) -> str:
    """Return the file, in the folder of what was approved, with the time stamp of an entry."""
    return approval_digest(entry).removeprefix("sha256:") + SUFFIX


def stamp_names(approval: Approval) -> tuple[str, ...]:
    """Return the files that may hold a time stamp of a decision: of its entry, and of the one that it took over."""
    return tuple(dict.fromkeys((stamp_name(approval), stamp_name(approval.as_made))))


def stamped_at(content: bytes) -> datetime | None:
    """Return the moment (UTC) in what is signed of a time stamp, or None when it says none; no signature is checked."""
    inside: bytes | None = content
    for tags in (*_TO_TOKEN, *_TO_SIGNED, _TO_MOMENT):
        inside = _last_value(inside, tags) if inside is not None else None
    found = _MOMENT.fullmatch(inside or b"")
    if not found:
        return None
    try:
        return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _last_value(content: bytes, tags: Sequence[int]) -> bytes | None:
    """Return the value of the last of these tags, with which DER must begin; None when it does not."""
    value: bytes | None = None
    for tag in tags:
        if content[:1] != bytes([tag]) or len(content) < _HEAD:
            return None
        length, start = content[1], _HEAD
        if length > _SHORT:
            start += length - _SHORT - 1
            length = int.from_bytes(content[_HEAD:start])
            if start == _HEAD or not length:  # of a length that is told at the end
                return None
        if len(content) < start + length:
            return None
        value, content = content[start : start + length], content[start + length :]
    return value


class Stamp(StrEnum):
    """What became of a time stamp."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"  # nothing says which authorities count
    UNJUDGED = "unjudged"  # the program that tells is not here


Stamped = Callable[[str, bytes], tuple[Stamp, Phrase | str]]  # of a digest and a time stamp, and why it does not hold


def stamp_doubts(approvals: Sequence[Approval], files: Mapping[str, bytes], stamped: Stamped) -> Iterator[Doubt]:
    """Yield what is wrong with the time stamps that are there, and the moment that a good one proves."""
    for approval in approvals:
        for entry in dict.fromkeys((approval, approval.as_made)):
            name = stamp_name(entry)
            if (content := files.get(name)) is not None:
                doubt = _stamp_doubt(approval, entry, content, stamped)
                yield replace(doubt, file=f"{FOLDER}/{name}", approval=approval.number)


def _stamp_doubt(approval: Approval, entry: Approval, content: bytes, stamped: Stamped) -> Doubt:
    state, reason = stamped(approval_digest(entry), content)
    moment = stamped_at(content)
    if state is Stamp.VALID and moment:
        if f"{moment:%Y-%m-%d}" < entry.as_made.recorded_on:
            return _timed_doubt("contradictory-dates", Level.ERROR, "verify-stamped-earlier", approval, moment)
        return _timed_doubt("time-stamped", Level.NOTE, "verify-stamped", approval, moment)
    if state is Stamp.INVALID and has_foreign_line_ends(content):
        return _timed_doubt("timestamp-invalid", Level.ERROR, "verify-stamp-line-ends", approval, moment)
    if state in (Stamp.VALID, Stamp.INVALID):  # without a moment it shows nothing
        return _timed_doubt("timestamp-invalid", Level.ERROR, "verify-stamp-invalid", approval, moment, reason)
    level = Level.WARNING if state is Stamp.UNCHECKED else Level.ERROR
    return _timed_doubt("timestamp-unchecked", level, f"verify-stamp-{state}", approval, moment, reason)


def _timed_doubt(
    code: str, level: Level, key: str, approval: Approval, moment: datetime | None, reason: Phrase | str = ""
) -> Doubt:
    shown = f"{moment:%Y-%m-%d %H:%M}" if moment else ""
    message = Phrase(key, number=approval.number, moment=shown, reason=reason, day=approval.as_made.recorded_on)
    return Doubt(code, level, message, "", hint_of(message) or "")
