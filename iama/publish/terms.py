"""The words that a public page uses and a reader may not know, from the glossary."""

from collections.abc import Iterator

from iama.model.glossary import Glossary
from iama.publish.wording import View
from iama.words import capital, pick_translation, text


def with_terms(page: View, glossary: Glossary) -> View:
    """Return a page with `terms`, the words that it uses with what each means, listed in its contents."""
    language = page["language"]
    terms = [
        {
            "id": f"term-{term.id}",
            "name": capital(pick_translation(term.name, language)),
            "means": pick_translation(term.means, language),
            "source": pick_translation(term.source, language),
        }
        for term in glossary.terms_in("\n".join(_texts_below(page)), language)
    ]
    annex = page["contents"]["annex"]
    at = next(index for index, one in enumerate(annex) if one["id"] == "cite")
    chapter = [{"id": "terms", "name": text("terms", language)}] if terms else []
    contents = {**page["contents"], "annex": [*annex[:at], *chapter, *annex[at:]]}
    return {**page, "terms": sorted(terms, key=lambda term: str(term["name"]).lower()), "contents": contents}


def _texts_below(node: object) -> Iterator[str]:
    """Yield every text in a page; one without a blank is a code or a link."""
    if isinstance(node, str):
        if " " in node:
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts_below(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts_below(value)
