"""The drawings: what each shows, that it stands within its frame, and that what is withheld is on none."""

import re
from typing import Any

import pytest
from editions import AS_OF, demo, demo_document, demo_public, demo_view, shipped_trees
from hypothesis import given
from hypothesis import strategies as st
from portfolios import estate, estate_page
from withheld import keeping

from iama.files.shipped import SHIPPED
from iama.publish import drawings
from iama.publish.edition import edition
from iama.publish.pictures import HARMS

PICTURES = demo_view("en")["pictures"]
WORDS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=20)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


def test_the_way_to_a_decision_names_data_model_person_and_decision() -> None:
    steps = {step["name"]: step["words"] for step in PICTURES["way"]["steps"]}

    assert list(steps) == ["Data", "Model", "Person", "Decision"]
    assert steps["Model"] == ["Learned from data"] and steps["Decision"] == ["Selection"]


def test_harm_goes_from_without_a_measure_to_what_remains() -> None:
    first = PICTURES["harms"]["lines"][0]

    assert (first["before"], first["after"]) == ("serious", "medium")
    assert [level["id"] for level in PICTURES["harms"]["levels"]] == ["light", "medium", "serious"]


def test_a_group_stands_where_it_can_be_hit() -> None:
    right, groups = PICTURES["groups"]["rights"][0], PICTURES["groups"]["groups"]
    hit = [group for group, word in zip(groups, right["cells"], strict=True) if word]

    assert len(hit) == 1 and right["cells"].count("serious") == 1


def test_without_a_decision_there_are_no_conditions_to_draw() -> None:
    assert PICTURES["conditions"] is None


@pytest.mark.parametrize(
    ("places", "gone"),
    [
        (["fria-1.0/scenarios"], ["harms", "groups"]),
        (["algorithm-1.0/effect"], ["way"]),
        (["algorithm-1.0/ai-technique"], ["way"]),
    ],
)
def test_what_is_withheld_is_not_drawn(places: list[str], gone: list[str]) -> None:
    kept = keeping(demo("en")[1], *places)
    page = edition(kept, shipped_trees(), SHIPPED.law, AS_OF, language="en", public=True)

    assert [name for name in ("way", "harms", "groups") if page["pictures"][name] is None] == gone


def test_both_editions_draw_them_and_say_in_words_what_they_show() -> None:
    for document in (demo_document("en", "html"), demo_public("en", "html")):
        drawn = re.findall(r'<svg [^>]*role="img".*?</svg>', document, re.DOTALL)

        assert len(drawn) == 6
        assert all(
            re.search(r"<title id=[^>]*>[^<]{4,}</title>\s*<desc id=[^>]*>[^<]{20,}</desc>", one) for one in drawn
        )


def test_the_overview_counts_approvals_per_category_through_the_years() -> None:
    periods = estate("nl")["periods"]

    assert [one["name"] for one in periods] == ["31 december 2025", "23 november 2026"]
    assert [[one["count"] for one in period["counts"]] for period in periods] == [[1], [2]]
    assert "Goedgekeurd per categorie" in estate_page(language="nl")


def inside(plan: dict[str, Any], *places: tuple[float, float]) -> bool:
    return all(0 <= x <= plan["width"] and 0 <= y <= plan["height"] for x, y in places)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_the_way_stays_within_its_frame(texts: list[str]) -> None:
    plan = drawings.lay_out_way({"steps": [{"name": "x", "words": [one]} for one in texts]})

    assert inside(plan, *((1, box["y"] + box["height"]) for box in plan["boxes"]))
    assert all(box["lines"][-1]["y"] < box["y"] + box["height"] for box in plan["boxes"])
    assert " ".join(line["text"] for box in plan["boxes"] for line in box["lines"]).split() == " ".join(texts).split()


@given(st.lists(st.sampled_from(["done", "dropped", "open"]), min_size=1, max_size=60))
def test_every_condition_has_its_square(states: list[str]) -> None:
    plan = drawings.lay_out_conditions({"states": states})

    assert [one["state"] for one in plan["squares"]] == states
    assert inside(plan, *((one["x"] + plan["size"], one["y"] + plan["size"]) for one in plan["squares"]))


@given(st.lists(st.tuples(TEXTS, st.sampled_from(HARMS), st.sampled_from(HARMS)), min_size=1, max_size=12))
def test_harm_stays_within_its_frame(lines: list[tuple[str, str, str]]) -> None:
    said = [{"text": text, "before": before, "after": after} for text, before, after in lines]
    plan = drawings.lay_out_harms({"lines": said, "levels": [{"id": word, "name": word} for word in HARMS]})

    assert inside(plan, *((one[when], one["y"]) for one in plan["lines"] for when in ("before", "after")))
    for one, (_, before, after) in zip(plan["lines"], lines, strict=True):
        assert (one["after"] < one["before"]) == (HARMS.index(after) < HARMS.index(before))


@given(st.integers(1, 12), st.lists(TEXTS, min_size=1, max_size=8))
def test_the_grid_stays_within_its_frame(count: int, rights: list[str]) -> None:
    levels = dict.fromkeys(HARMS, "x")
    rows = [{"name": name, "cells": ["serious"] * count} for name in rights]
    plan = drawings.lay_out_groups({"groups": ["group"] * count, "rights": rows, "levels": levels})

    assert inside(plan, *((cell["x"] + 10, row["y"] + row["height"]) for row in plan["rows"] for cell in row["cells"]))
    assert plan["told"].count("group (x)") == count * len(rights)
