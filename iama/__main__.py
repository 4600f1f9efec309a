"""The command `iama`."""

import sys
from contextlib import suppress


def main() -> None:
    """Run the command line; the version is answered before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from iama import __version__

        with suppress(BrokenPipeError):
            print(f"iama {__version__}", flush=True)
        return
    from iama.cli import app

    app()


if __name__ == "__main__":
    main()
