"""What a public page says that an earlier one did not: two documents of what pages say, held against each other.

In words stands only what the page says now. What it no longer says is counted: it may be withheld by now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from iama.publish.wording import View
from iama.words import text
from iama.words.written import written_date

_TITLES = {"rights": "name", "risks": "risk", "flags": "title", "measures": "text", "conditions": "text"}
_TITLES["answers"] = "text"
_KEYS = {"rights": ("id",), "risks": ("right", "risk"), "flags": ("id", "instance"), "measures": ("id",)}
_KEYS |= {"conditions": ("id", "text"), "answers": ("questionnaire", "id", "key")}
_SAYS = ("status", "answer", "values", "rows", "reason", "note", "dissent", "sources")  # of an answer
_FROM_LAW = ("from", "law")  # of a flag: these change with the law alone


class Earlier(Struct, frozen=True):
    """A decision before that of the page: its number, its day, what was decided and what its page said, if kept."""

    number: int
    day: str
    decision: str
    record: View | None


def changes_page(now: View, earlier: Sequence[Earlier], language: str) -> View:
    """Return what a page of changes shows; `now` is the document of the page, the last of `earlier` comes first."""
    return {
        "language": language,
        "concept": now["concept"],
        "algorithm": now["algorithm"]["name"],
        "editions": [_changes_since(one, now, language) for one in reversed(earlier)],
    }


def _changes_since(before: Earlier, now: View, language: str) -> View:
    decided = (now["decision"] or {}).get("decision")
    decision = text(
        "pagechanges-decision-same" if decided == before.decision else "pagechanges-decision",
        language,
        before=text(f"decided-{before.decision}", language),
        now=text(f"decided-{decided}" if decided else "pagechanges-undecided", language),
    )
    groups = [_group(name, before.record, now, language) for name in _KEYS] if before.record else []
    return {
        "number": before.number,
        "date": before.day,
        "date_text": written_date(before.day, language),
        "decision": decision,
        "known": before.record is not None,
        "groups": [group for group in groups if group["items"] or group["gone"]],
    }


def _group(name: str, before: View, now: View, language: str) -> View:
    """Return what is new and what changed in one list of the documents, and how much is gone from it."""
    was, is_now = _by_key(name, before), _by_key(name, now)
    changed = {
        key: "new" if key not in was else "changed"
        for key, item in is_now.items()
        if key not in was or _says(name, was[key]) != _says(name, item)
    }
    return {
        "title": text(f"pagechanges-{name}", language),
        "items": [
            {
                "kind": text(f"pagechanges-{kind}", language),
                "number": is_now[key].get("number") or "",
                "text": is_now[key][_TITLES[name]],
                "anchor": is_now[key].get("anchor") or "",
            }
            for key, kind in changed.items()
        ],
        "gone": text("pagechanges-gone", language, count=gone) if (gone := len(was.keys() - is_now.keys())) else "",
    }


def _by_key(name: str, record: View) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Return the items of a list by what stays the same of them; of questions those that are answered."""
    items = (item for item in record[name] if name != "answers" or item["status"] == "answered")
    return {tuple(item.get(key) for key in _KEYS[name]): item for item in items}


def _says(name: str, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an item says, apart from how it is asked and what the law alone changes."""
    if name == "answers":
        return {key: item.get(key) for key in _SAYS}
    return {key: value for key, value in item.items() if key not in _FROM_LAW and key not in ("title", "anchor")}
