"""Human-rights assessments of algorithms: carry out, keep, check and publish.

The public library is `check(files, *, as_of, config, library)`, `evaluate(dossier, questionnaires, law, as_of)` or
`evaluate(dossier, library, as_of=…)`, and `Library`, of other question trees than what is shipped; everything else is
private.
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = ["Library", "__version__", "check", "evaluate"]

TYPE_CHECKING = False  # not that of `typing`, which would be imported before Ctrl-C is quiet
if TYPE_CHECKING:
    from iama.assess.evaluation import evaluate
    from iama.gate.check import check
    from iama.model.library import Library


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: a command needs little of the package."""
    if name == "check":
        return import_module("iama.gate.check").check
    if name == "evaluate":
        return import_module("iama.assess.evaluation").evaluate
    if name == "Library":
        return import_module("iama.model.library").Library
    raise AttributeError(f"module `iama` has no attribute `{name}`")
