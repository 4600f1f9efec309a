"""Claims about `iama meeting`: the sheet, the invitation and the minutes of the worked example."""

import re
from pathlib import Path

import pytest
from commands import ID, demo, fresh, iama, refused


def paper(folder: Path, *words: str) -> str:
    told = iama(folder, "meeting", *words, "-o", "-")
    assert told.code == 0, told
    return told.out


@pytest.mark.parametrize("meeting", ["1", "2", "3"])
def test_from_the_sheet_alone_one_knows_whom_to_invite_the_ten_questions_and_the_minutes(
    tmp_path: Path, meeting: str
) -> None:
    sheet = paper(demo(tmp_path), ID, meeting, "--to", "md", "--lang", "en")
    planned = {"1": 120, "2": 120, "3": 60}[meeting]
    minutes = [int(row[1]) for row in re.findall(r"^\| (\d:\d\d) \| (\d+) \|", sheet, re.MULTILINE)]
    assert sum(minutes) == planned
    assert f"| | **{planned}** | Together" in sheet
    assert len(re.findall(r"^### \d+\. ", sheet, re.MULTILINE)) == 10
    assert sheet.count("Why this question:") == sheet.count("What a weak answer sounds like:") == 10
    for role in ("Project leader", "Data scientist", "Lawyer"):
        assert f"| **{role}** |" in sheet
        assert re.search(rf"^- {role}: ", sheet, re.MULTILINE)  # in the invitation
    assert "Dear colleague," in sheet


def test_the_minutes_fit_the_time_that_was_planned(tmp_path: Path) -> None:
    sheet = paper(demo(tmp_path), ID, "1", "--to", "md", "--planned", "90")
    assert sum(int(row) for row in re.findall(r"^\| \d:\d\d \| (\d+) \|", sheet, re.MULTILINE)) == 90


def test_the_fria_has_meetings_of_its_own(tmp_path: Path) -> None:
    assert "27(1)(d)" in paper(demo(tmp_path), ID, "2", "-q", "fria", "--to", "md")


def test_a_page_is_written_beside_the_configuration(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    assert iama(folder, "meeting", ID, "1").code == 0
    assert iama(folder, "meeting", ID, "1", "--minutes", "--to", "md").code == 0
    assert (folder / f"iama-{ID}-meeting-1.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (folder / f"iama-{ID}-minutes-1.md").exists()


def test_a_meeting_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "1, 2, 3" in refused(demo(tmp_path), "meeting", ID, "4")


def test_a_dossier_without_facts_says_that_these_come_first(tmp_path: Path) -> None:
    folder = fresh(tmp_path)
    (name,) = [path.name for path in (folder / "assessments").iterdir()]
    assert "have not been filled in yet" in paper(folder, name, "1", "--to", "md", "--lang", "en")


def test_the_minutes_say_who_was_there_what_was_decided_who_disagreed_and_what_is_left(tmp_path: Path) -> None:
    minutes = paper(demo(tmp_path), ID, "2", "--minutes", "--to", "md", "--lang", "nl")
    for heading in ("Wie waren er?", "Besloten", "Wie dacht er anders over?", "Geparkeerd", "Wat veranderde er?"):
        assert f"\n## {heading}\n" in minutes
    assert "Petra Voorbeeld: projectleider" in minutes
    assert "### 3.1.1 " in minutes


def test_what_is_withheld_of_people_is_never_in_the_minutes_of_the_code_alone(tmp_path: Path) -> None:
    folder = demo(tmp_path)
    (folder / "assessments" / ID / "people.yaml").write_text(
        "format: iama-people/1\npeople:\n  p1:\n    name:\n", encoding="utf-8"
    )
    assert "- p1: projectleider" in paper(folder, ID, "2", "--minutes", "--to", "md", "--lang", "nl")


def test_words_that_look_like_markup_stay_words(tmp_path: Path) -> None:
    folder, hostile = demo(tmp_path), "<script>x</script> | # [a](b)"
    for words in (["problem", hostile], ["name", hostile], ["parked", f"text={hostile}"]):
        assert iama(folder, "set", ID, *words).code == 0
    for words in (["1"], ["1", "--minutes"]):
        assert "<script>" not in paper(folder, ID, *words)
        assert "<script>" not in paper(folder, ID, *words, "--to", "md")


@pytest.mark.parametrize("command", [("meeting", ID, "1"), ("report", ID)])
def test_the_ending_of_a_file_says_what_is_written(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = demo(tmp_path)
    for name, starts in (("page.md", "# "), ("page.html", "<!doctype html>"), ("page", "<!doctype html>")):
        assert iama(folder, *command, "-o", name).code == 0
        assert (folder / name).read_text(encoding="utf-8").startswith(starts)
    assert iama(folder, *command, "--to", "html", "-o", "other.md").code == 0
    assert (folder / "other.md").read_text(encoding="utf-8").startswith("<!doctype html>")
