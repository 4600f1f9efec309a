"""Official files made by hand, in the forms that the ministry's have, with words of our own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wordfiles import document, paragraph, run, zipped

from iama.files.shipped import SHIPPED
from iama.model.questionnaire import Questionnaire

IAMA, OLDER = SHIPPED.trees["iama-2.0"], SHIPPED.trees["iama-1.0"]
OPEN, HEADING = ["open_text"], ["task_group"]
Task = dict[str, Any]


def task(number: str, words: str, *below: Task, **more: Any) -> Task:
    return {"task": words, "id": number, "type": HEADING if below else OPEN, "repeatable": False, **more} | (
        {"tasks": list(below)} if below else {}
    )


def definition(*tasks: Task, urn: str = "urn:nl:iama", version: str = "2.0") -> bytes:
    """Return the definition of a web form as JSON, which is YAML too."""
    root = {"name": "Rapportagemodel", "urn": urn, "version": version, "description": "d", "tasks": list(tasks)}
    return json.dumps(root, ensure_ascii=False).encode()


def in_yaml(content: bytes) -> bytes:
    """Return a definition as the YAML that people write: a key on a line of its own."""
    import yaml

    return yaml.safe_dump(json.loads(content), allow_unicode=True, sort_keys=False).encode()


def whole_definition(tree: Questionnaire = IAMA) -> bytes:
    """Return a definition with a text for every official number, under its headings, and the lists of action points."""
    lists = {ours: theirs for theirs, ours in SHIPPED.form.lists.items()}
    parts = []
    for part in tree.parts:
        sections = []
        for section in part.sections:
            asked = [one for one in section.questions if one.number or one.id in lists]
            below = [task(one.number or lists[one.id], f"Officieel {one.number or one.id}?") for one in asked]
            if below:
                sections.append(task(section.number or f"{part.number}.actiepunten", "Kop", *below))
        parts.append(task(f"{part.number}.0", "Deel", *sections, task("0.1", "Uitleg", task("0.1.1", "Tekst"))))
    return definition(*parts)


def registry(questions: Mapping[str, str], version: str = "1.0", language: str = "nl") -> bytes:
    """Return an instrument of the task registry: what every task repeats stands there by name."""
    lines = [
        'systemcard_path: ".assessments[]"',
        "schema_version: 1.1.0",
        "name: Toets",
        f"urn: urn:nl:aivt:tr:iama:{version}",
        f"language: {language}",
        "template: &card",
        '  question: "$QUESTION"',
        "tasks:",
    ]
    for number, words in questions.items():
        lines += [f"  - question: {json.dumps(words)}", f"    urn: urn:nl:aivt:tr:iama:{version}:{number}"]
        lines += ["    labels: [{key: topic, value: Kop}]", "    template: *card"]
    return ("\n".join(lines) + "\n").encode()


def word(*lines: str) -> bytes:
    return document("".join(paragraph(run(line)) for line in lines))


def open_document(body: str, lead: str = "") -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    return zipped({"content.xml": f"{lead}{content}</office:document-content>"})


def open_lines(*lines: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in lines)


def open_table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<table:table-cell>{open_lines(cell)}</table:table-cell>" for cell in row) for row in rows)
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
