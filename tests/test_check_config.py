"""Claims about the tables `[check]` and `[[waivers]]`: what they may hold, and how a mistake is named."""

import tomllib
from datetime import date

import pytest

from iama.gate.config import Baseline, Config, Waiver
from iama.gate.config_tables import parse_gate_config
from iama.model.problems import Level, UsageError

WAIVER = """
[[waivers]]
code = "stale"
algorithm = "herzicht"
reason = "The review is planned with the new supplier."
by = "project-leader"
approved-by = "responsible"
until = 2027-01-31
"""


def read(text: str) -> Config:
    return parse_gate_config(tomllib.loads(text), language="en", path="iama.toml", text=text)


def refused(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        read(text)
    return str(caught.value)


def test_without_tables_every_value_has_its_default() -> None:
    assert read("") == Config(language="en", path="iama.toml")
    assert Config().needs["a"] == ("iama",) and Config().edition == "public"
    assert Config().advised == {"b": ("iama",)}


@pytest.mark.parametrize("needed", ["[]", '["iama"]'])
def test_what_a_project_says_of_category_b_takes_the_place_of_policy(needed: str) -> None:
    assert read(f"[check]\nneeds = {{ b = {needed} }}").advised == {}
    assert read("[check]\nneeds = { c = [] }").advised == {"b": ("iama",)}


def test_every_key_is_read() -> None:
    config = read(
        """
        [check]
        needs = { b = ["iama"] }
        fria = false
        approvers = ["responsible"]
        max-age-months = 6
        days-ahead = 14
        public = ["a", "b"]
        register = []
        allow-www = true
        levels = { unknown-open = "note", not-public = "off" }
        edition = "internal"
        waiver-months = 6
        organisation = "Gemeente Voorbeeld"
        [check.baseline]
        file = "known.json"
        reason = "It was there already."
        by = "p1"
        approved-by = "responsible"
        until = 2027-01-31
        """
    )
    assert config.needs == {"a": ("iama",), "b": ("iama",), "c": ()}
    assert (config.fria, config.allow_www, config.max_age_months, config.days_ahead) == (False, True, 6, 14)
    assert (config.approvers, config.public, config.register) == (("responsible",), ("a", "b"), ())
    assert config.levels == {"unknown-open": Level.NOTE, "not-public": None}
    assert (config.edition, config.waiver_months) == ("internal", 6)
    assert config.baseline == Baseline(
        "known.json", "It was there already.", "p1", "responsible", date(2027, 1, 31), line=15
    )


def test_a_waiver_is_read_with_the_line_that_it_stands_on() -> None:
    (waiver,) = read(WAIVER).waivers
    reason = "The review is planned with the new supplier."
    until = date(2027, 1, 31)
    assert waiver == Waiver("stale", "herzicht", reason, "project-leader", "responsible", until, line=2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("check = 3", "iama.toml:1: `check` must be a table"),
        ("[check]\nmax-age = 3", "iama.toml:2: unknown key `check.max-age`; did you mean `max-age-months`?"),
        ("[check]\nmax-age-months = '3'", "iama.toml:2: `check.max-age-months`: it must be a whole number"),
        ("[check]\nmax-age-months = true", "it must be a whole number"),
        ("[check]\ndays-ahead = -1", "it must be a whole number"),
        ("[check]\nfria = 'no'", "it is true or false"),
        ("[check]\napprovers = 'responsible'", "it must be a list of words"),
        ("[check]\npublic = ['d']", "`d` is no publication category"),
        ("[check]\nedition = 'secret'", "it is one of: public, internal"),
        ("[check]\n\n[check.needs]\nz = []", "iama.toml:3: `check.needs`: `z` is no publication category"),
        ("[check]\nneeds = { a = ['imaa'] }", "there is no questionnaire `imaa`; did you mean `iama`?"),
        ("[check.levels]\nunansered = 'note'", "there is no code `unansered`; did you mean `unanswered`?"),
        ("[check.levels]\nunanswered = 'low'", "it is one of: error, warning, note, off"),
        ("[check.levels]\napproval-broken = 'note'", "`approval-broken` is about integrity"),
        ("[check]\nlevels = []", "it must be a table"),
        ("waivers = 3", "`waivers` must be a list"),
        ("waivers = [3]", "it must be a table"),
        (WAIVER + "who = 'me'", "iama.toml:2: waiver 1: unknown key `who`"),
        (WAIVER.replace("reason =", "# reason ="), "`reason` is missing"),
        (WAIVER.replace('"The review is planned with the new supplier."', '"later"'), "`reason` says too little"),
        (WAIVER.replace("responsible", "Project-Leader"), "two different people or roles"),
        (WAIVER.replace('"responsible"', '" "'), "`approved-by` is empty"),
        (WAIVER.replace('"project-leader"', '""'), "two different people or roles"),
        (WAIVER.replace("2027-01-31", "2027-01-31T10:00:00"), "`until` must be a date"),
        (WAIVER.replace("2027-01-31", "'2027-01-31'"), "`until` must be a date"),
        (WAIVER.replace("stale", "stail"), "there is no code `stail`; did you mean `stale`?"),
        (WAIVER.replace("stale", "changed-after-approval"), "is about integrity and cannot be waived"),
        (WAIVER.replace("stale", "waiver-expired"), "is about integrity and cannot be waived"),
    ],
)
def test_a_mistake_is_named_with_what_would_do(text: str, message: str) -> None:
    assert message in refused(text)


def test_a_mistake_is_named_in_dutch_too_and_a_line_stays_one_line() -> None:
    text = '[check]\n"max-age\\n" = 3'
    with pytest.raises(UsageError) as caught:
        read(text)
    wanted = "iama.toml: onbekende sleutel `check.max-age\\n`; bedoel je `max-age-months`?"
    assert caught.value.text_in("nl") == wanted
