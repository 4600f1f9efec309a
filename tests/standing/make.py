"""Makes the decisions of `tests/standing` with the program of one commit: `python make.py WORKTREE FOLDER`.

FOLDER, which must not exist, becomes a workspace with its bundles and the public pages of that day, and FOLDER.tar.xz
holds all of it. Dates, salts and keys differ every time, so this is for the record and for the next release: what was
made once stays as it is. `verdicts.yaml` is written by hand, from what is done here.
"""

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory

SIGNERS = "allowed_signers"
EXAMPLE = "herzicht"
BUNDLED = (EXAMPLE, "english")
CONDITIONS = ("Measure the error between groups first", "Test the block on reuse", "Publish the explanation")
OWNERS = ("data scientist", "CISO", "project leader")
DUES = ("2027-02-15", "2027-02-28", "2027-03-31")
EVERY_KEY = """\
iama-2.0/problem:
  value: Fouten blijven te lang liggen
  note: Zo zegt de cliëntenraad het ook
  note-internal: Nog navragen bij de afdeling
  by: [project-leader, lawyer]
  sources: [{title: DPIA, path: dpia.pdf, version: "1.2", date: 2026-10-01, sha256: 5f1c09}]
iama-2.0/affected-rights: {value: [data-protection], unsure: [profiling]}
iama-2.0/importance: {each: {data-protection: {value: core}}}
iama-2.0/extent: {each: {data-protection: {value: limited}}}
iama-2.0/seriousness: {each: {data-protection: {value: serious, overruled: De gegevens zijn gevoelig}}}
"""


class Program:
    """The `iama` of a worktree, run in a workspace."""

    def __init__(self, worktree: Path, base: Path) -> None:
        self.worktree = worktree.resolve()
        self.base = base
        told = self._run("-c", "import iama; print(iama.__file__)")
        assert Path(told.strip()).is_relative_to(self.worktree), told

    def __call__(self, *words: str | Path) -> str:
        """Run a command, which must do what it is asked, and return what it says."""
        return self._run("-m", "iama", *map(str, words))

    def _run(self, *words: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.worktree), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", *words]
        ran = subprocess.run(command, cwd=self.base, env=environment, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, (words, ran.stderr)
        return ran.stdout


def make(worktree: Path, folder: Path, key: Path) -> None:
    """Fill the folder with everything that stands; `key` signs."""
    iama = Program(worktree, folder)
    _example(iama, key)
    _english(iama)
    _later(iama)
    _follow_up(iama)
    _changed(iama)
    _no_go(iama)
    pages = folder / "pages"
    pages.mkdir()
    for one in sorted((folder / "assessments").glob("[!.]*")):  # `.iama` holds objects
        for number in range(1, len(re.findall(r"^  - number:", (one / "approvals.yaml").read_text("utf-8"), re.M)) + 1):
            public = ("report", one.name, "--as-approved", "--approval", str(number), "--edition", "public")
            iama(*public, "-o", f"pages/{one.name}-{number}.html")
    bundles = folder / "bundles"
    bundles.mkdir()
    for name in BUNDLED:
        iama("bundle", name, "-o", f"bundles/{name}.zip")


def _example(iama: Program, key: Path) -> None:
    """The example with its own decision; then one about the FRIA by a person, and a signed one about the IAMA."""
    iama("demo", ".")
    for report in (*iama.base.glob("*.html"), *iama.base.glob("*.md")):
        report.unlink()
    public = key.with_suffix(".pub").read_text("utf-8")
    (iama.base / SIGNERS).write_text(f'p1 namespaces="iama-approval@1" {public}', "utf-8")
    with (iama.base / "iama.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'allowed-signers = "{SIGNERS}"\n')
    _approve(iama, EXAMPLE, "fria-1.0", "go", "--person", "p2", "--text", "De FRIA is volledig.")
    signed = ("--person", "p1", "--sign", key.resolve(), "--text", "Na de proef van een maand, met twee voorwaarden.")
    _conditions(iama, EXAMPLE, "iama-2.0", 2, *signed)


def _english(iama: Program) -> None:
    """What stays out of public pages was withheld before; three decisions, of which two about the IAMA."""
    _answered(iama, "english", "en", "iama-2.0", "fria-1.0")
    grounds = ("--ground", "woo-5.1.2.d", "--reason", "It helps those who evade inspection.", "--by", "responsible")
    iama("withhold", "english", "metrics", "-q", "iama-2.0", *grounds)
    iama("withhold", "english", "oversight-instructions", "-q", "fria-1.0", *grounds)
    iama("respond", "english", "not-representative", "--decision", "accept", "--text", "Known.", "--by", "responsible")
    _approve(iama, "english", "iama-2.0", "no-go", "--text", "Not before the error between groups is known.")
    _approve(iama, "english", "fria-1.0", "go", "--as-of", "2026-11-25")
    _conditions(iama, "english", "iama-2.0", 3, "--text", "A pilot of twelve months.")


def _later(iama: Program) -> None:
    """What stays out of public pages was withheld after the decision."""
    _answered(iama, "later", "en", "iama-2.0", "fria-1.0")
    _conditions(iama, "later", "fria-1.0", 2)
    grounds = ("--ground", "woo-5.1.2.d", "--reason", "It helps those who evade inspection.", "--by", "responsible")
    iama("withhold", "later", "use-frequency", "-q", "fria-1.0", *grounds)


def _follow_up(iama: Program) -> None:
    """The follow-up changed after the decision: a condition is met, and a flag has a response."""
    _answered(iama, "opvolging", "nl", "iama-2.0", "fria-1.0")
    _conditions(iama, "opvolging", "iama-2.0", 2)
    entries = (iama.base / "assessments/opvolging/approvals.yaml").read_text("utf-8")
    condition = re.findall(r"^ *- id: (\w+)$", entries, re.M)[0]
    iama("condition", "opvolging", condition, "--state", "met", "--by", "responsible", "--note", "Gemeten.")
    response = ("--decision", "accept", "--text", "Dit is bekend.", "--by", "responsible")
    iama("respond", "opvolging", "not-representative", *response)


def _changed(iama: Program) -> None:
    """Answers changed after two decisions: two that both cover, and one that only the first of them covers."""
    _answered(iama, "gewijzigd", "nl", "iama-2.0", "fria-1.0")
    _approve(iama, "gewijzigd", "fria-1.0", "go")
    _conditions(iama, "gewijzigd", "iama-2.0", 1)
    iama("set", "-q", "iama-2.0", "gewijzigd", "goal", "Een ander doel dan waarover is besloten.")
    iama("set", "-q", "algorithm-1.0", "gewijzigd", "description", "Een andere omschrijving dan waarover is besloten.")
    iama("set", "-q", "fria-1.0", "gewijzigd", "use-frequency", "Vaker dan toen is besloten.")


def _no_go(iama: Program) -> None:
    """Two decisions not to go on: about an older version of the IAMA, and about what was carried into the newer one.

    Both are hardly answered, with every key that an answer can have. An answer of each was changed since.
    """
    iama("new", "afgewezen", "-q", "iama-1.0", "--lang", "nl")
    first, second, third, fourth = _texts(iama, "iama-1.0")[:4]
    ref = ("-q", "iama-1.0")
    iama("set", *ref, "--note", "Kort besproken", "--source", "Notitie", "afgewezen", first, "Zoeken naar fouten")
    iama("set", *ref, "--unknown", "--follow-by", "lawyer", "--due", "2027-01-31", "afgewezen", second)
    iama("set", *ref, "--not-applicable", "Er zijn geen andere waarden", "afgewezen", third)
    iama(
        "set",
        *ref,
        "--dissent",
        "ethicist:Dat zie ik echt anders",
        "afgewezen",
        fourth,
        "Er wordt geen waarde geschaad",
    )
    _approve(iama, "afgewezen", "iama-1.0", "no-go", "--text", "Het doel weegt niet op tegen het risico.")
    iama("migrate", "afgewezen", "--to", "iama-2.0")
    with TemporaryDirectory() as folder:
        given = Path(folder, "answers.yaml")
        given.write_text(EVERY_KEY, "utf-8")
        iama("set", "afgewezen", "--answers", given)
    iama("set", "-q", "iama-2.0", "--ask-supplier", "afgewezen", "metrics")
    _approve(iama, "afgewezen", "iama-2.0", "no-go", "--text", "Ook de nieuwe toets verandert dat niet.")
    iama("set", *ref, "afgewezen", first, "Zoeken naar fouten van de gemeente zelf")
    iama("set", "-q", "iama-2.0", "afgewezen", "problem", "Fouten blijven liggen bij de gemeente zelf")


def _texts(iama: Program, ref: str) -> list[str]:
    """Return the ids of the texts that a questionnaire asks for, in its order."""
    shown = (iama.worktree / f"questionnaires/{ref}.yaml").read_text("utf-8")
    return re.findall(r"^ *- id: (\S+)\n(?: *(?:number|official|beside): .*\n)* *kind: text$", shown, re.M)


def _answered(iama: Program, algorithm: str, language: str, *refs: str) -> None:
    """Make a dossier with the answers of the worked example, given as `set --answers` takes them."""
    iama("new", algorithm, *(word for ref in refs for word in ("-q", ref)), "--lang", language)
    with TemporaryDirectory() as folder:
        Program(iama.worktree, Path(folder))("demo", "example", "--lang", language)
        example = Path(folder, "example/assessments", EXAMPLE)
        given = Path(folder, "answers.yaml")
        names = ("algorithm.yaml", *(f"{ref}.yaml" for ref in refs))
        given.write_text("".join(_given((example / name).read_text("utf-8")) for name in names), "utf-8")
        iama("set", algorithm, "--answers", given)
        copyfile(example / "people.yaml", iama.base / "assessments" / algorithm / "people.yaml")


def _given(text: str) -> str:
    """Return the answers of a dossier file under the name of their questionnaire, without stamps."""
    head, answers = text.split("\nanswers:\n")
    name = head.split("questionnaire: ")[1].split("\n")[0].rpartition("-")[0]
    lines = [line[2:] for line in answers.splitlines() if not re.match(r" *(#|stamp:)", line)]
    return "".join(re.sub(r"^(?=[\w-]+:)", f"{name}/", line) + "\n" for line in lines)


def _approve(iama: Program, algorithm: str, ref: str, decision: str, *options: str | Path) -> None:
    iama("approve", algorithm, "-q", ref, "--decision", decision, "--role", "responsible", *options)


def _conditions(iama: Program, algorithm: str, ref: str, count: int, *options: str | Path) -> None:
    named = zip(CONDITIONS[:count], OWNERS, DUES, strict=False)
    words = [word for text, owner, due in named for word in ("--condition", text, "--owner", owner, "--due", due)]
    _approve(iama, algorithm, ref, "conditions", *words, *options)


def packed(folder: Path, target: Path) -> None:
    """Write the folder as an archive in which nothing depends on who packs it, or when."""
    with tarfile.open(target, "w:xz", preset=9, format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".iama.lock"):
            member = tarfile.TarInfo(path.relative_to(folder).as_posix())
            member.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(member, file)


def main() -> None:
    worktree, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir()
    with TemporaryDirectory() as secret:
        key = Path(secret, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "standing", "-f", key], check=True)
        make(worktree, folder, key)
    packed(folder, folder.with_name(f"{folder.name}.tar.xz"))
    rmtree(folder)


if __name__ == "__main__":
    main()
