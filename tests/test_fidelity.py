"""What a team typed is what stands on everything that is made of it, sign for sign.

`tests/test_markup.py` has the property over all of Unicode; here every kind of page and letter shows that it keeps it.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

import pytest
from commands import ID, demo, iama
from fidelity import rendered_signs, shown_signs, typed_signs, visible

TYPED = (
    "Score: leeftijd*0.3 + duur*0.7 \\*x\\* __init__ <b>vet</b> &amp; `a|b` ~~weg~~ $5 @jan #12 :tada: C# é漢👩🏽‍💻\n"
    "- een\n  3) drie\n  4) vier\n+ plus\n\n7. zeven\n8. acht\n\n010. tien\n\tnaar [de wet](https://wetten.example/a_b?c=1&d=[2]).\n"
    "# geen kop\n==="
)
LINE = "leeftijd*0.3 + __duur__ \\*0.7\\* <b> &amp; |x| # 1. @jan"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the worked example, with hard texts in it: lines, lists, and a name."""
    base = demo(tmp_path_factory.mktemp("typed"))
    copytree(base / "assessments" / ID, base / "assessments" / "before")
    answers = {
        "algorithm/name": LINE,
        "algorithm/organisation": LINE,
        "algorithm/description": TYPED,
        "iama/goal": TYPED,
        "fria/conclusion-why": TYPED,
    }
    made(base, "set", "--answers", "-", ID, stdin=json.dumps(answers, ensure_ascii=False))
    made(base, "set", "--note", TYPED, ID, "problem", TYPED)
    return base


def made(base: Path, *words: str, stdin: str = "") -> str:
    told = iama(base, *words, stdin=stdin)
    assert told.code == 0, told.err
    return told.out


@pytest.mark.parametrize("edition", ["internal", "public"])
@pytest.mark.parametrize(("to", "signs"), [("html", shown_signs), ("md", rendered_signs)])
def test_a_report_shows_it(base: Path, edition: str, to: str, signs: Callable[[str], str]) -> None:
    said = signs(made(base, "report", ID, "--to", to, "--edition", edition, "-o", "-"))

    assert said.count(typed_signs(TYPED)) >= 4
    assert visible(LINE) in said


def test_the_view_and_the_difference_hold_it_as_it_is(base: Path) -> None:
    view = json.loads(made(base, "report", ID, "--to", "json", "-o", "-"))
    changed = json.loads(made(base, "diff", "before", ID, "--json"))

    assert view["algorithm"]["description"] == TYPED
    assert [field["after"] for one in changed["answers"] for field in one["fields"]].count(TYPED) >= 4
    told = visible(re.sub(r"(?m)^ +[+−] ", "", made(base, "diff", "before", ID)))
    assert visible(TYPED) in told


@pytest.mark.parametrize("to", ["notification", "eu-database"])
def test_a_letter_to_an_authority_shows_it(base: Path, to: str) -> None:
    said = rendered_signs(made(base, "report", ID, "--to", to, "-o", "-"))

    assert visible(LINE) in said
    assert (typed_signs(TYPED) in said) is (to == "notification")


def test_the_notice_and_the_register_hold_it_in_one_paragraph(base: Path) -> None:
    letter = made(base, "report", ID, "--to", "notice", "-o", "-")
    notice = visible(letter)
    told = json.loads(made(base, "register", ID, "--json"))
    entry, problems = told["entry"], {field["key"]: field["problems"] for field in told["fields"]}
    website = shown_signs(made(base, "report", ID, "--to", "notice-html", "-o", "-"))
    flat = typed_signs(TYPED).replace("•", "")

    assert website == typed_signs(letter)
    assert flat in notice.replace("•", "")
    assert visible(LINE) in notice
    assert flat in visible(entry["description_short"]).replace("•", "")
    assert visible(entry["goal"]).replace("•", "").count(flat) == 2
    assert "name" not in entry and [one["code"] for one in problems["name"]] == ["html"]  # the register would spoil it


def test_a_sheet_names_it(base: Path, tmp_path: Path) -> None:
    made(base, "sheet", ID, "--role", "lawyer", "--to", "md", "-o", str(tmp_path / "sheet.md"))
    assert visible(LINE) in rendered_signs((tmp_path / "sheet.md").read_text("utf-8"))


def test_the_pages_of_a_bundle_and_of_a_decision_show_it(base: Path, tmp_path: Path) -> None:
    preview = "approve", ID, "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--preview"
    told = made(base, *preview, "--text", TYPED, "--public-reason", TYPED)
    made(base, "bundle", ID, "-o", str(tmp_path / "all.zip"))
    with ZipFile(tmp_path / "all.zip") as bundle:
        pages = [
            bundle.read(name).decode() for name in bundle.namelist() if re.search(r"(internal|public)\.html$", name)
        ]
    kept = [(base / f"iama-{ID}-preview.{edition}.nl.html").read_text("utf-8") for edition in ("public", "internal")]

    assert f"iama-{ID}-preview.public.nl.html" in told
    assert not (base / "assessments" / ID / "approvals.yaml").exists()
    assert [shown_signs(page).count(typed_signs(TYPED)) >= 5 for page in kept] == [True, True]
    assert [typed_signs(TYPED) in shown_signs(page) for page in pages] == [True, True]
