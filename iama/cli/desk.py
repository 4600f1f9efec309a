"""What a sitting works with on this machine: how it saves, looks, and words flags and problems."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iama.cli.options import judge_dossier, kept_history, row_id, today
from iama.model.problems import IamaError
from iama.model.struct import replace

if TYPE_CHECKING:
    from iama.assess.outcome import Outcome
    from iama.assess.parking import Parked
    from iama.assess.responses import Given
    from iama.files.store import Change
    from iama.interview.desk import Desk, Saved
    from iama.interview.messages import FlagText
    from iama.model.conditions import Ref
    from iama.model.dossier import Answer, Assessment, Dossier
    from iama.model.earlier import Earlier
    from iama.model.law import Law
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire

_FALSE = ("", "0", "no", "false")


def desk(
    folder: Path,
    tree: "Questionnaire",
    known: "Dossier",
    library: "Library",
    language: str,
    rescue: Callable[[str], str],
) -> "Desk":
    """Return the way in which a sitting saves, keeps text, makes ids and words flags; `known` was read."""
    from iama.assess.parking import PARKED, with_parked
    from iama.files.peoplefile import add_person, people_in
    from iama.files.store import digest_beside
    from iama.interview.desk import Desk

    last, seen = [known], [_marks(folder)]
    asked_in = partial(_tree_that_asks, tree, library)

    def judge_as_newest(saved: "Saved") -> "Saved":
        """The dossier as this sitting sees it: an older version counts as if it were the newest."""
        if saved.outcome.questionnaires[tree.id].ref == tree.ref:
            return saved
        return replace(saved, outcome=judge_dossier(last[0], today(), library, tree))

    def save(ref: "Ref", shown: "Answer", wanted: "Answer") -> "Saved":
        saved, last[0] = _store_answer(folder, asked_in(ref, last[0]), library, ref, shown, wanted, last[0], language)
        seen[0] = _marks(folder)
        return judge_as_newest(saved)

    def look() -> "Saved | None":
        if (now := _marks(folder)) == seen[0]:
            return None
        seen[0] = now
        try:
            saved, last[0] = _read_again(folder, library, last[0], language)
        except IamaError:  # somebody is writing, or made a mistake: the next save says it
            return None
        return judge_as_newest(saved)

    def respond(given: "Given", before: str) -> "Saved":
        saved, last[0] = _save_response(folder, library, given, before, last[0], language)
        seen[0] = _marks(folder)
        return judge_as_newest(saved)

    def park(point: "Parked") -> "Saved":
        follow_up = library.resolve_questionnaire(PARKED.questionnaire)
        add = partial(with_parked, tree=follow_up, point=point, make_id=row_id)
        saved, last[0] = _update_file(folder, follow_up, library, add, last[0], language)
        return judge_as_newest(saved)

    return Desk(
        save=save,
        rescue=rescue,
        row_id=row_id,
        today=today().isoformat(),
        clock=time.monotonic,
        digest=partial(digest_beside, folder),
        flags=lambda outcome: _answerable_flags(outcome, last[0], library.law, language),
        respond=respond,
        earlier=lambda ref: _earlier_states(folder, asked_in(ref, last[0]), ref, last[0]),
        foresee=lambda ref, answer: judge_dossier(
            _with_answer(last[0], asked_in(ref, last[0]), ref, answer), today(), library, tree
        ),
        people=partial(people_in, folder),
        add_person=partial(add_person, folder, library=library),
        problems=partial(problems_in_words, library=library, language=language),
        fact=partial(_fact_in_words, law=library.law, language=language),
        look=look,
        park=park,
        facilitation=partial(library.facilitation, tree.ref),
        glossary=lambda: library.glossary,
        kader=lambda: library.kader,
    )


def _tree_that_asks(tree: "Questionnaire", library: "Library", ref: "Ref", dossier: "Dossier") -> "Questionnaire":
    """Return the tree of a question: that of the sitting, else in the version that the dossier holds."""
    return (
        tree if ref.questionnaire == tree.id else library.resolve_questionnaire(ref.questionnaire, dossier.assessments)
    )


def problems_in_words(
    ref: "Ref", question: "Question", answer: "Answer", library: "Library", language: str
) -> list[str]:
    """Return what publishing an answer would run into, as the register says it."""
    from iama.publish.register.typed import typed_problems
    from iama.words import text

    problems = typed_problems(library.register, ref, question, answer)
    return [text(f"register-{problem.code}", language, **dict(problem.about)) for problem in problems]


def _fact_in_words(outcome: "Outcome", name: str, law: "Law", language: str) -> str:
    """Return what the rules make of the answers, as far as people are told: the outcome of Article 27."""
    from iama.assess.scope_facts import OUTCOME
    from iama.publish.scope import article_27_decision, decision_sentences

    decision = article_27_decision(outcome, law) if name == OUTCOME else None
    return " ".join(decision_sentences(decision, outcome.questionnaires, law, language)) if decision else ""


def _earlier_states(folder: Path, tree: "Questionnaire", ref: "Ref", dossier: "Dossier") -> "list[Earlier]":
    from iama.cli.earlier import in_local_time, states_of

    slot = (ref.question, ref.instance)
    current = dossier.assessments[tree.ref].answer_to(*slot)
    return [*map(in_local_time, states_of(folder, tree, slot, current, tell=False))]


def _with_answer(dossier: "Dossier", tree: "Questionnaire", ref: "Ref", answer: "Answer") -> "Dossier":
    assessment = dossier.assessments[tree.ref].with_answer(ref.question, ref.instance, answer)
    return dossier.with_assessment(assessment)


def _answerable_flags(outcome: "Outcome", dossier: "Dossier", law: "Law", language: str) -> "list[FlagText]":
    """Return the flags that can be answered, as `iama flags` words and orders them."""
    from iama.assess.responses import RESPONSES
    from iama.interview.messages import FlagText
    from iama.publish.flags import flags_document
    from iama.publish.wording import Wording
    from iama.terminal.flags import flag_explanation, flag_headline, page_headings

    if RESPONSES.questionnaire not in outcome.questionnaires:  # no file to put a response in
        return []
    trees = tuple(outcome.questionnaires.values())
    document = flags_document(Wording(outcome, dossier, law, language, trees), dossier)
    verdicts = {(outcome.questionnaires[v.questionnaire].ref, v.trigger.id, v.instance): v for v in outcome.verdicts}
    return [
        FlagText(
            verdict=verdicts[flag["questionnaire"], flag["id"], flag["instance"]],
            place=place,
            title=flag_headline(flag, language),
            advice=flag["advice"],
            body=(*_since(flag, language), *flag_explanation(flag, language)),
        )
        for place, numbers in page_headings(document)
        for flag in (document["flags"][number] for number in numbers)
    ]


def _since(flag: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield from when a flag that binds already does so."""
    from iama.words import text
    from iama.words.written import written_date

    if flag["verdict"] == "fired" and flag["from"]:
        yield f"{text('flags-since', language)} {written_date(flag['from'], language)}"


def _save_response(
    folder: Path, library: "Library", given: "Given", seen: str, last: "Dossier", language: str
) -> "tuple[Saved, Dossier]":
    """Put a response into the follow-up as it stands on disk now, unless a colleague answered the flag meanwhile."""
    from iama.assess.responses import RESPONSES, last_row, with_response

    tree = library.resolve_questionnaire(RESPONSES.questionnaire)
    preceded = []

    def respond_unless_preceded(assessment: "Assessment") -> "Assessment":
        row = last_row(assessment.answer_to(RESPONSES.question).rows, given.verdict)
        if row and row.id != seen:
            preceded.append(row)
            return assessment
        return with_response(assessment, tree, given, today().isoformat(), row_id)

    saved, dossier = _update_file(folder, tree, library, respond_unless_preceded, last, language)
    return replace(saved, preceded=bool(preceded)), dossier


def _store_answer(
    folder: Path,
    tree: "Questionnaire",
    library: "Library",
    ref: "Ref",
    shown: "Answer",
    wanted: "Answer",
    last: "Dossier",
    language: str,
) -> "tuple[Saved, Dossier]":
    """Put one answer into the file as it stands on disk now."""
    from iama.interview.desk import Conflict

    if ref.questionnaire != tree.id:  # a fact that the team gives in passing
        tree = next(one for one in library.held_trees(last.assessments) if one.id == ref.questionnaire)

    def put_answer(assessment: "Assessment") -> "Assessment":
        now = assessment.answer_to(ref.question, ref.instance)
        if now not in (shown, wanted):
            raise Conflict(now)
        return assessment.with_answer(ref.question, ref.instance, wanted)

    return _update_file(folder, tree, library, put_answer, last, language)


def _update_file(
    folder: Path, tree: "Questionnaire", library: "Library", change: "Change", last: "Dossier", language: str
) -> "tuple[Saved, Dossier]":
    """Change one file and return the dossier as it stands then; a file that cannot be read stays as it was."""
    from iama.files.store import update_assessments

    (mine,) = update_assessments(
        folder, {tree: change}, last.assessments[tree.ref].language, library, kept_history(folder, tell=False)
    )
    return _read_again(folder, library, last, language, mine)


def _read_again(
    folder: Path, library: "Library", last: "Dossier", language: str, mine: "Assessment | None" = None
) -> "tuple[Saved, Dossier]":
    """Return the dossier as it stands on disk now, with `mine` as it was saved; what cannot be read stays as it was."""
    from iama.files.dossierfolder import file_of
    from iama.files.store import inspect_dossier
    from iama.interview.desk import Saved

    dossier, findings = inspect_dossier(folder, library)
    for assessment in last.assessments.values():
        bad = any(Path(finding.place.path).name == file_of(assessment.questionnaire) for finding in findings)
        if bad or assessment.questionnaire not in dossier.assessments:
            dossier = dossier.with_assessment(assessment)
    if mine:
        dossier = dossier.with_assessment(mine)
    message = "\n".join(finding.text_in(language) for finding in findings)
    return Saved(judge_dossier(dossier, today(), library), message), dossier


def _marks(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return what tells whether a file of a dossier was written since: its name, time and size."""
    with suppress(OSError):
        stats = ((path.name, path.stat()) for path in folder.glob("*.yaml"))
        return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
    return frozenset()
