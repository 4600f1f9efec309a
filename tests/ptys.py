"""A pseudo-terminal with `iama` in it: presses keys, reads what appears, resizes, hangs up."""

import codecs
import fcntl
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from packed import packed_program

ENTER, CTRL_C, CTRL_D, CTRL_S = "\r", "\x03", "\x04", "\x13"
_PATIENCE = 60.0  # seconds that something may take to appear on a slow machine
_CODES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")


class Missing(AssertionError):
    """What was waited for did not appear."""


class Pty:
    """One program on its own terminal of 80 by 24."""

    def __init__(self, folder: Path, *command: str, env: dict[str, str] | None = None) -> None:
        self.kept = folder.parent / "kept"  # where texts go that are not in the dossier
        self.kept.mkdir(exist_ok=True)
        self.master, slave = os.openpty()
        self.resize(24, 80)
        self.text = ""  # everything that appeared, without the codes that move the cursor and colour
        self.seen = 0  # how much of it was waited for
        self._bytes = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._pending = ""  # what may be the start of a code
        around = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "IAMA_PLAIN", "EDITOR")}
        around |= {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join((str(packed_program()), *sys.path))}
        around |= {"IAMA_STATE": str(self.kept), "TMPDIR": str(self.kept)}
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=around | {"COLUMNS": "", "LINES": ""} | (env or {}),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            preexec_fn=lambda: _own(slave),
        )
        os.close(slave)

    def resize(self, lines: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Press keys, all at once; long ones in pieces as the terminal takes them. A command begins with its slash."""
        if keys.startswith("/") and len(keys) > 1:
            self.press_slowly("/", 0.0)
            keys = keys[1:]
        data = keys.encode()
        while data:
            _, ready, _ = select.select([], [self.master], [], 0.05)
            if ready:
                data = data[os.write(self.master, data[:1024]) :]
            self._read(0.0)

    def press_slowly(self, keys: str, seconds: float) -> None:
        """Press keys one by one, each when the one before has appeared, and no sooner than these seconds."""
        for key in keys:
            before = len(self._bytes)
            self.press(key)
            until = time.monotonic() + seconds
            self._read(1.0)
            while time.monotonic() < until or len(self._bytes) == before:
                if not self._read(0.02) or time.monotonic() > until + 1.0:
                    break

    def wait(self, words: str, patience: float = _PATIENCE) -> str:
        """Return what appeared up to and with `words` since the last wait; fails when they do not come."""
        until = time.monotonic() + patience
        while words not in self.text[self.seen :]:
            if time.monotonic() > until or not self._read(0.05):
                if words in self.text[self.seen :]:
                    break
                raise Missing(f"{words!r} did not appear behind:\n{self.text[-2000:]}")
        start = self.seen
        self.seen = self.text.index(words, self.seen) + len(words)
        return self.text[start : self.seen]

    @property
    def raw(self) -> str:
        """Everything that appeared, as it came."""
        return self._bytes.decode(errors="replace")

    @property
    def files(self) -> list[str]:
        """The texts that were kept outside the dossier and belong to no field."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.kept.glob("*/text-*.txt"))]

    @property
    def drafts(self) -> list[str]:
        """The words of every field that were typed and not saved."""
        paths = sorted(self.kept.glob("*/draft-*.json"))
        return [words for path in paths for words in json.loads(path.read_text(encoding="utf-8"))["fields"].values()]

    def wait_for_drafts(self, *texts: str, patience: float = _PATIENCE) -> None:
        """Go on once these are the words that were typed and not saved, in any order."""
        until = time.monotonic() + patience
        while sorted(self.drafts) != sorted(texts):
            assert time.monotonic() < until, self.drafts
            self._read(0.05)

    def prompt(self, patience: float = _PATIENCE) -> str:
        """Return what appeared since the last time, when a plain prompt waits for a line."""
        until = time.monotonic() + patience
        while True:
            self._read(0.02)
            fresh = self.text[self.seen :]
            if fresh.endswith((": ", "> ")) and not select.select([self.master], [], [], 0.02)[0]:
                self.seen += len(fresh)
                return fresh
            if time.monotonic() > until or self.process.poll() is not None:
                raise Missing(f"no prompt behind:\n{self.text[-2000:]}")

    def type_line(self, line: str) -> str:
        """Type a line at a plain prompt, and that it is meant when it is a command in a text; return what appeared."""
        self.press(f"{line}{ENTER}")
        shown = self.prompt()
        if "is een opdracht. Enter" not in shown:
            return shown
        self.press(ENTER)
        return shown + self.prompt()

    def _read(self, patience: float) -> bool:
        """Take what appeared; false when the program has gone. Answers what prompt_toolkit asks of a terminal."""
        try:
            if not select.select([self.master], [], [], patience)[0]:
                return self.process.poll() is None or bool(select.select([self.master], [], [], 0)[0])
            chunk = os.read(self.master, 65536)
        except OSError:
            return False
        if not chunk:
            return False
        if b"\x1b[6n" in chunk:
            os.write(self.master, b"\x1b[1;1R")
        self._bytes += chunk
        self._pending += self._decoder.decode(chunk)
        last = self._pending.rfind("\x1b")
        whole = last < 0 or _CODES.match(self._pending, last)
        cut = len(self._pending) - self._pending.endswith("\r") if whole else last
        self.text += _CODES.sub("", self._pending[:cut]).replace("\r\n", "\n")
        self._pending = self._pending[cut:]
        return True

    def quiet(self, seconds: float = 0.3) -> None:
        """Wait until nothing has appeared for some time."""
        last = -1
        while last != len(self._bytes):
            last = len(self._bytes)
            until = time.monotonic() + seconds
            while time.monotonic() < until and self._read(0.05):
                pass

    def end(self, patience: float = _PATIENCE) -> int:
        """Return the exit code of the program when it has ended by itself."""
        until = time.monotonic() + patience
        while self.process.poll() is None:
            if time.monotonic() > until:
                raise Missing(f"the program did not end behind:\n{self.text[-2000:]}")
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.returncode

    def hang_up(self) -> int:
        """Close the terminal, as a window that is closed does, and return the exit code."""
        os.close(self.master)
        self.master = -1
        return self.process.wait(_PATIENCE)

    def signal(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.master >= 0:
            with suppress(OSError):
                os.close(self.master)


def _own(slave: int) -> None:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


def interview(folder: Path, *options: str, env: dict[str, str] | None = None) -> Pty:
    """Return a terminal in which `iama answer abc` runs with these options."""
    return Pty(folder, sys.executable, "-m", "iama", "answer", "abc", *options, env=env)
