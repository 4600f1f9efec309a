"""Claims about what is typed and not saved: on disk soon, for its own question, and lost only by a choice."""

import os
import stat
import time
from pathlib import Path

import pytest

from iama.files.drafts import Shelf, clear_drafts, drafts_in, texts_in
from iama.interview.unsaved import Found, InMemory, Unsaved

PLACE = "iama-2.0/goal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that a user has for one dossier; it is not there yet."""
    return tmp_path / "state" / "abc-1"


def test_a_draft_is_on_disk_within_half_a_second_and_gone_once_saved(folder: Path) -> None:
    unsaved = Unsaved(Shelf(folder, "a"))
    unsaved.begin(PLACE)
    unsaved.enter("answer", "")
    for end in range(1, 10):
        assert unsaved.type("the words"[:end])
    time.sleep(0.5)
    (draft,) = drafts_in(folder)
    assert (draft.place, draft.fields) == (PLACE, {"answer": "the words"})
    if os.name != "nt":
        assert stat.S_IMODE(draft.path.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    unsaved.clear()
    assert drafts_in(folder) == []


def test_the_next_sitting_takes_over_what_an_ended_one_left(folder: Path) -> None:
    one = Shelf(folder, "a")
    one.keep(PLACE, {"answer": "the words"})
    one.close()
    two = Shelf(folder, "b")
    assert [draft.place for draft in two.left()] == [PLACE]
    found = two.find(PLACE)
    assert found is not None and found.fields == {"answer": "the words"} and found.at
    assert [draft.sitting for draft in drafts_in(folder)] == ["b"]
    assert two.find("iama-2.0/other") is None


def test_what_a_sitting_has_that_goes_on_is_left_alone(folder: Path) -> None:
    one, two = Shelf(folder, "a"), Shelf(folder, "b")
    one.keep(PLACE, {"answer": "of the one"})
    one.flush()
    assert two.find(PLACE) is None and two.left() == []
    two.keep(PLACE, {"answer": "of the other"})
    two.flush()
    assert sorted(draft.fields["answer"] for draft in drafts_in(folder)) == ["of the one", "of the other"]
    two.keep(PLACE, {})
    two.close()
    assert [draft.fields["answer"] for draft in drafts_in(folder)] == ["of the one"]
    one.close()


def test_of_two_that_were_left_the_older_one_is_offered_after_the_newer(folder: Path) -> None:
    for name in ("a", "b"):
        shelf = Shelf(folder, name)
        shelf.keep(PLACE, {"answer": name})
        shelf.close()
        os.utime(next(folder.glob(f"draft-{name}-*")), (0, 100 if name == "a" else 200))
    last = Shelf(folder, "c")
    for name in ("b", "a"):
        found = last.find(PLACE)
        assert found is not None and found.fields == {"answer": name}
        last.keep(PLACE, {})
        last.flush()


def test_a_disk_that_takes_nothing_loses_nothing_while_the_program_runs(tmp_path: Path) -> None:
    (blocked := tmp_path / "file").write_text("no folder")
    shelf = Shelf(blocked / "abc", "a")
    shelf.keep(PLACE, {"answer": "the words"})
    assert shelf.flush() is False
    found = shelf.find(PLACE)
    assert found is not None and found.fields == {"answer": "the words"}
    shelf.keep(PLACE, {})
    assert shelf.flush() is True
    assert Shelf(None, "a").flush() is True and Shelf(None, "a").keep_text("x", "name") == ""


def test_files_that_are_no_drafts_are_passed_over(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / "draft-a-1.json").write_text("{")
    (folder / "draft-a-2.json").symlink_to(folder / "draft-a-1.json")
    assert drafts_in(folder) == [] and Shelf(folder, "b").find(PLACE) is None


def test_they_are_taken_away_on_demand_per_question_or_all(folder: Path) -> None:
    shelf = Shelf(folder, "a")
    for place in (PLACE, f"{PLACE} +", "iama-2.0/goals"):
        shelf.keep(place, {"answer": "x"})
    shelf.keep_text("loose", "1")
    shelf.close()
    assert clear_drafts(folder, PLACE) == 2
    assert [draft.place for draft in drafts_in(folder)] == ["iama-2.0/goals"] and len(texts_in(folder)) == 1
    assert clear_drafts(folder) == 2 and drafts_in(folder) == [] and texts_in(folder) == []


# which words are unsaved


def begun(**fields: str) -> Unsaved:
    shelf = InMemory()
    shelf.drafts[PLACE] = fields
    unsaved = Unsaved(shelf)
    unsaved.begin(PLACE)
    return unsaved


def test_a_field_begins_with_what_was_left_in_it_and_only_that() -> None:
    unsaved = begun(answer="the words", note="aside")
    assert unsaved.enter("answer", "as saved") == "the words"
    assert unsaved.enter("other", "") == ""


def test_saving_an_answer_leaves_what_was_typed_in_other_fields() -> None:
    unsaved = begun(answer="the words", note="aside")
    unsaved.enter("answer", "")
    unsaved.clear()
    assert unsaved.shelf.find(PLACE) == Found({"note": "aside"})


def test_what_stands_in_the_field_as_it_was_saved_is_no_draft() -> None:
    unsaved = begun()
    unsaved.enter("answer", "as saved")
    unsaved.type("as saved and more")
    unsaved.type("as saved")
    assert unsaved.text() == "" and unsaved.shelf.find(PLACE) is None


def test_a_prompt_that_is_no_field_keeps_nothing() -> None:
    unsaved = begun()
    assert unsaved.type("toezicht") is False
    unsaved.enter("answer", "")
    unsaved.leave()
    assert unsaved.type("toezicht") is False and unsaved.words == {}
