"""Text of `wording/REF.LANGUAGE.yaml` to the official text in it, and back; the folder is the project's own."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from iama.files.disk import read_file
from iama.files.dossierfile import check_format
from iama.files.housepacks import HouseLibrary, Inspect
from iama.files.layout import comment_above, prose_lines
from iama.files.nodes import Node
from iama.files.packfiles import HousePack
from iama.files.reader import Reader
from iama.files.shipped import LibraryFolder
from iama.model.library import Library
from iama.model.limits import FOLDER_FILES, MAX_BYTES
from iama.model.officialtext import BESIDE, FOLDER, INSTEAD, OfficialText
from iama.model.problems import CannotUse, Finding, Level, Place, UnusableFile, finding_of, reason_of
from iama.model.questionnaire import Questionnaire
from iama.model.values import InvalidValue, iso_day, keepable_text
from iama.words import LANGUAGES, Phrase

FORMAT = "iama-wording/1"
_SAID = ("source", "licence", "file", "sha256", "taken")
Show = Callable[[Path], str]  # a path, as messages have it
_MUST = ("format", "questionnaire", "language", "show", "source", "file", "sha256", "taken", "texts")


def file_name(ref: str, language: str) -> str:
    """Return where an official text stands, below the folder of a project."""
    return f"{FOLDER}/{ref}.{language}.yaml"


def stored_text(base: Path, tree: Questionnaire, language: str, show: Show) -> OfficialText | None:
    """Return the official text of a questionnaire in a project, or None; `show` gives a path as messages have it.

    Raises UnusableFile for a file with a mistake.
    """
    path = base / file_name(tree.ref, language)
    if not os.path.lexists(path):
        return None
    try:
        if not os.path.realpath(path).startswith(os.path.realpath(base) + os.sep):
            raise CannotUse("file-link-out")
        content = read_file(path, MAX_BYTES)
    except OSError as error:
        reason = Phrase("file-unreadable", reason=reason_of(error))
        raise UnusableFile([finding_of(Place(show(path)), "unreadable-file", reason)]) from error
    return read_official_text(show(path), content, tree, language)


class WordedLibrary(HouseLibrary):
    """What is shipped and the packs of a project, with the official texts that it took."""

    project: Path
    show: Show

    def __init__(
        self, base: LibraryFolder, packs: tuple[HousePack, ...], inspect: Inspect, project: Path, show: Show
    ) -> None:
        super().__init__(base, packs, inspect)
        self.__dict__.update(project=project, show=show)

    def __reduce__(self) -> tuple[Any, ...]:
        return WordedLibrary, (self.base, self.packs, self.inspect, self.project, self.show)

    def official_text(self, ref: str, language: str) -> OfficialText | None:
        """Return the official text of a questionnaire, in this language where there is one; raises UnusableFile."""
        if (tree := self.find_questionnaire(ref)) is None:
            return None
        found = (self._stored(tree, spoken) for spoken in dict.fromkeys((language, *LANGUAGES)))
        return next(filter(None, found), None)

    def _stored(self, tree: Questionnaire, language: str) -> OfficialText | None:
        if (tree.ref, language) not in self._stored_texts:
            self._stored_texts[tree.ref, language] = stored_text(self.project, tree, language, self.show)
        return self._stored_texts[tree.ref, language]

    @cached_property
    def _stored_texts(self) -> dict[tuple[str, str], OfficialText | None]:
        """What was looked up so far."""
        return {}


def faulty_texts(base: Path, library: Library, show: Show) -> Iterator[Finding]:
    """Yield what is wrong with the files of official texts in a project, those of no questionnaire too."""
    names = sorted(path.name for path in (base / FOLDER).glob("*.y*ml"))[:FOLDER_FILES]
    for name in names:
        ref, _, language = name.removesuffix(".yaml").rpartition(".")
        try:
            tree = library.find_questionnaire(ref)
            if tree is None or language not in LANGUAGES:
                place = Place(show(base / FOLDER / name))
                yield finding_of(place, "unknown-file", Phrase("wording-stranger"), level=Level.WARNING)
            else:
                stored_text(base, tree, language, show)
        except UnusableFile as error:
            yield from error.findings


def read_official_text(path: str, content: str | bytes, tree: Questionnaire, language: str) -> OfficialText:
    """Return the official text in a file of ours, named for a language; raises UnusableFile with every mistake."""
    reader = Reader(path)
    fields = reader.fields(reader.root(content), _MUST, ("licence",))
    check_format(reader, fields.get("format"), FORMAT)
    if "questionnaire" in fields:
        reader.one_of(fields["questionnaire"], (tree.ref,), "invalid-value")
    if "language" in fields:
        reader.one_of(fields["language"], (language,), "invalid-value")
    show = reader.one_of(fields["show"], (BESIDE, INSTEAD), "invalid-value") if "show" in fields else ""
    said = {name: _official_text(reader, fields, name) for name in _SAID}
    texts = {}
    entries = reader.as_map(fields["texts"]) if "texts" in fields else None
    for id_ in entries.entries if entries else ():
        if entries and id_ not in tree.questions:
            message = Phrase("file-no-question", questionnaire=tree.ref, question=id_)
            place = Place(*entries.keys[id_])
            reader.add(place, "unknown-question", message, reader.spelling_hint(id_, tree.questions))
        elif entries:
            texts[id_] = _official_text(reader, entries.entries, id_)
    reader.finish()
    return OfficialText(tree.ref, language, texts=texts, instead=show == INSTEAD, **said)


def _official_text(reader: Reader, fields: Mapping[str, Node], name: str) -> str:
    """Return the text of a key that can be kept; one that cannot becomes a finding."""
    node = fields.get(name)
    word = reader.scalar_text(node)
    try:
        return iso_day(word) if name == "taken" and node else keepable_text(word)
    except InvalidValue as error:
        assert node is not None  # an empty text can be kept
        reader.add(node.place, "invalid-value", error.phrase)
        return ""


def write_official_text(official: OfficialText, tree: Questionnaire) -> str:
    """Return the file of an official text, in the order of the questionnaire."""
    return "\n".join(_file_lines(official, tree)) + "\n"


def _file_lines(official: OfficialText, tree: Questionnaire) -> Iterator[str]:
    yield f"format: {FORMAT}"
    yield f"questionnaire: {official.questionnaire}"
    yield f"language: {official.language}"
    yield f"show: {INSTEAD if official.instead else BESIDE}"
    for name in _SAID:
        yield from prose_lines(0, name, getattr(official, name))
    yield "texts:"
    for question in tree.questions.values():
        if words := official.texts.get(question.id):
            yield f"  # {comment_above(question, tree)}"
            yield from prose_lines(2, question.id, words)
