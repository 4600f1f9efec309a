"""What would go out with a public edition and may not, or may not without somebody who says so.

Each is found where it stands, has an id that holds while its text does, and is told without quoting that text. What
says withheld text again is never accepted; what only resembles it, or names a person, is for a person to judge.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from msgspec import Struct

from iama.assess.withholding import Public
from iama.model.approval import Approval
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.questionnaire import Questionnaire
from iama.publish.disguises import readings
from iama.publish.kept import Kept, Why, kept_back
from iama.publish.personal import personal_data_sorts, personal_in
from iama.publish.repeats import (
    Likeness,
    Passage,
    Spoken,
    copies,
    heard_in_every_way,
    is_spelled_in,
    likeness,
    names_in,
    passages_in_every_way,
    spoken_in,
    words_of,
)
from iama.publish.said import Part, Said, said_in
from iama.words import FULL, Phrase, catalogue

NAMES = (Ref("algorithm", "name"), Ref("algorithm", "provider-name"))
_PUBLIC_NAMES = (*NAMES, Ref("algorithm", "organisation"))
_FEW = 4  # words of a text that names something
_EXAMPLE = re.compile(r"`[^`]*`")
_MARKED = re.compile(
    r"^\W*(?:intern|vertrouwelijk|niet openbaar|geheim|internal|confidential|secret)\b(?=\s*[:!–)\]-]|\W*$)"
    r"|[(\[](?:intern|vertrouwelijk|niet openbaar|internal|confidential)[)\]]"
    r"|\b(?:niet|nooit) (?:publiceren|bekendmaken|openbaar maken|naar buiten brengen)\b|\bniet voor publicatie\b"
    r"|\b(?:alleen|uitsluitend|slechts) (?:voor )?intern\b|\bvoor intern gebruik\b|\bonder ons\b"
    r"|\b(?:do not|don['’]t|not to be) publish(?:ed)?\b|\bnot for publication\b|\binternal (?:use )?only\b"
    r"|\bfor internal use\b|\boff the record\b",
    re.IGNORECASE | re.MULTILINE,
)
_UNFINISHED = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX+)\b|\b(?i:nog (?:in te vullen|invullen|aanvullen|uitzoeken)|to be completed)\b"
    r"|\b(?i:lorem ipsum)\b|\?{3,}|\[(?:\.{3}|…)\]"
)


class Sort(StrEnum):
    """What is wrong with a text."""

    WITHHELD = "withheld"  # it says again what is withheld
    NAMED = "named"  # the id of the dossier is a withheld name
    RESEMBLES = "resembles"
    KEPT = "kept"  # it says again what is internal
    PERSONAL = "personal"
    MARKED = "marked"  # it says itself that it is internal
    UNFINISHED = "unfinished"
    EMPTY = "empty"  # a finding of which nobody says what is done


FINAL = (Sort.WITHHELD, Sort.NAMED)


class Leak(Struct, frozen=True):
    """One thing to mend or to accept; `about` is the withheld answer, or the kind of personal data."""

    id: str
    sort: Sort
    where: str
    part: Part = Part.ANSWER
    about: str = ""

    @property
    def may_be_accepted(self) -> bool:
        return self.sort not in FINAL

    @property
    def phrase(self) -> Phrase:
        """What is wrong and where, without the text."""
        place = Phrase(f"leak-in-{self.part}", place=self.where)
        about = Phrase(f"personal-{self.about}") if self.sort is Sort.PERSONAL else self.about
        return Phrase(f"leak-{self.sort}", place=place, about=about)


class Edition(Struct, frozen=True):
    """What is compared: a whole dossier, its public edition, and what else goes out with it, by name of its place."""

    whole: Dossier
    public: Public
    beside: Sequence[Said] = ()
    files: Mapping[str, str] = {}
    only: Sequence[str] = ()  # the questionnaires (ids) of which answers go out; none is all

    @property
    def said(self) -> list[Said]:
        """Every text that goes out and that people wrote."""
        trees = self.public.outcome.questionnaires.values()
        shown = (tree for tree in trees if not self.only or tree.id in self.only)
        return [*said_in(self.public.dossier, shown), *self.beside]


def find_leaks(editions: Sequence[Edition], people: Iterable[str]) -> tuple[Leak, ...]:
    """Return everything to mend or accept in what goes out together, each once; `people` are names to look for."""
    names = tuple(people)
    found = dict.fromkeys(leak for edition in editions for leak in _leaks_of(edition, names))
    sure = {(leak.where, leak.part, leak.about) for leak in found if leak.sort is Sort.WITHHELD}
    return tuple(
        leak
        for leak in found
        if leak.sort not in (Sort.RESEMBLES, Sort.KEPT) or (leak.where, leak.part, leak.about) not in sure
    )


def decision_said(approval: Approval | None) -> list[Said]:
    """Return what a decision says to the public; it is one of a public dossier."""
    if approval is None:
        return []
    texts = [approval.public_reason, approval.body, approval.reference, *(one.text for one in approval.conditions)]
    return [Said(text, place="approvals.yaml") for text in texts if text]


def empty_findings(verdict: Mapping[str, object]) -> Iterator[Leak]:
    """Yield the findings of a public page without a word of what is done; `verdict` is its first layer."""
    findings = verdict.get("findings")
    for finding in findings if isinstance(findings, list) else ():
        if not str(finding.get("text", "")).strip() or not str(finding.get("response", "")).strip():
            where = finding.get("anchor") or "verdict"
            yield _leak(Sort.EMPTY, Said(str(finding.get("text", "")), place=f"index.html#{where}"))


def _leaks_of(edition: Edition, people: Sequence[str]) -> Iterator[Leak]:
    said = edition.said
    kept = [*dict.fromkeys(kept_back(edition.whole, edition.public))]
    if kept:
        yield from _repeated(kept, said, edition)
    for one in said:
        yield from _personal(one, people)
        if _MARKED.search(one.text) and (one.part is not Part.ANSWER or _is_marked_aloud(one.text)):
            yield _leak(Sort.MARKED, one)
        if _UNFINISHED.search(one.text):
            yield _leak(Sort.UNFINISHED, one)


def _is_marked_aloud(text: str) -> bool:
    """Whether an answer begins with, or has in brackets, that it is internal; else the word may be what it is about."""
    return any(match[0].lstrip()[:1] in "([" or match.start() == 0 for match in _MARKED.finditer(text))


def _personal(said: Said, people: Sequence[str]) -> Iterator[Leak]:
    sorts = [hit.sort for hit in personal_in(said, people)] if said.ref else personal_data_sorts(said.text, people)
    yield from (_leak(Sort.PERSONAL, said, sort.value) for sort in sorts)


def _repeated(kept: Sequence[Kept], said: Sequence[Said], edition: Edition) -> Iterator[Leak]:
    """Yield where something that is kept back is said again: in a text, in the id, or in a file as a whole."""
    ours = _our_words(edition.public.outcome.questionnaires.values())
    told = [(one, heard_in_every_way(one.text)) for one in said]
    files = [(name, heard_in_every_way(text)) for name, text in edition.files.items()]
    for one in kept:
        lines = passages_in_every_way(one.said.text)
        found = False
        for other, ways in told:
            sure = max((likeness(line, way, ours) for line in lines for way in ways), default=Likeness.NONE)
            if sure is not Likeness.NONE and other.ref != one.said.ref:
                found = found or sure is Likeness.SURE
                yield _leak(_repeated_sort(one, other, sure), other, one.said.where)
        for name, ways in files if one.why is Why.WITHHELD and not found else ():
            if any(copies(line, way, ours) for line in lines for way in ways):
                yield _leak(Sort.WITHHELD, Said(one.said.text, place=name), one.said.where)
        if one.why is Why.WITHHELD and one.said.part is Part.ANSWER:
            yield from _betrayed_by_id(one.said, edition.whole.id, ours)
    yield from _names_told(kept, said, ours)


def _repeated_sort(one: Kept, other: Said, sure: Likeness) -> Sort:
    if one.why is Why.INTERNAL:
        return Sort.KEPT
    one_document = one.said.part is Part.SOURCE and other.part is Part.SOURCE  # it may be the source of two answers
    if one.why is Why.ALONG or one_document:
        return Sort.RESEMBLES
    return Sort.WITHHELD if sure is Likeness.SURE else Sort.RESEMBLES


def _betrayed_by_id(said: Said, id_: str, ours: Spoken) -> Iterator[Leak]:
    """Yield that the id of the dossier, which every page shows, holds a withheld name or a part of one."""
    words = words_of(said.text)
    telling = [word for word in Passage(words).telling if len(word) > 2]
    if not telling or len(words) > _FEW:
        return
    leak_at = Said(said.text, place=id_)
    if _is_name_in(id_, words, telling, ours, named=said.ref in NAMES):
        yield _leak(Sort.NAMED, leak_at, said.where)
    elif any(len(word) > _FEW and word in id_ for word in telling) or _initials(words) in id_.split("-"):
        yield _leak(Sort.RESEMBLES, leak_at, said.where)


def _is_name_in(id_: str, words: Sequence[str], telling: Sequence[str], ours: Spoken, *, named: bool) -> bool:
    """Whether an id holds all of a text, or of a name (`named`) the word that nobody else uses."""
    parts, squeezed = id_.split("-"), "".join(words)
    strange = [word for word in telling if word not in ours.words]
    if named and any(word in parts for word in strange):
        return True
    whole = all(word in parts for word in telling) or (len(squeezed) > _FEW and squeezed in "".join(parts))
    return whole and (named or bool(strange) or len(telling) > 1)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 2 else "-"


def _names_told(kept: Sequence[Kept], said: Sequence[Said], ours: Spoken) -> Iterator[Leak]:
    """Yield where a withheld name stands, and, once each, where a name stands that something withheld holds as well."""
    known = {word for one in said if one.ref in _PUBLIC_NAMES for word in words_of(one.text)} | ours.words
    names = {
        word: one.said
        for one in kept
        if one.why is Why.WITHHELD
        for word in names_in(f"x {one.said.text}" if one.said.ref in NAMES else one.said.text)
        if word not in known or (one.said.ref in NAMES and word not in ours.words)
    }
    for one in said if names else ():
        ways = [*readings(one.text)]
        told = names.keys() & {word for way in ways for word in words_of(way)}
        apart = {name for name in names.keys() - told if is_spelled_in(name, ways)}
        for word in sorted(told | apart):
            certain = names[word].ref in NAMES and word in told
            named = Said(one.text if certain else word, one.part, one.ref, one.place)
            yield _leak(Sort.WITHHELD if certain else Sort.RESEMBLES, named, names[word].where)
            if not certain:
                del names[word]


def _our_words(trees: Iterable[Questionnaire]) -> Spoken:
    """Return what questions, options and the texts of the program say."""
    asked, ours = spoken_in(_tree_texts(trees)), _program_words()
    return Spoken(asked.words | ours.words, asked.runs | ours.runs)


@cache
def _program_words() -> Spoken:
    return spoken_in(_catalogue_texts())


def _tree_texts(trees: Iterable[Questionnaire]) -> Iterator[str]:
    for tree in trees:
        for question in tree.questions.values():
            for words in (question.text, question.help, question.public):
                yield from words.values()
            labels = [option.label for option in question.options] + [column.label for column in question.columns]
            labels += [option.label for column in question.columns for option in column.options]
            yield from (text for label in labels for text in label.values())


def _catalogue_texts() -> Iterator[str]:
    """Yield what the program says, without the examples in it."""
    for language in FULL:
        for words in catalogue(language).values():
            texts = [words] if isinstance(words, str) else words.values()
            yield from (_EXAMPLE.sub(" ", text) for text in texts)


def _leak(sort: Sort, said: Said, about: str = "") -> Leak:
    named = "\n".join((sort, said.where, said.part, about, said.text))
    return Leak(hashlib.sha256(named.encode()).hexdigest()[:8], sort, said.where, said.part, about)
