"""The strict loader: what it refuses, where it says so, and that a hostile file costs neither time nor a traceback."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pace import pace
from strategies import TRAPS, texts

from iama.files import yamlfile
from iama.files.nodes import Map, Scalar, Sequence
from iama.files.reader import Reader
from iama.files.yamlfile import comments
from iama.model.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from iama.model.problems import Finding, Place, UnusableFile


def read(text: str | bytes) -> tuple[Map, list[Finding]]:
    reader = Reader("f.yaml")
    root = reader.root(text)
    return root, list(reader.sorted_findings)


def found(text: str | bytes) -> list[str]:
    """Return the findings as `line:column code`."""
    return [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in read(text)[1]]


def scalars(node: object) -> object:
    """Return a node as plain values, every scalar as the text that was written."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [scalars(item) for item in items]
        case Map(entries):
            return {key: scalars(value) for key, value in entries.items()}
    raise AssertionError(node)


class TestScalars:
    @pytest.mark.parametrize(
        "text",
        [
            "no",
            "on",
            "yes",
            "true",
            "null",
            "~",
            "1.10",
            "010",
            "1_000",
            "0x1F",
            "12:30",
            "2026-01-01",
            "1.",
            "=",
            "<<",
            ".inf",
        ],
    )
    def test_every_scalar_is_the_text_as_written(self, text: str) -> None:
        root, findings = read(f"a: {text}\n{text}x: b\n")
        assert (scalars(root), findings) == ({"a": text, f"{text}x": "b"}, [])

    def test_an_empty_value_differs_from_an_empty_text(self) -> None:
        root, _ = read("a:\nb: ''\nc: |-\nd: ~\n")
        assert [isinstance(node, Scalar) and node.null for node in root.entries.values()] == [True, False, False, False]

    def test_every_node_and_key_knows_its_place(self) -> None:
        root, _ = read("a:\n  - b\n  - {c: d}\n")
        assert root.keys["a"] == Place("f.yaml", 1, 1)
        assert isinstance(items := root.entries["a"], Sequence)
        assert [item.place for item in items.items] == [Place("f.yaml", 2, 5), Place("f.yaml", 3, 5)]

    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_line_ends_of_any_system_count_the_same(self, ends: str) -> None:
        root, findings = read(ends.join(["a: |-", "  x", "  y", "b: *c"]))
        assert [str(finding.place) for finding in findings] == ["f.yaml:4:4"]
        assert scalars(read(ends.join(["a: |-", "  x", "  y", "b: c"]))[0]) == {"a": "x\ny", "b": "c"}
        assert root.entries == {}

    def test_a_byte_order_mark_is_no_part_of_the_text(self) -> None:
        assert scalars(read(b"\xef\xbb\xbfa: b")[0]) == {"a": "b"}


REFUSALS = {
    "an anchor": ("a: &x b", "1:4 unsafe-yaml"),
    "an anchor on a map": ("a: &x\n  b: c", "1:4 unsafe-yaml"),
    "an alias": ("a:\n  - *x", "2:5 unsafe-yaml"),
    "an alias as key": ("*x : b", "1:1 unsafe-yaml"),
    "a tag": ("a: !!int 1", "1:4 unsafe-yaml"),
    "a tag that runs code": ("a: !!python/object/apply:os.system [id]", "1:4 unsafe-yaml"),
    "a tag on a key": ("!!str a: b", "1:1 unsafe-yaml"),
    "a tag of a directive": ("%TAG ! tag:x.nl,2026:\n---\na: !y b", "3:4 unsafe-yaml"),
    "a merge of an anchor": ("a: {b: c}\n<<: *a", "2:5 unsafe-yaml"),
    "a second document": ("a: b\n---\nc: d", "2:1 unsafe-yaml"),
    "nesting": ("a: " + "[" * MAX_DEPTH, f"1:{3 + MAX_DEPTH} unsafe-yaml"),
    "the same key": ("a: b\nc: d\na: e", "3:1 duplicate-key"),
    "the same key, quoted": ("1.1: b\n'1.1': c", "2:1 duplicate-key"),
    "the same key in a flow": ('a: {b: c, "b": d}', "1:11 duplicate-key"),
    "a list as key": ("? [a]\n: b", "1:3 invalid-value"),
    "a list at the top": ("- a", "1:1 invalid-value"),
    "a word at the top": ("a", "1:1 invalid-value"),
    "an empty file": ("", "1:1 unreadable-file"),
    "blanks": ("\n \n", "1:1 unreadable-file"),
    "comments alone": ("# a\n", "1:1 unreadable-file"),
    "a null byte": (b"a: b\nc: \x00", "2:4 unreadable-file"),
    "an escape byte": (b"a: \x1b[2J", "1:4 unreadable-file"),
    "a noncharacter": ("a: \uffff", "1:4 unreadable-file"),
    "a surrogate": ("a: \ud800", "1:4 unreadable-file"),
    "UTF-16 with a mark": ("a: b".encode("utf-16"), "1:1 unreadable-file"),
    "UTF-16 without": ("a: b".encode("utf-16-be"), "1:1 unreadable-file"),
    "UTF-32": ("a: b".encode("utf-32"), "1:1 unreadable-file"),
    "Latin-1": ("a: b\nc: dé".encode("latin-1"), "2:5 unreadable-file"),
    "overlong UTF-8": (b"a: \xc0\xaf", "1:4 unreadable-file"),
    "cut UTF-8": ("a: é".encode()[:-1], "1:4 unreadable-file"),
    "a tab for indentation": ("a:\n\tb: c", "2:1 unreadable-file"),
    "an open quote": ('a: "b', "1:6 unreadable-file"),
    "an unknown escape": ('a: "\\q"', "1:5 unreadable-file"),
    "a newer YAML": ("%YAML 9.9\n---\na: b", "1:1 unreadable-file"),
    "a colon too many": ("a: b: c", "1:5 unreadable-file"),
    "conflict markers": ("a:\n<<<<<<< HEAD\n  b\n=======\n  c\n>>>>>>> x\n", "2:1 conflict-markers"),
    "half of a conflict": ("a:\n  b\n>>>>>>> x\r\n", "3:1 conflict-markers"),
}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with PyYAML's own loader, as where libyaml is absent."""
    monkeypatch.setattr(yamlfile, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(("text", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_one_finding_at_its_place(
    text: str | bytes, expected: str, counted: Callable[..., None]
) -> None:
    told = found(text)
    counted(files=1, accepted=int(not told))
    assert told == [expected]


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(("text", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_without_libyaml_the_same_is_refused(text: str | bytes, expected: str) -> None:
    expected = expected.replace("1:5 unreadable", "1:6 unreadable") if text == 'a: "\\q"' else expected  # at the letter
    assert found(text) == [expected]


def test_every_unfinished_merge_is_named() -> None:
    conflict = "<<<<<<< HEAD\n=======\n>>>>>>> x\n"
    assert found("a:\n" + conflict + "b:\n" + conflict) == ["2:1 conflict-markers", "6:1 conflict-markers"]


def test_conflict_markers_inside_an_answer_are_text() -> None:
    root, findings = read("a: |-\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n")
    assert (scalars(root), findings) == ({"a": "<<<<<<< HEAD\n=======\n>>>>>>> x"}, [])


@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH])
def test_nesting_is_fine_up_to_the_limit(depth: int) -> None:
    fits = depth < MAX_DEPTH
    assert (found("a: " + "[" * depth + "]" * depth) == []) is fits


DEEP = {"flow lists": "[", "flow maps": "{a: ", "block lists": "- ", "block keys": "? ", "both": "[{a: "}


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 999, 1_000, 1_001, 5_000])
@pytest.mark.parametrize("piece", DEEP.values(), ids=DEEP)
def test_nesting_is_refused_in_our_words_whatever_reads_it(
    monkeypatch: pytest.MonkeyPatch, piece: str, depth: int, loader: type
) -> None:
    monkeypatch.setattr(yamlfile, "_LOADER", loader)
    (finding,) = read(piece * depth)[1]
    assert (finding.code, str(finding.hint)) == ("unsafe-yaml", "nest less deep")
    assert str(finding.message) == "nesting deeper than 64 levels is not allowed here"
    assert (finding.place.line, finding.place.column >= MAX_DEPTH) == (1, True)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "flow lists, 100,000 deep": lambda: b"[" * 100_000,
    "flow maps, 100,000 deep": lambda: b"{a: " * 100_000,
    "block lists, 100,000 deep": lambda: b"- " * 100_000,
    "block keys, 100,000 deep": lambda: b"? " * 100_000,
    "block maps, 3,000 deep": lambda: b"".join(b" " * n + b"a:\n" for n in range(3_000)),
    "closing brackets": lambda: b"a: " + b"]" * 100_000,
    "a billion laughs": lambda: b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(1_000)),
    "a million keys": lambda: b"".join(b"%x:\n" % n for n in range(700_000)),
    "a million items": lambda: b"a:\n" + b"-\n" * 1_000_000,
    "a million commas": lambda: b"[" + b"a," * 1_000_000 + b"]",
    "a huge word": lambda: b"a: " + b"x" * (MAX_BYTES - 4),
    "a huge key": lambda: b"x" * (MAX_BYTES - 4) + b": a",
    "a huge block": lambda: b"a: |-\n" + b"  line\n" * 700_000,
    "open quotes": lambda: b'a: "' + b"x\n" * 1_000_000,
    "anchors": lambda: b"a: " + b"&a " * 1_000_000,
    "null bytes": lambda: b"\0" * MAX_BYTES,
    "more than the limit": lambda: b"a" * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_quickly_with_a_finding(make: Callable[[], bytes]) -> None:
    content = make()
    began = time.process_time()
    root, findings = read(content)
    assert time.process_time() - began < 2 * pace()
    assert len(findings) == 1 or scalars(root)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_without_libyaml_a_hostile_file_is_read_or_gives_a_finding_too(make: Callable[[], bytes]) -> None:
    root, findings = read(make()[:20_000])  # this loader is thirty times as slow
    assert len(findings) == 1 or scalars(root)


def test_a_file_over_the_limit_is_not_parsed_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "parse", lambda *_, **__: pytest.fail("the file was parsed"))
    _, findings = read(b"a: " + b"b" * MAX_BYTES)
    assert [str(finding.place) for finding in findings] == ["f.yaml"]
    assert findings[0].code == "unsafe-yaml"


def test_misspelt_words_by_the_ten_thousands_cost_no_more_than_seconds() -> None:
    reader = Reader("f.yaml")
    root = reader.root("".join(f"questoin-{n}:\n" for n in range(MAX_NODES // 2 - 1)))
    began = time.process_time()
    reader.fields(root, (), [f"question-{n}" for n in range(150)])
    assert time.process_time() - began < 2 * pace()
    assert len(reader.findings) == MAX_NODES // 2 - 1
    assert str(reader.findings[0].hint).startswith("did you mean `question-")


@given(texts())
def test_random_text_gives_nodes_or_findings_and_nothing_else(text: str) -> None:
    root, findings = read(text)
    assert root.entries or findings or text.strip() in ("{}", "---")


@given(st.binary(max_size=200))
def test_random_bytes_give_nodes_or_findings_and_nothing_else(content: bytes) -> None:
    root, findings = read(content)
    assert all(finding.place.line for finding in findings)
    assert root.entries or findings or b"{" in content


@given(st.lists(st.sampled_from(["\n", "  ", "- ", "a", ":", " ", "# c", *TRAPS]), max_size=25).map("".join))
def test_pieces_of_yaml_read_as_pyyaml_itself_reads_them(text: str) -> None:
    root, findings = read(text)
    if not findings:
        assert scalars(root) == yaml.load(text, Loader=yaml.BaseLoader)


class TestReader:
    def test_all_findings_come_at_once_in_the_order_of_the_file(self) -> None:
        reader = Reader("f.yaml")
        root = reader.root("size: big\nnmae: x\nlist: text\nage: soon\n")
        fields = reader.fields(root, ("name",), ("size", "list", "age"))
        reader.whole_number(fields["age"], 1)
        reader.items(fields["list"])
        reader.one_of(fields["size"], ("small", "large"), "invalid-value")
        assert [str(finding) for finding in reader.sorted_findings] == [
            "f.yaml:1:1: error: `name` is missing [missing-key]",
            "f.yaml:1:7: error: `big` is not possible here [invalid-value]\n    use one of: small, large",
            "f.yaml:2:1: error: unknown key `nmae` [unknown-key]\n    did you mean `name`?",
            "f.yaml:3:7: error: expected a list, found text [invalid-value]",
            "f.yaml:4:6: error: `soon` is not a whole number [invalid-value]\n    write it as 3",
        ]
        with pytest.raises(UnusableFile) as caught:
            reader.finish()
        assert caught.value.findings == reader.sorted_findings

    def test_a_reader_without_findings_finishes(self) -> None:
        reader = Reader("f.yaml")
        reader.fields(reader.root("a: b"), ("a",))
        reader.finish()
        assert reader.sorted_findings == ()

    @pytest.mark.parametrize(
        ("text", "expected"), [("3", 3), ("0", 0), ("9" * 5_000, 1), ("-1", 1), ("1.5", 1), ("", 1)]
    )
    def test_a_whole_number_is_digits_of_a_decent_length(self, text: str, expected: int) -> None:
        reader = Reader("f.yaml")
        assert reader.whole_number(Scalar(text, Place("f.yaml", 1, 1)), 1) == expected
        assert bool(reader.findings) is (expected == 1)

    @pytest.mark.parametrize(("text", "expected"), [("yes", True), ("true", True), ("no", False), ("false", False)])
    def test_truth_is_yes_or_no(self, text: str, expected: bool) -> None:
        assert Reader("f.yaml").truth(Scalar(text, Place("f.yaml", 1, 1)), default=not expected) is expected

    def test_a_key_cannot_write_lines_or_codes_into_a_message(self) -> None:
        reader = Reader("f.yaml")
        reader.fields(reader.root('"a\\n::error::b\\e[31m": c'), (), ("x",))
        assert [str(finding.message) for finding in reader.sorted_findings] == [
            "unknown key `a\\n::error::b\\u001b[31m`"
        ]


class TestComments:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("# a\nb: c", {1: "# a"}),
            ("a: b # c", {1: "# c"}),
            ("a: b\t# c", {1: "# c"}),
            ("a: # b", {1: "# b"}),
            ("a: [b] # c", {1: "# c"}),
            ("a: [b]\t# c", {1: "# c"}),
            ("a: [b]# c", {1: "# c"}),
            ("a: {b: c}# d", {1: "# d"}),
            ("a: [b, # c\n  d]", {1: "# c"}),
            ('a: "b"# c', {1: "# c"}),
            ("a: 'b # c' # d", {1: "# d"}),
            ('a: "b\n  # c\n  d" # e', {3: "# e"}),
            ("a: b\n  c # d", {2: "# d"}),
            ("a: |- # b\n  c", {1: "# b"}),
            ("a: |-\n  # b\n\n  c # d\n\n# e\nf: g", {6: "# e"}),
            ("a: |-\n  # b\n # c\n", {3: "# c"}),
            ("a: >-\n  # b\nc: d", {}),
            ("a: |2-\n     # b\n   # c", {}),
            ("a: b#c", {}),
            ("- # a\n- b", {1: "# a"}),
            ("? a # b\n: c # d", {1: "# b", 2: "# d"}),
            ("--- # a\nb: c\n... # d", {1: "# a", 3: "# d"}),
            ("a: b\r\n# c\r\n", {2: "# c"}),
            ("a: |-\n  b\u2028  # c\n# d\ne: f # g", {4: "# d", 5: "# g"}),
            ("a: b", {}),
        ],
    )
    def test_a_comment_is_found_where_it_stands_and_nowhere_else(self, text: str, expected: dict[int, str]) -> None:
        assert comments(text) == expected

    @given(st.lists(st.sampled_from(["a: b", "c: 'd # e'", "f: |-\n  # g", "h: [i]", "j:"]), min_size=1, unique=True))
    def test_a_comment_after_any_value_is_found(self, entries: list[str]) -> None:
        lines = [f"{entry} # {number}" if "\n" not in entry else entry for number, entry in enumerate(entries)]
        added = sum("\n" not in entry for entry in entries)
        assert len(comments("\n".join(lines))) == added


ROOT = Path(__file__).parent.parent
SHIPPED = sorted(
    path
    for where in ("iama", "questionnaires", "reports", "templates", "action.yml", ".pre-commit-hooks.yaml")
    for path in [ROOT / where, *(ROOT / where).rglob("*")]
    if path.suffix in (".yaml", ".yml")
)


def events(text: str, loader: type) -> list[tuple[object, ...]]:
    """Return everything that a loader finds in `text`, with its place."""
    found = yaml.parse(text, Loader=loader)
    return [
        (type(one), getattr(one, "value", ""), bool(getattr(one, "style", "")), mark.line, mark.column)
        for one in found
        if (mark := one.start_mark)
    ]


def test_every_kind_of_shipped_file_is_among_those_that_are_tried() -> None:
    names = {str(path.relative_to(ROOT).as_posix()) for path in SHIPPED}
    assert names >= {"action.yml", "templates/check.yml", ".pre-commit-hooks.yaml", "questionnaires/register-1.0.yaml"}
    assert sum(name.startswith("iama/") for name in names) >= 5


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT).as_posix()))
def test_a_shipped_file_is_the_same_with_and_without_libyaml(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert events(text, yaml.SafeLoader) == events(text, yaml.CSafeLoader)


def test_the_fast_loader_is_there_and_the_slow_one_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: |-\n  b\n  # c\nd: [e, 'f # g', {h: i}] # j\nk:\n"
    fast = read(text), comments(text)
    assert yamlfile._LOADER is yaml.CSafeLoader
    monkeypatch.setattr(yamlfile, "_LOADER", yaml.SafeLoader)
    assert (read(text), comments(text)) == fast
