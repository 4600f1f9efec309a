"""What test_withholding.py does for some subsets of what is withheld, for a thousand of them."""

from io import BytesIO
from random import Random

import pytest
from editions import REPORTS
from flagged import example
from scale import scaled
from test_withholding import MARKED, PLACES, subset, unsound
from withheld import hidden_signs, keeping, leaks, made_public, otherwise, outputs, shaken

from iama.publish.pdf import pdf
from iama.publish.report import style_sheet

SEEDS = range(scaled(1000))
PAGES = 10  # every tenth time pages too: they are made of the values, at which is looked each time


@pytest.mark.parametrize("place", PLACES)
def test_no_answer_leaks_alone(place: str) -> None:
    dossier = keeping(MARKED.dossier, place)
    assert leaks(hidden_signs(MARKED, made_public(dossier)), outputs(dossier)) == []


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_nothing_leaks_into_a_pdf(seed: int) -> None:
    from pypdf import PdfReader

    dossier = keeping(MARKED.dossier, *subset(seed))
    signs = hidden_signs(MARKED, made_public(dossier))
    page = outputs(dossier)["report.html"]
    read = PdfReader(BytesIO(pdf(page, style_sheet(REPORTS, 1, "figures"))))
    assert leaks(signs, {"report.pdf": "".join("".join(one.extract_text().split()) for one in read.pages)}) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_leaks(seed: int) -> None:
    dossier = keeping(MARKED.dossier, *subset(seed))
    signs = hidden_signs(MARKED, made_public(dossier))
    assert leaks(signs, outputs(dossier, "en" if seed % 2 else "nl", laid_out=seed % PAGES == 0)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_can_be_inferred(seed: int) -> None:
    random, chosen = Random(seed), [place for place in subset(seed) if not place.endswith("/")]
    dossier = keeping(shaken(example(), random), *chosen)
    pages = seed % PAGES == 0
    assert outputs(dossier, laid_out=pages) == outputs(otherwise(dossier, chosen, random), laid_out=pages)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_is_so(seed: int) -> None:
    random = Random(seed)
    dossier = shaken(example(), random, random.choice([0.2, 0.5, 0.9]))
    assert unsound(keeping(dossier, *random.sample(PLACES, random.choice([1, 3, 10, 30])))) == []
