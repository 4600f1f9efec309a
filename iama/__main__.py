"""The command `iama`."""

import sys


def main() -> None:
    """Run the command line; the version is answered before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        from iama import __version__

        try:  # contextlib would take a quarter of the time that this takes
            print(f"iama {__version__}", flush=True)
        except BrokenPipeError:
            pass
        return
    from iama.cli import app

    app()


if __name__ == "__main__":
    main()
