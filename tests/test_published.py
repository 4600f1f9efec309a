"""What was ever released is listed, so that nobody can turn round what was asked; what ships is listed too."""

import subprocess

import pytest

from iama.files.publishedfile import read_published
from iama.files.shipped import SHIPPED, shipped_folder
from iama.model.objects import law_digest, tree_digest
from iama.model.problems import UnusableFile

PATH = shipped_folder("questionnaires") / "published.yaml"
TEXT = PATH.read_text(encoding="utf-8")
DIGEST = "sha256:" + "0a" * 32
HEAD = "format: iama-published/1\npublished:\n"


def test_everything_that_ships_is_listed() -> None:
    trees = [SHIPPED.resolve_questionnaire(ref) for ref in SHIPPED.refs]
    found = {tree_digest(one): f"of: {one.ref}\n    revision: {one.revision}" for one in trees}
    found[law_digest(SHIPPED.law)] = "of: law"
    lines = [
        f'  - {name}\n    day: YYYY-MM-DD\n    digest: "{digest}"\n'
        for digest, name in found.items()
        if digest not in SHIPPED.releases
    ]
    assert lines == [], f"run python tests/derived.py, which adds to {PATH.name}:\n{''.join(lines)}"


def test_a_revision_says_one_thing() -> None:
    """Of one revision there are two texts only where a legal fact in it changed, which raises no revision."""
    named = [block.splitlines()[:2] for block in TEXT.split("  - ")[1:]]
    revisions = [tuple(lines) for lines in named if "revision" in lines[1]]
    assert len(revisions) == len({*revisions})


def test_the_file_is_only_added_to() -> None:
    root = PATH.parent.parent
    told = subprocess.run(
        ["git", "log", "--first-parent", "--format=%H", "--", "questionnaires/published.yaml"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    commits = told.stdout.decode().split()
    if not commits:
        pytest.skip("no git here that knows the list: nothing to compare with")
    for commit in commits:
        before = subprocess.run(
            ["git", "show", f"{commit}:questionnaires/published.yaml"], cwd=root, capture_output=True, check=True
        )
        assert {*before.stdout.decode().splitlines()} <= {*TEXT.splitlines()}, commit


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("/1", "/2"),
        f"{HEAD}  - {{of: law, day: 2026-11-30, digest: x}}\n",
        f"{HEAD}  - {{of: law, day: 30-11-2026, digest: '{DIGEST}'}}\n",
        f"{HEAD}  - {{of: law, day: 2026-11-30, digest: '{DIGEST}', by: me}}\n",
        HEAD + f"  - {{of: law, day: 2026-11-30, digest: '{DIGEST}'}}\n" * 2,
    ],
)
def test_a_mistake_in_the_list_is_told(text: str) -> None:
    with pytest.raises(UnusableFile):
        read_published("published.yaml", text)


def test_the_list_says_when_each_was_released() -> None:
    known = read_published("published.yaml", f"{HEAD}  - {{of: law, day: 2026-11-30, digest: '{DIGEST}'}}\n")
    assert known == {DIGEST: "2026-11-30"}
    assert min(SHIPPED.releases.values()) == "2026-11-23"  # the first decisions that stand
