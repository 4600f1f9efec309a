"""What this program knows, against which decisions are held; of many at once, on every core there is."""

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from iama.model.struct import replace

if TYPE_CHECKING:
    from iama.audit.chain import Kept
    from iama.audit.doubt import Doubt
    from iama.audit.judging import Proving, Today
    from iama.model.library import Library

_FEW = 12  # decisions for which starting processes takes longer than it saves
_of_job: "list[tuple[Kept, Today]]" = []


def program_knowledge(library: "Library", *, fresh: bool = False) -> "Today":
    """Return what this program knows with a library, against which decisions are held.

    With `fresh` it does not know what it proved before.
    """
    import sys

    from iama.audit.housepacks import usable_trees
    from iama.audit.judging import Today
    from iama.cli.asapproved import render_html
    from iama.files.ownfiles import CACHE, own_folder
    from iama.files.proven import Proven
    from iama.files.shipped import program

    proven = Proven(None if fresh else own_folder(CACHE, os.environ, sys.platform))
    return Today(
        usable_trees(library),
        library.law,
        library.releases,
        program(),
        render_html,
        proven=proven.holds,
        keep_proven=proven.keep,
        prove=_prove_on_cores(library),
    )


def _prove_on_cores(library: "Library") -> "Proving":
    """Return what looks at decisions of one dossier in several processes.

    It says nothing of any where that does not pay, or where no processes can be started: then they are looked at one
    by one.
    """

    def prove(kept: "Kept", numbers: Sequence[int], separate: bool) -> "Mapping[int, Sequence[Doubt]]":
        jobs = min(os.cpu_count() or 1, len(numbers) // _FEW)
        if jobs < 2:
            return {}
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from pickle import PicklingError

        plain = replace(kept, files=dict(kept.files), objects=dict(kept.objects))
        with suppress(OSError, BrokenProcessPool, PicklingError, AttributeError, TypeError):
            pool = ProcessPoolExecutor(jobs, initializer=_take_up, initargs=(plain, library, separate))
            try:
                found = zip(numbers, pool.map(_look_at_decision, numbers, chunksize=4), strict=True)
                return {number: doubts for number, doubts in found if doubts is not None}
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        return {}

    return prove


def _take_up(kept: "Kept", library: "Library", separate: bool) -> None:
    """Leave Ctrl-C, which a terminal sends to every process, to the one that started this job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _of_job.append((kept, replace(program_knowledge(library, fresh=True), separate_roles=separate)))


def _look_at_decision(number: int) -> "Sequence[Doubt] | None":
    from iama.audit.snapshot import BrokenSnapshot
    from iama.audit.verification import own_doubts

    kept, known = _of_job[-1]
    approval = kept.approvals[number - 1]
    try:
        return own_doubts(approval, kept.snapshot(approval), kept, known, whole=True)
    except BrokenSnapshot:  # told by whoever asks
        return None
