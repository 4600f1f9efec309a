"""`iama summary`: proposes what everybody must know, writes a line, and says what changed since."""

from pathlib import Path

from commands import answer, demo, iama, refused

from iama.model.dossier import Row

FLAG = "indirect-distinction-open"  # a must-flag of the worked example


def lines(base: Path) -> dict[str, Row]:
    """Return the lines of the summary by what they are about."""
    return {row.cells.get("about", ""): row for row in answer(base, "summary", of="herzicht").rows}


def test_a_proposal_is_made_for_what_must_be_told_and_for_no_more(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "set", "-q", "iama-2.0", "--clear", "herzicht", "summary")
    told = iama(base, "summary", "herzicht", "--propose")
    assert told.code == 0 and {"effect", FLAG} <= lines(base).keys()
    proposed = lines(base)
    assert all(row.cells["text"] and row.cells["seen"] for row in proposed.values())
    iama(base, "summary", "herzicht", "--propose")
    assert lines(base) == proposed  # what is told already is not proposed again


def test_a_line_is_written_confirmed_and_replaced_in_its_place(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = lines(base)
    told = iama(base, "summary", "herzicht", "--about", FLAG, "--text", "Ongelijke kansen.", "--due", "1 maart 2027")
    assert told.code == 0 and "Ongelijke kansen." in told.out
    written = lines(base)
    assert [row.id for row in written.values()] == [row.id for row in before.values()]
    assert written[FLAG].cells["text"] == "Ongelijke kansen." and written[FLAG].cells["due"] == "2027-03-01"
    assert written[FLAG].cells["response"] == before[FLAG].cells["response"]  # what is not said stays
    iama(base, "set", "-q", "algorithm-1.0", "herzicht", "effect", "decision-support")
    changed = iama(base, "summary", "herzicht").out
    iama(base, "summary", "herzicht", "--about", "effect")
    confirmed = lines(base)
    assert confirmed["effect"].cells["seen"] != before["effect"].cells["seen"]
    assert confirmed["effect"].cells["text"] == before["effect"].cells["text"]
    assert iama(base, "summary", "herzicht").out != changed


def test_a_line_about_nothing_that_is_there_is_refused(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert "nowhere" in refused(base, "summary", "herzicht", "--about", "nowhere")
    assert refused(base, "summary", "herzicht", "--text", "Zomaar iets")
