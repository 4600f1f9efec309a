"""The official texts that a project took from the ministry's files, as data in the view of a page: shown beside ours.

As with a house style, the digest of a public page covers them, and a decision keeps them with its page.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct, ValidationError, convert

from iama.model.officialtext import BESIDE, INSTEAD, OfficialText
from iama.model.questionnaire import plain_id
from iama.model.values import InvalidValue, iso_day
from iama.publish.record import record_digest
from iama.publish.wording import View, anchor
from iama.words import text
from iama.words.written import written_date

OFFICIAL = "official_texts"
_SAID = ("language", "source", "licence", "file", "sha256", "taken")
Find = Callable[[str, str], OfficialText | None]  # a reference and a language, to what was taken


def no_official_text(ref: str, language: str) -> None:
    """Find nothing, where a project took no official texts."""


def official_data(find: Find, refs: Iterable[str], language: str) -> View:
    """Return the official texts of questionnaires (references), for pages in a language."""
    found = ((ref, find(ref, language)) for ref in refs)
    return {ref: official_record(official) for ref, official in found if official}


def official_record(official: OfficialText) -> View:
    """Return an official text as data."""
    said = {name: getattr(official, name) for name in _SAID}
    return {**said, "show": INSTEAD if official.instead else BESIDE, "texts": dict(official.texts)}


def with_official_texts(view: View, data: object) -> View:
    """Return a view with official texts for its assessments; the digest of a public one covers them.

    `data` is what `official_data` returned, or what a decision kept of it: what is no such text in it stays out.
    """
    held = {assessment["ref"] for assessment in view.get("assessments", ())}
    given = data if isinstance(data, Mapping) else {}
    own = {ref: one for ref, one in given.items() if ref in held and _is_sound(one)}
    if not own:
        return view
    worded = {**view, OFFICIAL: own}
    return {**worded, "digest": record_digest(worded)} if "digest" in view else worded


def _is_sound(data: object) -> bool:
    """Whether what a stranger's decision may have kept is an official text."""
    try:
        iso_day(convert(data, _Kept, strict=True).taken)
    except (ValidationError, InvalidValue):
        return False
    return True


class _Kept(Struct, forbid_unknown_fields=True):
    language: Literal["nl", "en"]
    source: str
    licence: str
    file: str
    sha256: str
    taken: str
    show: Literal["beside", "instead"]
    texts: dict[str, str]


def official_by_anchor(view: View) -> dict[str, View]:
    """Return for templates what stands in place of the text of a question, and what beside it, by its anchor."""
    language = view["language"]
    found = {}
    for ref, data in view.get(OFFICIAL, {}).items():
        official = _text_of(ref, data)
        for id_ in official.texts:
            asked, beside = official.placed(id_, language)
            found[anchor(plain_id(ref), id_)] = {"asked": asked, "beside": beside, "language": official.language}
    return found


def official_sources(view: View) -> list[View]:
    """Return for templates where the official texts come from, in words."""
    language = view["language"]
    return [_source_of_texts(view, ref, data, language) for ref, data in view.get(OFFICIAL, {}).items()]


def _source_of_texts(view: View, ref: str, data: View, language: str) -> View:
    title = next(one["title"] for one in view["assessments"] if one["ref"] == ref)
    replaces = data["show"] == INSTEAD and data["language"] == language
    places = {"source": data["source"], "file": data["file"], "sha256": data["sha256"]}
    said = text("official-wordings-from", language, day=written_date(data["taken"], language), **places)
    licence = text("official-wordings-licence", language, licence=data["licence"]) if data["licence"] else ""
    return {"title": title, "text": said, "licence": licence, "instead": replaces}


def _text_of(ref: str, data: View) -> OfficialText:
    said = {name: data[name] for name in _SAID}
    return OfficialText(ref, texts=data["texts"], instead=data["show"] == INSTEAD, **said)
