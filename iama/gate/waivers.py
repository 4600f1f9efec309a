"""Findings that two people let stand for a while, and those that were there when an estate began with the gate."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from iama.gate.config import Baseline, Config, Waiver
from iama.gate.finding import Cause, CheckFinding, Waived, finding_words, fingerprint
from iama.gate.report import Pack, pack_findings
from iama.gate.rules import CODES
from iama.model.days import months_later
from iama.model.problems import Level, UsageError
from iama.model.strangejson import parse_strange_json
from iama.model.struct import replace


class Settling:
    """Marks the findings that a waiver or the baseline covers, one dossier after another.

    In the end it tells what is wrong with the waivers and the baseline themselves.
    """

    def __init__(
        self, config: Config, as_of: date, baseline: frozenset[str] = frozenset(), known: frozenset[str] = frozenset()
    ) -> None:
        self._config = config
        self._as_of = as_of
        self._baseline = baseline
        self._gone = set(baseline)
        self._known = known
        self.before = 0  # findings that were known
        self._used: set[Waiver] = set()
        self._longest = months_later(as_of, config.waiver_months)
        kept = config.baseline
        self._baseline_counts = kept is not None and as_of <= kept.until <= self._longest
        self._of_baseline = Waived(f"baseline: {kept.reason}", kept.until.isoformat()) if kept else None
        self._algorithms = {waiver.algorithm for waiver in config.waivers}

    def mark_pack(self, pack: Pack, algorithm: str) -> Pack:
        """Return the findings about an algorithm, marked."""
        if not self._baseline and not self._known and algorithm not in self._algorithms:
            return pack
        return pack_findings(self.mark_new(pack))

    def mark_new(self, findings: Iterable[CheckFinding]) -> list[CheckFinding]:
        """Return the findings that were not known before, marked; the others are counted."""
        marked = [*map(self.mark_finding, findings)]
        new = [finding for finding in marked if finding.fingerprint not in self._known]
        self.before += len(marked) - len(new)
        return new

    def mark_finding(self, finding: CheckFinding) -> CheckFinding:
        """Return a finding, marked when something covers it; integrity is never covered."""
        self._gone.discard(finding.fingerprint)
        if finding.code in CODES and CODES[finding.code].integrity:
            return finding
        covering = [waiver for waiver in self._config.waivers if _covers(waiver, finding)]
        self._used.update(covering)
        for waiver in covering:
            if self._as_of <= waiver.until <= self._longest:
                return replace(finding, waived=Waived(waiver.reason, waiver.until.isoformat()))
        covered = self._baseline_counts and finding.fingerprint in self._baseline
        return replace(finding, waived=self._of_baseline) if covered else finding

    def waiver_findings(self, known: frozenset[str] | None = None) -> Iterator[CheckFinding]:
        """Yield the waivers that are over, soon are, or are not needed any more; and so with the baseline.

        `known` are the algorithms that were looked at; None means all. A waiver for another is left alone.
        """
        config = self._config
        for waiver in config.waivers:
            if known is not None and waiver.algorithm not in known:
                continue
            if waiver.until < self._as_of:
                yield _finding_of_waiver("waiver-expired", "", Level.ERROR, waiver, config)
            elif waiver.until > self._longest:
                yield _finding_of_waiver("waiver-too-long", "", Level.ERROR, waiver, config)
            elif waiver not in self._used:
                yield _finding_of_waiver("waiver-unused", "", Level.WARNING, waiver, config)
            elif (waiver.until - self._as_of).days <= config.days_ahead:
                yield _finding_of_waiver("waiver-expired", "early", Level.WARNING, waiver, config)
        yield from self._baseline_findings(whole=known is None)

    def _baseline_findings(self, *, whole: bool) -> Iterator[CheckFinding]:
        """Yield that the baseline is over, lasts too long, or holds what is not there any more."""
        config, baseline = self._config, self._config.baseline
        if baseline is None:
            return
        if baseline.until < self._as_of:
            yield _finding_of_baseline("waiver-expired", config, baseline, date=baseline.until.isoformat())
        elif baseline.until > self._longest:
            yield _finding_of_baseline("waiver-too-long", config, baseline, months=config.waiver_months)
        elif self._gone and whole:
            yield _finding_of_baseline("waiver-unused", config, baseline, count=len(self._gone))


def _covers(waiver: Waiver, finding: CheckFinding) -> bool:
    """Return whether a waiver is about a finding; `importance` covers every `importance[…]`."""
    if (waiver.code, waiver.algorithm) != (finding.code, finding.algorithm):
        return False
    asked = waiver.question in ("", finding.question, finding.question.partition("[")[0])
    return asked and waiver.trigger in ("", finding.trigger, finding.trigger.partition("[")[0])


def _finding_of_baseline(code: str, config: Config, baseline: Baseline, **about: object) -> CheckFinding:
    message, hint = finding_words(f"{code}-baseline", config.language, {"file": baseline.file, **about})
    cause = Cause.DATE if code == "waiver-expired" else Cause.CONTENT
    path, mark = config.path, fingerprint(code, "baseline")
    level = CODES[code].in_use
    return CheckFinding(code, level, "", message, hint, cause, path=path, line=baseline.line, fingerprint=mark)


def _finding_of_waiver(code: str, variant: str, level: Level, waiver: Waiver, config: Config) -> CheckFinding:
    about: dict[str, object] = {"months": config.waiver_months}
    about |= {"code": waiver.code, "algorithm": waiver.algorithm, "date": waiver.until.isoformat()}
    message, hint = finding_words(f"{code}-{variant}" if variant else code, config.language, about)
    expired = code == "waiver-expired"
    return CheckFinding(
        code,
        level,
        waiver.algorithm,
        message,
        hint,
        Cause.DATE if expired else Cause.CONTENT,
        question=waiver.question,
        trigger=waiver.trigger,
        path=config.path,
        line=waiver.line,
        column=1 if waiver.line else 0,
        fingerprint=fingerprint(code, waiver.code, waiver.algorithm, waiver.question, waiver.trigger),
    )


def written_baseline(findings: Iterable[CheckFinding]) -> str:
    """Return the baseline of these findings as text for git: one finding a line, integrity left out."""
    kept = sorted(
        (finding.algorithm, finding.code, finding.fingerprint)
        for finding in findings
        if not CODES[finding.code].integrity and not finding.code.startswith("waiver-")
    )
    lines = ",\n".join(f"    {json.dumps(finding)}" for finding in kept)
    return f'{{\n  "iama_baseline": 1,\n  "findings": [\n{lines}\n  ]\n}}\n'


def read_baseline(path: str, content: bytes) -> frozenset[str]:
    """Return the fingerprints of a baseline; raises UsageError when it is none."""
    try:
        document = parse_strange_json(content)
        if document["iama_baseline"] != 1:
            raise ValueError
        marks = [mark for _, _, mark in document["findings"]]
        if not all(isinstance(mark, str) for mark in marks):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("baseline-unreadable", path=path) from error
    return frozenset(marks)
