"""Text of `controls.yaml` to the controls of auditors' frameworks, and which questions touch them."""

from collections.abc import Iterator, Mapping

from iama.files.calendarfile import filled_words
from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.controls import FRAMEWORKS, Control, Controls, Framework
from iama.model.law import Law
from iama.words import Words

FORMAT = "iama-controls/1"
_TOP = ("format", "revision", "frameworks", "serves", "outside")


def read_controls(path: str, text: str) -> Controls:
    """Return the controls in `text`; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP)
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    listed = (_framework(reader, node) for node in reader.items(fields.get("frameworks")))
    frameworks = {one.id: one for one in listed}
    touched: dict[tuple[str, str], list[str]] = {}
    for node in reader.items(fields.get("serves")):
        own = reader.fields(node, ("questions",), FRAMEWORKS)
        questions = [reader.scalar_text(one) for one in reader.items(own.get("questions"))]
        for key in _controls_of_entry(reader, own, frameworks):
            touched.setdefault(key, []).extend(questions)
    outside: dict[tuple[str, str], Words] = {}
    for node in reader.items(fields.get("outside")):
        own = reader.fields(node, ("because",), FRAMEWORKS)
        words = filled_words(reader, own.get("because"), Law())
        outside |= dict.fromkeys(_controls_of_entry(reader, own, frameworks), words)
    reader.finish()
    return Controls(frameworks, {key: tuple(questions) for key, questions in touched.items()}, outside)


def _framework(reader: Reader, node: Node) -> Framework:
    fields = reader.fields(node, ("id", "law", "version", "read", "themes", "controls"))
    themes = reader.as_map(fields["themes"]).entries if "themes" in fields else {}
    controls = reader.as_map(fields["controls"]).entries if "controls" in fields else {}
    return Framework(
        reader.one_of(fields["id"], FRAMEWORKS, "invalid-value") if "id" in fields else "",
        reader.scalar_text(fields.get("law")),
        reader.scalar_text(fields.get("version")),
        reader.scalar_text(fields.get("read")),
        tuple(
            Control(number, reader.scalar_text(themes.get(number.partition(".")[0])), filled_words(reader, one, Law()))
            for number, one in controls.items()
        ),
    )


def _controls_of_entry(
    reader: Reader, fields: Mapping[str, Node], frameworks: Mapping[str, Framework]
) -> Iterator[tuple[str, str]]:
    """Yield the controls that an entry names, each by its framework and its number."""
    for id_ in FRAMEWORKS:
        known = [control.number for control in frameworks[id_].controls] if id_ in frameworks else []
        for node in reader.items(fields.get(id_)):
            yield id_, reader.one_of(node, known, "invalid-value")
