"""Compiles the question trees, legal facts, texts and templates into the wheel, so that commands start fast."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTrees(BuildHookInterface[Any]):
    """Adds JSON in a folder `compiled` beside the YAML to a wheel; an editable install reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self.folder = TemporaryDirectory(prefix="iama-compiled-")
        for name, text in _compiled(Path(self.root)).items():
            path = Path(self.folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _compile_templates(Path(self.root), Path(self.folder.name))
        for path in Path(self.folder.name).rglob("*.*"):
            build_data["force_include"][str(path)] = f"iama/{path.relative_to(self.folder.name).as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()


def _compiled(root: Path) -> dict[str, str]:
    sys.path.insert(0, str(root))
    from iama.files.plainnodes import nodes_to_json
    from iama.files.reader import Reader
    from iama.files.shipped import KADER, SHIPPED, kader_to_json, law_to_json, tree_to_json
    from iama.words import LANGUAGES, catalogue

    found = {
        f"questionnaires/compiled/{ref}.json": tree_to_json(SHIPPED.resolve_questionnaire(ref)) for ref in SHIPPED.refs
    }
    found["questionnaires/compiled/law.json"] = law_to_json(SHIPPED.law)
    found[f"questionnaires/compiled/{KADER}.json"] = kader_to_json(SHIPPED.kader)
    for path in sorted((root / "questionnaires").rglob("*.yaml")):  # what no tree, law or kader of its own is made of
        name = path.relative_to(root).with_suffix(".json").as_posix().replace("/", "/compiled/", 1)
        if name not in found:
            found[name] = nodes_to_json(Reader(path.name).root(path.read_text(encoding="utf-8")))
    words = {one: json.dumps(catalogue(one), ensure_ascii=False, separators=(",", ":")) for one in LANGUAGES}
    return found | {f"words/compiled/{language}.json": text for language, text in words.items()}


def _compile_templates(root: Path, folder: Path) -> None:
    from jinja2 import FileSystemLoader

    from iama.publish.report import COMPILED, template_environment

    templates = template_environment(FileSystemLoader(root / "reports"))
    templates.compile_templates(folder / "reports" / COMPILED, extensions=["j2"], zip=None, ignore_errors=False)
