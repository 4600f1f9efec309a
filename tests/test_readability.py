"""Claims about how easily a Dutch text reads."""

from given import tree

from iama.files.shipped import SHIPPED
from iama.lint.readability import help_ease, reading_ease
from iama.terminal.output import AIM


def test_short_words_in_short_sentences_read_more_easily() -> None:
    assert reading_ease("Het is goed. Wij gaan door.") > 100
    hard = "Gegevensbeschermingseffectbeoordelingen veronderstellen verwerkingsverantwoordelijkheid."
    assert reading_ease(hard) < 0
    assert reading_ease("") == 100


def test_a_figure_follows_from_the_formula() -> None:
    # six words in one sentence, seven syllables: 206.84 - 0.93 x 6 - 77 x 7 / 6
    assert reading_ease("De kat zit op de tafel.") == round(206.84 - 0.93 * 6 - 77 * 7 / 6)


def test_help_of_every_question_has_a_figure_the_hardest_first() -> None:
    hard, easy = "Verwerkingsverantwoordelijkheid veronderstelt rechtvaardiging", "Zeg het kort."
    asked = tree(f"""
    - {{id: easy, kind: text, help: {{nl: "{easy}", en: X}}}}
    - {{id: hard, kind: text, help: {{nl: "{hard}", en: X}}}}
    """)
    assert list(help_ease(asked)) == ["hard", "easy"]


def test_help_of_the_instruments_reads_easily() -> None:
    hard = {
        ref: [id_ for id_, ease in help_ease(SHIPPED.resolve_questionnaire(ref)).items() if ease < AIM]
        for ref in SHIPPED.refs
    }
    assert not any(hard.values()), hard
