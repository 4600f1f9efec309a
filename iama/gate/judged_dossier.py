"""One dossier as the rules of the gate see it: judged, with its phase and category, and where its answers stand."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from iama.assess.outcome import Entry, Outcome, Status
from iama.audit.verification import Seal, Sealed
from iama.files.dossierfile import slot_places
from iama.files.dossierfolder import file_of
from iama.gate.config import Config
from iama.gate.finding import Cause, Spot
from iama.gate.inventory_status import NOT_LISTED, Listed, Phase, heaviest_category, heaviest_phase
from iama.model.approval import Approval
from iama.model.conditions import Ref
from iama.model.dossier import Dossier, Slot
from iama.model.law import Law
from iama.model.problems import Place, UnusableFile
from iama.model.questionnaire import AROUND, plain_id
from iama.model.register import Register
from iama.words import Phrase


def leave_seal_unchecked(approval: Approval) -> tuple[Seal, Phrase | str]:
    """Say that no signature can be judged: nothing tells which keys may sign."""
    return (Seal.UNCHECKED, Phrase("seal-no-keys")) if approval.signature else (Seal.NONE, "")


class Seen(Struct, frozen=True):
    """What a rule noticed. The gate adds level, place, words and fingerprint.

    `variant` picks another text of the same code; `early` marks what is a matter of days; `firm` what weighs the same
    before use as in use; `mild` what is a warning at most, unless the configuration says otherwise; `voluntary` what
    is a note at most, whatever it says. `about` fills in the text, and holds no answer.
    """

    code: str
    variant: str = ""
    assessment: str = ""  # such as iama-2.0
    question: str = ""
    instance: str | None = None
    trigger: str = ""
    behind: tuple[Ref, ...] = ()  # the answers that a flag rests on: where it stands
    detail: str = ""  # of the fingerprint: a row id, an instrument
    about: Mapping[str, object] = field(default_factory=dict)
    cause: Cause = Cause.CONTENT
    early: bool = False
    firm: bool = False
    mild: bool = False
    voluntary: bool = False
    file: str = ""  # within the dossier; else that of the assessment


class Subject(Struct, frozen=True, dict=True):
    """A dossier to look at; `outcome` is that of its public edition, unless configured otherwise.

    `recorded` is the outcome of all that is recorded: no rule may tell from it what an answer says.
    `digest` gives the SHA-256 of a document in or beside the dossier, empty when there is none, and None where nobody
    can look; `sealed` judges a signature.
    """

    folder: str
    files: Mapping[str, bytes]
    dossier: Dossier
    outcome: Outcome
    recorded: Outcome
    config: Config
    listed: Listed = NOT_LISTED
    digest: Callable[[str], str | None] = lambda _: None
    newest: Mapping[str, str] = field(default_factory=dict)  # the newest questionnaire of every instrument
    sealed: Sealed = leave_seal_unchecked
    objects: Mapping[str, bytes] = field(default_factory=dict)  # that decisions rest on
    at: Callable[[date], Outcome] | None = None  # the same answers judged on another day
    unclear: bool = False  # what is withheld cannot be told, so no rule may speak
    article_27: str = ""  # the shipped instrument that Article 27 of the AI Act asks for
    law: Law = field(default_factory=Law)
    register: Register | None = None  # that the final texts of the dossier are for

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Every decision about an assessment, oldest first."""
        return self.dossier.approvals

    @property
    def as_of(self) -> date:
        return self.outcome.as_of

    @cached_property
    def assessments(self) -> Mapping[str, str]:
        """The assessments of the dossier that are approved: instrument to reference, the newest version."""
        return {tree.id: tree.ref for tree in self.outcome.questionnaires.values() if self._is_assessment(tree.ref)}

    def _is_assessment(self, ref: str) -> bool:
        return ref in self.dossier.assessments and plain_id(ref) not in AROUND

    @cached_property
    def asked_by_law(self) -> tuple[str, ...]:
        """The instruments that answer to Article 27 of the AI Act: those of the dossier, else the shipped one."""
        held = tuple(tree.id for tree in self.outcome.held_trees if tree.answers_article_27)
        return held or (self.article_27,)[: bool(self.article_27)]

    @cached_property
    def wanted_instruments(self) -> tuple[str, ...]:
        """The instruments that may have to be there: of any category, by law, and those of the dossier."""
        needs = (*self.config.needs.values(), *self.config.advised.values())
        needed = (instrument for instruments in needs for instrument in instruments)
        return tuple(dict.fromkeys((*needed, *self.asked_by_law, *self.assessments)))

    @cached_property
    def said(self) -> Listed:
        """What the dossier itself says, as far as those who read the findings may know it."""
        day, phase = self.answer_as_word("algorithm", "first-use"), self.fact_as_word("current-phase")
        return Listed(
            self.fact_as_word("category") or None,
            date.fromisoformat(day) if day else None,
            Phase(phase) if phase else None,
        )

    @cached_property
    def effective_category(self) -> str | None:
        """The publication category, the heavier of dossier and inventory.

        The heaviest when withheld answers decide it, so that withholding hides nothing.
        """
        if self._fact_withheld("category"):
            return "a"
        return heaviest_category((self.said.category, self.listed.category))

    @cached_property
    def first_use(self) -> date | None:
        """The day of first use, the earlier of what is answered and what the inventory says."""
        return self.said.heavier(self.listed).first_use

    @cached_property
    def effective_phase(self) -> Phase:
        """The phase, the heavier of what is answered and what the inventory says; else by the day of first use."""
        if self.said.phase:
            return heaviest_phase((self.said.phase, self.listed.phase)) or self.said.phase
        if self._fact_withheld("current-phase"):
            return Phase.IN_USE
        begun = self.first_use is not None and self.first_use <= self.as_of
        usual = Phase.IN_USE if begun else Phase.DEVELOPMENT
        return usual if self.listed.phase in (None, Phase.DEVELOPMENT) else self.listed.phase

    @cached_property
    def soon(self) -> bool:
        """Whether use is about to begin."""
        return self.first_use is not None and (self.first_use - self.as_of).days <= self.config.days_ahead

    @cached_property
    def outcome_at_approval(self) -> Outcome | None:
        """The same answers judged on the day of the last approval, when there is one before today."""
        day = self.approved_on
        return self.at(date.fromisoformat(day)) if self.at and "" < day < self.as_of.isoformat() else None

    @cached_property
    def approved_on(self) -> str:
        """The day of the last `go` or `conditions` (ISO date); empty when there is none."""
        return max((approval.decided_on for approval in self.approvals if approval.decision.goes_on), default="")

    @cached_property
    def reviewed_on(self) -> str:
        """The day of the last approval or review, whichever is later; empty before a first approval."""
        review = self.answer_as_word("follow-up", "last-review")
        past = review if review <= self.as_of.isoformat() else ""  # one that is still to come is no review
        return max(self.approved_on, past) if self.approved_on else ""

    def fact_as_word(self, name: str) -> str | None:
        """Return a derived fact with one value; None while it is unknown."""
        value = self.outcome.facts.get(name)
        return "".join(value.words) if value and value.words is not None else None

    def _fact_withheld(self, name: str) -> bool:
        value = self.outcome.facts.get(name)
        return value is not None and value.words is None and self.outcome.has_withheld(value.refs)

    def kept_back(self, questionnaire: str, question: str) -> bool:
        """Return whether the answer to a question is withheld."""
        entry = self.outcome.find_entry(questionnaire, question)
        return entry is not None and entry.status is Status.WITHHELD

    def answer_as_word(self, questionnaire: str, question: str) -> str:
        """Return an answer with one value; empty when there is none."""
        entry = self.outcome.find_entry(questionnaire, question)
        return "".join(entry.answer.value_words()) if entry and entry.status is Status.ANSWERED else ""

    def is_required(self, instrument: str) -> bool | None:
        """Return whether an instrument must be there; None while that cannot be told."""
        if instrument in AROUND:
            return True
        lawful = instrument in self.asked_by_law and self.config.fria
        by_law = self.fact_as_word("fria-required") if lawful else "no"
        if by_law == "yes":
            return True
        private = self.fact_as_word("public-body") == "no"  # which policy on government does not reach
        asking = [
            category
            for category, needs in self.config.needs.items()
            if instrument in needs and not (private and category in self.config.by_policy)
        ]
        known = self.effective_category is not None or not asking
        asked = self.effective_category in asking if known else None
        return None if by_law is None and not asked else asked

    def is_voluntary(self, ref: str) -> bool:
        """Return whether an assessment (`huderia-1.0`) is an annex that nobody asks for: it holds up no other."""
        tree = self.outcome.questionnaires.get(plain_id(ref))
        return tree is not None and tree.is_annex and not self.is_required(tree.id)

    def is_advised(self, instrument: str) -> bool:
        """Return whether only policy asks an instrument, of a public body (`motion-835`): its lack is a warning."""
        advised = self.config.advised.get(self.effective_category or "", ())
        return instrument in advised and not self.is_required(instrument) and self.fact_as_word("public-body") != "no"

    def decisions(self, instrument: str) -> Iterator[Approval]:
        """Yield the decisions about any version of an instrument, oldest first."""
        return (approval for approval in self.approvals if plain_id(approval.questionnaire) == instrument)

    def ahead(self, day: date) -> bool:
        """Return whether a day comes within the days that the gate looks ahead."""
        return 0 <= (day - self.as_of).days <= self.config.days_ahead

    def ref(self, entry: Entry) -> str:
        """Return the questionnaire that an entry stands in, such as `iama-2.0`."""
        return self.outcome.questionnaires[entry.ref.questionnaire].ref

    def locate_seen(self, seen: Seen) -> Place:
        """Return where a finding stands: at its answer, else at its file, else at the dossier."""
        name = seen.file or (file_of(seen.assessment) if seen.assessment else "algorithm.yaml")
        if name not in self.files:
            return Place(self.folder)
        instrument = plain_id(seen.assessment)
        behind = [(ref.question, ref.instance) for ref in seen.behind if ref.questionnaire == instrument]
        asked = [(seen.question, seen.instance), (seen.question, None)] if seen.question else behind
        slots = self._places_of_slots(name) if asked else {}
        return next((slots[slot] for slot in asked if slot in slots), Place(f"{self.folder}/{name}"))

    def related_spots(self, seen: Seen, first: Place) -> tuple[Spot, ...]:
        """Return where the answers stand that a flag rests on, beside the place where it is told itself."""
        spots = []
        for ref in seen.behind:
            tree = self.outcome.questionnaires.get(ref.questionnaire)
            slots = self._places_of_slots(file_of(tree.ref)) if tree and file_of(tree.ref) in self.files else {}
            if place := slots.get((ref.question, ref.instance)):
                spots.append(Spot(str(ref), place.path.removeprefix("./"), place.line, place.column))
        return tuple(spot for spot in spots if (spot.path, spot.line) != (first.path.removeprefix("./"), first.line))

    def _places_of_slots(self, name: str) -> Mapping[Slot, Place]:
        if name not in self._place_cache:
            self._place_cache[name] = self._places_up_to_withheld(
                name, _slot_places(f"{self.folder}/{name}", self.files[name])
            )
        return self._place_cache[name]

    def _places_up_to_withheld(self, name: str, places: Mapping[Slot, Place]) -> Mapping[Slot, Place]:
        """Return the places that do not depend on how long a withheld answer is: those up to the first of them."""
        trees = [tree for tree in self.outcome.questionnaires.values() if file_of(tree.ref) == name]
        entries = [entry for tree in trees for entry in self.outcome.tree_entries(tree.id)]
        veiled = [(entry.ref.question, entry.ref.instance) for entry in entries if entry.status is Status.WITHHELD]
        if not veiled:
            return places
        first = min(places[slot].line if slot in places else 0 for slot in veiled)
        return {slot: place for slot, place in places.items() if place.line <= first}

    @cached_property
    def _place_cache(self) -> dict[str, Mapping[Slot, Place]]:
        return {}


def _slot_places(path: str, content: bytes) -> Mapping[Slot, Place]:
    try:
        return slot_places(path, content)
    except UnusableFile:
        return {}
