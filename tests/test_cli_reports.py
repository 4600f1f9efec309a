"""Claims about `iama report` and `iama coverage` on the worked example and on an empty dossier."""

from pathlib import Path

import pytest
from commands import contents, demo, fresh, iama, put, refused

CANARY = "kanarie-geheim"


@pytest.fixture(scope="module")
def herzicht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, to read only."""
    return demo(tmp_path_factory.mktemp("reports"))


def test_a_report_stands_beside_the_configuration_under_the_name_of_its_edition(tmp_path: Path) -> None:
    base = demo(tmp_path)
    told = iama(base / "assessments", "report", "herzicht")
    path = base / "iama-herzicht-internal.html"
    assert (told.code, told.out, told.err) == (0, f"wrote {path}\n", "")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("to", ["html", "md", "json"])
def test_a_report_goes_to_standard_output_or_a_file_with_the_same_bytes(
    tmp_path: Path, herzicht: Path, to: str
) -> None:
    day = ("--as-of", "2026-11-23")
    printed = iama(herzicht, "report", "--to", to, *day, "-o", "-", "herzicht")
    put(tmp_path, "report.txt", "an older report")
    told = iama(herzicht, "report", "--to", to, *day, "--output", tmp_path / "report.txt", "herzicht")
    assert (printed.code, printed.err, told.code) == (0, "", 0)
    assert (tmp_path / "report.txt").read_bytes() == printed.out.encode()
    assert printed.out.endswith("\n")


def test_a_report_changes_nothing_but_itself(tmp_path: Path) -> None:
    base = demo(tmp_path)
    before = contents(base)
    assert iama(base, "report", "herzicht").code == 0
    assert {path.name for path in contents(base).keys() - before.keys()} == {"iama-herzicht-internal.html"}
    assert before.items() <= contents(base).items()


def test_the_json_of_a_report_has_its_version_key_first(herzicht: Path) -> None:
    document = iama(herzicht, "report", "--to", "json", "-o", "-", "herzicht").json
    assert next(iter(document.items())) == ("iama_report", 1)
    assert (document["edition"], document["language"]) == ("internal", "nl")


def test_a_report_speaks_the_language_and_holds_the_date_it_is_asked_for(herzicht: Path) -> None:
    words = ("report", "--to", "json", "--lang", "en", "--as-of", "2028-02-29", "-o", "-", "herzicht")
    document = iama(herzicht, *words).json
    assert (document["language"], document["as_of"], document["as_of_text"]) == ("en", "2028-02-29", "29 February 2028")


def test_a_report_may_be_about_one_assessment(herzicht: Path) -> None:
    document = iama(herzicht, "report", "--to", "json", "-q", "iama", "-o", "-", "herzicht").json
    assert [one["ref"] for one in document["assessments"]] == ["iama-2.0"]
    assert "-q iama-2.0" in document["provenance"]["command"]


def test_a_dossier_named_by_its_path_gets_its_report_beside_its_own_configuration(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(tmp_path, "report", "demo/assessments/herzicht", "--to", "md").code == 0
    assert (base / "iama-herzicht-internal.md").is_file()


def test_an_empty_dossier_has_a_report(tmp_path: Path) -> None:
    base = fresh(tmp_path)
    for to in ("html", "md", "json"):
        assert iama(base, "report", "abc", "--to", to).code == 0


@pytest.mark.parametrize(
    "name", ["iama.toml", "x.yaml", "x.YML", "assessments/herzicht/iama-2.0.yaml", ".gitignore", ".gitattributes"]
)
def test_a_report_never_takes_the_place_of_a_source(herzicht: Path, name: str) -> None:
    assert "could be a source file" in refused(herzicht, "report", "-o", name, "herzicht")


def test_a_report_needs_a_folder_that_is_there(herzicht: Path) -> None:
    assert "make it first" in refused(herzicht, "report", "-o", "nowhere/x.html", "herzicht")


def test_a_report_cannot_take_the_place_of_a_folder(herzicht: Path) -> None:
    assert "could not be saved" in refused(herzicht, "report", "-o", "assessments", "herzicht", code=3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["herzigt"], "did you mean `herzicht`?"),
        (["-q", "iama-9", "herzicht"], "there is no questionnaire `iama-9`"),
        (["--as-of", "yesterday", "herzicht"], "--as-of: the value is not a date; write it as 2027-03-01"),
        (["--as-of", "20271202", "herzicht"], "not a date"),
        (["--to", "word", "herzicht"], "word"),
        (["--edition", "secret", "herzicht"], "secret"),
        (["--lang", "fr", "herzicht"], "fr"),
        ([], "ALGORITHM is missing; see `iama report --help`"),
    ],
)
def test_a_report_that_cannot_be_asked_for_is_refused(herzicht: Path, words: list[str], message: str) -> None:
    assert message in refused(herzicht, "report", *words)


def test_a_report_about_an_assessment_that_the_dossier_lacks_is_refused(tmp_path: Path) -> None:
    base = fresh(tmp_path, "-q", "algorithm")
    assert "abc holds no iama-2.0; it holds algorithm-1.0" in refused(base, "report", "-q", "iama", "abc")


@pytest.mark.parametrize("command", ["report", "coverage"])
def test_a_dossier_with_a_mistake_is_refused_with_every_finding_and_no_answer(tmp_path: Path, command: str) -> None:
    base = fresh(tmp_path)
    path = base / "assessments" / "abc" / "iama-2.0.yaml"
    broken = path.read_text().replace("  prohibited:\n    value:", f"  prohibited:\n    value: {CANARY}", 1)
    path.write_text(broken.replace("  goal:\n", "  gaol:\n", 1))
    said = refused(base, command, "abc", code=3)
    assert "did you mean `goal`?" in said and "none of the options" in said
    assert CANARY not in said


def test_every_letter_of_article_27_is_complete_in_the_example(herzicht: Path) -> None:
    document = iama(herzicht, "coverage", "herzicht", "--json").json
    assert next(iter(document.items())) == ("iama_coverage", 1)
    assert {one["letter"]: one["complete"] for one in document["letters"]} == dict.fromkeys("abcdef", True)
    assert all(one["served_by"] and not one["missing"] for one in document["letters"])
    assert all(
        {"ref", "question", "status"} <= set(one) for letter in document["letters"] for one in letter["served_by"]
    )
    assert all({"theme", "served_by"} <= set(one) for one in document["audit"])


def test_the_hidden_answer_of_the_example_serves_no_letter(herzicht: Path) -> None:
    hidden = iama(herzicht, "coverage", "herzicht", "--json").out
    assert '"rules-origin"' not in hidden and '"training-data"' in hidden


def test_nothing_is_covered_in_an_empty_dossier(tmp_path: Path) -> None:
    document = iama(fresh(tmp_path), "coverage", "abc", "--json").json
    assert [(one["complete"], one["served_by"]) for one in document["letters"]] == [(False, [])] * 6
    assert "period" in document["letters"][1]["missing"]


def test_a_letter_is_incomplete_while_one_of_its_answers_is_not_known(tmp_path: Path) -> None:
    base = demo(tmp_path)
    assert iama(base, "set", "--unknown", "herzicht", "3.1.2").code == 0
    document = iama(base, "coverage", "herzicht", "--json").json
    assert {one["letter"] for one in document["letters"] if not one["complete"]} == {"b"}
    assert "· (b)" in iama(base, "coverage", "herzicht").out


@pytest.mark.parametrize(("language", "said"), [("nl", "Dekt AI-verordening artikel"), ("en", "Serves AI Act Article")])
def test_coverage_in_text_follows_the_language(herzicht: Path, language: str, said: str) -> None:
    told = iama(herzicht, "coverage", "--lang", language, "herzicht")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{said} 27(1)") and told.out.count("✓ (") == 6
    assert "27(1)(d)" in told.out and "iama-2.0/3.5.2" in told.out  # its own question, and what that adopts


def test_the_same_question_gives_the_same_answer(herzicht: Path) -> None:
    words = ("coverage", "--json", "--as-of", "2026-11-23", "herzicht")
    assert iama(herzicht, *words) == iama(herzicht, *words)


def test_a_theme_may_come_from_the_option_or_the_configuration_and_a_bad_one_is_refused_with_its_place(
    tmp_path: Path,
) -> None:
    base = demo(tmp_path)
    (base / "theme.txt").write_text("color-accent: #004488\n")
    by_option = iama(base, "report", "--theme", "theme.txt", "-o", "-", "herzicht").out
    with (base / "iama.toml").open("a") as file:
        file.write('\ntheme = "theme.txt"\n')

    assert "--iama-color-accent: #004488;" in by_option
    assert iama(base, "report", "-o", "-", "herzicht").out == by_option
    (base / "theme.txt").write_text("\ncolor-accent: url(x)\n")
    assert "theme.txt:2:1: error:" in refused(base, "report", "herzicht", code=3)
    assert "--theme goes with html, pdf" in refused(
        base, "report", "--to", "notice", "--theme", "theme.txt", "herzicht"
    )
    assert "cannot be read" in refused(base, "report", "--theme", "gone.txt", "herzicht")


def test_a_pdf_has_as_much_as_is_asked_and_other_formats_have_no_layers(tmp_path: Path) -> None:
    base = demo(tmp_path)
    iama(base, "report", "herzicht", "--edition", "public", "--layer", "verdict", "--archive", "-o", "short.pdf")
    content = (base / "short.pdf").read_bytes()

    assert content.startswith(b"%PDF-1.7") and b"<pdfaid:part>2" in content
    assert "--layer goes with --to pdf or docx" in refused(base, "report", "herzicht", "--layer", "verdict")
    assert "--archive with --to pdf" in refused(base, "report", "herzicht", "--to", "md", "--archive")
