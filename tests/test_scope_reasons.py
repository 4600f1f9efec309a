"""Whatever `iama scope` can say of Article 27, each time as a whole: the cases stand in `cases/scope/reasons.yaml`."""

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from article_27 import BASE, OLD
from flagged import TREES, judged, one, with_answers, with_rows

import iama
from iama.assess.outcome import Outcome
from iama.assess.responses import grounds_digest, name_of
from iama.assess.scope import Verdict
from iama.assess.withholding import judge_public
from iama.files.shipped import SHIPPED
from iama.model.dossier import Assessment, Dossier, Row
from iama.publish.scope import scope_document
from iama.words import catalogue
from iama.words.written import written_date

Case = Mapping[str, Any]
Document = Mapping[str, Any]

CASES_FILE = Path(__file__).parent / "cases" / "scope" / "reasons.yaml"
SAID = yaml.load(CASES_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # every scalar is text
CASES: list[Case] = SAID["cases"]
CLEARED = {"banned-practice": ["none"], "earlier-assessment": "none", "exceptional-authorisation": "no"}
COVERED = {"high-risk-ai": "yes", "fria-scope": "yes"}
NEVER_SAID = {"excluded"}  # every exclusion has a reason of its own: tested below


def dossier_of(case: Case) -> Dossier:
    """Return the municipality with the answers of a case in place of its own."""
    facts = {**BASE, **(OLD if "older" in case else {}), **case.get("answers", {})}
    given = {"algorithm": {id_: value for id_, value in facts.items() if id_ not in case.get("open", ())}}
    given["fria"] = CLEARED | case.get("fria", {})
    given |= {"iama": case["iama"]} if "iama" in case else {}
    given["follow-up"] = case.get("follow-up", {})
    refs = [TREES[id_].ref for id_ in given]
    dossier = Dossier("municipality", {ref: Assessment(ref, "en") for ref in refs})
    answers = {f"{id_}.{question}": value for id_, found in given.items() for question, value in found.items() if value}
    return with_answers(dossier, answers)


def disputing(dossier: Dossier, trigger: str, on: date) -> Dossier:
    """Return the dossier with a flag that a lawyer disputes."""
    outcome = judged(dossier, on)
    flag = one(outcome, trigger)
    cells = {"trigger": name_of(flag), "decision": "dispute", "text": "Not so.", "by": "lawyer"}
    return with_rows(dossier, "follow-up.responses", Row("dsptng", cells | {"seen": grounds_digest(flag, outcome)}))


def outcome_of(case: Case) -> tuple[Outcome, Dossier]:
    """Return what the answers of a case come to on its day; where one is withheld, what the public may have of it."""
    dossier, on = dossier_of(case), date.fromisoformat(case["on"])
    if "disputed" in case:
        dossier = disputing(dossier, case["disputed"], on)
    if "withheld" in case:
        assessment, question = case["withheld"].split("/")
        row = Row("wthhld", {"assessment": assessment, "question": question, "ground": "woo-5.1.2.d"})
        made = judge_public(with_rows(dossier, "follow-up.withheld", row), TREES.values(), SHIPPED.law, on)
        return made.outcome, made.dossier
    return judged(dossier, on), dossier


def names(found: list[Document], key: str) -> list[str]:
    """Return reasons, moments or remarks as a case spells them: the name, and the day if there is one."""
    return [f"{one[key]} {one['date']}" if one["date"] else one[key] for one in found]


def said_in(document: Document) -> list[Document]:
    """Return all that a document says with a reason: of policy and of law, and beside it."""
    return [*document["policy"], *document["reasons"], *document["remarks"]]


def by_law(case: Case) -> str:
    return f"{case['reason']}: {case['law']}"


def reasons_in(path: Path) -> Iterator[str]:
    """Yield the key of every reason that a module gives; `excluded-{name}` stands for one of each exclusion."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "Reason(" in text else ():
        match node:
            case ast.Call(func=ast.Name("Reason"), args=[ast.Constant(str(key)), *_]):
                yield key
            case ast.Call(func=ast.Name("Reason"), args=[ast.JoinedStr([ast.Constant("excluded-"), _]), *_]):
                yield from (f"excluded-{name}" for name in exclusions())
            case ast.Call(func=ast.Name("Reason")):
                raise AssertionError(f"{path.name}:{node.lineno}: a reason without a name that can be read")


def exclusions() -> set[str]:
    """Return what the question about exclusions offers, but none of them."""
    question = TREES["algorithm"].questions["exclusions"]
    return set(question.values) - set(question.exclusive)


@pytest.mark.parametrize("case", CASES, ids=by_law)
def test_the_law_asks_this_for_these_reasons_and_no_other(case: Case) -> None:
    outcome, dossier = outcome_of(case)
    document = scope_document(outcome, dossier, SHIPPED.law, "en")
    assert document["outcome"] == case["outcome"]
    assert document["date"] == case.get("date")
    assert document["at_first_use"] is {None: None, "yes": True, "no": False}[case.get("first-use")]
    assert names(document["policy"], "reason") == case.get("policy", [])
    assert names(document["reasons"], "reason") == case["reasons"]
    assert names(document["moments"], "event") == case.get("moments", [])
    assert names(document["remarks"], "reason") == case.get("remarks", [])
    assert document["missing"] == case.get("missing", [])
    assert "because" not in case or document["because"] == case["because"]
    assert [one["law"] for one in document["moments"]] == [
        SAID["moments"][moment]["by"] for moment in case.get("moments", [])
    ]
    facts = {name: "".join(outcome.facts[name].words or ("unknown",)) for name in COVERED}
    assert facts == case.get("facts", COVERED)
    (said,) = [one for one in said_in(document) if one["reason"] == case["reason"]]
    assert said["law"] == case["by"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=by_law)
def test_it_is_said_in_these_words(case: Case, language: str) -> None:
    document = scope_document(*outcome_of(case), SHIPPED.law, language)
    given = {one["reason"]: one["text"] for one in said_in(document)}
    assert given[case["reason"]] == case[language]
    asked = "; ".join(one["text"].rstrip("?") for one in document["missing_questions"])
    ahead = "-by-law" if "policy" in case and case["outcome"] == "voluntary" else ""
    verdict = SAID["verdicts"][case["outcome"] + ahead][language]
    assert document["text"] == [
        *(one["text"] for one in document["policy"]),
        verdict.format(day=written_date(case["date"], language) if "date" in case else "", missing=asked),
        *([SAID["first-use"][at_first_use(case)][language]] if "first-use" in case else []),
        *(one["text"] for one in document["reasons"]),
        *(SAID["moments"][moment][language] for moment in case.get("moments", [])),
        *(one["text"] for one in document["remarks"]),
    ]


def at_first_use(case: Case) -> str:
    """Return how a case says whether the duty was there at first use: in the past when it is there by now."""
    return "not-yet" if (case["first-use"], case["outcome"]) == ("no", "required-now") else str(case["first-use"])


def beginning(prefix: str) -> set[str]:
    """Return the words of which the catalogue has a text under `prefix`."""
    return {key.removeprefix(prefix) for key in catalogue("en") if key.startswith(prefix)}


def test_every_reason_has_a_case() -> None:
    told = {case["reason"] for case in CASES}
    package = Path(iama.__file__).parent
    given = {key for path in package.rglob("*.py") for key in reasons_in(path)}
    assert given - NEVER_SAID == told  # in the code
    assert beginning("scope-because-") - NEVER_SAID == told  # in the catalogue
    assert {f"excluded-{name}" for name in exclusions()} <= told  # so that none is left to be just `excluded`


def test_every_outcome_and_moment_has_a_case() -> None:
    assert {case["outcome"] for case in CASES} == set(Verdict)
    told = {moment for case in CASES for moment in case.get("moments", [])}
    assert told == set(SAID["moments"])
    assert {moment.partition(" ")[0] for moment in told} == beginning("scope-moment-")
