"""What a stranger can put in a pull request: the gate ends with findings, in time, and obeys none of it."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from commands import Told, fresh, iama, put
from flagged import with_answer
from gated import BASELINE, TODAY, in_use, written
from pace import pace

from iama.files.walking import Documents
from iama.gate.check import check
from iama.gate.config import Config
from iama.gate.formats import FORMATS
from iama.model.dossier import Answer
from iama.publish.personal import personal_data_sorts

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names, links or pipes")
HOME = "assessments/abc"
DAY = ("--as-of", "2026-11-23")
SECONDS = 2
FILES = ("algorithm.yaml", "iama-2.0.yaml", "approvals.yaml", "people.yaml")
ALIASES = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{', '.join(9 * [f'*{a}'])}]\n" for a, b in pairwise("abcdefgh"))
LONG = 4_900_000  # characters: just under the limit
CONTENTS = {
    "billion laughs": ALIASES,
    "deep lists": "a: " + "[" * LONG,
    "deep blocks": "- " * 50_000 + "x",
    "deep keys": "? " * 50_000 + "x",
    "a long line": "a: " + "x" * LONG,
    "a long quoted text": 'a: "' + "\\u0041" * (LONG // 6) + '"',
    "many keys": "".join(f"k{number}: 1\n" for number in range(400_000)),
    "the same key": "k: 1\n" * 45_000,
    "unknown keys": "".join(f"k{number}: 1\n" for number in range(45_000)),
    "many conflicts": "<<<<<<< \n" * 500_000,
    "colons": ":" * LONG,
    "quotes": "'" * LONG,
    "blanks": " " * LONG,
    "line ends": "\n" * LONG,
    "comment": "#" * LONG,
    "a tag that runs": "a: !!python/object/apply:os.system [ls]",
    "merge keys": "a: 1\n<<: {b: 2}",
    "two documents": "a: 1\n---\na: 2\n",
    "a number without end": "format: " + "9" * LONG,
    "bidi": "a: \u202eb",
    "a byte order mark": "\ufeffformat: iama/1\n",
    "NUL": "a: \0",
    "half a UTF-8 letter": b"a: \xc3",
    "UTF-16": "a: b".encode("utf-16"),
    "a zip": b"PK\x03\x04\x14\x00" + bytes(range(256)),
    "nothing": "",
    "too much": "a" * 5_000_001,
}


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """Fail when what is inside takes more time of the processor."""
    before = time.process_time()
    yield
    assert time.process_time() - before < seconds * pace()


def ended(base: Path, *words: str | Path) -> Told:
    """Run the gate, which must end with findings: no bug, no crash."""
    with in_time():
        told = iama(base, "check", *DAY, *words)
    assert told.code in (0, 1), told.err
    assert told.err == ""
    return told


# what is short in every file; what is long in one, each in turn, and in all of them in tests/heavy
TRIED = [
    pytest.param(content, file, id=f"{name}-{file}")
    for place, (name, content) in enumerate(CONTENTS.items())
    for file in (FILES if len(content) < 10_000 else [FILES[place % len(FILES)]])
]


@pytest.mark.parametrize(("content", "file"), TRIED)
def test_no_content_of_a_file_takes_long_or_passes(tmp_path: Path, content: str | bytes, file: str) -> None:
    base = fresh(tmp_path)
    put(base, f"{HOME}/{file}", content)
    told = ended(base)
    assert told.code == 1
    assert f"{HOME}/{file}" in told.out


def test_of_thousands_of_mistakes_in_a_file_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    put(base, f"{HOME}/people.yaml", "format: iama-people/1\n" + CONTENTS["unknown keys"])  # type: ignore[operator]
    words = [word for name in FORMATS for word in ("--format", f"{name}=out.{name}")]
    ended(base, *words)
    findings = json.loads((base / "out.json").read_text(encoding="utf-8"))["findings"]
    found = [one for one in findings if one["path"].endswith("people.yaml")]
    assert len(found) == 201
    assert re.search(r"^nog 448\d\d fouten in dit bestand", found[0]["message"])


# each makes a careless regular expression try everything
TEXTS = {
    "mail without an end": "x@" + "a-" * 50_000,
    "mails in a row": ("a" * 60 + "@") * 5_000,
    "initials": "a." * 50_000 + "1@b.c",
    "points": "x@" + "a." * 50_000,
    "digits": "1 " * 100_000,
    "phones": "+31 " * 50_000,
    "accounts": "NL00AAAA " * 20_000,
    "capitals": "A. " * 60_000,
    "brackets": "([{<" * 50_000,
    "blanks": "x" + " " * 200_000 + "x",
    "links": "https://www." * 20_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_of_an_answer_keeps_the_gate_busy(text: str) -> None:
    dossier = with_answer(in_use(), "iama.exit", Answer(value=text))
    link = Answer(value="https://a.nl/" + text.replace(" ", "("))
    files = written(with_answer(dossier, "follow-up.public-url", link))
    with in_time():
        assert check(files, as_of=TODAY, config=Config()).findings


def test_personal_data_is_still_found_in_a_crowd() -> None:
    assert personal_data_sorts("See " + "x" * 5000 + " k.zwart@gmail.com and k.zwart@mail.example.nl.", ()) == ("mail",)


NAMES = ["::error::x", "a\x1b[2J", "a\n::error::b", "a\r::error::b", "-rf", "a\u202eb", "##[error]x", "##vso[task.x]y"]
NAMES += ["%0A::error::x", "]]>", "|`x`|", "é", "\udcff", "a" * 255, "approvals.yaml", "algorithm.yaml"]


@posix
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_of_a_dossier_commands_a_terminal_or_a_runner(tmp_path: Path, name: str) -> None:
    base = fresh(tmp_path) / "assessments"
    put(base, f"{name}/algorithm.yaml", "k: [")
    for form in FORMATS:
        told = ended(base, ".", "--format", form, "--format", f"{'text' if form == 'json' else 'json'}=out")
        assert told.code == 1
        assert not any(sign in told.out for sign in "\x1b\x9b\r\u202e")
        lines = told.out.splitlines()
        commands = [line for line in lines if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line]
        ours = [line for line in lines if re.match(r"::(error|warning|notice) (file|title)=", line)]
        assert commands == (ours if form == "github" else []), form
    ElementTree.fromstring(iama(base, "check", ".", "--format", "junit").out)


@posix
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_of_a_file_does_either(tmp_path: Path, name: str) -> None:
    base = fresh(tmp_path)
    put(base, f"{HOME}/{name[:200]}.yaml", "k: [")
    put(base, f"{HOME}/approved/{name}", "{")
    for form in FORMATS:
        told = ended(base, "--format", form)
        assert "\x1b" not in told.out and "\u202e" not in told.out
        assert all(line.startswith("::") is (form == "github") for line in told.out.splitlines() if "::error::" in line)


def unreadable(folder: Path) -> None:
    folder.chmod(0)


def looped(folder: Path) -> None:
    (folder / "iama-1.0.yaml").symlink_to("iama-1.0.yaml")


def led_out(folder: Path) -> None:
    (folder / "iama-1.0.yaml").symlink_to("/etc/passwd")


def endless(folder: Path) -> None:
    (folder / "iama-1.0.yaml").symlink_to("/dev/zero")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "iama-1.0.yaml")


def folder_for_file(folder: Path) -> None:
    (folder / "approvals.yaml").mkdir()


def pipe_for_folder(folder: Path) -> None:
    os.mkfifo(folder / "approved")


def snapshots_led_out(folder: Path) -> None:
    (folder / "approved").symlink_to("/etc")


@posix
@pytest.mark.parametrize(
    "spoil",
    [looped, led_out, endless, pipe, folder_for_file, snapshots_led_out],
)
def test_what_is_no_plain_file_is_a_finding(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    base = fresh(tmp_path)
    spoil(base / HOME)
    told = ended(base)
    assert told.code == 1 and "[unreadable-file]" in told.out and "root:" not in told.out


@posix
def test_a_pipe_where_a_folder_belongs_holds_nothing_up(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    pipe_for_folder(base / HOME)
    told = ended(base)
    assert told.code == 1
    assert f"{HOME}/approved: error: niet te lezen: het moet een map van het dossier zelf zijn" in told.out


@posix
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("place", ["assessments/abc", "assessments/other", "assessments"])
def test_a_folder_that_may_not_be_read_is_a_finding(tmp_path: Path, place: str) -> None:
    base = fresh(tmp_path)
    (base / "assessments/other").mkdir()
    unreadable(base / place)
    try:
        told = ended(base)
        assert told.code == 1 and f"{place}: error: cannot be read: Permission denied [unreadable-file]" in told.out
    finally:
        (base / place).chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_yielded_and_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = fresh(tmp_path)
    (base / "assessments/other").mkdir()
    scan, listdir = os.scandir, os.listdir

    def refusing(call: Callable[[str | Path], Any]) -> Callable[[str | Path], Any]:
        def called(path: str | Path) -> Any:
            if Path(path).name == "other":
                raise PermissionError(13, "Permission denied")
            return call(path)

        return called

    monkeypatch.setattr(os, "scandir", refusing(scan))
    monkeypatch.setattr(os, "listdir", refusing(listdir))
    told = ended(base)
    assert told.code == 1 and "assessments/other: error: niet te lezen: Permission denied" in told.out


@posix
def test_many_names_for_one_large_document_are_one_reading(tmp_path: Path) -> None:
    document = put(tmp_path, "a/large.pdf", b"x" * 20_000_000)
    for number in range(200):
        (tmp_path / f"a/{number}.pdf").symlink_to(document)
    documents = Documents(tmp_path / "a", tmp_path)
    with in_time():
        found = {documents.find_digest(f"{'./' * (number % 9)}{number}.pdf") for number in range(200)}
    assert len(found) == 1 and "" not in found


@pytest.mark.parametrize(
    "text",
    [
        "a." * 100_000 + "b = 1",
        "".join(f"k{number}." + "a." * 98 + "b = 1\n" for number in range(1200)),
        "a = " + "[" * 100_000,
        "[check]\nmax-age-months = " + "9" * 5000,
        "x" * 5_000_000,
        BASELINE.replace("known.json", "/etc/passwd"),
        BASELINE.replace("known.json", "../known.json"),
        BASELINE.replace("known.json", ".git/known.json"),
        BASELINE.replace("known.json", "iama.toml"),
        BASELINE.replace("known.json", "C:known.json"),
        '[check]\nlevels = {"a\\n::error::x" = "off"}',
        '[check]\n"\\u001b[2J" = 1',
        '[check]\n"a\\n##[error]x" = 1',
        '["a\\n::error::x"]\nb = 1',
        'root = "a\\nb"',
        'root = "/"',
        'root = "../.."',
        "check = 1",
        "[[check]]",
        "waivers = 1",
        b"\xff\xfe",
    ],
)
def test_a_hostile_configuration_is_wrong_use_in_one_message(tmp_path: Path, text: str | bytes) -> None:
    base = fresh(tmp_path)
    (base / ".git").mkdir()
    put(base, "iama.toml", text)
    with in_time():
        told = iama(base, "check", *DAY, "--write-baseline")
    assert (told.code, told.out) == (2, "")
    assert "\x1b" not in told.err and "##[" not in told.err
    assert not any(line.lstrip().startswith("::") for line in told.err.splitlines())


def test_an_inventory_of_strangers_is_wrong_use_in_one_message(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    lists: dict[str, str | bytes] = {
        "a.csv": "id\n" + '"' * LONG,
        "b.csv": b"\xff",
        "c.csv": "id\n\0",
        "d.csv": "id,result\nx,../../../../etc/passwd\n",
        "e.csv": 'id,status\nx,"::error::x\n::error::y"\n',
        "f.yaml": ALIASES,
        "g.yaml": "[" * 100_000,
    }
    for name, content in lists.items():
        put(base, name, content)
        with in_time():
            told = iama(base, "check", *DAY, "--inventory", name)
        assert told.code in (0, 1, 2, 3), name
        assert "root:" not in told.err + told.out
        assert not any(line.lstrip().startswith("::") for line in (told.err + told.out).splitlines()), name
