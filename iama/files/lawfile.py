"""Text of `law.yaml` to `Law`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.model.law import Fact, Law
from iama.model.objects import law_digest
from iama.model.placeholders import filled
from iama.model.problems import meant
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-law/1"
_REQUIRED = ("cite", "title", "source", "verified", "certainty")
_OPTIONAL = ("url", "date", "number", "relative", "note")
_PREFIX = "law."


def read_law(path: str, text: str) -> Law:
    """Return the legal facts in `text`, with the facts that they name; raises UnusableFile with every mistake."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "revision", "facts"))
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    facts = reader.map(fields["facts"]).entries if "facts" in fields else {}
    days = _days(reader, facts)
    law = Law({id_: _fact(reader, id_, node, days) for id_, node in facts.items()})
    reader.finish()
    told = Law({id_: _told(fact, law) for id_, fact in law.facts.items()})
    return replace(told, digest=law_digest(told))


def _days(reader: Reader, facts: Mapping[str, Node]) -> Mapping[str, str]:
    """Return the date of every fact that has one: its own, or that of the fact that it names as `law.<id>`."""
    dates = {id_: node.entries.get("date") for id_, node in facts.items() if isinstance(node, Map)}
    named = {id_: node for id_, node in dates.items() if node and reader.text(node).startswith(_PREFIX)}
    own = {id_: _day(reader, node) for id_, node in dates.items() if node and id_ not in named}
    return own | {id_: _day_of(reader, node, own) for id_, node in named.items()}


def _day_of(reader: Reader, node: Node, own: Mapping[str, str]) -> str:
    name = reader.text(node).removeprefix(_PREFIX)
    if name not in own:
        hint = meant(name, own) or Phrase("law-name-dated")
        reader.add(node.place, "unknown-law", Phrase("law-no-date", name=name), hint)
    return own.get(name, "")


def _fact(reader: Reader, id_: str, node: Node, days: Mapping[str, str]) -> Fact:
    fields = reader.fields(node, _REQUIRED, _OPTIONAL)
    certainty = fields.get("certainty", Scalar("low", node.place))
    return Fact(
        id=id_,
        cite=_words(reader, fields.get("cite")),
        title=_words(reader, fields.get("title")),
        source=reader.text(fields.get("source")),
        verified=_day(reader, fields.get("verified")),
        certainty=reader.one_of(certainty, ("high", "medium", "low"), "invalid-value"),
        url=reader.text(fields.get("url")),
        date=days.get(id_, ""),
        number=str(reader.whole(fields["number"], 0)) if "number" in fields else "",
        relative=reader.truth(fields["relative"], default=False) if "relative" in fields else None,
        note=_words(reader, fields.get("note")),
    )


def _told(fact: Fact, law: Law) -> Fact:
    """Return a fact whose title and note say what the facts hold that they name."""
    title, note = (
        {language: filled(text, law, language) for language, text in words.items()} for words in (fact.title, fact.note)
    )
    return replace(fact, title=title, note=note)


def _words(reader: Reader, node: Node | None) -> Words:
    if node is None:
        return {}
    return {name: reader.text(value).strip() for name, value in reader.fields(node, FULL, LANGUAGES).items()}


def _day(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    try:
        return date.fromisoformat(reader.text(node)).isoformat()
    except ValueError:
        reader.add(node.place, "invalid-value", Phrase("file-no-date", word=reader.text(node)))
        return ""
