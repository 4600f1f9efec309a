"""A question tree under inspection, and what can be said of its conditions."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from iama.assess.facts import FACTS
from iama.lint.misreadings import Clause, Fault, clauses, later, misreadings
from iama.lint.names import RANGED, View, behind
from iama.lint.reach import possible
from iama.model.conditions import Condition, Ref
from iama.model.law import Law
from iama.model.problems import Finding, Place, finding_of, misspelling_hint
from iama.model.questionnaire import Question, Questionnaire, Trigger
from iama.model.struct import replace
from iama.words import Phrase


class Subject(Struct, frozen=True):
    """The tree to check, with everything that it may name."""

    tree: Questionnaire
    trees: Mapping[str, Questionnaire]
    law: Law
    known: dict[Ref, bool] = field(default_factory=dict)  # what `understands` found out

    @property
    def tree_questions(self) -> Iterable[Question]:
        return self.tree.questions.values()

    @property
    def owners(self) -> Iterator[Question | Trigger]:
        """Everything that has a condition."""
        yield from self.tree_questions
        yield from self.tree.triggers

    @property
    def view(self) -> View:
        """What is seen from the tree, outside every repeat."""
        return View(self.trees, FACTS, self.tree.id)

    def sees(self, trigger: Trigger) -> View:
        """Return what a trigger sees: in a repeated one, `key` too."""
        driver = self.view.resolve_question(trigger.repeat) if trigger.repeat else None
        return replace(self.view, driver=driver.ref) if driver else self.view

    def understands(self, ref: Ref) -> bool:
        """Return whether it is clear when a question is asked, by its own conditions and its repeat."""
        if ref not in self.known:
            misread = (fault for clause in clauses(self.view, ref) for fault in misreadings(clause, self.law))
            self.known[ref] = not any(misread) and not any(
                repeat_faults(self.view.view_at(ref), self.view.question_at(ref))
            )
        return self.known[ref]

    def can_appear(self, question: Question) -> bool:
        """Return whether some answers show a question; yes too when that cannot be understood."""
        condition, ref = question.condition, Ref(self.tree.id, question.id)
        if condition is None or not self.understands(ref):
            return True
        return self._can_be(condition, self.view.view_at(ref), True, question.repeat)

    def can_be(self, trigger: Trigger, condition: Condition, truth: bool) -> bool:
        """Return whether a condition of a trigger can come to `truth`; yes too when it cannot be understood."""
        view = self.sees(trigger)
        if any(misreadings(Clause(trigger, condition, view), self.law)) or any(repeat_faults(self.view, trigger)):
            return True
        return self._can_be(condition, view, truth, trigger.repeat)

    def _can_be(self, condition: Condition, view: View, truth: bool, repeat: str | None) -> bool:
        if not all(self.understands(ref) for ref in behind(condition, view)):
            return True
        return possible(condition, self.trees, self.tree.id, truth, repeat=repeat, law=self.law)


def repeat_faults(view: View, owner: Question | Trigger) -> Iterator[Fault]:
    """Yield what is wrong with what a question or trigger repeats over."""
    if owner.repeat is None:
        return
    own = view.trees[view.home].questions
    if (question := own.get(owner.repeat)) is None:
        yield Fault("unknown-question", Phrase("tree-repeat-unknown"), misspelling_hint(owner.repeat, own))
        return
    if isinstance(owner, Question) and later(view, owner, Ref(view.home, question.id)):
        yield Fault("forward-reference", Phrase("tree-repeat-later"))
    if question.kind not in RANGED:
        yield Fault("type-mismatch", Phrase("tree-repeat-single", kind=question.kind))
    if question.repeat:
        yield Fault("repeat-of-repeat", Phrase("tree-repeat-nested", question=question.repeat))


def finding_of_fault(place: Place, fault: Fault, where: str, **values: str | None) -> Finding:
    """Return a fault as a finding at its place; the text `where` says what it is about."""
    message = Phrase(where, fault=fault.message, **values)
    hint = finding_of(place, fault.code, fault.message).hint if fault.hint is None else fault.hint
    return Finding(place, fault.code, message, hint)
