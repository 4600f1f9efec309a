"""What a code means: told of every code in both languages, the same on the page, and with a waiver that works."""

import json
import tomllib
from pathlib import Path

import finding_page
import pytest
from commands import iama
from test_docs import codes

from iama.files.origin import docs_address, docs_of_source
from iama.files.shipped import SHIPPED
from iama.gate.config_tables import parse_gate_config
from iama.gate.explaining import EXPLAINED, LAW, explain_code
from iama.gate.rules import CODES
from iama.words import FULL

COMMIT = "0f" * 20


def test_every_code_is_explained_once() -> None:
    assert sorted(EXPLAINED) == sorted(codes() | set(CODES))


def test_the_page_holds_the_words_of_explain() -> None:
    assert finding_page.PAGE.read_text(encoding="utf-8") == finding_page.page(), "run python tests/derived.py"


@pytest.mark.parametrize("language", FULL)
def test_a_code_says_what_why_and_what_to_do_without_markup_of_links(language: str) -> None:
    for code in EXPLAINED:
        one = explain_code(code, SHIPPED.law, language)
        assert one.what and one.why and one.mend and one.waive, code
        assert "](" not in one.what + one.mend, code


def test_the_law_behind_a_code_is_in_the_file_of_legal_facts() -> None:
    named = {id_ for ids in LAW.values() for id_ in ids}
    assert sorted(named - SHIPPED.law.facts.keys()) == []


def test_the_waiver_that_is_shown_is_one_that_the_gate_takes() -> None:
    shown = 0
    for code in EXPLAINED:
        lines = explain_code(code, SHIPPED.law, "en").waive
        if "[[waivers]]" not in lines:
            assert code not in CODES or CODES[code].integrity, code
            continue
        shown += 1
        start = lines.index("[[waivers]]")
        end = lines.index("", start) if "" in lines[start:] else len(lines)
        toml = (
            "\n".join(lines[start:end])
            .replace("20…-…-…", "2027-01-31")
            .replace('approved-by = "…"', 'approved-by = "x"')
        )
        levels = [line for line in lines if line.startswith("levels = ")]
        config = parse_gate_config(tomllib.loads("\n".join(("[check]", *levels, toml))))
        assert config.waivers[0].code == code
    assert shown > 30


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/org/iama", f"https://github.com/org/iama/blob/{COMMIT}/docs"),
        ("https://gitlab.example.nl/a/b/iama.git", f"https://gitlab.example.nl/a/b/iama/-/blob/{COMMIT}/docs"),
        ("https://token:secret@github.com/org/iama.git", f"https://github.com/org/iama/blob/{COMMIT}/docs"),
        ("ssh://git@github.com/org/iama.git", ""),
        ("https://github.com/org/ia ma", ""),
    ],
)
def test_the_pages_stand_where_the_program_was_fetched(url: str, address: str) -> None:
    noted = {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    assert docs_of_source(json.dumps(noted)) == address


@pytest.mark.parametrize(
    "noted", ["", "{", "[]", '{"url": 1}', '{"url": "file:///tmp", "dir_info": {}}', '{"url": "https://["}']
)
def test_a_source_that_tells_nothing_gives_no_address(noted: str) -> None:
    assert docs_of_source(noted) == ""


@pytest.mark.parametrize(
    ("told", "address"),
    [("https://example.nl/docs/", "https://example.nl/docs"), ("javascript:x", ""), ("https://x.nl/\n::error::", "")],
)
def test_a_pipeline_may_say_where_the_pages_stand(told: str, address: str) -> None:
    assert docs_address({"IAMA_DOCS": told}) == address


def test_explain_tells_one_code_with_its_address(tmp_path: Path) -> None:
    env = {"IAMA_DOCS": "https://example.nl/docs"}
    for language, words in (("nl", "Wat te doen"), ("en", "What to do")):
        told = iama(tmp_path, "explain", "[not-approved]", "--lang", language, env=env)
        assert told.code == 0
        assert words in told.out and told.out.endswith("https://example.nl/docs/findings.md#not-approved\n")
        assert all(len(line) <= 80 for line in told.out.splitlines())


def test_explain_names_every_code_and_what_a_misspelled_one_may_be(tmp_path: Path) -> None:
    told = iama(tmp_path, "explain").out
    assert [code for code in EXPLAINED if code not in told] == []
    assert json.loads(iama(tmp_path, "explain", "--json").out)["codes"][0]["code"] == EXPLAINED[0]
    wrong = iama(tmp_path, "explain", "not-aproved")
    assert (wrong.code, "`not-approved`" in wrong.err) == (2, True)
