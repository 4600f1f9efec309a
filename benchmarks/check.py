"""Measures `iama check` on many dossiers beside programs that hold the same files against a JSON Schema.

Makes dossiers after the worked example, each with other texts, builds and installs a wheel, and runs in turn: a plain
read of all bytes, `iama check` cold and from its cache, check-jsonschema, and ajv-cli where npm can get it, both with
the schemas of `iama questionnaire schema`. Prints ratios within a round, and what each stage of a check takes of the
processor. Never a timed test.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from startup import CHILD, EXE, ROOT, environment, installed, run, wheel

from iama.model.struct import replace

sys.path.insert(0, str(ROOT))  # the dossiers are made with this checkout

from iama.assess.adoption import content_digest
from iama.files.canonicalfile import parse_own_layout
from iama.files.dossierfolder import file_of, read_folder
from iama.files.layout import write_assessment
from iama.files.scaffold import write_demo
from iama.files.shipped import SHIPPED
from iama.files.store import read_dossier
from iama.files.walking import read_files
from iama.gate.check import examine, judge_dossier
from iama.gate.config import Config
from iama.model.dossier import Answer, Assessment, Dossier
from iama.model.questionnaire import Kind

READ, COLD, WARM = "read all bytes", "iama check, cold", "iama check, from its cache"
SCHEMA, AJV = "check-jsonschema", "ajv-cli"
LIMITS = {COLD: 40.0, WARM: 400.0}  # at least so many times faster than check-jsonschema, cold on two processes
AS_OF = "2026-11-23"
PLAIN_READ = """\
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        descriptor = os.open(f"{folder}/{name}", os.O_RDONLY)
        while os.read(descriptor, 100_000):
            pass
        os.close(descriptor)
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one program took: seconds, those of processors, and at most so many MiB in one process."""

    seconds: float
    processor: float
    mebibytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1_000, help="how many dossiers (default: 1000; also try 10000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often every program runs (default: 3)")
    parser.add_argument("--jobs", type=int, default=2, help="processes of `iama check` (default: 2)")
    parser.add_argument("--alone", action="store_true", help="leave the other programs out")
    parser.add_argument("--filled", type=float, default=0.95, help="the share of answers (0.03: nearly empty dossiers)")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="iama-check-") as name:
        folder = Path(name)
        size = made(folder / "work", options.dossiers, options.filled)
        programs = environment(folder / "environment", [wheel(ROOT, folder)], None)
        commands = gathered(folder, programs, options.jobs, alone=options.alone)
        print(f"{options.dossiers} dossiers, {size / 1e6:.1f} MB, {options.jobs} processes", flush=True)
        print(table(measured(commands, options.rounds)), flush=True)
        print(stages(folder / "work"), flush=True)


def made(base: Path, number: int, filled: float = 0.95) -> int:
    """Write a workspace of dossiers and return its size in bytes; `filled` is the share of answers that are there."""
    (example := base / "example").mkdir(parents=True)
    dossier = read_dossier(example / "assessments" / write_demo(example, "nl"))
    (base / "iama.toml").write_text('root = "assessments"\n', encoding="utf-8")
    size = 0
    for count in range(number):
        random = Random(count)
        folder = base / "assessments" / f"algorithm-{count:05}"
        folder.mkdir(parents=True)
        for name, text in texts(dossier, random, filled):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            size += len(text.encode())
    shutil.rmtree(example)
    return size


def texts(dossier: Dossier, random: Random, filled: float) -> Iterable[tuple[str, str]]:
    """Yield the files of a dossier like another, with other texts and some answers less."""
    made: dict[str, Assessment] = {}
    for ref, assessment in dossier.assessments.items():
        tree = SHIPPED.resolve_questionnaire(ref)
        answers = {
            slot: varied(answer, random) if tree.questions[slot[0]].kind is Kind.TEXT else answer
            for slot, answer in assessment.answers.items()
            if random.random() < filled
        }
        made[ref] = Assessment(ref, assessment.language, answers)
    for ref, assessment in made.items():
        seen = {slot: seeing(answer, made) for slot, answer in assessment.answers.items()}
        yield file_of(ref), write_assessment(replace(assessment, answers=seen), SHIPPED.resolve_questionnaire(ref))


def varied(answer: Answer, random: Random) -> Answer:
    """Return an answer with its words in another order."""
    if not isinstance(answer.value, str):
        return answer
    words = answer.value.split(" ")
    return replace(answer, value=" ".join(random.sample(words, len(words))).strip() or None)


def seeing(answer: Answer, made: Mapping[str, Assessment]) -> Answer:
    """Return an answer that adopts what the answers of this dossier say."""
    adopts = tuple(
        replace(one, seen=content_digest(made[ref].answer_to(question)))
        for one in answer.adopts
        for ref, _, question in [one.source.partition("/")]
    )
    return replace(answer, adopts=adopts)


def gathered(folder: Path, programs: Path, jobs: int, *, alone: bool) -> Mapping[str, Callable[[], Spent]]:
    """Return what is measured, by name."""
    work = folder / "work"
    iama: Sequence[str | Path] = (programs / f"iama{EXE}", "check", "--as-of", AS_OF, "--fail-on", "never")
    iama = (*iama, "--jobs", str(jobs), "--format", f"json={folder / 'found.json'}")
    files = {ref: sorted(map(str, work.glob(f"assessments/*/{file_of(ref)}"))) for ref in SHIPPED.refs}
    schemas = {ref: schema(folder, programs, ref) for ref, found in files.items() if found}
    commands: dict[str, Callable[[], Spent]] = {
        READ: lambda: timed((programs / f"python{EXE}", "-c", PLAIN_READ, work)),
        COLD: lambda: timed((*iama, "--no-cache"), cwd=work),
        WARM: lambda: timed(iama, cwd=work, cache=folder / "cache"),
    }
    commands[WARM]()  # fills the cache
    if alone:
        return commands
    checker = installed(folder / "check-jsonschema", "check-jsonschema")
    commands[SCHEMA] = lambda: added(
        timed((checker, "--quiet", "--schemafile", path, "--", *files[ref])) for ref, path in schemas.items()
    )
    if ajv := from_npm(folder / "ajv", "ajv-cli"):
        loose = {ref: without_dates(path) for ref, path in schemas.items()}
        commands[AJV] = lambda: added(
            timed(
                (
                    ajv,
                    "validate",
                    "--spec=draft2020",
                    "--strict=false",
                    "-s",
                    path,
                    "-d",
                    str(work / "assessments" / "*" / file_of(ref)),
                )
            )
            for ref, path in loose.items()
        )
    return commands


def schema(folder: Path, programs: Path, ref: str) -> Path:
    path = folder / f"{ref}.schema.json"
    path.write_text(run(programs / f"iama{EXE}", "questionnaire", "schema", ref), encoding="utf-8")
    return path


def without_dates(schema: Path) -> Path:
    """Write a schema that takes anything for a date: ajv-cli reads dates as objects of its own."""

    def loose(value: object) -> object:
        if isinstance(value, dict):
            return {} if "{4}-" in str(value.get("pattern")) else {key: loose(inner) for key, inner in value.items()}
        return [loose(inner) for inner in value] if isinstance(value, list) else value

    path = schema.with_suffix(".loose.json")
    path.write_text(json.dumps(loose(json.loads(schema.read_text(encoding="utf-8")))), encoding="utf-8")
    return path


def from_npm(folder: Path, package: str) -> Path | None:
    """Install a Node program; None where npm is not there or cannot get it."""
    folder.mkdir()
    npm = shutil.which("npm")
    if not npm or subprocess.run((npm, "install", "--silent", package), cwd=folder, capture_output=True).returncode:
        return None
    return folder / "node_modules" / ".bin" / package.removesuffix("-cli")


def timed(command: Sequence[str | Path], *, cwd: Path = ROOT, cache: Path | None = None) -> Spent:
    """Run a command to its end; raises when it fails."""
    variables = CHILD | ({"IAMA_CACHE": str(cache)} if cache else {})
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def added(parts: Iterable[Spent]) -> Spent:
    all_ = list(parts)
    seconds, processor = (sum(getattr(part, name) for part in all_) for name in ("seconds", "processor"))
    return Spent(seconds, processor, max(part.mebibytes for part in all_))


def measured(commands: Mapping[str, Callable[[], Spent]], rounds: int) -> Mapping[str, Sequence[Spent]]:
    """Return what every program took in every round; all run once per round, in turn."""
    taken: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(command())
    return taken


def table(taken: Mapping[str, Sequence[Spent]]) -> str:
    def ratio(over: str, under: str, what: str = "seconds") -> float:
        pairs = zip(taken[over], taken[under], strict=True)
        ratios: list[float] = [getattr(one, what) / getattr(two, what) for one, two in pairs]
        return median(ratios)

    lines = [
        f"{'':<26} {'s':>8} {'MiB':>5} {'to read':>8} {'faster than ' + SCHEMA:>28} {'in processor time':>18}  limit"
    ]
    for name, spent in taken.items():
        seconds, memory = median(one.seconds for one in spent), max(one.mebibytes for one in spent)
        line = f"{name:<26} {seconds:>8.2f} {memory:>5.0f} {ratio(name, READ):>8.1f}"
        if SCHEMA in taken:
            faster, limit = ratio(SCHEMA, name), LIMITS.get(name)
            verdict = f"{limit:g} {'ok' if faster >= limit else 'under'}" if limit else ""
            line += f" {faster:>28.1f} {ratio(SCHEMA, name, 'processor'):>18.1f}  {verdict}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def stages(work: Path, most: int = 100) -> str:
    """Return what each stage takes for one dossier, in milliseconds of the processor, in this process."""
    SHIPPED.read_trees()
    folders = sorted((work / "assessments").iterdir())[:most]
    taken = [spent_on(folder, work) for folder in folders]
    names = ("opening and reading", "answers of bytes", "judging", "rules and findings")
    means = (1000 * sum(column) / len(taken) for column in zip(*taken, strict=True))
    return "\n".join(f"{name:<26} {mean:>8.2f} ms a dossier" for name, mean in zip(names, means, strict=True))


def spent_on(folder: Path, work: Path) -> Sequence[float]:
    """Return the seconds of the processor that the stages of a check take for one dossier."""
    shown, day, config = f"assessments/{folder.name}", date.fromisoformat(AS_OF), Config()
    start = time.process_time()
    files = read_files(folder, work, shown, SHIPPED).files
    opened = time.process_time()
    parse_own_layout.cache_clear()
    dossier, _ = read_folder(shown, files, SHIPPED)
    read = time.process_time()
    judge_dossier(shown, files, dossier, as_of=day, config=config, library=SHIPPED)
    judged = time.process_time()
    parse_own_layout.cache_clear()
    examine(shown, files, as_of=day, config=config)  # all but the first, and what follows it
    rest = time.process_time() - judged - (judged - opened)
    return opened - start, read - opened, judged - read, rest


if __name__ == "__main__":
    main()
