"""Writes a page of every dossier, for `benchmarks/render.py`: `python pages.py join|md|html DOSSIERS FOLDER`."""

import sys
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from iama.assess.evaluation import evaluate
from iama.files.shipped import SHIPPED, shipped_folder
from iama.files.store import dossiers, read_dossier
from iama.model.dossier import Answer, Dossier

AS_OF = date(2026, 11, 23)


def main(kind: str, root: Path, to: Path) -> None:
    page = joined if kind == "join" else reported
    for folder in dossiers(root):
        text = page(read_dossier(folder), kind)
        (to / f"{folder.name}.{'md' if kind == 'md' else 'html'}").write_text(text, encoding="utf-8")


def joined(dossier: Dossier, _: str) -> str:
    """Return every question with its answer, escaped for HTML, judged by nothing: the least that a page can be."""
    return "\n".join(line for ref in dossier.assessments for line in lines(dossier, ref))


def lines(dossier: Dossier, ref: str) -> Iterator[str]:
    tree, assessment = SHIPPED.resolve_questionnaire(ref), dossier.assessments[ref]
    yield f"<h1>{escape(tree.title['nl'])}</h1>"
    for (id_, _), answer in assessment.answers.items():
        question = tree.questions[id_]
        yield f"<h2>{question.number or ''} {escape(question.text['nl'])}</h2>"
        yield from (f"<p>{escape(text)}</p>" for text in texts(answer))


def texts(answer: Answer) -> Iterator[str]:
    yield from (cell for row in answer.rows for cell in row.cells.values())
    yield from answer.value_words()
    yield from (text for text in (answer.note, answer.reason) if text)


def reported(dossier: Dossier, to: str) -> str:
    """Return the report as `iama report` makes it."""
    from iama.publish.report import render  # Jinja2, which a join of strings does without
    from iama.publish.view import view

    trees = [tree for ref in SHIPPED.refs if (tree := SHIPPED.find_questionnaire(ref))]
    outcome = evaluate(dossier, trees, SHIPPED.law, AS_OF)
    return render(view(outcome, dossier, SHIPPED.law, language="nl"), to, shipped_folder("reports"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
