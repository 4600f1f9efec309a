"""What test_withholding.py does for some subsets of what is withheld, for a thousand of them."""

from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from random import Random

import pytest
from editions import REPORTS
from flagged import example
from scale import scaled
from test_withholding import MARKED, PLACES, subset, unsound
from withheld import hidden_signs, keeping, leaks, made_public, otherwise, outputs, shaken

from iama.publish.typesetting import pdf

SEEDS = range(scaled(1000))
PAGES = 10  # every tenth time pages too: they are made of the values, at which is looked each time


def searched(signs: Collection[str], made: Mapping[str, str], counted: Callable[..., None]) -> None:
    """Look for canaries in outputs, and count."""
    found = leaks(signs, made)
    counted(subsets=1, outputs=len(made), canaries=len(signs), found=len(found))
    assert found == []


@pytest.mark.parametrize("place", PLACES)
def test_no_answer_leaks_alone(place: str, counted: Callable[..., None]) -> None:
    dossier = keeping(MARKED.dossier, place)
    searched(hidden_signs(MARKED, made_public(dossier)), outputs(dossier), counted)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_nothing_leaks_into_a_pdf(seed: int, counted: Callable[..., None]) -> None:
    from pypdf import PdfReader

    dossier = keeping(MARKED.dossier, *subset(seed))
    signs = hidden_signs(MARKED, made_public(dossier))
    page = outputs(dossier)["report.html"]
    read = PdfReader(BytesIO(pdf(page, REPORTS)))
    searched(signs, {"report.pdf": "".join("".join(one.extract_text().split()) for one in read.pages)}, counted)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_leaks(seed: int, counted: Callable[..., None]) -> None:
    dossier = keeping(MARKED.dossier, *subset(seed))
    signs = hidden_signs(MARKED, made_public(dossier))
    searched(signs, outputs(dossier, "en" if seed % 2 else "nl", laid_out=seed % PAGES == 0), counted)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_can_be_inferred(seed: int, counted: Callable[..., None]) -> None:
    random, chosen = Random(seed), [place for place in subset(seed) if not place.endswith("/")]
    dossier = keeping(shaken(example(), random), *chosen)
    pages = seed % PAGES == 0
    one, other = (outputs(each, laid_out=pages) for each in (dossier, otherwise(dossier, chosen, random)))
    different = [name for name in one if one[name] != other[name]]
    counted(subsets=1, outputs=len(one), different=len(different))
    assert different == [] and len(one) == len(other)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_is_so(seed: int, counted: Callable[..., None]) -> None:
    random = Random(seed)
    dossier = shaken(example(), random, random.choice([0.2, 0.5, 0.9]))
    found = unsound(keeping(dossier, *random.sample(PLACES, random.choice([1, 3, 10, 30]))))
    counted(subsets=1, wrong=len(found))
    assert found == []
