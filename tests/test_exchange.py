"""Files of the ministry's form: taken in whole or not at all, given out with every loss named, refused in words."""

import json
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commands import ID, answer, contents, demo, fresh, iama, put, refused
from pace import pace
from states import DAY, FORM, TREE, every_leaf, given, in_pdf, state

from iama.files.foreign import read_foreign
from iama.files.formstate import read_state
from iama.model.dossier import Answer
from iama.model.limits import MAX_BYTES, PAGE_BYTES
from iama.model.plainhtml import without_html
from iama.model.problems import IamaError
from iama.model.struct import replace


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workspace with one empty dossier, `abc`."""
    return fresh(tmp_path)


def bring(base: Path, answers: dict[str, Any], *options: str) -> Any:
    """Import a state with these answers, and return what was told as JSON."""
    put(base, "s.json", state(answers))
    told = iama(base, "import", "s.json", "--json", "--lang", "en", *options)
    assert told.code == 0, told.err
    return told.json


def test_the_form_has_eighty_seven_questions_and_each_comes_in(base: Path) -> None:
    answers = every_leaf()
    assert len(FORM.questions(TREE)) == 87
    told = bring(base, answers, "--save")
    assert [place["id"] for place in told["places"]] == [*FORM.questions(TREE)]
    notes = [place["id"] for place in told["places"] if place["result"] == "note"]
    assert notes == ["4.3.1", "4.3.2", "4.3.3"]  # asked per right, and no right was ticked
    assert answer(base, "affected-rights").note.count("Antwoord op 4.3.") == 3
    assert {place["result"] for place in told["places"]} == {"new", "note"}
    kept = answer(base, "problem")
    assert (kept.value, kept.date, bool(kept.imported)) == ("Antwoord op 1.1.1", DAY, True)
    assert answer(base, "prohibited").value == "yes" and len(answer(base, "rights-at-risk").value or ()) == 30
    assert [row.cells["text"] for row in answer(base, "actions-how").rows] == [
        "Punt 0 van 3.actiepunten.tekst",
        "Punt 1 van 3.actiepunten.tekst",
    ]
    assert {place["result"] for place in bring(base, answers)["places"]} == {"same"}


def test_a_preview_saves_nothing(base: Path) -> None:
    before = contents(base)
    put(base, "s.json", state({"1.1.1": given("x")}))
    told = iama(base, "import", "s.json", env={"IAMA_LANG": "nl"})
    assert told.code == 0 and "Er is niets bewaard" in told.out
    assert {path: content for path, content in contents(base).items() if path.name != "s.json"} == before


@pytest.mark.parametrize("hexadecimal", [False, True])
def test_a_pdf_carries_the_same_state(base: Path, hexadecimal: bool) -> None:
    tricky = "Haakjes ( ) en \\ en\r\neen \N{GRINNING FACE} en ਍ഊ"
    put(base, "s.pdf", in_pdf(state({"1.1.1": given(tricky)}), hexadecimal=hexadecimal))
    assert iama(base, "import", "s.pdf", "--save").code == 0
    assert answer(base, "problem").value == tricky.replace("\r\n", "\n")


def test_what_stands_here_is_never_overwritten_without_a_choice(base: Path) -> None:
    iama(base, "set", "--note", "Van ons", "abc", "problem", "Hier")
    put(base, "s.json", state({"1.1.1": given("Daar"), "1.1.2": given("Nieuw")}))
    shown = iama(base, "import", "s.json", "--lang", "en").out
    assert "Hier" in shown and "Daar" in shown and "--keep ours --save" in shown
    assert "differs from what stands in the file: 1.1.1" in refused(base, "import", "s.json", "--save")
    assert answer(base, "goal").empty
    assert iama(base, "import", "s.json", "--save", "--keep", "ours").code == 0
    assert (answer(base, "problem").value, answer(base, "goal").value) == ("Hier", "Nieuw")
    assert iama(base, "import", "s.json", "--save", "--keep", "form").code == 0
    assert (answer(base, "problem").value, answer(base, "problem").note) == ("Daar", "Van ons")
    assert "Hier" in iama(base, "history", "abc", "problem").out


MENDED = [
    (
        {"1.1.1": given("<p>Een</p><ul><li>twee &amp; drie</li></ul>")},
        "problem",
        "Een\n- twee & drie",
        "layout of a web",
    ),
    ({"1.3.1": given("on")}, "prohibited", None, "`on`"),
    ({"2.1.1.1": given("iets anders")}, "type", None, "do not know"),
    ({"1.1.1": given({"data": "data:image/png;base64,AA"})}, "problem", None, "picture"),
    ({"1.1.1": given("x", lastEditedBy={"name": "A. Jansen", "email": "a@x.nl"})}, "problem", "x", "name of who"),
    ({"1.1.1": given("x", at=None)}, "problem", "x", "without a day"),
    ({"1.1.1": given("x", at="2999-01-01T00:00:00Z")}, "problem", "x", "still to come"),
    ({"1.1.1": given("x"), "__proto__": given("y")}, "problem", "x", "no number"),
    ({"1.1.1": given("x"), "1.1.2": "bare"}, "problem", "x", "cannot be read: 1.1.2"),
    ({"1.1.1": given("x", more=1)}, "problem", "x", "more than a value"),
    ({"1.1.1": [{"_index": 0, "1.1.1": given("x")}], "1.1.1[0]": given("y")}, "problem", "x", "first counts"),
    ({"1.3.1": given(True)}, "prohibited", "yes", ""),
    ({"2.2B.1": given("x"), "2.1.1.1": given("zelflerend")}, "training-data", "x", ""),
    ({"5.A.1": given("x")}, "interests-served", "x", ""),
]


@pytest.mark.parametrize(("answers", "question", "value", "told"), MENDED)
def test_what_the_form_spoils_is_mended_and_told(
    base: Path, answers: dict[str, Any], question: str, value: str | None, told: str
) -> None:
    found = bring(base, answers, "--save")
    assert answer(base, question).value == value
    assert told in "\n".join(found["told"]) and ("Jansen" not in json.dumps(found))


def test_nothing_typed_is_lost(base: Path) -> None:
    found = bring(base, {"1.1.1": given("eerst"), "1.1.1[3]": given("wees"), "9.9.9": given("vreemd")}, "--save")
    assert "wees" in answer(base, "problem").note and answer(base, "problem").value == "eerst"
    strange = [place for place in found["places"] if place["result"] == "left"]
    assert [(one["id"], one["theirs"]) for one in strange] == [("9.9.9", "vreemd")]


def test_a_cleared_field_takes_nothing_away(base: Path) -> None:
    iama(base, "set", "abc", "goal", "x")
    bring(base, {"1.1.2": given(""), "1.1.1": given(None), "4.1.1.1": given([])}, "--save")
    assert answer(base, "goal").value == "x" and answer(base, "problem").empty


def test_an_answer_per_right_goes_to_every_right_that_is_ticked(base: Path) -> None:
    iama(base, "set", "abc", "affected-rights", "life", "asylum")
    bring(base, {"4.3.1": given("Zwaar")}, "--save")
    assert [answer(base, "importance-text", key).value for key in ("life", "asylum")] == ["Zwaar", "Zwaar"]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example with its state and what stands beside it, and an empty dossier."""
    base = demo(tmp_path_factory.mktemp("worked"))
    assert iama(base, "export", ID, "--to", "invulhulpen", "-o", "s.json").code == 0
    assert iama(base, "new", "abc").code == 0
    return base


def test_the_way_out_and_in_again_loses_nothing(worked: Path) -> None:
    assert iama(worked, "import", "s.json", "--algorithm", "abc", "--save").code == 0
    trees = {name: iama_answers(worked, name) for name in (ID, "abc")}
    assert trees["abc"] == trees[ID]
    assert {
        place["result"] for place in iama(worked, "import", "s.json", "--algorithm", ID, "--json").json["places"]
    } == {"same"}


def iama_answers(base: Path, algorithm: str) -> dict[Any, Answer]:
    """Return the answers of a dossier, without the day on which they came in."""
    from iama.files.store import read_dossier

    held = read_dossier(base / "assessments" / algorithm).assessments["iama-2.0"].answers
    return {slot: replace(one, imported="") for slot, one in held.items()}


def test_a_state_without_what_went_beside_it_loses_what_was_named(worked: Path, tmp_path: Path) -> None:
    lost = iama(worked, "export", ID, "--to", "invulhulpen", "-o", "-", "--lang", "en").err
    for words in (
        "44x a question that only we ask",
        "137x who gave",
        "4x a note",
        "2x a source",
        "2x a differing",
        "text: actions",
    ):
        assert words in lost
    base = fresh(tmp_path)
    put(base, "s.json", (worked / "s.json").read_bytes())
    found = iama(base, "import", "s.json", "--save", "--json").json
    assert {place["result"] for place in found["places"]} == {"new", "note"}
    assert answer(base, "goal").value == answer(worked, "goal", of=ID).value


def test_a_change_in_the_form_alone_comes_in_and_ours_alone_stays(worked: Path) -> None:
    root = json.loads((worked / "s.json").read_text())
    root["answers"]["1.1.1"] = given("Veranderd in het formulier")
    put(worked, "t.json", json.dumps(root))
    put(worked, "t.iama.json", (worked / "s.iama.json").read_bytes())
    iama(worked, "set", ID, "goal", "Veranderd bij ons")
    places = iama(worked, "import", "t.json", "--algorithm", ID, "--json").json["places"]
    assert {one["id"]: one["result"] for one in places if one["result"] != "same"} == {
        "1.1.1": "changed",
        "1.1.2": "ours",
    }


def test_a_public_state_holds_nothing_internal(worked: Path) -> None:
    given_ = ("--ground", "woo-5.1.2.d", "--reason", "Zwaar", "--by", "lawyer")
    assert iama(worked, "withhold", *given_, ID, "problem").code == 0
    told = iama(worked, "export", ID, "--to", "invulhulpen", "-o", "p.json", "--edition", "public")
    assert told.code == 0 and not (worked / "p.iama.json").exists()
    assert "1.1.1" not in json.loads((worked / "p.json").read_text())["answers"]


WRONG = {
    "a DPIA": (state({}, urn="urn:nl:dpia:3.0"), "this is a DPIA (3.0), no IAMA; name it as a source"),
    "a pre-scan": (state({}, urn="urn:nl:prescan:2.0"), "pre-scan DPIA (2.0)"),
    "an older IAMA": (state({}, urn="urn:nl:iama:1.0"), "only urn:nl:iama:2.0 can be read"),
    "no form named": (state({}, urn=None), "does not say of which form"),
    "a strange form": (state({}, urn="\x1b[31mred"), "does not say of which form"),
    "a list": (b"[1]", "no file that iama takes in"),
    "no answers": (b'{"metadata": {}}', "no file that iama takes in"),
    "answers in a list": (b'{"metadata": {}, "answers": []}', "no file that iama takes in"),
    "no JSON": (b"hello", "no file that iama takes in"),
    "one key twice": (b'{"metadata": {}, "metadata": {}, "answers": {}}', "a key stands twice"),
    "no UTF-8": (b'{"a": "\xff"}', "UTF-8"),
    "a PDF without": (b"%PDF-1.3\n%%EOF", "not in there"),
    "an encrypted PDF": (b"%PDF-1.3\n/Encrypt 3 0 R\n%%EOF", "encrypted"),
    "a PDF that points nowhere": (b"%PDF-1.3\n/AssessmentData 7 0 R", "not in there"),
    "a PDF that does not end": (b"%PDF-1.3\n/AssessmentData (", "not in there"),
    "a PDF with another text": (in_pdf(b"hello"), "cannot be read as JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_with_what_it_is(base: Path, content: bytes, message: str) -> None:
    put(base, "s.json", content)
    said = refused(base, "import", "s.json", "--save")
    assert message in said and "\x1b" not in said


def test_a_value_that_cannot_be_kept_refuses_the_whole(base: Path) -> None:
    put(base, "s.json", state({"1.1.1": given("goed"), "1.1.2": given("kanarie\ud83d")}))
    said = refused(base, "import", "s.json", "--save")
    assert "1.1.2" in said and "U+D83D" in said and "kanarie" not in said
    put(base, "s.json", state({"1.1.2": given("x" * 50_001)}))
    assert "1.1.2" in refused(base, "import", "s.json", "--save")


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"x", b'{"iama_sidecar": 1}', b'{"iama_sidecar": 2, "answers": {"a": 1}}']
)
def test_a_strange_file_beside_a_state_is_refused(base: Path, content: bytes) -> None:
    put(base, "s.json", state({"1.1.1": given("x")}))
    put(base, "s.iama.json", content)
    assert "s.iama.json" in refused(base, "import", "s.json", "--save")


HOSTILE = {
    "too large": b"{" + b" " * MAX_BYTES,
    "deep": b'{"a":' * 100_000,
    "many": state({}) + b"," * 300_000,
    "a PDF too large": b"%PDF" + b"-" + b" " * PAGE_BYTES,
    "a PDF of brackets": b"%PDF-/AssessmentData (" + b"\\(" * 3_000_000,
    "a PDF of open brackets": b"%PDF-/AssessmentData (" + b"(" * 3_000_000,
    "a PDF of digits": b"%PDF-/AssessmentData <" + b"0" * 3_000_000,
    "a PDF of references": b"%PDF-" + b"/AssessmentData 7 0 R" * 100_000,
    "a PDF of objects": b"%PDF-/AssessmentData 7 0 R" + b"\n7 0 obj" * 200_000,
    "many tips": state({"1.1.1": given('<span class="aiv-definition-text">' * 30_000)}),
    "many tags": state({"1.1.1": given("<p " * 300_000)}),
    "many rows": state({"1.actiepunten.tekst": [{"_index": one} for one in range(30_000)]}),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_takes_little_time_and_memory(content: bytes) -> None:
    tracemalloc.start()
    before = time.process_time()
    with suppress(IamaError, KeyError):
        read_state("s", read_foreign("s", content), FORM)
    took, memory = time.process_time() - before, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 3 * pace() and memory < 150_000_000


def test_a_file_with_another_ending_is_known_by_what_it_holds(base: Path) -> None:
    put(base, "state", in_pdf(state({"1.1.1": given("x")})))
    assert iama(base, "import", "state", "--save").code == 0


def test_of_several_dossiers_one_must_be_named(base: Path) -> None:
    iama(base, "new", "def")
    put(base, "s.json", state({}))
    assert "abc, def" in refused(base, "import", "s.json")
    assert "ours or form" in refused(base, "import", "s.json", "--algorithm", "abc", "--keep", "theirs")


PLAIN = [("a < b en <naam> blijft", None), ("een &amp; twee", None), ("<p>a</p><p>b</p>", "a\nb"), ("<b>x</b>", "x")]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_only_tags_of_a_web_page_go(text: str, plain: str | None) -> None:
    assert without_html(text) == (plain or text)
