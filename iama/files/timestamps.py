"""Time stamps of RFC 3161 over decisions: asked of an authority, and checked by OpenSSL without a network."""

from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import Request, urlopen

from iama.files.programs import Done, run_program
from iama.model.problems import IamaError, UsageError, reason_of
from iama.model.signing import Stamping
from iama.words import Phrase

_PROGRAM, _PACKAGE = "openssl", Phrase("program-openssl")
_SECONDS, _MOST = 30, 100_000  # bytes of an answer
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoStamp(IamaError):
    """No time stamp was made that would hold; nothing was kept."""

    exit_code = 3


def request_stamp(digest: str, stamping: Stamping) -> bytes:
    """Return a time stamp over a digest (`sha256:…`), with the certificates of the authority in it.

    Raises UsageError when none is configured, NoStamp when the authority gives none that holds, and NoProgram.
    """
    if not stamping.url or stamping.roots is None:
        raise UsageError("timestamp-not-configured")
    with TemporaryDirectory(prefix="iama-") as folder:
        query = Path(folder, "query.tsq")
        made = _run_openssl(["-query", "-digest", _hex(digest), "-sha256", "-cert", "-out", str(query)])
        if made.code != 0:
            raise NoStamp("timestamp-none", url=stamping.url, reason=made.said)
        content = _post(stamping.url, query.read_bytes())
    if reason := stamp_fault(digest, content, stamping.roots):
        raise NoStamp("timestamp-none", url=stamping.url, reason=reason)
    return content


def _post(url: str, query: bytes) -> bytes:
    request = Request(url, query, {"Content-Type": _QUERY, "Accept": _REPLY})
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(_MOST + 1)
    except (OSError, URLError, HTTPException) as error:
        raise NoStamp("timestamp-none", url=url, reason=reason_of(error)) from error
    return content


def stamp_fault(digest: str, content: bytes, roots: Path, at: int | None = None) -> Phrase | None:
    """Return why a time stamp over a digest does not hold, or None when it does; `at` is its moment, in seconds.

    The certificates in it must lead to one of `roots`, at that moment. Raises NoProgram without OpenSSL.
    """
    if not roots.is_file():
        return Phrase("timestamp-no-roots", file=roots.name)
    if len(content) > _MOST:
        return Phrase("timestamp-large", limit=_MOST)
    with TemporaryDirectory(prefix="iama-") as folder:
        stamp = Path(folder, "stamp.tsr")
        stamp.write_bytes(content)
        about = ["-verify", "-digest", _hex(digest), "-in", str(stamp), "-CAfile", str(roots)]
        done = _run_openssl([*about, *(["-attime", str(at)] if at is not None else [])])
    return None if done.code == 0 else Phrase("timestamp-no-match")


def _run_openssl(arguments: Sequence[str]) -> Done:
    return run_program([_PROGRAM, "ts", *arguments], b"", _PACKAGE)


def _hex(digest: str) -> str:
    return digest.removeprefix("sha256:")
