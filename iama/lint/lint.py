"""Everything that can be wrong with a question tree beyond its form, before there is any answer.

One generator per check, in an explicit list. A finding stands at the question or trigger that it is about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from iama.assess.scope_facts import OUTCOME
from iama.assess.verdicts import NO_DATE
from iama.lint import declared, placeholders
from iama.lint.inspected_tree import Subject, finding_of_fault, repeat_faults
from iama.lint.misreadings import Clause, Fault, clauses, later, misreadings
from iama.lint.names import ALWAYS
from iama.model.conditions import AllOf, Condition, Not, Ref, Type, convert_word
from iama.model.law import Law
from iama.model.problems import Finding, finding_of, misspelling_hint
from iama.model.questionnaire import FOLLOW_UP, Case, Kind, Question, Questionnaire, Trigger
from iama.words import Phrase

_SINGLE = (Kind.CHOICE, Kind.YES_NO)


def lint(tree: Questionnaire, others: Mapping[str, Questionnaire], law: Law) -> tuple[Finding, ...]:
    """Return what is wrong with `tree`; `others` are the questionnaires by id that it may name."""
    subject = Subject(tree, {**others, tree.id: tree}, law)
    findings = dict.fromkeys(finding for check in CHECKS for finding in check(subject))
    return tuple(sorted(findings, key=lambda finding: finding.place))


def misread_conditions(subject: Subject) -> Iterator[Finding]:
    """Names and values in conditions that cannot be understood; those of a section once, at its first question."""
    reported = set[tuple[str, str, Fault]]()
    for question in subject.tree_questions:
        for clause in clauses(subject.view, Ref(subject.tree.id, question.id)):
            for fault in misreadings(clause, subject.law):
                above = (question.part, question.section, fault)
                if not clause.inherited or above not in reported:
                    where = "tree-in-condition-above" if clause.inherited else "tree-in-condition"
                    yield finding_of_fault(question.place, fault, where, owner=question.id)
                if clause.inherited:
                    reported.add(above)


def misread_triggers(subject: Subject) -> Iterator[Finding]:
    """Names and values in the conditions of triggers that cannot be understood."""
    for trigger in subject.tree.triggers:
        cases = (case.condition for case in (*trigger.severities, *trigger.froms))
        for condition in filter(None, (trigger.condition, *cases)):
            for fault in misreadings(Clause(trigger, condition, subject.sees(trigger)), subject.law):
                yield finding_of_fault(trigger.place, fault, "tree-in-trigger", owner=trigger.id)


def faulty_repeats(subject: Subject) -> Iterator[Finding]:
    """A repeat runs over one earlier tick-list or rows, which does not repeat itself."""
    for owner in subject.owners:
        for fault in repeat_faults(subject.view, owner):
            yield finding_of_fault(owner.place, fault, "tree-in-repeat", owner=owner.id, repeat=owner.repeat)


def misplaced_companions(subject: Subject) -> Iterator[Finding]:
    """A companion stands beside a question of its own tree; one of an organisation can beside an official one."""
    known = {*subject.tree.questions}
    if subject.tree.organisation:
        known |= {
            f"{tree.id}/{id_}" for tree in subject.view.trees.values() if _is_host(tree) for id_ in tree.questions
        }
    for question in subject.tree_questions:
        if question.host and question.repeat:
            yield finding_of(question.place, "invalid-value", Phrase("tree-beside-repeat", owner=question.id))
        if question.beside and question.beside not in known:
            message = Phrase("tree-beside", owner=question.id, name=question.beside)
            yield Finding(question.place, "unknown-question", message, misspelling_hint(question.beside, known))


def _is_host(tree: Questionnaire) -> bool:
    return not tree.organisation and tree.id != FOLLOW_UP


def unshowable_answers(subject: Subject) -> Iterator[Finding]:
    """Only earlier answers can be shown beside a question."""
    for question in subject.tree_questions:
        for name in question.shows:
            named = subject.view.resolve_question(name)
            if named is None and name != OUTCOME:  # all else that rules derive has no words to show
                hint = subject.view.name_hint(name)
                message = Phrase("tree-shows", owner=question.id, name=name)
                yield Finding(question.place, "unknown-question", message, hint)
            elif named and later(subject.view, question, named.ref):
                message = Phrase("tree-shows-later", owner=question.id, name=name)
                yield finding_of(question.place, "forward-reference", message)


def faulty_reuses(subject: Subject) -> Iterator[Finding]:
    """An answer that serves here comes from an earlier assessment, and can be adopted: text for text, rows for rows."""
    for question in subject.tree_questions:
        for name in question.reuse:
            if fault := _reuse_fault(subject, question, name):
                yield finding_of_fault(question.place, fault, "tree-in-reuse", owner=question.id, name=name)


def _reuse_fault(subject: Subject, question: Question, name: str) -> Fault | None:
    id_, _, rest = name.partition("/")
    tree = subject.trees.get(id_)
    source = tree.questions.get(rest) if tree else None
    if source is None:
        known = [f"{other.id}/{asked}" for other in subject.trees.values() for asked in other.questions]
        return Fault("unknown-question", Phrase("tree-reuse-unknown"), misspelling_hint(name, known))
    if id_ == subject.tree.id:
        return Fault("unknown-question", Phrase("tree-reuse-own"))
    alike = source.kind is question.kind and (source.kind is Kind.TEXT or source.columns == question.columns)
    if source.kind not in (Kind.TEXT, Kind.ROWS) or not alike:
        return Fault("type-mismatch", Phrase("tree-reuse-kind"))
    if subject.view.view_at(Ref(id_, rest)).driver and source.repeat and tree is not None:
        driver = tree.questions.get(source.repeat)
        if driver and driver.kind is Kind.CHOICES:
            return Fault("type-mismatch", Phrase("tree-reuse-repeated", driver=source.repeat))
    return None


def faulty_matrices(subject: Subject) -> Iterator[Finding]:
    """A matrix derives one of the options from two earlier choices that are asked together with it."""
    for question in subject.tree_questions:
        for fault in _matrix_faults(subject, question):
            yield finding_of_fault(question.place, fault, "tree-in-matrix", owner=question.id)


def _matrix_faults(subject: Subject, question: Question) -> Iterator[Fault]:
    if (matrix := question.matrix) is None:
        return
    columns = (column for row in matrix.cells.values() for column in row)
    cells = (cell for row in matrix.cells.values() for cell in row.values())
    yield from _strange(question.id, question.values, cells)
    for name, used in ((matrix.rows, matrix.cells), (matrix.columns, columns)):
        read = subject.tree.questions.get(name)
        if read is None:
            hint = misspelling_hint(name, subject.tree.questions)
            yield Fault("unknown-question", Phrase("tree-no-question", name=name), hint)
            continue
        if later(subject.view, question, Ref(subject.tree.id, name)):
            yield Fault("forward-reference", Phrase("tree-matrix-later", name=name))
        if read.kind not in _SINGLE or read.repeat != question.repeat:
            yield Fault("type-mismatch", Phrase("tree-matrix-several", name=name))
        yield from _strange(name, read.values, used)


def _strange(name: str, values: tuple[str, ...], used: Iterable[str]) -> Iterator[Fault]:
    for word in dict.fromkeys(used):
        if values and word not in values:
            yield Fault("unknown-value", Phrase("tree-never", name=name, word=word), misspelling_hint(word, values))


def never_true(subject: Subject) -> Iterator[Finding]:
    """Some answers show every question."""
    for question in subject.tree_questions:
        if not subject.can_appear(question):
            message = Phrase("tree-never-appears", owner=question.id)
            hint = Phrase("tree-says", condition="; ".join(question.conditions))
            yield Finding(question.place, "never-true", message, hint)


def never_reached(subject: Subject) -> Iterator[Finding]:
    """Every severity and date of a trigger can be the first that holds when it fires."""
    for trigger in subject.tree.triggers:
        if not subject.can_be(trigger, trigger.condition, True):
            continue  # said already
        for cases in (trigger.severities, trigger.froms):
            for number, case in enumerate(cases):
                if not subject.can_be(trigger, _condition_of_case(trigger, cases[:number], case), True):
                    message = Phrase("tree-never-comes", owner=trigger.id, value=case.value)
                    hint = Phrase("tree-says", condition=case.when or Phrase("tree-otherwise"))
                    yield Finding(trigger.place, "never-true", message, hint)


def _condition_of_case(trigger: Trigger, earlier: tuple[Case, ...], case: Case) -> Condition:
    passed = (Not(other.condition or ALWAYS) for other in earlier)
    return AllOf((trigger.condition, *passed, case.condition or ALWAYS))


def never_fires(subject: Subject) -> Iterator[Finding]:
    """Some answers fire every trigger."""
    for trigger in subject.tree.triggers:
        if not subject.can_be(trigger, trigger.condition, True):
            message, hint = Phrase("tree-never-fires", owner=trigger.id), Phrase("tree-says", condition=trigger.when)
            yield Finding(trigger.place, "trigger-never-fires", message, hint)


def never_clear(subject: Subject) -> Iterator[Finding]:
    """Some answers clear every trigger."""
    for trigger in subject.tree.triggers:
        if not subject.can_be(trigger, trigger.condition, False):
            message, hint = Phrase("tree-never-clear", owner=trigger.id), Phrase("tree-says", condition=trigger.when)
            yield Finding(trigger.place, "trigger-never-clear", message, hint)


def faulty_from_dates(subject: Subject) -> Iterator[Finding]:
    """A duty binds from a day: that of a legal fact, of a derived date, a date as written, or `none`."""
    for trigger in subject.tree.triggers:
        for case in trigger.froms:
            if fault := _from_fault(subject, case.value):
                yield finding_of_fault(trigger.place, fault, "tree-in-from", owner=trigger.id, value=case.value)


def _from_fault(subject: Subject, value: str) -> Fault | None:
    """What is wrong with the day from which a trigger binds; `verdicts` reads it in the same order."""
    facts, known = subject.view.facts, subject.law.facts
    if value in facts:
        date = facts[value].type is Type.DATE
        return None if date else Fault("type-mismatch", Phrase("tree-from-no-date"))
    if fact := known.get(value.removeprefix("law.")):
        return None if fact.date else Fault("type-mismatch", Phrase("tree-from-no-day"))
    if value.startswith("law."):
        return Fault("unknown-law", Phrase("tree-from-no-law"), misspelling_hint(value.removeprefix("law."), known))
    try:
        convert_word(Type.DATE, "2027-03-01" if value == NO_DATE else value)
    except ValueError:
        return Fault("unknown-question", Phrase("tree-from-unknown"), misspelling_hint(value, facts))
    return None


CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    misread_conditions,
    misread_triggers,
    faulty_repeats,
    misplaced_companions,
    unshowable_answers,
    faulty_reuses,
    faulty_matrices,
    never_true,
    never_reached,
    never_fires,
    never_clear,
    declared.unknown_laws,
    declared.unknown_topics,
    declared.faulty_annex,
    faulty_from_dates,
    declared.undeclared_roles,
    declared.undeclared_groups,
    declared.bad_numbers,
    declared.bad_covers,
    declared.full_meetings,
    declared.bad_triggers,
    declared.missing_texts,
    placeholders.placeholders,
    placeholders.spelled_dates,
)
