"""Official measures of the Algoritmekader in an interview: in the help of a question, and taken over with one key.

Where a question has none of its own, its part may have some.
"""

from collections.abc import Iterator, Sequence

from iama.assess.outcome import Entry, Verdict
from iama.interview import action_points
from iama.interview.asking import Command, Order, Pick
from iama.interview.sitting import Sitting
from iama.model.kader import NO_LINK, Link, Measure, measures_line
from iama.words import pick_translation, text
from iama.words.written import written_date


def help_text(sitting: Sitting, entry: Entry) -> str:
    """Return the measures beside a question, how to take one over, and the requirements that it is about."""
    language, link = sitting.language, _link_of(sitting, entry)
    lines = []
    if link.measures:
        command = f"/{Command.MEASURE.name_in(language)}"
        lines += [f"{text('kader-lead', language, count=len(link.measures))}:"]
        lines += [f"  {name}" for name in _measure_lines(sitting, link)]
        lines += [text("kader-take", language, command=command)]
    if own := _question_link(sitting, entry).requirements:
        known = sitting.desk.kader().requirements
        lines += [f"{text('kader-about', language, count=len(own))}:"]
        lines += [f"  {code} {pick_translation(known[code].title, language)}" for code in own]
    return "\n".join([*lines, *[_source_line(sitting)] * bool(lines)])


def _source_line(sitting: Sitting) -> str:
    """Return which release is meant, and how to find the address of a measure."""
    source = sitting.desk.kader().source
    day = written_date(source.date, sitting.language)
    return text("kader-source", sitting.language, release=source.release, date=day, commit=source.commit[:7])


def flag_measures(sitting: Sitting, verdict: Verdict) -> tuple[Measure, ...]:
    """Return the measures beside a flag."""
    return sitting.desk.kader().official_measures([_flag_link(sitting, verdict)])


def flag_line(sitting: Sitting, verdict: Verdict) -> str:
    """Return the measures beside a flag as one line, or that this release has none."""
    return measures_line([*_measure_lines(sitting, _flag_link(sitting, verdict))], sitting.language)


def take_over(sitting: Sitting, entry: Entry, argument: str) -> None:
    """Make a measure an action point: that of the code that was typed, else one that the team chooses."""
    kader = sitting.desk.kader()
    fitting = kader.official_measures([_link_of(sitting, entry)])
    measure = kader.measures.get(argument.lower()) or _pick_measure(sitting, fitting)
    if measure is not None:
        action_points.record_action(sitting, entry, measure.name_in(sitting.language).replace(";", ","))
    elif not fitting:
        sitting.say_text("kader-no-measure-here")


def _pick_measure(sitting: Sitting, measures: Sequence[Measure]) -> Measure | None:
    picks = [Pick(measure.code, measure.name_in(sitting.language)) for measure in measures]
    chosen = sitting.asker.pick_one(text("kader-which", sitting.language), picks) if picks else ""
    return None if isinstance(chosen, Order) else sitting.desk.kader().measures.get(chosen)


def _link_of(sitting: Sitting, entry: Entry) -> Link:
    """Return what stands beside a question, or beside its part where the question has no measure."""
    own = _question_link(sitting, entry)
    part = f"{sitting.tree.ref}/{entry.question.part}"
    return own if own.measures else sitting.desk.kader().parts.get(part, NO_LINK)


def _question_link(sitting: Sitting, entry: Entry) -> Link:
    return sitting.desk.kader().questions.get(f"{sitting.tree.ref}/{entry.question.id}", NO_LINK)


def _flag_link(sitting: Sitting, verdict: Verdict) -> Link:
    ref = sitting.outcome.questionnaires[verdict.questionnaire].ref
    return sitting.desk.kader().flags.get(f"{ref}/{verdict.trigger.id}", NO_LINK)


def _measure_lines(sitting: Sitting, link: Link) -> Iterator[str]:
    """Yield every measure of a link with why it stands there."""
    for measure in sitting.desk.kader().official_measures([link]):
        why = link.why.get(measure.code)
        beside = f" ({pick_translation(why, sitting.language)})" if why else ""
        yield measure.name_in(sitting.language) + beside
