"""Text of a record of what official inputs ask to its value; every mistake in it becomes a finding."""

from collections.abc import Iterable, Iterator, Mapping

from iama.files.nodes import Node
from iama.files.reader import Reader
from iama.model.fidelity import Fidelity, Norm, OfficialInput
from iama.model.problems import Place, misspelling_hint
from iama.model.questionnaire import Kind, Questionnaire
from iama.words import FULL, LANGUAGES, Phrase, Words

FORMAT = "iama-fidelity/1"
_TOP = ("format", "questionnaire", "official", "explanation", "ours", "subjects", "parties", "phases", "inputs")
_OFFICIAL = ("title", "url", "read")
_INPUT, _INPUT_OPTIONAL = ("question", "about", "parties", "phase", "norm"), ("fria", "ours", "explanation")
_Names = Mapping[str, Words]


def read_fidelity(path: str, text: str, tree: Questionnaire) -> Fidelity:
    """Return the record in `text` for `tree`; raises UnusableFile with every mistake.

    Every official input of the tree stands in it once, and no other question.
    """
    reader = Reader(path)
    root = reader.root(text)
    fields = reader.fields(root, _TOP)
    for name, expected in (("format", FORMAT), ("questionnaire", tree.ref)):
        if name in fields:
            reader.one_of(fields[name], (expected,), "invalid-value")
    names = {key: _named_words(reader, fields.get(key)) for key in ("subjects", "parties", "phases")}
    read = [_input(reader, node, tree, names) for node in reader.items(fields.get("inputs"))]
    for place, message in () if reader.findings else _miscounted(root.place, read, tree):
        reader.add(place, "invalid-value", message)
    official = reader.fields(fields["official"], _OFFICIAL) if "official" in fields else {}
    record = Fidelity(
        official={key: reader.scalar_text(node) for key, node in official.items()},
        explanation=reader.scalar_text(fields.get("explanation")),
        ours=_words_by_language(reader, fields.get("ours")),
        inputs={one.question: one for one in read},
    )
    reader.finish()
    return record


def _named_words(reader: Reader, node: Node | None) -> _Names:
    return (
        {key: _words_by_language(reader, value) for key, value in reader.as_map(node).entries.items()} if node else {}
    )


def _words_by_language(reader: Reader, node: Node | None) -> Words:
    given = reader.fields(node, FULL, LANGUAGES) if node else {}
    return {language: reader.scalar_text(value) for language, value in given.items()}


def _input(reader: Reader, node: Node, tree: Questionnaire, names: Mapping[str, _Names]) -> OfficialInput:
    fields = reader.fields(node, _INPUT, _INPUT_OPTIONAL)

    def names_of(key: str, words: Iterable[Node]) -> tuple[Words, ...]:
        known = names[key]
        return tuple(known[reader.one_of(word, list(known), "invalid-value")] for word in words if known)

    id_ = reader.scalar_text(fields.get("question"))
    if id_ not in tree.questions:
        message = Phrase("file-no-question", questionnaire=tree.ref, question=id_)
        reader.add(node.place, "unknown-question", message, misspelling_hint(id_, tree.questions))
    return OfficialInput(
        question=id_,
        norms=tuple(_norm(reader, one) for one in reader.items(fields.get("norm"))),
        about=names_of("subjects", reader.items(fields.get("about"))),
        parties=names_of("parties", reader.items(fields.get("parties"))),
        phase=next(iter(names_of("phases", [fields["phase"]] if "phase" in fields else [])), {}),
        explanation=reader.scalar_text(fields.get("explanation")),
        fria=reader.truth(fields.get("fria"), default=False),
        ours=_words_by_language(reader, fields.get("ours")),
        place=node.place,
    )


def _norm(reader: Reader, node: Node) -> Norm:
    fields = reader.fields(node, ("official", *FULL), (*LANGUAGES, "in"))
    if "in" in fields:
        reader.one_of(fields["in"], ("help",), "invalid-value")
    forms = {language: reader.item_texts(fields[language]) for language in LANGUAGES if language in fields}
    return Norm(reader.scalar_text(fields.get("official")), forms, "in" in fields)


def _miscounted(top: Place, read: Iterable[OfficialInput], tree: Questionnaire) -> Iterator[tuple[Place, Phrase]]:
    """Yield the official inputs that the record leaves out, and what it has twice or should not have."""
    left = [id_ for id_, one in tree.questions.items() if one.official and one.kind is not Kind.NOTICE]
    for one in read:
        if one.question in left:
            left.remove(one.question)
        else:
            yield one.place, Phrase("fidelity-strange", question=one.question, questionnaire=tree.ref)
    for id_ in left:
        yield top, Phrase("fidelity-left-out", question=id_, questionnaire=tree.ref)
