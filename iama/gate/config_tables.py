"""The tables `[check]` and `[[waivers]]` of a configuration to what they ask."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct

from iama.assess.thoroughness import THRESHOLDS
from iama.files.shipped import SHIPPED
from iama.gate.codes import ABOUT_POLICY
from iama.gate.config import EDITIONS, LEAST_REASON, MOST, OFF, Baseline, Config, ListRules, Waiver
from iama.gate.list_dates import ORDERS
from iama.gate.list_words import COLUMNS, IGNORED, ORGANISATION, VALUES
from iama.gate.rules import CODES
from iama.model.instrument import CATEGORIES
from iama.model.library import Library
from iama.model.problems import Level, Spoken, UsageError, choices_hint
from iama.model.questionnaire import AROUND, plain_id
from iama.model.struct import replace
from iama.words import Phrase


class _Mistake(Spoken, ValueError):
    """A value in the configuration is not possible; the text says what is."""


def parse_gate_config(
    settings: Mapping[str, Any],
    *,
    language: str = "nl",
    path: str = "",
    text: str = "",
    library: Library | None = None,
) -> Config:
    """Return the configuration in the tables `check` and `waivers` of `settings`.

    `text` is the file as written: it tells on which line a mistake stands. Raises UsageError that names it. What can
    be needed is what `library` asks, by default what is shipped.
    """
    source = _Source(path, text)
    table = settings.get("check", {})
    if not isinstance(table, dict):
        raise source.mistake("check", Phrase("config-check-table"))
    library = library or SHIPPED
    readers: Mapping[str, Callable[[object], Any]] = {"needs": partial(_parse_needs, library), **_READERS}
    read: dict[str, Any] = {"needs": library.needed_instruments, "advised": library.advised_instruments}
    for key, value in table.items():
        if key not in readers:
            raise source.mistake(
                key, Phrase("config-strange-key", key=f"check.{key}", hint=_suggest_known(key, readers))
            )
        try:
            read[key.replace("-", "_")] = readers[key](value)
        except _Mistake as error:
            raise source.mistake(key, Phrase("config-of-key", key=f"check.{key}", what=error.phrase)) from error
    read["advised"] = {key: words for key, words in read["advised"].items() if key not in table.get("needs", ())}
    read["by_policy"] = tuple(key for key in Config().by_policy if key not in table.get("needs", ()))
    waivers = tuple(_waivers(settings.get("waivers", []), read.get("approvers", ()), source))
    if kept := read.get("baseline"):
        read["baseline"] = replace(kept, line=source.line_of_key("baseline"))
    return Config(**read, waivers=waivers, language=language, path=path)


class _Source(Struct, frozen=True):
    """The configuration file, to say where in it a mistake stands."""

    path: str
    text: str

    def mistake(self, key: str, what: Phrase, line: int = 0) -> UsageError:
        number, what = line or self.line_of_key(key), what.with_each(lambda word: word.replace("\n", "\\n"))
        place = f"{self.path}:{number}" if number else self.path
        return UsageError("config-at", place=place, what=what) if place else UsageError(what.key, **what.values)

    def line_of_key(self, key: str) -> int:
        named = re.compile(rf"\s*(?:{re.escape(key)}\s*=|\[.*\b{re.escape(key)}\s*\])")
        return next((n for n, line in enumerate(self.text.splitlines(), 1) if named.match(line)), 0)

    def waiver_line(self, index: int) -> int:
        heads = [n for n, line in enumerate(self.text.splitlines(), 1) if re.match(r"\s*\[\[.*waivers\s*\]\]", line)]
        return heads[index] if index < len(heads) else 0


def _suggest_known(word: str, known: Collection[str]) -> Phrase:
    return choices_hint(word, known, Phrase("config-known", words=[*known]))


def _parse_word(value: object) -> str:
    if not isinstance(value, str):
        raise _Mistake("config-text")
    return value


def _one_of(*known: str) -> Callable[[object], str]:
    def parse_choice(value: object) -> str:
        word = _parse_word(value)
        if word not in known:
            raise _Mistake("config-one-of", words=known)
        return word

    return parse_choice


def _parse_words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _Mistake("config-words")
    return tuple(value)


def _parse_categories(value: object) -> tuple[str, ...]:
    words = _parse_words(value)
    if strange := next((word for word in words if word not in CATEGORIES), None):
        raise _Mistake("config-no-category", word=strange)
    return words


def _parse_boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Mistake("config-truth")
    return value


def _parse_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise _Mistake("config-number")
    return value


def _parse_needs(library: Library, value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example='{ a = ["iama"], b = [] }')
    if strange := next((key for key in value if key not in CATEGORIES), None):
        raise _Mistake("config-no-category", word=strange)
    known = sorted({plain_id(ref) for ref in library.refs} - {*AROUND})
    return {**library.needed_instruments, **{key: _instruments(words, known) for key, words in value.items()}}


def _instruments(value: object, known: Collection[str]) -> tuple[str, ...]:
    words = _parse_words(value)
    if strange := next((word for word in words if word not in known), None):
        raise _Mistake("config-no-questionnaire", name=strange, hint=_suggest_known(strange, known))
    return words


def _parse_levels(value: object) -> Mapping[str, Level | None]:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example='{ unknown-open = "note" }')
    return dict(_level(code, word) for code, word in value.items())


def _level(code: str, word: object) -> tuple[str, Level | None]:
    if code not in CODES:
        raise _no_code(code)
    if CODES[code].integrity:
        raise _Mistake("config-level-stays", code=code)
    chosen = _one_of("error", "warning", "note", OFF)(word)
    return code, None if chosen == OFF else Level[chosen.upper()]


def _parse_thresholds(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example="{ thin-answers = 40 }")
    if strange := next((code for code in value if code not in THRESHOLDS), None):
        raise _Mistake("config-strange-key", key=strange, hint=_suggest_known(strange, THRESHOLDS))
    return {code: _parse_number(number) for code, number in value.items()}


def _no_code(code: str) -> _Mistake:
    return _Mistake("config-no-code", code=code, hint=choices_hint(code, CODES, Phrase("config-see-codes")))


def _parse_baseline(value: object) -> Baseline:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example='{ file = "iama-baseline.json", reason = "…", … }')
    texts: dict[str, Any] = {**_parse_fields(value, _BASELINE)}
    _parse_baseline_path(texts["file"])
    _validate_reason(texts)
    return Baseline(**texts, until=value["until"])


_LIST_FILES = ("file", "results", "joined-by")
_LIST_KEYS = (*_LIST_FILES, "sheets", "dates", "columns", "words")


def _parse_inventory(value: object) -> ListRules:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example='{ file = "algorithms.csv" }')
    if strange := next((key for key in value if key not in _LIST_KEYS), None):
        raise _Mistake("config-strange-key", key=f"inventory.{strange}", hint=_suggest_known(strange, _LIST_KEYS))
    read: dict[str, Any] = {key.replace("-", "_"): _path_below(value[key]) for key in _LIST_FILES if key in value}
    words = value.get("words", {})
    if not isinstance(words, dict) or not words.keys() <= VALUES.keys():
        raise _Mistake("config-list-words", columns=[*VALUES])
    return ListRules(
        **read,
        sheets=_parse_words(value.get("sheets", [])),
        dates=_one_of(*ORDERS)(value["dates"]) if "dates" in value else "",
        columns=_parse_meanings(value.get("columns", {}), (*COLUMNS, ORGANISATION, IGNORED)),
        words={column: _parse_meanings(meant, VALUES[column]) for column, meant in words.items()},
    )


def _path_below(value: object) -> str:
    """Return a path below the configuration."""
    path = _parse_word(value)
    if not path or not path.isprintable() or re.search(r"^[/\\]|:|(^|[/\\])\.\.([/\\]|$)", path):
        raise _Mistake("config-list-path")
    return path


def _parse_meanings(value: object, known: Collection[str]) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _Mistake("config-table", example='{ "Soort" = "publication_category" }')
    return {word: _one_of(*known)(meaning) for word, meaning in value.items()}


def _parse_baseline_path(value: object) -> str:
    """Return a path that cannot lead out of the project, or to a file of another kind: the gate writes there."""
    path = _parse_word(value)
    if not path.endswith(".json") or not path.isprintable() or re.search(r"^[/\\]|:|(^|[/\\])\.", path):
        raise _Mistake("config-baseline-path")
    return path


_READERS: Mapping[str, Callable[[object], Any]] = {
    "fria": _parse_boolean,
    "approvers": _parse_words,
    "max-age-months": _parse_number,
    "days-ahead": _parse_number,
    "public": _parse_categories,
    "register": _parse_categories,
    "allow-www": _parse_boolean,
    "levels": _parse_levels,
    "thresholds": _parse_thresholds,
    "edition": _one_of(*EDITIONS),
    "waiver-months": _parse_number,
    "baseline": _parse_baseline,
    "organisation": _parse_word,
    "inventory": _parse_inventory,
}

_WAIVER = ("code", "algorithm", "question", "trigger", "reason", "by", "approved-by", "until")
_OPTIONAL = ("question", "trigger")
_BASELINE = ("file", "reason", "by", "approved-by", "until")


def _waivers(listed: object, approvers: Collection[str], source: _Source) -> Iterator[Waiver]:
    if not isinstance(listed, list):
        raise source.mistake("waivers", Phrase("config-waivers-list"))
    for index, table in enumerate(listed):
        line = source.waiver_line(index)
        try:
            yield _waiver(table, approvers, line)
        except _Mistake as error:
            raise source.mistake(
                "waivers", Phrase("config-of-waiver", number=index + 1, what=error.phrase), line
            ) from error


def _waiver(given: object, approvers: Collection[str], line: int) -> Waiver:
    if not isinstance(given, dict):
        raise _Mistake("config-waiver-table")
    optional = (*_OPTIONAL, "algorithm") if given.get("code") in ABOUT_POLICY else _OPTIONAL
    texts = {"algorithm": "", **_parse_fields(given, _WAIVER, optional)}
    waiver = Waiver(**texts, until=given["until"], line=line)
    if waiver.code not in CODES:
        raise _no_code(waiver.code)
    if CODES[waiver.code].integrity:
        raise _Mistake("config-not-waived", code=waiver.code)
    _validate_reason(texts)
    if approvers and waiver.approved_by not in approvers:
        raise _Mistake("config-no-approver", role=waiver.approved_by, approvers=[*approvers])
    return waiver


def _parse_fields(given: Mapping[str, Any], known: Collection[str], optional: Collection[str] = ()) -> dict[str, str]:
    """Return the texts of a table that must have a day `until`, under the names of our fields."""
    if strange := next((key for key in given if key not in known), None):
        raise _Mistake("config-strange-key", key=strange, hint=_suggest_known(strange, known))
    if missing := [key for key in known if key not in given and key not in optional]:
        raise _Mistake("config-missing", key=missing[0])
    if not isinstance(given["until"], date) or hasattr(given["until"], "hour"):
        raise _Mistake("config-until")
    return {key.replace("-", "_"): _parse_word(text) for key, text in given.items() if key != "until"}


def _validate_reason(texts: Mapping[str, str]) -> None:
    """Refuse what one person lets stand, or that gives no reason."""
    if len(texts["reason"].strip()) < LEAST_REASON:
        raise _Mistake("config-short-reason", least=LEAST_REASON)
    if not texts["by"].strip() or texts["by"].strip().casefold() == texts["approved_by"].strip().casefold():
        raise _Mistake("config-two-people")
    if not texts["approved_by"].strip():
        raise _Mistake("config-not-approved")
