"""States of the web form of the ministry, made by hand: no line of them stands in a file of theirs."""

import json
from collections.abc import Mapping
from typing import Any

from iama.files.shipped import SHIPPED
from iama.model.questionnaire import Kind

FORM, TREE = SHIPPED.form, SHIPPED.resolve_questionnaire("iama-2.0")
MOMENT = "2026-10-03T23:30:00.000+02:00"  # still the third in UTC
DAY = "2026-10-03"


def given(value: Any, at: str | None = MOMENT, **more: Any) -> dict[str, Any]:
    """Return one answer as the form keeps it."""
    return {"value": value, **({"lastEditedAt": at} if at else {}), **more}


def state(answers: Mapping[str, Any], urn: str | None = FORM.urn, **metadata: Any) -> bytes:
    """Return a state with these answers."""
    named = {"urn": urn} if urn else {}
    root = {"$schema": FORM.schema, "metadata": {**named, "createdAt": "2026-10-05T08:00:00Z", **metadata}}
    return json.dumps(root | {"answers": answers}, indent=4).encode()


def every_leaf() -> dict[str, Any]:
    """Return an answer to each of the 87 questions of the form, each text different."""
    answers: dict[str, Any] = {}
    for id_, question in FORM.questions(TREE).items():
        codes = list(FORM.values.get(question.id, {}))
        if question.kind is Kind.ROWS:
            answers |= {f"{id_}[{place}]": given(f"Punt {place} van {id_}") for place in range(2)}
            answers[id_] = [{"_index": 0}, {"_index": 1}]
        elif question.kind is Kind.CHOICES:
            answers[id_] = given(codes)
        else:
            answers[id_] = given(codes[0] if codes else f"Antwoord op {id_}")
    return answers


def in_pdf(content: bytes, *, hexadecimal: bool = False) -> bytes:
    """Return a PDF that carries a state as the form puts it there, or in hexadecimal digits."""
    text = b"\xfe\xff" + content.decode().encode("utf-16-be")
    escaped = b"".join(
        b"\\" + bytes([one]) if one in b"()\\" else b"\\r" if one == 13 else bytes([one]) for one in text
    )
    string = b"<" + text.hex().encode() + b">" if hexadecimal else b"(" + escaped + b")"
    return (
        b"%PDF-1.3\n1 0 obj\n<< /Title (IAMA) /AssessmentData 12 0 R >>\nendobj\n"
        b"12 0 obj\n" + string + b"\nendobj\ntrailer\n<< /Info 1 0 R >>\n%%EOF\n"
    )
