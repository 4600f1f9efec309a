"""The rules of the gate, found by listing this package.

Each module has `CODES`, which says what its findings weigh, and `RULES`: generators that take a judged dossier.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from iama.gate.codes import APART, Code
from iama.gate.judged_dossier import Seen, Subject

Rule = Callable[[Subject], Iterator[Seen]]

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
CODES: Mapping[str, Code] = {**APART, **{code: weight for module in _MODULES for code, weight in module.CODES.items()}}
RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)
