"""Compiles the question trees and legal facts into the wheel, so that commands start fast."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTrees(BuildHookInterface[Any]):
    """Adds `iama/questionnaires/compiled/*.json` to a wheel; an editable install reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from iama.files import shipped
        from iama.files.compiled import law_to_json, tree_to_json

        texts = {ref: tree_to_json(shipped.resolve(ref)) for ref in shipped.refs()} | {
            "law": law_to_json(shipped.law())
        }
        folder = Path(tempfile.mkdtemp(prefix="iama-compiled-"))
        for name, text in texts.items():
            path = folder / f"{name}.json"
            path.write_text(text, encoding="utf-8")
            build_data["force_include"][str(path)] = f"iama/questionnaires/compiled/{path.name}"
