"""`iama status` of one dossier as text: what was decided, how far each part is, and what is still to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from textwrap import shorten, wrap
from typing import Any

from iama.model.marked import MarkedText, join_marked, mark_words
from iama.terminal.output import align_columns
from iama.words import text

Values = Mapping[str, Any]
_BAR = 20
_NAME = 40  # of a right in a table
_ROLES = 2  # named on a line of the agenda
_NARROW = 30  # a terminal that says it is narrower is not believed


def status_text(document: Values, *, width: int = 100) -> MarkedText:
    """Return `iama status` of one dossier as text."""
    language = document["language"]
    category = text(f"category-{document['category'] or 'unknown'}", language)
    if document["category_withheld"]:
        category = text("status-withheld", language)
    name = " ".join(document["name"].split())
    lines = [f"{name} ({document['algorithm']})", f"{text('category', language)}: {category}"]
    lines += _scope(document, language, width)
    lines += [_decision_sentence(decision, language) for decision in document["decisions"]]
    lines += [done["text"] for done in document["elsewhere"]]
    lines += _condition_lines(document["conditions"], language)
    lines += _agenda(document, language, width)
    for assessment in document["assessments"]:
        lines += ["", *_assessment_progress(assessment, language)]
    if document["flags"]:
        lines += ["", *_flag_summary(document, language)]
    lines += _list_open_actions(document["actions"], language)
    lines += _headed_lines(text("sheets-out", language), [*_sheets(document.get("sheets", ()), language)])
    return join_marked([*lines, *_notable_questions(document, language, width)], "\n")


def _notable_questions(document: Values, language: str, width: int) -> Iterator[str]:
    """Yield what there is to say of single questions; those of an assessment with a newer version do not count."""
    newest = (assessment for assessment in document["assessments"] if not assessment["superseded_by"])
    counting = [question for assessment in newest for question in assessment["questions"]]
    beside = [
        f"  {_number_and_instance(question):<10} {words}"
        for question in counting
        if (words := _remark_counts(question, language))
    ]
    yield from _headed_lines(text("beside-answers", language), beside)
    for key, belongs in (("carried-open", _to_confirm), ("asked-otherwise", itemgetter("question_changed"))):
        yield from _list_questions(key, filter(belongs, counting), language, width)
    stale, stale_questions = text("adopted-stale", language), filter(itemgetter("source_changed"), counting)
    stale_lines = [
        f"  {_number_and_instance(question):<10} {stale}: {', '.join(question['source_changed'])}"
        for question in stale_questions
    ]
    yield from _headed_lines(text("adopted-changed", language), stale_lines)
    yield from _list_questions("to-do", filter(_to_do, counting), language, width)
    hidden_lines = [_question_with_state(question, language, width) for question in counting if question["hidden"]]
    yield from _headed_lines(text("kept-hidden", language), hidden_lines)


def _headed_lines(heading: str, lines: Sequence[str]) -> list[str]:
    """Return lines under a heading; nothing when there are none."""
    return ["", heading, *lines] if lines else []


def _list_open_actions(actions: Sequence[Values], language: str) -> list[str]:
    """Return the action points that are not done, with how many there are; nothing when there never was one."""
    todo = [_describe_action(action, language) for action in actions if not action["done"]]
    return ["", f"{text('actions', language)} ({len(todo)})", *todo] if actions else []


def _sheets(sheets: Iterable[Values], language: str) -> Iterator[str]:
    """Yield the sheets that are still to come back, and which are late."""
    for one in sheets:
        named = {"code": one["code"], "role": one["role_text"], "sent": one["sent_text"], "count": one["questions"]}
        line = "  " + text("sheet-out", language, **named)
        key = "sheet-out-late" if one["late"] else "sheet-out-due"
        yield "; ".join([line, *([text(key, language, day=one["due_text"])] if one["due"] else [])])


def _decision_sentence(decision: Values, language: str) -> str:
    by = f"{text('decision-by', language)} {decision['role_text']}, {decision['date_text']}"
    return f"{decision['questionnaire']}: {decision['decision_text']}. {by}"


def _condition_lines(counts: Mapping[str, int] | None, language: str) -> list[str]:
    """Return how many conditions of decisions are met, and how many are late; nothing where none is asked."""
    if counts is None:
        return []
    met = text("conditions-met", language, met=counts["met"], count=counts["count"])
    late = text("conditions-overdue", language, count=counts["overdue"])
    return [f"{met}; {late}" if counts["overdue"] else met]


def _list_questions(key: str, questions: Iterable[Values], language: str, width: int) -> list[str]:
    """Return questions under a heading that counts them; nothing when there are none."""
    lines = [_question_with_state(question, language, width) for question in questions]
    return _headed_lines(f"{text(key, language).capitalize()} ({len(lines)})", lines)


def _scope(document: Values, language: str, width: int) -> list[str]:
    """Return what Article 27 asks, once that is decided, and how to add an assessment that is called for."""
    told = [document["scope"]]
    told += [
        text(key, language, algorithm=document["algorithm"], questionnaire=ref)
        for key, refs in (("scope-offer", document["offers"]), ("annex-offer", document["annexes"]))
        for ref in refs
    ]
    lines = [line for words in told for line in wrap(words, max(_NARROW, width), break_on_hyphens=False)]
    return ["", *lines] if lines else []


def _agenda(document: Values, language: str, width: int) -> list[str]:
    """Return which assessments are needed and why, what there is to do, and what comes next; or that of one role."""
    if "agenda" not in document:
        return ["", *document["role_text"]] if "role_text" in document else []
    lines = [
        "",
        text("routing", language),
        *(line for route in document["routing"] for line in _route(route, language, width)),
    ]
    rows = [
        (stage["title"], stage["state_text"], f"{stage['minutes']} min" if stage["minutes"] else "", _first(stage))
        for stage in document["agenda"]
    ]
    lines += ["", text("agenda", language), *(f"  {row}".rstrip() for row in align_columns(rows))]
    return [*lines, "", document["next"]["text"]]


def _first(stage: Values) -> str:
    """Return the roles with most to do for a stage, as far as they fit on a line."""
    names = stage["role_names"]
    return ", ".join(names[:_ROLES]) + ("…" if len(names) > _ROLES else "")


def _route(route: Values, language: str, width: int) -> Iterator[str]:
    """Yield what a route comes to, why with its sources, and what is still to be answered."""
    names = {"title": route["title"], "about": route["about"], "outcome": route["outcome_text"]}
    yield f"  {text('route-line', language, **names)}"
    told = [f"{reason['text']} ({'; '.join(reason['law'])})" for reason in route["reasons"]]
    if route["missing"]:
        questions = " ".join(question["text"] for question in route["missing"])
        told.append(text("route-missing", language, questions=questions))
    for words in told:
        pad = " " * 4
        yield from wrap(words, max(_NARROW, width), initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)


def _assessment_progress(assessment: Values, language: str) -> list[str]:
    lines = [f"{assessment['title']} ({assessment['ref']}) — {_settled_of_required(assessment['progress'], language)}"]
    if newer := assessment["superseded_by"]:
        return [f"{lines[0]}, {text('superseded-by', language)} {newer}"]
    widest = max((len(_part_heading(part)) for part in assessment["parts"]), default=0)
    for part in assessment["parts"]:
        progress = part["progress"]
        bar = _bar(progress["percent"]) if progress["required"] else " " * _BAR
        lines.append(f"  {_part_heading(part):<{widest}}  {bar}  {progress['settled']}/{progress['required']}")
    return lines


def _flag_summary(document: Values, language: str) -> list[str]:
    """Return how many flags of each severity there are, what blocks or still may, and how serious it is per right."""
    counts = _count_by_severity(document["flags"], language) or "0"
    lines: list[str] = [join_marked([text("flags", language), counts], ": ")]
    blocking = [flag for flag in document["blocks"] if flag["verdict"] != "undecided"]
    blocks = mark_words(text("flags-stands-in-the-way", language), "blocker")
    for flag in blocking:
        lines.append(join_marked(["  ", blocks, f": {flag['title']}{_instance(flag)}"]))
    if possible := len(document["blocks"]) - len(blocking):
        words = text("flags-possible", language, count=possible)
        lines.append(f"  {words}: `iama flags {document['algorithm']}`")
    return [*lines, "", *rights_lines(document["rights"], language)] if document["rights"] else lines


def rights_lines(rights: Sequence[Values], language: str) -> list[str]:
    """Return the affected rights as a table: importance, extent, seriousness."""
    rows = [[text(name, language) for name in ("right", "importance", "extent", "seriousness")]]
    for right in rights:
        name = f"  {shorten(right['name'], _NAME, placeholder='…')}"
        seriousness = right["seriousness"]
        if right["level"]:
            seriousness = mark_words(seriousness, f"level-{right['level']}")
        rows.append([name, right["importance"], right["extent"], seriousness])
    return align_columns(rows)


def _count_by_severity(counts: Mapping[str, int], language: str) -> str:
    """Return how many there are of each severity, leaving out those of which there are none."""
    names = {severity: text(f"severity-{severity}", language).lower() for severity, count in counts.items() if count}
    parts = (join_marked([mark_words(name, word), f" {counts[word]}"]) for word, name in names.items())
    return join_marked(parts, " · ")


def _settled_of_required(progress: Values, language: str) -> str:
    withheld = f", {progress['withheld']} {text('status-withheld', language)}" if progress["withheld"] else ""
    return f"{progress['settled']}/{progress['required']} {text('of-required', language)}{withheld}"


def _part_heading(part: Values) -> str:
    return f"{part['number']} {part['title']}" if part["number"] else str(part["title"])


def _bar(percent: int) -> str:
    """Return a bar of twenty cells; whole only when everything is done."""
    cells = percent * _BAR // 100
    return "█" * cells + "░" * (_BAR - cells)


def _to_do(question: Values) -> bool:
    if question["status"] in ("unknown", "ask-supplier"):
        return True
    return bool(question["required"]) and question["status"] in ("open", "waiting")


def _to_confirm(question: Values) -> bool:
    carried = question["carried"]
    return bool(carried) and not carried["confirmed"] and question["status"] not in ("skipped", "waiting")


def _number_and_instance(question: Values) -> str:
    return f"{question['number'] or question['id']}{_instance(question)}"


def _instance(about: Values) -> str:
    return f" [{about['instance']}]" if about["instance"] else ""


def _remark_counts(question: Values, language: str) -> str:
    """Return what stands beside an answer that counts, in numbers: a status never quotes."""
    if question["hidden"]:
        return ""
    counts = [text("note", language).lower()] * question["note"]
    if question["dissent"]:
        counts.append(text("dissent-count", language, count=question["dissent"]))
    if question["sources"]:
        counts.append(text("source-count", language, count=question["sources"]))
    return " · ".join(counts)


def _describe_action(action: Values, language: str) -> str:
    due = f"{text('by-when', language)} {action['due_text']}" if action["due"] else ""
    late = text("overdue", language) if action["overdue"] else ""
    before = text("blocking", language).lower() if action["blocking"] else ""
    words = filter(None, (action.get("owner"), action["status"].lower(), due, late, before))
    return f"  {action['id']:<10} {' · '.join(' '.join(word.split()) for word in words)}"


def _question_with_state(question: Values, language: str, width: int) -> str:
    label, instance = question["number"] or question["id"], _instance(question)
    state = "" if question["status"] == "open" else f" · {text('status-' + question['status'], language)}"
    roles = ", ".join(question["role_names"][:1])
    tail = state + (f" · {roles}" if roles else "")
    room = max(30, width - 14 - len(tail))
    return f"  {label:<10} {shorten(question['text'], room, placeholder='…')}{instance}{tail}"
