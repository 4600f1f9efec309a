"""A page of HTML as a document on paper: numbered pages, contents, tags. Writes for Typst, but does not know it.

What it writes is code on the functions of `reports/paper.typ`. Every word of the page stands in it as a string, so
that no answer can say anything to the typesetter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from iama.publish.pagetree import HEADINGS, Node, reached_labels, read_page
from iama.publish.printed import (
    MOST_COLUMNS,
    column_widths,
    fonts_of,
    grouped_terms,
    held_picture,
    is_inline,
    leave_out,
    one_line,
    page_facts,
    svg,
    table_rows,
    told_words,
)
from iama.words import text

_BOXES = (  # classes of blocks that paper.typ draws, the most telling first
    *("loud", "internal", "dissent", "kept", "ours", "aside", "answer", "finding", "flag", "about", "notice"),
    "plain-answer",
)
_LINES = ("label", "big", "advice", "quiet", "intro", "state", "value", "organisation")  # classes of whole lines
_TONES = ("number", "tag", "quiet", "warn", "severity", "digest", "eyebrow")  # classes of words in a line
_LONG = re.compile(r"(\S{22,})")
_COLOURS = ("ink", "quiet", "line", "strong-line", "accent", "ours-ink", "internal-ink", "loud")
_PIXEL = 0.72  # points; a drawing is made for a phone, and paper is held nearer


def paper_source(
    document: str, style: str, figures: str, fonts: Iterable[str], *, layer: str = "all", named: Iterable[str] = ()
) -> str:
    """Return a page as the source of a document with `layer` (one of LAYERS in printed.py) of it.

    `style` is paper.typ, `figures` the style of the drawings, `fonts` what there is to choose from. The signs in
    `named` stand there as their code point.
    """
    root = read_page(document)
    leave_out(root, layer)
    names = {ord(sign): f"[U+{ord(sign):04X}]" for sign in named}
    family = chosen_family(document, fonts)
    writer = _Writer(reached_labels(root), figure_style(figures, family), names)
    facts = _facts(root, document, writer)
    facts["font"] = writer.quoted(family)
    known = "\n".join(f"#let page-{name} = {value}" for name, value in facts.items())
    return f"{known}\n{style}\n#show: paper\n#{writer.block(root)}\n"


def picture_source(drawn: str) -> str:
    """Return the source of a document that is one drawing, and no larger."""
    quoted = drawn.replace("\\", "\\\\").replace('"', '\\"')
    return f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes("{quoted}"), format: "svg")\n'


def sign_source(sign: str) -> str:
    """Return the source of a document that holds one sign."""
    return f'#set document(title: "sign", date: datetime(year: 2000, month: 1, day: 1))\n#"{sign}"\n'


def figure_style(figures: str, family: str) -> str:
    """Return the style of the drawings with a font that there is."""
    return f"{figures}\ntext {{ font-family: '{family}'; }}"


def chosen_family(document: str, fonts: Iterable[str]) -> str:
    """Return the font of a page that there is here, else one that comes with the typesetter."""
    there = set(fonts)
    return next(
        (name for name in (*fonts_of(document), "Liberation Sans", "DejaVu Sans") if name in there), "Libertinus Serif"
    )


def _facts(root: Node, document: str, writer: "_Writer") -> dict[str, str]:
    """Return what paper.typ asks of a page: its titles, language, day and colours, as code."""
    facts = page_facts(root, document)
    words = {
        "title": facts.title,
        "running": facts.running,
        "edition": facts.edition,
        "organisation": facts.organisation,
        "about": facts.about,
        "contents": text("contents", facts.language),
        "language": facts.language,
    }
    return {
        **{name: writer.quoted(value) for name, value in words.items()},
        "day": "datetime(year: {}, month: {}, day: {})".format(*map(int, facts.day.split("-"))),
        **{f"colour-{name}": f"rgb({writer.quoted(facts.colours.get(name, '#000'))})" for name in _COLOURS},
    }


class _Writer:
    """Writes nodes as code; `reached` says where links lead, `names` what stands for a sign that no font has."""

    def __init__(self, reached: Mapping[str, str], figures: str, names: Mapping[int, str]) -> None:
        self.reached = reached
        self.figures = figures
        self.names = names
        self.level = 0  # of the last heading: none is skipped

    def quoted(self, words: str) -> str:
        """Return words as a string."""
        plain = words.translate(self.names)
        return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def block(self, node: Node) -> str:
        """Return what stands in a node, one block after another."""
        blocks = []
        for inline, run in groupby(filter(_is_printed, node.children), key=is_inline):
            children = list(run)
            if not inline:
                blocks += [self.element(child) for child in children]
            elif line := self.line(children):
                blocks.append(f"par({line})")
        return _joined(blocks)

    def element(self, node: Node) -> str:
        """Return a block element."""
        if node.tag in HEADINGS:
            return self.heading(node)
        if "contents" in node.classes:
            return "contents()"
        if node.is_drawing:
            return self.drawing(node)
        special = {
            **{"ul": self.items, "ol": self.items, "table": self.table, "dl": self.terms, "p": self.paragraph},
            **{"header": self.masthead, "summary": self.summary, "figcaption": self.paragraph},
        }
        if written := special.get(node.tag):
            return self.spoken(node, written(node))
        inside = self.block(node)
        box = next((name for name in _BOXES if name in node.classes), "")
        return self.spoken(node, f'box-of("{box}", {inside})' if box and inside != "none" else inside)

    def spoken(self, node: Node, written: str) -> str:
        """Return what a node says in the language that it says it in."""
        language = node.attributes.get("lang", "")
        return f"text(lang: {self.quoted(language)}, {written})" if language else written

    def heading(self, node: Node) -> str:
        self.level = min(HEADINGS[node.tag], self.level + 1)
        label = self.quoted(node.label) if node.label else "none"
        return f"title-of({self.level}, {label}, {self.spoken(node, self.line(node.children))})"

    def masthead(self, node: Node) -> str:
        """Return the head of the page, of which the titles are known already."""
        told = ("edition", "organisation")
        frame = Node("div", {}, [one for one in _leaves(node) if one.tag != "h1" and not set(told) & set(one.classes)])
        return f"masthead({self.block(frame)})"

    def summary(self, node: Node) -> str:
        has_heading = any(child.tag in HEADINGS for child in node.children)
        return self.block(node) if has_heading else f'line-of("label", {self.line(node.children)})'

    def paragraph(self, node: Node) -> str:
        line = self.line(node.children)
        if not line:
            return "none"
        kind = "quiet" if node.tag == "figcaption" else next((one for one in _LINES if one in node.classes), "")
        return f'line-of("{kind}", {line})' if kind else f"par({line})"

    def items(self, node: Node) -> str:
        """Return a list; tiles stand beside each other, and a sum has its number at the right."""
        entries = [child for child in node.children if child.tag == "li"]
        if "tiles" in node.classes:
            return f"tiles({', '.join(self.element(entry) for entry in entries)})" if entries else "none"
        if node.tag == "ol":
            start = node.attributes.get("start", "1")
            return f"enum(start: {int(start)}, {', '.join(map(self.entry, entries))})"
        marked = [(entry, entry.find(lambda one: "mark" in one.classes)) for entry in entries]
        return _joined(
            f"list(marker: {self.quoted(mark.words())}, {self.entry(entry)})"
            if mark.tag
            else f"list({self.entry(entry)})"
            for entry, mark in marked
        )

    def entry(self, node: Node) -> str:
        """Return what an entry of a list or a cell of a table holds."""
        children = [child for child in node.children if "mark" not in child.classes]
        if all(map(is_inline, children)):
            return self.spoken(node, self.line(children) or '""')
        return self.spoken(node, self.block(Node(children=children)))

    def terms(self, node: Node) -> str:
        """Return a list of terms with what is said of each."""
        return self.term_list((self.entry(term), map(self.entry, said)) for term, said in grouped_terms(node))

    def term_list(self, groups: Iterable[tuple[str, Iterable[str]]]) -> str:
        written = [f"terms.item({term}, {_several(list(said))})" for term, said in groups]
        return f"terms({', '.join(written)})" if written else "none"

    def table(self, node: Node) -> str:
        """Return a table as wide as the page; one of many columns as one list of terms per row."""
        rows = table_rows(node)
        head = node.find(lambda one: one.tag == "thead")
        count = max((len(row) for row in rows), default=0)
        if not head.tag or not count:
            return self.plain_table(rows, count)
        if count > MOST_COLUMNS:
            return self.cards(rows[0], rows[1:])
        widths = ", ".join(f"{width}fr" for width in column_widths(rows))
        header = ", ".join(map(self.entry, rows[0]))
        return f"table(columns: ({widths}), table.header({header}), {self.cells(rows[1:])})"

    def plain_table(self, rows: Sequence[Sequence[Node]], count: int) -> str:
        return f"table(columns: {count}, {self.cells(rows)})" if count else "none"

    def cells(self, rows: Iterable[Iterable[Node]]) -> str:
        return ", ".join(
            f"strong({self.entry(cell)})" if cell.tag == "th" else self.entry(cell) for row in rows for cell in row
        )

    def cards(self, head: Sequence[Node], rows: Iterable[Sequence[Node]]) -> str:
        """Return rows as lists of terms, in which the names of the columns are the terms, without empty cells."""
        names = [self.entry(cell) for cell in head]
        return _joined(
            'box-of("card", {})'.format(
                self.term_list(
                    (name, [self.entry(cell)]) for name, cell in zip(names, row, strict=False) if cell.words()
                )
            )
            for row in rows
        )

    def line(self, nodes: Iterable[Node]) -> str:
        """Return words and what stands between them; nothing when there are none."""
        written = [self.inline(node) for node in one_line([node for node in nodes if _is_printed(node)])]
        return _joined(written) if written else ""

    def inline(self, node: Node) -> str:
        if not node.tag:
            anchored = f"[#anchor({self.quoted(node.label)})]" if node.label else ""
            return _joined(filter(None, [anchored, *self.words(node.text)]))
        if node.tag in ("svg", "img"):
            return self.drawing(node) if node.tag == "svg" else self.picture(node)
        if node.tag == "br":
            return "linebreak()"
        written = [self.inline(child) for child in node.children if _is_printed(child)]
        return self.spoken(node, self.toned(node, _joined(written))) if written else '""'

    def toned(self, node: Node, inside: str) -> str:
        if node.tag == "a":
            return self.link(node, inside)
        if node.tag in ("strong", "b", "code", "em", "i"):
            name = {"strong": "strong", "b": "strong", "code": "code"}.get(node.tag, "emph")
            return f"{name}({inside})"
        tone = next((one for one in _TONES if one in node.classes), "")
        broken = "linebreak()\n" if "does" in node.classes else ""
        return f'{{ {broken}tone("{tone}", {inside}) }}' if tone else f"{{ {broken}{inside} }}"

    def link(self, node: Node, inside: str) -> str:
        address = node.attributes.get("href", "")
        if address.startswith("#"):
            label = self.reached.get(address[1:])
            return f"link(label({self.quoted(label)}), {inside})" if label else inside
        return (
            f"link({self.quoted(address)}, {inside})"
            if address.startswith(("https://", "http://", "mailto:"))
            else inside
        )

    def words(self, words: str) -> Iterator[str]:
        """Yield words as strings; a long one may be broken anywhere."""
        for part in _LONG.split(words):
            if part:
                yield f"long({self.quoted(part)})" if _LONG.fullmatch(part) else self.quoted(part)

    def drawing(self, node: Node) -> str:
        """Return a drawing with its words, or a sign without any."""
        drawn = self.quoted(svg(node, self.figures))
        if not node.is_drawing:
            return f"sign({drawn})"
        anchored = f"[#anchor({self.quoted(node.label)})]\n" if node.label else ""
        return f"{{ {anchored}figure-of({drawn}, {self.quoted(told_words(node))}, {_drawing_width(node)}) }}"

    def picture(self, node: Node) -> str:
        """Return a picture that stands in the page itself; no other is fetched."""
        held = held_picture(node)
        if held is None:
            return '""'
        kind, content = held
        alt = self.quoted(node.attributes.get("alt", ""))
        return f'picture(({", ".join(map(str, content))}), "{kind}", {alt})'


def _joined(written: Iterable[str]) -> str:
    """Return pieces of code as one that gives what they give, one after another."""
    pieces = [piece for piece in written if piece and piece != "none"]
    return pieces[0] if len(pieces) == 1 else "{\n" + "\n".join(pieces) + "\n}" if pieces else "none"


def _several(said: Sequence[str]) -> str:
    return f"list({', '.join(said)})" if len(said) > 1 else _joined(said)


def _is_printed(node: Node) -> bool:
    return node.is_seen and node.tag not in ("caption", "colgroup")


def _leaves(node: Node) -> list[Node]:
    """Return what stands in a node or in the frames in it."""
    return [
        leaf
        for child in node.children
        for leaf in (_leaves(child) if "frame" in child.classes else [child])
        if leaf.tag or leaf.text.strip()
    ]


def _drawing_width(node: Node) -> str:
    return f"{float(node.attributes.get('width', '0')) * _PIXEL:g}pt"
