"""A file of the ministry with an official list in it, to its numbered passages: what a team really has.

Read are the definition of their web form (YAML, JSON), the instrument of their task registry (YAML), and a list as
Word, OpenDocument, Markdown or plain text. Every one is a stranger's file: bounded, nothing run, nothing looked up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iama.files import nodes
from iama.files.numberedtext import read_lines
from iama.files.opendocument import open_document_lines
from iama.files.wordfile import word_lines
from iama.files.yamlfile import compose
from iama.model.limits import MAX_BYTES, OFFICIAL_DEPTH, OFFICIAL_PASSAGES, OFFICIAL_WORDS
from iama.model.officialtext import OfficialFile, Passage
from iama.model.plainhtml import without_html
from iama.model.problems import Finding, Level, Place, UnusableFile, UsageError, reason_of
from iama.model.strangejson import parse_strange_json
from iama.words import Phrase

_FORM = re.compile(r"urn:nl:([a-z]{1,40})")
_REGISTRY = re.compile(r"urn:nl:aivt:tr:([a-z]{1,40}):([0-9]{1,4}\.[0-9]{1,4})")
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
_TASKS = re.compile(r"^tasks\s*:", re.MULTILINE)
_LANGUAGE = re.compile(r"(nl|en)(?:-[A-Za-z]{2})?")
Record = Mapping[str, Any]


def read_official_file(path: str, content: bytes) -> OfficialFile:
    """Return the passages of a file; raises UsageError and UnusableFile for one that is none of these."""
    if content.startswith(b"PK\x03\x04"):
        return _of_office(path, content)
    if content.startswith(b"%PDF-"):
        raise UsageError("wording-pdf", path=path)
    text = _decoded(path, content)
    if text.lstrip().startswith("{"):
        return _of_data(path, _json(path, content))
    if _TASKS.search(text):
        return _of_data(path, _yaml(path, text))
    return read_lines(path, text.splitlines())


def _of_office(path: str, content: bytes) -> OfficialFile:
    lines = word_lines(path, content)
    return read_lines(path, lines if lines is not None else open_document_lines(path, content))


def _decoded(path: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise UsageError("wording-unreadable", path=path, reason=Phrase("file-larger", limit=MAX_BYTES))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("wording-unreadable", path=path, reason=Phrase("file-no-utf8")) from error


def _json(path: str, content: bytes) -> Any:
    try:
        return parse_strange_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise UsageError("wording-unreadable", path=path, reason=reason_of(error)) from error


def _yaml(path: str, text: str) -> Any:
    """Return the plain values of YAML; raises UnusableFile with every mistake."""
    findings: list[Finding] = []

    def note_problem(place: Place, code: str, message: Phrase, level: Level = Level.ERROR) -> None:
        findings.append(Finding(place, code, message, level=level))

    node = compose(path, text, note_problem, aliases=True)
    if node is None or any(finding.level is Level.ERROR for finding in findings):
        raise UnusableFile(findings)
    return _Plain().of(node)


class _Plain:
    """Nodes to plain values; what is named once and repeated stays one value, so it takes no room twice."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Scalar):
            return node.text
        if id(node) not in self._known:
            self._known[id(node)] = (
                {key: self.of(one) for key, one in node.entries.items()}
                if isinstance(node, nodes.Map)
                else [self.of(one) for one in node.items]
            )
        return self._known[id(node)]


def _of_data(path: str, root: Any) -> OfficialFile:
    """Return the passages of a definition or of an instrument; raises UsageError for other data."""
    if not isinstance(root, dict) or not isinstance(root.get("tasks"), list):
        state = isinstance(root, dict) and isinstance(root.get("answers"), dict)
        raise UsageError("wording-state" if state else "wording-no-list", path=path)
    read = _Definition(path)
    ref, urn, version = "", root.get("urn"), root.get("version")
    if isinstance(urn, str) and (match := _REGISTRY.fullmatch(urn)):
        ref, passages = f"{match[1]}-{match[2]}", read.tasks_of_registry(root["tasks"], urn)
    elif isinstance(urn, str) and (match := _FORM.fullmatch(urn)) and _VERSION.fullmatch(str(version)):
        ref, passages = f"{match[1]}-{version}", read.tasks_of_form(root["tasks"])
    else:
        raise UsageError("wording-no-urn", path=path)
    language = _LANGUAGE.fullmatch(str(root.get("language")))
    return OfficialFile(
        tuple(read.counted(passages)), ref, read.plain(root.get("name")), language[1] if language else ""
    )


class _Definition:
    """The tasks of a definition as passages, no more and no longer than a list has."""

    def __init__(self, path: str) -> None:
        self._path = path

    def counted(self, passages: Iterator[Passage]) -> Iterator[Passage]:
        for count, passage in enumerate(passages):
            if count == OFFICIAL_PASSAGES:  # what is repeated by name can be told without end
                raise UsageError("wording-many", path=self._path, limit=OFFICIAL_PASSAGES)
            yield passage

    def tasks_of_registry(self, tasks: Sequence[Any], urn: str) -> Iterator[Passage]:
        for task in _records(tasks):
            own = task.get("urn")
            lead = f"{urn}:"
            number = own.removeprefix(lead) if isinstance(own, str) and own.startswith(lead) else ""
            yield Passage(number, self.plain(task.get("question")))

    def tasks_of_form(self, tasks: Any, above: tuple[str, str] = ("", ""), depth: int = 1) -> Iterator[Passage]:
        """Yield every task, with the number and words of the one above it."""
        if depth > OFFICIAL_DEPTH:
            raise UsageError("wording-many", path=self._path, limit=OFFICIAL_PASSAGES)
        for task in _records(tasks):
            number, asked, kinds = self.plain(task.get("id")), self.plain(task.get("task")), task.get("type")
            words = "\n".join(filter(None, [asked, self.plain(task.get("description"))]))
            yield Passage(number, words, isinstance(kinds, list) and "task_group" in kinds, above)
            yield from self.tasks_of_form(task.get("tasks"), (number, asked), depth + 1)

    def plain(self, value: Any) -> str:
        """Return a text of theirs without the marks of a web page, each paragraph on a line."""
        if not isinstance(value, str):
            return ""
        if len(value) > OFFICIAL_WORDS:
            raise UsageError("wording-long", path=self._path, limit=OFFICIAL_WORDS)
        lines = (" ".join(line.split()) for line in without_html(value).splitlines())
        return "\n".join(filter(None, lines))


def _records(tasks: Any) -> Iterator[Record]:
    """Yield what stands in a list; what is no record is one without anything, so that it is counted."""
    yield from (task if isinstance(task, dict) else {} for task in (tasks if isinstance(tasks, list) else ()))
