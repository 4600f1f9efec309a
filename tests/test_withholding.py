"""What is withheld stays out of everything public, and so does everything that would betray it."""

from random import Random

import pytest
from flagged import example, judged, with_answers
from withheld import forms, hidden_signs, keeping, leaks, made_public, marked, otherwise, outputs, places, shaken

from iama.assess.outcome import State
from iama.model.conditions import Ref
from iama.model.dossier import Dossier

MARKED = marked(example())
PLACES = places(example())
SUBSETS = range(2)  # tests/heavy takes a thousand, and every place
SOME = PLACES[::45]


def subset(seed: int) -> list[str]:
    """Return some of the places of the worked example, now and then with a whole assessment."""
    random = Random(seed)
    chosen = random.sample(PLACES, random.choice([1, 2, 5, 20, 80]))
    return [*chosen, *(["iama-2.0/"] if seed % 8 == 0 else [])]


class TestNothingLeaks:
    def test_the_search_finds_a_canary_in_every_form(self) -> None:
        shown = outputs(MARKED.dossier)
        goal = next(sign for sign, ref in MARKED.signs.of.items() if ref == Ref("iama", "goal"))
        found = {name for name, _ in leaks([goal], shown)}
        assert {"report.json", "report.html", "report.md", "register.json", "as-approved.html"} <= found
        for hiding in forms(goal):
            assert leaks([goal], {"page": f"<p>{hiding}</p>"}), hiding

    def test_an_answer_that_is_not_withheld_shows_every_text_of_its_own(self) -> None:
        shown, found = "\n".join(outputs(MARKED.dossier).values()), made_public(MARKED.dossier)
        hidden = set(hidden_signs(MARKED, found))
        assert [ref for sign, ref in MARKED.signs.of.items() if sign not in hidden and sign not in shown] == []

    @pytest.mark.parametrize("place", SOME)
    def test_each_answer_alone(self, place: str) -> None:
        dossier = keeping(MARKED.dossier, place)
        signs = hidden_signs(MARKED, made_public(dossier))
        assert leaks(signs, outputs(dossier, laid_out=False)) == []

    @pytest.mark.parametrize("seed", SUBSETS)
    def test_any_subset_in_any_form(self, seed: int) -> None:
        dossier = keeping(MARKED.dossier, *subset(seed))
        signs = hidden_signs(MARKED, made_public(dossier))
        assert leaks(signs, outputs(dossier, "en" if seed % 2 else "nl")) == []


class TestNothingCanBeInferred:
    @pytest.mark.parametrize("seed", SUBSETS)
    def test_dossiers_that_differ_in_what_is_withheld_give_the_same_bytes(self, seed: int) -> None:
        random, chosen = Random(seed), [place for place in subset(seed) if not place.endswith("/")]
        dossier = keeping(shaken(example(), random) if seed % 2 else example(), *chosen)
        other = otherwise(dossier, chosen, random)
        first, second = outputs(dossier), outputs(other)
        assert [name for name in first if first[name] != second[name]] == []

    @pytest.mark.parametrize("seed", range(8))
    def test_a_flag_that_is_shown_says_what_it_says_with_all_answers_known(self, seed: int) -> None:
        random = Random(seed)
        dossier = keeping(shaken(example(), random), *random.sample(PLACES, random.choice([1, 3, 10, 30])))
        assert unsound(dossier) == []

    def test_a_withheld_yes_and_a_withheld_no_look_the_same(self) -> None:
        said = [with_answers(example(), {"iama.prohibited": word}) for word in ("yes", "no")]
        assert judged(said[0]).facts["fria-outcome"] != judged(said[1]).facts["fria-outcome"]
        yes, no = (outputs(keeping(dossier, "iama-2.0/prohibited")) for dossier in said)
        assert yes == no


def unsound(dossier: Dossier) -> list[tuple[object, ...]]:
    """Return the flags and facts that the public edition decides otherwise than the whole dossier."""
    whole, found = judged(dossier), made_public(dossier).outcome
    known = {verdict.key: (verdict.state, verdict.severity, verdict.binds) for verdict in whole.verdicts}
    wrong: list[tuple[object, ...]] = [
        (verdict.key, verdict.state, known.get(verdict.key))
        for verdict in found.verdicts
        if verdict.state is not State.WITHHELD
        and known.get(verdict.key) != (verdict.state, verdict.severity, verdict.binds)
    ]
    for name, value in found.facts.items():
        same = (value.words, value.unsure) == (whole.facts[name].words, whole.facts[name].unsure)
        if name not in ("withheld-ungrounded",) and not same and not found.has_withheld(value.refs):
            wrong.append((name, value, whole.facts[name]))
    return wrong
