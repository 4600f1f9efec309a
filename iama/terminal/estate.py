"""An estate as text: totals, one line per algorithm, and what was not understood; and the answer to a question."""

from collections.abc import Iterator, Mapping
from typing import Any

from iama.terminal.output import align_columns, wrap_indented
from iama.words import text

Values = Mapping[str, Any]


def estate_text(document: Values) -> str:
    """Return the page as text."""
    language, totals = document["language"], document["totals"]
    lines = [_estate_title("estate", document), "", *align_columns([*_totals(totals, language)])]
    if counts := document["list"]:
        words = {"listed": counts["listed"], "covered": counts["covered"], "missing": counts["missing"]}
        lines += ["", text("estate-list", language, lost=counts["not_understood"], **words)]
    for key, name in (("categories", "estate-by-category"), ("organisations", "estate-by-organisation")):
        lines += ["", text(name, language), *_count_lines(document[key], language)]
    if document["years"]:
        lines += ["", text("estate-by-year", language), *_year_lines(document["years"], language)]
    if document["grounds"]:
        grounds = [[f"  {one['title']}", str(one["algorithms"])] for one in document["grounds"]]
        lines += ["", text("estate-by-ground", language), *align_columns(grounds)]
    lines += [
        "",
        *align_columns([_heads(language), *(_algorithm_lines(one, language) for one in document["algorithms"])]),
    ]
    if hidden := totals["algorithms"] - len(document["algorithms"]):
        lines += ["", text("estate-not-named", language, count=hidden)]
    if document["same_text"]:
        lines += ["", text("estate-same-text", language)]
        lines += [
            f"  {one['id']}: {one['texts']}/{one['of']}  {', '.join(one['with'])}" for one in document["same_text"]
        ]
    if document["not_understood"]:
        lines += ["", text("estate-unread", language)]
        lines += [f"  {one['path']}:{one['line'] or ''} {one['message']}" for one in document["not_understood"]]
    lines += ["", text("estate-sources", language), *align_columns([_source_lines(one) for one in document["sources"]])]
    return "\n".join(lines)


def _estate_title(key: str, document: Values) -> str:
    language = document["language"]
    of = f" — {document['organisation']}" if document["organisation"] else ""
    return f"{text(key, language)}{of} — {text('as-of', language).lower()} {document['as_of_text']}"


def _totals(totals: Values, language: str) -> Iterator[list[str]]:
    for name in ("algorithms", "retired"):
        yield [text(f"overview-{name}", language), str(totals[name])]
    for name in ("needed", "assessed", "decided", "published", "kept-back"):
        yield [text(f"estate-{name}", language), str(totals[name.replace("-", "_")])]
    for what, late in totals["late"].items():
        oldest = f" ({text('estate-oldest', language, day=late['oldest_text'])})" if late["oldest"] else ""
        name = f"{text('estate-late', language)}: {text(f'estate-what-{what}', language)}"
        yield [name, f"{late['algorithms']}{oldest}"]
    for name in ("contradictory", "not-understood"):
        yield [text(f"estate-{name}", language), str(totals[name.replace("-", "_")])]
    if count := totals["sources_not_understood"]:
        yield [text("estate-sources-unread", language), str(count)]


def _count_lines(groups: list[Values], language: str) -> list[str]:
    keys = ("overview-algorithms", "estate-assessed", "estate-decided", "estate-published", "estate-late")
    rows = [["", *(text(key, language) for key in keys)]]
    for one in groups:
        counts = [one[key] for key in ("algorithms", "assessed", "decided", "published")]
        rows.append([f"  {one['title']}", *map(str, (*counts, one["late"]["decision"]["algorithms"]))])
    return align_columns(rows)


def _year_lines(years: list[Values], language: str) -> list[str]:
    rows = [["", *(text(f"estate-{key}", language) for key in ("first-decided", "refusals", "published"))]]
    for one in years:
        year = one["year"] or text("estate-unknown-day", language)
        rows.append([f"  {year}", *(str(one[key]) for key in ("decided", "refused", "published"))])
    return align_columns(rows)


def _heads(language: str) -> list[str]:
    keys = ("overview-algorithm", "overview-category", "phase", "estate-needed", "estate-decision", "estate-public")
    return [text(key, language) for key in (*keys, "estate-remarks")]


def _algorithm_lines(one: Values, language: str) -> list[str]:
    decisions = [f"{decision['instrument']} {decision['date'] or ''}".strip() for decision in one["decisions"]]
    remarks = [late["text"] for late in one["late"]]
    remarks += [code["text"] for code in (*one["contradictory"], *one["not_understood"])]
    remarks += [one["unlisted_text"]] if one["unlisted_text"] else []
    return [
        one["id"],
        (one["category"] or "?").upper(),
        one["phase_text"],
        " ".join(one["needed"]) or "–",
        ", ".join(decisions) or "–",
        text("estate-yes" if one["published"] else "estate-no", language),
        "; ".join(remarks) or "–",
    ]


def _source_lines(one: Values) -> list[str]:
    words = one["not_understood"] or one["as_of_text"]
    return [f"  {one['name']}", one["sort_text"], str(one["algorithms"]), words]


def question_text(document: Values) -> str:
    """Return the answer to a question as text, to copy as it is."""
    lines = [_estate_title("estate-answer", document)]
    for part in document["question"]["parts"]:
        lines += ["", part["title"], ""]
        for line in part["lines"]:
            lines += wrap_indented(line)
        if part["rows"]:
            lines += ["", *(f"  {row}" for row in align_columns([part["heads"], *part["rows"]]))]
    return "\n".join(lines)
