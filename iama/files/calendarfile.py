"""Text of `calendar.yaml` to the duties of the calendar."""

from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.calendar import Calendar, Duty
from iama.model.conditions import AllOf, Condition
from iama.model.grammar import ConditionError, parse_condition
from iama.model.law import Law
from iama.model.placeholders import fill_in_facts
from iama.words import FULL, LANGUAGES, Words

FORMAT = "iama-calendar/1"
_TOP = ("format", "revision", "who", "duties")
_REQUIRED = ("id", "when", "who", "moment", "text", "law", "certainty")
_OPTIONAL = ("from", "by", "flags", "after-use")


def read_calendar(path: str, text: str, law: Law) -> Calendar:
    """Return the duties in `text`, which name facts of `law`; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP)
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    who = reader.as_map(fields["who"]).entries if "who" in fields else {}
    names = {name: filled_words(reader, node, law) for name, node in who.items()}
    duties = tuple(_duty(reader, node, tuple(names), law) for node in reader.items(fields.get("duties")))
    reader.finish()
    return Calendar(duties, names)


def _duty(reader: Reader, node: Node, names: tuple[str, ...], law: Law) -> Duty:
    fields = reader.fields(node, _REQUIRED, _OPTIONAL)
    return Duty(
        id=reader.scalar_text(fields.get("id")),
        when=reader.scalar_text(fields.get("when")),
        condition=read_condition(reader, fields.get("when")),
        who=tuple(reader.one_of(who, names, "invalid-value") for who in reader.items(fields.get("who"))),
        moment=filled_words(reader, fields.get("moment"), law),
        text=filled_words(reader, fields.get("text"), law),
        law=reader.item_texts(fields.get("law")),
        certainty=_certainty(reader, fields.get("certainty")),
        start=reader.scalar_text(fields.get("from")),
        by=reader.scalar_text(fields.get("by")),
        flags=reader.item_texts(fields.get("flags")),
        after_use="after-use" in fields and reader.one_of(fields["after-use"], ("yes", "no"), "invalid-value") == "yes",
    )


def _certainty(reader: Reader, node: Node | None) -> str:
    return reader.one_of(node, ("high", "medium", "low"), "invalid-value") if node else "low"


def read_condition(reader: Reader, node: Node | None) -> Condition:
    """Return the condition in a node; one that cannot be read holds always, with a finding."""
    try:
        return parse_condition(reader.scalar_text(node))
    except ConditionError as error:
        if node is not None:
            reader.add(node.place, "invalid-condition", error.phrase)
        return AllOf(())


def filled_words(reader: Reader, node: Node | None, law: Law) -> Words:
    """Return a text in every language, with what its placeholders stand for in `law`; nothing for no node."""
    if node is None:
        return {}
    words = {
        language: reader.scalar_text(value).strip() for language, value in reader.fields(node, FULL, LANGUAGES).items()
    }
    return {language: fill_in_facts(text, law, language) for language, text in words.items()}
