"""Where the figures of the slow suite go, of which the page of assurance is made."""

import json
import os
from pathlib import Path


def record(test: str, **figures: int | float | str) -> None:
    """Add a line of JSON to the file that the environment variable IAMA_FIGURES names, if it names one."""
    if path := os.environ.get("IAMA_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"test": test, "figures": figures}, ensure_ascii=False) + "\n")
