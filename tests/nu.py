"""The Nu HTML checker, where Java and its jar are found: IAMA_VNU names the jar."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def found_by_nu(paths: Sequence[Path]) -> list[str]:
    """Return every error and warning about these pages; skips without the checker, or fails (IAMA_REQUIRE_VNU=1)."""
    jar, java = os.environ.get("IAMA_VNU", ""), shutil.which("java")
    if not java or not Path(jar).is_file():
        if os.environ.get("IAMA_REQUIRE_VNU") == "1":
            pytest.fail("the Nu checker needs Java, and its jar in IAMA_VNU", pytrace=False)
        pytest.skip("the Nu checker needs Java, and its jar in IAMA_VNU")
    command = [java, "-jar", jar, "--format", "json", "--exit-zero-always", *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(ran.stderr)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in messages]
