"""A git repository of a test's own, without the settings of this machine."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_ENVIRONMENT = {f"GIT_{who}_{what}": "a@b.nl" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


@dataclass(frozen=True, slots=True)
class Git:
    """Runs git in one folder; a command that fails is a failure of the test, unless it must, or may (None)."""

    folder: Path

    def __call__(self, *arguments: str, given: str = "", fails: bool | None = False) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            input=given.encode(),
            env=os.environ | _ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode()
        assert fails in (None, done.returncode != 0), said
        return said if fails else done.stdout.decode().rstrip("\n")


def repository(folder: Path) -> Git:
    """Return git in a new repository in `folder`."""
    git = Git(folder)
    git("init", "--quiet", "--initial-branch", "main")
    return git
