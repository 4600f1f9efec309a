"""Commands that record answers without an interview: set."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import (
    Algorithm,
    Root,
    after_saving,
    as_usage_error,
    here,
    judge_dossier,
    kept_history,
    open_dossier,
    print_message,
    row_id,
    today,
)
from iama.cli.program import Command
from iama.cli.targets import document_path, find_target, named_target, tree_of
from iama.model.problems import UsageError
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.assess.answer_input import Request
    from iama.model.dossier import Adopted, Assessment, Dissent, Follow, Source, State
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire
    from iama.model.values import InvalidValue

    Target = tuple[Questionnaire, Question, str | None]

Texts = Annotated[list[str] | None, typer.Argument(metavar="[VALUE]…", help="help-set-value")]
_NAMES = 2  # ALGORITHM and QUESTION


class OptionsFirst(Command):
    """Reads options up to QUESTION; everything after it is the answer, whatever it looks like."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        flags = {name for param in self.params for name in param.opts if getattr(param, "is_flag", False)}
        flags.add("--help")
        names = 0
        words = iter(enumerate(args, start=1))
        for after, word in words:
            if word == "--":
                break
            if word.startswith("-") and word != "-":
                if word not in flags and not _holds_its_value(word):
                    next(words, None)
                continue
            names += 1
            if names == _NAMES:
                signed = args[after : after + 1] == ["--"]
                value = args[after + signed :]
                if value and not signed:
                    self._warn_of_option(value[0])
                args = [*args[:after], "--", *value]
                break
        return super().parse_args(ctx, args)

    def _warn_of_option(self, word: str) -> None:
        """Say that the answer is read as one, when its first word is an option of this command."""
        options = {name for param in self.params for name in param.opts if name.startswith("-")} | {"--help"}
        if (name := word.partition("=")[0]) in options:
            print_message("set-late-option", option=name, err=True)


def _holds_its_value(option: str) -> bool:
    """Whether the value of an option is written to it, as in --note=text and -qiama-2.0."""
    return "=" in option if option.startswith("--") else len(option) > len("-q")


@app.command("set", cls=OptionsFirst, help="help-set")
def set_(
    algorithm: Algorithm,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="help-set-question")] = None,
    value: Texts = None,
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-asked-in")
    ] = None,
    key: Annotated[str | None, typer.Option("--for", metavar="KEY", help="help-set-for")] = None,
    file: Annotated[str | None, typer.Option("--file", metavar="FILE|-", help="help-set-file")] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="FILE|-", help="help-set-answers")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="help-set-unknown")] = False,
    ask_supplier: Annotated[bool, typer.Option("--ask-supplier", help="help-set-ask-supplier")] = False,
    not_applicable: Annotated[
        str | None, typer.Option("--not-applicable", metavar="WHY", help="help-set-not-applicable")
    ] = None,
    follow_by: Annotated[str, typer.Option("--follow-by", metavar="WHO", help="help-set-follow-by")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="help-set-due")] = "",
    unsure: Annotated[list[str] | None, typer.Option("--unsure", metavar="OPTION", help="help-set-unsure")] = None,
    row: Annotated[str | None, typer.Option("--row", metavar="ID", help="help-set-row")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="help-set-clear")] = False,
    note: Annotated[str | None, typer.Option("--note", help="help-set-note")] = None,
    overruled: Annotated[str, typer.Option("--overruled", metavar="WHY", help="help-set-overruled")] = "",
    by: Annotated[list[str] | None, typer.Option("--by", metavar="ROLE", help="help-set-by")] = None,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="TITLE", help="help-set-source")] = None,
    dissent: Annotated[
        list[str] | None, typer.Option("--dissent", metavar="ROLE:TEXT", help="help-set-dissent")
    ] = None,
    restore: Annotated[str | None, typer.Option("--restore", metavar="N", help="help-set-restore")] = None,
    adopt: Annotated[list[str] | None, typer.Option("--adopt", metavar="REF/QUESTION", help="help-set-adopt")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="help-set-confirm")] = False,
    root: Root = None,
) -> None:
    """Record one answer, or with --answers many. Options come first; all after QUESTION is the answer."""
    from iama.assess.answer_input import Request
    from iama.cli.earlier import put_back
    from iama.cli.housepacks import library_of
    from iama.files.config import locate

    workspace, folder = locate(algorithm, here(), root)
    library = library_of(workspace)
    request = Request(
        texts=_given_texts(value or [], file),
        state=_state_of_options(unknown, ask_supplier, not_applicable),
        reason=not_applicable or "",
        follow=_follow(follow_by, due),
        unsure=tuple(unsure or ()),
        row=row,
        clear=clear,
        note=note,
        overruled=overruled,
        by=tuple(by or ()),
        sources=tuple(_source_from_option(folder, title, library) for title in source or ()),
        dissent=tuple(_dissent(text) for text in dissent or ()),
        adopts=_adopted_answers(folder, adopt or (), library),
        confirm=confirm,
    )
    if answers is not None:
        if request != Request() or question or key or restore:
            raise UsageError("set-answers-alone")
        _set_many(folder, answers, questionnaire, library)
        return
    if question is None:
        raise UsageError("set-no-question")
    if request == Request() and not restore:
        raise UsageError("set-nothing")
    target = find_target(folder, question, questionnaire, key, library)
    if restore:
        if request != Request():
            raise UsageError("set-restore-alone")
        put_back(folder, target, restore, library)
        with after_saving():
            tell_recorded(folder, [target], [], library)
        return
    if request.adopts:
        _refuse_circle(folder, target, request.adopts, library)
    _set_one(folder, target, request, library)


def _source_from_option(folder: Path, title: str, library: "Library") -> "Source":
    """Return a source by its title; `dpia 5` is a chapter of the DPIA that the facts name."""
    from iama.assess.dpia import chapter_source, known_document, meant_chapter
    from iama.files.store import digest_beside, read_dossier
    from iama.model.dossier import Source
    from iama.model.struct import replace
    from iama.publish.status import dossier_language

    if not (chapter := meant_chapter(title)):
        path = document_path(folder, title)
        return Source(title, path, sha256=digest_beside(folder, path)) if path else Source(title)
    dossier = read_dossier(folder, library)
    document = known_document(judge_dossier(dossier, today(), library))
    if document is None:
        raise UsageError("set-no-dpia", algorithm=dossier.id)
    source = chapter_source(library.crosswalk, document, chapter, dossier_language(dossier))
    return replace(source, sha256=digest_beside(folder, source.path) if source.path else "")


def _set_one(folder: Path, target: "Target", request: "Request", library: "Library") -> None:
    from iama.assess.answer_input import apply_request, checked_roles, fresh_row_id, refuse_lost_row
    from iama.cli.conditions import refuse_condition_row, tell_conditions_stay
    from iama.cli.earlier import tell_what_goes_with_it
    from iama.files.peoplefile import people_in
    from iama.files.store import update_assessments
    from iama.model.people import refuse_names
    from iama.model.questionnaire import FOLLOW_UP
    from iama.model.struct import replace
    from iama.model.values import InvalidValue

    people = people_in(folder)
    tree, question, instance = target
    differing = checked_roles(tree, [objection.by for objection in request.dissent])
    dissent = tuple(replace(objection, by=role) for objection, role in zip(request.dissent, differing, strict=True))
    request = replace(request, by=checked_roles(tree, request.by), dissent=dissent)

    def set_answer(assessment: "Assessment") -> "Assessment":
        refuse_lost_row(tree, question, instance, assessment, assessment)
        old = assessment.answer_to(question.id, instance)
        if tree.id == FOLLOW_UP:
            refuse_condition_row(folder, question, request.row, old.rows)
        new_id = fresh_row_id(assessment, row_id)
        try:
            new = apply_request(old, question, request, today().isoformat(), new_id)
            refuse_names(old, new, people)
        except InvalidValue as error:
            raise _wrong(question, error) from error
        return assessment.with_answer(question.id, instance, new)

    before = open_dossier(str(folder), None, None, library).outcome if request.clear else None
    update_assessments(folder, {tree: set_answer}, library=library, history=kept_history(folder))
    with after_saving():
        texts = [*request.texts, request.note or "", request.reason, request.overruled]
        tell_recorded(folder, [target], texts, library)
        if before:
            tell_what_goes_with_it(folder, before, library)
        if before and tree.id == FOLLOW_UP:
            tell_conditions_stay(folder, question, library)


def _wrong(question: "Question", error: "InvalidValue") -> UsageError:
    return as_usage_error(error, question.number or question.id)


def _set_many(folder: Path, file: str, ref: str | None, library: "Library") -> None:
    from iama.assess.answer_input import checked_instance, overlay_answer, refuse_lost_row
    from iama.files.answersfile import read_answers
    from iama.files.peoplefile import people_in
    from iama.files.store import update_assessments
    from iama.model.people import refuse_names
    from iama.model.values import InvalidValue

    people = people_in(folder)
    if ref:
        tree_of(folder, "", ref, library)  # must be held: told once, not for every key
    find = partial(named_target, folder, library=library, ref=ref)
    content = _read_file_or_stdin(file)
    answers = read_answers(file, content, find, checked_instance, row_id)
    if not answers:
        raise UsageError("set-no-answers", path=file)

    def set_answers(tree: "Questionnaire", assessment: "Assessment") -> "Assessment":
        before, own = assessment, [answer for answer in answers if answer.tree is tree]
        for answer in own:
            old = assessment.answer_to(answer.question.id, answer.instance)
            try:
                new = overlay_answer(old, answer.answer, answer.fields, answer.question, today().isoformat())
                refuse_names(old, new, people)
            except InvalidValue as error:
                raise _wrong(answer.question, error) from error
            assessment = assessment.with_answer(answer.question.id, answer.instance, new)
        for answer in own:  # after all: one file may bring a row and the answers about it
            refuse_lost_row(tree, answer.question, answer.instance, before, assessment)
        return assessment

    changes = {tree: partial(set_answers, tree) for tree in dict.fromkeys(answer.tree for answer in answers)}
    update_assessments(folder, changes, library=library, history=kept_history(folder))
    with after_saving():
        tell_recorded(folder, [(answer.tree, answer.question, answer.instance) for answer in answers], [], library)


def tell_recorded(folder: Path, targets: "Sequence[Target]", texts: Sequence[str], library: "Library") -> None:
    """Say what was recorded, judged after all of it: the status, and whether the answer is hidden."""
    from iama.assess.intention import intended_state
    from iama.cli.desk import problems_in_words
    from iama.cli.options import judge_dossier
    from iama.files.store import inspect_dossier
    from iama.model.conditions import Ref
    from iama.model.questionnaire import Kind
    from iama.model.text import clean_text, escape_controls

    dossier, findings = inspect_dossier(
        folder, library
    )  # another file of the dossier may be unusable: this answer is saved
    for finding in findings:
        typer.echo(escape_controls(finding.text_in(spoken_language())), err=True)
    outcomes = {tree.ref: judge_dossier(dossier, today(), library, tree) for tree, _, _ in targets}
    for tree, question, instance in targets:
        entry = outcomes[tree.ref].entries.get(Ref(tree.id, question.id, instance))
        label = f"{question.number} {question.id}" if question.number else question.id
        name = f"{label}[{instance}]" if instance else label
        status = Phrase(f"set-status-{entry.status if entry else 'open'}")
        print_message("set-done", algorithm=folder.name, question=name, status=status)
        if entry:
            for problem in problems_in_words(entry.ref, question, entry.answer, library, spoken_language()):
                print_message("typed-problem", place=name, problem=problem, err=True)
        if entry and entry.hidden:
            reasons = [str(ref) for ref in entry.ruling.because or entry.ruling.missing]
            print_message("set-hidden", reasons=reasons, inset=True)
        words = str(entry.answer.value or "") if entry and question.kind is Kind.TEXT else ""
        if (state := intended_state(words)) is not None:
            print_message(f"set-intention-{state}", inset=True)
    for text in texts:
        if changes := clean_text(text).changes:
            signs = [Phrase(f"cleaned-{change.replace(' ', '-')}") for change in changes]
            print_message("set-cleaned", signs=signs, inset=True)


def _given_texts(words: Sequence[str], file: str | None) -> tuple[str, ...]:
    if file is None:
        return tuple(words)
    if words:
        raise UsageError("set-two-answers")
    try:
        return (_read_file_or_stdin(file).decode("utf-8-sig"),)
    except UnicodeDecodeError as error:
        raise UsageError("set-not-utf8", path=file) from error


def _read_file_or_stdin(file: str) -> bytes:
    from iama.files.store import read_bytes
    from iama.model.limits import MAX_BYTES

    if file != "-":
        return read_bytes(Path(file))
    if sys.stdin is None:
        raise UsageError("set-no-input")
    if len(content := sys.stdin.buffer.read(MAX_BYTES + 1)) > MAX_BYTES:
        raise UsageError("set-long-input", limit=MAX_BYTES)
    return content


def _state_of_options(unknown: bool, ask_supplier: bool, not_applicable: str | None) -> "State | None":
    from iama.model.dossier import State

    options = {
        State.UNKNOWN: unknown,
        State.ASK_SUPPLIER: ask_supplier,
        State.NOT_APPLICABLE: not_applicable is not None,
    }
    chosen = [state for state, wanted in options.items() if wanted]
    if len(chosen) > 1:
        raise UsageError("set-two-statuses")
    return chosen[0] if chosen else None


def _follow(by: str, due: str) -> "Follow | None":
    from iama.model import values
    from iama.model.dossier import Follow
    from iama.model.spelling import typed_day

    if not by.strip():
        if by or due:
            raise UsageError("set-nobody")
        return None
    try:
        return Follow(values.typed_text(by), values.iso_day(typed_day(due)) if due else "")
    except values.InvalidValue as error:
        raise as_usage_error(error, Phrase("set-follow-place")) from error


def _adopted_answers(folder: Path, names: Sequence[str], library: "Library") -> "tuple[Adopted, ...]":
    """Return the answers that are to serve elsewhere, as they stand now; raises UsageError when there is none."""
    from iama.assess.adoption import adopt_answer

    outcome = open_dossier(str(folder), None, None, library).outcome if names else None
    return tuple(adopt_answer(outcome, named_target(folder, name, library)) for name in names if outcome)


def _refuse_circle(folder: Path, target: "Target", adopts: "Sequence[Adopted]", library: "Library") -> None:
    """An answer cannot rest on itself: in a circle of adoptions nobody says anything."""
    from iama.assess.adoption import leads_back, source_ref
    from iama.model.conditions import Ref

    tree, question, instance = target
    entries = open_dossier(str(folder), None, None, library).outcome.entries
    for adopted in adopts:
        if leads_back(source_ref(adopted.source), Ref(tree.id, question.id, instance), entries):
            raise UsageError("set-circle", source=str(adopted.source), ref=tree.ref, question=question.id)


def _dissent(text: str) -> "Dissent":
    from iama.model.dossier import Dissent

    role, colon, words = text.partition(":")
    if not colon or not words.strip() or " " in role.strip():
        raise UsageError("set-dissent-form")
    return Dissent(role.strip(), words.strip())
