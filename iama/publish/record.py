"""What a public page says, as a small document that stays readable: the JSON whose digest the page prints.

It is made of the view of a page, of this version or an older one, and holds data only: nothing of how a page lays them
out. A key never changes its meaning; docs/publishing.md has them all.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from iama.model.canonical import canonical_digest
from iama.publish.wording import View

RECORD = "iama_publication"
TABLES = ("rights", "risks", "measures", "conditions", "error_figures", "harms")
_SHEET_STARTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula
_RISK = ("risk", "level", "measure", "owner", "decision", "by", "until")
_RIGHT = ("id", "name", "importance", "extent", "seriousness", "verdict")
_MEASURE = ("id", "text", "owner", "due", "status", "done", "blocking")
_FIGURE = ("group", "about", "kind", "number", "unit", "compared", "most", "over", "measured")
_HARM = ("group", "severity", "likelihood", "reversible", "source", "measure", "owner", "residual")
_ALGORITHM = ("id", "name", "organisation", "description", "category")


def public_record(view: View) -> View:
    """Return what a public page says as a document; one that is a document already stays as it is, without digest."""
    if RECORD in view:
        return {key: value for key, value in view.items() if key != "digest"}
    return {
        RECORD: 1,
        **{key: view[key] for key in ("edition", "language", "as_of")},
        "concept": bool(view.get("concept")),
        "algorithm": _some(view["algorithm"], _ALGORITHM),
        "decision": _decision_record(view.get("approval")),
        "verdict": _verdict(view.get("verdict") or {}),
        "rights": [_some(right, _RIGHT) for right in (view.get("rights") or {}).get("lines", ())],
        "risks": list(_risk_rows(view)),
        "flags": list(_flag_rows(view.get("flags") or {})),
        "measures": [_some(action, _MEASURE) for action in view.get("actions", ())],
        "conditions": list(_conditions_of_decision(view)),
        "answers": list(_answer_rows((*view.get("assessments", ()), *view.get("facts", ())))),
        "not_public": [_some(one, ("anchor", "number", "text", "about", "ground")) for one in view.get("withheld", ())],
        "complaint": _complaint(view.get("complaint") or {}),
        "article_27": [_some(one, ("letter", "title", "complete")) for one in view.get("fria") or ()],
        "made_from": _provenance(view["provenance"]),
        **{key: view[key] for key in ("house", "official_texts") if view.get(key)},
        **_error_figures(view),
        **_harm_rows(view),
    }


def record_digest(view: View) -> str:
    """Return the SHA-256 of what a public page says, as canonical JSON (RFC 8785)."""
    return canonical_digest(public_record(view))


def record_tables(record: View) -> dict[str, str]:
    """Return the tables of a document that have rows as CSV, by the name of their file."""
    lead = "concept-" if record.get("concept") else ""
    return {f"{lead}{name}.csv": _csv(record[name]) for name in TABLES if record.get(name)}


def _some(of: Mapping[str, Any], keys: Iterable[str]) -> View:
    return {key: of.get(key) for key in keys}


def _decision_record(approval: Mapping[str, Any] | None) -> View | None:
    if approval is None:
        return None
    keys = ("number", "questionnaire", "decision", "role", "body", "reference", "date", "public_reason", "notes")
    return _some(approval, keys)


def _verdict(verdict: Mapping[str, Any]) -> View:
    finding = ("anchor", "text", "response", "due", "stale")
    return {
        "effect": (verdict.get("effect") or {}).get("text", ""),
        "findings": [_some(one, finding) for one in verdict.get("findings", ())],
        "left_out": [one["text"] for one in verdict.get("left_out", ())],
        "not_yet": [one["text"] for one in verdict.get("bars", ())],
    }


def _error_figures(view: View) -> View:
    """Return the errors per group; nothing on a page without them, as on every page from before they were asked."""
    figures = (view.get("findings") or {}).get("figures") or {}
    rows = [_some(row, _FIGURE) for row in figures.get("rows", ())]
    return {"error_figures": rows} if rows else {}


def _harm_rows(view: View) -> View:
    """Return the harm that scenarios describe, of a page without an assessment that weighs rights; else nothing."""
    rights = (view.get("findings") or {}).get("rights", ())
    harms = [_harm(harm) for right in rights for harm in right.get("harms") or ()]
    return {"harms": harms} if harms else {}


def _harm(harm: Mapping[str, Any]) -> View:
    facts = {fact["id"]: fact["text"] for fact in harm["facts"]}
    return {"right": harm["right"], "scenario": harm["scenario"], **{key: facts.get(key, "") for key in _HARM}}


def _risk_rows(view: View) -> Iterator[View]:
    """Yield every risk once, with the right that it is about."""
    told = view.get("findings") or {}
    for right in told.get("rights", ()):
        yield from ({"right": right["id"], **_some(risk, _RISK)} for risk in right.get("risks", ()))
    yield from ({"right": "", **_some(risk, _RISK)} for risk in told.get("risks", ()))


def _flag_rows(flags: Mapping[str, Any]) -> Iterator[View]:
    """Yield every flag once, with what was answered to it."""
    seen = set[str]()
    for place in ("blocks", "now", "later", "undecided", "raised", "answered", "annex"):
        for flag in flags.get(place) or ():
            if flag.get("verdict") == "fired" and flag["anchor"] not in seen:
                seen.add(flag["anchor"])
                yield {
                    **_some(flag, ("id", "instance", "severity", "title", "from", "law")),
                    "response": _response(flag.get("response")),
                }


def _response(response: Mapping[str, Any] | None) -> View | None:
    return _some(response, ("decision", "role", "date", "text", "stale")) if response else None


def _conditions_of_decision(view: View) -> Iterator[View]:
    """Yield the conditions of the decision; whether one is met, an older page does not say."""
    groups = (view.get("verdict") or {}).get("conditions", ())
    open_ = [
        {"id": one["id"], "text": one["text"], "due": group["due"]} for group in groups for one in group["conditions"]
    ]
    known = {one["text"] for one in open_}
    texts = (view.get("approval") or {}).get("conditions", ())
    yield from ({**one, "met": False} for one in open_)
    yield from (
        {"id": "", "text": text, "due": "", "met": True if "verdict" in view else None}
        for text in texts
        if text not in known
    )


def _answer_rows(assessments: Sequence[Mapping[str, Any]]) -> Iterator[View]:
    for assessment in assessments:
        for question in _questions_below(assessment.get("parts")):
            asked = _some(question, ("id", "number", "text", "official"))
            yield {"questionnaire": assessment["ref"], **asked, **_answer_record(question["answer"])}


def _answer_record(answer: Mapping[str, Any]) -> View:
    """Return what stands in an answer and beside it; what is empty is left out."""
    table = answer.get("table") or {}
    rows = [[cell["text"] for cell in row] for row in table.get("rows", ())]
    beside = {
        "columns": table.get("columns") if rows else None,
        "rows": rows,
        "dissent": [_some(one, ("by", "text")) for one in answer.get("dissent") or ()],
        "sources": [_some(one, ("title", "path", "version", "date")) for one in answer.get("sources") or ()],
        "follow": _some(answer["follow"], ("by", "due")) if answer.get("follow") else None,
    }
    said = {key: answer.get(key) for key in ("key", "anchor", "status", "answer", "values", "reason", "note")}
    whole = {**said, "answer": answer.get("text"), **beside}
    return {key: value for key, value in whole.items() if value}


def _questions_below(part: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every question below a part of a page, in order."""
    if isinstance(part, Mapping):
        if isinstance(part.get("answer"), Mapping):
            yield part
        else:
            for name in ("parts", "sections", "blocks", "groups", "questions"):
                yield from _questions_below(part.get(name))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from _questions_below(one)


def _complaint(complaint: Mapping[str, Any]) -> View:
    contact = complaint.get("contact") or {}
    ways = [_some(way, ("text", "law")) for way in complaint.get("ways", ())]
    return {"contact": "" if contact.get("withheld") else contact.get("text", ""), "ways": ways}


def _provenance(provenance: Mapping[str, Any]) -> View:
    trees = [_some(tree, ("ref", "revision", "digest")) for tree in provenance["questionnaires"]]
    return {"questionnaires": trees, "law": provenance["law"]}


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV for a spreadsheet: UTF-8 with a mark, and the names of the columns first."""
    names = {name: name for name in rows[0]}
    return "\ufeff" + "".join(map(csv_line, (names, *rows)))


def csv_line(row: Mapping[str, Any]) -> str:
    """Return a row as a line of CSV that a spreadsheet reads as text: no cell is a formula."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(_cell, row.values()))
    return file.getvalue()


def _cell(value: Any) -> str:
    words = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{words}" if words.startswith(_SHEET_STARTS) else words
