"""Format 2 of what a decision keeps: every key of it, written here by hand, whatever classes and fields are called.

A key never changes its name or meaning. One that is added stands in a document only when it says something, so that
the bytes and digests of older documents stay what they are. docs/files.md says what each key is.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from iama.model.approval import Approval, Condition, Decision, Pages, Program
from iama.model.keptrecords import Record, check_record_keys, without_empty

SNAPSHOT = 2


class Frame(Struct, frozen=True):
    """A snapshot as plain data: answers are read when their tree is; `trees` and `law` are digests of objects."""

    salt: str
    algorithm: str
    decision: Approval
    earlier: tuple[Condition, ...]  # conditions of the decisions before it
    whole: tuple[str, ...]  # refs of the assessments that the decision covers as a whole
    answers: Mapping[str, tuple[str, ...]]  # names of single answers that it covers, by ref
    assessments: Mapping[str, Record]
    trees: Mapping[str, Any]
    law: Any


def snapshot_record(frame: Frame) -> dict[str, Any]:
    """Return a snapshot as it stands in `approved/DIGEST.json`."""
    return {
        "iama_snapshot": SNAPSHOT,
        "salt": frame.salt,
        "algorithm": frame.algorithm,
        "decision": entry_record(frame.decision),
        "covers": {"whole": list(frame.whole), "answers": {ref: list(names) for ref, names in frame.answers.items()}},
        "assessments": dict(frame.assessments),
        "questionnaires": dict(frame.trees),
        "law": frame.law,
        **without_empty({"earlier-conditions": [_condition_record(condition) for condition in frame.earlier]}),
    }


def frame_of(record: Record) -> Frame:
    """Return the snapshot of a record; raises NewerFormat, LookupError, TypeError, ValueError or AttributeError."""
    keys = ("iama_snapshot", "salt", "algorithm", "decision", "covers", "assessments", "questionnaires", "law")
    check_record_keys(record, *keys, "earlier-conditions")
    covers = check_record_keys(record["covers"], "whole", "answers")
    return Frame(
        salt=record["salt"],
        algorithm=record["algorithm"],
        decision=entry_of(record["decision"]),
        earlier=tuple(_condition_of(condition) for condition in record.get("earlier-conditions", ())),
        whole=tuple(covers["whole"]),
        answers={ref: tuple(names) for ref, names in covers["answers"].items()},
        assessments=record["assessments"],
        trees=record["questionnaires"],
        law=record["law"],
    )


def entry_record(approval: Approval) -> dict[str, Any]:
    """Return a decision as it stands in `approvals.yaml`, without its signature and without what is empty."""
    return without_empty(
        {
            "number": approval.number,
            "questionnaire": approval.questionnaire,
            "decision": approval.decision.value,
            "role": approval.role,
            "person": approval.person,
            "body": approval.body,
            "reference": approval.reference,
            "decided-on": approval.decided_on,
            "recorded-on": approval.recorded_on,
            "as-of": approval.as_of,
            "text": approval.text,
            "public-reason": approval.public_reason,
            "conditions": [_condition_record(condition) for condition in approval.conditions],
            "letters": dict(approval.letters),
            "snapshot": approval.snapshot,
            "pages": {language: _pages_record(pages) for language, pages in approval.pages.items()},
            "program": {"version": approval.program.version, "code": approval.program.code}
            if approval.program
            else None,
            "previous": approval.previous,
            "signer": approval.signer,
        }
    )


def entry_of(record: Record) -> Approval:
    """Return the decision of which `entry_record` made the record; raises as `frame_of`."""
    left = dict(record)
    program = left.pop("program", None)
    approval = Approval(
        number=left.pop("number"),
        questionnaire=left.pop("questionnaire"),
        decision=Decision(left.pop("decision")),
        role=left.pop("role"),
        person=left.pop("person", ""),
        body=left.pop("body", ""),
        reference=left.pop("reference", ""),
        decided_on=left.pop("decided-on"),
        recorded_on=left.pop("recorded-on"),
        as_of=left.pop("as-of"),
        text=left.pop("text", ""),
        public_reason=left.pop("public-reason", ""),
        conditions=tuple(_condition_of(item) for item in left.pop("conditions", ())),
        letters=left.pop("letters", {}),
        snapshot=left.pop("snapshot", ""),
        pages={language: _pages_of(item) for language, item in left.pop("pages", {}).items()},
        program=Program(version=program["version"], code=program["code"]) if program else None,
        previous=left.pop("previous", ""),
        signer=left.pop("signer", ""),
        signature=left.pop("signature", ""),
    )
    check_record_keys(left)
    return approval


def _condition_record(condition: Condition) -> dict[str, Any]:
    return without_empty(
        {
            "id": condition.id,
            "text": condition.text,
            "owner": condition.owner,
            "due": condition.due,
            "blocking": "yes" if condition.blocking else "",
        }
    )


def _condition_of(record: Record) -> Condition:
    check_record_keys(record, "id", "text", "owner", "due", "blocking")
    return Condition(
        id=record["id"],
        text=record["text"],
        owner=record.get("owner", ""),
        due=record.get("due", ""),
        blocking=record.get("blocking", "") == "yes",
    )


def _pages_record(pages: Pages) -> dict[str, str]:
    return {"public": pages.public, "internal": pages.internal, "view": pages.view}


def _pages_of(record: Record) -> Pages:
    check_record_keys(record, "public", "internal", "view")
    return Pages(public=record["public"], internal=record["internal"], view=record["view"])
