"""A file of others to plain data, and which kind it is by what it holds: JSON, YAML, or a PDF that carries JSON.

Read as a stranger's file: bounded, nothing run, and refused in words.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from iama.files import nodes
from iama.files.nodes import yaml_lines
from iama.files.pdftext import NoSuchText, pdf_text
from iama.files.yamlfile import compose
from iama.model.problems import Finding, Level, Place, UnusableFile, UsageError, finding_of, reason_of
from iama.model.strangejson import parse_strange_json
from iama.words import Phrase

PDF_ENTRY = "AssessmentData"  # where the form of the ministry puts its state in a PDF
_SYSTEM = (
    "ai_act_profile",
    "assessments",
    "external_providers",
    "goal_and_impact",
    "human_intervention",
    "instruments",
    "measures",
    "owners",
    "requirements",
    "risk_management",
    "technical_design",
)
_INCLUDE = "!include"
_NULL = ("", "~", "null", "Null", "NULL")
Record = Mapping[str, Any]


class Foreign(StrEnum):
    """What a file of others is."""

    STATE = "state"  # of the web form of the ministry
    CARD = "card"  # an assessment card
    SYSTEM = "system"  # a system card, with cards in it
    INSTRUMENT = "instrument"  # a list of questions of the task registry
    REGISTRY = "registry"  # a requirement or a measure of it
    MODEL = "model"  # a model card
    OURS = "ours"  # what iama wrote itself
    UNKNOWN = "unknown"


def kind_of(root: Any) -> Foreign:
    """Return what a file is, by what it holds."""
    if not isinstance(root, dict):
        return Foreign.UNKNOWN
    if all(isinstance(root.get(name), dict) for name in ("metadata", "answers")):
        return Foreign.STATE
    if isinstance(root.get("contents"), list):
        return Foreign.CARD
    if isinstance(root.get("tasks"), list):
        return Foreign.INSTRUMENT
    if "systemcard_path" in root or str(root.get("urn")).startswith("urn:nl:ak:"):
        return Foreign.REGISTRY
    if "model-index" in root or "model_index" in root:
        return Foreign.MODEL
    if any(isinstance(key, str) and key.startswith("iama_") for key in root) or _is_ours(root.get("format")):
        return Foreign.OURS
    return Foreign.SYSTEM if any(key in root for key in _SYSTEM) else Foreign.UNKNOWN


def _is_ours(format_: Any) -> bool:
    return isinstance(format_, str) and format_.startswith("iama")


def read_foreign(path: str, content: bytes) -> Any:
    """Return what a file holds, as plain data; raises UsageError and, for YAML, UnusableFile with the places."""
    try:
        if content.startswith(b"%PDF-"):
            return parse_strange_json(pdf_text(content, PDF_ENTRY).encode("utf-8", "surrogatepass"))
        bare = content.removeprefix(b"\xef\xbb\xbf")
        if bare.lstrip()[:1] in (b"{", b"["):
            return parse_strange_json(bare)
    except NoSuchText as error:
        raise UsageError("import-pdf", path=path, reason=reason_of(error)) from error
    except ValueError as error:
        reason = Phrase("file-no-utf8") if isinstance(error, UnicodeError) else reason_of(error)
        raise UsageError("import-no-json", path=path, reason=reason) from error
    return _read_yaml(path, content)


def _read_yaml(path: str, content: bytes) -> Any:
    findings: list[Finding] = []

    def note_problem(place: Place, code: str, message: Phrase, level: Level = Level.ERROR) -> None:
        findings.append(finding_of(place, code, message, level))

    node = compose(path, content, note_problem)
    if errors := [one for one in findings if one.level is Level.ERROR]:
        if any(_includes(content, one.place) for one in errors):
            raise UsageError("import-include", path=path)
        raise UnusableFile(errors)
    return _plain_value(node)


def _includes(content: bytes, place: Place) -> bool:
    """Whether the text at a place is that of another file: a card can name cards in files of their own."""
    lines = yaml_lines(content.decode("utf-8", "replace"))
    return 0 < place.line <= len(lines) and _INCLUDE in lines[place.line - 1][place.column - 1 :]


def _plain_value(node: nodes.Node | None) -> Any:
    """Return a node as plain data: texts, lists and maps, and nothing for what YAML calls null."""
    match node:
        case nodes.Map():
            return {key: _plain_value(value) for key, value in node.entries.items()}
        case nodes.Sequence():
            return [_plain_value(item) for item in node.items]
        case nodes.Scalar():
            return None if node.plain and node.text in _NULL else node.text
    return None


def day_of(moment: object) -> str:
    """Return the day in UTC of a moment as forms and cards write it; empty for none."""
    if not isinstance(moment, str) or len(moment) > len("2026-11-23T16:18:41.672000+00:00"):
        return ""
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()
    except (ValueError, OverflowError):
        return ""
