"""The pages that were decided on: made once, kept beside the snapshot, and never made again to be shown.

Of each language there are three: the public page, the internal one, and what the public page says as canonical JSON,
whose digest that page prints. They hold no names of people. Digests are over the unpacked bytes.
"""

import gzip
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from html.parser import HTMLParser

from iama.assess.outcome import Entry, Status
from iama.assess.withholding import judge_public
from iama.audit.asapproved import approved_edition, withholds_actions
from iama.audit.snapshot import BrokenSnapshot, Snapshot
from iama.model.approval import Approval, Pages
from iama.model.canonical import canonical_bytes, digest_of
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.limits import PAGE_BYTES
from iama.model.questionnaire import AROUND, FOLLOW_UP, Column, Kind, Question, Questionnaire
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace
from iama.publish.edition import decision_line
from iama.publish.house import with_house
from iama.publish.officialtext import OFFICIAL, with_official_texts
from iama.publish.record import public_record
from iama.publish.wording import View

Rendered = Callable[[View], str]  # a view as HTML
Statement = tuple[str, Sequence[str]]  # `decision`, or the question that is answered, and the texts of it
PUBLIC, INTERNAL, VIEW = "public.{}.html.gz", "internal.{}.html.gz", "public.{}.json.gz"
_SURELY = 5  # ends of line, all alike, that are no chance in packed bytes
_SIGNS = re.compile(r"[][*_`~#>|()<!\\]+")  # that may be markup
_NO_LETTERS = re.compile(r"[\W_]+")  # and no digits
_MARK = re.compile(r"^\s*(?:\d+[.)]|[-+*])\s")  # of an item in a list


def make_pages(
    bound: Snapshot, language: str, render: Rendered, house: View | None = None, official: View | None = None
) -> tuple[Pages, Mapping[str, bytes]]:
    """Return the digests of the pages of a decision in one language, and their files, packed, by name behind its own.

    `bound` is the snapshot as it was read back: what is kept is what can be made of it again. `house` is the style of
    the public page, `official` are the official texts beside ours on both.
    """
    made = _contents(bound, language, render, house, official)
    return _page_digests(made), {name.format(language): gzip.compress(page, mtime=0) for name, page in made.items()}


def _page_digests(made: Mapping[str, bytes]) -> Pages:
    public, internal, view = (digest_of(made[name]) for name in (PUBLIC, INTERNAL, VIEW))
    return Pages(public=public, internal=internal, view=view)


def _contents(
    bound: Snapshot, language: str, render: Rendered, house: View | None, official: View | None
) -> dict[str, bytes]:
    shown = with_house(approved_edition(bound, language=language, public=True), house)
    shown = with_official_texts(shown, official)
    internal = with_official_texts(approved_edition(bound, language=language), shown.get(OFFICIAL))  # as it is kept
    record = canonical_bytes(public_record(shown))
    return {PUBLIC: render(shown).encode(), INTERNAL: render(internal).encode(), VIEW: record}


def page_names(approval: Approval) -> dict[str, str]:
    """Return the files of the pages that an entry binds, with the digest of the content of each."""
    stem = approval.snapshot.removeprefix("sha256:")
    return {
        f"{stem}.{name.format(language)}": digest
        for language, pages in approval.pages.items()
        for name, digest in ((PUBLIC, pages.public), (INTERNAL, pages.internal), (VIEW, pages.view))
    }


def read_page(name: str, digest: str, files: Mapping[str, bytes]) -> bytes:
    """Return what is kept in a file; raises BrokenSnapshot when it is not there, or not what was decided on."""
    if (packed := files.get(name)) is None:
        raise BrokenSnapshot("page-missing")
    try:
        content = unpack_page(packed)
    except BrokenSnapshot as error:
        if has_foreign_line_ends(packed):
            raise BrokenSnapshot("page-line-ends") from error
        raise
    if digest_of(content) != digest:
        raise BrokenSnapshot("page-changed")
    return content


def has_foreign_line_ends(content: bytes) -> bool:
    """Whether a program that took packed bytes for text wrote every end of line in it as Windows does."""
    ends = content.count(b"\n")
    return ends >= _SURELY and content.count(b"\r\n") == ends


def unpack_page(packed: bytes) -> bytes:
    """Return the content of a packed page; raises BrokenSnapshot for none, or for one that is too large to be one."""
    reader = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        content = reader.decompress(packed, PAGE_BYTES + 1)
    except zlib.error as error:
        raise BrokenSnapshot("page-packed") from error
    if len(content) > PAGE_BYTES or not reader.eof or reader.unused_data:
        raise BrokenSnapshot("page-too-large")
    return content


def differing(approval: Approval, bound: Snapshot, render: Rendered, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the languages of which this program makes other pages than those that were decided on.

    `files` are the pages that are kept: their house style and official texts are data in them. Raises BrokenSnapshot.
    """
    for language, kept in approval.pages.items():
        made = _contents(bound, language, render, *_kept_around(approval, language, files))
        if _page_digests(made) != kept:
            yield language


def _kept_around(approval: Approval, language: str, files: Mapping[str, bytes]) -> tuple[View | None, View | None]:
    """Return the house style and official texts of a page that is kept; none when it is not there, told elsewhere."""
    name = f"{approval.snapshot.removeprefix('sha256:')}.{VIEW.format(language)}"
    if name not in files:
        return None, None
    document = parse_strange_json(read_page(name, approval.pages[language].view, files))
    kept = document if isinstance(document, dict) else {}
    house, official = (one if isinstance(one := kept.get(key), dict) else None for key in ("house", OFFICIAL))
    return house, official


def page_statements(bound: Snapshot, language: str) -> list[Statement]:
    """Return what every page that was decided on must say: the decision and the public answers."""
    dossier = replace(bound.dossier, approvals=(bound.decision,), earlier=bound.earlier)
    answers = _public_answers(dossier, bound.trees.values(), bound.law, bound.as_of, (bound.tree.id,), language)
    return [("decision", [*_decision_texts(bound, language)]), *answers]


def unsaid_statements(statements: Iterable[Statement], letters: str) -> Iterator[str]:
    """Yield the names of what a page does not say; `letters` are its own (`page_letters`)."""
    return (name for name, texts in statements if not all(_is_said(text, letters) for text in texts))


def unsaid_answers(
    dossier: Dossier,
    trees: Iterable[Questionnaire],
    law: Law,
    as_of: date,
    only: Sequence[str],
    language: str,
    letters: str,
) -> Iterator[str]:
    """Yield the questions of which a page lacks the public answer; `letters` are its own (`page_letters`).

    However the page was made, its text holds them: letters and digits count, not how they are laid out. `only` are the
    ids of its assessments.
    """
    return unsaid_statements(_public_answers(dossier, trees, law, as_of, only, language), letters)


def _public_answers(
    dossier: Dossier, trees: Iterable[Questionnaire], law: Law, as_of: date, only: Sequence[str], language: str
) -> Iterator[Statement]:
    public = judge_public(dossier, trees, law, as_of)
    for id_ in (*only, *AROUND):
        for entry in public.outcome.tree_entries(id_) if id_ not in public.stubs else ():
            if _is_shown(entry):
                yield str(entry.ref), [*_answer_texts(entry, language)]


def _is_shown(entry: Entry) -> bool:
    """Whether a page must show an answer; rows of the follow-up, which the program keeps, it says in other words."""
    kept = entry.ref.questionnaire == FOLLOW_UP and entry.question.kind is Kind.ROWS
    return entry.status is Status.ANSWERED and not kept


def page_letters(content: bytes) -> str:
    """Return the letters and digits of what a page says, its text and where its links lead, in order."""
    return _letters("".join(_read_page_text(content)))


def page_text(content: bytes) -> str:
    """Return what a page says, its text and where its links lead, with a blank between two pieces."""
    return " ".join(_read_page_text(content))


def _decision_texts(bound: Snapshot, language: str) -> Iterator[str]:
    approval = bound.decision
    yield decision_line(approval)
    yield bound.tree.roles.get(approval.role, {}).get(language, approval.role)
    yield from (approval.body, approval.public_reason)
    if not withholds_actions(bound.dossier, approval.questionnaire):
        yield from (condition.text for condition in approval.conditions)


def _answer_texts(entry: Entry, language: str) -> Iterator[str]:
    """Yield the texts of an answer as a page shows them."""
    question, answer = entry.question, entry.answer
    if question.kind is Kind.ROWS:
        for row in answer.rows:
            cells = ((column, row.cells[column.id]) for column in question.columns if column.id in row.cells)
            yield from (_label_or_year(column, text, language) for column, text in cells if column.is_public)
    else:
        yield from (_label_or_year(question, word, language) for word in answer.value_words())


def _label_or_year(asked: Question | Column, word: str, language: str) -> str:
    labels = {option.value: option.label for option in asked.options}
    if word in labels:
        return labels[word].get(language) or next(iter(labels[word].values()), word)
    return word[:4] if asked.kind is Kind.DATE else word  # its year: months have names in words of their own


def _is_said(text: str, letters: str) -> bool:
    """Whether a page says a text, whatever of its signs was markup."""
    return any(
        all(_letters(piece) in letters for line in written.split("\n") for piece in _SIGNS.split(_MARK.sub("", line)))
        for written in (text, unescape(text))
    )


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _read_page_text(content: bytes) -> list[str]:
    reader = _Reader()
    reader.feed(content.decode(errors="replace"))
    reader.close()
    return [*reader.said, *reader.attributes]


class _Reader(HTMLParser):
    """Gathers what a page says: its text, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.attributes: list[str] = []  # behind the text: an address in it may be a link
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script")
        self.attributes += [value for name, value in attrs if value and name in ("href", "src", "alt", "title")]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)
