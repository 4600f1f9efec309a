"""Which question of which assessment, and which role, is meant on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli.options import here
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.cli.options import Reading
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire

    Target = tuple[Questionnaire, Question, str | None]

OfAlgorithm = Annotated[str | None, typer.Option("--algorithm", metavar="ID", help="help-import-algorithm")]


def find_target(folder: Path, name: str, ref: str | None, key: str | None, library: "Library") -> "Target":
    """Return the question that `name` means in this dossier; raises UsageError."""
    from iama.assess.answer_input import checked_instance, find_question

    name, ref = own_name(name, ref)
    tree = tree_of(folder, name, ref, library)
    question, inner = find_question(tree, name)
    return tree, question, checked_instance(tree, question, one_key(name, inner, key))


def own_name(name: str, ref: str | None) -> tuple[str, str | None]:
    """Return the question of `follow-up/phase`, as findings write it, and its assessment; raises UsageError for two."""
    from iama.model.questionnaire import plain_id

    before, bracket, key = name.partition("[")
    own, slash, rest = before.rpartition("/")
    if slash and ref and own not in (ref, plain_id(ref)) and ref != plain_id(own):
        raise UsageError("set-two-assessments", name=name, ref=ref)
    return f"{rest}{bracket}{key}", own if slash else ref


def one_key(name: str, inner: str | None, key: str | None) -> str | None:
    """Return which instance `name[inner]` and `--for key` mean together; raises UsageError when they differ."""
    if key and inner and key != inner:
        raise UsageError("set-two-keys", name=name)
    return key or inner


def named_target(folder: Path, name: str, library: "Library", ref: str | None = None) -> "Target":
    """Return what a key of an answers file means, such as `goal`, `algorithm/name`, `importance[equality]`.

    A key that names no questionnaire is of `ref`. Without one it must stand in one assessment only: a file says
    nowhere for which version it was made.
    """
    from iama.assess.answer_input import find_question

    own, slash, rest = name.rpartition("/")
    ref = own if slash else ref
    if ref is None and len(asking := _asking(folder, rest, library)) > 1:
        raise UsageError("answers-asked-twice", question=rest, refs=[tree.ref for tree in asking], ref=asking[-1].ref)
    tree = tree_of(folder, rest, ref, library)
    return tree, *find_question(tree, rest)


def _asking(folder: Path, name: str, library: "Library") -> "list[Questionnaire]":
    """Return the assessments of a dossier in which a question of that id or number is asked, every version."""
    from iama.files.store import assessment_refs

    bare = name.partition("[")[0]
    trees = library.held_trees(assessment_refs(folder, library))
    return [tree for tree in trees if tree.numbers.get(bare, bare) in tree.questions]


def tree_of(folder: Path, name: str, ref: str | None, library: "Library") -> "Questionnaire":
    """Return the questionnaire in which `name` is asked, or the one that `ref` means; raises UsageError.

    Of two versions the newest is meant by an id, which means the same in both. A number may stand for another question
    in each, so it is refused.
    """
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
    asking = _asking(folder, name, library)
    if not any(bare in tree.numbers for tree in asking):
        asking = [tree for tree in asking if tree not in superseded_trees(trees)] or asking
    if len(asking) == 1:
        return asking[0]
    if asking:
        raise UsageError("set-asked-twice", question=bare, refs=[tree.ref for tree in asking])
    names = [id_ for tree in trees for id_ in (*tree.questions, *tree.numbers)]
    raise UsageError("set-strange-question", question=bare, hint=choices_hint(bare, names, Phrase("set-see-questions")))


def document_path(folder: Path, word: str) -> str:
    """Return the path of a document in or beside the dossier, as answers name it; empty for a title.

    Raises UsageError for a file that stands elsewhere: nobody who has the dossier would find it.
    """
    from iama.files.store import digest_beside

    if digest_beside(folder, word) and not Path(word).is_absolute():
        return Path(word).as_posix()
    path = here() / word
    if not path.is_file():
        return ""
    real = path.resolve()
    for home in (folder, folder.parent, folder.parent.parent):
        if real.is_relative_to(home.resolve()):
            return real.relative_to(home.resolve()).as_posix()
    raise UsageError("set-source-elsewhere", path=word, folder=folder)


def only_dossier(root: Path | None) -> str:
    """Return the one dossier that there is, when none was named; raises UsageError for none or more."""
    from iama.files.config import find_workspace
    from iama.files.store import dossiers

    workspace = find_workspace(here(), root)
    names = [path.name for path in dossiers(workspace.root)] if workspace else []
    if len(names) != 1:
        raise UsageError("import-which" if names else "asked-no-dossiers", names=names)
    return names[0]


def checked_role(reading: "Reading", name: str) -> str:
    """Return the id of a role, by id or title; raises UsageError for one that nobody has."""
    from iama.model.spelling import typed_role

    roles = {id_: title for tree in reading.outcome.questionnaires.values() for id_, title in tree.roles.items()}
    role = typed_role(roles, name)
    if role not in {*roles, "supplier"}:
        raise UsageError("asked-strange-role", role=role, hint=choices_hint(role, sorted(roles)))
    return role
