"""Which question of which assessment, and which role, is meant on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire

    Target = tuple[Questionnaire, Question, str | None]

Texts = Annotated[list[str] | None, typer.Argument(metavar="[VALUE]…", help="help-set-value")]
_NAMES = 2  # ALGORITHM and QUESTION


def find_target(folder: Path, name: str, ref: str | None, key: str | None, library: "Library") -> "Target":
    """Return the question that `name` means in this dossier; raises UsageError."""
    from iama.assess.answer_input import checked_instance, find_question

    tree = tree_of(folder, name, ref, library)
    question, inner = find_question(tree, name)
    return tree, question, checked_instance(tree, question, one_key(name, inner, key))


def one_key(name: str, inner: str | None, key: str | None) -> str | None:
    """Return which instance `name[inner]` and `--for key` mean together; raises UsageError when they differ."""
    if key and inner and key != inner:
        raise UsageError("set-two-keys", name=name)
    return key or inner


def named_target(folder: Path, name: str, library: "Library") -> "Target":
    """Return what a key of an answers file means, such as `goal`, `algorithm/name`, `importance[equality]`."""
    from iama.assess.answer_input import find_question

    ref, slash, rest = name.rpartition("/")
    tree = tree_of(folder, rest, ref if slash else None, library)
    return tree, *find_question(tree, rest)


def tree_of(folder: Path, name: str, ref: str | None, library: "Library") -> "Questionnaire":
    """Return the questionnaire in which `name` is asked, or the one that `ref` means; raises UsageError."""
    from iama.assess.evaluation import superseded_trees
    from iama.files.store import assessment_refs

    refs = assessment_refs(folder, library)
    trees = library.held_trees(refs)
    if ref is not None:
        wanted = library.resolve_questionnaire(ref, refs)
        if wanted.ref not in refs:
            raise UsageError("set-not-held", algorithm=folder.name, ref=wanted.ref)
        return wanted
    bare = name.partition("[")[0]
    asking = [tree for tree in trees if tree.numbers.get(bare, bare) in tree.questions]
    asking = [tree for tree in asking if tree not in superseded_trees(trees)] or asking  # the newest version is meant
    if len(asking) == 1:
        return asking[0]
    if asking:
        raise UsageError("set-asked-twice", question=bare, refs=[tree.ref for tree in asking])
    names = [id_ for tree in trees for id_ in (*tree.questions, *tree.numbers)]
    raise UsageError("set-strange-question", question=bare, hint=choices_hint(bare, names, Phrase("set-see-questions")))


def checked_role(reading: "Reading", name: str) -> str:
    """Return the id of a role, by id or title; raises UsageError for one that nobody has."""
    from iama.model.spelling import typed_role

    roles = {id_: title for tree in reading.outcome.questionnaires.values() for id_, title in tree.roles.items()}
    role = typed_role(roles, name)
    if role not in {*roles, "supplier"}:
        raise UsageError("asked-strange-role", role=role, hint=choices_hint(role, sorted(roles)))
    return role
