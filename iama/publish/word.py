"""A page of HTML as the body of a Word document: headings, lists, tables and links that Word itself knows.

Every word of the page stands in it as text, so that no answer can say anything to Word. What the page only draws beside
words stays out; a drawing that says something has its words as alternative text, or stands there in words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from iama.model.struct import replace
from iama.publish.pagetree import HEADINGS, Node, reached_labels
from iama.publish.printed import (
    MOST_COLUMNS,
    column_widths,
    grouped_terms,
    held_picture,
    is_inline,
    one_line,
    table_rows,
    told_words,
)
from iama.publish.wordpictures import Picture, drawing, size_of
from iama.publish.wordruns import BOLD, Words, field, is_leftward, language_of, plain, run, styled

_FRAMES = {"loud": "loud", "internal": "internal-ink", "dissent": "ink", "kept": "strong-line"}  # classes, colours
_LINES = {  # styles of whole lines, by class
    **{"label": "Label", "big": "Telling", "advice": "Telling", "concept": "Telling", "organisation": "Subtitle"},
    **dict.fromkeys(("quiet", "intro", "state", "edition", "law", "made"), "Remark"),
}
_CONTENTS = 'TOC \\o "1-2" \\h'  # headings of two levels, as links
_STEP = 360  # twentieths of a point that a list moves to the right
_BESIDE, _LETTER, _LONG = 260, 112, 18  # twips beside and for a letter in a column; letters of a word that stays whole
_MOST_COUNTED = 32_767  # Word counts no further, and may not count from 0
_APART = {"table": 200, "list": 120}  # twips below it
_MUCH = 500  # signs in a cell, of a row that may go on at the next page
_DEEPEST = 8
_LOGO = 504_000  # EMU: 1.4 cm
_PIXEL = 9525  # EMU
_TWIP = 635  # EMU
Draw = Callable[[Node | bytes], bytes | None]  # a drawing to a PNG; nothing where that cannot be made


class Spot(Struct, frozen=True):
    """Where a block stands: in which frame, in a table or not, how deep in lists, and which number is still to show."""

    frame: str = ""
    cell: bool = False
    depth: int = 0
    list: int = 0
    mark: str = ""
    words: Words = Words()


class WordBody(Struct):
    """A body in XML, and what it refers to: addresses, pictures by name, first number and depth of each list."""

    xml: str
    links: list[str]
    pictures: dict[str, bytes]
    lists: list[tuple[int, int]]


def word_body(root: Node, ids: Mapping[str, str], colours: Mapping[str, str], width: int, draw: Draw) -> WordBody:
    """Return the body of a page; `ids` are the styles of the document, `width` that of its text in twips."""
    writer = _Writer(reached_labels(root), ids, colours, width, draw)
    xml = "".join(writer.blocks(root, Spot()))
    return WordBody(xml, writer.links, writer.pictures, writer.lists)


class _Writer:
    def __init__(
        self, reached: Mapping[str, str], ids: Mapping[str, str], colours: Mapping[str, str], width: int, draw: Draw
    ) -> None:
        self.reached = reached
        self.places = {label: number for number, label in enumerate(dict.fromkeys(reached.values()), 1)}
        self.ids = ids
        self.colours = colours
        self.width = width
        self.draw = draw
        self.anchored: set[str] = set()  # labels: the head of a table that is read row by row is said again and again
        self.links: list[str] = []
        self.pictures: dict[str, bytes] = {}
        self.lists = [(0, 0)]  # the first has bullets
        self.level = 0  # of the last heading: none is skipped
        self.drawn = 0
        self.last = ""  # what stands above: a table or a list, from which words are set apart

    def blocks(self, node: Node, spot: Spot) -> list[str]:
        """Return what stands in a node, one block after another."""
        made: list[str] = []
        for inline, group in groupby((child for child in node.children if child.is_seen), key=is_inline):
            children = list(group)
            for part in [children] if inline else [[child] for child in children]:
                found = self.paragraph(part, "", spot) if inline else self.element(part[0], spot)
                made += found
                spot = _past(spot) if found else spot
        return made

    def element(self, node: Node, spot: Spot) -> list[str]:
        """Return a block element."""
        if language := language_of(node):
            spot = replace(spot, words=replace(spot.words, language=language))
        if node.tag in HEADINGS or node.tag == "h1":
            return self.heading(node, spot)
        if "contents" in node.classes:
            return self.contents(node)
        if node.is_drawing:
            return self.figure(node, spot)
        special = {
            **dict.fromkeys(("p", "figcaption", "caption"), self.line),
            **{"ul": self.entries, "ol": self.entries, "table": self.table, "dl": self.terms, "summary": self.summary},
        }
        if written := special.get(node.tag):
            return written(node, spot)
        frame = next((_FRAMES[name] for name in node.classes if name in _FRAMES), spot.frame)
        return self.blocks(node, replace(spot, frame=frame))

    def heading(self, node: Node, spot: Spot) -> list[str]:
        above = [child for child in node.children if "eyebrow" in child.classes]
        children = [child for child in node.children if child not in above]
        style = "Title"
        if node.tag != "h1":
            self.level = min(HEADINGS[node.tag], self.level + 1)
            style = f"Heading{self.level}"
        flat = replace(spot, frame="", words=replace(spot.words, style="", bold=False))
        named = [line for child in above for line in self.paragraph(child.children, "Eyebrow", flat)]
        return [*named, *self.paragraph(children, style, flat, node.label)]

    def summary(self, node: Node, spot: Spot) -> list[str]:
        has_heading = any(child.tag in HEADINGS for child in node.children)
        return self.blocks(node, spot) if has_heading else self.paragraph(node.children, "Label", spot)

    def line(self, node: Node, spot: Spot) -> list[str]:
        usual = {"figcaption": "Remark", "caption": "Label"}.get(node.tag, "")
        return self.paragraph(node.children, next((_LINES[one] for one in node.classes if one in _LINES), usual), spot)

    def paragraph(self, nodes: Iterable[Node], style: str, spot: Spot, label: str = "") -> list[str]:
        """Return words as a paragraph; none when there are no words."""
        children = one_line([node for node in nodes if node.is_seen])
        runs = "".join(self.runs(child, spot.words) for child in children)
        if not runs:
            return []
        mark = f"{self.run(spot.mark, Words())}<w:r><w:tab/></w:r>" if spot.mark else ""
        words = " ".join(child.words() for child in children)
        shown = self.properties(style, spot, leftwards=is_leftward(words))
        return [f"<w:p>{shown}{self.anchor(label)}{mark}{runs}</w:p>"]

    def properties(self, style: str, spot: Spot, *, leftwards: bool = False, kept: bool = False) -> str:
        """Return what holds for a paragraph, in the order that the schema asks."""
        style = style or ("InTable" if spot.cell else "ListParagraph" if spot.depth else "")
        told = f'<w:pStyle w:val="{self.ids[style]}"/>' if style else ""
        told += "<w:keepNext/>" * kept
        if spot.list:
            told += (
                f'<w:numPr><w:ilvl w:val="{min(spot.depth - 1, _DEEPEST)}"/><w:numId w:val="{spot.list}"/></w:numPr>'
            )
        elif spot.frame and not spot.depth:
            colour = self.colours[spot.frame]
            told += f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'
        told += "<w:bidi/>" if leftwards else ""
        if not spot.cell:
            apart = "" if spot.depth or style.startswith("Heading") else self.last
            told += f'<w:spacing w:before="{_APART[apart]}"/>' if apart else ""
            self.last = ""
        if spot.depth and not spot.list:
            hanging = f' w:hanging="{_STEP}"' if spot.mark else ""
            told += f'<w:ind w:left="{_STEP * min(spot.depth, _DEEPEST + 1)}"{hanging}/>'
        return f"<w:pPr>{told}</w:pPr>" if told else ""

    def anchor(self, label: str) -> str:
        """Return the place that links to a label lead to."""
        if not label or label in self.anchored:
            return ""
        self.anchored.add(label)
        place = self.places[label]
        return f'<w:bookmarkStart w:id="{place}" w:name="p{place}"/><w:bookmarkEnd w:id="{place}"/>'

    def entries(self, node: Node, spot: Spot) -> list[str]:
        """Return a list; an entry that was typed behind its own mark keeps that."""
        entries = [child for child in node.children if child.tag == "li"]
        start = int(node.attributes.get("start", "1")) if node.tag == "ol" else 0
        is_counted = 0 < start <= _MOST_COUNTED - len(entries)
        if is_counted:
            self.lists.append((start, min(spot.depth, _DEEPEST)))
        number = len(self.lists) if is_counted else 1
        made: list[str] = []
        for place, entry in enumerate(entries, start):
            typed = entry.find(lambda one: "mark" in one.classes) if "marked" in entry.classes else Node()
            mark = f"{place}." if node.tag == "ol" and not is_counted else typed.words()
            children = [child for child in entry.children if child is not typed]
            listed = replace(spot, depth=spot.depth + 1, list=0 if mark else number, mark=mark)
            made += self.element(Node("div", entry.attributes, children), listed)
        self.last = self.last if spot.cell or spot.depth else "list"
        return made

    def terms(self, node: Node, spot: Spot) -> list[str]:
        """Return a list of terms with what is said of each."""
        return self.described(grouped_terms(node), spot)

    def described(self, groups: Iterable[tuple[Node, Sequence[Node]]], spot: Spot, first: str = "Term") -> list[str]:
        """Return terms with what is said of each; `first` is the style of the first term."""
        made: list[str] = []
        for place, (term, said) in enumerate(groups):
            made += self.paragraph(term.children, "Term" if place else first, spot)
            for one in said:
                below = replace(_past(spot), depth=spot.depth + 1)
                made += self.element(Node("div", one.attributes, one.children), below)
        self.last = self.last if spot.cell or spot.depth else "list"
        return made

    def table(self, node: Node, spot: Spot) -> list[str]:
        """Return a table of which the first row is said again on every page; one of many columns row by row."""
        rows = table_rows(node)
        count = max((len(row) for row in rows), default=0)
        if not count:
            return []
        name = node.find(lambda one: one.tag == "caption")
        told = [] if not name.is_seen or not name.tag else self.element(name, spot)
        has_head = bool(node.find(lambda one: one.tag == "thead").tag)
        if has_head and count > MOST_COLUMNS:
            return [*told, *self.cards(rows[0], rows[1:], spot)]
        widths = _widths(rows, self.width) if all(len(row) == count for row in rows) else [self.width // count] * count
        first = all(row[0].tag == "th" for row in rows[1:] if row)
        between = '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>' if self.last == "table" else ""
        inside = "".join(self.row(row, widths, spot, is_head=has_head and not place) for place, row in enumerate(rows))
        self.last = self.last if spot.cell else "table"
        caption = "".join(part.text for part in name.nodes()).strip()
        return [*told, f"{between}<w:tbl>{self.frame_of(widths, caption, has_head, first)}{inside}</w:tbl>"]

    def frame_of(self, widths: Sequence[int], caption: str, has_head: bool, first: bool) -> str:
        look = f'w:firstRow="{int(has_head)}" w:lastRow="0" w:firstColumn="{int(first)}" w:lastColumn="0"'
        value = 0x0400 | 0x0020 * has_head | 0x0080 * first | 0x0200
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        named = f'<w:tblCaption w:val="{plain(caption)}"/>' if caption else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{self.ids["IamaTable"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{value:04X}" {look} w:noHBand="1" w:noVBand="1"/>{named}'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )

    def row(self, cells: Sequence[Node], widths: Sequence[int], spot: Spot, *, is_head: bool) -> str:
        whole = "<w:cantSplit/>" if is_head or max((len(cell.words()) for cell in cells), default=0) < _MUCH else ""
        head = f"<w:trPr>{whole}{'<w:tblHeader/>' if is_head else ''}</w:trPr>" if whole else ""
        inside = "".join(self.cell(cell, width, spot) for cell, width in zip(cells, widths, strict=False))
        return f"<w:tr>{head}{inside}</w:tr>"

    def cell(self, node: Node, width: int, spot: Spot) -> str:
        words = replace(spot.words, bold=node.tag in BOLD)
        inside = self.element(Node("div", node.attributes, node.children), Spot(cell=True, words=words))
        if not inside or not inside[-1].endswith("</w:p>"):
            inside.append(f"<w:p>{self.properties('', Spot(cell=True))}</w:p>")
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(inside)}</w:tc>'

    def cards(self, head: Sequence[Node], rows: Iterable[Sequence[Node]], spot: Spot) -> list[str]:
        """Return rows as lists of terms, in which the names of the columns are the terms, without empty cells."""
        made: list[str] = []
        for row in rows:
            said = [(name, [cell]) for name, cell in zip(head, row, strict=False) if cell.words()]
            made += self.described(said, spot, first="Card")
        return made

    def contents(self, node: Node) -> list[str]:
        """Return the contents as a field, which Word can make again with the numbers of pages."""
        flat = list(_contents(node, 0))
        label = node.find(lambda one: "label" in one.classes and one.tag == "p")
        made = [line for depth, one in flat for line in self.paragraph(one, f"TOC{min(depth, 3)}", Spot())]
        if made:
            begin = field("begin") + f"<w:r><w:instrText>{_CONTENTS}</w:instrText></w:r>" + field("separate")
            made[0] = made[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
            made[-1] = made[-1].removesuffix("</w:p>") + field("end") + "</w:p>"
        return [*self.paragraph(label.children, "TOCHeading", Spot()), *made]

    def runs(self, node: Node, words: Words) -> str:
        """Return what stands in a line."""
        if not node.is_seen or (node.tag == "svg" and not node.is_drawing):
            return ""
        if not node.tag:
            return self.anchor(node.label) + self.run(node.text, words)
        if node.tag == "br":
            return "<w:r><w:br/></w:r>"
        if node.tag == "img":
            return self.logo(node, words)
        words = styled(node, words)
        inside = "".join(self.runs(child, words) for child in node.children)
        if "tag" in node.classes and inside:
            inside = f"{self.run('(', words)}{inside}{self.run(')', words)}"
        broken = "<w:r><w:br/></w:r>" if "does" in node.classes else ""
        return broken + (self.link(node, inside) if node.tag == "a" and inside else inside)

    def run(self, text: str, words: Words) -> str:
        return run(text, words, self.ids)

    def link(self, node: Node, inside: str) -> str:
        address = node.attributes.get("href", "")
        if address.startswith("#"):
            label = self.reached.get(address[1:])
            return f'<w:hyperlink w:anchor="p{self.places[label]}">{inside}</w:hyperlink>' if label else inside
        if not address.startswith(("https://", "http://", "mailto:")):
            return inside
        if address not in self.links:
            self.links.append(address)
        return f'<w:hyperlink r:id="link{self.links.index(address) + 1}">{inside}</w:hyperlink>'

    def figure(self, node: Node, spot: Spot) -> list[str]:
        """Return a drawing with its words; without a picture, the words alone."""
        words = told_words(node)
        if (content := self.draw(node)) is None:
            return self.paragraph([Node(text=words)], "Remark", spot, node.label)
        wide = min(float(node.attributes.get("width", "0")) * _PIXEL, self.width * _TWIP)
        picture = self.picture("png", content, words, wide=int(wide))
        return [f"<w:p>{self.properties('', spot, kept=True)}{self.anchor(node.label)}{picture}</w:p>"]

    def logo(self, node: Node, words: Words) -> str:
        """Return a picture that stands in the page itself; where it cannot be shown, its words."""
        told = node.attributes.get("alt", "")
        kind, content = held_picture(node) or ("", b"")
        if kind == "svg":
            kind, content = "png", self.draw(content) or b""
        return self.picture(kind, content, told, high=_LOGO) if size_of(content) else self.run(told, words)

    def picture(self, kind: str, content: bytes, words: str, *, wide: int = 0, high: int = 0) -> str:
        self.drawn += 1
        name = f"picture{self.drawn}.{kind}"
        self.pictures[name] = content
        across, down = size_of(content) or (1, 1)
        wide, high = wide or max(high * across // down, 1), high or wide * down // across
        fitting = min(1, self.width * _TWIP / wide)
        return drawing(Picture(self.drawn, name, plain(words), int(wide * fitting), int(high * fitting) or 1))


def _widths(rows: Sequence[Sequence[Node]], width: int) -> list[int]:
    """Return the widths of columns: room for their longest words, and of what is left a part by what they say."""
    words = [[word for cell in column for word in cell.words().split()] for column in zip(*rows, strict=True)]
    least = [_BESIDE + _LETTER * min(max(map(len, said), default=1), _LONG) for said in words]
    shares, left = column_widths(rows), max(width - sum(least), 0)
    fitting = min(width / sum(least), 1)
    return [int(one * fitting) + left * share // sum(shares) for one, share in zip(least, shares, strict=True)]


def _past(spot: Spot) -> Spot:
    """Return where the next block stands: the mark of an entry is shown once."""
    return replace(spot, list=0, mark="") if spot.list or spot.mark else spot


def _contents(node: Node, depth: int) -> Iterator[tuple[int, list[Node]]]:
    """Yield each line of the contents with its depth."""
    for child in node.children:
        if child.tag in ("ol", "ul"):
            yield from _contents(child, depth + 1)
        elif child.tag == "li":
            yield depth, [one for one in child.children if one.tag not in ("ol", "ul")]
            yield from _contents(child, depth)
