"""`iama history` as text: the states of one answer, and what a user has of a dossier outside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from iama.model.text import escape_controls
from iama.words import text
from iama.words.written import written_moment

Values = Mapping[str, Any]


def kept_text(document: Values, language: str) -> str:
    """Return what is kept where, and how to look at it and take it away."""
    algorithm = document["algorithm"]
    lines = [
        text("history-kept", language, algorithm=algorithm),
        *_indented([document["folder"] or text("history-nowhere", language)]),
    ]
    answers = [_answer_line(answer, language) for answer in document["answers"]]
    lines += _section("history-answers", answers, language)
    lines += _section("history-drafts", [_draft_line(draft, language) for draft in document["drafts"]], language)
    lines += _section("history-texts", document["texts"], language)
    versions = [f"{name}: {text('history-versions', language, count=count)}" for name, count in document["git"].items()]
    lines += _section("history-git", versions, language)
    lines += ["", text("history-how", language, algorithm=algorithm)]
    return escape_controls("\n".join(lines))


def _section(key: str, items: list[str], language: str) -> list[str]:
    return ["", text(key, language), *_indented(items or [text("history-nothing", language)])]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _answer_line(answer: Values, language: str) -> str:
    changes = text("history-changes", language, count=answer["changes"])
    last = text("history-last", language, moment=written_moment(answer["last"], language))
    return f"{answer['questionnaire']} {answer['name']} · {changes} · {last}"


def _draft_line(draft: Values, language: str) -> str:
    busy = [text("history-busy", language)] * draft["busy"]
    return " · ".join([draft["place"], written_moment(draft["at"], language), *busy, draft["path"]])


def states_text(name: str, lines: Mapping[int, tuple[str, str]], algorithm: str, question: str, language: str) -> str:
    """Return the states of an answer by number, each on a line with its name, and how to go on."""
    if not lines:
        return text("history-no-states", language, question=name)
    return escape_controls("\n".join(_state_lines(name, lines, algorithm, question, language)))


def _state_lines(
    name: str, lines: Mapping[int, tuple[str, str]], algorithm: str, question: str, language: str
) -> Iterator[str]:
    yield text("history-states", language, question=name, count=len(lines))
    for number, (state, line) in lines.items():
        now = f"{text('history-now', language)} · " if number == 0 else ""
        yield f"  {number:>3}  {state}  {now}{line}"
    yield text("history-go-on", language, algorithm=algorithm, question=question)
