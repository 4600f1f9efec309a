"""The page to copy into an answer to parliament or council: numbers that may be told to anybody, in plain sentences."""

from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from iama.gate.estate_question import Published, Question
from iama.gate.estate_view import Told, View, category_words, page_head
from iama.words import text
from iama.words.written import written_date

_PROMISE = "cabinet-promise"


def question_view(told: Told, question: Question, least: int) -> View:
    """Return the page as plain values: nothing of the estate but what `question` tells, and the same in sentences."""
    published = question.published
    return {
        **page_head(told),
        "question": {
            "least": least,
            **{key: getattr(question, key) for key in ("algorithms", "retired", "unclear", "assessed", "decided")},
            "categories": [
                {**asdict(one), "categories": [group or None for group in one.categories]}
                for one in question.categories
            ],
            "published": published
            and {
                "published": published.published,
                "grounds": [{"ground": ground, "algorithms": count} for ground, count in published.grounds],
                "rest": published.rest,
            },
            "late": {
                "algorithms": question.late,
                "oldest": question.oldest.isoformat() if question.oldest else None,
                "since": [
                    {"years": [int(year) if year else None for year in one.years], "algorithms": one.algorithms}
                    for one in question.since
                ],
                "reviews": question.reviews,
            },
            "parts": [*_sections(told, question, least)],
        },
    }


def _sections(told: Told, question: Question, least: int) -> Iterator[View]:
    language = told.language
    day = written_date(told.as_of.isoformat(), language)
    yield _part(
        "numbers",
        language,
        _told_numbers(question, day, language),
        _heads("numbers", language),
        _category_rows(told, question),
    )
    published = question.published
    rows = [*_published_rows(told, published)] if published and question.decided else []
    yield _part("public", language, _public(question, language), _heads("public", language), rows)
    since = [(_years_told(one.years, language), one.algorithms) for one in question.since]
    rows = since if len(since) > 1 else []
    yield _part("late", language, _late(question, language), _heads("late", language), rows)
    yield _part("how", language, _how(told, day, least))


def _part(
    id_: str, language: str, lines: Iterator[str], heads: Sequence[str] = (), rows: Sequence[Sequence[object]] = ()
) -> View:
    title = text(f"estate-part-{id_}", language)
    return {
        "id": id_,
        "title": title,
        "lines": [*lines],
        "heads": [*heads] if rows else [],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


_HEADS = {
    "numbers": ("estate-category", "overview-algorithms", "estate-assessed", "estate-decided"),
    "public": ("estate-state", "overview-algorithms"),
    "late": ("estate-since", "overview-algorithms"),
}


def _heads(id_: str, language: str) -> list[str]:
    return [text(key, language) for key in _HEADS[id_]]


def _told_numbers(question: Question, day: str, language: str) -> Iterator[str]:
    yield text("estate-tells-count", language, day=day, count=question.algorithms)
    yield text("estate-tells-assessed", language, assessed=question.assessed, decided=question.decided)
    if question.retired:
        yield text("estate-tells-retired", language, count=question.retired)
    if question.unclear:
        yield text("estate-tells-unclear", language, count=question.unclear)


def _category_rows(told: Told, question: Question) -> list[tuple[str, int, int, int]]:
    return [
        (
            "; ".join(category_words(group, told.language) for group in one.categories),
            one.algorithms,
            one.assessed,
            one.decided,
        )
        for one in question.categories
    ]


def _public(question: Question, language: str) -> Iterator[str]:
    if not question.decided:
        yield text("estate-tells-none-decided", language)
    elif question.published is None:
        yield text("estate-tells-not-told", language)
    else:
        yield text("estate-tells-public", language, count=question.decided)
        if question.published.grounds:
            yield text("estate-tells-grounds", language)


def _published_rows(told: Told, published: Published) -> Iterator[tuple[str, int]]:
    yield text("estate-is-public", told.language), published.published
    for ground, count in published.grounds:
        yield text("estate-on-ground", told.language, ground=told.law.cite(ground, told.language)), count
    if published.rest:
        rest = "estate-on-other-ground" if published.grounds else "estate-on-any-ground"
        yield text(rest, told.language), published.rest


def _late(question: Question, language: str) -> Iterator[str]:
    if question.late:
        yield text("estate-tells-late", language, count=question.late)
    else:
        yield text("estate-tells-none-late", language)
    if question.oldest:
        yield text("estate-tells-oldest", language, day=written_date(question.oldest.isoformat(), language))
    if question.reviews:
        yield text("estate-tells-reviews", language, count=question.reviews)


def _years_told(years: Sequence[str], language: str) -> str:
    return ", ".join(year or text("estate-unknown-day", language) for year in years)


def _how(told: Told, day: str, least: int) -> Iterator[str]:
    yield text("estate-how-counted", told.language, day=day)
    yield text("estate-how-needed", told.language)
    if _PROMISE in told.law.facts:
        yield text("estate-how-promise", told.language, law=told.law.cite(_PROMISE, told.language))
    if least > 1:
        yield text("estate-how-merged", told.language, least=least)
