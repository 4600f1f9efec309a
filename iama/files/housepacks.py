"""House packs: questions and legal facts of an organisation of its own, in a folder of the project.

A pack only adds. It counts as long as it holds what the configuration says, by its digest; nothing in it is read from
outside the project, and no link is followed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from iama.files.definition import read_questionnaire
from iama.files.facilitationfile import read_facilitation
from iama.files.lawfile import read_law
from iama.files.packfiles import HousePack
from iama.files.shipped import FACILITATION, SUCCESSIONS, LibraryFolder, Trees
from iama.files.successionfile import read_succession
from iama.model.canonical import canonical_digest
from iama.model.facilitation import Facilitation
from iama.model.law import Law
from iama.model.library import Library
from iama.model.objects import law_digest, tree_digest
from iama.model.problems import (
    Finding,
    Level,
    UnusableFile,
    UnusablePack,
    finding_of,
)
from iama.model.questionnaire import Questionnaire, organisation_of, plain_id
from iama.model.struct import replace
from iama.model.succession import Succession
from iama.words import Phrase

LAW = "law.yaml"
_BESIDE = (f"{SUCCESSIONS}/", f"{FACILITATION}/")
# what is wrong with a question tree of a pack, beyond its form: the tree, all official ones, what it may name, the law
Inspect = Callable[[Questionnaire, Collection[Questionnaire], Mapping[str, Questionnaire], Law], Iterable[Finding]]


class HouseLibrary(LibraryFolder):
    """What is shipped, with the question trees and legal facts of packs, each read when it is first asked for.

    What is wrong with a pack is raised, as UnusablePack, when one of its trees is asked for: the others go on.
    """

    base: LibraryFolder
    packs: tuple[HousePack, ...]
    inspect: Inspect

    def __init__(self, base: LibraryFolder, packs: tuple[HousePack, ...], inspect: Inspect) -> None:
        super().__init__(base.folder)
        self.__dict__.update(base=base, packs=packs, inspect=inspect)

    def __reduce__(self) -> tuple[Any, ...]:
        return HouseLibrary, (self.base, self.packs, self.inspect)

    @cached_property
    def digest(self) -> str:
        """The digest of what is shipped and of all packs."""
        return canonical_digest(
            [self.base.digest, *([pack.path, pack.digest, bool(pack.fault)] for pack in self.packs)]
        )

    @cached_property
    def trees(self) -> Mapping[str, Questionnaire]:
        """The question trees, of which each is read when it is first asked for."""
        return Trees(sorted({*self.base.trees, *self._homes}), self._read_tree)

    @cached_property
    def law(self) -> Law:
        """The legal facts, with those of every pack of which they can be read."""
        own = {id_: fact for pack in self.packs for id_, fact in self._law_of(pack).facts.items()}
        if not own:
            return self.base.law
        law = replace(self.base.law, facts={**self.base.law.facts, **own})
        return replace(law, digest=law_digest(law))

    @cached_property
    def needed_instruments(self) -> Mapping[str, tuple[str, ...]]:
        """The instruments that each publication category needs; a pack asks for none by itself."""
        return self.base.needed_instruments

    @cached_property
    def usual_questionnaire(self) -> Questionnaire:
        """The questionnaire with which a dossier begins."""
        return self.base.usual_questionnaire

    @cached_property
    def article_27_questionnaire(self) -> str:
        """The newest assessment that Article 27 of the AI Act asks for."""
        return self.base.article_27_questionnaire

    def resolve_questionnaire(self, name: str, held: Collection[str] = ()) -> Questionnaire:
        """Return the questionnaire that a user calls `name`; raises UnusablePack where a lost pack may have it."""
        lost = [pack.fault for pack in self.packs if pack.fault and not pack.refs]
        if lost and organisation_of(plain_id(name)) and name not in {*self.refs, *map(plain_id, self.refs)}:
            raise UnusablePack(lost, lost[0].code)
        return super().resolve_questionnaire(name, held)

    def succession(self, old: str, new: str) -> Succession | None:
        """Return the table of successors between two versions (references), or None when there is none."""
        name = f"{SUCCESSIONS}/{old}-to-{new.rpartition('-')[2]}.yaml"
        pack = self._homes.get(old)
        if pack is None or pack is not self._homes.get(new) or name not in pack.files:
            return self.base.succession(old, new)
        return read_succession(pack.place_of(name).path, _decoded(pack, name), self.trees[old], self.trees[new])

    def facilitation(self, ref: str) -> Facilitation:
        """Return what helps whoever leads a meeting about a questionnaire; nothing where there is no such file."""
        name, pack = f"{FACILITATION}/{ref}.yaml", self._homes.get(ref)
        if pack is None or name not in pack.files:
            return self.base.facilitation(ref)
        if ref not in self._facilitations:
            self._facilitations[ref] = Facilitation()  # all that a file finds that would take over from itself
            place, words = pack.place_of(name), _decoded(pack, name)
            self._facilitations[ref] = read_facilitation(place.path, words, self.trees[ref], self.facilitation)
        return self._facilitations[ref]

    def read_trees(self) -> None:
        """Read all that findings rest on; what is wrong with a pack is for who asks for it."""
        self.base.read_trees()
        for pack in self.packs:
            self.faults_in(pack)
        self.law  # noqa: B018 - this reads it

    def faults_in(self, pack: HousePack) -> tuple[Finding, ...]:
        """Return why nothing of a pack can be used; nothing when it can."""
        try:
            self._trees_of(pack)
        except UnusablePack as error:
            return error.findings
        return ()

    @cached_property
    def _homes(self) -> Mapping[str, HousePack]:
        """The pack of each of their trees."""
        return {ref: pack for pack in reversed(self.packs) for ref in pack.refs}

    @cached_property
    def _trees_by_pack(self) -> dict[str, Mapping[str, Questionnaire] | UnusablePack]:
        """The trees of each pack that was read so far, or why they cannot be used."""
        return {}

    def _read_tree(self, ref: str) -> Questionnaire:
        pack = self._homes.get(ref)
        return self._trees_of(pack)[ref] if pack else self.base.trees[ref]

    def _trees_of(self, pack: HousePack) -> Mapping[str, Questionnaire]:
        if pack.path not in self._trees_by_pack:
            try:
                self._trees_by_pack[pack.path] = self._checked_trees(pack)  # what stands beside them may name them
                if wrong := [*self._faults_beside(pack)]:
                    self._trees_by_pack[pack.path] = UnusablePack(wrong, "house-faulty")
            except UnusablePack as error:
                self._trees_by_pack[pack.path] = error
        found = self._trees_by_pack[pack.path]
        if isinstance(found, UnusablePack):
            raise found
        return found

    def _checked_trees(self, pack: HousePack) -> Mapping[str, Questionnaire]:
        """Return the trees of a pack; raises UnusablePack with everything that is wrong with it."""
        if pack.fault:
            raise UnusablePack([pack.fault], pack.fault.code)
        findings = [*_strange_files(pack), *self._law_faults(pack)]
        trees = {}
        for ref in pack.refs:
            try:
                trees[ref] = self._parsed_tree(pack, ref)
            except UnusableFile as error:
                findings += error.findings
        if not findings:
            official = self.base.held_trees(self.base.refs)
            known = {tree.id: tree for tree in (*official, *self._earlier_trees(pack), *trees.values())}
            findings += [wrong for tree in trees.values() for wrong in self.inspect(tree, official, known, self.law)]
        if wrong := [finding for finding in findings if finding.level is Level.ERROR]:
            raise UnusablePack(wrong, "house-faulty")
        return trees

    def _faults_beside(self, pack: HousePack) -> Iterator[Finding]:
        """Yield what is wrong with the files beside the trees of a pack, which may say something of these only."""
        for name in pack.files:
            if not name.endswith((".yaml", ".yml")) or not name.startswith(_BESIDE):
                continue
            stem = name.partition("/")[2].removesuffix(".yaml")
            old, moved, version = stem.rpartition("-to-")
            named = (old, f"{plain_id(old)}-{version}") if name.startswith(f"{SUCCESSIONS}/") else (stem,)
            if unknown := [ref for ref in named if ref not in pack.refs]:
                yield finding_of(pack.place_of(name), "invalid-value", Phrase("pack-beside", name=name, ref=unknown[0]))
                continue
            try:
                self.succession(*named) if moved else self.facilitation(stem)
            except UnusableFile as error:
                yield from error.findings

    def _parsed_tree(self, pack: HousePack, ref: str) -> Questionnaire:
        name = f"{ref}.yaml"
        text = _decoded(pack, name)
        tree = read_questionnaire(pack.place_of(name).path, text, self.law if "{law." in text else None)
        if tree.ref != ref:
            message = Phrase("pack-other-name", name=name, ref=tree.ref)
            raise UnusableFile([finding_of(pack.place_of(name), "invalid-value", message)])
        tree = replace(tree, roles={**self.base.usual_questionnaire.roles, **tree.roles})
        return replace(tree, digest=tree_digest(tree))

    def _earlier_trees(self, pack: HousePack) -> Iterator[Questionnaire]:
        """Yield the trees of organisations that come before this one: what its conditions may look back at."""
        for other in self.packs:
            if other.organisation and other.organisation < pack.organisation and not self.faults_in(other):
                yield from self._trees_of(other).values()

    def _law_of(self, pack: HousePack) -> Law:
        """Return the legal facts of a pack; none where something is wrong with them."""
        if pack.fault or LAW not in pack.files or any(self._law_faults(pack)):
            return Law()
        return _read_law(pack)

    def _law_faults(self, pack: HousePack) -> Iterator[Finding]:
        if LAW not in pack.files:
            return
        try:
            law = _read_law(pack)
        except UnusableFile as error:
            yield from error.findings
            return
        place = pack.place_of(LAW)
        for fact in law.facts.values():
            if not fact.id.startswith(f"x-{pack.organisation}-"):
                message = Phrase("pack-fact-id", name=fact.id, organisation=pack.organisation)
                yield finding_of(place, "invalid-value", message)
            elif fact.is_ground:
                yield finding_of(place, "invalid-value", Phrase("pack-fact-ground", name=fact.id))
        if law.readings:
            yield finding_of(place, "invalid-value", Phrase("pack-readings"))


def _strange_files(pack: HousePack) -> Iterator[Finding]:
    """Yield the YAML files in which no pack may say something, and trees of another organisation."""
    for name in pack.files:
        if not name.endswith((".yaml", ".yml")) or name == LAW or name.startswith(_BESIDE):
            continue
        if name.removesuffix(".yaml") not in pack.refs:
            yield finding_of(pack.place_of(name), "invalid-value", Phrase("pack-strange-file", name=name))
        elif organisation_of(plain_id(name.removesuffix(".yaml"))) != pack.organisation:
            message = Phrase("pack-two-organisations", name=name, organisation=pack.organisation)
            yield finding_of(pack.place_of(name), "invalid-value", message)


def _read_law(pack: HousePack) -> Law:
    return read_law(pack.place_of(LAW).path, _decoded(pack, LAW))


def _decoded(pack: HousePack, name: str) -> str:
    try:
        return pack.files[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFile([finding_of(pack.place_of(name), "unreadable-file", Phrase("lint-not-utf8"))]) from error


def faults_of(path: str, library: Library) -> tuple[Finding, ...]:
    """Return what is wrong with the pack that a library has of this path."""
    if not isinstance(library, HouseLibrary):
        return ()
    return tuple(fault for pack in library.packs if pack.path == path for fault in library.faults_in(pack))


def pack_folders(library: Library | None) -> frozenset[str]:
    """Return where the packs of a library stand, from where its configuration does: no dossier is there."""
    return frozenset(pack.path for pack in library.packs) if isinstance(library, HouseLibrary) else frozenset()
