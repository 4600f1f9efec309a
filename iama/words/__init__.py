"""Every text that a person reads and that stands in no question tree, as data: one catalogue per language.

`nl.yaml` and `en.yaml` hold a text per key, or `{one, other}` by the value `count`; what stands between braces is a
named place. A language is there when its catalogue is; what a catalogue lacks is said in Dutch or English, and marked.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

Words = Mapping[str, str]  # a text per language: {"nl": …, "en": …}
_FOLDER = Path(__file__).parent
FULL = ("nl", "en")  # the languages that hold every text, and stand in for the others
LANGUAGES = (*FULL, *sorted({path.stem for path in _FOLDER.glob("*.yaml")} - {*FULL}))


def text(key: str, language: str, /, **values: object) -> str:
    """Return the text of a key in a language, filled in; raises KeyError for a key that no language has."""
    words = catalogue(language).get(key)
    if words is None:
        if language in FULL:
            raise KeyError(key)
        return fallback_text({each: text(key, each, **values) for each in FULL})
    if not isinstance(words, str):
        words = words["one" if str(values.get("count")) == "1" else "other"]
    return words.format_map({name: _filled_in(value, language) for name, value in values.items()}) if values else words


def signs(key: str, language: str) -> str:
    """Return what is no sentence, such as the names of the months; of a language that lacks it, the Dutch one."""
    return text(key, language if key in catalogue(language) else FULL[0])


def _filled_in(value: object, language: str) -> object:
    """Return what stands in a place: phrases and errors in the language, several with commas between them."""
    if type(value) is str:  # most of them
        return value
    if text_in := getattr(value, "text_in", None):
        return text_in(language)
    if type(value) is list or type(value) is tuple:  # no named tuple, such as a reference: that is one thing
        return ", ".join(str(_filled_in(item, language)) for item in value)
    return value


class Phrase:
    """A text that is still to be said: its key, and the values of its places, which may be phrases themselves."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values

    def text_in(self, language: str) -> str:
        """Return the phrase in a language."""
        return text(self.key, language, **self.values)

    def with_each(self, change: Callable[[str], str]) -> "Phrase":
        """Return the phrase with every text in its places changed."""
        return Phrase(self.key, **{name: _change_texts(value, change) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.text_in("en")

    def __repr__(self) -> str:
        return f"Phrase({self.key!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash(self.key)


class Named:
    """What has a name in every language, such as a role: its names, by language."""

    __slots__ = ("names",)

    def __init__(self, names: Words) -> None:
        self.names = names

    def text_in(self, language: str) -> str:
        """Return the name in a language."""
        return pick_translation(self.names, language)


def _change_texts(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, Phrase):
        return value.with_each(change)
    if isinstance(value, list | tuple):
        return [_change_texts(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def message_text(words: Phrase | str, language: str) -> str:
    """Return a phrase in a language; what the system or another program said, as it is."""
    return words.text_in(language) if isinstance(words, Phrase) else words


def hint_of(phrase: Phrase) -> Phrase | None:
    """Return what to do about what a phrase says, `KEY-hint` with the same values; None where there is no such text."""
    key = f"{phrase.key}-hint"
    return Phrase(key, **phrase.values) if key in catalogue("en") else None


def pick_translation(words: Words, language: str) -> str:
    """Return a text of a question tree in a language; one that is missing in another language, and marked."""
    return words.get(language) or fallback_text(words)


def fallback_text(words: Words) -> str:
    """Return a text in the first language that has it, with the name of that language; empty when none has."""
    first = next((language for language in words if words[language]), None)
    return f"[{first}] {words[first]}" if first else ""


def capital(words: str) -> str:
    """Return words that begin a line: with a capital, and otherwise as they are."""
    return words[:1].upper() + words[1:]


@cache
def catalogue(language: str) -> Mapping[str, str | Mapping[str, str]]:
    """Return every text of a language by its key; a checkout reads the YAML, a wheel what was compiled from it."""
    if (compiled := _FOLDER / "compiled" / f"{language}.json").is_file():
        return json.loads(compiled.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    import yaml  # slow to load, and a wheel does not need it here

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every word is text: `no` too
    return yaml.load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), loader)  # type: ignore[no-any-return]
