"""Readings of the law as a reader sees them: how firm, how we read it, how another may, what would settle it."""

from typing import Any

from iama.model.law import Law, LegalReading
from iama.words import pick_translation, text


def reading_document(reading: LegalReading, law: Law, language: str) -> dict[str, Any]:
    """Return a reading in one language."""
    title, ours, against, settles = (
        pick_translation(words, language) for words in (reading.title, reading.ours, reading.against, reading.settles)
    )
    return {
        "id": reading.id,
        "standing": reading.standing.value,
        "law": list(dict.fromkeys(law.cite(id_, language) for id_ in reading.law)),
        "title": title,
        "ours": ours,
        "against": against,
        "settles": settles,
        "text": text(
            f"reading-{reading.standing.value}", language, title=title, ours=ours, against=against, settles=settles
        ),
    }
