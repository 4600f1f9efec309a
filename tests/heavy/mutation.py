"""Changes the program on purpose, one place at a time, and counts the changes that no test notices.

    python -m venv mutation && mutation/bin/pip install mutmut -e '.[test]'
    mutation/bin/python tests/heavy/mutation.py mutation/bin/mutmut

Works on a copy, so nothing here changes. Prints what survived; `docs/testing.md` has the method and the last score.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COPIED = ("iama", "questionnaires", "reports", "docs", "tests", "README.md", "pyproject.toml")
MUTATED = ("iama/model/conditions.py", "iama/assess/evaluation.py", "iama/assess/world.py", "iama/assess/verdicts.py")
# the tests of these modules; the others would notice more, and take hours
TESTS = ("test_conditions", "test_evaluation", "test_world", "test_verdicts", "test_facts", "test_adoption")


def main(mutmut: str) -> int:
    """Run `mutmut` on a copy and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "iama"
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / name)
        prepare(copy)
        # a session of its own: a changed program may stop the terminal that it was started from
        command = [mutmut, "run", "--max-children", "2"]
        code = subprocess.run(command, cwd=copy, stdin=subprocess.DEVNULL, start_new_session=True).returncode
        subprocess.run([mutmut, "results"], cwd=copy, check=False)
    return code


def prepare(copy: Path) -> None:
    """Write the configuration of mutmut, and let Hypothesis run under it."""
    lines = ["[mutmut]", "source_paths=iama", "only_mutate="]
    lines += [f"    {path}" for path in MUTATED]
    lines += ["pytest_add_cli_args_test_selection=", *(f"    tests/{name}.py" for name in TESTS)]
    lines += ["also_copy=", *(f"    {name}" for name in COPIED[1:4]), "use_setproctitle=false"]
    (copy / "setup.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # mutmut runs every test several times in one process, which Hypothesis takes for an accident
    conftest = copy / "tests" / "conftest.py"
    text = conftest.read_text(encoding="utf-8").replace("import settings\n", "import HealthCheck, settings\n")
    profile = 'register_profile("default", '
    text = text.replace(profile, f"{profile}suppress_health_check=list(HealthCheck), ")
    conftest.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "mutmut"))
