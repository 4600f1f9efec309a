"""A process that has run a command of `iama` once, and runs it again in a fork for every line on standard input.

Such a fork is a process of its own that costs no start, and that a tracer takes hold of before it begins.
"""

import ctypes
import gc
import json
import os
import secrets
import select
import sys
from contextlib import suppress
from itertools import count

from iama.__main__ import main

_ANYBODY_MAY_TRACE = 0x59616D61, -1  # PR_SET_PTRACER, where a kernel lets only a parent trace


def foresee() -> None:
    """Let chance give the same ids and salts every time, as `whole_changes.foreseen` does."""
    numbers = count()
    vars(secrets)["choice"] = lambda letters: letters[next(numbers) % 7]
    vars(secrets)["token_hex"] = lambda length: f"{next(numbers):0{2 * length}x}"


def serve() -> None:
    """Fork for each line, `[folder, file for what it says]`, and answer with its process id and how it ended.

    It waits for one more line; returns in the fork.
    """
    for line in sys.stdin:
        waits, begins = os.pipe()
        if (child := os.fork()) == 0:
            ctypes.CDLL(None).prctl(*_ANYBODY_MAY_TRACE)
            _move(*json.loads(line))
            select.select([waits], [], [])  # no call that is struck
            return
        print(child, flush=True)
        sys.stdin.readline()
        os.write(begins, b".")
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        os.close(waits)
        os.close(begins)
    sys.exit()


def _move(folder: str, said: str) -> None:
    os.chdir(folder)
    descriptor = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.close(descriptor)


def warm() -> None:
    """Run the command, so that what it imports and reads of the program is known already."""
    answers = os.dup(1)
    _move(".", os.devnull)
    with suppress(SystemExit):
        main()
    os.dup2(answers, 1)
    gc.freeze()


if __name__ == "__main__":
    warm()
    serve()
    foresee()
    main()
