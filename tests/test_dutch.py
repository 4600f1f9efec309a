"""A Dutch user reads no English sentence of ours, whatever command is used and whatever goes wrong."""

import re
from functools import cache
from pathlib import Path

import pytest
from commands import SHORT, demo, fresh, iama, put

from iama.cli import HOMES
from iama.words import FULL, catalogue

ASKED = (  # in the worked example; what answers, what refuses, what is mistyped
    *(
        "",
        "--help",
        "--help --all",
        "--foo",
        "stats",
        "status",
        "status herzicht",
        "status x",
        "status --role baas herzicht",
        "sheet herzicht",
        "sheet herzicht --role leverancier --to md -o -",
        "sheet herzicht --role jurist --part x",
        "sheet herzicht --cancel kmwz",
        "take x.docx",
        "take iama.toml",
    ),
    *(
        "status herzicht a b",
        "status --to word",
        "new",
        "new Herzicht",
        "new herzicht",
        "new ander",
        "new ander -q iama-9",
    ),
    *(
        "report herzicht --template iama.toml --to docx",
        "report herzicht --template iama.toml",
        "report herzicht -o x.docx",
    ),
    *("register herzicht --compare bad.yaml", "register herzicht --compare iama.toml --sheet"),
    *("rows", "rows niets", "rows flags --to word", "rows algorithms"),
    *("estate", "estate --question", "estate weg", "estate bad.yaml", "estate --to word", "estate --least 0"),
    *("set", "set herzicht nergens x", "set herzicht goal", "set herzicht first-use morgen", "set herzicht type soms"),
    *(
        "set herzicht goal Beter",
        "set --row abcdef herzicht actions text=x",
        "set --answers weg.yaml herzicht",
        "set --note",
    ),
    *("history herzicht", "history herzicht goal", "history herzicht nergens", "set --restore 99 herzicht goal"),
    *("set --unknown --follow-by team --due 2027-13-01 herzicht goal", "set --by bakker herzicht goal x"),
    *(
        "flags herzicht",
        "flags nergens",
        "scope herzicht",
        "calendar herzicht",
        "coverage herzicht",
        "coverage -q x herzicht",
    ),
    *(
        "kader SV.5",
        "kader avg-10 herzicht",
        "kader imp-3",
        "kader SV.5 --release bad.yaml",
        "kader --release bad.yaml",
    ),
    *("respond herzicht serious-consequences --decision mitigate --by jurist --measure imp-99", "kader imp-03 nergens"),
    *("explain", "explain blocker", "explain blocekr"),
    *("summary herzicht", "summary herzicht --about nergens", "summary herzicht --text x"),
    *("respond herzicht nergens", "respond --decision accept --text T --by bakker herzicht serious-consequences"),
    *(
        "approve herzicht -q iama-2.0 --decision go --role jurist --text x",
        "approve herzicht -q x --decision go --role a",
    ),
    *(
        "approve herzicht -q iama-2.0 --decision conditions --role responsible --text x",
        "condition herzicht nergens",
        "timestamp herzicht",
    ),
    *("withhold herzicht goal", "withhold --ground x --reason y --by lawyer herzicht goal", "release herzicht goal"),
    *("meeting herzicht 1 --to md -o -", "meeting herzicht 2 --minutes --to md -o -", "meeting herzicht 4"),
    *(
        "report herzicht --to word",
        "report herzicht --to pdf -o /nergens/x.pdf",
        "report herzicht -q fria-9",
        "report nergens",
    ),
    *(
        "publish herzicht",
        "publish herzicht --accept x y",
        "publish herzicht --at https://example.nl/a",
        "publish herzicht --at gemeente",
        "publish herzicht -q x -o /nergens/x",
        "publish nergens",
    ),
    *(
        "report --approval 99 herzicht",
        "register herzicht",
        "register nergens",
        "bundle nergens",
        "bundle herzicht -o - --archive V",
        "bundle -o /nergens/b.zip herzicht",
    ),
    *("check", "check --format x", "check nergens", "check --inventory weg.yaml", "check --write-baseline"),
    *(
        "verify",
        "verify nergens",
        "verify weg.zip",
        "diff herzicht",
        "diff herzicht@approved herzicht",
        "diff herzicht@HEAD herzicht",
    ),
    *(
        "import weg.json",
        "import bad.yaml",
        "adopt weg.pdf --instrument iama-1.0 --decided 2025-06-01 --body College",
        "export herzicht --to word",
        "export herzicht --to invulhulpen -o -",
        "export herzicht --to task-registry -o -",
    ),
    *("merge a b c", "migrate herzicht --to iama-2.0", "migrate herzicht --to x", "upgrade", "completion tcsh"),
    *(
        "questionnaire",
        "questionnaire show x",
        "questionnaire lint weg.yaml",
        "questionnaire lint bad.yaml",
        "wording",
        "wording import weg.yaml",
        "wording import bad.yaml",
        "schema x",
    ),
    *(
        "demo .",
        "answer nergens",
        "answer herzicht -q x",
        "answer broken",
        "status broken",
        "verify broken",
        "check broken",
    ),
)


@cache
def english() -> re.Pattern[str]:
    """Return what no Dutch text says: pieces of English texts between their places, of three words or more."""
    texts = [_forms(language) for language in FULL]
    dutch, pieces = " ".join(" ".join(texts[0]).split()), set()
    for words in texts[1]:
        for piece in re.split(r"\{[^{}]*\}|`[^`]*`", words):
            plain = " ".join(piece.split()).strip(" .,:;()")
            if len(re.findall(r"[A-Za-z]{2,}", plain)) >= 3 and plain not in dutch:
                pieces.add(plain)
    return re.compile("|".join(map(re.escape, sorted(pieces))))


def _forms(language: str) -> list[str]:
    found = catalogue(language).values()
    return [words for one in found for words in ((one,) if isinstance(one, str) else one.values())]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example, beside a dossier with mistakes of many kinds and a question tree with some."""
    base = demo(tmp_path_factory.mktemp("dutch"))
    broken = fresh(tmp_path_factory.mktemp("other")) / SHORT.replace("herzicht", "abc")
    text = (broken / "iama-2.0.yaml").read_text(encoding="utf-8")
    for name in ("algorithm.yaml", "follow-up.yaml"):
        put(base, f"assessments/broken/{name}", (broken / name).read_bytes())
    put(base, "assessments/broken/iama-2.0.yaml", text + "  goal: {value: [x]}\n  strange: 1\n")
    put(base, "bad.yaml", "format: iama-questionnaire/1\nid: X\nparts: 3\n")
    return base


def test_the_search_finds_an_english_sentence() -> None:
    assert english().search("iama: there is no dossier `x` in /tmp")
    assert not english().search("iama: er is geen dossier `x` in /tmp")


def test_every_command_is_tried() -> None:
    assert set(HOMES) - {words.partition(" ")[0] for words in ASKED} == set()


@pytest.mark.parametrize("words", ASKED)
def test_a_dutch_user_reads_no_english_sentence_of_ours(base: Path, words: str) -> None:
    told = iama(base, *words.split(), env={"IAMA_LANG": "nl"})
    found = english().search(" ".join(f"{told.out} {told.err}".split()))
    assert found is None, found


@pytest.mark.parametrize("command", sorted(HOMES))
def test_help_is_dutch(command: str) -> None:
    told = iama(Path.cwd(), command, "--help", env={"IAMA_LANG": "nl"})
    assert told.code == 0 and told.out.startswith("Gebruik: ")
    assert english().search(" ".join(told.out.split())) is None
