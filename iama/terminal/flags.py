"""The flags page as text: what blocks or still may, at most seven actions for this month, then the calendar."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iama.model.marked import MarkedText, join_marked, severity_headline
from iama.terminal.kader import measures_line, source_lines
from iama.terminal.output import wrap_indented
from iama.terminal.status import rights_lines
from iama.words import text
from iama.words.written import written_date

Flag = Mapping[str, Any]
_MOST = 3  # laws and reasons on the page; the report and the JSON have all


def flags_text(document: Mapping[str, Any], *, everything: bool = False) -> MarkedText:
    """Return `iama flags` as text; `everything` adds what is clear or settled."""
    language, flags, page = document["language"], document["flags"], document["page"]
    lines = [f"{document['algorithm']} — {text('as-of', language).lower()} {written_date(document['as_of'], language)}"]
    for heading, places in page_headings(document):
        if not places and heading != "blocks":
            continue
        lines += ["", f"{text('flags-' + heading, language)} ({len(places)})"]
        if not places:
            lines.append(f"  {text('flags-nothing-blocks', language)}")
        for place in places:
            full = heading in ("blocks", "possible-chapter", "now", "annex")
            lines += _full(flags[place], language) if full else _brief(flags[place], language)
    if page["withheld"]:
        lines += ["", f"{text('withheld-flags', language)} ({len(page['withheld'])})"]
        lines += [f"  · {flags[place]['id']}" for place in page["withheld"]]
    if document["rights"]:
        lines += ["", *rights_lines(document["rights"], language)]
    if everything:
        listed = {place for places in page.values() for place in places}
        lines += ["", text("flags-settled", language)]
        for place, flag in enumerate(flags):
            if place not in listed:
                lines += _brief(flag, language)
    return join_marked([*lines, "", *source_lines(document["kader"], language)], "\n")


def page_headings(document: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield what stands under each heading of the page; a blocker that is undecided only may block."""
    page = document["page"]
    possible = [place for place in page["blocks"] if document["flags"][place]["verdict"] == "undecided"]
    yield "blocks", [place for place in page["blocks"] if place not in possible]
    yield "possible-chapter", possible
    for heading in ("now", "later", "calendar", "undecided", "answered", "annex"):
        yield heading, page[heading]


def _brief(flag: Flag, language: str) -> list[str]:
    day = written_date(flag["from"], language) + ": " if flag["from"] else ""
    lines: list[str] = [join_marked(["  · ", day, flag_headline(flag, language), f" [{flag['id']}]"])]
    if flag["asked"] and flag["verdict"] == "undecided":
        lines += wrap_indented(f"{text('flags-until', language)} {_asked_question_names(flag['asked'])}", 6)
    if flag["readings"]:
        lines += wrap_indented(standing_line(flag, language), 6)
    if response := flag["response"]:
        lines += wrap_indented(_describe_response(response, language), 6)
    return [*lines, *_official_lines(flag, language)]


def _full(flag: Flag, language: str) -> list[str]:
    lines = [
        "",
        *wrap_indented(join_marked([flag_headline(flag, language), f"  [{flag['id']}]"]), 2),
        *wrap_indented(flag["advice"], 6),
    ]
    lines += [line for words in flag_explanation(flag, language) for line in wrap_indented(words, 6)]
    return [*lines, *_official_lines(flag, language)]


def _official_lines(flag: Flag, language: str) -> list[str]:
    return wrap_indented(measures_line(flag["measures"], language), 6)


def flag_headline(flag: Flag, language: str) -> MarkedText:
    """Return how heavy a flag is and what it says."""
    title = f"{flag['title']} ({flag['about']})" if flag["about"] else flag["title"]
    return severity_headline(flag["severity"], title, language)


def standing_line(flag: Flag, language: str) -> str:
    """Return in brief how firm a flag or a duty is, and the questions of law that leave it so."""
    titles = " ".join(reading["title"] for reading in flag["readings"])
    return f"{text('standing-' + flag['standing'], language)}: {titles}"


def flag_explanation(flag: Flag, language: str) -> list[str]:
    """Return what stands under a flag: from when it binds, the law, the answers behind it, the response to it."""
    lines = []
    if flag["verdict"] == "upcoming":
        lines.append(f"{text('flags-binds', language)} {written_date(flag['from'], language)}")
    lines.append(f"{text('law', language)}: {_some(flag['law'], language)}")
    if reasons := _reasons_in_brief(flag["because"]):
        lines.append(f"{text('flags-because', language)} {_some(reasons, language)}")
    if flag["verdict"] == "undecided" and flag["asked"]:
        lines.append(f"{text('flags-until', language)} {_asked_question_names(flag['asked'])}")
    lines += [reading["text"] for reading in flag["readings"]]
    if response := flag["response"]:
        lines.append(_describe_response(response, language))
    return lines


def _reasons_in_brief(because: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the answers behind a flag in brief, those that the rule itself reads first."""
    counting = sorted((reason for reason in because if reason["counts"]), key=lambda reason: not reason["direct"])
    sentences = (
        f"{reason['brief']} {reason['answer']}" if reason["answer"] else reason["brief"] for reason in counting
    )
    return list(dict.fromkeys(sentences))


def _some(words: Sequence[str], language: str) -> str:
    """Return the first of a list, and how many more there are."""
    more = [text("flags-others", language, count=len(words) - _MOST)] if len(words) > _MOST + 1 else words[_MOST:]
    return "; ".join([*words[:_MOST], *more])


def _asked_question_names(asked: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(question["number"] or question["brief"] for question in asked))


def _describe_response(response: Mapping[str, Any], language: str) -> str:
    stale = f" ({text('response-stale', language)})" if response["stale"] else ""
    decision = text("response-" + response["decision"], language)
    duty = f" ({text('response-duty-stays', language)})" if response["duty_stays"] else ""
    return f"{decision}, {response['role'].lower()}{stale}: {response['text']}{duty}"
