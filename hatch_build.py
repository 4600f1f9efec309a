"""Compiles the question trees and legal facts into the wheel, so that commands start fast."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTrees(BuildHookInterface[Any]):
    """Adds `iama/questionnaires/compiled/*.json` to a wheel; an editable install reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self.folder = TemporaryDirectory(prefix="iama-compiled-")
        for name, text in _compiled(Path(self.root)).items():
            path = Path(self.folder.name, f"{name}.json")
            path.write_text(text, encoding="utf-8", newline="\n")
            build_data["force_include"][str(path)] = f"iama/questionnaires/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()


def _compiled(root: Path) -> dict[str, str]:
    sys.path.insert(0, str(root))
    from iama.files import shipped
    from iama.files.compiled import law_to_json, tree_to_json

    trees = {ref: tree_to_json(shipped.resolve(ref)) for ref in shipped.refs()}
    return trees | {"law": law_to_json(shipped.law())}
