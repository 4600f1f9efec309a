"""The chapters that a citizen reads: what it means for me, Article 27 by letter, risks, and where to complain."""

import re
from collections.abc import Iterable

from iama.assess.outcome import Status
from iama.model.questionnaire import Questionnaire, plain_id
from iama.publish.coverage import dossier_coverage
from iama.publish.explaining import (
    ARTICLE_86,
    AUTOMATED,
    HOME,
    REASONS,
    article_86_binds,
    explains_automated,
    takes_decisions,
)
from iama.publish.questions import Questions, required_progress
from iama.publish.wording import View, Wording

# one mail address or one https address, in signs that mean nothing else in a link
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|https://[A-Za-z0-9./_~-]+")
SAME = {"use": "deploy"}  # two words for one advice
# what people may do, by the word that says it and its law; each only where nothing says otherwise
WAYS = (
    ("complaint-objection", "awb-7-1"),
    ("complaint-reasons", REASONS),
    ("complaint-treatment", "awb-9-1"),
    ("complaint-automated", AUTOMATED),
    ("complaint-explanation", ARTICLE_86),
    ("complaint-personal-data", "gdpr-15"),
    ("complaint-discrimination", "awgb-1"),
)


def first_prose_answer(wording: Wording, topic: str) -> View:
    """Return the first answer in free text on a topic that says something."""
    answers = [wording.prose_answer(*question) for question in wording.speakers(topic) or (wording.speaker(topic),)]
    filled_answers = [answer for answer in answers if answer["text"]]
    return next((answer for answer in filled_answers if not answer["withheld"]), next(iter(filled_answers), answers[0]))


def team_summary(wording: Wording, assessments: Iterable[Questionnaire]) -> View:
    """Return what the summary says in the words of the team; `assessments` are those that the page tells of."""
    vulnerable = wording.speaker("vulnerable")
    groups = wording.answered_entry(*vulnerable)
    return {
        "goal": first_prose_answer(wording, "goal"),
        "working": first_prose_answer(wording, "working"),
        "decides": decides(wording),
        "humans": first_prose_answer(wording, "oversight"),
        "people": first_prose_answer(wording, "people"),
        "data": data(wording),
        "people_per_year": wording.plain_answer("algorithm", "persons-per-year"),
        "people_per_year_withheld": wording.has_withheld_answer("algorithm", "persons-per-year"),
        "vulnerable": [
            wording.word_label(groups.question, word)
            for word in groups.answer.value_words()
            if word not in groups.question.exclusive
        ]
        if groups
        else [],
        "vulnerable_known": groups is not None,
        "vulnerable_withheld": wording.has_withheld_answer(*vulnerable),
        **advice(wording),
        "progress": [
            {"title": wording.localised_text(tree.title), **required_progress(wording.outcome.tree_entries(tree.id))}
            for tree in assessments
        ],
    }


def advice(wording: Wording) -> View:
    """Return what the team advises and why."""
    choice = wording.speaker("advice")
    word, withheld = wording.chosen_word(*choice), wording.has_withheld_answer(*choice)
    return {
        "advice": {
            "value": SAME.get(word, word),
            "label": wording.text("withheld-answer") if withheld else wording.plain_answer(*choice),
            "withheld": withheld,
            "anchor": wording.link(*choice),
        },
        "advice_text": wording.prose_answer(*wording.speaker("advice-why", beside="advice")),
    }


def decides(wording: Wording) -> View:
    """Return which part the outcome plays in a decision, as the team ticked it."""
    return wording.prose_answer("algorithm", "effect")


def data(wording: Wording) -> View:
    """Return the kinds of personal data that are used."""
    entry = wording.answered_entry("algorithm", "data-kinds")
    return {
        "values": wording.answer_labels(entry) if entry else [],
        "withheld": wording.has_withheld_answer("algorithm", "data-kinds"),
        "anchor": wording.link("algorithm", "data-kinds"),
    }


def elements(wording: Wording) -> list[View]:
    """Return the six elements of Article 27(1), each with the answers about it; none where all of it is withheld."""
    law, language = wording.law, wording.language
    stubs = wording.public.stubs if wording.public else ()
    if any(tree.answers_article_27 and tree.id in stubs for tree in wording.outcome.held_trees):
        return []
    document = dossier_coverage(wording.outcome, wording.dossier, law, language)
    return [
        {
            "letter": letter["letter"],
            "title": letter["title"],
            "complete": letter["complete"],
            "served": _pointers(wording, letter["served_by"]),
            "missing": _pointers(wording, [*letter["missing_questions"], *letter["waiting_questions"]]),
            "withheld": _pointers(wording, letter["withheld_questions"]),
        }
        for letter in document["letters"]
        if letter["title"]
        and any(letter[key] for key in ("served_by", "missing_questions", "waiting_questions", "withheld_questions"))
    ]


def _pointers(wording: Wording, answers: Iterable[View]) -> list[View]:
    """Return where these answers stand; a question that repeats is named once."""
    places = dict.fromkeys((plain_id(answer["ref"]), answer["question"].partition("[")[0]) for answer in answers)
    return [wording.pointer(*place) for place in places]


def scenario_rights(wording: Wording) -> View | None:
    """Return the rights that scenarios name, in a report without an assessment that weighs them; else None."""
    scenarios, stubs = wording.speaker("scenarios"), wording.public.stubs if wording.public else ()
    entry = wording.outcome.find_entry(*scenarios)
    weighing_ids = {questionnaire for questionnaire, _ in wording.speakers("rights")}
    if entry is None or weighing_ids & {*stubs, *wording.rendered} or scenarios[0] not in wording.rendered:
        return None
    column = next(column for column in entry.question.columns if column.id == "right")
    rights = dict.fromkeys(row.cells.get("right", "") for row in entry.answer.rows)
    anchor = wording.link(*scenarios)
    blanks = {"level": 0, "importance": "", "extent": "", "seriousness": "", "verdict": ""}
    return {
        "known": entry.status is Status.ANSWERED,
        "withheld": entry.status is Status.WITHHELD,
        "highest": 0,
        "highest_text": "",
        "lines": [
            {"id": id_, "name": wording.word_label(column, id_), "anchor": anchor, **blanks} for id_ in rights if id_
        ],
        "weighed": False,
        "matrix": None,
    }


def risks(wording: Wording, questions: Questions) -> View | None:
    """Return the residual risks as a table, and how many were accepted, rejected or still wait for a decision."""
    question = wording.speaker("risks")
    place = wording.link(*question)
    if wording.has_withheld_answer(*question):
        return {"anchor": place, "withheld": True, "decisions": [], "table": None}
    entry = wording.answered_entry(*question)
    if entry is None:
        return None
    column = next(column for column in entry.question.columns if column.id == "decision")
    decisions = [row.cells.get("decision", "") for row in entry.answer.rows]
    return {
        "anchor": place,
        "withheld": False,
        "decisions": [
            {"label": wording.localised_text(option.label), "count": decisions.count(option.value)}
            for option in column.options
        ],
        "table": questions.answer_table(
            wording.outcome.questionnaires[entry.ref.questionnaire], entry.question, entry.answer
        ),
    }


def complaint(wording: Wording) -> View:
    """Return what the team says on questions and complaints, the contact, and what the law always allows."""
    answers = [wording.prose_answer(*question) for question in wording.speakers("complaints")]
    left_out = _missing_ways(wording)
    contact = wording.prose_answer("algorithm", "contact")
    return {
        "answers": [answer for answer in answers if answer["text"]],
        "contact": {**contact, "link": _address_link(contact)},
        "asked": any(_needs_answer(wording, *question) for question in wording.speakers("complaints")),
        "ways": [
            {"text": wording.text(word), "law": wording.law.cite(fact, wording.language)}
            for word, fact in WAYS
            if fact in wording.law.facts and word not in left_out
        ],
    }


def _address_link(contact: View) -> str:
    """Return where a contact that is one address leads; empty for a telephone number or a sentence."""
    if contact["withheld"] or not _ADDRESS.fullmatch(contact["text"]):
        return ""
    return contact["text"] if contact["text"].startswith("https://") else f"mailto:{contact['text']}"


def _missing_ways(wording: Wording) -> set[str]:
    """Return the ways that people do not have, or of which nothing says that they have them."""
    personal = wording.chosen_word(HOME, "personal-data") == "yes"
    if REASONS not in wording.law.facts:  # what was approved under older legal facts says what it said then
        high = wording.outcome.facts["category"].words == ("a",)
        open_ = {"complaint-objection": True, "complaint-explanation": high, "complaint-personal-data": personal}
    else:
        effect, decides = wording.chosen_word(HOME, "effect"), takes_decisions(wording) is not False
        open_ = {
            "complaint-objection": decides,
            "complaint-reasons": decides,
            "complaint-automated": personal and bool(effect) and explains_automated(wording) is not False,
            "complaint-explanation": article_86_binds(wording) is True,
            "complaint-personal-data": personal and wording.chosen_word(HOME, "regime") != "law-enforcement",
        }
    return {word for word, holds in open_.items() if not holds}


def _needs_answer(wording: Wording, questionnaire: str, question: str) -> bool:
    entry = wording.outcome.find_entry(questionnaire, question)
    return entry is not None and entry.status in (Status.OPEN, Status.UNKNOWN, Status.WAITING)
