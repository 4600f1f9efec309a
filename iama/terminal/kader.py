"""Measures and requirements of the Algoritmekader as text: beside a flag or a duty, in coverage, by code, by change."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from iama.model.kader import measures_line as line_of
from iama.model.text import escape_controls
from iama.terminal.output import wrap_indented
from iama.words import text

Values = Mapping[str, Any]
_SHORT = 68  # of the text of a question
_MOST = 8  # answers under a requirement; the JSON has all


def measures_line(measures: Sequence[Values], language: str) -> str:
    """Return the measures beside a flag or a duty, or that this release has none."""
    return line_of([_with_reason(one) for one in measures], language)


def _with_reason(measure: Values) -> str:
    return f"{measure['code']} {measure['title']}" + (f" ({measure['why']})" if measure["why"] else "")


def source_lines(source: Values, language: str) -> list[str]:
    """Return which release is meant, and how to find the address of a code."""
    return wrap_indented(text("kader-source", language, **_release(source)))


def _release(source: Values) -> dict[str, str]:
    return {"release": source["release"], "date": source["date_text"], "commit": source["commit"][:7]}


def requirements_text(document: Values, language: str) -> str:
    """Return the requirements that bind an algorithm with the answers that serve them, and which may or do not bind."""
    return escape_controls("\n".join([*_requirements_lines(document, language), "", *source_lines(document, language)]))


def _requirements_lines(document: Values, language: str) -> Iterator[str]:
    by_state: dict[str, list[Values]] = {}
    for one in document["requirements"]:
        by_state.setdefault(one["state"], []).append(one)
    binding, every = by_state.get("binds", []), len(document["requirements"])
    yield text("kader-binding", language, count=len(binding), every=every)
    yield from wrap_indented(text("kader-no-proof", language), 2)
    for one in binding:
        yield from _requirement_lines(one, language)
    if undecided := by_state.get("undecided"):
        yield from ("", text("kader-undecided", language, count=len(undecided)))
        for one in undecided:
            yield from wrap_indented(f"{one['code']} {one['title']}", 2)
            yield from _labelled("flags-until", one["undecided_by"], language)
    for state in ("binds-not", "outside"):
        if some := by_state.get(state):
            codes = ", ".join(one["code"] for one in some)
            yield from ("", *wrap_indented(f"{text(f'kader-{state}', language)}: {codes}"))


def _requirement_lines(one: Values, language: str) -> Iterator[str]:
    yield from ("", *wrap_indented(f"{'✓' if one['complete'] else '·'} {one['code']} {one['title']}", 2))
    yield from _labelled("kader-answered", one["served_by"], language)
    yield from _labelled("missing", one["missing"], language)
    yield from _labelled("coverage-waits", one["waiting"], language)
    if not (one["served_by"] or one["missing"] or one["waiting"]):
        yield from wrap_indented(text("kader-not-asked", language), 4)


def _labelled(key: str, questions: Sequence[Values], language: str) -> list[str]:
    """Return questions by their numbers under a word; nothing where there are none."""
    names = [*dict.fromkeys(_number_or_beginning(one) for one in sorted(questions, key=lambda one: not one["number"]))]
    more = [text("flags-others", language, count=len(names) - _MOST)] * (len(names) > _MOST)
    return wrap_indented(f"{text(key, language)}: {', '.join([*names[:_MOST], *more])}", 4) if names else []


def _number_or_beginning(question: Values) -> str:
    """Return the number of a question, else how its text begins."""
    return question["number"] or f"‘{shorten(question['text'], 40, placeholder='…')}’"


def list_text(document: Values) -> str:
    """Return every measure and requirement, one on a line."""
    language = document["language"]
    lines = source_lines(document["source"], language)
    for name in ("measures", "requirements"):
        lines += ["", f"{text(f'kader-list-{name}', language)} ({len(document[name])})"]
        for one in document[name]:
            controls = f" ({', '.join(one['controls'])})" if one["controls"] else ""
            lines += wrap_indented(f"{one['code']}  {one['title']}{controls}", 2)
    return escape_controls("\n".join(lines))


def code_text(document: Values) -> str:
    """Return one code: what it is, where it belongs, and the answers of each dossier that are about it."""
    language = document["language"]
    title = f": {document['title']}" if document["title"] else ""
    lines = wrap_indented(f"{text('kader-kind-' + document['kind'], language)} {document['code']}{title}")
    for key in ("address", "site"):
        lines += [f"  {text(f'kader-{key}', language)}: {document[key]}"] * bool(document[key])
    if document["controls"]:
        lines += wrap_indented(f"{text('kader-controls', language)}: {', '.join(document['controls'])}", 2)
    for one in document["measures"]:
        lines += wrap_indented(f"{text('kader-named-by', language)} {one['code']} {one['title']}", 2)
        lines.append(f"    {one['address']}")
    told = [line for one in document["dossiers"] for line in _dossier_lines(one, language)]
    lines += told or _question_lines(document["questions"], language)
    lines += _flag_lines(document, language)
    return escape_controls("\n".join([*lines, "", *source_lines(document["source"], language)]))


def _question_lines(questions: Sequence[Values], language: str) -> list[str]:
    lines = ["", text("kader-asked", language, count=len(questions))]
    for one in questions:
        why = f" ({one['why']})" if one["why"] else ""
        lines += wrap_indented(f"{one['ref']}/{one['number'] or one['question']}  {_excerpt(one)}{why}", 2)
    return lines


def _dossier_lines(dossier: Values, language: str) -> list[str]:
    answers = dossier["answers"]
    given = sum(one["status"] == "answered" for one in answers)
    binds = f" ({text('kader-state-' + dossier['binds'], language)})" if dossier["binds"] else ""
    head = text("kader-answers", language, algorithm=dossier["algorithm"], given=given, count=len(answers))
    lines = ["", head + binds]
    for one in answers:
        lines += wrap_indented(f"{one['ref']}/{one['number'] or one['question']}  {_excerpt(one)}", 2)
        lines += wrap_indented(one["answer"], 6)
    return lines


def _excerpt(question: Values) -> str:
    return shorten(question["text"], _SHORT, placeholder="…")


def _flag_lines(document: Values, language: str) -> list[str]:
    lines = []
    if document["flags"]:
        lines += ["", text("kader-flags", language, count=len(document["flags"]))]
        lines += [line for one in document["flags"] for line in wrap_indented(f"{one['title']} [{one['id']}]", 2)]
    if document["duties"]:
        lines += ["", text("kader-duties", language)]
        lines += [line for one in document["duties"] for line in wrap_indented(f"{one['text']} [{one['id']}]", 2)]
    return lines


def changes_text(document: Values) -> str:
    """Return what another release changes, the codes that we use first."""
    language, changes = document["language"], document["changes"]
    lines = source_lines(document["source"], language)
    if not changes:
        lines += wrap_indented(text("kader-unchanged", language, count=document["pages"]))
    for kind in dict.fromkeys(one["kind"] for one in changes):
        some = [one for one in changes if one["kind"] == kind]
        lines += ["", f"{text(f'kader-change-{kind}', language)} ({len(some)})"]
        lines += [line for one in some for line in _change_lines(one, language)]
    return escape_controls("\n".join(lines))


def _change_lines(one: Values, language: str) -> list[str]:
    used = f" ({text('kader-used', language, count=one['links'])})" if one["links"] else ""
    sides = (f"{sign} {one[side]}" for sign, side in (("-", "ours"), ("+", "theirs")) if one[side])
    return [f"  {one['code']}{used}", *(line for words in sides for line in wrap_indented(words, 4))]
