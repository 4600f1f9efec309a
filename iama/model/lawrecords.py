"""Legal facts and readings as they stand in an object, every key written here by hand, and back."""

from typing import Any

from iama.model.keptrecords import Record, check_record_keys, without_empty
from iama.model.law import Fact, Law, LegalReading, Standing


def law_record(law: Law) -> dict[str, Any]:
    """Return legal facts as they stand in an object."""
    facts = {id_: _fact_record(fact) for id_, fact in law.facts.items()}
    return {"facts": facts, **without_empty({"readings": [_reading_record(reading) for reading in law.readings]})}


def _fact_record(fact: Fact) -> dict[str, Any]:
    more = {
        "source": fact.source,
        "verified": fact.verified,
        "certainty": fact.certainty,
        "url": fact.url,
        "date": fact.date,
        "number": fact.number,
        "note": dict(fact.note),
    }
    record = {"id": fact.id, "cite": dict(fact.cite), "title": dict(fact.title), **without_empty(more)}
    return record if fact.relative is None else {**record, "relative": fact.relative}


def law_of(record: Record) -> Law:
    """Return the legal facts of which `law_record` made the record.

    Raises NewerFormat, LookupError, TypeError, ValueError or AttributeError.
    """
    check_record_keys(record, "facts", "readings")
    return Law(
        {id_: _fact_of(fact) for id_, fact in record["facts"].items()},
        tuple(_reading_of(reading) for reading in record.get("readings", ())),
    )


def _fact_of(record: Record) -> Fact:
    keys = ("id", "cite", "title", "source", "verified", "certainty", "url", "date", "number", "note", "relative")
    check_record_keys(record, *keys)
    return Fact(
        id=record["id"],
        cite=record["cite"],
        title=record["title"],
        source=record.get("source", ""),
        verified=record.get("verified", ""),
        certainty=record.get("certainty", ""),
        url=record.get("url", ""),
        date=record.get("date", ""),
        number=record.get("number", ""),
        relative=record.get("relative"),
        note=record.get("note", {}),
    )


def _reading_record(reading: LegalReading) -> dict[str, Any]:
    return without_empty(
        {
            "id": reading.id,
            "standing": reading.standing.value,
            "title": dict(reading.title),
            "ours": dict(reading.ours),
            "against": dict(reading.against),
            "settles": dict(reading.settles),
            "law": list(reading.law),
            "when": reading.when,
            "flags": list(reading.flags),
            "dates": list(reading.dates),
            "reasons": list(reading.reasons),
        }
    )


def _reading_of(record: Record) -> LegalReading:
    keys = ("id", "standing", "title", "ours", "against", "settles", "law", "when", "flags", "dates", "reasons")
    check_record_keys(record, *keys)
    return LegalReading(
        id=record["id"],
        standing=Standing(record["standing"]),
        title=record["title"],
        ours=record["ours"],
        against=record["against"],
        settles=record["settles"],
        law=tuple(record["law"]),
        when=record.get("when", ""),
        flags=tuple(record.get("flags", ())),
        dates=tuple(record.get("dates", ())),
        reasons=tuple(record.get("reasons", ())),
    )
