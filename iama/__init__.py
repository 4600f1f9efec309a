"""Human-rights assessments of algorithms: carry out, keep, check and publish.

The public library is `read_library`, `load`, `evaluate`, `flags`, `check`, `inventory`, `gather` and `render`, with
`Config` and `Library`; `iama.library` says what each takes and gives. Everything else is private.
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "Config",
    "Library",
    "__version__",
    "check",
    "evaluate",
    "flags",
    "gather",
    "inventory",
    "load",
    "read_library",
    "render",
]

TYPE_CHECKING = False  # not that of `typing`, which would be imported before Ctrl-C is quiet
if TYPE_CHECKING:
    from iama.library import Config, Library, check, evaluate, flags, gather, inventory, load, read_library, render


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: a command needs little of the package."""
    if name in __all__:
        return getattr(import_module("iama.library"), name)
    raise AttributeError(f"module `iama` has no attribute `{name}`")
