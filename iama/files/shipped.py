"""The library of the package, its templates, and what tells one edition of the program from another.

A wheel holds trees and legal facts as JSON too (as `model.objects`), which loads ten times faster than their YAML:
`hatch_build.py` makes it, and a test compares both.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from iama import __version__
from iama.files.plainnodes import CompiledText
from iama.model import objects
from iama.model.approval import Program
from iama.model.law import Law
from iama.model.library import Library
from iama.model.problems import IamaError
from iama.model.questionnaire import Questionnaire, age
from iama.model.struct import replace

if TYPE_CHECKING:
    from iama.model.calendar import Calendar
    from iama.model.cards import CardFormat
    from iama.model.controls import Controls
    from iama.model.crosswalk import Crosswalk
    from iama.model.exchange import Form
    from iama.model.facilitation import Facilitation
    from iama.model.fidelity import Fidelity
    from iama.model.glossary import Glossary
    from iama.model.kader import Kader
    from iama.model.register import Register
    from iama.model.routing import Routing
    from iama.model.succession import Succession

_PACKAGE = Path(__file__).parent.parent
FACILITATION = "facilitation"  # the folder of what helps whoever leads a meeting
SUCCESSIONS = "successions"  # the folder of what became of every question in a newer version
FIDELITY = "fidelity"  # the folder of what official inputs ask
KADER = "algoritmekader"
_REGISTER = "register-"  # these files describe a register; they ask nothing


def shipped_folder(folder: str) -> Path:
    """Return the folder `questionnaires` or `reports`: inside an installed wheel, else beside the package."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


class LibraryFolder(Library):
    """The library in a folder such as `questionnaires`, of which each part is read when it is first asked for.

    It travels to another process as its digest: there it is read again, and refused when it has become another.
    """

    def __init__(self, folder: Path) -> None:
        self.__dict__["folder"] = folder

    folder: Path

    def __reduce__(self) -> tuple[Callable[[Path, str], "LibraryFolder"], tuple[Path, str]]:
        return _library_of_digest, (self.folder, self.digest)

    @cached_property
    def digest(self) -> str:
        """The digest of all that stands in the folder."""
        return _digest_of_files(hashlib.sha256(), self.folder)

    @cached_property
    def trees(self) -> Mapping[str, Questionnaire]:
        """The question trees, of which each is read when it is first asked for."""
        stems = (path.stem for path in self.folder.glob("*-*.yaml"))
        return Trees(sorted(stem for stem in stems if not stem.startswith(_REGISTER)), self._read_tree)

    @cached_property
    def law(self) -> Law:
        """The legal facts."""
        if (compiled := self.folder / "compiled" / "law.json").is_file():
            return law_from_json(compiled.read_text(encoding="utf-8"))
        from iama.files.lawfile import read_law  # PyYAML is slow to load, and a wheel does not need it here

        return read_law(*self._named_text("law"))

    @cached_property
    def duties(self) -> "Calendar":
        """The duties of the calendar."""
        from iama.files.calendarfile import read_calendar  # as above

        return read_calendar(*self._named_text("calendar"), self.law)

    @cached_property
    def routing(self) -> "Routing":
        """Which assessments a use needs."""
        from iama.files.routingfile import read_routing  # as above

        return read_routing(*self._named_text("routing"), self.law)

    @cached_property
    def crosswalk(self) -> "Crosswalk":
        """Which chapter of a DPIA serves which question."""
        from iama.files.crosswalkfile import read_crosswalk  # as above

        return read_crosswalk(*self._named_text("dpia"))

    @cached_property
    def glossary(self) -> "Glossary":
        """The words that a team meets, told in plain language."""
        from iama.files.glossaryfile import read_glossary  # as above

        return read_glossary(*self._named_text("glossary"))

    @cached_property
    def kader(self) -> "Kader":
        """The Algoritmekader: official requirements and measures, and where they belong."""
        if (compiled := self.folder / "compiled" / f"{KADER}.json").is_file():
            return kader_from_json(compiled.read_bytes())
        from iama.files.kaderfile import read_kader  # as above

        return read_kader(*self._named_text(KADER))

    @cached_property
    def controls(self) -> "Controls":
        """The controls of auditors' frameworks, and which questions touch them."""
        from iama.files.controlsfile import read_controls  # as above

        return read_controls(*self._named_text("controls"))

    @cached_property
    def form(self) -> "Form":
        """How the web form of the ministry keeps an assessment."""
        from iama.files.exchangefile import read_form  # as above

        return read_form(*self._named_text("exchange/invulhulpen"))

    @cached_property
    def cards(self) -> "CardFormat":
        """How the cards of the task registry keep an assessment and the facts of a system."""
        from iama.files.exchangefile import read_card_format  # as above

        return read_card_format(*self._named_text("exchange/task-registry"))

    @cached_property
    def generic(self) -> Mapping[str, tuple[str, ...]]:
        """The questions about a product itself, by questionnaire (ref): they can serve a similar case."""
        from iama.files.similarfile import read_generic  # as above

        return read_generic(*self._named_text("exchange/similar"))

    @cached_property
    def register(self) -> "Register":
        """The newest standard of the Algorithm Register."""
        from iama.files.registerfile import read_register  # as above

        stems = (path.stem for path in self.folder.glob(f"{_REGISTER}*.yaml"))
        return read_register(*self._named_text(max(stems, key=lambda stem: age(stem.rpartition("-")[2]))))

    @cached_property
    def releases(self) -> Mapping[str, str]:
        """The digest of every question tree and of all legal facts that were ever released, with its day."""
        from iama.files.publishedfile import read_published  # as above

        return read_published(*self._named_text("published"))

    def succession(self, old: str, new: str) -> "Succession | None":
        """Return the table of successors between two versions (references), or None when there is none."""
        stem = f"{SUCCESSIONS}/{old}-to-{new.rpartition('-')[2]}"
        if old not in self.trees or new not in self.trees or not self._holds(stem):
            return None
        from iama.files.successionfile import read_succession  # as above

        return read_succession(*self._named_text(stem), self.trees[old], self.trees[new])

    def facilitation(self, ref: str) -> "Facilitation":
        """Return what helps whoever leads a meeting about a questionnaire; nothing where there is no such file."""
        stem = f"{FACILITATION}/{ref}"
        if ref not in self.trees or not self._holds(stem):
            return super().facilitation(ref)
        if ref not in self._facilitations:
            from iama.files.facilitationfile import read_facilitation  # as above

            named = self._named_text(stem)
            self._facilitations[ref] = read_facilitation(*named, self.trees[ref], self.facilitation)
        return self._facilitations[ref]

    def fidelity(self, ref: str) -> "Fidelity | None":
        """Return what the official inputs of a questionnaire ask, or None where that is not recorded."""
        stem = f"{FIDELITY}/{ref}"
        if ref not in self.trees or not self._holds(stem):
            return None
        from iama.files.fidelityfile import read_fidelity  # as above

        return read_fidelity(*self._named_text(stem), self.trees[ref])

    @cached_property
    def _facilitations(self) -> dict[str, "Facilitation"]:
        """What helps with each questionnaire that was read so far."""
        return {}

    def read_trees(self) -> None:
        """Read all that findings rest on."""
        self.held_trees(self.refs)
        self.law  # noqa: B018 - this reads it

    def _read_tree(self, ref: str) -> Questionnaire:
        if (compiled := self.folder / "compiled" / f"{ref}.json").is_file():
            return tree_from_json(compiled.read_text(encoding="utf-8"))
        from iama.files.definition import read_questionnaire  # as above

        name, text = self._named_text(ref)
        return read_questionnaire(name, text, self.law if "{law." in text else None)

    def _holds(self, stem: str) -> bool:
        return (self.folder / f"{stem}.yaml").is_file()

    def _named_text(self, stem: str) -> tuple[str, str]:
        """Return the name of a file, and its text."""
        path = self.folder / f"{stem}.yaml"
        if (compiled := self.folder / "compiled" / f"{stem}.json").is_file():
            return path.name, CompiledText(compiled.read_text(encoding="utf-8"))
        return path.name, path.read_text(encoding="utf-8")


class Trees(Mapping[str, Questionnaire]):
    """Question trees by reference, each read once, when it is asked for."""

    def __init__(self, refs: Iterable[str], read: Callable[[str], Questionnaire]) -> None:
        self._trees: dict[str, Questionnaire | None] = dict.fromkeys(refs)
        self._read = read

    def __getitem__(self, ref: str) -> Questionnaire:
        if (tree := self._trees[ref]) is None:
            tree = self._trees[ref] = self._read(ref)
        return tree

    def __contains__(self, ref: object) -> bool:
        return ref in self._trees

    def __iter__(self) -> Iterator[str]:
        return iter(self._trees)

    def __len__(self) -> int:
        return len(self._trees)


def with_trees(library: Library, trees: Mapping[str, Questionnaire]) -> Library:
    """Return what it takes to read a dossier: the question trees of a library, with `trees` in front of them."""
    return Library(Trees(sorted({*library.refs, *trees}), lambda ref: trees.get(ref) or library.trees[ref]))


SHIPPED = LibraryFolder(shipped_folder("questionnaires"))


def _library_of_digest(folder: Path, digest: str) -> LibraryFolder:
    """Return the library in a folder; raises IamaError when it is not the one of that digest."""
    library = LibraryFolder(folder)
    if library.digest != digest:
        raise IamaError("library-changed", folder=folder)
    return library


@cache
def package_digest(library: Library = SHIPPED) -> str:
    """Return the digest of the program and of a library: what another one found does not count here."""
    start = hashlib.sha256(f"{sys.version}\0{library.digest}".encode())
    return _digest_of_files(start, _PACKAGE)


def _digest_of_files(start: "hashlib._Hash", folder: Path) -> str:
    """Return the digest of what `start` took in, and of all code, YAML and JSON in a folder."""
    for path in sorted(path for suffix in ("py", "yaml", "json") for path in folder.rglob(f"*.{suffix}")):
        start.update(f"\0{path.relative_to(folder)}\0".encode())
        start.update(path.read_bytes())
    return start.hexdigest()


@cache
def program() -> Program:
    """Return which program this is: its version, and a digest of all that decides what bytes a page has.

    The digest is over our code, texts, templates, duties, routing and official measures, and the versions of the
    libraries that render.
    """
    from importlib import metadata  # slow to load, and only decisions need it

    versions = (f"{name}={metadata.version(name)}" for name in ("jinja2", "markupsafe"))
    digest = hashlib.sha256("\n".join(versions).encode())
    paths = [(path, _PACKAGE) for path in _PACKAGE.rglob("*.py")]
    paths += [(path, shipped_folder("reports")) for path in shipped_folder("reports").rglob("*") if path.is_file()]
    paths += [(path, _PACKAGE) for path in (_PACKAGE / "words").glob("*.yaml")]
    folder = shipped_folder("questionnaires")
    paths += [(folder / name, folder) for name in ("calendar.yaml", "routing.yaml", f"{KADER}.yaml")]
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path, folder in paths):
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    return Program(__version__, f"sha256:{digest.hexdigest()}")


def tree_to_json(tree: Questionnaire) -> str:
    """Return a tree as JSON."""
    return _json({"digest": tree.digest, **objects.tree_record(tree)})


def tree_from_json(text: str) -> Questionnaire:
    """Return the tree that `tree_to_json` wrote."""
    record = json.loads(text)
    digest = record.pop("digest")
    return replace(objects.tree_of(record), digest=digest)


def law_to_json(law: Law) -> str:
    """Return the legal facts as JSON."""
    return _json({"digest": law.digest, **objects.law_record(law)})


def law_from_json(text: str) -> Law:
    """Return the legal facts that `law_to_json` wrote."""
    record = json.loads(text)
    digest = record.pop("digest")
    return replace(objects.law_of(record), digest=digest)


def kader_to_json(kader: "Kader") -> str:
    """Return the Algoritmekader as JSON."""
    return msgspec.json.encode(kader).decode()


def kader_from_json(content: bytes) -> "Kader":
    """Return the Algoritmekader that `kader_to_json` wrote."""
    from iama.model.kader import Kader  # few commands need it

    return msgspec.json.decode(content, type=Kader)


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
