"""The fields of the register as text: a table with lengths and problems, or a sheet to paste from."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from iama.model.text import escape_controls
from iama.words import text

Values = Mapping[str, Any]
_WIDTH = 100


def register_text(document: Values, title: str) -> str:
    """Return `iama register` as a table: every field, how long it is, what it comes from, and what to mend."""
    language = document["language"]
    lines = [f"{title} — {document['algorithm']}", ""]
    widest = max(len(field["label"]) for field in document["fields"])
    for field in document["fields"]:
        origin = text("register-final", language) if field["final"] else _field_origin(field, language)
        cells = (f"{field['label']:<{widest}}", f"{_value_length(field, language):<22}", origin)
        lines.append("  ".join(cells).rstrip())
        lines += [line for problem in field["problems"] for line in _wrap_problem(problem, language)]
    return escape_controls("\n".join([*lines, "", text("register-proposal", language)]))


def field_state(field: Values, language: str) -> str:
    """Return how a field stands: whose text it is, and how much is to be mended."""
    if not field["value"]:
        return text("register-empty", language)
    name = "final" if field["final"] else "proposed"
    state = text("register-final-stale" if is_older(field) else f"register-{name}", language)
    count = len(field["problems"])
    return f"{state}, {text('register-problems', language, count=count)}" if count else state


def is_older(field: Values) -> bool:
    """Whether the text of a field is older than what the dossier says now."""
    return any(problem["code"] in ("text-stale", "text-withheld") for problem in field["problems"])


def field_card(field: Values, language: str) -> list[str]:
    """Return what stands beside the text of a field: what the register asks, an example, its length, and problems."""
    lines = [f"{text(f'register-{name}', language)}: {field[name]}" for name in ("asks", "example") if field[name]]
    lines.append(" — ".join(filter(None, (_characters_used(field, language), _readability(field, language)))))
    lines.append(_field_origin(field, language))
    lines += [f"{text('register-' + one['severity'], language)}: {one['message']}" for one in field["problems"]]
    return [line for line in lines if line]


def field_text(field: Values, language: str) -> str:
    """Return one field as it stands, with everything beside it."""
    head = f"{field['label']} ({field['key']}): {field_state(field, language)}"
    card = [row for line in field_card(field, language) for row in wrap(line, _WIDTH, subsequent_indent="  ")]
    return escape_controls("\n".join([head, "", *card, "", *_value_to_paste(field, language)]))


def _readability(field: Values, language: str) -> str:
    score = field["readability"]
    return "" if score is None else text("register-readability", language, score=score)


def register_sheet(document: Values, title: str) -> str:
    """Return a page to paste from: the Dutch label, characters used and allowed, and the value on one line."""
    language = document["language"]
    lines = [title, text("register-proposal", language)]
    for field in document["fields"]:
        lines += [
            "",
            f"== {field['label']} ({_characters_used(field, language)})".replace(" ()", ""),
            *_value_to_paste(field, language),
        ]
        lines += [line for problem in field["problems"] for line in _wrap_problem(problem, language)]
    return escape_controls("\n".join(lines))


def register_page(document: Values, title: str, spoken: str) -> dict[str, Any]:
    """Return the sheet as a page shows it: every value by itself, to copy; `spoken` is the language of the answers."""
    language = document["language"]
    fields = [
        {
            "key": field["key"],
            "label": field["label"],
            "used": _characters_used(field, language),
            "texts": list(_texts_to_copy(field["value"])),
            "empty": "" if field["value"] else _value_to_paste(field, language)[0],
            "origin": _field_origin(field, language) if field["named"] else "",
            "problems": field["problems"],
        }
        for field in document["fields"]
    ]
    names = {"language": language, "spoken": spoken, "title": title, "algorithm": document["algorithm"]}
    return {**names, "fields": fields}


def _texts_to_copy(value: Any) -> Iterator[str]:
    for item in [value] if isinstance(value, str) else value or ():
        yield from [item] if isinstance(item, str) else filter(None, (item["title"], item["link"]))


def _value_length(field: Values, language: str) -> str:
    if field["value"] is None:
        return "–" if field["by_hand"] else text("register-empty", language)
    if field["length"] is None:
        return str(len(field["value"]))
    return f"{field['length']}/{field['limit']}" if field["limit"] else str(field["value"])


def _field_origin(field: Values, language: str) -> str:
    if field["by_hand"]:
        return text(_who_fills(field), language)
    return f"{text('register-from', language)} {', '.join(field['named'])}" if field["named"] else ""


def _who_fills(field: Values) -> str:
    return "register-by-desk" if field["writable"] else "register-none"


def _wrap_problem(problem: Values, language: str) -> list[str]:
    words = f"{text('register-' + problem['severity'], language)}: {problem['message']}"
    return wrap(words, _WIDTH, initial_indent="    ", subsequent_indent="      ")


def _characters_used(field: Values, language: str) -> str:
    if field["length"] is None or not field["limit"]:
        return ""
    of = f"{field['length']} {text('register-of', language)} {field['limit']}"
    return f"{of} {text('register-characters', language)}"


def _value_to_paste(field: Values, language: str) -> list[str]:
    value = field["value"]
    if value is None:
        return [f"({text(_who_fills(field) if field['by_hand'] else 'register-empty', language)})"]
    return [value] if isinstance(value, str) else [_describe_item(item) for item in value]


def _describe_item(item: str | Mapping[str, str | None]) -> str:
    if isinstance(item, str):
        return item
    return ": ".join(part for part in (item["title"], item["link"]) if part)
