"""In which language a person is spoken to: screens, messages and help."""

import os
from collections.abc import Sequence
from functools import cache

from iama.model.problems import IamaError
from iama.words import LANGUAGES

DEFAULT = LANGUAGES[0]
_asked = ""  # what --lang said of this command


def remember_language(language: str | None) -> None:
    """Remember what `--lang` said, for messages that come from where nobody knows of it; a command begins with None."""
    global _asked
    _asked = language or ""
    _default_language.cache_clear()


def spoken_language(asked: str | None = None) -> str:
    """Return the language of screens, messages and help: of `--lang`, IAMA_LANG, the workspace or LANG; else Dutch."""
    return next((language for language in (asked, _asked) if language in LANGUAGES), None) or _default_language()


def screen_language(asked: str | None, content: str, *, screen: bool = True) -> str:
    """Return the language of what is shown about answers: of `--lang`, for a screen of IAMA_LANG, else of `content`."""
    wanted = (asked, os.environ.get("IAMA_LANG") if screen else None)
    return next((language for language in wanted if language in LANGUAGES), content)


def given_in(words: Sequence[str], option: str) -> str | None:
    """Return what an option says among the words of a command line that is not read yet."""
    for word, following in zip(words, (*words[1:], ""), strict=False):
        name, equals, value = word.partition("=")
        if name == option:
            return value if equals else following
    return None


@cache  # for one command, which may write the configuration itself
def _default_language() -> str:
    system = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    wanted = (os.environ.get("IAMA_LANG", ""), _of_workspace(), system[:2].lower())
    return next((language for language in wanted if language in LANGUAGES), DEFAULT)


def _of_workspace() -> str:
    """Return what the configuration says; a mistake in it is for a command to tell."""
    from pathlib import Path

    from iama.files.settings import settings_around

    try:
        settings = settings_around(Path.cwd())
    except (IamaError, OSError):
        return ""
    return str(settings[1].get("language", "")) if settings else ""
