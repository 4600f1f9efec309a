"""Where everything stands on a drawing, in units of its own: as wide as a phone, so that its words stay readable there.

Knows no question and no language; `pictures.py` says what is to be shown, the templates draw it.
"""

import textwrap
from collections.abc import Sequence
from itertools import pairwise

from iama.publish.wording import View

WIDTH = 340
_LINE = 17  # between two lines of words
_LETTERS = 48  # that fit beside each other in the whole width
_BESIDE = 20  # in the first column of a grid
_SQUARE = 26
_CELL = 24  # at least, between two columns of a grid
_BAR = 16
_NAMES = 150  # room for the names of bars
_FIGURE = 130  # room for a figure behind its bar


def lay_out_way(way: View) -> View:
    """Return a box for each step, one below the other, with an arrow between two."""
    boxes, top = [], 1
    for step in way["steps"]:
        lines = _wrap_label("; ".join(step["words"]), _LETTERS - 2)
        height = 32 + _LINE * len(lines)
        boxes.append({"name": step["name"], "y": top, "height": height, "lines": _placed(lines, top + 40)})
        top += height + 26
    arrows = [{"y": one["y"] + one["height"], "to": other["y"]} for one, other in pairwise(boxes)]
    return {"width": WIDTH, "height": top - 25, "boxes": boxes, "arrows": arrows}


def lay_out_conditions(conditions: View) -> View:
    """Return a square for each condition, as many beside each other as fit."""
    across = WIDTH // (_SQUARE + 2)
    squares = [
        {"x": 1 + place % across * (_SQUARE + 2), "y": 1 + place // across * (_SQUARE + 2), "state": state}
        for place, state in enumerate(conditions["states"])
    ]
    return {"width": WIDTH, "height": squares[-1]["y"] + _SQUARE + 1, "size": _SQUARE, "squares": squares}


def lay_out_harms(harms: View) -> View:
    """Return for each scenario its words, and below them a line from how bad it is to what remains."""
    step = WIDTH / len(harms["levels"])
    across = {level["id"]: round(step * (place + 0.5), 1) for place, level in enumerate(harms["levels"])}
    lines, top = [], 44
    for line in harms["lines"]:
        words = _wrap_label(line["text"], _LETTERS)
        track = top + _LINE * len(words) + 4
        lines.append(
            {"lines": _placed(words, top), "y": track, "before": across[line["before"]], "after": across[line["after"]]}
        )
        top = track + 36
    levels = [{"x": across[level["id"]], "name": level["name"]} for level in harms["levels"]]
    return {"width": WIDTH, "height": top - 14, "levels": levels, "lines": lines}


def lay_out_groups(groups: View) -> View:
    """Return a grid of rights and numbered groups, with as many bars in a cell as it is serious."""
    left, count = 150, len(groups["groups"])
    width = max(WIDTH, left + _CELL * count)
    step = min(40.0, (width - left) / count)
    columns = [round(left + step * (place + 0.5), 1) for place in range(count)]
    rows, top = [], 30
    for right in groups["rights"]:
        words = _wrap_label(right["name"], _BESIDE)
        height = max(34, _LINE * len(words) + 12)
        cells = [{"x": x, "level": word} for x, word in zip(columns, right["cells"], strict=True) if word]
        rows.append({"y": top, "height": height, "lines": _placed(words, top + 20), "cells": cells})
        top += height
    heads = [{"x": x, "number": number} for number, x in enumerate(columns, 1)]
    return {"width": width, "height": top + 1, "heads": heads, "rows": rows, "told": _grid_in_words(groups)}


def _grid_in_words(groups: View) -> str:
    """Return in words what the grid shows: per right the groups, each with how serious it is."""
    return ". ".join(
        f"{right['name']}: "
        + "; ".join(
            f"{group} ({groups['levels'][word]})"
            for group, word in zip(groups["groups"], right["cells"], strict=True)
            if word
        )
        for right in groups["rights"]
    )


def lay_out_errors(figures: View) -> View:
    """Return for each figure its words and below them a bar, with a line where the limit is; a scale for each unit."""
    most = dict[str, float]()
    for row in figures["rows"]:
        most[row["unit"]] = max(most.get(row["unit"], 0), float(row["number"]), float(row["most"] or 0))
    bars, top = [], 14
    for row in figures["rows"]:
        number, limit = (max(float(row[name] or 0), 0) for name in ("number", "most"))
        scale = (WIDTH - _FIGURE) / (most[row["unit"]] or 1)
        words = _wrap_label(": ".join(filter(None, (row["group"], row["kind"]))), _LETTERS)
        y = top + _LINE * (len(words) - 1) + 8
        bars.append(
            {
                "lines": _placed(words, top),
                "y": y,
                "width": round(number * scale, 1),
                "end": round(max(number, limit) * scale + 8, 1),
                "limit": round(limit * scale, 1) if row["most"] else None,
                "value": row["value"],
                "over": row["over"],
            }
        )
        top = y + _BAR + 26
    return {"width": WIDTH, "height": top - 16, "size": _BAR, "bars": bars}


def lay_out_periods(periods: Sequence[View]) -> View:
    """Return under each moment a bar for each category, as long as its count."""
    most = max(one["count"] for period in periods for one in period["counts"]) or 1
    heads, bars, top = [], [], 0
    for period in periods:
        heads.append({"y": top + 14, "name": period["name"]})
        top += 22
        for one in period["counts"]:
            width = round((WIDTH - _NAMES - 34) * one["count"] / most, 1)
            bars.append({**one, "y": top, "x": _NAMES, "width": width, "end": round(_NAMES + width + 6, 1)})
            top += _BAR + 6
        top += 8
    return {"width": WIDTH, "height": top, "size": _BAR, "heads": heads, "bars": bars}


def _wrap_label(words: str, letters: int) -> list[str]:
    return textwrap.wrap(" ".join(words.split()), letters) or [""]


def _placed(lines: Sequence[str], top: int) -> list[View]:
    return [{"y": top + _LINE * place, "text": line} for place, line in enumerate(lines)]
