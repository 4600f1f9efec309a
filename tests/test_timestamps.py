"""Time stamps of RFC 3161, by a real authority on this computer: `openssl ts`."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama, put, refused

from iama.audit.stamps import stamped_at

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL is not installed")
SETTINGS = """
[ca]
default_ca = any
[any]
[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority
[root]
basicConstraints = critical,CA:true
[signer]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = here
[here]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *words.split()], cwd=folder, input=given, capture_output=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An authority that answers over HTTP: its address, and the certificate of its root."""
    folder = tmp_path_factory.mktemp("authority")
    put(folder, "ts.cnf", SETTINGS)
    put(folder, "serial", "01")
    new = "req -config ts.cnf -newkey rsa:2048 -nodes -days 30"
    openssl(folder, f"{new} -x509 -extensions root -keyout root.key -out root.pem")
    openssl(folder, f"{new} -subj /CN=Stamps -keyout signer.key -out signer.csr")
    signed = "-CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile ts.cnf -extensions signer"
    openssl(folder, f"x509 -req -in signer.csr {signed} -out signer.pem")

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            reply = "ts -reply -config ts.cnf -queryfile query -signer signer.pem -inkey signer.key -chain root.pem"
            content = openssl(folder, reply) if self.path == "/" else b"no stamp"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", folder / "root.pem"
    server.shutdown()


@pytest.fixture(scope="module")
def stamped(authority: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a decision that was stamped when it was recorded."""
    base = demo(tmp_path_factory.mktemp("stamped"))
    url, root = authority
    put(base, "roots.pem", root.read_bytes())
    with (base / "iama.toml").open("a", encoding="utf-8") as file:
        file.write(f'[timestamp]\nurl = "{url}"\nroots = "roots.pem"\n')
    told = iama(base, *GO, "--timestamp", env={"IAMA_LANG": "en"})
    assert told.code == 0 and "approval 1 has a time stamp of" in told.out, told
    return base


GO = ("approve", ID, "-q", "iama-2.0", "--role", "responsible", "--decision", "no-go", "--text", "No")


def stamp_of(base: Path) -> Path:
    (path,) = (base / SHORT / "approved").glob("*.tsr")
    return path


def found(base: Path, *words: str) -> list[tuple[str, str]]:
    told = iama(base, "verify", *words, "--json")
    return [(one["code"], one["severity"]) for one in told.json["findings"] if "stamp" in one["code"]]


def test_a_stamp_stands_beside_the_chain_and_is_proven_without_a_network(stamped: Path) -> None:
    assert found(stamped, ID) == [("time-stamped", "note")]
    assert stamped_at(stamp_of(stamped).read_bytes()) is not None
    assert iama(stamped, "timestamp", ID, env={"IAMA_LANG": "en"}).out.endswith(
        "every decision has a time stamp already\n"
    )


def test_a_bundle_carries_it_and_the_guide_checks_it(stamped: Path, tmp_path: Path) -> None:
    assert iama(stamped, "bundle", ID, "-o", tmp_path / "a.zip").code == 0
    assert found(tmp_path, "a.zip") == [("time-stamped", "note")]
    told = iama(tmp_path, "verify", "a.zip", "--json").json["findings"]
    assert [one["path"] for one in told if one["code"] == "keys-of-bundle"] == ["timestamp-roots.pem"]
    put(tmp_path, "own/iama.toml", '[timestamp]\nroots = "roots.pem"\n')
    put(tmp_path, "own/roots.pem", (stamped / "roots.pem").read_bytes())
    assert "keys-of-bundle" not in iama(tmp_path / "own", "verify", tmp_path / "a.zip", "--json").out
    shutil.unpack_archive(tmp_path / "a.zip", tmp_path / "u")
    guide = (tmp_path / "u/LEESMIJ.txt").read_text(encoding="utf-8")
    (line,) = [line[6:] for line in guide.splitlines() if "openssl ts -verify" in line]
    assert (
        "OK"
        in subprocess.run(["bash", "-ec", line], cwd=tmp_path / "u", capture_output=True, text=True, check=True).stdout
    )


def test_what_does_not_hold_is_told(stamped: Path, tmp_path: Path) -> None:
    base = Path(shutil.copytree(stamped, tmp_path / "base"))
    whole = stamp_of(base).read_bytes()
    stamp_of(base).write_bytes(whole[:-20] + bytes(20))
    assert found(base, ID) == [("timestamp-invalid", "error")]
    stamp_of(base).write_bytes(whole)
    openssl(base, "req -x509 -newkey rsa:2048 -nodes -subj /CN=Other -keyout other.key -out roots.pem")
    assert found(base, ID) == [("timestamp-invalid", "error")]
    settings = (base / "iama.toml").read_text(encoding="utf-8").partition("[timestamp]")[0]
    put(base, "iama.toml", settings)
    assert found(base, ID) == [("timestamp-unchecked", "warning")]
    stamp_of(base).unlink()
    assert "no authority is named" in refused(base, "timestamp", ID)


def test_an_authority_that_gives_no_stamp_leaves_the_decision_as_it_is(stamped: Path, tmp_path: Path) -> None:
    base = Path(shutil.copytree(stamped, tmp_path / "base"))
    stamp_of(base).unlink()
    settings = (base / "iama.toml").read_text(encoding="utf-8")
    put(base, "iama.toml", settings.replace('/"\nroots', '/none"\nroots'))
    assert "gave no time stamp that holds" in refused(base, "timestamp", ID, code=3)
    put(base, "iama.toml", settings.replace("http://127.0.0.1:", "http://127.0.0.1:1"))
    assert iama(base, "timestamp", ID).code == 3
    put(base, "iama.toml", settings)
    assert iama(base, "timestamp", ID).code == 0 and found(base, ID) == [("time-stamped", "note")]


def der(tag: int, *parts: bytes) -> bytes:
    """Return a value of DER."""
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2)
    return bytes([tag]) + length + content


def test_only_the_moment_that_is_signed_counts(stamped: Path, tmp_path: Path) -> None:
    base = Path(shutil.copytree(stamped, tmp_path / "base"))
    whole = stamp_of(base).read_bytes()
    moment = stamped_at(whole)
    token = openssl(base, f"ts -reply -in {stamp_of(base)} -token_out")
    said = der(0x0C, b"granted \x18\x0f20990101000000Z")  # what an authority may say beside, which nobody signs
    forged = der(0x30, der(0x30, der(0x02, b"\0"), der(0x30, said)), token)
    stamp_of(base).write_bytes(forged)
    assert found(base, ID) == [("time-stamped", "note")]
    assert stamped_at(forged) == moment
    told = [one["message"] for one in iama(base, "verify", ID, "--json").json["findings"]]
    assert not any("2099" in one for one in told)


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 20, 60, 200])
def test_a_part_of_a_stamp_says_no_moment(stamped: Path, cut: int) -> None:
    assert stamped_at(stamp_of(stamped).read_bytes()[:cut]) is None
