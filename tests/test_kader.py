"""Claims about the Algoritmekader: its form, that it names only what exists, and where its measures are shown."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import kader_tables
import pytest
from commands import ID, demo, iama
from editions import REPORTS, demo_document, demo_public, demo_view
from flagged import TODAY, example, judged, with_answer, with_answers

from iama.assess.facts import FACTS
from iama.files.kaderfile import read_kader
from iama.files.shipped import SHIPPED
from iama.lint.misreadings import Clause, misreadings
from iama.lint.names import View
from iama.model.dossier import Answer, Dossier
from iama.model.grammar import parse_condition
from iama.model.kader import Kader, Measure, Requirement
from iama.model.problems import UnusableFile
from iama.publish.report import render
from iama.publish.requirements import requirements_document

KADER = SHIPPED.kader
LINKS = (KADER.questions, KADER.flags, KADER.parts, KADER.duties)
ONE = """format: iama-kader/1
revision: 1
source: {release: v1, commit: abc, date: d, read: d, repository: e.nl/r, site: e.nl/, requirements: v/, measures: m/}
requirements:
  avg-10: {title: {nl: Niet vanzelf, en: Not by itself}, page: avg-10-recht}
  grw-01: {title: {nl: Rechten, en: Rights}, page: grw-01-rechten}
measures:
  imp-03: {title: {nl: Mens, en: Person}, page: 6-imp-03-mens, controls: [SV.5, "3.10"]}
binds:
  - {when: personal-data = yes, requirements: [avg-10]}
outside: [grw-01]
questions:
  iama-2.0:
    goal: {requirements: [avg-10], measures: [imp-03], why: {imp-03: {nl: daarom, en: therefore}}}
    aim: {as: goal}
flags: {}
parts: {}
duties:
  log: {measures: [imp-03]}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(UnusableFile) as caught:
        read_kader("algoritmekader.yaml", text)
    return [f"{finding.place.line} {finding.code}" for finding in caught.value.findings]


# the file


def test_a_link_names_its_measures_and_its_requirements_itself() -> None:
    kader = read_kader("algoritmekader.yaml", ONE)
    link = kader.questions["iama-2.0/goal"]
    assert (link.requirements, link.measures, link.why["imp-03"]["en"]) == (("avg-10",), ("imp-03",), "therefore")
    assert kader.questions["iama-2.0/aim"] == link
    assert kader.duties["log"].requirements == ()
    assert (kader.requirements["grw-01"].outside, kader.requirements["avg-10"].when) == (True, "personal-data = yes")


def test_an_address_is_that_of_one_commit_or_of_the_site() -> None:
    kader = read_kader("algoritmekader.yaml", ONE)
    assert kader.permanent_address(kader.measures["imp-03"]) == "e.nl/r/blob/abc/docs/m/6-imp-03-mens.md"
    assert kader.site_address(kader.requirements["avg-10"]) == "e.nl/v/avg-10-recht/"


def test_a_control_keeps_the_noughts_of_its_number() -> None:
    assert read_kader("algoritmekader.yaml", ONE).measures["imp-03"].controls == ("SV.5", "3.10")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("iama-kader/1", "iama-kader/2", "1 invalid-value"),
        ("    goal: {requirements: [avg-10]", "    goal: {requirements: [avg-11]", "14 invalid-value"),
        ("measures: [imp-03], why", "measures: [avg-10], why", "14 invalid-value"),
        ("{as: goal}", "{as: gaol}", "15 invalid-value"),
        ("personal-data = yes", "personal-data =", "10 invalid-condition"),
        ("outside: [grw-01]", "outside: [grw-02]", "11 invalid-value"),
    ],
)
def test_a_mistake_is_told_at_its_line(old: str, new: str, mistake: str) -> None:
    assert old in ONE
    assert mistake in mistakes(ONE.replace(old, new))


def test_the_shipped_file_holds_all_of_the_framework() -> None:
    assert (len(KADER.requirements), len(KADER.measures)) == (63, 108)
    assert re.fullmatch(r"[0-9a-f]{40}", KADER.source.commit)
    pieces: list[Measure | Requirement] = [*KADER.measures.values(), *KADER.requirements.values()]
    assert all(f"{one.code}-" in one.page and one.title["nl"] and one.title["en"] for one in pieces)
    assert all(re.fullmatch(r"(SV|PRI|DM|IB)\.\d+|[1-4]\.\d\d", one) for one in KADER.controls())


def test_links_name_only_what_there_is() -> None:
    trees = {ref: SHIPPED.trees[ref] for ref in SHIPPED.refs}
    known = {
        "questions": {f"{ref}/{id_}" for ref, tree in trees.items() for id_ in tree.questions},
        "flags": {f"{ref}/{trigger.id}" for ref, tree in trees.items() for trigger in tree.triggers},
        "parts": {f"{ref}/{part.id}" for ref, tree in trees.items() for part in tree.parts},
        "duties": {duty.id for duty in SHIPPED.duties.duties},
    }
    assert [name for kind, names in known.items() for name in set(getattr(KADER, kind)) - names] == []


def test_a_reason_stands_only_beside_a_code_of_its_link() -> None:
    strange = [
        (name, code)
        for links in LINKS
        for name, link in links.items()
        for code in link.why
        if code not in (*link.measures, *link.requirements)
    ]
    assert strange == []


def test_whom_a_requirement_binds_is_asked_of_facts_that_there_are() -> None:
    trees = {tree.id: tree for tree in map(SHIPPED.trees.__getitem__, SHIPPED.refs)}
    for one in KADER.requirements.values():
        if one.when:
            clause = Clause(trees["algorithm"].triggers[0], parse_condition(one.when), View(trees, FACTS, "algorithm"))
            assert list(misreadings(clause, SHIPPED.law)) == [], one.code


# what is shown


def test_status_does_not_read_it(tmp_path: Path) -> None:
    base = demo(tmp_path)
    SHIPPED.__dict__.pop("kader", None)
    for words in (("status", ID), ("check", ID), ("scope", ID)):
        iama(base, *words)
    assert "kader" not in SHIPPED.__dict__


@pytest.mark.parametrize(
    ("language", "lead", "none"),
    [
        ("nl", r"Maatregel(en)? uit het Algoritmekader: ", "geen in deze uitgave"),
        ("en", r"Measures? from the Algoritmekader: ", "none in this release"),
    ],
)
def test_every_flag_ends_in_an_official_measure_or_says_that_there_is_none(
    tmp_path: Path, language: str, lead: str, none: str
) -> None:
    base = demo(tmp_path, language)
    told = iama(base, "flags", ID, "--all", "--as-of", "2026-11-23", "--lang", language)
    flags = iama(base, "flags", ID, "--all", "--as-of", "2026-11-23", "--json").json["flags"]
    words = " ".join(told.out.split())
    for flag in flags:
        behind = words.partition(f"[{flag['id']}]")[2].partition(" [")[0]
        last = re.split(lead, behind)[-1]
        assert last.startswith(tuple(one["code"] for one in flag["measures"]) or (none,)), flag["id"]
    assert KADER.source.commit[:7] in told.out


def test_a_measure_has_its_permanent_address_in_the_json(tmp_path: Path) -> None:
    document = iama(demo(tmp_path), "flags", ID, "--json").json
    measures = [one for flag in document["flags"] for one in flag["measures"]]
    assert measures and all(document["kader"]["commit"] in one["address"] for one in measures)
    assert document["kader"]["date"] == "2026-06-17"


def test_the_calendar_has_measures_for_duties_and_for_flags(tmp_path: Path) -> None:
    document = iama(demo(tmp_path), "calendar", ID, "--json", "--as-of", "2026-11-23").json
    found = {
        one["id"]: [each["code"] for each in one["measures"]] for one in (*document["dated"], *document["standing"])
    }
    assert (found["deployer-duties"], found["archive"]) == (["imp-01", "imp-03", "mon-07"], ["owp-09"])


@pytest.mark.parametrize("to", ["html", "md"])
def test_the_internal_report_has_titles_and_the_public_page_codes(to: str) -> None:
    title = KADER.measures["ver-03"].title["nl"]
    link = f"maatregelen/{KADER.measures['ver-03'].page}.md"
    inside, public = demo_document("nl", to), demo_public("nl", to)
    assert f"ver-03 {title}" in inside and link in inside and "geen in deze uitgave" in inside
    assert title not in public and link in public and "geen in deze uitgave" not in public


@pytest.mark.parametrize("to", ["html", "md"])
def test_a_view_that_was_kept_before_there_were_measures_is_still_a_page(to: str) -> None:
    assert "Algoritmekader:" not in render(demo_view("nl"), to, REPORTS)


# which requirements bind


def standing(dossier: Dossier) -> dict[str, Any]:
    outcome = judged(dossier, TODAY)
    document = requirements_document(outcome, dossier, SHIPPED.law, KADER, "en")
    return {one["code"]: one for one in document["requirements"]}


def states(answers: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    return {code: one["state"] for code, one in standing(with_answers(example(), answers)).items()}


def test_the_facts_of_the_algorithm_say_which_requirements_bind() -> None:
    found = states({})
    assert [found[code] for code in ("aia-20", "avg-10", "awb-01", "grw-02")] == ["binds"] * 4
    assert [found[code] for code in ("aia-03", "aia-24", "avg-08")] == [
        "binds-not"
    ] * 3  # provider, staff, special data
    assert found["aia-30"] == "outside"


def test_without_personal_data_the_gdpr_does_not_bind() -> None:
    found = states({"algorithm.personal-data": "no"})
    assert {found[f"avg-{number:02}"] for number in range(1, 14)} == {"binds-not"}


def test_a_provider_is_bound_by_what_binds_providers() -> None:
    assert states({"algorithm.role": ["provider"]})["aia-03"] == "binds"  # AI Act art. 9


def test_what_is_not_answered_leaves_it_open_and_names_the_question() -> None:
    found = standing(with_answer(example(), "algorithm.regime", Answer()))["avg-01"]
    assert (found["state"], [one["question"] for one in found["undecided_by"]]) == ("undecided", ["regime"])


def test_an_answer_serves_a_requirement_only_by_a_link_of_its_question() -> None:
    served = {one["question"] for one in standing(example())["bio-01"]["served_by"]}
    linked = {name.partition("/")[2] for name, link in KADER.questions.items() if "bio-01" in link.requirements}
    assert served and served <= linked


def test_a_required_question_without_an_answer_is_missing() -> None:
    found = standing(with_answer(example(), "iama.security", Answer()))["bio-01"]
    assert ([one["question"] for one in found["missing"]], found["complete"]) == (["security"], False)


def test_what_waits_for_another_answer_is_not_called_missing() -> None:
    found = standing(with_answer(example(), "iama.type", Answer()))["avg-11"]
    asked = {key: [one["question"] for one in found[key]] for key in ("waiting", "missing")}
    assert asked == {"waiting": ["rules-minimisation", "training-minimisation"], "missing": []}
    assert found["complete"] is False


def test_coverage_tells_the_requirements_below_the_letters(tmp_path: Path) -> None:
    told = iama(demo(tmp_path), "coverage", ID, "--lang", "en").out
    assert told.index("✓ (f)") < told.index("Requirements of the Algoritmekader that bind this algorithm")
    assert "We ask no question about this." in told and "Answered: 2.5.2, 2.5.3" in told


# a code


def test_a_control_of_auditors_leads_to_answers_through_the_measures_that_name_it(tmp_path: Path) -> None:
    document = iama(demo(tmp_path, "en"), "kader", "sv.5", "--json").json
    assert (document["kind"], document["code"]) == ("control", "SV.5")
    assert [one["code"] for one in document["measures"]] == ["imp-03"]
    (dossier,) = document["dossiers"]
    answers = {one["question"]: one for one in dossier["answers"]}
    assert answers["staff-role"]["status"] == "answered" and answers["staff-role"]["answer"]
    assert {one["id"] for one in document["flags"]} >= {"oversight-too-weak"}


def test_a_requirement_says_whether_it_binds_a_dossier(tmp_path: Path) -> None:
    told = iama(demo(tmp_path, "en"), "kader", "aia-03", ID, "--lang", "en").out
    assert "does not bind this algorithm" in told and "risicobeheersysteem" in told


def test_no_measure_is_reached_from_a_requirement() -> None:
    empty = Kader(requirements=KADER.requirements, measures=KADER.measures)
    assert all(not empty.official_measures(links.values()) for links in (empty.questions, empty.flags))


def test_without_a_dossier_it_names_the_questions(tmp_path: Path) -> None:
    told = iama(tmp_path, "kader", "imp-03", "--lang", "en").out
    assert "iama-2.0/3.2.1" in told and "SV.5, SV.6, 3.11" in told and KADER.source.commit in told


def test_without_a_code_it_lists_all(tmp_path: Path) -> None:
    told = iama(tmp_path, "kader", "--lang", "en").out
    assert all(f"  {code}  " in told for code in (*KADER.measures, *KADER.requirements))


def test_an_unknown_code_gets_a_suggestion(tmp_path: Path) -> None:
    told = iama(tmp_path, "kader", "imp-3", env={"IAMA_LANG": "en"})
    assert (told.code, "imp-03" in told.err) == (2, True)


def test_a_measure_becomes_the_action_point_of_a_response(tmp_path: Path) -> None:
    base = demo(tmp_path, "en")
    given = ("--decision", "mitigate", "--by", "lawyer", "--owner", "Lawyer", "--due", "2027-03-01")
    refused = iama(base, "respond", ID, "indirect-distinction-open", *given)
    assert (refused.code, "--measure CODE" in refused.err) == (2, True)
    assert iama(base, "respond", ID, "indirect-distinction-open", *given, "--measure", "ver-03").code == 0
    flags = {one["id"]: one for one in iama(base, "flags", ID, "--json").json["flags"]}
    assert flags["indirect-distinction-open"]["response"]["text"] == "ver-03 Test for bias and justify"
    strange = iama(base, "respond", ID, "indirect-distinction-open", *given, "--measure", "ver-99")
    assert strange.code == 2


# the page


def test_what_has_no_counterpart_is_listed_in_docs() -> None:
    page = kader_tables.PAGE.read_text(encoding="utf-8")
    assert page == kader_tables.renewed(page), "run python tests/derived.py"
