"""Measures of the Algoritmekader beside what we find: flags, parts of an assessment, and duties of the calendar.

What stands here comes from links alone, and where there is no link there is no measure: none is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from iama.model.kader import NO_LINK, Kader, Link, Measure, Requirement
from iama.publish.flags import PLACES
from iama.publish.wording import View
from iama.words import pick_translation
from iama.words.written import written_date


def source_document(kader: Kader, language: str) -> View:
    """Return which release of the framework is meant."""
    source = kader.source
    return {
        "release": source.release,
        "commit": source.commit,
        "date": source.date,
        "date_text": written_date(source.date, language) if source.date else "",
        "repository": source.repository,
    }


def piece_document(kader: Kader, piece: Measure | Requirement, language: str) -> View:
    """Return a measure or a requirement by its code, its title and its permanent address."""
    title = pick_translation(piece.title, language)
    return {"code": piece.code, "title": title, "address": kader.permanent_address(piece)}


def link_documents(kader: Kader, link: Link, language: str) -> list[View]:
    """Return the measures of a link, each with why it stands there."""
    return [
        {
            **piece_document(kader, kader.measures[code], language),
            "why": pick_translation(link.why[code], language) if code in link.why else "",
        }
        for code in link.measures
    ]


def with_flag_measures(document: View, kader: Kader) -> View:
    """Return the document of `iama flags` with the measures of every flag, and the release that they are of."""
    language = document["language"]
    flags = [{**flag, "measures": _of_flag(kader, flag, language)} for flag in document["flags"]]
    return {**document, "flags": flags, "kader": source_document(kader, language)}


def _of_flag(kader: Kader, flag: Mapping[str, Any], language: str) -> list[View]:
    return link_documents(kader, kader.flags.get(f"{flag.get('questionnaire')}/{flag['id']}", NO_LINK), language)


def with_duty_measures(document: View, kader: Kader) -> View:
    """Return the document of `iama calendar` with the measures of every duty and of every flag in it."""
    language = document["language"]
    flags = {name.rpartition("/")[2]: link for name, link in kader.flags.items()}

    def with_measures(entry: View) -> View:
        links = kader.duties if entry["kind"] == "duty" else flags
        return {**entry, "measures": link_documents(kader, links.get(entry["id"], NO_LINK), language)}

    groups = {name: [with_measures(entry) for entry in document[name]] for name in ("dated", "standing", "undecided")}
    return {**document, **groups, "kader": source_document(kader, language)}


def with_page_measures(page: View, kader: Kader) -> View:
    """Return the view of a report with the measures of its flags and parts, by their anchors; else as it is."""
    if "flags" not in page or "assessments" not in page:
        return page
    language = page["language"]
    shown = {flag["anchor"]: _of_flag(kader, flag, language) for flag in _page_flags(page["flags"])}
    parts = {
        part["id"]: link_documents(kader, kader.parts.get(_part_name(one["ref"], part["id"]), NO_LINK), language)
        for one in page["assessments"]
        for part in one["parts"]
    }
    return {**page, "kader": {**source_document(kader, language), "flags": shown, "parts": parts}}


def _page_flags(flags: Mapping[str, Sequence[View]]) -> Iterator[View]:
    """Yield every flag that a page shows with its words."""
    some: Iterable[str] = (*(place for place in PLACES if place != "withheld"), "possible")
    return (flag for place in some for flag in flags.get(place, ()))


def _part_name(ref: str, anchor: str) -> str:
    """Return a part as links name it: `iama-2.0/why` for the anchor `iama-part-why`."""
    return f"{ref}/{anchor.partition('-part-')[2]}"
