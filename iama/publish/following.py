"""The conditions of a decision for a page: how each stands, who said so and when, and what shows it."""

from collections.abc import Iterable, Mapping
from datetime import date

from iama.assess.followed import Evidence, Followed
from iama.publish.wording import View
from iama.words import Words, pick_translation, text
from iama.words.written import written_date


def describe_conditions(
    followed: Iterable[Followed], roles: Mapping[str, Words], as_of: date, language: str
) -> list[View]:
    """Return conditions with how they stand, in words; `roles` are the titles of roles, by id."""
    return [_condition(one, roles, as_of, language) for one in followed]


def _condition(one: Followed, roles: Mapping[str, Words], as_of: date, language: str) -> View:
    condition = one.condition
    return {
        "id": condition.id,
        "text": condition.text,
        "owner": _role_title(roles, condition.owner, language),
        "due": condition.due,
        "due_text": _day_in_words(condition.due, language),
        "overdue": one.is_overdue(as_of),
        "state": one.state,
        "state_text": text(f"condition-state-{one.state}", language),
        "by": _role_title(roles, one.by, language),
        "date": one.day,
        "date_text": _day_in_words(one.day, language),
        "note": one.note,
        "evidence": one.source,
        "evidence_kind": one.evidence.value,
        "link": one.source if one.evidence is Evidence.LINK and one.source.startswith("https://") else "",
        "sha256": one.sha256,
    }


def _role_title(roles: Mapping[str, Words], id_: str, language: str) -> str:
    """Return a role in words; somebody who is no role stands as written."""
    return pick_translation(roles[id_], language) if id_ in roles else id_


def _day_in_words(day: str, language: str) -> str:
    return written_date(day, language) if day else ""
