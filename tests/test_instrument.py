"""What is special about an instrument stands in its tree: a list of another name gives the same pages and gate."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from editions import REPORTS
from given import tree

import iama
from iama.assess.evaluation import evaluate, rank
from iama.files.shipped import SHIPPED, LibraryFolder, shipped_folder
from iama.files.store import read_dossier
from iama.gate.check import examine
from iama.gate.config_tables import parse_gate_config
from iama.model.instrument import TOPICS
from iama.model.library import Library
from iama.model.objects import tree_of, tree_record
from iama.model.struct import replace
from iama.publish.coverage import dossier_coverage
from iama.publish.edition import edition
from iama.publish.flags import flags_document
from iama.publish.report import render
from iama.publish.status import dossier_status
from iama.publish.wording import Wording

AS_OF = date(2026, 11, 23)
NAMES = {"iama": "mensentoets", "fria": "grondtoets"}  # in the same order, as files are told of
DEMO = Path(iama.__file__).parent / "demo" / "nl"


def renamed(text: str) -> str:
    """Return a text in which both assessments have another name, as an id, in references and in conditions."""
    for old, new in NAMES.items():
        text = re.sub(rf"(?<![\w.-]){old}(?=-\d|[./][a-z]|$)", new, text, flags=re.MULTILINE)
    return text


def named_back(text: str) -> str:
    for old, new in NAMES.items():
        text = text.replace(new, old)
    return re.sub(r"(sha256:)?\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{12}\b", "digest", text)


@pytest.fixture(scope="module")
def other_names(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Library]:
    """The worked example and a library, in which the two assessments of the package have other names."""
    folder = tmp_path_factory.mktemp("other-names")
    for name, source in (("questionnaires", shipped_folder("questionnaires")), ("demo", DEMO)):
        (folder / name).mkdir()
        for path in source.glob("*.yaml"):
            if path.stem != "iama-1.0":
                text = renamed(path.read_text(encoding="utf-8")).replace(f"format: {NAMES['iama']}", "format: iama")
                (folder / name / renamed(path.name)).write_text(text, encoding="utf-8")
    return folder / "demo", LibraryFolder(folder / "questionnaires")


def said(folder: Path, library: Library, *but: str) -> dict[str, str]:
    """Return all that is said of the dossier in `folder`, by kind; the files `but` are not there."""
    dossier = read_dossier(folder, library)
    held = {ref: one for ref, one in dossier.assessments.items() if ref not in but}
    dossier = replace(dossier, id="herzicht", assessments=held)
    files = {path.name: path.read_bytes() for path in folder.glob("*.yaml") if path.stem not in but}
    trees, law = library.held_trees(held), library.law
    outcome = evaluate(dossier, trees, law, AS_OF)
    views = {
        kind: edition(dossier, trees, law, AS_OF, language="nl", public=kind == "public")
        for kind in ("internal", "public")
    }
    offer, config = library.article_27_questionnaire, parse_gate_config({}, library=library)
    examined = examine("herzicht", files, as_of=AS_OF, config=config, library=library)
    values = {
        **views,
        "status": dossier_status(outcome, dossier, "nl", None, law, offer=offer),
        "coverage": dossier_coverage(outcome, dossier, law, "nl"),
        "flags": flags_document(Wording(outcome, dossier, law, "nl", trees), dossier),
        "gate": [str(finding) for finding in examined.findings],
        "needs": [config.needs, examined.standing.required, library.usual_questionnaire.ref],
    }
    pages = {f"{kind}.{to}": render(view, to, REPORTS) for kind, view in views.items() for to in ("html", "md")}
    return {**{kind: json.dumps(value, ensure_ascii=False, indent=1) for kind, value in values.items()}, **pages}


@pytest.mark.parametrize("but", [(), ("fria-1.0",), ("iama-2.0",), ("iama-2.0", "fria-1.0")])
def test_lists_of_another_name_work_alike(other_names: tuple[Path, Library], but: tuple[str, ...]) -> None:
    usual = said(DEMO, SHIPPED, *but)
    other = said(*other_names, *map(renamed, but))
    assert set(but) == {"iama-2.0", "fria-1.0"} or any(
        name in text for name in NAMES.values() for text in other.values()
    )
    for kind, text in usual.items():
        assert named_back(other[kind]).splitlines() == named_back(text).splitlines(), kind


@pytest.mark.parametrize("ref", ["iama-2.0", "fria-1.0"])
def test_trees_from_before_say_by_their_name_what_they_say_now(ref: str) -> None:
    """Decisions keep trees without a head of this kind; their pages and verdicts stay what they were."""
    asked = SHIPPED.resolve_questionnaire(ref)
    kept = tree_of({key: value for key, value in tree_record(asked).items() if key != "instrument"})
    assert (kept.said, asked.said is None) == (None, False)
    since = {
        "stake",
        "errors",
        "error-figures",
        "summary",
        "oversight-kind",
    }  # topics that came later: what was kept says nothing on them
    old = [topic for topic in TOPICS if topic not in since]
    assert {topic: kept.topic_question(topic) for topic in old} == {t: asked.topic_question(t) for t in old}
    assert not any(kept.topic_question(topic) for topic in since)
    assert (kept.answers_article_27, rank(kept)) == (asked.answers_article_27, rank(asked))


def test_a_tree_that_says_nothing_of_its_instrument_is_an_assessment_like_any_other() -> None:
    asked = tree("- {id: goal, kind: text}", id_="other")
    assert (asked.instrument.law, asked.topic_question("goal"), rank(asked)) == ("", "", 1)


def test_every_topic_is_spoken_for_by_a_shipped_tree_and_stands_in_the_documentation() -> None:
    page = (Path(iama.__file__).parent.parent / "docs" / "questionnaires.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page.partition("## What is special about an instrument")[2], re.M)
    assert {*TOPICS} <= {*rows}
    spoken = {topic for ref in SHIPPED.refs for topic in SHIPPED.resolve_questionnaire(ref).instrument.topics}
    assert spoken == {*TOPICS}
