"""Claims about the overview of all dossiers: what it counts, what is due, and that it quotes no answer."""

import re
from datetime import date

import pytest
from editions import REPORTS, Page, texts
from flagged import TODAY, empty, example, judged, with_answer, with_rows
from portfolios import decided, estate, estate_page, example_with, line
from withheld import canary

from iama.model.approval import Decision
from iama.model.days import months_later
from iama.model.dossier import Answer, Follow, Row, State
from iama.model.struct import replace
from iama.publish.portfolio import overview, portfolio
from iama.publish.report import render
from iama.terminal.portfolio import portfolio_text

ACTION = {"text": canary("action"), "owner": canary("owner"), "due": "2026-11-22", "status": "open"}


def test_an_approval_is_the_last_decision_about_an_assessment() -> None:
    assert line(example_with(decided("2025-10-02")))["approved"] == "2025-10-02"
    assert line(example_with())["approved"] is None


def test_a_later_refusal_takes_the_approval_away_and_a_refusal_of_another_assessment_does_not() -> None:
    refused = decided("2026-01-01", Decision.NO_GO)
    assert line(example_with(decided("2025-10-02"), refused))["approved"] is None
    assert line(example_with(decided("2025-10-02", ref="fria-1.0"), refused))["approved"] == "2025-10-02"


def test_an_approval_of_an_older_version_is_about_the_same_instrument() -> None:
    (iama, _) = line(example_with(decided("2022-10-02", ref="iama-1.0")))["assessments"]
    assert (iama["ref"], iama["decision"]["questionnaire"]) == ("iama-2.0", "iama-1.0")


def test_a_decision_counts_from_its_day_on() -> None:
    dossier = example_with(decided("2026-11-23"))
    assert overview(judged(dossier, date(2026, 11, 22)), dossier, "en")["approved"] is None
    assert line(dossier)["ages"]["days_since_approval"] == 0


def test_ages_are_in_months_since_the_review_and_in_days_since_the_approval() -> None:
    told = line(example_with(decided("2026-10-24"), follow_up__last_review="2026-08-24"))
    assert told["ages"] == {"months_since_review": 2, "days_since_approval": 30}


def test_a_review_that_is_still_to_come_is_none() -> None:
    told = line(example_with(decided("2025-10-02"), follow_up__last_review="2027-01-01"))
    assert told["ages"]["months_since_review"] is None
    assert dated(told["due"], "review") == ["2026-10-02"]


def dated(due: list[dict[str, str]], kind: str) -> list[str]:
    return [one["date"] for one in due if one["kind"] == kind]


@pytest.mark.parametrize(
    ("approved", "phase", "months", "due"),
    [
        ("2026-10-02", "in-use", 12, ["2027-10-02"]),
        ("2026-10-02", "in-use", 6, ["2027-04-02"]),
        ("2026-10-02", "retired", 12, []),
        ("", "in-use", 12, []),
    ],
)
def test_a_review_is_due_some_months_after_the_last_look_at_what_was_approved(
    approved: str, phase: str, months: int, due: list[str]
) -> None:
    approvals = (decided(approved),) if approved else ()
    dossier = example_with(*approvals, follow_up__phase=phase, follow_up__last_review="2025-01-01")
    told = overview(judged(dossier), dossier, "en", months=months)["due"]
    assert dated(told, "review") == due


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-31", 12, "2027-12-31"),
        ("9999-12-31", 12, "9999-12-31"),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_its_month(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months).isoformat() == later


def test_what_is_overdue_comes_first_and_is_marked() -> None:
    dossier = with_rows(example(), "follow-up.actions", Row("abcdef", ACTION))
    first, *others = line(dossier)["due"]
    assert (first["id"], first["date"], first["overdue"]) == ("abcdef", "2026-11-22", True)
    assert [one["date"] for one in others] == sorted(one["date"] for one in others)
    assert not any(one["overdue"] for one in others)


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_an_action_point_that_is_finished_is_not_due(status: str) -> None:
    dossier = with_rows(example(), "follow-up.actions", Row("abcdef", {**ACTION, "status": status}))
    assert "abcdef" not in [one["id"] for one in line(dossier)["due"]]


def test_a_question_that_somebody_finds_out_is_due_by_its_number() -> None:
    asked = Answer(status=State.UNKNOWN, follow=Follow("lawyer", "2026-12-01"))
    dossier = with_answer(example(), "iama.goal", asked)
    (due,) = [one for one in line(dossier)["due"] if one["id"] == "goal"]
    assert (due["kind"], due["title"]) == ("question", "To find out: 1.1.2")


def test_what_is_done_cannot_be_told_while_the_progress_is_withheld() -> None:
    dossier = with_rows(example(), "follow-up.actions", Row("abcdef", ACTION))
    dossier = with_answer(dossier, "follow-up.progress", Answer(status=State.WITHHELD))
    assert dated(line(dossier)["due"], "action") == []


def test_the_overview_quotes_no_answer() -> None:
    dossier = with_rows(example(), "follow-up.actions", Row("abcdef", ACTION))
    told = portfolio([line(dossier)], TODAY, "en")
    assert [text for text in texts(told) if ACTION["text"] in text or ACTION["owner"] in text] == []


def test_the_categories_count_who_has_an_approved_assessment() -> None:
    assert estate()["summary"]["categories"] == [
        share("a", "A: high-risk AI system", 2, 1, 50, without=1),
        share("b", "B: impactful algorithm", 0, 0, None),
        share("c", "C: other algorithm", 0, 0, None),
        share("unknown", "Category not known yet", 1, 0, 0),
    ]


def share(group: str, title: str, algorithms: int, approved: int, percent: int | None, without: int = 0) -> object:
    counts = {"algorithms": algorithms, "approved": approved, "percent": percent, "in_use_not_approved": without}
    return {"category": group, "title": title, **counts}


def test_what_is_out_of_use_or_cannot_be_read_counts_apart() -> None:
    summary = estate()["summary"]
    assert (summary["algorithms"], summary["retired"], summary["unreadable"]) == (4, 1, 1)
    assert estate()["unreadable"] == ["broken"]


def test_a_withheld_category_is_counted_as_withheld_and_not_as_unknown() -> None:
    told = line(with_answer(example(), "algorithm.annex-iii", Answer(status=State.WITHHELD)))
    assert (told["category"], told["category_withheld"]) == (None, True)
    groups = [one["category"] for one in portfolio([told], TODAY, "en")["summary"]["categories"]]
    assert groups == ["a", "b", "c", "withheld"]


def test_a_withheld_phase_is_no_unknown_phase() -> None:
    told = line(with_answer(example(), "follow-up.phase", Answer(status=State.WITHHELD)))
    assert (told["phase"], told["phase_text"]) == (None, "withheld")


def test_a_blocker_stands_or_is_undecided() -> None:
    assert line(example())["blocks"] == {"fired": 0, "undecided": 0}
    blocks = line(empty())["blocks"]
    assert blocks["fired"] == 0 and blocks["undecided"] > 0


def test_what_several_algorithms_have_due_on_a_day_is_one_line() -> None:
    told = [line(replace(example(), id=id_)) for id_ in ("one", "two")]
    due = portfolio(told, TODAY, "en")["due"]
    assert {tuple(one["algorithms"]) for one in due} == {("one", "two")}
    assert len({(one["date"], one["kind"], one["title"]) for one in due}) == len(due)


def test_what_is_due_is_told_for_three_months_and_the_rest_is_counted() -> None:
    told = line(example())
    found = portfolio([told], TODAY, "en")
    assert max(one["date"] for one in found["due"]) <= "2027-02-23" < told["due"][-1]["date"]
    assert found["later"] == sum(one["date"] > "2027-02-23" for one in told["due"]) > 0


# in a terminal


def test_the_text_says_what_counts_first_and_then_one_line_per_algorithm() -> None:
    lines = portfolio_text(estate()).splitlines()
    assert lines[0] == "Overview of human-rights assessments — as of 23 November 2026"
    assert lines[2:4] == ["With an approval", "  A: high-risk AI system  1 of 2   50%  1 in use without an approval"]
    head = next(number for number, one in enumerate(lines) if one.startswith("Algorithm "))
    rows = [re.split(r" {2,}", one) for one in lines[head + 1 : head + 5]]
    assert [row[:4] for row in rows] == [
        ["new", "?", "not known", "0%"],
        ["approved", "A", "development", "100%"],
        ["refused", "A", "in use", "100%"],
        ["retired", "A", "out of use", "100%"],
    ]
    assert [row[5] for row in rows] == ["–", "2025-10-02", "refused", "2026-11-20"]
    assert rows[1][6] == "2026-10-02 !"
    assert lines[-1] == "Cannot be read: broken"


def test_the_text_fits_80_columns_and_ids_give_way() -> None:
    long = estate() | {"algorithms": [one | {"id": one["id"] + "-long" * 12} for one in estate()["algorithms"]]}
    assert max(map(len, portfolio_text(long, width=80).splitlines())) <= 80
    assert "…" not in portfolio_text(long)


def test_a_wide_terminal_shows_names_and_every_assessment() -> None:
    said = portfolio_text(estate(), width=160)
    assert max(map(len, said.splitlines())) <= 160
    assert "Selectie heronderzoek bijstand" in said and "iama-2.0 –, fria-1.0 100%" in said


def test_the_text_never_holds_control_characters_or_broken_lines() -> None:
    one = estate()["algorithms"][1] | {"name": "A\nB\x1b[31mred\x07\x9b2J\u202e\x7f"}
    said = portfolio_text(estate() | {"algorithms": [one]}, width=200)
    assert [sign for sign in said if not sign.isprintable() and sign != "\n"] == []
    assert len(said.splitlines()) == len(portfolio_text(estate() | {"algorithms": [one | {"name": "A"}]}).splitlines())


# as a page


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_the_page_has_one_line_per_algorithm_and_no_script(language: str, edition: str) -> None:
    page = Page(estate_page("html", language, edition))
    assert [one["id"] for one in page.all("tr") if "id" in one] == [
        f"algorithm-{id_}" for id_ in ("new", "approved", "refused", "retired")
    ]
    assert page.all("script") == [] and page.values("style") == []
    assert page.levels == [1, 2, 2, 2, 2]
    assert (page.values("name").count("robots") == 1) is (edition == "internal")
    assert {target[1:] for target in page.values("href")} <= set(page.values("id"))


@pytest.mark.parametrize("to", ["html", "md"])
def test_a_name_on_the_page_is_text(to: str) -> None:
    one = estate()["algorithms"][1] | {"name": "<script>alert(1)</script> | **x**"}
    said = render(estate() | {"algorithms": [one]}, to, REPORTS, page="portfolio")
    assert "<script>" not in said
    assert to == "html" or r"\|" in said


def test_the_page_says_when_nothing_is_due() -> None:
    assert "Nothing is overdue" in render(portfolio([], TODAY, "en"), "html", REPORTS, page="portfolio")
