"""SSH signatures over decisions, made and checked by OpenSSH (`ssh-keygen -Y`)."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from iama.files.programs import Done, run_program
from iama.model.approval import Approval
from iama.model.entries import signed_bytes
from iama.model.limits import MAX_BYTES
from iama.model.problems import IamaError, UsageError
from iama.model.signing import UNSIGNED, Signing
from iama.words import Phrase

NAMESPACE = "iama-approval@1"  # a signature for anything else, such as a commit, is none of ours
RESULTS = "iama-result@1"  # for what `iama check` found
_PROGRAM, _PACKAGE = "ssh-keygen", Phrase("program-openssh")
_SIGNER = re.compile(r'\s*(?P<names>"[^"]*"|[^\s#"]\S*)\s+(?P<rest>\S.*)')
_QUOTED, _PATTERN = re.compile('"[^"]*"'), frozenset("*?!")
_NOON = "120000Z"  # a recorded date has no hour


class CannotSign(IamaError):
    """OpenSSH did not make a signature; nothing was recorded."""

    exit_code = 3


def sign_decision(approval: Approval, key: Path) -> str:
    """Return the signature of a key over a decision; raises CannotSign, and UsageError when there is no such key."""
    return _signature_over(signed_bytes(approval), key, NAMESPACE)


def _signature_over(content: bytes, key: Path, namespace: str) -> str:
    if not key.is_file():
        raise UsageError("sign-no-key", path=key)
    result = _run_ssh_keygen(["sign", "-q", "-f", str(key), "-n", namespace], content)
    if result.code != 0:
        raise CannotSign("sign-not-made", program=_PROGRAM, reason=result.said)
    return result.output.strip()


def sign_result(content: bytes, key: Path) -> bytes:
    """Return the signature of a key over a result of the check; raises CannotSign, UsageError without such a key."""
    return f"{_signature_over(content, key, RESULTS)}\n".encode("ascii")


def result_fault(content: bytes, signature: str, signing: Signing, day: str) -> Phrase | None:
    """Return why the signature over a result does not hold, or None when it does.

    The key must stand in the file of allowed signers, for our namespace, on the day of the result (ISO date). Raises
    NoProgram without OpenSSH.
    """
    allowed = signing.allowed
    if allowed is None or not allowed.is_file():
        return Phrase("sign-none-allowed", file=allowed.name if allowed else "")
    if allowed.stat().st_size > MAX_BYTES:
        return Phrase("sign-large", file=allowed.name, limit=MAX_BYTES)
    with TemporaryDirectory(prefix="iama-") as folder:
        about = ["-s", _write_signature(folder, signature.strip()), "-n", RESULTS]
        about += ["-f", _copy_signers(folder, allowed), "-O", f"verify-time={day.replace('-', '')}{_NOON}"]
        for name in principals(signature.strip(), allowed):
            if _run_ssh_keygen(["verify", "-q", "-I", name, *about], content).code == 0:
                return None
    return Phrase("sign-no-result")


def principals(signature: str, allowed: Path) -> tuple[str, ...]:
    """Return the names that the file of allowed signers gives to the key of a signature."""
    with TemporaryDirectory(prefix="iama-") as folder:
        about = ["-s", _write_signature(folder, signature), "-f", _copy_signers(folder, allowed)]
        result = _run_ssh_keygen(["find-principals", *about], b"")
    return tuple(result.output.split()) if result.code == 0 else ()


def fault(approval: Approval, allowed: Path, signing: Signing = UNSIGNED) -> Phrase | None:
    """Return why the signature of a decision does not hold, or None when it does.

    The key must stand in the file `allowed` under the name of the signer, for our namespace, on the day of the
    decision, and `signing` must say that this name is that of whoever decided. Raises NoProgram without OpenSSH.
    """
    if not allowed.is_file():
        return Phrase("sign-none-allowed", file=allowed.name)
    if allowed.stat().st_size > MAX_BYTES:
        return Phrase("sign-large", file=allowed.name, limit=MAX_BYTES)
    if approval.signer not in signing.names_of(approval):
        key = "sign-address" if "@" in approval.signer else "sign-other"
        return Phrase(key, signer=approval.signer, decider=approval.person or approval.role)
    day = approval.recorded_on.replace("-", "") + _NOON
    with TemporaryDirectory(prefix="iama-") as folder:
        about = ["-s", _write_signature(folder, approval.signature), "-I", approval.signer, "-n", NAMESPACE]
        about += ["-f", _copy_signers(folder, allowed), "-O", f"verify-time={day}"]
        result = _run_ssh_keygen(["verify", "-q", *about], signed_bytes(approval))
    if result.code == 0:
        return None
    names = {name for line in _signer_lines(allowed) for name in _names_of_anybody(line)}
    if any(fnmatchcase(approval.signer, name) for name in names):
        return Phrase("sign-anybody", signer=approval.signer, file=allowed.name, names=sorted(names))
    return Phrase("sign-no-match", signer=approval.signer)


def intact(approval: Approval) -> bool:
    """Return whether a signature is one over this decision, by whatever key; raises NoProgram without OpenSSH."""
    with TemporaryDirectory(prefix="iama-") as folder:
        about = ["-s", _write_signature(folder, approval.signature), "-n", NAMESPACE]
        return _run_ssh_keygen(["check-novalidate", "-q", *about], signed_bytes(approval)).code == 0


def _run_ssh_keygen(arguments: Sequence[str], given: bytes) -> Done:
    return run_program([_PROGRAM, "-Y", *arguments], given, _PACKAGE)


def _write_signature(folder: str, signature: str) -> str:
    path = Path(folder, "signature")
    path.write_text(signature + "\n", encoding="ascii", errors="replace", newline="\n")
    return str(path)


def _copy_signers(folder: str, allowed: Path) -> str:
    """Copy the lines of allowed signers that name somebody, and return the path of the copy."""
    path = Path(folder, "allowed")
    text = lines_with_names(allowed.read_bytes()).decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
    return str(path)


def lines_with_names(content: bytes) -> bytes:
    """Return a file of allowed signers without the lines that name nobody, by which anybody might sign."""
    lines = content.splitlines(keepends=True)
    return b"".join(line for line in lines if not _names_of_anybody(line.decode("utf-8-sig", "surrogateescape")))


def _signer_lines(allowed: Path) -> list[str]:
    """Return the lines of allowed signers, without the mark that Windows programs put in front."""
    return allowed.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()


def _names_of_anybody(line: str) -> list[str]:
    """Return the patterns among the names of a line, with which its key may sign for whoever fits.

    Behind a certificate stands an authority that says who it is of: for that, a pattern is no name of anybody.
    """
    found = _SIGNER.match(line)
    options = _QUOTED.sub("", found["rest"]).split(maxsplit=1)[0] if found else ""
    if found is None or "cert-authority" in options.casefold().split(","):
        return []
    return [name for name in found["names"].strip('"').split(",") if _PATTERN & {*name}]
