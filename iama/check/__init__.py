"""The gate of CI: a pure function from the files of dossiers to findings about their substance.

`iama.check` is public as a function and holds the modules of the gate too, so this package can be called.
"""

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from iama.check.config import Config
    from iama.check.report import Report


class _Gate(ModuleType):
    """This package, as something that can be called."""

    def __call__(self, files: Mapping[str, bytes], *, as_of: "date", config: "Config | None" = None) -> "Report":
        from iama.check import gate

        return gate.check(files, as_of=as_of, config=config)


sys.modules[__name__].__class__ = _Gate
