"""The reading guide of a bundle: what is in it, the pages to read, and the lines that prove each decision.

The lines are commands of a shell: each prints OK or the like when it is right, and fails when it is not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from msgspec import Struct

from iama.audit.chain import Kept
from iama.audit.pages import page_names
from iama.audit.snapshot import BrokenSnapshot, file_name
from iama.audit.stamps import stamp_name, stamped_at
from iama.audit.withoutiama import entry_name, made_name, signature_name, signed_name
from iama.model.approval import Approval
from iama.model.entries import approval_digest
from iama.model.spelling import named_role
from iama.words import Phrase, Words, text
from iama.words.written import Day

GUIDES = {"nl": "LEESMIJ.txt", "en": "README.txt"}
_SIGNERS, _ROOTS = "allowed-signers", "timestamp-roots.pem"
_APPROVED, _OBJECTS = "dossier/approved/", "objects/"
_PROMPT = "    $ "


class Told(Struct, frozen=True):
    """What a guide tells about."""

    algorithm: str
    kept: Kept
    as_of: date
    version: str
    pages: Sequence[str]
    named: Collection[str]  # the keys and certificates that the bundle holds
    roles: Mapping[str, Words]  # of the assessments, by id


def guide_text(told: Told, language: str) -> str:
    """Return the guide in a language."""
    return "\n".join(_guide_lines(told, language)).rstrip("\n") + "\n"


def _guide_lines(told: Told, language: str) -> Iterator[str]:
    head = text("guide-title", language, algorithm=told.algorithm)
    yield from (head, "=" * len(head), "")
    made = text("guide-made", language, day=told.as_of, version=told.version)
    yield from (made, "", text("guide-contents", language), "")
    yield from (text("guide-pages", language), *(f"  {page}" for page in told.pages), "")
    yield from (text("guide-with-iama", language), "")
    if told.kept.approvals:
        yield from (text("guide-without-iama", language), "")
    for approval in told.kept.approvals:
        yield from (*_decision_lines(approval, told, language), "")
    if told.kept.approvals:
        last = told.kept.approvals[-1]
        yield text("guide-anchor", language, digest=approval_digest(last), number=last.number)


def _decision_lines(approval: Approval, told: Told, language: str) -> Iterator[str]:
    about = {
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": Phrase(f"decided-{approval.decision.value}"),
        "role": named_role(told.roles, approval.role),
        "day": Day(approval.decided_on),
    }
    head = text("guide-decision", language, **about)
    yield from (head, "-" * len(head))
    entry, digest = entry_name(approval.number), _hex(approval_digest(approval))
    yield from _guide_step("guide-entry", language, f'echo "{digest}  {entry}" | sha256sum -c')
    yield from _guide_step("guide-entry-names-snapshot", language, _digest_search(approval.snapshot, entry))
    snapshot = f"{_APPROVED}{file_name(approval.snapshot)}"
    yield from _guide_step("guide-snapshot", language, f'echo "{_hex(approval.snapshot)}  {snapshot}" | sha256sum -c')
    yield from _page_lines(approval, language)
    yield from _object_lines(approval, told.kept, language)
    if approval.merged:
        yield from _guide_step("guide-taken-over", language, f"grep -c -F -f {made_name(approval)} {entry}")
    if approval.previous:
        yield from _guide_step("guide-previous", language, _digest_search(approval.previous, entry))
    yield from _seal_lines(approval, told.named, language)
    yield from _stamp_lines(approval, told, language)


def _page_lines(approval: Approval, language: str) -> Iterator[str]:
    names = page_names(approval)
    if not names:
        return
    commands = []
    for name, digest in names.items():
        commands.append(f"gzip -dc {_APPROVED}{name} | sha256sum | grep {_hex(digest)}")
        commands.append(_digest_search(digest, entry_name(approval.number)))
    yield from _guide_step("guide-page", language, *commands)


def _object_lines(approval: Approval, kept: Kept, language: str) -> Iterator[str]:
    with suppress(BrokenSnapshot):  # `verify` tells
        held = dict.fromkeys(kept.snapshot_document(approval).objects)
        if held:
            commands = []
            for digest in held:
                commands.append(f'echo "{_hex(digest)}  {_OBJECTS}{file_name(digest)}" | sha256sum -c')
                commands.append(_digest_search(digest, f"{_APPROVED}{file_name(approval.snapshot)}"))
            yield from _guide_step("guide-objects", language, *commands)


def _seal_lines(approval: Approval, named: Collection[str], language: str) -> Iterator[str]:
    if not approval.signature:
        yield from ("", f"  {text('guide-unsigned', language)}")
        return
    made, number = approval.as_made, approval.number
    signed, signature = signed_name(number), signature_name(number)
    day = f"{made.recorded_on.replace('-', '')}120000Z"
    common = f"-n iama-approval@1 -s {signature}"
    command = f"ssh-keygen -Y check-novalidate {common} < {signed}"
    if _SIGNERS in named:
        who = f"-f {_SIGNERS} -I {_shell_quote(made.signer)} -O verify-time={day}"
        command = f"ssh-keygen -Y verify {who} {common} < {signed}"
    yield from _guide_step("guide-signed", language, command, signer=made.signer)
    without = """sed 's/"signature":"[^"]*",//'"""
    yield from _guide_step("guide-same", language, f"{without} {made_name(approval)} | cmp - {signed} && echo OK")


def _stamp_lines(approval: Approval, told: Told, language: str) -> Iterator[str]:
    if _ROOTS not in told.named:
        return
    stamped = {entry_name(approval.number): approval, made_name(approval): approval.as_made}
    for file, entry in stamped.items():
        name = stamp_name(entry)
        if moment := stamped_at(told.kept.files.get(name, b"")):
            then = f"-attime {int(moment.timestamp())}"
            given = f"-data {file} -in {_APPROVED}{name} -CAfile {_ROOTS} {then}"
            about = {"moment": f"{moment:%Y-%m-%d %H:%M}"}
            yield from _guide_step("guide-stamped", language, f"openssl ts -verify {given}", **about)


def _guide_step(key: str, language: str, *commands: str, **values: object) -> Iterator[str]:
    yield from ("", f"  {text(key, language, **values)}")
    yield from (f"{_PROMPT}{command}" for command in commands)


def _digest_search(digest: str, file: str) -> str:
    return f"grep -c {digest} {file}"


def _hex(digest: str) -> str:
    return digest.removeprefix("sha256:")


def _shell_quote(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"
