"""What a citizen meets on a public page: nothing said that nobody knows, nothing empty, nothing that leads nowhere."""

import re
from itertools import pairwise

import pytest
from editions import REPORTS, Page, demo_document, demo_public
from flagged import empty, example, with_answers, with_rows
from markdown_it import MarkdownIt
from withheld import keeping, page

from iama.model.dossier import Dossier, Row
from iama.model.struct import replace
from iama.publish.report import render

KINDS = (
    "iama-2.0/advice-choice",
    "iama-2.0/goal",
    "iama-2.0/importance[data-protection]",
    "iama-2.0/residual-risk-list",
    "iama-2.0/actions-why",
    "algorithm-1.0/data-kinds",
    "algorithm-1.0/effect",
)


def alone(dossier: Dossier, ref: str) -> Dossier:
    """Return a dossier with one assessment, beside the facts and the follow-up."""
    kept = (ref, "algorithm-1.0", "follow-up-1.0")
    return replace(dossier, assessments={id_: one for id_, one in dossier.assessments.items() if id_ in kept})


DOSSIERS = {
    "whole": example(),
    "some withheld": keeping(example(), *KINDS),
    "facts and FRIA withheld": keeping(example(), *KINDS, "algorithm-1.0/", "fria-1.0/"),
    "IAMA withheld": keeping(example(), "iama-2.0/"),
    "new": empty(),
    "FRIA alone": alone(example(), "fria-1.0"),
}


def public(name: str, to: str = "html", language: str = "nl") -> str:
    return render(page(DOSSIERS[name], language), to, REPORTS)


def said(name: str, language: str = "nl") -> str:
    return Page(public(name, "html", language)).text


@pytest.mark.parametrize("name", DOSSIERS)
def test_every_link_of_every_public_page_leads_somewhere(name: str) -> None:
    for read in (Page(public(name)), Page(forge(public(name, "md")))):
        targets = [target.removeprefix("#") for target in read.values("href") if target.startswith("#")]
        ids = read.values("id")

        assert set(targets) - set(ids) == set()
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", DOSSIERS)
def test_headings_are_an_outline_and_those_of_markdown_the_same(name: str) -> None:
    read, other = Page(public(name)), Page(forge(public(name, "md")))

    assert read.levels == other.levels
    assert read.levels.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(read.levels))


@pytest.mark.parametrize("name", DOSSIERS)
def test_no_chapter_of_the_annex_is_empty(name: str) -> None:
    chapters = re.findall(r"<details id=.*?</summary>(.*?)</details>", public(name), re.DOTALL)

    assert len(chapters) > 5
    assert [chapter for chapter in chapters if not Page(chapter).text] == []


def forge(markdown: str) -> str:
    """Return Markdown as a forge shows it: with tables, and with its own HTML."""
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_public_markdown_has_the_headings_and_anchors_of_the_page(language: str) -> None:
    page = re.sub(r'<a class="permalink"[^>]*></a>', "", demo_public(language, "html"))
    read, other = Page(page), Page(forge(demo_public(language, "md")))
    linked = {target for target in read.values("href") if target.startswith("#")}

    assert read.levels == other.levels
    assert {target.removeprefix("#") for target in linked} - set(other.values("id")) == {"content"}


def test_what_may_still_block_is_not_said_to_block() -> None:
    text = said("new", "en")
    first, _, rest = text.partition(" Contents ")

    assert "This is a banned AI practice" not in first
    assert "May still block a decision to go on" in rest
    assert "it is not known yet whether" in first
    assert "stands in the way of a decision to go on." not in text


def test_before_a_decision_nobody_says_that_nothing_blocks() -> None:
    quiet = Page(render(page(with_answers(example(), {"iama.distinction-kind": "none"}), "nl"), "html", REPORTS)).text

    assert "Er is nog niet besloten of het mag worden gebruikt." in quiet
    assert "Er is niets bekend" not in quiet + said("some withheld")


def test_what_is_withheld_is_said_where_a_citizen_asks_for_it() -> None:
    text = said("some withheld")

    assert "Gegevens Niet openbaar" in text
    assert "Advies van het team: niet openbaar." in text
    assert "Een deel van de actiepunten is niet openbaar:" in text
    assert "Feiten van het algoritme Dit deel is in zijn geheel niet openbaar." in said("facts and FRIA withheld")


def test_a_fria_alone_has_its_own_advice_and_names_rights_without_weighing_them() -> None:
    text = said("FRIA alone")

    assert "Advies van het team: Gebruiken onder voorwaarden" in text
    assert "Ernst per grondrecht" not in text and "Geraakte grondrechten" in text


def test_guidance_for_the_team_stays_in_the_internal_edition() -> None:
    guidance = "Kom met vier tot zeven mensen bij elkaar"

    assert guidance in demo_document("nl", "html") and guidance in demo_document("nl", "md")
    assert guidance not in demo_public("nl", "html") and guidance not in demo_public("nl", "md")


def test_an_owner_that_is_a_role_is_named_in_the_language_of_the_page() -> None:
    row = Row("rowaaa", {"text": "Meten", "owner": "responsible", "status": "open", "blocking": "yes"})
    document = render(page(with_rows(example(), "follow-up.actions", row)), "html", REPORTS)

    assert ">responsible<" not in document
    assert document.count(">Eindverantwoordelijke<") == 1


@pytest.mark.parametrize("to", ["html", "md"])
def test_a_page_in_another_language_says_that_answers_are_not_translated(to: str) -> None:
    sentence = "The answers are not translated. They are in Dutch."

    assert sentence in public("whole", to, "en")
    assert "niet vertaald" not in public("whole", to, "nl")


def test_an_untranslated_public_page_marks_every_answer_with_its_language() -> None:
    document = public("whole", "html", "en")
    spoken = re.findall(r'<(?:div|span|td|li|h1)[^>]* lang="nl"[^>]*>(.*?)</', document, re.S)

    assert len(spoken) > 100
    assert any("Onnodig onderzoek" in words for words in spoken)
    assert 'lang="en"' not in document.replace('<html lang="en">', "")
