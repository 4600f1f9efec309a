"""What the gate prints and keeps holds no text of a team, and nothing that rests on what is withheld."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from commands import iama, put
from flagged import example, with_answer
from gated import BASELINE, approved, in_use, report, responded, written
from withheld import forms, keeping, leaks, marked, otherwise, places

from iama.files.shipped import package_digest
from iama.gate.cache import Cache
from iama.gate.formats import FORMATS, format_report
from iama.model.dossier import Answer, Dossier, Row
from iama.model.struct import replace

DAY = ("--as-of", "2026-11-23")
KEPT = ("iama-2.0/goal", "iama-2.0/exit", "iama-2.0/importance[privacy]", "algorithm-1.0/description")


def printed(dossier: Dossier | Mapping[str, bytes]) -> dict[str, str]:
    """Return what the gate says about a dossier, in every format."""
    found = report(dossier)
    return {name: "".join(format_report(found, name)) for name in FORMATS}


@pytest.mark.parametrize("kept", [(), KEPT], ids=["public", "withheld"])
def test_no_text_of_a_team_is_printed_or_kept_anywhere(tmp_path: Path, kept: tuple[str, ...]) -> None:
    made = marked(keeping(example(), *kept))
    put(tmp_path, "iama.toml", f'language = "en"\n{BASELINE}')
    for path, content in written(made.dossier).items():
        put(tmp_path, path, content)
    home = tmp_path / "assessments"
    for number in range(9):  # fewer are not kept
        copytree(home / "herzicht", home / f"copy-{number}")
    outputs: dict[str, str] = {}
    ran: dict[str, tuple[str, ...]] = {"write": ("check", "--write-baseline"), "verify": ("verify", "herzicht")}
    ran |= {name: ("check", "--format", name) for name in FORMATS}
    for name, words in ran.items():
        day = () if name == "verify" else DAY
        told = iama(tmp_path, *words, *day, env={"IAMA_CACHE": str(tmp_path / "cache")})
        assert told.code in (0, 1), told.err
        outputs[name] = told.out + told.err
    outputs["baseline"] = (tmp_path / "known.json").read_text(encoding="utf-8")
    (cache,) = (tmp_path / "cache").iterdir()
    with cache.open("rb") as file:
        kept_there = Cache(file, package_digest())
        entries = [(kept_there.read_entry(folder), kept_there.kept_result(folder)) for folder in kept_there]
    assert len(entries) == 10
    outputs["cache"] = "".join(f"{entry!r} {one and one.examined.findings}" for entry, one in entries)
    assert all(outputs.values())
    assert leaks([*made.signs.of, *made.signs.never], outputs) == []


def test_a_leak_would_be_seen() -> None:
    made = marked(example())
    sign = next(iter(made.signs.of))
    assert leaks([sign], {"text": f"it says {sign}"}) == [("text", sign)]
    assert leaks([sign], {"text": next(forms(sign[:10]))}) != []


@pytest.mark.parametrize("seed", range(12))
def test_what_differs_only_in_what_is_withheld_prints_the_same_in_every_format(seed: int) -> None:
    random = Random(seed)
    dossier = responded(example())
    chosen = random.sample(places(dossier), 5)
    one = keeping(dossier, *chosen)
    other = otherwise(one, chosen, random)
    assert written(one) != written(other)
    assert printed(one) == printed(other)


@pytest.mark.parametrize("place", KEPT)
def test_not_even_the_length_of_a_withheld_answer_shows_in_a_line_number(place: str) -> None:
    ref, _, rest = place.partition("/")
    question, _, key = rest.partition("[")
    slot = (question, key.rstrip("]") or None)
    both = []
    for text in ("Short.", "Long.\n\nOn\nmany\nlines."):
        dossier = keeping(example(), place)
        held = dossier.assessments[ref]
        answer = replace(held.answer_to(*slot), note=text)
        both.append(dossier.with_assessment(held.with_answer(*slot, answer)))
    assert len({content.count(b"\n") for one in both for path, content in written(one).items() if ref[:4] in path}) > 1
    assert printed(both[0]) == printed(both[1])


def test_a_withheld_first_day_of_use_hides_no_late_approval() -> None:
    printed_ = []
    for day in ("2026-11-01", "2026-11-22"):
        dossier = keeping(in_use({"algorithm.first-use": day}), "algorithm-1.0/first-use")
        files = approved(dossier)
        found = [one for one in report(files).findings if one.code == "used-before-approval"]
        assert [(str(one.severity), one.question) for one in found] == [("error", "first-use")]
        assert day not in f"{found[0].message}{found[0].hint}"
        printed_.append([(one.code, one.line) for one in report(files).findings])
    assert printed_[0] == printed_[1]


def test_a_mistake_in_a_file_is_told_without_the_answer() -> None:
    secret = "Zeldzaamwoord"
    files = written(with_answer(in_use(), "iama.goal", Answer(value=secret)))
    path = next(path for path in files if path.endswith("iama-2.0.yaml"))
    text = files[path].decode()
    assert text.count(secret) == 1
    block = text[text.index("  goal:") : text.index(secret)]
    for sign in ("*", "&", "!", "{", "[", "@", "%", '"', "'", "- ", "? ", "<<: "):
        spoiled = text.replace(block, "  goal:\n    value: " + sign)
        assert secret not in str(report({**files, path: spoiled.encode()}).findings), sign
    for other in (f"unknown: {secret}", f"{{a: {secret}}}", f"[{secret}]"):
        spoiled = text.replace(block + secret, f"  goal:\n    value: {other}")
        assert secret not in str(report({**files, path: spoiled.encode()}).findings), other


def test_rows_are_told_by_id_only() -> None:
    cells = {"text": "Zeldzaamwoord", "owner": "Zeldzaamwoord", "due": "2026-11-01"}
    dossier = with_answer(in_use(), "follow-up.actions", Answer(value=(Row("abcdef", cells),)))
    assert "overdue-action" in str(report(dossier).findings)
    assert all("Zeldzaamwoord" not in text for text in printed(dossier).values())
