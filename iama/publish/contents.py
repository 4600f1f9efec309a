"""What stands on the public page and where: the chapters of its second and third layer."""

from collections.abc import Iterator

from iama.publish.wording import View
from iama.words import text

_CHAPTERS = (  # of the second layer: the word that names each
    *(("goal", "goal"), ("working", "working"), ("figures", "figures")),
    *(("rights", "affected-rights"), ("humans", "humans"), ("errors", "findings-errors")),
    *(("decision", "decision"), ("flags", "flags"), ("timeline", "timeline")),
)
_PROSE = {
    "goal": "goal",
    "working": "working",
    "humans": "oversight",
    "errors": "errors",
}  # a chapter that is there when its answer is
_LISTS = (
    ("actions", "actions"),
    ("unanswered", "not-answered"),
    ("fria-table", "fria-table"),
    ("withheld", "withheld"),
)


def contents(page: View) -> View:
    """Return the chapters of the second layer and of the annex, each with its anchor and its name."""
    return {"findings": list(_finding_entries(page)), "annex": list(_annex(page))}


def _finding_entries(page: View) -> Iterator[View]:
    for id_, word in _CHAPTERS:
        prose = page["findings"]["prose"].get(_PROSE.get(id_, ""), {"text": True})
        if prose["text"] or prose["withheld"]:
            yield {"id": id_, "name": text(word, page["language"])}


def _annex(page: View) -> Iterator[View]:
    for tree in page["assessments"]:
        if tree["withheld"]:
            yield {"id": tree["id"], "name": tree["title"]}
        yield from (
            {"id": part["id"], "name": f"{part['number'] or ''} {part['title']}".strip()} for part in tree["parts"]
        )
    yield from ({"id": tree["id"], "name": tree["title"]} for tree in page["facts"])
    for id_, word in (*_LISTS, ("cite", "cite"), ("provenance", "provenance")):
        if id_ != "fria-table" or page["fria"]:
            yield {"id": id_, "name": text(word, page["language"])}
