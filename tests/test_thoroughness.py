"""A dossier of nonsense passes every rule and leaves a trace: notes by counts, for whoever decides and nobody else."""

from pathlib import Path

import pytest
from commands import contents, iama, put
from flagged import judged, with_rows
from gated import ENGLISH, TODAY, in_use, report, thoughtless, told, written

from iama.assess.thoroughness import THRESHOLDS, find_signs
from iama.gate.policy import Policy, tighten_policy
from iama.gate.rules.thoroughness import CODES
from iama.model.dossier import Dossier, Row
from iama.model.struct import replace

TRACES = {"thin-answers", "same-text", "all-flags-accepted"}
PERIOD = "A reason that is long enough to be one."


def nonsense() -> Dossier:
    return thoughtless(in_use())


def withheld(dossier: Dossier, *questions: str) -> Dossier:
    cells = {"assessment": "iama-2.0", "ground": "woo-5.1.2.d", "reason": PERIOD, "by": "lawyer", "date": "2026-11-20"}
    rows = [Row("abcde" + chr(97 + n), {**cells, "question": id_}) for n, id_ in enumerate(questions)]
    return with_rows(dossier, "follow-up.withheld", *rows)


def test_a_hundred_answers_of_x_leave_a_line_of_each_kind_and_no_error() -> None:
    found = [finding for finding in report(nonsense()).findings if finding.code in CODES]
    assert {finding.code for finding in found} == TRACES
    assert len(found) == len(TRACES)
    assert {(str(finding.severity), finding.line) for finding in found} == {("note", 0)}
    (thin,) = told(nonsense(), "thin-answers")
    count, of = (int(word) for word in thin.message.split() if word.isdigit())
    assert count == of > 80


def test_each_sign_has_a_code_and_each_code_a_threshold() -> None:
    assert CODES.keys() == THRESHOLDS.keys()


def test_who_decides_and_answered_everything_is_told() -> None:
    dossier = nonsense()
    signs = find_signs(judged(dossier), dossier, {"iama": "responsible"})
    assert {sign.code for sign in signs} == TRACES | {"decided-alone"}
    assert "decided-alone" not in {sign.code for sign in find_signs(judged(dossier), dossier, {"iama": "lawyer"})}


def test_a_threshold_says_from_how_much_on_a_sign_is_told() -> None:
    lenient = replace(ENGLISH, thresholds=dict.fromkeys(THRESHOLDS, 1_000))
    assert not TRACES & {finding.code for finding in report(nonsense(), config=lenient).findings}
    off = replace(ENGLISH, levels={"thin-answers": None})
    assert told(nonsense(), "thin-answers", config=off) == []


def test_a_change_that_asks_for_more_nonsense_before_it_is_told_weakens_policy() -> None:
    lenient = Policy(replace(ENGLISH, thresholds={"thin-answers": 90}))
    ruling, weakened = tighten_policy(Policy(ENGLISH), lenient)
    assert [one.key for one in weakened] == ["thresholds"]
    assert ruling.config.thresholds["thin-answers"] == THRESHOLDS["thin-answers"]
    strict = Policy(replace(ENGLISH, thresholds={"thin-answers": 5}))
    ruling, weakened = tighten_policy(Policy(ENGLISH), strict)
    assert (ruling.config.thresholds, weakened) == ({"thin-answers": 5}, ())


def test_what_is_withheld_is_compared_with_nothing() -> None:
    dossier = in_use({"iama.goal": "The very same words", "iama.exit": "The very same words"})
    one_more = {"iama.concerns": "The very same words"}
    three = in_use({"iama.goal": "The very same words", "iama.exit": "The very same words", **one_more})
    assert (len(told(dossier, "same-text")), len(told(three, "same-text"))) == (0, 1)
    assert told(withheld(three, "goal"), "same-text") == []
    assert len(told(withheld(three, "goal"), "same-text", config=replace(ENGLISH, edition="internal"))) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_whoever_decides_sees_the_signs_first_and_can_still_decide(tmp_path: Path, language: str) -> None:
    put(tmp_path, "iama.toml", "[check.thresholds]\nsame-text = 1000\n")
    for path, content in written(nonsense()).items():
        put(tmp_path, path, content)
    words = ("approve", "herzicht", "-q", "iama-2.0", "--decision", "no-go", "--role", "responsible", "--text", "x")
    decided = iama(tmp_path, *words, "--lang", language, "--as-of", TODAY.isoformat(), env={"IAMA_LANG": language})
    assert decided.code == 0
    assert decided.err.startswith({"nl": "kijk nog eens", "en": "before you decide"}[language])
    assert [code for code in THRESHOLDS if f"[{code}]" in decided.err] == [
        "thin-answers",
        "all-flags-accepted",
        "decided-alone",
    ]
    kept = b"".join(content for content in contents(tmp_path).values() if isinstance(content, bytes))
    assert not any(code.encode() in kept for code in TRACES - {"same-text"})


def test_no_page_tells_of_it(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", "")
    for path, content in written(nonsense()).items():
        put(tmp_path, path, content)
    for edition in ("public", "internal"):
        page = iama(tmp_path, "report", "herzicht", "--edition", edition, "--to", "md", "-o", "-").out
        assert page and not [code for code in THRESHOLDS if code in page]


def test_a_mistaken_threshold_is_refused_at_its_line(tmp_path: Path) -> None:
    put(tmp_path, "iama.toml", 'language = "en"\n[check.thresholds]\nthin-answer = 4\n')
    for path, content in written(in_use()).items():
        put(tmp_path, path, content)
    told_ = iama(tmp_path, "check")
    assert (told_.code, "iama.toml:" in told_.err, "`thin-answers`" in told_.err) == (2, True, True)
