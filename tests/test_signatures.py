"""Signatures over decisions, made and checked by the real OpenSSH (T49)."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import ID, SHORT, demo, iama, put, refused
from decisions import chain

from iama.files.programs import NoProgram
from iama.files.signatures import NAMESPACE, fault, intact, lines_with_names, principals, sign_decision
from iama.model.approval import Approval
from iama.model.entries import approval_record, signed_bytes
from iama.model.format2 import entry_of
from iama.model.signing import Signing
from iama.model.struct import replace

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
(ENTRY,) = chain("go").dossier.approvals
DECIDED = replace(ENTRY, signer="p1")  # by person p1 on 20 November 2026


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two keys."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("mine", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)
    return folder


def public(keys: Path, name: str) -> str:
    return (keys / f"{name}.pub").read_text(encoding="utf-8").strip()


def allowed(folder: Path, *lines: str) -> Path:
    path = folder / "allowed"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def sealed(keys: Path, approval: Approval = DECIDED, key: str = "mine") -> Approval:
    return replace(approval, signature=sign_decision(approval, keys / key))


def test_a_signature_of_an_allowed_key_holds(keys: Path, tmp_path: Path) -> None:
    names = f'p1 namespaces="{NAMESPACE}",valid-after="20261101",valid-before="20261201"'
    assert fault(sealed(keys), allowed(tmp_path, f"{names} {public(keys, 'mine')}")) is None


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("* {mine}", False),
        ("p* {mine}", False),
        ("p? {mine}", False),
        ("somebody,p* {mine}", False),
        ('"*,!p2" {mine}', False),
        (f'* namespaces="{NAMESPACE}" {{mine}}', False),
        ('* namespaces="cert-authority,iama-approval@1" {mine}', False),
        ("  * {mine}", False),
        ("* {mine}\np1 {other}", False),
        ("* {other}\np1 {mine}", True),
        ("p1,somebody {mine}", True),
        ('"p1" {mine}', True),
    ],
)
def test_a_key_may_not_sign_for_whoever_fits_a_pattern(keys: Path, tmp_path: Path, line: str, holds: bool) -> None:
    signers = allowed(tmp_path, line.format(mine=public(keys, "mine"), other=public(keys, "other")))
    found = fault(sealed(keys), signers)
    assert (found is None) is holds
    assert holds or "so for anybody" in str(found)
    assert (principals(sealed(keys).signature, signers) == ()) is not holds


@pytest.mark.parametrize(
    "line",
    [
        "p2 {mine}",  # the key is somebody else's
        "p1 {other}",  # p1 has another key
        'p1 namespaces="git" {mine}',  # the key may sign commits only
        'p1 valid-before="20261101" {mine}',  # expired before the decision
        'p1 valid-after="20261201" {mine}',  # not valid yet
        "# p1 {mine}",  # taken out
    ],
)
def test_a_key_that_may_not_sign_this_is_refused(
    keys: Path, tmp_path: Path, line: str, counted: Callable[..., None]
) -> None:
    signers = allowed(tmp_path, line.format(mine=public(keys, "mine"), other=public(keys, "other")))
    found = fault(sealed(keys), signers)
    counted(signatures=1, accepted=int(not found))
    assert found is not None


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "conditions"},
        {"role": "responsible"},
        {"decided-on": "2026-11-19"},
        {"snapshot": "sha256:" + "0" * 64},  # a replay on another assessment
        {"number": 2},
        {"previous": "sha256:" + "0" * 64},
    ],
)
def test_a_signature_belongs_to_one_decision(
    keys: Path, tmp_path: Path, change: dict[str, object], counted: Callable[..., None]
) -> None:
    moved = replace(entry_of({**approval_record(sealed(keys)), **change}), signature=sealed(keys).signature)
    signers = allowed(tmp_path, f"p1 {public(keys, 'mine')}")
    assert fault(sealed(keys), signers) is None
    found = fault(moved, signers)
    counted(signatures=1, accepted=int(not found))
    assert found is not None
    assert not intact(moved)


def test_a_signature_for_another_purpose_is_refused(keys: Path, tmp_path: Path) -> None:
    words = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(keys / "mine"), "-n", "git"]
    made = subprocess.run(words, input=signed_bytes(DECIDED), capture_output=True, check=True).stdout.decode()
    commit = replace(DECIDED, signature=made.strip())
    assert fault(commit, allowed(tmp_path, f"p1 {public(keys, 'mine')}")) is not None
    assert not intact(commit)


def test_nobody_signs_for_another(keys: Path, tmp_path: Path) -> None:
    signers = allowed(tmp_path, f"p2 {public(keys, 'mine')}")
    other = sealed(keys, replace(ENTRY, signer="p2"))
    assert str(fault(other, signers)) == "`p2` signed for `p1`"


def test_an_address_signs_for_nobody_until_it_is_said_whose_it_is(keys: Path, tmp_path: Path) -> None:
    address = sealed(keys, replace(ENTRY, signer="ada@waterhoven.example"))
    signers = allowed(tmp_path, f"ada@waterhoven.example {public(keys, 'mine')}")
    assert "nothing says that this address is theirs" in str(fault(address, signers))
    assert fault(address, signers, Signing(principals={"p1": ("ada@waterhoven.example",)})) is None
    assert fault(address, signers, Signing(principals={"p2": ("ada@waterhoven.example",)})) is not None


def test_a_mark_in_front_of_the_allowed_signers_is_harmless(keys: Path, tmp_path: Path) -> None:
    signers = allowed(tmp_path, f"p1 {public(keys, 'mine')}")
    signers.write_bytes(b"\xef\xbb\xbf" + signers.read_bytes())
    assert fault(sealed(keys), signers) is None


def test_a_missing_file_of_allowed_signers_is_told(keys: Path, tmp_path: Path) -> None:
    assert str(fault(sealed(keys), tmp_path / "none")) == "there is no file none of allowed signers"


def test_without_openssh_the_message_says_what_to_install(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoProgram, match="ssh-keygen is not installed; install OpenSSH"):
        sign_decision(DECIDED, keys / "mine")


class TestCommands:
    """`approve --sign` and `verify` on the worked example."""

    SIGN = ("approve", ID, "-q", "iama-2.0", "--decision", "go", "--role", "responsible", "--person", "p1", "--sign")

    def workspace(self, tmp_path: Path, *lines: str, signing: str = "") -> Path:
        base = demo(tmp_path)
        allowed(base, *lines)
        put(
            base,
            "iama.toml",
            f'root = "assessments"\nallowed-signers = "allowed"\n[signing]\nrequired-from = 2026-11-30\n{signing}',
        )
        return base

    def seals(self, base: Path) -> list[str]:
        approvals = iama(base, "verify", "--json").json["algorithms"][0]["approvals"]
        return [one["signature"] for one in approvals if one["signature"]]

    def test_a_signature_that_was_cut_off_is_missed(self, keys: Path, tmp_path: Path) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'mine')}")
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        path = base / SHORT / "approvals.yaml"
        whole = path.read_text(encoding="utf-8")
        put(base, f"{SHORT}/approvals.yaml", whole[: whole.index("    signer: p1")])
        told = iama(base, "verify")
        assert (told.code, told.out.count("[not-signed]"), "not proven; not signed" in told.out) == (1, 1, True)
        assert "[not-signed]" in iama(base, "check").out
        for day, missed in (("2026-11-30", 1), ("2099-01-01", 0)):
            table = f"[signing]\nrequired-from = {day}\n"
            put(base, "iama.toml", f'root = "assessments"\nallowed-signers = "allowed"\n{table}')
            assert iama(base, "verify").out.count("[not-signed]") == missed

    def test_without_openssh_a_signature_is_not_called_invalid(
        self, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'mine')}")
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        monkeypatch.setenv("PATH", str(tmp_path))
        told = iama(base, "verify")
        assert (told.code, "[signature-unchecked]" in told.out, "signature-invalid" in told.out) == (1, True, False)

    @pytest.mark.parametrize(
        "line", ["required-from = 7", "principals = ['p1']", "separate-roles = 'yes'", "other = 1"]
    )
    def test_a_mistake_in_the_table_is_told(self, tmp_path: Path, line: str) -> None:
        base = demo(tmp_path)
        put(base, "iama.toml", f'root = "assessments"\n[signing]\n{line}\n')
        assert f"`signing.{line.partition(' ')[0]}` is not possible" in refused(base, "verify", code=2)

    def test_a_signed_decision_is_valid_until_it_is_touched(self, keys: Path, tmp_path: Path) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'mine')}")
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        assert (self.seals(base), iama(base, "verify").code) == (["valid"], 0)
        allowed(base, f"p1 {public(keys, 'other')}")
        told = iama(base, "verify")
        assert (told.code, "[signature-invalid]" in told.out) == (1, True)

    def test_a_page_says_that_it_is_signed_and_the_public_hears_the_role_alone(
        self, keys: Path, tmp_path: Path
    ) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'mine')}")
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        page = ("report", ID, "--to", "md", "-o", "-")
        inside, outside = iama(base, *page).out, iama(base, *page, "--edition", "public").out
        assert "Digitaal ondertekend door p1, als Eindverantwoordelijke." in inside
        assert "Digitaal ondertekend, rol: Eindverantwoordelijke." in outside
        assert "ondertekend door" not in outside
        allowed(base, f"p1 {public(keys, 'other')}")
        assert "Niet digitaal ondertekend" in iama(base, *page).out
        assert "igitaal ondertekend" not in iama(base, *page, "--edition", "public").out

    def test_a_bundle_says_by_whose_keys_its_signatures_hold(self, keys: Path, tmp_path: Path) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'mine')}")
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        assert iama(base, "bundle", ID, "-o", "a.zip").code == 0
        empty = tmp_path / "empty"
        empty.mkdir()
        told = iama(empty, "verify", base / "a.zip")
        assert (told.code, "signed by p1" in told.out, "[keys-of-bundle]" in told.out) == (0, True, True)
        own = iama(base, "verify", "a.zip")
        assert (own.code, "signed by p1" in own.out, "[keys-of-bundle]" in own.out) == (0, True, False)

    def test_the_name_of_the_key_is_that_of_allowed_signers(self, keys: Path, tmp_path: Path) -> None:
        mapped = 'principals = {p1 = ["ada@waterhoven.example"]}'
        base = self.workspace(tmp_path, f"ada@waterhoven.example {public(keys, 'mine')}", signing=mapped)
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        assert "signer: ada@waterhoven.example" in (base / SHORT / "approvals.yaml").read_text(encoding="utf-8")
        assert self.seals(base) == ["valid"]

    def test_a_key_that_nobody_allowed_signs_nothing(self, keys: Path, tmp_path: Path) -> None:
        base = self.workspace(tmp_path, f"p1 {public(keys, 'other')}")
        assert "would not hold" in refused(base, *self.SIGN, keys / "mine", code=3)

    def test_without_allowed_signers_a_signature_is_not_checked_and_that_is_told(
        self, keys: Path, tmp_path: Path
    ) -> None:
        base = demo(tmp_path)
        assert iama(base, *self.SIGN, keys / "mine").code == 0
        told = iama(base, "verify")
        assert (told.code, "warning" in told.out, self.seals(base)) == (0, True, ["unchecked"])
        path = base / SHORT / "approvals.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        broken = [
            line[:-1] + ("A" if line[-1] != "A" else "B") if line.startswith("      U1N") else line for line in lines
        ]
        put(base, f"{SHORT}/approvals.yaml", "\n".join(broken) + "\n")
        assert iama(base, "verify").code == 1


def test_a_bundle_takes_no_line_along_by_which_anybody_may_sign() -> None:
    mine, pattern = b"p1 ssh-ed25519 AAAA\r\n", b"* ssh-ed25519 BBBB\n"
    assert lines_with_names(mine + pattern + b"# p* said") == mine + b"# p* said"
    assert lines_with_names(b"\xef\xbb\xbf" + mine) == b"\xef\xbb\xbf" + mine
    assert lines_with_names(b"\xef\xbb\xbf" + pattern) == b""
    authority = b"*@example.nl cert-authority ssh-ed25519 AAAA\n"
    assert lines_with_names(authority) == authority
