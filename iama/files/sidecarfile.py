"""What `iama export` puts beside a state of a web form, read again as a stranger's file."""

from pathlib import Path
from typing import Any

from iama.model.exchange import Place, Shown, Sidecar
from iama.model.problems import UsageError
from iama.model.questionnaire import Questionnaire
from iama.model.records import assessment_of
from iama.model.strangejson import parse_strange_json

FORMAT = 1
_KEYS = {"iama_sidecar", "algorithm", "written", "questionnaire", "sent", "language", "answers"}


def sidecar_path(state: Path) -> Path:
    """Return where what goes beside a state stands."""
    return state.with_name(f"{state.stem}.iama.json")


def read_sidecar(path: str, content: bytes, tree: Questionnaire) -> Sidecar:
    """Return what went beside a state; raises UsageError for what we did not write in that form."""
    try:
        root = parse_strange_json(content)
        if not isinstance(root, dict) or set(root) != _KEYS or root["iama_sidecar"] != FORMAT:
            raise UsageError("import-no-sidecar", path=path)
        if root["questionnaire"] != tree.ref:
            raise UsageError("import-sidecar-other", path=path, held=str(root["questionnaire"])[:60], ref=tree.ref)
        return Sidecar(assessment_of(root, tree), dict(_sent(one) for one in root["sent"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError("import-no-sidecar", path=path) from error


def _sent(record: Any) -> tuple[Place, Shown]:
    id_, index, value = record
    return (str(id_), int(index)), value if isinstance(value, str) else tuple(str(one) for one in value)
