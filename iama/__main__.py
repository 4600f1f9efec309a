"""The command `iama`."""

import sys

_OBJECTS = 500_000  # between two searches for garbage; Python's own number is 700


def main() -> None:
    """Run the command line; the version is answered before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from iama import __version__

        try:  # contextlib would take a quarter of the time that this takes
            print(f"iama {__version__}", flush=True)
        except BrokenPipeError:
            pass
        return
    import gc

    gc.set_threshold(_OBJECTS)  # most of what a short command makes lives to its end
    from iama.cli import app

    app()


if __name__ == "__main__":
    main()
