"""The command `iama`."""

import os
import sys

_OBJECTS = 500_000  # between two searches for garbage; Python's own number is 700


def main() -> None:
    """Run the command line; the version is answered before anything heavy is imported."""
    _leave_at_ctrl_c()
    if sys.argv[1:] == ["--version"]:
        from iama import __version__

        try:  # contextlib would take a quarter of the time that this takes
            print(f"iama {__version__}", flush=True)
        except BrokenPipeError:
            pass
        except OSError as error:
            print(f"iama: {error.strerror}", file=sys.stderr)
            sys.exit(3)
        return
    import gc

    gc.set_threshold(_OBJECTS)  # most of what a short command makes lives to its end
    from iama.cli import app

    app()


def _leave_at_ctrl_c() -> None:
    """End at Ctrl-C without a word, before a command runs and after it: there is nothing to put right then."""
    import _signal  # type: ignore[import-not-found]  # `signal` imports for ten milliseconds, which Ctrl-C may hit

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:  # a shell may have told us to ignore it
        _signal.signal(_signal.SIGINT, lambda *_: os._exit(130))


if __name__ == "__main__":
    main()
