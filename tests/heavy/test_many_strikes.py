"""Every command that saves, as a process, struck at every call of the system in the workspace: before or after."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest
from commands import BUG, iama
from figures import record
from scale import every
from strikes import (
    CALLS,
    KILL,
    Ended,
    Judge,
    Judgement,
    State,
    Strike,
    Waiting,
    named,
    next_words,
    numbered,
    tracing,
)
from whole_changes import CASES, KILLED, Case, Toll, made, seen

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strikes at a system call, which strace does")
AT_ONCE = 2
# a table of docs/assurance.md shows each command with each kind of strike
STRIKES = "tests/heavy/test_many_strikes.py::test_a_strike_at_any_call_leaves_all_or_nothing_and_the_message_says_which"
SHARES = {"EIO": 1, KILL: 1, "ENOSPC": 10, "EPERM": 10}  # of how many calls one is struck


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def waiting(case: Case, workspaces: Mapping[str, Path], tmp_path: Path) -> Iterator[Sequence[Waiting]]:
    found = [Waiting(case, workspaces[case.base], tmp_path / str(number)) for number in range(AT_ONCE)]
    yield found
    for one in found:
        one.leave()


def test_a_strike_at_any_call_leaves_all_or_nothing_and_the_message_says_which(
    case: Case, waiting: Sequence[Waiting], tmp_path: Path
) -> None:
    paths = named(waiting[0].run(*tracing(*CALLS)).calls, waiting[0].base)
    whole = waiting[0].run(*waiting[0].watching(paths, *CALLS))
    calls = tuple(numbered(whole.calls))
    judge = judge_of(case, waiting[0], tmp_path)
    ready: SimpleQueue[Waiting] = SimpleQueue()
    for runner in waiting:
        ready.put(runner)

    def strike(one: Strike) -> tuple[Strike, Ended, Judgement]:
        runner = ready.get()
        try:
            ended = runner.run(*runner.watching(paths, one.call), "-e", one.option)
            return one, ended, judge.judged(runner.base)
        finally:
            ready.put(runner)

    tolls = {how: Toll() for how in SHARES}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for one, ended, judged in pool.map(strike, strikes(calls)):
            count(one, ended, whole.said, judged, tolls[one.how])
    for how, toll in tolls.items():
        print(
            f"{case.name} {how}: {toll.strikes} of {len(calls)}, {toll.before} before, {toll.after} after", toll.wrong
        )
        record(f"{STRIKES}[{case.name}, {how}]", calls=len(calls), **vars(toll) | {"wrong": len(toll.wrong)})
    assert [wrong for toll in tolls.values() for wrong in toll.wrong] == []
    assert tolls["EIO"].before and tolls["EIO"].after


def strikes(calls: Sequence[tuple[str, int]]) -> Iterator[Strike]:
    """Return the strikes at all calls, or at every so many where the suite is scaled down."""
    for how, share in SHARES.items():
        for call, nth in calls[:: share * every()]:
            yield Strike(call, nth, how)


def judge_of(case: Case, runner: Waiting, tmp_path: Path) -> Judge:
    """Return a judge, who knows what a reader sees of a workspace before and after the command."""
    after = runner.base
    before = shutil.copytree(runner.original, tmp_path / "before")
    return Judge(case, state(case, before), state(case, after))


def state(case: Case, base: Path) -> State:
    now = seen(base, case.of)
    told = iama(base, *next_words(case, now))
    assert told.code == 0, told.err
    return State(now, seen(base, case.of))


def count(one: Strike, ended: Ended, success: str, judged: Judgement, toll: Toll) -> None:
    """Add to the toll what came of a strike; `success` is what the command says when all goes well."""
    assert len(list(numbered(ended.calls))) >= one.nth, f"never came to {one}"
    assert (ended.code == KILLED) == (one.how == KILL), ended
    after, wrong = judged
    toll.strikes += 1
    toll.before += after is False
    toll.after += after is True
    if ended.code == BUG or "Traceback" in ended.said:
        wrong = f"a bug: {ended.said}"
    elif not wrong and ended.saved(success) not in (None, after):
        wrong = f"saved is {after}, and it says {ended.code} {ended.said[:1000]}"
    if wrong:
        toll.wrong.append(f"{one.how} at {ended.calls[one.nth - 1]}: {wrong}")
