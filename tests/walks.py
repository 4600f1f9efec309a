"""A whole assessment from nothing to finished in the plain mode, by a script that reads the screen as a person does."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from commands import iama
from editions import demo
from ptys import interview

import iama as iama_package
from iama.assess.outcome import Entry, Outcome
from iama.files.store import read_dossier
from iama.interview.asking import Command
from iama.model.dossier import Answer, Assessment, Row, State
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.words import pick_translation, text
from iama.words.written import written_number

LANGUAGE = "nl"
DEMO = Path(iama_package.__file__).parent / "demo"


def squeezed(words: str) -> str:
    return " ".join(words.split())


def wanted(id_: str) -> tuple[Outcome, dict[tuple[str, str | None], Entry]]:
    """Return what the worked example answers in one of its assessments, as far as it counts and was not derived."""
    outcome, _ = demo(LANGUAGE)
    given = {
        (entry.question.id, entry.ref.instance): entry
        for entry in outcome.tree_entries(id_)
        if entry.status.applies and entry.question.kind is not Kind.NOTICE
    }
    return outcome, given


def number(field: Question | Column, word: str, *, before: int = 0) -> str:
    """Return the number that a plain list gives to an option."""
    return str([option.value for option in field.options].index(word) + 1 + before)


def typed(tree: Questionnaire, entry: Entry) -> Iterator[str]:
    """Yield the lines that a person types at a question."""
    question, answer = entry.question, entry.answer
    yield from beside(tree, entry)
    if answer.status is not None:
        yield from instead(answer)
    elif answer.unsure:
        yield from ("/twijfel", " ".join(number(question, word) for word in answer.unsure))
    elif question.kind is Kind.TEXT:
        yield from (*str(answer.value or "").split("\n"), ".") if answer.value else (".",)
    elif question.kind is Kind.ROWS:
        for row in answer.rows:
            yield from ("1", *cells(question, row))
        yield ""
    elif question.kind is Kind.NUMBER:
        yield written_number(str(answer.value), LANGUAGE) if answer.value else ""
    else:
        yield " ".join(number(question, word) if question.options else word for word in answer.value_words())


def cells(question: Question, row: Row) -> Iterator[str]:
    for column in question.columns:
        if column.internal:
            continue
        word = row.cells.get(column.id, "")
        if not column.options:
            yield word
        else:
            yield number(column, word, before=not column.required) if word else ""


def beside(tree: Questionnaire, entry: Entry) -> Iterator[str]:
    """Yield what is typed for a note, dissent, sources and the roles that answered."""
    answer = entry.answer
    if answer.by:
        yield f"/wie {' '.join(answer.by)}"
    if answer.note:
        yield from ("/notitie", *answer.note.split("\n"), ".")
    for one in answer.dissent:
        yield from ("/afwijkend", str(list(tree.roles).index(one.by) + 1), *one.text.split("\n"), ".")
    for source in answer.sources:
        yield from (f"/bron {source.title}", source.path, source.version, source.date)


def instead(answer: Answer) -> Iterator[str]:
    if answer.status is State.NOT_APPLICABLE:
        yield f"/nvt {answer.reason}"
        return
    command = Command.UNKNOWN if answer.status is State.UNKNOWN else Command.SUPPLIER
    yield f"/{command.name_in(LANGUAGE)} {answer.follow.by if answer.follow else ''}".strip()
    yield answer.follow.due if answer.follow else ""


def which(tree: Questionnaire, screen: str, left: dict[tuple[str, str | None], Entry]) -> tuple[str, str | None]:
    """Return the question on the screen, and which right it is about: by its text, as a person would."""
    seen = squeezed(screen)
    found = [key for key, entry in left.items() if squeezed(pick_translation(entry.question.text, LANGUAGE)) in seen]
    found = [key for key in found if key[1] is None or f"({label(tree, left[key])}" in seen]
    assert found, screen
    return max(found, key=lambda key: len(pick_translation(left[key].question.text, LANGUAGE)))


def label(tree: Questionnaire, entry: Entry) -> str:
    driver = tree.questions[entry.question.repeat or ""]
    return squeezed(driver.option_label(entry.ref.instance or "", LANGUAGE))


def walk(base: Path, id_: str) -> tuple[str, str]:
    """Answer everything as the worked example does, and return the transcript without and with what was typed."""
    outcome, left = wanted(id_)
    tree = outcome.questionnaires[id_]
    copyfile(DEMO / LANGUAGE / "people.yaml", base / "assessments/abc/people.yaml")  # codes are chosen from it
    with interview(base, "-q", tree.ref, "--plain") as one:
        screen = one.prompt()
        while text("all-asked", LANGUAGE) not in screen and "Nog open:" not in screen:
            if text("press-enter", LANGUAGE) in screen:
                one.press("\r")
                screen = one.prompt()
                continue
            key = which(tree, screen, left)
            for line in typed(tree, left.pop(key)):
                screen = one.type_line(line)
        one.press("\r")
        assert one.end() == 0
        assert [key for key, entry in left.items() if entry.question.required and not entry.derived] == []
        return one.raw, one.text


def by_command(base: Path, id_: str) -> None:
    """Make the same answers with `iama set --answers`."""
    outcome, given = wanted(id_)
    document: dict[str, object] = {}
    for (question, key), entry in given.items():
        answer = spelled(entry.given_answer)
        if answer:
            document[f"{outcome.questionnaires[id_].ref}/{question}" + (f"[{key}]" if key else "")] = answer
    path = base / "answers.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    told = iama(base, "set", "abc", "--answers", path)
    assert told.code == 0, told.err


def spelled(answer: Answer) -> dict[str, object]:
    """Return an answer as it stands in a file of answers."""
    value: object = answer.value
    if answer.rows:
        value = [dict(row.cells) for row in answer.rows]
    elif isinstance(answer.value, tuple):
        value = list(answer.value)
    found: dict[str, object] = {
        "value": value,
        "unsure": list(answer.unsure),
        "status": str(answer.status) if answer.status else None,
        # of what nobody knows no reason is asked on the terminal
        "reason": answer.reason if answer.status is State.NOT_APPLICABLE else "",
        "follow": {"by": answer.follow.by} | ({"due": answer.follow.due} if answer.follow.due else {})
        if answer.follow
        else None,
        "note": answer.note,
        "dissent": [{"by": one.by, "text": one.text} for one in answer.dissent],
        "by": list(answer.by),
        "sources": [
            {name: part for name in ("title", "path", "version", "date") if (part := getattr(source, name))}
            for source in answer.sources
        ],
    }
    return {name: part for name, part in found.items() if part}


def normal(assessment: Assessment) -> dict[tuple[str, str | None], Answer]:
    """Return the answers without what must differ: ids of rows, and the day."""
    answers = {}
    for slot, answer in assessment.answers.items():
        rows = tuple(Row("", row.cells) for row in answer.rows)
        answers[slot] = replace(answer, value=rows or answer.value, date="")
    return answers


def check_answers(base: Path, other: Path, id_: str) -> None:
    """Hold what was walked in `base` against the same answers, made by a command in `other`."""
    by_command(other, id_)
    ref = wanted(id_)[0].questionnaires[id_].ref
    found, expected = (normal(read_dossier(one / "assessments" / "abc").assessments[ref]) for one in (base, other))
    for slot in expected.keys() | found.keys():
        assert found.get(slot) == expected.get(slot), slot
    progress = iama(base, "status", "abc", "--json").json["assessments"]
    assert next(one["progress"]["percent"] for one in progress if one["ref"] == ref) >= 95


def check_transcript(raw: str, transcript: str, id_: str) -> None:
    """Look for an escape, and for every question once."""
    assert "\x1b" not in raw
    _, given = wanted(id_)
    seen = squeezed(transcript)
    texts = Counter(
        squeezed(pick_translation(entry.question.text, LANGUAGE)) for entry in given.values() if not entry.derived
    )
    answers = squeezed(json.dumps([str(entry.answer) for entry in given.values()], ensure_ascii=False))
    for words, times in texts.items():
        longer = sum(seen.count(other) for other in texts if words != other and words in other)
        assert seen.count(words) - longer - answers.count(words) == times, words
