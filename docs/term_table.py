"""Writes every word of the glossary into terms.md."""

from collections.abc import Iterator
from pathlib import Path

from iama.files.shipped import SHIPPED
from iama.model.glossary import Term
from iama.words import FULL

PAGE = Path(__file__).parent / "terms.md"
OPENING = """\
# Glossary: one word per idea

What the words of the questionnaires mean, in plain language. In a meeting `/begrip` (`/term`) shows those that go with
the question, `/begrip proxy` one of them; the public page ends with those that it uses.

In Dutch a word of law is that of the official Dutch text of the AI Act (Regulation (EU) 2024/1689), or of the Dutch act
that it comes from. `iama questionnaire lint` warns where a question uses a word of the columns "not";
`tests/test_terms.py` finds none in the help for meetings, the legal facts, the calendar, the texts of the program, the
worked example and the guides.

* Article 27(4) and (5) also say *effectbeoordeling op het gebied van de grondrechten*. We take the heading.
* *FRIA* is enough where the page or screen has said the name in full. *Toets* is any assessment, an IAMA too.
* *Hoog-risico AI-systeem* is what the Algorithm Register calls its category; between backticks it is quoted.
* *Toezichthouder* stays the word where several supervisors are meant, such as the AP and those of the AI Act.
* Where plain language needs another word ("aantasten", "verandering" in general), it stands for another idea.

`python tests/derived.py` makes this page from `questionnaires/glossary.yaml`.

| Nederlands | betekenis | not | English | meaning | not | from |
| --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Return the whole page."""
    return OPENING + "".join(f"| {' | '.join(_cells(term))} |\n" for term in SHIPPED.glossary.terms)


def _cells(term: Term) -> Iterator[str]:
    for language in FULL:
        yield from (term.name[language], term.means[language], ", ".join(term.avoided[language]))
    yield term.source.get("en", "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
