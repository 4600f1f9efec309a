"""What a code means: explain."""

from typing import Annotated

import typer

from iama.cli import app
from iama.cli.options import Json, Lang


@app.command(help="help-explain")
def explain(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="help-explain-code")] = None,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Say what a code of a finding means, why it matters, what to do, and how to let it stand."""
    import os

    from msgspec.structs import asdict

    from iama.cli.language import spoken_language
    from iama.files.origin import docs_address
    from iama.files.shipped import SHIPPED
    from iama.gate import explaining
    from iama.model.problems import UsageError, choices_hint
    from iama.terminal.explanation import codes_text, explanation_text
    from iama.terminal.output import json_text
    from iama.words import Phrase

    codes, language = explaining.EXPLAINED, spoken_language(lang)
    if code is not None and (code := code.strip("[]`").lower()) not in codes:
        raise UsageError("explain-no-code", code=code, hint=choices_hint(code, codes, Phrase("explain-see-codes")))
    docs = docs_address(os.environ)
    asked = [explaining.explain_code(one, SHIPPED.law, language, docs) for one in ((code,) if code else codes)]
    if json:
        typer.echo(json_text({"iama_explain": 1, "codes": [asdict(one) for one in asked]}))
    else:
        typer.echo(explanation_text(asked[0], language) if code else codes_text(asked, language))
