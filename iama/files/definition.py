"""Text of a question tree to a `Questionnaire`; says of every line what is wrong with its form.

Whether conditions make sense (known questions, values that exist) is the business of `lint`.
"""

from collections.abc import Mapping

from iama.files.nodes import Map, Node, Scalar, Sequence
from iama.files.reader import Reader
from iama.model import questionnaire as tree
from iama.model.conditions import Condition
from iama.model.forms import is_id, is_name, is_version
from iama.model.grammar import ConditionError, parse_condition
from iama.model.instrument import CATEGORIES, TOPICS, Instrument
from iama.model.law import Law
from iama.model.objects import tree_digest
from iama.model.placeholders import fill_in_facts
from iama.model.questionnaire import SEVERITIES, Kind, Questionnaire
from iama.model.struct import replace
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-questionnaire/1"
MEETINGS = ("1", "2", "3", "homework")

_TOP = ("format", "id", "version", "title", "parts")
_TOP_OPTIONAL = (
    *("revision", "source", "instrument", "intro", "roles", "option-groups", "lists", "columns", "triggers"),
)
_QUESTION = ("id", "kind", "text")
_QUESTION_OPTIONAL = (
    *("number", "official", "beside", "group", "required", "public", "help", "wording", "when", "repeat", "options"),
    *("columns", "max", "matrix", "shows", "reuse", "covers", "register", "roles", "meeting", "phase", "law", "audit"),
)


def read_questionnaire(path: str, text: str, law: Law | None = None) -> Questionnaire:
    """Return the question tree in `text`; raises UnusableFile with every mistake in its form.

    With `law`, texts say what `{law.<id>}` stands for; without it they stand as written, for `lint`.
    """
    reader = Reader(path)
    questionnaire = _Definition(reader, law).questionnaire(reader.root(text))
    reader.finish()
    return replace(questionnaire, digest=tree_digest(questionnaire))


class _Definition:
    """Reads one tree; keeps the named lists that questions refer to."""

    def __init__(self, reader: Reader, law: Law | None) -> None:
        self.reader = reader
        self.law = law
        self.lists: dict[str, tuple[tree.Option, ...]] = {}
        self.columns: dict[str, tuple[tree.Column, ...]] = {}
        self.ids: dict[str, Node] = {}

    def questionnaire(self, root: Map) -> Questionnaire:
        fields = self.reader.fields(root, _TOP, _TOP_OPTIONAL)
        if "format" in fields:
            self.reader.one_of(fields["format"], (FORMAT,), "invalid-value")
        self.lists = {name: self.options(node) for name, node in self.named_nodes(fields.get("lists"))}
        self.columns = {name: self.column_list(node) for name, node in self.named_nodes(fields.get("columns"))}
        return Questionnaire(
            id=self.read_id(fields),
            version=self.read_version(fields),
            revision=self.reader.whole_number(fields.get("revision"), 1),
            title=self.read_words(fields.get("title")),
            intro=self.read_words(fields.get("intro")),
            source={name: self.reader.scalar_text(node) for name, node in self.named_nodes(fields.get("source"))},
            roles={name: self.read_words(node) for name, node in self.named_nodes(fields.get("roles"))},
            option_groups={name: self.read_words(node) for name, node in self.named_nodes(fields.get("option-groups"))},
            said=self.read_instrument(fields.get("instrument")),
            parts=tuple(self.read_part(node) for node in self.reader.items(fields.get("parts"))),
            triggers=tuple(self.read_trigger(node) for node in self.reader.items(fields.get("triggers"))),
            place=root.place,
        )

    def read_instrument(self, node: Node | None) -> Instrument | None:
        if node is None:
            return None
        fields = self.reader.fields(node, (), ("law", "needed", "topics", "annex"))
        topics = fields.get("topics")
        return Instrument(
            law=self.reader.scalar_text(fields.get("law")),
            needed=tuple(
                self.reader.one_of(one, CATEGORIES, "invalid-value") for one in self.reader.items(fields.get("needed"))
            ),
            topics={
                name: self.reader.scalar_text(question)
                for name, question in self.reader.fields(topics, (), TOPICS).items()
            }
            if topics
            else {},
            annex=" ".join(self.guards(fields.get("annex"))),
        )

    def read_part(self, node: Node) -> tree.Part:
        fields = self.reader.fields(node, ("id", "title", "sections"), ("number", "intro", "when"))
        guards = self.guards(fields.get("when"))
        return tree.Part(
            id=(part := self.read_id(fields)),
            number=self.reader.scalar_text(fields.get("number")) or None,
            title=self.read_words(fields.get("title")),
            intro=self.read_words(fields.get("intro")),
            sections=tuple(self.read_section(item, part, guards) for item in self.reader.items(fields.get("sections"))),
        )

    def read_section(self, node: Node, part: str, above: tuple[str, ...]) -> tree.Section:
        optional = ("number", "intro", "when", "groups")
        fields = self.reader.fields(node, ("id", "title", "meeting", "questions"), optional)
        guards = above + self.guards(fields.get("when"))
        meeting = self.reader.one_of(fields["meeting"], MEETINGS, "invalid-value") if "meeting" in fields else "1"
        groups = tuple(self.read_group(item) for item in self.reader.items(fields.get("groups")))
        section = tree.Section(
            id=self.read_id(fields),
            number=self.reader.scalar_text(fields.get("number")) or None,
            title=self.read_words(fields.get("title")),
            intro=self.read_words(fields.get("intro")),
            meeting=meeting,
            groups=groups,
        )
        questions = self.reader.items(fields.get("questions"))
        return replace(section, questions=tuple(self.read_question(item, part, section, guards) for item in questions))

    def read_group(self, node: Node) -> tree.Group:
        fields = self.reader.fields(node, ("id", "text"), ("number",))
        number = self.reader.scalar_text(fields.get("number")) or None
        return tree.Group(self.read_id(fields), number, self.read_words(fields.get("text")))

    def read_question(self, node: Node, part: str, section: tree.Section, above: tuple[str, ...]) -> tree.Question:
        fields = self.reader.fields(node, _QUESTION, _QUESTION_OPTIONAL)
        kind = Kind(self.reader.one_of(fields["kind"], list(Kind), "invalid-value")) if "kind" in fields else Kind.TEXT
        meeting = fields.get("meeting")
        group = self.optional_text(fields, "group")
        if group and group not in {other.id for other in section.groups}:
            self.reader.add(fields["group"].place, "invalid-value", Phrase("tree-no-group", group=group))
        return tree.Question(
            id=self.unique_id(fields, node),
            kind=kind,
            text=self.read_words(fields.get("text")),
            part=part,
            section=section.id,
            meeting=self.reader.one_of(meeting, MEETINGS, "invalid-value") if meeting else section.meeting,
            number=self.optional_text(fields, "number"),
            official=self.reader.truth(fields.get("official"), default=False),
            required=self.reader.truth(fields.get("required"), default=kind is not Kind.NOTICE),
            help=self.read_words(fields.get("help")),
            public=self.read_words(fields.get("public")),
            wording=self.reader.whole_number(fields.get("wording"), 1),
            when=self.optional_text(fields, "when"),
            conditions=(guards := above + self.guards(fields.get("when"))),
            condition=tree.both(*(parse_condition(guard) for guard in guards)),
            repeat=self.optional_text(fields, "repeat"),
            group=group,
            beside=self.optional_text(fields, "beside"),
            options=self.options_of(kind, fields.get("options"), node),
            columns=self.columns_of(kind, fields.get("columns"), node),
            max=self.reader.whole_number(fields.get("max"), 0) or None,
            matrix=self.read_matrix(fields.get("matrix")),
            place=node.place,
            **{name: self.reader.item_texts(fields.get(name)) for name in _LISTS},
        )

    def options_of(self, kind: Kind, node: Node | None, question: Node) -> tuple[tree.Option, ...]:
        if kind is Kind.YES_NO:
            return tree.YES_NO
        if kind in (Kind.CHOICE, Kind.CHOICES):
            if node is None:
                self.reader.add(question.place, "missing-key", Phrase("file-missing-key", key="options"))
            return self.options(node)
        if node is not None:
            self.reader.add(node.place, "invalid-value", Phrase("tree-no-options", kind=kind))
        return ()

    def options(self, node: Node | None) -> tuple[tree.Option, ...]:
        """Return options written here, or those of one or more named lists."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return self.named_options(node)
        options: list[tree.Option] = []
        for item in self.reader.items(node):
            options.extend(self.named_options(item) if isinstance(item, Scalar) else (self.read_option(item),))
        values = [option.value for option in options]
        for value in dict.fromkeys(value for value in values if values.count(value) > 1):
            self.reader.add(node.place, "duplicate-key", Phrase("tree-option-twice", option=value))
        return tuple(options)

    def named_options(self, node: Scalar) -> tuple[tree.Option, ...]:
        if not self.lists:
            self.reader.add(node.place, "invalid-value", Phrase("tree-no-list", name=node.text))
            return ()
        return self.lists[self.reader.one_of(node, self.lists, "invalid-value")]

    def read_option(self, node: Node) -> tree.Option:
        fields = self.reader.fields(node, ("value", "label"), ("group", "exclusive"))
        value = self.read_id(fields, "value")
        if value == "unknown":
            self.reader.add(node.place, "invalid-value", Phrase("tree-option-unknown"))
        exclusive = self.reader.truth(fields.get("exclusive"), default=False)
        return tree.Option(value, self.read_words(fields.get("label")), self.optional_text(fields, "group"), exclusive)

    def columns_of(self, kind: Kind, node: Node | None, question: Node) -> tuple[tree.Column, ...]:
        if (kind is Kind.ROWS) is (node is None):
            if node is None:
                self.reader.add(question.place, "missing-key", Phrase("file-missing-key", key="columns"))
            else:
                self.reader.add(node.place, "invalid-value", Phrase("tree-no-columns", kind=kind))
            return ()
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return self.column_list(node)
        return self.columns.get(self.reader.one_of(node, self.columns or ("",), "invalid-value"), ())

    def column_list(self, node: Node) -> tuple[tree.Column, ...]:
        return tuple(self.read_column(item) for item in self.reader.items(node))

    def read_column(self, node: Node) -> tree.Column:
        fields = self.reader.fields(node, ("id", "kind", "label"), ("options", "required", "internal"))
        kinds = (Kind.TEXT, Kind.CHOICE, Kind.YES_NO, Kind.DATE, Kind.NUMBER)
        kind = Kind(self.reader.one_of(fields["kind"], kinds, "invalid-value")) if "kind" in fields else Kind.TEXT
        options = self.options_of(kind, fields.get("options"), node)
        required, internal = (self.reader.truth(fields.get(key), default=False) for key in ("required", "internal"))
        return tree.Column(
            self.read_id(fields), kind, self.read_words(fields.get("label")), options, required, internal
        )

    def read_matrix(self, node: Node | None) -> tree.Matrix | None:
        if node is None:
            return None
        fields = self.reader.fields(node, ("rows", "columns", "cells"))
        cells = {
            row: {column: self.reader.scalar_text(cell) for column, cell in self.named_nodes(inner)}
            for row, inner in self.named_nodes(fields.get("cells"))
        }
        return tree.Matrix(self.required_text(fields, "rows"), self.required_text(fields, "columns"), cells)

    def read_trigger(self, node: Node) -> tree.Trigger:
        required = ("id", "severity", "when", "basis", "title", "advice")
        fields = self.reader.fields(node, required, ("from", "repeat", "acceptable"))
        condition = self.parse_condition(fields.get("when"))
        severities = self.cases(fields.get("severity"), "value", SEVERITIES)
        if not severities and "severity" in fields:
            self.reader.add(fields["severity"].place, "invalid-value", Phrase("file-no-text", key="severity"))
        return tree.Trigger(
            id=self.unique_id(fields, node),
            when=self.required_text(fields, "when"),
            condition=condition or _NEVER,
            title=self.read_words(fields.get("title")),
            advice=self.read_words(fields.get("advice")),
            severities=severities,
            froms=self.cases(fields.get("from"), "date", ()),
            repeat=self.optional_text(fields, "repeat"),
            basis=self.reader.item_texts(fields.get("basis")),
            acceptable=self.reader.truth(fields.get("acceptable"), default=True),
            place=node.place,
        )

    def cases(self, node: Node | None, key: str, known: tuple[str, ...]) -> tuple[tree.Case, ...]:
        """Return one unconditional case for a word, or the cases of a list of `{when, key}`."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (tree.Case(self.reader.one_of(node, known, "invalid-value") if known else node.text),)
        cases = []
        for item in self.reader.items(node):
            fields = self.reader.fields(item, (key,), ("when",))
            value = fields.get(key)
            word = (
                self.reader.one_of(value, known, "invalid-value") if known and value else self.reader.scalar_text(value)
            )
            cases.append(tree.Case(word, self.optional_text(fields, "when"), self.parse_condition(fields.get("when"))))
        return tuple(cases)

    def guards(self, node: Node | None) -> tuple[str, ...]:
        """Return the condition as text, when it is one."""
        return (self.reader.scalar_text(node),) if self.parse_condition(node) else ()

    def parse_condition(self, node: Node | None) -> Condition | None:
        text = self.reader.scalar_text(node)
        if node is None or not text:
            return None
        try:
            return parse_condition(text)
        except ConditionError as error:
            single = isinstance(node, Scalar) and "\n" not in text
            shift = error.offset + (0 if isinstance(node, Scalar) and node.plain else 1) if single else 0
            place = node.place._replace(column=node.place.column + shift)
            self.reader.add(place, "invalid-condition", error.phrase, Phrase("condition-in", text=text))
            return None

    def unique_id(self, fields: Mapping[str, Node], node: Node) -> str:
        id_ = self.read_id(fields)
        if is_id(id_) and not is_name(id_):
            self.reader.add(fields["id"].place, "invalid-value", Phrase("tree-name-taken", name=id_))
        if id_ and id_ in self.ids:
            first = self.ids[id_].place.line
            self.reader.add(node.place, "duplicate-key", Phrase("tree-id-twice", name=id_, line=first))
        self.ids[id_] = node
        return id_

    def read_words(self, node: Node | None) -> Words:
        """Return a text per language; every text of a tree has them all."""
        if node is None:
            return {}
        fields = self.reader.fields(node, FULL, LANGUAGES)
        words = {language: self.reader.scalar_text(value).strip() for language, value in fields.items()}
        return (
            {language: fill_in_facts(text, self.law, language) for language, text in words.items()}
            if self.law
            else words
        )

    def named_nodes(self, node: Node | None) -> list[tuple[str, Node]]:
        return [] if node is None else list(self.reader.as_map(node).entries.items())

    def read_id(self, fields: Mapping[str, Node], key: str = "id") -> str:
        """Return what something is called."""
        id_ = self.required_text(fields, key)
        if id_ and not is_id(id_):
            self.reader.add(fields[key].place, "invalid-value", Phrase("tree-no-id", name=id_[:60]))
        return id_

    def read_version(self, fields: Mapping[str, Node]) -> str:
        version = self.required_text(fields, "version")
        if version and not is_version(version):
            self.reader.add(fields["version"].place, "invalid-value", Phrase("tree-no-version", name=version[:60]))
        return version

    def required_text(self, fields: Mapping[str, Node], key: str) -> str:
        """Return a text that may not be empty."""
        node = fields.get(key)
        text = self.reader.scalar_text(node)
        if isinstance(node, Scalar) and not text:
            self.reader.add(node.place, "invalid-value", Phrase("file-no-text", key=key))
        return text

    def optional_text(self, fields: Mapping[str, Node], key: str) -> str | None:
        return self.reader.scalar_text(fields.get(key)) or None


_LISTS = ("shows", "reuse", "covers", "register", "roles", "phase", "law", "audit")
_NEVER = parse_condition("key != key")
