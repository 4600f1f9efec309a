"""`iama diff` as text: every difference in words, short ones on one line, long ones sentence by sentence."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from textwrap import shorten, wrap
from typing import Any

from iama.model.text import escape_controls
from iama.words import text
from iama.words.written import written_date

Values = Mapping[str, Any]
_LISTED = 96
_SHORT = 60
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def diff_text(document: Values, width: int = 96) -> str:
    """Return the document of `iama diff` as text, no line of it longer than `width`."""
    language = document["language"]
    lines = [text("diff-title", language, before=document["before"]["name"], after=document["after"]["name"])]
    for name in ("added", "dropped"):
        lines += [f"{text('diff-' + name, language)}: {ref}" for ref in document[name]]
    for tree in document["revised"]:
        lines.append(f"{text('diff-revised', language)}: {tree['ref']} ({tree['before']} → {tree['after']})")
    for name, heading in (("answers", "diff-answers"), ("follow_up", "diff-follow-up")):
        lines += _counted_section(
            text(heading, language), document[name], lambda change: _describe_answer_change(change, language)
        )
    lines += _counted_section(
        text("diff-verdicts", language), document["verdicts"], lambda change: _describe_verdict_change(change, language)
    )
    lines += _counted_section(
        text("diff-appeared", language), document["appeared"], lambda question: _question_with_sign("+", question)
    )
    lines += _counted_section(
        text("diff-vanished", language), document["vanished"], lambda question: _question_with_sign("−", question)
    )
    lines = lines if len(lines) > 1 else [*lines, text("diff-none", language)]
    return escape_controls("\n".join(part for line in lines for part in _wrap_behind_sign(line, width)))


def _counted_section(
    heading: str, items: Sequence[Values], describe: Callable[[Values], Iterable[str]]
) -> Iterator[str]:
    if items:
        yield from ("", f"{heading} ({len(items)})")
        for item in items:
            yield from describe(item)


def _question_in_full(question: Values) -> str:
    label = question["number"] or question["question"]
    about = question.get("about") or question["instance"]
    return f"{label} {question['text']}" + (f" ({about})" if about else "")


def _question_with_sign(sign: str, question: Values) -> list[str]:
    return [f"  {sign} {shorten(_question_in_full(question), _LISTED, placeholder='…')}"]


def _describe_answer_change(change: Values, language: str) -> Iterator[str]:
    yield ""
    yield f"  {_question_in_full(change)} [{text('diff-' + change['change'], language)}]"
    for field in change["fields"]:
        label = field["column"] or text(f"diff-field-{field['field']}", language)
        if field["row"]:
            label = f"{text('diff-field-row', language)} {field['row']}, {label}"
        yield from _describe_field_change(label, field["before"], field["after"])


def _describe_field_change(label: str, before: str, after: str) -> Iterator[str]:
    if max(len(before), len(after)) <= _SHORT and "\n" not in before + after:
        yield f"    {label}: {before or '—'} → {after or '—'}"
        return
    yield f"    {label}:"
    old_sentences, new_sentences = (_SENTENCE.split(side) if side else [] for side in (before, after))
    for what, a, b, c, d in SequenceMatcher(None, old_sentences, new_sentences, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (f"      − {sentence}" for sentence in old_sentences[a:b])
            yield from (f"      + {sentence}" for sentence in new_sentences[c:d])


def _describe_verdict_change(change: Values, language: str) -> list[str]:
    about = f" ({change['about']})" if change["about"] else ""
    sides = [_verdict_in_words(change[side], language) for side in ("before", "after")]
    return [f"  {change['title']}{about} [{change['id']}]: {' → '.join(sides)}"]


def _verdict_in_words(verdict: Values | None, language: str) -> str:
    if verdict is None:
        return text("diff-no-verdict", language)
    words = text(f"verdict-{verdict['verdict']}", language)
    if verdict["verdict"] in ("fired", "upcoming"):
        words += f", {text('severity-' + verdict['severity'], language).lower()}"
    return words + (f" ({written_date(verdict['from'], language)})" if verdict["verdict"] == "upcoming" else "")


def _wrap_behind_sign(line: str, width: int) -> list[str]:
    lead = re.match(r" *(?:[−+] )?", line)
    indent = " " * (lead.end() if lead else 0)
    return wrap(line, max(width, 40), subsequent_indent=indent, break_on_hyphens=False) or [""]
