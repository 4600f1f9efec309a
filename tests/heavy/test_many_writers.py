"""Many processes that edit one file at once: nothing is lost, and all come in turn."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scale import scaled
from test_store import left, write_together

IN_TURN = """
import json, sys, time
from pathlib import Path
from iama.files import store
from iama.files.shipped import SHIPPED
from iama.model.dossier import Answer, Row
from iama.model.problems import CannotSave

folder, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
follow_up = SHIPPED.resolve_questionnaire("follow-up-1.0")
told = {"saved": 0, "refused": 0, "lost": 0, "longest": 0.0}

def counted(assessment):
    rows = {row.id: row for row in assessment.answer_to("progress").rows}
    stands = int(rows[who].cells["action"].split()[1]) if who in rows else 0
    told["lost"] += stands != told["saved"]
    rows[who] = Row(who, {"action": f"action {told['saved'] + 1}", "status": "done"})
    return assessment.with_answer("progress", None, Answer(tuple(rows.values())))

for _ in range(count):
    began = time.monotonic()
    try:
        store.update_assessments(folder, {follow_up: counted})
        told["saved"] += 1
    except CannotSave:
        told["refused"] += 1
    told["longest"] = max(told["longest"], time.monotonic() - began)
print(json.dumps(told))
"""


def test_eight_processes_lose_nothing(tmp_path: Path, counted: Callable[..., None]) -> None:
    edits = scaled(100)
    rows = write_together(tmp_path, [f"{letter}w" for letter in "klmnopqr"], edits)
    counted(saved=8 * edits, lost=8 * edits - len(rows))
    assert len(rows) == 8 * edits
    assert left(tmp_path) == ["follow-up.yaml"]


def test_five_processes_that_save_all_the_time_never_give_up(tmp_path: Path, counted: Callable[..., None]) -> None:
    saves = scaled(400)
    commands = [[sys.executable, "-c", IN_TURN, str(tmp_path), f"{who}wwwww", str(saves)] for who in "klmno"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    told = [json.loads(process.communicate()[0]) for process in running]
    found = {what: sum(one[what] for one in told) for what in ("saved", "refused", "lost")}
    longest = round(max(one["longest"] for one in told), 1)
    print(f"writers: {found} of {5 * saves}, the longest waited {longest} s")
    counted(**found, longest=longest)
    assert found == {"saved": 5 * saves, "refused": 0, "lost": 0}
    assert left(tmp_path) == ["follow-up.yaml"]
