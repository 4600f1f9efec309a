"""What a run knows beside the files that it reads: question trees, legal facts and what goes with them; no words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from iama.model.instrument import CATEGORIES
from iama.model.law import Law
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import Questionnaire, age, plain_id

if TYPE_CHECKING:
    from iama.model.calendar import Calendar
    from iama.model.controls import Controls
    from iama.model.crosswalk import Crosswalk
    from iama.model.facilitation import Facilitation
    from iama.model.fidelity import Fidelity
    from iama.model.glossary import Glossary
    from iama.model.kader import Kader
    from iama.model.officialtext import OfficialText
    from iama.model.register import Register
    from iama.model.routing import Routing
    from iama.model.succession import Succession


def _no_duties() -> "Calendar":
    from iama.model.calendar import Calendar  # few commands need it, and its classes take time to make

    return Calendar((), {})


def _no_routing() -> "Routing":
    from iama.model.routing import Routing  # as above

    return Routing()


def _no_crosswalk() -> "Crosswalk":
    from iama.model.crosswalk import Crosswalk  # as above

    return Crosswalk()


def _no_glossary() -> "Glossary":
    from iama.model.glossary import Glossary  # as above

    return Glossary(())


def _no_kader() -> "Kader":
    from iama.model.kader import Kader  # as above

    return Kader()


def _no_controls() -> "Controls":
    from iama.model.controls import Controls  # as above

    return Controls()


def _no_register() -> "Register":
    from iama.model.register import Register  # as above

    return Register("", 0, {}, ())


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """Question trees by reference, in alphabetical order, with the legal facts and tables that go with them.

    `iama.files.shipped` has the one of the package, which reads each part when it is asked for.
    """

    trees: Mapping[str, Questionnaire]
    law: Law = Law()  # noqa: RUF009 - as frozen as this
    duties: "Calendar" = field(default_factory=_no_duties)
    routing: "Routing" = field(default_factory=_no_routing)  # which assessments a use needs
    crosswalk: "Crosswalk" = field(default_factory=_no_crosswalk)  # which chapter of a DPIA serves which question
    glossary: "Glossary" = field(default_factory=_no_glossary)  # the words that a team meets, in plain language
    kader: "Kader" = field(default_factory=_no_kader)  # official measures, and where they belong
    controls: "Controls" = field(default_factory=_no_controls)  # of auditors, and which questions touch them
    register: "Register" = field(default_factory=_no_register)  # the newest standard of the Algorithm Register
    successions: Mapping[tuple[str, str], "Succession"] = field(default_factory=dict)  # by old and new reference
    releases: Mapping[str, str] = field(default_factory=dict)  # digests of what was released, with their days

    def __repr__(self) -> str:
        return f"Library({', '.join(self.refs)})"

    @cached_property
    def digest(self) -> str:
        """What tells this library from another from one run to the next; nothing where that is not known."""
        return ""

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """The references of all question trees, such as `iama-2.0`."""
        return tuple(self.trees)

    @cached_property
    def newest_refs(self) -> Mapping[str, str]:
        """The newest version of every instrument, by its id."""
        return {plain_id(ref): ref for ref in sorted(self.refs, key=lambda ref: age(ref.rpartition("-")[2]))}

    @cached_property
    def needed_instruments(self) -> Mapping[str, tuple[str, ...]]:
        """The instruments that each publication category needs, as their newest versions say."""
        trees = self.held_trees(self.newest_refs.values())
        return {word: tuple(tree.id for tree in trees if word in tree.instrument.needed) for word in CATEGORIES}

    @property
    def advised_instruments(self) -> Mapping[str, tuple[str, ...]]:
        """The instruments that policy asks of impactful algorithms too: what category a needs."""
        return {"b": self.needed_instruments["a"]}

    @cached_property
    def usual_questionnaire(self) -> Questionnaire:
        """The questionnaire with which a dossier begins: the newest of what category a needs."""
        return self.resolve_questionnaire(self.needed_instruments["a"][0])

    @cached_property
    def article_27_questionnaire(self) -> str:
        """The newest assessment that Article 27 of the AI Act asks for; empty when there is none."""
        return next((tree.ref for tree in self.held_trees(self.newest_refs.values()) if tree.answers_article_27), "")

    @cached_property
    def annexes(self) -> tuple[Questionnaire, ...]:
        """The newest version of every annex: what a team may add to other assessments."""
        return tuple(tree for tree in self.held_trees(self.newest_refs.values()) if tree.is_annex)

    def find_questionnaire(self, ref: str) -> Questionnaire | None:
        """Return the question tree of a reference, or None when there is none."""
        return self.trees.get(ref)

    def held_trees(self, refs: Collection[str]) -> list[Questionnaire]:
        """Return the question trees of those references that there is one of, in the order of `refs`."""
        return [tree for ref in refs if (tree := self.find_questionnaire(ref))]

    def resolve_questionnaire(self, name: str, held: Collection[str] = ()) -> Questionnaire:
        """Return the questionnaire that a user calls `name`: a reference, or an id for its newest version.

        Of an id, the newest among `held` is meant when there is one. Raises UsageError with a suggestion
        when there is none at all.
        """
        versions = [ref for ref in self.refs if ref == name or plain_id(ref) == name]
        if not versions:
            raise UsageError("new-no-questionnaire", name=name, hint=choices_hint(name, self.refs))
        preferred = [ref for ref in versions if ref in held]
        return self.trees[max(preferred or versions, key=lambda ref: age(ref.rpartition("-")[2]))]

    def succession(self, old: str, new: str) -> "Succession | None":
        """Return the table of successors between two versions (references), or None when there is none."""
        return self.successions.get((old, new))

    def facilitation(self, ref: str) -> "Facilitation":
        """Return what helps whoever leads a meeting about a questionnaire; nothing where there is no such help."""
        from iama.model.facilitation import Facilitation  # as above

        return Facilitation()

    def fidelity(self, ref: str) -> "Fidelity | None":
        """Return what the official inputs of a questionnaire ask, or None where that is not recorded."""
        return None

    def official_text(self, ref: str, language: str) -> "OfficialText | None":
        """Return what the ministry's own file asks, as a project took it: in this language, else in another."""
        return None

    def marked_questions(self, refs: Collection[str]) -> frozenset[str]:
        """Return which questions are officially marked as serving Article 27 of the AI Act, as `iama-2.0/goal`."""
        records = ((ref, self.fidelity(ref)) for ref in refs)
        return frozenset(f"{ref}/{id_}" for ref, record in records if record for id_ in record.marked)

    def read_trees(self) -> None:
        """Have all that findings rest on in memory, before processes are made as copies of this one."""
