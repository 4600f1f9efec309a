"""Tables as cards: every cell knows its column, and nothing else of a page changes."""

import re

from editions import REPORTS, everything, everything_public
from portfolios import estate_page

from iama.publish.cards import label_cells
from iama.publish.report import render

HEAD = '<thead><tr><th scope="col">No.</th><th scope="col">The <b>"right"</b> &amp; more</th></tr></thead>'


def test_a_cell_has_the_text_of_its_heading_and_a_row_heading_has_none() -> None:
    row = '<tr id="a"><td class="slim">1</td><th scope="row">Privacy</th></tr><tr><td lang="nl">2</td><td>x</td></tr>'

    assert label_cells(f"<table>{HEAD}<tbody>{row}</tbody></table>") == (
        f'<table>{HEAD}<tbody><tr id="a"><td data-label="No." class="slim">1</td><th scope="row">Privacy</th></tr>'
        '<tr><td data-label="No." lang="nl">2</td><td data-label="The &#34;right&#34; &amp; more">x</td></tr>'
        "</tbody></table>"
    )


def test_what_has_no_heading_above_it_stays_as_it_is() -> None:
    page = "<td>1</td><table><tr><th scope='row'>a</th><td>b</td></tr></table>"

    assert label_cells(page) == page


def test_every_cell_of_every_table_of_a_page_has_its_label() -> None:
    for page in (everything(), render(everything_public(), "html", REPORTS), estate_page()):
        cells = re.findall(r"<td\b[^>]*>", page)

        assert len(cells) > 20
        assert [cell for cell in cells if 'data-label="' not in cell] == []
