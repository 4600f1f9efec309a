"""Text of `routing.yaml` to the routing: which assessments a use needs."""

from iama.files.calendarfile import filled_words, read_condition
from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.law import Law
from iama.model.routing import OUTCOMES, Because, Route, RouteCase, Routing

FORMAT = "iama-routing/1"
_TOP = ("format", "revision", "minutes", "routes")
_ROUTE = ("id", "title", "about", "cases", "otherwise")
_BECAUSE = ("law", "because")
_CASE = ("outcome", "when", *_BECAUSE)


def read_routing(path: str, text: str, law: Law) -> Routing:
    """Return the routing in `text`, which names facts of `law`; raises UnusableFile with every mistake in its form."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), _TOP)
    if "format" in fields:
        reader.one_of(fields["format"], (FORMAT,), "invalid-value")
    routes = tuple(_route(reader, node, law) for node in reader.items(fields.get("routes")))
    minutes = reader.whole_number(fields.get("minutes"), 0)
    reader.finish()
    return Routing(routes, minutes)


def _route(reader: Reader, node: Node, law: Law) -> Route:
    fields = reader.fields(node, _ROUTE)
    return Route(
        id=reader.scalar_text(fields.get("id")),
        title=filled_words(reader, fields.get("title"), law),
        about=filled_words(reader, fields.get("about"), law),
        cases=tuple(_case(reader, case, law) for case in reader.items(fields.get("cases"))),
        otherwise=_because(reader, fields.get("otherwise"), law),
    )


def _case(reader: Reader, node: Node, law: Law) -> RouteCase:
    fields = reader.fields(node, _CASE)
    outcome, words = fields.get("outcome"), filled_words(reader, fields.get("because"), law)
    return RouteCase(
        outcome=reader.one_of(outcome, OUTCOMES, "invalid-value") if outcome else "",
        when=reader.scalar_text(fields.get("when")),
        condition=read_condition(reader, fields.get("when")),
        because=Because(words, reader.item_texts(fields.get("law"))),
    )


def _because(reader: Reader, node: Node | None, law: Law) -> Because:
    fields = reader.fields(node, _BECAUSE) if node else {}
    return Because(filled_words(reader, fields.get("because"), law), reader.item_texts(fields.get("law")))
