"""Claims about a DPIA that is there already: its chapters, which question each serves, and how it becomes a source."""

from pathlib import Path

import pytest
from commands import answer, fresh, iama, refused
from given import evaluated
from sitting import Table, table

from iama.cli.desk import desk
from iama.cli.options import today
from iama.files.crosswalkfile import read_crosswalk
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.interview.screens import question_screen
from iama.interview.walk import walk_questions
from iama.model.conditions import Ref
from iama.model.crosswalk import MODELS
from iama.model.dossier import Answer, Dossier
from iama.model.problems import UnusableFile
from iama.publish.coverage import dossier_coverage

ONE = """format: iama-crosswalk/1
revision: 1
earlier: {"4": "8", "5": "4"}
chapters:
  - {id: "4", title: {nl: Technieken, en: Techniques}}
  - {id: "5", title: {nl: Doelen, en: Purposes}}
serves:
  - {question: iama/goal, chapters: ["5"], way: lens, add: {nl: meer, en: more}}
"""
CROSSWALK = SHIPPED.crosswalk
FACTS = SHIPPED.resolve_questionnaire("algorithm")
HELD = """
personal-data: {value: "yes"}
dpia-document:
  value:
    - {id: abcdef, title: DPIA parking, model: "%s", version: "1.2", date: 2026-01-02}
"""


def test_a_crosswalk_is_read_with_everything_it_says() -> None:
    read = read_crosswalk("dpia.yaml", ONE)
    service = read.services["iama/goal"]
    assert (service.chapters, service.way, service.add["en"]) == (("5",), "lens", "more")
    assert (read.number("5", "3"), read.number("5", "2")) == ("5", "4")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("iama-crosswalk/1", "iama-crosswalk/2", "1:9 invalid-value"),
        ('["5"]', '["9"]', "8:38 invalid-value"),
        ("way: lens", "way: mostly", "8:49 invalid-value"),
        ("revision:", "edition:", "2:1 unknown-key"),
    ],
)
def test_a_mistake_is_found_at_its_place(old: str, new: str, mistake: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_crosswalk("dpia.yaml", ONE.replace(old, new))
    places = [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in caught.value.findings]
    assert mistake in places


def test_the_crosswalk_names_only_questions_that_exist_and_texts_in_both_languages() -> None:
    trees = {tree.id: tree for tree in map(SHIPPED.resolve_questionnaire, ("algorithm", "iama", "fria"))}
    for name, service in CROSSWALK.services.items():
        tree, _, question = name.partition("/")
        assert question in trees[tree].questions, name
        assert service.chapters and (not service.add or (service.add["nl"] and service.add["en"]))


def test_every_model_numbers_every_chapter_once() -> None:
    for model in MODELS:
        numbers = [CROSSWALK.number(chapter.id, model) for chapter in CROSSWALK.chapters]
        assert sorted(numbers, key=int) == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize(
    ("number", "model", "chapter"), [("5", "3", "5"), ("4", "2", "5"), ("8", "2", "4"), ("8", "3", "8")]
)
def test_a_number_means_the_chapter_of_the_model_that_was_followed(number: str, model: str, chapter: str) -> None:
    found = CROSSWALK.chapter(number, model)  # the technique chapter moved from 8 to 4 in version 3.0
    assert found and found.id == chapter


def test_every_element_of_article_27_says_what_may_come_from_the_dpia_and_what_from_the_provider() -> None:
    assert [*CROSSWALK.elements] == [*"abcdef"]
    assert CROSSWALK.elements["b"].chapters == ()  # a DPIA says how long data stay, not how long the system is used
    assert [letter for letter, one in CROSSWALK.elements.items() if one.provider] == [*"acde"]
    for element in CROSSWALK.elements.values():
        assert all(words.keys() == {"nl", "en"} for words in (element.add, element.provider) if words)


@pytest.mark.parametrize(
    ("model", "chapters"),
    [("2", "8 Techniques and methods, 15 Rights"), ("3", "4 Techniques and methods, 15 Rights"), ("", "Techniques")],
)
def test_coverage_names_the_chapters_by_the_model_of_the_dpia(model: str, chapters: str) -> None:
    outcome = evaluated((FACTS, HELD % model if model else 'personal-data: {value: "yes"}'))
    letters = dossier_coverage(outcome, Dossier("x", {}), SHIPPED.law, "en", crosswalk=CROSSWALK)["letters"]
    said = next(one["dpia"] for one in letters if one["letter"] == "e")
    assert said[0].startswith(f"From the DPIA (Article 27(4)): {chapters}")
    assert said[1].startswith("From the provider, for the DPIA too (Article 26(9)): ")


def test_without_personal_data_there_is_no_dpia_to_take_from() -> None:
    outcome = evaluated((FACTS, 'personal-data: {value: "no"}'))
    letters = dossier_coverage(outcome, Dossier("x", {}), SHIPPED.law, "en", crosswalk=CROSSWALK)["letters"]
    assert not any(one["dpia"] for one in letters)


def facts(replies: list[object], answers: str) -> Table:
    one = table(FACTS, replies, answers)  # type: ignore[arg-type]
    one.interview.crosswalk = CROSSWALK
    with pytest.raises(EOFError):
        walk_questions(one.interview)
    return one


def test_a_question_offers_the_chapter_that_serves_it_while_it_is_not_cited() -> None:
    one = table(FACTS, [], HELD % "2")
    one.interview.crosswalk = CROSSWALK
    entry = one.interview.outcome.entries[Ref("algorithm", "profiling")]
    (offer,) = [offer for offer in question_screen(one.interview, entry).builds_on if "DPIA" in offer.label]
    assert offer.label == "DPIA 8 (/source dpia 8)"  # chapter 4 in version 3.0


def test_a_chapter_becomes_a_source_with_title_and_version_of_the_dpia() -> None:
    one = facts(["/go description", "/source dpia 1", "It sorts."], HELD % "3")
    (source,) = one.answer("description").sources
    assert (source.title, source.version, source.date) == ("DPIA parking, chapter 1 Proposal", "1.2", "2026-01-02")
    assert one.answer("description").value == "It sorts."


def test_which_dpia_it_is_is_asked_once_and_remembered_among_the_facts() -> None:
    replies: list[object] = ["/go description", "/source dpia 1", "DPIA parking", "3", "1.2", "", "It sorts."]
    replies += ["/go data-kinds", "/source dpia 12", ("none",)]
    one = facts(replies, 'personal-data: {value: "yes"}')
    (row,) = one.answer("dpia-document").rows
    assert row.cells == {"title": "DPIA parking", "model": "3", "version": "1.2"}
    assert one.asker.asked.count("What is the DPIA called? (we ask this once)") == 1
    assert one.answer("data-kinds").sources[0].title.startswith("DPIA parking, chapter 12 ")


def test_a_number_that_the_model_lacks_is_told_and_kept() -> None:
    one = facts(["/go description", "/source dpia 31"], HELD % "3")
    assert one.answer("description").sources[0].title == "DPIA parking, chapter 31"
    assert "no chapter 31" in one.told


def test_without_a_chapter_nothing_is_recorded() -> None:
    one = facts(["/go description", "/source dpia", ""], HELD % "3")
    assert one.answer("description").sources == ()


def test_another_document_is_still_a_source_of_its_own() -> None:
    one = facts(["/go description", "/source Dpia-like memo", "", "", ""], "")
    assert one.answer("description").sources[0].title == "Dpia-like memo"


def test_a_fact_given_in_passing_is_saved_in_the_file_of_the_facts(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    folder, tree = base / "assessments" / "abc", SHIPPED.resolve_questionnaire("iama")
    one = desk(folder, tree, read_dossier(folder), SHIPPED, "en", str)
    saved = one.save(Ref("algorithm", "name"), Answer(), Answer("Sorting", date=today().isoformat()))
    assert answer(base, "name", ref="algorithm-1.0").value == "Sorting"
    assert saved.outcome.entries[Ref("algorithm", "name")].answer.value == "Sorting"


def test_the_command_line_takes_a_chapter_as_a_source_too(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    assert "dpia-document" in refused(base, "set", "abc", "--source", "dpia 5", "goal", "Faster")
    iama(base, "set", "abc", "personal-data", "yes")
    assert iama(base, "set", "abc", "dpia-document", "title=DPIA parking", "model=3").code == 0
    assert iama(base, "set", "abc", "--source", "dpia 5", "goal", "Faster").code == 0
    assert answer(base, "goal").sources[0].title == "DPIA parking, hoofdstuk 5 Verwerkingsdoeleinden"
    assert iama(base, "set", "abc", "--source", "DPIA v1.2", "goal", "Faster").code == 0
    assert answer(base, "goal").sources[-1].title == "DPIA v1.2"  # a version is no chapter
