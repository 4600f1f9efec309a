"""The worked example: complete, without findings, the same in both languages, and written as `iama` writes."""

from pathlib import Path

import pytest
from commands import ID, SHORT, contents, demo, iama, refused

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Entry, Outcome, Status
from iama.cli.options import today
from iama.files.dossierfolder import file_of
from iama.files.layout import write_assessment
from iama.files.shipped import SHIPPED
from iama.files.store import inspect_dossier
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.questionnaire import Kind

LANGUAGES = ("nl", "en")


def read(base: Path) -> Dossier:
    dossier, findings = inspect_dossier(base / SHORT)
    assert findings == ()
    return dossier


def judged(dossier: Dossier) -> Outcome:
    return evaluate(dossier, [SHIPPED.resolve_questionnaire(ref) for ref in dossier.assessments], SHIPPED.law, today())


@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_writes_a_workspace_with_reports_and_says_what_to_look_at(tmp_path: Path, language: str) -> None:
    told = iama(tmp_path, "demo", "shown", "--lang", language)
    assert told.code == 0
    written = [path for path in contents(tmp_path / "shown") if path.suffix in (".html", ".md", ".toml")]
    assert {path.name for path in written} == {f"iama-{ID}-internal.html", f"iama-{ID}-internal.md", "iama.toml"}
    assert all(str(path.relative_to(tmp_path)) in told.out for path in written if path.suffix != ".toml")


def test_demo_speaks_the_language_that_is_asked_for_and_else_that_of_the_user(tmp_path: Path) -> None:
    dutch = {"IAMA_LANG": "nl"}
    assert "Look at" in iama(tmp_path, "demo", "one", "--lang", "en", env=dutch).out
    assert "Kijk eens naar" in iama(tmp_path, "demo", "two", env=dutch).out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_that_demo_proposes_work(tmp_path: Path, language: str) -> None:
    told = iama(tmp_path, "demo", "shown", "--lang", language)
    proposed = [line.strip().split("  ")[0].split()[1:] for line in told.out.splitlines() if "  iama " in line]
    assert {words[0] for words in proposed} == {"flags", "scope", "calendar", "report", "check", "verify", "set"}
    assert [words for words in proposed if iama(tmp_path / "shown", *words).code != 0] == []


def test_demo_refuses_a_folder_that_holds_anything(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in refused(tmp_path, "demo", ".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_required_is_open(tmp_path: Path, language: str) -> None:
    entries = judged(read(demo(tmp_path, language))).entries.values()
    required = [entry for entry in entries if entry.question.required and entry.question.kind is not Kind.NOTICE]
    assert [entry.ref for entry in required if not entry.status.is_settled] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_shows_a_kept_answer_that_does_not_count(tmp_path: Path, language: str) -> None:
    entries = judged(read(demo(tmp_path, language))).entries.values()
    assert [entry.ref for entry in entries if entry.hidden] == [Ref("iama", "rules-origin")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_stands_as_a_save_would_write_it(tmp_path: Path, language: str) -> None:
    base = demo(tmp_path, language)
    for ref, assessment in read(base).assessments.items():
        text = (base / SHORT / file_of(ref)).read_bytes().decode()
        assert text == write_assessment(assessment, SHIPPED.resolve_questionnaire(ref))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_the_example_fits_the_question_as_it_is_asked_now(tmp_path: Path, language: str) -> None:
    for ref, assessment in read(demo(tmp_path, language)).assessments.items():
        questions = SHIPPED.resolve_questionnaire(ref).questions
        assert all(answer.stamp == questions[id_].stamp for (id_, _), answer in assessment.answers.items())


def test_both_languages_tell_the_same_case(tmp_path: Path) -> None:
    dutch, english = (judged(read(demo(tmp_path / language, language))) for language in LANGUAGES)
    assert {ref: facts(entry) for ref, entry in dutch.entries.items()} == {
        ref: facts(entry) for ref, entry in english.entries.items()
    }


def facts(entry: Entry) -> tuple[Status, tuple[str, ...], tuple[str, ...]]:
    """Return what is not language: the status, who answered, and the words of structured answers."""
    return entry.status, () if entry.question.kind is Kind.TEXT else entry.answer.value_words(), entry.answer.by


def test_the_example_is_fictional_and_says_so(tmp_path: Path) -> None:
    for language, word in (("nl", "fictief"), ("en", "fictional")):
        answer = read(demo(tmp_path / language, language)).assessments["algorithm-1.0"].answer_to("organisation")
        assert word in str(answer.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_was_decided_about_the_same_way_every_time(tmp_path: Path, language: str) -> None:
    for name in ("one", "two"):
        assert iama(tmp_path, "demo", name, "--lang", language).code == 0
    one, two = (
        {path.relative_to(tmp_path / name): text for path, text in contents(tmp_path / name).items()}
        for name in ("one", "two")
    )
    assert one == two
    (decision,) = read(tmp_path / "one").approvals
    assert (decision.decision, decision.role, decision.decided_on) == ("conditions", "responsible", "2026-11-20")
    assert len(decision.conditions) == 7  # of the advice of the team
    told = iama(tmp_path / "one", "verify", "--json").json
    assert (told["summary"]["approvals"], told["findings"]) == (1, [])
