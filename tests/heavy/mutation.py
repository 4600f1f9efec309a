"""Changes the program on purpose, one place at a time, and counts the changes that no test notices.

    python -m venv mutation && mutation/bin/pip install mutmut -e '.[test]'
    mutation/bin/python tests/heavy/mutation.py mutation/bin/mutmut
    mutation/bin/python tests/heavy/mutation.py mutation/bin/mutmut scope completeness

Words after `mutmut` choose the groups that have such a module. Works on a copy, so nothing here changes. Prints what
survived; `docs/testing.md` has the method and the last score.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COPIED = ("iama", "questionnaires", "reports", "docs", "tests", "README.md", "pyproject.toml")
# modules, and the tests of these; the others would notice more, and take hours
GROUPS: Sequence[tuple[Sequence[str], Sequence[str]]] = (
    (
        ("model/conditions", "assess/evaluation", "assess/world", "assess/verdicts"),
        ("test_conditions", "test_evaluation", "test_world", "test_verdicts", "test_facts", "test_adoption"),
    ),
    (("assess/scope",), ("test_scope_reasons",)),
    (("gate/rules/completeness",), ("test_completeness",)),
)
READS_THE_PROGRAM = "tests/test_scope_reasons.py::test_every_reason_has_a_case"  # where mutmut writes every change


def main(mutmut: str, words: Sequence[str]) -> int:
    """Run `mutmut` on a copy for every group that `words` name, and return the worst exit code."""
    chosen = [group for group in GROUPS if not words or any(word in path for word in words for path in group[0])]
    return max((run(mutmut, *group) for group in chosen), default=0)


def run(mutmut: str, modules: Iterable[str], tests: Iterable[str]) -> int:
    """Run `mutmut` for these modules with these tests, print what survived, and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "iama"
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / name)
        prepare(copy, modules, tests)
        # a session of its own: a changed program may stop the terminal that it was started from
        command = [mutmut, "run", "--max-children", "2"]
        code = subprocess.run(command, cwd=copy, stdin=subprocess.DEVNULL, start_new_session=True).returncode
        subprocess.run([mutmut, "results"], cwd=copy, check=False)
    return code


def prepare(copy: Path, modules: Iterable[str], tests: Iterable[str]) -> None:
    """Write the configuration of mutmut, and let Hypothesis run under it."""
    lines = ["[mutmut]", "source_paths=iama", "only_mutate=", *(f"    iama/{path}.py" for path in modules)]
    lines += ["pytest_add_cli_args_test_selection=", *(f"    tests/{name}.py" for name in tests)]
    lines += ["pytest_add_cli_args=", f"    --deselect={READS_THE_PROGRAM}"]
    lines += ["also_copy=", *(f"    {name}" for name in COPIED[1:4]), "use_setproctitle=false"]
    (copy / "setup.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # mutmut runs every test several times in one process, which Hypothesis takes for an accident
    conftest = copy / "tests" / "conftest.py"
    text = conftest.read_text(encoding="utf-8").replace("import settings\n", "import HealthCheck, settings\n")
    profile = 'register_profile("default", '
    text = text.replace(profile, f"{profile}suppress_health_check=list(HealthCheck), ")
    conftest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "mutmut", sys.argv[2:]))
