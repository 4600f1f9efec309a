"""Claims about sheets: what is sent, what each field that comes back amounts to, and all or nothing."""

import re
from pathlib import Path

import pytest
from commands import ID, SHORT, answer, contents, demo, iama, refused
from given import AS_OF, NO_LAW, given, tree
from wordfiles import edited, inserted, run, saved, typed_in

from iama.assess.evaluation import evaluate
from iama.assess.sheets import sheet_entries
from iama.assess.taking import Fate, Returned, Taken, Taker, sent_question, take_sheet
from iama.files.sheetsfile import read_sheets, sheets_of, write_sheets
from iama.model.dossier import Dossier, Source
from iama.model.questionnaire import Questionnaire
from iama.model.sheets import Field, FieldCode, Filled, Loose, Sheet, Sheets, code_in
from iama.model.struct import replace

ASKED = """
- {id: goal, number: "1.1", kind: text, roles: [lawyer], text: {nl: 'Waarvoor?', en: 'What for?'}}
- {id: self, kind: yes-no, roles: [lawyer]}
- {id: kind, kind: choice, options: [nothing, partly, wholly], roles: [lawyer]}
- {id: rights, kind: choices, options: [privacy, equality, voice], roles: [lawyer]}
- {id: day, kind: date, roles: [lawyer]}
- {id: cost, kind: number, roles: [lawyer]}
- {id: actions, kind: rows, columns: {what!: text, owner: text, due: date, status: [open, done]}, roles: [lawyer]}
- {id: other, kind: text, roles: [ethicist]}
"""
TREE = tree(ASKED)
ACTIONS = "actions: {value: [{id: abcdef, what: Bel, owner: CISO, due: 2027-01-01}, {id: bcdefg, what: Lees}]}"


def dossier(answers: str = "", of: Questionnaire = TREE) -> Dossier:
    return Dossier("abc", {of.ref: given(of, answers)})


def sent(answers: str = "", *, outside: bool = False) -> Sheet:
    """Return a sheet for the lawyer, as it is sent when the dossier has these answers."""
    outcome = evaluate(dossier(answers), [TREE], NO_LAW, AS_OF)
    entries = sheet_entries(outcome, dossier(answers), "lawyer", open_only=outside)
    questions = tuple(sent_question(entry, one.ref, "en", outside=outside) for one, entry in entries)
    return Sheet("kmwz", "lawyer", "en", "2026-11-20", "x.docx", "", questions, outside=outside)


def back(sheet: Sheet, fields: dict[str, str | list[str]], now: str = "", of: Questionnaire = TREE) -> Returned:
    """Return what a sheet comes to; a field is `goal`, or of a list `actions.2`, `actions+` for a row without code."""
    numbers = {one.place.partition("/")[2]: number for number, one in enumerate(sheet.questions, 1)}
    filled = []
    for name, said in fields.items():
        id_, _, row = name.rstrip("+").partition(".")
        cells = (said,) if isinstance(said, str) else tuple(said)
        filled.append(Field(FieldCode("kmwz", numbers[id_], int(row or 0)), cells, added=name.endswith("+")))
    outcome = evaluate(dossier(now, of), [of], NO_LAW, AS_OF)
    origin = "the supplier" if sheet.outside else ""
    ids = iter(["newaaa", "newbbb"])
    taker = Taker(outcome, sheet, Source("Sheet"), {"p1": "Jan Jansen"}, "2026-12-01", lambda: next(ids), origin)
    return take_sheet(taker, Filled(tuple(filled)))


def one_back(name: str, said: str, before: str = "", now: str | None = None) -> Taken:
    found = back(sent(before), {name: said}, before if now is None else now)
    return next(one for one in found.taken if one.entry and one.entry.question.id == name)


def test_a_sheet_has_the_questions_of_its_role_and_for_others_than_the_team_no_answer() -> None:
    held = "goal: {value: Geheim}"
    first = sent(held).questions[0]
    assert (first.place, first.sent) == ("iama-2.0/goal", "Geheim")
    assert [one.place.partition("/")[2] for one in sent(held, outside=True).questions] == [
        *("self", "kind", "rights", "day", "cost", "actions")
    ]


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("goal", "Om te  helpen", "Om te  helpen"),
        ("self", "ja", "yes"),
        ("self", "☒ Yes\n\n☐ No", "yes"),
        ("self", "☐ Yes\n\nx No", "no"),
        ("kind", "Partly", "partly"),
        ("kind", "☐ nothing\n\n☑ wholly", "wholly"),
        ("rights", "privacy; voice", ("privacy", "voice")),
        ("rights", "[x] voice\n[ ] privacy\n[X] equality", ("equality", "voice")),
        ("day", "1 maart 2027", "2027-03-01"),
        ("cost", "1,250.50", "1250.50"),
    ],
)
def test_an_answer_is_understood_as_people_write_it(name: str, said: str, value: object) -> None:
    found = one_back(name, said)
    assert found.fate is Fate.NEW and found.answer is not None
    assert found.answer.value == value
    assert (found.answer.by, found.answer.date, found.answer.sources) == (
        ("lawyer",),
        "2026-12-01",
        (Source("Sheet"),),
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("self", "Yes, unless the court says otherwise"),
        ("self", "☐ Yes, but\n\n☐ No"),
        ("self", "☒ Yes\n\n☒ No"),
        ("kind", "something else"),
        ("day", "soon"),
        ("cost", "a lot"),
    ],
)
def test_what_is_no_answer_is_a_problem_and_quotes_nothing(name: str, said: str) -> None:
    found = one_back(name, said)
    assert found.fate is Fate.PROBLEM and found.problem
    assert said not in found.problem.text_in("en")


def test_nobody_knows_is_a_state_where_only_options_are_an_answer() -> None:
    found = one_back("self", "unknown")
    assert found.answer and found.answer.status == "unknown"


def test_words_beside_a_ticked_box_are_kept_and_told() -> None:
    found = one_back("self", "☒ Yes\n\n☐ No\n\nbut see the DPIA")
    assert found.answer and (found.answer.value, found.beside) == ("yes", "but see the DPIA")
    found = one_back("self", "☒ Yes\n\nbut see the DPIA", "self: {value: yes}")
    assert (found.fate, found.beside) == (Fate.NEW, "but see the DPIA")
    noted = "self: {value: yes, note-internal: but see the DPIA}"
    assert one_back("self", "☒ Yes\n\nbut see the DPIA", noted).fate is Fate.SAME


@pytest.mark.parametrize(
    ("before", "now", "said", "fate"),
    [
        ("", "", "", Fate.BLANK),
        ("A", "A", "", Fate.BLANK),
        ("A", "B", "A ", Fate.SAME),
        ("A 'b' - c", "A 'b' - c", "A  ‘b’ – c", Fate.SAME),
        ("A", "A", "B", Fate.NEW),
        ("A", "B", "B", Fate.AGREED),
        ("A", "B", "C", Fate.CONFLICT),
        ("", "B", "C", Fate.CONFLICT),
    ],
)
def test_three_texts_decide_what_a_field_comes_to(before: str, now: str, said: str, fate: Fate) -> None:
    held, standing = (f'goal: {{value: "{one}"}}' if one else "" for one in (before, now))
    assert one_back("goal", said, held, standing).fate is fate


def test_a_table_of_action_points_comes_back_as_rows() -> None:
    rows: dict[str, str | list[str]] = {
        "actions.1": ["Bel", "CISO", "1 maart 2027", "done"],
        "actions.2": ["Lees", "", "", ""],
        "actions": ["", "", "", ""],
        "actions+": ["Schrijf", "jurist", "", "open"],
    }
    (found,) = (one for one in back(sent(ACTIONS), rows, ACTIONS).taken if one.fate is not Fate.BLANK)
    assert found.fate is Fate.NEW and found.answer
    assert [(row.id, dict(row.cells)) for row in found.answer.rows] == [
        ("abcdef", {"what": "Bel", "owner": "CISO", "due": "2027-03-01", "status": "done"}),
        ("bcdefg", {"what": "Lees"}),
        ("newaaa", {"what": "Schrijf", "owner": "jurist", "status": "open"}),
    ]


def test_a_row_that_changed_on_both_sides_is_a_conflict_and_new_rows_come_in_either_way() -> None:
    rows: dict[str, str | list[str]] = {"actions.1": ["Mail", "CISO", "", ""], "actions+": ["Schrijf", "", "", ""]}
    now = ACTIONS.replace("Bel", "App")
    (found,) = (one for one in back(sent(ACTIONS), rows, now).taken if one.fate is not Fate.BLANK)
    assert found.fate is Fate.CONFLICT and found.answer and found.kept
    assert [row.cells["what"] for row in found.answer.rows] == ["Mail", "Lees", "Schrijf"]
    assert [row.cells["what"] for row in found.kept.rows] == ["App", "Lees", "Schrijf"]


@pytest.mark.parametrize("cells", [["", "CISO", "", ""], ["Bel", "", "soon", ""], ["Bel", "Jan Jansen", "", ""]])
def test_a_row_that_may_not_be_one_is_a_problem(cells: list[str]) -> None:
    (found,) = (one for one in back(sent(), {"actions": cells}).taken if one.fate is not Fate.BLANK)
    assert found.fate is Fate.PROBLEM


def test_what_comes_from_outside_the_team_is_to_be_confirmed() -> None:
    (found,) = (one for one in back(sent(outside=True), {"self": "yes"}).taken if one.fate is Fate.NEW)
    assert found.answer and found.answer.needs_confirmation and found.answer.carried == {"from": "the supplier"}


def test_a_question_that_changed_is_told_and_its_answer_belongs_to_the_old_one() -> None:
    other = tree(ASKED.replace("kind: text, roles: [lawyer]", "kind: text, wording: 2, roles: [lawyer]", 1))
    found = back(sent(), {"goal": "x"}, of=other).taken[0]
    assert found.reworded and found.answer
    assert found.answer.stamp == TREE.questions["goal"].stamp != other.questions["goal"].stamp


def test_a_question_that_is_gone_is_a_problem_when_somebody_answered_it() -> None:
    other = tree(ASKED.replace("id: goal", "id: aim"))
    assert back(sent(), {"goal": "x"}, of=other).taken[0].fate is Fate.PROBLEM
    assert back(sent(), {"goal": ""}, of=other).taken[0].fate is Fate.BLANK


def test_unknown_rows_and_fields_that_are_gone_are_told() -> None:
    found = back(sent(), {"goal": "x", "goal+": "een rij erbij"})
    assert found.loose == (Loose("een rij erbij", "kmwz-01"),)
    assert found.missing == tuple(f"kmwz-{number:02d}" for number in range(2, 8))
    assert back(sent(ACTIONS), {"actions.1": ["Bel"]}, ACTIONS).missing[-1] == "kmwz-07.2"


def test_the_file_of_sheets_says_again_what_it_was_given() -> None:
    sheet = replace(sent(ACTIONS), due="2026-12-15", digest="ab" * 32, own=("12345678", "1e234567"))
    sheets = Sheets({"kmwz": sheet, "dfgh": replace(sheet, code="dfgh", outside=True, back_on="2026-12-01", back="x")})
    assert read_sheets("sheets.yaml", write_sheets(sheets)) == sheets


@pytest.mark.parametrize("words", ["kmwz-07", "Kmwz\u201107 ", "KMWZ – 7", "(kmwz-007)"])
def test_a_code_is_known_however_a_program_writes_it(words: str) -> None:
    assert code_in(words)[0] == FieldCode("kmwz", 7)


# the commands


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return demo(tmp_path)


def made(base: Path, *options: str, to: str = "docx", role: str = "jurist") -> tuple[Path, str]:
    """Make a sheet, and return its file and its code."""
    told = iama(base, "sheet", ID, "--role", role, *options, "-o", f"blad.{to}")
    assert told.code == 0, told
    return base / f"blad.{to}", list(sheets_of(base / SHORT).by_code)[-1]


def write(path: Path, code: str, words: str) -> None:
    """Write an answer into a field of a Word document, as an insertion of a reviewer."""
    path.write_bytes(edited(path.read_bytes(), lambda body: typed_in(body, code, inserted(run(words)))))


def field_of(base: Path, code: str, place: str) -> str:
    """Return the code of the field that asks for a place."""
    places = [one.place for one in sheets_of(base / SHORT).by_code[code].questions]
    return f"{code}-{places.index(place) + 1:02d}"


def test_a_word_document_goes_out_and_its_answer_comes_in(example: Path) -> None:
    path, code = made(example, "--due", "15 december 2026")
    assert f"{code}  Jurist" in iama(example, "status", ID, "--lang", "nl").out
    before = contents(example / SHORT)
    write(path, field_of(example, code, "iama-2.0/case-law"), " Volgens de jurist ook niet.")

    looked = iama(example, "take", path)
    assert looked.code == 0 and "Volgens de jurist ook niet." in looked.out and "--yes" in looked.out
    assert contents(example / SHORT) == before
    told = iama(example, "take", path, "--yes")
    assert told.code == 0, told
    found = answer(example, "case-law", of=ID)
    assert str(found.value).endswith("Volgens de jurist ook niet.") and found.by == ("lawyer",)
    assert found.sources[-1].sha256 and code in found.sources[-1].title
    assert f"{code}  Jurist" not in iama(example, "status", ID).out
    assert "nothing to record" in iama(example, "take", path).out


def test_another_copy_puts_nothing_back_that_the_first_one_changed(example: Path) -> None:
    """Also where both happen to give the same answer to something: a copy knows nothing of what came back since."""
    path, code = made(example)
    other = example / "kopie.docx"
    other.write_bytes(path.read_bytes())
    for copy, place in ((path, "case-law"), (other, "deviation")):
        write(copy, field_of(example, code, f"iama-2.0/{place}"), f" In {copy.name}.")
        write(copy, field_of(example, code, "iama-2.0/explainability"), " In beide.")
        assert iama(example, "take", copy, "--yes").code == 0
    said = [str(answer(example, name, of=ID).value) for name in ("case-law", "deviation", "explainability")]
    assert [text.rpartition(" In ")[2] for text in said] == ["blad.docx.", "kopie.docx.", "beide."]


def test_markdown_goes_out_and_comes_in_with_what_stands_outside_told(example: Path) -> None:
    path, code = made(example, "--part", "1", to="md")
    field = f"{code}-01"
    text = path.read_text(encoding="utf-8")
    start = re.search(rf"\*\*Antwoord {field}:\*\*\n", text)
    assert start
    end = text.index(f"**Einde {field}**")
    path.write_text(
        f"{text[: start.end()]}\nNieuwe tekst.\n\n{text[end:]}\nOnder aan de bladzijde.\n", encoding="utf-8"
    )
    told = iama(example, "take", path)
    assert "Nieuwe tekst." in told.out and "Onder aan de bladzijde." in told.out
    assert "Buiten de vakken staat één stuk tekst" in told.out


def test_what_the_supplier_sends_is_to_be_confirmed_and_holds_no_answer_of_ours(example: Path) -> None:
    path, code = made(example, to="md", role="leverancier")
    text = path.read_text(encoding="utf-8")
    assert "Vragen aan de leverancier" in text and "algoritmes@waterhoven.example" in text
    path.write_text(text.replace(f"{code}-01:**\n", f"{code}-01:**\n\nhttps://code.example\n"), encoding="utf-8")
    assert iama(example, "take", path, "--yes").code == 0
    found = answer(example, "source-code", ref="algorithm-1.0", of=ID)
    assert found.needs_confirmation and found.by == ("supplier",)
    assert "source-code" in iama(example, "status", ID).out


def test_a_conflict_records_nothing_until_somebody_chooses(example: Path) -> None:
    path, code = made(example, to="md")
    field = f"{code}-02"
    place = sheets_of(example / SHORT).by_code[code].questions[1].place
    question = place.partition("/")[2]
    text = path.read_text(encoding="utf-8")
    assert "- [x] Ja" in text.partition(f"{field}:**")[2][:80]
    head, mark, tail = text.partition(f"{field}:**")
    path.write_text(head + mark + tail.replace("- [x] Ja", "- [ ] Ja", 1).replace("- [ ] Nee", "- [x] Nee", 1))
    assert iama(example, "set", "--unknown", ID, question).code == 0
    wrong = iama(example, "take", path, "--yes")
    assert wrong.code == 1 and field in wrong.err and "--theirs" in wrong.err
    assert answer(example, question, ref="algorithm-1.0", of=ID).status == "unknown"
    assert iama(example, "take", path, "--yes", "--theirs", field).code == 0
    assert answer(example, question, ref="algorithm-1.0", of=ID).value == "no"


def test_wrong_files_and_wrong_use_are_refused(example: Path) -> None:
    path, code = made(example, "--open")
    assert "still exactly the sheet" in refused(example, "take", path)
    (example / "x.doc").write_bytes(b"\xd0\xcf\x11\xe0oud")
    (example / "x.md").write_text("niets")
    assert ".docx" in refused(example, "take", "x.doc", code=3)
    assert "no code of a sheet" in refused(example, "take", "x.md")
    assert "no field" in refused(example, "take", write_and_name(path, code), "--ours", "kmwz-99")
    assert "no part" in refused(example, "sheet", ID, "--role", "jurist", "--part", "99")
    assert "over already" in refused(example, "sheet", ID, "--role", "jurist", "--due", "2020-01-01")
    assert iama(example, "sheet", ID, "--cancel", code).code == 0
    assert "not out any more" in refused(example, "sheet", ID, "--cancel", code)


def write_and_name(path: Path, code: str) -> Path:
    write(path, f"{code}-01", "x")
    return path


def test_what_a_team_typed_is_never_markup_of_a_word_document(example: Path) -> None:
    assert iama(example, "set", ID, "organisation", "A & B <w:p/> </w:t> {{ 7*7 }}").code == 0
    assert iama(example, "set", ID, "basis", 'Artikel 1 < 2 & "3"').code == 0
    path, code = made(example)
    write(path, field_of(example, code, "iama-2.0/basis"), " Gevolgd.")
    told = iama(example, "take", path, "--yes")
    assert told.code == 0, told
    assert answer(example, "basis", of=ID).value == 'Artikel 1 < 2 & "3" Gevolgd.'


def test_libreoffice_saves_a_sheet_with_every_word_in_its_place(example: Path) -> None:
    path, code = made(example, "--part", "1")
    write(path, field_of(example, code, "iama-2.0/basis"), " Gevolgd.")
    told = iama(example, "take", saved(path, "docx", example / "back"))
    assert told.code == 0 and "Eén antwoord is nieuw" in told.out and "Gevolgd." in told.out
    assert "Buiten de vakken" not in told.out and "zijn weg" not in told.out
