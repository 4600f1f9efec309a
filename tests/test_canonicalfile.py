"""The fast reader: what it reads it reads as the strict one, and everything else it leaves alone."""

import re
from random import Random

import pytest
from decisions import written
from given import tree
from hypothesis import given
from hypothesis import strategies as st
from strategies import TRAPS, random_answers

from iama.files import canonicalfile
from iama.files.canonicalfile import parse_own_layout
from iama.files.layout import write_assessment, write_people
from iama.files.reader import Reader
from iama.files.shipped import SHIPPED
from iama.files.yamlfile import compose
from iama.model.approval import Approval, Condition, Decision, Pages, Program
from iama.model.dossier import Assessment
from iama.model.limits import MAX_BYTES, MAX_NODES
from iama.model.struct import replace

HEAD = "format: iama/1\nanswers:\n"
SMALL = tree(
    """
    - {id: goal, number: "1.1", kind: text}
    - {id: rights, number: "1.2", kind: choices, options: [privacy, equality, none]}
    - {id: actions, kind: rows, columns: {action!: text, owner: text}}
    - {id: importance, number: "4.1", kind: choice, options: [core, edge], repeat: rights}
    - {id: others, kind: rows, columns: {name!: text}}
    - {id: method, number: "2.1", kind: text, repeat: others}
    """
)
DIGEST = "sha256:" + "0a" * 32
APPROVAL = Approval(
    number=1,
    questionnaire="fria-1.0",
    decision=Decision.CONDITIONS,
    role="responsible",
    decided_on="2026-11-18",
    recorded_on="2026-11-20",
    as_of="2026-11-20",
    snapshot=DIGEST,
    conditions=(Condition("Test it", "abcdef"),),
    letters={"a": DIGEST},
    pages={"nl": Pages(DIGEST, DIGEST, DIGEST)},
    program=Program("0.1.0", DIGEST),
)
PIECES = (
    *TRAPS,
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "\r\n",
        "\r",
        "\x85",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\ufeff",
        "\x00",
        "\x07",
    ),
    *(
        "- ",
        "-",
        ":",
        ":\n",
        " |-",
        " |2-",
        " |2-\n",
        " |",
        " >-",
        " |+",
        " [a, b]",
        " []",
        " [a",
        "  # x\n",
        "#",
        " # x",
    ),
    *(
        "a: b\n",
        "  goal:\n",
        "    value:\n",
        "      - id: x\n",
        "    each:\n",
        "k" * 70,
        "k" * 1100,
        "0",
        "é",
        "<<: x\n",
    ),
)


def text_of(random: Random) -> str:
    """Return the file of a made assessment, small or shipped, of people, or of decisions."""
    if random.random() < 0.05:
        return write_people({"p1": "A. Jansen", "p2": random.choice(("", "'s-Gravesande", "x: y"))})
    if random.random() < 0.05:
        first = replace(APPROVAL, contract=1, public=DIGEST, decided_on="2026-11-20", pages={}, program=None)
        return written([first, replace(APPROVAL, number=2, text="Why: x\n y", conditions=())])
    found = random.choice([SMALL, SMALL, *filter(None, map(SHIPPED.find_questionnaire, SHIPPED.refs))])
    return write_assessment(Assessment(found.ref, "nl", random_answers(found, random)), found)


def changed(text: str, random: Random) -> str:
    """Return `text` with one small accident of an editor, a merge or an enemy."""
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    place = random.randrange(len(text) + 1)
    match random.randrange(8):
        case 0:
            lines[at], lines[other] = lines[other], lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            del lines[at]
        case 3:
            lines[at] = " " * random.randrange(7) + lines[at].lstrip()
        case 4:
            lines[at] += random.choice(PIECES)
        case 5:
            return text[:place] + random.choice(PIECES) + text[place:]
        case 6:
            return text[:place] + text[place + random.randint(1, 4) :]
        case _:
            return text[:place] + chr(random.randrange(1, 0x250)) + text[place + 1 :]
    return "\n".join(lines)


def assert_read_alike(text: str | bytes) -> bool:
    """Return whether the fast reader reads `text`; fails when the strict one reads something else."""
    if (found := parse_own_layout("f.yaml", text)) is None:
        return False
    reader = Reader("f.yaml")
    assert (compose(reader.path, text, reader.add), reader.findings) == (found, [])
    return True


@given(st.integers(0, 2**64))
def test_what_we_write_is_read_fast_and_as_the_strict_reader_reads_it(seed: int) -> None:
    text = text_of(Random(seed))
    assert assert_read_alike(text) == text.replace("\n", "").isprintable()


@given(st.integers(0, 2**64))
def test_a_changed_file_is_left_alone_or_read_as_the_strict_reader_reads_it(seed: int) -> None:
    random = Random(seed)
    text = "".join(sign for sign in text_of(random) if sign == "\n" or sign.isprintable())  # else most are left alone
    for _ in range(random.randint(1, 3)):
        text = changed(text, random)
        assert_read_alike(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_pieces_in_any_order_are_left_alone_or_read_as_the_strict_reader_reads_them(text: str) -> None:
    assert_read_alike(text)
    assert_read_alike(HEAD + "  goal:\n    value:" + text)


@pytest.mark.parametrize("ref", SHIPPED.refs)
def test_the_skeleton_of_every_questionnaire_is_read_fast(ref: str) -> None:
    assert assert_read_alike(write_assessment(Assessment(ref, "nl"), SHIPPED.resolve_questionnaire(ref)))


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "a:\n",
        "a: []\n",
        "a: [b, c]\nd:\n  - e: f\n    g:\n      h: i\n  - e: |-\n      j\n\n       k\n",
        "a: |2-\n   b\n  c\n",
        "a:\n  # 1.1\n  b:\n    c: d\n  # with 1.1\n  e: f\n",
    ],
)
def test_our_own_layout_is_read_fast(text: str) -> None:
    assert assert_read_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a: b",
        "a: b \n",
        "a:  b\n",
        "a : b\n",
        " a: b\n",
        "- a: b\n",
        "a: 'b'\n",
        "a: &b c\n",
        "a: !t b\n",
        "a: *b\n",
        "a: b\na: c\n",
        "a: b\n  c: d\n",
        "a:\n c: d\n",
        "a:\n   c: d\n",
        "a:\n- b: c\n",
        "a:\n  - b\n",
        "a:\n  b: c\n  - d: e\n",
        "a: b # c\n",
        "# a\nb: c\n",
        "a: b\n# c\n",
        "a: |-\n  b\n\n",
        "a: |-\n   b\n",
        "a: |-\n\n  b\n",
        "a: |\n  b\n",
        "a: [b,c]\n",
        "a: [b, ]\n",
        "a: [[b]]\n",
        "a: {b: c}\n",
        "---\na: b\n",
        "a: b\n---\n",
        "a: b\r\n",
        "a: |-\n  b\tc\n",
        "a: |-\n  b\u2028c\n",
        "\ufeffa: b\n",
        "<<<<<<< HEAD\na: b\n",
        "<<: b\n",
        f"{'k' * 65}: b\n",
        "a: b\n" + "c: d\n" * 2,
        b"a: \xff\n",
        b"\xef\xbb\xbfa: b\n",
    ],
)
def test_anything_else_is_left_to_the_strict_reader(text: str | bytes) -> None:
    assert parse_own_layout("f.yaml", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "  - b: c\n" * (MAX_NODES // 3),
        f"a: [{', '.join(['b'] * MAX_NODES)}]\n",
        f"a: {'b' * MAX_BYTES}\n",
    ],
)
def test_a_file_beyond_the_limits_is_left_to_the_strict_reader(text: str) -> None:
    assert parse_own_layout("f.yaml", text) is None


def test_no_group_of_the_expression_is_possessive() -> None:
    assert re.findall(r"\)(?:[?*+]|\{[0-9,]+\})\+", canonicalfile._LINE.pattern) == []  # Python 3.11.2 loses entries


def test_a_hostile_file_costs_no_more_than_its_size() -> None:
    for piece in (" ", "a: |-\n", "  # x\n", "- ", "a:\n", "a: [b, ", "a: |-\n  b\n\n", "\n"):
        assert not assert_read_alike(piece * (MAX_NODES // 4))
