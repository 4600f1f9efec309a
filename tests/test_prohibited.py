"""Claims about a use that the law forbids: nothing lets it go on but other answers, or a lawyer who disputes it."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import ID, SHORT, demo, iama, refused

FRIA = ("-q", "fria-1.0")
# that the worked example answers by adopting the IAMA alone
ADOPTED = """use-period use-frequency people harms oversight oversight-people measures incidents governance complaints
dpia-reference conclusion-why""".split()
BANNED, TOUCHED = "prohibited-use", "absolute-right-touched"
REASON = "De uitzondering voor zorg geldt hier."
STOPS = [("banned-practice", "c", BANNED), ("absolute-right", "yes", TOUCHED)]


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example as a FRIA alone, every question answered, so that `go` is free."""
    base = demo(tmp_path_factory.mktemp("fria"))
    (base / SHORT / "iama-2.0.yaml").unlink()
    path = base / SHORT / "fria-1.0.yaml"
    path.write_text(re.sub(r"^    adopts:\n(      .*\n)+", "", path.read_text(), flags=re.MULTILINE))
    answers = base / "answers.yaml"
    answers.write_text("banned-practice: [none]\n" + "".join(f"{id_}: Beschreven.\n" for id_ in ADOPTED))
    assert iama(base, "set", ID, "--answers", answers).code == 0
    return base


@pytest.fixture
def fria(complete: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(complete, tmp_path / "fria"))


def decide(decision: str, *more: str, ref: str = "fria-1.0") -> tuple[str, ...]:
    return ("approve", ID, "-q", ref, "--decision", decision, "--role", "responsible", *more)


def dispute(base: Path, flag: str) -> None:
    told = iama(base, "respond", "--decision", "dispute", "--by", "lawyer", "--text", REASON, ID, flag)
    assert told.code == 0, told.err


def register(base: Path) -> dict[str, Any]:
    return dict(json.loads(iama(base, "register", ID, "--json").out)["entry"])


def page(base: Path, edition: str) -> str:
    return iama(base, "report", ID, "--edition", edition, "--to", "md", "-o", "-").out


def test_a_fria_that_nothing_forbids_may_go_on(fria: Path) -> None:
    assert iama(fria, *decide("go")).code == 0


@pytest.mark.parametrize(("question", "answer", "flag"), STOPS)
@pytest.mark.parametrize("decision", [("go",), ("conditions", "--condition", "Eerst dit")])
def test_what_the_law_forbids_gets_no_go(
    fria: Path, question: str, answer: str, flag: str, decision: tuple[str, ...]
) -> None:
    assert iama(fria, "set", ID, *FRIA, question, answer).code == 0
    assert f"`{flag}`" in refused(fria, *decide(*decision), code=1)


@pytest.mark.parametrize(("question", "answer", "flag"), STOPS)
def test_only_the_reasoned_dispute_of_a_lawyer_lets_it_go_on_and_everyone_is_told(
    fria: Path, question: str, answer: str, flag: str
) -> None:
    assert iama(fria, "set", ID, *FRIA, question, answer).code == 0
    respond = ("respond", "--by", "responsible", "--text", "Wij willen dit.", ID, flag)
    assert "lawyer" in refused(fria, *respond, "--decision", "dispute")
    assert "cannot be accepted" in refused(fria, *respond, "--decision", "accept")
    dispute(fria, flag)
    assert iama(fria, *decide("go")).code == 0
    for edition, place in (("public", "decided"), ("internal", "decision")):
        chapter = page(fria, edition).partition(f'<a id="{place}"></a>')[2].partition("\n<a id=")[0]
        assert "Een jurist betwist" in chapter and REASON in chapter, edition
    assert "Een jurist betwist" in register(fria)["impacttoetsen"] and REASON in register(fria)["impacttoetsen"]


def test_a_dispute_of_other_answers_does_not_let_it_go_on(fria: Path) -> None:
    assert iama(fria, "set", ID, *FRIA, "banned-practice", "c").code == 0
    dispute(fria, BANNED)
    assert iama(fria, "set", ID, *FRIA, "banned-practice", "d").code == 0
    assert f"`{BANNED}`" in refused(fria, *decide("go"), code=1)


def test_the_scope_says_that_a_lawyer_disputes_it_and_never_quotes_why(fria: Path) -> None:
    assert iama(fria, "set", ID, *FRIA, "banned-practice", "c").code == 0
    before = iama(fria, "scope", ID).out
    dispute(fria, BANNED)
    after = iama(fria, "scope", ID).out
    assert "Dit gebruik is verboden." in before and "betwist" not in before
    assert "Een jurist betwist dit, met redenen" in after and REASON not in after


def test_a_dispute_that_is_not_public_is_not_told_to_the_public(fria: Path) -> None:
    assert iama(fria, "set", ID, *FRIA, "banned-practice", "c").code == 0
    dispute(fria, BANNED)
    assert iama(fria, *decide("go")).code == 0
    withhold = ("withhold", "--ground", "woo-5.1.2.d", "--reason", "Het helpt daders.", "--by", "lawyer")
    assert iama(fria, *withhold, *FRIA, ID, "banned-practice").code == 0
    assert REASON not in page(fria, "public") and REASON in page(fria, "internal")
    assert REASON not in iama(fria, "register", ID, "--json").out


def test_no_go_is_free_where_the_law_forbids(fria: Path) -> None:
    assert iama(fria, "set", ID, *FRIA, "banned-practice", "c").code == 0
    assert iama(fria, *decide("no-go")).code == 0


def test_article_5_that_the_iama_asks_about_holds_the_fria_up_while_it_is_open(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, *decide("go")).code == 0
    assert iama(base, "set", "--unknown", ID, "prohibited").code == 0
    assert "`banned-practice`" in refused(base, *decide("go"), code=1)


@pytest.fixture
def both(fria: Path) -> Path:
    """A FRIA beside a complete IAMA 1.0, which does not ask about Article 5."""
    from iama.files.shipped import SHIPPED

    assert iama(fria, "new", ID, "-q", "iama-1.0").code == 0
    answers = fria / "old.yaml"
    answers.write_text("".join(f"{id_}: Beschreven.\n" for id_ in SHIPPED.resolve_questionnaire("iama-1.0").questions))
    assert iama(fria, "set", ID, "--answers", answers).code == 0
    return fria


def test_an_iama_1_gets_no_go_where_the_fria_finds_a_prohibited_practice(both: Path) -> None:
    old = decide("go", ref="iama-1.0")
    assert iama(both, "set", ID, *FRIA, "banned-practice", "c").code == 0
    assert f"`{BANNED}`" in refused(both, *old, code=1)
    dispute(both, BANNED)
    assert iama(both, *old).code == 0


def test_an_iama_1_gets_no_go_where_a_newer_iama_finds_a_prohibited_practice(both: Path) -> None:
    old = decide("go", ref="iama-1.0")
    assert iama(both, "new", ID, "-q", "iama-2.0").code == 0
    assert iama(both, "set", ID, "-q", "iama-2.0", "prohibited", "yes").code == 0
    assert "`banned-practice`" in refused(both, *old, code=1)
    dispute(both, "banned-practice")
    assert iama(both, *old).code == 0
