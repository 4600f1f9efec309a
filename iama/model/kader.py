"""The Algoritmekader as data: official requirements and measures, and where they belong among what we ask and find."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct, field

from iama.words import Words, pick_translation, text


class Source(Struct, frozen=True):
    """Which release was read, and where its pages stand; `requirements` and `measures` are folders of pages."""

    release: str = ""
    commit: str = ""
    date: str = ""
    read: str = ""
    repository: str = ""
    site: str = ""
    requirements: str = ""
    measures: str = ""


class Measure(Struct, frozen=True):
    """A measure by its code, such as `imp-03`; `controls` are the numbers of auditors that its page names."""

    code: str
    title: Words
    page: str
    controls: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        """Return its code and its title: what an action point keeps when a measure becomes one."""
        return f"{self.code} {pick_translation(self.title, language)}"


class Requirement(Struct, frozen=True):
    """A requirement by its code, such as `avg-10`; `when` is a condition, and without it every algorithm is bound.

    One that is `outside` binds only makers of models, of which the facts of an algorithm say nothing.
    """

    code: str
    title: Words
    page: str
    when: str = ""
    outside: bool = False


class Link(Struct, frozen=True):
    """What one question, part, flag or duty is about (requirements) and what to take up there (measures).

    `why` says of a code in a few words why it stands here.
    """

    requirements: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    why: Mapping[str, Words] = field(default_factory=dict)


NO_LINK = Link()


class Kader(Struct, frozen=True):
    """All of it; links of questions, parts and flags stand by reference and id, as `iama-2.0/goal`, duties by id.

    A requirement never leads to a measure, nor the other way round: only links say what belongs to what.
    """

    source: Source = Source()
    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    questions: Mapping[str, Link] = field(default_factory=dict)
    parts: Mapping[str, Link] = field(default_factory=dict)
    flags: Mapping[str, Link] = field(default_factory=dict)
    duties: Mapping[str, Link] = field(default_factory=dict)

    def permanent_address(self, piece: Measure | Requirement) -> str:
        """Return where a page stands as it was read, also years later."""
        return f"{self.source.repository}/blob/{self.source.commit}/docs/{self._path(piece)}.md"

    def site_address(self, piece: Measure | Requirement) -> str:
        """Return where a page stands on the site today, as far as we know."""
        return f"{self.source.site}{self._path(piece)}/"

    def _path(self, piece: Measure | Requirement) -> str:
        folder = self.source.measures if isinstance(piece, Measure) else self.source.requirements
        return folder + piece.page

    def official_measures(self, links: Iterable[Link]) -> tuple[Measure, ...]:
        """Return the measures of links, each once."""
        return tuple(self.measures[code] for code in dict.fromkeys(chain.from_iterable(one.measures for one in links)))

    def measures_of_control(self, control: str) -> tuple[Measure, ...]:
        """Return the measures whose page names a control of auditors, such as `SV.5`."""
        return tuple(measure for measure in self.measures.values() if control in measure.controls)

    def controls(self) -> Iterator[str]:
        """Yield every control that a measure names, each once."""
        yield from dict.fromkeys(chain.from_iterable(measure.controls for measure in self.measures.values()))


class Page(Struct, frozen=True):
    """A page of a release: the code, the title and the file of a measure or a requirement."""

    code: str
    title: str
    page: str
    controls: tuple[str, ...] = ()


def measures_line(named: Sequence[str], language: str) -> str:
    """Return official measures on one line, or that this release has none."""
    words = "; ".join(named) or text("kader-none", language)
    return f"{text('kader-lead', language, count=len(named) or 1)}: {words}"
