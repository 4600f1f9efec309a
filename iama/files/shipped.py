"""The question trees, legal facts, duties, register standard, templates and worked example of the package."""

import hashlib
import sys
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from iama import __version__
from iama.files.compiled import law_from_json, tree_from_json
from iama.model.approval import Program
from iama.model.instrument import CATEGORIES
from iama.model.law import Law
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import Questionnaire, age, plain_id

if TYPE_CHECKING:
    from iama.model.calendar import Calendar
    from iama.model.register import Register
    from iama.model.succession import Succession

_PACKAGE = Path(__file__).parent.parent
_REGISTER = "register-"  # these files describe a register; they ask nothing


def shipped_folder(folder: str) -> Path:
    """Return the folder `questionnaires` or `reports`: inside an installed wheel, else beside the package."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


@cache
def refs() -> tuple[str, ...]:
    """Return the references of all shipped questionnaires, such as `iama-2.0`, in alphabetical order."""
    stems = (path.stem for path in shipped_folder("questionnaires").glob("*-*.yaml"))
    return tuple(sorted(stem for stem in stems if not stem.startswith(_REGISTER)))


@cache
def package_digest() -> str:
    """Return the digest of the program and of all that comes with it: what another one found does not count here."""
    found = hashlib.sha256(sys.version.encode())
    for folder in (_PACKAGE, shipped_folder("questionnaires")):
        for path in sorted(path for suffix in ("py", "yaml", "json") for path in folder.rglob(f"*.{suffix}")):
            found.update(f"\0{path.relative_to(folder)}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()


@cache
def program() -> Program:
    """Return which program this is: its version, and a digest of all that decides what bytes a page has.

    The digest is over our code, texts, templates and duties, and names the versions of the libraries that render.
    """
    from importlib import metadata  # slow to load, and only decisions need it

    named = (f"{name}={metadata.version(name)}" for name in ("jinja2", "markdown-it-py", "markupsafe"))
    found = hashlib.sha256("\n".join(named).encode())
    paths = [(path, _PACKAGE) for path in _PACKAGE.rglob("*.py")]
    paths += [(path, shipped_folder("reports")) for path in shipped_folder("reports").rglob("*") if path.is_file()]
    paths += [(path, _PACKAGE) for path in (_PACKAGE / "words").glob("*.yaml")]
    paths += [(shipped_folder("questionnaires") / "calendar.yaml", shipped_folder("questionnaires"))]
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path, folder in paths):
        found.update(f"\0{name}\0".encode())
        found.update(path.read_bytes())
    return Program(__version__, f"sha256:{found.hexdigest()}")


def load() -> None:
    """Read all that findings rest on, before processes are made as copies of this one."""
    law()
    for ref in refs():
        find_questionnaire(ref)


@cache
def find_questionnaire(ref: str) -> Questionnaire | None:
    """Return the shipped questionnaire, or None when there is none of that name."""
    return _load_questionnaire(ref) if ref in refs() else None


@cache
def law() -> Law:
    """Return the shipped legal facts."""
    if (compiled := _compiled_file("law")).is_file():
        return law_from_json(compiled.read_text(encoding="utf-8"))
    from iama.files.lawfile import read_law  # PyYAML is slow to load, and a wheel does not need it here

    path = shipped_folder("questionnaires") / "law.yaml"
    return read_law(path.name, path.read_text(encoding="utf-8"))


@cache
def duties() -> "Calendar":
    """Return the shipped duties of the calendar."""
    from iama.files.calendarfile import read_calendar  # as above

    path = shipped_folder("questionnaires") / "calendar.yaml"
    return read_calendar(path.name, path.read_text(encoding="utf-8"), law())


@cache
def register() -> "Register":
    """Return the newest shipped standard of the Algorithm Register."""
    from iama.files.registerfile import read_register  # as above

    paths = shipped_folder("questionnaires").glob(f"{_REGISTER}*.yaml")
    path = max(paths, key=lambda path: age(path.stem.rpartition("-")[2]))
    return read_register(path.name, path.read_text(encoding="utf-8"))


@cache
def published_digests() -> Mapping[str, str]:
    """Return the digest of every question tree and of all legal facts that were ever released, with its day."""
    from iama.files.publishedfile import read_published  # as above

    path = shipped_folder("questionnaires") / "published.yaml"
    return read_published(path.name, path.read_text(encoding="utf-8"))


def newest_refs() -> Mapping[str, str]:
    """Return the newest version of every instrument, by its id."""
    return {plain_id(ref): ref for ref in sorted(refs(), key=lambda ref: age(ref.rpartition("-")[2]))}


@cache
def needed_instruments() -> Mapping[str, tuple[str, ...]]:
    """Return which instruments each publication category needs, as their newest versions say."""
    trees = [_load_questionnaire(ref) for ref in newest_refs().values()]
    return {word: tuple(tree.id for tree in trees if word in tree.instrument.needed) for word in CATEGORIES}


def usual_questionnaire() -> Questionnaire:
    """Return the questionnaire with which a dossier begins: the newest of what category a needs."""
    return resolve_questionnaire(needed_instruments()["a"][0])


@cache
def article_27_questionnaire() -> str:
    """Return the newest assessment that Article 27 of the AI Act asks for; empty when none ships."""
    return next((ref for ref in newest_refs().values() if _load_questionnaire(ref).answers_article_27), "")


def succession(old: str, new: str) -> "Succession | None":
    """Return the shipped table of successors between two versions (references), or None when there is none."""
    path = shipped_folder("questionnaires") / "successions" / f"{old}-to-{new.rpartition('-')[2]}.yaml"
    if old not in refs() or new not in refs() or not path.is_file():
        return None
    from iama.files.successionfile import read_succession  # as above

    return read_succession(
        path.name, path.read_text(encoding="utf-8"), _load_questionnaire(old), _load_questionnaire(new)
    )


def resolve_questionnaire(name: str, held: Collection[str] = ()) -> Questionnaire:
    """Return the questionnaire that a user calls `name`: a reference, or an id for its newest version.

    Of an id, the newest among `held` is meant when there is one. Raises UsageError with a suggestion
    when there is none at all.
    """
    versions = [ref for ref in refs() if ref == name or plain_id(ref) == name]
    if not versions:
        raise UsageError("new-no-questionnaire", name=name, hint=choices_hint(name, refs()))
    known = [ref for ref in versions if ref in held]
    return _load_questionnaire(max(known or versions, key=lambda ref: age(ref.rpartition("-")[2])))


@cache
def _load_questionnaire(ref: str) -> Questionnaire:
    if (compiled := _compiled_file(ref)).is_file():
        return tree_from_json(compiled.read_text(encoding="utf-8"))
    from iama.files.definition import read_questionnaire  # as above

    path = shipped_folder("questionnaires") / f"{ref}.yaml"
    text = path.read_text(encoding="utf-8")
    return read_questionnaire(path.name, text, law() if "{law." in text else None)


def _compiled_file(name: str) -> Path:
    return shipped_folder("questionnaires") / "compiled" / f"{name}.json"
