"""Text of `law.yaml` to `Law`."""

from collections.abc import Mapping
from datetime import date

from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.model.grammar import ConditionError, parse_condition
from iama.model.law import Fact, Law, LegalReading, Standing
from iama.model.objects import law_digest
from iama.model.placeholders import fill_in_facts
from iama.model.problems import misspelling_hint
from iama.model.struct import replace
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-law/1"
_REQUIRED = ("cite", "title", "source", "verified", "certainty")
_OPTIONAL = ("url", "date", "number", "relative", "note")
_PREFIX = "law."
_READING = ("status", "law", "title", "ours", "against", "settles")
_RESTS = ("when", "flags", "dates", "reasons")


def read_law(path: str, text: str) -> Law:
    """Return the legal facts in `text`, with the facts that they name; raises UnusableFile with every mistake."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format", "revision", "facts"), ("readings",))
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    facts = reader.as_map(fields["facts"]).entries if "facts" in fields else {}
    days = _days_of_fact(reader, facts)
    law = Law({id_: _read_fact(reader, id_, node, days) for id_, node in facts.items()})
    readings = reader.as_map(fields["readings"]).entries if "readings" in fields else {}
    known = tuple(_read_reading(reader, id_, node, law) for id_, node in readings.items())
    reader.finish()
    filled = Law({id_: _fill_fact(fact, law) for id_, fact in law.facts.items()}, known)
    return replace(filled, digest=law_digest(filled))


def _days_of_fact(reader: Reader, facts: Mapping[str, Node]) -> Mapping[str, str]:
    """Return the date of every fact that has one: its own, or that of the fact that it names as `law.<id>`."""
    dates = {id_: node.entries.get("date") for id_, node in facts.items() if isinstance(node, Map)}
    references = {id_: node for id_, node in dates.items() if node and reader.scalar_text(node).startswith(_PREFIX)}
    own = {id_: _iso_day(reader, node) for id_, node in dates.items() if node and id_ not in references}
    return own | {id_: _day_of_node(reader, node, own) for id_, node in references.items()}


def _day_of_node(reader: Reader, node: Node, own: Mapping[str, str]) -> str:
    name = reader.scalar_text(node).removeprefix(_PREFIX)
    if name not in own:
        hint = misspelling_hint(name, own) or Phrase("law-name-dated")
        reader.add(node.place, "unknown-law", Phrase("law-no-date", name=name), hint)
    return own.get(name, "")


def _read_fact(reader: Reader, id_: str, node: Node, days: Mapping[str, str]) -> Fact:
    fields = reader.fields(node, _REQUIRED, _OPTIONAL)
    certainty = fields.get("certainty", Scalar("low", node.place))
    return Fact(
        id=id_,
        cite=_words_by_language(reader, fields.get("cite")),
        title=_words_by_language(reader, fields.get("title")),
        source=reader.scalar_text(fields.get("source")),
        verified=_iso_day(reader, fields.get("verified")),
        certainty=reader.one_of(certainty, ("high", "medium", "low"), "invalid-value"),
        url=reader.scalar_text(fields.get("url")),
        date=days.get(id_, ""),
        number=str(reader.whole_number(fields["number"], 0)) if "number" in fields else "",
        relative=reader.truth(fields["relative"], default=False) if "relative" in fields else None,
        note=_words_by_language(reader, fields.get("note")),
    )


def _read_reading(reader: Reader, id_: str, node: Node, law: Law) -> LegalReading:
    fields = reader.fields(node, _READING, _RESTS)
    if "when" in fields:
        _check_condition(reader, fields["when"])
    title, ours, against, settles = (_filled_words(reader, fields.get(name), law) for name in _READING[2:])
    facts = tuple(law.facts) or ("",)
    status = fields.get("status", Scalar(Standing.OPEN, node.place))
    return LegalReading(
        id=id_,
        standing=Standing(reader.one_of(status, tuple(Standing)[1:], "invalid-value")),
        title=title,
        ours=ours,
        against=against,
        settles=settles,
        law=tuple(reader.one_of(name, facts, "unknown-law") for name in reader.items(fields.get("law"))),
        when=reader.scalar_text(fields.get("when")),
        flags=reader.item_texts(fields.get("flags")),
        dates=reader.item_texts(fields.get("dates")),
        reasons=reader.item_texts(fields.get("reasons")),
    )


def _check_condition(reader: Reader, node: Node) -> None:
    try:
        parse_condition(reader.scalar_text(node))
    except ConditionError as error:
        reader.add(node.place, "invalid-condition", error.phrase)


def _filled_words(reader: Reader, node: Node | None, law: Law) -> Words:
    return _fill_words(_words_by_language(reader, node), law)


def _fill_fact(fact: Fact, law: Law) -> Fact:
    """Return a fact whose title and note say what the facts hold that they name."""
    return replace(fact, title=_fill_words(fact.title, law), note=_fill_words(fact.note, law))


def _fill_words(words: Words, law: Law) -> Words:
    return {language: fill_in_facts(text, law, language) for language, text in words.items()}


def _words_by_language(reader: Reader, node: Node | None) -> Words:
    if node is None:
        return {}
    return {name: reader.scalar_text(value).strip() for name, value in reader.fields(node, FULL, LANGUAGES).items()}


def _iso_day(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    try:
        return date.fromisoformat(reader.scalar_text(node)).isoformat()
    except ValueError:
        reader.add(node.place, "invalid-value", Phrase("file-no-date", word=reader.scalar_text(node)))
        return ""
