"""Tables that a narrow screen shows as cards: a row is a card, and every cell says what it is.

The name of a column stands in `data-label`, where only the style sheet reads it; a table stays a table.
"""

import re
from collections.abc import Sequence
from itertools import count

from markupsafe import Markup, escape

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b")


def label_cells(document: str) -> str:
    """Return a page of HTML in which every cell below a heading has the text of that heading as its `data-label`."""
    return _TABLE.sub(lambda table: _label_table(table[0]), document)


def _label_table(table: str) -> str:
    head = _HEAD.search(table)
    if head is None:
        return table
    labels = [escape(Markup(heading).striptags()) for heading in _HEADING.findall(head[0])]
    rows = _ROW.sub(lambda row: _label_row(row[0], labels), table[head.end() :])
    return table[: head.end()] + rows


def _label_row(row: str, labels: Sequence[str]) -> str:
    """Return a row with its labels; what names the row needs none."""
    columns = count()

    def label(cell: re.Match[str]) -> str:
        column = next(columns)
        return f'<td data-label="{labels[column]}"' if cell[1] == "td" and column < len(labels) else cell[0]

    return _CELL.sub(label, row)
