"""The nouns of a register standard: which fields it has, what it accepts, and which answers feed each field."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from iama.words import Words


class Kind(StrEnum):
    """How a field of the register is filled."""

    LINE = "line"  # the first source that says something, on one line
    TEXT = "text"  # every source, one after the other, as one paragraph
    CHOICE = "choice"  # one exact word of the register
    CHOICES = "choices"  # a list of exact words
    MONTH = "month"  # yyyy-mm
    CONTACT = "contact"  # a mail address or a link
    LINK = "link"
    LINKS = "links"  # a list of {title, link}, from the links in the sources
    TESTS = "tests"  # the list of impact tests
    EXPLANATION = "explanation"  # a paragraph that begins with what the tests are
    FIXED = "fixed"  # the same for every description
    ID = "id"  # the id of the dossier
    NONE = "none"  # no answer feeds it, or the register fills it in


class Feed(Struct, frozen=True):
    """One source of a field: `iama/goal`, or the derived fact `fact/category`.

    `lead` is a question put before the answer. With `values`, the source gives the text that its word stands for,
    and nothing for another word.
    """

    source: str
    lead: Words = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)

    @property
    def questionnaire(self) -> str:
        return self.source.partition("/")[0]

    @property
    def question_id(self) -> str:
        return self.source.partition("/")[2]


class FinalText(Struct, frozen=True):
    """What goes out in one field, as somebody wrote it: the text, the day, and what it rests on.

    `seen` has a digest of what each answer brought to the proposal then, by its name (`iama/goal`).
    """

    text: str
    date: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)


class Field(Struct, frozen=True):
    """One field of the register, with what the register accepts in it."""

    key: str
    label: str
    kind: Kind
    schema: str = ""  # the key in `schema.json`, which differs
    limit: int | None = None
    aim: int | None = None  # where a proposal is cut: the limit, with room for how the register counts
    html: bool = False
    plain: bool = False  # the register asks for language level B1
    asks: Words = field(default_factory=dict)  # what the register wants to read there
    example: str = ""  # in Dutch, as everything in the register
    required: bool = False  # the register refuses a description without it
    shown: bool = False  # the site says "not filled in" when it is empty
    most: int | None = None  # of a list
    value: str = ""
    feeds: tuple[Feed, ...] = ()
    also: tuple[str, ...] = ()  # answers that say more about it, and are not copied


class ImpactTest(Struct, frozen=True):
    """One impact test by its exact title; done when an assessment is complete and decided, or an answer says so."""

    title: str
    assessment: str = ""
    done: Feed | None = None
    link: Feed | None = None
    told: Mapping[str, Words] = field(default_factory=dict)  # by how far it has come; about {version}
    reviewed: Words = field(default_factory=dict)  # about {date}
    kept: Words = field(default_factory=dict)  # that it is not public, on a {ground}


class Register(Struct, frozen=True):
    """One version of the standard of a register."""

    standard: str
    revision: int
    title: Words
    fields: tuple[Field, ...]
    tests: tuple[ImpactTest, ...] = ()
    withheld: Words = field(default_factory=dict)
    disputed: Words = field(default_factory=dict)  # about {title} of a finding
    found: Words = field(default_factory=dict)  # about {text}, what was found
    address: Words = field(default_factory=dict)  # about {link}, where the whole can be read
    source: Mapping[str, str] = field(default_factory=dict)
