"""Where an assessment stands, or the questions for one role, as a page to print or to send: Markdown or HTML.

A sheet is used today and thrown away, and holds no answers.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.dossier import Dossier
from iama.model.questionnaire import Kind, Questionnaire
from iama.publish.markup import one_line_markdown
from iama.publish.status import algorithm_name, serves
from iama.publish.view import required_progress
from iama.words import pick_translation, text
from iama.words.written import written_date

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "section{break-inside:avoid;margin:0 0 2rem}h2{font-size:1rem;margin:0}p{margin:.3rem 0}"
    ".space{border:1px solid;height:7rem}table{border-collapse:collapse}"
    "th,td{border:1px solid;padding:.2rem .6rem;text-align:left}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a sheet."""

    number: str
    text: str
    help: str
    state: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds: how far each assessment is, and the questions that wait for an answer."""

    language: str
    title: str
    subtitle: str
    progress: tuple[tuple[str, str], ...]
    questions: tuple[Asked, ...]
    to_fill_in: bool  # room for answers, because somebody outside the team gets it


def sheet(outcome: Outcome, dossier: Dossier, language: str, role: str | None = None) -> Sheet:
    """Return the sheet of a dossier; with a role, of the questions that this role has to answer."""
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    labels = {id_: pick_translation(words, language) for tree in trees for id_, words in tree.roles.items()}
    heading = text("sheet-supplier", language) if role == "supplier" else text("open-questions", language)
    if role not in (None, "supplier"):
        heading = f"{heading}: {labels.get(role or '', role)}"
    day = f"{text('as-of', language)} {written_date(outcome.as_of.isoformat(), language)}"
    return Sheet(
        language,
        heading,
        f"{' '.join(algorithm_name(outcome, dossier).split())} · {day}",
        () if role else tuple(_titled_progress(outcome, tree, language) for tree in trees),
        tuple(asked for tree in trees for asked in _questions_for_role(outcome, tree, language, role)),
        role is not None,
    )


def _titled_progress(outcome: Outcome, tree: Questionnaire, language: str) -> tuple[str, str]:
    done = required_progress(outcome.tree_entries(tree.id))
    return pick_translation(
        tree.title, language
    ), f"{done['settled']}/{done['required']} {text('of-required', language)}"


def _questions_for_role(outcome: Outcome, tree: Questionnaire, language: str, role: str | None) -> Iterator[Asked]:
    for entry in outcome.tree_entries(tree.id):
        settled = entry.status.is_settled or entry.status is Status.WITHHELD
        if entry.question.kind is Kind.NOTICE or settled or not entry.status.applies:
            continue
        if not serves(entry, role) or not (entry.question.required or entry.status is not Status.OPEN):
            continue
        yield _sheet_question(outcome, tree, entry, language)


def _sheet_question(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> Asked:
    question, follow = entry.question, entry.answer.follow
    about = f" ({_repeated_instance_name(outcome, tree, entry, language)})" if entry.ref.instance else ""
    by = follow.by if follow else ""
    who = pick_translation(tree.roles[by], language) if by in tree.roles else by
    due = f"{text('by-when', language)} {written_date(follow.due, language)}" if follow and follow.due else ""
    state = text(f"status-{entry.status}", language) if entry.status is not Status.OPEN else ""
    return Asked(
        question.number or "",
        pick_translation(question.text, language) + about,
        pick_translation(question.help, language),
        " · ".join(filter(None, [state, who, due])),
    )


def _repeated_instance_name(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return the name of the right, or of the row, that a repeated question is about."""
    driver, key = tree.questions[entry.question.repeat or ""], entry.ref.instance or ""
    around = outcome.find_entry(tree.id, driver.id)
    rows = around.answer.rows if around else ()
    named = (next(iter(row.cells.values()), key) for row in rows if row.id == key)
    return driver.option_label(key, language) if driver.kind is Kind.CHOICES else next(named, key)


def as_markdown(found: Sheet) -> str:
    """Return a sheet as Markdown."""
    parts = [f"# {one_line_markdown(found.title)}", one_line_markdown(found.subtitle)]
    if found.progress:
        parts.append("\n".join(f"- **{one_line_markdown(title)}:** {done}" for title, done in found.progress))
    for asked in found.questions:
        parts.append(f"## {one_line_markdown(f'{asked.number} {asked.text}'.strip())}")
        parts += [one_line_markdown(words) for words in (asked.help, asked.state) if words]
        parts += [text("fill-in", found.language), "&nbsp;"] if found.to_fill_in else []
    if not found.questions:
        parts.append(text("nothing-to-ask", found.language))
    return "\n\n".join(parts) + "\n"


def as_html(found: Sheet) -> str:
    """Return a sheet as one HTML page without script and without requests."""
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    head = (
        f'<!doctype html>\n<html lang="{found.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(found.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    body = [f"<h1>{escape(found.title)}</h1>", f"<p>{escape(found.subtitle)}</p>"]
    if found.progress:
        rows = (
            f'<tr><th scope="row">{escape(title)}</th><td>{escape(done)}</td></tr>' for title, done in found.progress
        )
        body.append(f"<table>{''.join(rows)}</table>")
    for number, asked in enumerate(found.questions, 1):
        body.append(_question_html(found, asked, number))
    if not found.questions:
        body.append(f"<p>{escape(text('nothing-to-ask', found.language))}</p>")
    return head + "\n".join(body) + "\n</main>\n</body>\n</html>\n"


def _question_html(found: Sheet, asked: Asked, number: int) -> str:
    title = escape(f"{asked.number} {asked.text}".strip())
    lines = [f'<section aria-labelledby="q{number}">', f'<h2 id="q{number}">{title}</h2>']
    lines += [f"<p>{escape(words)}</p>" for words in (asked.help, asked.state) if words]
    if found.to_fill_in:
        lines += [f"<p>{escape(text('fill-in', found.language))}</p>", '<div class="space"></div>']
    return "\n".join([*lines, "</section>"])
