"""Claims about official texts: taken from the ministry's files by number, shown beside ours; nothing else changes."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import contents, demo, iama, put, refused
from officials import (
    IAMA,
    OLDER,
    definition,
    in_yaml,
    open_document,
    open_lines,
    open_table,
    registry,
    task,
    whole_definition,
    word,
)
from states import given, in_pdf, state
from wordfiles import document, paragraph, row, run, table, zipped

from iama.assess.official_import import match_passages
from iama.cli.housepacks import library_of
from iama.files.config import configured_workspace
from iama.files.numberedtext import read_lines
from iama.files.officialfile import read_official_file
from iama.files.shipped import SHIPPED
from iama.model.limits import OFFICIAL_PASSAGES, OFFICIAL_WORDS
from iama.publish.officialtext import OFFICIAL, with_official_texts

KEPT = "wording/iama-2.0.nl.yaml"
HTML = "Is dit &lt;verboden&gt;? <b>Ja</b> &amp; <script>alert(1)</script> <img src=x onerror=alert(1)>"
SMALL = definition(
    task("1.1.1", "Waarom nu?"),
    task("1.1.2", "Wat is het doel?", description="<p>Noem ook<br>subdoelen.</p>"),
    task("1.3.1", HTML),
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("wording"))


@pytest.fixture
def base(example: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example, tmp_path / "base")


def take(base: Path, content: bytes, *words: str, name: str = "f.json") -> dict[str, object]:
    """Import a file, which must succeed, and return what was said of it."""
    put(base, name, content)
    told = iama(base, "wording", "import", name, *words, "--json")
    assert told.code == 0, told
    return dict(told.json)


def texts(said: dict[str, object]) -> dict[str, str]:
    return {one["question"]: one["text"] for one in said["texts"]}  # type: ignore[attr-defined]


def told(said: dict[str, object]) -> dict[str, list[str]]:
    return {one["sort"]: one["pieces"] for one in said["told"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [bytes, in_yaml], ids=["json", "yaml"])
def test_a_definition_has_a_text_for_every_official_question(base: Path, form: Callable[[bytes], bytes]) -> None:
    said = take(base, form(whole_definition()))
    official = {one.id for one in IAMA.questions.values() if one.official}
    assert texts(said).keys() == official and len(official) == 88  # 87 inputs and the notice
    assert texts(said)["goal"] == "Officieel 1.1.2?"
    assert texts(said)["actions-how"] == "Kop – Officieel actions-how?"
    assert set(told(said)) == {"heading", "unknown"}  # of headings and explanations nothing is lost either
    assert {"0.1.1 Tekst"} == set(told(said)["unknown"]) and "1.1 Kop" in told(said)["heading"]


def test_the_questions_of_a_group_have_the_words_above_them(base: Path) -> None:
    content = definition(
        task("1.4.1", "Wie?", task("1.4.1.1", "A) Bij de bouw")), task("2.1.1", "Wat?", task("2.1.1.1", ""))
    )
    found = texts(take(base, content))
    assert found == {"parties-development": "Wie? – A) Bij de bouw", "type": "Wat?"}


def test_an_instrument_of_the_registry_repeats_by_name_and_misspells_a_number(base: Path) -> None:
    said = take(base, registry({"1.1.1": "Waarom?", "2.A.2.2": "Is het goed?", "9.9": "Weg"}), name="iama.yaml")
    assert said["questionnaire"] == "iama-1.0" and said["source"] == "Toets"
    assert texts(said)[OLDER.numbers["2A.2.2"]] == "Is het goed?"
    assert told(said)["mended"] == ["2.A.2.2 = 2A.2.2"] and told(said)["unknown"] == ["9.9 Weg"]
    assert len(told(said)["missing"]) == len(OLDER.numbers) - 2


LINES = ("Deel 1", "1.1 Aanleiding", "1.1.1 Waarom nu?", "Een antwoord", "Vraag 1.1.2: Wat is het doel?")


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "f.docx": word(*LINES),
        "f.odt": open_document(open_lines(*LINES)),
        "f.txt": "\n\n".join(LINES).encode(),
        "f.md": "\n\n".join(("# Deel 1", "## 1.1 Aanleiding", "### 1\\.1\\.1 **Waarom nu?**", *LINES[3:])).encode(),
        "table.docx": document(
            paragraph(run("1.1 Aanleiding"))
            + table(
                row("1.1.1", paragraph(run("Waarom nu?")), paragraph(run("Een antwoord"))),
                row("1.1.2 Wat is het doel?", paragraph("")),
            )
        ),
        "table.odt": open_document(
            open_table(("1.1", "Aanleiding"), ("1.1.1", "Waarom nu?", "Een antwoord"), ("1.1.2 Wat is het doel?", ""))
        ),
        "table.md": (
            b"| nr | vraag | antwoord |\n|---|---|---|\n| 1.1 | Aanleiding | |\n"
            b"| 1.1.1 | Waarom nu? | Een antwoord |\n| 1.1.2 | Wat is het doel? | |\n"
        ),
    }.items(),
)
def test_a_list_with_numbers_is_read_from_documents(base: Path, name: str, content: bytes) -> None:
    said = take(base, content, "-q", "iama-2.0", name=name)
    assert texts(said) == {"problem": "Waarom nu?", "goal": "Wat is het doel?"}
    assert "Een antwoord" in told(said)["loose"] and told(said)["heading"] == ["1.1 Aanleiding"]


def test_lines_of_a_paragraph_belong_together_and_dates_are_no_numbers() -> None:
    lines = ["1.1.1", "", "Waarom", "nu?", "1.12.2026 was een dag", "", "los", "5.B Wat is", "het advies? (zie 1.1.2)"]
    found = read_lines("f", lines)
    assert [(one.number, one.words) for one in found.passages] == [
        ("1.1.1", "Waarom nu? 1.12.2026 was een dag"),
        ("5.B", "Wat is het advies? (zie 1.1.2)"),
    ]
    assert found.loose == ("los",)


def test_what_is_not_taken_is_told_piece_by_piece(base: Path) -> None:
    own = IAMA.questions["values-served"].text["nl"]
    content = definition(
        task("1.1.1", "Eerst"),
        task("1.1.1", "Anders"),
        task("1.1.2", "Goed"),
        task("1.2.1", own),
        task("1.2.2", ""),
        task("9.9.9", "Bestaat niet"),
        task("", "Zonder nummer"),
    )
    said = take(base, content)
    assert texts(said) == {"goal": "Goed"}
    assert {sort: len(pieces) for sort, pieces in told(said).items() if sort != "missing"} == {
        "twice": 2,
        "ours": 1,
        "empty": 1,
        "unknown": 2,
    }
    assert "1.1.1" in told(said)["missing"]


def test_signs_that_nobody_sees_are_left_out_and_damaged_ones_told() -> None:
    found = read_official_file("f", definition(task("1.1.1", "Waa\u200brom\u202e?"), task("1.1.2", "a\x00b")))
    matched = match_passages(found, IAMA, {})
    assert matched.texts == {"problem": "Waarom?"}
    assert [one.pieces for one in matched.told if one.sort == "damaged"] == [("1.1.2",)]
    assert "empty" not in {one.sort for one in matched.told}


def test_a_preview_keeps_nothing_and_a_save_keeps_all(base: Path) -> None:
    before = contents(base)
    assert take(base, SMALL)["saved"] is None
    assert contents(base) == {**before, base / "f.json": SMALL}
    assert take(base, SMALL, "--save", "--licence", "EUPL-1.2")["saved"] == KEPT
    kept = (base / KEPT).read_text(encoding="utf-8")
    assert (
        "licence: EUPL-1.2" in kept
        and "# 1.1.2\n  goal: |-\n    Wat is het doel?\n    Noem ook\n    subdoelen." in kept
    )
    assert "<b>" not in kept and "Ja & <script>alert(1)</script>" in kept


def test_another_import_shows_what_changed_and_what_went(base: Path) -> None:
    take(base, SMALL, "--save")
    put(base, "g.json", definition(task("1.1.1", "Waarom nu?"), task("1.1.2", "Nieuw doel?"), task("1.2.1", "Welke?")))
    said = iama(base, "wording", "import", "g.json", "--save")
    assert said.code == 0, said
    for words in (
        "Changed (1)",
        "was: Wat is het doel? Noem ook subdoelen.",
        "now: Nieuw doel?",
        "New (1)",
        "The same (1)",
    ):
        assert words in said.out
    assert "No longer in the file: our own text will stand alone (1)" in said.out
    assert "verboden" not in (base / KEPT).read_text(encoding="utf-8")


OTHERS = {
    "a state": (state({"1.1.1": given("x")}), "filled in"),
    "a PDF of the form": (in_pdf(state({"1.1.1": given("x")}), hexadecimal=False), "PDF"),
    "another form": (definition(task("1", "x"), urn="urn:nl:dpia", version="3.0"), "dpia-3.0"),
    "no version": (definition(task("1", "x"), version=""), "urn"),
    "no urn": (definition(task("1", "x"), urn="x"), "urn"),
    "a list": (b'{"a": 1}', "tasks"),
    "no JSON": (b'{"tasks": [', "cannot be read"),
    "not UTF-8": (b"1.1.1 \xff", "UTF-8"),
    "text without numbers": (b"Waarom nu?\n", "no paragraph"),
    "text without a version": (b"1.1.1 Waarom nu?\n", "iama-1.0, iama-2.0"),
    "nothing that we know": (definition(task("9.9.9", "x")), "no number"),
    "more than there are": (definition(*(task("1.1.1", "x") for _ in range(OFFICIAL_PASSAGES + 1))), "more than"),
    "a text without end": (definition(task("1.1.1", "x" * (OFFICIAL_WORDS + 1))), "longer than"),
    "a file that is another": (zipped({"x.txt": "x"}), "word processor"),
    "a broken archive": (b"PK\x03\x04rest", "cannot be read"),
    "entities": (open_document("", '<!DOCTYPE a [<!ENTITY b "c">]>'), "DOCTYPE"),
    "a tag that runs": (b'tasks: !!python/object/apply:os.system ["x"]\n', "tag"),
    "itself within itself": (b"urn: urn:nl:iama\nversion: '2.0'\ntasks: &a\n  - tasks: *a\n", "alias"),
}


@pytest.mark.parametrize(("content", "said"), OTHERS.values(), ids=OTHERS.keys())
def test_another_file_is_refused_in_words(base: Path, content: bytes, said: str) -> None:
    put(base, "f", content)
    before = contents(base)
    ran = iama(base, "wording", "import", "f", "--save")
    assert ran.code in (2, 3) and said in ran.err and "Traceback" not in ran.err, ran
    assert contents(base) == before


def test_what_is_repeated_by_name_costs_no_more_than_a_list(base: Path) -> None:
    levels = ["urn: urn:nl:iama", "version: '2.0'", "a0: &a0 {id: 1.1.1, task: x}"]
    levels += [f"a{n}: &a{n} {{id: '1', task: x, tasks: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 11)]
    put(base, "f.yaml", "\n".join([*levels, "tasks: [*a10]"]))
    assert "more than" in refused(base, "wording", "import", "f.yaml")


def test_deep_headings_end_somewhere(base: Path) -> None:
    deepest = task("1.1.1", "x")
    for _ in range(40):
        deepest = task("1", "x", deepest)
    put(base, "f.json", definition(deepest))
    assert "levels of headings" in refused(base, "wording", "import", "f.json")


def test_a_bomb_in_a_document_is_not_unpacked(base: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 60_000_000)
    put(base, "f.odt", held.getvalue())
    assert "content.xml" in refused(base, "wording", "import", "f.odt", code=3)


def test_another_version_than_asked_is_refused(base: Path) -> None:
    put(base, "f.json", SMALL)
    assert "iama-2.0" in refused(base, "wording", "import", "f.json", "-q", "iama-1.0")


def test_no_link_leads_out_of_the_project(base: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (base / "wording").symlink_to(elsewhere)
    put(base, "f.json", SMALL)
    assert iama(base, "wording", "import", "f.json", "--save").code == 3
    assert not list(elsewhere.iterdir())
    put(elsewhere, "iama-2.0.nl.yaml", "format: iama-wording/1\n")
    assert "link" in refused(base, "report", "herzicht", "-o", "-", code=3)


def test_a_workspace_is_needed(tmp_path: Path) -> None:
    put(tmp_path, "f.json", SMALL)
    assert refused(tmp_path, "wording", "import", "f.json")


def without_official(said: str) -> dict[str, object]:
    return {name: one for name, one in json.loads(said).items() if name not in (OFFICIAL, "digest")}


@pytest.mark.parametrize("words", ["check --json", "flags herzicht --json", "status herzicht --json", "verify --json"])
def test_answers_stamps_and_approvals_stay_what_they_are(base: Path, words: str) -> None:
    before = iama(base, *words.split()).json
    take(base, whole_definition(), "--save", "--instead")
    assert iama(base, *words.split()).json == before
    tree = library_of(configured_workspace(base)).trees["iama-2.0"]
    assert (tree.digest, tree.questions["goal"].stamp) == (IAMA.digest, IAMA.questions["goal"].stamp)


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_a_report_shows_the_official_text_with_its_source(base: Path, edition: str) -> None:
    words = ("report", "herzicht", "--edition", edition, "--to")
    before = iama(base, *words, "json", "-o", "-").out
    take(base, SMALL, "--save", "--source", "IAMA 2.0, BZK", "--licence", "EUPL-1.2")
    page = iama(base, *words, "html", "-o", "-").out
    assert page.count('href="#official-wordings"') == 3 and page.count('id="official-wordings"') == 1
    assert "<p>Wat is het doel?<br>\nNoem ook<br>\nsubdoelen.</p>" in page
    assert "IAMA 2.0, BZK, overgenomen op" in page and "Licentie: EUPL-1.2." in page
    assert "<script>alert" not in page and "<img src=x" not in page
    text = iama(base, *words, "md", "-o", "-").out
    assert "[Officiële tekst](#official-wordings):\n\n> Wat is het doel?" in text and "<script>" not in text
    after = iama(base, *words, "json", "-o", "-").out
    assert without_official(after) == without_official(before)
    data = json.loads(after)[OFFICIAL]["iama-2.0"]
    assert (data["show"], data["source"], data["texts"]["problem"]) == ("beside", "IAMA 2.0, BZK", "Waarom nu?")
    assert edition == "internal" or json.loads(after)["digest"] != json.loads(before)["digest"]


def test_it_takes_the_place_of_ours_in_its_own_language_only(base: Path) -> None:
    take(base, SMALL, "--save", "--instead")
    own = IAMA.questions["goal"].text
    words = ("report", "herzicht", "-q", "iama-2.0", "-o", "-", "--to", "md", "--lang")
    dutch, english = (iama(base, *words, language).out for language in ("nl", "en"))
    assert f"1.1.2 {own['nl']}" not in dutch
    assert "#### 1.1.2 Wat is het doel?\n\n[Officiële tekst](#official-wordings):\n\n> Noem ook" in dutch
    assert "#### 1.1.1 Waarom nu?\n\n[Officiële tekst](#official-wordings)\n" in dutch  # marked, with nothing beside it
    assert "de formulering is van iama" not in dutch and "in de plaats van die van ons" in dutch
    assert f"#### 1.1.2 {own['en']}\n\n[Official text](#official-wordings):\n\n> Wat is het doel?" in english


def test_a_decision_keeps_the_text_as_it_was_shown(base: Path) -> None:
    take(base, SMALL, "--save")
    decide = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible")
    assert iama(base, *decide, "--text", "t", "--public-reason", "r").code == 0
    shown = ("report", "herzicht", "--as-approved", "--edition", "public", "--to", "html", "-o", "-")
    page = iama(base, *shown).out
    assert "Noem ook" in page

    def stays() -> None:
        proof = iama(base, "verify", "herzicht", "--fresh").out
        assert proof.rstrip().endswith("1 decision: 1 proven"), proof
        assert "layout" not in proof  # this program makes the very same pages again
        assert iama(base, *shown).out == page
        assert "Noem ook" in iama(base, *shown, "--fresh").out

    stays()
    take(base, definition(task("1.1.2", "Anders")), "--save")
    stays()
    shutil.rmtree(base / "wording")
    stays()
    assert "Noem ook" not in iama(base, "report", "herzicht", "--to", "html", "-o", "-").out


def test_what_a_stranger_kept_in_its_place_stays_out() -> None:
    view = {"assessments": [{"ref": "iama-2.0"}], "language": "nl"}
    said = {"language": "nl", "source": "s", "licence": "", "file": "f", "sha256": "a", "taken": "2026-11-30"}
    sound = {**said, "show": "beside", "texts": {"goal": "x"}}
    assert with_official_texts(view, {"iama-2.0": sound})[OFFICIAL] == {"iama-2.0": sound}
    wrong: tuple[object, ...] = (
        5,
        {},
        {**sound, "texts": {"goal": 1}},
        {**sound, "taken": "x"},
        {**sound, "language": "x"},
        {**sound, "a": 1},
    )
    for one in wrong:
        assert with_official_texts(view, {"iama-2.0": one}) is view
    assert with_official_texts(view, {"other-1.0": sound}) is view and with_official_texts(view, [1]) is view


def test_a_sheet_and_the_list_of_open_questions_show_it(base: Path) -> None:
    take(base, SMALL, "--save", "--source", "BZK & co")
    line = "Officiële tekst (BZK &amp; co): Wat is het doel? Noem ook subdoelen."
    assert iama(base, "sheet", "herzicht", "--role", "project-leader", "-o", "s.md").code == 0
    assert line in (base / "s.md").read_text(encoding="utf-8")
    assert iama(base, "set", "herzicht", "goal", "A & B <c>").code == 0
    assert iama(base, "sheet", "herzicht", "--role", "project-leader", "-o", "s.docx").code == 0
    with zipfile.ZipFile(base / "s.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert line in body and "A &amp; B &lt;c&gt;" in body
    again = iama(base, "take", "s.docx")
    assert "exactly the sheet that was sent" in again.err


def test_the_outline_of_a_questionnaire_shows_it(base: Path) -> None:
    take(base, SMALL, "--save")
    shown = iama(base, "questionnaire", "show", "iama-2.0").out
    assert "Official texts: Rapportagemodel (f.json)" in shown
    assert "Official text: Wat is het doel? Noem ook subdoelen." in shown
    assert iama(base, "questionnaire", "show", "iama-2.0", "--json").json[OFFICIAL]["iama-2.0"]["texts"]["goal"]
    assert OFFICIAL not in iama(base, "questionnaire", "show", "iama-1.0", "--json").json


def test_a_text_in_another_language_has_a_file_of_its_own(base: Path) -> None:
    take(base, SMALL, "--save")
    english = definition(task("1.1.2", "What is it for?"))
    assert take(base, english, "--save", "--text-lang", "en", name="e.json")["saved"] == "wording/iama-2.0.en.yaml"
    words = ("report", "herzicht", "--to", "md", "-o", "-", "--lang")
    assert "What is it for?" in iama(base, *words, "en").out
    assert "What is it for?" not in iama(base, *words, "nl").out


def test_check_tells_a_mistake_in_the_file_at_its_place(base: Path) -> None:
    take(base, SMALL, "--save")
    plain = iama(base, "check", "--json").json["findings"]
    assert not [one for one in plain if one["path"].startswith("wording")]
    kept = (base / KEPT).read_text(encoding="utf-8")
    put(base, KEPT, kept.replace("  goal:", "  gaol:").replace("show: beside", "show: bside"))
    put(base, "wording/other.yaml", "x: 1\n")
    wrong = iama(base, "check", "--json").json["findings"]
    assert {(one["code"], one["line"], one["path"]) for one in wrong if one["path"].startswith("wording")} == {
        ("invalid-value", 4, KEPT),
        ("unknown-question", kept.splitlines().index("  goal: |-") + 1, KEPT),
        ("unknown-file", 0, "wording/other.yaml"),
    }
    assert f"{KEPT}:4:7" in refused(base, "report", "herzicht", "-o", "-", code=3)
    assert iama(base, "set", "herzicht", "goal", "Een doel").code == 0  # answers do not wait for it
    put(base, KEPT, f"<<<<<<< a\n{kept}>>>>>>> b\n")
    assert "conflict" in refused(base, "wording", "import", "f.json", "--save", code=3)


def test_without_official_texts_nothing_more_is_read(base: Path) -> None:
    assert library_of(configured_workspace(base)) is SHIPPED
