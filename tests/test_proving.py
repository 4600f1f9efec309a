"""Many decisions are looked at in several processes, and the same is said of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from decisions import Decided, chain
from given import AS_OF

from iama.audit.verification import Seal, verify_decisions
from iama.cli import proving
from iama.cli.proving import program_knowledge
from iama.files.shipped import SHIPPED
from iama.model.struct import replace


def said(decided: Decided, *, at_once: bool) -> list[tuple[str, int, str]]:
    """Return what `verify` says of decisions, by code and number."""
    known = program_knowledge(SHIPPED, fresh=True)
    known = known if at_once else replace(known, prove=None)
    found = verify_decisions(decided.kept, decided.dossier, lambda _: (Seal.VALID, ""), AS_OF, known)
    return [(one.code, one.approval, str(one.message)) for one in found]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[int]]:
    """Let a few decisions be many on two cores, and keep which were looked at in processes."""
    seen: list[Sequence[int]] = []
    starting: Any = vars(proving)["_prove_on_cores"]

    def noted(library: Any) -> Any:
        prove = starting(library)

        def noting(kept: Any, numbers: Sequence[int], separate: bool) -> Any:
            found = prove(kept, numbers, separate)
            seen.append([*found])
            return found

        return noting

    monkeypatch.setattr(proving, "_FEW", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(proving, "_prove_on_cores", noted)
    return seen


def test_the_same_is_said_in_processes_and_in_one(asked: list[Sequence[int]]) -> None:
    four = chain("go", "conditions", "no-go", "go")
    page = next(
        name for name in four.files if name.startswith(four.dossier.approvals[1].snapshot[7:]) and "public" in name
    )
    broken = replace(four, files={**four.files, page: b"x"})
    for decided, looked_at in ((four, [1, 2, 3, 4]), (broken, [1, 3, 4])):
        assert said(decided, at_once=True) == said(decided, at_once=False)
        assert asked.pop() == looked_at


def test_a_few_start_no_process(asked: list[Sequence[int]]) -> None:
    assert said(chain("go"), at_once=True)
    assert asked == [[]]


def test_where_no_process_starts_they_are_looked_at_one_by_one(
    asked: list[Sequence[int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", none)
    four = chain("go", "conditions", "no-go", "go")
    assert said(four, at_once=True) == said(four, at_once=False)
    assert asked == [[]]
