"""The command that makes everything to publish about an algorithm, or says why that may not be: publish."""

import html
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from iama.cli import app
from iama.cli.language import spoken_language
from iama.cli.options import (
    Algorithm,
    Lang,
    Reading,
    Root,
    clean_option,
    kept_history,
    open_dossier,
    print_message,
    public_of,
    subject_of,
    today,
)
from iama.model.problems import Refused, UsageError, choices_hint
from iama.model.publication import Accepted, Publication, Publications, Standing
from iama.model.struct import replace
from iama.words import Phrase, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.cli.published_page import Made
    from iama.publish.leaks import Leak
    from iama.publish.pagechanges import Earlier
    from iama.publish.wording import View

_NO_PAIR = ("", "")


@app.command(help="help-publish")
def publish(
    algorithm: Algorithm,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="help-publish-output")] = None,
    questionnaire: Annotated[
        str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-publish-questionnaire")
    ] = None,
    concept: Annotated[bool, typer.Option("--concept", help="help-publish-concept")] = False,
    accept: Annotated[
        tuple[str, str], typer.Option("--accept", metavar="ID WHY", help="help-publish-accept")
    ] = _NO_PAIR,
    at: Annotated[str, typer.Option("--at", metavar="URL", help="help-publish-at")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="help-publish-reason")] = "",
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="help-publish-no-pdf")] = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Make everything to publish, or say what may not go out; without a folder, look only."""
    reading = open_dossier(algorithm, root, None)
    if at:
        _refuse_bad_address(at)
    if at and output is None:
        _record_address(reading, at)
        return
    plan = _plan(reading, questionnaire, lang or "", concept=concept)
    if accept != _NO_PAIR:
        plan = _accept(plan, *accept)
    if output is None:
        _tell_plan(plan, accepted=accept != _NO_PAIR)
        return
    if plan.reasons:
        raise Refused("publish-refused", algorithm=reading.folder.name, reasons=plan)
    if at and not concept:
        plan = replace(plan, reading=_with_address(reading, at))
    _write(plan, output, pdf=not no_pdf)
    _record_publication(plan, at, clean_option(reason))


class Plan(Struct, frozen=True):
    """What would go out, and what stands in its way."""

    reading: Reading
    made: "Made"
    texts: Mapping[str, str]  # files beside the page, by name
    leaks: "Sequence[Leak]"
    undecided: bool = False

    @property
    def reasons(self) -> bool:
        return self.undecided or bool(self.leaks)

    def text_in(self, language: str) -> str:
        """Return every reason why it may not go out, in the language of the user."""
        from iama.cli.leaking import Reasons

        algorithm, ref = self.reading.folder.name, self.made.tree.ref
        undecided = text("publish-undecided", language, algorithm=algorithm, ref=ref)
        return "\n".join(
            [undecided] * self.undecided + [Reasons(self.leaks, algorithm).text_in(language)] * bool(self.leaks)
        )


def _plan(reading: Reading, questionnaire: str | None, language: str, *, concept: bool) -> Plan:
    from iama.cli.published_page import concept_page, decided_page
    from iama.publish.status import dossier_language

    tree = subject_of(reading, questionnaire)
    entry = next((one for one in reversed(reading.dossier.approvals) if one.questionnaire == tree.ref), None)
    if concept or entry is None:
        made = concept_page(reading, tree, language or dossier_language(reading.dossier))
    else:
        made = decided_page(reading.folder, entry, reading.dossier, language, reading.library)
    texts = {**_texts_beside(public_of(reading), made), **_changes_beside(reading, made), **_data_beside(reading, made)}
    return Plan(reading, made, texts, _leaks(reading, made, texts, concept=concept), entry is None and not concept)


def _leaks(reading: Reading, made: "Made", texts: Mapping[str, str], *, concept: bool) -> "tuple[Leak, ...]":
    """Return what the page, and what goes out with it, would give away and nobody accepted."""
    from iama.audit.pages import page_text
    from iama.cli.leaking import edition_of, find_all, unaccepted
    from iama.publish.leaks import decision_said, empty_findings

    public = public_of(reading).public
    assert public is not None  # public_of makes one
    registered = _register_said(reading)
    beside = [*decision_said(next(iter(public.dossier.approvals[-1:]), None)), *registered]
    now = edition_of(reading.dossier, public, [made.tree.id], beside)
    page = {"index.html": f"{page_text(made.page)}\n{html.unescape(made.page.decode())}"}  # its attributes as well
    editions = [*made.editions, replace(now, files={**page, **texts})]
    found = find_all(editions, reading.dossier, reading.folder)
    empty = () if concept else unaccepted(empty_findings(made.view.get("verdict") or {}), reading.folder)
    return (*found, *empty)


def _texts_beside(reading: Reading, made: "Made") -> dict[str, str]:
    """Return the texts that go out with the page, by the name of their file: made from what is public today."""
    from iama.model.text import escape_controls
    from iama.publish import notice, notification

    wording = reading.wording(made.language)
    concept = made.standing is Standing.CONCEPT
    texts = {"notice.txt": notice.notice(wording), "notice.html": notice.notice_html(wording)}
    if any(ref.startswith("fria-") for ref in reading.dossier.assessments):
        texts["notification.md"] = notification.notification(wording, reading.workspace.authority)
    texts = {name: escape_controls(words) for name, words in texts.items()}
    return {name: _as_concept(words, name, made.language) for name, words in texts.items()} if concept else texts


def _changes_beside(reading: Reading, made: "Made") -> dict[str, str]:
    """Return the page of what changed since earlier decisions, by the name of its file; none for a first one."""
    from iama.files.shipped import shipped_folder
    from iama.model.text import escape_controls
    from iama.publish.pagechanges import changes_page
    from iama.publish.record import public_record
    from iama.publish.report import render

    if not (earlier := _earlier_decisions(reading, made)):
        return {}
    page = changes_page(public_record(made.view), earlier, made.language)
    return {"changes.html": escape_controls(render(page, "html", shipped_folder("reports"), page="changes"))}


def _data_beside(reading: Reading, made: "Made") -> dict[str, str]:
    """Return the data of the page and what the register is told, by the name of their file."""
    from iama.cli.reports import data_files
    from iama.files.shipped import shipped_folder
    from iama.publish.report import render
    from iama.terminal import output
    from iama.terminal.register import register_page
    from iama.words import pick_translation

    register = _register(reading, made.language)
    if made.standing is Standing.CONCEPT:
        register = {**register, "entry": {"concept": text("concept-mark", made.language), **register["entry"]}}
    title = pick_translation(reading.library.register.title, made.language)
    sheet = {**register_page(register, title, made.language), "concept": made.standing is Standing.CONCEPT}
    return {
        **{name: data if isinstance(data, str) else data.decode() for name, data in data_files(made.view).items()},
        "register.json": output.json_text(register["entry"]) + "\n",
        "register.html": render(sheet, "html", shipped_folder("reports"), page="register"),
    }


def _earlier_decisions(reading: Reading, made: "Made") -> "list[Earlier]":
    """Return the decisions before the one that the page shows, with what the page of each said."""
    import json

    from iama.cli.asapproved import load_decision, refusing_broken_snapshot
    from iama.model.questionnaire import plain_id
    from iama.publish.pagechanges import Earlier
    from iama.publish.record import public_record

    earlier = []
    for entry in reading.dossier.approvals:
        if plain_id(entry.questionnaire) == made.tree.id and (not made.approval or entry.number < made.approval):
            with refusing_broken_snapshot(reading.folder, entry):
                kept = load_decision(reading.folder, entry).page(entry, f"public.{made.language}.json.gz")
            record = public_record(json.loads(kept)) if kept else None
            earlier.append(Earlier(entry.number, entry.decided_on, entry.decision.value, record))
    return earlier


def _as_concept(words: str, name: str, language: str) -> str:
    """Return a text that says above and below that it is a concept."""
    mark = text("concept-mark", language)
    mark = f"<p><strong>{mark}</strong></p>" if name.endswith(".html") else mark
    return f"{mark}\n\n{words.rstrip()}\n\n{mark}\n"


def _register(reading: Reading, language: str) -> "View":
    from iama.cli.asapproved import unchanged_by_ref
    from iama.publish.register.document import register_document

    whole, shown = reading.dossier, public_of(reading)
    decided = unchanged_by_ref(reading.folder, whole, shown.dossier)
    wording, standard = shown.wording(language), reading.library.register
    return register_document(wording, standard, whole.people.values(), decided, whole.register)


def _register_said(reading: Reading) -> list[Any]:
    """Return what the register would say that stands in no answer as it is."""
    from iama.publish.register.text import sentences
    from iama.publish.repeats import words_of
    from iama.publish.said import Said, said_in

    public = public_of(reading)
    answers = " ".join(
        word for one in said_in(public.dossier, public.outcome.held_trees) for word in words_of(one.text)
    )
    entry = _register(reading, spoken_language())["entry"]
    own = {
        key: " ".join(one for one in sentences(value) if " ".join(words_of(one)) not in answers)
        for key, value in entry.items()
        if isinstance(value, str) and " " in value
    }
    return [Said(words, place=f"register/{key}") for key, words in own.items() if words]


def _accept(plan: Plan, id_: str, why: str) -> Plan:
    """Return the plan with one finding accepted, and record that; raises UsageError for what may not be."""
    from iama.files.publicationfile import record_publications

    leak = next((leak for leak in plan.leaks if leak.id == id_), None)
    if leak is None:
        known = [leak.id for leak in plan.leaks if leak.may_be_accepted]
        raise UsageError("publish-accept-none", id=id_, hint=choices_hint(id_, known or [text("asked-none", "en")]))
    if not leak.may_be_accepted:
        raise Refused("publish-accept-never", id=id_, what=leak.phrase)
    if not (said := clean_option(why)):
        raise UsageError("publish-accept-why", id=id_)
    one = Accepted(id_, leak.sort.value, leak.where, said, today().isoformat())
    record_publications(plan.reading.folder, lambda held: held.with_accepted(one))
    print_message("publish-accepted", id=id_, what=leak.phrase)
    return replace(plan, leaks=[other for other in plan.leaks if other.id != id_])


def _tell_plan(plan: Plan, *, accepted: bool) -> None:
    """Say what stands in the way, or that nothing does; raises Refused for the former unless something was accepted."""
    name = plan.reading.folder.name
    if accepted and plan.reasons:
        print_message("publish-left", algorithm=name, count=len(plan.leaks) + plan.undecided)
    elif plan.reasons:
        raise Refused("publish-refused", algorithm=name, reasons=plan)
    else:
        print_message("publish-clear", algorithm=name, standing=Phrase(f"publish-standing-{plan.made.standing}"))


def _write(plan: Plan, folder: Path, *, pdf: bool) -> None:
    """Write everything in a folder, which is made when it is not there."""
    from iama.cli.papers import pdf_if_possible
    from iama.files.output import own_target, result_folder, write_result

    files: dict[str, str | bytes] = {"index.html": plan.made.page, **plan.texts}
    if pdf and (made := pdf_if_possible(plan.made.page.decode())):
        files["iama.pdf"] = made
    place = result_folder(folder, plan.reading.folder)
    for name, content in files.items():
        write_result(own_target(place, name), content)
    print_message("publish-written", folder=folder, files=[*files])
    mark = text("draft-open", plan.made.language)
    if drafts := [name for name, words in plan.texts.items() if mark in words]:
        print_message("publish-fill-in", files=drafts, err=True)


def _record_publication(plan: Plan, url: str, reason: str) -> None:
    from iama.files.publicationfile import record_publications
    from iama.model.canonical import digest_of

    made = plan.made
    edition = Publication(
        edition=0,
        questionnaire=made.tree.ref,
        standing=made.standing,
        page=digest_of(made.page),
        day=today().isoformat(),
        reason=reason or text(f"publish-because-{made.standing}", made.language, number=made.approval),
        approval=made.approval,
        url=url,
    )
    held = record_publications(plan.reading.folder, lambda held: held.with_edition(edition))
    last = held.editions[-1]
    print_message("publish-recorded", number=last.edition, digest=last.page)
    if not last.url:
        print_message("publish-then-at", algorithm=plan.reading.folder.name)


def _refuse_bad_address(url: str) -> None:
    """Raise UsageError for what is no public web address."""
    from iama.publish.register.rules import Severity, link_problems

    for problem in link_problems(url):
        if problem.severity is Severity.ERROR:
            raise UsageError("publish-bad-url", url=url, why=Phrase(f"register-{problem.code}", **dict(problem.about)))


def _record_address(reading: Reading, url: str) -> None:
    """Record where the last edition stands, and fill in the answer that the register takes it from."""
    from iama.files.publicationfile import publications_of, record_publications

    editions = publications_of(reading.folder).editions
    if not editions:
        raise UsageError("publish-none-yet", algorithm=reading.folder.name)
    concept = editions[-1].standing is Standing.CONCEPT
    if not concept:
        _with_address(reading, url)
    record_publications(reading.folder, lambda held: _at(held, url))
    print_message("publish-at-concept" if concept else "publish-at", number=editions[-1].edition, url=url)


def _at(held: Publications, url: str) -> Publications:
    return held.with_url(url) if held.editions else held


def _with_address(reading: Reading, url: str) -> Reading:
    """Return the dossier with the address of its public page as the answer that says so."""
    from iama.assess.answer_input import with_value
    from iama.files.store import update_assessments
    from iama.model.dossier import Assessment

    tree = reading.library.resolve_questionnaire("follow-up")
    question = tree.questions["public-url"]

    def change(held: Assessment) -> Assessment:
        answer = with_value(held.answer_to(question.id), question, url)
        return held.with_answer(question.id, None, answer)

    history = kept_history(reading.folder)
    update_assessments(reading.folder, {tree: change}, library=reading.library, history=history)
    return open_dossier(str(reading.folder), None, None, reading.library)
