"""`iama withhold` and `iama release`, and the commands that show the public edition."""

from pathlib import Path

import pytest
from commands import contents, demo, iama, refused

FULL = ("--ground", "woo-5.1.2.d", "--reason", "Het hindert de controle.", "--by", "lawyer")


def test_a_withheld_answer_is_not_in_the_public_report_and_comes_back_on_release(tmp_path: Path) -> None:
    base = demo(tmp_path)
    page = iama(base, "report", "--edition", "public", "herzicht", "-o", "-").out
    iama(base, "withhold", *FULL, "herzicht", "staff-role")
    without = iama(base, "report", "--edition", "public", "herzicht", "-o", "-").out
    assert "Woo, artikel 5.1 lid 2 onder d" in without and "Woo, artikel 5.1 lid 2 onder d" not in page
    assert "zij kan de maandlijst ook stilleggen" in page and "zij kan de maandlijst ook stilleggen" not in without
    assert "Het hindert de controle." not in without
    iama(base, "release", "herzicht", "staff-role")
    assert iama(base, "report", "--edition", "public", "herzicht", "-o", "-").out == page


def test_withhold_says_what_goes_along_and_that_git_remembers(tmp_path: Path) -> None:
    told = iama(demo(tmp_path), "withhold", *FULL, "herzicht", "affected-rights")
    assert "iama-2.0/affected-rights is withheld" in told.out
    assert "answers 1, others that rest on them 23" in told.out
    assert "Git history keeps what was once committed" in told.out
    assert told.code == 0


def test_a_whole_assessment_becomes_a_stub(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "--all", "-q", "fria-1.0", "herzicht")
    report = iama(base, "report", "--edition", "public", "--to", "json", "herzicht", "-o", "-").json
    (fria,) = [one for one in report["not_public"] if one["anchor"] == "fria"]
    assert fria["ground"] == "Woo, artikel 5.1 lid 2 onder d"
    assert "fria-1.0" not in [one["questionnaire"] for one in report["answers"]]
    assert "fria-1.0" not in [
        one["ref"] for one in iama(base, "status", "--edition", "public", "--json", "herzicht").json["assessments"]
    ]


def test_one_instance_of_a_repeated_question_can_be_withheld(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "--for", "data-protection", "herzicht", "importance")
    status = iama(base, "status", "--edition", "public", "--json", "herzicht").json
    asked = [question for one in status["assessments"] for question in one["questions"]]
    hidden = {(one["id"], one["instance"]) for one in asked if one["status"] == "withheld"}
    assert hidden == {("importance", "data-protection"), ("seriousness", "data-protection")}


def test_withholding_twice_keeps_the_last_ground(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "herzicht", "goal", "-q", "iama-2.0")
    iama(base, "withhold", "--ground", "woo-5.1.1.b", "--by", "lawyer", "-q", "iama-2.0", "herzicht", "goal")
    page = iama(base, "report", "--edition", "public", "--to", "json", "herzicht", "-o", "-").json
    assert {one["ground"] for one in page["not_public"]} == {"Woo, artikel 5.1 lid 1 onder b"}


@pytest.mark.parametrize("command", ["status", "flags", "coverage"])
def test_every_view_command_has_a_public_edition(tmp_path: Path, command: str) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "herzicht", "affected-rights")
    told = iama(base, command, "--edition", "public", "herzicht")
    assert told.code == 0
    assert told.out != iama(base, command, "herzicht").out


def test_the_register_and_the_notice_are_always_made_from_what_is_public(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "herzicht", "contact")
    assert "contact_email" not in iama(base, "register", "--json", "herzicht").json["entry"]
    assert "algoritmes@waterhoven.example" not in iama(base, "report", "--to", "notice", "herzicht", "-o", "-").out


def test_the_public_file_has_its_own_name(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "report", "--edition", "public", "herzicht")
    assert (base / "iama-herzicht-public.html").is_file()


@pytest.mark.parametrize("words", [("report", "--edition", "public"), ("register",)])
def test_personal_data_is_warned_about_before_publishing_and_never_quoted(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    base = demo(tmp_path)
    iama(base, "set", "-q", "iama-2.0", "herzicht", "goal", "Bel Petra Voorbeeld op 06-12345678, BSN 123456782.")
    told = iama(base, *words, "herzicht")
    assert told.code == 0
    kinds = ("de naam van een deelnemer", "een telefoonnummer", "een burgerservicenummer")
    if words[0] == "report":
        kinds = ("the name of a participant", "a phone number", "a citizen service number")
    assert all(kind in told.err for kind in kinds) and "goal" in told.err
    assert "Petra" not in told.err and "123456782" not in told.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("withhold", "herzicht", "goal", "-q", "iama-2.0"), "woo-5.2"),
        (("withhold", "--ground", "woo-5.1.2.x", "herzicht", "stop-use"), "no question"),
        (("withhold", "--ground", "woo-5.1.2.x", "herzicht", "security"), "did you mean `woo-5.1.2."),
        (("withhold", "--ground", "ai-act-27-1", "--by", "lawyer", "herzicht", "security"), "is no ground"),
        (("withhold", "--ground", "woo-5.1.2.d", "--by", "lawyer", "herzicht", "security"), "relative ground"),
        (("withhold", "--ground", "woo-5.1.1.b", "herzicht", "security"), "say which role decides"),
        (("withhold", "--ground", "woo-5.1.1.b", "--by", "Petra", "herzicht", "security"), "there is no role"),
        (("withhold", *FULL, "herzicht", "withheld"), "always public"),
        (("withhold", *FULL, "--all", "-q", "follow-up", "herzicht"), "always public"),
        (("withhold", *FULL, "--all", "herzicht"), "--all is a whole assessment"),
        (("withhold", *FULL, "herzicht"), "say which question"),
        (("withhold", *FULL, "--for", "dignity", "-q", "iama-2.0", "herzicht", "goal"), "is asked once"),
        (("withhold", *FULL, "--for", "dignity", "herzicht", "security"), "has no row of that id"),
        (("release", "herzicht", "security"), "is not withheld"),
    ],
)
def test_wrong_use_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(demo(tmp_path), *words)


def test_a_row_by_hand_that_names_nothing_stops_every_public_output(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "withhold", *FULL, "herzicht", "security")
    path = base / "assessments/herzicht/follow-up.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("question: security", "question: securty"), encoding="utf-8"
    )
    before = contents(base)
    for words in (("report", "--edition", "public"), ("register",), ("status", "--edition", "public")):
        assert "names no question, so it would keep nothing back" in iama(base, *words, "herzicht").err
    assert contents(base) == before


def test_a_file_cannot_call_an_answer_withheld(tmp_path: Path) -> None:
    base = demo(tmp_path)
    path = base / "assessments/herzicht/iama-2.0.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  security:\n")
    after = text[text.index("  #", start) :]
    path.write_text(f"{text[:start]}  security:\n    status: withheld\n{after}", encoding="utf-8")
    assert "`withheld` is not possible here" in refused(base, "status", "herzicht", code=3)


def test_the_list_for_the_lawyer_holds_passage_ground_balancing_who_and_when(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "set", "-q", "iama-2.0", "--note", "Ook <b>dit</b> niet", "herzicht", "security", "Geheim *slot*")
    iama(base, "withhold", *FULL, "herzicht", "security")
    iama(base, "withhold", *FULL, "--for", "data-protection", "herzicht", "importance")
    iama(base, "withhold", *FULL, "--all", "-q", "fria-1.0", "herzicht")
    told = iama(base, "withhold", "herzicht", "--list").out
    for words in ("Geheim \\*slot\\*", "5.1 lid 2 onder d", "Het hindert de controle.", "Jurist", "De hele toets."):
        assert words in told
    assert "de ernst van de inbreuk" in told.partition("## Wat meegaat")[2]  # what rests on the importance of a right
    assert iama(base, "withhold", "herzicht", "--list", "-o", "list.html").code == 0
    page = (base / "list.html").read_text(encoding="utf-8")
    assert "Geheim *slot*" in page and "Ook &lt;b&gt;dit&lt;/b&gt; niet" in page and "noindex" in page
    assert "goes with nothing else" in refused(base, "withhold", "herzicht", "goal", "--list")
    assert "goes with nothing else" in refused(base, "withhold", "herzicht", "goal", "-o", "x.md")
