"""Format 1 of what a decision keeps, of 2026: read for ever, with the digests that it had, and never written again."""

from collections.abc import Mapping
from typing import Any

from iama.model import objects
from iama.model.approval import Approval, Condition, Decision
from iama.model.format2 import Frame
from iama.model.keptrecords import Record, check_record_keys, without_empty
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace

SNAPSHOT = 1


def frame_of(record: Record) -> Frame:
    """Return the snapshot of a record, of which `trees` and `law` are records; raises as that of format 2."""
    keys = ("iama_snapshot", "salt", "algorithm", "decision", "covers", "assessments", "questionnaires", "law")
    check_record_keys(record, *keys)
    covers = record["covers"]
    return Frame(
        salt=record["salt"],
        algorithm=record["algorithm"],
        decision=entry_of(record["decision"]),
        earlier=(),  # their action points stand in the follow-up
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
            "text": approval.text,
            "conditions": [_condition_record(condition) for condition in approval.conditions],
            "date": approval.recorded_on,
            "as-of": approval.as_of,
            "contract": approval.contract,
            "snapshot": approval.snapshot,
            "public": approval.public,
            "letters": dict(approval.letters),
            "previous": approval.previous,
            "signer": approval.signer,
        }
    )


def entry_of(record: Record) -> Approval:
    """Return the decision of which `entry_record` made the record; raises as `frame_of`."""
    left = dict(record)
    day = left.pop("date")
    approval = Approval(
        number=left.pop("number"),
        questionnaire=left.pop("questionnaire"),
        decision=Decision(left.pop("decision")),
        role=left.pop("role"),
        person=left.pop("person", ""),
        decided_on=day,
        recorded_on=day,
        as_of=left.pop("as-of"),
        text=left.pop("text", ""),
        conditions=tuple(_condition_of(condition) for condition in left.pop("conditions", ())),
        letters=left.pop("letters", {}),
        snapshot=left.pop("snapshot", ""),
        public=left.pop("public", ""),
        contract=left.pop("contract"),
        previous=left.pop("previous", ""),
        signer=left.pop("signer", ""),
        signature=left.pop("signature", ""),
    )
    check_record_keys(left)
    return approval


def _condition_record(condition: Condition) -> dict[str, str]:
    return without_empty(
        {"text": condition.text, "owner": condition.owner, "due": condition.due, "action": condition.id}
    )


def _condition_of(record: Record) -> Condition:
    check_record_keys(record, "text", "owner", "due", "action")
    return Condition(text=record["text"], id=record["action"], owner=record.get("owner", ""), due=record.get("due", ""))


def law_of(record: Record) -> Law:
    """Return the legal facts that stand in a snapshot; raises as `frame_of`."""
    facts = {
        id_: {key: value for key, value in fact.items() if value is not None} for id_, fact in record["facts"].items()
    }
    return replace(objects.law_of({"facts": facts}), digest=record["digest"])


def tree_of(record: Record) -> Questionnaire:
    """Return a question tree that stands in a snapshot; raises as `frame_of`."""
    left = dict(record)
    groups, digest = left.pop("option_groups"), left.pop("digest")
    parts = [_with(part, "sections", _upgrade_section) for part in left.pop("parts")]
    triggers = [_upgrade_trigger(trigger) for trigger in left.pop("triggers")]
    tree = objects.tree_of(without_empty({**left, "option-groups": groups, "parts": parts, "triggers": triggers}))
    return replace(tree, digest=digest)


def _upgrade_section(record: Record) -> Record:
    groups = [without_empty(group) for group in record["groups"]]
    return _with({**record, "groups": groups}, "questions", _upgrade_question)


def _upgrade_question(record: Record) -> Record:
    left = dict(record)
    required = left.pop("required")
    columns = [_with(column, "options", without_empty) for column in left.pop("columns")]
    return _with({**left, "optional": not required, "columns": columns}, "options", without_empty)


def _upgrade_trigger(record: Record) -> Record:
    left = dict(record)
    acceptable = left.pop("acceptable")
    cases = {name: [without_empty(case) for case in left.pop(name)] for name in ("severities", "froms")}
    return without_empty({**left, **cases, "firm": not acceptable})


def _with(record: Record, name: str, change: Any) -> Mapping[str, Any]:
    """Return a record without what is empty, and each of a list in it changed."""
    return without_empty({**record, name: [change(item) for item in record[name]]})
