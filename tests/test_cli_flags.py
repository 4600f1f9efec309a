"""Claims about `iama flags` and `iama respond` as a person runs them."""

from pathlib import Path

import pytest
from commands import SHORT, answer, demo, fresh, iama, refused

AS_OF = ("--as-of", "2026-11-23")
RESPOND = ("respond", "--decision", "dispute", "--text", "Not so.", "--by", "lawyer")


@pytest.fixture
def herzicht(tmp_path: Path) -> Path:
    return demo(tmp_path)


def test_flags_shows_the_page_in_the_language_of_the_dossier_or_the_one_that_is_asked(herzicht: Path) -> None:
    dutch, english = (
        iama(herzicht, "flags", *AS_OF, "herzicht"),
        iama(herzicht, "flags", *AS_OF, "--lang", "en", "herzicht"),
    )
    assert (dutch.code, dutch.err, english.code) == (0, "", 0)
    assert dutch.out.startswith(
        "herzicht — stand op 23 november 2026\n\nDit houdt een besluit om door te gaan tegen (0)"
    )
    assert "To do this month (6)" in english.out and "Calendar (" in english.out


def test_flags_as_json_is_the_contract(herzicht: Path) -> None:
    document = iama(herzicht, "flags", *AS_OF, "--json", "herzicht").json
    assert next(iter(document.items())) == ("iama_flags", 1)
    assert (document["algorithm"], document["as_of"], len(document["flags"]) > 90) == ("herzicht", "2026-11-23", True)


def test_as_of_moves_time(herzicht: Path) -> None:
    def verdict(day: str) -> str:
        found = iama(herzicht, "flags", "--as-of", day, "--json", "herzicht").json["flags"]
        (one,) = [flag["verdict"] for flag in found if flag["id"] == "fria-required"]
        return str(one)

    assert [verdict(day) for day in ("2030-08-01", "2030-08-02")] == ["upcoming", "fired"]


def test_all_shows_what_is_clear_as_well(herzicht: Path) -> None:
    assert "[banned-practice]" not in iama(herzicht, "flags", "herzicht").out
    assert "[banned-practice]" in iama(herzicht, "flags", "--all", "herzicht").out


def test_a_new_dossier_has_no_fired_flag(tmp_path: Path) -> None:
    flags = iama(fresh(tmp_path), "flags", "--json", "abc").json["flags"]
    assert {flag["verdict"] for flag in flags} <= {"undecided", "clear"}


def test_flags_refuses_a_dossier_and_a_day_that_are_none(herzicht: Path) -> None:
    assert "nosuch" in refused(herzicht, "flags", "nosuch")
    assert "--as-of" in refused(herzicht, "flags", "--as-of", "2026-13-01", "herzicht")


def test_respond_records_a_dispute_with_todays_date_and_says_that_it_resolves(herzicht: Path) -> None:
    told = iama(herzicht, *RESPOND, "herzicht", "not-representative")
    assert (told.code, told.out) == (0, "herzicht: not-representative: resolved\n")
    (row,) = answer(herzicht, "responses", ref="follow-up-1.0", of="herzicht").rows
    assert row.cells["trigger"] == "iama/not-representative"
    assert (row.cells["decision"], row.cells["text"], row.cells["by"]) == ("dispute", "Not so.", "lawyer")
    assert row.cells["date"] and row.cells["seen"]


def test_respond_makes_an_action_point_for_a_mitigation(herzicht: Path) -> None:
    words = ("--text", "Test it", "--by", "data-scientist", "--owner", "data-scientist", "--due", "2027-01-31")
    told = iama(herzicht, "respond", "--decision", "mitigate", *words, "herzicht", "not-representative")
    assert told.code == 0
    (action,) = answer(herzicht, "actions", ref="follow-up-1.0", of="herzicht").rows
    (row,) = answer(herzicht, "responses", ref="follow-up-1.0", of="herzicht").rows
    assert row.cells["action"] == action.id
    assert "Test it" in iama(herzicht, "report", "--to", "md", "-o", "-", "herzicht").out


def test_a_response_that_does_not_resolve_says_so(herzicht: Path) -> None:
    assert iama(herzicht, "set", "herzicht", "basis-kind", "none").code == 0
    words = ("--text", "We will look", "--by", "lawyer", "--owner", "lawyer", "--due", "2027-01-31")
    told = iama(herzicht, "respond", "--decision", "mitigate", *words, "herzicht", "no-legal-basis")
    assert told.out == "herzicht: no-legal-basis: recorded, not resolved yet\n"


def test_a_flag_may_be_named_with_its_questionnaire(herzicht: Path) -> None:
    assert iama(herzicht, *RESPOND, "herzicht", "iama/not-representative").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("herzicht", "not-representativ"), "`not-representative`"),
        (("herzicht", "zzz"), "iama flags ALGORITHM --all"),
        (("herzicht", "banned-practice"), "nothing to answer"),
        (("herzicht", "lighter-means"), "--for"),
        (("--for", "nosuch", "herzicht", "lighter-means"), "data-protection"),
    ],
)
def test_respond_refuses_a_flag_that_is_not_there(herzicht: Path, words: tuple[str, ...], said: str) -> None:
    assert said in refused(herzicht, *RESPOND, *words)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--decision", "accept", "--text", "x", "--by", "lawyer"), "`responsible`"),
        (("--decision", "mitigate", "--text", "x", "--by", "lawyer"), "--action ROW"),
        (("--decision", "mitigate", "--text", "x", "--by", "lawyer", "--action", "zzzzzz"), "no action point `zzzzzz`"),
        (("--decision", "mitigate", "--text", "x", "--by", "lawyer", "--owner", "a", "--due", "soon"), "date"),
        (("--decision", "dispute", "--text", " ", "--by", "lawyer"), "needs a reason"),
        (("--decision", "dispute", "--text", "x", "--by", "Jan Jansen"), "no role `Jan Jansen`"),
    ],
)
def test_respond_refuses_what_the_flag_does_not_allow(herzicht: Path, options: tuple[str, ...], said: str) -> None:
    assert said in refused(herzicht, "respond", *options, "herzicht", "not-representative")


def test_nobody_accepts_a_blocker(herzicht: Path) -> None:
    assert iama(herzicht, "set", "herzicht", "prohibited", "yes").code == 0
    words = ("--decision", "accept", "--text", "x", "--by", "responsible")
    assert "cannot be accepted" in refused(herzicht, "respond", *words, "herzicht", "banned-practice")


def test_status_counts_the_flags_and_names_what_blocks(herzicht: Path) -> None:
    status = iama(herzicht, "status", *AS_OF, "--json", "herzicht").json
    assert status["flags"] == {"blocker": 0, "must": 1, "warning": 5, "attention": 11}
    assert status["blocks"] == []
    assert "Signalen: moet 1 · waarschuwing 5 · aandacht 11\n" in iama(herzicht, "status", *AS_OF, "herzicht").out
    assert iama(herzicht, "set", "herzicht", "basis-kind", "none").code == 0
    blocked = iama(herzicht, "status", *AS_OF, "--lang", "en", "herzicht").out
    assert "Flags: blocker 1 · must 1" in blocked and "  Blocks: " in blocked


def test_status_counts_what_may_still_block(herzicht: Path) -> None:
    assert iama(herzicht, "set", "--unknown", "herzicht", "prohibited").code == 0
    status = iama(herzicht, "status", *AS_OF, "--json", "herzicht").json
    assert ("banned-practice", "undecided") in [(one["id"], one["verdict"]) for one in status["blocks"]]
    said = iama(herzicht, "status", *AS_OF, "--lang", "en", "herzicht").out
    assert f"  {len(status['blocks'])} × blocking still possible: `iama flags herzicht`\n" in said
    assert "  Blocks: " not in said


def test_the_status_of_a_new_dossier_says_in_one_line_what_may_still_block(tmp_path: Path) -> None:
    said = iama(fresh(tmp_path), "status", "abc").out
    assert "Signalen: 0\n  27 × blokkade nog mogelijk: `iama flags abc`\n\n" in said


def test_the_portfolio_counts_flags_per_severity(herzicht: Path) -> None:
    (one,) = iama(herzicht, "status", *AS_OF, "--json").json["algorithms"]
    assert one["flags"] == {"blocker": 0, "must": 1, "warning": 5, "attention": 11}
    assert "M1 W5 A11" in iama(herzicht, "status", *AS_OF).out


def test_what_respond_wrote_is_read_back_without_findings(herzicht: Path) -> None:
    assert iama(herzicht, *RESPOND, "herzicht", "not-representative").code == 0
    text = (herzicht / SHORT / "follow-up.yaml").read_text(encoding="utf-8")
    assert "trigger: iama/not-representative" in text
    assert iama(herzicht, "status", "herzicht").code == 0


def test_respond_without_a_follow_up_says_how_to_make_one(herzicht: Path) -> None:
    (herzicht / SHORT / "follow-up.yaml").unlink()
    words = ("respond", "--decision", "dispute", "--text", "Nee", "--by", "lawyer", "herzicht", "function-creep-open")
    assert "no follow-up.yaml, which holds the responses; make it: `iama new ID`" in refused(herzicht, *words)
